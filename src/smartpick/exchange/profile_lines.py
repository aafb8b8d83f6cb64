"""What a profile's text says and where: plain data with the line of every field, and paths in words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from smartpick.errors import Problem

FieldPath = tuple[str | int, ...]
LineOf = Callable[[FieldPath], int | None]
_MAX_PROBLEMS = 50


@dataclass(slots=True)
class Reading:
    """What a text says: plain data, the line of every path in it, and what is wrong with its form."""

    data: Any = None
    lines: dict[FieldPath, int] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def line_of(self, path: FieldPath) -> int | None:
        """The line of a path, or of the nearest thing around it."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path)

    def refuse(self, code: str, message: str, line: int | None, remedy: str, path: FieldPath = ()) -> None:
        """Note one problem with the form of the text."""
        if len(self.problems) < _MAX_PROBLEMS:
            self.problems.append(Problem(code, message, dotted(path) or None, line, remedy))


def dotted(path: FieldPath) -> str:
    """A path as people write it: `research[0].start`."""
    words = [f"[{part}]" if isinstance(part, int) else f".{part}" for part in path]
    return "".join(words).lstrip(".")


def short(text: object, width: int = 40) -> str:
    """A value for a message: printable and of bounded length."""
    words = "".join(ch if ch.isprintable() else "�" for ch in str(text)[: width + 1])
    return words if len(words) <= width else words[: width - 1] + "…"
