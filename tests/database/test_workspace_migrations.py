"""An older file is brought up to date after a copy of it; a step that fails leaves everything as it was."""

from __future__ import annotations

import os
import sqlite3
import stat
import threading
import zlib
from contextlib import closing
from pathlib import Path

import pytest

from smartpick.store import connection, migrations, scenarios
from smartpick.store.family import copy_of, family
from smartpick.store.migrations import APPLICATION_ID, LATEST
from smartpick.store.refusals import DamagedWorkspace, SmartPickError, WorkspaceFull
from smartpick.store.verdicts import VerdictNote, note_verdict, verdicts
from smartpick.store.workspace import Workspace

DAY = "2026-11-22"
PROFILE = '{"schema_version": 1, "targets": ["dermatology"]}'
FIRST_CHECKSUM, SECOND_CHECKSUM = zlib.crc32(b"None\n{}"), zlib.crc32(f"2028\n{PROFILE}".encode())
# Version 1 as it was first written. Frozen here on purpose: files in the world look like this.
VERSION_1 = (
    "CREATE TABLE scenario (id TEXT NOT NULL PRIMARY KEY, name TEXT NOT NULL, revision INTEGER NOT NULL, "
    "created TEXT NOT NULL, updated TEXT NOT NULL, copied_from TEXT)",
    "CREATE TABLE revision (scenario TEXT NOT NULL REFERENCES scenario (id) ON DELETE CASCADE, "
    "number INTEGER NOT NULL, base INTEGER NOT NULL, saved TEXT NOT NULL, season INTEGER, profile TEXT NOT NULL, "
    "checksum INTEGER NOT NULL, PRIMARY KEY (scenario, number))",
    "CREATE TABLE setting (key TEXT NOT NULL PRIMARY KEY, value TEXT NOT NULL)",
    "INSERT INTO scenario VALUES ('abc', 'Mine', 2, '2026-01-01', '2026-02-01', NULL)",
    f"INSERT INTO revision VALUES ('abc', 1, 1, '2026-01-01', NULL, '{{}}', {FIRST_CHECKSUM})",
    f"INSERT INTO revision VALUES ('abc', 2, 2, '2026-02-01', 2028, '{PROFILE}', {SECOND_CHECKSUM})",
    "INSERT INTO setting VALUES ('actions_only', 'yes')",
    f"PRAGMA application_id = {APPLICATION_ID}",
    "PRAGMA user_version = 1",
)


@pytest.fixture(params=["wal", "delete"])
def old(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A version-1 file, in the way of writing we use and in SQLite's own."""
    path = tmp_path / "workspace.sqlite"
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        db.execute(f"PRAGMA journal_mode = {request.param}")
        for statement in VERSION_1:
            db.execute(statement)
    return path


def version_of(path: Path) -> int:
    with closing(sqlite3.connect(path)) as db:
        return int(db.execute("PRAGMA user_version").fetchone()[0])


def test_an_old_file_is_brought_up_to_date_with_all_it_holds(old: Path) -> None:
    workspace = Workspace(old)
    (kept,) = scenarios.list_scenarios(workspace)
    assert (kept.id, kept.name, kept.revision, kept.season, kept.profile) == ("abc", "Mine", 2, 2028, PROFILE)
    assert [r.number for r in scenarios.history(workspace, "abc")] == [2, 1]
    note_verdict(workspace, "abc", VerdictNote(DAY, "staged", "staged"))
    assert verdicts(workspace, "abc")
    assert version_of(old) == LATEST


def test_a_copy_is_put_beside_it_first(old: Path) -> None:
    Workspace(old).check()
    copy = copy_of(old)
    assert version_of(copy) == 1
    with closing(sqlite3.connect(copy)) as db:
        assert db.execute("SELECT name, revision FROM scenario").fetchall() == [("Mine", 2)]
    if os.name == "posix":
        assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    assert set(family(old)) == {old, copy}


def test_only_the_last_copy_is_kept(old: Path) -> None:
    copy_of(old).write_bytes(b"an earlier one")
    Workspace(old).check()
    assert version_of(copy_of(old)) == 1
    before = copy_of(old).read_bytes()
    Workspace(old).check()
    assert copy_of(old).read_bytes() == before


def test_a_new_file_needs_no_copy(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path / "w.db")
    scenarios.create(workspace, "Mine", "{}", DAY)
    assert not copy_of(workspace.path).exists()


def test_a_step_that_fails_leaves_everything_as_it_was(old: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    steps = (migrations.STEPS[0], (*migrations.STEPS[1], "CREATE TABLE setting (again TEXT)"))
    monkeypatch.setattr(migrations, "STEPS", steps)
    with pytest.raises(DamagedWorkspace):
        Workspace(old).check()
    assert version_of(old) == 1
    with closing(sqlite3.connect(old)) as db:
        assert not db.execute("SELECT 1 FROM sqlite_master WHERE name = 'verdict'").fetchall()
    monkeypatch.undo()
    assert [s.name for s in scenarios.list_scenarios(Workspace(old))] == ["Mine"]


def test_without_room_for_the_copy_nothing_is_migrated(old: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_room(path: Path) -> Path:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(migrations, "copy_beside", no_room)
    with pytest.raises(WorkspaceFull):
        Workspace(old).check()
    assert version_of(old) == 1


def test_a_locked_old_file_waits_for_another_day(old: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connection, "BUSY_SECONDS", 0.1)
    with closing(sqlite3.connect(old, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(SmartPickError, match="Another program"):
            Workspace(old).check()
    assert version_of(old) == 1
    assert not copy_of(old).exists()


def test_two_programs_migrate_once(old: Path) -> None:
    failed: list[BaseException] = []

    def check() -> None:
        try:
            Workspace(old).check()
        except SmartPickError as error:
            failed.append(error)

    threads = [threading.Thread(target=check) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failed
    assert (version_of(old), version_of(copy_of(old))) == (LATEST, 1)


@pytest.mark.covers("D19")
def test_a_deleted_scenario_is_gone_from_the_copy_too(old: Path) -> None:
    workspace = Workspace(old)
    workspace.check()
    assert b"dermatology" in copy_of(old).read_bytes()
    scenarios.delete(workspace, "abc")
    assert b"dermatology" not in copy_of(old).read_bytes()
    assert version_of(copy_of(old)) == 1


@pytest.mark.covers("D19")
def test_a_copy_that_cannot_be_changed_goes_whole(old: Path) -> None:
    workspace = Workspace(old)
    workspace.check()
    copy_of(old).write_bytes(b"damaged " * 999)
    scenarios.delete(workspace, "abc")
    assert not copy_of(old).exists()


def test_a_migration_that_was_released_is_not_edited(old: Path) -> None:
    """A file made today from step 1 has the same tables as the frozen one."""
    def tables(path: Path) -> dict[str, list[tuple]]:
        with closing(sqlite3.connect(path)) as db:
            names = [row[0] for row in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
            return {n: [row[1:] for row in db.execute(f"PRAGMA table_info({n})")] for n in names}

    fresh = old.with_name("fresh")
    with closing(sqlite3.connect(fresh)) as db:
        for statement in migrations.STEPS[0]:
            db.execute(statement)
    assert tables(fresh) == tables(old)
