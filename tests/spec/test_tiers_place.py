"""The guide's tiers for one program (reference case 5), unknown never meaning no."""

from __future__ import annotations

from datetime import date
from itertools import product

import pytest

from smartpick.advise.tiers import Placing, place
from smartpick.domain.applicant import PolicyNote, Tie, TieKind, VisaNeed
from smartpick.domain.plan import Action, Basis, Tier

MENTOR, ROTATION, ALUMNI = Tie(TieKind.MENTOR), Tie(TieKind.ROTATION), Tie(TieKind.ALUMNI)
SPONSORS = PolicyNote("p", sponsors_j1=True, source_kind="website", checked=date(2026, 10, 3))
REFUSES = PolicyNote("p", sponsors_j1=False)


def placed(policy: PolicyNote | None, history: bool | None, *ties: Tie, need: VisaNeed | None = VisaNeed.J1,
           img: bool = True, basis: Basis = Basis.EVIDENCE) -> Placing:
    words = {True: "3 IMGs among the residents you looked up", False: "no IMG among the residents you looked up",
             None: "unknown"}[history]
    return place(img=img, visa_need=need, policy=policy, img_history=history, history_basis=basis,
                 history_words=words, ties=ties)


@pytest.mark.covers("R83", "R84", "R85", "R88", "R50")
@pytest.mark.parametrize(("policy", "history", "ties", "need", "tier", "action"), [
    (SPONSORS, True, (), VisaNeed.J1, Tier.ONE, Action.APPLY),
    (SPONSORS, False, (), VisaNeed.J1, Tier.TWO, Action.SKIP),
    (SPONSORS, False, (MENTOR,), VisaNeed.J1, Tier.TWO, Action.APPLY),
    (None, False, (ALUMNI,), VisaNeed.J1, Tier.THREE, Action.SKIP),
    (None, False, (ROTATION,), VisaNeed.J1, Tier.THREE, Action.APPLY),
    (REFUSES, False, (), VisaNeed.J1, Tier.NO_RECORD, Action.CLOSED),
    (REFUSES, True, (MENTOR,), VisaNeed.J1, Tier.CLOSED, Action.CLOSED),
    (REFUSES, True, (), VisaNeed.NONE, Tier.ONE, Action.APPLY),
])
def test_reference_case_5(policy, history, ties, need, tier, action):
    found = placed(policy, history, *ties, need=need)
    assert (found.tier, found.action) == (tier, action)


@pytest.mark.covers("R85", "R72")
def test_an_unknown_visa_policy_is_checked_first_where_the_guide_would_skip():
    """Unknown on both counts, or only estimated: to be checked. Known to have no IMG: skipped (case 5)."""
    planning = placed(None, False, ALUMNI, basis=Basis.ESTIMATE)
    assert (planning.tier, planning.action) == (Tier.THREE, Action.CHECK_FIRST)
    assert placed(None, None, ALUMNI).action is Action.CHECK_FIRST
    assert placed(None, False, ALUMNI).action is Action.SKIP
    assert planning.reasons[0] == "Its visa policy is not known to SmartPick: check it before paying."
    assert "only with a strong, direct tie" in planning.reasons[1]
    assert planning.visa_words == "unknown"


@pytest.mark.covers("R85")
def test_a_known_policy_against_imgs_needs_a_strong_tie():
    against = PolicyNote("p", sponsors_j1=True, against_imgs=True)
    assert (placed(against, None).tier, placed(against, None).action) == (Tier.THREE, Action.SKIP)
    assert placed(against, None, MENTOR).action is Action.APPLY
    unknown_visa = PolicyNote("p", against_imgs=True)
    assert placed(unknown_visa, None).action is Action.SKIP
    conflict = placed(against, True)
    assert conflict.tier is Tier.ONE
    assert "check which holds" in conflict.reasons[1]


@pytest.mark.covers("R71", "R77")
@pytest.mark.parametrize(("j1", "h1b", "tier"), [
    (True, False, Tier.ONE), (False, True, Tier.ONE), (False, False, Tier.CLOSED), (False, None, Tier.THREE),
    (None, None, Tier.THREE)])
def test_either_visa_is_enough_and_both_have_to_be_refused(j1, h1b, tier):
    policy = PolicyNote("p", sponsors_j1=j1, sponsors_h1b=h1b)
    assert placed(policy, True, need=VisaNeed.EITHER).tier is tier


@pytest.mark.covers("R65")
def test_the_other_visa_does_not_help():
    assert placed(PolicyNote("p", sponsors_j1=True), True, need=VisaNeed.H1B).tier is Tier.THREE


@pytest.mark.covers("R83", "R87")
def test_an_unknown_img_record_is_not_no_record():
    found = placed(SPONSORS, None)
    assert (found.tier, found.basis, found.action) == (Tier.TWO, Basis.UNKNOWN, Action.CHECK_FIRST)
    assert placed(REFUSES, None).tier is Tier.CLOSED
    assert placed(REFUSES, False, basis=Basis.ESTIMATE).tier is Tier.CLOSED


@pytest.mark.covers("H4", "R73")
def test_others_have_no_tiers():
    assert placed(None, None, img=False, need=VisaNeed.NONE).tier is Tier.NOT_FOR_TYPE
    assert placed(None, None, img=False, need=VisaNeed.NONE).action is Action.APPLY
    assert placed(REFUSES, None, img=False).action is Action.CLOSED
    assert placed(None, None, img=False).action is Action.CHECK_FIRST


@pytest.mark.covers("R72")
def test_a_checked_policy_says_where_and_when():
    assert placed(SPONSORS, True).visa_words == "sponsors J-1 (website, 3 Oct 2026)"
    assert placed(SPONSORS, True).visa_basis is Basis.EVIDENCE


@pytest.mark.covers("R85")
def test_no_program_is_called_biased_and_unknown_is_never_a_no():
    policies = [None, SPONSORS, REFUSES, PolicyNote("p", against_imgs=True)]
    ties: list[tuple[Tie, ...]] = [(), (ALUMNI,), (MENTOR,)]
    for policy, history, tie, need in product(policies, (True, False, None), ties, (*VisaNeed, None)):
        found = placed(policy, history, *tie, need=need)
        said = " ".join((*found.reasons, found.visa_words)).lower()
        assert "bias" not in said
        assert "discriminat" not in said
        assert found.reasons
        assert all(reason.endswith(".") for reason in found.reasons)
        if found.tier is Tier.CLOSED or found.tier is Tier.NO_RECORD:
            assert policy is REFUSES
