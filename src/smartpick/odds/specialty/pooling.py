"""Specialties learn from one another: random effects over their differences, checked by leaving one out.

d_s ~ N(m, between^2) over the specialties of a pool, observed with a known error. The spread between
specialties is Paule and Mandel's (1982): the one at which the weighted residuals are as large as expected.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import sqrt

from smartpick.odds.rates import z_of

FEWEST_TOLD_APART = 3  # guard: two numbers cannot say that a pool differs
TOLD_APART = z_of(0.90)  # in standard errors of the difference of two pools
WIDEST = 4.0  # guard: upper end of the search for the spread between specialties, in standard deviations


@dataclass(frozen=True, slots=True)
class Observed:
    """A difference as published: its value, its standard error and the pool its specialty belongs to."""

    difference: float
    error: float
    pool: str


@dataclass(frozen=True, slots=True)
class Effects:
    """What a pool knows: mean difference, its spread between specialties and the error of the mean."""

    mean: float
    between: float
    error: float
    members: int

    @property
    def spread(self) -> float:
        """Standard deviation of a specialty nothing is published on."""
        return sqrt(self.between**2 + self.error**2)

    def shrink(self, difference: float, error: float) -> tuple[float, float]:
        """Posterior mean and standard deviation of a specialty's own difference."""
        prior = self.spread**2
        weight = prior / (prior + error**2) if prior > 0 else 0.0
        return weight * difference + (1 - weight) * self.mean, sqrt(weight) * error if weight else self.error


NOTHING = Effects(0.0, 0.0, 0.0, 0)


def pooled(cells: Sequence[Observed]) -> Effects:
    """Random effects over the cells; no cells at all: nothing is known, zero."""
    if not cells:
        return NOTHING
    if len(cells) == 1:
        return Effects(cells[0].difference, 0.0, cells[0].error, 1)
    low, high = 0.0, WIDEST
    if _excess(cells, low) > 0:
        for _ in range(60):  # halving: far below the precision of any published figure
            middle = (low + high) / 2
            low, high = (middle, high) if _excess(cells, middle) > 0 else (low, middle)
    mean, error = _mean(cells, low)
    return Effects(mean, low, error, len(cells))


def pools(cells: Sequence[Observed]) -> Mapping[str, Effects]:
    """Effects by pool: its own where the data tell it apart from the other, else those of all together."""
    together = pooled(cells)
    by_pool = {name: [c for c in cells if c.pool == name] for name in {c.pool for c in cells}}
    own = {name: pooled(members) for name, members in by_pool.items()}
    if len(own) == 2 and min(e.members for e in own.values()) >= FEWEST_TOLD_APART:
        one, other = own.values()
        if abs(one.mean - other.mean) > TOLD_APART * sqrt(one.error**2 + other.error**2):
            return own
    return dict.fromkeys(own, together)


def of_pool(effects: Mapping[str, Effects], pool: str) -> Effects:
    """The effects of a pool, those of any other where it has no member."""
    return effects.get(pool) or next(iter(effects.values()), NOTHING)


def left_out(cells: Sequence[Observed]) -> list[tuple[float, float]]:
    """(error, predictive SD) of each cell predicted from all others, as if its figures were suppressed."""
    found = []
    for n, cell in enumerate(cells):
        rest = [c for m, c in enumerate(cells) if m != n]
        if rest:
            effects = of_pool(pools(rest), cell.pool)
            found.append((cell.difference - effects.mean, sqrt(effects.spread**2 + cell.error**2)))
    return found


def _excess(cells: Sequence[Observed], between: float) -> float:
    """Weighted residuals beyond what `between` explains; falls as `between` grows."""
    mean, _ = _mean(cells, between)
    return sum((c.difference - mean) ** 2 / (c.error**2 + between**2) for c in cells) - (len(cells) - 1)


def _mean(cells: Sequence[Observed], between: float) -> tuple[float, float]:
    weights = [1 / (c.error**2 + between**2) for c in cells]
    total = sum(weights)
    return sum(w * c.difference for w, c in zip(weights, cells, strict=True)) / total, sqrt(1 / total)
