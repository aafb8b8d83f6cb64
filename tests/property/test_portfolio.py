"""The list: against every list there is, within its budget, its signals and its fee tiers."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from smartpick.advise.fees import Schedule, Step
from smartpick.advise.outcomes import Line, evaluate
from smartpick.advise.portfolio import Pool, Role, Worth, choose
from smartpick.domain.plan import Signal
from smartpick.odds.funnel import quadrature

FLAT = Schedule("ERAS", (Step(1, 30, 11, False), Step(31, None, 30, False)), 2026, "x", "measured")
DEAR = Schedule("dear", (Step(1, 2, 10, False), Step(3, None, 25, False)), 2026, "x", "measured")
Z, W = quadrature(5)


def pool(
    chances: list[float], roles: list[Role], *, signals: int = 0, schedule: Schedule = FLAT, groups: int = 1
) -> Pool:
    """A small pool in which program j invites with chances[j] at z = 0."""
    base = np.log(np.array(chances) / (1 - np.array(chances)))
    plain = -np.log1p(-1 / (1 + np.exp(-(base[:, None] + Z))))
    lifted = -np.log1p(-1 / (1 + np.exp(-(base[:, None] + 1.0 + Z))))
    group = np.arange(len(chances)) % groups
    return Pool(np.array([int(r) for r in roles]), group, np.arange(len(chances)), plain, {Signal.SINGLE: lifted},
                (schedule,) * groups, (((Signal.SINGLE, signals),),) * groups, W)


def total_worth(given: Pool, worth: Worth, kept: list[tuple[int, bool]]) -> float:
    """The slow obvious version: chances of every outcome node by node."""
    left = {role: np.ones(W.size) for role in Role}
    for row, signalled in kept:
        a = given.signalled[Signal.SINGLE][row] if signalled else given.plain[row]
        left[Role(given.role[row])] = left[Role(given.role[row])] * np.exp(-a)
    cat, adv, back, year = (left[r] for r in Role)
    complete = (1 - cat) + cat * (1 - adv) * (1 - year * (1 - worth.found_later))
    full = complete + cat * adv * (1 - back)
    seat = 1 - cat * adv * back * year
    return float((worth.complete * complete + worth.full * full + worth.any_seat * seat) @ W)


def best_worth(given: Pool, worth: Worth, budget: float, signals: int) -> float:
    """Every choice of none, apply, apply with signal for every program."""
    best = 0.0
    for choice in product((0, 1, 2), repeat=given.role.size):
        kept = [(row, c == 2) for row, c in enumerate(choice) if c]
        if sum(1 for _, s in kept if s) <= signals and given.schedules[0].cost(len(kept)) <= budget:
            best = max(best, total_worth(given, worth, kept))
    return best


@settings(max_examples=25, deadline=None)
@given(
    st.lists(st.floats(0.01, 0.4), min_size=4, max_size=6),
    st.lists(st.sampled_from([Role.CATEGORICAL, Role.BACKUP]), min_size=6, max_size=6),
    st.integers(0, 2),
    st.floats(15, 80),
)
def test_greedy_is_near_the_best_of_all_lists(
    chances: list[float], roles: list[Role], signals: int, budget: float
) -> None:
    worth = Worth(0.5, 0.4, 0.1)
    given_pool = pool(chances, roles[: len(chances)], signals=signals, schedule=DEAR)
    picks = choose(given_pool, worth, budget_usd=budget, stop_per_usd=0.0, usual_pgy1=0)
    found = total_worth(given_pool, worth, [(p.row, p.signal is Signal.SINGLE) for p in picks])
    assert picks[-1].worth == pytest.approx(found)
    # (1 - 1/e) is the proven floor for greedy on one price; small cases do far better
    assert found >= 0.85 * best_worth(given_pool, worth, budget, signals)


@settings(max_examples=50, deadline=None)
@given(
    st.lists(st.floats(0.001, 0.5), min_size=1, max_size=60),
    st.integers(0, 10),
    st.floats(0, 1500),
    st.integers(1, 3),
)
def test_budget_signals_and_prices_are_kept(chances: list[float], signals: int, budget: float, groups: int) -> None:
    roles = [Role(i % 4) for i in range(len(chances))]
    given_pool = pool(chances, roles, signals=signals, groups=groups)
    picks = choose(given_pool, Worth(0.5, 0.4, 0.1), budget_usd=budget, stop_per_usd=0.0, usual_pgy1=5)
    assert sum(p.usd for p in picks) <= budget + 1e-6
    rows = [p.row for p in picks]
    assert len(set(rows)) == len(rows)
    for group in range(groups):
        mine = [p for p in picks if given_pool.group[p.row] == group]
        assert sum(1 for p in mine if p.signal is Signal.SINGLE) <= signals
        assert sum(p.usd for p in mine) == FLAT.cost(len(mine))


def test_a_second_role_of_a_program_costs_nothing() -> None:
    given_pool = pool([0.2, 0.2], [Role.BACKUP, Role.PGY1])
    same = Pool(given_pool.role, given_pool.group, np.zeros(2, dtype=int), given_pool.plain, given_pool.signalled,
                given_pool.schedules, given_pool.signals, given_pool.weights)
    picks = choose(same, Worth(0.5, 0.4, 0.1), budget_usd=11, stop_per_usd=0.0, usual_pgy1=0)
    assert [p.usd for p in picks] == [11, 0]


@pytest.mark.covers("H18")
def test_advanced_seats_are_chosen_together_with_a_pgy1_year() -> None:
    roles = [Role.ADVANCED] * 6 + [Role.PGY1] * 6
    picks = choose(pool([0.1] * 12, roles), Worth(0.5, 0.4, 0.1), budget_usd=200, stop_per_usd=0.0, usual_pgy1=6)
    chosen = {Role(roles[p.row]) for p in picks}
    assert chosen == {Role.ADVANCED, Role.PGY1}


def line(exposure: np.ndarray, roles: list[Role], certified: float | None) -> Line:
    n = exposure.shape[0]
    return Line(exposure[:, None, :], exposure[:, None, :] * 2, np.array([int(r) for r in roles]), np.arange(n),
                None if certified is None else np.array([certified]))


@pytest.mark.covers("H19")
@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.floats(0, 1), min_size=8, max_size=8),
    st.floats(0.01, 0.99),
    st.floats(0.01, 0.99),
)
def test_outcomes_sum_to_one_and_the_headline_stays_below_the_certified_chance(
    exposures: list[float], certified: float, backup: float
) -> None:
    a = np.array(exposures)[:, None] * np.exp(0.4 * Z)
    parts = (
        line(a[:4], [Role.CATEGORICAL, Role.ADVANCED, Role.ADVANCED, Role.ADVANCED], certified),
        line(a[4:6], [Role.BACKUP, Role.BACKUP], backup),
        line(a[6:], [Role.PGY1, Role.PGY1], None),
    )
    result = evaluate(parts, W)
    total = result.target + result.seat_only + result.other_full + result.one_year + result.unmatched
    assert float(total[0]) == pytest.approx(1.0)
    assert float(result.seat[0]) <= certified * float(result.invited[0]) + 1e-9
    for part in (result.target, result.seat_only, result.other_full, result.one_year, result.unmatched):
        assert -1e-12 <= float(part[0]) <= 1 + 1e-12
