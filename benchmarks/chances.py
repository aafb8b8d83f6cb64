"""The specialty chance of a thousand people at once, with scores, papers and what the tables do not hold."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from benchmarks.timing import Timing, measure
from smartpick.domain.applicant import ApplicantType
from smartpick.odds.specialty.model import specialty_model

PEOPLE = 1000
PEOPLE_BOUND = 1.0


def thousand_people() -> object:
    """One specialty, solved anew each time, as for the first person of a kind."""
    model = specialty_model("internal_medicine", ApplicantType.NON_US_IMG)
    assert model is not None
    rng = np.random.default_rng(1)
    measures = {"step2_ck": rng.uniform(220, 270, PEOPLE)}
    measures |= {name: rng.uniform(0, 12, PEOPLE) for name in ("publications", "abstracts", "presentations")}
    others = {"needs_visa": rng.uniform(0, 2, PEOPLE), "years_since_graduation": rng.uniform(0, 12, PEOPLE),
              "us_experience": rng.uniform(0, 4, PEOPLE), "failed_attempts": rng.uniform(0, 2, PEOPLE)}
    return model.with_rates(model.rates).certified_many(measures, others)


def timings() -> Iterator[Timing]:
    """A thousand people and one specialty."""
    yield measure("chances, 1,000 people", thousand_people, PEOPLE_BOUND)
