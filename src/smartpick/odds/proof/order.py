"""Checks of order on whole chances: example people with one input changed, everything else as it was, in every draw."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from smartpick.domain.applicant import ApplicantType
from smartpick.domain.proof import Check, ProofGroup
from smartpick.facts.specialties import specialties
from smartpick.odds.specialty.model import SpecialtyModel, specialty_model

Array = NDArray[np.float64]

NOISE = 1e-9  # a guard: the arithmetic's own
KINDS = (ApplicantType.NON_US_IMG, ApplicantType.US_IMG, ApplicantType.US_MD_SENIOR)
# A large, a middling, a suppressed and a surgical specialty.
EXAMPLES = ("internal_medicine", "psychiatry", "dermatology", "general_surgery")
STEP2, VISA = "step2_ck", "needs_visa"
SCORES = np.arange(200.0, 281.0, 5.0)
PLACES = (0.1, 0.5, 0.9)  # weak, middling and strong people: where their other measures lie in the published range


def checks() -> tuple[Check, ...]:
    """More of a good thing never lowers a chance, needing a visa never raises it.

    For score and visa in every draw; what was judged with a range that may touch zero, in the central case.
    """
    return (_changed(STEP2, SCORES, +1, "More Step 2 CK never lowers the chance", every_draw=True),
            _changed(VISA, np.array([0.0, 1.0]), -1, "Needing a visa never raises the chance", every_draw=True),
            _changed("failed_attempts", np.arange(4.0), -1, "A failed attempt never raises the chance"),
            _changed("us_experience", np.arange(4.0), +1, "More US clinical experience never lowers the chance"),
            _changed("research_months", np.arange(0.0, 30.0, 3.0), +1, "More research never lowers the chance"))


def _changed(name: str, values: Array, sign: int, label: str, *, every_draw: bool = False) -> Check:
    """One input over its values for every example, alone and beside everything else known."""
    wrong: dict[str, None] = {}
    count = bad = 0
    for model in _models():
        if name not in model.names:
            continue
        for given in ({}, *(_person(model, place) for place in PLACES)):
            chance = model.certified_many({**_spread(given, values.size), name: values}, {})
            looked_at = chance if every_draw else chance[:, :1]
            count += 1
            if (sign * np.diff(looked_at, axis=0) < -NOISE).any():
                bad += 1
                wrong[f"{specialties().get(model.specialty).name}, {model.applicant_type.value}"] = None
    return Check(f"order.example.{name}", ProofGroup.ORDER, label, f"{bad} of {count} examples out of order",
                 "none, in any draw" if every_draw else "none, in the central case", not wrong,
                 note="; ".join(wrong))


def _models() -> list[SpecialtyModel]:
    found = (specialty_model(name, kind) for kind in KINDS for name in EXAMPLES)
    return [model for model in found if model is not None]


def _person(model: SpecialtyModel, place: float) -> dict[str, float]:
    """Everything known: measures at a place in their published range, adjusters at that place of their bands."""
    measures = {s.measure: s.low + place * (s.high - s.low) for s in model.slopes}
    return measures | {a.name: float(a.least[round(place * (a.least.size - 1))]) for a in model.adjusters}


def _spread(person: dict[str, float], count: int) -> dict[str, Array]:
    return {name: np.full(count, value) for name, value in person.items()}
