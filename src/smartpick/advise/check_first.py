"""Which visa policies to verify first, and what knowing each would add (model 6, requirements R72 and R75).

For an institution with an unknown policy, with P the chance of a yes, L the list now and L' the
list made again after the answer for the same money:

    gain = P (V(L' | yes) - V(L | yes)) + (1 - P) (V(L' | no) - V(L | no))

Both lists are valued after the answer, on common draws, and L is the best list found for both
answers at once, so a gain is what can be done with the answer and nothing else: it is never below
zero. Lists are chosen by their worth; V is the chance of any residency.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from smartpick.advise.check_lists import LEAST_GAIN, Entry, Table, as_sponsored, drawn, entries_of, table_of
from smartpick.advise.check_moves import Entries, after_no, after_yes, settled
from smartpick.advise.check_places import Site
from smartpick.advise.check_screen import promise
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
Believed = Callable[[Site], Estimate]

CANDIDATES = 36  # institutions whose lists are made again; the others promise less
SOURCES = ("nrmp-state-2026", "smartpick-openness-fit")

SAME = 9  # decimals beyond which two gains differ by rounding alone


@dataclass(frozen=True, slots=True)
class Gain:
    """What the answer of one institution is worth. Gains are chances with their intervals."""

    site: Site
    any_residency: Estimate
    target: Estimate
    on_list: int  # of its programs
    enters: bool  # whether a yes puts one of its programs on the list
    freed_usd: int  # for other programs, where the answer is no
    freed_signals: int


def gains(
    chosen: Chosen,
    sites: tuple[Site, ...],
    facts: Facts,
    *,
    most: int,
    believed: Believed | None = None,
    candidates: int = CANDIDATES,
    progress: Progress | None = None,
) -> tuple[Gain, ...]:
    """The institutions whose answer adds most, the best first, at most `most`; those that add nothing are left out.

    `believed` gives the chance of a yes with its interval for those looked at closely (None: what their
    rows hold). `progress` is told how many of how many lists have been made again.
    """
    if not sites or not chosen.count:
        return ()
    table = table_of(chosen.prospects, facts)
    now = settled(table, entries_of(chosen))
    promises = promise(table, now, sites)
    kept = [sites[n] for n in np.argsort(-promises, kind="stable")[:candidates] if promises[n] > 0]
    found = []
    for done, site in enumerate(kept):
        if progress is not None:
            progress(done, len(kept))
        found.append(_answered(table, now, replace(site, likely_yes=believed(site)) if believed else site))
    if progress is not None:
        progress(len(kept), len(kept))
    value = _Central(chosen.prospects, table)
    ranked = sorted(((value.gain(a), n) for n, a in enumerate(found)),
                    key=lambda x: (-round(x[0][0], SAME), -round(x[0][1], SAME), x[1]))
    best = [found[n] for (any_residency, target), n in ranked if max(any_residency, target) > 0][:most]
    drawing = _Drawn(chosen.prospects)
    return tuple(_gain(a, table, drawing, now) for a in best)


@dataclass(frozen=True, slots=True)
class _Answered:
    """An institution with the best list before its answer, after a yes and after a no."""

    site: Site
    before: Entries
    yes: Entries
    no: Entries
    freed_usd: int


def _answered(table: Table, now: Entries, site: Site) -> _Answered:
    """Three lists compete for each place, so that no list found on the way is forgotten."""
    budget = table.cost(now)
    known = {answer: table.under(site.places, site.sponsors_by_list, answer) for answer in (True, False)}
    lists = (now, after_yes(known[True], now, site.rows, budget), after_no(known[False], now, budget))
    yes, no = (np.array([float(known[a].worth(known[a].sums(x))) for x in lists]) for a in (True, False))
    mixed = site.likely * yes + (1 - site.likely) * no
    rows = set(site.rows)
    freed = budget - table.cost([e for e in now if (e.owner, e.row) not in rows])
    return _Answered(site, lists[_best(mixed)], lists[_best(yes)], lists[_best(no)], freed)


def _best(worth: Array) -> int:
    """The best list; the earlier one where they differ by rounding alone."""
    return int(np.flatnonzero(worth >= worth.max() - LEAST_GAIN)[0])


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
                             for entries in (answered.before, after))
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
    drawing.prepare({*answered.before, *answered.yes, *answered.no})
    likely = _likely_draws(site)
    any_residency, target = np.zeros(DRAWS), np.zeros(DRAWS)
    for yes, share, after in ((True, likely, answered.yes), (False, 1 - likely, answered.no)):
        if after is not answered.before:
            before, later = (drawing.result(entries, site, yes) for entries in (answered.before, after))
            any_residency += share * (later.any_residency - before.any_residency)
            target += share * (later.target - before.target)
    held = {(e.owner, e.row) for e in now}
    here = {table.rows[o].program[r] for o, r in site.rows if (o, r) in held}
    enters = any((e.owner, e.row) in site.sponsors and (e.owner, e.row) not in held for e in answered.yes)
    sent = sum(e.signal is not Signal.NONE and (e.owner, e.row) in site.sponsors for e in now)
    return Gain(site, _floored(any_residency), _floored(target), len(here), enters, answered.freed_usd, sent)


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
