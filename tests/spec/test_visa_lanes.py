"""The visa gate: citizenship, residence and status in, lanes out (reference case 8), and the J-1 clock (case 7)."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

import smartpick
from smartpick.advise.strategy import strategies
from smartpick.advise.visa import need_of, visa_for_programs, visa_plan
from smartpick.advise.visa_clock import j1_clock
from smartpick.domain.applicant import ApplicantType, Exam, Exams, Person, Status, VisaNeed
from smartpick.domain.plan import Lane, Strategy, VisaLane, VisaPlan
from smartpick.facts import load_facts
from strategy_cases import TODAY, YES, applicant

J1, H1B, EITHER = VisaNeed.J1, VisaNeed.H1B, VisaNeed.EITHER
STEP3 = Exams(step3=Exam(224, True))
NO_STEP3 = Exams()


def abroad(*citizenships: str, need: VisaNeed | None = J1, country: str | None = None) -> Person:
    return Person(citizenships, country or citizenships[0], status=Status.NONE, visa_need=need)


def plan_of(person: Person, exams: Exams = NO_STEP3, today: date = TODAY, **more: object) -> VisaPlan:
    return visa_plan(applicant(person=person, exams=exams, season=2028, **more), today, load_facts())


def lane_of(plan: VisaPlan, visa: VisaNeed) -> VisaLane:
    return next(lane for lane in plan.lanes if lane.visa is visa)


@pytest.mark.covers("H12", "D1")
def test_nigeria_in_lagos_j1_closed_h1b_possible_with_step_3():
    plan = plan_of(abroad("NG"))
    assert lane_of(plan, J1).lane is Lane.CLOSED
    assert "partial list" in lane_of(plan, J1).reasons[0]
    h1b = lane_of(plan, H1B)
    assert h1b.lane is Lane.OPEN_IF
    assert any("Step 3" in need for need in h1b.needs)
    assert plan.open is True
    assert visa_for_programs(plan) is H1B


@pytest.mark.covers("H12")
def test_a_second_passport_opens_the_lane():
    plan = plan_of(abroad("NG", "GB"))
    (lane,) = plan.lanes
    assert lane.lane is Lane.OPEN
    assert "United Kingdom" in lane.reasons[0]
    assert visa_for_programs(plan) is J1


@pytest.mark.covers("H12", "D1")
@pytest.mark.parametrize("need", [J1, H1B, EITHER, None])
def test_iran_in_tehran_both_closed(need):
    plan = plan_of(abroad("IR", need=need))
    assert {lane.lane for lane in plan.lanes} == {Lane.CLOSED}
    assert plan.open is False
    assert "closed for now" in plan.headline
    found = strategies(applicant(person=abroad("IR")), _season(), plan, TODAY)
    assert found.planned.strategy is Strategy.NOT_YET


@pytest.mark.covers("H4", "R73")
def test_a_green_card_needs_no_visa_and_still_counts_as_non_us_img():
    plan = plan_of(Person(("NG",), "US", status=Status.PERMANENT_RESIDENT))
    assert plan.needed is False
    assert plan.open is True
    assert [lane.lane for lane in plan.lanes] == [Lane.NOT_NEEDED]
    assert "non-US citizen IMG" in plan.notes[0]
    assert visa_for_programs(plan) is VisaNeed.NONE


@pytest.mark.covers("R71", "R74")
def test_h1b_only_without_step_3_carries_a_dated_need():
    plan = plan_of(abroad("IN", need=H1B))
    (lane,) = plan.lanes
    assert lane.lane is Lane.OPEN_IF
    assert any("Step 3" in n and "1 Feb 2028" in n and "1 Jul 2028" in n for n in lane.needs)
    passed = lane_of(plan_of(abroad("IN", need=H1B), STEP3), H1B)
    assert not any("Step 3" in n for n in passed.needs)


@pytest.mark.covers("H11")
def test_the_payment_is_uncertain_for_people_outside_and_no_matter_for_those_inside():
    outside = lane_of(plan_of(abroad("IN", need=H1B), STEP3), H1B)
    assert outside.lane is Lane.OPEN_IF
    said = " ".join(outside.reasons)
    for part in ("$100,000", "uncertain", "21 Sep 2027", "cancelled", "24 Jul 2026"):
        assert part in said
    inside = lane_of(plan_of(Person(("IN",), "US", status=Status.F1, visa_need=H1B), STEP3), H1B)
    assert inside.lane is Lane.OPEN
    assert "$100,000" not in " ".join(inside.reasons)


@pytest.mark.covers("H12")
@pytest.mark.parametrize(("person", "lane"), [
    (Person(("NG",), "US", status=Status.J1_RESEARCH, visa_need=J1), Lane.OPEN),  # inside with a status
    (Person(("IR",), None, "MA", Status.F1, visa_need=J1), Lane.OPEN),
    (Person(("NG",), "NG", status=Status.F1, visa_need=J1), Lane.OPEN_IF),  # abroad with a status: a valid visa
    (Person(("NG",), None, None, None, visa_need=J1), Lane.UNKNOWN),  # does not say where
    (Person((), "NG", status=Status.NONE, visa_need=J1), Lane.UNKNOWN),
    (Person(("IN",), None, None, None, visa_need=J1), Lane.OPEN),
    (Person(("NG",), "GB", status=Status.NONE, visa_need=J1), Lane.CLOSED),  # residence elsewhere does not help
])
def test_residence_and_status(person, lane):
    assert lane_of(plan_of(person), J1).lane is lane


@pytest.mark.covers("H12", "D7")
def test_conflicting_sources_are_shown_as_conflicting():
    plan = plan_of(abroad("TM"))
    assert lane_of(plan, J1).lane is Lane.UNKNOWN
    assert "The sources disagree about Turkmenistan" in lane_of(plan, J1).reasons[0]
    assert len(lane_of(plan, J1).sources) >= 2
    assert lane_of(plan, H1B).lane is Lane.OPEN_IF  # no reading closes it


@pytest.mark.covers("D29", "H11")
def test_facts_past_their_review_are_flagged():
    fresh, stale = plan_of(abroad("IN")), plan_of(abroad("IN"), today=date(2027, 6, 1))
    assert "due for review" not in " ".join(fresh.lanes[0].reasons)
    assert stale.lanes[0].reasons[0].startswith("These facts were due for review on 27 Dec 2026")


@pytest.mark.covers("R67", "H20", "R66")
def test_the_j1_lane_brings_dated_notes():
    person = Person(("IN",), "US", "MA", Status.J1_RESEARCH, date(2027, 12, 31), J1)
    notes = " ".join(plan_of(person, backups={"internal_medicine": YES}).notes)
    for part in ("two years in your home country", "212(e)", "15 Sep 2026", "Ask ECFMG and the GME office", "Conrad 30",
                 "moving between J-1 categories", "ends on 31 Dec 2027, before residency starts on 1 Jul 2028",
                 "Dermatology takes 4 of the 7 years", "at 36 months, after the 24 allowed"):
        assert part in notes


@pytest.mark.covers("H10")
def test_neurosurgery_uses_all_j1_years():
    notes = " ".join(plan_of(abroad("PK", need=EITHER), target="neurological_surgery").notes)
    assert "Neurological Surgery takes 7 of the 7 years of J-1 sponsorship; nothing is left" in notes
    assert "longer than one admission of 4 years" in notes


@pytest.mark.covers("H10", "R67", "D2")
@pytest.mark.parametrize(("stages", "fits", "left", "changes"), [
    ((("preliminary_surgery", 1), ("orthopaedic_surgery", 5)), True, 1, (12,)),
    ((("internal_medicine", 3), ("dermatology", 3)), False, 1, (36,)),
    ((("neurological_surgery", 7),), True, 0, ()),
    ((("general_surgery", 5), ("orthopaedic_surgery", 5)), False, -3, (60,)),
    ((("preliminary_surgery", 1), ("internal_medicine", 1), ("dermatology", 3)), False, 2, (12, 24)),
])
def test_the_j1_clock(stages, fits, left, changes):
    clock = j1_clock(stages, load_facts())
    assert (clock.fits, clock.left, clock.changes_at) == (fits, left, changes)
    assert clock.sentences[-1] == "Afterwards 2 years at home, or a waiver (212(e))."
    if not fits:
        assert "ask ECFMG" in " ".join(clock.sentences)


@pytest.mark.covers("R65")
@pytest.mark.parametrize(("person", "need"), [
    (Person(("US", "PK")), VisaNeed.NONE), (Person(("IN",), status=Status.EAD), VisaNeed.NONE),
    (Person(("IN",), status=Status.EAD, visa_need=J1), J1), (Person(("IN",)), None),
    (Person(("IN",), status=Status.PERMANENT_RESIDENT, visa_need=J1), VisaNeed.NONE),
    (Person(("CA",), visa_need=VisaNeed.NONE), VisaNeed.NONE)])
def test_the_need_follows_from_status_then_from_the_persons_words(person, need):
    assert need_of(applicant(person=person)) is need


@pytest.mark.covers("R12")
def test_an_unknown_need_stays_unknown():
    plan = plan_of(Person(("IN",), "IN", status=Status.NONE))
    assert plan.needed is None
    assert plan.open is True
    assert {lane.visa for lane in plan.lanes} == {J1, H1B}
    assert visa_for_programs(plan) is None


@pytest.mark.covers("H12")
def test_citizenship_is_used_in_the_visa_gate_and_nowhere_else():
    advise = Path(smartpick.__file__).parent
    users = {file.name for room in ("advise", "odds") for file in (advise / room).glob("*.py")
             if "citizenships" in file.read_text(encoding="utf-8")}
    assert users <= {"visa.py", "visa_entry.py"}


def _season():
    from strategy_cases import season

    return season()


def test_the_applicant_type_does_not_change_a_lane():
    from dataclasses import replace

    profile = applicant(person=abroad("NG"), season=2028)
    other = replace(profile, applicant_type=ApplicantType.US_IMG)
    facts = load_facts()
    assert visa_plan(profile, TODAY, facts).lanes == visa_plan(other, TODAY, facts).lanes
