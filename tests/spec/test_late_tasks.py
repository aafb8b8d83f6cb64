"""Tasks whose day has passed say what is left of them, and the three next steps make sense together."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sample_plan import sample_plan
from smartpick.advise.next_steps import next_steps
from smartpick.advise.timeline_personal import Draft
from smartpick.domain.applicant import Exam, Exams, Letter, VisaNeed
from smartpick.domain.plan import TaskState
from smartpick.domain.plan_words import when_late
from smartpick.exchange.ics import calendar_ics
from timeline_cases import GRADUATE, IN_INDIA, TODAY, applicant, example, keys, plan_dates

EITHER = replace(IN_INDIA, visa_need=VisaNeed.EITHER)
NOT_CERTIFIED = Exams(step1=Exam(passed=True), step2_ck=Exam(score=248, passed=True), english_passed=True)


@pytest.mark.covers("R46", "R134")
def test_late_outreach_says_by_when_it_still_helps_and_which_season_leaves_the_whole_window() -> None:
    task = keys(plan_dates(applicant(), match_year=2028))["outreach"]
    assert (task.state, task.due, task.late_until) == (TaskState.LATE, date(2026, 9, 1), date(2027, 1, 1))
    assert when_late(task) == "now, at the latest 1 Jan 2027 (late: its day was 1 Sep 2026)"
    for part in ("Late for the 2028 Match", "start by 1 Mar 2027", "6 on-site months",
                 "the 2029 Match leaves the whole window (6 Mar 2027 to 6 Sep 2027)"):
        assert part in task.detail


@pytest.mark.covers("R46")
def test_what_can_no_longer_be_met_says_so_names_the_season_that_fits_and_is_no_next_step() -> None:
    dates = plan_dates(applicant(), today=date(2027, 5, 1), match_year=2028)
    for key in ("outreach", "move"):
        task = keys(dates)[key]
        assert task.late_until is None
        assert "too late for 6 on-site months" in task.detail
        assert "2029 Match would fit" in task.detail
        assert "has passed for this season" in when_late(task)
        assert task not in dates.next_steps


@pytest.mark.parametrize("today", [date(2026, 11, 22), date(2027, 2, 1), date(2027, 6, 1), date(2027, 8, 31),
                                   date(2027, 10, 1), date(2028, 2, 1)])
def test_every_late_task_says_what_is_left_of_it_and_never_names_a_day_in_the_past_to_act_by(today: date) -> None:
    for name in (applicant(), applicant(exams=NOT_CERTIFIED, person=EITHER)):
        dates = plan_dates(name, today=today, match_year=2028)
        for task in dates.tasks:
            assert (when_late(task) != "") is (task.state is TaskState.LATE)
            if task.state is TaskState.LATE:
                assert task.late_until is None or task.late_until >= today
                assert any(part in task.detail for part in ("Its day has passed", "Late for", "too late"))
        assert all(t.late_until is not None for t in dates.next_steps if t.state is TaskState.LATE)


def test_a_late_task_stands_on_today_in_the_calendar_with_late_in_its_title() -> None:
    task = keys(plan_dates(applicant(), match_year=2028))["outreach"]
    plan = sample_plan()
    text = calendar_ics(replace(plan, today=TODAY, timeline=replace(plan.timeline, tasks=(task,)))).decode()
    event = text.replace("\r\n ", "")
    assert "SUMMARY:Late: E-mail research groups" in event
    assert "DTSTART;VALUE=DATE:20261122" in event
    assert "DTSTART;VALUE=DATE:20260901" not in text
    assert "1 Sep 2026" in event


# --- next steps ----------------------------------------------------------------------------------


@pytest.mark.covers("H11")
def test_of_the_three_next_steps_at_most_one_is_a_look_at_the_visa_facts() -> None:
    settled = replace(NOT_CERTIFIED, ecfmg_certified=True, step3=Exam(passed=True))
    for match_year in (2028, 2029, 2030):
        dates = plan_dates(applicant(person=EITHER, exams=settled), match_year=match_year)
        assert len([t for t in dates.tasks if "visa_review" in t.uid]) == 2
        assert len([t for t in dates.next_steps if "visa_review" in t.uid]) <= 1
        assert len(dates.next_steps) == 3


def test_two_tasks_of_one_kind_never_fill_two_of_the_three_places() -> None:
    base = plan_dates(applicant()).tasks[0]
    tasks = [replace(base, uid=f"u{n}", state=TaskState.DUE, due=TODAY, start=TODAY, optional=False) for n in range(5)]
    drafts = [Draft(2, task, kind) for task, kind in zip(tasks, ("a", "a", "b", "b", "c"), strict=True)]
    assert [t.uid for t in next_steps(drafts, TODAY)] == ["u0", "u2", "u4"]


@pytest.mark.covers("H15", "R71")
@settings(deadline=None, max_examples=30)
@given(planned=st.one_of(st.none(), st.dates(TODAY, date(2028, 12, 31))), match_year=st.sampled_from([2028, 2029]))
def test_ecfmg_certification_never_comes_after_step_3(planned: date | None, match_year: int) -> None:
    exams = replace(NOT_CERTIFIED, step3=Exam(planned=planned))
    tasks = keys(plan_dates(applicant(person=EITHER, exams=exams), match_year=match_year))
    assert tasks["certification"].due <= tasks["step3_h1b"].due
    assert "certification has to come first" in tasks["step3_h1b"].detail


@pytest.mark.covers("H15")
def test_who_graduates_after_submission_is_certified_before_step_3_too() -> None:
    student = replace(GRADUATE, student=True, graduation=date(2027, 10, 31))
    tasks = keys(plan_dates(applicant(person=EITHER, exams=NOT_CERTIFIED, education=student), match_year=2028))
    assert tasks["certification_late"].due < tasks["step3_h1b_late"].due


@pytest.mark.covers("R58", "R122")
@pytest.mark.parametrize(("letters", "title"), [
    ((), "Ask for letters (0 confirmed, 3 to 4 needed)"),
    ((Letter("dermatology", True, True), Letter("internal_medicine", True), Letter("internal_medicine", False)),
     "Ask for 1 more strong US letter in dermatology (3 letters confirmed)"),
    ((Letter("internal_medicine", True),) * 3, "Ask for 2 more strong US letters in dermatology (3 letters confirmed)"),
])
def test_the_letter_task_names_what_is_missing(letters: tuple[Letter, ...], title: str) -> None:
    assert keys(plan_dates(applicant(letters=letters)))["letters_ask"].title == title


def test_the_look_at_the_visa_facts_is_said_of_the_future() -> None:
    task = next(t for key, t in keys(plan_dates(example("derm_j1"))).items() if key.startswith("visa_review"))
    assert "were to be" not in task.detail
    assert "From this day on" in task.detail

