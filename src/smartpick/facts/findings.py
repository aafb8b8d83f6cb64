"""Collects everything wrong with a data file as sentences that name the file, the key and the line."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from smartpick.errors import BadFacts, Problem
from smartpick.facts.strict_yaml import Block


@dataclass(slots=True)
class Findings:
    """Problems of one file; `file` is its name relative to the data folder."""

    file: str
    problems: list[Problem] = field(default_factory=list)

    def add(self, key: str, line: int, what: str, remedy: str | None = None) -> None:
        """Note one problem: `what` completes the sentence that starts with file, line and key."""
        self.problems.append(
            Problem(BadFacts.code, f"{self.file}, line {line}: `{key}` {what}", key, None, remedy)
        )

    def check_keys(self, block: Block, path: str, known: Iterable[str], needed: Iterable[str]) -> None:
        """Refuse keys nobody knows and name the ones that are missing."""
        known = tuple(known)
        for key in block:
            if key not in known:
                self.add(f"{path}{key}", block.line_of(key), f"is not a known key.{nearest(key, known)}")
        for key in needed:
            if key not in block or block[key] is None:
                self.add(f"{path}{key}", block.line, "is missing.")

    def raise_first(self) -> None:
        """Raise BadFacts for the first problem, saying how many more there are."""
        if not self.problems:
            return
        first, more = self.problems[0], len(self.problems) - 1
        tail = f" (and {more} more in this file; `smartpick facts check` lists all)" if more else ""
        raise BadFacts(first.message + tail, remedy=first.remedy, field=first.field)


def nearest(word: str, known: Iterable[str]) -> str:
    """` Did you mean a or b?` with up to three known words like this one, empty where none is near."""
    import difflib  # only errors need it

    close = difflib.get_close_matches(word, list(known), n=3, cutoff=0.6)
    return f" Did you mean {' or '.join(f'`{c}`' for c in close)}?" if close else ""
