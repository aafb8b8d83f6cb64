"""How open a program is, and what a person found out about it: estimates kept apart from evidence."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from smartpick.domain.chance import Estimate


class EvidenceField(StrEnum):
    """What a piece of evidence is about. Shares are 0 to 1; visa fields are yes, no or conflicting."""

    VISA_J1 = "visa_j1"
    VISA_H1B = "visa_h1b"
    IMG_SHARE = "img_share"
    NON_US_IMG_SHARE = "non_us_img_share"
    CUTOFF_STEP2 = "cutoff_step2"

    @property
    def is_visa(self) -> bool:
        return self in (EvidenceField.VISA_J1, EvidenceField.VISA_H1B)


class EvidenceKind(StrEnum):
    """Where it was read or heard."""

    FREIDA = "freida"
    SITE = "site"
    EMAIL = "email"
    CONVERSATION = "conversation"
    OTHER = "other"


class VisaAnswer(StrEnum):
    YES = "yes"
    NO = "no"
    CONFLICTING = "conflicting"


@dataclass(frozen=True, slots=True)
class Evidence:
    """One thing the user found out about one program, on one day.

    `value` is a VisaAnswer for visa fields, a share from 0 to 1, or a Step 2 CK score. `checked` None
    means the day is not known, and the evidence then counts as old.
    """

    program_id: str
    field: EvidenceField
    value: VisaAnswer | float
    kind: EvidenceKind
    checked: date | None = None
    note: str | None = None


class Standing(StrEnum):
    """What a shown value rests on: a model of public figures, or the user's evidence on this program."""

    ESTIMATE = "estimate"
    EVIDENCE = "evidence"


@dataclass(frozen=True, slots=True)
class OpenValue:
    """One value of one program. `estimate.unit` is "chance" (sponsors, has any) or "share"."""

    estimate: Estimate
    standing: Standing


@dataclass(frozen=True, slots=True)
class ProgramOpenness:
    """Everything SmartPick believes about one program's openness.

    `evidence` is what the user entered on it; `sisters` how many programs of its institution the
    user has evidence on; `conflicts` are whole sentences on evidence that disagrees.
    """

    program_id: str
    institution_id: str
    j1: OpenValue  # chance that it sponsors the J-1
    h1b: OpenValue
    img_share: OpenValue  # expected share of residents who are IMGs
    non_us_img_share: OpenValue
    non_us_img_any: OpenValue  # chance that any resident is a non-US IMG
    cutoff_step2: float | None = None
    evidence: tuple[Evidence, ...] = ()
    sisters: int = 0
    conflicts: tuple[str, ...] = ()
    non_us_img_20: OpenValue | None = None  # chance that a fifth or more of the residents are non-US IMGs
