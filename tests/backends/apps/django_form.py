"""A comment form in Django: python django_form.py hcaptcha|turnstile"""

import os
import sys

import django
from django.conf import settings

from listening import serve

KIND = sys.argv[1]
NAME = KIND.upper()

settings.configure(
    ALLOWED_HOSTS=["127.0.0.1"],
    INSTALLED_APPS=[KIND],
    MIDDLEWARE=["django.middleware.csrf.CsrfViewMiddleware"],
    ROOT_URLCONF=__name__,
    SECRET_KEY=os.urandom(16).hex(),
    TEMPLATES=[{"BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True}],
    **{
        f"{NAME}_SITEKEY": os.environ["PASSWAVE_SITEKEY"],
        f"{NAME}_SECRET": os.environ["PASSWAVE_SECRET"],
        f"{NAME}_VERIFY_URL": os.environ["PASSWAVE_URL"] + os.environ["PASSWAVE_PATH"],
        f"{NAME}_JS_API_URL": os.environ["PASSWAVE_URL"] + "/passwave.js",
    },
)
django.setup()

from django import forms  # noqa: E402
from django.core.wsgi import get_wsgi_application  # noqa: E402
from django.http import HttpResponse  # noqa: E402
from django.template import engines  # noqa: E402
from django.urls import path  # noqa: E402

if KIND == "hcaptcha":
    from hcaptcha.fields import hCaptchaField as Captcha
else:
    from turnstile.fields import TurnstileField as Captcha

PAGE = engines["django"].from_string(
    '<!doctype html><title>Comment</title>'
    '<form method="post">{% csrf_token %}{{ form }}<button>Send</button></form>'
)


class Comment(forms.Form):
    comment = forms.CharField()
    captcha = Captcha()


def comment(request):
    form = Comment(request.POST or None)
    if form.is_valid():
        return HttpResponse(f"Thank you. You wrote: {form.cleaned_data['comment']}")
    return HttpResponse(PAGE.render({"form": form}, request))


urlpatterns = [path("", comment)]

serve(get_wsgi_application())
