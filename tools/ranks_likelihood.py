"""How likely the published ranks of matched and not-matched applicants are under given curves.

Means and SDs are jointly normal with the covariance that the law itself implies for n people, plus
rounding to one decimal and a form error; quartiles are judged given the mean and SD, so that what
they share is counted once; the matched are binomial. Source: large-sample theory of moments and of
the empirical distribution function (Serfling, Approximation Theorems, sections 2.2 and 2.3).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr

from smartpick.odds.rank_law import RANKS, RankLaw
from smartpick.odds.rates import expit
from tools.ranks_data import Summaries

Array = NDArray[np.float64]

LEVELS = np.array([0.25, 0.5, 0.75])
ROUNDING = 0.1**2 / 12  # variance of rounding to one decimal
CENTRE = np.log(3.0)  # curves are told apart at three ranks, the middle of the data; ranks are fitted free of this
NAMES = ("shape", "log_scale", "at_three", "log_slope", "logit_ceiling")


def law_of(theta: Array) -> RankLaw:
    """The law of sampled parameters, axes (..., 5) named in NAMES."""
    slope = np.exp(theta[..., 3])
    return RankLaw(shape=theta[..., 0], scale=np.exp(theta[..., 1]), start=theta[..., 2] - slope * CENTRE,
                   slope=slope, ceiling=expit(theta[..., 4]))


@dataclass(frozen=True, slots=True)
class Likelihood:
    """Log likelihood of the published figures; `form_error` is how far a smooth law may miss a share."""

    data: Summaries
    form_error: float

    def __call__(self, theta: Array) -> Array:
        """Axes in (..., specialty, 5), out (..., specialty)."""
        groups = law_of(theta).groups()
        rate = np.clip(groups.rate, 1e-12, 1 - 1e-12)  # guard for far-off proposals
        total = self.data.matched * np.log(rate) + (self.data.total - self.data.matched) * np.log1p(-rate)
        for index, shares in enumerate((groups.matched, groups.not_matched)):
            total = total + np.where(self.data.known[:, index], self._group(shares, index), 0.0)
        return total

    def _group(self, shares: Array, index: int) -> Array:
        data, error = self.data, self.form_error
        n = data.n[:, index]
        mean = shares @ RANKS
        apart = RANKS - mean[..., None]
        square = shares * apart**2
        var = np.maximum(square.sum(-1), 1e-6)  # guard: everybody with one rank
        sd = np.sqrt(var)
        third, fourth = (square * apart).sum(-1), (square * apart**2).sum(-1)
        a = var / n + ROUNDING + (error * mean) ** 2
        b = np.maximum(fourth - var**2, 1e-9) / (4 * var * n) + ROUNDING + (error * sd) ** 2
        c = third / (2 * sd * n)
        determinant = np.maximum(a * b - c * c, 1e-12 * a * b)
        off_mean, off_sd = data.mean[:, index] - mean, data.sd[:, index] - sd
        pull_mean = (b * off_mean - c * off_sd) / determinant
        pull_sd = (a * off_sd - c * off_mean) / determinant
        moments = -0.5 * (off_mean * pull_mean + off_sd * pull_sd) - 0.5 * np.log(determinant)

        start = np.zeros((*mean.shape, 1))
        reach = np.concatenate([start, np.cumsum(shares, -1)], -1)
        with_mean = np.concatenate([start, np.cumsum(shares * apart, -1)], -1)
        with_var = np.concatenate([start, np.cumsum(square, -1)], -1)

        def passed(place: NDArray[np.int64]) -> Array:
            """Chance that the sample's cumulative share at `place` is at least the level, given mean and SD."""
            at = np.broadcast_to(place[:, index], (*mean.shape, 3))
            f = np.take_along_axis(reach, at, -1)
            u = np.take_along_axis(with_mean, at, -1) / n[:, None]
            v = (np.take_along_axis(with_var, at, -1) - f * var[..., None]) / (2 * sd * n)[..., None]
            centre = f + u * pull_mean[..., None] + v * pull_sd[..., None]
            known = (b[..., None] * u * u - 2 * c[..., None] * u * v + a[..., None] * v * v) / determinant[..., None]
            spread = np.maximum(f * (1 - f) / n[:, None] - known, 0.0) + error**2
            chance: Array = ndtr((centre - LEVELS) / np.sqrt(spread))
            return np.where(at == 0, 0.0, chance)

        same = n * np.log(np.maximum(shares[..., 0], 1e-12))  # everybody with one rank: the exact chance of that
        quartiles = np.log(np.maximum(passed(data.reached) - passed(data.below), 1e-12)).sum(-1)
        result: Array = np.where(data.alone[:, index], same, moments + quartiles)
        return result
