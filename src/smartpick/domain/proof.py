"""One check of the model: what was measured, against which bound, and whether it holds."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class ProofGroup(StrEnum):
    RATES = "rates"
    SLOPES = "slopes"
    RANKS = "ranks"
    TOTALS = "totals"
    OPENNESS = "openness"
    FUNNEL = "funnel"
    ORDER = "order"  # monotone where it must be


class ProofBasis(StrEnum):
    RUN = "run"  # computed now from shipped data
    FIT = "fit"  # stored when the model was fitted, on data that may not be shipped


@dataclass(frozen=True, slots=True)
class Check:
    """A line of `smartpick validate`. `measured` and `bound` are shown as written.

    `passed` None is information without a bound. `command` re-fits where the basis is a fit.
    """

    key: str  # "openness.j1.auc"
    group: ProofGroup
    label: str  # "J-1 policy, whole institutions left out: AUC"
    measured: str  # "0.803 (0.78–0.83)"
    bound: str  # "at least 0.79"
    passed: bool | None
    basis: ProofBasis = ProofBasis.RUN
    command: str = ""
    note: str = ""
