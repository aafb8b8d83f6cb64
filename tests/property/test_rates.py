"""Rates and slopes: intervals that hold their share, pools that stay between, an average that is the rate."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from smartpick.domain.applicant import ApplicantType
from smartpick.facts import load_facts
from smartpick.odds.moments import pool_differences, specialty_model
from smartpick.odds.rates import expit, learn_pool, logit, wilson
from smartpick.odds.specialty import certified_draws


@given(st.integers(1, 5000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_a_wilson_interval_holds_its_share_and_grows_with_the_level(pair: tuple[int, int]) -> None:
    k, n = pair
    low, high = wilson(k, n)
    wide_low, wide_high = wilson(k, n, 0.95)
    assert 0 <= wide_low <= low + 1e-12 <= k / n + 2e-12
    assert k / n - 1e-12 <= high <= wide_high + 1e-12 <= 1 + 1e-12


def test_wilson_refuses_what_is_no_share() -> None:
    with pytest.raises(ValueError, match="is not a share"):
        wilson(3, 2)


@settings(max_examples=30, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 40), st.integers(1, 40)), min_size=2, max_size=8))
def test_a_pooled_rate_lies_between_its_own_share_and_the_prior(raw: list[tuple[int, int]]) -> None:
    pairs = [(min(k, n), n) for k, n in raw]
    pool = learn_pool(pairs)
    prior = float(pool.weight @ pool.mean)
    for k, n in pairs:
        low, high = sorted((k / n, prior))
        # the weights differ from member to member a little, so leave the prior's own spread as slack
        slack = float(np.sqrt(pool.weight @ (pool.mean - prior) ** 2))
        assert low - slack - 1e-9 <= pool.rate(k, n) <= high + slack + 1e-9


def test_a_handful_of_alike_specialties_does_not_make_one_another_certain() -> None:
    pool = learn_pool([(5, 30), (5, 22), (5, 27), (4, 28), (2, 7), (7, 17), (15, 58)])
    drawn = pool.draws(5, 30, np.random.default_rng(0), 4000)
    low, high = np.quantile(drawn, (0.05, 0.95))
    assert low < 5 / 30 < high
    assert high - low > 0.12


@pytest.mark.covers("D9")
@pytest.mark.parametrize("specialty", ["internal_medicine", "obstetrics_gynecology", "general_surgery", "neurology"])
def test_the_average_over_the_population_is_the_rate(specialty: str) -> None:
    """Draw matched and not-matched people from the model's own groups and average their chances."""
    model = specialty_model(specialty, ApplicantType.NON_US_IMG)
    assert model is not None
    step2 = next(s for s in model.slopes if s.measure == "step2_ck")
    rate = model.rate
    rng = np.random.default_rng(7)
    matched = rng.random(40_000) < rate
    centre = step2.mean + np.where(matched, 1 - rate, -rate) * step2.difference * step2.sd
    scores = rng.normal(centre, step2.sd)
    chances = [
        float(certified_draws(model.without("publications"), {"step2_ck": float(x)}, np.array([rate]), rng)[0])
        for x in scores[:4000]
    ]
    assert np.mean(chances) == pytest.approx(rate, abs=0.012)


@given(st.floats(215, 280), st.floats(0, 25))
@settings(max_examples=60, deadline=None)
def test_a_higher_step_2_score_never_lowers_the_chance(score: float, more: float) -> None:
    for specialty in ("family_medicine", "internal_medicine_pediatrics", "dermatology"):
        model = specialty_model(specialty, ApplicantType.NON_US_IMG)
        assert model is not None
        rates = np.full(50, model.rate)
        lower, higher = (
            certified_draws(model, {"step2_ck": x}, rates, np.random.default_rng(1)) for x in (score, score + more)
        )
        assert (higher >= lower - 1e-12).all()


def test_effects_of_correlated_measures_are_not_added_up() -> None:
    """Both one SD above the middle: less than the sum of each alone, as the measures overlap."""
    model = specialty_model("internal_medicine", ApplicantType.NON_US_IMG)
    assert model is not None
    step2, papers = model.slopes
    known = {"step2_ck": step2.mean + step2.sd, "publications": float(np.expm1(papers.mean + papers.sd))}
    rng = np.random.default_rng(0)

    def lift(measures: dict[str, float]) -> float:
        rates = np.array([model.rate])
        return float(logit(certified_draws(model, measures, rates, rng)[0]) - logit(model.rate))

    alone = sum(lift({k: v}) for k, v in known.items())
    assert lift(known) < alone


def test_a_type_without_published_groups_gets_the_base_rate_alone() -> None:
    model = specialty_model("internal_medicine", ApplicantType.US_IMG)
    assert model is not None
    assert model.slopes == ()


def test_pooling_follows_the_slow_obvious_version() -> None:
    pairs = [(0.5, 0.1), (0.2, 0.2), (0.45, 0.15), (0.9, 0.3)]
    pooled = pool_differences(pairs)
    weights = [1 / (e**2 + pooled.between**2) for _, e in pairs]
    mean = sum(w * d for w, (d, _) in zip(weights, pairs, strict=True)) / sum(weights)
    assert pooled.mean == pytest.approx(mean)
    own, error = pooled.shrink(0.9, 0.3)
    assert pooled.mean < own < 0.9
    assert error < 0.3


def test_nothing_is_claimed_beyond_the_published_scores() -> None:
    model = specialty_model("orthopaedic_surgery", ApplicantType.NON_US_IMG)
    assert model is not None
    step2 = next(s for s in model.slopes if s.measure == "step2_ck")
    assert step2.high == 257
    assert step2.z(261) == step2.z(257)


@given(st.floats(1e-5, 1 - 1e-5))
def test_log_odds_and_back(p: float) -> None:
    assert float(expit(logit(p))) == pytest.approx(p, abs=1e-9)


def test_every_model_parameter_says_that_it_is_judged_or_where_it_was_fitted() -> None:
    facts = load_facts()
    for key in facts.keys:
        if key.startswith("model."):
            for fact in facts.cells(key).values():
                assert fact.grade.value in ("judged", "derived"), key


@pytest.mark.parametrize("specialty", ["pediatrics", "psychiatry", "internal_medicine"])
def test_one_more_paper_never_closes_a_door(specialty: str) -> None:
    """Medians of papers are small whole numbers: 2 against 3 is rounding, not a reason to publish less."""
    model = specialty_model(specialty, ApplicantType.NON_US_IMG)
    assert model is not None
    rates = np.full(100, model.rate)
    few, many = (
        certified_draws(model, {"publications": x}, rates, np.random.default_rng(2)) for x in (0.0, 20.0)
    )
    assert (many >= few - 1e-12).all()


def test_us_md_scores_move_the_chance_of_us_md_seniors() -> None:
    """Their quartiles are published for one group only; the other borrows the spread."""
    model = specialty_model("dermatology", ApplicantType.US_MD_SENIOR)
    assert model is not None
    assert [s.measure for s in model.slopes] == ["step2_ck"]
    rates = np.array([model.rate])
    low, high = (certified_draws(model, {"step2_ck": x}, rates, np.random.default_rng(0))[0] for x in (240.0, 270.0))
    assert high > low + 0.1
