"""Plans in memory: few, for a while, gone at once when asked."""

from __future__ import annotations

import pytest

from sample_plan import sample_plan
from smartpick.domain.applicant import Profile
from smartpick.store.drafts import Drafts


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_a_plan_is_found_by_its_id_only():
    drafts = Drafts()
    one, other = drafts.keep(sample_plan()), drafts.keep(sample_plan())
    assert one != other
    assert drafts.find(one).plan.season.match_year == 2028
    assert drafts.find(one).profile == sample_plan().profile
    other_profile = Profile(("neurology",), None)
    assert drafts.find(drafts.keep(sample_plan(), other_profile)).profile == other_profile
    assert drafts.find(one[:-1]) is None
    assert drafts.find("") is None


def test_the_oldest_makes_room():
    drafts = Drafts(most=3)
    ids = [drafts.keep(sample_plan()) for _ in range(5)]
    assert [drafts.find(i) is not None for i in ids] == [False, False, True, True, True]
    assert len(drafts) == 3


def test_a_plan_ends_after_its_time():
    clock = Clock()
    drafts = Drafts(lifetime=100, clock=clock)
    old = drafts.keep(sample_plan())
    clock.now = 60
    young = drafts.keep(sample_plan())
    clock.now = 100
    assert drafts.find(old) is None
    assert drafts.find(young) is not None
    assert len(drafts) == 1


@pytest.mark.covers("D19")
def test_forgetting_is_at_once_and_once():
    drafts = Drafts()
    kept = drafts.keep(sample_plan())
    assert drafts.forget(kept)
    assert drafts.find(kept) is None
    assert not drafts.forget(kept)
