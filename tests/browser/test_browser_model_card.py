"""From About to the model card: read without JavaScript, on a phone and on a desk, light and dark."""

from __future__ import annotations

import re

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.covers("D25")]
SIZES = {"wide": {"width": 1280, "height": 900}, "phone": {"width": 360, "height": 740}}


def test_somebody_who_doubts_the_numbers_finds_how_they_were_checked(open_page):
    page = open_page("/about", java_script_enabled=False)
    page.get_by_role("link", name="model card").click()
    page.wait_for_url(re.compile(r"/model-card$"))
    assert page.get_by_role("heading", level=1, name="Model card").is_visible()
    page.get_by_role("navigation", name="Help").get_by_role("link", name="Known failures").click()
    assert page.url.endswith("#known-failures")
    assert page.get_by_role("heading", name="Known failures").is_visible()
    assert page.get_by_role("cell", name="Anesthesiology: mean ranks, matched and not").is_visible()


@pytest.mark.parametrize("colours", ["light", "dark"])
@pytest.mark.parametrize("size", SIZES)
def test_axe_finds_nothing_and_nothing_is_wider_than_the_window(open_page, size, colours):
    from axe_playwright_python.sync_playwright import Axe

    page = open_page("/model-card", viewport=SIZES[size], color_scheme=colours)
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth") <= SIZES[size]["width"]
