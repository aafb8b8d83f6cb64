"""The fit of the ranks curve on invented specialties whose truth is known."""

from __future__ import annotations

import numpy as np
import pytest

from smartpick.facts.outcomes import Group
from smartpick.odds.rank_law import RANKS, RankLaw
from tools.fit_ranks import Prior, fit, judged_prior
from tools.ranks_data import RanksData, published, summaries
from tools.ranks_left_out import left_out
from tools.ranks_likelihood import Likelihood, law_of

K = np.array([1.0, 2, 3, 5, 8, 12])
PEOPLE = (60, 150, 400, 1200)
SHORT = {"chains": 2, "burn": 1000, "keep": 2000}


def group(ranks: np.ndarray) -> Group:
    """What a publisher prints of a group: one decimal, quartiles, suppressed below five people."""
    if ranks.size < 5:
        return Group(n=int(ranks.size))
    q = [float(x) for x in np.quantile(ranks, [0.25, 0.5, 0.75], method="averaged_inverted_cdf")]
    return Group(int(ranks.size), round(float(ranks.mean()), 1), round(float(ranks.std(ddof=1)), 1), float(ranks.min()),
                 *q, float(ranks.max()))


def invented(rng: np.random.Generator) -> tuple[tuple[RanksData, ...], list[np.ndarray]]:
    """Twelve specialties with their true curves, and what would be published of them."""
    data, truth = [], []
    for number in range(12):
        law = RankLaw(*(np.array(v) for v in (rng.normal(0.8, 0.3), np.exp(rng.normal(1.5, 0.3)),
                                              rng.normal(-1.7, 0.4), np.exp(rng.normal(0.5, 0.25)), 0.95)))
        ranks = rng.choice(RANKS, size=PEOPLE[number % 4], p=law.everybody())
        matched = rng.random(ranks.size) < law.chance(ranks)
        data.append(RanksData(f"invented_{number}", number >= 9, int(matched.sum()), int((~matched).sum()),
                              (group(ranks[matched]), group(ranks[~matched]))))
        truth.append(law.chance(K))
    return tuple(data), truth


@pytest.mark.slow
def test_known_curves_are_found_within_their_error() -> None:
    data, truth = invented(np.random.default_rng(5))
    theta, _ = fit(data, judged_prior(), seed=3, **SHORT)
    chance = law_of(theta).chance(K)  # (specialty, draw, k)
    low, high = np.quantile(chance, [0.05, 0.95], axis=1)
    inside = (low <= np.array(truth)) & (np.array(truth) <= high)
    assert 0.75 <= inside.mean() <= 1.0, "90% intervals hold the truth about nine times in ten"
    assert np.abs(chance[:, 0] - truth).mean() < 0.06
    assert np.abs(chance[3::4, 0] - np.array(truth)[3::4]).max() < 0.12, "with 1,200 people"


@pytest.mark.slow
def test_a_suppressed_group_makes_the_curve_wider_and_the_same_seed_the_same_curve() -> None:
    data, _ = invented(np.random.default_rng(8))
    hidden = RanksData(data[2].specialty, data[2].competitive, data[2].matched, data[2].not_matched,
                       (Group(n=data[2].matched), Group(n=data[2].not_matched)))
    assert hidden.pooled and hidden.longest is None
    settings = {"chains": 2, "burn": 500, "keep": 600}
    prior = judged_prior()
    seen, unseen = (fit((*data[:2], row, *data[3:6]), prior, seed=1, **settings)[0] for row in (data[2], hidden))
    widths = [np.ptp(np.quantile(law_of(t[2]).chance(K)[:, 2], [0.05, 0.95])) for t in (seen, unseen)]
    assert widths[1] > 1.3 * widths[0]
    again, _ = fit((*data[:2], data[2], *data[3:6]), prior, seed=1, **settings)
    assert np.array_equal(seen, again)


def test_the_likelihood_prefers_the_truth() -> None:
    """Internal Medicine's published ranks: its own curve against one twice as steep and one flat."""
    data = tuple(d for d in published() if d.specialty == "internal_medicine")
    likelihood = Likelihood(summaries(data), 0.02)
    near, steep, flat = ([[0.8, 1.47, 0.02, np.log(s), 3.5]] for s in (1.77, 3.5, 0.2))
    values = [float(likelihood(np.array(t))[0]) for t in (near, steep, flat)]
    assert values[0] > values[1] + 10
    assert values[0] > values[2] + 10


def test_the_prior_comes_from_the_parameters() -> None:
    prior = judged_prior()
    assert isinstance(prior, Prior)
    assert 0.9 < 1 / (1 + np.exp(-prior.ceiling)) < 1, "near one"
    assert prior.spread > 0 and prior.pool_distance > 0
    assert len(published()) == 24
    assert sum(d.pooled for d in published()) == 7


def test_hidden_ranks_are_hidden_and_what_comes_back_is_counted() -> None:
    data, _ = invented(np.random.default_rng(2))
    theta = np.array([[[0.8, 1.5, 0.0, 0.5, 3.0]] * 50] * len(data))
    asked: list[tuple[RanksData, ...]] = []

    def same(rows: tuple[RanksData, ...]) -> np.ndarray:
        asked.append(rows)
        return theta

    found = left_out(data, theta, same)
    whole = [i for i, d in enumerate(data) if not d.pooled]
    assert found["specialties"] == len(whole) == len(asked)
    assert found["points_held"] == found["points"], "the same curves lie inside their own band"
    assert found["error"] == 0
    for index, rows in zip(whole, asked, strict=True):
        assert rows[index].pooled, "its matched are hidden"
        assert rows[index].ranks[1] == data[index].ranks[1], "its not matched are not"
        assert [r for i, r in enumerate(rows) if i != index] == [d for i, d in enumerate(data) if i != index]
