"""`smartpick workspace`, as a person runs it; and that planning from a file never touches the workspace."""

from __future__ import annotations

import json
import os
import zipfile
from pathlib import Path

import pytest

from smartpick.cli.app import Entry, loaded, run
from smartpick.errors import CannotWrite, NotFound, SmartPickError
from smartpick.store import scenarios
from smartpick.store.refusals import DamagedWorkspace
from smartpick.store.workspace import Workspace

ROOT = Path(__file__).parents[2]
DERM = ROOT / "examples" / "derm_j1.yaml"
TODAY = "2026-11-22"


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "data" / "workspace.sqlite"
    monkeypatch.setenv("SMARTPICK_WORKSPACE", str(path))
    return path


@pytest.fixture
def kept(place: Path) -> scenarios.Scenario:
    return scenarios.create(Workspace(place), "Mine", '{"targets": ["dermatology"]}', TODAY, 2028)


def workspace(*arguments: object) -> int:
    """The command as `smartpick workspace ...` runs it; errors come through as they are raised."""
    command = loaded("workspace", Entry("smartpick.cli.workspace", "workspace_app", "Your kept plans."))
    result = command([str(a) for a in arguments], prog_name="smartpick workspace", standalone_mode=False)
    return result if isinstance(result, int) else 0


def test_where_before_anything_is_kept(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert workspace("where") == 0
    said = capsys.readouterr().out
    assert str(place) in said
    assert "Nothing is kept yet" in said
    assert workspace("list") == 0
    assert "Nothing is kept yet." in capsys.readouterr().out
    assert workspace("delete") == 0
    assert not place.parent.exists()


def test_where_and_list(kept: scenarios.Scenario, place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    workspace("list")
    assert capsys.readouterr().out == f"Mine  Match 2028, revision 1, changed {TODAY}\n"
    workspace("list", "--json")
    assert json.loads(capsys.readouterr().out) == [
        {"id": kept.id, "name": "Mine", "revision": 1, "season": 2028, "created": TODAY, "updated": TODAY}]  # fmt: skip
    workspace("where", "--json")
    assert json.loads(capsys.readouterr().out) == {"path": str(place), "exists": True, "files": [str(place)]}


def test_another_file(kept: scenarios.Scenario, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    workspace("list", "--workspace", tmp_path / "other.db")
    assert "Nothing is kept yet." in capsys.readouterr().out


@pytest.mark.covers("D19")
@pytest.mark.parametrize("out", ["all.zip", "all"])
def test_export_delete_import(kept: scenarios.Scenario, place: Path, tmp_path: Path, out: str) -> None:
    target = tmp_path / out
    assert workspace("export", "--out", target, "--today", TODAY) == 0
    if os.name == "posix":
        assert target.stat().st_mode & 0o077 == 0
    with pytest.raises(CannotWrite):
        workspace("export", "--out", target)
    assert workspace("delete", "--yes") == 0
    assert not place.exists()
    assert workspace("import", target) == 0
    assert scenarios.list_scenarios(Workspace(place)) == (kept,)


def test_an_export_holds_a_profile_that_plans(kept: scenarios.Scenario, tmp_path: Path,
                                              capsys: pytest.CaptureFixture[str]) -> None:
    workspace("export", "--out", tmp_path / "all.zip")
    zipfile.ZipFile(tmp_path / "all.zip").extractall(tmp_path)
    capsys.readouterr()
    assert run(["verdict", str(tmp_path / "scenarios" / "01-mine.yaml"), "--today", TODAY]) == 0


def test_delete_asks_first(kept: scenarios.Scenario, place: Path) -> None:
    with pytest.raises(SmartPickError, match="--yes"):
        workspace("delete")
    assert place.exists()


def test_import_from_nowhere(place: Path, tmp_path: Path) -> None:
    with pytest.raises(NotFound):
        workspace("import", tmp_path / "none.zip")


def test_repair(kept: scenarios.Scenario, place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    workspace("repair")
    assert "nothing to repair" in capsys.readouterr().out
    with place.open("r+b") as file:
        file.write(b"\0" * 90)
    damaged = place.read_bytes()
    with pytest.raises(DamagedWorkspace, match="smartpick workspace repair"):
        workspace("list")
    workspace("repair")
    assert "“Mine”: 1 version saved." in capsys.readouterr().out
    assert place.read_bytes() == damaged
    workspace("repair", "--use")
    assert "now in use" in capsys.readouterr().out
    assert scenarios.list_scenarios(Workspace(place)) == (kept,)
    assert place.with_name("workspace.sqlite.damaged-1").read_bytes() == damaged


def test_repair_of_rubbish_says_so(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    place.parent.mkdir()
    place.write_bytes(b"rubbish")
    assert workspace("repair", "--use") == 1
    assert "Nothing could be read" in capsys.readouterr().out


@pytest.mark.covers("D19", "R140")
def test_planning_from_a_file_never_touches_the_workspace(
    place: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Neither made where there is none, nor opened, nor minded where it is damaged."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "home" / "share"))
    commands = (["plan", str(DERM), "--today", TODAY], ["verdict", str(DERM), "--json", "--today", TODAY],
                ["profile", "check", str(DERM)], ["plan", str(DERM), "--out", str(tmp_path / "out")])  # fmt: skip
    for command in commands:
        assert run(command) == 0
    assert not place.parent.exists()
    assert not (tmp_path / "home").exists()

    place.parent.mkdir()
    place.write_bytes(b"rubbish")
    before = place.stat()
    for command in commands:
        assert run(command) == 0
    after = place.stat()
    assert (after.st_mtime_ns, after.st_atime_ns) == (before.st_mtime_ns, before.st_atime_ns)
    assert place.read_bytes() == b"rubbish"
    assert [p.name for p in place.parent.iterdir()] == [place.name]
