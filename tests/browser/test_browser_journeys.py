"""Whole journeys in Chromium, with and without JavaScript, by mouse and by keyboard."""

from __future__ import annotations

import re
import statistics
import time
from urllib.parse import urlsplit

import pytest

pytestmark = pytest.mark.browser
BOUND_SECONDS = 0.5
A_PLAN = re.compile(r"/plan/[\w-]{32}$")


@pytest.mark.covers("R16")
@pytest.mark.parametrize("scripts", [True, False])
def test_from_the_start_page_to_an_example_and_back(open_page, scripts):
    page = open_page("/", java_script_enabled=scripts)
    page.get_by_role("button", name="Dermatology, on a J-1").click()
    page.wait_for_url(A_PLAN)
    assert page.get_by_role("heading", level=1).inner_text() == "An example plan for the 2028 Match"
    page.get_by_role("link", name="The next three steps").click()
    assert page.get_by_role("heading", name="The next three steps").is_visible()
    page.get_by_text("about 1 in 2 (52%; 41–66%; judged)", exact=True).click()
    assert page.locator("details.why[open]").get_by_text("holds in 90% of cases").is_visible()
    page.go_back()
    page.go_back()
    assert page.get_by_role("button", name="Dermatology, on a J-1").is_visible()


@pytest.mark.parametrize("scripts", [True, False])
def test_a_form_with_an_error_is_mended_and_becomes_a_plan(open_page, scripts):
    page = open_page("/", java_script_enabled=scripts)
    page.get_by_role("link", name="Plan my application").click()
    page.get_by_role("link", name="Planning").click()
    page.get_by_role("link", name="All ten on one page").click()
    page.get_by_label("Specialty", exact=True).select_option("Dermatology")
    page.get_by_label("Perhaps one year").check()
    page.get_by_label("Step 2 CK score").fill("400")
    page.get_by_label("Months so far").fill("6")
    page.get_by_role("button", name="Make my plan").click()
    summary = page.get_by_role("group", name="One answer needs another look")
    summary.wait_for()
    summary.get_by_role("link").click()
    assert urlsplit(page.url).fragment == "step2_ck"
    assert page.get_by_label("Step 2 CK score").input_value() == "400"
    assert page.get_by_label("Months so far").input_value() == "6"
    assert page.get_by_label("Perhaps one year").is_checked()
    page.get_by_label("Step 2 CK score").fill("252")
    page.get_by_role("button", name="Make my plan").click()
    page.wait_for_url(A_PLAN)
    assert page.get_by_role("heading", level=1).is_visible()


@pytest.mark.covers("D25")
def test_the_whole_way_by_keyboard(open_page):
    page = open_page("/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Go to the content"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Plan my application"
    page.keyboard.press("Enter")
    page.wait_for_url("**/begin")
    press(page, "Planning")
    page.wait_for_url("**/questions")
    reach(page, "specialty")
    page.keyboard.type("Derm")
    press(page, "Continue")
    for number in range(2, 11):
        page.wait_for_url(f"**/{number}")
        if number == 4:
            reach(page, "step2_ck")
            page.keyboard.type("252")
            page.keyboard.press("Enter")  # the first button is the one to go on with
        else:
            press(page, "Continue" if number < 10 else "Check my answers")
    page.wait_for_url("**/check")
    press(page, "Make my plan")
    page.wait_for_url(A_PLAN)
    press(page, "Keep this plan")
    page.wait_for_url("**/kept")
    press(page, "Back to the plan")
    page.wait_for_url(re.compile(r"/plan/[\w-]{24}$"))
    reach_text(page, "why")
    page.keyboard.press("Enter")
    assert page.locator("details.why[open]").count() == 1


def test_errors_take_the_focus_without_a_script(open_page):
    page = open_page("/plan/new")
    page.get_by_role("button", name="Make my plan").click()
    page.locator(".errors:focus").wait_for(timeout=5000)


def test_the_list_is_filtered_by_an_address_without_a_person_in_it(open_page, example_path):
    page = open_page(example_path, java_script_enabled=False)
    page.get_by_label("List", exact=True).select_option("Parallel list: Internal Medicine")
    page.get_by_role("button", name="Show").click()
    page.wait_for_url("**list=backup**")
    assert page.locator(".programs tbody tr").count() == 3


def test_a_profile_is_downloaded_and_another_opened(open_page, example_path, tmp_path):
    page = open_page(example_path)
    with page.expect_download() as waiting:
        page.get_by_role("link", name="Profile, to go on from").click()
    saved = tmp_path / "me.yaml"
    waiting.value.save_as(saved)
    assert "targets:" in saved.read_text(encoding="utf-8")
    saved.write_text("targets: [neurology]\n", encoding="utf-8")
    page.get_by_role("link", name="New plan").click()
    page.get_by_role("link", name="Open it.").click()
    page.get_by_label("Profile file").set_input_files(saved)
    page.get_by_role("button", name="Make my plan").click()
    page.wait_for_url(A_PLAN)


def test_a_file_of_ten_megabytes_is_refused_on_a_page(open_page, tmp_path):
    large = tmp_path / "large.yaml"
    large.write_bytes(b"# " + b"x" * 10_000_000)
    page = open_page("/plan/open")
    page.get_by_label("Profile file").set_input_files(large)
    page.get_by_role("button", name="Make my plan").click()
    assert page.get_by_role("heading", name="This is too large.").is_visible()


@pytest.mark.covers("D19")
def test_a_forgotten_plan_is_gone(open_page, example_path, base):
    page = open_page(example_path)
    page.get_by_role("button", name="Forget this plan now").click()
    assert page.get_by_role("heading", name="The plan is forgotten.").is_visible()
    page.goto(base + example_path)
    assert page.get_by_role("heading", name="This plan is gone.").is_visible()


def test_the_curve_of_a_real_plan_is_there_quickly(open_page, real_base):
    page = open_page("/", at=real_base)
    page.get_by_role("button", name="Dermatology, on a J-1").click()
    page.wait_for_url(A_PLAN)
    times = []
    for _ in range(5):
        begin = time.perf_counter()
        page.goto(page.url, wait_until="commit")
        page.wait_for_selector(".wide-picture svg.curve", state="visible")
        times.append(time.perf_counter() - begin)
    assert statistics.median(times) < 3 * BOUND_SECONDS, times


@pytest.mark.parametrize(("button", "first"), [
    ("Dermatology, on a J-1", "Can you train in the US on this plan?"),
    ("Orthopaedic Surgery, a second time", "What to do with the season"),
    ("Internal Medicine and Family Medicine", "What to do with the season"),
    ("Neurological Surgery, from abroad", "Can you train in the US on this plan?"),
])  # fmt: skip
def test_every_example_on_the_shipped_facts_fits_a_phone(open_page, real_base, button, first):
    from axe_playwright_python.sync_playwright import Axe

    page = open_page("/", at=real_base, viewport={"width": 360, "height": 740})
    page.get_by_role("button", name=button).click()
    page.wait_for_url(A_PLAN)
    assert page.get_by_role("heading", level=2).first.inner_text() == first
    page.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true })")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()


@pytest.mark.covers("D25")
def test_first_load_is_small(open_page, base):
    page = open_page("/")
    sizes = page.evaluate("performance.getEntriesByType('resource').map(e => e.encodedBodySize)")
    assert sum(sizes) + len(page.content()) < 300_000


def press(page, words):
    """Press Tab until what bears these words has the focus, then Enter."""
    for _ in range(80):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.textContent").strip().startswith(words):
            page.keyboard.press("Enter")
            return
    raise AssertionError(f"“{words}” cannot be reached by keyboard")


def reach(page, name):
    """Press Tab until the field of this name has the focus."""
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.id") == name:
            return
    raise AssertionError(f"{name} cannot be reached by keyboard")


def reach_text(page, class_name):
    """Press Tab until the summary of a number has the focus."""
    for _ in range(120):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.parentElement.className") == class_name:
            return
    raise AssertionError(f"no {class_name} can be reached by keyboard")
