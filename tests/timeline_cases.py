"""Invented applicants and their dated plans, for the tests of tasks."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

from smartpick.advise.calendar import default_season, season
from smartpick.advise.strategy import strategies
from smartpick.advise.timeline import timeline
from smartpick.advise.visa import visa_plan
from smartpick.domain.applicant import (
    ApplicantType,
    Education,
    Exam,
    Exams,
    Person,
    Profile,
    Status,
    VisaNeed,
)
from smartpick.domain.plan import Task, Timeline
from smartpick.exchange.profile import read_profile
from smartpick.facts import load_facts

TODAY = date(2026, 11, 22)
EXAMPLES = Path(__file__).parents[1] / "examples"
PASSED = Exams(step1=Exam(passed=True, attempts=1), step2_ck=Exam(score=252, passed=True, attempts=1),
               english_passed=True, ecfmg_certified=True)
GRADUATE = Education(student=False, graduation=date(2025, 3, 31))
STUDENT = Education(student=True, graduation=date(2027, 7, 31))
IN_INDIA = Person(citizenships=("IN",), residence_country="IN", status=Status.NONE, visa_need=VisaNeed.J1)


def applicant(**changes: object) -> Profile:
    base = Profile(targets=("dermatology",), applicant_type=ApplicantType.NON_US_IMG, person=IN_INDIA,
                   education=GRADUATE, exams=PASSED)
    return replace(base, **changes)


def plan_dates(profile: Profile, today: date = TODAY, match_year: int | None = None) -> Timeline:
    facts = load_facts()
    of = season(match_year or default_season(profile, today, facts), facts)
    visa = visa_plan(profile, today, facts)
    return timeline(profile, of, strategies(profile, of, visa, today), visa, today)


def keys(dates: Timeline) -> dict[str, Task]:
    year = dates.season.match_year
    return {t.uid.removeprefix(f"{year}-").removesuffix("@smartpick"): t for t in dates.tasks}


def example(name: str) -> Profile:
    return read_profile(EXAMPLES / f"{name}.yaml")
