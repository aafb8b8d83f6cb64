"""The chances said first: if you apply, if you certify a list, any residency, and what moves them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from smartpick.advise.chosen import is_advanced
from smartpick.advise.outcomes import Line, Result, evaluate
from smartpick.advise.prospects import Prospect
from smartpick.advise.rows import estimate_of
from smartpick.domain.chance import Chance, Estimate, Grade
from smartpick.domain.plan import Chances, Driver, Outcomes
from smartpick.domain.words import percent
from smartpick.odds.funnel import quadrature
from smartpick.odds.specialty.explain import contributions

Array = NDArray[np.float64]

IF_APPLY = "of people like you who apply to this list, whether invited or not"
FOUND_LATER = ("An advanced seat whose PGY-1 year is still to be found counts by the judged chance that one is found "
               "after the Match.")
FUNNEL = ", times the chance of an interview from a list of judged usual size"
NOT_COUNTED = ("Medical school, class rank, the personal statement and how interviews go are not in this number: no "
               "published table has them.")
FUNNEL_ONLY = "published ranks and their spread, a list of judged usual length, this list’s programs"


def chances(
    prospects: tuple[Prospect, ...],
    lines: tuple[Line, ...],
    result: Result,
    count: int,
    found_later: Array,
) -> Chances:
    """Every headline chance of a plan, over the first `count` picks. The target is the first prospect."""
    target = prospects[0]
    sources = target.model.sources
    advanced = any(is_advanced(target, n) for n in range(len(target.listing.programs)))
    certify = Chance(
        estimate_of(target.certified, target.model.grade_of(target.inputs), target.model.year, sources),
        target.model.population, _method(target), (NOT_COUNTED, *target.inputs.notes))
    return Chances(
        if_apply=_applied(result.seat, target, float(result.invited[0])),
        if_certify=certify,
        any_residency=Chance(
            estimate_of(result.any_residency, sources=sources), IF_APPLY, _method(target) + FUNNEL,
            ("A full training in the target or in a backup you accept; one-year seats are not in it.",
             *((FOUND_LATER,) if advanced else ()))),
        outcomes=Outcomes(
            target=estimate_of(result.target),
            other_full=estimate_of(result.other_full),
            one_year_only=estimate_of(result.one_year),
            unmatched=estimate_of(result.unmatched),
            any_residency=estimate_of(result.any_residency),
            advanced_seat=estimate_of(result.seat) if advanced else None,
            seat_without_pgy1=estimate_of(result.seat_only) if advanced else None,
            notes=_notes(advanced),
        ),
        per_specialty=tuple(_alone(prospects, lines, count, found_later)),
        drivers=drivers(target),
        no_interview=_silence(result, target),
    )


def _silence(result: Result, target: Prospect) -> Chance:
    """The chance of no interview in the target at all, which the published rates leave out."""
    return Chance(
        estimate_of(1 - result.invited, year=target.model.year, sources=target.model.sources), IF_APPLY, FUNNEL_ONLY,
        ("Published rates are about people with a rank order list, most of them interviewed; this is the part they "
         "leave out.",
         "The length of a usual list is published for no specialty and is drawn from a judged range."))


def drivers(target: Prospect) -> tuple[Driver, ...]:
    """What each known input adds to the certified chance, against the typical matched applicant."""
    return tuple(
        Driver(c.label, c.have, c.points, c.grade.value, c.sources[0] if c.sources else "", c.note)
        for c in contributions(target.model, target.inputs)
    )


def _applied(drawn: Array, prospect: Prospect, invited: float | None = None) -> Chance:
    """A range without a point: no count of applicants to this specialty and type is published."""
    bounds = estimate_of(np.minimum(drawn, prospect.certified))
    reasons = [
        "No count of people of your type who applied is published, so this is a judged range without a point.",
        "It is never above the chance of those who certified a list, most of whom had been interviewed.",
    ]
    if invited is not None:
        reasons.insert(0, f"In the central case {percent(invited)} of such people get any interview from this list.")
    return Chance(Estimate(None, "chance", bounds.low, bounds.high, year=prospect.model.year,
                           grade=Grade.JUDGED, sources=prospect.model.sources),
                  IF_APPLY, _method(prospect) + FUNNEL, tuple(reasons))


def _alone(
    prospects: Sequence[Prospect], lines: Sequence[Line], count: int, found_later: Array
) -> list[tuple[str, Chance]]:
    """Each full-training list by itself, as if it were the only one."""
    weights = quadrature()[1]
    found = []
    for prospect, line in zip(prospects, lines, strict=True):
        if prospect.listing.wanted.purpose != "pgy1":
            alone = evaluate((line,), weights, found_later, count)
            drawn = alone.seat + alone.other_full
            found.append((prospect.listing.wanted.odds, _applied(drawn, prospect)))
    return found


def _method(prospect: Prospect) -> str:
    """What the certified chance rests on, in words."""
    return prospect.model.method(prospect.inputs)


def _notes(advanced: bool) -> tuple[str, ...]:
    said = ["A preliminary or transitional year promises no further place."]
    if advanced:
        said.append("An advanced seat begins in PGY-2; where no PGY-1 year is matched with it, one has to be "
                    "found after the Match.")
    return tuple(said)
