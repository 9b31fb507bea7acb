"""Verifying by a call, with and without asyncio."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Collection

import httpx

from . import _siteverify
from ._http import fetch
from ._verification import Expectations, Verification, may_be_token, no_token, required, server_address
from .errors import UnavailableError


class _Site:
    """What both verifiers are told."""

    def __init__(
        self,
        server: str,
        secret: str,
        *,
        sitekey: str | None = None,
        hostnames: Collection[str] | None = None,
        action: str | None = None,
        max_age_s: float | None = None,
        timeout_s: float = _siteverify.TIMEOUT_S,
    ) -> None:
        self._address = server_address(server) + "siteverify"
        self._secret = required("secret", secret)
        self._sitekey = sitekey
        self._expected = Expectations(hostnames, action, max_age_s)
        self._timeout_s = timeout_s

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self._address}>"

    def _as_expected(self, result: Verification, action: str | None) -> Verification:
        # A server with test keys has one token, which knows no page and no form. Servers with real sites refuse the secret.
        if self._secret.startswith("passwave-test-secret-"):
            return result
        return self._expected.check(result, action)

    def _late(self) -> UnavailableError:
        return UnavailableError(f"The Passwave server gave no answer within {self._timeout_s:g} s.")


def _unreachable() -> UnavailableError:
    return UnavailableError("The Passwave server cannot be reached.")


class Verifier(_Site):
    """Asks the server by a call that waits. Safe to share between threads."""

    def verify(self, token: object, *, action: str | None = None) -> Verification:
        """Whether a form's token is good. A good token is good once.

        Raises ConfigurationError if the site's secret, sitekey or address is wrong, and UnavailableError if the
        server cannot be asked.
        """
        if not may_be_token(token):
            return no_token(token)
        answer = self._ask(_siteverify.fields(self._secret, self._sitekey, token))
        return self._as_expected(_siteverify.interpret(answer), action)

    def _ask(self, fields: dict[str, str]) -> dict[str, object]:
        """Asks, and once more if the call broke off, all within the time that is given."""
        deadline = time.monotonic() + self._timeout_s
        try:
            return self._ask_once(fields, deadline)
        except (httpx.TransportError, UnavailableError) as cause:
            if time.monotonic() >= deadline:
                raise self._late() from cause
        try:
            return self._ask_once(fields, deadline)
        except httpx.TimeoutException as cause:
            raise self._late() from cause
        except httpx.TransportError as cause:
            raise _unreachable() from cause

    def _ask_once(self, fields: dict[str, str], deadline: float) -> dict[str, object]:
        return _siteverify.read(*fetch("POST", self._address, deadline, fields))


class AsyncVerifier(_Site):
    """Asks the server with asyncio."""

    async def verify(self, token: object, *, action: str | None = None) -> Verification:
        """As Verifier.verify."""
        if not may_be_token(token):
            return no_token(token)
        fields = _siteverify.fields(self._secret, self._sitekey, token)
        try:
            answer = await asyncio.wait_for(self._ask(fields), self._timeout_s)
        except (TimeoutError, httpx.TimeoutException) as cause:
            raise self._late() from cause
        except httpx.TransportError as cause:
            raise _unreachable() from cause
        return self._as_expected(_siteverify.interpret(answer), action)

    async def _ask(self, fields: dict[str, str]) -> dict[str, object]:
        async with httpx.AsyncClient(timeout=self._timeout_s, follow_redirects=False) as client:
            try:
                return await self._ask_once(client, fields)
            except (httpx.TransportError, UnavailableError):
                # The call broke off: once more, with the same idempotency key.
                return await self._ask_once(client, fields)

    async def _ask_once(self, client: httpx.AsyncClient, fields: dict[str, str]) -> dict[str, object]:
        response = await client.post(self._address, data=fields)
        return _siteverify.read(response.status_code, response.content)
