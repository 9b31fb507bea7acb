"""In Django: a contact form with the field, and a sign-in that one cannot change, with the middleware."""

import os

import django
from django.conf import settings
from listening import serve
from site_settings import settings as site_settings

settings.configure(
    ALLOWED_HOSTS=["127.0.0.1"],
    INSTALLED_APPS=["passwave.django"],
    MIDDLEWARE=["passwave.django.middleware.PasswaveMiddleware"],
    ROOT_URLCONF=__name__,
    SECRET_KEY=os.urandom(16).hex(),
    TEMPLATES=[{"BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True}],
    LOGGING={
        "version": 1,
        "disable_existing_loggers": False,
        "handlers": {"stderr": {"class": "logging.StreamHandler"}},
        "root": {"handlers": ["stderr"]},
    },
    PASSWAVE={**site_settings(), "PROTECT": ["/sign-in/"]},
)
django.setup()

from django import forms  # noqa: E402
from django.core.checks import run_checks  # noqa: E402
from django.core.wsgi import get_wsgi_application  # noqa: E402
from django.http import HttpResponse  # noqa: E402
from django.template import engines  # noqa: E402
from django.urls import path  # noqa: E402

from passwave.django.forms import PasswaveField  # noqa: E402

PAGE = engines["django"].from_string('<form method="post">{{ form }}</form>')
SIGN_IN = engines["django"].from_string('{% load passwave %}<form method="post">{% passwave action="sign-in" %}</form>')


class Contact(forms.Form):
    message = forms.CharField()
    check = PasswaveField(action="contact", attrs={"help-href": "/help?a&b"})


def contact(request):
    form = Contact(request.POST or None)
    if form.is_valid():
        return HttpResponse(f"Thank you. {form.cleaned_data['message']}")
    refused = {"refused": 403, "unavailable": 503}
    codes = [error.code for error in form.errors.as_data().get("check", [])]
    return HttpResponse(PAGE.render({"form": form}, request), status=refused.get(codes[0], 400) if codes else 200)


def sign_in(request):
    if request.method == "POST":
        return HttpResponse(f"Thank you. {request.POST['message']}")
    return HttpResponse(SIGN_IN.render({}, request))


urlpatterns = [path("", contact), path("sign-in/", sign_in)]
assert run_checks() == [], run_checks()

serve(get_wsgi_application())
