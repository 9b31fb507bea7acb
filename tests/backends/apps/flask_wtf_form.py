"""A comment form with Flask-WTF's RecaptchaField."""

import os

from flask import Flask, render_template_string
from flask_wtf import FlaskForm, RecaptchaField
from wtforms import StringField
from wtforms.validators import InputRequired

from listening import serve

PAGE = """<!doctype html><title>Comment</title>
<form method="post">{{ form.csrf_token }}
{{ form.comment.label }} {{ form.comment }} {{ form.recaptcha }}
{% for problem in form.recaptcha.errors %}<p role="alert">{{ problem }}</p>{% endfor %}
<button>Send</button></form>"""

app = Flask(__name__)
app.config.update(
    SECRET_KEY=os.urandom(16),
    RECAPTCHA_PUBLIC_KEY=os.environ["PASSWAVE_SITEKEY"],
    RECAPTCHA_PRIVATE_KEY=os.environ["PASSWAVE_SECRET"],
    RECAPTCHA_VERIFY_SERVER=os.environ["PASSWAVE_URL"] + "/recaptcha/api/siteverify",
    RECAPTCHA_SCRIPT=os.environ["PASSWAVE_URL"] + "/passwave.js",
)


class Comment(FlaskForm):
    comment = StringField("Comment", [InputRequired()])
    recaptcha = RecaptchaField()


@app.route("/", methods=["GET", "POST"])
def comment():
    form = Comment()
    if form.validate_on_submit():
        return f"Thank you. You wrote: {form.comment.data}"
    return render_template_string(PAGE, form=form)


serve(app)
