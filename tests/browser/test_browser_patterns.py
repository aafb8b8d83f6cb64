"""Patterns and Help for everybody: axe finds nothing in light and dark, wide and at 360 px; terms open by keyboard."""

from __future__ import annotations

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.covers("D25")]
SIZES = {"wide": {"width": 1280, "height": 900}, "phone": {"width": 360, "height": 740}}
OPEN_ALL = "document.querySelectorAll('details').forEach(d => { d.open = true })"
HELP = ("/help", "/help?q=signal", "/help/explanation/chances", "/help/reference/commands", "/help/glossary",
        "/help/reference/parameters")


@pytest.mark.parametrize("colours", ["light", "dark"])
@pytest.mark.parametrize("size", SIZES)
def test_axe_finds_nothing_in_any_pattern(open_page, size, colours):
    from axe_playwright_python.sync_playwright import Axe

    page = open_page("/patterns", viewport=SIZES[size], color_scheme=colours)
    page.evaluate(OPEN_ALL)
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth") <= SIZES[size]["width"]


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_fixed_theme_is_as_good_as_the_systems(open_page, theme):
    from axe_playwright_python.sync_playwright import Axe

    other = "dark" if theme == "light" else "light"
    page = open_page(f"/patterns?theme={theme}", color_scheme=other)
    dark = page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(18, 22, 28)"
    assert dark is (theme == "dark")
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()


@pytest.mark.parametrize("colours", ["light", "dark"])
@pytest.mark.parametrize("size", SIZES)
def test_axe_finds_nothing_in_help(open_page, base, size, colours):
    from axe_playwright_python.sync_playwright import Axe

    page = open_page("/help", viewport=SIZES[size], color_scheme=colours)
    for path in HELP:
        page.goto(base + path)
        page.evaluate(OPEN_ALL)
        found = Axe().run(page)
        assert found.violations_count == 0, f"{path}: {found.generate_report()}"
        assert page.evaluate("document.documentElement.scrollWidth") <= SIZES[size]["width"], path


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("scripts", [True, False])
def test_a_term_opens_in_place_by_keyboard_and_closes_again(open_page, size, scripts):
    page = open_page("/patterns", viewport=SIZES[size], java_script_enabled=scripts)
    term = page.locator("#pattern-term .term").first
    card = page.locator("#pattern-term .term-card").first
    assert not card.is_visible()
    term.focus()
    page.keyboard.press("Enter")
    card.wait_for(state="visible")
    box = card.bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= SIZES[size]["width"]
    page.keyboard.press("Escape")
    card.wait_for(state="hidden")
    term.click()
    card.wait_for(state="visible")
    card.get_by_role("link", name="In the glossary").click()
    page.wait_for_url("**/help/glossary#*")


def test_an_open_term_passes_axe(open_page):
    from axe_playwright_python.sync_playwright import Axe

    page = open_page("/patterns")
    page.locator("#pattern-term .term").first.click()
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()


def test_help_is_searched_without_a_script(open_page):
    page = open_page("/help", java_script_enabled=False)
    page.get_by_label("Search Help").fill("openness")
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Openness", exact=True).click()
    page.wait_for_url("**/help/glossary#openness")


def test_columns_hide_and_rows_close_up_without_a_script(open_page):
    page = open_page("/patterns", java_script_enabled=False)
    listing = page.locator("#pattern-table .listing")
    head = listing.get_by_role("columnheader", name="Visa", exact=True)
    assert head.is_visible()
    before = listing.locator("tbody tr").first.bounding_box()["height"]
    listing.get_by_text("Columns and density").click()
    listing.get_by_label("Visa").uncheck()
    assert not head.is_visible()
    listing.get_by_label("Close rows").check()
    assert listing.locator("tbody tr").first.bounding_box()["height"] < before


def test_the_head_of_a_long_table_stays_in_sight(open_page, example_path, base):
    page = open_page("/", viewport={"width": 1280, "height": 400})
    page.goto(f"{base}{example_path}?show=all&list=all")
    rows = page.locator(".programs tbody tr")
    rows.nth(rows.count() - 1).scroll_into_view_if_needed()
    assert page.locator(".programs thead th").first.bounding_box()["y"] >= 0


def test_the_rail_shows_where_one_is(open_page, example_path):
    page = open_page(example_path)
    marked = "[...document.querySelectorAll('.rail a')].filter(a => a.matches(':target-current')).map(a => a.hash)"
    page.locator("#costs").scroll_into_view_if_needed()
    page.locator(".rail a[href='#costs']").click()
    page.wait_for_function(f"({marked}).includes('#costs')")
    assert page.locator(".rail").bounding_box()["y"] >= 0


@pytest.mark.parametrize("path", ["/patterns", "/help/reference/parameters"])
def test_two_hundred_percent_zoom_is_a_window_of_half_the_width(open_page, path):
    page = open_page(path, viewport={"width": 640, "height": 450}, device_scale_factor=2)
    page.evaluate(OPEN_ALL)
    assert page.evaluate("document.documentElement.scrollWidth") <= 640


def test_paper_is_light_opened_and_without_what_can_only_be_clicked(open_page, example_path):
    page = open_page(example_path, color_scheme="dark")
    page.emulate_media(media="print", color_scheme="dark")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    for hidden in (".rail", ".filters", ".chooser", ".site-head nav"):
        assert not page.locator(hidden).first.is_visible(), hidden
    assert page.locator("#gate .term").first.is_visible()
    assert page.locator("#sources .year-list").is_visible()
