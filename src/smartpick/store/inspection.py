"""Is this file a sound workspace? Looked at without changing it, before anything else is done with it."""

from __future__ import annotations

import sqlite3
import zlib
from pathlib import Path

from smartpick.store.migrations import APPLICATION_ID, COLUMNS, LATEST, SINCE, version
from smartpick.store.refusals import DamagedWorkspace, NewerWorkspace, NotAWorkspace

MAGIC = b"SQLite format 3\0"
OWN_TABLES = {table for table, since in SINCE.items() if since == 1}  # every version has them


def checksum(season: int | None, profile: str) -> int:
    """CRC-32 of what a revision says, so that a changed digit on the disk is noticed."""
    return zlib.crc32(f"{season}\n{profile}".encode())


def looks_like_sqlite(path: Path) -> bool:
    """Whether the file is empty or starts like a SQLite file."""
    with path.open("rb") as file:
        return file.read(len(MAGIC)) in (b"", MAGIC)


def inspect(path: Path, db: sqlite3.Connection) -> None:
    """Raise NotAWorkspace, NewerWorkspace or DamagedWorkspace for anything but a sound or empty file.

    Raises sqlite3.DatabaseError, too, where reading fails or a table or column is missing.
    """
    if path.stat().st_size == 0:
        return
    found = version(db)
    ours = db.execute("PRAGMA application_id").fetchone()[0] == APPLICATION_ID
    tables = {row[0] for row in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    if not ours and not tables >= OWN_TABLES:
        raise NotAWorkspace(path)
    if ours and found > LATEST:
        raise NewerWorkspace(path, found, LATEST)
    if not ours or found < 1 or not tables >= OWN_TABLES or not _whole(db):
        raise DamagedWorkspace(path)
    for table, columns in COLUMNS.items():
        if found >= SINCE[table]:
            db.execute(f"SELECT {', '.join(columns)} FROM {table} LIMIT 0")


def _whole(db: sqlite3.Connection) -> bool:
    """SQLite's own check, indexes included, then ours: links, current revisions, and every profile's checksum."""
    if [row[0] for row in db.execute("PRAGMA integrity_check(1)")] != ["ok"]:
        return False
    if db.execute("PRAGMA foreign_key_check").fetchone() is not None:
        return False
    orphan = db.execute(
        "SELECT 1 FROM scenario s LEFT JOIN revision r ON r.scenario = s.id AND r.number = s.revision "
        "WHERE r.number IS NULL LIMIT 1"
    ).fetchone()
    return orphan is None and all(
        isinstance(profile, str) and checksum(season, profile) == written
        for season, profile, written in db.execute("SELECT season, profile, checksum FROM revision")
    )
