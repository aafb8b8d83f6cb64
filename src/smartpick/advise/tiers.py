"""The guide's tiers for one program: closed, 1, 2, 3 or no record (R83-R88), the first that fits.

Unknown evidence is unknown and never "no". Evidence about a program is the caller's: what the user
checked, or an estimate from public figures.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from smartpick.domain.applicant import PolicyNote, Tie, TieKind, VisaNeed
from smartpick.domain.plan import Action, Basis, Tier
from smartpick.domain.words import day, joined

VISA_NAMES = {VisaNeed.J1: "J-1", VisaNeed.H1B: "H-1B", VisaNeed.EITHER: "J-1 or H-1B"}
TIE_WORDS = {
    TieKind.ROTATION: "you rotated there",
    TieKind.MENTOR: "your research mentor is there",
    TieKind.CHAMPION: "a faculty member there would speak for you",
    TieKind.ALUMNI: "alumni of your school are there",
    TieKind.REGION: "it is in your region",
}


@dataclass(frozen=True, slots=True)
class Placing:
    """Where a program stands for one applicant. `reasons` are whole sentences, the first to be shown."""

    tier: Tier
    basis: Basis
    action: Action
    reasons: tuple[str, ...]
    visa_words: str
    visa_basis: Basis


@dataclass(frozen=True, slots=True)
class _Case:
    need: VisaNeed | None
    leg: bool | None  # sponsors the visa needed, or none is needed; None: unknown
    visa_words: str
    visa_basis: Basis
    img_history: bool | None
    history_basis: Basis
    history_words: str
    against: bool
    strong: tuple[Tie, ...]
    weak: tuple[Tie, ...]


def place(
    *,
    img: bool,
    visa_need: VisaNeed | None,
    policy: PolicyNote | None,
    img_history: bool | None,
    history_basis: Basis,
    history_words: str,
    ties: Sequence[Tie],
) -> Placing:
    """The tier of a program and what to do with it.

    `history_words` completes the reasons ("3 IMGs among the residents you looked up"). Where only an
    unknown visa policy stands against a program, the action is to check it first; with `strict` it is
    skipped, as the guide does.
    """
    leg, visa_words, visa_basis = _visa_leg(visa_need, policy)
    case = _Case(
        visa_need, leg, visa_words, visa_basis, img_history, history_basis, history_words,
        policy is not None and policy.against_imgs is True,
        tuple(t for t in ties if t.kind.strong), tuple(t for t in ties if not t.kind.strong),
    )  # fmt: skip
    if not img:
        return _not_for_type(case)
    if leg is False:
        return _closed_or_no_record(case)
    if leg is True and img_history is True and not (case.against and history_basis is not Basis.EVIDENCE):
        return _tier_one(case)
    if leg is True and not case.against:
        return _tier_two(case)
    return _tier_three(case)


def _visa_leg(need: VisaNeed | None, policy: PolicyNote | None) -> tuple[bool | None, str, Basis]:
    """Whether the visa works out, in words, and what that rests on."""
    if need is VisaNeed.NONE:
        return True, "no visa needed", Basis.EVIDENCE
    if need is None:
        return None, "unknown: your visa need is not given", Basis.UNKNOWN
    known = {VisaNeed.J1: policy.sponsors_j1, VisaNeed.H1B: policy.sponsors_h1b} if policy else {}
    asked = (VisaNeed.J1, VisaNeed.H1B) if need is VisaNeed.EITHER else (need,)
    yes = [VISA_NAMES[visa] for visa in asked if known.get(visa) is True]
    if yes:
        return True, f"sponsors {joined(yes)}{_checked(policy)}", Basis.EVIDENCE
    if all(known.get(visa) is False for visa in asked):
        return False, f"does not sponsor {VISA_NAMES[need]}{_checked(policy)}", Basis.EVIDENCE
    return None, "unknown", Basis.UNKNOWN


def _checked(policy: PolicyNote | None) -> str:
    """Where and when the user read it: " (website, 3 Oct 2026)"."""
    if policy is None:
        return ""
    parts = [part for part in (policy.source_kind, day(policy.checked) if policy.checked else None) if part]
    return f" ({', '.join(parts)})" if parts else ""


def _not_for_type(case: _Case) -> Placing:
    reason = "Tiers are about IMGs and say nothing about your applicant type."
    if case.leg is False:
        return _placing(case, Tier.CLOSED, Basis.EVIDENCE, Action.CLOSED, _visa_sentence(case))
    action = Action.APPLY if case.leg else Action.CHECK_FIRST
    reasons = (reason,) if case.leg else (_check_sentence(case), reason)
    return _placing(case, Tier.NOT_FOR_TYPE, case.visa_basis, action, *reasons)


def _closed_or_no_record(case: _Case) -> Placing:
    """Known not to sponsor, which nothing outweighs; without an IMG record, the guide's IMG-invisible."""
    if case.img_history is False and case.history_basis is Basis.EVIDENCE:
        return _placing(case, Tier.NO_RECORD, Basis.EVIDENCE, Action.CLOSED,
                        f"No IMG record, no visa: it {case.visa_words}, and {case.history_words}.")
    return _placing(case, Tier.CLOSED, Basis.EVIDENCE, Action.CLOSED, _visa_sentence(case))


def _tier_one(case: _Case) -> Placing:
    reasons = [f"{_visa_sentence(case)[:-1]}, and IMGs have trained here: {case.history_words}."]
    if case.against:
        reasons.append("Your note says that it has a policy against IMGs, and IMGs train there: check which "
                       "holds.")
    return _placing(case, Tier.ONE, case.history_basis, Action.APPLY, *reasons, *_tie_sentence(case))


def _tier_two(case: _Case) -> Placing:
    """The visa works out; IMG history is absent, or unknown and then to be checked."""
    visa = _visa_sentence(case)
    if case.img_history is None or case.history_basis is not Basis.EVIDENCE:
        words = f" ({case.history_words})" if case.history_words else ""
        reason = f"{visa[:-1]}; whether IMGs have trained here is not known to SmartPick{words}: look first."
        action = Action.APPLY if case.strong else Action.CHECK_FIRST
        basis = Basis.UNKNOWN if case.img_history is None else case.history_basis
        return _placing(case, Tier.TWO, basis, action, *_tie_sentence(case), reason)
    reason = f"{visa[:-1]}, with little or no IMG record: {case.history_words}."
    if case.strong:
        return _placing(case, Tier.TWO, case.history_basis, Action.APPLY, *_tie_sentence(case), reason)
    return _placing(case, Tier.TWO, case.history_basis, Action.SKIP, reason,
                    f"Apply only with a strong tie; {_ties_so_far(case)}.")


def _tier_three(case: _Case) -> Placing:
    """Visa policy unknown, or a known policy against IMGs: only with a strong, direct tie."""
    basis = Basis.EVIDENCE if case.against else Basis.UNKNOWN
    reason = "Your note says that it has a policy against IMGs." if case.against else _check_sentence(case)
    if case.strong:
        return _placing(case, Tier.THREE, basis, Action.APPLY, *_tie_sentence(case), reason)
    reading = f"The guide applies to such a program only with a strong, direct tie; {_ties_so_far(case)}."
    known_empty = case.img_history is False and case.history_basis is Basis.EVIDENCE
    check = not (case.against or known_empty)
    return _placing(case, Tier.THREE, basis, Action.CHECK_FIRST if check else Action.SKIP, reason, reading)


def _placing(case: _Case, tier: Tier, basis: Basis, action: Action, *reasons: str) -> Placing:
    return Placing(tier, basis, action, reasons, case.visa_words, case.visa_basis)


def _visa_sentence(case: _Case) -> str:
    if case.need is VisaNeed.NONE:
        return "You need no visa."
    return f"It {case.visa_words}."


def _check_sentence(case: _Case) -> str:
    if case.need is None:
        return "Your visa need is not given: add it before paying."
    return "Its visa policy is not known to SmartPick: check it before paying."


def _tie_sentence(case: _Case) -> tuple[str, ...]:
    if not case.strong:
        return ()
    kinds = list(dict.fromkeys(tie.kind for tie in case.strong))
    return (f"A strong tie: {joined([TIE_WORDS[kind] for kind in kinds])}.",)


def _ties_so_far(case: _Case) -> str:
    if not case.weak:
        return "you have no tie to it yet"
    kinds = list(dict.fromkeys(tie.kind for tie in case.weak))
    return f"{joined([TIE_WORDS[kind] for kind in kinds])}, which is not one"
