"""Rates: intervals that hold their share, pools that stay between, parameters that say how they are known."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from smartpick.facts import load_facts
from smartpick.odds.rates import expit, learn_pool, logit, wilson


@given(st.integers(1, 5000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_a_wilson_interval_holds_its_share_and_grows_with_the_level(pair: tuple[int, int]) -> None:
    k, n = pair
    low, high = wilson(k, n)
    wide_low, wide_high = wilson(k, n, 0.95)
    assert 0 <= wide_low <= low + 1e-12 <= k / n + 2e-12
    assert k / n - 1e-12 <= high <= wide_high + 1e-12 <= 1 + 1e-12


def test_wilson_refuses_what_is_no_share() -> None:
    with pytest.raises(ValueError, match="is not a share"):
        wilson(3, 2)


@settings(max_examples=30, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 40), st.integers(1, 40)), min_size=2, max_size=8))
def test_a_pooled_rate_lies_between_its_own_share_and_the_prior(raw: list[tuple[int, int]]) -> None:
    pairs = [(min(k, n), n) for k, n in raw]
    pool = learn_pool(pairs)
    prior = float(pool.weight @ pool.mean)
    for k, n in pairs:
        low, high = sorted((k / n, prior))
        # the weights differ from member to member a little, so leave the prior's own spread as slack
        slack = float(np.sqrt(pool.weight @ (pool.mean - prior) ** 2))
        assert low - slack - 1e-9 <= pool.rate(k, n) <= high + slack + 1e-9


def test_a_handful_of_alike_specialties_does_not_make_one_another_certain() -> None:
    pool = learn_pool([(5, 30), (5, 22), (5, 27), (4, 28), (2, 7), (7, 17), (15, 58)])
    drawn = pool.draws(5, 30, np.random.default_rng(0), 4000)
    low, high = np.quantile(drawn, (0.05, 0.95))
    assert low < 5 / 30 < high
    assert high - low > 0.12


@given(st.floats(1e-5, 1 - 1e-5))
def test_log_odds_and_back(p: float) -> None:
    assert float(expit(logit(p))) == pytest.approx(p, abs=1e-9)


def test_every_model_parameter_says_that_it_is_judged_or_where_it_was_fitted() -> None:
    facts = load_facts()
    for key in facts.keys:
        if key.startswith("model."):
            for fact in facts.cells(key).values():
                assert fact.grade.value in ("judged", "derived"), key
