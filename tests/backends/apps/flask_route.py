"""A contact form in Flask."""

from listening import serve
from site_settings import settings

from flask import Flask, render_template_string, request
from passwave.flask import Passwave

app = Flask(__name__)
app.config.from_mapping({f"PASSWAVE_{name}": value for name, value in settings().items()})
passwave = Passwave(app)


@app.get("/")
def form():
    return render_template_string('<form method="post">{{ passwave(action="contact", help_href="/help?a&b") }}</form>')


@app.post("/")
@passwave.required(action="contact")
def contact():
    return f"Thank you. {request.form['message']}"


serve(app)
