"""The offline fit: every slope and rate as posterior draws, small enough to ship (tools/fit_chances.py writes them).

A slope row is one (type, specialty, measure): the draws of its difference between matched and not
matched after shrinkage, where the population stands, and the published range. Specialties whose groups
are suppressed take their pool's distribution; the group that is published still places the population.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import expm1, sqrt
from typing import Any

import numpy as np
from numpy.typing import NDArray

from smartpick.domain.applicant import ApplicantType
from smartpick.facts import load_facts
from smartpick.facts.outcomes import Moments, charting
from smartpick.facts.specialties import specialties
from smartpick.odds.shared import DRAWS, stream
from smartpick.odds.specialty.base_rates import rate_draws
from smartpick.odds.specialty.drift import coming, season_drift
from smartpick.odds.specialty.groups import SCALES, Place, Scale, place
from smartpick.odds.specialty.pooling import Effects, of_pool, pools
from smartpick.odds.specialty.published import (
    MEANS_OF_COUNTS,
    MEASURES,
    Cell,
    cells,
    editions,
    moments,
    pool_name,
)

Array = NDArray[np.float64]

SCORES = ("step2_ck",)
BOTH, MATCHED, NOT_MATCHED = "both", "matched", "not_matched"  # which people `centre` is the centre of


@dataclass(frozen=True, slots=True)
class Row:
    """One fitted slope. `centre` has axis (edition,); `difference` and `centre_error` are in units of `sd`."""

    applicant_type: ApplicantType
    specialty: str
    measure: str
    difference: Array  # axis (draw,)
    centre: tuple[float, float]
    centre_error: float
    sd: float
    anchor: str
    low: float
    high: float
    own: bool  # False: suppressed, the pool's distribution or another type stands in
    year: int
    source: str


def fitted() -> dict[str, NDArray[Any]]:
    """All arrays of the fit, by name; rows sorted by type, specialty and measure."""
    edition = _edition_draws()
    seniors = _slopes(ApplicantType.US_MD_SENIOR, edition)
    rows = [*_slopes(ApplicantType.NON_US_IMG, edition), *seniors,
            *_slopes(ApplicantType.US_DO_SENIOR, edition), *_borrowed_scores(seniors)]
    rows.sort(key=lambda r: (r.applicant_type, r.specialty, r.measure))
    keys, rates = _rates(edition)
    return {
        "edition": edition.astype(np.int8),
        "slope": np.array([[r.applicant_type.value, r.specialty, r.measure] for r in rows]),
        "difference": np.stack([r.difference for r in rows]).astype(np.float16),
        "centre": np.array([r.centre for r in rows], dtype=np.float32),
        "centre_error": np.array([r.centre_error for r in rows], dtype=np.float32),
        "sd": np.array([r.sd for r in rows], dtype=np.float32),
        "range": np.array([(r.low, r.high) for r in rows], dtype=np.float32),
        "anchor": np.array([r.anchor for r in rows]),
        "own": np.array([r.own for r in rows]),
        "year": np.array([r.year for r in rows], dtype=np.int16),
        "source": np.array([r.source for r in rows]),
        "rate": np.array(keys),
        "rates": rates.astype(np.float32),
        "season_drift": np.array([season_drift()]),
    }


def effects(applicant_type: ApplicantType, measure: str, year: int | None) -> dict[str, Effects]:
    """What the pools know of a measure in one edition."""
    return dict(pools([c.observed for c in cells(applicant_type, measure, year)]))


def _edition_draws() -> NDArray[np.int64]:
    """Which edition describes the coming season in each draw: 0 the latest, 1 the one before. Axis (draw,)."""
    weight = load_facts().get("model.edition_weight").number
    earlier = stream("edition").permutation(DRAWS - 1) >= round(weight * (DRAWS - 1))
    return np.concatenate([[0], earlier.astype(np.int64)])


def _slopes(applicant_type: ApplicantType, edition: NDArray[np.int64]) -> list[Row]:
    made = (_row(s, applicant_type, m, edition) for s in charting().specialties for m in MEASURES[applicant_type])
    return [r for r in made if r is not None]


def _row(specialty: str, applicant_type: ApplicantType, measure: str, edition: NDArray[np.int64]) -> Row | None:
    """A slope from the type's own tables; None where the type has none of this measure anywhere."""
    by_edition = []
    for year in editions(applicant_type, measure):
        known = {c.specialty: c for c in cells(applicant_type, measure, year)}
        if known:
            by_edition.append((known, of_pool(effects(applicant_type, measure, year), pool_name(specialty))))
    where = _where(specialty, applicant_type, measure)
    if not by_edition or where is None:
        return None
    centre, error, sd, anchor, source, year = where
    drawn = []
    for known, pool in by_edition:
        cell = known.get(specialty)
        mean, spread = (pool.mean, pool.spread) if cell is None else pool.shrink(*_own(cell))
        if anchor == MATCHED:  # two groups of unpublished shape are compared as if both were normal
            spread = sqrt(spread**2 + load_facts().get("model.not_normal").number ** 2)
        name = f"slope {applicant_type.value} {specialty} {measure}"
        drawn.append(mean + spread * _normals(name))
    difference = drawn[0] if len(drawn) == 1 else np.where(edition == 0, drawn[0], drawn[1])
    low, high = _range(specialty, applicant_type, measure, centre, sd, _below(anchor, difference))
    return Row(applicant_type, specialty, measure, difference, centre, error / sd, sd, anchor, low, high,
               specialty in by_edition[0][0], year, source)


def _below(anchor: str, difference: Array) -> float:
    """How far the lower group's centre lies below the anchor's, in standard deviations."""
    return max(0.0, float(difference[0])) if anchor == MATCHED else 0.0


def _own(cell: Cell) -> tuple[float, float]:
    return cell.apart.difference, cell.apart.error


def _where(specialty: str, applicant_type: ApplicantType, measure: str
           ) -> tuple[tuple[float, float], float, float, str, str, int] | None:
    """(centre by edition, its error, SD within groups, anchor, source, year) of the population.

    Both groups where published, else the one that is, else the average of the pool's specialties with
    the spread between them as error.
    """
    own = {c.specialty: c for c in cells(applicant_type, measure)}
    if applicant_type is ApplicantType.US_MD_SENIOR and measure in SCORES:
        return _seniors_place(specialty)
    if specialty in own:
        cell = own[specialty]
        people = moments(specialty, applicant_type, measure)
        n = 1.0 if people is None else float((people.matched.n or 0) + (people.not_matched.n or 0) or 1)
        return (cell.apart.centre,) * 2, cell.apart.sd / sqrt(n), cell.apart.sd, BOTH, cell.source, cell.year
    scale, known = SCALES[measure], moments(specialty, applicant_type, measure)
    if known is not None and applicant_type is ApplicantType.NON_US_IMG and scale is not Scale.SHARE:
        for group, anchor in ((known.not_matched, NOT_MATCHED), (known.matched, MATCHED)):
            found = place(group, scale)
            if found is not None and found.sd is not None:
                return (found.centre,) * 2, found.error, found.sd, anchor, known.source, known.year
    sisters = [c for s, c in own.items() if pool_name(s) == pool_name(specialty)]
    sisters = sisters if len(sisters) > 2 else list(own.values())
    if not sisters or applicant_type is not ApplicantType.NON_US_IMG:
        return None
    centres = np.array([c.apart.centre for c in sisters])
    sd = float(np.mean([c.apart.sd for c in sisters]))
    return (float(centres.mean()),) * 2, float(centres.std(ddof=1)), sd, BOTH, sisters[0].source, sisters[0].year


def _seniors_place(specialty: str) -> tuple[tuple[float, float], float, float, str, str, int] | None:
    """US MD seniors' scores, anchored on the matched: the latest quartiles and the mean of the edition before."""
    latest = moments(specialty, ApplicantType.US_MD_SENIOR, "step2_ck")
    found: Place | None = None if latest is None else place(latest.matched, Scale.SCORE)
    if latest is None or found is None or found.sd is None:
        return None
    before = moments(specialty, ApplicantType.US_MD_SENIOR, "step2_ck", MEANS_OF_COUNTS)
    mean = before.matched.mean if before is not None and before.matched.mean is not None else found.centre
    return (found.centre, mean), found.error, found.sd, MATCHED, latest.source, latest.year


def _borrowed_scores(seniors: list[Row]) -> list[Row]:
    """US DO seniors' scores: US MD seniors' difference with doubt added, placed by their own published averages."""
    by_specialty = {r.specialty: r for r in seniors if r.measure in SCORES}
    doubt = load_facts().get("model.borrowed_slope").number
    made = []
    for specialty, md in by_specialty.items():
        known = moments(specialty, ApplicantType.US_DO_SENIOR, "step2_ck")
        centre = None if known is None else (known.matched.mean or known.matched.median)
        counts = charting().counts(specialty, ApplicantType.US_DO_SENIOR)
        if known is None or centre is None or counts is None:
            continue
        noise = _normals(f"slope us_do_senior {specialty} step2_ck")
        difference = _with_own(md, known, counts.matched, counts.not_matched, doubt, noise)
        error = sqrt(1 / max(counts.matched, 1) + 1 / 12 / md.sd**2)
        low, high = _range(specialty, ApplicantType.US_DO_SENIOR, "step2_ck", (centre, centre), md.sd,
                           _below(MATCHED, difference))
        made.append(Row(ApplicantType.US_DO_SENIOR, specialty, "step2_ck", difference, (centre, centre), error,
                        md.sd, MATCHED, low, high, False, known.year, known.source))
    return made


def _with_own(md: Row, known: Moments, n: int, m: int, doubt: float, noise: Array) -> Array:
    """The borrowed difference, drawn towards the type's own medians where both are published (2026, orthopaedics)."""
    borrowed = md.difference + doubt * noise
    if known.matched.median is None or known.not_matched.median is None:
        return borrowed
    matched, missed = known.matched, known.not_matched
    groups = [place(type(g)(n=k, median=g.median), Scale.SCORE, like=md.sd) for g, k in ((matched, n), (missed, m))]
    above, below = groups
    assert above is not None
    assert below is not None
    own = (above.centre - below.centre) / md.sd
    error = sqrt(above.error**2 + below.error**2) / md.sd
    prior = float(np.std(borrowed)) ** 2
    weight = prior / (prior + error**2)
    centre = weight * own + (1 - weight) * float(md.difference[0])
    return np.asarray(centre + sqrt(weight) * error * (borrowed - md.difference[0]) / sqrt(prior))


def _range(specialty: str, applicant_type: ApplicantType, measure: str, centre: tuple[float, float],
           sd: float, below: float) -> tuple[float, float]:
    """Lowest and highest value published for either group; a stated reach where the ends are not."""
    if SCALES[measure] is Scale.SHARE:
        return 0.0, 1.0
    lows, highs = _ends(specialty, applicant_type, measure)
    if not lows and applicant_type is ApplicantType.NON_US_IMG:
        for sister in charting().specialties:
            if pool_name(sister) == pool_name(specialty):
                more = _ends(sister, applicant_type, measure)
                lows, highs = lows + more[0], highs + more[1]
    counted = SCALES[measure] is Scale.COUNT
    reach = load_facts().get("model.reach").number * sd
    low, high = min(centre) - below * sd - reach, max(centre) + reach
    low, high = (max(0.0, expm1(low)), expm1(high)) if counted else (low, high)
    if not (lows and highs):
        return low, high
    return (0.0 if counted else min(lows)), max(highs)  # to have none is always a possible count


def _ends(specialty: str, applicant_type: ApplicantType, measure: str) -> tuple[list[float], list[float]]:
    known = moments(specialty, applicant_type, measure)
    groups = () if known is None else (known.matched, known.not_matched)
    return [g.low for g in groups if g.low is not None], [g.high for g in groups if g.high is not None]


def _rates(edition: NDArray[np.int64]) -> tuple[list[tuple[str, str]], Array]:
    """Every specialty and type with a rate, and its draws for the coming season. Axes (row,), (row, draw)."""
    keys, rows = [], []
    for kind in ApplicantType:
        for specialty in sorted(s.id for s in specialties()):
            drawn = rate_draws(specialty, kind, stream(f"rate {kind.value} {specialty}"), DRAWS)
            if drawn is not None:
                keys.append((kind.value, specialty))
                rows.append(coming(drawn, specialty, kind, edition))
    return keys, np.stack(rows)


def _normals(name: str) -> Array:
    """Standard normal draws, the first zero, so that index 0 is the central case. Axis (draw,)."""
    drawn = stream(name).standard_normal(DRAWS)
    drawn[0] = 0.0
    return drawn
