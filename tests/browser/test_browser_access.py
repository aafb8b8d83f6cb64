"""Every page for everybody: axe finds nothing, nothing overflows at 360 px or 200% zoom, targets are large enough."""

from __future__ import annotations

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.covers("D25")]
SIZES = {"wide": {"width": 1280, "height": 900}, "phone": {"width": 360, "height": 740}}
OPEN_ALL = "document.querySelectorAll('details').forEach(d => { d.open = true })"
# Targets smaller than 24 px that are not words inside a sentence, and that are shown.
SMALL_TARGETS = """() => [...document.querySelectorAll('a, button, summary, select, input:not([type=hidden])')]
  .filter(e => e.checkVisibility() && !e.classList.contains('skip'))
  .filter(e => !(e.tagName === 'A' && e.closest('p, td, dd, li:not(.rail li)') && !e.classList.contains('button')))
  .filter(e => !(e.type === 'radio' && e.closest('label').getBoundingClientRect().height >= 24))
  .map(e => [e.getBoundingClientRect().height, e.textContent.trim().slice(0, 40)])
  .filter(([height]) => height < 24)"""


@pytest.mark.parametrize("colours", ["light", "dark"])
@pytest.mark.parametrize("size", SIZES)
def test_axe_finds_nothing_on_any_page(open_page, example_path, base, size, colours):
    from axe_playwright_python.sync_playwright import Axe

    page = open_page("/", viewport=SIZES[size], color_scheme=colours)
    every_row = f"{example_path}?show=all&list=all"
    for path in ("/", "/plan/new", "/plan/open", "/about", "/plan/unknown", every_row):
        page.goto(base + path)
        page.evaluate(OPEN_ALL)
        found = Axe().run(page)
        assert found.violations_count == 0, f"{path}: {found.generate_report()}"
    page.goto(base + "/plan/new")
    with page.expect_navigation():  # until the answer's own style sheets are there
        page.get_by_role("button", name="Make my plan").click()
    found = Axe().run(page)
    assert found.violations_count == 0, f"form with errors: {found.generate_report()}"


@pytest.mark.parametrize("width", [320, 360, 640, 900, 1200, 1900])
def test_nothing_is_wider_than_the_window(open_page, example_path, base, width):
    page = open_page("/", viewport={"width": width, "height": 800})
    for path in ("/", "/plan/new", "/plan/open", "/about", example_path):
        page.goto(base + path)
        page.evaluate(OPEN_ALL)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path


@pytest.mark.parametrize("size", SIZES)
def test_targets_are_at_least_24_pixels_high(open_page, example_path, base, size):
    page = open_page("/", viewport=SIZES[size])
    for path in ("/", "/plan/new", "/plan/open", "/about", example_path):
        page.goto(base + path)
        assert page.evaluate(SMALL_TARGETS) == [], path


def test_lines_are_not_too_long(open_page, example_path):
    page = open_page(example_path, viewport={"width": 1900, "height": 900})
    widest = page.evaluate("""() => {
      const ch = document.createElement('span'); ch.textContent = '0'.repeat(70); document.body.append(ch);
      const limit = ch.getBoundingClientRect().width; ch.remove();
      return Math.max(...[...document.querySelectorAll('.plan-body p')].map(p => p.getBoundingClientRect().width))
        / limit }""")
    assert widest <= 1.0


def test_nothing_moves_when_motion_is_unwelcome(open_page):
    page = open_page("/", reduced_motion="reduce")
    assert page.evaluate("getComputedStyle(document.querySelector('.button')).transitionDuration") == "0s"


def test_paper_gets_everything_opened_and_nothing_to_click(open_page, example_path):
    page = open_page(example_path)
    page.emulate_media(media="print")
    assert not page.locator(".rail").is_visible()
    assert not page.get_by_role("button", name="Forget this plan now").is_visible()
    assert page.get_by_text("holds in 90% of cases").first.is_visible()
