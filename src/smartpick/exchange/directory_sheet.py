"""The directory as CSV, one line a track, and as JSON; cells are safe to open in any spreadsheet."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from io import StringIO
from typing import Any

from smartpick.domain.program import Program, Track
from smartpick.exchange.plan_json import encoded
from smartpick.exchange.sheet_rows import Cell, harmless

COLUMNS = ("program_id", "track_id", "specialty", "institution", "city", "state", "track", "kind", "primary_care",
           "offered_2026", "filled_2026", "acgme_id", "website")  # fmt: skip


def directory_csv(programs: Iterable[Program]) -> str:
    """A header and one line a track, CRLF line ends; unknown cells are empty."""
    return table_csv(COLUMNS, (_line(program, track) for program in programs for track in program.tracks))


def table_csv(columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> str:
    """Any table as CSV in which no cell is a formula."""
    out = StringIO()
    writer = csv.writer(out)
    writer.writerow(columns)
    writer.writerows([harmless(c) if isinstance(c, str) else c for c in row] for row in rows)
    return out.getvalue()


def program_json(program: Program, specialty_name: str) -> dict[str, Any]:
    """A program as in a plan's JSON, its tracks with quotas and fills by year."""
    body: dict[str, Any] = encoded(program)
    return {**body, "specialty_name": specialty_name}


def _line(program: Program, track: Track) -> tuple[Cell, ...]:
    return (
        program.program_id,
        track.track_id,
        program.specialty,
        program.institution,
        program.city,
        program.state,
        track.name,
        track.kind.value,
        "yes" if track.primary_care else "no",
        track.quota_2026,
        track.filled_2026,
        program.acgme_id,
        program.website,
    )
