"""For FastAPI: a dependency."""

from __future__ import annotations

import logging

from fastapi import HTTPException, Request

from ._policy import checked_policy, decide, unavailable
from ._verification import FIELD, Verification, single
from ._verifier import AsyncVerifier
from .errors import UnavailableError

_LOG = logging.getLogger(__name__)


class RequireVerification:
    """``Depends(RequireVerification(verifier))``: the verification of a form whose token is good.

    It is None if the server could not be asked and forms pass meanwhile (``when_unavailable="allow"``).
    """

    def __init__(self, verifier: AsyncVerifier, *, action: str | None = None, when_unavailable: str = "refuse") -> None:
        self._verifier = verifier
        self._action = action
        self._policy = checked_policy(when_unavailable)

    async def __call__(self, request: Request) -> Verification | None:
        """The verification; 403 if the visitor did not verify, 503 if the server cannot be asked."""
        try:
            decision = decide(await self._verifier.verify(await _token(request), action=self._action))
        except UnavailableError as cause:
            _LOG.error("%s", cause)
            decision = unavailable(self._policy)
        if decision.status is not None:
            raise HTTPException(decision.status, decision.message)
        return decision.verification


async def _token(request: Request) -> object:
    """The token of a form or of a JSON object; a field that stands there twice has no value that can be trusted."""
    if request.headers.get("content-type", "").startswith("application/json"):
        try:
            body = await request.json()
        except ValueError:
            return None
        return body.get(FIELD) if isinstance(body, dict) else None
    values = (await request.form()).getlist(FIELD)
    return single(values)
