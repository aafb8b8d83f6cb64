"""More evidence never leads to a lower strategy, whatever else is on file."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from smartpick.advise.gates import situation
from smartpick.advise.strategy_table import rule_on
from smartpick.domain.plan import Strategy
from smartpick.domain.standing import standing
from strategy_cases import TODAY, YES, applicant, visa

ORDER = [Strategy.POSTPONE_OR_MODIFY, Strategy.STAGED, Strategy.FOCUSED_PARALLEL, Strategy.ONE_SPECIALTY_ONLY]
COUNTS = {
    "step2_ck": 10, "onsite_months": 6.0, "target_publications": 1, "strong_us_target_letters": 1, "letters": 1,
    "teaching_rotations": 1, "teaching_target_rotations": 1, "champions_who_call": 1,
}  # fmt: skip


@pytest.mark.covers("R131", "R132")
@settings(max_examples=200, deadline=None)
@given(score=st.integers(230, 275), months=st.integers(0, 14), papers=st.integers(0, 2), strong=st.integers(0, 3),
       others=st.integers(0, 3), rotations=st.integers(0, 3), champions=st.integers(0, 2), willing=st.booleans(),
       days_left=st.sampled_from([0, 56, 57, 300]), grows=st.sampled_from(sorted(COUNTS)))
def test_more_evidence_never_lowers_the_strategy(score, months, papers, strong, others, rotations, champions, willing,
                                                 days_left, grows):
    profile = applicant(score=score, months=months, papers=papers, strong=strong, other_letters=others,
                        sub_internships=rotations, champions=champions, tolerance=(5, 5), savings=12,
                        declined=not willing, backups={"internal_medicine": YES} if willing else {})
    here = standing(profile, profile.target, TODAY, planned=False, today=TODAY)
    case = situation(profile, here, visa(), days_left)
    better = replace(case, standing=replace(here, **{grows: getattr(here, grows) + COUNTS[grows]}))
    assert ORDER.index(rule_on(better).strategy) >= ORDER.index(rule_on(case).strategy)
