"""Deleting for good: a scenario from the copy, or the workspace with everything beside it."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing, suppress
from pathlib import Path

from smartpick.store.connection import changing, connect, in_sentences
from smartpick.store.family import copy_of, family, sync_folder

_ZEROS = bytes(1 << 16)


def forget_in_copy(path: Path, scenario_id: str) -> None:
    """Delete a scenario from the copy beside the workspace at `path`; a copy that cannot be changed goes whole.

    Every file version keeps scenarios under their id in the same table, and what hangs on it is deleted with it.
    """
    copy = copy_of(path)
    if not copy.exists():
        return
    try:
        with closing(connect(copy)) as db, changing(db):
            db.execute("DELETE FROM scenario WHERE id = ?", (scenario_id,))
    except (sqlite3.Error, UnicodeDecodeError):
        with in_sentences(path):
            wipe(copy)


def delete_files(path: Path) -> tuple[Path, ...]:
    """Delete every file of a workspace and return their paths. Raises WorkspaceBusy, WorkspaceUnwritable.

    The right to write is taken first, so that no other program's change is cut in half; a damaged file has
    no rights to take.
    """
    with in_sentences(path):
        if path.exists():
            _wait_for_writers(path)
        found = family(path)
        for file in reversed(found):  # the workspace itself last: a deletion that is interrupted can be repeated
            wipe(file)
        if found:
            sync_folder(path.parent)
    return found


def wipe(file: Path) -> None:
    """Overwrite a file with zeros, then delete it. Disks and systems that write elsewhere may still hold it."""
    with suppress(FileNotFoundError):
        with file.open("r+b") as content:
            left = file.stat().st_size
            while left > 0:
                left -= content.write(_ZEROS[:left])
            content.flush()
            os.fsync(content.fileno())
        file.unlink()


def _wait_for_writers(path: Path) -> None:
    """Have every finished change written into the file, after the writer of the moment has ended."""
    try:
        with closing(connect(path)) as db:
            with changing(db):
                pass
            db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    except (sqlite3.Error, UnicodeDecodeError) as error:
        if getattr(error, "sqlite_errorcode", 0) & 0xFF in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
            raise
