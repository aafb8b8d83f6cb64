"""The first question and the ten, one at a time: steps, errors, what follows, and honest pages for other stages."""

from __future__ import annotations

import re
from datetime import date
from html import unescape

import pytest
from starlette.testclient import TestClient

from sample_plan import sample_plan
from smartpick.domain.applicant import ApplicantType, VisaNeed
from smartpick.store.answers import MOST, AnswerSheets
from smartpick.web.app import create_app
from smartpick.web.questions import questions


@pytest.fixture
def sheet(post) -> str:
    """The address of a sheet on which the first question is answered."""
    location = post("/questions", {"specialty": "dermatology", "go": "next"}).headers["location"]
    assert re.fullmatch(r"/questions/[\w-]{32}/2", location)
    return location.removesuffix("/2")


def test_the_first_question_comes_first(client):
    assert 'href="/begin"' in client.get("/").text
    text = client.get("/begin").text
    for address in ("/questions", "/now/applied", "/now/interviewing", "/now/unmatched"):
        assert f'href="{address}"' in text


@pytest.mark.parametrize(("today", "stage", "year", "said"), [
    (date(2026, 11, 22), "applied", 2027, "3 Mar 2027, 21:00 ET"),
    (date(2027, 3, 16), "unmatched", 2027, "18 Mar 2027"),
    (date(2027, 6, 20), "unmatched", 2027, "1 Jul 2027"),
    (date(2027, 8, 1), "interviewing", 2028, "1 Mar 2028, 21:00 ET"),
])  # fmt: skip
def test_other_stages_get_their_dates_and_what_is_missing(tmp_path, today, stage, year, said):
    app = create_app(today=lambda: today, plan=lambda profile, *, today: sample_plan(), workspace=tmp_path / "w.sqlite")
    text = unescape(TestClient(app, base_url="http://127.0.0.1:8420").get(f"/now/{stage}").text)
    assert f"Your dates in the {year} Match" in text
    assert said in text
    assert "not built yet" in text
    assert 'href="/questions"' in text


def test_an_unknown_stage_is_a_kind_page(client):
    assert client.get("/now/retired").status_code == 404


@pytest.mark.parametrize("number", range(1, 11))
def test_every_step_has_one_question(client, sheet, number):
    text = unescape(client.get(f"{sheet}/{number}").text)
    assert text.count("<h1") == 1
    assert questions()[number - 1].title in text
    assert f"Question {number} of 10" in text
    for name in questions()[number - 1].names:
        assert f'name="{name}"' in text


def test_the_whole_way_to_a_plan(post, client, planner, sheet):
    for number in range(2, 11):
        typed = {2: {"citizenship": "PK"}, 3: {"school_country": "PK"}, 4: {"step2_ck": "252"}}.get(number, {})
        last = post(f"{sheet}/{number}", {**typed, "go": "next"}).headers["location"]
    assert last == f"{sheet}/check"
    text = unescape(client.get(last).text)
    assert "count you as non-US citizen IMG: no US citizenship, and a school outside the US" in text
    assert "Step 2 CK score: 252" in text
    assert re.fullmatch(r"/plan/[\w-]{32}", post(last, {"visa_need": "either"}).headers["location"])
    profile = planner.profiles[-1]
    assert (profile.applicant_type, profile.person.visa_need) == (ApplicantType.NON_US_IMG, VisaNeed.EITHER)
    assert profile.exams.step2_ck.score == 252


def test_an_error_keeps_the_step_and_what_was_typed(post, client, sheet):
    answer = post(f"{sheet}/4", {"step2_ck": "400", "step2_attempts": "1", "go": "next"})
    assert answer.status_code == 422
    assert 'href="#step2_ck"' in answer.text and 'value="400"' in answer.text
    assert post(f"{sheet}/4", {"step2_ck": "400", "go": "back"}).headers["location"] == f"{sheet}/3"
    assert 'value="400"' in client.get(f"{sheet}/4").text
    wrong = post(f"{sheet}/check", {})
    assert wrong.status_code == 422
    assert f'href="{sheet}/4#step2_ck"' in wrong.text


def test_a_box_can_be_unticked_again(post, client, sheet):
    post(f"{sheet}/8", {"no_backup": "yes", "go": "next"})
    assert "checked" in client.get(f"{sheet}/8").text
    post(f"{sheet}/8", {"go": "next"})
    assert "checked" not in client.get(f"{sheet}/8").text


def test_the_rest_may_be_left_open(post, planner, sheet):
    assert post(f"{sheet}/2", {"go": "check"}).headers["location"] == f"{sheet}/check"
    assert post(f"{sheet}/check", {}).status_code == 303
    assert planner.profiles[-1].targets == ("dermatology",)


@pytest.mark.parametrize("address", ["/questions/nobody/2", "/questions/nobody/check"])
def test_answers_that_are_gone_say_so(client, address):
    answer = client.get(address)
    assert answer.status_code == 404
    assert "no longer in memory" in answer.text


@pytest.mark.parametrize("number", ["0", "11"])
def test_there_are_ten_questions(client, sheet, number):
    assert client.get(f"{sheet}/{number}").status_code == 404


def test_without_a_specialty_the_first_step_stays(post):
    answer = post("/questions", {"go": "next"})
    assert answer.status_code == 422
    assert 'href="#specialty"' in answer.text


def test_pages_have_no_script_and_no_style_attribute(client, sheet):
    for path in ("/begin", "/now/applied", "/questions", f"{sheet}/6", f"{sheet}/8", f"{sheet}/check", "/scenarios",
                 "/workspace", "/workspace/delete", "/scenarios/compare"):
        text = client.get(path).text
        for forbidden in ("<style", " style=", " onclick=", "javascript:"):
            assert forbidden not in text, (path, forbidden)


class TestSheets:
    def test_they_are_few_and_end_after_their_time(self):
        now = [0.0]
        sheets = AnswerSheets(clock=lambda: now[0])
        first = sheets.new({"a": "1"})
        others = [sheets.new({}) for _ in range(MOST)]
        assert sheets.find(first) is None
        assert sheets.find(others[0]) == {}
        now[0] = 12 * 3600.0
        assert sheets.find(others[-1]) is None

    def test_a_change_makes_a_sheet_young_again(self):
        now = [0.0]
        sheets = AnswerSheets(clock=lambda: now[0])
        kept = sheets.new({"a": "1"})
        now[0] = 11 * 3600.0
        assert sheets.write(kept, {"b": "2"})
        now[0] = 20 * 3600.0
        assert sheets.find(kept) == {"a": "1", "b": "2"}
        sheets.forget_all()
        assert sheets.find(kept) is None
        assert not sheets.write(kept, {})
