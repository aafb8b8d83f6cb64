"""Program signals of a specialty: how many of each tier, and what one adds to an invitation."""

from __future__ import annotations

from functools import cache

import numpy as np
from numpy.typing import NDArray

from smartpick.domain.applicant import ApplicantType
from smartpick.domain.plan import Signal
from smartpick.facts import load_facts
from smartpick.odds.judged import draws
from smartpick.odds.shared import DRAWS, TIERS, shared, stream

Array = NDArray[np.float64]

PUBLISHED_LEVEL = 0.95  # of the intervals in studies of signals


def signal_limits(specialty: str) -> tuple[tuple[Signal, int], ...]:
    """Signals of a specialty in the latest season known: (tier, how many), best first; empty: none."""
    facts = load_facts()
    found = ((t, facts.find("signals.limits", specialty, t.value)) for t in TIERS)
    limits = [(t, f) for t, f in found if f is not None]
    newest = max((f.year for _, f in limits), default=0)
    return tuple((t, int(f.number)) for t, f in limits if f.year == newest and f.number > 0)


@cache
def signal_lifts(odds_id: str, applicant_type: ApplicantType) -> dict[Signal, Array]:
    """What a signal of each tier adds to an invitation, in log odds. Axis (draw,).

    Where odds are published for the specialty they stand for its single tier, weakened for an IMG
    without a tie; else, and for other tiers, the judged ones.
    """
    common, facts = shared(), load_facts()
    published = facts.find("signals.interview_odds", odds_id)
    if published is None or published.low is None:
        return common.signal
    lift = np.log(draws(published, stream(f"signal {odds_id}"), DRAWS, level=PUBLISHED_LEVEL, log_scale=True,
                        bounds=(1.0, np.inf)))
    return {**common.signal, Signal.SINGLE: lift * (common.signal_weaker if applicant_type.is_img else 1.0)}
