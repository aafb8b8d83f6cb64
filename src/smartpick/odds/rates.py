"""Published counts as rates: Wilson intervals, and shrinkage of small specialties towards their pool."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import exp, lgamma, log, sqrt
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

from smartpick.domain.chance import LEVEL

Array = NDArray[np.float64]

# The grid of the marginal likelihood: pool means, and pool sizes ("worth how many applicants").
MEANS = tuple(m / 50 for m in range(1, 50))
SIZES = tuple(exp(log(2.0) + i * (log(200.0) - log(2.0)) / 15) for i in range(16))


def z_of(level: float) -> float:
    """The normal quantile of a two-sided interval: 1.645 for 0.90."""
    return NormalDist().inv_cdf(0.5 + level / 2)


def wilson(successes: int, n: int, level: float = LEVEL) -> tuple[float, float]:
    """Wilson's score interval for `successes` of `n` (Wilson 1927). Raises ValueError for n < 1."""
    if n < 1 or not 0 <= successes <= n:
        raise ValueError(f"{successes} of {n} is not a share.")
    z = z_of(level)
    share = successes / n
    centre = (share + z * z / (2 * n)) / (1 + z * z / n)
    half = z / (1 + z * z / n) * sqrt(share * (1 - share) / n + z * z / (4 * n * n))
    return max(0.0, centre - half), min(1.0, centre + half)


@dataclass(frozen=True, slots=True)
class Pool:
    """A beta prior learnt from sister specialties: their `mean` rate, worth `size` applicants."""

    mean: float
    size: float

    def posterior(self, successes: int, n: int) -> tuple[float, float]:
        """Alpha and beta of the rate after `successes` of `n`."""
        return self.mean * self.size + successes, (1 - self.mean) * self.size + n - successes


def learn_pool(counts: Iterable[tuple[int, int]]) -> Pool:
    """The beta-binomial pool of highest marginal likelihood for (successes, n) pairs, on a grid.

    Empirical Bayes (Efron and Morris 1973). One pair alone leaves the size at the grid's low end.
    """
    pairs = tuple(counts)
    if not pairs:
        raise ValueError("A pool needs at least one specialty.")
    best = max(
        ((m, s) for m in MEANS for s in SIZES),
        key=lambda cell: _log_marginal(pairs, *cell),
    )
    return Pool(*best)


def beta_draws(alpha: float, beta: float, rng: np.random.Generator, n: int) -> Array:
    """`n` draws of a beta posterior, axis (draw,)."""
    return rng.beta(alpha, beta, n)


def logit(p: Array | float) -> Array:
    """Log odds, with chances held away from 0 and 1 by one in a million."""
    clipped = np.clip(np.asarray(p, dtype=float), 1e-6, 1 - 1e-6)
    return np.log(clipped / (1 - clipped))


def expit(x: Array | float) -> Array:
    """The chance of given log odds."""
    return 1.0 / (1.0 + np.exp(-np.asarray(x, dtype=float)))


def _log_marginal(pairs: tuple[tuple[int, int], ...], mean: float, size: float) -> float:
    a, b = mean * size, (1 - mean) * size
    prior = lgamma(a) + lgamma(b) - lgamma(size)
    return sum(
        lgamma(a + k) + lgamma(b + n - k) - lgamma(size + n) - prior for k, n in pairs
    )
