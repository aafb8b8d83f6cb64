"""Fits the specialty chance from the shipped tables and writes data/fits/specialty.npz with its sidecar.

Usage: python -m tools.fit_chances [--check]

Takes a few seconds and gives the same file every time. With --check nothing is written: exit 1 where the
shipped file was made from other data or gives other numbers.
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np

from smartpick.facts.fits import FITS, hash_files, load_fit, write_fit
from smartpick.odds.specialty.fitting import fitted
from smartpick.settings import DATA, PACKAGE

NAME = "specialty"
COMMAND = "python -m tools.fit_chances"
TABLES = ("tables/charting_outcomes.csv", "tables/match_results.csv", "specialties.yaml")
PARAMETERS = ("pool", "count_log_sd", "edition_weight", "reach", "borrowed_slope", "borrowed_rate", "not_normal",
              "oldest_counts", "filled_first")
PUBLISHED = ("active_applicants",)
CODE = ("specialty/fitting.py", "specialty/pooling.py", "specialty/groups.py", "specialty/published.py",
        "specialty/base_rates.py", "specialty/drift.py", "rates.py", "reality.py", "shared.py")
FITTED = "2026-11-22"


def inputs() -> list[Path]:
    """The shipped files the fit is made from, in a fixed order."""
    model = [DATA / "parameters" / "model" / f"{name}.yaml" for name in PARAMETERS]
    published = [DATA / "parameters" / "match" / f"{name}.yaml" for name in PUBLISHED]
    return [*(DATA / name for name in TABLES), *model, *published]


def code() -> list[Path]:
    """The modules that make the fit, in a fixed order."""
    return [PACKAGE / "odds" / name for name in CODE]


def describe() -> dict[str, object]:
    """The sidecar."""
    return {
        "what": "Specialty chance: draws of the difference between matched and not-matched applicants by type, "
                "specialty and measure, where each population stands, and draws of the shrunk rates.",
        "data": [path.relative_to(DATA).as_posix() for path in inputs()],
        "data_hash": hash_files(inputs()),
        "code": [f"odds/{name}" for name in CODE],
        "code_hash": hash_files(code()),
        "command": COMMAND,
        "fitted": FITTED,
        "axes": {"slope": ["row", "type, specialty, measure"], "difference": ["row", "draw"],
                 "centre": ["row", "edition"], "range": ["row", "low, high"], "rate": ["row", "type, specialty"],
                 "rates": ["row", "draw"], "edition": ["draw"], "season_drift": ["log odds a season"]},
        "notes": "Draw 0 is the central case. Differences are in standard deviations within groups; counts stand on "
                 "log(1 + count). No row of any applicant or program is in it.",
    }


def differs() -> list[str]:
    """What the shipped file says otherwise than a new fit, in words; empty where all is well."""
    shipped = load_fit(NAME)
    said = []
    if shipped.meta["data_hash"] != hash_files(inputs()):
        said.append(f"the tables or parameters changed since the fit; run {COMMAND}")
    if shipped.meta["code_hash"] != hash_files(code()):
        said.append(f"the code of the fit changed since; run {COMMAND}")
    new = fitted()
    for key in sorted({*new, *shipped.arrays}):
        if key not in new or key not in shipped.arrays or not np.array_equal(new[key], shipped.arrays[key]):
            said.append(f"`{key}` differs from a new fit; run {COMMAND}")
    return said


def main(arguments: list[str]) -> int:
    """Write the fit, or check the shipped one."""
    if "--check" in arguments:
        said = differs()
        print("\n".join(said) or "The shipped fit is that of the shipped data.")
        return 1 if said else 0
    write_fit(FITS, NAME, fitted(), describe())
    size = (FITS / f"{NAME}.npz").stat().st_size
    print(f"Wrote {NAME}.npz, {size / 1000:.0f} kB.")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
