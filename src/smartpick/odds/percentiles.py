"""Where a person's figures stand among published groups of matched applicants, and on the national norm (R7, R129).

A group is known by its median, quartiles and size. Its shape is taken as two half normals that meet
at the median and pass through the quartiles; counts are placed on the scale log(1 + x), because a few
very long lists stretch them. The interval holds the sampling error of the three quartiles (order
statistics of a normal sample, Cramér 1946 §28.5) and their rounding to whole numbers. Everything
rises with the person's own figure.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from math import erf, log1p, sqrt
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

from smartpick.domain.applicant import ApplicantType
from smartpick.domain.chance import LEVEL, Estimate, Grade
from smartpick.domain.explained import Percentile
from smartpick.domain.words import count_noun
from smartpick.facts.outcomes import Group, Moments, charting
from smartpick.facts.specialties import specialties
from smartpick.odds.rates import z_of

Array = NDArray[np.float64]

UNIT = "percentile"
COMBINED = "abstracts_presentations_publications"  # counted together in tables of US seniors
PARTS = ("publications", "abstracts", "presentations")
LABELS = {
    "step2_ck": "Step 2 CK",
    "publications": "Publications",
    "abstracts": "Abstracts",
    "presentations": "Posters and talks",
    COMBINED: "Abstracts, presentations and publications",
    "research": "Research experiences",
    "volunteer": "Volunteer experiences",
}
SCORES = ("step2_ck",)  # every other measure is a count
GROUPS = {
    ApplicantType.NON_US_IMG: "matched non-US citizen IMGs",
    ApplicantType.US_MD_SENIOR: "matched US MD seniors",
}
DRAWN = 400  # enough that the ends of an interval move by less than a percentile point
QUARTERS = np.array([0.25, 0.50, 0.75])
QUARTILE_Z = z_of(0.5)  # 0.674: where a normal has its upper quartile
HALF = 0.5  # published quartiles are whole numbers


@dataclass(frozen=True, slots=True)
class Known:
    """A group whose quartiles are published: raw `quartiles` (q1, median, q3), its size and its ends."""

    quartiles: tuple[float, float, float]
    n: int
    low: float
    high: float
    counts: bool  # placed on log(1 + x)

    def at(self, value: float) -> tuple[float, float, float]:
        """Percentile of a value with its interval: (central, low, high), each 0 to 100, each rising with it."""
        held = min(max(value, self.low), self.high)
        central = float(_share_below(np.array([self.quartiles]), held, self.counts)[0])
        tail = (1 - LEVEL) / 2
        low, high = (float(q) for q in np.quantile(_share_below(_drawn(self), held, self.counts), (tail, 1 - tail)))
        edge = HALF / self.n  # nobody stands below the first or above the last of n people
        kept = [min(max(share, edge), 1 - edge) for share in (central, min(low, central), max(high, central))]
        none_of_n = 1 - tail ** (1 / self.n)  # the largest share of which a sample of n may well show nobody
        if value < self.low:
            kept = [edge, 0.0, max(edge, min(kept[2], none_of_n))]
        elif value > self.high:
            kept = [1 - edge, min(1 - edge, max(kept[1], 1 - none_of_n)), 1.0]
        return 100 * kept[0], 100 * kept[1], 100 * kept[2]


def compared(
    values: Mapping[str, float], specialty: str, applicant_type: ApplicantType
) -> tuple[Percentile, ...]:
    """Every figure of a person among matched people of the specialty, each group with its year.

    IMGs are compared with matched non-US citizen IMGs and matched US MD seniors, others with the
    latter. Figures that a group does not publish are left out; suppressed ones say so.
    """
    kinds = (ApplicantType.NON_US_IMG,) if applicant_type.is_img else ()
    found: list[Percentile] = []
    for kind in (*kinds, ApplicantType.US_MD_SENIOR):
        measures = [m for m in LABELS if m in _with_combined(values)]
        lines = [_line(specialty, kind, m, _with_combined(values)[m]) for m in measures]
        found += [line for line in lines if line is not None]
    return tuple(found)


def known_group(specialty: str, kind: ApplicantType, measure: str) -> tuple[Known, Moments] | None:
    """The matched group of a measure, where its quartiles are published."""
    moments = charting().moments(specialty, kind, measure)
    group = moments.matched if moments else Group()
    if moments is None or group.q1 is None or group.median is None or group.q3 is None or not group.n:
        return None
    low = float("-inf") if group.low is None else group.low
    high = float("inf") if group.high is None else group.high
    known = Known((group.q1, group.median, group.q3), group.n, low, high, measure not in SCORES)
    return known, moments


def _line(specialty: str, kind: ApplicantType, measure: str, value: float) -> Percentile | None:
    name = f"{GROUPS[kind]} in {specialties().get(specialty).name}"
    have = f"{value:.0f}"
    found = known_group(specialty, kind, measure)
    if found is None:
        return _without(charting().moments(specialty, kind, measure), measure, have, value, name)
    group, moments = found
    central, low, high = group.at(value)
    note = ""
    if value > group.high:
        note = f"Above every value published (at most {group.high:.0f})."
    elif value < group.low:
        note = f"Below every value published (at least {group.low:.0f})."
    placed = Estimate(central, UNIT, low, high, year=moments.year, grade=Grade.DERIVED, sources=(moments.source,))
    return Percentile(measure, LABELS[measure], have, name, placed, note, f"{group.quartiles[1]:.0f} (median)")


def _without(
    moments: Moments | None, measure: str, have: str, value: float, name: str
) -> Percentile | None:
    """A line without a percentile: an average alone, or a group too small to be published."""
    if moments is None:
        return None
    group, place = moments.matched, Estimate(None, UNIT, year=moments.year, grade=Grade.MEASURED,
                                             sources=(moments.source,))
    average = group.median if group.median is not None else group.mean
    if average is not None:
        kind = "median" if group.median is not None else "mean"
        side = "Above" if value > average else "Below" if value < average else "At"
        note = f"{side} the {kind}; how widely the figures spread is not published, so no percentile is given."
        return Percentile(measure, LABELS[measure], have, name, place, note, f"{average:g} ({kind})")
    if group.n is None:
        return None
    people = count_noun(group.n, "matched person", "matched people")
    note = f"Not published: only {people} gave their figures, and groups of fewer than five are kept back."
    return Percentile(measure, LABELS[measure], have, name, place, note)


def _with_combined(values: Mapping[str, float]) -> dict[str, float]:
    """The person's figures with the sum that tables of US seniors print, where all its parts are known."""
    known = dict(values)
    if all(part in known for part in PARTS):
        known[COMBINED] = sum(known[part] for part in PARTS)
    return known


def _share_below(quartiles: Array, value: float, counts: bool) -> Array:
    """Share of a group at or below a value for each row of quartiles, axes (draw, quartile) -> (draw,)."""
    marks = np.log1p(quartiles) if counts else quartiles
    x = log1p(max(value, 0.0)) if counts else value
    half = HALF / (1 + quartiles[:, 1]) if counts else np.full(len(quartiles), HALF)
    # Where a quartile is the median itself, the half step of rounding keeps the side from having no width.
    below = np.maximum(marks[:, 1] - marks[:, 0], half) / QUARTILE_Z
    above = np.maximum(marks[:, 2] - marks[:, 1], half) / QUARTILE_Z
    z = (x - marks[:, 1]) / np.where(x < marks[:, 1], below, above)
    return np.array([0.5 * (1 + erf(one / sqrt(2))) for one in z])


@cache
def _drawn(group: Known) -> Array:
    """Quartiles as another sample of this size, unrounded, might have shown them. Axes (draw, quartile)."""
    rng = np.random.default_rng(group.n)
    median = group.quartiles[1]
    quartiles = np.array(group.quartiles)
    scale = np.log1p(quartiles) if group.counts else quartiles
    step = HALF / (1 + median) if group.counts else HALF
    sd = max(scale[2] - scale[0], step) / (2 * QUARTILE_Z)
    density = np.array([NormalDist().pdf(NormalDist().inv_cdf(p)) for p in QUARTERS]) / sd
    least, most = np.minimum.outer(QUARTERS, QUARTERS), np.maximum.outer(QUARTERS, QUARTERS)
    covariance = least * (1 - most) / np.outer(density, density) / group.n
    noise = rng.standard_normal((DRAWN, 3)) @ np.linalg.cholesky(covariance).T
    rounding = rng.uniform(-HALF, HALF, (DRAWN, 3))
    raw = np.maximum(quartiles + rounding, 0.0)
    moved = np.expm1(np.log1p(raw) + noise) if group.counts else raw + noise
    return np.sort(np.maximum(moved, 0.0), axis=1)
