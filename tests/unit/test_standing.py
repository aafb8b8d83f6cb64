"""Where the example applicants stand: what is done today, and what plans add by submission."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from smartpick.domain.applicant import Letter, Progress, ResearchPeriod, ResearchPlace, Tie, TieKind
from smartpick.domain.standing import months_between, standing
from smartpick.exchange.profile import read_profile
from smartpick.exchange.profile_examples import example

TODAY = date(2026, 11, 22)
SUBMISSION = date(2027, 9, 1)


def profile(key):
    return read_profile(example(key).path)


def stands(key, on=TODAY, *, planned=False, target=None):
    p = profile(key) if isinstance(key, str) else key
    return standing(p, target or p.target, on, planned=planned, today=TODAY)


@pytest.mark.covers("R58", "R134")
def test_derm_j1_today():
    now = stands("derm_j1")
    assert 6.0 <= now.onsite_months < 7.0
    assert (now.strong_us_target_letters, now.letters) == (1, 2)
    assert (now.step2_ck, now.step2_pending, now.step3_passed) == (252, False, False)
    assert (now.publications, now.presentations) == (3, 2)
    assert (now.hands_on_us_rotations, now.hands_on_us_target_rotations, now.observerships) == (2, 1, 1)
    assert (now.teaching_rotations, now.teaching_target_rotations) == (2, 1)
    assert (now.champions_who_call, now.graduated) == (0, True)


@pytest.mark.covers("R58", "R135")
def test_derm_j1_as_planned_on_submission_day():
    then = stands("derm_j1", SUBMISSION, planned=True)
    assert 15.0 <= then.onsite_months < 16.0
    assert (then.strong_us_target_letters, then.letters) == (2, 3)


def test_without_plans_time_does_not_pass():
    """The same day without plans: research stops today, the planned letter is not there."""
    then = stands("derm_j1", SUBMISSION, planned=False)
    assert then.onsite_months == stands("derm_j1").onsite_months
    assert then.strong_us_target_letters == 1


@pytest.mark.covers("R134", "R135")
def test_remote_and_home_months_are_never_on_site_months():
    for planned in (False, True):
        student = stands("neurosurgery_student", SUBMISSION, planned=planned)
        assert (student.onsite_months, student.remote_months, student.home_months) == (0, 6, 8)


def test_a_predicted_score_is_no_score():
    student = stands("neurosurgery_student", SUBMISSION, planned=True)
    assert (student.step2_ck, student.step2_pending) == (None, True)


def test_a_student_has_not_graduated_before_the_day():
    assert stands("neurosurgery_student", date(2027, 7, 30), planned=True).graduated is False
    assert stands("neurosurgery_student", date(2027, 7, 31), planned=True).graduated is True


@pytest.mark.covers("R20")
def test_one_champion_for_two_programs_counts_once():
    ortho = profile("ortho_reapplicant")
    assert stands(ortho).champions_who_call == 1
    second = Tie(TieKind.CHAMPION, program="1541260C0", will_call=True, who="someone else")
    silent = Tie(TieKind.CHAMPION, program="1541260C0", will_call=False, who="a third")
    assert stands(replace(ortho, ties=(*ortho.ties, second, silent))).champions_who_call == 2


def test_ortho_reapplicant_counts():
    now = stands("ortho_reapplicant")
    assert 15.5 < now.onsite_months < 16.0  # ten entered, and from 1 June to 22 November
    assert (now.strong_us_target_letters, now.publications, now.presentations) == (3, 7, 3)
    assert (now.hands_on_us_target_rotations, now.teaching_rotations, now.unsure_rotations) == (1, 0, 1)


def test_the_second_specialty_is_counted_for_itself():
    im, fm = stands("im_dual"), stands("im_dual", target="family_medicine")
    assert (im.hands_on_us_target_rotations, fm.hands_on_us_target_rotations) == (1, 2)
    assert (im.unrated_us_target_letters, fm.unrated_us_target_letters) == (2, 1)
    assert im.strong_us_target_letters == 0  # not known to be strong: not counted as strong


@pytest.mark.parametrize(
    ("start", "end", "progress", "planned", "months"),
    [
        (date(2026, 5, 22), None, Progress.DONE, False, 6.0),
        (date(2026, 5, 22), date(2026, 8, 22), Progress.DONE, False, 3.0),
        (date(2027, 1, 1), date(2027, 7, 1), Progress.PLANNED, False, 0.0),
        (date(2027, 1, 1), date(2027, 7, 1), Progress.PLANNED, True, 5.9),
    ],
)
def test_months_follow_the_dates(start, end, progress, planned, months):
    period = ResearchPeriod("dermatology", ResearchPlace.ONSITE_US, start, end, None, progress)
    p = replace(profile("derm_j1"), research=(period,))
    assert stands(p, SUBMISSION, planned=planned).onsite_months == pytest.approx(months, abs=0.1)


@pytest.mark.parametrize(
    ("progress", "planned", "months"),
    [(Progress.DONE, False, 4.0), (Progress.PLANNED, False, 0.0), (Progress.PLANNED, True, 4.0)],
)
def test_months_without_dates_follow_their_status(progress, planned, months):
    period = ResearchPeriod("dermatology", ResearchPlace.ONSITE_US, months=4.0, progress=progress)
    p = replace(profile("derm_j1"), research=(period,))
    assert stands(p, SUBMISSION, planned=planned).onsite_months == months


def test_research_in_another_specialty_is_not_research_in_the_target():
    period = ResearchPeriod("pathology", ResearchPlace.ONSITE_US, months=9.0)
    assert stands(replace(profile("derm_j1"), research=(period,))).onsite_months == 0


@pytest.mark.parametrize(
    ("letter", "counted"),
    [
        (Letter("dermatology", from_us=True, strong=True), 1),
        (Letter("dermatology", from_us=False, strong=True), 0),
        (Letter("dermatology", from_us=True, strong=None), 0),
        (Letter("pathology", from_us=True, strong=True), 0),
    ],
)
def test_only_strong_us_letters_in_the_target_count(letter, counted):
    assert stands(replace(profile("derm_j1"), letters=(letter,))).strong_us_target_letters == counted


def test_months_between_is_never_negative():
    assert months_between(date(2026, 2, 1), date(2026, 1, 1)) == 0
    assert months_between(date(2026, 1, 1), date(2027, 1, 1)) == pytest.approx(12, abs=0.02)
