"""What a site tells the library, out of the environment."""

import os


def settings():
    return {
        "SERVER": os.environ["PASSWAVE_URL"],
        "SITEKEY": os.environ["PASSWAVE_SITEKEY"],
        "SECRET": os.environ["PASSWAVE_SECRET"],
        "WHEN_UNAVAILABLE": os.environ["PASSWAVE_WHEN_UNAVAILABLE"],
    }
