"""Scenarios: revisions, stale saves, undo, copies, names; and that nobody finds what is not theirs."""

from __future__ import annotations

from pathlib import Path

import pytest

from smartpick.errors import NotFound, SmartPickError
from smartpick.store import preferences, scenarios
from smartpick.store.refusals import StaleRevision
from smartpick.store.scenarios import LONGEST_NAME, REVISIONS_KEPT
from smartpick.store.verdicts import VerdictNote, note_verdict, verdicts
from smartpick.store.workspace import Workspace

DAY, NEXT_DAY = "2026-11-22", "2026-11-23"


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return Workspace(tmp_path / "workspace.sqlite")


def test_what_is_created_is_found(workspace: Workspace) -> None:
    made = scenarios.create(workspace, "Mine", '{"a": "Ñandú 東"}', DAY, 2028)
    assert scenarios.get(workspace, made.id) == made
    assert (made.revision, made.created, made.updated, made.season) == (1, DAY, DAY, 2028)


@pytest.mark.covers("D19")
def test_ids_cannot_be_guessed(workspace: Workspace) -> None:
    ids = {scenarios.create(workspace, "Mine", "{}", DAY).id for _ in range(50)}
    assert len(ids) == 50
    assert min(map(len, ids)) >= 24


def test_a_save_moves_on(workspace: Workspace) -> None:
    made = scenarios.create(workspace, "Mine", "1", DAY)
    saved = scenarios.save(workspace, made.id, 1, "2", NEXT_DAY, 2028)
    assert (saved.revision, saved.profile, saved.updated, saved.created, saved.season) == (2, "2", NEXT_DAY, DAY, 2028)
    assert [r.profile for r in scenarios.history(workspace, made.id)] == ["2", "1"]


def test_a_stale_save_carries_both_versions(workspace: Workspace) -> None:
    made = scenarios.create(workspace, "Mine", "1", DAY)
    scenarios.save(workspace, made.id, 1, "theirs", DAY)
    with pytest.raises(StaleRevision) as caught:
        scenarios.save(workspace, made.id, 1, "mine", DAY)
    stale = caught.value
    assert (stale.mine, stale.theirs.profile, stale.expected, stale.theirs.revision) == ("mine", "theirs", 1, 2)
    assert stale.status == 409
    assert not {"mine", "theirs", "Mine"} & set(str(stale).replace(".", " ").split())
    assert scenarios.get(workspace, made.id).profile == "theirs"


def test_the_same_content_again_is_no_change_and_never_stale(workspace: Workspace) -> None:
    made = scenarios.create(workspace, "Mine", "1", DAY)
    assert scenarios.save(workspace, made.id, 1, "1", NEXT_DAY) == made
    saved = scenarios.save(workspace, made.id, 1, "2", DAY)
    assert scenarios.save(workspace, made.id, 1, "2", DAY) == saved


def test_undo_walks_back_and_keeps_what_was_undone(workspace: Workspace) -> None:
    made = scenarios.create(workspace, "Mine", "A", DAY)
    scenarios.save(workspace, made.id, 1, "B", DAY)
    scenarios.save(workspace, made.id, 2, "C", DAY)
    assert scenarios.undo(workspace, made.id, 3, DAY).profile == "B"
    assert scenarios.undo(workspace, made.id, 4, DAY).profile == "A"
    with pytest.raises(NotFound, match="Nothing earlier"):
        scenarios.undo(workspace, made.id, 5, DAY)
    assert [r.profile for r in scenarios.history(workspace, made.id)] == ["A", "B", "C", "B", "A"]
    assert scenarios.restore(workspace, made.id, 3, 5, DAY).profile == "C"
    with pytest.raises(StaleRevision):
        scenarios.undo(workspace, made.id, 5, DAY)


def test_a_save_after_an_undo_can_be_undone(workspace: Workspace) -> None:
    made = scenarios.create(workspace, "Mine", "A", DAY)
    scenarios.save(workspace, made.id, 1, "B", DAY)
    scenarios.undo(workspace, made.id, 2, DAY)
    scenarios.save(workspace, made.id, 3, "D", DAY)
    assert scenarios.undo(workspace, made.id, 4, DAY).profile == "A"


def test_the_last_fifty_revisions_are_kept(workspace: Workspace) -> None:
    made = scenarios.create(workspace, "Mine", "0", DAY)
    for number in range(1, REVISIONS_KEPT + 5):
        scenarios.save(workspace, made.id, number, str(number), DAY)
    numbers = [r.number for r in scenarios.history(workspace, made.id)]
    assert numbers == list(range(REVISIONS_KEPT + 5, 5, -1))
    with pytest.raises(NotFound, match="not kept any more"):
        scenarios.restore(workspace, made.id, 1, REVISIONS_KEPT + 5, DAY)


@pytest.mark.covers("D20")
def test_a_copy_goes_its_own_way(workspace: Workspace) -> None:
    made = scenarios.create(workspace, "Mine", "1", DAY, 2028)
    what_if = scenarios.copy(workspace, made.id, "With a 262", NEXT_DAY)
    assert (what_if.profile, what_if.season, what_if.revision, what_if.copied_from) == ("1", 2028, 1, made.id)
    scenarios.save(workspace, what_if.id, 1, "2", NEXT_DAY)
    assert scenarios.get(workspace, made.id) == made
    scenarios.delete(workspace, made.id)
    assert scenarios.get(workspace, what_if.id).profile == "2"


def test_a_new_name_makes_no_open_page_stale(workspace: Workspace) -> None:
    made = scenarios.create(workspace, "Mine", "1", DAY)
    assert scenarios.rename(workspace, made.id, "  Ours\n now ", NEXT_DAY).name == "Ours now"
    assert scenarios.save(workspace, made.id, 1, "2", DAY).revision == 2


@pytest.mark.parametrize("name", ["", "  \n\t", "\0", "x" * (LONGEST_NAME + 1)])
def test_names_that_cannot_be(workspace: Workspace, name: str) -> None:
    with pytest.raises(SmartPickError):
        scenarios.create(workspace, name, "{}", DAY)
    assert not workspace.exists


@pytest.mark.parametrize("text", ["\ud800", "x" * 1_000_001])
def test_texts_that_cannot_be_kept(workspace: Workspace, text: str) -> None:
    with pytest.raises(SmartPickError):
        scenarios.create(workspace, "Mine", text, DAY)


@pytest.mark.parametrize("guess", ["", "1", "' OR 1=1 --", "%", "_" * 24])
def test_no_guess_finds_a_scenario(workspace: Workspace, guess: str) -> None:
    scenarios.create(workspace, "Mine", "1", DAY)
    for use in (lambda: scenarios.get(workspace, guess), lambda: scenarios.history(workspace, guess),
                lambda: scenarios.save(workspace, guess, 1, "2", DAY), lambda: scenarios.delete(workspace, guess),
                lambda: scenarios.rename(workspace, guess, "x", DAY), lambda: scenarios.undo(workspace, guess, 1, DAY),
                lambda: scenarios.copy(workspace, guess, "x", DAY), lambda: verdicts(workspace, guess),
                lambda: note_verdict(workspace, guess, VerdictNote(DAY, "a", "b"))):  # fmt: skip
        with pytest.raises(NotFound):
            use()
    assert [s.profile for s in scenarios.list_scenarios(workspace)] == ["1"]


def test_the_list_begins_with_the_latest_change(workspace: Workspace) -> None:
    first = scenarios.create(workspace, "First", "1", DAY)
    scenarios.create(workspace, "Second", "1", DAY)
    assert [s.name for s in scenarios.list_scenarios(workspace)] == ["Second", "First"]
    scenarios.save(workspace, first.id, 1, "2", NEXT_DAY)
    assert [s.name for s in scenarios.list_scenarios(workspace)] == ["First", "Second"]


def test_settings(workspace: Workspace) -> None:
    assert preferences.setting(workspace, "actions_only", "no") == "no"
    preferences.set_setting(workspace, "actions_only", None)
    assert not workspace.exists
    preferences.set_setting(workspace, "actions_only", "yes")
    preferences.set_setting(workspace, "actions_only", "maybe")
    assert preferences.settings(workspace) == {"actions_only": "maybe"}
    preferences.set_setting(workspace, "actions_only", None)
    assert preferences.settings(workspace) == {}


def test_verdicts_of_a_day_are_noted_once(workspace: Workspace) -> None:
    made = scenarios.create(workspace, "Mine", "1", DAY)
    note_verdict(workspace, made.id, VerdictNote(NEXT_DAY, "staged", "staged"))
    note_verdict(workspace, made.id, VerdictNote(DAY, "not_yet", "staged"))
    note_verdict(workspace, made.id, VerdictNote(NEXT_DAY, "staged", "focused_parallel"))
    assert verdicts(workspace, made.id) == (VerdictNote(DAY, "not_yet", "staged"),
                                            VerdictNote(NEXT_DAY, "staged", "focused_parallel"))  # fmt: skip
    scenarios.delete(workspace, made.id)
    with workspace.reading() as db:
        counts = [db.execute(f"SELECT count(*) FROM {t}").fetchone()[0] for t in ("scenario", "revision", "verdict")]
    assert counts == [0, 0, 0]
