"""The four example profiles, with the real calendar and the real visa gate: what cases.md expects of them."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from smartpick.advise.calendar import default_season
from smartpick.advise.calendar import season as season_of
from smartpick.advise.rotations import rotation_warnings
from smartpick.advise.strategy import strategies
from smartpick.advise.visa import visa_plan
from smartpick.domain.applicant import Profile
from smartpick.domain.plan import Lane, Met, Strategies, Strategy, VisaPlan
from smartpick.exchange.profile import read_profile
from smartpick.facts import load_facts
from strategy_cases import TODAY, texts

EXAMPLES = Path(__file__).parents[2] / "examples"


def planned(name: str) -> tuple[Profile, Strategies, VisaPlan]:
    profile, facts = read_profile(EXAMPLES / f"{name}.yaml"), load_facts()
    visa = visa_plan(profile, TODAY, facts)
    year = profile.season or default_season(profile, TODAY, facts)
    return profile, strategies(profile, season_of(year, facts), visa, TODAY), visa


@pytest.mark.covers("R131", "R132", "R125", "H17", "R19")
def test_derm_j1():
    _, found, visa = planned("derm_j1")
    assert found.today.count("pillar") == 1
    assert found.today.strategy is Strategy.STAGED
    assert {c.key for c in found.today.criteria if c.group == "pillar" and c.met is Met.MET} == {"us_rotations"}
    assert found.planned.count("pillar") == 3
    assert found.planned.strategy is Strategy.FOCUSED_PARALLEL
    assert found.decide_by == date(2027, 7, 7)
    assert found.headline == ("Focused + parallel, if you finish what you have planned by 7 Jul 2027. "
                              "As of today: staged (first strengthen, or start elsewhere).")
    assert not any("260" in flip.change or "Step 2" in flip.change for flip in found.flips)
    assert len(found.conditions) == 2
    assert [lane.lane for lane in visa.lanes] == [Lane.OPEN]
    assert next(c for c in found.today.criteria if c.key == "us_research").have.startswith("6 of 12 on-site months")


@pytest.mark.covers("R20", "R21", "R131", "H16", "H4")
def test_ortho_reapplicant():
    _, found, visa = planned("ortho_reapplicant")
    for verdict in (found.today, found.planned):
        assert verdict.count("pillar") == 3
        assert verdict.strategy is Strategy.FOCUSED_PARALLEL
    states = {c.key: c.met for c in found.planned.criteria}
    assert states["reputable_us_rotations"] is Met.PARTLY
    assert states["faculty_champions"] is Met.PARTLY
    refused = next(a for a in found.alternatives if a.strategy is Strategy.ONE_SPECIALTY_ONLY)
    assert "Faculty champions" in refused.why_not
    assert "US rotations" in refused.why_not
    assert "new since then" in " ".join(found.planned.warnings)
    assert visa.needed is False
    assert [lane.lane for lane in visa.lanes] == [Lane.NOT_NEEDED]


@pytest.mark.covers("H24")
def test_im_dual():
    _, found, visa = planned("im_dual")
    assert found.planned.strategy is Strategy.MODEL_ONLY
    assert not found.guide_applies
    assert found.planned.criteria == ()
    assert not any(mark in texts(found) for mark in ("245", "250", "260"))
    assert visa.needed is False


@pytest.mark.covers("H8", "H10", "H20", "R134")
def test_neurosurgery_student():
    profile, found, visa = planned("neurosurgery_student")
    assert found.planned.as_of.year == 2028  # target Match 2029
    assert found.planned.strategy is Strategy.STAGED
    research = next(c for c in found.planned.criteria if c.key == "us_research")
    assert research.met is Met.MISSING
    assert research.have.startswith("0 of 12 on-site months")
    assert next(c for c in found.planned.criteria if c.key == "top_scores").met is Met.UNKNOWN
    assert {lane.lane for lane in visa.lanes} == {Lane.OPEN, Lane.OPEN_IF}
    notes = " ".join(visa.notes)
    assert "7 of the 7 years" in notes
    assert "nothing is left" in notes
    assert "fixed period" in notes
    assert "Ask ECFMG and the GME office" in notes
    assert rotation_warnings(profile, TODAY) == ()
    electives = [f for f in found.flips if "electives" in f.change]
    assert all("before 31 Jul 2027" in f.change for f in electives)
