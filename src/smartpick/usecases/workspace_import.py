"""Bring an export back into a workspace: everything in it is checked before the first thing is written."""

from __future__ import annotations

import io
import json
import re
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from smartpick.domain.words import count_noun, joined
from smartpick.errors import BadProfile, NotFound, SmartPickError
from smartpick.store.scenarios import REVISIONS_KEPT, Revision, Scenario, clean_name, clean_text
from smartpick.store.snapshot import BroughtIn, Snapshot, Whole, bring_in
from smartpick.store.verdicts import VerdictNote
from smartpick.store.workspace import Workspace
from smartpick.usecases.workspace import as_profile
from smartpick.usecases.workspace_export import FORMAT, INDEX

MOST_BYTES = 50_000_000
MOST_SCENARIOS = 1_000
LARGEST = 10**9  # of any whole number in an export
ID = re.compile(r"[A-Za-z0-9_-]{1,64}")


@dataclass(frozen=True, slots=True)
class Imported:
    """What came in, by name; `unreadable` are scenarios whose profile this SmartPick refuses."""

    brought: BroughtIn
    unreadable: tuple[str, ...]

    @property
    def sentences(self) -> tuple[str, ...]:
        """The report for a person, line by line."""
        brought = self.brought
        said = [f"Imported {count_noun(len(brought.added) + len(brought.beside), 'scenario')}."]
        if brought.already_here:
            said.append(f"Here already, unchanged: {joined(brought.already_here)}.")
        if brought.beside:
            said.append(f"Put beside the one that is here, because they differ: {joined(brought.beside)}.")
        if self.unreadable:
            said.append(f"Not imported, because the profile cannot be read: {joined(self.unreadable)}.")
        return tuple(said)


def import_everything(workspace: Workspace, source: Path | bytes) -> Imported:
    """Add the scenarios and settings of an export (ZIP file, its bytes, or a folder); nothing here is changed.

    Raises NotFound, or SmartPickError where it is no export. Then nothing was written.
    """
    index = _index(source)
    wholes, unreadable = [], []
    every = [_whole(entry) for entry in index["scenarios"]]
    if len({whole.scenario.id for whole in every}) < len(every):
        raise _no_export()
    for whole in every:
        try:
            as_profile(whole.scenario.profile)
            wholes.append(whole)
        except BadProfile:
            unreadable.append(whole.scenario.name)
    settings = tuple((_word(key), _word(value)) for key, value in _mapping(index.get("settings", {})).items())
    return Imported(bring_in(workspace, Snapshot(tuple(wholes), settings)), tuple(unreadable))


def _index(source: Path | bytes) -> dict[str, Any]:
    """The content of workspace.json, its outer form checked."""
    try:
        found = json.loads(_read(source), parse_constant=_refused)
    except (ValueError, RecursionError):
        raise _no_export() from None
    index = _mapping(found)
    if not isinstance(index.get("format"), int) or not isinstance(index.get("scenarios"), list):
        raise _no_export()
    if index["format"] > FORMAT:
        raise SmartPickError("This export was written by a newer SmartPick.", remedy="Update SmartPick, then import.")
    if len(index["scenarios"]) > MOST_SCENARIOS:
        raise SmartPickError(f"This export holds more than {MOST_SCENARIOS:,} scenarios.")
    return index


def _read(source: Path | bytes) -> bytes:
    try:
        if isinstance(source, Path) and source.is_dir():
            with (source / INDEX).open("rb") as file:
                return _bounded(file.read(MOST_BYTES + 1))
        content = io.BytesIO(source) if isinstance(source, bytes) else source
        with zipfile.ZipFile(content) as archive, archive.open(INDEX) as member:
            return _bounded(member.read(MOST_BYTES + 1))
    except FileNotFoundError:
        raise NotFound("There is no export at this place.", remedy="Name the ZIP file or folder.") from None
    except (OSError, KeyError, zipfile.BadZipFile, zlib.error, RuntimeError, EOFError):
        raise _no_export() from None


def _bounded(content: bytes) -> bytes:
    if len(content) > MOST_BYTES:
        raise SmartPickError(f"This export is larger than {MOST_BYTES // 1_000_000} MB.")
    return content


def _whole(entry: Any) -> Whole:
    fields = _mapping(entry)
    history = sorted((_revision(r) for r in _list(fields.get("history"))), key=lambda r: -r.number)[:REVISIONS_KEPT]
    if not history or len({r.number for r in history}) < len(history):
        raise _no_export()
    source = fields.get("copied_from")
    last = history[0]
    scenario = Scenario(_id(fields.get("id")), clean_name(_word(fields.get("name"))), last.number,
                        _word(fields.get("created")), _word(fields.get("updated")), last.season, last.profile,
                        None if source is None else _id(source))  # fmt: skip
    notes = {v.day: v for v in map(_verdict, _list(fields.get("verdicts", [])))}
    return Whole(scenario, tuple(history), tuple(notes.values()))


def _revision(entry: Any) -> Revision:
    fields = _mapping(entry)
    season = fields.get("season")
    text = clean_text(json.dumps(_mapping(fields.get("profile")), ensure_ascii=False))
    return Revision(_number(fields.get("number")), _number(fields.get("base")), _word(fields.get("saved")),
                    None if season is None else _number(season), text)  # fmt: skip


def _verdict(entry: Any) -> VerdictNote:
    fields = _mapping(entry)
    return VerdictNote(_word(fields.get("day")), _word(fields.get("today")), _word(fields.get("planned")))


def _refused(constant: str) -> None:
    """NaN and the infinities, which JSON does not have."""
    raise ValueError


def _mapping(value: Any) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise _no_export()
    return value


def _list(value: Any) -> list[Any]:
    if not isinstance(value, list):
        raise _no_export()
    return value


def _word(value: Any) -> str:
    """A text that can be stored."""
    if not isinstance(value, str) or len(value) > 1000 or not value.isprintable():
        raise _no_export()
    return value


def _id(value: Any) -> str:
    if not isinstance(value, str) or not ID.fullmatch(value):
        raise _no_export()
    return value


def _number(value: Any) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 0 < value < LARGEST:
        raise _no_export()
    return value


def _no_export() -> SmartPickError:
    return SmartPickError("This is not a SmartPick export, or it is damaged. Nothing was imported.",
                          remedy="Choose the ZIP file or folder that `smartpick workspace export` wrote.")  # fmt: skip
