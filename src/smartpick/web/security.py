"""What guards every answer: who may ask, how much may be sent, which headers go out, who posted a form."""

from __future__ import annotations

import hmac
import logging
import re
import secrets
import traceback
from collections.abc import Awaitable, Callable

from fastapi import Request
from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from smartpick.errors import SmartPickError
from smartpick.settings import MAX_PROFILE_BYTES

ENVELOPE_BYTES = 16_384  # what a form adds around an uploaded file
BODY_LIMIT = MAX_PROFILE_BYTES + ENVELOPE_BYTES
DRAIN_LIMIT = 32_000_000  # read and thrown away so that the browser gets to see our answer
LOOPBACK = frozenset({"127.0.0.1", "localhost", "[::1]"})
COOKIE = "smartpick_form"
TOKEN = re.compile(r"[A-Za-z0-9_-]{43}")
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
                               "form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cache-Control": "no-store",
}
log = logging.getLogger("smartpick.web")

ErrorPage = Callable[[Request, int], Response]


class FormRefused(SmartPickError):
    """The form did not come from a page this program made, or the page is too old."""

    code, status = "form_refused", 403

    def __init__(self) -> None:
        super().__init__("This form could not be matched to a page of SmartPick.",
                         remedy="Open the page again and send it once more; nothing was stored.")


class Guard:
    """The outermost layer: refuses other hosts and large bodies, adds headers, hides traces.

    An unexpected error is logged by its type and places in the code only, because its message could
    hold what a person typed.
    """

    def __init__(self, app: ASGIApp, error_page: ErrorPage) -> None:
        self.app, self.error_page = app, error_page

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        started = False

        async def guarded_send(message: Message) -> None:
            nonlocal started
            if message["type"] == "http.response.start":
                started = True
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        request = Request(scope)
        if not host_allowed(request.headers.get("host", ""), scope.get("server")):
            await self.error_page(request, 421)(scope, receive, guarded_send)
            return
        body = await read_body(Headers(scope=scope), receive)
        if body is None:
            await self.error_page(request, 413)(scope, receive, guarded_send)
            return
        try:
            await self.app(scope, replay(body, receive), guarded_send)
        except Exception as error:  # noqa: BLE001 - the last place where a trace can be kept from the page
            log.error("An unexpected %s in %s", type(error).__name__, _places(error))
            if not started:
                await self.error_page(request, 500)(scope, receive, guarded_send)


def host_allowed(host: str, server: tuple[str, int | None] | None) -> bool:
    """Whether a Host header names this machine and the port we listen on (guards against DNS rebinding)."""
    name, colon, port = host.rpartition(":")
    if not colon or port.endswith("]"):
        name, port = host, "80"
    listening = None if server is None else server[1]
    return name.lower() in LOOPBACK and (listening is None or port == str(listening))


async def read_body(headers: Headers, receive: Receive) -> bytes | None:
    """The body, or None where it is too large; then the rest is read away, up to a bound."""
    announced = headers.get("content-length", "0")
    too_large = not announced.isdecimal() or int(announced) > BODY_LIMIT
    chunks: list[bytes] = []
    size, more = 0, True
    while more and size <= DRAIN_LIMIT:
        message = await receive()
        if message["type"] != "http.request":
            break
        chunk, more = message.get("body", b""), message.get("more_body", False)
        size += len(chunk)
        too_large = too_large or size > BODY_LIMIT
        chunks = [] if too_large else [*chunks, chunk]
    return None if too_large else b"".join(chunks)


def replay(body: bytes, receive: Receive) -> Callable[[], Awaitable[Message]]:
    """A `receive` that hands out the body already read, then what follows on the connection."""
    waiting = True

    async def again() -> Message:
        nonlocal waiting
        if waiting:
            waiting = False
            return {"type": "http.request", "body": body, "more_body": False}
        return await receive()

    return again


def form_token(request: Request) -> str:
    """The token of this browser: that of its cookie where it has one, else a new one."""
    token = request.cookies.get(COOKIE, "")
    return token if TOKEN.fullmatch(token) else secrets.token_urlsafe(32)


def set_form_cookie(response: Response, token: str) -> None:
    """The cookie half of the double-submitted token; it ends with the browser session."""
    response.set_cookie(COOKIE, token, httponly=True, samesite="strict", path="/")


def check_form(request: Request, token: object) -> None:
    """Raise FormRefused unless the form carries the token of this browser's cookie and came from here."""
    cookie = request.cookies.get(COOKIE, "")
    came_from = request.headers.get("sec-fetch-site", "same-origin")
    same = isinstance(token, str) and hmac.compare_digest(token.encode(), cookie.encode())
    if not TOKEN.fullmatch(cookie) or not same or came_from not in ("same-origin", "none"):
        raise FormRefused


def _places(error: Exception) -> str:
    frames = traceback.extract_tb(error.__traceback__)[-5:]
    return " > ".join(f"{frame.name}:{frame.lineno}" for frame in frames)
