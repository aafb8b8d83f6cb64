"""The funnel against a simulation of people, and against the tables it is solved for."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from smartpick.odds.funnel import (
    Reference,
    ceiling,
    interview_chances,
    quadrature,
    solve,
    spread_of,
    strength,
)


def reference(size: float, signals: float, lift: float, ranks: float, rate: float, latent: float,
              takes: float = 1.0, spread: float | None = None) -> Reference:
    values = (size, signals, lift, ranks, rate, latent, latent if spread is None else spread, takes)
    return Reference(*(np.array([float(v)]) for v in values))


def one_of_all(programs: int) -> np.ndarray:
    return np.ones(programs)


def simulate(base: float, hire: float, ref: Reference, people: int = 200_000) -> tuple[float, float, float]:
    """(no interview, mean interviews given one, matched given one) of people drawn one by one."""
    rng = np.random.default_rng(3)
    eta = base + ref.spread[0] * rng.standard_normal(people)
    sent, plain = int(ref.signals[0]), int(ref.size[0] - ref.signals[0])
    takes = ref.takes[0]
    invited = rng.binomial(sent, takes / (1 + np.exp(-eta - ref.signal_lift[0]))) + rng.binomial(
        plain, takes / (1 + np.exp(-eta)))
    matched = rng.random(people) < 1 - (1 - hire) ** invited
    some = invited > 0
    return float((~some).mean()), float(invited[some].mean()), float(matched[some].mean())


@pytest.mark.parametrize(
    ("size", "signals", "ranks", "rate", "takes"),
    [(60, 28, 2.8, 0.2, 1.0), (80, 15, 4.3, 0.49, 0.7), (120, 0, 5.0, 0.6, 0.9), (40, 5, 11, 0.9, 1.0)],
)
def test_the_solved_funnel_returns_the_published_ranks_and_rate(
    size: int, signals: int, ranks: float, rate: float, takes: float
) -> None:
    ref = reference(size, signals, 1.0, ranks, rate, 0.8, takes, 1.0)
    funnel = solve(ref)
    none, mean, matched = simulate(float(funnel.base[0]), float(funnel.hire[0]), ref)
    assert none == pytest.approx(float(funnel.no_interview[0]), abs=0.01)
    assert mean == pytest.approx(ranks, rel=0.02)
    assert matched == pytest.approx(rate, abs=0.01)


@settings(max_examples=40, deadline=None)
@given(st.floats(0.03, 0.9), st.floats(0.03, 0.9), st.floats(0.5, 1.5))
def test_a_person_gets_back_the_chance_they_were_given(rate: float, certified: float, latent: float) -> None:
    ref = reference(70, 10, 0.8, 3.5, rate, latent)
    funnel = solve(ref)
    shift, hire = strength(funnel, np.array([certified]), np.array([0.5]))
    p = interview_chances(funnel, shift, np.zeros((60, 1)), one_of_all(60))
    signalled = interview_chances(funnel, shift, np.full((10, 1), 0.8), one_of_all(10))
    _, w = quadrature()
    both = np.concatenate([p, signalled])
    matched = 1 - np.prod(1 - both * hire[None, :, None], axis=0) @ w
    heard = 1 - np.prod(1 - both, axis=0)
    assert float((matched / (heard @ w))[0]) == pytest.approx(certified, abs=0.004)
    given_one = ceiling(funnel, shift, hire)
    assert float(((given_one * heard) @ w / (heard @ w))[0]) == pytest.approx(certified, abs=0.004)


def test_independence_would_be_the_great_error() -> None:
    """Sixty applications with a latent spread of 1: far from the chance of sixty independent tries."""
    z, w = quadrature(41)
    p = 1 / (1 + np.exp(-(-2.2 + z)))
    true = 1 - (1 - p) ** 60 @ w
    independent = 1 - (1 - float(p @ w)) ** 60
    assert true < 0.99 < 0.999 < independent


@given(st.floats(-3, 3), st.floats(0, 2))
@settings(max_examples=40, deadline=None)
def test_a_more_open_program_never_invites_less(offset: float, more: float) -> None:
    funnel = solve(reference(60, 5, 1.0, 3.0, 0.3, 1.0))
    low, high = (interview_chances(funnel, np.zeros(1), np.array([[o]]), one_of_all(1))
                 for o in (offset, offset + more))
    assert (high >= low).all()


@pytest.mark.parametrize(("size", "mean", "deviation"), [(80, 4.2, 3.9), (120, 2.6, 2.8), (60, 6.7, 6.0)])
def test_the_spread_returns_the_published_spread_of_interviews(size: int, mean: float, deviation: float) -> None:
    """Checked on people drawn one by one: the standard deviation of interviews among those with one."""
    ref = reference(size, 0, 0.0, mean, 0.4, 1.0, 0.8)
    ref = replace(ref, spread=spread_of(ref, np.array([deviation])))
    funnel = solve(ref)
    rng = np.random.default_rng(5)
    eta = funnel.base[0] + ref.spread[0] * rng.standard_normal(300_000)
    count = rng.binomial(size, 0.8 / (1 + np.exp(-eta)))
    assert count[count > 0].mean() == pytest.approx(mean, rel=0.03)
    assert count[count > 0].std() == pytest.approx(deviation, rel=0.05)


@given(st.floats(0.05, 0.95), st.floats(0.0, 0.05))
@settings(max_examples=30, deadline=None)
def test_a_program_surer_to_take_the_visa_never_invites_less(takes: float, more: float) -> None:
    funnel = solve(reference(60, 5, 1.0, 3.0, 0.3, 1.0))
    low, high = (interview_chances(funnel, np.zeros(1), np.zeros((1, 1)), np.array([v])) for v in (takes, takes + more))
    assert (high >= low).all()
