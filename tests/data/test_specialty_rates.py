"""Rates that are borrowed and rates that move from season to season, against the published totals."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from smartpick.domain.applicant import ApplicantType
from smartpick.facts.fits import load_fit
from smartpick.facts.outcomes import charting, national
from smartpick.odds.proof import base_rates as proof
from smartpick.odds.rates import expit, logit
from smartpick.odds.specialty import base_rates, drift
from smartpick.odds.specialty.model import specialty_model
from tools import fit_chances

MD, DO, SENIOR = ApplicantType.US_MD_GRADUATE, ApplicantType.US_DO_GRADUATE, ApplicantType.US_MD_SENIOR
FIRST_CHOICE = 0.85  # of positions filled, as published of non-US IMGs


@pytest.mark.covers("D9")
@pytest.mark.parametrize(("kind", "people"), [(MD, 1751), (DO, 630)])
def test_graduates_rates_imply_as_many_people_as_certified_lists(kind, people):
    """Positions filled in 2026 over the shown rate, summed by hand over every specialty of seniors' first choice."""
    total = 0.0
    for specialty in charting().specialties:
        model = specialty_model(specialty, kind)
        filled = national().filled(specialty, kind, None, 2026)
        if model is not None and filled:
            total += FIRST_CHOICE * filled / model.rate
    assert total == pytest.approx(people, rel=0.05)


def test_a_competitive_specialty_is_not_counted_twice():
    """78 US MD graduates filled Dermatology in 2026; a rate of 10 % would want 740 of all 1,751 to have ranked it."""
    model = specialty_model("dermatology", MD)
    assert model is not None
    assert 0.2 < model.rate < 0.35
    low, high = np.quantile(model.rates, (0.05, 0.95))
    assert high - low > 0.3
    assert model.grade.value == "judged" and model.total is None


def test_counts_of_all_who_ranked_it_are_not_shifted():
    model, senior = (specialty_model("preliminary_medicine", k) for k in (MD, SENIOR))
    assert model is not None and senior is not None
    assert model.rate == pytest.approx(senior.rate, abs=1e-6)
    assert "ranked it at all" in model.population and model.grade.value == "judged"


def test_a_check_of_borrowed_rates_can_fail(monkeypatch):
    monkeypatch.setattr(proof, "GRADUATES", (MD,))
    monkeypatch.setattr(proof, "implied", lambda kind: 3935.0)  # what the rates implied before
    assert proof._borrowed().passed is False


def test_the_drift_is_found_again_in_counts_made_with_it(monkeypatch):
    rng = np.random.default_rng(4)
    made = []
    for _ in range(300):
        at = rng.normal(1.0, 1.0)
        counts = charting().counts("dermatology", SENIOR)
        assert counts is not None
        pair = [replace(counts, year=year, matched=int(k), not_matched=400 - int(k))
                for year, k in ((2024, rng.binomial(400, expit(at))),
                                (2026, rng.binomial(400, expit(at + rng.normal(0, 0.3)))))]
        made.append(drift.Twice("dermatology", SENIOR, *pair))
    monkeypatch.setattr(drift, "counted_twice", lambda: tuple(made))
    assert drift.apart() == pytest.approx(0.3, abs=0.05)
    assert drift.season_drift() == pytest.approx(drift.apart() / np.sqrt(2))


def test_rates_are_as_wide_as_counts_and_drift_together():
    """A type with one edition of scores: binomial noise, shrinkage aside, and a season's drift."""
    model = specialty_model("internal_medicine", ApplicantType.NON_US_IMG)
    assert model is not None and model.total is not None
    noise = 1 / np.sqrt(model.total * model.rate * (1 - model.rate))
    expected = np.hypot(noise, float(load_fit("specialty")["season_drift"][0]))
    assert np.std(logit(model.rates)) == pytest.approx(expected, rel=0.1)
    assert model.rate == pytest.approx(base_rates.central("internal_medicine", ApplicantType.NON_US_IMG), abs=1e-6)


def test_the_edition_before_is_held_by_the_drift_and_not_without_it():
    with_drift = proof._held_before(drift.season_drift() * np.sqrt(2))
    assert sum(proof._held_before(0.0)) < sum(with_drift)
    assert proof._editions().passed


def test_changed_code_is_told(monkeypatch):
    monkeypatch.setattr(fit_chances, "code", lambda: fit_chances.inputs())
    assert any("code of the fit changed" in said for said in fit_chances.differs())
    assert "odds/shared.py" in load_fit("specialty").meta["code"]
