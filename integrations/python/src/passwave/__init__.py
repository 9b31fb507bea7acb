"""Asks a Passwave server whether a form's token is good."""

from ._verification import Refusal, Success, Verification
from ._verifier import AsyncVerifier, Verifier
from .errors import ConfigurationError, UnavailableError

__all__ = [
    "AsyncVerifier",
    "ConfigurationError",
    "Refusal",
    "Success",
    "UnavailableError",
    "Verification",
    "Verifier",
]
