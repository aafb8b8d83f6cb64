"""The specialty chance of a thousand people at once, each knowing other things of themselves."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from benchmarks.timing import Timing, measure
from smartpick.domain.applicant import ApplicantType
from smartpick.odds.specialty.model import SpecialtyModel, specialty_model

PEOPLE = 1000
PEOPLE_BOUND = 1.0
UNKNOWN = 0.5  # share of every input that is unknown
MOST = {"publications": 20, "abstracts": 20, "presentations": 20, "needs_visa": 2, "failed_attempts": 4,
        "years_since_graduation": 15, "us_experience": 4, "us_letters": 5, "research_months": 30, "earlier_matches": 3}


def people(count: int = PEOPLE, seed: int = 1) -> dict[str, NDArray[np.float64]]:
    """Raw values of everything a profile can know, each unknown for half of the people: nearly all patterns differ."""
    rng = np.random.default_rng(seed)
    values = {"step2_ck": rng.uniform(215, 275, count)}
    values |= {name: rng.integers(0, most, count).astype(float) for name, most in MOST.items()}
    return {name: np.where(rng.random(count) < UNKNOWN, np.nan, v) for name, v in values.items()}


def model() -> SpecialtyModel:
    """The specialty they are scored for."""
    found = specialty_model("internal_medicine", ApplicantType.NON_US_IMG)
    assert found is not None
    return found


def thousand_people() -> NDArray[np.float64]:
    """One specialty, solved anew each time, as for the first people who ask. Axes (person, draw)."""
    fresh = model()
    return fresh.with_rates(fresh.rates).certified_many(people(), {})


def timings() -> Iterator[Timing]:
    """A thousand people and one specialty."""
    yield measure("chances, 1,000 people, mixed inputs", thousand_people, PEOPLE_BOUND)
