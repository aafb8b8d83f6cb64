"""Fits how fill history moves a program's share of non-US IMGs, and writes the coefficients as parameters.

Usage: python tools/fit_openness.py REPORTED.csv

REPORTED.csv holds what programs reported of their residents (columns acgme_id, specialty,
pct_non_us_img_2021). Its owners do not allow copies, so it is no part of this project: only
coefficients, their errors and one concentration leave this tool, never a row or a program's value.
Quasi-binomial regression of the reported share on the log odds of the state share and on unfilled
seats, with standard errors that allow for programs of one state being alike (sandwich by state).
"""

from __future__ import annotations

import csv
import sys
from pathlib import Path

import numpy as np

from smartpick.domain.program import Program, TrackKind
from smartpick.facts.directory import directory
from smartpick.odds.openness import ONE_YEAR, _national, features, state_share
from smartpick.odds.rates import expit, logit
from smartpick.settings import DATA

TYPES = ("non_us_img",)
OUT = DATA / "parameters" / "model"
FULL = (TrackKind.CATEGORICAL, TrackKind.ADVANCED)
SOURCE = "smartpick-openness-fit"
NAMES = ("openness_unfilled_history", "openness_unfilled_2026", "openness_breadth", "openness_breadth_medicine",
         "openness_research_track")


def design(reported: Path) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """(features, shares, states): one row a program, features centred as the product centres them."""
    by_acgme = {p.acgme_id: p for p in directory().programs() if p.acgme_id}
    rows = []
    with reported.open(newline="", encoding="utf-8") as lines:
        for line in csv.DictReader(lines):
            program = by_acgme.get(line["acgme_id"])
            if program is None or not line["pct_non_us_img_2021"] or program.state is None:
                continue
            kinds = _kinds(program)
            if kinds:
                rows.append((program, kinds, float(line["pct_non_us_img_2021"]) / 100))
    lift = np.array([_state_lift(p, k[0]) for p, k, _ in rows])
    start = np.array([float(logit(_national(p.specialty, k[0], TYPES)[1])) for p, k, _ in rows])
    specialty = np.array([p.specialty for p, _, _ in rows])
    x = np.stack([np.ones(len(rows)), start, lift, *_by_specialty(rows, specialty)], axis=1)
    return x, np.array([s for _, _, s in rows]), np.array([p.state for p, _, _ in rows])


def _by_specialty(rows: list[tuple[Program, tuple[TrackKind, ...], float]], specialty: np.ndarray) -> list[np.ndarray]:
    """The product's own features, made specialty by specialty as the product makes them."""
    columns = [np.zeros(len(rows)) for _ in NAMES]
    for name in np.unique(specialty):
        places = np.flatnonzero(specialty == name)
        made = features(tuple(rows[n][0] for n in places), rows[places[0]][1])
        for column, feature in zip(columns, NAMES, strict=True):
            column[places] = made[feature]
    return columns


def fit(x: np.ndarray, y: np.ndarray, cluster: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Coefficients and cluster-robust standard errors of a quasi-binomial regression."""
    beta = np.zeros(x.shape[1])
    for _ in range(60):
        p = expit(x @ beta)
        information = (x * (p * (1 - p))[:, None]).T @ x
        beta = beta + np.linalg.solve(information, x.T @ (y - p))
    p = expit(x @ beta)
    information = (x * (p * (1 - p))[:, None]).T @ x
    scores = np.stack([(x[cluster == c] * (y - p)[cluster == c, None]).sum(axis=0) for c in np.unique(cluster)])
    inverse = np.linalg.inv(information)
    return beta, np.sqrt(np.diag(inverse @ (scores.T @ scores) @ inverse))


def concentration(x: np.ndarray, y: np.ndarray, beta: np.ndarray) -> float:
    """Size c of a beta around the fitted share whose variance is the programs' own: v = p (1 - p) / (c + 1)."""
    p = expit(x @ beta)
    return float((p * (1 - p)).sum() / ((y - p) ** 2).sum() - 1)


def main(reported: Path) -> None:
    """Fits and writes the four parameter files."""
    x, y, states = design(reported)
    beta, error = fit(x, y, states)
    place = f"regression over {len(y):,} programs in {len(set(states))} states and DC or PR"
    for column, name, label, meaning, unit in (
        (2, "openness_state_weight", "How far a state’s share speaks for its programs",
         "Weight of the state’s difference from the nation, in log odds, in a program’s expected share.", "weight"),
        (3, "openness_unfilled_history", "Unfilled seats in earlier years and openness",
         "Change in the log odds of a program’s non-US IMG share from none to all seats unfilled in earlier Matches.",
         "log odds"),
        (4, "openness_unfilled_2026", "Unfilled seats in 2026 and openness",
         "Change in the log odds of a program’s non-US IMG share from none to all seats unfilled in 2026.", "log odds"),
        (5, "openness_breadth", "Large referral hospitals and openness",
         "Change in the log odds of a program’s non-US IMG share per unit of log(1 + competitive specialties of the "
         "institution).", "log odds"),
        (6, "openness_breadth_medicine", "Large referral hospitals and openness in Internal Medicine",
         "What Internal Medicine adds to the change per unit of log(1 + competitive specialties of the institution).",
         "log odds"),
        (7, "openness_research_track", "Research tracks and openness",
         "Change in the log odds of a program’s non-US IMG share where one of its tracks is named after research.",
         "log odds"),
    ):
        half = 1.645 * error[column]
        write(name, label, meaning, unit, beta[column], beta[column] - half, beta[column] + half, place)
    write("openness_concentration", "How alike programs of one state and specialty are",
          "Size of the beta distribution of single programs’ shares around the expected share; small means unlike.",
          "programs", concentration(x, y, beta), None, None, place)
    print(place, "coefficients", np.round(beta, 2), "errors", np.round(error, 2))


def write(name: str, label: str, meaning: str, unit: str, value: float, low: float | None, high: float | None,
          place: str) -> None:
    """One parameter file."""
    interval = "" if low is None or high is None else f"    low: {low:.2f}\n    high: {high:.2f}\n"
    (OUT / f"{name}.yaml").write_text(
        f"label: {label}\nmeaning: {meaning}\nunit: {unit}\nby: []\nvalues:\n  2026:\n    value: {value:.2f}\n"
        f"{interval}    source: {SOURCE}\n    at: {place}\n    grade: derived\n"
        "    note: Fitted offline on what programs reported of their residents in 2021; an association.\n",
        encoding="utf-8")


def _kinds(program: Program) -> tuple[TrackKind, ...]:
    full = tuple(k for k in FULL if any(t.kind is k for t in program.tracks))
    if full or program.specialty in ONE_YEAR:
        return full
    return (TrackKind.PRELIMINARY,) if any(t.kind is TrackKind.PRELIMINARY for t in program.tracks) else ()


def _state_lift(program: Program, kind: TrackKind) -> float:
    here = state_share(program.state, program.specialty, kind, TYPES).estimate
    return float(logit(here)) - float(logit(_national(program.specialty, kind, TYPES)[1]))


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(Path(sys.argv[1]))
