"""For Flask: a decorator for views, and the widget for templates."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from flask import Flask, abort, current_app, g, request
from markupsafe import Markup

from ._policy import checked_policy, decide, element, unavailable
from ._verification import FIELD, required, server_address, single
from ._verifier import Verifier
from .errors import ConfigurationError, UnavailableError


class Passwave:
    """Reads PASSWAVE_SERVER, PASSWAVE_SITEKEY and PASSWAVE_SECRET of the app's configuration.

    Optional: PASSWAVE_HOSTNAMES, a list of the site's hosts, and PASSWAVE_WHEN_UNAVAILABLE, "refuse" or "allow".
    """

    def __init__(self, app: Flask | None = None) -> None:
        if app is not None:
            self.init_app(app)

    def init_app(self, app: Flask) -> None:
        """Makes ``{{ passwave() }}`` known to the app's templates. A missing setting is an error here, at the start."""
        server = app.config.get("PASSWAVE_SERVER", "")
        sitekey = required("PASSWAVE_SITEKEY", app.config.get("PASSWAVE_SITEKEY", ""))
        secret = required("PASSWAVE_SECRET", app.config.get("PASSWAVE_SECRET", ""))
        policy = checked_policy(app.config.get("PASSWAVE_WHEN_UNAVAILABLE", "refuse"))
        hostnames = app.config.get("PASSWAVE_HOSTNAMES")
        server_address(server)
        verifier = Verifier(server, secret, sitekey=sitekey, hostnames=hostnames)
        app.extensions["passwave"] = (verifier, policy)
        app.jinja_env.globals["passwave"] = lambda **attributes: Markup(element(server, sitekey, **attributes))

    def required(self, action: str | None = None) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
        """Lets a view be called only for forms whose token is good; ``g.passwave`` has the verification."""

        def decorator(view: Callable[..., Any]) -> Callable[..., Any]:
            @wraps(view)
            def guarded(*arguments: Any, **named: Any) -> Any:
                self._verify(action)
                return current_app.ensure_sync(view)(*arguments, **named)

            return guarded

        return decorator

    def _verify(self, action: str | None) -> None:
        if "passwave" not in current_app.extensions:
            raise ConfigurationError("Passwave was not told of this app: call init_app(app).")
        verifier, policy = current_app.extensions["passwave"]
        values = request.form.getlist(FIELD)
        try:
            # A field that stands there twice has no value that can be trusted.
            decision = decide(verifier.verify(single(values), action=action))
        except UnavailableError as cause:
            current_app.logger.error("%s", cause)
            decision = unavailable(policy)
        g.passwave = decision.verification
        if decision.status is not None:
            abort(decision.status, description=decision.message)
