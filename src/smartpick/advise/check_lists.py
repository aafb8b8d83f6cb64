"""One list under an answer: which programs take the freed money and signals, on the central case (model 6).

A list is a set of entries (which list, which row, which signal). Every entry adds three logarithms
per node of the latent quality: of no match on categorical tracks, of none on advanced ones, of no
interview. Sums of them give every outcome, so a change is judged by adding and taking away rows:
no list has to be chosen again from the first application. The worth is that of the portfolio.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from smartpick.advise.chosen import Chosen, is_advanced, worth_of
from smartpick.advise.fees import Schedule, schedule
from smartpick.advise.portfolio import Chances, Purpose, Worth, no_match, worth_per_node
from smartpick.advise.prospects import Prospect
from smartpick.domain.plan import Signal
from smartpick.facts import Facts
from smartpick.facts.specialties import specialties
from smartpick.odds.funnel import quadrature
from smartpick.odds.season import DRAWS

Array = NDArray[np.float64]

NEAREST = 6  # programs of each kind tried next: under one belief the most open ones come first
LEAST_GAIN = 1e-12  # of worth: rounding is no reason for a change
ALMOST = 1e-9  # nothing is certain: keeps a logarithm finite


class Entry(NamedTuple):
    """One program on the list: the place of its list among the prospects, its row there, its signal."""

    owner: int
    row: int
    signal: Signal


@dataclass(frozen=True, slots=True)
class Rows:
    """Every row of one list. `adds` has the axes (row, 3, node), the three logarithms, per signal."""

    purpose: Purpose
    group: int  # of fees
    program: tuple[int, ...]  # numbered over all lists: the fee of a program is paid once
    advanced: NDArray[np.bool_]
    open: NDArray[np.bool_]
    adds: dict[Signal, Array]
    order: NDArray[np.int64]  # of rows, the most open first
    ceiling: Array | None  # axis (node,)
    limits: tuple[tuple[Signal, int], ...]

    def under(self, rows: NDArray[np.int64], sponsors: Array, yes: bool) -> Rows:
        """The same list once the answer for these rows is known: sponsored for certain, or closed.

        `sponsors` is the chance of a yes that their chances hold so far. Axis (row,).
        """
        adds = {}
        for signal, held in self.adds.items():
            changed = held.copy()
            changed[rows] = as_sponsored(held[rows], sponsors[:, None, None]) if yes else 0.0
            adds[signal] = changed
        now = self.open.copy()
        now[rows] = yes
        return replace(self, adds=adds, open=now, order=_order(adds))


def as_sponsored(logs: Array, sponsors: Array) -> Array:
    """log(1 - p / v) from log(1 - v p): the chance of a program known to take the visa."""
    missed: Array = np.log1p(-np.clip(-np.expm1(logs) / sponsors, 0.0, 1 - ALMOST))
    return missed


def contributions(invited: Array, hire: Array, advanced: NDArray[np.bool_]) -> Array:
    """The three logarithms of rows, axes (row, ..., 3, node), from p (row, ..., node) and h that fits it."""
    none = np.log1p(-np.clip(invited * hire, 0.0, 1 - ALMOST))
    silent = np.log1p(-np.clip(invited, 0.0, 1 - ALMOST))
    later = advanced.reshape(-1, *(1,) * (none.ndim - 1))
    return np.stack([np.where(later, 0.0, none), np.where(later, none, 0.0), silent], axis=-2)


@dataclass(frozen=True, slots=True)
class Table:
    """All lists of a person under one belief, with what an application costs."""

    rows: tuple[Rows, ...]
    schedules: tuple[Schedule, ...]
    weights: Array
    worths: Worth
    group_of: dict[int, int]  # the fee group of every program

    def under(self, places: dict[int, NDArray[np.int64]], sponsors: dict[int, Array], yes: bool) -> Table:
        """The table once the answer for these rows of these lists is known."""
        rows = tuple(r.under(places[n], sponsors[n], yes) if n in places else r for n, r in enumerate(self.rows))
        return replace(self, rows=rows)

    def sums(self, entries: Collection[Entry]) -> list[Array]:
        """The three logarithms of a whole list, per prospect. Axes (3, node)."""
        total = [np.zeros((3, self.weights.size)) for _ in self.rows]
        for e in entries:
            total[e.owner] = total[e.owner] + self.rows[e.owner].adds[e.signal][e.row]
        return total

    def worth(self, sums: Sequence[Array]) -> Array:
        """What lists are worth; sums with leading axes give as many numbers."""
        held = [Chances(*(np.exp(s[..., n, :]) for n in range(3))) for s in sums]
        by = {p: [n for n, r in enumerate(self.rows) if r.purpose is p] for p in Purpose}
        some = seat = np.zeros(self.weights.size)
        for n in by[Purpose.TARGET]:
            some, seat = held[n].seats(self.rows[n].ceiling)
        no_backup, no_year = (no_match([held[n] for n in by[p]], [self.rows[n].ceiling for n in by[p]], self.weights)
                              for p in (Purpose.BACKUP, Purpose.PGY1))
        total: Array = worth_per_node(some, seat, no_backup, no_year, self.worths) @ self.weights
        return total

    def worth_with(self, sums: Sequence[Array], owner: int, change: Array) -> Array:
        """The worth after each of several changes of one list, axes (change, 3, node)."""
        return self.worth([s + change if n == owner else s for n, s in enumerate(sums)])

    def count(self, entries: Collection[Entry], group: int) -> int:
        """Programs of a fee group on the list: every program once."""
        return len({self.rows[e.owner].program[e.row] for e in entries if self.rows[e.owner].group == group})

    def cost(self, entries: Collection[Entry]) -> int:
        """Dollars for the applications."""
        return sum(s.cost(self.count(entries, g)) for g, s in enumerate(self.schedules))


def table_of(prospects: tuple[Prospect, ...], facts: Facts) -> Table:
    """The table of a person's lists as they stand."""
    groups = list(dict.fromkeys(p.listing.wanted.specialty for p in prospects))
    numbers: dict[str, int] = {}
    rows = tuple(_rows(p, groups.index(p.listing.wanted.specialty), numbers) for p in prospects)
    prices = tuple(schedule(specialties().get(g).application_service, facts) for g in groups)
    fee_groups = {n: r.group for r in rows for n in r.program}
    return Table(rows, prices, quadrature()[1], worth_of(facts), fee_groups)


def entries_of(chosen: Chosen) -> tuple[Entry, ...]:
    """The list itself, without what lies beyond it."""
    return tuple(Entry(chosen.owner[n], chosen.row[n], chosen.picks[n].signal) for n in range(chosen.count))


def drawn(prospect: Prospect, rows: NDArray[np.int64], signal: Signal) -> Array:
    """The three logarithms of rows on every draw, axes (row, draw, 3, node)."""
    invited = prospect.interview(rows, signal, DRAWS)
    advanced = np.array([is_advanced(prospect, int(r)) for r in rows], dtype=bool)
    return contributions(invited, prospect.hire[None, :, None], advanced)


def _rows(prospect: Prospect, group: int, numbers: dict[str, int]) -> Rows:
    listing = prospect.listing
    every = np.arange(len(listing.programs))
    advanced = np.array([is_advanced(prospect, int(r)) for r in every], dtype=bool)
    tiers = (Signal.NONE, *(t for t, _ in prospect.limits))
    adds = {t: contributions(prospect.interview(every, t, 1)[:, 0], prospect.hire[0], advanced) for t in tiers}
    return Rows(
        Purpose(listing.wanted.purpose), group,
        tuple(numbers.setdefault(p.program_id, len(numbers)) for p in listing.programs),
        advanced, listing.open, adds, _order(adds),
        None if prospect.ceiling is None else prospect.ceiling[0], prospect.limits,
    )


def _order(adds: dict[Signal, Array]) -> NDArray[np.int64]:
    """Rows by their chance without a signal, highest first."""
    return np.argsort(adds[Signal.NONE][:, :2].sum(axis=(1, 2)), kind="stable")
