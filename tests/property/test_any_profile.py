"""Any valid profile gets a plan: whatever is unknown, refused or far away, and whatever the specialty."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from smartpick.domain.applicant import (
    ApplicantType,
    Backup,
    EarlierMatch,
    Education,
    Exam,
    Exams,
    Person,
    Profile,
    Stance,
    Status,
    VisaNeed,
    Wishes,
)
from smartpick.errors import SmartPickError
from smartpick.exchange.markdown import plan_markdown
from smartpick.exchange.plan_json import plan_json
from smartpick.facts.specialties import specialties
from smartpick.usecases.plan import make_plan

TODAY = date(2026, 11, 22)
IDS = st.sampled_from(sorted(s.id for s in specialties()))


def maybe(values: object) -> st.SearchStrategy[object]:
    return st.none() | st.sampled_from(list(values))  # type: ignore[call-overload]


PROFILES = st.builds(
    Profile,
    targets=st.lists(IDS, min_size=1, max_size=2, unique=True).map(tuple),
    applicant_type=maybe(ApplicantType),
    person=st.builds(
        Person,
        citizenships=st.sampled_from([(), ("IN",), ("US",), ("NG",), ("IR",)]),
        residence_country=maybe(["US", "PK", "NG"]),
        status=maybe(Status),
        visa_need=maybe(VisaNeed),
    ),
    education=st.builds(
        Education, student=maybe([True, False]), graduation=maybe([date(2019, 6, 1), date(2027, 12, 1)])
    ),
    exams=st.builds(Exams, step2_ck=st.builds(Exam, score=maybe([215, 244, 252, 275]))),
    backups=st.lists(st.builds(Backup, specialty=IDS, willing=st.sampled_from(list(Stance))), max_size=3).map(tuple),
    pgy1_year=maybe(Stance),
    earlier_matches=st.sampled_from([(), (EarlierMatch(2025, matched=False),)]),
    wishes=st.builds(
        Wishes,
        budget_usd=maybe([0, 10, 500, 3000, 50_000]),
        states=st.sampled_from([(), ("WY",), ("NY", "CA")]),
    ),
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(PROFILES)
@pytest.mark.covers("R144", "D18")
def test_any_profile_gets_a_plan_within_its_budget(profile: Profile) -> None:
    plan = make_plan(profile, today=TODAY)
    assert plan_json(plan)["verdict"]
    assert plan_markdown(plan)
    if plan.portfolio is not None and plan.chosen and profile.wishes.budget_usd is not None:
        assert plan.portfolio.total_usd <= profile.wishes.budget_usd


@pytest.mark.parametrize("specialty", ["ophthalmology", "urology"])
def test_a_specialty_of_another_match_says_what_is_missing(specialty: str) -> None:
    plan = make_plan(Profile((specialty,), ApplicantType.NON_US_IMG), today=TODAY)
    assert plan.chances is None
    assert any(w.code == "no_list" for w in plan.warnings)


def test_a_match_that_is_over_is_refused_and_a_running_one_is_named() -> None:
    profile = Profile(("dermatology",), ApplicantType.NON_US_IMG, season=2028)
    with pytest.raises(SmartPickError, match="2028 Match was on"):
        make_plan(profile, today=date(2028, 6, 1))
    running = make_plan(profile, today=date(2027, 10, 1))
    assert any(w.code == "season_running" for w in running.warnings)


@pytest.mark.covers("R25", "R115")
def test_a_backup_without_a_yes_is_dropped() -> None:
    for stance, kept in ((Stance.YES, True), (Stance.MAYBE, False), (Stance.NO, False)):
        profile = Profile(
            ("neurology",), ApplicantType.NON_US_IMG, backups=(Backup("psychiatry", stance),)
        )
        plan = make_plan(profile, today=TODAY)
        assert any(row.purpose == "backup" for row in plan.programs) is kept
