"""The page "What to check first": the ranked list, the e-mail to copy, and what stands there where there is nothing."""

from __future__ import annotations

import re
import sys
from html import unescape
from types import ModuleType

import pytest

from sample_check import sample_to_check
from smartpick.domain.to_check import ToCheck
from smartpick.web.pages import check_first

pytestmark = pytest.mark.covers("R72", "R75")


@pytest.fixture
def asked(monkeypatch):
    """Let the use case answer with an invented list, and remember what it was asked."""
    calls = []
    check_first._to_check.cache_clear()

    def give(found: ToCheck):
        def what_to_check(profile, *, today):
            calls.append((profile, today))
            return found

        module = ModuleType("smartpick.usecases.check_first")
        module.what_to_check = what_to_check
        monkeypatch.setitem(sys.modules, "smartpick.usecases.check_first", module)
        check_first._to_check.cache_clear()
        return calls

    give(sample_to_check())
    give.calls = calls
    yield give
    check_first._to_check.cache_clear()


@pytest.fixture
def address(plan_address):
    return f"/check-first?plan={plan_address.rpartition('/')[2]}"


def words_of(response) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", response.text)).split())


def test_the_first_sentence_says_whom_to_look_up_and_what_it_is_worth(asked, client, address):
    page = client.get(address)
    assert page.status_code == 200
    text = words_of(page)
    assert "Look up Example Hospital A first: the answer is worth about 0.4 points of chance, an estimate." in text
    assert "0.4 points (0.1–0.6)" in text
    assert "less than 0.1 points" in text


def test_every_institution_has_its_email_its_website_and_its_programs(asked, client, address):
    text = client.get(address).text
    for check in sample_to_check().checks:
        assert check.subject in unescape(text)
        assert check.message.splitlines()[0] in unescape(text)
        assert all(f"program={p}" in text for p in check.programs)
        assert f'/more/policies?program={check.programs[0]}"' in text
    assert text.count("[your name]") == 2
    assert 'href="https://example.org/a"' in text
    assert 'rel="noreferrer"' in text
    assert "Its website is not in the directory" in text


def test_the_list_is_made_once_for_a_profile(asked, client, address):
    client.get(address)
    client.get(address)
    assert len(asked.calls) == 1


def test_chances_that_are_hidden_stay_hidden(asked, client, address, post):
    plan = address.rpartition("=")[2]
    post(f"/plan/{plan}/chances", {"hide": "yes"})
    text = words_of(client.get(address))
    assert "points" not in text.partition("How to read this")[0]
    assert "Look up Example Hospital A first." in text


def test_where_there_is_nothing_the_page_says_why(asked, client, address):
    asked(ToCheck((), ("You need no visa, so there is nothing to check.",), 2028))
    page = client.get(address)
    assert "You need no visa, so there is nothing to check." in page.text
    assert "<table" not in page.text


def test_a_website_that_is_no_address_is_no_link(asked, client, address):
    from dataclasses import replace

    found = sample_to_check()
    bad = replace(found.checks[0], website="javascript:alert(1)")
    asked(replace(found, checks=(bad,)))
    assert "javascript:" not in client.get(address).text


def test_without_a_plan_the_page_leads_on(asked, client):
    assert "No plan yet." in client.get("/check-first").text


def test_the_plan_leads_to_it(client, plan_address):
    text = client.get(plan_address).text
    plan = plan_address.rpartition("/")[2]
    assert f'href="/check-first?plan={plan}"' in text
    assert f"/openness?plan={plan}&amp;program=" in text
