"""Whether a year can be added is heard by a verdict that needs one (R11)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

import smartpick
from smartpick.domain.applicant import Stance
from smartpick.domain.plan import Strategy
from smartpick.exchange.profile import read_profile

STUDENT = Path(__file__).parents[2] / "examples" / "neurosurgery_student.yaml"


@pytest.mark.covers("R11")
@pytest.mark.parametrize(
    ("stance", "said"),
    [(Stance.NO, "cannot add a year"), (Stance.MAYBE, "settle that first"), (Stance.YES, ""), (None, "")],
)
def test_a_staged_verdict_hears_whether_a_year_can_be_added(stance: Stance | None, said: str) -> None:
    profile = read_profile(STUDENT)
    profile = replace(profile, wishes=replace(profile.wishes, can_extend=stance))
    planned = smartpick.plan(profile, today=date(2026, 11, 22)).strategies.planned
    assert planned.strategy is Strategy.STAGED
    heard = [w for w in planned.warnings if "add a year" in w or "one more year, and you" in w]
    assert bool(heard) is bool(said)
    if said:
        assert said in heard[0]
        assert "neurology" in heard[0]
