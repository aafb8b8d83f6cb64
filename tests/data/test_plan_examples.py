"""The four example profiles, planned on 22 Nov 2026: what each plan must say (contract tests)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest

import smartpick
from smartpick.domain.applicant import (
    ApplicantType,
    Exams,
    Letter,
    Output,
    OutputKind,
    Person,
    PolicyNote,
    Profile,
    Progress,
    Status,
    VisaNeed,
)
from smartpick.domain.plan import Lane, Met, Plan, Strategy, Tier
from smartpick.domain.program import TrackKind

TODAY = date(2026, 11, 22)
EXAMPLES = Path(__file__).parents[2] / "examples"
NAMES = ("derm_j1", "ortho_reapplicant", "im_dual", "neurosurgery_student")


@cache
def planned(name: str) -> Plan:
    return smartpick.plan(EXAMPLES / f"{name}.yaml", today=TODAY)


def words(plan: Plan) -> str:
    """Everything the verdict says, in one text."""
    s = plan.strategies
    parts = [s.headline, s.guide_note, *s.conditions, *(f.change for f in s.flips)]
    for verdict in (s.today, s.planned):
        parts += [verdict.headline, *verdict.because, *verdict.warnings]
        parts += [f"{c.have} {c.mark} {c.note}" for c in verdict.criteria]
    return " ".join(parts)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.covers("R16", "R142", "R144", "R145")
def test_every_example_gets_a_whole_plan(name: str) -> None:
    plan = planned(name)
    assert plan.profile.is_example
    assert plan.chances is not None
    assert plan.portfolio is not None
    assert plan.chosen
    assert plan.timeline.tasks
    assert len(plan.timeline.next_steps) == 3
    assert plan.sources
    outcomes = plan.chances.outcomes
    parts = (outcomes.target, outcomes.other_full, outcomes.one_year_only, outcomes.unmatched,
             outcomes.seat_without_pgy1)
    assert sum(p.value or 0.0 for p in parts if p is not None) == pytest.approx(1.0, abs=0.03)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.covers("R15", "D18")
def test_the_headline_is_a_judged_range_without_a_point_below_the_certified_one(name: str) -> None:
    chances = planned(name).chances
    assert chances is not None
    apply, certify = chances.if_apply.estimate, chances.if_certify.estimate
    assert apply.value is None
    assert apply.low is not None
    assert apply.high is not None
    assert certify.high is not None
    assert apply.grade.value == "judged"
    assert apply.high <= certify.high + 1e-9


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.covers("R76", "R143")
def test_every_row_says_why_and_nothing_closed_is_on_the_list(name: str) -> None:
    plan = planned(name)
    assert all(row.reasons and row.reasons[0].endswith(".") for row in plan.programs)
    assert not any(row.on_list and row.tier in (Tier.CLOSED, Tier.NO_RECORD) for row in plan.programs)
    assert all(TrackKind.RESERVED not in row.kinds for row in plan.programs)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.covers("R24", "D4")
def test_the_budget_holds_and_the_curve_never_falls(name: str) -> None:
    portfolio = planned(name).portfolio
    assert portfolio is not None
    assert portfolio.budget_usd is not None
    assert portfolio.total_usd <= portfolio.budget_usd
    assert portfolio.application_fees_usd == sum(x.cost_usd for x in portfolio.lists)
    curve = [p.any_residency for p in portfolio.curve]
    assert all(b >= a - 0.005 for a, b in pairwise(curve))


@pytest.mark.covers("R26", "R131", "H17")
def test_derm_j1_is_staged_today_and_focused_when_planned() -> None:
    plan = planned("derm_j1")
    assert plan.season.match_year == 2028
    assert plan.strategies.today.strategy is Strategy.STAGED
    assert plan.strategies.today.count("pillar") == 1
    assert plan.strategies.planned.strategy is Strategy.FOCUSED_PARALLEL
    assert plan.strategies.planned.count("pillar") == 3
    assert plan.strategies.decide_by == date(2027, 7, 7)
    assert not any("260" in flip.change for flip in plan.strategies.flips)


@pytest.mark.covers("H18")
def test_derm_j1_has_pgy1_seats_in_list_and_cost() -> None:
    plan = planned("derm_j1")
    assert any(row.purpose == "pgy1" and row.on_list for row in plan.programs)
    assert plan.portfolio is not None
    assert any(x.purpose == "pgy1" and x.applications for x in plan.portfolio.lists)
    assert plan.chances is not None
    assert plan.chances.outcomes.advanced_seat is not None


@pytest.mark.covers("R3", "R65", "R72")
def test_derm_j1_is_told_to_check_visa_policies_first() -> None:
    plan = planned("derm_j1")
    assert plan.visa.open
    unknown = [row for row in plan.chosen if row.visa.startswith("unknown")]
    assert unknown
    assert all(row.tier is Tier.THREE for row in unknown)
    assert any(w.code == "policy_unknown" for w in plan.warnings)


@pytest.mark.covers("R20", "R21", "D22")
def test_ortho_reapplicant_is_refused_one_specialty_only() -> None:
    plan = planned("ortho_reapplicant")
    for verdict in (plan.strategies.today, plan.strategies.planned):
        assert verdict.strategy is Strategy.FOCUSED_PARALLEL
    assert plan.strategies.today.count("pillar") == 3
    by_key = {c.key: c.met for c in plan.strategies.today.criteria if c.group == "all_in"}
    assert Met.PARTLY in by_key.values()
    assert any(a.strategy is Strategy.ONE_SPECIALTY_ONLY for a in plan.strategies.alternatives)


@pytest.mark.covers("R2", "D9")
def test_ortho_reapplicant_reads_that_the_score_cannot_tell_more() -> None:
    plan = planned("ortho_reapplicant")
    card = plan.reality[0]
    assert (card.matched, card.total) == (5, 22)
    assert plan.chances is not None
    step2 = next(d for d in plan.chances.drivers if d.label == "Step 2 CK")
    assert "at most 257" in step2.note
    assert "cannot tell us more" in step2.note


def test_ortho_reapplicant_sees_bands_and_no_percents_and_no_visa_rows() -> None:
    plan = planned("ortho_reapplicant")
    rows = [r for r in plan.programs if r.purpose == "target"]
    assert rows
    assert all(r.interview is None for r in rows)
    assert plan.visa.needed is False
    assert all(lane.lane is Lane.NOT_NEEDED for lane in plan.visa.lanes)


@pytest.mark.covers("R138")
def test_ortho_reapplicant_is_asked_what_is_new_since_2026() -> None:
    assert any("2026 Match" in t.title for t in planned("ortho_reapplicant").timeline.tasks)


@pytest.mark.covers("H24", "R110")
def test_im_dual_hears_nothing_of_the_guides_marks() -> None:
    plan = planned("im_dual")
    assert not plan.strategies.guide_applies
    said = words(plan)
    assert not any(mark in said for mark in ("245", "250", "260"))
    assert plan.visa.needed is False
    assert any("statement" in t.title.lower() for t in plan.timeline.tasks)


@pytest.mark.covers("R39")
def test_im_dual_is_told_of_the_step_1_attempt() -> None:
    plan = planned("im_dual")
    said = words(plan) + " ".join(w.message for w in plan.warnings)
    assert "Step 1" in said


def test_im_dual_lists_only_the_states_asked_for() -> None:
    plan = planned("im_dual")
    assert {row.program.state for row in plan.programs} <= {"NY", "NJ", "PA", "FL"}
    assert plan.portfolio is not None
    assert "end" in plan.portfolio.stop_rule


@pytest.mark.covers("H8", "R134")
def test_neurosurgery_student_aims_at_2029_with_electives_before_graduation() -> None:
    plan = planned("neurosurgery_student")
    assert plan.season.match_year == 2029
    electives = [t for t in plan.timeline.tasks if "elective" in t.title.lower()]
    assert electives
    assert all(t.due <= date(2027, 7, 31) for t in electives)
    research = next(c for c in plan.strategies.today.criteria if c.key == "us_research")
    assert research.met is Met.MISSING


@pytest.mark.covers("H10", "H20")
def test_neurosurgery_student_uses_all_seven_j1_years() -> None:
    notes = " ".join(planned("neurosurgery_student").visa.notes)
    assert "seven" in notes or "7" in notes
    assert "ask" in notes.lower()


@pytest.mark.covers("R65")
def test_no_list_is_sold_where_every_visa_lane_is_closed() -> None:
    """Iran, in Tehran: J-1 and H-1B are closed for now, so the gate comes first."""
    closed = Profile(
        ("internal_medicine",),
        ApplicantType.NON_US_IMG,
        person=Person(citizenships=("IR",), residence_country="IR", status=Status.NONE, visa_need=VisaNeed.EITHER),
    )
    plan = smartpick.plan(closed, today=TODAY)
    assert plan.visa.open is False
    assert plan.portfolio is None
    assert plan.chances is None
    assert not plan.chosen
    assert any(w.code == "no_lane" for w in plan.warnings)


def test_a_tie_never_lowers_the_chance_of_the_target() -> None:
    with_mentor = smartpick.plan(EXAMPLES / "derm_j1.yaml", today=TODAY)
    without = smartpick.plan(replace(with_mentor.profile, ties=()), today=TODAY)
    assert with_mentor.chances is not None
    assert without.chances is not None
    assert (with_mentor.chances.if_apply.estimate.low or 0) >= (without.chances.if_apply.estimate.low or 0)


@pytest.mark.covers("R75", "D7")
def test_a_program_known_to_sponsor_comes_first_and_one_known_not_to_is_closed() -> None:
    plan = planned("derm_j1")
    unknown = [r for r in plan.programs if r.purpose == "target" and not r.program.institution.startswith("Boston")]
    yes, no = unknown[5].program.program_id, unknown[0].program.program_id
    notes = (PolicyNote(yes, sponsors_j1=True), PolicyNote(no, sponsors_j1=False))
    checked = smartpick.plan(replace(plan.profile, policies=notes), today=TODAY)
    rows = {r.program.program_id: r for r in checked.programs if r.purpose == "target"}
    assert not rows[no].on_list
    assert rows[yes].on_list
    assert (rows[yes].rank_in_list or 999) < (unknown[5].rank_in_list or 999)


def test_unknown_papers_are_not_none_and_planned_papers_do_not_count() -> None:
    base = planned("derm_j1").profile

    def certified(profile: Profile) -> float:
        chances = smartpick.plan(profile, today=TODAY).chances
        assert chances is not None
        return chances.if_certify.estimate.value or 0.0

    none = replace(base, outputs=(Output(OutputKind.POSTER, 1),))
    unknown = replace(base, outputs=())
    planned_more = replace(base, outputs=(*base.outputs, Output(OutputKind.PAPER, 20, progress=Progress.PLANNED)))
    assert certified(none) < certified(unknown)
    assert certified(planned_more) == certified(base)


def test_a_certified_chance_has_the_grade_of_its_weakest_input() -> None:
    """Two measures overlap by a judged correlation, a letter acts by a judged effect; a score alone is published."""
    base = planned("derm_j1").profile
    bare = Profile(targets=("neurology",), applicant_type=base.applicant_type,
                   exams=Exams(step2_ck=replace(base.exams.step2_ck, passed=None, attempts=None)))

    def grade(outputs: tuple[Output, ...] = (), letters: tuple[Letter, ...] = ()) -> str:
        profile = replace(bare, outputs=outputs, letters=letters)
        chances = smartpick.plan(profile, today=TODAY).chances
        assert chances is not None
        return chances.if_certify.estimate.grade.value

    assert grade() == "derived"
    assert grade(base.outputs) == "judged"
    assert grade(letters=base.letters) == "judged"
