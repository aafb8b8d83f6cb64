"""Making a list again after an answer: freed money and signals are spent, opened programs find room (model 6).

Only what the answer touches is changed: a list that could be improved without any answer must not
look as if the answer had improved it.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from smartpick.advise.check_lists import LEAST_GAIN, NEAREST, Entry, Rows, Table
from smartpick.domain.plan import Signal

Array = NDArray[np.float64]
Entries = tuple[Entry, ...]


def after_no(table: Table, entries: Entries, budget_usd: int) -> Entries:
    """The best list found once the programs of an institution are known to be closed."""
    left = tuple(e for e in entries if table.rows[e.owner].open[e.row])
    return _better(table, entries, spend(table, left, budget_usd))


def after_yes(table: Table, entries: Entries, rows: tuple[tuple[int, int], ...], budget_usd: int) -> Entries:
    """The best list found once the programs of these (list, row) are known to be open."""
    best = entries
    for owner, row in rows:
        if table.rows[owner].open[row] and not any((e.owner, e.row) == (owner, row) for e in best):
            grown = trimmed(table, (*best, Entry(owner, row, Signal.NONE)), budget_usd)
            best = _better(table, best, spend(table, exchanged(table, grown, owner, row), budget_usd))
        else:
            best = exchanged(table, best, owner, row)
    return best


def spend(table: Table, entries: Entries, budget_usd: int) -> Entries:
    """Signals that are free are given, then money that is left is spent, each where it adds most."""
    while True:
        step = _signalled(table, entries) or _longer(table, entries, budget_usd)
        if step is None:
            return entries
        entries = step


def settled(table: Table, entries: Entries) -> Entries:
    """The list as good as it gets without any answer: what costs nothing is taken, and signals change places.

    An answer must not get credit for what could be had without it.
    """
    entries = spend(table, entries, table.cost(entries))
    while (step := _exchange(table, entries)) is not None:
        entries = step
    return entries


def trimmed(table: Table, entries: Entries, budget_usd: int) -> Entries:
    """The list cut to the budget: the program that is worth least for its price goes first, never the last entry."""
    kept = _program(table, entries[-1])
    while table.cost(entries) > budget_usd:
        programs = [p for p in dict.fromkeys(_program(table, e) for e in entries) if p != kept]
        price = [s.next_price(table.count(entries, g) - 1) if table.count(entries, g) else 0
                 for g, s in enumerate(table.schedules)]  # of the last application in each specialty
        saved = np.array([price[table.group_of[p]] for p in programs], dtype=float)
        usable = np.flatnonzero(saved > 0)
        if not usable.size:
            return entries[:-1]
        loss = (float(table.worth(table.sums(entries))) - table.worth(_sums_without(table, entries, programs)))[usable]
        entries = _without(table, entries, programs[int(usable[np.argmin(loss / saved[usable])])])
    return entries


def exchanged(table: Table, entries: Entries, owner: int, row: int) -> Entries:
    """The signal of one program exchanged with the best partner of its list, where that adds anything."""
    here = next((e for e in entries if (e.owner, e.row) == (owner, row)), None)
    others = [e for e in entries if here and e.owner == owner and e.signal is not here.signal]
    if here is None or not others:
        return entries
    adds, sums = table.rows[owner].adds, table.sums(entries)
    change = np.stack([adds[e.signal][row] - adds[here.signal][row]
                       + adds[here.signal][e.row] - adds[e.signal][e.row] for e in others])
    gains = table.worth_with(sums, owner, change) - table.worth(sums)
    best = int(np.argmax(gains))
    if gains[best] <= LEAST_GAIN:
        return entries
    return _swapped(entries, here, others[best])


def raised(table: Table, entries: Entries, owner: int, tier: Signal) -> tuple[float, Entry] | None:
    """The worth with one more signal of this tier sent on a list, and to which program; None where none is left."""
    rows = table.rows[owner]
    lower = [e for e in entries if e.owner == owner and _below(e.signal, tier, rows)]
    if not lower:
        return None
    change = np.stack([rows.adds[tier][e.row] - rows.adds[e.signal][e.row] for e in lower])
    worth = table.worth_with(table.sums(entries), owner, change)
    best = int(np.argmax(worth))
    return float(worth[best]), lower[best]


def reachable(table: Table, entries: Entries) -> Iterator[tuple[int, float, Entry]]:
    """The best next program of each list, kind of track and price: its price, the worth it adds, and what it is."""
    sums = table.sums(entries)
    now = float(table.worth(sums))
    paid = {_program(table, e) for e in entries}
    for owner, rows in enumerate(table.rows):
        held = {e.row for e in entries if e.owner == owner}
        for free, candidates in _next_rows(rows, held, paid):
            if candidates.size:
                price = 0 if free else table.schedules[rows.group].next_price(table.count(entries, rows.group))
                gains = table.worth_with(sums, owner, rows.adds[Signal.NONE][candidates]) - now
                top = int(np.argmax(gains))
                yield price, float(gains[top]), Entry(owner, int(candidates[top]), Signal.NONE)


def _exchange(table: Table, entries: Entries) -> Entries | None:
    """The best exchange of two signals on one list; None where none adds anything."""
    sums = table.sums(entries)
    now = float(table.worth(sums))
    best: tuple[float, Entry, Entry] | None = None
    for owner, rows in enumerate(table.rows):
        mine = [e for e in entries if e.owner == owner]
        for tier, _ in rows.limits:
            for one in [e for e in mine if e.signal is tier]:
                lower = [e for e in mine if _below(e.signal, tier, rows)]
                if not lower:
                    continue
                change = np.stack([rows.adds[tier][e.row] - rows.adds[e.signal][e.row]
                                   + rows.adds[e.signal][one.row] - rows.adds[tier][one.row] for e in lower])
                gains = table.worth_with(sums, owner, change) - now
                top = int(np.argmax(gains))
                if gains[top] > LEAST_GAIN and (best is None or gains[top] > best[0]):
                    best = float(gains[top]), one, lower[top]
    return None if best is None else _swapped(entries, best[1], best[2])


def _swapped(entries: Entries, one: Entry, other: Entry) -> Entries:
    swapped = {one: one._replace(signal=other.signal), other: other._replace(signal=one.signal)}
    return tuple(swapped.get(e, e) for e in entries)


def _signalled(table: Table, entries: Entries) -> Entries | None:
    """The list with one more signal sent, or one raised to a better tier; None where none is free or of use."""
    now = float(table.worth(table.sums(entries)))
    for owner, rows in enumerate(table.rows):
        for tier, limit in rows.limits:
            if sum(e.owner == owner and e.signal is tier for e in entries) >= limit:
                continue
            found = raised(table, entries, owner, tier)
            if found is not None and found[0] - now > LEAST_GAIN:
                return tuple(e._replace(signal=tier) if e == found[1] else e for e in entries)
    return None


def _longer(table: Table, entries: Entries, budget_usd: int) -> Entries | None:
    """The list with the program that adds most for its price and can be paid; None where there is none."""
    left = budget_usd - table.cost(entries)
    rated = [(gain / max(price, 0.01), -n, entry) for n, (price, gain, entry) in enumerate(reachable(table, entries))
             if gain > LEAST_GAIN and price <= left]
    return (*entries, max(rated)[2]) if rated else None


def _next_rows(rows: Rows, held: set[int], paid: set[int]) -> Iterator[tuple[bool, NDArray[np.int64]]]:
    """The most open rows not on the list, of each kind of track: first those whose fee is paid, then the others."""
    usable = np.array([r for r in rows.order.tolist() if rows.open[r] and r not in held], dtype=int)
    free = np.array([rows.program[r] in paid for r in usable], dtype=bool)
    for is_free in (True, False):
        for advanced in (False, True):
            yield is_free, usable[(free == is_free) & (rows.advanced[usable] == advanced)][:NEAREST]


def _below(signal: Signal, tier: Signal, rows: Rows) -> bool:
    """Whether a signal is of a lower tier than this one; NONE is the lowest."""
    order = [Signal.NONE, *reversed([t for t, _ in rows.limits])]
    return order.index(signal) < order.index(tier)


def _better(table: Table, before: Entries, after: Entries) -> Entries:
    gain = float(table.worth(table.sums(after)) - table.worth(table.sums(before)))
    return after if gain > LEAST_GAIN else before


def _program(table: Table, entry: Entry) -> int:
    return table.rows[entry.owner].program[entry.row]


def _without(table: Table, entries: Entries, program: int) -> Entries:
    return tuple(e for e in entries if _program(table, e) != program)


def _sums_without(table: Table, entries: Entries, programs: list[int]) -> list[Array]:
    """The sums of the list without each of several programs. Axes (program, 3, node) per list."""
    place = {p: n for n, p in enumerate(programs)}
    totals = [np.repeat(s[None], len(programs), axis=0) for s in table.sums(entries)]
    for e in entries:
        n = place.get(_program(table, e))
        if n is not None:
            totals[e.owner][n] -= table.rows[e.owner].adds[e.signal][e.row]
    return totals
