"""The staged way on a J-1: the verdict itself says which half of it is left, and in which words."""

from dataclasses import replace

import pytest

from smartpick.advise.stages import first_stages, staged_warning
from smartpick.advise.strategy import strategies
from smartpick.domain.applicant import Stance, VisaNeed
from smartpick.domain.plan import Lane, Met, Strategies, Strategy, VisaLane, VisaPlan
from smartpick.domain.plan_words import criteria_once, decide_words
from strategy_cases import TODAY, applicant, season, visa

RADIOLOGY, MEDICINE = "diagnostic_radiology", "internal_medicine"
H1B_ONLY = VisaPlan("H-1B.", True, True, (VisaLane(VisaNeed.H1B, "H-1B", Lane.OPEN_IF, ("A reason.",)),), (), TODAY)


def found(backups: dict[str, Stance] | None = None, plan: VisaPlan | None = None, **more: object) -> Strategies:
    profile = applicant(target=RADIOLOGY, score=248, papers=2, strong=1, other_letters=2, backups=backups, **more)
    return strategies(profile, season(), plan or visa(), TODAY)


@pytest.mark.covers("H10", "D2", "R26")
def test_a_first_stage_that_breaks_the_j1_rules_stands_first_among_the_warnings_of_the_verdict() -> None:
    planned = found({MEDICINE: Stance.YES}).planned
    assert planned.strategy is Strategy.STAGED
    warning = planned.warnings[0]
    for part in ("On a J-1", "36 months", "after the 24 allowed", "7 or, with the first year repeated, 8 years",
                 "where 7 are sponsored",
                 "one more year of preparation is the half of “staged” that is left", "ask ECFMG"):
        assert part in warning
    assert "one more year of preparation is what is left" in planned.headline
    assert "or (b)" not in planned.headline


@pytest.mark.covers("H10")
@pytest.mark.parametrize(("backups", "plan"), [({MEDICINE: Stance.YES}, H1B_ONLY), ({MEDICINE: Stance.MAYBE}, None),
                                               ({}, None)])
def test_without_a_j1_or_without_a_willing_first_stage_the_verdict_keeps_both_halves(backups, plan) -> None:
    planned = found(backups, plan).planned
    assert not any("On a J-1" in warning for warning in planned.warnings)
    assert "(a) one more year of preparation, or (b) start in" in planned.headline


def test_a_one_year_seat_is_no_first_stage_and_the_target_begins_anew_where_it_has_no_advanced_places() -> None:
    assert first_stages(RADIOLOGY, ("preliminary_medicine",)) == ()
    (stage,) = first_stages("orthopaedic_surgery", ("general_surgery",))
    assert (stage.clock.years, stage.fits) == (10, False)
    assert staged_warning(RADIOLOGY, ("preliminary_medicine",), visa()) == ""


@pytest.mark.covers("R37")
def test_the_name_staged_is_explained_where_it_is_first_met_and_equal_verdicts_say_what_to_decide() -> None:
    both = found({MEDICINE: Stance.YES})
    assert both.headline.startswith("Staged (first strengthen, or start elsewhere), as of today and")
    assert decide_words(both, season().submission) == (
        "By 7 Jul 2027 decide whether to wait a year or to apply in Sep 2027 all the same: answer the four questions "
        "on score, research, letters and visa.")
    assert decide_words(replace(both, decide_by=None), season().submission) == ""


# --- words of the checklist ----------------------------------------------------------------------


@pytest.mark.covers("H17", "R31")
@pytest.mark.parametrize("score", [200, 244, 245, 249, 250, 255, 259, 260, 270])
def test_a_score_is_compared_with_the_mark_beside_it_and_a_passed_exam_is_never_not_yet(score: int) -> None:
    verdict = strategies(applicant(target=RADIOLOGY, score=score), season(), visa(), TODAY).today
    scores = [c for c in verdict.criteria if c.mark.startswith("Step 2 CK")]
    assert len(scores) == 3
    for line in scores:
        mark = line.mark.split()[3]
        assert line.have.endswith(mark)
        assert ("below" in line.have) is (score < int(mark))
        assert line.final
    said = " ".join((verdict.headline, *verdict.because))
    assert "Top scores (not met yet)" not in said
    assert "Top scores, not met yet" not in said


def test_the_same_criterion_is_shown_once_with_its_other_names() -> None:
    verdict = found().today
    once = criteria_once(verdict)
    shown = [(line.have, line.mark) for line, _ in once if line.group != "tolerance"]
    assert len(shown) == len(set(shown))
    others = {line.key: again for line, again in once}
    assert others["us_research"] == ("Strong US research in the target", "Research is enough")
    assert others["top_scores"] == ("Step 2 CK keeps the target realistic (below the mark)",)
    assert sum(1 + len(again) for _, again in once) == len(verdict.criteria)


def test_what_is_missing_for_one_specialty_only_is_said_without_double_negatives() -> None:
    both = found({MEDICINE: Stance.YES})
    refused = next(a for a in both.alternatives if a.strategy is Strategy.ONE_SPECIALTY_ONLY)
    assert "your written decision that you want no backup" in refused.why_not
    assert "no backup declined" not in refused.why_not
    assert any(c.met is Met.MISSING and c.final for c in both.today.criteria)
    assert "Step 2 CK in the 260 range (below the mark)" in refused.why_not
