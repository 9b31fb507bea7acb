"""The site as the settings tell it: PASSWAVE = {"SERVER": …, "SITEKEY": …, "SECRET": …}."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from functools import lru_cache

from django.conf import settings
from django.core.signals import setting_changed
from django.utils.safestring import SafeString, mark_safe

from .._policy import Decision, WhenUnavailable, checked_policy, decide, element, unavailable
from .._verification import required
from .._verifier import Verifier
from ..errors import UnavailableError

_LOG = logging.getLogger(__name__)


@dataclass(frozen=True)
class Site:
    """What forms, middleware and templates need."""

    server: str
    sitekey: str
    verifier: Verifier
    policy: WhenUnavailable

    def decide(self, token: object, action: str | None) -> Decision:
        """What to do with a form that has this token."""
        try:
            return decide(self.verifier.verify(token, action=action))
        except UnavailableError as cause:
            _LOG.error("%s", cause)
            return unavailable(self.policy)

    def element(self, **attributes: str) -> SafeString:
        """The widget as a page writes it."""
        return mark_safe(element(self.server, self.sitekey, **attributes))


@lru_cache(maxsize=1)
def site() -> Site:
    """The site; raises ConfigurationError if a setting is missing or wrong."""
    told = getattr(settings, "PASSWAVE", {})
    server, sitekey = told.get("SERVER", ""), required("SITEKEY", told.get("SITEKEY", ""))
    verifier = Verifier(
        server, required("SECRET", told.get("SECRET", "")), sitekey=sitekey, hostnames=told.get("HOSTNAMES")
    )
    return Site(server, sitekey, verifier, checked_policy(told.get("WHEN_UNAVAILABLE", "refuse")))


def _forget(*, setting: str, **_: object) -> None:
    if setting == "PASSWAVE":
        site.cache_clear()


setting_changed.connect(_forget)
