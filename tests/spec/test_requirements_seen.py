"""Requirements seen in whole plans: ties, research, backups, tone, and what a change of the profile changes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from datetime import date
from functools import cache
from pathlib import Path

import pytest

import smartpick
from smartpick.domain.applicant import Backup, Output, OutputKind, Profile, Stance
from smartpick.domain.plan import Criterion, Met, Plan, Verdict
from smartpick.domain.standing import standing
from smartpick.exchange.profile import read_profile
from smartpick.facts.specialties import specialties

TODAY = date(2026, 11, 22)
EXAMPLES = Path(__file__).parents[2] / "examples"
NAMES = ("derm_j1", "ortho_reapplicant", "im_dual", "neurosurgery_student")
# Each with what we say instead.
NEVER_SAID = {
    r"\bweak(er)? (applicant|profile|score)": "not yet",
    r"IMG-invisible": "No IMG record, no visa",
    r"\bwast(e|ed)\b": "applications that cannot work",
    r"match score": "chance of at least one match",
    r"\bbiased?\b": "no clear policy found",
    r"despite being": "what you bring",
    r"\bguarantee": "nothing",
    r"\b(hopeless|impossible|failure)\b": "not yet",
    r"\bscramble\b": "SOAP",
    r"Orthopedic Surgery": "Orthopaedic Surgery",
    r"\b(?<!guide's )all-in\b": "one specialty only (the guide's all-in)",
}


def profile(name: str) -> Profile:
    return read_profile(EXAMPLES / f"{name}.yaml")


@cache
def planned(name: str) -> Plan:
    return smartpick.plan(profile(name), today=TODAY)


def texts(value: object) -> Iterator[str]:
    """Every text inside a value of the plan."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for part in value:
            yield from texts(part)
    elif is_dataclass(value):
        for field in fields(value):
            yield from texts(getattr(value, field.name))


def criterion(verdict: Verdict, group: str, words: str) -> Criterion:
    return next(c for c in verdict.criteria if c.group == group and words in c.label)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.covers("R139", "D27", "H23")
def test_no_plan_uses_words_that_hurt_or_promise(name: str) -> None:
    plan = planned(name)
    said = " ¶ ".join(texts((plan.strategies, plan.reality, plan.chances, plan.portfolio, plan.visa, plan.timeline,
                             plan.warnings, tuple(row.reasons for row in plan.programs))))
    found = {pattern: say for pattern, say in NEVER_SAID.items() if re.search(pattern, said)}
    assert not found


@pytest.mark.covers("R5", "R86")
def test_the_mentor_in_boston_is_the_reason_on_that_row_only() -> None:
    rows = {row.program.institution: row for row in planned("derm_j1").programs if row.purpose == "target"}
    boston = rows["Boston Univ Med Ctr-MA"]
    assert boston.on_list
    assert "your research mentor is there" in boston.reasons[0]
    assert not any("mentor is there" in " ".join(row.reasons)
                   for name, row in rows.items() if name != "Boston Univ Med Ctr-MA")


@pytest.mark.covers("R8", "R121", "R40", "H3")
@pytest.mark.parametrize(("name", "today", "then"), [
    ("derm_j1", Met.PARTLY, Met.MET),  # 6 of 12 months, 15 by submission
    ("ortho_reapplicant", Met.MET, Met.MET),
    ("neurosurgery_student", Met.MISSING, Met.MISSING),  # home and remote months are not on site
])
def test_research_is_a_pillar_and_a_decision_question(name: str, today: Met, then: Met) -> None:
    strategies = planned(name).strategies
    for verdict, met in ((strategies.today, today), (strategies.planned, then)):
        assert criterion(verdict, "pillar", "research").met is met
        assert criterion(verdict, "gate", "Research").met is met


@pytest.mark.covers("R27", "H2")
def test_the_way_from_internal_medicine_to_dermatopathology_is_corrected() -> None:
    said = " ".join(texts(planned("derm_j1").strategies))
    assert "dermatopathology" in said
    assert "dermatology or pathology residency" in said


@pytest.mark.covers("R43")
def test_chapters_and_reviews_count_as_publications() -> None:
    written = tuple(Output(kind, 1) for kind in (OutputKind.PAPER, OutputKind.REVIEW, OutputKind.CHAPTER,
                                                  OutputKind.POSTER))
    person = replace(profile("derm_j1"), outputs=written)
    assert standing(person, "dermatology", TODAY, planned=False, today=TODAY).publications == 3


@pytest.mark.covers("R66", "R68", "R69", "R71")
def test_both_visas_are_described_with_what_they_ask_and_without_praise() -> None:
    lanes = {lane.label: " ".join((*lane.reasons, *lane.needs)) for lane in planned("neurosurgery_student").visa.lanes}
    assert "ECFMG certification" in lanes["J-1"]
    assert "Step 3 passed before the petition" in lanes["H-1B"]
    assert not re.search(r"\b(better|worse|best|prefer)", " ".join(lanes.values()))


@pytest.mark.covers("R23", "R109", "H18")
def test_one_cycle_holds_the_target_the_backup_and_the_pgy1_seats() -> None:
    portfolio = planned("derm_j1").portfolio
    assert portfolio is not None
    assert {part.purpose for part in portfolio.lists} == {"target", "backup", "pgy1"}


@pytest.mark.covers("R13", "R25", "R115")
@pytest.mark.parametrize(("willing", "listed"), [(Stance.YES, True), (Stance.MAYBE, False), (Stance.NO, False)])
def test_a_backup_is_listed_only_after_a_clear_yes(willing: Stance, listed: bool) -> None:
    person = replace(profile("derm_j1"), backups=(Backup("internal_medicine", willing),))
    plan = smartpick.plan(person, today=TODAY)
    assert any(row.purpose == "backup" and row.on_list for row in plan.programs) is listed


@pytest.mark.covers("R141")
def test_a_score_and_a_wish_change_the_plan() -> None:
    derm, dual = profile("derm_j1"), profile("im_dual")
    lower = replace(derm, exams=replace(derm.exams, step2_ck=replace(derm.exams.step2_ck, score=235)))
    elsewhere = replace(dual, wishes=replace(dual.wishes, states=("OH",)))
    assert smartpick.plan(lower, today=TODAY).chances != planned("derm_j1").chances
    assert {row.program.state for row in smartpick.plan(elsewhere, today=TODAY).chosen} == {"OH"}


@pytest.mark.covers("H1", "R1", "R2")
def test_how_competitive_a_specialty_is_comes_from_its_year_not_from_the_guides_flag() -> None:
    cards = {}
    for target in ("dermatology", "radiation_oncology"):
        assert specialties().get(target).guide == "always"
        plan = smartpick.plan(replace(profile("derm_j1"), targets=(target,)), today=TODAY)
        cards[target] = plan.reality[0].rate
    rates = {target: rate.value for target, rate in cards.items()}
    assert all(rate.year is not None and rate.sources for rate in cards.values())
    assert rates["dermatology"] != rates["radiation_oncology"]
