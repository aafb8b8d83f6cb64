"""Terms of the glossary open in place: once a page, never inside links, headings or code, and as words only."""

from __future__ import annotations

import re

import pytest
from markupsafe import Markup

from smartpick.web.glossary import QUIET, explain_terms, glossary, one_page

OPENED = re.compile(r'<button type="button" class="term" popovertarget="(term-[^"]+)">([^<]+)</button>')


def opened(text: object) -> list[str]:
    return [words for _, words in OPENED.findall(explain_terms(text))]


def test_the_first_use_of_a_term_opens_its_definition():
    html = explain_terms("SOAP comes after the Match. SOAP again.")
    assert OPENED.findall(html) == [("term-soap", "SOAP")]
    assert '<span popover id="term-soap" class="term-card"><b>SOAP</b> Supplemental Offer' in html
    assert 'href="/help/glossary#soap"' in html


@pytest.mark.parametrize(("text", "words"), [
    ("an observership and two Observerships", ["observership"]),
    ("Non-US citizen IMGs need a J-1 or an H-1B", ["IMGs", "J-1", "H-1B"]),
    ("a contiguous rank and contiguous ranks", ["contiguous ranks"]),
    ("SOAPY, ERASE, J-15, lors, usce, non-IMG", []),
    ("(212(e))", ["212(e)"]),
    ("a certified rank order list", ["certified rank order list"]),
])  # fmt: skip
def test_terms_are_whole_words_in_their_own_spelling(text, words):
    assert opened(text) == words


@pytest.mark.parametrize("html", [
    '<a href="/x">SOAP</a>', "<h2>SOAP</h2>", "<h3 id='x'>The SOAP</h3>", "<code>SOAP</code>",
    "<pre><code>SOAP</code></pre>",
    "<summary>SOAP</summary>", "<button>SOAP</button>", '<a href="/x"><b>SOAP</b></a>', "<label>SOAP</label>",
    '<span title="SOAP">x</span>',
])  # fmt: skip
def test_links_headings_code_and_buttons_stay_as_they_are(html):
    assert str(explain_terms(Markup(html))) == html
    assert opened(Markup(html + "<p>SOAP</p>")) == ["SOAP"]


def test_text_is_text():
    html = str(explain_terms("<script>SOAP</script> & <i>ERAS</i>"))
    assert "<script>" not in html
    assert "<i>" not in html
    assert "&amp;" in html


def test_once_a_page_and_again_on_the_next():
    with one_page():
        assert opened("SOAP") == ["SOAP"]
        assert opened("SOAP and ERAS") == ["ERAS"]
    with one_page():
        assert opened("SOAP") == ["SOAP"]


def test_quiet_words_are_entries_of_the_glossary():
    assert set(glossary()) >= QUIET
    holding_another = {"No IMG record, no visa", "Primary rank order list"}
    assert {words for words in QUIET if opened(words)} == holding_another


def test_every_other_entry_can_be_opened():
    for words, term in glossary().items():
        if words not in QUIET:
            assert f'popovertarget="term-{term.anchor}"' in explain_terms(f"About {words} here."), words


def test_plan_and_help_explain_terms_once(client, plan_address):
    for path in (plan_address, "/help/explanation/program-list", "/help/tutorial/first-plan"):
        text = client.get(path).text
        cards = re.findall(r'<span popover id="([^"]+)"', text)
        assert cards, path
        assert len(cards) == len(set(cards)), path
        assert re.findall(r'popovertarget="([^"]+)"', text) == cards, path
        headings = "".join(re.findall(r"<h[1-3].*?</h[1-3]>", text, re.DOTALL))
        assert "popovertarget" not in headings, path


def test_the_glossary_does_not_explain_itself(client):
    text = client.get("/help/glossary").text
    assert "popovertarget" not in text
    for term in glossary().values():
        assert f'id="{term.anchor}"' in text
