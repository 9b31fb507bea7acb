"""For Django: a form field, a middleware, and a template tag (with "passwave.django" in INSTALLED_APPS)."""
