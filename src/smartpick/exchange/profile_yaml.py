"""Builds plain data from YAML events, and refuses what could do harm.

The text is read as a stream of events, so that depth, aliases and tags are checked before anything is
built. Plain words are read as YAML 1.2 means them: only `true` and `false` are truth values, so that
Norway stays `NO` and `yes` stays a word.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import yaml

from smartpick.errors import BadProfile, Problem
from smartpick.exchange.profile_lines import FieldPath, Reading, short

MAX_DEPTH = 12
MAX_VALUES = 20_000  # a full profile has a few hundred
_Loader: type[Any] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

_NULL = re.compile(r"(~|null|Null|NULL)?\Z")
_BOOL = re.compile(r"(true|True|TRUE|false|False|FALSE)\Z")
_INT = re.compile(r"[-+]?(0|[1-9][0-9]{0,14})\Z")  # 0802421044 is an id, not a number
_FLOAT = re.compile(r"[-+]?([0-9]{1,15}\.[0-9]{0,15}|\.[0-9]{1,15})\Z")


def too_deep(line: int | None) -> Problem:
    """The problem of a text that is nested too deep."""
    return Problem(
        "too_deep",
        f"The lists and blocks are nested more than {MAX_DEPTH} deep.",
        None,
        line,
        "A profile needs four levels at most: compare with `smartpick profile new`.",
    )


def read_events(text: str, reading: Reading, name: str) -> None:
    """Read a YAML text into a reading. Raises BadProfile where its form cannot be understood."""
    try:
        events = yaml.parse(text, Loader=_Loader)
        reading.data = _Builder(reading, name).build(events)
    except yaml.YAMLError as error:
        raise BadProfile((*reading.problems, _yaml_problem(error, text)), name) from None


_SAID = (
    (
        "mapping values are not allowed",
        "there is a second colon on the line, or the line above is not closed",
        "Put quotes around text that holds a colon.",
    ),
    ("found character '\\t'", "a tab stands where spaces are needed", "Indent with spaces."),
    (
        "cannot start any token",
        "a character stands where none is allowed",
        "Indent with spaces, and put quotes around text that begins with a special character.",
    ),
    (
        "expected <block end>",
        "the indentation does not fit the lines around it",
        "Line it up with its neighbours.",
    ),
    (
        "did not find expected key",
        "the indentation does not fit the lines around it",
        "Line it up with its neighbours.",
    ),
    ("did not find expected '-'", "the list entries are not lined up", "Begin every entry with “- ”."),
    (
        "expected ',' or ']'",
        "a list in square brackets is not closed",
        "Put a comma or ] where it is missing.",
    ),
    (
        "expected ',' or '}'",
        "a block in curly brackets is not closed",
        "Put a comma or } where it is missing.",
    ),
    ("could not find expected ':'", "a field name has no colon after it", "Write `field: value`."),
    ("unexpected end of stream", "a quotation mark is never closed", "Close it."),
    ("control characters", "it holds a character that cannot be printed", "Delete that character."),
    ("special characters", "it holds a character that cannot be printed", "Delete that character."),
)


def _yaml_problem(error: yaml.YAMLError, text: str) -> Problem:
    """The parser's complaint in plain words, at the line it points to."""
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    line = mark.line + 1 if mark is not None else None
    if line is not None and (tab := _tab_near(text.split("\n"), line)) is not None:
        return Problem("syntax", "The line starts with a tab.", None, tab, "Use spaces.")
    complaint = f"{getattr(error, 'problem', '') or ''} {getattr(error, 'reason', '') or ''} {error}"
    what, remedy = "its form is not right", "Compare the line with `smartpick profile new`."
    for sign, words, cure in _SAID:
        if sign in complaint:
            what, remedy = words, cure
            break
    return Problem("syntax", f"This is not valid YAML: {what}.", None, line, remedy)


def _tab_near(lines: list[str], line: int) -> int | None:
    """The line with a tab in its indentation at or just before the parser's complaint, which may come one late."""
    for number in (line, line - 1):
        if 0 < number <= len(lines):
            words = lines[number - 1]
            if "\t" in words[: len(words) - len(words.lstrip())] and words.strip():
                return number
    return None


@dataclass(slots=True)
class _Open:
    """A mapping or list being built; `key` is the key that waits for its value."""

    path: FieldPath
    items: dict[str, Any] | list[Any]
    key: str | None = None


class _Builder:
    """Builds dicts, lists and scalars from events with its own stack, so that depth is bounded."""

    def __init__(self, reading: Reading, name: str) -> None:
        self.reading, self.name = reading, name
        self.stack: list[_Open] = []
        self.root: Any = None
        self.documents = 0
        self.skip = 0  # inside a key that is itself a list or block

    def build(self, events: Iterator[Any]) -> Any:
        """The data of the whole stream; problems go to the reading."""
        for number, event in enumerate(events):
            line = event.start_mark.line + 1
            if number > 2 * MAX_VALUES:
                self._fail(
                    "too_many",
                    f"The file holds more than {MAX_VALUES:,} values.",
                    line,
                    "Check that it is the right file.",
                )
            self._check_tricks(event, line)
            match event:
                case yaml.DocumentStartEvent():
                    self._one_document(line)
                case yaml.MappingStartEvent():
                    self._open({}, line)
                case yaml.SequenceStartEvent():
                    self._open([], line)
                case yaml.MappingEndEvent() | yaml.SequenceEndEvent():
                    self._close()
                case yaml.ScalarEvent():
                    self._scalar(event, line)
                case yaml.AliasEvent():
                    self._place(None, line)
        return self.root

    def _check_tricks(self, event: Any, line: int) -> None:
        """Anchors, aliases and tags: the tools of YAML bombs, and of no use in a profile."""
        anchor = getattr(event, "anchor", None)
        if anchor is not None:
            self._fail(
                "alias",
                "Anchors and aliases (& and *) are not used in profiles.",
                line,
                "Write the values out, and put quotes around text that begins with & or *.",
            )
        tag = getattr(event, "tag", None)
        if tag is not None and tag != "!":
            self._fail("tag", "Tags (!) are not used in profiles.", line, "Delete the tag.")

    def _fail(self, code: str, message: str, line: int, remedy: str) -> None:
        problem = Problem(code, message, None, line, remedy)
        raise BadProfile((*self.reading.problems, problem), self.name)

    def _one_document(self, line: int) -> None:
        self.documents += 1
        if self.documents > 1:
            self._fail("documents", "A second profile begins here (---).", line, "Keep one profile a file.")

    def _open(self, items: dict[str, Any] | list[Any], line: int) -> None:
        if self.skip or self._awaits_key():
            if not self.skip:
                self.reading.refuse(
                    "bad_key",
                    "A field name has to be a plain word.",
                    line,
                    "Put quotes around text that begins with [ or {.",
                )
            self.skip += 1
            return
        if len(self.stack) >= MAX_DEPTH:
            raise BadProfile((*self.reading.problems, too_deep(line)), self.name)
        self.stack.append(_Open(self._place(items, line), items))

    def _close(self) -> None:
        if self.skip:
            self.skip -= 1
            if not self.skip:
                self.stack[-1].key = ""  # its value is read and dropped
            return
        self.stack.pop()

    def _awaits_key(self) -> bool:
        return bool(self.stack) and isinstance(self.stack[-1].items, dict) and self.stack[-1].key is None

    def _scalar(self, event: Any, line: int) -> None:
        if self.skip:
            return
        if self._awaits_key():
            top = self.stack[-1]
            top.key = str(event.value)
            path = (*top.path, top.key)
            if top.key in top.items:
                first = self.reading.lines.get(path)
                self.reading.refuse(
                    "duplicate_key",
                    f"“{short(top.key)}” is given twice, first on line {first}.",
                    line,
                    "Keep one of them.",
                    path,
                )
            elif not top.key:
                self.reading.refuse("bad_key", "A field has no name.", line, "Write `field: value`.")
            else:
                self.reading.lines.setdefault(path, line)
            return
        self._place(plain_value(event.value) if event.implicit[0] else event.value, line)

    def _place(self, value: Any, line: int) -> FieldPath:
        """Puts a value where it belongs and returns its path."""
        if not self.stack:
            self.root = value
            self.reading.lines.setdefault((), line)
            return ()
        top = self.stack[-1]
        if isinstance(top.items, list):
            path: FieldPath = (*top.path, len(top.items))
            top.items.append(value)
            self.reading.lines.setdefault(path, line)
        else:
            key, top.key = top.key or "", None
            path = (*top.path, key)
            if key and key not in top.items:  # of two equal keys the first stays
                top.items[key] = value
        return path


def plain_value(text: str) -> Any:
    """An unquoted word as YAML 1.2 reads it; dates stay text and are read where a date is expected."""
    if _NULL.match(text):
        return None
    if _BOOL.match(text):
        return text.lower() == "true"
    if _INT.match(text):
        return int(text)
    if _FLOAT.match(text):
        return float(text)
    return text
