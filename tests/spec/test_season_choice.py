"""Which season is proposed: the first whose preparation windows this person can still meet."""

from datetime import date

import pytest

from smartpick.advise.calendar import default_season, season_choice
from smartpick.domain.applicant import (
    ApplicantType,
    Education,
    Exam,
    Exams,
    Profile,
    Progress,
    ResearchPeriod,
    ResearchPlace,
)
from smartpick.facts import load_facts

TODAY = date(2026, 11, 22)
PASSED = Exams(step2_ck=Exam(score=252, passed=True, attempts=1))
ONSITE, REMOTE = ResearchPlace.ONSITE_US, ResearchPlace.REMOTE_US


def applicant(target: str = "dermatology", *, exams: Exams = PASSED,
              graduation: date | None = date(2025, 3, 1),
              research: tuple[ResearchPeriod, ...] = (),
              kind: ApplicantType = ApplicantType.NON_US_IMG) -> Profile:
    return Profile(targets=(target,), applicant_type=kind, exams=exams, research=research,
                   education=Education(graduation=graduation))


@pytest.mark.covers("R46", "R134", "R135")
def test_case_9_no_us_research_is_late_for_2028_and_proposes_2029() -> None:
    choice = season_choice(applicant(), TODAY, load_facts())
    assert choice.match_year == 2029
    late = {option.match_year: option.reasons[0] for option in choice.passed_over}
    assert "1 Mar 2026 to 1 Sep 2026: it is late" in late[2028]
    assert "6 Mar 2027 to 6 Sep 2027, which can still be met" in choice.reasons[0]


@pytest.mark.covers("R134")
def test_remote_months_do_not_open_a_season() -> None:
    remote = (ResearchPeriod("dermatology", REMOTE, months=12),)
    assert default_season(applicant(research=remote), TODAY, load_facts()) == 2029


@pytest.mark.covers("R135")
def test_on_site_research_under_way_keeps_2028() -> None:
    under_way = (ResearchPeriod("dermatology", ONSITE, start=date(2026, 5, 18)),)
    choice = season_choice(applicant(research=under_way), TODAY, load_facts())
    assert choice.match_year == 2028
    assert "15 on-site months" in choice.reasons[0]


def test_research_in_another_specialty_does_not_count() -> None:
    elsewhere = (ResearchPeriod("neurology", ONSITE, start=date(2026, 5, 18)),)
    assert default_season(applicant(research=elsewhere), TODAY, load_facts()) == 2029


def test_months_of_earlier_years_and_planned_months_add_up() -> None:
    months = (ResearchPeriod("orthopaedic_surgery", ONSITE, months=10),
              ResearchPeriod("orthopaedic_surgery", ONSITE, start=date(2027, 1, 4),
                             progress=Progress.PLANNED))
    profile = applicant("orthopaedic_surgery", research=months)
    assert default_season(profile, TODAY, load_facts()) == 2028


@pytest.mark.covers("H24")
def test_the_windows_are_silent_outside_the_guides_specialties() -> None:
    profile = applicant("internal_medicine", graduation=date(2027, 12, 15), kind=ApplicantType.US_IMG)
    choice = season_choice(profile, TODAY, load_facts())
    assert choice.match_year == 2028
    assert "The guide's windows are not for this application." in choice.reasons[0]
    assert "2 Sep 2026, which has passed" in choice.passed_over[-1].reasons[0]


def test_nobody_starts_before_graduating() -> None:
    late = applicant("internal_medicine", graduation=date(2028, 9, 1))
    choice = season_choice(late, TODAY, load_facts())
    assert choice.match_year == 2029
    assert "You graduate on 1 Sep 2028" in choice.passed_over[-1].reasons[0]


@pytest.mark.covers("H17")
def test_a_score_never_arrives_after_programs_start_to_read() -> None:
    planned = Exams(step2_ck=Exam(planned=date(2027, 9, 10)))
    assert default_season(applicant("internal_medicine", exams=planned), TODAY, load_facts()) == 2029
    earlier = Exams(step2_ck=Exam(planned=date(2027, 3, 1)))
    assert default_season(applicant("internal_medicine", exams=earlier), TODAY, load_facts()) == 2028


def test_submission_day_itself_is_still_in_time() -> None:
    profile = applicant("internal_medicine")
    assert default_season(profile, date(2027, 9, 1), load_facts()) == 2028
    assert default_season(profile, date(2027, 9, 2), load_facts()) == 2029
