"""Settings of the workspace, as texts by key: whether chances are hidden, and what else a person has switched."""

from __future__ import annotations

from smartpick.store.workspace import Workspace

ACTIONS_ONLY = "actions_only"  # "yes": show what to do and hide every chance


def setting(workspace: Workspace, key: str, default: str = "") -> str:
    """The value kept under a key, else the default."""
    with workspace.reading() as db:
        row = db.execute("SELECT value FROM setting WHERE key = ?", (key,)).fetchone()
        return default if row is None else str(row["value"])


def settings(workspace: Workspace) -> dict[str, str]:
    """Every setting kept."""
    with workspace.reading() as db:
        return {row["key"]: row["value"] for row in db.execute("SELECT key, value FROM setting ORDER BY key")}


def set_setting(workspace: Workspace, key: str, value: str | None) -> None:
    """Keep a value under a key; None forgets it. Makes the workspace where there is none."""
    if value is None and not workspace.exists:
        return
    with workspace.writing() as db:
        if value is None:
            db.execute("DELETE FROM setting WHERE key = ?", (key,))
        else:
            db.execute("INSERT INTO setting (key, value) VALUES (?, ?) "
                       "ON CONFLICT (key) DO UPDATE SET value = excluded.value", (key, value))
