"""The solved funnel of a specialty and type, from published rates and ranks and the judged length of a list."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from functools import cache

import numpy as np
from numpy.typing import NDArray

from smartpick.domain.applicant import ApplicantType
from smartpick.domain.chance import LEVEL
from smartpick.domain.plan import Signal
from smartpick.facts import load_facts
from smartpick.facts.outcomes import charting
from smartpick.facts.specialties import specialties
from smartpick.odds.funnel import Funnel, Reference, solve, spread_of
from smartpick.odds.judged import draws
from smartpick.odds.shared import DRAWS as DRAWS
from smartpick.odds.shared import shared as shared
from smartpick.odds.shared import stream as stream
from smartpick.odds.signals import signal_lifts
from smartpick.odds.signals import signal_limits as signal_limits
from smartpick.odds.specialty.model import specialty_model
from smartpick.odds.usual import usual_programs

Array = NDArray[np.float64]

# Guards that keep the solving possible; no shown number rests on them.
MOST_MATCHED = 0.95  # share of a type that may match
MOST_RANKED = 0.9  # share of the programs that can take a person which may be ranked
LEAST_RANKS = 1.02  # mean interviews of people who have at least one
SHORTEST = 5.0  # programs on a reference list
SPREAD_POINTS = 5  # draws on which the spread is solved


@dataclass(frozen=True, slots=True)
class SeasonOdds:
    """A solved funnel with the rates it returns and what a signal adds, in log odds. Axis (draw,)."""

    funnel: Funnel
    rates: Array
    signal: dict[Signal, Array]


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
    rates = model.rates
    if specialties().get(odds_id).one_year:
        factor = draws(facts.get("model.one_year_factor"), rng, DRAWS, level=LEVEL, log_scale=True)
        rates = np.minimum(rates * factor, MOST_MATCHED)
    size = draws(facts.get("model.reference_list_size", applicant_type.value), rng, DRAWS,
                 level=LEVEL, log_scale=True, bounds=(SHORTEST, max(float(programs), SHORTEST)))
    signal = signal_lifts(odds_id, applicant_type)
    limits = signal_limits(odds_id)
    count = sum(n for _, n in limits)
    lift = sum((n * signal[t] for t, n in limits), np.zeros(DRAWS)) / max(count, 1)
    usual = usual_programs(odds_id, applicant_type)
    ranks = _ranks(odds_id, applicant_type, rates, rng) / usual.tracks
    interviews = np.maximum(np.minimum(ranks, MOST_RANKED * usual.takes * size), LEAST_RANKS)
    reference = Reference(size, np.minimum(float(count), size), lift, interviews, rates, common.latent,
                          common.latent, np.full(DRAWS, usual.takes))
    return SeasonOdds(solve(_with_spread(reference, odds_id, applicant_type, usual.tracks)), rates, signal)


def _with_spread(
    reference: Reference, odds_id: str, applicant_type: ApplicantType, tracks: float
) -> Reference:
    """The population's spread from the published spread of ranks, and what of it nobody sees.

    Solved on a few draws of the list length, on which it hardly depends, and read off for the others.
    Where no spread is published the judged one stays.
    """
    deviation = _rank_deviation(odds_id, applicant_type)
    if deviation is None:
        known = np.sqrt(1 - shared().known)
        return replace(reference, spread=reference.latent / known)
    order = np.argsort(reference.size, kind="stable")
    few = order[np.linspace(0, order.size - 1, SPREAD_POINTS).round().astype(int)]
    part = Reference(*(getattr(reference, f.name)[few] for f in fields(Reference)))
    found = spread_of(part, np.full(few.size, deviation / tracks))
    spread = np.interp(np.log(reference.size), np.log(reference.size[few]), found)
    return replace(reference, spread=spread, latent=spread * np.sqrt(1 - shared().known))


def _rank_deviation(odds_id: str, applicant_type: ApplicantType) -> float | None:
    """Standard deviation of ranks over matched and not matched together; None where one is unpublished."""
    moments = charting().moments(odds_id, applicant_type, "contiguous_ranks")
    counts = charting().counts(odds_id, applicant_type)
    if moments is None or counts is None:
        return None
    above, below = moments.matched, moments.not_matched
    if above.mean is None or above.sd is None or below.mean is None or below.sd is None:
        return None
    share = counts.matched / counts.n
    within = share * above.sd**2 + (1 - share) * below.sd**2
    return float(np.sqrt(within + share * (1 - share) * (above.mean - below.mean) ** 2))


@cache
def pgy1_found_later() -> Array:
    """Chance of finding a PGY-1 year after the Match for an advanced seat, judged. Axis (draw,)."""
    return draws(load_facts().get("model.pgy1_found_later"), stream("found later"), DRAWS, level=LEVEL,
                 bounds=(0.0, 1.0))


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
