"""The shipped fit of the specialty chance is that of the shipped data, small, and passes its own checks."""

from __future__ import annotations

import time

import numpy as np
import pytest

from benchmarks import chances
from benchmarks.timing import measure
from smartpick.domain.applicant import ApplicantType
from smartpick.facts import load_facts
from smartpick.facts.fits import FITS, hash_files, load_fit
from smartpick.odds.proof import specialty as proof
from smartpick.odds.rates import expit
from smartpick.odds.specialty.adjusters import ADJUSTERS, adjusters
from smartpick.odds.specialty.inputs import Inputs
from smartpick.odds.specialty.known import population_lifts
from smartpick.odds.specialty.model import specialty_model
from tools import fit_chances

PROOF_SECONDS, SLACK = 5.0, 3  # wall-clock bounds fail here at three times their value


def test_the_shipped_fit_is_made_from_the_shipped_data():
    assert load_fit("specialty").meta["data_hash"] == hash_files(fit_chances.inputs()), (
        f"run {fit_chances.COMMAND}")


@pytest.mark.slow
def test_a_new_fit_gives_the_shipped_numbers():
    assert fit_chances.differs() == []


def test_the_fit_is_small():
    assert (FITS / "specialty.npz").stat().st_size < 400_000


def test_every_check_of_rates_and_slopes_holds():
    began = time.perf_counter()
    found = proof.checks()
    assert time.perf_counter() - began < SLACK * PROOF_SECONDS
    assert [c.key for c in found if c.passed is False] == []
    by_key = {c.key: c for c in found}
    assert by_key["slopes.left_out.coverage"].measured.endswith("of 300")
    alone, beside = by_key["order.held.step2_ck"].measured.split("; ")
    assert "Family Medicine (non_us_img)" in beside and "Family Medicine" not in alone


def test_a_score_is_listed_as_held_exactly_where_it_moves_nothing():
    """What the check lists, found again from the chances of two people alike but for the score."""
    listed = proof._binding("step2_ck").measured.split("; ")[1]
    papers = {"publications": 2.0, "abstracts": 1.0, "presentations": 1.0, "outputs": 4.0}
    for specialty in ("family_medicine", "internal_medicine", "pediatrics", "neurology"):
        model = specialty_model(specialty, ApplicantType.NON_US_IMG)
        assert model is not None
        low, high = (model.certified(Inputs({"step2_ck": x, **papers}))[0] for x in (225.0, 262.0))
        assert (high == low) == (proof._name(model) in listed)


def test_a_check_can_fail():
    """With the spread between specialties taken away the intervals are too narrow, and the check says so."""
    rows = proof._left_out((ApplicantType.NON_US_IMG,))
    narrow = [abs(miss) <= 0.5 * spread for miss, spread, _ in rows]
    check = proof.coverage("x", proof.ProofGroup.SLOPES, "x", narrow, proof.CELLS)
    assert check.passed is False


def test_a_thousand_profiles_with_mixed_inputs_are_scored_in_a_second():
    people = chances.people()
    patterns = np.unique(np.isnan(np.stack(list(people.values()))), axis=1).shape[1]
    assert patterns > 700
    timing = measure("mixed", chances.thousand_people, runs=2, warm_ups=0)
    assert min(timing.seconds) < SLACK * chances.PEOPLE_BOUND
    assert chances.thousand_people().shape == (1000, 200)


def test_the_average_is_the_rate_on_every_draw_and_many_patterns():
    """A fresh random population, types with and without curved scores, some inputs known at random."""
    rng = np.random.default_rng(8)
    worst = 0.0
    for specialty, kind in (("internal_medicine", "non_us_img"), ("anesthesiology", "us_do_senior"),
                            ("emergency_medicine", "us_md_graduate"), ("orthopaedic_surgery", "us_md_senior"),
                            ("dermatology", "us_img"), ("transitional_year", "us_md_graduate")):
        model = specialty_model(specialty, ApplicantType(kind))
        assert model is not None
        for share in (0.3, 0.6, 0.9):
            known = model.known(tuple(n for n in model.names if rng.random() < share) or model.names)
            lifts, weights = population_lifts(known, 2000, 3)
            average = (weights * expit(known.intercept[:, None] + lifts)).sum(axis=1)
            worst = max(worst, float(np.abs(average - known.rates).max()))
    assert worst < 0.01


@pytest.mark.parametrize("kind", list(ApplicantType))
def test_shares_of_bands_add_up_and_every_adjuster_has_a_source(kind):
    for specialty in ("internal_medicine", "dermatology"):
        for adjuster in adjusters(specialty, kind):
            assert adjuster.share.sum() == pytest.approx(1.0)
            assert (adjuster.share >= 0).all() and adjuster.sources
            assert adjuster.name in ADJUSTERS
    assert (len(adjusters("dermatology", kind)) > 3) == kind.is_img


def test_the_share_in_need_of_a_visa_follows_from_the_published_rates():
    visa = next(a for a in adjusters("pediatrics", ApplicantType.NON_US_IMG) if a.name == "needs_visa")
    facts = load_facts()
    rates = [facts.get("match.match_rate_by_visa", v).number for v in ("none", "visa")]
    assert float(visa.share @ rates) == pytest.approx(facts.get("match.match_rate", "non_us_img", year=2026).number)


@pytest.mark.covers("D9")
def test_orthopaedic_surgery_by_score_for_us_md_seniors():
    """Published 2026: 72% of those who ranked it first; matched 259 (250 to 266), not matched 251."""
    model = specialty_model("orthopaedic_surgery", ApplicantType.US_MD_SENIOR)
    assert model is not None
    scores = np.arange(215.0, 276.0)
    drawn = model.certified_many({"step2_ck": scores}, {})
    low, high = np.quantile(drawn, (0.05, 0.95), axis=1)
    assert np.median(high - low) <= 0.20
    assert np.median(high - low) >= 0.10  # two editions and an unpublished spread are not known that well
    assert (np.diff(drawn, axis=0) >= -1e-12).all()
    centre = drawn[scores.tolist().index(256.0), 0]
    assert 0.68 < centre < 0.80
    assert abs(model.certified(Inputs())[0] - 628 / 873) < 0.01


def test_types_borrow_what_they_lack():
    us_img = specialty_model("internal_medicine", ApplicantType.US_IMG)
    non_us = specialty_model("internal_medicine", ApplicantType.NON_US_IMG)
    assert us_img is not None and non_us is not None
    own, borrowed = (next(s for s in m.slopes if s.measure == "step2_ck") for m in (non_us, us_img))
    assert borrowed.centre[0] - own.centre[0] == pytest.approx(236 - 245)
    assert borrowed.difference.std() > own.difference.std()
    assert own.own and not borrowed.own
    assert not specialty_model("dermatology", ApplicantType.NON_US_IMG).slopes[0].own  # suppressed: its pool's
