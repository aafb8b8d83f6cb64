"""Read what can still be read from a damaged workspace: row by row, from copies of it, believing only what fits.

Three readings of a copy are put together: as it is; with the first page of a fresh workspace, which names the
tables, in place of its own; and leaf by leaf, each page of rows on its own, where the way to it is lost.
"""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Collection, Iterator
from contextlib import closing, suppress
from dataclasses import dataclass, field
from pathlib import Path

from smartpick.store.family import PASSING, PRIVATE_FILE, new_file_beside
from smartpick.store.inspection import checksum
from smartpick.store.migrations import COLUMNS, make_file
from smartpick.store.removal import wipe
from smartpick.store.scenarios import Revision

PAGE = 4096  # bytes: SQLite's page size in every workspace we made
LEAF = 0x0D  # the first byte of a page that holds rows of a table
PAGE_COUNT = slice(28, 32)  # where the file header says how many pages there are, big-endian
WORDS = {"scenario": ("id", "name", "created", "updated"), "revision": ("scenario", "saved", "profile"),
         "setting": ("key", "value"), "verdict": ("scenario", "day", "today", "planned")}
NUMBERS = {"scenario": ("revision",), "revision": ("number", "base", "checksum")}
UNREADABLE = (sqlite3.Error, UnicodeDecodeError)  # the latter: SQLite's complaint quoted damaged bytes
MOST_TURNS, OPERATIONS_A_TURN = 2_000, 10_000  # a full workspace takes a few turns


@dataclass(slots=True)
class Found:
    """What was read. `doubtful` are revisions whose checksum does not fit: a character may have changed."""

    scenarios: dict[str, sqlite3.Row] = field(default_factory=dict)
    revisions: dict[str, dict[int, Revision]] = field(default_factory=dict)
    doubtful: dict[str, dict[int, Revision]] = field(default_factory=dict)
    settings: dict[str, str] = field(default_factory=dict)
    verdicts: dict[tuple[str, str], tuple[str, str]] = field(default_factory=dict)

    def add(self, other: Found) -> None:
        """Take over what is not known yet."""
        self.scenarios = other.scenarios | self.scenarios
        self.settings = other.settings | self.settings
        self.verdicts = other.verdicts | self.verdicts
        for mine, theirs in ((self.revisions, other.revisions), (self.doubtful, other.doubtful)):
            for scenario, versions in theirs.items():
                mine[scenario] = versions | mine.get(scenario, {})


def salvage(path: Path) -> Found:
    """Everything that can be read from a file; the file itself is only ever read as bytes. Raises OSError."""
    changes = path.with_name(f"{path.name}-wal")
    found = Found()
    for beside in (changes, None) if changes.exists() else (None,):
        found.add(_readings(path, beside))
    return found


def _readings(path: Path, changes: Path | None) -> Found:
    """What a copy of the file gives, with the changes that SQLite keeps beside it or without."""
    part = new_file_beside(path)
    beside = [part.with_name(part.name + end) for end in PASSING]
    found = Found()
    try:
        shutil.copyfile(path, part)
        if changes is not None:
            beside[0].touch(mode=PRIVATE_FILE)
            shutil.copyfile(changes, beside[0])
        with suppress(*UNREADABLE), closing(_open(part)) as db:
            found.add(_read(db))
        for file in beside:  # SQLite has taken the changes over, or never will
            file.unlink(missing_ok=True)
        _give_fresh_page(part, path)
        with suppress(*UNREADABLE), closing(_open(part)) as db:
            found.add(_read(db))
        leaves = [n for n, first in enumerate(part.read_bytes()[::PAGE], 1) if first == LEAF and n > 1]
        for leaf in leaves:
            with suppress(*UNREADABLE), closing(_open(part)) as db:
                found.add(_read_leaf(db, leaf))
    finally:
        for file in (part, *beside):
            wipe(file)
    return found


def _open(part: Path) -> sqlite3.Connection:
    db = sqlite3.connect(part, isolation_level=None)
    db.row_factory = sqlite3.Row
    db.text_factory = lambda raw: raw.decode(errors="replace")
    turns = iter(range(MOST_TURNS))  # pages that lead back to themselves must not hold us for ever
    db.set_progress_handler(lambda: next(turns, None) is None, OPERATIONS_A_TURN)
    return db


def _give_fresh_page(part: Path, path: Path) -> None:
    """Put the first page of a fresh workspace in place: same tables at the same places, as all are made alike."""
    fresh = new_file_beside(path)
    try:
        make_file(fresh)
        page = bytearray(fresh.read_bytes()[:PAGE])
    finally:
        fresh.unlink(missing_ok=True)
    page[PAGE_COUNT] = (part.stat().st_size // PAGE).to_bytes(4, "big")
    with part.open("r+b") as file:
        file.write(page)


def _read(db: sqlite3.Connection, tables: Collection[str] = COLUMNS) -> Found:
    db.execute("PRAGMA cell_size_check = ON")
    found = Found()
    for row in _rows(db, "scenario"):
        found.scenarios[row["id"]] = row
    for row in _rows(db, "revision"):
        version = Revision(row["number"], row["base"], row["saved"], row["season"], row["profile"])
        fits = checksum(version.season, version.profile) == row["checksum"]
        kind = found.revisions if fits else found.doubtful
        kind.setdefault(row["scenario"], {})[version.number] = version
    for row in _rows(db, "verdict"):
        found.verdicts[row["scenario"], row["day"]] = (row["today"], row["planned"])
    if "setting" in tables:
        for row in _rows(db, "setting"):
            found.settings[row["key"]] = row["value"]
    return found


def _read_leaf(db: sqlite3.Connection, page: int) -> Found:
    """The rows of one page, of whichever table they are: each fits the columns of its own table only.

    Settings are left out, because the rows of other tables fit their two columns, too.
    """
    db.execute("PRAGMA writable_schema = ON")
    db.execute("UPDATE sqlite_master SET rootpage = ? WHERE type = 'table'", (page,))
    db.execute("PRAGMA writable_schema = RESET")
    return _read(db, ("scenario", "revision", "verdict"))


def _rows(db: sqlite3.Connection, table: str) -> Iterator[sqlite3.Row]:
    """The rows whose columns hold what they should, read from both ends up to what cannot be read."""
    found: dict[int, sqlite3.Row] = {}
    columns = ", ".join(COLUMNS[table])
    for order in ("ASC", "DESC"):
        with suppress(*UNREADABLE):
            for row in db.execute(f"SELECT rowid AS place, {columns} FROM {table} ORDER BY rowid {order}"):
                found[row["place"]] = row
            break
    for place in sorted(found):
        if _plausible(table, found[place]):
            yield found[place]


def _plausible(table: str, row: sqlite3.Row) -> bool:
    words, numbers = WORDS[table], NUMBERS.get(table, ())
    season = row["season"] if table == "revision" else None
    return (
        all(isinstance(row[column], str) and row[column] for column in words)
        and all(isinstance(row[column], int) for column in numbers)
        and (season is None or isinstance(season, int))
    )
