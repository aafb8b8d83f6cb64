"""On the same list no good thing lowers a chance: a score, a paper, a letter, a tie, a known sponsor, no visa need.

A plan chooses its list again after every change, so a stronger person may stop earlier and save money; that
may cost a fraction of a point of the chance of any residency, and is bounded here.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path

import numpy as np
import pytest

import smartpick
from smartpick.advise.chosen import Chosen, choose_lists, lines
from smartpick.advise.listing import make_listing, wanted_lists
from smartpick.advise.outcomes import Result, evaluate
from smartpick.advise.prospects import Prospect, prospect
from smartpick.advise.visa import visa_for_programs, visa_plan
from smartpick.domain.applicant import (
    Letter,
    Output,
    OutputKind,
    PolicyNote,
    Profile,
    Tie,
    TieKind,
    VisaNeed,
)
from smartpick.exchange.profile import read_profile
from smartpick.facts import load_facts
from smartpick.odds.funnel import quadrature
from smartpick.odds.season import pgy1_found_later

TODAY = date(2026, 11, 22)
EXAMPLES = Path(__file__).parents[2] / "examples"
NAMES = ("derm_j1", "im_dual", "neurosurgery_student", "ortho_reapplicant")
ENDS = (0.05, 0.95)
MOST_LOST = 0.015  # of the chance of any residency, when the list is chosen again

Change = Callable[[Profile, str], Profile]


def a_better_score(profile: Profile, program: str) -> Profile:
    step2 = profile.exams.step2_ck
    if step2.score is None:  # an unknown score is averaged over: a known one is no better or worse by itself
        return profile
    return replace(profile, exams=replace(profile.exams, step2_ck=replace(step2, score=step2.score + 4)))


def a_paper(profile: Profile, program: str) -> Profile:
    papers = sum(o.count for o in profile.outputs if o.kind is OutputKind.PAPER)
    return replace(profile, outputs=(*profile.outputs, Output(OutputKind.PAPER, 1))) if papers else profile


def a_strong_letter(profile: Profile, program: str) -> Profile:
    if not profile.letters:
        return profile
    return replace(profile, letters=(*profile.letters, Letter(profile.target, from_us=True, strong=True)))


def a_tie(profile: Profile, program: str) -> Profile:
    return replace(profile, ties=(*profile.ties, Tie(TieKind.MENTOR, program=program)))


def a_known_sponsor(profile: Profile, program: str) -> Profile:
    note = PolicyNote(program, sponsors_j1=True, sponsors_h1b=True, checked=TODAY, source_kind="website")
    return replace(profile, policies=(*(p for p in profile.policies if p.program != program), note))


CHANGES = (a_better_score, a_paper, a_strong_letter, a_tie, a_known_sponsor)


@cache
def example(name: str) -> Profile:
    return read_profile(EXAMPLES / f"{name}.yaml")


def prospects_of(profile: Profile, need: VisaNeed | None = None) -> tuple[Prospect, ...]:
    wants = visa_for_programs(visa_plan(profile, TODAY, load_facts())) if need is None else need
    made = (prospect(make_listing(profile, wanted, wants, TODAY), profile, load_facts(), TODAY)
            for wanted in wanted_lists(profile, True))
    return tuple(p for p in made if p is not None)


@cache
def chosen_for(name: str) -> Chosen:
    return choose_lists(prospects_of(example(name)), 1500.0, load_facts())


def result(chosen: Chosen, prospects: tuple[Prospect, ...]) -> Result:
    return evaluate(lines(replace(chosen, prospects=prospects)), quadrature()[1], pgy1_found_later(), chosen.count)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("change", CHANGES, ids=lambda c: c.__name__)
def test_on_the_same_list_a_good_thing_lowers_no_chance(name: str, change: Change) -> None:
    chosen = chosen_for(name)
    listed = chosen.prospects[chosen.owner[3]].listing.programs[chosen.row[3]].program_id
    better = prospects_of(change(example(name), listed))
    for old, new in zip(chosen.prospects, better, strict=True):
        assert [p.program_id for p in old.listing.programs] == [p.program_id for p in new.listing.programs]
    before, after = result(chosen, chosen.prospects), result(chosen, better)
    assert (after.seat[0] >= before.seat[0] - 1e-9) and (after.any_residency[0] >= before.any_residency[0] - 1e-9)
    assert (np.quantile(after.seat, ENDS) >= np.quantile(before.seat, ENDS) - 1e-9).all()
    # A seat from PGY-2 whose PGY-1 year is not matched may take the place of other full training.
    advanced = float((after.seat_only - before.seat_only).max())
    slack = 0.002 if advanced > 0 else 1e-9
    assert (np.quantile(after.any_residency, ENDS) >= np.quantile(before.any_residency, ENDS) - slack).all()


def test_needing_a_visa_raises_no_chance_on_the_same_list() -> None:
    chosen, profile = chosen_for("derm_j1"), example("derm_j1")
    needed = result(chosen, chosen.prospects)
    free = replace(profile, person=replace(profile.person, visa_need=VisaNeed.NONE))
    without = result(chosen, prospects_of(free, VisaNeed.NONE))
    assert (without.seat >= needed.seat - 1e-9).all()
    assert (without.any_residency >= needed.any_residency - 1e-9).all()


@pytest.mark.parametrize("name", NAMES)
def test_choosing_again_costs_at_most_a_point_and_a_half(name: str) -> None:
    profile = example(name)
    before = smartpick.plan(profile, today=TODAY)
    assert before.chances is not None and before.chances.any_residency.estimate.value is not None
    listed = before.chosen[3].program.program_id
    for change in CHANGES:
        after = smartpick.plan(change(profile, listed), today=TODAY).chances
        assert after is not None and after.any_residency.estimate.value is not None
        assert after.any_residency.estimate.value >= before.chances.any_residency.estimate.value - MOST_LOST
