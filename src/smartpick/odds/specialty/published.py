"""Every published cell: how far matched and not matched stand apart, by type, measure and specialty.

Non-US IMGs have moments of both groups (2026). US MD seniors have Step 2 CK in two editions, the
latest without the spread of the not matched, and means of counts (2024). US DO seniors have means of
counts. What other types borrow is decided in `fitting`.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from smartpick.domain.applicant import ApplicantType
from smartpick.facts import load_facts
from smartpick.facts.outcomes import Group, Moments, charting
from smartpick.odds.specialty.groups import SCALES, Apart, Scale, apart, means_apart, place, shares_apart
from smartpick.odds.specialty.pooling import Observed

GENERAL = "general"
MEANS_OF_COUNTS = 2024  # the edition that prints means of counts for US seniors
COUNTS_AS_PRINTED = {"outputs": "abstracts_presentations_publications"}
MEASURES = {
    ApplicantType.NON_US_IMG: ("step2_ck", "publications", "abstracts", "presentations", "research",
                               "volunteer", "phd", "graduate_degree"),
    ApplicantType.US_MD_SENIOR: ("step2_ck", "outputs", "research", "volunteer"),
    ApplicantType.US_DO_SENIOR: ("step2_ck", "outputs", "research"),
}
# Negative in most specialties, a proxy for years since graduation: checked by leaving out, never in a chance.
REPORTED_ONLY = ("work",)


@dataclass(frozen=True, slots=True)
class Cell:
    """One specialty's published difference of a measure in one edition."""

    specialty: str
    measure: str
    year: int
    apart: Apart
    source: str
    matched_sd: float  # the matched group's own spread, the within-group one where it has none

    @property
    def observed(self) -> Observed:
        return Observed(self.apart.difference, self.apart.error, pool_name(self.specialty))


@cache
def pool_name(specialty: str) -> str:
    """The pool a specialty learns from."""
    fact = load_facts().find("model.pool", specialty)
    return GENERAL if fact is None else str(fact.value)


@cache
def cells(applicant_type: ApplicantType, measure: str, year: int | None = None) -> tuple[Cell, ...]:
    """Every specialty with both groups published, in one edition (the latest without a year)."""
    made = (_cell(s, applicant_type, measure, year) for s in charting().specialties)
    return tuple(c for c in made if c is not None)


def editions(applicant_type: ApplicantType, measure: str) -> tuple[int | None, ...]:
    """Years whose cells are pooled apart: US MD seniors' scores have two, everything else the latest."""
    if applicant_type is ApplicantType.US_MD_SENIOR and measure == "step2_ck":
        return (None, MEANS_OF_COUNTS)
    return (None,)


def moments(specialty: str, applicant_type: ApplicantType, measure: str, year: int | None = None) -> Moments | None:
    """The table's moments; US seniors' counts under the name they are printed with."""
    return charting().moments(specialty, applicant_type, COUNTS_AS_PRINTED.get(measure, measure), year)


def _cell(specialty: str, applicant_type: ApplicantType, measure: str, year: int | None) -> Cell | None:
    scale = SCALES[measure]
    found: Apart | None = None
    matched_sd = 0.0
    if scale is Scale.SHARE:
        found, at, source = _shares(specialty, applicant_type, measure)
    else:
        known = moments(specialty, applicant_type, measure, year)
        if known is None:
            return None
        at, source = known.year, known.source
        if scale is Scale.COUNT and applicant_type is not ApplicantType.NON_US_IMG:
            found = _means(specialty, applicant_type, measure, known)
        elif applicant_type is ApplicantType.US_MD_SENIOR:
            found = _seniors_score(specialty, applicant_type, known)
        else:
            above = place(known.matched, scale)
            found = apart(above, place(known.not_matched, scale))
            matched_sd = (above.sd or 0.0) if above else 0.0
    return None if found is None else Cell(specialty, measure, at, found, source, matched_sd or found.sd)


def _shares(specialty: str, applicant_type: ApplicantType, measure: str) -> tuple[Apart | None, int, str]:
    """Degrees: shares among the same people as the scores."""
    people = moments(specialty, applicant_type, "step2_ck")
    matched, missed = charting().share(specialty, applicant_type, measure)
    if people is None or matched is None or missed is None:
        return None, 0, ""
    n, m = people.matched.n or 0, people.not_matched.n or 0
    return (shares_apart(matched, missed, n, m) if n > 1 and m > 1 else None), people.year, people.source


def _means(specialty: str, applicant_type: ApplicantType, measure: str, known: Moments) -> Apart | None:
    counts = charting().counts(specialty, applicant_type, known.year)
    above, below = known.matched.mean, known.not_matched.mean
    if counts is None or above is None or below is None or min(counts.matched, counts.not_matched) < 2:
        return None
    log_sd = load_facts().get("model.count_log_sd", measure).number
    return means_apart(above, below, counts.matched, counts.not_matched, log_sd)


def _seniors_score(specialty: str, applicant_type: ApplicantType, known: Moments) -> Apart | None:
    """US MD seniors: the latest edition's spread of the matched serves both editions and both groups here.

    That the not matched may spread wider or narrower is drawn later (model.not_matched_spread).
    """
    latest = moments(specialty, applicant_type, "step2_ck")
    spread = None if latest is None else place(latest.matched, Scale.SCORE)
    if spread is None or spread.sd is None:
        return None
    counts = charting().counts(specialty, applicant_type, known.year)
    groups = []
    for group, n in ((known.matched, counts.matched if counts else 0),
                     (known.not_matched, counts.not_matched if counts else 0)):
        filled = group if group.n else Group(n, group.mean, group.sd, group.low, group.q1, group.median,
                                             group.q3, group.high)
        groups.append(place(filled, Scale.SCORE, like=spread.sd))
    above, below = groups
    if above is None or below is None:
        return None
    if above.sd is None:
        above = type(above)(above.centre, spread.sd, above.n, above.error)
    return apart(above, below)
