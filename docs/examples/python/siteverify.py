"""Checks a token with siteverify: python siteverify.py TOKEN"""

import os
import sys

import requests


def siteverify(token):
    answer = requests.post(
        os.environ["PASSWAVE_URL"] + "/siteverify",
        data={"secret": os.environ["PASSWAVE_SECRET"], "response": token},
        timeout=5,
    )
    return answer.json()


if __name__ == "__main__":
    answer = siteverify(sys.argv[1])
    print("verified" if answer["success"] else f"not verified: {','.join(answer['error-codes'])}")
