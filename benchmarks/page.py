"""Pages in Chromium: the start page, the plan page, and the curve until it answers the pointer."""

from __future__ import annotations

import contextlib
import shutil
import threading
import time
from collections.abc import Iterator
from datetime import date

import uvicorn

from benchmarks.timing import Timing, measure
from smartpick.web.app import create_app
from smartpick.web.assets import charts_ready

TODAY = date(2026, 11, 22)
START_BOUND, PLAN_BOUND, CHART_BOUND = 0.5, 1.0, 0.5
FLAGS = ("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
         "--disable-component-update", "--disable-sync")


@contextlib.contextmanager
def serving() -> Iterator[str]:
    """The address of the app, served from a thread on a free port of this machine."""
    server = uvicorn.Server(uvicorn.Config(create_app(today=lambda: TODAY), host="127.0.0.1", port=0,
                                           log_level="warning", access_log=False))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    port = server.servers[0].sockets[0].getsockname()[1]
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join(timeout=5)


def timings() -> Iterator[Timing]:
    """The start page, the way from an example's button to its plan, that page again, and its live curve."""
    browser_path = shutil.which("chromium") or shutil.which("chromium-browser")
    if browser_path is None:
        print("plan page in Chromium: not measured, no Chromium on this machine")
        return
    from playwright.sync_api import sync_playwright

    with serving() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=browser_path, args=list(FLAGS))
        page = browser.new_page()

        def start() -> None:
            page.goto(address)
            page.get_by_role("button", name="Dermatology").wait_for()

        def choose_example() -> None:
            start()
            page.get_by_role("button", name="Dermatology").click()
            page.locator("svg").first.wait_for()

        def load_plan() -> None:
            page.reload(wait_until="commit")
            page.locator("svg").first.wait_for()

        def live_curve() -> None:
            page.reload(wait_until="load")
            page.locator("smart-chart").scroll_into_view_if_needed()
            page.locator("smart-chart.live").wait_for()

        yield measure("start page", start, START_BOUND)
        yield measure("start page, button, plan, chart", choose_example)
        yield measure("plan page to its first picture", load_plan, PLAN_BOUND)
        if charts_ready():
            whole = measure("plan page to the live curve", live_curve)
            page_only = measure("plan page, loaded whole", lambda: page.reload(wait_until="load"))
            yield whole
            drawing = tuple(seconds - page_only.median for seconds in whole.seconds)
            yield Timing("of this, until the curve answers", drawing, CHART_BOUND)
        browser.close()
