"""What is not an answer about a visitor."""


class ConfigurationError(Exception):
    """The site's own mistake, such as a wrong secret. No visitor can pass until somebody mends it."""


class UnavailableError(Exception):
    """The Passwave server cannot be asked at the moment. Nothing is known about the visitor."""
