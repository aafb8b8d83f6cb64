"""Which visa policies to verify first, and what knowing each would add (model 6, requirements R72 and R75).

For an institution with an unknown policy, with P the chance of a yes, L the list now and L' the
list made again after the answer for the same money:

    gain = P (V(L' | yes) - V(L | yes)) + (1 - P) (V(L' | no) - V(L | no))

Both lists are valued after the answer, on common draws, so a gain is what the list can do with the
answer and nothing else: it is never below zero. V is the chance of any residency.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from smartpick.advise.check_lists import Entry, Table, as_sponsored, drawn, entries_of, table_of
from smartpick.advise.check_moves import Entries, after_no, after_yes
from smartpick.advise.check_places import Site
from smartpick.advise.chosen import Chosen
from smartpick.advise.outcomes import Line, Result, evaluate
from smartpick.advise.portfolio import Purpose
from smartpick.advise.prospects import Prospect
from smartpick.domain.chance import Estimate, Grade
from smartpick.domain.plan import Signal
from smartpick.facts import Facts
from smartpick.odds.funnel import quadrature
from smartpick.odds.rates import expit, logit, z_of
from smartpick.odds.season import DRAWS, pgy1_found_later, stream

Array = NDArray[np.float64]
Progress = Callable[[int, int], None]

CANDIDATES = 40  # institutions whose lists are made again; the others can add less by a cheap bound
SOURCES = ("nrmp-state-2026", "smartpick-openness-fit")


@dataclass(frozen=True, slots=True)
class Gain:
    """What the answer of one institution is worth. Gains are chances with their intervals."""

    site: Site
    any_residency: Estimate
    target: Estimate
    on_list: int  # of its programs
    enters: bool  # whether a yes puts one of its programs on the list
    freed_usd: int  # for other programs, where the answer is no


def gains(
    chosen: Chosen,
    sites: tuple[Site, ...],
    facts: Facts,
    *,
    most: int,
    candidates: int = CANDIDATES,
    progress: Progress | None = None,
) -> tuple[Gain, ...]:
    """The institutions whose answer adds most, the best first, at most `most`; those that add nothing are left out.

    `progress` is told how many of how many lists have been made again.
    """
    if not sites or not chosen.count:
        return ()
    table, now = table_of(chosen.prospects, facts), entries_of(chosen)
    likeliest = sorted(zip(bounds(table, now, sites), range(len(sites)), strict=True), key=lambda x: (-x[0], x[1]))
    kept = [sites[n] for bound, n in likeliest[:candidates] if bound > 0]
    found = []
    for done, site in enumerate(kept):
        if progress is not None:
            progress(done, len(kept))
        found.append(_answered(table, now, site))
    if progress is not None:
        progress(len(kept), len(kept))
    value = _Central(chosen.prospects, table)
    ranked = sorted(((value.gain(a), n) for n, a in enumerate(found)), key=lambda x: (-x[0][0], -x[0][1], x[1]))
    best = [found[n] for (any_residency, target), n in ranked if max(any_residency, target) > 0][:most]
    drawing = _Drawn(chosen.prospects)
    return tuple(_gain(a, table, drawing, now) for a in best)


def bounds(table: Table, now: Entries, sites: tuple[Site, ...]) -> Array:
    """At most what each answer can add, cheaply: all its programs for nothing, or all it holds found again elsewhere.

    In worth, axis (site,).
    """
    held = {(e.owner, e.row): e.signal for e in now}
    size = (len(sites), 3, table.weights.size)
    gone, yes_now, yes_all = ([np.zeros(size) for _ in table.rows] for _ in range(3))
    for n, site in enumerate(sites):
        for owner, row in site.rows:
            signal, adds = held.get((owner, row)), table.rows[owner].adds
            here = adds[signal or Signal.NONE][row]
            sure = as_sponsored(here, np.array(site.sponsors[owner, row]))
            yes_all[owner][n] += sure
            if signal is not None:
                gone[owner][n] -= here
                yes_all[owner][n] -= here
                yes_now[owner][n] += sure - here
    sums = table.sums(now)

    def worth(change: list[Array]) -> Array:
        return table.worth([s + c for s, c in zip(sums, change, strict=True)])

    likely = np.array([s.likely for s in sites])
    bound: Array = likely * (worth(yes_all) - worth(yes_now)) + (1 - likely) * (table.worth(sums) - worth(gone))
    return bound


@dataclass(frozen=True, slots=True)
class _Answered:
    """An institution with the list now and the lists after a yes and a no."""

    site: Site
    now: Entries
    yes: Entries
    no: Entries
    freed_usd: int


def _answered(table: Table, now: Entries, site: Site) -> _Answered:
    budget = table.cost(now)
    open_, closed = (table.under(site.places, site.sponsors_by_list, answer) for answer in (True, False))
    after = after_no(closed, now, budget)
    rows = {(owner, row) for owner, row in site.rows}
    dropped = tuple(e for e in now if (e.owner, e.row) not in rows)
    return _Answered(site, now, after_yes(open_, now, site.rows, budget), after,
                     budget - table.cost(dropped) if after != now else 0)


class _Central:
    """Gains on the central case, for ranking."""

    def __init__(self, prospects: tuple[Prospect, ...], table: Table) -> None:
        self.prospects, self.table = prospects, table

    def gain(self, answered: _Answered) -> tuple[float, float]:
        """Any residency and target."""
        site = answered.site
        total = np.zeros(2)
        for yes, share, after in ((True, site.likely, answered.yes), (False, 1 - site.likely, answered.no)):
            known = self.table.under(site.places, site.sponsors_by_list, yes)
            before, later = (result_of(self.prospects, [s[None] for s in known.sums(entries)], 1)
                             for entries in (answered.now, after))
            total += share * np.array([later.any_residency[0] - before.any_residency[0],
                                       later.target[0] - before.target[0]])
        return max(float(total[0]), 0.0), max(float(total[1]), 0.0)


class _Drawn:
    """The logarithms of rows on every draw, looked up once."""

    def __init__(self, prospects: tuple[Prospect, ...]) -> None:
        self.prospects = prospects
        self.known: dict[Entry, Array] = {}

    def prepare(self, entries: set[Entry]) -> None:
        """Compute what is missing, a list and signal at a time."""
        missing = sorted(e for e in entries if e not in self.known)
        for owner, signal in dict.fromkeys((e.owner, e.signal) for e in missing):
            rows = [e.row for e in missing if (e.owner, e.signal) == (owner, signal)]
            logs = drawn(self.prospects[owner], np.array(rows, dtype=int), signal)
            self.known.update({Entry(owner, r, signal): log for r, log in zip(rows, logs, strict=True)})

    def result(self, entries: Entries, site: Site, yes: bool) -> Result:
        """The outcomes of a list once the answer is known."""
        sums = [np.zeros((DRAWS, 3, quadrature()[1].size)) for _ in self.prospects]
        for e in entries:
            sponsors = site.sponsors.get((e.owner, e.row))
            if sponsors is None:
                sums[e.owner] += self.known[e]
            elif yes:
                sums[e.owner] += as_sponsored(self.known[e], np.array(sponsors))
        return result_of(self.prospects, sums, DRAWS)


def result_of(prospects: tuple[Prospect, ...], sums: list[Array], count: int) -> Result:
    """Outcomes of whole lists from their sums, axes (draw, 3, node), on the first `count` draws."""
    nothing = np.array([], dtype=int)
    lines = tuple(
        Line(_purpose(p), s[None, :, 0], s[None, :, 1], s[None, :, 2], nothing,
             None if p.ceiling is None else p.ceiling[:count])
        for p, s in zip(prospects, sums, strict=True))
    return evaluate(lines, quadrature()[1], pgy1_found_later()[:count])


def _gain(answered: _Answered, table: Table, drawing: _Drawn, now: Entries) -> Gain:
    site = answered.site
    drawing.prepare({*now, *answered.yes, *answered.no})
    likely = _likely_draws(site)
    any_residency, target = np.zeros(DRAWS), np.zeros(DRAWS)
    for yes, share, after in ((True, likely, answered.yes), (False, 1 - likely, answered.no)):
        if after is not answered.now:
            before, later = (drawing.result(entries, site, yes) for entries in (now, after))
            any_residency += share * (later.any_residency - before.any_residency)
            target += share * (later.target - before.target)
    held = {(e.owner, e.row) for e in now}
    here = {table.rows[o].program[r] for o, r in site.rows if (o, r) in held}
    enters = any((e.owner, e.row) in site.sponsors and (e.owner, e.row) not in held for e in answered.yes)
    return Gain(site, _floored(any_residency), _floored(target), len(here), enters, answered.freed_usd)


def _floored(drawn_gain: Array) -> Estimate:
    """A gain with its interval; below zero it is none, for the answer can be left unused. Axis (draw,)."""
    gain = np.maximum(drawn_gain, 0.0)
    low, high = (float(q) for q in np.quantile(gain, (0.05, 0.95)))
    value = float(gain[0])
    return Estimate(value, "chance", min(low, value), max(high, value), grade=Grade.JUDGED, sources=SOURCES)


def _likely_draws(site: Site) -> Array:
    """The chance of a yes on every draw, spread as its interval says. Axis (draw,)."""
    estimate = site.likely_yes
    low, high = estimate.low, estimate.high
    if low is None or high is None or not 0 < low < high < 1:
        return np.full(DRAWS, site.likely)
    centre = float(logit(np.clip(site.likely, low, high)))
    standard = stream(f"check {site.institution_id}").standard_normal(DRAWS)
    standard[0] = 0.0
    width = np.where(standard < 0, centre - float(logit(low)), float(logit(high)) - centre) / z_of(estimate.level)
    spread: Array = expit(centre + standard * width)
    return spread


def _purpose(prospect: Prospect) -> Purpose:
    return Purpose(prospect.listing.wanted.purpose)
