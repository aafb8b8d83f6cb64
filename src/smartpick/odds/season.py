"""The solved funnel of a specialty and type, with every judged parameter drawn once and shared by all lists."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from smartpick.domain.applicant import ApplicantType
from smartpick.domain.chance import LEVEL
from smartpick.domain.plan import Signal
from smartpick.facts import load_facts
from smartpick.facts.outcomes import charting
from smartpick.facts.specialties import specialties
from smartpick.odds.funnel import Funnel, Reference, solve
from smartpick.odds.judged import draws
from smartpick.odds.moments import specialty_model
from smartpick.odds.specialty import rate_draws

Array = NDArray[np.float64]

DRAWS = 200
# Guards that keep the solving possible; no shown number rests on them.
MOST_MATCHED = 0.95  # share of a type that may match
MOST_RANKED = 0.9  # share of a list that may be ranked
LEAST_RANKS = 1.02  # mean ranks of people who have at least one
SHORTEST = 5.0  # programs on a reference list
TIERS = (Signal.GOLD, Signal.SINGLE, Signal.SILVER)  # the more it adds, the earlier it is given


@dataclass(frozen=True, slots=True)
class Shared:
    """Judged parameters, one draw each for a whole plan, axis (draw,): doubt common to all lists."""

    latent: Array
    openness: Array
    size: Array
    on_rank: Array
    signal: dict[Signal, Array]  # log odds
    strong_tie: Array  # log odds
    weak_tie: Array


@cache
def shared() -> Shared:
    """The draws, the same in every run so that plans can be compared."""
    facts = load_facts()
    rng = stream("shared")

    def of(key: str, *cell: str, log_scale: bool = False, low: float = 0.0) -> Array:
        return draws(facts.get(key, *cell), rng, DRAWS, level=LEVEL, log_scale=log_scale,
                     bounds=(low, np.inf))

    return Shared(
        latent=of("model.latent_quality"),
        openness=of("model.openness_weight"),
        size=of("model.size_weight"),
        on_rank=of("model.strength_on_rank"),
        signal={t: np.log(of("model.signal_odds", t.value, log_scale=True, low=1.0)) for t in TIERS},
        strong_tie=np.log(of("model.tie_odds", "strong", log_scale=True, low=1.0)),
        weak_tie=np.log(of("model.tie_odds", "weak", log_scale=True, low=1.0)),
    )


@dataclass(frozen=True, slots=True)
class SeasonOdds:
    """A solved funnel with the rates it returns. Axis (draw,)."""

    funnel: Funnel
    rates: Array


@cache
def season_odds(odds_id: str, applicant_type: ApplicantType, programs: int) -> SeasonOdds | None:
    """The funnel of a specialty (or one-year seat) and type; None where no counts are published.

    `programs` bounds the reference list. For one-year seats the published share (matched of those
    who ranked it at all) is a floor and is raised by a judged factor.
    """
    model = specialty_model(odds_id, applicant_type)
    if model is None:
        return None
    facts, common = load_facts(), shared()
    rng = stream(f"{odds_id} {applicant_type.value}")
    rates = rate_draws(model, rng, DRAWS)
    if specialties().get(odds_id).one_year:
        factor = draws(facts.get("model.one_year_factor"), rng, DRAWS, level=LEVEL, log_scale=True)
        rates = np.minimum(rates * factor, MOST_MATCHED)
    size = draws(facts.get("model.reference_list_size", applicant_type.value), rng, DRAWS,
                 level=LEVEL, log_scale=True, bounds=(SHORTEST, max(float(programs), SHORTEST)))
    limits = signal_limits(odds_id)
    count = sum(n for _, n in limits)
    lift = sum((n * common.signal[t] for t, n in limits), np.zeros(DRAWS)) / max(count, 1)
    ranks = np.minimum(_ranks(odds_id, applicant_type, rates, rng), MOST_RANKED * size)
    reference = Reference(size, np.minimum(float(count), size), lift, np.maximum(ranks, LEAST_RANKS), rates,
                          common.latent)
    return SeasonOdds(solve(reference), rates)


@cache
def pgy1_found_later() -> Array:
    """Chance of finding a PGY-1 year after the Match for an advanced seat, judged. Axis (draw,)."""
    return draws(load_facts().get("model.pgy1_found_later"), stream("found later"), DRAWS, level=LEVEL,
                 bounds=(0.0, 1.0))


def signal_limits(specialty: str) -> tuple[tuple[Signal, int], ...]:
    """Signals of a specialty in the latest season known: (tier, how many), best first; empty: none."""
    facts = load_facts()
    found = ((t, facts.find("signals.limits", specialty, t.value)) for t in TIERS)
    limits = [(t, f) for t, f in found if f is not None]
    newest = max((f.year for _, f in limits), default=0)
    return tuple((t, int(f.number)) for t, f in limits if f.year == newest and f.number > 0)


def _ranks(odds_id: str, applicant_type: ApplicantType, rates: Array, rng: np.random.Generator) -> Array:
    """Mean ranks among those with at least one: matched and not matched weighted by the rate."""
    facts = load_facts()
    moments = charting().moments(odds_id, applicant_type, "contiguous_ranks")
    below = None if moments is None else moments.not_matched.mean
    if moments is None or below is None:
        return draws(facts.get("model.mean_ranks", applicant_type.value), rng, DRAWS, level=LEVEL,
                     log_scale=True)
    ratio = draws(facts.get("model.rank_ratio"), rng, DRAWS, level=LEVEL, bounds=(1.0, np.inf))
    above = moments.matched.mean
    matched = ratio * below if above is None else np.full(DRAWS, above)
    return rates * matched + (1 - rates) * below


def stream(name: str) -> np.random.Generator:
    """The same stream of random numbers for the same name, so that plans and people can be compared."""
    return np.random.default_rng(crc32(name.encode()))
