"""``{% load passwave %}{% passwave action="sign-in" %}``"""

from django import template
from django.utils.safestring import SafeString

from ..site import site

register = template.Library()


@register.simple_tag(name="passwave")
def passwave(**attributes: str) -> SafeString:
    """The widget, script and element."""
    written: SafeString = site().element(**attributes)
    return written
