"""Shares of seats filled in the latest Match: reported shares moved to the published fills; other types by state."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from smartpick.domain.chance import LEVEL
from smartpick.domain.program import Program, TrackKind
from smartpick.facts import load_facts
from smartpick.facts.directory import directory
from smartpick.odds.openness.evidence import Bearing
from smartpick.odds.openness.features import NON_US as NON_US_TYPES
from smartpick.odds.openness.latent import grid, means, model
from smartpick.odds.openness.posterior import only, update
from smartpick.odds.openness.state import ANY_IMG, LEAST, MOST, national_share, program_base
from smartpick.odds.openness.values import Spread, img_share, non_us_share, spread
from smartpick.odds.rates import expit, logit

Array = NDArray[np.float64]

SHARE_DRAWS = 4000
MOST_SHIFT, HALVINGS = 8.0, 40  # of the search, in log odds


@dataclass(frozen=True, slots=True)
class Anchor:
    """What brings a specialty's programs to its published fills, in log odds.

    Reported shares of all IMGs lie near the fills, so they are moved a little (`img`). Reports count far more of
    them as US IMGs than the Match does: `non_us` moves the non-US part of a program's IMGs.
    """

    img: float
    non_us: float


@cache
def anchor(specialty: str, kinds: tuple[TrackKind, ...]) -> Anchor:
    """The two shifts with which programs' shares add up to the specialty's published fills of IMGs and non-US IMGs.

    Weights are the seats each program filled in 2026 (offered where the fill is unknown).
    """
    rows, weight, wanted = _filled(specialty, kinds)
    if not weight.sum():
        return Anchor(0.0, 0.0)
    before, fitted = only(update(means(), grid(), Bearing()), rows), model()
    reported = non_us_share(before, fitted).value
    img = _solve(lambda shift: float(img_share(before, fitted, shift).value @ weight), wanted[1])
    whole = img_share(before, fitted, img).value
    return Anchor(img, _solve(lambda shift: float(non_us_of(reported, whole, shift) @ weight), wanted[0]))


def non_us_of(reported: Array, img: Array, shift: Array | float) -> Array:
    """Non-US IMGs' share of seats, from their reported share and the share of all IMGs; rises with either."""
    part = np.clip(reported / np.maximum(img, LEAST), 1e-6, MOST)
    share: Array = img * expit(logit(part) + shift)
    return share


def _solve(reached: Callable[[float], float], wanted: float) -> float:
    """The shift at which a rising function reaches `wanted`, by halving."""
    low, high = -MOST_SHIFT, MOST_SHIFT
    for _ in range(HALVINGS):
        middle = 0.5 * (low + high)
        low, high = (middle, high) if reached(middle) < wanted else (low, middle)
    return 0.5 * (low + high)


def _filled(specialty: str, kinds: tuple[TrackKind, ...]) -> tuple[NDArray[np.int64], Array, tuple[float, float]]:
    """Program rows, seats filled in each, and how many of them non-US IMGs and all IMGs fill nationally."""
    tracks = directory().tracks
    non_us = img = 0.0
    weight = np.zeros(directory().program_columns.program_id.size)
    for kind in kinds:
        here = (tracks.specialty == specialty) & (tracks.kind == kind.value)
        seats = np.where(tracks.filled_2026 >= 0, tracks.filled_2026, np.maximum(tracks.quota_2026, 0))[here]
        weight += np.bincount(tracks.program[here], seats, minlength=weight.size)
        non_us += float(seats.sum()) * national_share(specialty, kind, NON_US_TYPES)
        img += float(seats.sum()) * national_share(specialty, kind, ANY_IMG)
    rows = np.flatnonzero(weight > 0)
    return rows, weight[rows], (non_us, img)


def share_beyond_img(programs: tuple[Program, ...], kinds: tuple[TrackKind, ...], types: tuple[str, ...]) -> Spread:
    """Shares of types other than IMGs: the state's share, with the spread single programs were found to have."""
    base = [program_base(p.state, p.specialty, _seats(p, kinds), types) for p in programs]
    share = np.clip(expit(np.array(base)), LEAST, MOST)
    at, lows, highs = _spread_of_programs()
    return spread(share, np.interp(share, at, lows), np.interp(share, at, highs))


def _seats(program: Program, kinds: tuple[TrackKind, ...]) -> dict[TrackKind, float]:
    found = {}
    for kind in kinds:
        seats = float(program.seats(kind)) or float(any(t.kind is kind for t in program.tracks))
        if seats:
            found[kind] = seats
    return found


@cache
def _spread_of_programs() -> tuple[Array, Array, Array]:
    """The 5 and 95 % points of single programs for expected shares on a grid, drawn once."""
    concentration = load_facts().get("model.openness_concentration").number
    at = expit(np.linspace(float(logit(LEAST)), float(logit(MOST)), 60))
    drawn = np.random.default_rng(SHARE_DRAWS).beta(
        at[:, None] * concentration, (1 - at[:, None]) * concentration, (at.size, SHARE_DRAWS))
    tail = (1 - LEVEL) / 2
    low, high = np.quantile(drawn, (tail, 1 - tail), axis=1)
    return at, low, high
