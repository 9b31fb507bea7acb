"""A comment form with Flask-xCaptcha."""

import os

from flask import Flask, render_template_string, request
from flask_xcaptcha import XCaptcha

from listening import serve

PAGE = """<!doctype html><title>Comment</title>
<form method="post"><label>Comment <input name="comment"></label> {{ xcaptcha }}
{% if problem %}<p role="alert">{{ problem }}</p>{% endif %}
<button>Send</button></form>"""

app = Flask(__name__)
app.config.update(
    XCAPTCHA_SITE_KEY=os.environ["PASSWAVE_SITEKEY"],
    XCAPTCHA_SECRET_KEY=os.environ["PASSWAVE_SECRET"],
    XCAPTCHA_VERIFY_URL=os.environ["PASSWAVE_URL"] + "/siteverify",
    XCAPTCHA_API_URL=os.environ["PASSWAVE_URL"] + "/passwave.js",
    XCAPTCHA_DIV_CLASS="h-captcha",
)
xcaptcha = XCaptcha(app=app)


@app.route("/", methods=["GET", "POST"])
def comment():
    if request.method == "GET":
        return render_template_string(PAGE)
    if xcaptcha.verify():
        return f"Thank you. You wrote: {request.form['comment']}"
    return render_template_string(PAGE, problem="Please verify again.")


serve(app)
