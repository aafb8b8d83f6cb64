"""The form of the ranks curve (model 3): how many ranks people have, and who of them matches.

Ranks k = 1, 2, ... of everybody who certified a list with the specialty first, matched or not:

    f(k) proportional to k^(shape - 1) exp(-k / scale)      a gamma law on whole numbers, zero left out
    P(match | k) = ceiling * expit(start + slope log k)     slope > 0, ceiling <= 1

By Bayes' rule the matched have f(k) P(match | k) and the not matched f(k) (1 - P(match | k)), each
divided by its sum; their means, SDs and quartiles are what is published. Fit, run time and proof
share these few lines.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from smartpick.odds.rates import expit

Array = NDArray[np.float64]

# A numerical guard: the longest list that is summed over. The longest published has 44 ranks.
LONGEST = 120
RANKS = np.arange(1.0, LONGEST + 1)
LOG_RANKS = np.log(RANKS)


@dataclass(frozen=True, slots=True)
class RankLaw:
    """Parameters of one or many specialties; all arrays have the same axes (..., the draw last)."""

    shape: Array
    scale: Array
    start: Array
    slope: Array
    ceiling: Array

    def chance(self, ranks: Array) -> Array:
        """P(match | k) for numbers of ranks >= 1. Axes (..., k)."""
        log_k = np.log(ranks)
        log_odds = self.start[..., None] + self.slope[..., None] * log_k
        return self.ceiling[..., None] * expit(np.clip(log_odds, -500.0, 500.0))  # a guard: far-off proposals overflow

    def everybody(self) -> Array:
        """f(k), the share with k ranks, over RANKS. Axes (..., k)."""
        weight = (self.shape[..., None] - 1) * LOG_RANKS - RANKS / self.scale[..., None]
        f: Array = np.exp(weight - weight.max(axis=-1, keepdims=True))
        f /= f.sum(axis=-1, keepdims=True)
        return f

    def groups(self) -> Groups:
        """Who matched and who did not."""
        f, p = self.everybody(), self.chance(RANKS)
        matched, missed = f * p, f * (1 - p)
        rate = matched.sum(axis=-1)
        # The guard keeps a sampler's far-off proposals from dividing by zero.
        return Groups(matched / np.maximum(rate, 1e-300)[..., None],
                      missed / np.maximum(1 - rate, 1e-300)[..., None], rate)


@dataclass(frozen=True, slots=True)
class Groups:
    """Shares by number of ranks among the matched and the not matched, axes (..., k); `rate` is the share matched."""

    matched: Array
    not_matched: Array
    rate: Array


def mean_and_sd(shares: Array) -> tuple[Array, Array]:
    """Mean and standard deviation of the number of ranks. Input axes (..., k)."""
    mean: Array = shares @ RANKS
    sd: Array = np.sqrt(np.maximum(shares @ RANKS**2 - mean**2, 0.0))
    return mean, sd


def quartiles(shares: Array) -> tuple[float, float, float]:
    """The three quartiles of one group: the smallest k at which a quarter, half, three quarters are reached."""
    reached = np.cumsum(shares)
    found = [float(RANKS[min(int(np.searchsorted(reached, q)), LONGEST - 1)]) for q in (0.25, 0.5, 0.75)]
    return found[0], found[1], found[2]
