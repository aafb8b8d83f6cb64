"""The page "Openness of a program": estimates said as estimates, evidence as evidence, sister programs beside it."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from html import unescape

import pytest

from smartpick.domain.applicant import PolicyNote
from smartpick.facts.directory import directory

pytestmark = pytest.mark.covers("R72", "R77", "R78", "R87", "D18")
PROGRAM = "P1401100894"  # Internal Medicine of an institution with several programs


def words_of(response) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", response.text)).split())


@pytest.fixture
def with_notes(drafts):
    """Put policy notes into the profile behind a plan."""
    def give(address: str, *notes: PolicyNote) -> str:
        plan_id = address.rpartition("/")[2]
        draft = drafts.find(plan_id)
        drafts.change(plan_id, draft.plan, replace(draft.profile, policies=notes))
        return plan_id

    return give


def test_without_evidence_everything_is_an_estimate_with_a_range(client):
    page = client.get(f"/openness?program={PROGRAM}")
    text = words_of(page)
    assert page.status_code == 200
    assert "The chance that it sponsors the J-1 is about" in text
    assert "an estimate from public figures" in text
    assert page.text.count(">estimate</td>") == 5
    assert ">evidence</td>" not in page.text
    assert "page of its residents" in text
    for part in ("Sponsors the H-1B", "Residents who are non-US IMGs", "How it is worked out", "Sources of this page"):
        assert part in text


def test_sister_programs_stand_beside_it_with_their_sites(client):
    institution = directory().program(PROGRAM).institution_id
    text = client.get(f"/openness?program={PROGRAM}").text
    for sister in directory().institution_programs(institution):
        if sister.program_id != PROGRAM:
            assert f"program={sister.program_id}" in text
    assert "Internal Medicine (Cape Coral)" in text
    assert "Internal Medicine (Tallahassee), Florida State University COM" in text


def test_evidence_is_named_as_such_with_its_kind_and_day(client, plan_address, with_notes):
    plan = with_notes(plan_address, PolicyNote(PROGRAM, sponsors_j1=True, checked=date(2026, 10, 3),
                                               source_kind="website"))
    text = words_of(client.get(f"/openness?plan={plan}&program={PROGRAM}"))
    assert "it rests on what you found out yourself" in text
    assert "J-1: yes" in text
    assert "website, 3 Oct 2026" in text


def test_evidence_on_a_sister_moves_the_estimate_and_is_said(client, plan_address, with_notes):
    sister = next(p.program_id for p in directory().institution_programs(directory().program(PROGRAM).institution_id)
                  if p.program_id != PROGRAM)
    before = client.get(f"/openness?program={PROGRAM}").text
    plan = with_notes(plan_address, PolicyNote(sister, sponsors_j1=False, checked=date(2026, 10, 3)))
    page = client.get(f"/openness?plan={plan}&program={PROGRAM}")
    assert "moved by what you know of its institution" in words_of(page)
    assert "You have evidence on 1 other program of it." in words_of(page)
    assert chance(page.text) < chance(before)


def chance(text: str) -> float:
    """The J-1 chance in the page's first sentence, in percent."""
    found = re.search(r'class="lede">[^(]*\((\d+)%', text)
    assert found, text[:2000]
    return float(found[1])


def test_a_note_without_a_day_counts_as_old(client, plan_address, with_notes):
    plan = with_notes(plan_address, PolicyNote(PROGRAM, sponsors_j1=True))
    assert "no day given · counts as old" in words_of(client.get(f"/openness?plan={plan}&program={PROGRAM}"))


def test_an_unknown_program_gets_a_sentence(client):
    page = client.get("/openness?program=P0000000000")
    assert page.status_code == 404
    assert "Traceback" not in page.text


def test_without_a_program_the_page_leads_on(client):
    assert "Which program?" in client.get("/openness").text
