"""The workspace: one SQLite file that holds what a person chose to keep. Made with the first thing kept."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from threading import Lock

from smartpick.store.connection import changing, connect, in_sentences
from smartpick.store.family import PRIVATE_FILE, new_file_beside, put_in_place
from smartpick.store.inspection import inspect, looks_like_sqlite
from smartpick.store.migrations import LATEST, empty, make_file, migrate, version
from smartpick.store.refusals import DamagedWorkspace

Identity = tuple[int, int]
# While a file is looked at: tables, columns or rows that are not as they should be.
AMISS = (sqlite3.SQLITE_ERROR, sqlite3.SQLITE_CONSTRAINT, sqlite3.SQLITE_SCHEMA)


class Workspace:
    """A workspace file by its absolute path. Cheap to make; safe to use from several threads and programs.

    Each reading or change has a connection of its own, so that nothing stays open in between: the file
    is whole whenever nobody is writing, and may be moved or deleted while SmartPick runs. The first
    use looks at the file with care (`inspection`), and again whenever another file stands at the path.

    All methods raise the errors of `refusals`.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._sound: Identity | None = None
        self._lock = Lock()

    @property
    def exists(self) -> bool:
        """Whether anything was ever kept here."""
        return self.path.exists()

    def check(self) -> None:
        """Look at the file now and bring it up to date; nothing is made where there is none."""
        with in_sentences(self.path):
            if self.exists:
                self._open().close()

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """One unchanging view of the workspace; an empty one where there is no file."""
        with in_sentences(self.path):
            db = self._open() if self.exists else empty()
            with closing(db):
                db.execute("BEGIN")
                yield db

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """One change, whole or not at all. Makes the file where there is none."""
        with in_sentences(self.path):
            if not self.exists:
                self._make()
            with closing(self._open()) as db, changing(db):
                yield db

    def _make(self) -> None:
        """A new file appears under its name only when it is complete, so that a crash leaves no half of one."""
        part = new_file_beside(self.path)
        try:
            make_file(part)
            put_in_place(part, self.path)
        finally:
            part.unlink(missing_ok=True)

    def _open(self) -> sqlite3.Connection:
        with self._lock:
            if self._sound is None or self._identity() != self._sound:
                self._open_with_care()
        db = connect(self.path)
        try:
            if version(db) != LATEST:  # another program has changed the file's version meanwhile
                inspect(self.path, db)
                migrate(db, self.path)
        except BaseException:
            db.close()
            raise
        return db

    def _open_with_care(self) -> None:
        """Look before touching: nothing is written to a file that is not sound and ours."""
        if not looks_like_sqlite(self.path):
            raise DamagedWorkspace(self.path)
        try:
            self._look_and_update()
        except (sqlite3.IntegrityError, sqlite3.OperationalError) as error:
            if getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & 0xFF in AMISS:
                raise DamagedWorkspace(self.path) from None
            raise
        if os.name == "posix":
            self.path.chmod(PRIVATE_FILE)
        self._sound = self._identity()

    def _look_and_update(self) -> None:
        with closing(connect(self.path)) as db:
            inspect(self.path, db)
            migrate(db, self.path)
            with suppress(sqlite3.OperationalError):  # busy: another program is switching, or has to finish
                db.execute("PRAGMA journal_mode = WAL")

    def _identity(self) -> Identity:
        about = self.path.stat()
        return about.st_dev, about.st_ino
