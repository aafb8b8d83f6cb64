"""Which institutions deserve a close look: what each answer would add, estimated with prices instead of new lists.

At the list as it stands a dollar and a signal of each tier have a price in worth: what one more would
add. A yes adds what the institution's programs bring beyond the price of their place and signal; a no
gives back the price of what they held, at most what was lost. Good enough to choose whom to look at.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from smartpick.advise.check_lists import Rows, Table, as_sponsored
from smartpick.advise.check_moves import Entries, raised, reachable
from smartpick.advise.check_places import Site
from smartpick.domain.plan import Signal

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class _Prices:
    """In worth: of a place on each list, and of a signal of each tier there."""

    place: tuple[float, ...]
    signal: tuple[dict[Signal, float], ...]


def promise(table: Table, now: Entries, sites: tuple[Site, ...]) -> Array:
    """About what each answer would add, in worth. Axis (site,)."""
    prices = _prices(table, now)
    held = {(e.owner, e.row): e.signal for e in now}
    sums = table.sums(now)
    before = float(table.worth(sums))
    yes, no = np.zeros(len(sites)), np.zeros(len(sites))
    for owner, rows in enumerate(table.rows):
        mine = [(n, row) for n, site in enumerate(sites) for o, row in site.rows if o == owner]
        if not mine:
            continue
        site_of, places = (np.array(column, dtype=int) for column in zip(*mine, strict=True))
        sponsors = np.array([sites[n].sponsors[owner, row] for n, row in mine])
        signals = [held.get((owner, row)) for _, row in mine]
        kept = _held(rows, places, signals)
        here = _held({t: _sure(a[places], sponsors) for t, a in rows.adds.items()}, None, signals)
        start = table.worth_with(sums, owner, here - kept)
        paid = np.array([_paid(prices, owner, s) for s in signals])
        best = np.zeros(len(mine))
        for tier, adds in rows.adds.items():
            after = table.worth_with(sums, owner, _sure(adds[places], sponsors) - kept)
            best = np.maximum(best, after - start - (_paid(prices, owner, tier) - paid))
        lost = before - table.worth_with(sums, owner, -kept)
        np.add.at(yes, site_of, best)
        np.add.at(no, site_of, np.minimum(lost, paid))
    likely = np.array([s.likely for s in sites])
    total: Array = likely * yes + (1 - likely) * no
    return total


def _sure(adds: Array, sponsors: Array) -> Array:
    return as_sponsored(adds, sponsors[:, None, None])


def _held(
    rows: Rows | dict[Signal, Array], places: NDArray[np.int64] | None, signals: list[Signal | None]
) -> Array:
    """What each row adds with the signal it has now; nothing where it is not on the list."""
    adds = rows.adds if isinstance(rows, Rows) else rows
    at = range(len(signals)) if places is None else places
    empty = np.zeros_like(next(iter(adds.values()))[0])
    return np.stack([empty if s is None else adds[s][n] for n, s in zip(at, signals, strict=True)])


def _paid(prices: _Prices, owner: int, signal: Signal | None) -> float:
    """The price of a place with this signal; None is no place."""
    if signal is None:
        return 0.0
    return prices.place[owner] + prices.signal[owner].get(signal, 0.0)


def _prices(table: Table, now: Entries) -> _Prices:
    sums = table.sums(now)
    before = float(table.worth(sums))
    rate = max((gain / price for price, gain, _ in reachable(table, now) if price), default=0.0)
    places = []
    for rows in table.rows:
        count = table.count(now, rows.group)
        places.append(max(rate, 0.0) * table.schedules[rows.group].next_price(max(count - 1, 0)))
    signals = []
    for owner, rows in enumerate(table.rows):
        gains = {tier: raised(table, now, owner, tier) for tier, _ in rows.limits}
        signals.append({tier: 0.0 if g is None else max(g[0] - before, 0.0) for tier, g in gains.items()})
    return _Prices(tuple(places), tuple(signals))
