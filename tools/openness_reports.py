"""What programs reported, joined to the directory: read for fitting and checking, never written anywhere."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from smartpick.facts.directory import directory
from smartpick.odds.openness.evidence import program_row
from smartpick.odds.openness.features import Features

Array = NDArray[np.float64]
ANSWERS = {"Yes": 1.0, "No": 0.0}
COLUMNS = ("j1", "h1b", "non_us_img", "img")


@dataclass(frozen=True, slots=True)
class Reports:
    """Reported values by outcome with their years, NaN where not reported. Axes (report, outcome) and (report,)."""

    row: NDArray[np.int64]  # of the program in the directory
    values: Array  # J-1 and H-1B 0 or 1, shares 0 to 1
    years: Array
    institution: NDArray[np.int64]

    def where(self, keep: NDArray[np.bool_]) -> Reports:
        """Some of the reports."""
        return Reports(self.row[keep], self.values[keep], self.years[keep], self.institution[keep])

    def only(self, known: NDArray[np.bool_]) -> Reports:
        """The same reports with everything else unknown. `known` axes (report, outcome)."""
        return Reports(self.row, np.where(known, self.values, np.nan), self.years, self.institution)


def read_reports(path: Path, features: Features) -> Reports:
    """The rows whose ACGME id the directory has. Non-US shares are of 2021; other values have their own year."""
    acgme = {p.acgme_id: p.program_id for p in directory().programs() if p.acgme_id}
    rows, values, years = [], [], []
    with path.open(newline="", encoding="utf-8") as lines:
        for line in csv.DictReader(lines):
            if line["acgme_id"] in acgme:
                rows.append(program_row(acgme[line["acgme_id"]]))
                values.append([ANSWERS.get(line["visa_j1"], np.nan), ANSWERS.get(line["visa_h1b"], np.nan),
                               _number(line["pct_non_us_img_2021"]) / 100, _number(line["pct_img"]) / 100])
                visa = _number(line["visa_year"])
                years.append([visa, visa, 2021.0, _number(line["composition_year"])])
    row = np.array(rows)
    return Reports(row, np.array(values), np.array(years), features.institution[row])


def _number(text: str) -> float:
    return float(text) if text else float("nan")
