"""From a plan to what to check first and to one program's openness, on the shipped facts: no script, phone, dark."""

from __future__ import annotations

import re

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.covers("R72", "R75", "D25")]
A_PLAN = re.compile(r"/plan/[\w-]{32}$")
OPEN_ALL = "document.querySelectorAll('details').forEach(d => { d.open = true })"
SIZES = [{"width": 1280, "height": 900}, {"width": 360, "height": 740}]


def to_checks(page) -> None:
    """From the start page over the dermatology example to what to check first."""
    page.get_by_role("button", name="Dermatology, on a J-1").click()
    page.wait_for_url(A_PLAN)
    with page.expect_navigation():
        page.locator("#list").get_by_role("link", name="What to check first").click()


@pytest.mark.parametrize("scripts", [True, False])
def test_from_a_plan_to_the_email_and_back_with_an_answer(open_page, real_base, scripts):
    page = open_page("/", at=real_base, java_script_enabled=scripts)
    to_checks(page)
    assert page.get_by_role("heading", level=1).inner_text() == "What to check first"
    assert 1 <= page.locator(".checks tbody tr").count() <= 10
    first = page.locator("#check-1")
    first.get_by_text("The e-mail, to copy").click()
    letter = first.locator(".letter").inner_text()
    assert "ECFMG (Intealth)" in letter
    assert letter.count("[your name]") == 1
    assert first.locator(".copy").first.is_visible()
    with page.expect_navigation():
        first.get_by_role("link", name="Note an answer").click()
    assert page.get_by_role("heading", level=1).inner_text() == "What you found out about programs"
    assert page.locator("#program").input_value()


def test_from_a_check_to_the_openness_of_a_program_and_its_sister(open_page, real_base):
    page = open_page("/", at=real_base)
    to_checks(page)
    with page.expect_navigation():
        page.locator("#check-1 a[href*='/openness']").first.click()
    assert "The chance that it sponsors the J-1" in page.locator(".lede").inner_text()
    assert page.locator(".outcomes svg.bar").count() == 5
    before = page.get_by_role("heading", level=1).inner_text()
    page.evaluate(OPEN_ALL)
    sister = page.locator("table a[href*='/openness']").first
    if sister.count():
        with page.expect_navigation():
            sister.click()
        assert page.get_by_role("heading", level=1).inner_text() != before
    with page.expect_navigation():
        page.get_by_role("link", name="What to check first").click()
    with page.expect_navigation():
        page.get_by_role("link", name="Back to the plan").click()
    assert "/plan/" in page.url


@pytest.mark.parametrize("colours", ["light", "dark"])
@pytest.mark.parametrize("size", SIZES, ids=["wide", "phone"])
def test_axe_finds_nothing_and_nothing_overflows(open_page, real_base, size, colours):
    from axe_playwright_python.sync_playwright import Axe

    page = open_page("/", at=real_base, viewport=size, color_scheme=colours)
    to_checks(page)
    openness = page.locator("#check-1 a[href*='/openness']").first.get_attribute("href")
    for path in (None, openness):
        if path:
            page.goto(real_base + path)
        page.evaluate(OPEN_ALL)
        found = Axe().run(page)
        assert found.violations_count == 0, f"{path}: {found.generate_report()}"
        assert page.evaluate("document.documentElement.scrollWidth") <= size["width"], path


def test_the_list_of_a_plan_leads_to_the_openness_of_a_program(open_page, real_base):
    page = open_page("/", at=real_base)
    page.get_by_role("button", name="Dermatology, on a J-1").click()
    page.wait_for_url(A_PLAN)
    page.locator(".programs tbody tr").first.locator("td[data-label='Seats taken'] summary").click()
    with page.expect_navigation():
        page.get_by_role("link", name="Openness of this program").first.click()
    assert page.get_by_role("heading", name="Other programs of the institution").is_visible()
