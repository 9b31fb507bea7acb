"""A sign-in with Passwave in Python with Flask: python server.py

A token is checked once and the result kept in the session, so that a mistyped password needs no second check.
It is good for five passwords and ten minutes, or one check would buy any number of guesses.
"""

import os
import time
import uuid
from threading import Lock

import requests
from flask import Flask, render_template_string, request, session
from werkzeug.security import check_password_hash, generate_password_hash
from werkzeug.serving import make_server

PASSWAVE_URL = os.environ.get("PASSWAVE_URL", "http://localhost:8787")
# Where this backend reaches the server, if not by the address that browsers use.
PASSWAVE_INTERNAL_URL = os.environ.get("PASSWAVE_INTERNAL_URL", PASSWAVE_URL)
WHEN_UNREACHABLE = os.environ.get("WHEN_UNREACHABLE", "refuse")
CHECK_LASTS_S = 10 * 60
PASSWORDS_PER_CHECK = 5
AGAIN = "Please verify again. What you typed is still here."
LATER = "We cannot verify anyone right now. Please try again in a minute."

HEAD = '<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">'
PAGE = f"""<!doctype html><html lang="en">{HEAD}<title>Sign in</title>"""
PAGE += """
<form method="post">
  <p role="alert">{{ problem }}</p>
  <p><label>Name <input name="name" value="{{ name }}" autocomplete="username" required></label></p>
  <p><label>Password <input name="password" type="password" autocomplete="current-password" required></label></p>
  {% if verified %}<p>You are verified.</p>{% else %}
  <script src="{{ url }}/passwave.js" async></script>
  <pass-wave sitekey="{{ sitekey }}" action="sign-in" required></pass-wave>{% endif %}
  <p><button>Sign in</button></p>
</form></html>"""

app = Flask(__name__)
# Add SESSION_COOKIE_SECURE=True on https.
app.config.update(SECRET_KEY=os.urandom(32), SESSION_COOKIE_SAMESITE="Lax")
users = {"ada": generate_password_hash("correct horse")}
NOBODY = generate_password_hash(uuid.uuid4().hex)

# Checks that were passed, by session: until when, and how many passwords are left. Not in Flask's own session:
# that is a cookie, and sending an old one again would bring all passwords back. With several processes,
# keep them where all of them look.
checks = {}
lock = Lock()


def is_verified(visitor):
    until, passwords = checks.get(visitor, (0, 0))
    return until > time.time() and passwords > 0


def take_password(visitor):
    """Whether the visitor has passed a check that is good for one more password."""
    with lock:
        if not is_verified(visitor):
            return False
        until, passwords = checks[visitor]
        checks[visitor] = (until, passwords - 1)
        return True


def refusal(visitor, token):
    """None if the visitor may try a password, else what to tell them."""
    if take_password(visitor):
        return None
    if not token:
        return AGAIN
    answer = siteverify(token)
    if answer is None:
        return None if WHEN_UNREACHABLE == "let in" else LATER
    if not answer["success"] or answer["action"] != "sign-in":
        return AGAIN
    with lock:
        for old in [visitor for visitor, (until, _) in checks.items() if until < time.time()]:
            del checks[old]
        checks[visitor] = (time.time() + CHECK_LASTS_S, PASSWORDS_PER_CHECK - 1)
    return None


def siteverify(token):
    """The server's answer, or None if it has none. The second try has the first one's key: it may have arrived."""
    data = {"secret": os.environ["PASSWAVE_SECRET"], "response": token, "idempotency_key": str(uuid.uuid4())}
    for _ in range(2):
        try:
            answer = requests.post(PASSWAVE_INTERNAL_URL + "/siteverify", data=data, timeout=3).json()
        except requests.RequestException:
            continue
        if "internal-error" not in answer.get("error-codes", []):
            return answer
    return None


@app.get("/")
def form(problem=""):
    visitor = session.setdefault("visitor", str(uuid.uuid4()))
    return render_template_string(
        PAGE,
        problem=problem,
        name=request.form.get("name", ""),
        verified=is_verified(visitor),
        url=PASSWAVE_URL,
        sitekey=os.environ["PASSWAVE_SITEKEY"],
    )


@app.post("/")
def sign_in():
    visitor = session.setdefault("visitor", str(uuid.uuid4()))
    name, password = request.form.get("name", ""), request.form.get("password", "")
    problem = refusal(visitor, request.form.get("passwave-response"))
    if problem:
        return form(problem)
    if not check_password_hash(users.get(name, NOBODY), password):
        return form("Name or password is wrong.")
    checks.pop(visitor, None)
    return render_template_string(
        f'<!doctype html><html lang="en">{HEAD}<title>Signed in</title><p>Welcome, {{{{ name }}}}.</p></html>',
        name=name,
    )


if __name__ == "__main__":
    server = make_server("127.0.0.1", int(os.environ.get("PORT", "3000")), app, threaded=True)
    print(f"Listening on http://127.0.0.1:{server.port}", flush=True)
    server.serve_forever()
