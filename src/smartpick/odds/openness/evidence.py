"""What a user found out, as likelihoods: how far each kind of source and its age can be trusted.

A visa answer was wrong when recorded with a chance by kind of source, and policies change with the years.
A share was read with an error by kind and drifts. Evidence of unknown date counts as old. Nothing is
thrown away: answers that disagree are weighed together and named as conflicts.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache

import numpy as np
from numpy.typing import NDArray

from smartpick.domain.applicant import PolicyNote, Profile
from smartpick.domain.openness import Evidence, EvidenceField, EvidenceKind, VisaAnswer
from smartpick.errors import NotFound
from smartpick.facts import load_facts
from smartpick.facts.directory import directory
from smartpick.odds.openness.curves import TINY, normal_cdf
from smartpick.odds.openness.features import program_features
from smartpick.odds.openness.latent import H1B, IMG, J1, NON_US
from smartpick.odds.rates import logit

Array = NDArray[np.float64]

VISA = {EvidenceField.VISA_J1: J1, EvidenceField.VISA_H1B: H1B}
SHARE = {EvidenceField.NON_US_IMG_SHARE: NON_US, EvidenceField.IMG_SHARE: IMG}
DAYS_A_YEAR = 365.25
KIND_WORDS = {"freida": EvidenceKind.FREIDA, "web": EvidenceKind.SITE, "site": EvidenceKind.SITE,
              "mail": EvidenceKind.EMAIL, "friend": EvidenceKind.CONVERSATION, "resident": EvidenceKind.CONVERSATION,
              "talk": EvidenceKind.CONVERSATION, "call": EvidenceKind.CONVERSATION,
              "conversation": EvidenceKind.CONVERSATION}


@dataclass(slots=True)
class Bearing:
    """All evidence as likelihoods, by program row of the directory.

    `visa[outcome][row]` is the log of P(said | sponsors) / P(said | does not); `shares[outcome][row]` are
    observed shares with the variance of their error, in log odds.
    """

    visa: dict[int, dict[int, float]] = field(default_factory=lambda: {J1: {}, H1B: {}})
    shares: dict[int, dict[int, list[tuple[float, float]]]] = field(default_factory=lambda: {NON_US: {}, IMG: {}})
    rows: dict[int, list[Evidence]] = field(default_factory=dict)


def bearing(evidence: Iterable[Evidence], today: date | None = None) -> Bearing:
    """Weigh every piece of evidence as of `today` (None: the newest day among them). NotFound for an unknown program.

    The same answer from the same kind of source on the same day counts once.
    """
    once = {(e.program_id, e.field, e.value, e.kind, e.checked): e for e in evidence}
    day = today or max((e.checked for e in once.values() if e.checked is not None), default=None)
    found = Bearing()
    for item in once.values():
        row = program_row(item.program_id)
        found.rows.setdefault(row, []).append(item)
        years = age_years(item, day)
        if item.field in VISA and isinstance(item.value, VisaAnswer):
            odds = found.visa[VISA[item.field]]
            odds[row] = odds.get(row, 0.0) + visa_log_odds(item.value, item.kind, years)
        elif item.field in SHARE and not isinstance(item.value, VisaAnswer):
            variance = share_variance(item.kind, years)
            found.shares[SHARE[item.field]].setdefault(row, []).append((float(item.value), variance))
    return found


def program_row(program_id: str) -> int:
    """The program's place in the directory's columns; a track id is understood too. NotFound otherwise."""
    rows = _rows()
    key = program_id.strip().upper()
    if key in rows:
        return rows[key]
    return rows[directory().program(program_id).program_id]


@cache
def _rows() -> dict[str, int]:
    return {key: row for row, key in enumerate(directory().program_columns.program_id.tolist())}


def age_years(item: Evidence, today: date | None) -> float:
    """How old the evidence is; as old as `model.openness_evidence_unknown_age` says where its day is not known."""
    if item.checked is None or today is None:
        return load_facts().get("model.openness_evidence_unknown_age").number
    return max((today - item.checked).days / DAYS_A_YEAR, 0.0)


def visa_log_odds(answer: VisaAnswer, kind: EvidenceKind, years: float) -> float:
    """Log of how much likelier the answer is from a program that sponsors now than from one that does not."""
    facts = load_facts()
    if answer is VisaAnswer.CONFLICTING:
        return float(np.log(facts.get("model.openness_evidence_conflicting").number))
    error = facts.get("model.openness_evidence_error", kind.value).number
    flip = facts.get("model.openness_evidence_flip").number
    same = 0.5 * (1 + (1 - 2 * flip) ** years)
    right = same * (1 - error) + (1 - same) * error
    odds = float(logit(right))
    return odds if answer is VisaAnswer.YES else -odds


def share_variance(kind: EvidenceKind, years: float) -> float:
    """Variance of an observed share's error in log odds: by kind of source, growing with its age."""
    facts = load_facts()
    error = facts.get("model.openness_evidence_share_error", kind.value).number
    drift = facts.get("model.openness_evidence_share_drift").number
    return error**2 + drift**2 * years


def share_log_likelihood(seen: Sequence[tuple[float, float]], at: Array, limit: float) -> Array:
    """Log likelihood of observed shares over log odds `at`. A share below the visible limit says only that."""
    total = np.zeros_like(at)
    for share, variance in seen:
        spread = float(np.sqrt(variance))
        least = 1.0 / (1.0 + np.exp(-limit))
        if share < least:
            total += np.log(np.maximum(normal_cdf((limit - at) / spread), TINY))
        else:
            where = np.clip(float(logit(min(share, 1.0 - least))), at[0], at[-1])
            total += -0.5 * ((at - where) / spread) ** 2
    return total


def evidence_of(profile: Profile) -> tuple[Evidence, ...]:
    """What a profile's policy notes say, as evidence. Notes on programs the directory does not have are left out."""
    found: list[Evidence] = []
    for note in profile.policies:
        try:
            row = program_row(note.program)
        except NotFound:
            continue
        program = str(directory().program_columns.program_id[row])
        kind = _kind(note)
        for what, sponsors in ((EvidenceField.VISA_J1, note.sponsors_j1), (EvidenceField.VISA_H1B, note.sponsors_h1b)):
            if sponsors is not None:
                answer = VisaAnswer.YES if sponsors else VisaAnswer.NO
                found.append(Evidence(program, what, answer, kind, note.checked))
        if note.img_residents is not None:
            share = min(note.img_residents / float(program_features().residents[row]), 1.0)
            found.append(Evidence(program, EvidenceField.IMG_SHARE, share, kind, note.checked,
                                  "from the IMG residents you counted"))
    return tuple(found)


def _kind(note: PolicyNote) -> EvidenceKind:
    words = (note.source_kind or "").casefold()
    return next((kind for word, kind in KIND_WORDS.items() if word in words), EvidenceKind.OTHER)
