"""What a person can ask of the workspace: keep, save, compare, export, import, delete everything."""

from __future__ import annotations

import io
import json
import random
import zipfile
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from smartpick.domain.applicant import Profile, Status
from smartpick.errors import BadProfile, CannotWrite, NotFound, SmartPickError
from smartpick.exchange.profile import read_profile, read_profile_text
from smartpick.store import preferences, scenarios
from smartpick.store.family import copy_of, family
from smartpick.store.workspace import Workspace
from smartpick.usecases import workspace as kept_plans
from smartpick.usecases.compare import compare, compare_profiles
from smartpick.usecases.plan import make_plan
from smartpick.usecases.workspace import (
    Kept,
    ProfileConflict,
    keep,
    load_profile,
    open_workspace,
    save_profile,
)
from smartpick.usecases.workspace_export import export_bytes, export_everything
from smartpick.usecases.workspace_import import import_everything
from smartpick.usecases.workspace_repair import go_on_with, is_damaged, repair_workspace

ROOT = Path(__file__).parents[2]
EXAMPLES = sorted((ROOT / "examples").glob("*.yaml"))
TODAY, LATER = date(2026, 11, 22), date(2026, 12, 1)


def example(name: str = "derm_j1") -> Profile:
    return read_profile(ROOT / "examples" / f"{name}.yaml")


def with_score(profile: Profile, score: int) -> Profile:
    return replace(profile, exams=replace(profile.exams, step2_ck=replace(profile.exams.step2_ck, score=score)))


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return open_workspace(tmp_path / "data" / "workspace.sqlite")


@pytest.fixture
def kept(workspace: Workspace) -> Kept:
    return keep(workspace, example(), "Mine", TODAY)


# --- keep and save -----------------------------------------------------------------------------


@pytest.mark.covers("R140", "D19")
def test_opening_makes_nothing_and_keeping_makes_the_file(workspace: Workspace) -> None:
    assert kept_plans.list_scenarios(workspace) == ()
    assert not kept_plans.actions_only(workspace)
    assert not workspace.path.parent.exists()
    keep(workspace, example(), "Mine", TODAY)
    assert workspace.exists


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda p: p.stem)
def test_a_profile_comes_back_as_it_was(workspace: Workspace, path: Path) -> None:
    profile = read_profile(path)
    made = keep(workspace, profile, "Mine", TODAY)
    assert made.profile == profile
    assert load_profile(open_workspace(workspace.path), made.id) == made


def test_the_place_can_be_set_by_the_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SMARTPICK_WORKSPACE", str(tmp_path / "mine.db"))
    assert kept_plans.where_is_it() == (tmp_path / "mine.db", ())
    assert open_workspace().path == tmp_path / "mine.db"


def test_two_tabs(workspace: Workspace, kept: Kept) -> None:
    theirs = save_profile(workspace, kept.id, 1, with_score(kept.profile, 260), LATER)
    with pytest.raises(ProfileConflict) as caught:
        save_profile(workspace, kept.id, 1, with_score(kept.profile, 245), LATER)
    conflict = caught.value
    assert conflict.status == 409
    assert conflict.theirs == theirs
    (difference,) = compare_profiles(conflict.mine, conflict.theirs.profile)
    assert (difference.path, difference.left, difference.right) == ("exams.step2_ck.score", "245", "260")
    assert "245" not in str(conflict)
    chosen = save_profile(workspace, kept.id, conflict.theirs.revision, conflict.mine, LATER)
    assert [v.profile for v in kept_plans.history(workspace, kept.id)] == [
        chosen.profile, theirs.profile, kept.profile]  # fmt: skip


def test_undo_and_restore(workspace: Workspace, kept: Kept) -> None:
    changed = save_profile(workspace, kept.id, 1, with_score(kept.profile, 260), LATER)
    assert kept_plans.undo(workspace, kept.id, 2, LATER).profile == kept.profile
    assert kept_plans.restore(workspace, kept.id, 2, 3, LATER).profile == changed.profile
    with pytest.raises(ProfileConflict) as caught:
        kept_plans.undo(workspace, kept.id, 1, LATER)
    assert caught.value.theirs.profile == changed.profile


@pytest.mark.covers("D20")
def test_what_follows_from_other_answers_follows_anew(workspace: Workspace) -> None:
    """A green card as what-if: nothing of the old answers may hold it back."""
    text = "targets: derm\nperson: {citizenships: [IN], status: permanent_resident}\neducation: {school_country: IN}\n"
    made = keep(workspace, read_profile_text(text), "Mine", TODAY)
    assert made.profile.needs_visa is False
    abroad = replace(made.profile, person=replace(made.profile.person, status=Status.NONE, visa_need=None))
    assert save_profile(workspace, made.id, 1, abroad, TODAY).profile.needs_visa is None
    assert "visa_need" not in scenarios.history(workspace, made.id)[1].profile


def test_an_earlier_version_that_cannot_be_read_any_more_does_not_hide_the_others(
    workspace: Workspace, kept: Kept
) -> None:
    scenarios.save(workspace, kept.id, 1, '{"targets": ["no such specialty"]}', "2026-11-23")
    save_profile(workspace, kept.id, 2, kept.profile, LATER)
    assert [v.profile for v in kept_plans.history(workspace, kept.id)] == [kept.profile, None, kept.profile]


def test_verdicts_and_settings(workspace: Workspace, kept: Kept) -> None:
    plan = make_plan(kept.profile, today=TODAY)
    kept_plans.remember_verdict(workspace, kept.id, plan)
    kept_plans.remember_verdict(workspace, kept.id, plan)
    (note,) = kept_plans.verdict_history(workspace, kept.id)
    assert (note.day, note.today) == ("2026-11-22", plan.strategies.today.strategy.value)
    kept_plans.set_actions_only(workspace, True)
    assert kept_plans.actions_only(workspace)
    kept_plans.set_actions_only(workspace, False)
    assert not kept_plans.actions_only(workspace)


# --- compare -----------------------------------------------------------------------------------


@pytest.mark.covers("D20")
def test_what_if_the_score_were_262(workspace: Workspace, kept: Kept) -> None:
    what_if = kept_plans.copy_scenario(workspace, kept.id, "With 262", TODAY)
    save_profile(workspace, what_if.id, 1, with_score(kept.profile, 262), TODAY)
    found = compare(workspace, kept.id, what_if.id, TODAY)
    assert (found.left_name, found.right_name) == ("Mine", "With 262")
    assert [(f.path, f.label, f.left, f.right) for f in found.fields] == [
        ("exams.step2_ck.score", "Step 2 CK: score", "252", "262")]  # fmt: skip
    lines = {line.key: line for line in found.lines}
    assert set(lines) >= {"visa", "today", "planned", "if_apply", "if_certify", "any_residency", "list", "cost",
                          "step_1"}  # fmt: skip
    assert lines["if_certify"].differs
    assert not lines["visa"].differs
    assert "in 100" in lines["if_apply"].left
    assert lines["cost"].left.startswith("$")
    assert not found.same


@pytest.mark.covers("D20")
def test_what_if_the_visa_were_a_green_card(workspace: Workspace, kept: Kept) -> None:
    person = replace(kept.profile.person, status=Status.PERMANENT_RESIDENT, status_until=None, visa_need=None)
    other = keep(workspace, replace(kept.profile, person=person), "Green card", TODAY)
    found = compare(workspace, kept.id, other.id, TODAY)
    assert {f.path: f.right for f in found.fields} == {
        "person.status": "permanent resident (green card)", "person.status_until": "unknown",
        "person.visa_need": "none"}  # fmt: skip
    assert next(line for line in found.lines if line.key == "visa").differs


def test_a_scenario_beside_itself(workspace: Workspace, kept: Kept) -> None:
    assert compare(workspace, kept.id, kept.id, TODAY).same
    with pytest.raises(NotFound):
        compare(workspace, kept.id, "unknown", TODAY)


def test_plans_of_every_two_examples_can_be_compared(workspace: Workspace) -> None:
    ids = [keep(workspace, read_profile(p), p.stem, TODAY).id for p in EXAMPLES]
    for other in ids[1:]:
        found = compare(workspace, ids[0], other, TODAY)
        assert found.fields
        words = [w for line in (*found.fields, *found.lines) for w in (line.left, line.right)]
        assert all(words)
        assert not [w for w in words if "None" in w or "_" in w or w == "("]


# --- export, import ----------------------------------------------------------------------------


def filled(workspace: Workspace) -> None:
    for path in EXAMPLES:
        made = keep(workspace, read_profile(path), f"{path.stem} / ../ Ñ", TODAY)
        save_profile(workspace, made.id, 1, with_score(made.profile, 240), LATER)
        kept_plans.undo(workspace, made.id, 2, LATER)
        kept_plans.remember_verdict(workspace, made.id, make_plan(made.profile, today=TODAY))
    kept_plans.set_actions_only(workspace, True)


def content(workspace: Workspace) -> object:
    found = kept_plans.list_scenarios(workspace)
    return (found, [scenarios.history(workspace, s.id) for s in found],
            [kept_plans.verdict_history(workspace, s.id) for s in found], preferences.settings(workspace))  # fmt: skip


@pytest.mark.covers("D19")
def test_an_export_holds_everything_and_comes_back_the_same(workspace: Workspace, tmp_path: Path) -> None:
    filled(workspace)
    copy_of(workspace.path).write_bytes(b"the copy")
    packed = export_bytes(workspace, TODAY)
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        names = archive.namelist()
        assert archive.read("other-files/workspace.sqlite.backup") == b"the copy"
        profiles = [read_profile_text(archive.read(n).decode()) for n in names if n.startswith("scenarios/")]
    assert not [n for n in names if n.startswith("/") or ".." in n or "\\" in n]
    assert {p.target for p in profiles} == {read_profile(p).target for p in EXAMPLES}
    assert packed == export_bytes(workspace, TODAY)

    other = open_workspace(tmp_path / "other.sqlite")
    report = import_everything(other, packed)
    assert content(other) == content(workspace)
    assert report.sentences == ("Imported 4 scenarios.",)


def test_an_export_into_a_folder(workspace: Workspace, tmp_path: Path) -> None:
    filled(workspace)
    written = export_everything(workspace, tmp_path / "out", TODAY)
    assert all(path.stat().st_mode & 0o077 == 0 for path in written)
    other = open_workspace(tmp_path / "other.sqlite")
    import_everything(other, tmp_path / "out")
    assert content(other) == content(workspace)
    with pytest.raises(CannotWrite, match="not empty"):
        export_everything(workspace, tmp_path / "out", TODAY)


def test_importing_twice_adds_nothing_and_changes_nothing(workspace: Workspace, kept: Kept) -> None:
    packed = export_bytes(workspace, TODAY)
    changed = save_profile(workspace, kept.id, 1, with_score(kept.profile, 262), LATER)
    kept_plans.set_actions_only(workspace, True)
    assert import_everything(workspace, packed).brought.beside == ("Mine (imported)",)
    assert load_profile(workspace, kept.id) == changed
    assert import_everything(workspace, packed).brought.already_here == ("Mine",)
    assert len(kept_plans.list_scenarios(workspace)) == 2
    assert kept_plans.actions_only(workspace)


def packed_with(index: object) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("workspace.json", index if isinstance(index, str) else json.dumps(index))
    return buffer.getvalue()


ENTRY = {"id": "a", "name": "n", "created": "2026-01-01", "updated": "2026-01-01",
         "history": [{"number": 1, "base": 1, "saved": "2026-01-01", "season": None,
                      "profile": {"targets": ["dermatology"]}}]}  # fmt: skip
REVISION = ENTRY["history"][0]


@pytest.mark.parametrize("source", [
    b"", b"PK", b"not a zip", packed_with("["), packed_with([]), packed_with({"format": 1}),
    packed_with("{\"format\": 1, \"scenarios\": [NaN]}"), packed_with("[" * 100_000),
    packed_with({"format": 1, "scenarios": {}}), packed_with({"format": 2, "scenarios": []}),
    packed_with({"format": 1, "scenarios": [1]}), packed_with({"format": 1, "scenarios": [{}]}),
    packed_with({"format": 1, "scenarios": [ENTRY, ENTRY]}),
    packed_with({"format": 1, "scenarios": [ENTRY | {"id": "../a"}]}),
    packed_with({"format": 1, "scenarios": [ENTRY | {"name": ""}]}),
    packed_with({"format": 1, "scenarios": [ENTRY | {"name": "\ud800"}]}),
    packed_with({"format": 1, "scenarios": [ENTRY | {"history": []}]}),
    packed_with({"format": 1, "scenarios": [ENTRY | {"history": [REVISION, REVISION]}]}),
    packed_with({"format": 1, "scenarios": [ENTRY | {"history": [REVISION | {"number": 10**30}]}]}),
    packed_with({"format": 1, "scenarios": [ENTRY | {"history": [REVISION | {"number": True}]}]}),
    packed_with({"format": 1, "scenarios": [ENTRY | {"history": [REVISION | {"profile": {"label": "\ud800"}}]}]}),
    packed_with({"format": 1, "scenarios": [ENTRY], "settings": {"a": 1}}),
    packed_with({"format": 1, "scenarios": [ENTRY | {"verdicts": [{}]}]}),
])  # fmt: skip
def test_what_is_no_export_is_refused_and_nothing_is_written(workspace: Workspace, source: bytes) -> None:
    with pytest.raises(SmartPickError):
        import_everything(workspace, source)
    assert not workspace.exists


def test_a_profile_that_cannot_be_read_is_named(workspace: Workspace) -> None:
    bad = ENTRY | {"id": "b", "name": "Old", "history": [REVISION | {"profile": {"targets": ["nonsense"]}}]}
    report = import_everything(workspace, packed_with({"format": 1, "scenarios": [ENTRY, bad]}))
    assert report.unreadable == ("Old",)
    assert "cannot be read: Old" in report.sentences[-1]
    assert [s.name for s in kept_plans.list_scenarios(workspace)] == ["n"]


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(seed=st.integers(0, 10**6), changes=st.integers(1, 30))
def test_a_damaged_export_is_refused_with_a_sentence(tmp_path_factory: pytest.TempPathFactory, seed: int,
                                                     changes: int) -> None:
    lot = random.Random(seed)
    packed = bytearray(packed_with({"format": 1, "scenarios": [ENTRY]}))
    for _ in range(changes):
        packed[lot.randrange(len(packed))] = lot.randrange(256)
    workspace = open_workspace(tmp_path_factory.mktemp("w") / "w.db")
    try:
        import_everything(workspace, bytes(packed))
    except (SmartPickError, BadProfile):
        assert not workspace.exists


def test_a_huge_export_is_refused(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("smartpick.usecases.workspace_import.MOST_BYTES", 1000)
    with pytest.raises(SmartPickError, match="larger than"):
        import_everything(workspace, packed_with({"format": 1, "scenarios": [], "x": "y" * 2000}))


# --- delete, repair ----------------------------------------------------------------------------


@pytest.mark.covers("D19")
def test_delete_everything_leaves_nothing(workspace: Workspace, kept: Kept) -> None:
    folder = workspace.path.parent
    copy_of(workspace.path).write_bytes(workspace.path.read_bytes())
    report = repair_workspace(workspace.path)
    go_on_with(report)
    repair_workspace(workspace.path)
    for end in ("-wal", "-shm", ".new-0123abcd"):
        workspace.path.with_name(workspace.path.name + end).write_bytes(b"x")
    (folder / "workspace.sqlite.txt").write_text("not ours")
    (folder / "my workspace.sqlite").write_text("not ours")
    deleted = kept_plans.delete_everything(workspace.path)
    assert {p.name for p in deleted} >= {"workspace.sqlite", "workspace.sqlite.backup", "workspace.sqlite.damaged-1",
                                         "workspace.sqlite.repaired-1", "workspace.sqlite.new-0123abcd"}  # fmt: skip
    assert sorted(p.name for p in folder.iterdir()) == ["my workspace.sqlite", "workspace.sqlite.txt"]
    assert kept_plans.list_scenarios(workspace) == ()
    assert kept_plans.delete_everything(workspace.path) == ()


@pytest.mark.covers("D19")
def test_a_damaged_workspace_can_be_deleted(tmp_path: Path) -> None:
    path = tmp_path / "w.db"
    path.write_bytes(b"damaged")
    assert kept_plans.delete_everything(path) == (path,)
    assert not path.exists()


@pytest.mark.covers("D19")
def test_deleted_files_are_overwritten_first(workspace: Workspace, kept: Kept) -> None:
    beside = workspace.path.with_name("second name")
    beside.hardlink_to(workspace.path)
    size = beside.stat().st_size
    kept_plans.delete_everything(workspace.path)
    assert beside.read_bytes() == bytes(size)


def test_repair_from_end_to_end(workspace: Workspace, kept: Kept) -> None:
    with workspace.path.open("r+b") as file:
        file.write(b"\0" * 90)
    assert is_damaged(workspace.path)
    damaged = workspace.path.read_bytes()
    report = repair_workspace(workspace.path)
    kept_where = go_on_with(report)
    assert kept_where.read_bytes() == damaged
    assert not is_damaged(workspace.path)
    assert load_profile(workspace, kept.id) == kept
    assert set(family(workspace.path)) == {workspace.path, kept_where}
