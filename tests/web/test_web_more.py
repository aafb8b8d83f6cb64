"""More about you: every section made from the profile's schema, each usable alone, nothing else lost."""

from __future__ import annotations

from dataclasses import fields, replace
from html import unescape
from pathlib import Path

import pytest

from smartpick.domain.applicant import Profile, TieKind
from smartpick.domain.none_so_far import said_none
from smartpick.exchange.profile import read_profile
from smartpick.facts.directory import directory
from smartpick.web.pages.more import changed, told
from smartpick.web.sections import section, sections, typed_of

ROOT = Path(__file__).parents[2]
EXAMPLES = ("derm_j1", "ortho_reapplicant", "im_dual", "neurosurgery_student")
FORM = {"specialty": "dermatology", "step2_ck": "252", "backup_1": "internal_medicine", "willing_1": "yes"}


def example(name: str) -> Profile:
    return read_profile(ROOT / "examples" / f"{name}.yaml")


def test_the_sections_are_the_parts_of_a_profile():
    asked = {"targets", "applicant_type", "season", "label", "is_example", "schema_version",
             "backup_declined_in_writing", "pgy1_year", "none_of"}  # fmt: skip
    assert {s.name for s in sections()} == {f.name for f in fields(Profile)} - asked


@pytest.mark.parametrize("name", EXAMPLES)
@pytest.mark.parametrize("section", sections(), ids=lambda s: s.name)
def test_what_a_section_shows_is_read_back_unchanged(name, section):
    profile = example(name)
    data = told(profile, section)
    for at, one in enumerate(data if section.many else [data], 1):
        again = changed(profile, section, at if section.many else 0, typed_of(section.fields, one))
        assert getattr(again, section.name) == getattr(profile, section.name)


@pytest.fixture
def plan(post) -> str:
    return post("/plan/new", FORM).headers["location"]


@pytest.mark.parametrize("section", sections(), ids=lambda s: s.name)
def test_every_section_has_its_page(client, plan, section):
    answer = client.get(f"{plan}/more/{section.name}")
    assert answer.status_code == 200
    assert section.title in unescape(answer.text)
    assert f'href="{plan}/more/{section.name}"' in client.get(f"{plan}/more").text


@pytest.mark.covers("R84")
def test_a_tie_is_added_changed_and_removed(client, post, plan, planner):
    program = example("ortho_reapplicant").ties[0].program
    first = {"kind": "champion", "program": program, "will_call": "yes", "who": "A", "revision": "0"}
    assert post(f"{plan}/more/ties", first).headers["location"] == f"{plan}/more/ties"
    tie = planner.profiles[-1].ties[0]
    assert (tie.kind, tie.program, tie.will_call) == (TieKind.CHAMPION, program, True)
    assert planner.profiles[-1].exams.step2_ck.score == 252
    assert "A champion" in client.get(f"{plan}/more/ties").text
    assert 'value="A"' in client.get(f"{plan}/more/ties/1").text
    post(f"{plan}/more/ties/1", {**first, "kind": "mentor", "revision": "0"})
    assert [t.kind for t in planner.profiles[-1].ties] == [TieKind.MENTOR]
    post(f"{plan}/more/ties/1", {"go": "remove", "revision": "0"})
    assert planner.profiles[-1].ties == ()


def test_programs_of_the_plan_can_be_chosen(client, plan):
    text = client.get(f"{plan}/more/policies").text
    assert '<optgroup label="Dermatology">' in text
    assert '<optgroup label="Internal Medicine">' in text
    assert text.count("<option") > 300


def test_a_link_from_a_program_has_it_chosen_and_opens_the_note_that_is_there(client, post, plan):
    own, other = (directory().programs(s)[0].program_id for s in ("dermatology", "pathology"))  # pathology: not planned
    for program in (own, other):
        text = client.get(f"{plan}/more/policies?program={program}").text
        assert f'<option value="{program}" selected>' in text
        assert "Add a note" in text
    page = client.get(f"/openness?plan={plan.rpartition('/')[2]}&program={other}").text
    assert f'href="{plan}/more/policies?program={other}"' in page
    assert client.get(f"{plan}/more/policies?program=nothing").status_code == 404
    post(f"{plan}/more/policies", {"program": other, "sponsors_j1": "yes", "revision": "0"})
    text = client.get(f"{plan}/more/policies?program={other}").text
    assert "Change note 1" in text
    assert f'action="{plan}/more/policies/1"' in text


@pytest.mark.parametrize(("section", "typed", "field"), [
    ("ties", {"kind": "mentor"}, "kind"),
    ("ties", {}, "kind"),
    ("policies", {"program": "1080520", "img_residents": "-4"}, "img_residents"),
    ("policies", {"program": "1080520", "checked": "soon"}, "checked"),
    ("research", {"specialty": "dermatology", "place": "onsite_us", "start": "2027-05", "end": "2026-01"}, "specialty"),
    ("exams", {"step1.score": "999"}, "step1.score"),
    ("exams", {"step2_ck.attempts": "0", "step2_ck.score": "250"}, "step1.score"),
    ("earlier_matches", {"year": "1812"}, "year"),
    ("wishes", {"states": "Atlantis"}, "budget_usd"),
    ("wishes", {"tolerance_emotional": "7"}, "tolerance_emotional"),
])  # fmt: skip
def test_what_is_wrong_is_said_and_everything_typed_is_kept(post, plan, planner, section, typed, field):
    before = len(planner.profiles)
    answer = post(f"{plan}/more/{section}", {**typed, "revision": "0"})
    assert answer.status_code == 422
    assert f'href="#{field}"' in answer.text
    for value in typed.values():
        assert f'value="{value}"' in answer.text
    assert len(planner.profiles) == before


@pytest.mark.parametrize("address", ["more/nonsense", "more/ties/7", "more/targets"])
def test_what_is_not_there_is_said(client, plan, address):
    assert client.get(f"{plan}/{address}").status_code == 404


def test_two_tabs_are_told_apart_here_too(post, plan):
    kept = post(f"{plan}/keep").headers["location"].removesuffix("/kept")
    note = {"program": "1080520", "sponsors_j1": "yes"}
    assert post(f"{kept}/more/policies", {**note, "revision": "1"}).status_code == 303
    answer = post(f"{kept}/more/exams", {"english_passed": "yes", "revision": "1"})
    assert answer.status_code == 409
    assert "English test passed" in unescape(answer.text)
    assert "Notes on programs" in unescape(answer.text)




def test_an_entry_takes_back_that_there_was_none():
    profile, letters = replace(example("neurosurgery_student"), is_example=False), section("letters")
    assert said_none(profile, "letters")
    again = changed(profile, letters, 0, {"specialty": "neurology", "from_us": "yes"})
    assert len(again.letters) == 1
    assert again.none_of == ("rotations",)
    assert again.rotations == ()
