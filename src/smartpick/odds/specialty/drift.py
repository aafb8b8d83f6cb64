"""How much a specialty's rate moves from one season to the next, beyond the noise of its counts.

Two editions of Charting Outcomes count the same type in the same specialty two seasons apart. Their
difference in log odds is N(0, noise^2 + tau^2); tau is Paule and Mandel's (1982), at which the weighted
squares are as large as expected. A walk over two seasons leaves tau / sqrt(2) a season.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from math import log, sqrt
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

from smartpick.domain.applicant import ApplicantType
from smartpick.facts.outcomes import Counts, charting
from smartpick.odds.rates import expit, logit
from smartpick.odds.shared import stream
from smartpick.odds.specialty.base_rates import origin, pool_for
from smartpick.odds.specialty.published import MEANS_OF_COUNTS, editions

Array = NDArray[np.float64]

HALF = 0.5  # a person added to either side, so that none or all matched have log odds
WIDEST = 4.0  # guard: upper end of the search for tau, log odds
STEPS = 60  # of the halving; far below the precision of any published figure


@dataclass(frozen=True, slots=True)
class Twice:
    """The counts of a type in a specialty in two editions."""

    specialty: str
    applicant_type: ApplicantType
    before: Counts
    now: Counts

    @property
    def difference(self) -> float:
        return _odds(self.now) - _odds(self.before)

    @property
    def noise(self) -> float:
        """Standard deviation of the difference from the size of both counts alone."""
        return sqrt(sum(1 / (k + HALF) for c in (self.now, self.before) for k in (c.matched, c.not_matched)))


@cache
def counted_twice() -> tuple[Twice, ...]:
    """Every type and specialty whose counts stand in the latest edition and in the one before."""
    found = []
    for kind in ApplicantType:
        for specialty in charting().specialties:
            now, before = (charting().counts(specialty, kind, year) for year in (None, MEANS_OF_COUNTS))
            if now is not None and before is not None and now.year > before.year:
                found.append(Twice(specialty, kind, before, now))
    return tuple(found)


def apart() -> float:
    """tau: standard deviation in log odds of a rate between the two editions, noise of counts taken off."""
    pairs = counted_twice()
    low, high = 0.0, WIDEST
    for _ in range(STEPS):
        middle = (low + high) / 2
        excess = sum(p.difference**2 / (p.noise**2 + middle**2) for p in pairs) - len(pairs)
        low, high = (middle, high) if excess > 0 else (low, middle)
    return low


def seasons() -> int:
    """Seasons between the two editions."""
    pair = counted_twice()[0]
    return pair.now.year - pair.before.year


def season_drift() -> float:
    """Standard deviation in log odds of a rate from one season to the next."""
    return apart() / sqrt(seasons())


def coming(drawn: Array, specialty: str, applicant_type: ApplicantType, edition: NDArray[np.int64]) -> Array:
    """Draws of a published rate as draws of the coming season's; the central one is unchanged. Axis (draw,).

    One season's drift in every draw, but where the scores too come in two editions: there each draw is
    moved once, by the drift or to the earlier edition with its counts and scores together.
    """
    name = f"drift {applicant_type.value} {specialty}"
    moved = expit(logit(drawn) + season_drift() * _spread(name, drawn.size))
    before = _before(specialty, applicant_type)
    if before is not None:
        rng = stream(f"earlier {applicant_type.value} {specialty}")
        n = before.matched + before.not_matched
        earlier = pool_for(specialty, applicant_type).draws(before.matched, n, rng, drawn.size)
        moved = np.where(edition == 0, moved, earlier)
    moved[0] = drawn[0]
    return moved


def _before(specialty: str, applicant_type: ApplicantType) -> Counts | None:
    """The earlier edition's counts, where the scores of the type have two editions as well."""
    start = origin(specialty, applicant_type)
    if len(editions(applicant_type, "step2_ck")) == 1 or start is None or start.counts is None:
        return None
    return next((p.before for p in counted_twice()
                 if p.specialty == specialty and p.applicant_type == applicant_type), None)


def _spread(name: str, n: int) -> Array:
    """Standard normal quantiles in random order, the first draw zero: no luck of the draw in how wide they are."""
    quantiles = np.array([NormalDist().inv_cdf((i + 0.5) / (n - 1)) for i in range(n - 1)])
    return np.concatenate([[0.0], stream(name).permutation(quantiles)])


def _odds(counts: Counts) -> float:
    return log((counts.matched + HALF) / (counts.not_matched + HALF))
