"""The rule table: profiles in, strategy out (reference cases 1, 2 and 3, and each row of the table)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from smartpick.advise.strategy import decision_day, strategies
from smartpick.domain.applicant import Profile, ResearchPeriod, ResearchPlace
from smartpick.domain.plan import Lane, Met, Strategies, Strategy, Verdict
from smartpick.facts.rules import rules
from strategy_cases import DERM, MAYBE, NO, TODAY, YES, applicant, season, texts, visa

REASSESS = "Reassess a direct application"


def verdict_of(profile: Profile, today: date = TODAY, lane: Lane = Lane.OPEN) -> Verdict:
    return strategies(profile, season(), visa(lane), today).today


def full(**changes: object) -> Profile:
    """Case 2: everything the guide asks for."""
    have: dict[str, object] = {"score": 260, "months": 12, "papers": 2, "strong": 3, "sub_internships": 2,
                               "champions": 2}
    return applicant(**(have | changes))  # type: ignore[arg-type]


@pytest.mark.covers("R37", "R30")
@pytest.mark.parametrize(("score", "months", "papers", "banner"), [
    (244, 0, 0, True),
    (244, 12, 1, False),
    (244, 12, 0, True),  # research is not met without a paper
    (244, 6, 1, True),
    (245, 0, 0, False),
])
def test_reassess_asks_for_both_a_low_score_and_too_little_research(score, months, papers, banner):
    verdict = verdict_of(applicant(score=score, months=months, papers=papers))
    assert any(REASSESS in w for w in verdict.warnings) is banner
    assert (verdict.rule == "verdict.reassess") is banner
    assert verdict.strategy is Strategy.STAGED


@pytest.mark.covers("R30", "R31")
def test_245_in_dermatology_is_said_to_be_below_250():
    verdict = verdict_of(applicant(score=245))
    scores = next(c for c in verdict.criteria if c.key == "top_scores")
    assert scores.have == "245, below 250 and 260"
    assert scores.mark == "Step 2 CK 260 or more in dermatology"
    assert scores.met is Met.MISSING


@pytest.mark.covers("R131", "R23", "R25")
def test_four_pillars_and_a_willing_backup_are_focused_and_parallel():
    verdict = verdict_of(full(backups={"internal_medicine": YES}))
    assert verdict.strategy is Strategy.FOCUSED_PARALLEL
    assert verdict.rule == "verdict.four_pillars"
    assert verdict.count("pillar") == 4
    assert verdict.count("all_in") == 4


@pytest.mark.covers("R20", "R21", "R22", "R108", "H23")
def test_one_specialty_only_is_allowed_when_everything_holds_and_the_backup_is_declined_in_writing():
    found = strategies(full(declined=True, tolerance=(5, 5), savings=12), season(), visa(), TODAY)
    assert found.today.strategy is Strategy.ONE_SPECIALTY_ONLY
    assert found.today.label == "One specialty only (the guide's all-in)"
    assert any("All In Policy" in w for w in found.planned.warnings)


@pytest.mark.covers("R20", "R21", "R108")
@pytest.mark.parametrize("change", [
    {"savings": 1, "tolerance": (5, 1)},
    {"savings": 11.9},
    {"savings": None},
    {"tolerance": (5, None)},
    {"tolerance": (3, 5)},
    {"champions": 1},
    {"declined": False},
    {"backups": {"internal_medicine": YES}},  # a yes contradicts the refusal
])
def test_one_specialty_only_is_refused_when_any_condition_is_missing_or_unknown(change):
    have = {"declined": True, "tolerance": (5, 5), "savings": 12}
    found = strategies(full(**(have | change)), season(), visa(), TODAY)
    assert found.today.strategy is Strategy.FOCUSED_PARALLEL
    refused = next(a for a in found.alternatives if a.strategy is Strategy.ONE_SPECIALTY_ONLY)
    assert "What is missing" in refused.why_not
    assert "no backup declined" not in refused.why_not


@pytest.mark.covers("R25", "R132", "R28")
@pytest.mark.parametrize(("backups", "expected"), [
    ({"internal_medicine": YES}, Strategy.FOCUSED_PARALLEL),
    ({"internal_medicine": MAYBE}, Strategy.STAGED),
    ({"internal_medicine": NO}, Strategy.STAGED),
    ({}, Strategy.STAGED),
])
def test_three_pillars_need_an_explicit_yes_to_a_backup(backups, expected):
    verdict = verdict_of(full(score=252, backups=backups))
    assert verdict.count("pillar") == 3
    assert verdict.strategy is expected


@pytest.mark.covers("R132", "R28")
def test_two_pillars_are_staged_even_with_a_backup():
    assert verdict_of(full(score=252, strong=1, backups={"internal_medicine": YES})).rule == "verdict.otherwise"


@pytest.mark.covers("R124", "R125", "H3")
@pytest.mark.parametrize(("today", "strong", "expected"), [
    (date(2027, 7, 7), 1, Strategy.POSTPONE_OR_MODIFY),  # exactly eight weeks before 1 Sep 2027
    (date(2027, 7, 6), 1, Strategy.STAGED),
    (date(2027, 7, 7), 2, Strategy.STAGED),  # one question failed: no card
    (TODAY, 1, Strategy.STAGED),  # status only
])
def test_two_failed_questions_near_submission_ask_for_a_decision(today, strong, expected):
    found = strategies(applicant(score=252, months=6, papers=1, strong=strong), season(), visa(), today)
    assert found.today.strategy is expected
    said = " ".join(found.planned.warnings)
    assert ("Postponing by one year" in said) is (expected is Strategy.POSTPONE_OR_MODIFY)
    questions = {c.key: c.met is Met.MET for c in found.today.criteria if c.group == "gate"}
    assert questions == {"dq1_scores": True, "dq2_research": False, "dq3_letters": strong == 2, "dq4_visa": True}


@pytest.mark.covers("R12", "R65", "D1")
def test_no_open_lane_comes_before_everything_else():
    found = strategies(full(backups={"internal_medicine": YES}), season(), visa(Lane.CLOSED), TODAY)
    assert found.today.strategy is found.planned.strategy is Strategy.NOT_YET
    assert found.flips == ()
    assert found.headline.startswith("Not yet")


@pytest.mark.covers("R12")
def test_an_unknown_lane_is_not_a_closed_one():
    assert verdict_of(full(backups={"internal_medicine": YES}), lane=Lane.UNKNOWN).strategy \
        is Strategy.FOCUSED_PARALLEL


@pytest.mark.covers("H24")
def test_outside_the_guides_list_its_marks_are_silent():
    profile = applicant(target="internal_medicine", score=230)
    found = strategies(profile, season(), visa(), TODAY)
    assert found.today.strategy is Strategy.MODEL_ONLY
    assert not found.guide_applies
    assert found.guide_note == "The guide's marks are not for internal medicine."
    assert {c.group for c in found.planned.criteria} <= {"gate"}
    assert found.flips == ()
    assert found.conditions == ()
    assert found.decide_by is None
    assert not any(mark in texts(found) for mark in ("245", "250", "260"))


@pytest.mark.covers("R31", "H24")
@pytest.mark.parametrize(("target", "score", "met"), [
    (DERM, 259, Met.PARTLY), (DERM, 260, Met.MET), ("orthopaedic_surgery", 255, Met.PARTLY),
    ("neurological_surgery", 259, Met.PARTLY), ("plastic_surgery", 250, Met.PARTLY),
    ("ophthalmology", 250, Met.MET), ("radiation_oncology", 249, Met.PARTLY), ("otolaryngology", 250, Met.MET),
    ("diagnostic_radiology", 245, Met.PARTLY), ("interventional_radiology", 244, Met.MISSING),
    (DERM, None, Met.UNKNOWN),
])
def test_the_260_mark_is_for_four_specialties_and_250_for_the_others(target, score, met):
    verdict = verdict_of(applicant(target=target, score=score))
    assert next(c for c in verdict.criteria if c.key == "top_scores").met is met


@pytest.mark.covers("R125", "R19")
def test_the_verdict_is_given_twice_with_a_decision_day():
    going_on = ResearchPeriod(DERM, ResearchPlace.ONSITE_US, start=date(2026, 5, 18))
    profile = replace(full(score=252, months=0, backups={"internal_medicine": YES}, strong=2, other_letters=1),
                      research=(going_on,))
    found = strategies(profile, season(), visa(), TODAY)
    assert found.decide_by == decision_day(season()) == date(2027, 7, 7) == date(2027, 9, 1) - timedelta(weeks=8)
    assert (found.today.strategy, found.planned.strategy) == (Strategy.STAGED, Strategy.FOCUSED_PARALLEL)
    assert found.headline == ("Focused + parallel, if you finish what you have planned by 7 Jul 2027. "
                              "As of today: staged (first strengthen, or start elsewhere).")
    assert found.conditions == ("On-site research in dermatology goes on until 17 May 2027, when it reaches "
                                "12 months; without it the answer is staged.",)
    assert found.planned.as_of == date(2027, 9, 1)


@pytest.mark.covers("R19", "R15")
def test_reasons_are_at_most_four_whole_sentences_and_the_others_are_explained():
    profiles = (applicant(), applicant(score=240), full(), full(declined=True, tolerance=(5, 5), savings=12))
    for profile in profiles:
        found: Strategies = strategies(profile, season(), visa(), TODAY)
        for verdict in (found.today, found.planned):
            assert 1 <= len(verdict.because) <= 4
            assert all(reason.endswith(".") for reason in verdict.because)
        assert {a.strategy for a in found.alternatives} == {
            Strategy.ONE_SPECIALTY_ONLY, Strategy.FOCUSED_PARALLEL, Strategy.STAGED} - {found.planned.strategy}


@pytest.mark.covers("H2", "H16", "H19", "H20", "H21", "H22")
def test_the_corrections_to_the_guide_stand_beside_the_verdict():
    from smartpick.domain.applicant import EarlierMatch

    derm = strategies(full(backups={"internal_medicine": YES, "transitional_year": YES}), season(), visa(), TODAY)
    said = " ".join(derm.planned.warnings)
    assert "dermatology or pathology residency" in said
    assert "promises no further place" in said
    assert "forbid asking for or offering rank commitments" in said
    again = applicant(target="orthopaedic_surgery", backups={"general_surgery": YES},
                      earlier_matches=(EarlierMatch(2026, ("orthopaedic_surgery",), matched=False),))
    ortho = " ".join(strategies(again, season(), visa(), TODAY).planned.warnings)
    assert "not orthopaedic trauma" in ortho
    assert "You applied here before" in ortho
    assert "ask the GME office" in ortho


@pytest.mark.covers("R19")
def test_every_row_of_the_rule_table_has_its_test_here_and_the_last_always_fits():
    from smartpick.advise.strategy_table import FITS

    assert list(rules().verdict) == list(FITS)
    assert list(rules().verdict)[-1] == "otherwise"
