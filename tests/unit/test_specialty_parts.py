"""The parts of the specialty chance against slow, obvious versions of themselves."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from smartpick.domain.applicant import ApplicantType
from smartpick.facts.outcomes import Group, charting
from smartpick.odds.rates import expit, learn_pool, logit
from smartpick.odds.shared import DRAWS
from smartpick.odds.specialty import base_rates
from smartpick.odds.specialty.explain import contributions, typical, unknown_inputs
from smartpick.odds.specialty.groups import Scale, apart, means_apart, place
from smartpick.odds.specialty.inputs import Inputs
from smartpick.odds.specialty.known import know
from smartpick.odds.specialty.model import specialty_model
from smartpick.odds.specialty.pooling import Observed, left_out, pooled, pools
from smartpick.odds.specialty.slopes import correlations, discriminant

IMG, MD = ApplicantType.NON_US_IMG, ApplicantType.US_MD_SENIOR


def model_of(specialty: str, kind: ApplicantType):
    model = specialty_model(specialty, kind)
    assert model is not None
    return model


def test_discriminant_is_the_best_that_is_not_negative():
    """Against trying every set of measures held at zero."""
    rng = np.random.default_rng(1)
    names = ("step2_ck", "publications", "abstracts", "research", "volunteer")
    joint = correlations(names)[:40]
    d = rng.normal(0.2, 0.3, (40, 5))
    found = discriminant(d, joint)
    for n in range(40):
        best, least = None, np.inf
        for free in itertools.chain.from_iterable(itertools.combinations(range(5), k) for k in range(6)):
            b = np.zeros(5)
            if free:
                b[list(free)] = np.linalg.solve(joint[n][np.ix_(free, free)], d[n, list(free)])
            cost = b @ joint[n] @ b / 2 - d[n] @ b
            if (b >= 0).all() and cost < least:
                best, least = b, cost
        assert found[n] == pytest.approx(best, abs=1e-6)


def test_correlations_are_positive_definite_for_every_draw_and_set():
    for names in itertools.combinations(("step2_ck", "publications", "abstracts", "presentations", "research",
                                         "volunteer", "phd", "graduate_degree"), 5):
        assert np.linalg.eigvalsh(correlations(names)).min() > 0.01
    assert np.linalg.eigvalsh(correlations(("publications", "abstracts", "presentations", "outputs", "research",
                                            "step2_ck", "volunteer", "phd", "graduate_degree"))).min() > 0.01


def test_effects_of_correlated_measures_are_not_added_up():
    """Papers, abstracts and posters, each one standard deviation up: less than the sum of each alone."""
    model = model_of("general_surgery", IMG)
    names = ("publications", "abstracts", "presentations")

    def lift(known: tuple[str, ...]) -> float:
        used = {s.measure: s for s in model.slopes if s.measure in known}
        values = {m: s.raw(float(s.centre[0] + s.sd)) for m, s in used.items()}
        return float(logit(model.certified(Inputs(values))[0]) - logit(model.rate))

    assert 0 < lift(names) < sum(lift((n,)) for n in names) - 0.05


def test_unequal_spreads_give_the_exact_posterior_below_the_turning_point():
    """Step 2 CK alone: Bayes' rule with two normals, up to the constant that the average fixes."""
    model = model_of("orthopaedic_surgery", MD)
    slope = next(s for s in model.slopes if s.measure == "step2_ck")
    known = model.known(("step2_ck",))
    scores = np.array([240.0, 250.0, 262.0])
    parts = known.parts({"step2_ck": scores}, {})["step2_ck"]
    for n in (0, 3, 50):
        above, below = float(slope.centre[n]), float(slope.centre[n] - slope.difference[n] * slope.sd)
        wide = slope.sd * slope.spread[n]
        exact = -((scores - above) / slope.sd) ** 2 / 2 + ((scores - below) / wide) ** 2 / 2
        turn = (wide**2 * above - slope.sd**2 * below) / (wide**2 - slope.sd**2)
        inside = scores < turn if slope.spread[n] > 1 else scores > turn
        if inside.all():
            assert np.diff(parts[n]) == pytest.approx(np.diff(exact), abs=1e-9)


@pytest.mark.covers("D9")
@pytest.mark.parametrize(("specialty", "kind"), [("internal_medicine", IMG), ("obstetrics_gynecology", IMG),
                                                 ("dermatology", MD), ("neurology", ApplicantType.US_IMG),
                                                 ("general_surgery", ApplicantType.US_MD_GRADUATE)])
def test_the_average_over_people_drawn_from_the_population_is_the_rate(specialty, kind):
    """People drawn here, one by one as a user would enter them, with every input or some of them."""
    model = model_of(specialty, kind)
    rng = np.random.default_rng(5)
    n = 8000
    matched = rng.random(n) < model.rate
    draw = np.stack([s.difference for s in model.slopes], axis=1)[0]
    joint = correlations(tuple(s.measure for s in model.slopes))[0]
    noise = rng.multivariate_normal(np.zeros(len(draw)), joint, n)
    measures = {}
    for k, slope in enumerate(model.slopes):
        above, below = (float(c[0]) for c in slope.centres(model.rates))
        z = np.where(matched, above, below) + noise[:, k] * np.where(matched, 1.0, slope.spread[0])
        scaled = slope.centre[0] + z * slope.sd
        measures[slope.measure] = np.expm1(scaled) if slope.scaled(np.array(3.0)) != 3.0 and slope.sd < 3 and (
            slope.measure not in ("phd", "graduate_degree")) else scaled
    others = {a.name: a.least[rng.choice(a.least.size, n, p=a.share)] for a in model.adjusters}
    some = dict(list(measures.items())[:1])
    for given, adjusted in ((measures, others), (some, {}), (some, others), ({}, others)):
        chances = model.certified_many(given, adjusted)[:, 0]
        assert chances.mean() == pytest.approx(model.rate, abs=0.012)


def test_an_unknown_adjuster_changes_nothing():
    model = model_of("pediatrics", IMG)
    bare = model.certified(Inputs({"step2_ck": 240.0}))
    asked = model.certified_many({"step2_ck": np.array([240.0])}, {"needs_visa": np.array([np.nan])})
    assert np.array_equal(bare, asked[0])
    assert np.allclose(model.certified(Inputs()), model.rates)


def test_many_people_at_once_are_each_as_one_alone():
    model = model_of("neurology", IMG)
    scores, papers = np.array([230.0, 250.0, np.nan]), np.array([1.0, np.nan, 4.0])
    many = model.certified_many({"step2_ck": scores, "publications": papers, "shoe_size": scores}, {})
    for row, (score, count) in enumerate(zip(scores, papers, strict=True)):
        known = {k: v for k, v in (("step2_ck", score), ("publications", count)) if not np.isnan(v)}
        assert many[row] == pytest.approx(model.certified(Inputs(known)))
    assert many.shape == (3, DRAWS)


@pytest.mark.covers("R7")
@pytest.mark.parametrize(("specialty", "kind"), [("internal_medicine", IMG), ("dermatology", IMG),
                                                 ("orthopaedic_surgery", MD),
                                                 ("neurology", ApplicantType.US_DO_SENIOR)])
def test_contributions_add_up_to_the_difference_from_the_typical_matched_applicant(specialty, kind):
    model = model_of(specialty, kind)
    inputs = Inputs({"step2_ck": 244.0, "publications": 1.0, "outputs": 2.0},
                    {"needs_visa": 1.0, "failed_attempts": 1.0, "us_letters": 0.0, "earlier_matches": 0.0})
    found = contributions(model, inputs)
    usual = typical(model, inputs)
    assert usual.value is not None
    total = float(model.certified(inputs)[0]) - usual.value
    assert sum(c.points for c in found) == pytest.approx(total, abs=1e-4)
    assert {c.key for c in found} == set(model.used(inputs))
    by_key = {c.key: c.points for c in found}
    assert by_key["failed_attempts"] < 0 and by_key["step2_ck"] < 0


def test_unknown_inputs_name_what_is_open_and_how_much_it_matters():
    model = model_of("internal_medicine", IMG)
    inputs = Inputs({"publications": 2.0})
    found = {u.key: u for u in unknown_inputs(model, inputs)}
    assert set(found) == set(model.names) - {"publications"}
    chance = float(model.certified(inputs)[0])
    assert found["step2_ck"].low < chance < found["step2_ck"].high
    assert found["failed_attempts"].low < found["failed_attempts"].high
    assert list(found) == sorted(found, key=lambda k: found[k].low - found[k].high)
    assert contributions(model, Inputs()) == ()


def test_nothing_is_claimed_beyond_the_published_scores():
    """The central value ends where the published scores do, and the interval opens on the side away from them."""
    model = model_of("internal_medicine", IMG)
    known = charting().moments("internal_medicine", IMG, "step2_ck")
    assert known is not None
    most = max(known.matched.high, known.not_matched.high)
    least = min(known.matched.low, known.not_matched.low)
    scores = (least - 60, least - 20, least, most - 2, most, most + 15)
    at = {x: model.certified(Inputs({"step2_ck": x})) for x in scores}
    assert at[most - 2][0] < at[most][0] == at[most + 15][0]
    assert at[least][0] == at[least - 20][0] == at[least - 60][0]
    low, high = ({x: float(np.quantile(v, q)) for x, v in at.items()} for q in (0.05, 0.95))
    assert high[most + 15] > high[most] + 0.005 and low[most + 15] >= low[most]
    assert low[least - 60] < low[least - 20] < low[least] - 0.01 and high[least - 20] <= high[least]
    half = np.mean(at[least - 20] < at[least])
    assert 0.4 < half < 0.6


def test_a_count_beyond_the_published_is_less_sure_and_none_ends_absurdly():
    model = model_of("neurology", IMG)
    end = next(s.high for s in model.slopes if s.measure == "presentations")
    inside, beyond = (model.certified(Inputs({"presentations": x})) for x in (end, 6 * end))
    assert inside[0] == beyond[0]
    assert np.quantile(beyond, 0.95) > np.quantile(inside, 0.95)
    most = {}
    for specialty in charting().specialties:
        for measure in ("publications", "abstracts", "presentations", "research", "volunteer"):
            known = charting().moments(specialty, IMG, measure)
            highs = [] if known is None else [g.high for g in (known.matched, known.not_matched) if g.high is not None]
            most[measure] = max([most.get(measure, 0.0), *highs])
    for specialty in charting().specialties:
        for slope in model_of(specialty, IMG).slopes if specialty_model(specialty, IMG) else ():
            assert slope.high <= most.get(slope.measure, np.inf)


def test_where_one_group_is_suppressed_the_end_of_the_other_holds():
    """In Orthopaedic Surgery only not matched scores are published, at most 257: 261 cannot tell us more."""
    model = model_of("orthopaedic_surgery", IMG)
    at = [model.certified(Inputs({"step2_ck": x}))[0] for x in (250.0, 257.0, 261.0, 300.0)]
    assert at[0] < at[1] == at[2] == at[3]


def test_rates_can_be_those_of_another_population():
    model = model_of("internal_medicine", IMG)
    half = model.with_rates(model.rates / 2)
    inputs = Inputs({"step2_ck": 250.0})
    assert (half.certified(inputs) < model.certified(inputs)).all()
    assert np.allclose(half.certified(Inputs()), model.rates / 2)


def test_types_without_counts_are_borrowed_wide_and_said_to_be_judged():
    graduate, senior = model_of("internal_medicine", ApplicantType.US_MD_GRADUATE), model_of("internal_medicine", MD)
    assert graduate.matched is None and graduate.total is None
    assert graduate.grade.value == "judged" and "judged" in graduate.population
    assert graduate.rate < senior.rate - 0.1
    assert np.ptp(np.quantile(graduate.rates, (0.05, 0.95))) > 4 * np.ptp(np.quantile(senior.rates, (0.05, 0.95)))
    assert specialty_model("ophthalmology", MD) is None


def test_pools_follow_learn_pool():
    pairs = [(5, 30), (15, 58), (5, 22), (7, 17)]
    made = base_rates.pool_from(base_rates.pool_credits(pairs).sum(axis=1))
    assert made.weight == pytest.approx(learn_pool(pairs).weight)


def test_random_effects_find_the_spread_they_were_made_with():
    rng = np.random.default_rng(3)
    cells = [Observed(float(rng.normal(0.4, 0.25) + rng.normal(0, 0.1)), 0.1, "general") for _ in range(400)]
    effects = pooled(cells)
    assert effects.mean == pytest.approx(0.4, abs=0.04)
    assert effects.between == pytest.approx(0.25, abs=0.03)
    held = [abs(miss) <= 1.645 * sd for miss, sd in left_out(cells[:60])]
    assert 0.8 <= np.mean(held) <= 0.98


def test_pools_are_told_apart_only_by_data():
    alike = [Observed(0.3 + 0.01 * n, 0.1, pool) for n, pool in enumerate(("general",) * 4 + ("competitive",) * 4)]
    assert pools(alike)["general"] == pools(alike)["competitive"]
    apart_pools = pools([*alike[:4], *(Observed(1.5, 0.1, "competitive") for _ in range(4))])
    assert apart_pools["competitive"].mean == pytest.approx(1.5)
    one = pools([*alike[:4], Observed(1.5, 0.1, "competitive")])
    assert one["general"] == one["competitive"]


def test_groups_stand_where_their_quartiles_do():
    counts = place(Group(n=100, mean=60.0, sd=300.0, q1=1.0, median=3.0, q3=7.0), Scale.COUNT)
    assert counts is not None and counts.centre == pytest.approx(np.log([2, 4, 8]).mean())
    above = place(Group(n=400, mean=250.0, sd=14.0), Scale.SCORE)
    below = place(Group(n=100, median=243.0), Scale.SCORE, like=14.0)
    found = apart(above, below)
    assert found is not None and found.difference == pytest.approx(0.5)
    assert 0.1 < found.error < 0.2
    assert place(Group(n=3), Scale.SCORE) is None
    even = means_apart(5.0, 5.0, 100, 50, 0.9)
    assert even.difference == 0.0 and even.error > np.sqrt(1 / 100 + 1 / 50)


def test_an_intercept_is_solved_even_where_effects_are_extreme():
    model = model_of("family_medicine", MD)
    known = know(model.slopes, model.adjusters, np.full(DRAWS, 0.97))
    assert np.isfinite(known.intercept).all()
    assert expit(known.intercept).max() <= 1.0


def test_random_effects_are_the_weighted_mean_at_the_spread_found():
    cells = [Observed(d, e, "general") for d, e in ((0.5, 0.1), (0.2, 0.2), (0.45, 0.15), (0.9, 0.3))]
    effects = pooled(cells)
    weights = [1 / (c.error**2 + effects.between**2) for c in cells]
    mean = sum(w * c.difference for w, c in zip(weights, cells, strict=True)) / sum(weights)
    assert effects.mean == pytest.approx(mean)
    own, error = effects.shrink(0.9, 0.3)
    assert effects.mean < own < 0.9
    assert error < 0.3


def test_scores_move_the_chance_of_us_md_seniors():
    low, high = (model_of("dermatology", MD).certified(Inputs({"step2_ck": x}))[0] for x in (240.0, 270.0))
    assert high > low + 0.1
