"""What a chosen list leads to: four outcomes kept apart, with their doubt, after each application (model 3 and 5).

Axes: (pick, draw, node) for exposures, (draw,) for results; draw 0 is the central case. The
headline never exceeds the certified chance times the chance of any interview, so each list is
scaled down to it where the funnel alone would say more.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from smartpick.advise.portfolio import Role

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Line:
    """The picks of one list in the order chosen.

    `exposure` is a = -log(1 - p h) and `silence` -log(1 - p), axes (pick, draw, node); `roles`
    and `places` (position in the whole order) have the axis (pick,). `certified` is the chance
    given a certified list, axis (draw,), or None where the list is not capped by it.
    """

    exposure: Array
    silence: Array
    roles: NDArray[np.int64]
    places: NDArray[np.int64]
    certified: Array | None


@dataclass(frozen=True, slots=True)
class Result:
    """Chances per draw after some number of picks. `seat_only` is an advanced seat without its PGY-1 year."""

    target: Array
    seat_only: Array
    other_full: Array
    one_year: Array
    invited: Array  # at least one interview in the target

    @property
    def unmatched(self) -> Array:
        rest: Array = np.clip(1 - self.target - self.seat_only - self.other_full - self.one_year, 0.0, 1.0)
        return rest

    @property
    def any_residency(self) -> Array:
        return self.target + self.other_full

    @property
    def seat(self) -> Array:
        """A target seat, with or without its PGY-1 year."""
        return self.target + self.seat_only


def evaluate(lines: tuple[Line, ...], weights: Array, first: int | None = None) -> Result:
    """The outcomes of the first picks of all lists (None: of all). `weights` are those of the nodes."""
    draws = lines[0].exposure.shape[1]
    shape = (draws, weights.size)
    no_cat, no_adv, no_backup, no_year = (np.ones(shape) for _ in range(4))
    invited = np.zeros(draws)
    for line in lines:
        keep = np.ones(line.places.size, bool) if first is None else line.places < first
        cap, heard = _cap(line, keep, weights)
        target = _left(line, keep, Role.CATEGORICAL), _left(line, keep, Role.ADVANCED)
        if line.roles.size and line.roles[0] in (Role.CATEGORICAL, Role.ADVANCED):
            cat, adv = target
            seat = cap * (1 - cat * adv)
            some = cap * (1 - cat)
            no_cat, no_adv = 1 - some, (1 - seat) / np.maximum(1 - some, 1e-12)
            invited = heard
        else:
            no_backup = no_backup * (1 - cap * (1 - _left(line, keep, Role.BACKUP)))
            no_year = no_year * _left(line, keep, Role.PGY1)
    seat = 1 - no_cat * no_adv
    complete = (1 - no_cat) + no_cat * (1 - no_adv) * (1 - no_year)
    other = no_cat * no_adv * (1 - no_backup)
    year = no_cat * no_adv * no_backup * (1 - no_year)
    return Result(complete @ weights, (seat - complete) @ weights, other @ weights, year @ weights, invited)


def _left(line: Line, keep: NDArray[np.bool_], role: Role) -> Array:
    """Chance of no match over the kept picks of a role, axes (draw, node)."""
    rows = keep & (line.roles == role)
    left: Array = np.exp(-line.exposure[rows].sum(axis=0))
    return left


def _cap(line: Line, keep: NDArray[np.bool_], weights: Array) -> tuple[Array, Array]:
    """(scale of the list's match chance, axes (draw, 1); chance of any interview, axis (draw,))."""
    matched = (1 - np.exp(-line.exposure[keep].sum(axis=0))) @ weights
    heard = (1 - np.exp(-line.silence[keep].sum(axis=0))) @ weights
    if line.certified is None:
        return np.ones((heard.size, 1)), heard
    ceiling = line.certified * heard
    scale = np.where(matched > ceiling, ceiling / np.maximum(matched, 1e-12), 1.0)
    return scale[:, None], heard
