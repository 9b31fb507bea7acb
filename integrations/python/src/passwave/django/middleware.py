"""Protects views that one cannot change, such as the admin's sign-in: their templates need ``{% passwave %}``."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from .._verification import FIELD, single
from .site import site


class PasswaveMiddleware:
    """Refuses POSTs to the paths in ``PASSWAVE["PROTECT"]`` whose token is not good."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """403 if the visitor did not verify, 503 if the server cannot be asked."""
        if request.method != "POST" or request.path_info not in settings.PASSWAVE.get("PROTECT", ()):
            return self._get_response(request)
        values = request.POST.getlist(FIELD)
        decision = site().decide(single(values), None)
        if decision.status is None:
            return self._get_response(request)
        return HttpResponse(decision.message, status=decision.status, content_type="text/plain; charset=utf-8")
