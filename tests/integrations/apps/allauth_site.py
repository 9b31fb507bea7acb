"""A Django site with allauth, and in forms.py the program of the document."""

import os
import sys
from pathlib import Path

import django
from django.conf import settings
from django.core.management import call_command

folder = Path(os.environ["SITE_FOLDER"])
sys.path.insert(0, str(folder))
documented = {}
exec((folder / "settings_of_the_document.py").read_text(), documented)

settings.configure(
    ALLOWED_HOSTS=["127.0.0.1"],
    SECRET_KEY=os.urandom(16).hex(),
    ROOT_URLCONF=__name__,
    DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": folder / "site.db"}},
    DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
    INSTALLED_APPS=[
        "django.contrib.auth",
        "django.contrib.contenttypes",
        "django.contrib.messages",
        "django.contrib.sessions",
        "allauth",
        "allauth.account",
        "passwave.django",
    ],
    MIDDLEWARE=[
        "django.contrib.sessions.middleware.SessionMiddleware",
        "django.middleware.common.CommonMiddleware",
        "django.middleware.csrf.CsrfViewMiddleware",
        "django.contrib.auth.middleware.AuthenticationMiddleware",
        "django.contrib.messages.middleware.MessageMiddleware",
        "allauth.account.middleware.AccountMiddleware",
    ],
    TEMPLATES=[
        {
            "BACKEND": "django.template.backends.django.DjangoTemplates",
            "APP_DIRS": True,
            "OPTIONS": {"context_processors": ["django.template.context_processors.request"]},
        }
    ],
    AUTHENTICATION_BACKENDS=["allauth.account.auth_backends.AuthenticationBackend"],
    EMAIL_BACKEND="django.core.mail.backends.console.EmailBackend",
    LOGIN_REDIRECT_URL="/",
    ACCOUNT_EMAIL_VERIFICATION="none",
    ACCOUNT_RATE_LIMITS=False,
    LOGGING={
        "version": 1,
        "disable_existing_loggers": False,
        "handlers": {"stderr": {"class": "logging.StreamHandler"}},
        "root": {"handlers": ["stderr"]},
    },
    PASSWAVE={
        "SERVER": os.environ["PASSWAVE_URL"],
        "SITEKEY": os.environ["PASSWAVE_SITEKEY"],
        "SECRET": os.environ["PASSWAVE_SECRET"],
    },
    ACCOUNT_FORMS=documented["ACCOUNT_FORMS"],
)
django.setup()
call_command("migrate", verbosity=0)

from django.core.wsgi import get_wsgi_application  # noqa: E402
from django.http import HttpResponse  # noqa: E402
from django.urls import include, path  # noqa: E402
from listening import serve  # noqa: E402


def home(request):
    return HttpResponse(f"Signed in: {request.user.get_username() or 'nobody'}")


urlpatterns = [path("", home), path("accounts/", include("allauth.urls"))]

serve(get_wsgi_application())
