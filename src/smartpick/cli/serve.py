"""`smartpick serve`: the pages on 127.0.0.1 only, in the browser where there is a display, until Ctrl-C."""

from __future__ import annotations

import errno
import os
import socket
import sys
import threading
import time
import webbrowser
from collections.abc import Callable
from contextlib import suppress
from datetime import date
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from smartpick.cli.planning import Today, read_day
from smartpick.errors import PortTaken, SmartPickError
from smartpick.settings import HOST, PORT

if TYPE_CHECKING:
    from uvicorn import Server


class PortRefused(SmartPickError):
    """The system does not let this account listen on the port."""

    code = "port_refused"

    def __init__(self, port: int) -> None:
        super().__init__(
            f"Port {port} may not be used by this account.", remedy="Choose one above 1023 with --port."
        )


def serve(
    port: Annotated[
        int, typer.Option(min=0, max=65535, help="The port to listen on; 0 takes a free one.")
    ] = PORT,
    no_open: Annotated[bool, typer.Option("--no-open", help="Do not open the browser.")] = False,
    workspace: Annotated[
        Path | None,
        typer.Option("--workspace", metavar="FILE", help="Another workspace file (else SMARTPICK_WORKSPACE)."),
    ] = None,
    today: Today = None,
) -> None:
    """Open SmartPick in a browser. Nothing leaves this computer; Ctrl-C stops it."""
    clock = _clock(today)
    listener = listen(port)
    address = f"http://{HOST}:{listener.getsockname()[1]}/"
    server = make_server(clock, workspace)
    typer.echo(f"SmartPick is at {address} (Ctrl-C stops it).")
    if not no_open and has_display():
        threading.Thread(target=_open_when_started, args=(server, address), daemon=True).start()
    threading.Thread(target=_read_ahead, args=(clock,), daemon=True).start()
    try:
        server.run(sockets=[listener])
    except KeyboardInterrupt:
        pass
    finally:
        listener.close()
    typer.echo("\nSmartPick has stopped. Plans that were not kept are gone.")


def listen(port: int) -> socket.socket:
    """A socket on this machine's own address only; PortTaken or PortRefused where it cannot be had."""
    try:
        return socket.create_server((HOST, port))
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise PortTaken(port) from None
        if error.errno == errno.EACCES:
            raise PortRefused(port) from None
        raise


def make_server(clock: Callable[[], date], workspace: Path | None = None) -> Server:
    """The server of the web app: no access log, no forwarded headers, nothing about itself in its answers."""
    import uvicorn

    # By name: the faces do not import each other.
    app: Any = import_module("smartpick.web.app").create_app(today=clock, workspace=workspace)
    return uvicorn.Server(uvicorn.Config(
        app, access_log=False, log_level="warning", proxy_headers=False, server_header=False, ws="none",
        lifespan="off", limit_concurrency=100, timeout_graceful_shutdown=2,
    ))  # fmt: skip


def has_display() -> bool:
    """Whether a browser could be seen: always on Windows and macOS, elsewhere with a display."""
    return sys.platform in ("win32", "darwin") or bool(
        os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    )


def _clock(today: str | None) -> Callable[[], date]:
    """The machine's own day, asked for again with every page; or always the day that was given."""
    given = read_day(today)
    return date.today if today is None else lambda: given


def _open_when_started(server: Server, address: str) -> None:
    deadline = time.monotonic() + 20
    while not server.started and time.monotonic() < deadline:
        time.sleep(0.05)
    if server.started:
        webbrowser.open(address)


def _read_ahead(clock: Callable[[], date]) -> None:
    """Make one plan nobody sees, so that the figures are in memory before the first person asks.

    Whatever is wrong with them is said on the page of the plan that is asked for.
    """
    from smartpick.domain.applicant import ApplicantType, Profile
    from smartpick.usecases.plan import make_plan

    with suppress(Exception):
        make_plan(Profile(("dermatology",), ApplicantType.NON_US_IMG), today=clock())
