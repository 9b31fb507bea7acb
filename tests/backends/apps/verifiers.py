"""Answers each line of JSON: verifies a token with one of the library's verifiers."""

import asyncio
import json
import sys

from passwave import AsyncVerifier, ConfigurationError, UnavailableError, Verifier
from passwave.offline import MemorySpentStore, OfflineVerifier

KEPT = {}


def verify(kind, site, token, action):
    shared = {"hostnames": site.get("hostnames"), "max_age_s": site.get("maxAgeS"), "timeout_s": site["timeout_ms"] / 1000}
    if kind == "offline":
        spent = KEPT.setdefault("spent", MemorySpentStore())
        tolerance = site.get("clock_tolerance_s", 0)
        verifier = OfflineVerifier(site["server"], site["sitekey"], spent, clock_tolerance_s=tolerance, **shared)
        return verifier.verify(token, action=action)
    sitekey = site.get("claimed_sitekey")
    if kind == "async":
        verifier = AsyncVerifier(site["server"], site["secret"], sitekey=sitekey, **shared)
        return asyncio.run(verifier.verify(token, action=action))
    return Verifier(site["server"], site["secret"], sitekey=sitekey, **shared).verify(token, action=action)


def answer(question):
    try:
        result = verify(question["kind"], question["site"], question.get("token"), question.get("action"))
    except (ConfigurationError, UnavailableError) as cause:
        return {"outcome": type(cause).__name__, "message": str(cause)}
    if not result:
        return {"outcome": f"refused: {','.join(result.error_codes)}"}
    times = {"made": result.challenge_ts.timestamp(), "verified": result.verified_at.timestamp()}
    return {"outcome": "success", "hostname": result.hostname, "score": result.score, **times}


for line in sys.stdin:
    print(json.dumps(answer(json.loads(line))), flush=True)
