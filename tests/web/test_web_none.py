"""The box "none so far" of the form: said, kept, taken back, and refused beside entries; all without JavaScript."""

from __future__ import annotations

import re
from dataclasses import replace
from html import unescape

import pytest

from sample_plan import TODAY
from smartpick.domain.applicant import (
    ApplicantType,
    Letter,
    Output,
    OutputKind,
    ResearchPeriod,
    ResearchPlace,
)
from smartpick.domain.none_so_far import MAY_SAY_NONE, left_open
from smartpick.errors import BadProfile
from smartpick.exchange.profile import parse_profile, profile_json
from smartpick.odds.specialty.inputs import inputs_of
from smartpick.web.form_answers import shown_answers
from smartpick.web.forms import read_answers
from smartpick.web.questions import none_name, questions

BARE = {"specialty": "dermatology"}
COUNTED = tuple(name for name in MAY_SAY_NONE if name != "earlier_matches")  # the lists that the form counts
BOXES = {none_name(name): "yes" for name in MAY_SAY_NONE}
ENTRIES = {"research": {"onsite_months": "6"}, "outputs": {"papers": "2"},
           "rotations": {"rotations_us_elective_target": "1"}, "letters": {"letters_strong": "1"}}  # fmt: skip


def test_each_list_has_its_box():
    boxes = {i.list: i for q in questions() for i in q.inputs if i.name in BOXES}
    assert set(boxes) == set(MAY_SAY_NONE)
    assert {box.kind for box in boxes.values()} == {"check"}
    assert all("none so far" in boxes[name].label.lower() for name in COUNTED)
    assert boxes["earlier_matches"].label == "Earlier Matches: none, this is my first Match"


def test_what_is_ticked_is_none_and_what_is_not_is_open():
    profile = read_answers(BARE | BOXES, TODAY)
    assert profile.none_of == MAY_SAY_NONE
    assert all(left_open(profile, name) for name in MAY_SAY_NONE for profile in [read_answers(BARE, TODAY)])
    assert {n: v for n, v in shown_answers(profile, TODAY).items() if n in BOXES} == BOXES
    assert read_answers(shown_answers(profile, TODAY), TODAY) == profile
    assert parse_profile(profile_json(profile)) == profile


@pytest.mark.parametrize("name", COUNTED)
def test_a_box_beside_entries_is_refused_at_the_box(name):
    with pytest.raises(BadProfile) as refused:
        read_answers(BARE | {none_name(name): "yes"} | ENTRIES[name], TODAY)
    (problem,) = refused.value.problems
    assert problem.field == none_name(name)
    assert "“none so far” is ticked, and some are entered" in problem.message


@pytest.mark.parametrize("name", COUNTED)
def test_a_box_is_taken_back_when_something_is_entered(name):
    base = read_answers(BARE | BOXES, TODAY)
    typed = shown_answers(base, TODAY)
    del typed[none_name(name)]
    assert left_open(read_answers(typed, TODAY, base), name)
    found = read_answers(typed | ENTRIES[name], TODAY, base)
    assert getattr(found, name)
    assert found.none_of == tuple(n for n in MAY_SAY_NONE if n != name)


def test_the_box_of_a_first_match_stays_or_is_taken_back_and_hides_no_entry(client, post, planner):
    first = read_answers(BARE | {"none_earlier_matches": "yes"}, TODAY)
    assert first.none_of == ("earlier_matches",)
    assert read_answers(shown_answers(first, TODAY), TODAY, first) == first
    assert left_open(read_answers(BARE, TODAY, first), "earlier_matches")
    address = post("/plan/new", BARE).headers["location"]
    assert f'href="{address}/answers#none_earlier_matches"' in client.get(f"{address}/more/earlier_matches").text
    assert 'id="none_earlier_matches"' in client.get(f"{address}/answers").text
    post(f"{address}/more/earlier_matches", {"year": "2025", "matched": "no", "revision": "0"})
    assert planner.profiles[-1].earlier_matches
    form = unescape(client.get(f"{address}/answers").text)
    assert 'id="none_earlier_matches"' not in form
    assert "You have told more about your earlier Matches than this form asks" in form
    with pytest.raises(BadProfile) as refused:
        read_answers(BARE | {"none_earlier_matches": "yes"}, TODAY, planner.profiles[-1])
    assert refused.value.problems[0].field == "none_earlier_matches"


def test_a_typed_zero_says_none():
    zeros = {"onsite_months": "0", "letters_strong": "0", "rotations_us_elective_target": "0", "papers": "0"}
    found = read_answers(BARE | zeros, TODAY)
    assert found.none_of == ("letters", "research", "rotations")
    assert found.outputs == (Output(OutputKind.PAPER, 0, "dermatology"),)  # of posters nothing is said
    assert shown_answers(found, TODAY)["papers"] == "0"
    assert read_answers(BARE | zeros | BOXES, TODAY).none_of == MAY_SAY_NONE
    some = read_answers(BARE | zeros | {"letters_other": "1"}, TODAY)
    assert some.none_of == ("research", "rotations")


def test_a_box_does_not_hide_what_was_told_in_detail():
    """A box sent for a list that the form does not show is refused, and nothing of the list is lost."""
    base = replace(read_answers(BARE, TODAY), letters=(Letter("neurology", True, relation="teacher"),),
                   research=(ResearchPeriod("dermatology", ResearchPlace.HOME, months=3.0),))  # fmt: skip
    assert read_answers(shown_answers(base, TODAY), TODAY, base).letters == base.letters
    with pytest.raises(BadProfile):
        read_answers(shown_answers(base, TODAY) | {"none_letters": "yes"}, TODAY, base)


@pytest.fixture
def sheet(post) -> str:
    return post("/questions", {"specialty": "dermatology", "go": "next"}).headers["location"].removesuffix("/2")


def number(question: str) -> int:
    return next(n for n, q in enumerate(questions(), 1) if q.id == question)


@pytest.mark.parametrize("name", COUNTED)
def test_the_questions_remember_the_box_and_show_its_error(client, post, sheet, planner, name):
    at = number("research" if name == "outputs" else name)
    box = none_name(name)
    ticked = re.compile(rf'<input type="checkbox" id="{box}"[^>]* checked')
    assert not ticked.search(client.get(f"{sheet}/{at}").text)
    wrong = post(f"{sheet}/{at}", {box: "yes", **ENTRIES[name], "go": "next"})
    assert wrong.status_code == 422
    assert ticked.search(wrong.text)
    assert f'href="#{box}"' in wrong.text
    assert f'aria-describedby="error-{box}"' in wrong.text
    assert wrong.text.count(f'id="error-{box}"') == 1
    (typed,) = ENTRIES[name]
    assert re.search(rf'name="{typed}" value="{ENTRIES[name][typed]}"', wrong.text)
    assert post(f"{sheet}/{at}", {box: "yes", "go": "next"}).status_code == 303
    assert ticked.search(client.get(f"{sheet}/{at}").text)
    assert "one so far" in unescape(client.get(f"{sheet}/check").text)
    assert post(f"{sheet}/check", {}).status_code == 303
    assert planner.profiles[-1].none_of == (name,)


def test_the_one_page_form_keeps_the_boxes_of_a_plan(client, post, planner):
    location = post("/plan/new", BARE | BOXES).headers["location"]
    assert planner.profiles[-1].none_of == MAY_SAY_NONE
    text = client.get(f"{location}/answers").text
    for box in BOXES:
        assert re.search(rf'id="{box}"[^>]* checked', text)
    wrong = post(f"{location}/answers", BARE | BOXES | {"letters_strong": "2"})
    assert wrong.status_code == 422
    assert 'href="#none_letters"' in wrong.text
    assert re.search('name="letters_strong" value="2"', wrong.text)
    more = unescape(client.get(f"{location}/more").text)
    assert more.count("none so far") == len(MAY_SAY_NONE)
    assert "You said that you have none so far." in client.get(f"{location}/more/letters").text


@pytest.mark.parametrize(("name", "plan"), [
    ("research", {"onsite_from_month": "9", "onsite_from_year": "2027"}),
    ("rotations", {"rotations_sub_internship_planned": "1"}), ("letters", {"letters_strong_planned": "2"}),
    ("outputs", {"papers_planned": "2"})])
def test_none_so_far_goes_with_plans(name, plan):
    profile = read_answers(BARE | plan | {none_name(name): "yes"}, TODAY)
    assert getattr(profile, name)
    assert profile.none_of == ()
    assert read_answers(shown_answers(profile, TODAY), TODAY) == profile
    known = inputs_of(profile_of(profile), "dermatology", TODAY)
    values = {**known.measures, **known.adjusters}
    asked = {"research": ["research_months"], "rotations": ["us_experience"], "letters": ["us_letters"],
             "outputs": ["publications", "abstracts", "presentations", "outputs"]}  # fmt: skip
    assert [values.get(measure) for measure in asked[name]] == [0.0] * len(asked[name])


def profile_of(profile):
    return replace(profile, applicant_type=ApplicantType.NON_US_IMG)
