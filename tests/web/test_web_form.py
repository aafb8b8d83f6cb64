"""The ten questions: what is typed becomes a profile, what is wrong is said at its field and kept."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from html import unescape
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sample_plan import TODAY
from smartpick.domain.applicant import ApplicantType, OutputKind, ResearchPlace, Stance, Status, VisaNeed
from smartpick.errors import BadProfile
from smartpick.exchange.profile import read_profile
from smartpick.web.form_answers import detailed, shown_answers
from smartpick.web.forms import read_answers
from smartpick.web.questions import every_name, questions

FULL = {
    "specialty": "dermatology", "applicant_type": "non_us_img", "visa_need": "j1", "citizenship": "IN",
    "residence_country": "US", "residence_state": "MA", "status": "j1_research", "status_until_month": "12",
    "status_until_year": "2027", "schooling": "graduated", "graduation_month": "3", "graduation_year": "2025",
    "step2_ck": "252", "step2_attempts": "1", "onsite_months": "6.5", "papers": "3", "papers_planned": "1",
    "rotations_us_elective_target": "1", "rotations_us_elective_other": "1", "rotations_observership_target": "2",
    "rotations_sub_internship_planned": "1", "letters_strong": "1", "letters_strong_planned": "1",
    "letters_other": "2", "backup_1": "internal_medicine", "willing_1": "yes", "backup_2": "pathology",
    "willing_2": "maybe", "backup_3": "psychiatry", "willing_3": "no", "pgy1_year": "yes", "budget_usd": "$2,500",
    "savings_months": "7", "tolerance_emotional": "3", "tolerance_financial": "2", "can_extend": "yes",
    "can_move_month": "9", "can_move_year": "2027",
}  # fmt: skip
NAMES = every_name()
ROOT = Path(__file__).parents[2]
EXAMPLES = ("derm_j1", "ortho_reapplicant", "im_dual", "neurosurgery_student")


def problems(typed):
    with pytest.raises(BadProfile) as caught:
        read_answers(typed, TODAY)
    return {p.field: p.message for p in caught.value.problems}


def test_at_most_ten_questions():
    assert len(questions()) == 10
    assert len(set(NAMES)) == len(NAMES)


@pytest.mark.covers("D6", "H4")
def test_a_full_form_is_a_full_profile():
    profile = read_answers(FULL, TODAY)
    assert profile.targets == ("dermatology",)
    assert profile.applicant_type is ApplicantType.NON_US_IMG
    assert profile.person.visa_need is VisaNeed.J1
    assert profile.person.citizenships == ("IN",)
    assert profile.education.student is False
    assert profile.education.graduation == date(2025, 3, 31)
    assert profile.exams.step2_ck.score == 252
    assert [(r.place, r.months) for r in profile.research] == [(ResearchPlace.ONSITE_US, 6.5)]
    assert [(o.kind, o.count) for o in profile.outputs] == [(OutputKind.PAPER, 3), (OutputKind.PAPER, 1)]
    assert profile.person.status is Status.J1_RESEARCH
    assert profile.person.status_until == date(2027, 12, 31)
    assert [(r.kind.value, r.specialty, r.progress.value) for r in profile.rotations] == [
        ("sub_internship", "dermatology", "planned"), ("us_elective", "dermatology", "done"),
        ("us_elective", "internal_medicine", "done"), ("observership", "dermatology", "done"),
        ("observership", "dermatology", "done")]
    assert [(x.strong, x.progress.value) for x in profile.letters] == [
        (True, "done"), (True, "planned"), (None, "done"), (None, "done")]
    assert [(b.specialty, b.willing) for b in profile.backups] == [
        ("internal_medicine", Stance.YES), ("pathology", Stance.MAYBE), ("psychiatry", Stance.NO)]
    wishes = profile.wishes
    assert (wishes.budget_usd, wishes.savings_months, wishes.tolerance_emotional) == (2500, 7, 3)
    assert (wishes.can_extend, wishes.can_move_from) == (Stance.YES, date(2027, 9, 1))


@pytest.mark.covers("R11", "R14", "R21", "R25")
def test_what_a_full_form_says_is_shown_again():
    profile = read_answers(FULL, TODAY)
    assert shown_answers(profile, TODAY) == {**FULL, "budget_usd": "2500"}
    assert detailed(profile, TODAY) == frozenset()


@pytest.mark.covers("H4")
@pytest.mark.parametrize(("typed", "kind", "need"), [
    ({"citizenship": "PK", "school_country": "PK"}, ApplicantType.NON_US_IMG, None),
    ({"citizenship": "US", "school_country": "caribbean"}, ApplicantType.US_IMG, VisaNeed.NONE),
    ({"citizenship": "PK", "citizenship_2": "US", "school_country": "PK"}, ApplicantType.US_IMG, VisaNeed.NONE),
    ({"citizenship": "PK", "status": "permanent_resident", "school_country": "PK"}, ApplicantType.NON_US_IMG,
     VisaNeed.NONE),
    ({"citizenship": "US", "school_country": "US"}, None, VisaNeed.NONE),
    ({}, None, None),
])  # fmt: skip
def test_type_and_visa_need_follow_where_they_are_clear(typed, kind, need):
    profile = read_answers({"specialty": "dermatology", **typed}, TODAY)
    assert (profile.applicant_type, profile.person.visa_need) == (kind, need)


def test_research_that_goes_on_is_counted_from_today():
    typed = {"specialty": "dermatology", "onsite_months": "6", "onsite_until_month": "12", "onsite_until_year": "2027"}
    done, coming = read_answers(typed, TODAY).research
    assert (done.months, done.start) == (6, None)
    assert (coming.start, coming.end, coming.months) == (TODAY, date(2027, 12, 31), None)
    later = read_answers({**typed, "onsite_from_month": "3", "onsite_from_year": "2027"}, TODAY).research[1]
    assert later.start == date(2027, 3, 1)


@pytest.mark.parametrize("name", EXAMPLES)
def test_a_form_sent_back_unchanged_changes_nothing(name):
    base = read_profile(ROOT / "examples" / f"{name}.yaml")
    again = read_answers(shown_answers(base, TODAY), TODAY, base)
    assert again == replace(base, is_example=False)


@pytest.mark.parametrize("name", EXAMPLES)
def test_one_change_changes_one_thing(name):
    base = read_profile(ROOT / "examples" / f"{name}.yaml")
    again = read_answers({**shown_answers(base, TODAY), "savings_months": "11"}, TODAY, base)
    assert again == replace(base, is_example=False, wishes=replace(base.wishes, savings_months=11.0))


def test_a_green_card_in_a_what_if_changes_the_visa_need_too():
    base = read_profile(ROOT / "examples" / "derm_j1.yaml")
    typed = {**shown_answers(base, TODAY), "status": "permanent_resident", "status_until_month": "",
             "status_until_year": "", "visa_need": ""}
    again = read_answers(typed, TODAY, base)
    assert again.person.visa_need is VisaNeed.NONE
    assert again.research == base.research


@pytest.mark.parametrize("specialty", ["dermatology", "internal_medicine", "neurological_surgery", "ophthalmology"])
def test_everything_but_the_specialty_may_be_unknown(specialty):
    profile = read_answers({"specialty": specialty}, TODAY)
    assert profile.targets == (specialty,)
    assert profile.applicant_type is None
    assert profile.needs_visa is None
    assert profile.exams.step2_ck.score is None
    assert profile.backups == ()


@pytest.mark.parametrize(("change", "field"), [
    ({"specialty": ""}, "specialty"),
    ({"specialty": "wizardry"}, "specialty"),
    ({"step2_ck": "400"}, "step2_ck"),
    ({"step2_ck": "two hundred"}, "step2_ck"),
    ({"step2_ck": "252.5"}, "step2_ck"),
    ({"graduation_year": "2090"}, "graduation_year"),
    ({"graduation_year": "25"}, "graduation_year"),
    ({"graduation_year": ""}, "graduation_year"),
    ({"schooling": "student"}, "graduation_year"),
    ({"budget_usd": "-5"}, "budget_usd"),
    ({"budget_usd": "1e400"}, "budget_usd"),
    ({"onsite_months": "nan"}, "onsite_months"),
    ({"onsite_months": "٣"}, "onsite_months"),
    ({"papers": "-1"}, "papers"),
    ({"rotations_us_elective_target": "99999"}, "rotations_us_elective_target"),
    ({"graduation_month": "13"}, "graduation_month"),
    ({"step2_planned_month": "5", "step2_planned_year": ""}, "step2_planned_year"),
    ({"onsite_until_month": "1", "onsite_until_year": "2020"}, "onsite_until_year"),
    ({"status": "king"}, "status"),
    ({"residence_country": "IN"}, "residence_state"),
    ({"willing_4": "yes"}, "backup_4"),
    ({"backup_3": "pathology"}, "backup_3"),
    ({"tolerance_emotional": "9"}, "tolerance_emotional"),
    ({"savings_months": "-3"}, "savings_months"),
    ({"letters_other": "-2"}, "letters_other"),
    ({"backup_1": "dermatology"}, "backup_1"),
    ({"citizenship": "US", "status": ""}, "visa_need"),
    ({"citizenship": "XX"}, "citizenship"),
    ({"applicant_type": "us_img"}, "applicant_type"),
])  # fmt: skip
def test_what_is_wrong_points_at_its_field(change, field):
    found = problems({**FULL, **change})
    assert field in found
    assert found[field].endswith(".")


def test_every_problem_at_once_in_the_order_of_the_form():
    typed = {**FULL, "specialty": "", "step2_ck": "400", "budget_usd": "much"}
    assert list(problems(typed)) == ["specialty", "step2_ck", "budget_usd"]


@settings(max_examples=150, deadline=None)
@given(st.dictionaries(st.sampled_from(NAMES), st.text(max_size=12) | st.integers(-10, 3000).map(str)))
def test_whatever_is_typed_is_a_profile_or_a_sentence(typed):
    try:
        read_answers(typed, TODAY)
    except BadProfile as error:
        assert error.problems
        assert all(p.message.strip() for p in error.problems)
        assert {p.field for p in error.problems} <= {*NAMES, None}


def test_a_wrong_form_comes_back_with_everything_typed(client, post, planner):
    answer = post("/plan/new", {**FULL, "step2_ck": "400", "budget_usd": '"><script>'})
    assert answer.status_code == 422
    assert planner.profiles == []
    text = answer.text
    assert "<title>Error: " in text
    assert 'href="#step2_ck"' in text
    assert 'id="error-step2_ck"' in text
    assert 'aria-describedby="hint-step2 error-step2_ck" aria-invalid="true"' in text
    assert 'value="400"' in text
    assert "<script>" not in text
    assert 'value=""><script>' in unescape(text)
    assert '<option value="dermatology" selected>' in text
    assert '<option value="IN" selected>' in text
    assert '<option value="j1" selected>' in text
    assert '<input type="radio" name="can_extend" value="yes" checked>' in text
    assert 'value="6.5"' in text


def test_a_right_form_leads_to_the_plan(client, post, planner):
    answer = post("/plan/new", FULL)
    assert answer.status_code == 303
    assert planner.profiles[0].exams.step2_ck.score == 252
    assert client.get(answer.headers["location"]).status_code == 200


@pytest.mark.parametrize(("content", "said"), [
    (b"", "No file was chosen"),
    (b"\x00\x01\x02", "not a text file"),
    (b"\xff\xfe\xfa", "not a text file"),
    (b"targets: [dermatology\n", "Line"),
    (b"targets: [dermatology]\nstep2: 3\n", "Line 2"),
    (b"targets: [wizardry]\n", "Line 1"),
])  # fmt: skip
def test_a_wrong_file_is_said_on_the_page(post, planner, content, said):
    answer = post("/plan/open", files={"profile": ("me.yaml", content)})
    assert answer.status_code == 422
    assert said in unescape(answer.text)
    assert planner.profiles == []


def test_a_right_file_leads_to_the_plan(post, planner):
    answer = post("/plan/open", files={"profile": ("me.yaml", b"targets: [derm]\napplicant_type: non_us_img\n")})
    assert answer.status_code == 303
    assert planner.profiles[0].targets == ("dermatology",)


def test_answers_can_be_changed_from_the_plan(client, post, planner):
    location = post("/plan/new", FULL).headers["location"]
    assert f'href="{location}/answers"' in client.get(location).text
    form = client.get(f"{location}/answers")
    assert form.status_code == 200
    assert 'value="252"' in form.text
    assert '<option value="dermatology" selected>' in form.text
    assert "form_token" not in form.text.replace('name="form_token"', "")
    post(f"{location}/forget")
    assert client.get(f"{location}/answers").status_code == 404


def test_an_example_can_be_changed_too_and_says_what_a_form_cannot_show(client, post, planner):
    location = post("/example", {"example": "derm_j1"}).headers["location"]
    text = client.get(f"{location}/answers").text
    assert "You have told more about your research periods" in text
    assert 'name="onsite_months"' not in text
    assert 'value="252"' in text
    answer = post(f"{location}/answers", {**shown_answers(planner.profiles[0], TODAY), "step2_ck": "262"})
    assert answer.headers["location"] == location
    assert planner.profiles[-1].exams.step2_ck.score == 262
    assert planner.profiles[-1].research == planner.profiles[0].research
    assert not planner.profiles[-1].is_example


@pytest.mark.parametrize("content", ["targets: [derm]\napplicant_type: non_us_img\n", '{"targets": ["derm"]}'])
def test_a_pasted_profile_leads_to_the_plan(post, planner, content):
    assert post("/plan/open", {"pasted": content}).status_code == 303
    assert planner.profiles[0].targets == ("dermatology",)


def test_a_wrong_pasted_profile_comes_back(post):
    answer = post("/plan/open", {"pasted": "targets: [wizardry]"})
    assert answer.status_code == 422
    assert "targets: [wizardry]</textarea>" in answer.text
