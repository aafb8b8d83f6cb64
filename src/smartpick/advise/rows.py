"""Every program as this applicant sees it: tier, visa, openness, odds in bands or percents, on the list or not."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from smartpick.advise.chosen import Chosen
from smartpick.advise.prospects import Prospect
from smartpick.domain.chance import Estimate, Grade
from smartpick.domain.plan import Action, Band, Basis, ProgramRow, Signal
from smartpick.facts.outcomes import state_results
from smartpick.odds.funnel import quadrature
from smartpick.odds.openness.estimate import SOURCES

Array = NDArray[np.float64]

THIRDS = (1 / 3, 2 / 3)


def program_rows(chosen: Chosen, few: dict[str, bool]) -> tuple[ProgramRow, ...]:
    """All rows, those on the list first in the order chosen, then the others from higher to lower odds.

    `few` says per specialty id of the odds whether so few matched that percents would pretend.
    """
    placed: list[tuple[float, ProgramRow]] = []
    for index, prospect in enumerate(chosen.prospects):
        on_list = {chosen.row[n]: (n + 1, chosen.picks[n].signal)
                   for n in range(chosen.count) if chosen.owner[n] == index}
        placed += _rows_of(prospect, on_list, few[prospect.listing.wanted.odds])
    placed.sort(key=lambda item: (item[1].rank_in_list or 10_000, -item[0], item[1].program.program_id))
    return tuple(row for _, row in placed)


def _rows_of(
    prospect: Prospect, on_list: dict[int, tuple[int, Signal]], few: bool
) -> list[tuple[float, ProgramRow]]:
    listing = prospect.listing
    every = np.arange(len(listing.programs))
    weights = quadrature()[1]
    central = prospect.interview(every, Signal.NONE, count=1)[:, 0] @ weights
    marks = np.quantile(central, THIRDS) if central.size else np.zeros(2)
    chances = _interviews(prospect, on_list, weights) if not few else {}
    rows = []
    for n, program in enumerate(listing.programs):
        placing = listing.placings[n]
        rank, signal = on_list.get(n, (None, Signal.NONE))
        closed = placing.action is Action.CLOSED
        rows.append((float(central[n]), ProgramRow(
            program=program,
            purpose=listing.wanted.purpose,
            kinds=tuple(k for k in listing.wanted.kinds if any(t.kind is k for t in program.tracks)),
            seats=program.seats(*listing.wanted.kinds),
            tier=placing.tier,
            tier_basis=placing.basis,
            action=placing.action,
            reasons=placing.reasons,
            visa=placing.visa_words,
            visa_basis=placing.visa_basis,
            openness=Estimate(float(listing.shares[n]), "share", float(listing.low[n]), float(listing.high[n]),
                              year=state_results().year, grade=Grade.DERIVED, sources=SOURCES),
            band=Band.UNKNOWN if closed else _band(central[n], marks),
            interview=chances.get(n),
            on_list=rank is not None,
            signal=signal,
            rank_in_list=rank,
            visa_chance=_visa_chance(prospect, n),
        )))
    return rows


def _visa_chance(prospect: Prospect, n: int) -> Estimate | None:
    """An estimate of what the user does not know yet of a program's visa policy."""
    listing = prospect.listing
    if listing.takes_ends is None or listing.placings[n].visa_basis is Basis.EVIDENCE:
        return None
    value, (low, high) = float(listing.takes[n]), (float(end[n]) for end in listing.takes_ends)
    return Estimate(value, "chance", min(low, value), max(high, value), year=state_results().year,
                    grade=Grade.DERIVED, sources=SOURCES)


def _interviews(
    prospect: Prospect, on_list: dict[int, tuple[int, Signal]], weights: Array
) -> dict[int, Estimate]:
    """The chance of an interview at every program on the list, with its interval."""
    found: dict[int, Estimate] = {}
    for signal in {s for _, s in on_list.values()}:
        rows = np.array(sorted(r for r, (_, s) in on_list.items() if s is signal), dtype=int)
        means = prospect.interview(rows, signal) @ weights  # axes (row, draw)
        for row, drawn in zip(rows, means, strict=True):
            found[int(row)] = estimate_of(drawn)
    return found


def estimate_of(drawn: Array, grade: Grade = Grade.JUDGED, year: int | None = None,
                sources: tuple[str, ...] = ()) -> Estimate:
    """A chance from its draws: the central case with the 5 and 95 % points. Axis (draw,)."""
    low, high = (float(q) for q in np.quantile(drawn, (0.05, 0.95)))
    value = min(max(float(drawn[0]), low), high)
    return Estimate(value, "chance", low, high, year=year, grade=grade, sources=sources)


def _band(chance: float, marks: Array) -> Band:
    if chance >= marks[1]:
        return Band.HIGHER
    return Band.MIDDLE if chance >= marks[0] else Band.LOWER
