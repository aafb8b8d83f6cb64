"""Where people of a type usually match: the seats behind an id of rates, and what those programs are like."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np

from smartpick.domain.applicant import ApplicantType
from smartpick.domain.program import TrackKind
from smartpick.facts import load_facts
from smartpick.odds.openness import TYPE_CELLS, openness

ONE_YEAR_SEATS = {  # one-year seats by their own id: the specialty whose programs offer them
    "preliminary_medicine": "internal_medicine",
    "preliminary_surgery": "general_surgery",
    "transitional_year": "transitional_year",
}
FULL = (TrackKind.CATEGORICAL, TrackKind.ADVANCED)


@dataclass(frozen=True, slots=True)
class Seats:
    """The seats behind an id of published rates: the specialty whose programs offer them, and their kinds."""

    specialty: str
    kinds: tuple[TrackKind, ...]


def seats_of(odds_id: str) -> Seats:
    """The seats an id stands for; a one-year seat has its own published rates."""
    if odds_id in ONE_YEAR_SEATS:
        return Seats(ONE_YEAR_SEATS[odds_id], (TrackKind.PRELIMINARY,))
    return Seats(odds_id, FULL)


@dataclass(frozen=True, slots=True)
class Usual:
    """The programs where matched people of a type are: chance that they take the visa needed, tracks each."""

    takes: float
    tracks: float


@cache
def usual_programs(odds_id: str, applicant_type: ApplicantType) -> Usual:
    """Means over programs, weighted by the seats the type is expected to fill.

    Of non-US IMGs the published share that needs a visa is taken to need a J-1; others need none.
    """
    seats = seats_of(odds_id)
    every = openness(seats.specialty, seats.kinds, TYPE_CELLS[applicant_type])
    if not every.programs:
        return Usual(1.0, 1.0)
    weight = every.share * every.seats
    weight = weight / weight.sum()
    tracks = np.array([sum(t.kind in seats.kinds for t in p.tracks) for p in every.programs])
    takes = 1.0
    if applicant_type is ApplicantType.NON_US_IMG:
        takes = 1 - needing_visa() * (1 - float(weight @ every.j1))
    return Usual(takes, max(float(weight @ tracks), 1.0))


def needing_visa() -> float:
    """Share of non-US IMGs who need a visa: what the published rates with, without and together imply."""
    facts = load_facts()
    need, none = (facts.get("match.match_rate_by_visa", c).number for c in ("visa", "none"))
    every = facts.get("match.match_rate", ApplicantType.NON_US_IMG.value).number
    return min(max((none - every) / (none - need), 0.0), 1.0)
