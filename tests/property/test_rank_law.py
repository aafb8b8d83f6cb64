"""The law of the ranks curve, for any parameters: it rises, stays below its ceiling, and obeys Bayes' rule."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from smartpick.odds.rank_law import RANKS, RankLaw, mean_and_sd, quartiles


def law(shape: float, scale: float, start: float, slope: float, ceiling: float) -> RankLaw:
    return RankLaw(*(np.array(value) for value in (shape, scale, start, slope, ceiling)))


LAWS = st.builds(law, st.floats(-1, 3), st.floats(0.5, 15), st.floats(-6, 3), st.floats(0.01, 5), st.floats(0.3, 1))


@given(LAWS)
def test_the_curve_rises_and_never_passes_its_ceiling(any_law: RankLaw) -> None:
    chance = any_law.chance(RANKS)
    assert (np.diff(chance) >= 0).all()
    assert (chance >= 0).all()
    assert (chance <= any_law.ceiling).all()


@given(LAWS)
def test_nobody_has_zero_ranks_and_shares_add_up(any_law: RankLaw) -> None:
    assert RANKS[0] == 1
    groups = any_law.groups()
    for shares in (any_law.everybody(), groups.matched, groups.not_matched):
        assert shares.sum() == pytest.approx(1)
        assert (shares >= 0).all()


@given(LAWS)
def test_matched_and_not_matched_together_are_everybody(any_law: RankLaw) -> None:
    groups = any_law.groups()
    together = groups.rate * groups.matched + (1 - groups.rate) * groups.not_matched
    assert together == pytest.approx(any_law.everybody(), abs=1e-12)


@given(LAWS)
def test_matched_people_have_more_ranks(any_law: RankLaw) -> None:
    groups = any_law.groups()
    assert mean_and_sd(groups.matched)[0] >= mean_and_sd(groups.not_matched)[0] - 1e-9


def test_moments_and_quartiles_by_hand() -> None:
    shares = np.zeros(RANKS.size)
    shares[[0, 1, 3]] = 0.5, 0.25, 0.25  # half have 1 rank, a quarter 2, a quarter 4
    mean, sd = mean_and_sd(shares)
    assert mean == pytest.approx(2.0)
    assert sd == pytest.approx(np.sqrt(0.5 * 1 + 0.25 * 0 + 0.25 * 4))
    assert quartiles(shares) == (1.0, 1.0, 2.0)
