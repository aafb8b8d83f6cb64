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
    """Beta priors learnt from sister specialties, each a `mean` rate worth `size` applicants, with its `weight`.

    Axes (cell,); the weights sum to one. Keeping the whole grid keeps the doubt about how much
    sister specialties may be trusted.
    """

    mean: Array
    size: Array
    weight: Array

    def rate(self, successes: int, n: int) -> float:
        """The posterior mean of a member's rate after `successes` of `n`."""
        return float(self.weight @ ((self.mean * self.size + successes) / (self.size + n)))

    def draws(self, successes: int, n: int, rng: np.random.Generator, count: int) -> Array:
        """Posterior draws of a member's rate; the first is the posterior mean. Axis (draw,)."""
        cell = rng.choice(self.mean.size, size=count, p=self.weight)
        alpha = self.mean[cell] * self.size[cell] + successes
        beta = (1 - self.mean[cell]) * self.size[cell] + n - successes
        drawn = rng.beta(alpha, beta)
        drawn[0] = self.rate(successes, n)
        return drawn


def learn_pool(counts: Iterable[tuple[float, float]], mean: float | None = None) -> Pool:
    """Beta-binomial pools for (successes, n) pairs, weighted by how credible they are, on a grid.

    Empirical Bayes with the hyperprior size^(-3/2) of Gelman et al., Bayesian Data Analysis §5.3:
    a handful of specialties that happen to agree must not make one another certain. A given `mean`
    is kept and only the size learnt. Raises ValueError without any pair.
    """
    pairs = tuple(counts)
    if not pairs:
        raise ValueError("A pool needs at least one member.")
    cells = [(m, s) for m in (MEANS if mean is None else (mean,)) for s in SIZES]
    credit = np.array([_log_marginal(pairs, m, s) - 0.5 * log(s) for m, s in cells])
    weight = np.exp(credit - credit.max())
    means, sizes = np.array(cells).T
    return Pool(means, sizes, weight / weight.sum())


def logit(p: Array | float) -> Array:
    """Log odds, with chances held away from 0 and 1 by one in a million."""
    clipped = np.clip(np.asarray(p, dtype=float), 1e-6, 1 - 1e-6)
    odds: Array = np.log(clipped / (1 - clipped))
    return odds


def expit(x: Array | float) -> Array:
    """The chance of given log odds."""
    chance: Array = 1.0 / (1.0 + np.exp(-np.asarray(x, dtype=float)))
    return chance


def _log_marginal(pairs: tuple[tuple[float, float], ...], mean: float, size: float) -> float:
    a, b = mean * size, (1 - mean) * size
    prior = lgamma(a) + lgamma(b) - lgamma(size)
    return sum(
        lgamma(a + k) + lgamma(b + n - k) - lgamma(size + n) - prior for k, n in pairs
    )
