"""Markdown pieces: text that stays text whatever it contains, bullet lists and tables."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

ESCAPED = str.maketrans({"\\": "\\\\", "|": "\\|", "`": "\\`", "*": "\\*", "[": "\\[", "]": "\\]",
                         "<": "&lt;", ">": "&gt;"})  # fmt: skip


def plain(text: str) -> str:
    """One line of text with nothing left that Markdown or HTML would act on."""
    return " ".join(text.split()).translate(ESCAPED)


def bullets(items: Iterable[str]) -> list[str]:
    """One line an item; the text is taken as it is."""
    return [f"- {item}" for item in items]


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    """A table with a header; cells are made plain, empty ones show as a dash. Nothing without rows."""
    lines = [_line([plain(cell) or "–" for cell in row]) for row in rows]
    return [_line(head), _line(["---"] * len(head)), *lines, ""] if lines else []


def one_blank_line(lines: Iterable[str]) -> str:
    """The lines as one text, with never more than one blank line in a row and one line end at the end."""
    kept: list[str] = []
    for line in lines:
        if line or (kept and kept[-1]):
            kept.append(line)
    return "\n".join(kept).rstrip() + "\n"


def _line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"
