"""A contact form in FastAPI."""

import socket
from typing import Annotated

import uvicorn
from fastapi import Depends, FastAPI, Form
from fastapi.responses import HTMLResponse, PlainTextResponse
from site_settings import settings

from passwave import AsyncVerifier
from passwave.fastapi import RequireVerification

SITE = settings()
verifier = AsyncVerifier(SITE["SERVER"], SITE["SECRET"])
verified = RequireVerification(verifier, action="contact", when_unavailable=SITE["WHEN_UNAVAILABLE"])
app = FastAPI()


@app.get("/", response_class=HTMLResponse)
async def form():
    return "<form method=post></form>"


@app.post("/", dependencies=[Depends(verified)], response_class=PlainTextResponse)
async def contact(message: Annotated[str, Form()]):
    return f"Thank you. {message}"


listener = socket.create_server(("127.0.0.1", 0))
print(f"Listening on http://127.0.0.1:{listener.getsockname()[1]}", flush=True)
uvicorn.Server(uvicorn.Config(app, log_level="error")).run(sockets=[listener])
