"""Repair a damaged workspace: save what can be read beside it, then go on with that where the person wants to."""

from __future__ import annotations

from pathlib import Path

from smartpick.store.location import workspace_path
from smartpick.store.refusals import DamagedWorkspace
from smartpick.store.repair import Repair, repair, use_repaired
from smartpick.store.workspace import Workspace


def is_damaged(path: Path | str | None = None) -> bool:
    """Whether the workspace needs a repair. Raises the other errors of `store.refusals`."""
    try:
        Workspace(workspace_path(path)).check()
    except DamagedWorkspace:
        return True
    return False


def repair_workspace(path: Path | str | None = None) -> Repair:
    """Save every readable scenario into a new file beside the workspace, which is not changed.

    Raises NotFound where there is no file, WorkspaceUnwritable or WorkspaceFull where the new one cannot be
    written.
    """
    return repair(workspace_path(path))


def go_on_with(report: Repair) -> Path:
    """Let the repaired file take the workspace's place; returns where the damaged one is kept, unchanged."""
    return use_repaired(report)
