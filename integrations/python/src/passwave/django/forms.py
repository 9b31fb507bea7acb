"""A form field that only a verified visitor can fill in."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from .._policy import REFUSED, UNAVAILABLE
from .._verification import FIELD, single
from .site import site


class PasswaveWidget(forms.Widget):
    """The widget; the token comes in a field of its own name, whatever the form's field is called."""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> Any:
        """Script and element, with the attributes that the form gave."""
        return site().element(**{**self.attrs, **_with_id(attrs)})

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        """The token. A field that stands there twice has no value that can be trusted."""
        values = data.getlist(FIELD) if hasattr(data, "getlist") else [data.get(FIELD)]
        return single(values)

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        """Whether the form came without the widget's field."""
        return FIELD not in data

    def use_required_attribute(self, initial: Any) -> bool:
        """The element has it already."""
        return False


class PasswaveField(forms.Field):
    """``check = PasswaveField(action="sign-in")``; its cleaned value is the verification, or None in an outage."""

    widget = PasswaveWidget
    default_error_messages: ClassVar = {"required": _(REFUSED), "refused": _(REFUSED), "unavailable": _(UNAVAILABLE)}

    def __init__(self, *, action: str | None = None, attrs: dict[str, str] | None = None, **named: Any) -> None:
        self.action = action
        named.setdefault("label", "")
        written = {**(attrs or {}), **({"action": action} if action else {})}
        super().__init__(widget=named.pop("widget", PasswaveWidget(attrs=written)), **named)

    def clean(self, value: Any) -> Any:
        """Asks the server, which spends the token."""
        decision = site().decide(value, self.action)
        if decision.status is not None:
            code = "refused" if decision.status == 403 else "unavailable"
            raise ValidationError(self.error_messages[code], code=code)
        return decision.verification


def _with_id(attrs: dict[str, Any] | None) -> dict[str, str]:
    return {name: str(value) for name, value in (attrs or {}).items() if name == "id" or name.startswith("aria-")}
