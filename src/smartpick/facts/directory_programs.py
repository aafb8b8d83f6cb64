"""Makes Program and Track values from rows of the directory tables."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from smartpick.domain.program import Program, Track, TrackKind
from smartpick.facts.directory_table import Columns, Tables, bad

Years = tuple[tuple[int, int], ...]  # (year, seats)


def make_program(tables: Tables, row: int, institution: str, track_rows: Iterable[int]) -> Program:
    """The program in this row of programs.csv with the tracks in these rows of tracks.csv."""
    cell = {name: column[row] for name, column in tables.programs.items()}
    specialty, path = cell["specialty"], tables.path("tracks")
    return Program(
        program_id=cell["program_id"],
        specialty=specialty,
        institution=institution,
        institution_id=cell["institution_id"],
        city=cell["city"] or None,
        state=cell["state"] or None,
        latitude=float(cell["latitude"]) if cell["latitude"] else None,
        longitude=float(cell["longitude"]) if cell["longitude"] else None,
        acgme_id=cell["acgme_id"] or None,
        website=cell["website"] or None,
        tracks=tuple(_track(tables.tracks, number, specialty, path) for number in track_rows),
    )


def _track(cells: Columns, row: int, specialty: str, path: Path) -> Track:
    quota, filled = cells["quota_2026"][row], cells["filled_2026"][row]
    quotas, fills = _history(cells["history"][row], path, row)
    return Track(
        track_id=cells["track_id"][row],
        program_id=cells["program_id"][row],
        name=cells["name"][row],
        specialty=specialty,
        kind=TrackKind(cells["kind"][row]),
        primary_care=cells["primary_care"][row] == "yes",
        quota_2026=int(quota) if quota else None,
        filled_2026=int(filled) if filled else None,
        quotas=(*quotas, (2026, int(quota))) if quota else quotas,
        fills=(*fills, (2026, int(filled))) if filled else fills,
    )


def _history(text: str, path: Path, row: int) -> tuple[Years, Years]:
    """ "2014:15/15 - 20/18" as quotas and fills: offered/filled by year from the first one, "-" unknown."""
    if not text:
        return (), ()
    try:
        first, cells = text.split(":")
        quotas, fills = [], []
        for year, cell in enumerate(cells.split(" "), start=int(first)):
            if cell != "-":
                offered, filled = cell.split("/")
                quotas.append((year, int(offered)))
                fills.append((year, int(filled)))
        return tuple(quotas), tuple(fills)
    except ValueError:
        raise bad(path, f"has the history '{text}', which is none", line=row + 2) from None
