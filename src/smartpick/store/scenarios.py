"""Scenarios: profiles kept under a name, with revisions, so that nothing typed is lost and no save hides another.

Profiles are text here (JSON, written and read by the use case). Instants and days are ISO texts given by
the caller; nothing here reads the clock.
"""

from __future__ import annotations

import secrets
import sqlite3
from dataclasses import dataclass

from smartpick.errors import NotFound, SmartPickError
from smartpick.settings import MAX_PROFILE_BYTES
from smartpick.store.inspection import checksum
from smartpick.store.refusals import DamagedWorkspace, StaleRevision
from smartpick.store.removal import forget_in_copy
from smartpick.store.workspace import Workspace

REVISIONS_KEPT = 50  # of each scenario, the latest one included
LONGEST_NAME = 120
ID_BYTES = 18

_SCENARIO = """SELECT s.id, s.name, s.revision, s.created, s.updated, s.copied_from, r.season, r.profile, r.checksum
    FROM scenario s LEFT JOIN revision r ON r.scenario = s.id AND r.number = s.revision"""


@dataclass(frozen=True, slots=True)
class Scenario:
    """A kept profile as it now stands. `created` and `updated` are ISO texts; `season` a Match year or None."""

    id: str
    name: str
    revision: int
    created: str
    updated: str
    season: int | None
    profile: str
    copied_from: str | None = None


@dataclass(frozen=True, slots=True)
class Revision:
    """One saved version. `base` is its own number, or that of the version it brought back."""

    number: int
    base: int
    saved: str
    season: int | None
    profile: str


def create(workspace: Workspace, name: str, profile: str, at: str, season: int | None = None,
           copied_from: str | None = None) -> Scenario:
    """Keep a profile as a new scenario at revision 1."""
    fresh = Scenario(secrets.token_urlsafe(ID_BYTES), clean_name(name), 1, at, at, season, clean_text(profile),
                     copied_from)
    with workspace.writing() as db:
        insert(db, fresh, (Revision(1, 1, at, season, profile),))
    return fresh


def insert(db: sqlite3.Connection, scenario: Scenario, history: tuple[Revision, ...]) -> None:
    """Put a scenario with its revisions into an open change, as import and repair do."""
    db.execute(
        "INSERT INTO scenario (id, name, revision, created, updated, copied_from) VALUES (?, ?, ?, ?, ?, ?)",
        (scenario.id, scenario.name, scenario.revision, scenario.created, scenario.updated, scenario.copied_from),
    )
    for revision in history:
        _add(db, scenario.id, revision)


def list_scenarios(workspace: Workspace) -> tuple[Scenario, ...]:
    """Every scenario, the one changed last first."""
    with workspace.reading() as db:
        return read_all(workspace, db)


def read_all(workspace: Workspace, db: sqlite3.Connection) -> tuple[Scenario, ...]:
    """`list_scenarios` within an open reading or change."""
    rows = db.execute(f"{_SCENARIO} ORDER BY s.updated DESC, s.rowid DESC").fetchall()
    return tuple(_scenario(workspace, row) for row in rows)


def get(workspace: Workspace, scenario_id: str) -> Scenario:
    """One scenario. Raises NotFound."""
    with workspace.reading() as db:
        return _get(workspace, db, scenario_id)


def save(workspace: Workspace, scenario_id: str, expected_revision: int, profile: str, at: str,
         season: int | None = None) -> Scenario:
    """Save on top of `expected_revision`; the same content again changes nothing and is never stale.

    Raises StaleRevision with both versions where the scenario has moved on, NotFound where it is gone.
    """
    profile = clean_text(profile)
    with workspace.writing() as db:
        now = _get(workspace, db, scenario_id)
        if (now.profile, now.season) == (profile, season):
            return now
        if now.revision != expected_revision:
            raise StaleRevision(expected_revision, profile, now)
        return _next(workspace, db, now, Revision(now.revision + 1, now.revision + 1, at, season, profile))


def history(workspace: Workspace, scenario_id: str) -> tuple[Revision, ...]:
    """The kept revisions, the latest first. Raises NotFound."""
    with workspace.reading() as db:
        _get(workspace, db, scenario_id)
        return read_history(workspace, db, scenario_id)


def read_history(workspace: Workspace, db: sqlite3.Connection, scenario_id: str) -> tuple[Revision, ...]:
    """`history` within an open reading or change."""
    rows = db.execute("SELECT * FROM revision WHERE scenario = ? ORDER BY number DESC", (scenario_id,)).fetchall()
    return tuple(_revision(workspace, row) for row in rows)


def restore(workspace: Workspace, scenario_id: str, number: int, expected_revision: int, at: str) -> Scenario:
    """Bring an older revision back as a new one, on top of all others. Raises NotFound, StaleRevision."""
    with workspace.writing() as db:
        now = _get(workspace, db, scenario_id)
        row = db.execute(
            "SELECT * FROM revision WHERE scenario = ? AND number = ?", (scenario_id, number)
        ).fetchone()
        if row is None:
            raise NotFound(f"Revision {number} is not kept any more.", remedy="Choose one from the history.")
        return _bring_back(workspace, db, now, _revision(workspace, row), expected_revision, at)


def undo(workspace: Workspace, scenario_id: str, expected_revision: int, at: str) -> Scenario:
    """Bring back what stood before; again and again walks further back. What is undone stays in the history.

    Raises NotFound where nothing earlier is kept, StaleRevision where the scenario has moved on.
    """
    with workspace.writing() as db:
        now = _get(workspace, db, scenario_id)
        row = db.execute(
            "SELECT * FROM revision WHERE scenario = ? AND number < "
            "(SELECT base FROM revision WHERE scenario = ? AND number = ?) ORDER BY number DESC LIMIT 1",
            (scenario_id, scenario_id, now.revision),
        ).fetchone()
        if row is None:
            raise NotFound("Nothing earlier is kept of this scenario.", remedy="It stays as it is.")
        return _bring_back(workspace, db, now, _revision(workspace, row), expected_revision, at)


def rename(workspace: Workspace, scenario_id: str, name: str, at: str) -> Scenario:
    """Give a scenario another name; its revision stays, so that no open page becomes stale. Raises NotFound."""
    with workspace.writing() as db:
        db.execute("UPDATE scenario SET name = ?, updated = ? WHERE id = ?", (clean_name(name), at, scenario_id))
        return _get(workspace, db, scenario_id)


def copy(workspace: Workspace, scenario_id: str, name: str, at: str) -> Scenario:
    """A new scenario with the present content of another, for a what-if. Raises NotFound."""
    source = get(workspace, scenario_id)
    return create(workspace, name, source.profile, at, source.season, copied_from=source.id)


def delete(workspace: Workspace, scenario_id: str) -> None:
    """Delete a scenario with its history, also from the copy beside the workspace. Raises NotFound."""
    with workspace.writing() as db:
        _get(workspace, db, scenario_id)
        db.execute("DELETE FROM scenario WHERE id = ?", (scenario_id,))
    forget_in_copy(workspace.path, scenario_id)


def _bring_back(workspace: Workspace, db: sqlite3.Connection, now: Scenario, old: Revision,
                expected_revision: int, at: str) -> Scenario:
    if now.revision != expected_revision:
        raise StaleRevision(expected_revision, old.profile, now)
    return _next(workspace, db, now, Revision(now.revision + 1, old.number, at, old.season, old.profile))


def _next(workspace: Workspace, db: sqlite3.Connection, now: Scenario, revision: Revision) -> Scenario:
    _add(db, now.id, revision)
    db.execute("UPDATE scenario SET revision = ?, updated = ? WHERE id = ?", (revision.number, revision.saved, now.id))
    db.execute("DELETE FROM revision WHERE scenario = ? AND number <= ?", (now.id, revision.number - REVISIONS_KEPT))
    return _get(workspace, db, now.id)


def _add(db: sqlite3.Connection, scenario_id: str, r: Revision) -> None:
    db.execute(
        "INSERT INTO revision (scenario, number, base, saved, season, profile, checksum) VALUES (?, ?, ?, ?, ?, ?, ?)",
        (scenario_id, r.number, r.base, r.saved, r.season, r.profile, checksum(r.season, r.profile)),
    )


def _get(workspace: Workspace, db: sqlite3.Connection, scenario_id: str) -> Scenario:
    row = db.execute(f"{_SCENARIO} WHERE s.id = ?", (scenario_id,)).fetchone()
    if row is None:
        raise NotFound("This scenario is not in the workspace.", remedy="It may have been deleted meanwhile.")
    return _scenario(workspace, row)


def _scenario(workspace: Workspace, row: sqlite3.Row) -> Scenario:
    if row["profile"] is None or checksum(row["season"], row["profile"]) != row["checksum"]:
        raise DamagedWorkspace(workspace.path)
    return Scenario(*(row[f] for f in ("id", "name", "revision", "created", "updated", "season", "profile",
                                       "copied_from")))  # fmt: skip


def _revision(workspace: Workspace, row: sqlite3.Row) -> Revision:
    if checksum(row["season"], row["profile"]) != row["checksum"]:
        raise DamagedWorkspace(workspace.path)
    return Revision(row["number"], row["base"], row["saved"], row["season"], row["profile"])


def clean_name(name: str) -> str:
    """One line, not empty, not too long."""
    plain = " ".join("".join(c if c.isprintable() else " " for c in name).split())
    if not plain:
        raise SmartPickError("A scenario needs a name.", remedy="Write one, such as: With a second letter.")
    if len(plain) > LONGEST_NAME:
        raise SmartPickError(f"A name may have {LONGEST_NAME} letters at most.", remedy="Shorten it.")
    return plain


def clean_text(profile: str) -> str:
    """A text that can be stored and read back."""
    try:
        size = len(profile.encode())
    except UnicodeEncodeError:
        raise SmartPickError("The profile holds a character that cannot be stored.", remedy="Delete it.") from None
    if size > MAX_PROFILE_BYTES:
        raise SmartPickError(f"The profile is larger than {MAX_PROFILE_BYTES / 1e6:.0f} MB.",
                             remedy="Shorten its texts.")
    return profile
