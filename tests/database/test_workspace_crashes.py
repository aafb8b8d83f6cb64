"""Killed in the middle of saving, and several writers at once: at most the last change is lost."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from contextlib import closing
from pathlib import Path

import pytest

from smartpick.errors import SmartPickError
from smartpick.store import scenarios
from smartpick.store.refusals import StaleRevision
from smartpick.store.workspace import Workspace

DAY = "2026-11-22"
SAVER = """
import json, sys
from pathlib import Path
from smartpick.store import scenarios
from smartpick.store.workspace import Workspace

workspace = Workspace(Path(sys.argv[1]))
(kept,) = scenarios.list_scenarios(workspace) or [scenarios.create(workspace, "Mine", "{}", "2026-11-22")]
while True:
    text = json.dumps({"number": kept.revision + 1, "filling": "x" * 9000})
    kept = scenarios.save(workspace, kept.id, kept.revision, text, "2026-11-22")
    print(kept.revision, flush=True)
"""
MAKER = """
import sys
from pathlib import Path
from smartpick.store import scenarios
from smartpick.store.workspace import Workspace

print("ready", flush=True)
scenarios.create(Workspace(Path(sys.argv[1])), "Mine", "{}", "2026-11-22")
print("made", flush=True)
"""
WRITER = """
import sys
from pathlib import Path
from smartpick.store import scenarios
from smartpick.store.refusals import StaleRevision
from smartpick.store.workspace import Workspace

workspace, me = Workspace(Path(sys.argv[1])), sys.argv[2]
for number in range(int(sys.argv[3])):
    while True:
        now = scenarios.list_scenarios(workspace)[0]
        try:
            scenarios.save(workspace, now.id, now.revision, f"{now.profile} {me}{number}", "2026-11-22")
            break
        except StaleRevision:
            continue
"""


def child(program: str, *arguments: object) -> subprocess.Popen[str]:
    return subprocess.Popen([sys.executable, "-c", program, *map(str, arguments)], stdout=subprocess.PIPE, text=True)


@pytest.mark.slow
@pytest.mark.skipif(os.name != "posix", reason="kill -9 is a POSIX thing")
def test_killed_while_saving_at_most_the_last_change_is_lost(tmp_path: Path) -> None:
    path = tmp_path / "workspace.sqlite"
    confirmed = 1
    for attempt in range(12):
        with child(SAVER, path) as saver:
            assert saver.stdout is not None
            saver.stdout.readline()  # the first save is through
            time.sleep(0.011 * attempt)
            saver.send_signal(signal.SIGKILL)
            said = [int(line) for line in saver.stdout.read().split("\n")[:-1] if line]
        confirmed = max([confirmed, *said])
        workspace = Workspace(path)
        (kept,) = scenarios.list_scenarios(workspace)
        assert kept.revision >= confirmed, "a confirmed change was lost"
        assert json.loads(kept.profile)["number"] == kept.revision
        assert len(scenarios.history(workspace, kept.id)) == min(kept.revision, scenarios.REVISIONS_KEPT)
        with closing(sqlite3.connect(path)) as db:
            assert db.execute("PRAGMA quick_check").fetchall() == [("ok",)]
    assert confirmed > 20


@pytest.mark.slow
@pytest.mark.skipif(os.name != "posix", reason="kill -9 is a POSIX thing")
def test_killed_while_the_file_is_made_there_is_a_whole_one_or_none(tmp_path: Path) -> None:
    for attempt in range(10):
        path = tmp_path / f"{attempt}" / "workspace.sqlite"
        with child(MAKER, path) as maker:
            assert maker.stdout is not None
            maker.stdout.readline()
            time.sleep(0.0015 * attempt)
            maker.send_signal(signal.SIGKILL)
            made = "made" in maker.stdout.read()
        found = scenarios.list_scenarios(Workspace(path))
        assert len(found) <= 1
        assert found or not made


@pytest.mark.slow
def test_two_programs_writing_at_once_lose_nothing(tmp_path: Path) -> None:
    path = tmp_path / "workspace.sqlite"
    each = 20
    scenarios.create(Workspace(path), "Mine", "start", DAY)
    writers = [child(WRITER, path, me, each) for me in "ab"]
    assert [writer.wait(60) for writer in writers] == [0, 0]
    for writer in writers:
        assert writer.stdout is not None
        writer.stdout.close()
    (kept,) = scenarios.list_scenarios(Workspace(path))
    assert kept.revision == 1 + 2 * each
    assert sorted(kept.profile.split()[1:]) == sorted(f"{me}{n}" for me in "ab" for n in range(each))


def test_threads_share_a_workspace(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path / "workspace.sqlite")
    start = threading.Barrier(6)
    failed: list[BaseException] = []

    def work(me: int) -> None:
        try:
            start.wait()
            made = scenarios.create(workspace, f"Mine {me}", "0", DAY)
            for number in range(10):
                made = scenarios.save(workspace, made.id, made.revision, str(number + 1), DAY)
        except SmartPickError as error:
            failed.append(error)

    threads = [threading.Thread(target=work, args=(me,)) for me in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failed
    assert [(s.revision, s.profile) for s in scenarios.list_scenarios(workspace)] == [(11, "10")] * 6


def test_of_two_saves_on_one_revision_one_wins_and_the_other_is_told(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path / "workspace.sqlite")
    made = scenarios.create(workspace, "Mine", "0", DAY)
    start = threading.Barrier(2)
    stale: list[StaleRevision] = []

    def save(text: str) -> None:
        start.wait()
        try:
            scenarios.save(workspace, made.id, 1, text, DAY)
        except StaleRevision as error:
            stale.append(error)

    threads = [threading.Thread(target=save, args=(text,)) for text in ("left", "right")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    (told,) = stale
    assert {told.mine, told.theirs.profile} == {"left", "right"}
