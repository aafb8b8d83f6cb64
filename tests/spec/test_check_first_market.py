"""A market small enough to try every list: the value of an answer as enumeration finds it, and as SmartPick does."""

from __future__ import annotations

from itertools import combinations, product
from types import SimpleNamespace

import numpy as np
import pytest

from small_market import LETTERS, Market
from smartpick.advise.check_first import gains
from smartpick.advise.check_lists import Entry, table_of
from smartpick.advise.chosen import choose_lists
from smartpick.domain.plan import Signal
from smartpick.facts import load_facts
from smartpick.odds.funnel import interview_chances, quadrature

pytestmark = pytest.mark.covers("R72", "R75")
FEE = 11  # dollars for each of the first thirty ERAS applications


def any_match(market: Market, chosen: dict[int, Signal], known: dict[int, bool]) -> float:
    """The chance of a match with these programs and signals, when some answers are known."""
    weights = quadrature()[1]
    missed = np.ones(weights.size)
    for row, signal in chosen.items():
        p = market.interview(np.array([row]), signal, 1)[0, 0]
        if row in known:
            p = p / market.sponsors[row] if known[row] else 0 * p
        missed = missed * (1 - p * market.hire[0])
    return float((1 - missed) @ weights)


def best_lists(market: Market, size: int) -> list[dict[int, Signal]]:
    """Every list of at most `size` programs with every way to send the signals."""
    rows = range(len(market.log_odds))
    found = []
    for n in range(size + 1):
        for chosen in combinations(rows, n):
            for signals in product((Signal.NONE, *(t for t, _ in market.limits)), repeat=n):
                if all(signals.count(t) <= limit for t, limit in market.limits):
                    found.append(dict(zip(chosen, signals, strict=True)))
    return found


def by_enumeration(market: Market, now: dict[int, Signal], row: int) -> float:
    """The gain of one answer: the best of all lists after a yes and after a no, against the list now."""
    v = float(market.sponsors[row])
    total = 0.0
    for yes, share in ((True, v), (False, 1 - v)):
        known = {row: yes}
        best = max(any_match(market, chosen, known) for chosen in best_lists(market, len(now)))
        total += share * (best - any_match(market, now, known))
    return total


def as_found(market: Market, applications: int) -> tuple[dict[int, Signal], dict[str, float]]:
    facts = load_facts()
    chosen = choose_lists((market,), FEE * applications, facts)
    now = {chosen.row[n]: chosen.picks[n].signal for n in range(chosen.count)}
    sites = tuple(market.site(row) for row in range(len(market.log_odds)))
    found = gains(chosen, sites, facts, most=10)
    return now, {g.site.institution_id: g.any_residency.value for g in found}


MARKETS = {
    "one doubtful program on the list": Market([0.0, -0.2, -0.4, -0.6], np.array([0.5, 1.0, 1.0, 1.0])),
    "a strong program kept out by doubt": Market([1.5, 0.0, -0.1, -0.2], np.array([0.15, 1.0, 1.0, 1.0])),
    "every answer open": Market([0.4, 0.2, 0.0, -0.2, -0.4], np.array([0.5, 0.7, 0.3, 0.9, 0.6])),
    "one signal to send": Market([0.4, 0.2, 0.0, -0.2], np.array([0.5, 0.7, 0.8, 0.9]), ((Signal.SINGLE, 1),)),
}


@pytest.mark.parametrize("market", MARKETS.values(), ids=MARKETS)
def test_gains_are_those_of_trying_every_list(market):
    now, found = as_found(market, 2)
    assert len(now) == 2
    for row in range(len(market.log_odds)):
        wanted = by_enumeration(market, now, row)
        got = found.get(f"inst-{LETTERS[row]}", 0.0)
        assert got == pytest.approx(wanted, abs=1e-9), row


def test_the_one_doubtful_program_is_the_one_to_ask_about():
    _, found = as_found(MARKETS["one doubtful program on the list"], 2)
    assert list(found) == ["inst-A"]


def test_a_program_that_only_doubt_keeps_out_comes_first():
    now, found = as_found(MARKETS["a strong program kept out by doubt"], 2)
    assert 0 not in now
    assert next(iter(found)) == "inst-A"


def test_a_certain_policy_is_worth_nothing():
    market = Market([0.4, 0.2, 0.0], np.array([1.0, 1.0, 1.0]))
    assert as_found(market, 2)[1] == {}


def test_a_program_far_below_the_list_is_not_worth_a_question():
    market = Market([0.4, 0.2, 0.0, -6.0], np.array([1.0, 1.0, 1.0, 0.5]))
    assert as_found(market, 2)[1] == {}


def test_the_table_counts_the_fee_of_a_program_once():
    market = MARKETS["every answer open"]
    table = table_of((market, market), load_facts())
    assert table.cost((Entry(0, 0, Signal.NONE), Entry(1, 0, Signal.NONE), Entry(0, 1, Signal.NONE))) == 2 * FEE


def test_the_stand_in_draws_as_the_funnel_does():
    """The market's interview chances are those of the funnel's own formula."""
    z = quadrature()[0]
    funnel = SimpleNamespace(base=np.zeros(1), latent=np.ones(1))
    own = Market([0.3], np.array([0.6])).interview(np.array([0]), Signal.NONE, 1)
    real = interview_chances(funnel, np.zeros(1), np.array([[0.3]]), np.array([0.6]))
    assert own.shape == real.shape == (1, 1, z.size)
    assert own == pytest.approx(real)
