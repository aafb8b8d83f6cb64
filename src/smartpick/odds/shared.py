"""Judged parameters drawn once and shared by all lists of a plan, so that plans and people can be compared."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from smartpick.domain.chance import LEVEL
from smartpick.domain.plan import Signal
from smartpick.facts import load_facts
from smartpick.odds.judged import draws

Array = NDArray[np.float64]

DRAWS = 200
MOST_KNOWN = 0.9  # guard: the share of the spread that may be known
TIERS = (Signal.GOLD, Signal.SINGLE, Signal.SILVER)  # the more it adds, the earlier it is given


@dataclass(frozen=True, slots=True)
class Shared:
    """Judged parameters, one draw each for a whole plan, axis (draw,): doubt common to all lists."""

    latent: Array  # log odds, where no ranks are published
    known: Array  # share of the population's variance that is known of people, list length included
    openness: Array
    size: Array
    on_rank: Array
    signal: dict[Signal, Array]  # log odds
    signal_weaker: Array  # share of a published signal's log odds left to an IMG without a tie
    strong_tie: Array  # log odds
    weak_tie: Array
    home_state: Array
    closed_share: Array  # openness of programs that do not sponsor against those that do


@cache
def shared() -> Shared:
    """The draws, the same in every run so that plans can be compared."""
    facts = load_facts()
    rng = stream("shared")

    def of(key: str, *cell: str, log_scale: bool = False, low: float = 0.0, high: float = np.inf) -> Array:
        return draws(facts.get(key, *cell), rng, DRAWS, level=LEVEL, log_scale=log_scale, bounds=(low, high))

    def odds(key: str, *cell: str) -> Array:
        return np.log(of(key, *cell, log_scale=True, low=1.0))

    return Shared(
        latent=of("model.latent_quality"),
        openness=of("model.openness_weight"),
        size=of("model.size_weight"),
        on_rank=of("model.strength_on_rank"),
        signal={t: odds("model.signal_odds", t.value) for t in TIERS},
        strong_tie=odds("model.tie_odds", "strong"),
        weak_tie=odds("model.tie_odds", "weak"),
        known=of("model.known_spread", high=MOST_KNOWN),
        signal_weaker=of("model.signal_without_tie", high=1.0),
        home_state=odds("model.home_state_odds"),
        closed_share=of("model.share_without_sponsorship", high=1.0),
    )


def stream(name: str) -> np.random.Generator:
    """The same stream of random numbers for the same name, so that plans and people can be compared."""
    return np.random.default_rng(crc32(name.encode()))
