"""Read what can still be read from a damaged workspace: row by row, from copies of it, believing only what fits.

Three readings are made and put together: the file with the changes that SQLite keeps beside it, the file
alone, and the file with the first page of a fresh workspace, which names the tables, in place of its own.
"""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import dataclass, field
from pathlib import Path

from smartpick.store.family import PASSING, PRIVATE_FILE, new_file_beside
from smartpick.store.inspection import checksum
from smartpick.store.migrations import make_file
from smartpick.store.scenarios import Revision

PAGE = 4096  # bytes: SQLite's page size in every workspace we made
PAGE_COUNT = slice(28, 32)  # where the file header says how many pages there are, big-endian
WORDS = {"scenario": ("id", "name", "created", "updated"), "revision": ("scenario", "saved", "profile"),
         "setting": ("key", "value"), "verdict": ("scenario", "day", "today", "planned")}
NUMBERS = {"scenario": ("revision",), "revision": ("number", "base", "checksum")}
ROWS_TRIED = 5_000  # row numbers tried one by one where no row can be reached in order
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
    found = Found()
    for with_changes, with_fresh_page in ((True, False), (False, False), (False, True)):
        with suppress(sqlite3.Error):
            found.add(_reading(path, with_changes=with_changes, with_fresh_page=with_fresh_page))
    return found


def _reading(path: Path, *, with_changes: bool, with_fresh_page: bool) -> Found:
    part = new_file_beside(path)
    beside = [part.with_name(part.name + end) for end in PASSING]
    try:
        shutil.copyfile(path, part)
        changes = path.with_name(f"{path.name}-wal")
        if with_changes and changes.exists():
            beside[0].touch(mode=PRIVATE_FILE)
            shutil.copyfile(changes, beside[0])
        if with_fresh_page:
            _give_fresh_page(part)
        with closing(sqlite3.connect(part)) as db:
            db.row_factory = sqlite3.Row
            db.text_factory = lambda raw: raw.decode(errors="replace")
            db.execute("PRAGMA cell_size_check = ON")
            turns = iter(range(MOST_TURNS))  # pages that lead back to themselves must not hold us for ever
            db.set_progress_handler(lambda: next(turns, None) is None, OPERATIONS_A_TURN)
            return _read(db)
    finally:
        for file in (part, *beside):
            file.unlink(missing_ok=True)


def _give_fresh_page(part: Path) -> None:
    """Put the first page of a fresh workspace in place: same tables at the same places, as all are made alike."""
    fresh = new_file_beside(part)
    try:
        make_file(fresh)
        page = bytearray(fresh.read_bytes()[:PAGE])
    finally:
        fresh.unlink(missing_ok=True)
    page[PAGE_COUNT] = (part.stat().st_size // PAGE).to_bytes(4, "big")
    with part.open("r+b") as file:
        file.write(page)


def _read(db: sqlite3.Connection) -> Found:
    found = Found()
    for row in _rows(db, "scenario"):
        found.scenarios[row["id"]] = row
    for row in _rows(db, "revision"):
        version = Revision(row["number"], row["base"], row["saved"], row["season"], row["profile"])
        fits = checksum(version.season, version.profile) == row["checksum"]
        kind = found.revisions if fits else found.doubtful
        kind.setdefault(row["scenario"], {})[version.number] = version
    for row in _rows(db, "setting"):
        found.settings[row["key"]] = row["value"]
    for row in _rows(db, "verdict"):
        found.verdicts[row["scenario"], row["day"]] = (row["today"], row["planned"])
    return found


def _rows(db: sqlite3.Connection, table: str) -> Iterator[sqlite3.Row]:
    """The rows whose columns hold what they should, read from both ends and then one by one."""
    found: dict[int, sqlite3.Row] = {}
    for order in ("ASC", "DESC"):
        with suppress(sqlite3.Error):
            for row in db.execute(f"SELECT rowid AS place, * FROM {table} ORDER BY rowid {order}"):
                found[row["place"]] = row
            break
    else:
        for place in range(1, max(found, default=ROWS_TRIED)):
            if place not in found:
                with suppress(sqlite3.Error):
                    row = db.execute(f"SELECT rowid AS place, * FROM {table} WHERE rowid = ?", (place,)).fetchone()
                    if row is not None:
                        found[place] = row
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
