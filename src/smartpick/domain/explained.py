"""A chance laid open: what each input does to it, what is unknown, who it is compared with, the ranks curve."""

from __future__ import annotations

from dataclasses import dataclass

from smartpick.domain.applicant import ApplicantType
from smartpick.domain.chance import Chance, Estimate, Grade
from smartpick.domain.plan import RealityCard, SourceNote


@dataclass(frozen=True, slots=True)
class Contribution:
    """What one input adds to the chance, in points, against the typical matched applicant.

    `points` is -0.04 where the person stands four points of chance below; over all contributions
    they sum to the person's chance minus the typical matched applicant's.
    """

    key: str  # "step2_ck"
    label: str  # "Step 2 CK"
    have: str  # "248"
    typical: str  # "256"
    points: float
    grade: Grade
    sources: tuple[str, ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class UnknownInput:
    """An input the profile leaves open: the chance if it turned out poor or good (10 and 90 of 100 people)."""

    key: str
    label: str
    low: float
    high: float
    grade: Grade
    note: str = ""


@dataclass(frozen=True, slots=True)
class Percentile:
    """Where a value stands among a published group: `percentile` is an estimate with unit "percentile", 0-100.

    Without a value the `note` says why: figures of fewer than five people, or an average without a spread.
    """

    key: str
    label: str
    have: str
    group: str  # "matched non-US IMGs in Dermatology"
    percentile: Estimate
    note: str = ""
    typical: str = ""  # the group's average in words: "258 (median)"


@dataclass(frozen=True, slots=True)
class RanksPoint:
    ranks: int
    chance: Estimate


@dataclass(frozen=True, slots=True)
class RanksCurve:
    """Chance of a match by number of contiguous ranks in one specialty: an association, not a cause.

    Ends at the largest number of ranks published. `pooled` where the specialty's own figures are
    suppressed and sister specialties stand in.
    """

    specialty: str
    applicant_type: ApplicantType
    points: tuple[RanksPoint, ...]
    pooled: bool
    population: str
    sources: tuple[str, ...]
    notes: tuple[str, ...] = ()  # whole sentences


@dataclass(frozen=True, slots=True)
class ChanceSheet:
    """Everything about one specialty's chance for one person.

    `if_certify` is None where nothing is published for the type and specialty; `if_apply` is a
    range without a point, None where no list could be made. `typical` is the certified chance of the
    typical matched applicant that contributions are measured against. `notes` are whole sentences.
    """

    specialty: str
    specialty_name: str
    applicant_type: ApplicantType
    reality: RealityCard
    if_certify: Chance | None
    if_apply: Chance | None
    no_interview: Estimate | None  # chance of no interview at all from the planned list
    typical: Estimate | None
    contributions: tuple[Contribution, ...]
    unknown: tuple[UnknownInput, ...]
    compared: tuple[Percentile, ...]
    ranks: RanksCurve | None
    notes: tuple[str, ...] = ()
    against_us_md: str = ""  # one sentence: in how many figures above the average matched US MD senior (R129)
    sources: tuple[SourceNote, ...] = ()
    why_no_ranks: str = ""  # one sentence where there is no ranks curve
