"""From nothing to a saved plan and one date, in Chromium, with and without JavaScript; and what can go wrong."""

from __future__ import annotations

import os
import re
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.request
from contextlib import closing
from urllib.parse import urlsplit

import pytest

from smartpick.store.migrations import LATEST

pytestmark = pytest.mark.browser
A_DRAFT, A_SCENARIO = re.compile(r"/plan/[\w-]{32}$"), re.compile(r"/plan/[\w-]{24}$")
SIZES = {"wide": {"width": 1360, "height": 900}, "phone": {"width": 360, "height": 740}}
OPEN_ALL = "document.querySelectorAll('details').forEach(d => { d.open = true })"
EXAMPLES = ("Dermatology, on a J-1", "Orthopaedic Surgery, a second time", "Internal Medicine and Family Medicine",
            "Neurological Surgery, from abroad")  # fmt: skip


def keep(page) -> str:
    """Keep the plan that is shown; the path of its scenario."""
    page.get_by_role("button", name="Keep this plan", exact=True).click()
    page.get_by_role("heading", name="Your plan is kept.").wait_for()
    page.get_by_role("link", name="Back to the plan").click()
    page.wait_for_url(A_SCENARIO)
    return urlsplit(page.url).path


def save(page, field, value):
    """Change one answer on the open form and send it."""
    page.locator(f"#{field}").fill(value)
    page.get_by_role("button", name="Save my changes").click()


@pytest.mark.covers("D12", "D19")
@pytest.mark.parametrize("scripts", [True, False])
@pytest.mark.parametrize("example", EXAMPLES)
def test_each_example_to_a_saved_plan_and_one_date(open_page, real_base, tmp_path, example, scripts):
    page = open_page("/", at=real_base, java_script_enabled=scripts, viewport=SIZES["phone"])
    page.get_by_role("button", name=example).click()
    page.wait_for_url(A_DRAFT)
    page.get_by_role("button", name="Keep this plan", exact=True).click()
    page.get_by_text("Your next date").wait_for()
    with page.expect_download() as waiting:
        page.get_by_role("link", name="Put it in my calendar").click()
    waiting.value.save_as(tmp_path / "next.ics")
    entry = (tmp_path / "next.ics").read_text(encoding="utf-8")
    assert entry.count("BEGIN:VEVENT") == 1
    page.get_by_role("link", name="Back to the plan").click()
    page.wait_for_url(A_SCENARIO)
    assert page.get_by_text("Every change is saved at once.").is_visible()
    page.reload()
    assert page.get_by_text("Every change is saved at once.").is_visible()


@pytest.mark.covers("R16", "R11", "R12", "R21", "R25", "D25")
@pytest.mark.parametrize("scripts", [True, False])
@pytest.mark.parametrize("size", SIZES)
def test_ten_questions_to_a_saved_plan(open_page, real_base, size, scripts):
    page = open_page("/", at=real_base, java_script_enabled=scripts, viewport=SIZES[size])
    page.get_by_role("link", name="Plan my application").click()
    page.get_by_role("link", name="Planning").click()
    page.get_by_label("Specialty").select_option("Dermatology")
    answers = {
        2: [("#citizenship", "IN"), ("#residence_country", "US"), ("#residence_state", "MA"),
            ("#status", "j1_research"), ("#status_until_month", "12"), ("#status_until_year", "2027")],
        3: [("#graduation_month", "3"), ("#graduation_year", "2025"), ("#school_country", "IN")],
        4: [("#step2_ck", "252"), ("#step2_attempts", "1")],
        5: [("#onsite_months", "6"), ("#onsite_until_month", "12"), ("#onsite_until_year", "2027"), ("#papers", "3")],
        6: [("#rotations_us_elective_target", "1"), ("#rotations_us_elective_other", "1")],
        7: [("#letters_strong", "1"), ("#letters_strong_planned", "1")],
        8: [("#backup_1", "internal_medicine"), ("#willing_1", "yes"), ("#pgy1_year", "yes")],
        9: [("#budget_usd", "2500"), ("#savings_months", "7"), ("#tolerance_emotional", "3"),
            ("#tolerance_financial", "3")],
    }  # fmt: skip
    page.get_by_role("button", name="Continue").click()
    for number in range(2, 11):
        page.locator(".step-count", has_text=f"Question {number} of 10").wait_for()
        for field, value in answers.get(number, ()):
            if page.locator(f"select{field}").count():
                page.locator(field).select_option(value)
            else:
                page.locator(field).fill(value)
        page.get_by_role("button", name="Continue" if number < 10 else "Check my answers").click()
    page.get_by_text("count you as non-US citizen IMG").wait_for()
    page.get_by_label("For training, a program would have to sponsor").select_option("J-1")
    page.get_by_role("button", name="Make my plan").first.click()
    page.wait_for_url(A_DRAFT)
    assert "Dermatology" in page.locator(".kicker").inner_text()
    keep(page)


def test_answers_survive_the_back_button_a_reload_and_an_error(open_page):
    page = open_page("/questions")
    page.get_by_label("Specialty").select_option("Dermatology")
    page.get_by_role("button", name="Continue").click()
    page.get_by_label("Citizenship", exact=True).select_option("India")
    page.get_by_role("button", name="Continue").click()
    page.wait_for_url("**/3")
    page.go_back()
    assert page.get_by_label("Citizenship", exact=True).input_value() == "IN"
    page.reload()
    assert page.get_by_label("Citizenship", exact=True).input_value() == "IN"
    page.get_by_role("button", name="Continue").click()
    page.wait_for_url("**/3")
    page.get_by_label("Graduation, year").fill("25")
    page.get_by_role("button", name="Continue").click()
    page.locator(".errors:focus").wait_for()
    assert page.get_by_label("Graduation, year").input_value() == "25"
    page.get_by_label("Graduation, year").fill("2025")
    page.get_by_role("button", name="Back").click()
    page.wait_for_url("**/2")
    page.get_by_role("button", name="Leave the rest open").click()
    page.wait_for_url("**/check")
    assert page.get_by_text("Graduation: 2025").is_visible(), "what was typed before Back is kept"
    page.get_by_role("link", name="Change Step 2 CK").click()
    page.wait_for_url("**/4")


@pytest.mark.parametrize("scripts", [True, False])
def test_two_tabs_editing_one_scenario_lose_nothing(open_page, scripts):
    page = open_page("/plan/new", java_script_enabled=scripts)
    page.get_by_label("Specialty", exact=True).select_option("Dermatology")
    page.get_by_role("button", name="Make my plan").click()
    page.wait_for_url(A_DRAFT)
    path = keep(page)
    page.get_by_role("link", name="Change my answers").click()
    page.wait_for_url("**/answers")
    other = page.context.new_page()
    other.goto(page.url)
    save(other, "step2_ck", "262")
    other.wait_for_url(A_SCENARIO)
    save(page, "savings_months", "11")
    page.get_by_role("heading", name="This plan was changed in two places.").wait_for()
    assert page.get_by_text("262").is_visible()
    page.get_by_role("button", name="Keep both, mine as a copy").click()
    page.wait_for_url(A_SCENARIO)
    assert urlsplit(page.url).path != path
    page.get_by_role("link", name="Change my answers").click()
    page.locator("#savings_months").wait_for()
    assert page.locator("#savings_months").input_value() == "11"
    other.goto(other.url + "/answers")
    assert other.locator("#step2_ck").input_value() == "262"


@pytest.mark.covers("D20")
def test_a_what_if_is_copied_changed_compared_and_deleted(open_page):
    page = open_page("/")
    page.get_by_role("button", name=EXAMPLES[0]).click()
    page.wait_for_url(A_DRAFT)
    keep(page)
    page.goto(page.url.rpartition("/plan/")[0] + "/scenarios")
    count = page.locator(".saved > li").count()
    page.locator(".saved > li").first.get_by_text("Rename, copy or delete").click()
    page.get_by_label("Name of the copy").first.fill("With 262")
    page.get_by_role("button", name="Copy as what-if").first.click()
    page.wait_for_url("**/answers")
    save(page, "step2_ck", "262")
    page.wait_for_url(A_SCENARIO)
    page.get_by_text("Scenario: With 262").click()
    page.get_by_role("link", name="Compare two plans").click()
    page.get_by_role("heading", name="Two plans side by side").wait_for()
    page.get_by_role("link", name="Open With 262").click()
    page.get_by_role("link", name="Delete this plan").click()
    page.get_by_role("button", name="Delete it").click()
    page.wait_for_url("**/scenarios")
    assert page.locator(".saved > li").count() == count


def test_actions_only_hides_chances_and_is_remembered(open_page, real_base):
    page = open_page("/", at=real_base)
    page.get_by_role("button", name=EXAMPLES[0]).click()
    page.wait_for_url(A_DRAFT)
    page.get_by_role("button", name="Actions only").click()
    page.get_by_text("Chances are hidden").wait_for()
    assert page.get_by_text(re.compile(r"about \d+ in \d+")).count() == 0
    assert page.locator("svg.curve").count() == 0
    path = keep(page)
    assert page.get_by_text("Chances are hidden").is_visible()
    page.get_by_role("button", name="Actions only: on").click()
    page.locator("#chances").wait_for()
    assert urlsplit(page.url).path == path


def test_a_tie_and_a_note_change_a_saved_plan(open_page, real_base):
    page = open_page("/", at=real_base, java_script_enabled=False, viewport=SIZES["phone"])
    page.get_by_role("button", name=EXAMPLES[0]).click()
    page.wait_for_url(A_DRAFT)
    path = keep(page)
    page.goto(f"{real_base}{path}/more/policies")
    page.get_by_label("Program", exact=True).select_option(index=1)
    page.get_by_label("Takes residents on a J-1").select_option("Yes")
    page.get_by_role("button", name="Save").click()
    page.get_by_text("takes residents on a j-1: Yes").wait_for()
    page.get_by_role("button", name="Remove note 1").click()
    page.get_by_text("No note is told yet.").wait_for()


def test_a_paste_of_five_megabytes_is_refused_kindly(open_page):
    page = open_page("/plan/open")
    page.get_by_text("Or paste its text").click()
    page.get_by_label("Text of the profile").evaluate("(e, n) => { e.value = 'x'.repeat(n) }", 5_000_000)
    page.get_by_role("button", name="Make my plan").click()
    page.get_by_role("heading", name="This is too large.").wait_for()
    page.go_back()
    assert page.get_by_role("heading", name="Open a profile file").is_visible()


@pytest.mark.covers("D25")
@pytest.mark.parametrize("colours", ["light", "dark"])
@pytest.mark.parametrize("size", SIZES)
def test_axe_finds_nothing_and_nothing_overflows_on_the_way(open_page, base, size, colours):
    from axe_playwright_python.sync_playwright import Axe

    def check(name):
        page.wait_for_load_state()
        page.evaluate(OPEN_ALL)
        assert page.evaluate("document.documentElement.scrollWidth") <= SIZES[size]["width"], name
        found = Axe().run(page)
        assert found.violations_count == 0, f"{name}: {found.generate_report()}"

    page = open_page("/begin", viewport=SIZES[size], color_scheme=colours)
    check("begin")
    for stage in ("applied", "interviewing", "unmatched"):
        page.goto(f"{base}/now/{stage}")
        check(stage)
    page.goto(f"{base}/questions")
    page.get_by_label("Specialty").select_option("Dermatology")
    for number in range(1, 11):
        check(f"question {number}")
        if number == 4:
            page.locator("#step2_ck").fill("400")
            page.locator("button.primary").click()
            page.locator(".errors").wait_for()
            check("question with an error")
            page.locator("#step2_ck").fill("252")
        page.locator("button.primary").click()
        page.wait_for_url(re.compile("/check$" if number == 10 else f"/{number + 1}$"))
    check("check")
    page.locator("button.primary").click()
    page.wait_for_url(A_DRAFT)
    check("draft")
    page.get_by_role("button", name="Keep this plan", exact=True).click()
    page.wait_for_url("**/kept")
    check("kept")
    path = urlsplit(page.url).path.removesuffix("/kept")
    for address in (path, f"{path}/answers", f"{path}/more", f"{path}/more/ties", f"{path}/more/policies",
                    f"{path}/more/exams", f"{path}/more/wishes", f"{path}/delete", "/scenarios", "/scenarios/compare",
                    "/workspace", "/workspace/delete", "/plan/open"):
        page.goto(base + address)
        check(address)
    page.goto(f"{base}{path}/answers")
    other = page.context.new_page()
    other.goto(page.url)
    save(other, "savings_months", "3")
    other.wait_for_url(A_SCENARIO)
    save(page, "savings_months", "11")
    page.locator("button[value=both]").wait_for()
    check("conflict")
    page.locator("button[value=both]").click()
    page.wait_for_url(A_SCENARIO)
    page.goto(f"{base}/scenarios")
    check("saved plans")
    page.get_by_role("button", name="Compare").click()
    page.get_by_role("heading", name="Two plans side by side").wait_for()
    check("compare")


class Server:
    """`smartpick serve` in a process of its own, on a workspace of the test's."""

    def __init__(self, workspace):
        self.workspace, self.process = workspace, None

    def start(self) -> str:
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        self.process = subprocess.Popen(
            [sys.executable, "-c", "from smartpick.cli.app import main; main()", "serve", "--no-open",
             "--port", str(port), "--workspace", str(self.workspace), "--today", "2026-11-22"],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env={**os.environ, "PYTHONUNBUFFERED": "1"})
        base, deadline = f"http://127.0.0.1:{port}", time.monotonic() + 30
        while time.monotonic() < deadline:
            try:
                with urllib.request.urlopen(base + "/", timeout=5):
                    return base
            except OSError:
                time.sleep(0.1)
        raise AssertionError("the server did not start")

    def kill(self):
        if self.process is not None:
            self.process.send_signal(signal.SIGKILL)
            self.process.wait(20)


@pytest.fixture
def server(tmp_path):
    started = Server(tmp_path / "workspace.sqlite")
    yield started
    started.kill()


def kept_plan(page, base) -> str:
    page.goto(f"{base}/plan/new")
    page.get_by_label("Specialty", exact=True).select_option("Dermatology")
    page.get_by_role("button", name="Make my plan").click()
    page.wait_for_url(A_DRAFT)
    return keep(page)


@pytest.mark.parametrize("pause", [0.0, 0.02, 0.2])
def test_kill_9_in_the_middle_of_a_save_loses_at_most_the_last_change(browser, server, pause):
    base = server.start()
    page = browser.new_page()
    path = kept_plan(page, base)
    page.goto(f"{base}{path}/answers")
    save(page, "savings_months", "5")
    page.wait_for_url(A_SCENARIO)
    page.goto(f"{base}{path}/answers")
    page.locator("#savings_months").fill("6")
    page.evaluate("setTimeout(() => document.querySelector('button.primary').click(), 0)")
    time.sleep(pause)
    server.kill()
    base = server.start()
    page.goto(f"{base}{path}/answers")
    assert page.locator("#savings_months").input_value() in ("5", "6")
    save(page, "savings_months", "7")
    page.wait_for_url(A_SCENARIO)
    with closing(sqlite3.connect(server.workspace)) as db:
        assert db.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
    page.close()


def test_a_restarted_server_has_the_saved_plan_and_says_what_became_of_the_others(browser, server):
    base = server.start()
    page = browser.new_page()
    path = kept_plan(page, base)
    page.goto(f"{base}/questions")
    page.get_by_label("Specialty").select_option("Neurology")
    page.get_by_role("button", name="Continue").click()
    page.wait_for_url("**/2")
    sheet = urlsplit(page.url).path
    server.kill()
    base = server.start()
    page.goto(f"{base}{path}")
    assert page.get_by_text("Every change is saved at once.").is_visible()
    page.goto(base + sheet)
    assert page.get_by_text("These answers are no longer in memory.").is_visible()
    page.close()


def test_a_damaged_file_is_repaired_only_when_asked(browser, server):
    base = server.start()
    page = browser.new_page(viewport=SIZES["phone"])
    path = kept_plan(page, base)
    server.kill()
    with closing(sqlite3.connect(server.workspace)) as db:
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    content = bytearray(server.workspace.read_bytes())
    content[16:100] = b"\xff" * 84
    server.workspace.write_bytes(content)
    base = server.start()
    page.goto(base + "/")
    assert page.get_by_text("is damaged").is_visible()
    page.get_by_role("button", name=EXAMPLES[0]).click()
    page.wait_for_url(A_DRAFT)
    page.get_by_role("button", name="Keep this plan", exact=True).click()
    page.get_by_role("heading", name="Your saved plans cannot be read.").wait_for()
    page.get_by_role("link", name="See what can be saved").click()
    assert server.workspace.read_bytes() == bytes(content)
    page.get_by_role("button", name="Repair the workspace").click()
    page.get_by_text("The damaged file was not changed.").wait_for()
    assert bytes(content) in [p.read_bytes() for p in server.workspace.parent.iterdir()]
    assert path.startswith("/plan/")
    page.close()


def test_a_file_of_a_newer_version_is_a_sentence(browser, server):
    base = server.start()
    page = browser.new_page()
    path = kept_plan(page, base)
    server.kill()
    with closing(sqlite3.connect(server.workspace)) as db:
        db.execute(f"PRAGMA user_version = {LATEST + 1}")
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    before = server.workspace.read_bytes()
    base = server.start()
    page.goto(base + path)
    assert page.get_by_role("heading", name="Your saved plans are from a newer SmartPick.").is_visible()
    assert "Update SmartPick" in page.locator("main").inner_text()
    assert server.workspace.read_bytes() == before
    page.close()
