"""Where the workspace file is: the path given, else SMARTPICK_WORKSPACE, else the user's data folder."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from pathlib import Path

from smartpick.errors import SmartPickError

VARIABLE = "SMARTPICK_WORKSPACE"
FILE_NAME = "workspace.sqlite"


def workspace_path(
    explicit: Path | str | None = None,
    environ: Mapping[str, str] | None = None,
    platform: str = sys.platform,
    home: Path | None = None,
) -> Path:
    """The absolute path of the workspace file, which need not exist.

    `environ`, `platform` and `home` are the machine's own unless given. Raises SmartPickError
    where the path is a folder or no home folder is known.
    """
    environ = os.environ if environ is None else environ
    given = explicit if explicit is not None else environ.get(VARIABLE) or None
    path = Path(given) if given is not None else data_folder(environ, platform, home) / FILE_NAME
    path = _absolute(path)
    if path.is_dir():
        raise SmartPickError(
            f"{path} is a folder, not a workspace file.", remedy=f"Name a file in it, such as {path / FILE_NAME}."
        )
    return path


def data_folder(environ: Mapping[str, str], platform: str, home: Path | None = None) -> Path:
    """SmartPick's folder in the user's data folder.

    Linux and others: XDG base directories (a relative XDG_DATA_HOME is to be ignored); macOS:
    Library/Application Support; Windows: the local application data, which do not roam.
    """
    if platform == "win32":
        local = environ.get("LOCALAPPDATA")
        return (Path(local) if local else _home(home) / "AppData" / "Local") / "SmartPick"
    if platform == "darwin":
        return _home(home) / "Library" / "Application Support" / "SmartPick"
    data = environ.get("XDG_DATA_HOME", "")
    return (Path(data) if data.startswith("/") else _home(home) / ".local" / "share") / "smartpick"


def _home(home: Path | None) -> Path:
    try:
        return home or Path.home()
    except RuntimeError:
        raise SmartPickError(
            "No home folder is known for this user.", remedy=f"Name a file with --workspace or {VARIABLE}."
        ) from None


def _absolute(path: Path) -> Path:
    """Absolute, links followed, so that the files beside it are found beside the real file."""
    try:
        return path.expanduser().resolve()
    except (OSError, RuntimeError, ValueError):
        raise SmartPickError(
            "The path of the workspace cannot be used.", remedy="Name a file in a folder of yours with --workspace."
        ) from None
