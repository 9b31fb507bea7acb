"""One request within one span of time."""

from __future__ import annotations

import time
from collections.abc import Mapping

import httpx


def fetch(method: str, address: str, deadline: float, form: Mapping[str, str] | None = None) -> tuple[int, bytes]:
    """Status and body, until a moment of ``time.monotonic``. Follows no redirect: a secret is for this address alone.

    Raises httpx.TransportError.
    """
    left_s = max(deadline - time.monotonic(), 0.001)
    body = bytearray()
    with httpx.stream(method, address, data=form, timeout=left_s, follow_redirects=False) as response:
        for part in response.iter_bytes():
            # httpx bounds the wait for each part; a body that comes drop by drop must not hold a form up.
            if time.monotonic() >= deadline:
                raise httpx.ReadTimeout("the body came too slowly")
            body += part
        return response.status_code, bytes(body)
