"""What all verifiers share: the result, the token as it comes, and what a site expects of a good one."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal, TypeGuard
from urllib.parse import urlsplit

from .errors import ConfigurationError

#: The form field that the widget writes the token into.
FIELD = "passwave-response"

#: A token has some 700 characters; what is far longer is none, and is not sent anywhere.
MAX_TOKEN_CHARACTERS = 4096


@dataclass(frozen=True)
class Success:
    """A person verified on a page of the site."""

    #: The host of the page; empty for an app without an origin.
    hostname: str
    action: str
    cdata: str
    #: From 0.7 to 1: every way that did its work has at least 0.7.
    score: float
    #: When the token was made: the last of its renewals.
    challenge_ts: datetime
    #: When the person verified.
    verified_at: datetime
    success: Literal[True] = True

    def __bool__(self) -> bool:
        return True


@dataclass(frozen=True)
class Refusal:
    """The form must not be taken. It is false, so that ``if verifier.verify(token):`` does what it says."""

    #: siteverify's codes, or ``hostname-mismatch``, ``action-mismatch`` or ``verification-too-old``.
    error_codes: tuple[str, ...]
    success: Literal[False] = False

    def __bool__(self) -> bool:
        return False


Verification = Success | Refusal


@dataclass(frozen=True)
class Expectations:
    """What the site expects of a good token, beyond that it is good."""

    hostnames: Collection[str] | None = None
    action: str | None = None
    max_age_s: float | None = None

    def __post_init__(self) -> None:
        if isinstance(self.hostnames, str):
            raise ConfigurationError(f'"hostnames" is a list of hosts, not the text "{self.hostnames}".')

    def check(self, result: Verification, action: str | None) -> Verification:
        """A verification of another page or another form is not what the site asked for."""
        action = self.action if action is None else action
        if isinstance(result, Refusal):
            return result
        if self.hostnames is not None and result.hostname not in self.hostnames:
            return Refusal(("hostname-mismatch",))
        if action is not None and result.action != action:
            return Refusal(("action-mismatch",))
        if self.max_age_s is not None and (datetime.now(UTC) - result.verified_at).total_seconds() > self.max_age_s:
            return Refusal(("verification-too-old",))
        return result


def may_be_token(token: object) -> TypeGuard[str]:
    """Whether this is worth asking about."""
    return isinstance(token, str) and 0 < len(token) <= MAX_TOKEN_CHARACTERS


def no_token(token: object) -> Refusal:
    """Why this is no token."""
    return Refusal(("missing-input-response" if token is None or token == "" else "invalid-input-response",))


def single(values: Collection[object]) -> object:
    """The value of a form's field. A field that stands there twice has no value that can be trusted."""
    return next(iter(values)) if len(values) == 1 else values or None


def server_address(server: str) -> str:
    """The folder of the server's endpoints."""
    parts = urlsplit(server or "")
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ConfigurationError(f'"server" must be the Passwave server\'s address (https://…); it is "{server}".')
    return server.rstrip("/") + "/"


def required(name: str, value: str) -> str:
    """The value, which must be there."""
    if not value:
        raise ConfigurationError(f'"{name}" is missing: see what "passwave init" printed.')
    return value
