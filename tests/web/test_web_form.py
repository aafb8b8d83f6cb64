"""The ten questions: what is typed becomes a profile, what is wrong is said at its field and kept."""

from __future__ import annotations

from datetime import date
from html import unescape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sample_plan import TODAY
from smartpick.domain.applicant import ApplicantType, OutputKind, ResearchPlace, Stance, VisaNeed
from smartpick.errors import BadProfile
from smartpick.web.forms import read_answers
from smartpick.web.questions import questions

FULL = {
    "specialty": "dermatology", "applicant_type": "non_us_img", "visa_need": "j1", "citizenship": "IN",
    "schooling": "graduated", "graduation_month": "3", "graduation_year": "2025", "step2_ck": "252",
    "onsite_months": "6.5", "papers": "3", "rotations_target": "1", "rotations_other": "1",
    "letters_strong": "1", "letters_other": "2", "backup": "internal_medicine", "budget_usd": "$2,500",
}  # fmt: skip
NAMES = [i.name for q in questions() for i in q.inputs]


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
    assert [(o.kind, o.count) for o in profile.outputs] == [(OutputKind.PAPER, 3)]
    assert [r.specialty for r in profile.rotations] == ["dermatology", "internal_medicine"]
    assert [x.strong for x in profile.letters] == [True, None, None]
    assert [(b.specialty, b.willing) for b in profile.backups] == [("internal_medicine", Stance.YES)]
    assert profile.wishes.budget_usd == 2500


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
    ({"rotations_target": "99999"}, "rotations_target"),
    ({"letters_other": "-2"}, "letters_other"),
    ({"backup": "dermatology"}, "backup"),
    ({"citizenship": "US"}, "visa_need"),
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
    assert '<input type="radio" name="visa_need" value="j1" checked>' in text
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


def test_an_example_has_no_answers_to_change(client, post):
    location = post("/example", {"example": "derm_j1"}).headers["location"]
    assert "Change my answers" not in client.get(location).text
    assert client.get(f"{location}/answers").status_code == 404
