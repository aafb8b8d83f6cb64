"""Pictures of every page, wide and 360 px, light and dark, into the git-ignored folder screenshots/."""

from __future__ import annotations

import argparse
import shutil
import socket
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import uvicorn
from playwright.sync_api import BrowserContext, sync_playwright

from smartpick.web.app import create_app
from smartpick.web.pages.context import MakePlan

FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
SIZES = {"wide": (1360, 900), "phone": (360, 740)}
PAGES = ("start", "form", "form-errors", "open", "about", "plan", "gone")


@contextmanager
def serving(today: date, plan: MakePlan | None = None) -> Iterator[str]:
    """The app on a free port of this machine, as long as the block runs."""
    listener = socket.create_server(("127.0.0.1", 0))
    app = create_app(today=lambda: today, plan=plan)
    server = uvicorn.Server(uvicorn.Config(app, access_log=False, log_level="warning"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.02)
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join()


def take(context: BrowserContext, base: str, folder: Path, suffix: str, example: str) -> None:
    """One picture of every page; long pages are taken whole."""
    page = context.new_page()

    def shot(name: str) -> None:
        page.screenshot(path=folder / f"{name}-{suffix}.png", full_page=True)

    for name, path in (("start", "/"), ("form", "/plan/new"), ("open", "/plan/open"), ("about", "/about"),
                       ("gone", "/plan/nothing-here")):
        page.goto(base + path)
        shot(name)
    page.goto(base + "/plan/new")
    page.get_by_role("textbox", name="Step 2 CK").fill("four hundred")
    page.get_by_role("button", name="Make my plan").click()
    shot("form-errors")
    page.goto(base)
    page.locator(f"form:has(input[value={example}]) button").click()
    page.wait_for_url("**/plan/*")
    shot(f"plan-{example}")
    page.close()


def main() -> None:
    """Write the pictures; one example or all of them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=Path("screenshots"))
    parser.add_argument("--example", default="derm_j1")
    parser.add_argument("--today", type=date.fromisoformat, default=date(2026, 11, 22))
    options = parser.parse_args()
    browser_path = shutil.which("chromium")
    if browser_path is None:
        sys.exit("There is no chromium on this machine. Install the package 'chromium'.")
    options.out.mkdir(exist_ok=True)
    with serving(options.today) as base, sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=browser_path, args=FLAGS)
        for size, (width, height) in SIZES.items():
            for colours in ("light", "dark"):
                context = browser.new_context(viewport={"width": width, "height": height},
                                              color_scheme="dark" if colours == "dark" else "light")
                take(context, base, options.out, f"{size}-{colours}", options.example)
                context.close()
        browser.close()
    print(f"Pictures are in {options.out}/.")


if __name__ == "__main__":
    main()
