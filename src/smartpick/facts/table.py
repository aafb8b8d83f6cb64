"""Reads the CSV tables of the data folder; every table has a sidecar that describes it."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from pathlib import Path

from smartpick.errors import BadFacts
from smartpick.settings import DATA

TABLES = DATA / "tables"
REMEDY = "Install SmartPick again to get the shipped file back."


def read_rows(path: Path, columns: Iterable[str]) -> list[list[str]]:
    """The rows below the header, as text; BadFacts where the file is missing or its columns differ."""
    wanted = list(columns)
    try:
        with path.open(encoding="utf-8", newline="") as file:
            rows = list(csv.reader(file))
    except FileNotFoundError:
        raise BadFacts(f"The data file tables/{path.name} is missing.", remedy=REMEDY) from None
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise BadFacts(f"tables/{path.name} cannot be read: {error}.", remedy=REMEDY) from None
    if not rows or rows[0] != wanted:
        expected = ", ".join(wanted)
        raise BadFacts(f"tables/{path.name}, line 1: the columns have to be {expected}.", remedy=REMEDY)
    for line, row in enumerate(rows, start=1):
        if len(row) != len(wanted):
            raise BadFacts(f"tables/{path.name}, line {line}: {len(row)} cells instead of {len(wanted)}.",
                           remedy=REMEDY)
    return rows[1:]


def as_number(text: str, path: Path, line: int) -> float:
    """A cell as a number; BadFacts naming the line where it is not one."""
    try:
        return float(text)
    except ValueError:
        raise BadFacts(f"tables/{path.name}, line {line}: `{text}` is not a number.", remedy=REMEDY) from None
