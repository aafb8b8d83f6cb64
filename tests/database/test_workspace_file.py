"""The workspace file: where it is, who may read it, what it refuses, and that a refusal loses nothing."""

from __future__ import annotations

import os
import sqlite3
import stat
import sys
from contextlib import closing
from pathlib import Path

import pytest

from smartpick.errors import CannotWrite, SmartPickError
from smartpick.store import connection, scenarios
from smartpick.store.family import family
from smartpick.store.location import workspace_path
from smartpick.store.migrations import APPLICATION_ID, LATEST
from smartpick.store.refusals import (
    DamagedWorkspace,
    NewerWorkspace,
    NotAWorkspace,
    WorkspaceBusy,
    WorkspaceFull,
    WorkspaceUnwritable,
    shown,
)
from smartpick.store.workspace import Workspace

DAY = "2026-11-22"
HOME = Path("/people/anna")


@pytest.fixture
def place(tmp_path: Path) -> Path:
    return tmp_path / "data" / "workspace.sqlite"


@pytest.fixture
def workspace(place: Path) -> Workspace:
    return Workspace(place)


def sql(path: Path, *statements: str) -> list[tuple]:
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        return [db.execute(statement).fetchall() for statement in statements][-1]


# --- where it is -------------------------------------------------------------------------------


@pytest.mark.parametrize(("platform", "environ", "expected"), [
    ("linux", {}, "/people/anna/.local/share/smartpick/workspace.sqlite"),
    ("linux", {"XDG_DATA_HOME": "/data"}, "/data/smartpick/workspace.sqlite"),
    ("linux", {"XDG_DATA_HOME": "relative"}, "/people/anna/.local/share/smartpick/workspace.sqlite"),
    ("freebsd14", {}, "/people/anna/.local/share/smartpick/workspace.sqlite"),
    ("darwin", {"XDG_DATA_HOME": "/data"}, "/people/anna/Library/Application Support/SmartPick/workspace.sqlite"),
    ("win32", {}, "/people/anna/AppData/Local/SmartPick/workspace.sqlite"),
    ("win32", {"LOCALAPPDATA": "/local"}, "/local/SmartPick/workspace.sqlite"),
    ("linux", {"SMARTPICK_WORKSPACE": "/mine/w.db", "XDG_DATA_HOME": "/data"}, "/mine/w.db"),
    ("linux", {"SMARTPICK_WORKSPACE": ""}, "/people/anna/.local/share/smartpick/workspace.sqlite"),
])  # fmt: skip
def test_the_place_follows_the_platform(platform: str, environ: dict[str, str], expected: str) -> None:
    assert workspace_path(None, environ, platform, HOME) == Path(expected)


def test_a_path_that_is_given_comes_first(tmp_path: Path) -> None:
    assert workspace_path(tmp_path / "a.db", {"SMARTPICK_WORKSPACE": "/b.db"}) == tmp_path / "a.db"


def test_a_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SmartPickError, match="is a folder"):
        workspace_path(tmp_path)


def test_a_link_leads_to_the_real_file(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "real" / "w.db")
    assert workspace_path(tmp_path / "link") == tmp_path / "real" / "w.db"


def test_the_home_folder_is_not_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Path, "home", lambda: HOME)
    assert shown(HOME / "x" / "w.db") == "~/x/w.db"
    assert shown(Path("/elsewhere/w.db")) == "/elsewhere/w.db"


# --- how it is kept ----------------------------------------------------------------------------


@pytest.mark.covers("D19", "R140")
def test_looking_makes_no_file(workspace: Workspace) -> None:
    workspace.check()
    assert scenarios.list_scenarios(workspace) == ()
    assert not workspace.path.parent.exists()


@pytest.mark.covers("D19")
@pytest.mark.skipif(os.name != "posix", reason="file modes are a POSIX thing; Windows keeps the folder private")
def test_only_the_owner_may_read(workspace: Workspace) -> None:
    old = os.umask(0)
    try:
        scenarios.create(workspace, "Mine", "{}", DAY)
        with workspace.writing() as db:
            db.execute("INSERT INTO setting VALUES ('a', 'b')")
            modes = {p.name: stat.S_IMODE(p.stat().st_mode) for p in family(workspace.path)}
    finally:
        os.umask(old)
    assert set(modes) == {"workspace.sqlite", "workspace.sqlite-wal", "workspace.sqlite-shm"}
    assert set(modes.values()) == {0o600}
    assert stat.S_IMODE(workspace.path.parent.stat().st_mode) == 0o700


@pytest.mark.skipif(os.name != "posix", reason="file modes are a POSIX thing")
def test_a_file_that_others_may_read_is_closed_and_a_shared_folder_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "w.db"
    tmp_path.chmod(0o755)
    scenarios.create(Workspace(path), "Mine", "{}", DAY)
    path.chmod(0o644)
    Workspace(path).check()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(tmp_path.stat().st_mode) == 0o755


def test_the_file_is_set_up_as_promised(workspace: Workspace) -> None:
    scenarios.create(workspace, "Mine", "{}", DAY)
    with workspace.reading() as db:
        said = {p: db.execute(f"PRAGMA {p}").fetchone()[0]
                for p in ("journal_mode", "busy_timeout", "foreign_keys", "secure_delete", "synchronous",
                          "application_id", "user_version")}  # fmt: skip
    assert said == {"journal_mode": "wal", "busy_timeout": 5000, "foreign_keys": 1, "secure_delete": 1,
                    "synchronous": 2, "application_id": APPLICATION_ID, "user_version": LATEST}  # fmt: skip


def test_nothing_stays_open_between_uses(workspace: Workspace) -> None:
    scenarios.create(workspace, "Mine", "{}", DAY)
    assert family(workspace.path) == (workspace.path,)


@pytest.mark.covers("D19")
def test_what_is_deleted_is_gone_from_the_disk(workspace: Workspace) -> None:
    secret = "a very rare citizenship"
    kept = scenarios.create(workspace, "Mine", f'{{"note": "{secret}"}}', DAY)
    assert secret.encode() in workspace.path.read_bytes()
    scenarios.delete(workspace, kept.id)
    assert not [p for p in workspace.path.parent.iterdir() if secret.encode() in p.read_bytes()]


def test_a_file_that_is_deleted_while_in_use_is_made_anew(workspace: Workspace) -> None:
    scenarios.create(workspace, "Mine", "{}", DAY)
    workspace.path.unlink()
    assert scenarios.list_scenarios(workspace) == ()
    scenarios.create(workspace, "Next", "{}", DAY)
    assert [s.name for s in scenarios.list_scenarios(workspace)] == ["Next"]


def test_an_empty_file_is_taken_over(workspace: Workspace) -> None:
    workspace.path.parent.mkdir()
    workspace.path.touch()
    scenarios.create(workspace, "Mine", "{}", DAY)
    assert len(scenarios.list_scenarios(Workspace(workspace.path))) == 1


# --- what it refuses ---------------------------------------------------------------------------


def refusal(workspace: Workspace, kind: type[SmartPickError]) -> str:
    """The sentence of a refusal, of looking and of writing alike; the file's bytes stay as they are."""
    before = workspace.path.read_bytes()
    for use in (lambda w: w.check(), lambda w: scenarios.create(w, "Secret", "{}", DAY)):
        with pytest.raises(kind) as caught:
            use(Workspace(workspace.path))
        assert "Secret" not in str(caught.value)
    assert workspace.path.read_bytes() == before
    return str(caught.value)


def test_a_newer_file_is_refused(workspace: Workspace) -> None:
    scenarios.create(workspace, "Mine", "{}", DAY)
    sql(workspace.path, f"PRAGMA user_version = {LATEST + 1}")
    said = refusal(workspace, NewerWorkspace)
    assert "newer SmartPick" in said
    assert "Update SmartPick" in said
    with pytest.raises(NewerWorkspace):  # also where it was updated while we run
        scenarios.list_scenarios(workspace)


@pytest.mark.parametrize("content", [b"name: me\n", b"\0" * 5000, os.urandom(9000), b"SQLite format 3\0",
                                     b"SQLite format 3\0" + b"\xff" * 9000])  # fmt: skip
def test_a_file_that_is_no_database_is_offered_repair(workspace: Workspace, content: bytes) -> None:
    workspace.path.parent.mkdir()
    workspace.path.write_bytes(content)
    assert "smartpick workspace repair" in refusal(workspace, DamagedWorkspace)


def test_another_programs_database_is_left_alone(workspace: Workspace) -> None:
    workspace.path.parent.mkdir()
    sql(workspace.path, "CREATE TABLE bookmarks (url TEXT)", "PRAGMA application_id = 7")
    assert "another program" in refusal(workspace, NotAWorkspace)


def test_missing_tables_are_damage(workspace: Workspace) -> None:
    scenarios.create(workspace, "Mine", "{}", DAY)
    sql(workspace.path, "DROP TABLE setting")
    refusal(workspace, DamagedWorkspace)


def test_a_changed_digit_in_a_profile_is_damage(workspace: Workspace) -> None:
    scenarios.create(workspace, "Mine", '{"score": 252}', DAY)
    sql(workspace.path, """UPDATE revision SET profile = '{"score": 262}'""")
    refusal(workspace, DamagedWorkspace)


def test_a_locked_file_is_said_and_nothing_is_lost(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connection, "BUSY_SECONDS", 0.1)
    kept = scenarios.create(workspace, "Mine", "{}", DAY)
    with closing(sqlite3.connect(workspace.path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(WorkspaceBusy, match="Another program is using the workspace"):
            scenarios.save(workspace, kept.id, 1, '{"a": 1}', DAY)
        assert scenarios.get(workspace, kept.id).profile == "{}"  # reading goes on
    assert scenarios.save(workspace, kept.id, 1, '{"a": 1}', DAY).revision == 2


def test_a_full_disk_is_said_and_nothing_is_lost(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = scenarios.create(workspace, "Mine", "{}", DAY)
    pages = sql(workspace.path, "PRAGMA page_count")[0][0]
    with monkeypatch.context() as patch:
        patch.setattr(connection, "SECURE", (*connection.SECURE, f"PRAGMA max_page_count = {pages}"))
        with pytest.raises(WorkspaceFull, match="The disk is full") as caught:
            scenarios.save(workspace, kept.id, 1, '{"note": "' + "x" * 50_000 + '"}', DAY)
    assert caught.value.status == 507
    assert isinstance(caught.value, CannotWrite)
    assert scenarios.get(Workspace(workspace.path), kept.id) == kept


def in_a_child(work) -> str:
    """What `work` returns in a child process, which may give up rights or set itself limits."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            said = work()
        except BaseException as error:  # noqa: BLE001 (the child must never come back here)
            said = f"{type(error).__name__}: {error}"
        os.write(writer, said.encode()[:4000])
        os._exit(0)
    os.close(writer)
    with os.fdopen(reader) as out:
        said = out.read()
    os.waitpid(child, 0)
    return said


@pytest.mark.skipif(sys.platform != "linux", reason="limits a child's file size as Linux does")
def test_a_disk_that_ends_in_the_middle_of_a_save(workspace: Workspace) -> None:
    kept = scenarios.create(workspace, "Mine", "{}", DAY)

    def save() -> str:
        import resource

        resource.setrlimit(resource.RLIMIT_FSIZE, (60_000, 60_000))
        scenarios.save(workspace, kept.id, 1, '{"note": "' + "x" * 200_000 + '"}', DAY)
        return "saved"

    said = in_a_child(save)
    assert said.startswith(("WorkspaceFull", "WorkspaceUnwritable")), said
    assert "Everything saved before is still there" in said
    assert scenarios.get(Workspace(workspace.path), kept.id) == kept


@pytest.mark.skipif(os.name != "posix", reason="needs POSIX permissions")
@pytest.mark.parametrize("exists", [True, False])
def test_a_read_only_folder_is_said_and_nothing_is_lost(workspace: Workspace, exists: bool) -> None:
    folder = workspace.path.parent
    if exists:
        kept = scenarios.create(workspace, "Mine", "{}", DAY)
    else:
        folder.mkdir()
    above = [p for p in folder.parents if p.stat().st_uid == os.getuid() and len(p.parts) > 2]
    modes = {p: stat.S_IMODE(p.stat().st_mode) for p in (*above, folder)}
    for p in above:
        p.chmod(modes[p] | 0o005)
    folder.chmod(0o555)
    if exists:
        workspace.path.chmod(0o444)

    def use() -> str:
        if os.getuid() == 0:
            os.setgid(65534)
            os.setuid(65534)  # whoever may do everything is not stopped by a folder
        scenarios.create(Workspace(workspace.path), "Secret", "{}", DAY)
        return "created"

    try:
        said = in_a_child(use)
    finally:
        for p, mode in modes.items():
            p.chmod(mode)
    assert said.startswith(WorkspaceUnwritable.__name__), said
    assert "Secret" not in said
    if exists:
        assert scenarios.list_scenarios(Workspace(workspace.path)) == (kept,)


def test_a_file_in_place_of_the_folder(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("mine")
    with pytest.raises(WorkspaceUnwritable, match="cannot be written"):
        scenarios.create(Workspace(tmp_path / "data" / "w.db"), "Mine", "{}", DAY)
    assert (tmp_path / "data").read_text() == "mine"
