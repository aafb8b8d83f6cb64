"""The files that belong to a workspace: itself, what SQLite keeps beside it, its copy, and what repairs leave."""

from __future__ import annotations

import os
import re
import secrets
import sqlite3
from contextlib import closing, suppress
from pathlib import Path

PRIVATE_FILE, PRIVATE_FOLDER = 0o600, 0o700
COPY, REPAIRED, DAMAGED = "backup", "repaired", "damaged"
PASSING = ("-wal", "-shm", "-journal")  # what SQLite keeps beside a file while it is in use
_PARTS = rf"(\.({COPY}|({REPAIRED}|{DAMAGED})-\d+))?(\.new-[0-9a-f]+)*(-wal|-shm|-journal)?"


def copy_of(path: Path) -> Path:
    """The copy made before the last migration; it need not exist."""
    return path.with_name(f"{path.name}.{COPY}")


def free_name(path: Path, kind: str) -> Path:
    """The first name beside the workspace, such as `workspace.sqlite.repaired-1`, that is not taken."""
    number = 1
    while (found := path.with_name(f"{path.name}.{kind}-{number}")).exists():
        number += 1
    return found


def family(path: Path) -> tuple[Path, ...]:
    """Every file that belongs to the workspace and exists, itself first."""
    belongs = re.compile(re.escape(path.name) + _PARTS)
    if not path.parent.is_dir():
        return ()
    found = [p for p in path.parent.iterdir() if belongs.fullmatch(p.name) and p.is_file()]
    return tuple(sorted(found, key=lambda p: (p != path, p.name)))


def new_file_beside(path: Path) -> Path:
    """A new empty file with a passing name, readable by its owner only. Makes the folder where missing."""
    if not path.parent.is_dir():
        path.parent.mkdir(mode=PRIVATE_FOLDER, parents=True, exist_ok=True)
    part = path.with_name(f"{path.name}.new-{secrets.token_hex(8)}")
    os.close(os.open(part, os.O_CREAT | os.O_EXCL | os.O_RDWR, PRIVATE_FILE))
    return part


def put_in_place(part: Path, path: Path) -> bool:
    """Give a finished file its name unless the name is taken; whether it got it. The part is gone after."""
    try:
        os.link(part, path)
    except FileExistsError:
        return False
    except OSError:  # a disk without hard links: the small gap between asking and naming is accepted
        if path.exists():
            return False
        part.rename(path)
    finally:
        part.unlink(missing_ok=True)
    sync_folder(path.parent)
    return True


def copy_beside(path: Path) -> Path:
    """Copy the workspace as last saved to its backup, replacing an earlier one only when complete."""
    part = new_file_beside(path)
    try:
        with (closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as source,
              closing(sqlite3.connect(part)) as target):  # fmt: skip
            source.backup(target)
        part.replace(copy_of(path))
    finally:
        part.unlink(missing_ok=True)
    sync_folder(path.parent)
    return copy_of(path)


def sync_folder(folder: Path) -> None:
    """Make a new or changed name last through a power cut, where the system can."""
    with suppress(OSError):  # Windows opens no folders
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
