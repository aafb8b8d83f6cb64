"""Fits how open programs are to what programs reported, and ships coefficients, variances and pooled figures.

    python -m tools.fit_openness REPORTED.csv [--quick]

REPORTED.csv (columns acgme_id, visa_j1, visa_h1b, visa_year, pct_img, pct_non_us_img_2021, composition_year)
may not be redistributed: no row and no value of a program or institution leaves this tool. Figures are those of
institutions left out of fit and calibration; they stand in data/fits/openness.json for `smartpick validate`.
"""

from __future__ import annotations

import argparse
import hashlib
import time
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from smartpick.facts.fits import FITS, hash_files, write_fit
from smartpick.odds.openness.features import Features, program_features
from smartpick.odds.openness.latent import NAME, Model
from smartpick.settings import DATA
from tools.openness_checks import CASES, newer, older, outcomes, predicted, tested, with_sisters
from tools.openness_fitting import Effort, fit, folds
from tools.openness_reports import Reports, read_reports

Array = NDArray[np.float64]
COMMAND = "python -m tools.fit_openness REPORTED.csv"
FITTED = "2026-11-22"
SEED, FOLDS, FOLDS_NEWER = 20261122, 10, 5
REPEATS = 2  # divisions into folds whose left-out predictions are averaged, as the long final fit averages its draws
OLD, NEW = 2021.0, 2025.0
ROOT = Path(__file__).parents[1]
SHIPPED = [DATA / "directory" / f"{name}.csv" for name in ("institutions", "programs", "tracks")] + [
    DATA / "tables" / "state_results_2026.csv", DATA / "tables" / "match_results.csv"]
CODE = [ROOT / "tools" / f"{name}.py" for name in (
    "fit_openness", "openness_checks", "openness_fitting", "openness_reports", "openness_sampler")] + [
    ROOT / "src" / "smartpick" / "odds" / "openness" / f"{name}.py" for name in (
        "curves", "features", "latent", "places", "posterior", "state", "values")]


def main() -> None:
    """Fit, check on institutions left out, write, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("reported", type=Path)
    parser.add_argument("--quick", action="store_true", help="fewer rounds; nothing is written")
    args = parser.parse_args()
    effort = Effort(120, 40) if args.quick else Effort(240, 80)
    features, without = program_features(), program_features(own=False)
    reports = read_reports(args.reported, features)
    print(f"{reports.row.size:,} programs of {np.unique(reports.institution).size} institutions.")
    figures = {
        "left_out": _left_out(reports, features, effort, "features as shipped", repeats=1 if args.quick else REPEATS),
        "own_removed": _left_out(reports, without, effort, "own seats taken out of state cells", sisters=False),
        "newer": _newer(reports, features, effort),
    }
    show(figures)
    if args.quick:
        return
    whole = fit(reports, features, Effort(1600, 400), SEED)
    meta = {
        "what": "Openness of programs: visas and shares of IMGs by public features and institution",
        "data": "shipped directory and state table; what programs reported of visas and residents (not shipped)",
        "data_hash": hash_files(SHIPPED),
        "reported_hash": hashlib.sha256(args.reported.read_bytes()).hexdigest(),
        "code_hash": hash_files(CODE),
        "command": COMMAND,
        "fitted": FITTED,
        "axes": {"coefficients": "column, outcome", "error": "draw, column, outcome", "loading": "leaf",
                 "spread": "leaf", "own": "outcome", "threshold": "limit, shift and stretch"},
        "outcomes": ["j1", "h1b", "non_us_img_share", "img_share"],
        "programs": int(reports.row.size),
        "institutions": int(np.unique(reports.institution).size),
        "figures": figures,
    }
    write_fit(FITS, NAME, arrays(whole), meta)
    print(f"Written to {FITS.name}/{NAME}.npz and .json.")


def arrays(fitted: Model) -> dict[str, NDArray[Any]]:
    """What is shipped: no array has an axis of programs or institutions."""
    return {
        "names": np.array(fitted.names), "centre": fitted.centre, "scale": fitted.scale,
        "specialties": fitted.specialties, "states": fitted.states,
        "coefficients": fitted.coefficients.astype(np.float32), "error": fitted.error.astype(np.float32),
        "loading": fitted.loading, "spread": fitted.spread, "own": fitted.own,
        "chain": np.array(fitted.chain), "threshold": fitted.threshold, "exceptions": fitted.exceptions,
    }


def _left_out(reports: Reports, features: Features, effort: Effort, what: str, *, sisters: bool = True,
              repeats: int = 1) -> dict[str, Any]:
    """Figures with every institution predicted by fits that never saw it, the mean over `repeats` divisions."""
    chance, after = np.zeros((len(CASES), reports.row.size)), np.zeros((2, reports.row.size))
    for repeat in range(repeats):
        turn = folds(reports.institution, FOLDS, SEED + repeat)
        for fold in range(FOLDS):
            started, test = time.monotonic(), turn == fold
            fitted = fit(reports.where(~test), features, effort, SEED + 1000 * repeat + 100 * fold)
            chance[:, test] += predicted(fitted, features, reports.row[test]) / repeats
            if sisters:
                after[:, test] += with_sisters(fitted, features, reports.where(test)) / repeats
            print(f"{what}: division {repeat + 1}, fold {fold + 1} of {FOLDS}, {time.monotonic() - started:.0f} s",
                  flush=True)
    found = _figures(chance, outcomes(reports), reports)
    if sisters:
        alone = np.array([(reports.institution == i).sum() < 2 for i in reports.institution])
        truth = np.where(alone, np.nan, outcomes(reports)[:2])
        for k, case in enumerate(CASES[:2]):
            found[f"{case}_with_sisters"] = tested(after[k], truth[k], reports.institution).figures(SEED)
    return found


def _newer(reports: Reports, features: Features, effort: Effort) -> dict[str, Any]:
    """Fitted on values up to 2021, tested on those of 2025-26 in institutions left out."""
    turn = folds(reports.institution, FOLDS_NEWER, SEED)
    chance = np.full((len(CASES), turn.size), np.nan)
    for fold in range(FOLDS_NEWER):
        test = turn == fold
        fitted = fit(older(reports.where(~test), OLD), features, effort, SEED + 100 * fold)
        chance[:, test] = predicted(fitted, features, reports.row[test])
        print(f"old to new: fold {fold + 1} of {FOLDS_NEWER}", flush=True)
    return _figures(chance, outcomes(newer(reports, NEW)), reports)


def _figures(chance: Array, truth: Array, reports: Reports) -> dict[str, Any]:
    found = {}
    for k, case in enumerate(CASES):
        pairs = tested(chance[k], truth[k], reports.institution)
        if pairs.truth.size and 0 < pairs.truth.mean() < 1:
            found[case] = pairs.figures(SEED)
    return found


def show(figures: dict[str, Any]) -> None:
    """The table of figures."""
    print(f"{'':32}{'n':>6}{'share':>7}{'AUC':>7} {'95%':>13}{'Brier':>7}{'slope':>7}{'level':>7}{'icept':>7}{'ECE':>7}"
          f"{'worst decile':>16}")
    for test, cases in figures.items():
        for case, f in cases.items():
            worst = max(f["deciles"], key=lambda d: abs(d["observed"] - d["predicted"]))
            print(f"{test + ' ' + case:32}{f['programs']:>6}{f['share']:>7.3f}{f['auc']:>7.3f} "
                  f"({f['auc_low']:.3f}-{f['auc_high']:.3f}){f['brier']:>7.3f}{f['slope']:>7.2f}{f['level']:>7.2f}"
                  f"{f['intercept']:>7.2f}{f['calibration_error']:>7.3f}"
                  f"   {worst['observed'] - worst['predicted']:+.3f} ({worst['error']:.3f})")


if __name__ == "__main__":
    main()
