"""Draws of parameters that carry an interval: a split normal through low, value and high."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from smartpick.facts import Fact
from smartpick.odds.rates import z_of

Array = NDArray[np.float64]


def draws(
    fact: Fact,
    rng: np.random.Generator,
    n: int,
    *,
    level: float,
    log_scale: bool = False,
    bounds: tuple[float, float] = (-np.inf, np.inf),
) -> Array:
    """`n` draws whose median is the value and whose 5 % and 95 % points are low and high.

    The first draw is the value itself, so that index 0 is the central case everywhere. On a log
    scale the halves are log-normal. Axis (draw,).
    """
    value = fact.number
    standard = rng.standard_normal(n)
    standard[0] = 0.0
    if fact.low is None or fact.high is None:
        return np.full(n, value)
    centre, low, high = (np.log(v) for v in (value, fact.low, fact.high)) if log_scale else (
        value, fact.low, fact.high)
    scale = np.where(standard < 0, centre - low, high - centre) / z_of(level)
    drawn = centre + standard * scale
    result: Array = np.clip(np.exp(drawn) if log_scale else drawn, *bounds)
    return result

