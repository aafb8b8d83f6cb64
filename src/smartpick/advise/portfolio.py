"""Which programs to apply to, in which order: the most gain per dollar first, signals included (model 5, first form).

Per node k of the latent quality the chance of no match on a list is exp(-sum of a), where
a = -log(1 - p h). With the products E over the chosen programs of each role,

    complete = 1 - E_cat * (1 - (1 - E_adv) * (1 - E_year))      the target, with its PGY-1 year
    full     = complete + E_cat * E_adv * (1 - E_backup)          any full training
    any      = 1 - E_cat * E_adv * E_backup * E_pgy1              any seat

and the list's worth is the weighted sum of the three, the weights being increments of what each
outcome is worth. E_year is the chance of no PGY-1 year: none on the list, and none found after
the Match either (judged). Worth is submodular but for advanced seats, which need that year: they
are weighed as if a PGY-1 list of usual length were chosen beside them.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from smartpick.advise.fees import Schedule
from smartpick.domain.plan import Signal

Array = NDArray[np.float64]

TIERS = (Signal.GOLD, Signal.SINGLE, Signal.SILVER, Signal.NONE)  # the first that is left is sent
PLAIN = TIERS.index(Signal.NONE)


class Role(IntEnum):
    """What a program's seats are for in this plan."""

    CATEGORICAL = 0  # target, from PGY-1
    ADVANCED = 1  # target, from PGY-2
    BACKUP = 2  # another full training
    PGY1 = 3  # one-year seats


@dataclass(frozen=True, slots=True)
class Worth:
    """Weights of the increments: complete target over other full training, full over one year, one year."""

    complete: float
    full: float
    any_seat: float
    found_later: float = 0.0  # chance that the holder of an advanced seat finds a PGY-1 year after the Match


@dataclass(frozen=True, slots=True)
class Pool:
    """Everything that may be applied to. Rows are (program, role) pairs.

    `plain` is a without a signal, axes (row, node); `signalled` the same per tier of the row's
    group; `group` indexes the fee and signal group (one application specialty); `program` numbers
    programs, so that a second role of a program already chosen costs nothing.
    """

    role: NDArray[np.int64]
    group: NDArray[np.int64]
    program: NDArray[np.int64]
    plain: Array
    signalled: dict[Signal, Array]
    schedules: tuple[Schedule, ...]  # per group
    signals: tuple[tuple[tuple[Signal, int], ...], ...]  # per group: (tier, how many), best first
    weights: Array  # of the nodes


@dataclass(frozen=True, slots=True)
class Pick:
    """One step of the list: which row, with which signal, at which price, and the worth after it."""

    row: int
    signal: Signal
    usd: int
    worth: float


def choose(
    pool: Pool,
    worth: Worth,
    *,
    budget_usd: float,
    stop_per_usd: float,
    usual_pgy1: int,
    most: int = 300,
) -> tuple[Pick, ...]:
    """The list in the order of gain per dollar, until the budget or the stop mark.

    `stop_per_usd` is the smallest worth per dollar still bought. Ties go to the lower row, so
    the result is the same every time. `most` bounds the number of picks.
    """
    state = _State(pool, usual_pgy1)
    picks: list[Pick] = []
    spent = 0.0
    while len(picks) < most and state.open.any():
        gains, tiers, prices = state.offers(worth)
        affordable = state.open & (prices <= budget_usd - spent + 1e-9)
        rate = np.where(affordable, gains / np.maximum(prices, 0.5), -np.inf)
        row = int(np.argmax(rate))
        if not affordable[row] or gains[row] < stop_per_usd * max(prices[row], 0.5):
            break
        spent += float(prices[row])
        signal = state.take(row, int(tiers[row]))
        picks.append(Pick(row, signal, int(prices[row]), state.worth(worth)))
    return tuple(picks)


class _State:
    """The products E per role and node, and what each further row would add."""

    def __init__(self, pool: Pool, usual_pgy1: int) -> None:
        self.pool = pool
        self.open = np.ones(pool.role.size, dtype=bool)
        self.hit = [1 - np.exp(-pool.signalled.get(t, pool.plain)) for t in TIERS]  # axes (row, node)
        self.left = np.ones((4, pool.weights.size))  # E per role, axes (role, node)
        self.counts = [0] * len(pool.schedules)
        self.signals = [dict(group) for group in pool.signals]
        self.paid = np.zeros(pool.role.size, dtype=bool)
        self.sent = np.full(pool.role.size, PLAIN)
        self.assumed = _usual(pool, usual_pgy1)

    def offers(self, worth: Worth) -> tuple[Array, NDArray[np.int64], Array]:
        """Gain, signal (number in TIERS) and price of every row as the next pick. Axis (row,)."""
        pool = self.pool
        best = [next((n for n, t in enumerate(TIERS) if g.get(t, 0) > 0), PLAIN) for g in self.signals]
        price = [s.next_price(n) for s, n in zip(pool.schedules, self.counts, strict=True)]
        # A second role of a program on the list comes with its fee paid and its signal as sent.
        tiers = np.where(self.paid, self.sent, np.array(best)[pool.group])
        prices = np.where(self.paid, 0.0, np.array(price, dtype=float)[pool.group])
        factor = (self._marginal(worth) * pool.weights).T  # axes (node, role)
        gains = np.empty(pool.role.size)
        for tier in np.unique(tiers):
            rows = np.flatnonzero(tiers == tier)
            gains[rows] = (self.hit[tier][rows] @ factor)[np.arange(rows.size), pool.role[rows]]
        return gains, tiers, prices

    def take(self, row: int, tier: int) -> Signal:
        """Adds a row with a signal; returns the signal. The fee and the signal count once a program."""
        pool = self.pool
        group = int(pool.group[row])
        signal = TIERS[tier]
        self.left[pool.role[row]] *= 1 - self.hit[tier][row]
        self.open[row] = False
        if not self.paid[row]:
            same = pool.program == pool.program[row]
            self.paid[same], self.sent[same] = True, tier
            self.counts[group] += 1
            if signal is not Signal.NONE:
                self.signals[group][signal] -= 1
        return signal

    def worth(self, worth: Worth) -> float:
        """The worth of the list so far, the PGY-1 year counted as chosen, not as assumed."""
        cat, adv, backup, pgy1 = self.left
        complete = 1 - cat * (1 - (1 - adv) * (1 - pgy1 * (1 - worth.found_later)))
        full = complete + cat * adv * (1 - backup)
        any_seat = 1 - cat * adv * backup * pgy1
        total = worth.complete * complete + worth.full * full + worth.any_seat * any_seat
        return float(total @ self.pool.weights)

    def _marginal(self, worth: Worth) -> Array:
        """d(worth) / d(1 - e^-a) per role and node, axes (role, node)."""
        cat, adv, backup, pgy1 = self.left
        later = 1 - worth.found_later
        year = np.minimum(pgy1, self.assumed) * later
        both = worth.complete + worth.full
        rest = worth.any_seat * adv * backup * pgy1
        return np.stack([
            cat * (both * (1 - (1 - adv) * (1 - year)) - worth.full * adv * (1 - backup) + rest),
            cat * adv * (both * (1 - year) - worth.full * (1 - backup)) + cat * rest,
            cat * adv * backup * (worth.full + worth.any_seat * pgy1),
            pgy1 * (both * later * cat * (1 - adv) + worth.any_seat * cat * adv * backup),
        ])


def _usual(pool: Pool, size: int) -> Array:
    """E of a PGY-1 list of the usual size: the programs most likely to say yes. Axis (node,)."""
    exposures = pool.plain[pool.role == Role.PGY1]
    if exposures.size == 0 or size <= 0:
        return np.ones(pool.weights.size)
    best = np.argsort(-(exposures @ pool.weights), kind="stable")[:size]
    left: Array = np.exp(-exposures[best].sum(axis=0))
    return left
