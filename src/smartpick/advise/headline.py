"""The chances said first: if you apply, if you certify a list, any residency, and what moves them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from smartpick.advise.chosen import is_advanced
from smartpick.advise.outcomes import Line, Result, evaluate
from smartpick.advise.prospects import (
    Prospect,
    certified_chance,
    earlier_offset,
    measures,
    visa_offset,
)
from smartpick.advise.rows import estimate_of
from smartpick.domain.applicant import Profile, Progress
from smartpick.domain.chance import Chance, Estimate, Grade, weakest
from smartpick.domain.plan import Chances, Driver, Outcomes
from smartpick.domain.words import joined, percent
from smartpick.facts import Facts
from smartpick.odds.funnel import quadrature

Array = NDArray[np.float64]

IF_APPLY = "of people like you who apply to this list, whether invited or not"
FOUND_LATER = ("An advanced seat whose PGY-1 year is still to be found counts by the judged chance that one is found "
               "after the Match.")
BORROWED = "The published figures of matched applicants are suppressed here; a pool of specialties stands in."
FUNNEL = ", times the chance of an interview from a list of judged usual size"
FUNNEL_ONLY = "published ranks and their spread, a list of judged usual length, this list’s programs"
LABELS = {"step2_ck": "Step 2 CK", "publications": "Publications"}


def chances(
    prospects: tuple[Prospect, ...],
    lines: tuple[Line, ...],
    result: Result,
    count: int,
    profile: Profile,
    found_later: Array,
    facts: Facts,
) -> Chances:
    """Every headline chance of a plan, over the first `count` picks. The target is the first prospect."""
    target = prospects[0]
    sources = target.model.sources
    advanced = any(is_advanced(target, n) for n in range(len(target.listing.programs)))
    certify = Chance(
        estimate_of(target.certified, _grade(target, profile), target.model.year, sources),
        target.model.population, _method(target), _not_counted(profile, target))
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
        drivers=drivers(target, profile, facts),
        no_interview=_silence(result, target),
    )


def _silence(result: Result, target: Prospect) -> Chance:
    """The chance of no interview in the target at all, which the published rates leave out."""
    return Chance(
        estimate_of(1 - result.invited, year=target.model.year, sources=target.model.sources), IF_APPLY, FUNNEL_ONLY,
        ("Published rates are about people with a rank order list, most of them interviewed; this is the part they "
         "leave out.",
         "The length of a usual list is published for no specialty and is drawn from a judged range."))


def drivers(
    prospect: Prospect, profile: Profile, facts: Facts
) -> tuple[Driver, ...]:
    """What each input does to the certified chance, against the same person with it unknown or average."""
    known = measures(profile)
    rates = prospect.odds.rates[:1]
    visa, earlier = visa_offset(profile, facts), float(earlier_offset(profile, facts)[0])

    def at(left: dict[str, float], offset: float) -> float:
        return float(certified_chance(prospect.model, rates, left, offset)[0])

    full = at(known, visa + earlier)
    source = prospect.model.sources[0] if prospect.model.sources else ""
    found = []
    for slope in prospect.model.slopes:
        if slope.measure in known:
            value = known[slope.measure]
            rest = {k: v for k, v in known.items() if k != slope.measure}
            note = BORROWED if slope.borrowed else ""
            if value > slope.high:
                note = (f"{value:.0f} lies above every value published for this specialty (at most "
                        f"{slope.high:.0f}), so it cannot tell us more. {note}").strip()
            found.append(Driver(LABELS[slope.measure], f"{value:.0f}", full - at(rest, visa + earlier),
                                (Grade.JUDGED if slope.borrowed else Grade.DERIVED).value, source, note))
    if visa:
        need = "needs a visa" if profile.needs_visa else "needs no visa"
        found.append(Driver("Visa", need, full - at(known, earlier), Grade.DERIVED.value,
                            facts.get("match.match_rate_by_visa", "visa").source,
                            "Measured over all specialties together, not in this one."))
    if earlier:
        found.append(Driver("Earlier Match", "unmatched", full - at(known, visa), Grade.JUDGED.value,
                            "smartpick-judgement", "No published figure for the Main Match; a wide range is drawn."))
    return tuple(found)


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


def _grade(prospect: Prospect, profile: Profile) -> Grade:
    """The grade of the certified chance: that of the weakest input used for this person."""
    used = [prospect.model.grade]
    if len([s for s in prospect.model.slopes if s.measure in measures(profile)]) > 1:
        used.append(prospect.model.correlation.grade)  # how the measures overlap
    if any(m.matched is False for m in profile.earlier_matches):
        used.append(Grade.JUDGED)
    return weakest(*used)


def _method(prospect: Prospect) -> str:
    """What the certified chance rests on, in words."""
    names = [LABELS[s.measure] for s in prospect.model.slopes]
    return f"published rate, moved by {joined(names)}" if names else "base rate only"


def _not_counted(profile: Profile, target: Prospect) -> tuple[str, ...]:
    said = ["Rotations, letters, research months, graduation year and failed attempts are not in this number yet."]
    if not target.model.slopes:
        said.append("Scores of matched and not matched applicants of your type are not published in the tables we "
                    "hold, so yours do not move it: this is the base rate.")
        return tuple(said)
    if profile.exams.step2_ck.score is None:
        said.append("Step 2 CK is not known yet, so the average over all scores is shown.")
    if not profile.outputs:
        said.append("No papers or posters are named, so the average over all applicants is shown for them.")
    elif any(o.progress is Progress.PLANNED for o in profile.outputs):
        said.append("Planned papers are not counted: only what is out.")
    return tuple(said)


def _notes(advanced: bool) -> tuple[str, ...]:
    said = ["A preliminary or transitional year promises no further place."]
    if advanced:
        said.append("An advanced seat begins in PGY-2; where no PGY-1 year is matched with it, one has to be "
                    "found after the Match.")
    return tuple(said)
