"""The layout of the workspace file, as numbered steps; an older file is brought up to date after a copy of it."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from smartpick.store.connection import changing, set_up
from smartpick.store.family import copy_beside

APPLICATION_ID = 0x534D504B  # "SMPK", in the file's header, so that other programs can tell whose it is

# Step n leads from file version n to n + 1. A step that has been released is never edited.
STEPS: tuple[tuple[str, ...], ...] = (
    (
        """CREATE TABLE scenario (
            id TEXT NOT NULL PRIMARY KEY,
            name TEXT NOT NULL,
            revision INTEGER NOT NULL,
            created TEXT NOT NULL,
            updated TEXT NOT NULL,
            copied_from TEXT
        )""",
        # base: the revision whose content this one holds; its own number, unless it was brought back
        """CREATE TABLE revision (
            scenario TEXT NOT NULL REFERENCES scenario (id) ON DELETE CASCADE,
            number INTEGER NOT NULL,
            base INTEGER NOT NULL,
            saved TEXT NOT NULL,
            season INTEGER,
            profile TEXT NOT NULL,
            checksum INTEGER NOT NULL,
            PRIMARY KEY (scenario, number)
        )""",
        "CREATE TABLE setting (key TEXT NOT NULL PRIMARY KEY, value TEXT NOT NULL)",
    ),
    (
        """CREATE TABLE verdict (
            scenario TEXT NOT NULL REFERENCES scenario (id) ON DELETE CASCADE,
            day TEXT NOT NULL,
            today TEXT NOT NULL,
            planned TEXT NOT NULL,
            PRIMARY KEY (scenario, day)
        )""",
    ),
)
LATEST = len(STEPS)
COLUMNS = {
    "scenario": ("id", "name", "revision", "created", "updated", "copied_from"),
    "revision": ("scenario", "number", "base", "saved", "season", "profile", "checksum"),
    "setting": ("key", "value"),
    "verdict": ("scenario", "day", "today", "planned"),
}
SINCE = {"scenario": 1, "revision": 1, "setting": 1, "verdict": 2}  # the file version that brought each table


def version(db: sqlite3.Connection) -> int:
    """The file's version; 0 for one that is still empty."""
    return int(db.execute("PRAGMA user_version").fetchone()[0])


def migrate(db: sqlite3.Connection, path: Path | None = None) -> None:
    """Bring a file up to date, each step in one transaction.

    Before the first step a copy of the file is put beside it, under the lock that the step holds, so
    that no other program can change the file between the copy and the step. `path` is None for a
    database in memory. Raises sqlite3.Error; what was not committed leaves no trace.
    """
    copied = path is None
    while version(db) < LATEST:
        with changing(db):
            found = version(db)  # asked again: another program may have been quicker
            if found >= LATEST:
                return
            if found > 0 and not copied and path is not None:
                copy_beside(path)
                copied = True
            for statement in STEPS[found]:
                db.execute(statement)
            db.execute(f"PRAGMA application_id = {APPLICATION_ID}")
            db.execute(f"PRAGMA user_version = {found + 1}")


def make_file(path: Path) -> None:
    """Write an empty workspace into an existing empty file, complete on disk when this returns."""
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        set_up(db)
        db.execute("PRAGMA journal_mode = WAL")
        migrate(db)


def empty() -> sqlite3.Connection:
    """A workspace with nothing in it, in memory: what is read where no file has been made yet."""
    db = sqlite3.connect(":memory:", isolation_level=None)
    set_up(db)
    migrate(db)
    return db
