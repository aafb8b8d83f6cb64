"""What a workspace refuses or cannot do: one sentence each, never with anything a person typed in it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from smartpick.errors import CannotWrite, SmartPickError

if TYPE_CHECKING:
    from smartpick.store.scenarios import Scenario

REPAIR = "smartpick workspace repair"


def shown(path: Path) -> str:
    """The path for people, without the name of their home folder."""
    try:
        home = Path.home()
    except RuntimeError:  # no home folder is known
        return str(path)
    return str(Path("~") / path.relative_to(home)) if path.is_relative_to(home) else str(path)


class DamagedWorkspace(SmartPickError):
    """A file that is no SQLite file, or a damaged one. It was not changed; `path` can be repaired."""

    code = "workspace_damaged"
    status = 409

    def __init__(self, path: Path) -> None:
        self.path = path
        super().__init__(
            f"The file {shown(path)} is damaged, or it is not a SmartPick workspace.",
            remedy=f"It was not changed. Save what can still be read into a new file with: {REPAIR}",
        )


class NotAWorkspace(SmartPickError):
    """A sound SQLite file that belongs to another program."""

    code = "workspace_foreign"
    status = 409

    def __init__(self, path: Path) -> None:
        self.path = path
        super().__init__(
            f"The file {shown(path)} belongs to another program and was not changed.",
            remedy="Choose another file with --workspace or SMARTPICK_WORKSPACE.",
        )


class NewerWorkspace(SmartPickError):
    """A file that a later version of SmartPick wrote."""

    code = "workspace_newer"
    status = 409

    def __init__(self, path: Path, found: int, known: int) -> None:
        self.path, self.found, self.known = path, found, known
        super().__init__(
            f"The workspace {shown(path)} was written by a newer SmartPick "
            f"(file version {found}; this one knows {known}).",
            remedy="It was not changed. Update SmartPick, or choose another file with --workspace.",
        )


class WorkspaceBusy(SmartPickError):
    """Another program holds the file for longer than we wait."""

    code = "workspace_busy"
    status = 503

    def __init__(self, path: Path) -> None:
        self.path = path
        super().__init__(
            "Another program is using the workspace, so this could not be done now.",
            remedy="Nothing saved is lost. Close the other program or wait a moment, then try again.",
        )


class WorkspaceFull(CannotWrite):
    """No space is left for a change."""

    code = "workspace_full"
    status = 507

    def __init__(self, path: Path) -> None:
        self.path = path
        super().__init__(
            "The disk is full, so this change could not be saved.",
            remedy="Everything saved before is still there. Free some space, then save again.",
        )


class WorkspaceUnwritable(CannotWrite):
    """The folder or file cannot be written to. `why` ends the sentence."""

    code = "workspace_unwritable"
    status = 507

    def __init__(self, path: Path, why: str = "it is read-only or belongs to someone else") -> None:
        self.path = path
        super().__init__(
            f"The workspace {shown(path)} cannot be written: {why}.",
            remedy="Everything saved before is still there. Choose another place with --workspace or "
            "SMARTPICK_WORKSPACE.",
        )


class StaleRevision(SmartPickError):
    """A save on top of a version that is no longer the latest. Both versions are carried, neither is lost."""

    code = "stale_revision"
    status = 409

    def __init__(self, expected: int, mine: str, theirs: Scenario) -> None:
        self.expected, self.mine, self.theirs = expected, mine, theirs
        super().__init__(
            f"This scenario was changed elsewhere: you began with revision {expected}, it is now at "
            f"{theirs.revision}.",
            remedy="Compare both versions and choose; nothing was overwritten.",
        )
