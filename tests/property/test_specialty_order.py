"""Order in the specialty chance: what helps never lowers it, and whatever is entered gives a chance."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from smartpick.domain.applicant import ApplicantType
from smartpick.facts.fits import load_fit
from smartpick.odds.specialty.inputs import Inputs
from smartpick.odds.specialty.model import SpecialtyModel, specialty_model
from smartpick.odds.specialty.slopes import LABELS

ROWS = sorted((str(s), str(t)) for t, s in load_fit("specialty")["rate"])
HELPS = ("us_experience", "us_letters", "research_months")
values = st.fixed_dictionaries({}, optional={
    "step2_ck": st.floats(180, 300), "publications": st.integers(0, 60), "abstracts": st.integers(0, 60),
    "presentations": st.integers(0, 60), "outputs": st.integers(0, 120), "research": st.integers(0, 40),
    "volunteer": st.integers(0, 30), "phd": st.integers(0, 1), "graduate_degree": st.integers(0, 1)})
others = st.fixed_dictionaries({}, optional={
    "needs_visa": st.integers(0, 1), "failed_attempts": st.integers(0, 4), "years_since_graduation": st.floats(0, 25),
    "us_experience": st.integers(0, 3), "us_letters": st.integers(0, 5), "research_months": st.floats(0, 60),
    "earlier_matches": st.integers(0, 3)})


def model_at(row: tuple[str, str]) -> SpecialtyModel:
    model = specialty_model(row[0], ApplicantType(row[1]))
    assert model is not None
    return model


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(ROWS), values, others, st.floats(0, 40))
def test_more_of_a_measure_never_lowers_the_chance(row, measures, adjusters, more):
    model = model_at(row)
    before = model.certified(Inputs(measures, adjusters))
    assert ((before >= 0) & (before <= 1)).all()
    for name in measures:
        after = model.certified(Inputs({**measures, name: measures[name] + more}, adjusters))
        assert (after >= before - 1e-12).all(), name


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(ROWS), values, others, st.integers(1, 8))
def test_better_and_worse_bands_move_the_chance_the_right_way(row, measures, adjusters, more):
    model = model_at(row)
    before = model.certified(Inputs(measures, adjusters))
    for name in adjusters:
        after = model.certified(Inputs(measures, {**adjusters, name: adjusters[name] + more}))
        sign = 1 if name in HELPS else -1
        assert (sign * (after - before) >= -1e-12).all(), name


@settings(max_examples=40, deadline=None)
@given(st.sampled_from([r for r in ROWS if r[1] == "non_us_img"]), values)
def test_needing_a_visa_never_raises_the_chance(row, measures):
    model = model_at(row)
    without, needing = (model.certified(Inputs(measures, {"needs_visa": v})) for v in (0.0, 1.0))
    assert (needing <= without).all()


@settings(max_examples=40, deadline=None)
@given(st.sampled_from(ROWS), st.dictionaries(st.sampled_from(sorted(LABELS)),
                                              st.floats(-1e9, 1e9) | st.just(float("inf")) | st.just(float("nan"))))
def test_absurd_values_give_a_chance_all_the_same(row, measures):
    drawn = model_at(row).certified(Inputs(measures))
    assert np.isfinite(drawn).all()
    assert ((drawn >= 0) & (drawn <= 1)).all()


@pytest.mark.parametrize("specialty", ["family_medicine", "internal_medicine_pediatrics", "dermatology"])
def test_a_score_never_counts_against_where_the_data_say_nothing(specialty):
    model = model_at((specialty, "non_us_img"))
    low, high = (model.certified(Inputs({"step2_ck": x})) for x in (225.0, 260.0))
    assert (high >= low).all()
