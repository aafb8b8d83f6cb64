"""Pictures of every page, 1360, 900 and 360 px wide, light and dark, into the git-ignored folder screenshots/."""

from __future__ import annotations

import argparse
import re
import shutil
import socket
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import uvicorn
from playwright.sync_api import BrowserContext, sync_playwright

from smartpick.web.app import create_app
from smartpick.web.pages.context import MakePlan

FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
SIZES = {"wide": (1360, 900), "middle": (900, 900), "phone": (360, 740)}
PAGES = (
    ("start", "/"), ("begin", "/begin"), ("question", "/questions"), ("form", "/plan/new"), ("open", "/plan/open"),
    ("about", "/about"), ("gone", "/plan/nothing-here"), ("scenarios", "/scenarios"), ("workspace", "/workspace"),
    ("help", "/help"), ("help-search", "/help?q=signal"), ("help-page", "/help/explanation/chances"),
    ("help-glossary", "/help/glossary"), ("patterns", "/patterns"),
)  # fmt: skip


@contextmanager
def serving(today: date, plan: MakePlan | None = None, workspace: Path | None = None) -> Iterator[str]:
    """The app on a free port of this machine, as long as the block runs; `workspace` as in create_app."""
    listener = socket.create_server(("127.0.0.1", 0))
    app = create_app(today=lambda: today, plan=plan, workspace=workspace)
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


def take(context: BrowserContext, base: str, folder: Path, suffix: str, example: str) -> list[str]:
    """One picture of every page, long pages whole; says which pages are wider than their window."""
    page = context.new_page()
    wide: list[str] = []

    def shot(name: str) -> None:
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            wide.append(f"{name}-{suffix}")
        page.screenshot(path=folder / f"{name}-{suffix}.png", full_page=True)

    for name, path in PAGES:
        page.goto(base + path)
        shot(name)
    page.goto(base + "/plan/new")
    page.get_by_role("textbox", name="Step 2 CK").first.fill("four hundred")
    page.get_by_role("button", name="Make my plan").click()
    shot("form-errors")
    page.goto(base)
    page.locator(f"form:has(input[value={example}]) button").click()
    page.wait_for_url("**/plan/*")
    shot(f"plan-{example}")
    page.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true })")
    shot(f"plan-{example}-opened")
    page.locator("form[action$='/keep'] button").first.click()
    shot("kept")
    plan = re.sub(r"(/plan/[\w-]+).*", r"\1", page.url)
    for name, address in (("more", f"{plan}/more"), ("answers", f"{plan}/answers"), ("saved", f"{base}/scenarios"),
                          ("chances", f"{base}/chances")):
        page.goto(address)
        shot(name)
    page.close()
    return wide


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
    wide: list[str] = []
    with (
        TemporaryDirectory() as folder,
        serving(options.today, workspace=Path(folder) / "workspace.db") as base,
        sync_playwright() as driver,
    ):
        browser = driver.chromium.launch(executable_path=browser_path, args=FLAGS)
        for size, (width, height) in SIZES.items():
            for colours in ("light", "dark"):
                context = browser.new_context(viewport={"width": width, "height": height},
                                              color_scheme="dark" if colours == "dark" else "light")
                wide += take(context, base, options.out, f"{size}-{colours}", options.example)
                context.close()
        browser.close()
    print(f"Pictures are in {options.out}/.")
    if wide:
        sys.exit(f"Wider than their window: {', '.join(wide)}.")


if __name__ == "__main__":
    main()
