"""A comment form with aiohcaptcha in an aiohttp server."""

import asyncio
import os

from aiohcaptcha import HCaptchaClient
from aiohttp import web

FORM = """<!doctype html><title>Comment</title>
<form method="post"><label>Comment <input name="comment"></label>{problem}<button>Send</button></form>"""


def page(problem=""):
    return web.Response(text=FORM.format(problem=problem), content_type="text/html")


async def form(_):
    return page()


async def comment(request):
    fields = await request.post()
    client = HCaptchaClient(os.environ["PASSWAVE_SECRET"], api_url=os.environ["PASSWAVE_URL"] + "/siteverify")
    sitekey = os.environ["PASSWAVE_SITEKEY"]
    if await client.verify(fields["h-captcha-response"], request.remote, sitekey):
        return web.Response(text=f"Thank you. You wrote: {fields['comment']}")
    return page(f'<p role="alert">Please verify again. ({", ".join(client.response.error_codes)})</p>')


async def main():
    app = web.Application()
    app.add_routes([web.get("/", form), web.post("/", comment)])
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    print(f"Listening on http://127.0.0.1:{runner.addresses[0][1]}", flush=True)
    await asyncio.Event().wait()


asyncio.run(main())
