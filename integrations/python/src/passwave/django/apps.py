"""The app: it tells of a mistake in the settings at the start."""

from django.apps import AppConfig
from django.core.checks import Error, register

from ..errors import ConfigurationError


class PasswaveConfig(AppConfig):
    """The template tags, and the check of the settings."""

    name = "passwave.django"
    label = "passwave"


@register()
def settings_are_complete(**_: object) -> list[Error]:
    """`manage.py check` names a setting that is missing."""
    from .site import site

    try:
        site()
    except ConfigurationError as cause:
        return [Error(str(cause), hint="Set PASSWAVE in the settings.", id="passwave.E001")]
    return []
