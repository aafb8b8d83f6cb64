"""Evidence on one program that disagrees, in whole sentences: nothing is dropped, the reader sees both."""

from __future__ import annotations

from collections.abc import Sequence

from smartpick.domain.openness import Evidence, EvidenceField, EvidenceKind, VisaAnswer
from smartpick.domain.words import percent
from smartpick.facts import load_facts

FIELD_WORDS = {
    EvidenceField.VISA_J1: "J-1 sponsorship",
    EvidenceField.VISA_H1B: "H-1B sponsorship",
    EvidenceField.IMG_SHARE: "the share of IMGs",
    EvidenceField.NON_US_IMG_SHARE: "the share of non-US IMGs",
    EvidenceField.CUTOFF_STEP2: "the Step 2 CK cutoff",
}
KIND_WORDS = {
    EvidenceKind.FREIDA: "FREIDA",
    EvidenceKind.SITE: "the website",
    EvidenceKind.EMAIL: "an e-mail",
    EvidenceKind.CONVERSATION: "a conversation",
    EvidenceKind.OTHER: "another source",
}


def conflicts(items: Sequence[Evidence]) -> tuple[str, ...]:
    """One sentence for each field on which the evidence disagrees."""
    sentences = []
    for field in EvidenceField:
        about = [item for item in items if item.field is field]
        if _disagree(field, about):
            said = "; ".join(_said(item) for item in about)
            last = ("The newest score is shown." if field is EvidenceField.CUTOFF_STEP2
                    else "The newest and most reliable weigh most.")
            sentences.append(f"Your evidence on {FIELD_WORDS[field]} disagrees: {said}. {last}")
    return tuple(sentences)


def _disagree(field: EvidenceField, about: Sequence[Evidence]) -> bool:
    if field.is_visa:
        return len({item.value for item in about}) > 1 or any(i.value is VisaAnswer.CONFLICTING for i in about)
    numbers = [float(item.value) for item in about if not isinstance(item.value, VisaAnswer)]
    if len(numbers) < 2:
        return False
    if field is EvidenceField.CUTOFF_STEP2:
        return len(set(numbers)) > 1
    return max(numbers) - min(numbers) > load_facts().get("model.openness_evidence_apart").number


def _said(item: Evidence) -> str:
    day = item.checked.isoformat() if item.checked is not None else "day unknown"
    if isinstance(item.value, VisaAnswer):
        value = item.value.value
    elif item.field is EvidenceField.CUTOFF_STEP2:
        value = f"{item.value:.0f}"
    else:
        value = percent(float(item.value))
    return f"{KIND_WORDS[item.kind]} ({day}) says {value}"
