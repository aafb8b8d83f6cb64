"""Pillars and questions line by line: what counts, what does not, and how unknown is shown."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from smartpick.advise.gates import Situation, criteria, situation
from smartpick.advise.pillars import pillars
from smartpick.domain.applicant import (
    Letter,
    Profile,
    ResearchPeriod,
    ResearchPlace,
    Rotation,
    RotationKind,
    Tie,
    TieKind,
)
from smartpick.domain.plan import Criterion, Lane, Met
from smartpick.domain.standing import standing
from strategy_cases import DERM, TODAY, applicant, visa


def lines(profile: Profile, lane: Lane = Lane.OPEN) -> dict[str, Criterion]:
    case: Situation = situation(profile, standing(profile, profile.target, TODAY, planned=False, today=TODAY),
                                visa(lane), 283)
    return {c.key: c for c in criteria(case)}


@pytest.mark.covers("R134", "R135", "R40")
def test_remote_months_never_count_as_on_site():
    profile = applicant(research=(ResearchPeriod(DERM, ResearchPlace.REMOTE_US, months=12),), papers=3)
    research = lines(profile)["us_research"]
    assert research.met is Met.MISSING
    assert research.have == "0 of 12 on-site months in dermatology, 3 papers"
    assert "12 months of remote or home research" in research.note


@pytest.mark.covers("R135")
@pytest.mark.parametrize(("months", "papers", "met"), [
    (12, 1, Met.MET), (12, 0, Met.PARTLY), (6, 0, Met.PARTLY), (5, 4, Met.MISSING), (0, 0, Met.MISSING)])
def test_on_site_months_and_a_paper(months, papers, met):
    assert lines(applicant(months=months, papers=papers))["us_research"].met is met


@pytest.mark.covers("R135")
def test_a_full_calendar_year_is_twelve_months():
    year = ResearchPeriod(DERM, ResearchPlace.ONSITE_US, date(2025, 9, 1), date(2026, 9, 1))
    research = lines(applicant(research=(year,), papers=1))["us_research"]
    assert research.met is Met.MET
    assert research.have.startswith("12 on-site months")


@pytest.mark.covers("R122", "R58")
@pytest.mark.parametrize(("strong", "others", "pillar", "question"), [
    (2, 1, Met.MET, Met.MET), (3, 0, Met.MET, Met.MET), (2, 0, Met.PARTLY, Met.MET), (1, 2, Met.PARTLY, Met.PARTLY),
    (0, 3, Met.MISSING, Met.MISSING)])
def test_letters(strong, others, pillar, question):
    found = lines(applicant(strong=strong, other_letters=others))
    assert (found["strong_us_letters"].met, found["dq3_letters"].met) == (pillar, question)


@pytest.mark.covers("R122")
def test_letters_of_unknown_strength_are_unknown_not_missing():
    found = lines(applicant(letters=(Letter(DERM, True), Letter(DERM, True), Letter(DERM, True))))
    assert found["strong_us_letters"].met is Met.UNKNOWN
    assert "3 more of unknown strength" in found["dq3_letters"].have


@pytest.mark.covers("R51", "R52", "R9")
@pytest.mark.parametrize(("rotations", "met"), [
    ((Rotation(RotationKind.US_ELECTIVE, DERM), Rotation(RotationKind.US_ELECTIVE, "internal_medicine")), Met.MET),
    ((Rotation(RotationKind.US_ELECTIVE, "pediatrics"), Rotation(RotationKind.US_ELECTIVE, "neurology")), Met.PARTLY),
    ((Rotation(RotationKind.US_ELECTIVE, DERM),), Met.PARTLY),
    ((Rotation(RotationKind.OBSERVERSHIP, DERM),) * 4, Met.PARTLY),
    ((Rotation(RotationKind.HANDS_ON_EXTERNSHIP, DERM, teaching_hospital=False),) * 3, Met.PARTLY),
    ((Rotation(RotationKind.US_ELECTIVE, DERM, in_us=False),) * 2, Met.MISSING),
    ((), Met.MISSING),
])
def test_rotations(rotations, met):
    assert lines(applicant(rotations=rotations))["us_rotations"].met is met


@pytest.mark.covers("R20")
def test_one_champion_of_two_programs_is_one_champion():
    ties = tuple(Tie(TieKind.CHAMPION, program=p, will_call=True, who="a mentor") for p in ("1", "2"))
    champions = lines(applicant(ties=ties))["faculty_champions"]
    assert champions.met is Met.PARTLY
    assert champions.have == "1 of 2 who would speak for you"


@pytest.mark.covers("R20")
def test_a_champion_who_does_not_call_does_not_count():
    ties = (Tie(TieKind.CHAMPION, program="1"), Tie(TieKind.MENTOR, program="2", will_call=True))
    assert lines(applicant(ties=ties))["faculty_champions"].met is Met.MISSING


@pytest.mark.covers("H3", "R120", "R123")
@pytest.mark.parametrize(("lane", "met"), [
    (Lane.OPEN, Met.MET), (Lane.OPEN_IF, Met.PARTLY), (Lane.CLOSED, Met.MISSING), (Lane.UNKNOWN, Met.UNKNOWN),
    (Lane.NOT_NEEDED, Met.MET)])
def test_the_visa_question_is_passed_when_the_visa_does_not_limit(lane, met):
    assert lines(applicant(score=252), lane)["dq4_visa"].met is met


@pytest.mark.covers("H3")
def test_every_question_passes_on_good_news():
    good = lines(applicant(score=270, months=24, papers=9, strong=4))
    bad = lines(applicant(score=231), Lane.CLOSED)
    for key in ("dq1_scores", "dq2_research", "dq3_letters", "dq4_visa"):
        assert good[key].met is Met.MET, key
        assert bad[key].met is Met.MISSING, key


@pytest.mark.covers("R21")
def test_what_is_not_given_is_unknown():
    found = lines(applicant())
    assert {found[k].met for k in ("emotional_tolerance", "financial_tolerance", "savings", "top_scores")} \
        == {Met.UNKNOWN}


def test_a_predicted_score_never_counts():
    from smartpick.domain.applicant import Exam, Exams

    profile = applicant(exams=Exams(step2_ck=Exam(predicted=270, planned=date(2027, 3, 1))))
    profile = replace(profile)
    later = standing(profile, DERM, date(2027, 9, 1), planned=True, today=TODAY)
    assert pillars(later)[0].met is Met.UNKNOWN
    assert pillars(later)[0].have == "not taken yet"


@pytest.mark.covers("H24")
def test_marks_outside_the_guide_are_not_even_counted():
    assert set(lines(applicant(target="family_medicine", score=231))) == {"dq4_visa"}
