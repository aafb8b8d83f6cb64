"""Who matches in this specialty: the published rate moved by what Step 2 CK and publications say (model 1, first form).

The rate is the published share of matched among applicants who certified a list with the
specialty first, shrunk towards its pool. Slopes are those of a two-group discriminant,
b = R^-1 d, from the published means and spreads of matched and not-matched applicants; the
correlation R between the measures is unpublished and drawn from a judged range. The intercept
sits at the midpoint of the two groups, so the average over the population is the rate itself.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from smartpick.domain.chance import LEVEL, Grade
from smartpick.facts import Fact
from smartpick.odds.judged import draws
from smartpick.odds.rates import Pool, expit, logit

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Slope:
    """How one measure parts matched from not matched, in within-group standard deviations.

    `difference` is (matched mean - not matched mean) / SD after shrinkage, with `error` its
    posterior SD. `mean` is the pooled mean and `sd` the within-group SD on the model's scale
    (`log1p` for counts); `low` and `high` bound what was published: beyond it nothing is claimed.
    """

    measure: str
    difference: float
    error: float
    mean: float
    sd: float
    low: float
    high: float
    log1p: bool
    borrowed: bool  # the specialty's own figures are suppressed: the pool's difference stands in

    def z(self, x: float) -> float:
        """Standard units from the pooled mean, held inside the published range."""
        held = min(max(x, self.low), self.high)
        scaled = float(np.log1p(held)) if self.log1p else held
        return (scaled - self.mean) / self.sd


@dataclass(frozen=True, slots=True)
class SpecialtyModel:
    """Everything needed for the chance of one (specialty, applicant type)."""

    specialty: str
    pool: Pool
    matched: int
    total: int
    slopes: tuple[Slope, ...]
    correlation: Fact
    grade: Grade
    population: str
    sources: tuple[str, ...]
    year: int | None

    @property
    def rate(self) -> float:
        """The shrunk rate: posterior mean of the share matched."""
        return self.pool.rate(self.matched, self.total)

    def without(self, measure: str) -> SpecialtyModel:
        """The same model as if `measure` were unknown."""
        return replace(self, slopes=tuple(s for s in self.slopes if s.measure != measure))


def rate_draws(model: SpecialtyModel, rng: np.random.Generator, n: int) -> Array:
    """Draws of the shrunk rate, the first one its mean. Axis (draw,)."""
    return model.pool.draws(model.matched, model.total, rng, n)


def certified_draws(
    model: SpecialtyModel,
    measures: dict[str, float],
    rates: Array,
    rng: np.random.Generator,
    offset: Array | float = 0.0,
) -> Array:
    """Chance of matching in the specialty for one person, given a certified list. Axis (draw,).

    `measures` maps a measure to the person's value; a measure left out is averaged over, which
    for this model means leaving its slope out. `offset` is added in log odds (visa need).
    Source of the formula: Bayes' rule for two normal groups with common covariance.
    """
    n = rates.size
    known = [s for s in model.slopes if s.measure in measures]
    if not known:
        return expit(logit(rates) + offset)
    z = np.array([s.z(measures[s.measure]) for s in known])
    noise = rng.standard_normal((n, len(known)))
    noise[0] = 0.0
    d = np.array([s.difference for s in known]) + noise * np.array([s.error for s in known])
    r = draws(model.correlation, rng, n, level=LEVEL, bounds=(-0.9, 0.9))
    b = _slopes(d, r)
    b = np.maximum(b, 0.0)  # by prior: neither a higher score nor one more paper closes a door
    midpoint = (0.5 - rates)[:, None] * d
    lift = np.sum(b * (z[None, :] - midpoint), axis=1)
    return expit(logit(rates) + lift + offset)


def _slopes(d: Array, r: Array) -> Array:
    """b = R^-1 d for one or two measures with correlation r. Axes (draw, measure)."""
    if d.shape[1] == 1:
        return d.copy()
    spread = 1 - r * r
    return np.stack(
        [(d[:, 0] - r * d[:, 1]) / spread, (d[:, 1] - r * d[:, 0]) / spread], axis=1
    )
