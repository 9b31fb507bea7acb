"""Checks a token without a call: by the server's public keys. Needs ``passwave[offline]``."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Collection
from datetime import UTC, datetime
from typing import Any, Protocol

import httpx
import jwt

from ._http import fetch
from ._siteverify import TIMEOUT_S
from ._verification import (
    Expectations,
    Refusal,
    Success,
    Verification,
    may_be_token,
    no_token,
    required,
    server_address,
)
from .errors import ConfigurationError, UnavailableError

#: By then a new key may sign, and one that leaked must no longer count.
KEYS_MAX_AGE_S = 300

#: The widget renews a token for two hours; five minutes are the last token's, five more for clocks that differ.
FAMILY_LIFETIME_S = 130 * 60


class SpentStore(Protocol):
    """Where used tokens are kept. Renewals of one verification have the same family."""

    def add(self, family: str, lifetime_s: int) -> bool:
        """Adds the family if it is not there, in one step; false if it was there. Kept for at least lifetime_s."""
        ...


class MemorySpentStore:
    """For one process. A restart forgets, and a token passes again until it expires."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        # In the order in which they expire, since all live equally long.
        self._expiries: dict[str, float] = {}

    def add(self, family: str, lifetime_s: int) -> bool:
        """As SpentStore.add."""
        now = time.monotonic()
        with self._lock:
            for old in [name for name, expiry in self._expiries.items() if expiry <= now]:
                del self._expiries[old]
            if family in self._expiries:
                return False
            self._expiries[family] = now + lifetime_s
            return True


class _Keys(jwt.PyJWKClient):
    """The server's public keys, fetched within one span of time."""

    def __init__(self, address: str, timeout_s: float) -> None:
        super().__init__(address, lifespan=KEYS_MAX_AGE_S)
        self._timeout_s = timeout_s

    def fetch_data(self) -> Any:
        """The set of keys as it was sent."""
        try:
            status, body = fetch("GET", self.uri, time.monotonic() + self._timeout_s)
        except httpx.TransportError as cause:
            raise jwt.PyJWKClientConnectionError(str(cause)) from cause
        if status != 200:
            raise jwt.PyJWKClientConnectionError(f"the server answered {status}")
        keys = json.loads(body)
        if self.jwk_set_cache is not None:
            self.jwk_set_cache.put(keys)
        return keys


class OfflineVerifier:
    """Checks tokens without a call for each; the keys are fetched every five minutes."""

    def __init__(
        self,
        server: str,
        sitekey: str,
        spent: SpentStore,
        *,
        hostnames: Collection[str] | None = None,
        action: str | None = None,
        max_age_s: float | None = None,
        clock_tolerance_s: int = 0,
        timeout_s: float = TIMEOUT_S,
    ) -> None:
        if not hasattr(spent, "add"):
            raise ConfigurationError('"spent" is missing: where used tokens are kept.')
        address = server_address(server) + ".well-known/jwks.json"
        self._keys = _Keys(address, timeout_s)
        self._sitekey = required("sitekey", sitekey)
        self._spent = spent
        self._expected = Expectations(hostnames, action, max_age_s)
        self._clock_tolerance_s = clock_tolerance_s

    def verify(self, token: object, *, action: str | None = None) -> Verification:
        """As Verifier.verify, but that this records the token itself."""
        if not may_be_token(token):
            return no_token(token)
        try:
            claims = self._claims(token)
        except jwt.ExpiredSignatureError:
            return Refusal(("timeout-or-duplicate",))
        except (jwt.PyJWTError, RecursionError):
            return Refusal(("invalid-input-response",))
        result = self._expected.check(_success(claims), action)
        return self._spend(str(claims["fid"]), result) if result else result

    def _claims(self, token: str) -> dict[str, Any]:
        decoded = jwt.decode_complete(
            token,
            self._key(token),
            algorithms=["EdDSA"],
            audience=self._sitekey,
            leeway=self._clock_tolerance_s,
            options={"require": ["exp", "aud", "fid"]},
        )
        if decoded["header"].get("typ") != "passwave-token":
            raise jwt.InvalidTokenError("not a token for forms")
        claims: dict[str, Any] = decoded["payload"]
        return claims

    def _key(self, token: str) -> Any:
        """The public key that a token names. A token of an unknown key is refused, if the keys could be had."""
        try:
            try:
                return self._keys.get_signing_key_from_jwt(token).key
            except jwt.PyJWKClientError:
                self._keys.get_jwk_set()
                raise jwt.InvalidKeyError("no such key") from None
        except (jwt.PyJWKClientError, jwt.PyJWKSetError, ValueError) as cause:
            raise UnavailableError("The Passwave server's keys cannot be fetched.") from cause

    def _spend(self, family: str, result: Verification) -> Verification:
        first = self._spent.add(family, FAMILY_LIFETIME_S + self._clock_tolerance_s)
        return result if first else Refusal(("timeout-or-duplicate",))


def _success(claims: dict[str, Any]) -> Success:
    return Success(
        hostname=str(claims.get("hostname", "")),
        action=str(claims.get("action", "")),
        cdata=str(claims.get("cdata", "")),
        score=float(claims.get("score", 0)),
        challenge_ts=datetime.fromtimestamp(float(claims.get("iat", 0)), UTC),
        verified_at=datetime.fromtimestamp(float(claims.get("verified_at", 0)), UTC),
    )
