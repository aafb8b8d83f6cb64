"""What each scenario's verdict was on which day, so that progress can be seen over months."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass

from smartpick.store.scenarios import get
from smartpick.store.workspace import Workspace


@dataclass(frozen=True, slots=True)
class VerdictNote:
    """The strategies of one day (ISO text): as things stood, and as planned. Values of `domain.plan.Strategy`."""

    day: str
    today: str
    planned: str


def note_verdict(workspace: Workspace, scenario_id: str, note: VerdictNote) -> None:
    """Keep the verdict of a day; a later one of the same day replaces it. Raises NotFound."""
    if note in verdicts(workspace, scenario_id):
        return  # seen again, nothing to write
    with workspace.writing() as db:
        db.execute(
            "INSERT INTO verdict (scenario, day, today, planned) SELECT id, ?, ?, ? FROM scenario WHERE id = ? "
            "ON CONFLICT (scenario, day) DO UPDATE SET today = excluded.today, planned = excluded.planned",
            (note.day, note.today, note.planned, scenario_id),
        )


def verdicts(workspace: Workspace, scenario_id: str) -> tuple[VerdictNote, ...]:
    """The noted verdicts, the earliest first. Raises NotFound."""
    get(workspace, scenario_id)
    with workspace.reading() as db:
        return read_verdicts(db, scenario_id)


def read_verdicts(db: sqlite3.Connection, scenario_id: str) -> tuple[VerdictNote, ...]:
    """`verdicts` within an open reading or change."""
    rows = db.execute("SELECT day, today, planned FROM verdict WHERE scenario = ? ORDER BY day", (scenario_id,))
    return tuple(VerdictNote(*row) for row in rows)
