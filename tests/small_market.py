"""Invented markets of a few programs, in place of the fitted ones: small enough to try every list."""

from __future__ import annotations

from dataclasses import dataclass, field
from types import SimpleNamespace

import numpy as np

from smartpick.advise.check_places import Site
from smartpick.advise.listing import FULL, Wanted
from smartpick.domain.chance import Estimate
from smartpick.domain.plan import Signal
from smartpick.domain.program import Program, Track, TrackKind
from smartpick.odds.funnel import quadrature
from smartpick.odds.rates import expit
from smartpick.odds.season import DRAWS

LETTERS = "ABCDEFGH"


def program(letter: str) -> Program:
    track = Track(f"{letter}-1", letter, "Dermatology", "dermatology", TrackKind.CATEGORICAL, False, 3, 3)
    return Program(letter, "dermatology", f"Example Hospital {letter}", f"inst-{letter}", "Boston", "MA", None, None,
                   None, None, (track,))


@dataclass
class Market:
    """One list of programs: log odds of an interview where the visa fits, and the chance that it does."""

    log_odds: list[float]
    sponsors: np.ndarray
    limits: tuple[tuple[Signal, int], ...] = ()
    latent: float = 1.0
    ceiling: np.ndarray | None = None
    hire: np.ndarray = field(default_factory=lambda: np.full(DRAWS, 0.3))

    @property
    def listing(self) -> SimpleNamespace:
        letters = LETTERS[:len(self.log_odds)]
        return SimpleNamespace(wanted=Wanted("dermatology", "target", FULL, "dermatology"),
                               programs=tuple(program(x) for x in letters),
                               open=np.ones(len(letters), dtype=bool))

    def interview(self, rows: np.ndarray, signal: Signal, count: int = DRAWS) -> np.ndarray:
        z = quadrature()[0]
        eta = np.array(self.log_odds)[rows] + (1.2 if signal is not Signal.NONE else 0.0)
        p = expit(eta[:, None, None] + self.latent * z[None, None, :])
        return np.repeat(self.sponsors[rows][:, None, None] * p, count, axis=1)

    def site(self, row: int) -> Site:
        v = float(self.sponsors[row])
        return Site(f"inst-{LETTERS[row]}", (self.listing.programs[row],), ((0, row),), {(0, row): v},
                    Estimate(v, "chance"))
