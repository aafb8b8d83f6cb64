"""Chance of a match by number of contiguous ranks: an association read from who matched and who did not (model 3).

People with more ranks are also stronger applicants, so one rank more does not add what the curve
rises by. Only non-US IMGs have published numbers of ranks of both groups; for other applicant types
there is no curve, and NOT_PUBLISHED says why.
"""

from __future__ import annotations

from functools import cache

import numpy as np
from numpy.typing import NDArray

from smartpick.domain.applicant import ApplicantType
from smartpick.domain.chance import LEVEL, Estimate, Grade
from smartpick.domain.explained import RanksCurve, RanksPoint
from smartpick.domain.words import count_noun
from smartpick.facts.fits import Fit, load_fit
from smartpick.facts.outcomes import Moments, charting
from smartpick.odds.rank_law import RankLaw

Array = NDArray[np.float64]

TYPE = ApplicantType.NON_US_IMG
MEASURE = "contiguous_ranks"
NOT_PUBLISHED = ("No table gives the number of ranks of matched and not-matched applicants for this group, so "
                 "SmartPick has no chance by number of ranks for it.")
NO_FIGURES = "No figures are published for this specialty, so SmartPick has no chance by number of ranks."
ASSOCIATION = ("This is an association, not a cause: stronger applicants have more ranks, so one more rank adds "
               "less than the curve rises.")
POPULATION = "of non-US IMGs who certified a rank order list with the specialty first, most after interviews"
JUDGEMENT = "smartpick-judgement"


def ranks_curve(specialty: str, applicant_type: ApplicantType) -> RanksCurve | None:
    """The curve up to the largest published number of ranks; None where `why_no_curve` says why."""
    index = _index(specialty, applicant_type)
    if index is None:
        return None
    last, pooled = last_rank(index), bool(_fit().meta["specialties"][index]["pooled"])
    ranks = np.arange(1, last + 1)
    chance = chance_by_ranks(specialty, applicant_type, ranks.astype(float))
    published = charting().moments(specialty, applicant_type, MEASURE)
    year = None if published is None else published.year
    sources = (JUDGEMENT,) if published is None else (published.source, JUDGEMENT)
    grade = Grade.JUDGED if pooled else Grade.DERIVED
    low, high = np.quantile(chance, [(1 - LEVEL) / 2, (1 + LEVEL) / 2], axis=0)
    points = tuple(
        RanksPoint(int(k), Estimate(float(p), "chance", float(min(a, p)), float(max(b, p)), year=year, grade=grade,
                                    sources=sources))
        for k, p, a, b in zip(ranks, chance[0], low, high, strict=True))
    return RanksCurve(specialty, applicant_type, points, pooled, POPULATION, sources, _notes(published, last, pooled))


def chance_by_ranks(specialty: str, applicant_type: ApplicantType, k: Array) -> Array:
    """P(match in the specialty | k contiguous ranks of it), draw 0 the central case. Axes (draw, k).

    Nothing is claimed beyond the largest published number of ranks: larger k are held there. Raises
    ValueError for k < 1 and LookupError where there is no curve.
    """
    index = _index(specialty, applicant_type)
    if index is None:
        raise LookupError(why_no_curve(specialty, applicant_type))
    ranks = np.asarray(k, dtype=float)
    if np.any(ranks < 1) or np.any(np.isnan(ranks)):
        raise ValueError("A chance by number of ranks needs at least one rank.")
    return _law(index).chance(np.minimum(ranks, last_rank(index)))


def why_no_curve(specialty: str, applicant_type: ApplicantType) -> str | None:
    """A whole sentence on why there is no curve, None where there is one."""
    if applicant_type is not TYPE:
        return NOT_PUBLISHED
    return NO_FIGURES if _index(specialty, applicant_type) is None else None


def fitted_specialties() -> tuple[str, ...]:
    """Ids of the specialties with a curve, in the order of the fit's first axis."""
    return tuple(str(row["id"]) for row in _fit().meta["specialties"])


@cache
def fitted_law() -> RankLaw:
    """Every specialty's parameters. Axes (specialty, draw)."""
    fit = _fit()
    return RankLaw(*(fit[name].astype(float) for name in ("shape", "scale", "start", "slope", "ceiling")))


@cache
def last_rank(index: int) -> int:
    """Where the curve of a specialty ends: its largest published number of ranks.

    Where its own ranks are suppressed altogether: the middle one (the lower of two) of its pool.
    """
    rows = _fit().meta["specialties"]
    own = rows[index]["longest"]
    if own is not None:
        return int(own)
    pool = sorted(int(row["longest"]) for row in rows
                  if row["competitive"] == rows[index]["competitive"] and row["longest"] is not None)
    return pool[(len(pool) - 1) // 2]


def _fit() -> Fit:
    return load_fit("ranks")


def _index(specialty: str, applicant_type: ApplicantType) -> int | None:
    names = fitted_specialties()
    return names.index(specialty) if applicant_type is TYPE and specialty in names else None


def _law(index: int) -> RankLaw:
    law = fitted_law()
    return RankLaw(law.shape[index], law.scale[index], law.start[index], law.slope[index], law.ceiling[index])


def _notes(published: Moments | None, last: int, pooled: bool) -> tuple[str, ...]:
    notes = [ASSOCIATION]
    end = count_noun(last, "rank")
    if published is None or (published.matched.high is None and published.not_matched.high is None):
        notes.append(f"Numbers of ranks are suppressed for this specialty, so its counts and sister specialties stand "
                     f"in, the range is wide and the curve ends at {end}, as is usual among them.")
    elif pooled:
        notes.append("The ranks of those who matched are suppressed because they were too few, so sister specialties "
                     f"stand in and the range is wide. The curve ends at {end}, the most published.")
    else:
        notes.append(f"The curve ends at {end}, the most published for either group.")
    return tuple(notes)
