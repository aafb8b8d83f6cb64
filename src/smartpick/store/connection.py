"""A connection to the workspace file: how it is set up, how a change is made whole, how errors become sentences."""

from __future__ import annotations

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from smartpick.store.refusals import DamagedWorkspace, WorkspaceBusy, WorkspaceFull, WorkspaceUnwritable

BUSY_SECONDS = 5.0
SECURE = ("PRAGMA foreign_keys = ON", "PRAGMA secure_delete = ON", "PRAGMA synchronous = FULL")
NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)

_BUSY = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
_DAMAGED = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)
_UNWRITABLE = (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM, sqlite3.SQLITE_AUTH)


def connect(path: Path, busy_seconds: float | None = None) -> sqlite3.Connection:
    """Open an existing file; deleted content is overwritten and every commit reaches the disk.

    Transactions are begun and ended by hand (`changing`). Never creates a file.
    """
    wait = BUSY_SECONDS if busy_seconds is None else busy_seconds
    db = sqlite3.connect(f"{path.as_uri()}?mode=rw", uri=True, timeout=wait, isolation_level=None)
    try:
        set_up(db)
    except BaseException:
        db.close()
        raise
    return db


def set_up(db: sqlite3.Connection) -> None:
    """What every connection to a workspace needs."""
    db.row_factory = sqlite3.Row
    for pragma in SECURE:
        db.execute(pragma)


@contextmanager
def changing(db: sqlite3.Connection) -> Iterator[None]:
    """One change, whole or not at all; the right to write is taken at its start (BEGIN IMMEDIATE)."""
    db.execute("BEGIN IMMEDIATE")
    try:
        yield
        db.execute("COMMIT")
    except BaseException:
        if db.in_transaction:
            db.execute("ROLLBACK")
        raise


@contextmanager
def in_sentences(path: Path) -> Iterator[None]:
    """Turn what SQLite and the disk refuse into errors that a person can act on.

    The original error is left out on purpose: it is of no use to a person, and logs follow chains.
    """
    try:
        yield
    except sqlite3.Error as error:
        raise _sentence(path, error) from None
    except UnicodeDecodeError:  # SQLite's complaint quoted the damaged bytes
        raise DamagedWorkspace(path) from None
    except OSError as error:
        if error.errno in NO_ROOM:
            raise WorkspaceFull(path) from None
        raise WorkspaceUnwritable(path, _why(error)) from None


def _sentence(path: Path, error: sqlite3.Error) -> Exception:
    code = getattr(error, "sqlite_errorcode", None)
    kind = None if code is None else code & 0xFF  # extended codes carry the kind in their low byte
    if kind in _BUSY:
        return WorkspaceBusy(path)
    if kind in _DAMAGED or (kind is None and isinstance(error, sqlite3.OperationalError)):
        return DamagedWorkspace(path)  # without a code: text that is not UTF-8
    if kind == sqlite3.SQLITE_FULL:
        return WorkspaceFull(path)
    if kind in _UNWRITABLE:
        return WorkspaceUnwritable(path)
    if kind == sqlite3.SQLITE_IOERR:
        return WorkspaceUnwritable(path, "the disk refused it, perhaps because it is full")
    return error


def _why(error: OSError) -> str:
    match error:
        case PermissionError():
            return "you do not have permission there"
        case FileExistsError() | NotADirectoryError():
            return "a part of that path is a file, not a folder"
        case _:
            return (error.strerror or "the disk refused it").lower()
