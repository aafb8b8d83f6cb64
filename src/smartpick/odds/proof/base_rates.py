"""Checks of published and borrowed rates: each left out in turn, the season before, the people they imply."""

from __future__ import annotations

from math import sqrt

import numpy as np

from smartpick.domain.applicant import ApplicantType
from smartpick.domain.chance import LEVEL
from smartpick.domain.proof import Check, ProofGroup
from smartpick.odds.rates import expit, logit
from smartpick.odds.reality import TYPE_WORDS
from smartpick.odds.shared import stream
from smartpick.odds.specialty import base_rates, drift
from smartpick.odds.specialty.model import specialty_model

COVERED = (0.84, 0.96)  # the bound of coverage
BACK = 0.05  # the bound of how far the people implied may lie from those published
PREDICTIONS = 1000  # sampled here; no shown chance rests on it
GRADUATES = (ApplicantType.US_MD_GRADUATE, ApplicantType.US_DO_GRADUATE)


def checks() -> tuple[Check, ...]:
    """Every check of rates alone."""
    return (*_left_out(), _editions(), _borrowed())


def _left_out() -> tuple[Check, ...]:
    """Each specialty's count of matched predicted from its pool without it."""
    rng = stream("proof rates")
    rows = [row for kind in ApplicantType for pool in ("general", "competitive", base_rates.ONE_YEAR)
            for row in base_rates.left_out(kind, pool, rng, PREDICTIONS)]
    held = [_inside(at) for _, _, at in rows]
    miss = float(np.mean([abs(rate - m.counts.matched / m.counts.total) for m, rate, _ in rows]))
    return (
        coverage("rates.left_out.coverage", ProofGroup.RATES, "Rates, each specialty left out: 90% intervals hold",
                 held),
        Check("rates.left_out.error", ProofGroup.RATES, "Rates, each specialty left out: mean absolute error",
              f"{100 * miss:.1f} points", "no bound", None,
              note="How far a specialty's rate lies from its pool; its own counts are then used, so this is not the "
                   "error of a shown rate."),
    )


def _editions() -> Check:
    """The earlier edition's counts predicted from the latest edition's rate and two seasons' drift."""
    a_season, apart = drift.season_drift(), sqrt(drift.seasons())
    held, bare = (_held_before(spread) for spread in (a_season * apart, 0.0))
    return coverage(
        "rates.editions.coverage", ProofGroup.RATES,
        "Counts of the edition before, predicted from the latest rate: 90% intervals hold", held,
        note=f"The drift, {a_season:.2f} log odds a season, is found from the same pairs of counts, so this shows that "
             f"one figure fits them, not that it fits others. By the noise of counts alone {sum(bare)} of {len(bare)}.")


def _held_before(spread: float) -> list[bool]:
    rng, held = stream("proof editions"), []
    for pair in drift.counted_twice():
        rates = base_rates.rate_draws(pair.specialty, pair.applicant_type, rng, PREDICTIONS)
        assert rates is not None
        moved = expit(logit(rates) + spread * rng.standard_normal(PREDICTIONS))
        count = rng.binomial(pair.before.matched + pair.before.not_matched, moved)
        seen = pair.before.matched
        held.append(_inside(float(np.mean(count < seen) + np.mean(count == seen) / 2)))
    return held


def _borrowed() -> Check:
    """Positions graduates filled, over their rates, against how many graduates certified a list."""
    said, far = [], 0.0
    for kind in GRADUATES:
        people = implied(kind)
        published = base_rates.active(kind)
        far = max(far, abs(people / published.number - 1))
        said.append(f"{TYPE_WORDS[kind][1]} {people:,.0f} (published {published.number:,.0f})")
    return Check("rates.borrowed.people", ProofGroup.RATES,
                 "Borrowed rates: people that the positions filled imply, over all specialties", "; ".join(said),
                 f"within {100 * BACK:.0f}%", far <= BACK,
                 note="One shift a type is found from these totals. How graduates of one specialty differ beyond it "
                      "is not published, so every one of these rates stays judged and wide.")


def implied(kind: ApplicantType) -> float:
    """People with a list that a type's shown rates and its positions filled imply."""
    total = 0.0
    for specialty, filled in base_rates.positions(kind).items():
        model = specialty_model(specialty, kind)
        assert model is not None
        total += filled / model.rate
    return total


def _inside(place: float) -> bool:
    return (1 - LEVEL) / 2 <= place <= (1 + LEVEL) / 2


def coverage(key: str, group: ProofGroup, label: str, held: list[bool], least: int = 0, note: str = "") -> Check:
    """The check of a share of intervals that hold what was observed."""
    share = sum(held) / len(held)
    low, high = COVERED
    bound = f"{100 * low:.0f}% to {100 * high:.0f}%" + (f" over at least {least} cells" if least else "")
    return Check(key, group, label, f"{100 * share:.1f}% of {len(held)}", bound,
                 low <= share <= high and len(held) >= least, note=note)
