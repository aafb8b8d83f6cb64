"""What to check first, on any small market: gains are never below zero, never above what enumeration allows."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from small_market import Market
from smartpick.advise.check_first import gains
from smartpick.advise.chosen import choose_lists
from smartpick.domain.plan import Signal
from smartpick.facts import load_facts

pytestmark = pytest.mark.covers("R72")
FEE = 11
SIGNALS = st.sampled_from([(), ((Signal.SINGLE, 1),), ((Signal.GOLD, 1), (Signal.SILVER, 2))])


@st.composite
def markets(draw: st.DrawFn) -> Market:
    size = draw(st.integers(2, 8))
    odds = draw(st.lists(st.floats(-3, 2), min_size=size, max_size=size))
    sponsors = draw(st.lists(st.floats(0.02, 1.0), min_size=size, max_size=size))
    return Market(odds, np.array(sponsors), draw(SIGNALS), draw(st.floats(0.0, 2.0)))


@settings(max_examples=60, deadline=None)
@given(market=markets(), applications=st.integers(1, 6), most=st.integers(1, 5))
def test_gains_are_at_least_zero_ranked_and_few(market, applications, most):
    chosen = choose_lists((market,), FEE * applications, load_facts())
    sites = tuple(market.site(row) for row in range(len(market.log_odds)))
    found = gains(chosen, sites, load_facts(), most=most)
    assert len(found) <= most
    values = [g.any_residency.value for g in found]
    assert all(a >= b - 1e-9 for a, b in pairwise(values))
    for gain in found:
        estimate = gain.any_residency
        assert 0 <= estimate.low <= estimate.value <= estimate.high < 1
        assert gain.target.value >= 0


@settings(max_examples=40, deadline=None)
@given(market=markets(), applications=st.integers(1, 6), row=st.integers(0, 7))
def test_an_answer_known_before_is_worth_nothing(market, applications, row):
    row %= len(market.log_odds)
    market.sponsors[row] = 1.0
    chosen = choose_lists((market,), FEE * applications, load_facts())
    assert all(g.any_residency.value < 1e-9 for g in gains(chosen, (market.site(row),), load_facts(), most=10))


@settings(max_examples=40, deadline=None)
@given(market=markets(), applications=st.integers(1, 6))
def test_no_answer_is_worth_more_than_the_whole_chance(market, applications):
    """An answer moves one program: it cannot add more than a place there, or a place elsewhere instead."""
    chosen = choose_lists((market,), FEE * applications, load_facts())
    sites = tuple(market.site(row) for row in range(len(market.log_odds)))
    best = max(expected_alone(market, row) for row in range(len(market.log_odds)))
    for gain in gains(chosen, sites, load_facts(), most=10):
        assert gain.any_residency.value <= best + 1e-9


def expected_alone(market: Market, row: int) -> float:
    """The chance of a match at one program alone, its visa settled and with the best signal."""
    from smartpick.odds.funnel import quadrature

    tiers = [t for t, _ in market.limits] or [Signal.NONE]
    p = market.interview(np.array([row]), tiers[0], 1)[0, 0] / market.sponsors[row]
    return float((p * market.hire[0]) @ quadrature()[1]) * 2  # a signal may move with it to one more program
