"""Normal chances and expected shares in NumPy alone, and the grids on which evidence is weighed.

Every kernel is a normalised normal density on a grid, which keeps order: more evidence of openness
at one end of a chain never lowers anything at the other (totally positive of order two).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from math import erf, sqrt

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

HUB, LEAF, OWN = 31, 41, 121  # nodes of the grids: hub, institution, single program
REACH, OWN_REACH = 4.5, 5.5  # how many standard deviations the grids reach
TABLE_ENDS, TABLE_STEPS = 8.0, 4001  # of the normal distribution function
SHARE_STEP, SHARE_ENDS = 0.1, (-14.0, 8.0)  # of the table of expected shares, in log odds
TINY = 1e-300  # keeps logarithms finite


@cache
def _normal_table() -> tuple[Array, Array]:
    at = np.linspace(-TABLE_ENDS, TABLE_ENDS, TABLE_STEPS)
    return at, np.array([0.5 * (1 + erf(x / sqrt(2.0))) for x in at.tolist()])


def normal_cdf(x: Array) -> Array:
    """The standard normal distribution function, by a table (error below 1e-6, never falling)."""
    at, values = _normal_table()
    chance: Array = np.interp(x, at, values)
    return chance


def kernel(means: Array, spread: float, nodes: Array) -> Array:
    """Normal density around each mean over the nodes, rows summing to one. Axes (mean, node)."""
    log_density = -0.5 * ((nodes[None, :] - means[:, None]) / max(spread, 1e-3)) ** 2
    density = np.exp(log_density - log_density.max(axis=1, keepdims=True))
    rows: Array = density / density.sum(axis=1, keepdims=True)
    return rows


def nodes(count: int, reach: float) -> Array:
    """An even grid in standard deviations."""
    return np.linspace(-reach, reach, count)


def quantile(weights: Array, at: Array, level: float) -> Array:
    """Where the cumulated weight reaches `level`, between nodes by a straight line. Axis (row,)."""
    total = np.cumsum(weights, axis=1)
    middle = (total - 0.5 * weights) / total[:, -1:]
    place = np.clip((middle < level).sum(axis=1), 1, at.size - 1)
    row = np.arange(weights.shape[0])
    low, high = middle[row, place - 1], middle[row, place]
    part = np.clip((level - low) / np.maximum(high - low, 1e-12), 0.0, 1.0)
    found: Array = at[place - 1] + part * (at[place] - at[place - 1])
    return found


@dataclass(frozen=True, slots=True)
class ShareTable:
    """Expected visible share of a program whose log odds are normal around a mean: by mean and by limit.

    A share below the limit (half a resident) shows as none.
    """

    spread: float
    means: Array
    limits: Array
    values: Array  # axes (mean, limit)

    def __call__(self, mean: Array, limit: Array) -> Array:
        """Expected share at these means and limits (log odds), by straight lines in the table."""
        x = np.clip((mean - self.means[0]) / SHARE_STEP, 0, self.means.size - 1.001)
        y = np.clip((limit - self.limits[0]) / (self.limits[1] - self.limits[0]), 0, self.limits.size - 1.001)
        i, j = x.astype(np.int64), y.astype(np.int64)
        fx, fy, v = x - i, y - j, self.values
        share: Array = ((1 - fx) * ((1 - fy) * v[i, j] + fy * v[i, j + 1])
                        + fx * ((1 - fy) * v[i + 1, j] + fy * v[i + 1, j + 1]))
        return share


@cache
def share_table(spread: float) -> ShareTable:
    """The table for one spread of single programs around their mean."""
    means = np.arange(SHARE_ENDS[0], SHARE_ENDS[1], SHARE_STEP)
    limits = np.linspace(-8.0, 0.0, 41)
    at = np.arange(SHARE_ENDS[0] - 6, SHARE_ENDS[1] + 6, SHARE_STEP / 2) + SHARE_STEP / 4
    seen = (at[:, None] > limits[None, :]) / (1.0 + np.exp(-at))[:, None]
    return ShareTable(spread, means, limits, kernel(means, spread, at) @ seen)
