"""Pooled figures of a fit on institutions it never saw: AUC, Brier, calibration, with errors by institution."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from smartpick.domain.openness import EvidenceKind, VisaAnswer
from smartpick.odds.openness.evidence import Bearing, visa_log_odds
from smartpick.odds.openness.features import Features
from smartpick.odds.openness.latent import (
    ANY,
    ANY_IMG,
    FIFTH,
    H1B,
    IMG,
    J1,
    NON_US,
    Means,
    Model,
    make_grid,
    means_of,
)
from smartpick.odds.openness.posterior import update
from smartpick.odds.openness.values import above_limit, sponsors
from tools.openness_reports import Reports

Array = NDArray[np.float64]
BOOTSTRAPS = 400
TODAY_YEAR = 2026.9  # of the fit, for the age of evidence in the test with sisters
CASES = ("j1", "h1b", "non_us_img_any", "non_us_img_20", "img_any")


def predicted(fitted: Model, features: Features, rows: NDArray[np.int64]) -> Array:
    """Chances of the five cases for some programs, without evidence. Axes (case, program)."""
    after = update(means_of(fitted, features), make_grid(fitted), Bearing())
    parts = [sponsors(after, J1), sponsors(after, H1B), *(above_limit(after, fitted, w) for w in (ANY, FIFTH, ANY_IMG))]
    return np.stack([part.value[rows] for part in parts])


def outcomes(reports: Reports) -> Array:
    """What came true, 0 or 1, NaN where not reported. Axes (case, report)."""
    y = reports.values
    return np.stack([y[:, J1], y[:, H1B], _over(y[:, NON_US], 0.0), _over(y[:, NON_US], 0.2 - 1e-9),
                     _over(y[:, IMG], 0.0)])


def with_sisters(fitted: Model, features: Features, reports: Reports) -> Array:
    """Chances of both visas for each reported program, given the visa answers of its sisters. Axes (visa, report).

    Each program is asked in a copy of its institution in which its own answers are unknown; sisters' answers
    are dated by their year and weighed as a user's FREIDA evidence would be.
    """
    means = means_of(fitted, features)
    rows: list[int] = []
    copies: list[int] = []
    found = Bearing()
    asked = np.zeros(reports.row.size, dtype=np.int64)
    for target, inst in enumerate(reports.institution.tolist()):
        for member in np.flatnonzero(reports.institution == inst).tolist():
            place = len(rows)
            rows.append(int(reports.row[member]))
            copies.append(target)
            if member == target:
                asked[target] = place
                continue
            for k in (J1, H1B):
                value = reports.values[member, k]
                if not np.isnan(value):
                    years = max(TODAY_YEAR - reports.years[member, k] - 0.5, 0.0)
                    answer = VisaAnswer.YES if value else VisaAnswer.NO
                    found.visa[k][place] = visa_log_odds(answer, EvidenceKind.FREIDA, years)
                    found.rows.setdefault(place, [])
    copied = Means(means.mean[rows], means.error[rows], means.limit[rows], np.array(copies),
                   means.exceptions)
    after = update(copied, make_grid(fitted), found)
    return np.stack([sponsors(after, k).value[asked] for k in (J1, H1B)])


@dataclass(frozen=True, slots=True)
class Tested:
    """Predictions beside what came true, by institution."""

    chance: Array
    truth: Array
    institution: NDArray[np.int64]

    def figures(self, seed: int) -> dict[str, Any]:
        """AUC, Brier and calibration with 95 % intervals and standard errors from whole institutions drawn again."""
        chance, truth = self.chance, self.truth
        edges = np.array_split(np.argsort(chance, kind="stable"), 10)
        tenth = np.zeros(chance.size, dtype=np.int64)
        for number, part in enumerate(edges):
            tenth[part] = number
        rng = np.random.default_rng(seed)
        groups = [np.flatnonzero(self.institution == i) for i in np.unique(self.institution)]
        again = []
        for _ in range(BOOTSTRAPS):
            rows = np.concatenate([groups[i] for i in rng.integers(0, len(groups), len(groups))])
            gap = np.bincount(tenth[rows], (truth - chance)[rows], minlength=10) / np.maximum(
                np.bincount(tenth[rows], minlength=10), 1)
            again.append((auc(chance[rows], truth[rows]), *line(chance[rows], truth[rows]), *gap))
        drawn = np.array(again)
        slope, level, intercept = line(chance, truth)
        deciles = [{"predicted": _r(chance[p].mean()), "observed": _r(truth[p].mean()),
                    "error": _r(drawn[:, 4 + n].std())} for n, p in enumerate(edges)]
        gaps = np.array([abs(truth[p].mean() - chance[p].mean()) * p.size for p in edges])
        low, high = np.quantile(drawn[:, 0], (0.025, 0.975))
        return {
            "programs": int(chance.size), "institutions": len(groups), "share": _r(truth.mean()),
            "auc": _r(auc(chance, truth)), "auc_low": _r(low), "auc_high": _r(high),
            "brier": _r(((truth - chance) ** 2).mean()),
            "slope": _r(slope), "slope_error": _r(drawn[:, 1].std()),
            "level": _r(level), "level_error": _r(drawn[:, 2].std()),
            "intercept": _r(intercept), "intercept_error": _r(drawn[:, 3].std()),
            "calibration_error": _r(gaps.sum() / chance.size), "deciles": deciles,
        }


def tested(chance: Array, truth: Array, institution: NDArray[np.int64]) -> Tested:
    """The pairs where both are known."""
    known = ~np.isnan(truth) & ~np.isnan(chance)
    return Tested(chance[known], truth[known], institution[known])


def auc(chance: Array, truth: Array) -> float:
    """Chance that a case outranks a non-case, ties counted half."""
    _, place, count = np.unique(chance, return_inverse=True, return_counts=True)
    rank = (np.cumsum(count) - (count - 1) / 2)[place]
    cases = truth.sum()
    return float((rank[truth == 1].sum() - cases * (cases + 1) / 2) / (cases * (truth.size - cases)))


def line(chance: Array, truth: Array) -> tuple[float, float, float]:
    """Calibration in log odds: slope; level with the slope held at one; intercept beside the slope."""
    x = np.log(np.clip(chance, 1e-5, 1 - 1e-5) / (1 - np.clip(chance, 1e-5, 1 - 1e-5)))
    columns = np.column_stack([np.ones(x.size), x])
    beta, level = np.array([0.0, 1.0]), 0.0
    for _ in range(25):
        p = 1 / (1 + np.exp(-columns @ beta))
        beta = beta + np.linalg.solve((columns * (p * (1 - p))[:, None]).T @ columns, columns.T @ (truth - p))
        q = 1 / (1 + np.exp(-(level + x)))
        level += float((truth - q).sum() / (q * (1 - q)).sum())
    return float(beta[1]), level, float(beta[0])


def newer(reports: Reports, since: float) -> Reports:
    """Only what was reported in this year or later."""
    return reports.only(reports.years >= since)


def older(reports: Reports, until: float) -> Reports:
    """Only what was reported up to this year."""
    return replace(reports.only(reports.years <= until))


def _over(share: Array, limit: float) -> Array:
    return np.where(np.isnan(share), np.nan, share > limit)


def _r(value: Any) -> float:
    return round(float(value), 4)
