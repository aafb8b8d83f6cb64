"""Results by state: positions offered and filled by applicant type, 52 states × specialty × level, 2026."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from smartpick.errors import BadFacts
from smartpick.facts.table import REMEDY, TABLES, read_rows

FILE = TABLES / "state_results_2026.csv"
TYPES = ("us_md_senior", "us_do_senior", "us_md_graduate", "us_do_graduate", "us_img", "non_us_img", "other")
COLUMNS = ("state", "specialty", "level", "offered", "filled", *TYPES)


@dataclass(frozen=True, slots=True)
class StateCell:
    """One state, specialty and level; `by_type` holds the filled positions of each applicant type."""

    offered: int
    filled: int
    by_type: dict[str, int]


@dataclass(frozen=True, slots=True)
class StateResults:
    """Columns of equal length, one entry a state × specialty × level that offered or filled anything.

    `state` two-letter codes with DC and PR; `level` "pgy1", "pgy2" or "physician" (pgy1 holds
    categorical and preliminary seats together); `by_type` positions filled, axes (row, type), the
    types named in `types`.
    """

    state: NDArray[np.str_]
    specialty: NDArray[np.str_]
    level: NDArray[np.str_]
    offered: NDArray[np.int64]
    filled: NDArray[np.int64]
    by_type: NDArray[np.int64]
    types: tuple[str, ...]
    rows: dict[tuple[str, str, str], int]
    source: str = "nrmp-state-2026"
    year: int = 2026

    def cell(self, state: str, specialty: str, level: str) -> StateCell | None:
        """One cell, or None where the state offers nothing of the kind."""
        row = self.rows.get((state, str(specialty), level))
        if row is None:
            return None
        by_type = dict(zip(self.types, (int(n) for n in self.by_type[row]), strict=True))
        return StateCell(int(self.offered[row]), int(self.filled[row]), by_type)


@cache
def state_results(path: Path = FILE) -> StateResults:
    """The shipped table, read once; BadFacts where a number is missing or types do not add up."""
    rows = read_rows(path, COLUMNS)
    try:
        numbers = np.array([row[3:] for row in rows], dtype=np.int64)
    except ValueError as error:
        raise BadFacts(f"tables/{path.name}: {error}.", remedy=REMEDY) from None
    wrong = np.flatnonzero(numbers[:, 2:].sum(axis=1) != numbers[:, 1])
    if wrong.size:
        raise BadFacts(f"tables/{path.name}, line {wrong[0] + 2}: the applicant types do not add up to "
                       "the positions filled.", remedy=REMEDY)
    keys = [(row[0], row[1], row[2]) for row in rows]
    return StateResults(
        state=np.array([key[0] for key in keys]),
        specialty=np.array([key[1] for key in keys]),
        level=np.array([key[2] for key in keys]),
        offered=numbers[:, 0],
        filled=numbers[:, 1],
        by_type=numbers[:, 2:],
        types=TYPES,
        rows={key: i for i, key in enumerate(keys)},
    )
