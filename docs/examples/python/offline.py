"""Checks a token offline, with the public keys: python offline.py TOKEN"""

import os
import sys
from pathlib import Path

import jwt

KEYS = jwt.PyJWKClient(os.environ["PASSWAVE_URL"] + "/.well-known/jwks.json", lifespan=300, timeout=5)
USED = Path(os.environ["PASSWAVE_USED"])


def verify(token):
    """The token's claims; raises jwt.PyJWTError if it is not good."""
    decoded = jwt.decode_complete(
        token,
        KEYS.get_signing_key_from_jwt(token).key,
        algorithms=["EdDSA"],
        audience=os.environ["PASSWAVE_SITEKEY"],
        options={"require": ["exp", "aud", "fid"]},
    )
    if decoded["header"].get("typ") != "passwave-token":
        raise jwt.InvalidTokenError("not a token for forms")
    record(decoded["payload"]["fid"])
    return decoded["payload"]


def record(family):
    """One file for each verification; "x" fails if it is there already. Keep it for two hours and ten minutes."""
    try:
        (USED / family).open("x").close()
    except FileExistsError:
        raise jwt.InvalidTokenError("used before") from None


if __name__ == "__main__":
    try:
        verify(sys.argv[1])
        print("verified")
    except jwt.PyJWTError as cause:
        print(f"not verified: {cause}")
