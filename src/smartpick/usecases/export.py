"""Write a plan into a folder: document, list, table, calendar and data, each file whole or not at all."""

from __future__ import annotations

import json
import os
import tempfile
from pathlib import Path

from smartpick.domain.plan import Plan
from smartpick.errors import CannotWrite
from smartpick.exchange.ics import calendar_ics
from smartpick.exchange.markdown import plan_markdown
from smartpick.exchange.plan_json import plan_json
from smartpick.exchange.sheet import programs_csv, programs_xlsx


def export_plan(plan: Plan, folder: Path) -> tuple[Path, ...]:
    """Write plan.md, programs.xlsx, programs.csv, calendar.ics and plan.json; returns their paths.

    The folder is made where it is missing. Every file is complete beside its place before the first
    one is put there, so that a failure leaves the older files as they were. Files are readable by
    their owner only, because a plan says much about a person. Raises CannotWrite.
    """
    contents = export_contents(plan)
    waiting: dict[Path, Path] = {}
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, content in contents.items():
            waiting[folder / name] = _beside(folder, name, content)
        for path in list(waiting):
            waiting[path].replace(path)
            del waiting[path]
    except OSError as error:
        raise _cannot_write(folder, error) from None
    finally:
        for part in waiting.values():
            part.unlink(missing_ok=True)
    return tuple(folder / name for name in contents)


def export_contents(plan: Plan) -> dict[str, bytes]:
    """The content of every file by name. The CSV starts with a byte order mark, which Excel needs."""
    data = json.dumps(plan_json(plan), ensure_ascii=False, indent=2) + "\n"
    return {
        "plan.md": plan_markdown(plan).encode(),
        "programs.xlsx": programs_xlsx(plan),
        "programs.csv": programs_csv(plan).encode("utf-8-sig"),
        "calendar.ics": calendar_ics(plan),
        "plan.json": data.encode(),
    }


def _beside(folder: Path, name: str, content: bytes) -> Path:
    """A complete file with a passing name in the same folder, safely on disk."""
    handle, path = tempfile.mkstemp(prefix=f".{name}.", suffix=".part", dir=folder)
    part = Path(path)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
    except OSError:
        part.unlink(missing_ok=True)
        raise
    return part


def _cannot_write(folder: Path, error: OSError) -> CannotWrite:
    match error:
        case PermissionError():
            why = "you do not have permission there"
        case FileExistsError() | NotADirectoryError():
            why = "a part of that path is a file, not a folder"
        case IsADirectoryError():
            why = "a folder stands where a file should go"
        case _:
            why = (error.strerror or "the disk refused it").lower()
    return CannotWrite(f"The plan cannot be written to {folder}: {why}.",
                       remedy="Choose another folder with --out.", field="--out")
