"""The app on a free port, a Chromium, and pages that fail the test when they speak or reach outside."""

from __future__ import annotations

import re
import shutil
import socket
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from sample_plan import TODAY, sample_plan

FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip


@pytest.fixture(scope="session")
def base() -> Iterator[str]:
    """The address of the app with the invented plan in place of the planner."""
    with serving(lambda profile, *, today: sample_plan()) as address:
        yield address


@pytest.fixture(scope="session")
def real_base() -> Iterator[str]:
    """The address of the app as people get it, planning on the shipped facts."""
    with serving(None) as address:
        yield address


@pytest.fixture(scope="session")
def serving_plans() -> Callable[[Any], Any]:
    """For tests that need an app of their own: `with serving_plans(plan) as address`."""
    return serving


@contextmanager
def serving(plan: Any) -> Iterator[str]:
    """The app on a free port, served by uvicorn as `smartpick serve` does."""
    import uvicorn

    from smartpick.web.app import create_app

    listener = socket.create_server(("127.0.0.1", 0))
    folder = Path(tempfile.mkdtemp(prefix="smartpick-test-"))
    app = create_app(today=lambda: TODAY, plan=plan, workspace=folder / "workspace.sqlite")
    server = uvicorn.Server(uvicorn.Config(app, access_log=False, log_level="warning", lifespan="off"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    deadline = time.monotonic() + 20
    while not server.started and time.monotonic() < deadline:
        time.sleep(0.02)
    yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    server.should_exit = True
    thread.join(10)
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def browser(chromium_path: str) -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        started = driver.chromium.launch(executable_path=chromium_path, args=FLAGS)
        yield started
        started.close()


@pytest.fixture
def open_page(browser: Any, base: str) -> Iterator[Callable[..., Any]]:
    """Open a page in a context of its own; at the end, nothing was said on the console or asked elsewhere."""
    contexts: list[Any] = []
    said: list[str] = []
    asked: list[str] = []
    hosts: set[str] = set()

    def open_one(path: str = "/", *, at: str = base, **options: Any) -> Any:
        context = browser.new_context(**{"viewport": {"width": 1280, "height": 900}, **options})
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        page.on("request", lambda request: asked.append(request.url))
        hosts.add(urlsplit(at).netloc)
        page.goto(at + path)
        return page

    yield open_one
    for context in contexts:
        context.close()
    wrong = [line for line in said if "the server responded with a status of 4" not in line]
    assert wrong == [], "the console must stay silent"
    outside = [url for url in asked if urlsplit(url).netloc not in hosts]
    assert outside == [], "no request may leave the machine"


@pytest.fixture
def example_path(open_page: Callable[..., Any]) -> str:
    """The address of a plan that was just made from an example."""
    page = open_page("/")
    page.get_by_role("button", name="Dermatology, on a J-1").click()
    page.wait_for_url(re.compile(r"/plan/[\w-]{32}$"))
    return urlsplit(page.url).path
