"""Checks of openness: figures stored at fit time on institutions left out, and published fills returned now."""

from __future__ import annotations

from typing import Any

import numpy as np

from smartpick.domain.program import TrackKind
from smartpick.domain.proof import Check, ProofBasis, ProofGroup
from smartpick.facts.directory import directory
from smartpick.facts.fits import Fit, load_fit
from smartpick.odds.openness.estimate import all_values, openness
from smartpick.odds.openness.latent import NAME
from smartpick.odds.openness.state import ANY_IMG, national_share

GROUP = ProofGroup.OPENNESS
WORDS = {
    "j1": "J-1 policy",
    "h1b": "H-1B policy",
    "non_us_img_any": "any non-US IMG",
    "non_us_img_20": "at least 20% non-US IMGs",
    "img_any": "any IMG",
}
LEAST_AUC = {"j1": 0.79, "non_us_img_any": 0.80, "non_us_img_20": 0.85, "h1b": 0.65}
MOST_BRIER = {"j1": 0.152, "non_us_img_any": 0.180, "non_us_img_20": 0.088, "h1b": 0.165}
LEAST_AUC_SISTERS = {"j1": 0.85, "h1b": 0.89}
SLOPE, INTERCEPT, ERROR, DECILE = (0.85, 1.15), 0.15, 0.04, 0.05
FILLS_ERROR = 0.002  # of the share of seats, by the grid of the search
FULL = (TrackKind.CATEGORICAL, TrackKind.ADVANCED)
LARGEST = ("internal_medicine", "family_medicine", "pediatrics", "general_surgery", "psychiatry", "neurology",
           "diagnostic_radiology", "anesthesiology")


def checks() -> tuple[Check, ...]:
    """Every check of openness; those of basis `fit` need the reports, which are not shipped, to be run again."""
    fit = load_fit(NAME)
    figures: dict[str, dict[str, Any]] = fit.meta["figures"]
    found: list[Check] = []
    for case in LEAST_AUC:
        found += _left_out(fit, case, figures["left_out"][case])
    found += [_auc(fit, f"{case}.sisters", f"{WORDS[case]} with answers of sister programs",
                   figures["left_out"][f"{case}_with_sisters"], least) for case, least in LEAST_AUC_SISTERS.items()]
    found += [_information(fit, "sisters", case, figures["left_out"][f"{case}_with_sisters"],
                           "calibration with answers of sister programs") for case in LEAST_AUC_SISTERS]
    found += [_information(fit, "own_removed", case, figures["own_removed"][case],
                           "own seats taken out of the state's cells") for case in LEAST_AUC]
    found += [_information(fit, "newer", case, f, "fitted on reports up to 2021, tested on those of 2025–26")
              for case, f in figures["newer"].items()]
    return (*found, _fills(("non_us_img",), "non-US IMGs"), _fills(ANY_IMG, "all IMGs"), _intervals())


def _left_out(fit: Fit, case: str, f: dict[str, Any]) -> list[Check]:
    label = f"{WORDS[case]}, whole institutions left out"
    worst = max(f["deciles"], key=lambda d: abs(d["observed"] - d["predicted"]) / max(2 * d["error"], DECILE))
    off = worst["observed"] - worst["predicted"]
    level, beside = f["level"], f["intercept"]
    return [
        _auc(fit, case, label, f, LEAST_AUC[case]),
        _check(fit, f"{case}.brier", f"{label}: Brier score", f"{f['brier']:.4f}", f"at most {MOST_BRIER[case]:.3f}",
               f["brier"] <= MOST_BRIER[case],
               "Left-out predictions are the mean over two divisions into ten folds; they differ by about 0.001."),
        _check(fit, f"{case}.slope", f"{label}: calibration slope", f"{f['slope']:.2f} (± {f['slope_error']:.2f})",
               f"{SLOPE[0]:.2f} to {SLOPE[1]:.2f}", SLOPE[0] <= f["slope"] <= SLOPE[1]),
        _check(fit, f"{case}.intercept", f"{label}: calibration intercept",
               f"{level:+.2f}, beside the slope {beside:+.2f}", f"within ±{INTERCEPT:.2f}",
               max(abs(level), abs(beside)) <= INTERCEPT),
        _check(fit, f"{case}.error", f"{label}: expected calibration error", f"{f['calibration_error']:.3f}",
               f"at most {ERROR:.2f}", f["calibration_error"] <= ERROR),
        _check(fit, f"{case}.deciles", f"{label}: worst tenth", f"{off:+.3f} (standard error {worst['error']:.3f})",
               f"within {DECILE:.2f} or two standard errors", abs(off) <= max(DECILE, 2 * worst["error"]),
               "Standard errors from drawing whole institutions again."),
    ]


def _auc(fit: Fit, key: str, label: str, f: dict[str, Any], least: float) -> Check:
    inside = f["auc"] < least <= f["auc_high"]
    note = "The bound lies inside the 95% interval, which counts as met." if inside else ""
    return _check(fit, f"{key}.auc", f"{label}: AUC", f"{f['auc']:.3f} ({f['auc_low']:.3f}–{f['auc_high']:.3f})",
                  f"at least {least:.2f}", f["auc_high"] >= least, note)


def _information(fit: Fit, test: str, case: str, f: dict[str, Any], how: str) -> Check:
    measured = (f"AUC {f['auc']:.3f} ({f['auc_low']:.3f}–{f['auc_high']:.3f}), Brier {f['brier']:.3f}, slope "
                f"{f['slope']:.2f}, level {f['level']:+.2f}")
    return _check(fit, f"{test}.{case}", f"{WORDS[case]}, {how}", measured, "for information", None,
                  f"{f['programs']} programs, {100 * f['share']:.0f}% of them yes.")


def _check(fit: Fit, key: str, label: str, measured: str, bound: str, passed: bool | None, note: str = "") -> Check:
    command = str(fit.meta["command"])
    return Check(f"openness.{key}", GROUP, label, measured, bound, passed, ProofBasis.FIT, command, note)


def _fills(types: tuple[str, ...], words: str) -> Check:
    """Summed over its programs, each large specialty gives back the seats that these types filled."""
    worst, where = 0.0, LARGEST[0]
    for specialty in LARGEST:
        reached = published = seats = 0.0
        for kind in FULL:
            programs = openness(specialty, (kind,), types)
            filled = np.array([sum(t.filled_2026 or 0 for t in p.tracks if t.kind is kind) for p in programs.programs])
            reached += float(programs.share @ filled)
            published += float(national_share(specialty, kind, types) * filled.sum())
            seats += float(filled.sum())
        off = (reached - published) / max(seats, 1.0)
        if abs(off) >= abs(worst):
            worst, where = off, specialty
    return Check(f"openness.fills.{types[0]}", GROUP, f"Seats filled by {words} returned when summed over programs",
                 f"largest error {100 * worst:+.2f} points ({where.replace('_', ' ')})",
                 f"within {100 * FILLS_ERROR:.1f} points of seats", abs(worst) <= FILLS_ERROR,
                 note=f"{len(LARGEST)} specialties with the most seats, 2026.")


def _intervals() -> Check:
    """Every value of every program lies inside its interval, and shares keep their order."""
    values = all_values().by_name
    bad = sum(int(((v.low > v.value) | (v.value > v.high)).sum()) for v in values.values())
    bad += int((values["img_share"].value < values["non_us_img_share"].value - 1e-9).sum())
    bad += int((values["non_us_img_any"].value < values["non_us_img_20"].value - 1e-9).sum())
    count = directory().program_columns.program_id.size
    return Check("openness.order", GROUP, "Values inside their intervals, shares in their order",
                 f"{bad} of {count * len(values):,} out of place", "none", bad == 0)
