"""The four example profiles, shipped with the package for the start page and kept beside it for the commands.

The files in `examples/` of the source tree are the same, byte for byte: a test compares them.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from smartpick.errors import NotFound
from smartpick.settings import DATA

FOLDER = DATA / "examples"
_LABELS = {
    "derm_j1": "Dermatology, on a J-1 research visa, Step 2 CK 252",
    "ortho_reapplicant": "Orthopaedic Surgery again, with a green card",
    "im_dual": "Internal Medicine and Family Medicine, US citizen IMG",
    "neurosurgery_student": "Neurological Surgery, final-year student abroad",
}


@dataclass(frozen=True, slots=True)
class Example:
    """An invented person to look at before typing anything."""

    id: str
    label: str
    path: Path


def examples() -> tuple[Example, ...]:
    """The four examples in the order they are shown."""
    return tuple(Example(key, label, FOLDER / f"{key}.yaml") for key, label in _LABELS.items())


def example(id: str) -> Example:  # noqa: A002 (the word everybody uses for it)
    """One example by its id. Raises NotFound."""
    for found in examples():
        if found.id == id:
            return found
    raise NotFound(f"There is no example “{id[:40]}”.", remedy=f"There are: {', '.join(_LABELS)}.")
