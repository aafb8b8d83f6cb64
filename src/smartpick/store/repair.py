"""Save what can be read of a damaged workspace into a new file beside it; the damaged file is never changed."""

from __future__ import annotations

import json
import shutil
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from smartpick.domain.words import count_noun
from smartpick.errors import NotFound
from smartpick.store.connection import changing, connect, in_sentences
from smartpick.store.family import (
    DAMAGED,
    PASSING,
    REPAIRED,
    copy_of,
    free_name,
    new_file_beside,
    put_in_place,
    sync_folder,
)
from smartpick.store.inspection import inspect
from smartpick.store.migrations import make_file
from smartpick.store.refusals import shown
from smartpick.store.salvage import Found, salvage
from smartpick.store.scenarios import LONGEST_NAME, Revision, Scenario, insert


@dataclass(frozen=True, slots=True)
class Saved:
    """A scenario that was saved: how many of its versions, and what a person has to know about it."""

    name: str
    versions: int
    note: str = ""


@dataclass(frozen=True, slots=True)
class Repair:
    """What a repair did. `new` is None where nothing could be read. `lost` are whole sentences."""

    damaged: Path
    new: Path | None
    saved: tuple[Saved, ...]
    lost: tuple[str, ...]

    @property
    def sentences(self) -> tuple[str, ...]:
        """The report for a person, line by line."""
        if self.new is None:
            first = f"Nothing could be read from {shown(self.damaged)}. It was left as it is."
        else:
            first = f"Saved {count_noun(len(self.saved), 'scenario')} into {shown(self.new)}."
        named = [f"“{s.name}”: {count_noun(s.versions, 'version')} saved.{' ' if s.note else ''}{s.note}"
                 for s in self.saved]  # fmt: skip
        return (first, *named, *self.lost, f"The damaged file was not changed: {shown(self.damaged)}.")


def repair(path: Path) -> Repair:
    """Salvage every readable scenario of the file at `path`, and of the copy beside it, into a new file.

    Raises NotFound where there is no file, WorkspaceUnwritable or WorkspaceFull where the new file cannot
    be written.
    """
    with in_sentences(path):
        if not path.exists():
            raise NotFound(f"There is no workspace at {shown(path)}.", remedy="There is nothing to repair.")
        found = salvage(path)
        earlier = salvage(copy_of(path)) if copy_of(path).exists() else Found()
        from_copy = set(earlier.revisions) - set(found.revisions)
        found.add(earlier)
        rebuilt, saved, lost = _rebuild(found, from_copy)
        new = _write(path, rebuilt, found) if rebuilt or found.settings else None
        return Repair(path, new, tuple(saved), tuple(lost))


def use_repaired(report: Repair) -> Path:
    """Go on with the repaired file: it takes the workspace's name, the damaged one is kept as `...damaged-1`.

    Returns where the damaged file is kept. Its bytes stay as they are; at no moment is there no file
    under the workspace's name.
    """
    path, new = report.damaged, report.new
    if new is None or not new.exists():
        raise NotFound("There is no repaired file to go on with.", remedy="Repair the workspace first.")
    with in_sentences(path):
        kept = free_name(path, DAMAGED)
        for end in PASSING:  # before the exchange: changes of the old file must never meet the new one
            beside = path.with_name(path.name + end)
            if beside.exists():
                beside.rename(kept.with_name(kept.name + end))
        part = new_file_beside(path)
        shutil.copyfile(path, part)
        put_in_place(part, kept)
        new.replace(path)
        sync_folder(path.parent)
    return kept


def _rebuild(
    found: Found, from_copy: set[str]
) -> tuple[list[tuple[Scenario, tuple[Revision, ...]]], list[Saved], list[str]]:
    """Whole scenarios out of the rows that were found, with what was saved and lost of each."""
    rebuilt, saved, lost = [], [], []
    unnamed = 0
    for scenario_id in dict.fromkeys((*found.scenarios, *found.revisions, *found.doubtful)):
        row = found.scenarios.get(scenario_id)
        unnamed += row is None
        name = str(row["name"])[:LONGEST_NAME] if row is not None else f"Recovered scenario {unnamed}"
        versions = tuple(found.revisions.get(scenario_id, {}).values())
        note = _note(versions, None if row is None else int(row["revision"]))
        if scenario_id in from_copy:
            note = "It comes from the copy made before the last update of the file; later changes are lost."
        if not versions:
            versions = _last_readable(found.doubtful.get(scenario_id, {}))
            note = "Parts of its text may have changed: check every field."
        if not versions:
            lost.append(f"“{name}” could not be read.")
            continue
        last = max(versions, key=lambda r: r.number)
        created = str(row["created"]) if row is not None else min(r.saved for r in versions)
        source = row["copied_from"] if row is not None and isinstance(row["copied_from"], str) else None
        whole = Scenario(scenario_id, name, last.number, created, last.saved, last.season, last.profile, source)
        rebuilt.append((whole, versions))
        saved.append(Saved(name, len(versions), note))
    return rebuilt, saved, lost


def _note(versions: tuple[Revision, ...], latest: int | None) -> str:
    if versions and latest is not None and max(r.number for r in versions) < latest:
        return "Its latest change could not be read."
    return ""


def _last_readable(doubtful: dict[int, Revision]) -> tuple[Revision, ...]:
    """The latest revision that is still JSON, though its checksum does not fit; none where there is none."""
    for number in sorted(doubtful, reverse=True):
        try:
            if isinstance(json.loads(doubtful[number].profile), dict):
                return (doubtful[number],)
        except (ValueError, RecursionError):
            continue
    return ()


def _write(path: Path, rebuilt: list[tuple[Scenario, tuple[Revision, ...]]], found: Found) -> Path:
    """A new, checked workspace beside the damaged one."""
    part = new_file_beside(path)
    try:
        make_file(part)
        with closing(connect(part)) as db:
            with changing(db):
                for scenario, versions in rebuilt:
                    insert(db, scenario, versions)
                known = {scenario.id for scenario, _ in rebuilt}
                db.executemany("INSERT INTO setting (key, value) VALUES (?, ?)", found.settings.items())
                db.executemany("INSERT INTO verdict (scenario, day, today, planned) VALUES (?, ?, ?, ?)",
                               [(*key, *value) for key, value in found.verdicts.items() if key[0] in known])
            inspect(part, db)
        while not put_in_place(part, new := free_name(path, REPAIRED)):
            pass
        return new
    finally:
        part.unlink(missing_ok=True)
