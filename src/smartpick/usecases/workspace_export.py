"""Take everything out of a workspace: one ZIP file, or the same files in a folder."""

from __future__ import annotations

import io
import json
import re
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

from smartpick.errors import BadProfile, CannotWrite
from smartpick.exchange.profile import profile_text
from smartpick.store.connection import in_sentences
from smartpick.store.family import PASSING, family
from smartpick.store.scenarios import Scenario
from smartpick.store.snapshot import Whole, take
from smartpick.store.workspace import Workspace
from smartpick.usecases.workspace import as_profile

FORMAT = 1
INDEX = "workspace.json"
README = """Your SmartPick workspace, as you exported it.

scenarios/       every scenario as a profile that `smartpick plan FILE` reads
workspace.json   everything: scenarios, their earlier versions, verdicts noted, settings; import reads this file
other-files/     copies that SmartPick keeps beside the workspace, such as the one made before an update

It says much about you. Keep it where only you can read it.
"""


def export_bytes(workspace: Workspace, today: date) -> bytes:
    """Everything in the workspace as one ZIP file."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in export_files(workspace, today).items():
            # A fixed time: the same workspace gives the same bytes, and no clock is read.
            archive.writestr(zipfile.ZipInfo(name, (today.year, today.month, today.day, 0, 0, 0)), content,
                             zipfile.ZIP_DEFLATED)  # fmt: skip
    return buffer.getvalue()


def export_everything(workspace: Workspace, folder: Path, today: date) -> tuple[Path, ...]:
    """Write the same files into a new or empty folder, readable by their owner only. Raises CannotWrite."""
    files = export_files(workspace, today)
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if any(folder.iterdir()):
            raise CannotWrite(f"The folder {folder} is not empty.", remedy="Name a new one.", field="--out")
        for name, content in files.items():
            path = folder / name
            path.parent.mkdir(mode=0o700, exist_ok=True)
            path.touch(mode=0o600)
            path.write_bytes(content)
    except OSError as error:
        raise CannotWrite(f"The export cannot be written to {folder}: {(error.strerror or 'refused').lower()}.",
                          remedy="Choose another folder with --out.", field="--out") from None
    return tuple(folder / name for name in files)


def export_files(workspace: Workspace, today: date) -> dict[str, bytes]:
    """The content of every file of an export, by name. A profile that cannot be read any more stays JSON."""
    snapshot = take(workspace)
    files = {"README.txt": README.encode()}
    entries = []
    for number, whole in enumerate(snapshot.scenarios, 1):
        name, content = _profile_file(number, whole.scenario)
        files[name] = content
        entries.append({"file": name, **_entry(whole)})
    index = {"format": FORMAT, "exported": today.isoformat(), "scenarios": entries, "settings": dict(snapshot.settings)}
    files[INDEX] = (json.dumps(index, ensure_ascii=False, indent=1) + "\n").encode()
    with in_sentences(workspace.path):
        for other in family(workspace.path):
            if other != workspace.path and not other.name.endswith(PASSING):
                files[f"other-files/{other.name}"] = other.read_bytes()
    return files


def _profile_file(number: int, scenario: Scenario) -> tuple[str, bytes]:
    slug = re.sub(r"[^a-z0-9]+", "-", scenario.name.lower()).strip("-")[:40].strip("-") or "scenario"
    try:
        return f"scenarios/{number:02}-{slug}.yaml", profile_text(as_profile(scenario.profile)).encode()
    except BadProfile:
        return f"scenarios/{number:02}-{slug}.json", scenario.profile.encode()


def _entry(whole: Whole) -> dict[str, Any]:
    own = whole.scenario
    return {
        "id": own.id,
        "name": own.name,
        "created": own.created,
        "updated": own.updated,
        "copied_from": own.copied_from,
        "history": [
            {"number": r.number, "base": r.base, "saved": r.saved, "season": r.season, "profile": json.loads(r.profile)}
            for r in whole.history
        ],
        "verdicts": [{"day": v.day, "today": v.today, "planned": v.planned} for v in whole.verdicts],
    }
