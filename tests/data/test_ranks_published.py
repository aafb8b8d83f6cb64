"""The shipped ranks curve against the published table: means come back, and it ends where the figures end."""

from __future__ import annotations

import numpy as np
import pytest

from smartpick.domain.applicant import ApplicantType
from smartpick.domain.chance import Grade
from smartpick.facts.fits import hash_files, load_fit
from smartpick.odds.ranks import NOT_PUBLISHED, chance_by_ranks, ranks_curve, why_no_curve
from smartpick.odds.season import DRAWS
from tools import fit_ranks

IMG = ApplicantType.NON_US_IMG
LONGEST = {"internal_medicine": 44, "pediatrics": 31, "anesthesiology": 21, "dermatology": 14, "vascular_surgery": 3}
SUPPRESSED = ("dermatology", "orthopaedic_surgery", "otolaryngology", "plastic_surgery", "vascular_surgery",
              "thoracic_surgery", "preventive_medicine")


def width(specialty: str, ranks: float) -> float:
    low, high = np.quantile(chance_by_ranks(specialty, IMG, np.array([ranks]))[:, 0], [0.05, 0.95])
    return float(high - low)


@pytest.mark.parametrize(("specialty", "matched", "not_matched"), [
    ("internal_medicine", 6.1, 2.5), ("family_medicine", 5.4, 1.9), ("pediatrics", 7.6, 1.7),
    ("general_surgery", 3.7, 2.2), ("pathology", 8.2, 3.6), ("psychiatry", 5.8, 2.6), ("neurology", 6.8, 3.0),
])
def test_published_mean_ranks_come_back(specialty: str, matched: float, not_matched: float) -> None:
    fit = load_fit("ranks")
    index = [row["id"] for row in fit.meta["specialties"]].index(specialty)
    k = np.arange(1.0, 121)
    shape, scale, start, slope, top = (fit[n][index, 0] for n in ("shape", "scale", "start", "slope", "ceiling"))
    people = k ** (shape - 1) * np.exp(-k / scale)
    match = top / (1 + np.exp(-start - slope * np.log(k)))
    assert np.average(k, weights=people * match) == pytest.approx(matched, rel=0.10)
    assert np.average(k, weights=people * (1 - match)) == pytest.approx(not_matched, rel=0.10)


@pytest.mark.parametrize(("specialty", "longest"), LONGEST.items())
def test_a_curve_ends_at_the_largest_published_number_of_ranks(specialty: str, longest: int) -> None:
    curve = ranks_curve(specialty, IMG)
    assert curve is not None
    assert [p.ranks for p in curve.points] == list(range(1, longest + 1))
    held = chance_by_ranks(specialty, IMG, np.array([longest, longest + 1.0, 300.0]))
    assert (held == held[:, :1]).all(), "nothing is claimed beyond it"


def test_every_curve_rises_with_a_band_around_it_and_says_it_is_an_association() -> None:
    for row in load_fit("ranks").meta["specialties"]:
        curve = ranks_curve(row["id"], IMG)
        assert curve is not None
        values = [p.chance.value for p in curve.points]
        assert values == sorted(values)
        assert all(p.chance.low <= p.chance.value <= p.chance.high for p in curve.points)
        assert "association" in curve.notes[0]
        assert chance_by_ranks(row["id"], IMG, np.array([1.0, 2.0])).shape == (DRAWS, 2)


@pytest.mark.parametrize("specialty", SUPPRESSED)
def test_suppressed_specialties_say_so_and_are_wider(specialty: str) -> None:
    curve = ranks_curve(specialty, IMG)
    assert curve is not None
    assert curve.pooled
    assert curve.points[0].chance.grade is Grade.JUDGED
    assert any("suppressed" in note and "sister specialties" in note for note in curve.notes)
    assert width(specialty, 3) > 1.5 * width("internal_medicine", 3)


def test_published_specialties_are_not_called_pooled() -> None:
    curve = ranks_curve("internal_medicine", IMG)
    assert curve is not None
    assert not curve.pooled
    assert curve.points[0].chance.grade is Grade.DERIVED
    assert curve.points[0].chance.year == 2026
    assert "nrmp-charting-non-us-img-2026" in curve.sources


def test_general_surgery_has_a_low_ceiling() -> None:
    """More than half of its interviews for non-US IMGs are for preliminary seats."""
    long_lists = chance_by_ranks("general_surgery", IMG, np.array([20.0]))[0, 0]
    assert long_lists < 0.75
    assert chance_by_ranks("internal_medicine", IMG, np.array([20.0]))[0, 0] > 0.9


@pytest.mark.parametrize("kind", [k for k in ApplicantType if k is not IMG])
def test_other_types_have_no_curve_and_a_sentence_why(kind: ApplicantType) -> None:
    assert ranks_curve("internal_medicine", kind) is None
    assert why_no_curve("internal_medicine", kind) == NOT_PUBLISHED
    with pytest.raises(LookupError, match="number of ranks"):
        chance_by_ranks("internal_medicine", kind, np.array([3.0]))


def test_a_specialty_without_figures_has_no_curve() -> None:
    assert ranks_curve("urology", IMG) is None
    assert "No figures" in (why_no_curve("urology", IMG) or "")
    assert why_no_curve("internal_medicine", IMG) is None


@pytest.mark.parametrize("bad", [0.0, -1.0, 0.5, float("nan")])
def test_fewer_than_one_rank_is_refused(bad: float) -> None:
    with pytest.raises(ValueError, match="at least one rank"):
        chance_by_ranks("internal_medicine", IMG, np.array([bad]))


def test_the_fit_belongs_to_the_shipped_data_and_code() -> None:
    meta = load_fit("ranks").meta
    assert meta["data_hash"] == hash_files(fit_ranks.inputs()), f"Fit again: {meta['command']}"
    assert meta["code_hash"] == hash_files(fit_ranks.code()), f"Fit again: {meta['command']}"
    assert meta["split_r_hat"] <= 1.05
