"""The endpoint siteverify: what is sent, and what an answer means. Nothing here waits."""

from __future__ import annotations

import json
import uuid
from datetime import datetime

from ._verification import Refusal, Success, Verification
from .errors import ConfigurationError, UnavailableError

#: A form waits for the answer; who waits longer takes the page for broken.
TIMEOUT_S = 5.0

#: Codes that no visitor can cause.
MISTAKES = {
    "missing-input-secret": "No secret was sent.",
    "invalid-input-secret": "The secret is not that of any site on this Passwave server.",
    "sitekey-secret-mismatch": "The sitekey and the secret are not of the same site.",
    "rate-limited": "Too many calls with a wrong secret came from this address.",
}


def fields(secret: str, sitekey: str | None, token: str) -> dict[str, str]:
    """The form that is sent. The same key in a repeated call gets the same answer, although the token is spent then."""
    sent = {"secret": secret, "response": token, "idempotency_key": str(uuid.uuid4())}
    return {**sent, "sitekey": sitekey} if sitekey else sent


def read(status: int, body: bytes) -> dict[str, object]:
    """The answer, if it is one of a Passwave server that could decide."""
    try:
        answer = json.loads(body)
    except ValueError:
        answer = None
    if status != 200 or not isinstance(answer, dict) or not isinstance(answer.get("success"), bool):
        raise UnavailableError(
            f"The Passwave server answered {status}, not as a Passwave server does; check its address."
        )
    if "internal-error" in _codes(answer):
        raise UnavailableError("The Passwave server failed; its log says why.")
    return answer


def interpret(answer: dict[str, object]) -> Verification:
    """What the answer says about the visitor, or about the site's configuration."""
    if not answer["success"]:
        return _refusal(_codes(answer))
    try:
        return _success(answer)
    except ValueError:
        raise UnavailableError(
            "The Passwave server's answer is not what this library knows: keep both at the same version."
        ) from None


def _success(answer: dict[str, object]) -> Success:
    return Success(
        hostname=str(answer.get("hostname", "")),
        action=str(answer.get("action", "")),
        cdata=str(answer.get("cdata", "")),
        score=float(str(answer.get("score", 0))),
        challenge_ts=datetime.fromisoformat(str(answer.get("challenge_ts"))),
        verified_at=datetime.fromisoformat(str(answer.get("verified_at"))),
    )


def _refusal(codes: tuple[str, ...]) -> Refusal:
    for code, mistake in MISTAKES.items():
        if code in codes:
            raise ConfigurationError(f"{mistake} ({code})")
    return Refusal(codes)


def _codes(answer: dict[str, object]) -> tuple[str, ...]:
    codes = answer.get("error-codes")
    return tuple(map(str, codes)) if isinstance(codes, list) else ()
