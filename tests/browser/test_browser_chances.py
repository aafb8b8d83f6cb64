"""From a plan to why its chances are so, on the shipped facts: by mouse, by keyboard, on a phone and in the dark."""

from __future__ import annotations

import re

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.covers("D18", "D25")]
A_PLAN = re.compile(r"/plan/[\w-]{32}$")
OPEN_ALL = "document.querySelectorAll('details').forEach(d => { d.open = true })"
PHONE = {"width": 360, "height": 740}


def to_chances(page) -> None:
    """From the start page over the dermatology example to its chances."""
    page.get_by_role("button", name="Dermatology, on a J-1").click()
    page.wait_for_url(A_PLAN)
    page.get_by_role("link", name="Why these chances").click()
    page.wait_for_url("**/chances?plan=*")


@pytest.mark.covers("R2", "R7", "R129", "D9")
@pytest.mark.parametrize("scripts", [True, False])
def test_from_a_plan_to_its_reasons_and_to_another_specialty(open_page, real_base, scripts):
    page = open_page("/", at=real_base, java_script_enabled=scripts)
    to_chances(page)
    assert page.get_by_role("heading", level=1).inner_text() == "Dermatology: the chances of this example"
    assert "if you apply" in page.locator(".lede").inner_text().lower()
    assert page.locator("#moves tbody tr").count() >= 2
    page.locator("#moves details").first.locator("summary").click()
    assert page.locator("#moves details[open]").first.get_by_text("Grade").is_visible()
    assert "above the average matched US MD senior in" in page.locator("#compared .answer").inner_text()
    page.get_by_text("The same as a table").click()
    assert page.locator("#ranks tbody tr").first.is_visible()
    page.locator("#specialty").select_option("Neurology")
    with page.expect_navigation():
        page.get_by_role("button", name="Show").click()
    assert page.get_by_role("heading", level=1).inner_text() == "Neurology: the chances of this example"
    assert page.get_by_text("Neurology is not on your plan").is_visible()
    with page.expect_navigation():
        page.get_by_role("link", name="Back to the plan").click()
    assert A_PLAN.search(page.url)


@pytest.mark.parametrize("colours", ["light", "dark"])
@pytest.mark.parametrize("size", [{"width": 1280, "height": 900}, PHONE], ids=["wide", "phone"])
def test_axe_finds_nothing_and_nothing_overflows(open_page, real_base, size, colours):
    from axe_playwright_python.sync_playwright import Axe

    page = open_page("/", at=real_base, viewport=size, color_scheme=colours)
    to_chances(page)
    page.evaluate(OPEN_ALL)
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]


def test_without_a_plan_the_page_leads_on(open_page, real_base):
    from axe_playwright_python.sync_playwright import Axe

    page = open_page("/chances", at=real_base, viewport=PHONE)
    assert page.get_by_role("heading", level=1).inner_text() == "No plan yet."
    assert Axe().run(page).violations_count == 0
    page.get_by_role("link", name="Plan my application").click()
    page.wait_for_url("**/begin")


def test_the_specialty_is_changed_by_keyboard(open_page, real_base):
    page = open_page("/", at=real_base)
    to_chances(page)
    for _ in range(30):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.id") == "specialty":
            break
    page.keyboard.type("Path")
    page.keyboard.press("Tab")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert page.get_by_role("heading", level=1).inner_text().startswith("Pathology")
