"""What the tables do not hold: visa need, failed exams, years, US experience, letters, research, earlier Matches.

Each adjuster has bands with a change in log odds (judged, an interval each) and the share of applicants
in each band. The averages rest on those shares: an adjuster that is unknown changes nothing, and over all
bands the average chance stays the published rate. Bands are named by the least value they hold.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from smartpick.domain.applicant import ApplicantType
from smartpick.domain.chance import LEVEL
from smartpick.facts import Fact, load_facts
from smartpick.odds.judged import draws
from smartpick.odds.rates import logit
from smartpick.odds.shared import DRAWS, stream
from smartpick.odds.specialty.published import pool_name

Array = NDArray[np.float64]

NEEDS_VISA = "needs_visa"
EARLIER = "earlier_matches"
# adjuster -> (label, its change and its shares as parameters of the model, whether only IMGs have it)
ADJUSTERS = {
    NEEDS_VISA: ("Visa need", "adjust_visa", "prevalence_visa", False),
    "failed_attempts": ("Failed exam attempts", "adjust_attempts", "prevalence_attempts", False),
    "years_since_graduation": ("Years since graduation", "adjust_graduation", "prevalence_graduation", True),
    "us_experience": ("US clinical experience", "adjust_us_experience", "prevalence_us_experience", True),
    "us_letters": ("Strong US letters in the specialty", "adjust_us_letters", "prevalence_us_letters", True),
    "research_months": ("On-site US research", "adjust_research_months", "prevalence_research_months", True),
    EARLIER: ("Earlier Matches", "earlier_match", "prevalence_earlier_match", False),
}


@dataclass(frozen=True, slots=True)
class Adjuster:
    """One adjuster of a type and pool. Axes: (band,) and (draw, band); bands rise with the raw value."""

    name: str
    label: str
    least: Array  # the lowest value of each band
    change: Array  # log odds
    share: Array  # of the population, sums to one
    typical: int  # band of the typical matched applicant
    sources: tuple[str, ...]

    def band(self, value: Array | float) -> NDArray[np.int64]:
        """The band a raw value lies in; below the first counts as the first."""
        at = np.searchsorted(self.least, np.asarray(value, dtype=float), side="right") - 1
        return np.clip(at, 0, self.least.size - 1)

    def moments(self) -> tuple[Array, Array]:
        """Mean and variance of the change over the population. Axis (draw,)."""
        mean = self.change @ self.share
        return mean, (self.change - mean[:, None]) ** 2 @ self.share

    def quantile_band(self, level: float) -> int:
        """The band at this share of the population, worst change first (in the central case)."""
        order = np.argsort(self.change[0], kind="stable")
        reached = np.cumsum(self.share[order])
        return int(order[min(int(np.searchsorted(reached, level)), order.size - 1)])


@cache
def adjusters(specialty: str, applicant_type: ApplicantType) -> tuple[Adjuster, ...]:
    """The adjusters that apply to a type in a specialty, in a fixed order."""
    pool = pool_name(specialty)
    made = (_adjuster(name, applicant_type, pool) for name in ADJUSTERS)
    return tuple(a for a in made if a is not None)


@cache
def _adjuster(name: str, applicant_type: ApplicantType, pool: str) -> Adjuster | None:
    label, change_key, share_key, only_imgs = ADJUSTERS[name]
    if only_imgs and not applicant_type.is_img:
        return None
    facts = load_facts()
    if name == NEEDS_VISA:
        return _visa(applicant_type, label, pool)
    shares = _cell_row(share_key, applicant_type.value, pool)
    if not shares:
        return None
    least = np.array(sorted(shares))
    if name == EARLIER:
        fact = facts.get(f"model.{change_key}")
        used = [fact]
        change = np.stack([np.zeros(DRAWS), _drawn(fact, name)], axis=1)
    else:
        by_band = _cell_row(change_key, "", pool)
        used = [by_band[v] for v in least]
        change = np.stack([_drawn(fact, name) for fact in used], axis=1)
    return Adjuster(name, label, least, _in_order(change), np.array([shares[v].number for v in least]),
                    _typical(name, pool, least), tuple(dict.fromkeys(f.source for f in used)))


def _visa(applicant_type: ApplicantType, label: str, pool: str) -> Adjuster | None:
    """Visa need: a judged share of the published difference; among non-US IMGs the share in need follows from it.

    rate = p * rate with + (1 - p) * rate without gives p. US citizens need none, so it does not apply to US IMGs.
    """
    if applicant_type is ApplicantType.US_IMG:
        return None
    facts = load_facts()
    with_need, without = (facts.get("match.match_rate_by_visa", v) for v in ("visa", "none"))
    left = facts.get("model.adjust_visa")
    published = float(logit(with_need.number) - logit(without.number))
    change = np.minimum(_drawn(left, NEEDS_VISA, (0.0, 1.0)) * published, 0.0)
    if applicant_type is ApplicantType.NON_US_IMG:
        average = facts.get("match.match_rate", applicant_type.value, year=with_need.year).number
        need = (without.number - average) / (without.number - with_need.number)
    else:
        need = facts.get("model.prevalence_visa", applicant_type.value).number
    least = np.array([0.0, 1.0])
    return Adjuster(NEEDS_VISA, label, least, np.stack([np.zeros(DRAWS), change], axis=1),
                    np.array([1 - need, need]), _typical(NEEDS_VISA, pool, least) if applicant_type.is_img else 0,
                    (with_need.source, left.source))


def _drawn(fact: Fact, name: str, bounds: tuple[float, float] = (-np.inf, np.inf)) -> Array:
    """Draws of one band: the same random numbers for all bands of an adjuster, whose doubt is one."""
    return draws(fact, stream(f"adjuster {name}"), DRAWS, level=LEVEL, bounds=bounds)


def _in_order(change: Array) -> Array:
    """Bands in the order of their central values on every draw: a tail may not turn harm into help. (draw, band)."""
    if change[0, -1] < 0:
        return np.minimum.accumulate(np.minimum(change, 0.0), axis=1)
    return np.maximum.accumulate(np.maximum(change, 0.0), axis=1)


def _cell_row(key: str, applicant_type: str, pool: str) -> dict[float, Fact]:
    """The bands of a key by their least value, for this type and pool where the key tells them apart."""
    wanted = {"applicant_type": applicant_type, "pool": pool}
    by = load_facts().parameter(f"model.{key}").by
    return {float(cell[-1]): fact for cell, fact in load_facts().cells(f"model.{key}").items()
            if all(part == wanted[name] for name, part in zip(by[:-1], cell[:-1], strict=True))}


def _typical(name: str, pool: str, least: Array) -> int:
    value = load_facts().get("model.typical_matched", name, pool).number
    return int(np.searchsorted(least, value, side="right") - 1)
