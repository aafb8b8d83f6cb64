"""What a chosen list leads to: outcomes kept apart, with their doubt, after any number of applications (model 3 and 5).

Axes: (pick, draw, node) for what programs add, (draw,) for results; draw 0 is the central case.
The formulas are those of the portfolio, on every draw.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from smartpick.advise.portfolio import Chances, Purpose, no_match

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Line:
    """The picks of one list in the order chosen, as running sums of logarithms.

    `categorical`, `advanced` and `silence` hold the log chance of no match on either kind of track
    and of no interview after 0, 1, 2 ... picks, axes (pick + 1, draw, node); `places` the position
    of each pick in the whole order, axis (pick,). `ceiling` has the axes (draw, node).
    """

    purpose: Purpose
    categorical: Array
    advanced: Array
    silence: Array
    places: NDArray[np.int64]
    ceiling: Array | None

    def after(self, first: int | None) -> Chances:
        """The products over the picks among the first of the whole order (None: all)."""
        n = self.places.size if first is None else int(np.searchsorted(self.places, first))
        return Chances(np.exp(self.categorical[n]), np.exp(self.advanced[n]), np.exp(self.silence[n]))


def line(
    purpose: Purpose,
    hit: Array,
    invited: Array,
    advanced: NDArray[np.bool_],
    places: NDArray[np.int64],
    ceiling: Array | None,
) -> Line:
    """A line from p h and p of its picks, axes (pick, draw, node)."""
    none = np.log1p(-np.clip(hit, 0.0, 1 - 1e-9))
    return Line(
        purpose,
        _running(np.where(advanced[:, None, None], 0.0, none)),
        _running(np.where(advanced[:, None, None], none, 0.0)),
        _running(np.log1p(-np.clip(invited, 0.0, 1 - 1e-9))),
        places,
        ceiling,
    )


@dataclass(frozen=True, slots=True)
class Result:
    """Chances per draw after some number of picks. Axis (draw,); the five shares add up to one."""

    target: Array  # the complete path: a categorical seat, or an advanced one with its PGY-1 year
    seat_only: Array  # an advanced seat whose PGY-1 year is still to be found
    other_full: Array
    one_year: Array
    unmatched: Array
    invited: Array  # at least one interview in the target
    any_residency: Array  # target and other full training, with the seats whose year is found later

    @property
    def seat(self) -> Array:
        """A target seat, with or without its PGY-1 year."""
        return self.target + self.seat_only


def evaluate(
    lines: tuple[Line, ...], weights: Array, found_later: Array | float, first: int | None = None
) -> Result:
    """The outcomes of the first picks of all lists (None: of all). `weights` are those of the nodes.

    `found_later` is the chance of finding a PGY-1 year after the Match, axis (draw,) or a number.
    """
    like = np.ones(lines[0].silence.shape[1:])
    chances = {purpose: [x.after(first) for x in lines if x.purpose is purpose] for purpose in Purpose}
    ceilings = {purpose: [x.ceiling for x in lines if x.purpose is purpose] for purpose in Purpose}
    some, seat, heard = np.zeros_like(like), np.zeros_like(like), np.zeros_like(like)
    for held, ceiling in zip(chances[Purpose.TARGET], ceilings[Purpose.TARGET], strict=True):
        some, seat = held.seats(ceiling)
        heard = 1 - held.silent
    no_backup, no_year = (no_match(chances[p], ceilings[p], like) for p in (Purpose.BACKUP, Purpose.PGY1))
    complete = some + (seat - some) * (1 - no_year)
    target, all_seats = complete @ weights, seat @ weights
    other = ((1 - seat) * (1 - no_backup)) @ weights
    year = ((1 - seat) * no_backup * (1 - no_year)) @ weights
    nothing = ((1 - seat) * no_backup * no_year) @ weights
    waiting = all_seats - target
    return Result(target, waiting, other, year, nothing, heard @ weights, target + other + waiting * found_later)


def _running(steps: Array) -> Array:
    """Running sums with a zero before the first."""
    total = np.zeros((steps.shape[0] + 1, *steps.shape[1:]))
    np.cumsum(steps, axis=0, out=total[1:])
    return total
