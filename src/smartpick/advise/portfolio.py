"""Which programs to apply to, in which order: the most gain per dollar first, signals included (model 5, first form).

Per node k of the latent quality and per list, with the programs chosen so far,

    heard = 1 - product of (1 - p)                      at least one interview
    seat  = min(1 - product of (1 - p h), c heard)      a match on the list

where the ceiling c is the chance of a match given an interview of the person's reference list: a
longer list finds more interviews, it does not make a better applicant. Outcomes follow from the
target's seat (of which `some` on categorical tracks), the backups and the PGY-1 year:

    complete = some + (seat - some) (1 - no_year (1 - found_later))
    full     = complete + (1 - seat) backup
    any      = 1 - (1 - seat) (1 - backup) no_year

The list's worth is the weighted sum of the three, the weights being increments of what each
outcome is worth. Advanced seats need a PGY-1 year: they are weighed as if a PGY-1 list of usual
length were chosen beside them. Within a list all programs share the applicant's parameters, so a
program that is more open at one node is so at every node: only the best of each kind can be next.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from smartpick.advise.fees import Schedule
from smartpick.domain.plan import Signal

Array = NDArray[np.float64]


class Purpose(StrEnum):
    """What a list is for."""

    TARGET = "target"
    BACKUP = "backup"
    PGY1 = "pgy1"


@dataclass(frozen=True, slots=True)
class Worth:
    """Weights of the increments: complete target over other full training, full over one year, one year.

    `found_later` is the chance that the holder of an advanced seat without a PGY-1 match still
    finds the year after the Match.
    """

    complete: float
    full: float
    any_seat: float
    found_later: float = 0.0


@dataclass(frozen=True, slots=True)
class Roster:
    """The open programs of one list, the most open first. Axes (row, node) and (row,).

    `invited` is p and `hit` is p h, per signal (NONE always). `program` numbers programs over all
    lists: the fee of a program is paid once. `ceiling` is c per node, None where nothing caps the list.
    """

    purpose: Purpose
    group: int  # of fees
    program: NDArray[np.int64]
    advanced: NDArray[np.bool_]
    invited: dict[Signal, Array]
    hit: dict[Signal, Array]
    ceiling: Array | None
    signals: tuple[tuple[Signal, int], ...]  # (tier, how many), best first


@dataclass(frozen=True, slots=True)
class Pick:
    """One step: which list, which row of its roster, with which signal, at which price, the worth after it."""

    roster: int
    row: int
    signal: Signal
    usd: int
    worth: float


@dataclass(slots=True)
class Chances:
    """Products over the chosen programs of a list; arrays end in the axis (node,)."""

    no_categorical: Array
    no_advanced: Array
    silent: Array

    def with_row(self, hit: Array, invited: Array, advanced: bool) -> Chances:
        """The products after one more program."""
        if advanced:
            return Chances(self.no_categorical, self.no_advanced * (1 - hit), self.silent * (1 - invited))
        return Chances(self.no_categorical * (1 - hit), self.no_advanced, self.silent * (1 - invited))

    def seats(self, ceiling: Array | None) -> tuple[Array, Array]:
        """(some: matched on a categorical track, seat: matched at all), both under the ceiling."""
        some, seat = 1 - self.no_categorical, 1 - self.no_categorical * self.no_advanced
        if ceiling is None:
            return some, seat
        most = ceiling * (1 - self.silent)
        return np.minimum(some, most), np.minimum(seat, most)


def no_match(chances: Sequence[Chances], ceilings: Sequence[Array | None], like: Array) -> Array:
    """Chance of no match on any of several lists."""
    left = np.ones_like(like)
    for list_chances, ceiling in zip(chances, ceilings, strict=True):
        left = left * (1 - list_chances.seats(ceiling)[1])
    return left


def worth_per_node(some: Array, seat: Array, no_backup: Array, no_year: Array, worth: Worth) -> Array:
    """The weighted sum of outcomes at every node."""
    complete = some + (seat - some) * (1 - no_year * (1 - worth.found_later))
    full = complete + (1 - seat) * (1 - no_backup)
    any_seat = 1 - (1 - seat) * no_backup * no_year
    return worth.complete * complete + worth.full * full + worth.any_seat * any_seat


def choose(
    rosters: Sequence[Roster],
    schedules: Sequence[Schedule],
    weights: Array,
    worth: Worth,
    *,
    budget_usd: float,
    stop_per_usd: float,
    usual_pgy1: int,
    most: int = 400,
) -> tuple[Pick, ...]:
    """The list in the order of gain per dollar, until the budget or the stop mark.

    `schedules` are per fee group; `stop_per_usd` is the smallest worth per dollar still bought.
    Programs whose fee is paid already come first where they add anything. Ties go to the earlier
    roster, so the result is the same every time. `most` bounds the number of picks.
    """
    state = _State(rosters, schedules, weights, worth, usual_pgy1)
    picks: list[Pick] = []
    spent = 0.0
    while len(picks) < most:
        best: tuple[float, Pick] | None = None
        now = state.judged()
        for offer in state.offers():
            if spent + offer.usd > budget_usd + 1e-9:
                continue
            gain = state.judged(offer) - now
            rate = gain / max(offer.usd, 0.01)
            if gain > 0 and rate >= stop_per_usd and (best is None or rate > best[0]):
                best = (rate, offer)
        if best is None:
            break
        spent += best[1].usd
        state.take(best[1])
        picks.append(Pick(best[1].roster, best[1].row, best[1].signal, best[1].usd, state.worth_now()))
    return tuple(picks)


class _State:
    """What is chosen so far, and the few programs that can be next."""

    def __init__(
        self, rosters: Sequence[Roster], schedules: Sequence[Schedule], weights: Array, worth: Worth, usual: int
    ) -> None:
        self.rosters, self.schedules, self.weights, self.worth = rosters, schedules, weights, worth
        self.chances = [Chances(*(np.ones(weights.size) for _ in range(3))) for _ in rosters]
        self.open = [np.ones(r.program.size, dtype=bool) for r in rosters]
        self.paid = [np.zeros(r.program.size, dtype=bool) for r in rosters]
        self.counts = [0] * len(schedules)
        self.signals = [dict(r.signals) for r in rosters]
        self.usual_year = _usual_year(rosters, usual, weights)

    def offers(self) -> list[Pick]:
        """The best open program of every list, kind of track and price."""
        found = []
        for index, roster in enumerate(self.rosters):
            price = self.schedules[roster.group].next_price(self.counts[roster.group])
            signal = next((t for t, _ in roster.signals if self.signals[index][t] > 0), Signal.NONE)
            paid = self.paid[index]
            for advanced in (False, True):
                mine = self.open[index] & (roster.advanced == advanced)
                for free in (True, False):
                    rows = np.flatnonzero(mine & (paid == free))
                    if rows.size:
                        sent = signal if not free or roster.signals else Signal.NONE
                        found.append(Pick(index, int(rows[0]), sent, 0 if free else price, 0.0))
        return found

    def take(self, pick: Pick) -> None:
        """Adds a program; its fee counts once."""
        roster = self.rosters[pick.roster]
        self.chances[pick.roster] = self._after(pick)
        self.open[pick.roster][pick.row] = False
        if pick.signal is not Signal.NONE:
            self.signals[pick.roster][pick.signal] -= 1
        if not self.paid[pick.roster][pick.row]:
            self.counts[roster.group] += 1
            for paid, other in zip(self.paid, self.rosters, strict=True):
                paid |= other.program == roster.program[pick.row]

    def judged(self, pick: Pick | None = None) -> float:
        """The worth that guides the choice, with one more program; a PGY-1 list is taken for granted."""
        return self._worth(pick, self.usual_year)

    def worth_now(self) -> float:
        """The worth of the list as it stands."""
        return self._worth(None, None)

    def _worth(self, pick: Pick | None, at_most: Array | None) -> float:
        chances = list(self.chances)
        if pick is not None:
            chances[pick.roster] = self._after(pick)
        by = {purpose: [n for n, r in enumerate(self.rosters) if r.purpose is purpose] for purpose in Purpose}
        some = seat = np.zeros(self.weights.size)
        for n in by[Purpose.TARGET]:
            some, seat = chances[n].seats(self.rosters[n].ceiling)
        no_backup, no_year = (
            no_match([chances[n] for n in by[p]], [self.rosters[n].ceiling for n in by[p]], self.weights)
            for p in (Purpose.BACKUP, Purpose.PGY1)
        )
        nodes = worth_per_node(some, seat, no_backup, no_year, self.worth)
        if at_most is not None:  # an advanced seat is weighed beside a usual PGY-1 list
            helped = (seat - some) * np.maximum(no_year - at_most, 0.0) * (1 - self.worth.found_later)
            nodes = nodes + (self.worth.complete + self.worth.full) * helped
        return float(nodes @ self.weights)

    def _after(self, pick: Pick) -> Chances:
        roster = self.rosters[pick.roster]
        return self.chances[pick.roster].with_row(
            roster.hit[pick.signal][pick.row], roster.invited[pick.signal][pick.row], bool(roster.advanced[pick.row]))


def _usual_year(rosters: Sequence[Roster], size: int, weights: Array) -> Array:
    """Chance of no PGY-1 year on a list of the usual size: the most open programs of all. Axis (node,)."""
    hits = [r.hit[Signal.NONE] for r in rosters if r.purpose is Purpose.PGY1]
    if not hits or size <= 0:
        return np.ones(weights.size)
    every = np.concatenate(hits)
    best = np.argsort(-(every @ weights), kind="stable")[:size]
    left: Array = np.prod(1 - every[best], axis=0)
    return left
