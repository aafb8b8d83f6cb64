"""Help: every document is a page of the app, can be found by its words, and leads nowhere outside."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from smartpick.web.handbook import Document, handbook
from smartpick.web.handbook_page import anchor, help_page
from smartpick.web.handbook_search import search, wanted

ROOT = Path(__file__).parents[2]
NAMES = list(handbook())
HREF = re.compile(r'href="([^"]+)"')


def document(text: str, name: str = "how-to/invented") -> Document:
    return Document(name, "Invented", "Do", text, f"docs/{name}.md")


def test_every_document_of_the_clone_is_in_help():
    folders = ("tutorial", "how-to", "explanation", "reference", "decisions")
    files = {f"{p.parent.name}/{p.stem}" for f in folders for p in (ROOT / "docs" / f).glob("*.md")}
    assert set(NAMES) == files | {"glossary", "third-party"}


@pytest.mark.parametrize("name", NAMES)
def test_a_document_is_a_page(client, name):
    answer = client.get(f"/help/{name}")
    assert answer.status_code == 200
    assert answer.text.count("<h1") == 1
    assert f"<title>{handbook()[name].title} · Help" in unescape(answer.text)
    tags = "".join(re.findall(r"<[^>]+>", answer.text))
    for forbidden in ("<script", " style=", "javascript:", " on", "<img", "<iframe"):
        assert forbidden not in tags


@pytest.mark.parametrize("name", NAMES)
def test_links_and_anchors_of_help_lead_somewhere(client, name):
    pages: dict[str, str] = {}

    def text(path: str) -> str:
        if path not in pages:
            answer = client.get(path)
            assert answer.status_code == 200, (name, path)
            pages[path] = answer.text
        return pages[path]

    here = f"/help/{name}"
    for href in HREF.findall(text(here)):
        path, _, fragment = unescape(href).partition("#")
        if path.startswith(("https://", "/static")):
            continue
        target = text(path or here)
        if fragment:
            assert f'id="{fragment}"' in target, (name, href)


@pytest.mark.parametrize("path", [
    "/help/../app.py", "/help/..%2f..%2fpyproject.toml", "/help/%2e%2e/README", "/help//etc/passwd", "/help/how-to/",
    "/help/how-to/%2e%2e%2freference/commands", "/help/reference/requirements.yaml",
    "/help/README", "/help/glossary.md",
    "/help/GLOSSARY", "/help/how-to%5c..%5cx", "/help/%00",
])  # fmt: skip
def test_nothing_but_the_known_pages_is_served(client, path):
    answer = client.get(path)
    assert answer.status_code == 404
    assert "<h1>" in answer.text


def test_the_contents_name_every_page(client):
    text = client.get("/help").text
    for name in NAMES:
        assert f'href="/help/{name}"' in text


@pytest.mark.parametrize(("typed", "first"), [
    ("openness", "/help/glossary#openness"),
    ("home-country requirement", "/help/glossary#home-country-requirement"),
    ("ÓPENNESS", "/help/glossary#openness"),
    ("four outcomes", "/help/explanation/chances#four-outcomes-never-merged"),
])  # fmt: skip
def test_a_word_is_found_where_it_is_explained(client, typed, first):
    answer = client.get("/help", params={"q": typed})
    assert answer.status_code == 200
    found = re.search(r'<ol class="found"><li><a href="([^"]+)"', answer.text)
    assert found
    assert unescape(found[1]) == first
    assert "<mark>" in answer.text


def test_every_word_has_to_stand_there():
    both = search(handbook().values(), "openness share")
    assert both
    for hit in both:
        page = help_page(handbook()[hit.href.split("#")[0].removeprefix("/help/")])
        where = hit.href.partition("#")[2]
        passage = next(p for p in page.passages if p.anchor == where)
        text = f"{page.document.title} {passage.heading} {passage.text}".lower()
        assert "openness" in text
        assert "share" in text


def test_what_is_not_there_says_what_to_do(client):
    answer = client.get("/help", params={"q": "xylophone"})
    assert answer.status_code == 200
    assert "Try one word" in answer.text


def test_what_is_typed_is_shown_as_words(client):
    typed = '"><script>alert(1)</script>'
    text = client.get("/help", params={"q": typed}).text
    assert "<script" not in text
    assert typed in unescape(text)


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=200))
def test_whatever_is_searched_has_an_answer(typed):
    for hit in search(handbook().values(), typed):
        assert hit.href.startswith("/help/")
        plain = unescape(re.sub(r"</?mark>", "", str(hit.snippet))).strip("… ")
        page = help_page(handbook()[hit.href.split("#")[0].removeprefix("/help/")])
        assert any(plain in passage.text for passage in page.passages)
    assert len(wanted(typed)) <= 8


@pytest.mark.parametrize(("written", "shown"), [
    ("<script>alert(1)</script>", "&lt;script&gt;"),
    ("<b onclick='x()'>bold</b>", "&lt;b onclick"),
    ("[x](javascript:alert(1))", "javascript:alert(1)"),
    ("[x](data:text/html,hello)", "[x](data:text/html,hello)"),
    ("![x](https://example.invalid/a.png)", "!<a href"),
    ("[x](../../../etc/passwd)", "<span>x</span>"),
    ("[x](//example.invalid)", "<span>x</span>"),
    ("[x](http://example.invalid)", "<span>x</span>"),
    ("a | b\n--- | ---\n1<br>2 | <br>", "1<br />\n2"),
])  # fmt: skip
def test_a_document_cannot_bring_its_own_html(written, shown):
    html = str(help_page(document(f"# Invented\n\n{written}\n")).html)
    assert shown in html
    for forbidden in ("<script", "<b ", "<img", 'href="javascript', 'href="data', 'href="//', 'href="http:'):
        assert forbidden not in html


def test_links_between_documents_stay_in_the_app():
    written = "[a](../explanation/chances.md#reality-first) [b](../../GLOSSARY.md#soap) [c](../README.md)"
    html = str(help_page(document(written)).html)
    assert HREF.findall(html) == ["/help/explanation/chances#reality-first", "/help/glossary#soap", "/help"]


def test_headings_of_the_same_words_have_anchors_of_their_own():
    html = str(help_page(document("# One\n\n## Two (2)\n\n## Two (2)\n")).html)
    assert re.findall(r' id="([^"]+)"', html) == ["one", "two-2", "two-2-2"]
    assert anchor("SmartPick's season, `x`") == "smartpicks-season-x"
