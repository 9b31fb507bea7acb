"""What a route does with a form: lets it through, refuses it, or says that it cannot tell."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import Literal, cast

from ._verification import Verification
from .errors import ConfigurationError

WhenUnavailable = Literal["refuse", "allow"]

#: The visitor can verify again on the same page.
REFUSED = "Please verify again, then send the form once more."
UNAVAILABLE = "The check cannot be reached at the moment. Please try again in a minute."


@dataclass(frozen=True)
class Decision:
    """Without a status the form goes on."""

    #: None if the server could not be asked.
    verification: Verification | None
    status: int | None = None
    message: str = ""


def decide(verification: Verification) -> Decision:
    """What a verification means for the form."""
    return Decision(verification) if verification else Decision(verification, 403, REFUSED)


def unavailable(policy: WhenUnavailable) -> Decision:
    """What an outage means for the form."""
    return Decision(None) if policy == "allow" else Decision(None, 503, UNAVAILABLE)


def checked_policy(policy: str) -> WhenUnavailable:
    """One of the two words; anything else is a mistake that must not let forms pass."""
    if policy in ("refuse", "allow"):
        return cast("WhenUnavailable", policy)
    raise ConfigurationError(f'What happens during an outage is "refuse" or "allow", not "{policy}".')


def element(server: str, sitekey: str, **attributes: str) -> str:
    """The widget as a page writes it, script and element."""
    source = f"{server.rstrip('/')}/passwave.js"
    # Python's names have no hyphens: help_href is help-href.
    written = "".join(f' {name.replace("_", "-")}="{escape(value)}"' for name, value in attributes.items())
    script = f'<script src="{escape(source)}" async></script>'
    return f'{script}<pass-wave sitekey="{escape(sitekey)}" required{written}></pass-wave>'
