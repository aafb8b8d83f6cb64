"""The list: against every list there is, within its budget, its signals and its fee tiers; outcomes that behave."""

from __future__ import annotations

from itertools import pairwise, product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from smartpick.advise.fees import Schedule, Step
from smartpick.advise.outcomes import Line, evaluate, line
from smartpick.advise.portfolio import Pick, Purpose, Roster, Worth, choose
from smartpick.domain.plan import Signal
from smartpick.odds.funnel import quadrature

FLAT = Schedule("ERAS", (Step(1, 30, 11, False), Step(31, None, 30, False)), 2026, "x", "measured")
DEAR = Schedule("dear", (Step(1, 2, 10, False), Step(3, None, 25, False)), 2026, "x", "measured")
Z, W = quadrature(5)
HIRE = 0.5
WORTH = Worth(0.5, 0.4, 0.1, 0.6)
CHANCES = st.lists(st.floats(0.01, 0.4), min_size=1, max_size=4)


def expit(x: np.ndarray) -> np.ndarray:
    return 1 / (1 + np.exp(-x))


def roster(
    purpose: Purpose,
    chances: list[float],
    *,
    advanced: bool = False,
    signals: int = 0,
    ceiling: float | None = None,
    first: int = 0,
    group: int = 0,
) -> Roster:
    """A list whose program j invites with chances[j] at z = 0; most open first, as the product orders them."""
    base = np.sort(np.log(np.array(chances) / (1 - np.array(chances))))[::-1]
    plain, lifted = expit(base[:, None] + Z), expit(base[:, None] + 1.0 + Z)
    n = len(chances)
    return Roster(
        purpose, group, np.arange(first, first + n), np.full(n, advanced),
        {Signal.NONE: plain, Signal.SINGLE: lifted},
        {Signal.NONE: plain * HIRE, Signal.SINGLE: lifted * HIRE},
        None if ceiling is None else np.clip(ceiling * np.exp(0.3 * Z), 0, 1),
        ((Signal.SINGLE, signals),) if signals else (),
    )


def slow_worth(rosters: list[Roster], kept: list[tuple[int, int, Signal]]) -> float:
    """The slow obvious version: node by node, list by list."""
    total = 0.0
    for k, weight in enumerate(W):
        no_backup = no_year = 1.0
        some = seat = 0.0
        for index, r in enumerate(rosters):
            cat = adv = silent = 1.0
            for n, row, signal in kept:
                if n == index:
                    silent *= 1 - r.invited[signal][row, k]
                    if r.advanced[row]:
                        adv *= 1 - r.hit[signal][row, k]
                    else:
                        cat *= 1 - r.hit[signal][row, k]
            most = np.inf if r.ceiling is None else r.ceiling[k] * (1 - silent)
            match, part = min(1 - cat * adv, most), min(1 - cat, most)
            if r.purpose is Purpose.TARGET:
                some, seat = part, match
            elif r.purpose is Purpose.BACKUP:
                no_backup *= 1 - match
            else:
                no_year *= 1 - match
        complete = some + (seat - some) * (1 - no_year * (1 - WORTH.found_later))
        full = complete + (1 - seat) * (1 - no_backup)
        any_seat = 1 - (1 - seat) * no_backup * no_year
        total += weight * (WORTH.complete * complete + WORTH.full * full + WORTH.any_seat * any_seat)
    return float(total)


def best_worth(rosters: list[Roster], budget: float) -> float:
    """Every choice of none, apply, apply with a signal for every program of every list."""
    rows = [(n, row) for n, r in enumerate(rosters) for row in range(r.program.size)]
    best = 0.0
    for choice in product((0, 1, 2), repeat=len(rows)):
        chosen = [(place, c) for place, c in zip(rows, choice, strict=True) if c]
        kept = [(n, row, Signal.SINGLE if c == 2 else Signal.NONE) for (n, row), c in chosen]
        sent = [sum(1 for n, _, s in kept if n == i and s is Signal.SINGLE) for i in range(len(rosters))]
        allowed = all(s <= sum(c for _, c in r.signals) for s, r in zip(sent, rosters, strict=True))
        if allowed and DEAR.cost(len(kept)) <= budget:
            best = max(best, slow_worth(rosters, kept))
    return best


def as_kept(picks: tuple[Pick, ...]) -> list[tuple[int, int, Signal]]:
    return [(p.roster, p.row, p.signal) for p in picks]


@settings(max_examples=20, deadline=None)
@given(CHANCES, CHANCES.map(lambda c: c[:2]), st.integers(0, 1), st.floats(15, 80), st.sampled_from([None, 0.6]))
def test_greedy_is_near_the_best_of_all_lists(
    target: list[float], backup: list[float], signals: int, budget: float, ceiling: float | None
) -> None:
    rosters = [
        roster(Purpose.TARGET, target, signals=signals, ceiling=ceiling),
        roster(Purpose.BACKUP, backup, first=10, ceiling=ceiling),
    ]
    picks = choose(rosters, [DEAR], W, WORTH, budget_usd=budget, stop_per_usd=0.0, usual_pgy1=0)
    found = slow_worth(rosters, as_kept(picks))
    assert picks[-1].worth == pytest.approx(found)
    assert found >= 0.85 * best_worth(rosters, budget)


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.floats(0.001, 0.5), min_size=1, max_size=40),
    st.lists(st.floats(0.001, 0.5), min_size=1, max_size=40),
    st.integers(0, 10),
    st.floats(0, 1500),
    st.booleans(),
)
def test_budget_signals_and_prices_are_kept(
    target: list[float], backup: list[float], signals: int, budget: float, apart: bool
) -> None:
    rosters = [
        roster(Purpose.TARGET, target, signals=signals, ceiling=0.5),
        roster(Purpose.BACKUP, backup, signals=signals, first=100, group=int(apart), ceiling=0.5),
    ]
    picks = choose(rosters, [FLAT] * (1 + apart), W, WORTH, budget_usd=budget, stop_per_usd=0.0, usual_pgy1=5)
    assert sum(p.usd for p in picks) <= budget + 1e-6
    assert len({(p.roster, p.row) for p in picks}) == len(picks)
    for index in (0, 1):
        assert sum(1 for p in picks if p.roster == index and p.signal is Signal.SINGLE) <= signals
    counts = [sum(1 for p in picks if rosters[p.roster].group == g) for g in range(1 + apart)]
    assert sum(p.usd for p in picks) == sum(FLAT.cost(n) for n in counts)
    worths = [0.0, *(p.worth for p in picks)]
    assert all(b >= a - 1e-9 for a, b in pairwise(worths))


def test_a_second_role_of_a_program_costs_nothing() -> None:
    rosters = [roster(Purpose.BACKUP, [0.2]), roster(Purpose.PGY1, [0.2])]
    picks = choose(rosters, [FLAT], W, WORTH, budget_usd=11, stop_per_usd=0.0, usual_pgy1=0)
    assert [p.usd for p in picks] == [11, 0]


@pytest.mark.covers("H18")
def test_advanced_seats_are_chosen_together_with_a_pgy1_year() -> None:
    rosters = [roster(Purpose.TARGET, [0.1] * 6, advanced=True), roster(Purpose.PGY1, [0.1] * 6, first=10)]
    picks = choose(rosters, [FLAT], W, WORTH, budget_usd=200, stop_per_usd=0.0, usual_pgy1=6)
    assert {rosters[p.roster].purpose for p in picks} == {Purpose.TARGET, Purpose.PGY1}


def as_line(purpose: Purpose, chances: list[float], advanced: bool, start: int, ceiling: float | None) -> Line:
    invited = expit(np.log(np.array(chances) / (1 - np.array(chances)))[:, None, None] + Z)
    n = len(chances)
    most = None if ceiling is None else np.clip(ceiling * np.exp(0.3 * Z), 0, 1)[None, :]
    return line(purpose, invited * HIRE, invited, np.full(n, advanced), np.arange(start, start + n), most)


@pytest.mark.covers("H19")
@settings(max_examples=60, deadline=None)
@given(CHANCES, CHANCES, CHANCES, st.booleans(), st.floats(0.05, 1.0), st.floats(0, 1))
def test_outcomes_add_up_to_one_and_stay_below_what_an_interview_can_give(
    target: list[float], backup: list[float], year: list[float], advanced: bool, ceiling: float, later: float
) -> None:
    lines = (
        as_line(Purpose.TARGET, target, advanced, 0, ceiling),
        as_line(Purpose.BACKUP, backup, False, len(target), ceiling),
        as_line(Purpose.PGY1, year, False, len(target) + len(backup), None),
    )
    result = evaluate(lines, W, later)
    parts = (result.target, result.seat_only, result.other_full, result.one_year, result.unmatched)
    assert float(sum(parts)[0]) == pytest.approx(1.0)
    assert all(-1e-12 <= float(p[0]) <= 1 + 1e-12 for p in parts)
    most = float(np.clip(ceiling * np.exp(0.3 * Z), 0, 1) @ W)
    assert float(result.seat[0]) <= most + 1e-9
    assert float(result.seat[0]) <= float(result.invited[0]) + 1e-9


@settings(max_examples=40, deadline=None)
@given(st.lists(st.floats(0.01, 0.4), min_size=2, max_size=8), st.booleans(), st.floats(0.05, 1.0))
def test_more_applications_never_lower_the_chance_of_the_target(
    chances: list[float], advanced: bool, ceiling: float
) -> None:
    only = (as_line(Purpose.TARGET, chances, advanced, 0, ceiling),)
    seats = [float(evaluate(only, W, 0.6, n).seat[0]) for n in range(len(chances) + 1)]
    assert seats[0] == 0
    assert all(b >= a - 1e-12 for a, b in pairwise(seats))
