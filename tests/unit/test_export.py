"""Writing a plan into a folder: all files whole, or the old ones untouched, and one sentence when it fails."""

import json
import stat
from pathlib import Path

import pytest
from icalendar import Calendar
from openpyxl import load_workbook

from sample_plan import sample_plan
from smartpick.errors import CannotWrite
from smartpick.usecases.export import export_plan

NAMES = ["plan.md", "programs.xlsx", "programs.csv", "calendar.ics", "plan.json"]


@pytest.mark.covers("D12", "D19")
def test_five_files_are_written_and_each_can_be_read(tmp_path: Path) -> None:
    folder = tmp_path / "made" / "on the way"
    paths = export_plan(sample_plan(), folder)
    assert [path.name for path in paths] == NAMES
    assert sorted(p.name for p in folder.iterdir()) == sorted(NAMES), "nothing half is left behind"
    assert json.loads(paths[4].read_text(encoding="utf-8"))["season"] == 2028
    assert load_workbook(paths[1]).sheetnames[0] == "List"
    assert Calendar.from_ical(paths[3].read_bytes()).walk("VEVENT")
    assert paths[2].read_bytes().startswith(b"\xef\xbb\xbfon_list,")
    assert "Ünïversität" in paths[2].read_text(encoding="utf-8-sig")


def test_only_the_owner_can_read_what_was_written(tmp_path: Path) -> None:
    for path in export_plan(sample_plan(), tmp_path):
        assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_second_export_replaces_the_first(tmp_path: Path) -> None:
    (tmp_path / "plan.md").write_text("old")
    export_plan(sample_plan(), tmp_path)
    assert (tmp_path / "plan.md").read_text().startswith("# Plan for the 2028 Match")


def test_a_file_in_the_way_is_one_sentence_with_a_remedy(tmp_path: Path) -> None:
    blocker = tmp_path / "file"
    blocker.write_text("kept")
    for folder in (blocker, blocker / "below"):
        with pytest.raises(CannotWrite, match=r"is a file, not a folder\. Choose another folder with --out\."):
            export_plan(sample_plan(), folder)
    assert blocker.read_text() == "kept"


def test_a_refused_write_leaves_the_old_files_and_nothing_half(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "plan.md").write_text("old")
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("smartpick.usecases.export.os.fsync", full)
    with pytest.raises(CannotWrite, match="no space left on device"):
        export_plan(sample_plan(), tmp_path)
    assert [p.name for p in tmp_path.iterdir()] == ["plan.md"]
    assert (tmp_path / "plan.md").read_text() == "old"


def test_a_folder_without_permission_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(**_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("smartpick.usecases.export.tempfile.mkstemp", refused)
    with pytest.raises(CannotWrite, match="you do not have permission there"):
        export_plan(sample_plan(), tmp_path)


def test_a_folder_where_a_file_should_go_is_said(tmp_path: Path) -> None:
    (tmp_path / "plan.md").mkdir()
    with pytest.raises(CannotWrite, match="a folder stands where a file should go"):
        export_plan(sample_plan(), tmp_path)
    assert [p.name for p in tmp_path.iterdir()] == ["plan.md"]
