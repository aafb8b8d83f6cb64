"""A damaged file is noticed, never changed, and as much of it as can be read is saved beside it."""

from __future__ import annotations

import json
import os
import random
import sqlite3
import stat
from contextlib import closing
from pathlib import Path

import pytest

from smartpick.errors import NotFound, SmartPickError
from smartpick.store import preferences, scenarios
from smartpick.store.family import COPY, copy_of, family
from smartpick.store.refusals import DamagedWorkspace, NewerWorkspace
from smartpick.store.repair import Repair, repair, use_repaired
from smartpick.store.verdicts import VerdictNote, note_verdict, verdicts
from smartpick.store.workspace import Workspace

DAY = "2026-11-22"
SCENARIOS, VERSIONS = 6, 4
PAGE = 4096


def content(number: int, version: int) -> str:
    """A profile of up to three pages, so that some of it lies on pages of its own."""
    return json.dumps({"scenario": number, "version": version, "filling": f"{number}{version}" * (number * 1000)})


@pytest.fixture
def path(tmp_path: Path) -> Path:
    workspace = Workspace(tmp_path / "workspace.sqlite")
    for number in range(SCENARIOS):
        made = scenarios.create(workspace, f"Scenario {number}", content(number, 1), DAY, 2028)
        for version in range(2, VERSIONS + 1):
            scenarios.save(workspace, made.id, version - 1, content(number, version), DAY, 2028)
        note_verdict(workspace, made.id, VerdictNote(DAY, "staged", "focused_parallel"))
    preferences.set_setting(workspace, "actions_only", "yes")
    return workspace.path


def all_of(path: Path) -> dict[str, tuple[str, list[str]]]:
    """Every scenario's name and its contents, by id."""
    workspace = Workspace(path)
    return {s.id: (s.name, [r.profile for r in scenarios.history(workspace, s.id)])
            for s in scenarios.list_scenarios(workspace)}  # fmt: skip


def change(path: Path, offset: int, to: bytes) -> bytes:
    """Overwrite a place; returns the whole damaged content."""
    with path.open("r+b") as file:
        file.seek(offset)
        file.write(to)
    return path.read_bytes()


def flip(path: Path, offset: int) -> bytes:
    return change(path, offset, bytes([path.read_bytes()[offset] ^ 0xFF]))


@pytest.mark.parametrize("seed", range(25))
def test_a_flipped_byte_is_harmless_or_noticed_and_never_overwritten(path: Path, seed: int) -> None:
    """Wherever a byte flips: what is shown is what was typed, or the file is refused; nothing is lost in silence."""
    whole = all_of(path)
    lot = random.Random(seed)
    size = path.stat().st_size
    for offset in [lot.randrange(100), lot.randrange(PAGE), *(lot.randrange(size) for _ in range(4))]:
        sound = path.read_bytes()
        damaged = flip(path, offset)
        try:
            texts = {i: versions for i, (_, versions) in all_of(path).items()}
            assert texts == {i: versions for i, (_, versions) in whole.items()}, f"changed in silence at {offset}"
        except NewerWorkspace:
            assert path.read_bytes() == damaged
        except DamagedWorkspace as error:
            assert "smartpick workspace repair" in str(error)
            assert path.read_bytes() == damaged
            report = repair(path)
            assert path.read_bytes() == damaged
            assert report.new is not None, f"nothing was saved for one byte at {offset}"
            saved = all_of(report.new)
            assert len(saved) >= SCENARIOS - 1, f"more than one scenario lost for one byte at {offset}"
            for scenario_id, (_, versions) in saved.items():
                if scenario_id in whole and not any(s.note.startswith("Parts") for s in report.saved):
                    assert set(versions) <= set(whole[scenario_id][1])
            report.new.unlink()
        path.write_bytes(sound)


@pytest.mark.parametrize("page", [0, 1, 2, 3, 4, 5, 8, 12])
def test_a_whole_page_of_rubbish(path: Path, page: int) -> None:
    whole = all_of(path)
    damaged = change(path, page * PAGE, random.Random(page).randbytes(PAGE))
    with pytest.raises(DamagedWorkspace):
        Workspace(path).check()
    report = repair(path)
    assert path.read_bytes() == damaged
    assert report.new is not None
    saved = all_of(report.new)
    assert saved
    for scenario_id, (_, versions) in saved.items():
        assert set(versions) <= set(whole[scenario_id][1])
    if page == 0:  # the page that names the tables can be had from a fresh file: nothing is lost
        assert saved == whole


@pytest.mark.parametrize("keep", [0.3, 0.6, 0.95])
def test_a_file_cut_short(path: Path, keep: float) -> None:
    cut = path.read_bytes()[: int(path.stat().st_size * keep)]
    path.write_bytes(cut)
    with pytest.raises(DamagedWorkspace):
        Workspace(path).check()
    report = repair(path)
    assert path.read_bytes() == cut
    assert report.new is not None
    assert all_of(report.new)


@pytest.mark.parametrize("rubbish", [b"name: me\n", b"\0" * 10_000, os.urandom(20_000), b"SQLite format 3\0"])
def test_where_nothing_can_be_read_nothing_is_made(tmp_path: Path, rubbish: bytes) -> None:
    path = tmp_path / "w.db"
    path.write_bytes(rubbish)
    report = repair(path)
    assert report.new is None
    assert family(path) == (path,)
    assert path.read_bytes() == rubbish
    assert "Nothing could be read" in report.sentences[0]
    with pytest.raises(NotFound):
        use_repaired(report)


def test_nothing_to_repair_where_there_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(NotFound):
        repair(tmp_path / "w.db")


def test_a_sound_file_is_salvaged_whole(path: Path) -> None:
    whole = all_of(path)
    report = repair(path)
    assert report.new is not None
    assert all_of(report.new) == whole
    assert preferences.settings(Workspace(report.new)) == {"actions_only": "yes"}
    assert all(verdicts(Workspace(report.new), i) for i in whole)
    assert not report.lost
    assert report.sentences[0].startswith(f"Saved {SCENARIOS} scenarios into")
    assert not any(s.note for s in report.saved)
    if os.name == "posix":
        assert stat.S_IMODE(report.new.stat().st_mode) == 0o600
    assert set(family(path)) == {path, report.new}


def test_changes_still_waiting_beside_the_file_are_saved_too(path: Path, tmp_path: Path) -> None:
    """As after a crash: the last changes stand in the -wal file only."""
    workspace = Workspace(path)
    last = scenarios.list_scenarios(workspace)[0]
    aside = tmp_path / "crashed" / "workspace.sqlite"
    aside.parent.mkdir()
    with workspace.reading() as other:  # keeps SQLite from tidying up
        other.execute("SELECT * FROM scenario").fetchall()
        scenarios.save(workspace, last.id, last.revision, '{"last": 1}', DAY)
        for file in family(path):
            if not file.name.endswith("-shm"):
                aside.with_name(file.name).write_bytes(file.read_bytes())
    change(aside, 2 * PAGE, b"\xff" * 200)
    before = {p.name: p.read_bytes() for p in family(aside)}
    report = repair(aside)
    assert {p.name: p.read_bytes() for p in family(aside) if p != report.new} == before
    assert report.new is not None
    assert scenarios.get(Workspace(report.new), last.id).profile == '{"last": 1}'


def test_what_only_the_copy_still_has_is_taken_from_it(path: Path) -> None:
    whole = all_of(path)
    copy_of(path).write_bytes(path.read_bytes())
    path.write_bytes(random.Random(1).randbytes(30_000))
    report = repair(path)
    assert report.new is not None
    assert all_of(report.new) == whole
    assert all("copy" in saved.note for saved in report.saved)
    assert copy_of(path).name.endswith(COPY)


def test_a_profile_with_a_changed_character_is_given_back_with_a_warning(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path / "w.db")
    made = scenarios.create(workspace, "Only", '{"score": 252}', DAY)
    raw = workspace.path.read_bytes()
    change(workspace.path, raw.index(b'"score": 252') + 9, b"262")
    with pytest.raises(DamagedWorkspace):
        Workspace(workspace.path).check()
    report = repair(workspace.path)
    assert report.new is not None
    assert scenarios.get(Workspace(report.new), made.id).profile == '{"score": 262}'
    assert "check every field" in " ".join(report.sentences)


def test_what_is_lost_is_said(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path / "w.db")
    scenarios.create(workspace, "Lost", '{"a": 1}', DAY)
    kept = scenarios.create(workspace, "Found", '{"b": 1}', DAY)
    scenarios.save(workspace, kept.id, 1, '{"b": 2}', DAY)
    raw = workspace.path.read_bytes()
    change(workspace.path, raw.index(b'{"a": 1}'), b"\xff\xfe{{{{{{")
    change(workspace.path, raw.index(b'{"b": 2}'), b"\xff\xfe{{{{{{")
    report = repair(workspace.path)
    assert report.lost == ("“Lost” could not be read.",)
    assert [(s.name, s.versions, s.note) for s in report.saved] == [
        ("Found", 1, "Its latest change could not be read.")]  # fmt: skip


def test_going_on_with_the_repaired_file(path: Path) -> None:
    whole = all_of(path)
    damaged = change(path, 0, b"\0" * 50)
    path.with_name(path.name + "-wal").write_bytes(b"old changes")
    report = repair(path)
    kept = use_repaired(report)
    assert kept.read_bytes() == damaged
    assert kept.name == "workspace.sqlite.damaged-1"
    assert kept.with_name(kept.name + "-wal").read_bytes() == b"old changes"
    assert all_of(path) == whole
    assert report.new is not None
    assert not report.new.exists()
    if os.name == "posix":
        assert {stat.S_IMODE(p.stat().st_mode) for p in (path, kept)} == {0o600}


def test_repairs_never_take_each_others_names(path: Path) -> None:
    change(path, 0, b"\0" * 50)
    reports: list[Repair] = [repair(path), repair(path)]
    assert [r.new.name for r in reports if r.new] == ["workspace.sqlite.repaired-1", "workspace.sqlite.repaired-2"]


def test_no_error_holds_what_a_person_typed(path: Path) -> None:
    with closing(sqlite3.connect(path)) as db:
        db.execute("UPDATE revision SET profile = 'a very rare citizenship'")
        db.commit()
    with pytest.raises(SmartPickError) as caught:
        scenarios.list_scenarios(Workspace(path))
    link: BaseException | None = caught.value
    while link is not None:
        assert "citizenship" not in f"{link!r}{link.__dict__}"
        link = link.__cause__ or (None if link.__suppress_context__ else link.__context__)
