"""Plain text for a terminal: wrapped lines, headings and tables that fit its width."""

from __future__ import annotations

import os
import shutil
import sys
import unicodedata
from collections.abc import Iterable, Sequence

NARROWEST, WIDEST = 60, 140
NARROW_COLUMN = 8
BIDI_CONTROLS = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
BOLD, DIM, PLAIN = "\x1b[1m", "\x1b[2m", "\x1b[0m"


class Page:
    """Lines of text of at most `width` cells, built from top to bottom."""

    def __init__(self, width: int | None = None, *, colour: bool | None = None) -> None:
        found = width if width is not None else shutil.get_terminal_size((80, 24)).columns
        self.width = min(max(found, NARROWEST), WIDEST)
        self.colour = wants_colour() if colour is None else colour
        self.lines: list[str] = []

    def heading(self, text: str, note: str = "") -> None:
        """A section's title, in capitals so that it stands out without colour, and its question."""
        if self.lines:
            self.lines.append("")
        title = clean(text).upper()
        rest = f"  {clean(note)}" if note else ""
        self.lines.append(self._style(BOLD, title) + self._style(DIM, rest))

    def text(self, text: str, indent: int = 2, *, dim: bool = False) -> None:
        """A paragraph, wrapped."""
        for line in wrap(clean(text), self.width - indent):
            self.lines.append(self._style(DIM if dim else "", " " * indent + line))

    def item(self, mark: str, text: str, indent: int = 2, *, dim: bool = False) -> None:
        """A line that starts with a mark; further lines stand under its text."""
        lead = f"{mark} "
        for number, line in enumerate(wrap(clean(text), self.width - indent - cells(lead))):
            start = lead if number == 0 else " " * cells(lead)
            self.lines.append(self._style(DIM if dim else "", " " * indent + start + line))

    def table(self, head: Sequence[str], rows: Iterable[Sequence[str]], indent: int = 2) -> None:
        """Columns as wide as their text; where they do not fit, the widest are cut first."""
        cleaned = [[clean(cell) for cell in row] for row in rows]
        if not cleaned:
            return
        widths = [max(cells(row[i]) for row in [list(head), *cleaned]) for i in range(len(head))]
        while sum(widths) + 2 * (len(widths) - 1) + indent > self.width and max(widths) > NARROW_COLUMN:
            widths[widths.index(max(widths))] -= 1
        if any(head):
            self.lines.append(self._style(DIM, self._row(head, widths, indent)))
        self.lines.extend(self._row(row, widths, indent) for row in cleaned)

    def text_line(self, line: str, *, dim: bool = False) -> None:
        """A line that was laid out already."""
        self.lines.append(self._style(DIM if dim else "", line))

    def blank(self) -> None:
        """An empty line."""
        self.lines.append("")

    def show(self) -> None:
        """Write everything to standard output."""
        sys.stdout.write("\n".join(self.lines) + "\n")

    def _row(self, row: Sequence[str], widths: Sequence[int], indent: int) -> str:
        filled = "  ".join(fit(cell, width) for cell, width in zip(row, widths, strict=True))
        return fit((" " * indent + filled).rstrip(), self.width).rstrip()

    def _style(self, code: str, text: str) -> str:
        return f"{code}{text}{PLAIN}" if self.colour and code and text.strip() else text


def wants_colour() -> bool:
    """Colour only on a terminal that can show it and where nobody asked for none (no-color.org)."""
    return (
        sys.stdout is not None
        and sys.stdout.isatty()
        and not os.environ.get("NO_COLOR")
        and os.environ.get("TERM") != "dumb"
    )


def clean(text: str) -> str:
    """One line without control characters: a profile's or program's text may not steer the terminal."""
    shown = "".join(" " if unicodedata.category(c) in ("Cc", "Zl", "Zp") else c for c in text)
    return "".join(c for c in shown if c not in BIDI_CONTROLS).strip()


def cells(text: str) -> int:
    """How many cells of a terminal a text fills; accents set apart fill none, wide letters two."""
    return sum(
        0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text
    )


def fit(text: str, width: int) -> str:
    """A text cut with "…" or filled with spaces to exactly `width` cells."""
    if cells(text) <= width:
        return text + " " * (width - cells(text))
    kept = ""
    for letter in text:
        if cells(kept) + cells(letter) > width - 1:
            break
        kept += letter
    return kept.rstrip() + "…" + " " * (width - 1 - cells(kept.rstrip()))


def wrap(text: str, width: int) -> list[str]:
    """Lines of at most `width` cells, broken at spaces; a longer word is broken where it must be."""
    lines, line = [], ""
    for word in text.split():
        while cells(word) > width:
            room = width - cells(line) - (1 if line else 0)
            if room < 8:
                lines.append(line)
                line, room = "", width
            line, word = f"{line} {word[:room]}".strip(), word[room:]
            lines.append(line)
            line = ""
        if line and cells(line) + 1 + cells(word) > width:
            lines.append(line)
            line = word
        else:
            line = f"{line} {word}".strip()
    if line or not lines:
        lines.append(line)
    return lines
