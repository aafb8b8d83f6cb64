"""Reads the three directory tables as text columns and refuses damaged ones, naming file, line and remedy."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from smartpick.domain.program import TrackKind
from smartpick.errors import BadFacts, NotFound
from smartpick.facts.specialties import specialties
from smartpick.facts.strict_yaml import read_yaml

REMEDY = "Install SmartPick again to get the shipped file back."
UNKNOWN = -1  # in number columns; seats and people are never negative

COLUMNS = {
    "institutions": ("institution_id", "name", "name_checked"),
    "programs": (
        "program_id", "specialty", "institution_id", "site", "city", "state", "latitude", "longitude",
        "city_population", "place_from", "acgme_id", "acgme_link", "website",
    ),
    "tracks": (
        "track_id", "program_id", "name", "kind", "primary_care", "first_seen", "quota_2026", "filled_2026",
        "history",
    ),
}  # fmt: skip
PLACE_FROM = ("acgme", "sister", "name", "institution", "")
Columns = dict[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Tables:
    """The tables as text columns, checked, with the row of each program and track id."""

    folder: Path
    institutions: Columns
    programs: Columns
    tracks: Columns
    program_row: dict[str, int]
    track_row: dict[str, int]

    def path(self, name: str) -> Path:
        return self.folder / f"{name}.csv"


def read_tables(folder: Path) -> Tables:
    """All three tables; BadFacts for the first thing that is wrong with them."""
    found = {name: read_columns(folder / f"{name}.csv", columns) for name, columns in COLUMNS.items()}
    for name, table in found.items():
        _check_size(folder / f"{name}.csv", len(table[COLUMNS[name][0]]))
    tables = Tables(
        folder=folder,
        institutions=found["institutions"],
        programs=found["programs"],
        tracks=found["tracks"],
        program_row=row_numbers(folder / "programs.csv", found["programs"]["program_id"]),
        track_row=row_numbers(folder / "tracks.csv", found["tracks"]["track_id"]),
    )
    _check_words(tables)
    _check_seats(tables)
    return tables


def read_columns(path: Path, columns: tuple[str, ...]) -> Columns:
    """The columns of one table as text."""
    try:
        with path.open(encoding="utf-8", newline="") as file:
            rows = list(csv.reader(file, strict=True))
    except FileNotFoundError:
        raise bad(path, "is missing") from None
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise bad(path, f"cannot be read ({error})") from None
    if not rows or tuple(rows[0]) != columns:
        raise bad(path, f"has to start with the columns {', '.join(columns)}", line=1)
    width = len(columns)
    for number, row in enumerate(rows, start=1):
        if len(row) != width:
            raise bad(path, f"has {len(row)} cells instead of {width}", line=number)
    if len(rows) == 1:
        raise bad(path, "holds no rows")
    return dict(zip(columns, zip(*rows[1:], strict=True), strict=True))


def row_numbers(path: Path, ids: tuple[str, ...]) -> dict[str, int]:
    """Where each id stands; BadFacts for an empty id or one given twice."""
    found = {key: number for number, key in enumerate(ids)}
    if len(found) != len(ids) or "" in found:
        for number, key in enumerate(ids):
            if not key or found[key] != number:
                raise bad(path, f"gives the id '{key}' twice" if key else "has no id", line=number + 2)
    return found


def whole_numbers(path: Path, name: str, cells: tuple[str, ...]) -> list[int]:
    """Cells as whole numbers of at least 0, UNKNOWN where empty."""
    numbers = {"": UNKNOWN}
    for cell in set(cells) - {""}:  # few different numbers occur, so each is read once
        if not (cell.isascii() and cell.isdecimal()):
            what = f"has the {name} '{cell}', which is no number of seats or people"
            raise bad(path, what, line=cells.index(cell) + 2)
        numbers[cell] = int(cell)
    return [numbers[cell] for cell in cells]


def bad(path: Path, what: str, line: int | None = None) -> BadFacts:
    """A sentence about a directory file."""
    place = "" if line is None else f", line {line},"
    return BadFacts(f"The data file directory/{path.name}{place} {what}.", remedy=REMEDY)


def _check_size(path: Path, found: int) -> None:
    """A file cut off at the end of a line looks whole: its sidecar knows how many rows there are."""
    sidecar = path.with_suffix(".yaml")
    try:
        size = int(read_yaml(sidecar, f"directory/{sidecar.name}")["rows"])
    except (NotFound, KeyError, TypeError, ValueError):
        raise bad(sidecar, f"does not say how many rows {path.name} has") from None
    if found != size:
        raise bad(path, f"has {found} rows instead of {size}")


def _check_words(tables: Tables) -> None:
    """Every cell that refers to something refers to something that exists."""
    programs, tracks = tables.programs, tables.tracks
    _check_column(tables.path("tracks"), "kind", tracks["kind"], TrackKind)
    _check_column(tables.path("programs"), "place_from", programs["place_from"], PLACE_FROM)
    _check_column(tables.path("programs"), "specialty", programs["specialty"], (s.id for s in specialties()))
    known = tables.institutions["institution_id"]
    _check_column(tables.path("programs"), "institution_id", programs["institution_id"], known)
    _check_column(tables.path("tracks"), "program_id", tracks["program_id"], tables.program_row)
    _check_column(tables.path("programs"), "program_id", programs["program_id"], tracks["program_id"])


def _check_column(path: Path, name: str, cells: tuple[str, ...], allowed: Iterable[str]) -> None:
    if odd := set(cells) - set(allowed):
        word = min(odd)
        raise bad(path, f"has the {name} '{word}', which nothing else knows", line=cells.index(word) + 2)


def _check_seats(tables: Tables) -> None:
    """No track fills more seats than it offers, or knows one number without the other."""
    path, tracks = tables.path("tracks"), tables.tracks
    quota = whole_numbers(path, "quota_2026", tracks["quota_2026"])
    filled = whole_numbers(path, "filled_2026", tracks["filled_2026"])
    for offered, taken in set(zip(quota, filled, strict=True)):
        if taken > offered or (taken == UNKNOWN) != (offered == UNKNOWN):
            row = list(zip(quota, filled, strict=True)).index((offered, taken))
            what = f"has '{tracks['filled_2026'][row]}' filled of '{tracks['quota_2026'][row]}' offered"
            raise bad(path, what, line=row + 2)
