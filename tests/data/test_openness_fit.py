"""The shipped fit of openness: its inputs, what it holds, its figures, and published fills returned."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from smartpick.domain.program import TrackKind
from smartpick.domain.proof import ProofBasis
from smartpick.facts.directory import directory
from smartpick.facts.fits import load_fit
from smartpick.odds.openness.estimate import all_values, openness
from smartpick.odds.openness.features import program_features
from smartpick.odds.openness.latent import model
from smartpick.odds.openness.state import ANY_IMG, national_share, state_share
from smartpick.odds.proof.openness import LEAST_AUC, LEAST_AUC_SISTERS, MOST_BRIER, checks
from tools.fit_openness import COMMAND, SHIPPED, hash_files
from tools.openness_checks import auc, line

REPORTED = Path(__file__).parents[3] / "shared" / "data" / "reported_train.csv"


def test_the_fit_was_made_from_the_shipped_tables() -> None:
    assert load_fit("openness").meta["data_hash"] == hash_files(SHIPPED), f"fit again: {COMMAND}"


def test_nothing_of_a_program_or_an_institution_is_shipped() -> None:
    fit = load_fit("openness")
    many = {directory().program_columns.program_id.size, len(directory().institutions), fit.meta["programs"],
            fit.meta["institutions"]}
    for name, array in fit.arrays.items():
        assert not many & set(array.shape), name
        assert max(array.shape, default=0) < 200, name
    names = set(fit["names"].tolist())
    assert not names & {"setting_class", "step2_min"}
    assert not {key for key in names if "visa" in key or "reported" in key}


def test_links_of_the_tree_have_one_sign() -> None:
    fitted = model()
    assert (fitted.loading > 0).all()
    assert (fitted.loading < 1).all()
    assert fitted.chain > 0
    assert (fitted.threshold[:, 1] > 0).all()
    assert (fitted.exceptions < 0.1).all()


@pytest.mark.parametrize("case", LEAST_AUC)
def test_stored_figures_meet_the_bounds(case: str) -> None:
    figures = load_fit("openness").meta["figures"]["left_out"]
    f = figures[case]
    assert f["auc_high"] >= LEAST_AUC[case]
    assert f["brier"] <= MOST_BRIER[case]
    assert 0.85 <= f["slope"] <= 1.15
    assert abs(f["level"]) <= 0.15
    assert f["calibration_error"] <= 0.04
    for decile in f["deciles"]:
        assert abs(decile["observed"] - decile["predicted"]) <= max(0.05, 2 * decile["error"])
    if case in LEAST_AUC_SISTERS:
        sisters = figures[f"{case}_with_sisters"]
        assert sisters["auc_high"] >= LEAST_AUC_SISTERS[case]
        assert sisters["auc"] > f["auc"]
        assert sisters["brier"] < f["brier"]


def test_every_check_of_the_model_card_holds() -> None:
    found = checks()
    assert {c.basis for c in found} == {ProofBasis.RUN, ProofBasis.FIT}
    assert not [c.key for c in found if c.passed is False]
    assert all(c.command for c in found if c.basis is ProofBasis.FIT)
    assert len({c.key for c in found}) == len(found)


@pytest.mark.parametrize(("specialty", "kind", "types"), [
    ("internal_medicine", TrackKind.CATEGORICAL, ("non_us_img",)),
    ("family_medicine", TrackKind.CATEGORICAL, ANY_IMG),
    ("diagnostic_radiology", TrackKind.ADVANCED, ("non_us_img",)),
    ("general_surgery", TrackKind.PRELIMINARY, ("us_img",)),
])
def test_programs_add_up_to_the_published_fills(specialty: str, kind: TrackKind, types: tuple[str, ...]) -> None:
    found = openness(specialty, (kind,), types)
    filled = np.array([sum(t.filled_2026 or 0 for t in p.tracks if t.kind is kind) for p in found.programs])
    assert found.share @ filled / filled.sum() == pytest.approx(national_share(specialty, kind, types), abs=0.004)


def test_other_types_keep_the_share_of_their_state() -> None:
    kinds = (TrackKind.CATEGORICAL,)
    found = openness("general_surgery", kinds, ("us_md_senior",))
    high, low = (state_share(s, "general_surgery", kinds[0], ("us_md_senior",)).estimate for s in ("MA", "MI"))
    by_state = {p.state: share for p, share in zip(found.programs, found.share, strict=True)}
    assert high > low
    assert by_state["MA"] > by_state["MI"]


def test_a_program_of_an_unknown_place_and_one_without_seats_have_values() -> None:
    columns = directory().program_columns
    odd = (columns.state == "") | (columns.specialty == "urology")
    assert odd.any()
    for values in all_values().by_name.values():
        assert np.isfinite(values.value).all()
        assert (values.high[odd] > values.low[odd]).all()


def test_own_seats_can_be_taken_out_of_the_state_cell() -> None:
    with_own, without = program_features(), program_features(own=False)
    column = with_own.names.index("state_non_us_img")
    here, less = with_own.values[:, column], without.values[:, column]
    one_kind = with_own.specialty == "dermatology"  # no seats pooled, so the share stays and says less
    alone = one_kind & (with_own.state == "NM")
    assert alone.sum() == 1
    assert here[alone] != 0
    assert less[alone] == 0
    assert np.abs(less).mean() < np.abs(here).mean()


def test_figures_of_calibration_are_right_on_a_case_by_hand() -> None:
    assert auc(np.array([0.1, 0.4, 0.35, 0.8]), np.array([0.0, 0.0, 1.0, 1.0])) == 0.75
    assert auc(np.full(4, 0.5), np.array([0.0, 1.0, 0.0, 1.0])) == 0.5
    rng = np.random.default_rng(1)
    chance = rng.uniform(0.05, 0.95, 40_000)
    slope, level, intercept = line(chance, (rng.random(chance.size) < chance).astype(float))
    assert (slope, level, intercept) == pytest.approx((1.0, 0.0, 0.0), abs=0.05)


@pytest.mark.skipif(not REPORTED.exists(), reason="the reports may not be shipped; they lie beside the project only")
def test_shipped_coefficients_rank_the_reports() -> None:
    """On the institutions it was fitted on, so no substitute for the figures of institutions left out."""
    from tools.openness_checks import outcomes, predicted, tested
    from tools.openness_reports import read_reports

    features = program_features()
    reports = read_reports(REPORTED, features)
    chance, truth = predicted(model(), features, reports.row), outcomes(reports)
    for number, least in enumerate((0.79, 0.65, 0.80, 0.84)):
        pairs = tested(chance[number], truth[number], reports.institution)
        assert auc(pairs.chance, pairs.truth) >= least
