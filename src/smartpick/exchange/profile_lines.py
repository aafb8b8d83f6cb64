"""Turns the text of a profile into plain data that remembers its lines, and refuses what could do harm.

The YAML is read as a stream of events, so that depth, aliases and size are checked before anything is
built. Plain words are read as YAML 1.2 means them: only `true` and `false` are truth values, so that
Norway stays `NO` and `yes` stays a word. JSON is read by Python's own reader, its lines by the YAML one.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import yaml

from smartpick.errors import BadProfile, Problem

Path = tuple[str | int, ...]
LineOf = Callable[[Path], int | None]

MAX_DEPTH = 12
_MAX_PROBLEMS = 50
_Loader: type[Any] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

_NULL = re.compile(r"(~|null|Null|NULL)?\Z")
_BOOL = re.compile(r"(true|True|TRUE|false|False|FALSE)\Z")
_INT = re.compile(r"[-+]?(0|[1-9][0-9]{0,14})\Z")  # 0802421044 is an id, not a number
_FLOAT = re.compile(r"[-+]?([0-9]{1,15}\.[0-9]{0,15}|\.[0-9]{1,15})\Z")


@dataclass(slots=True)
class Reading:
    """What a text says: plain data, the line of every path in it, and what is wrong with its form."""

    data: Any = None
    lines: dict[Path, int] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def line_of(self, path: Path) -> int | None:
        """The line of a path, or of the nearest thing around it."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path)

    def refuse(self, code: str, message: str, line: int | None, remedy: str, path: Path = ()) -> None:
        """Note one problem with the form of the text."""
        if len(self.problems) < _MAX_PROBLEMS:
            self.problems.append(Problem(code, message, dotted(path) or None, line, remedy))


def dotted(path: Path) -> str:
    """A path as people write it: `research[0].start`."""
    words = [f"[{part}]" if isinstance(part, int) else f".{part}" for part in path]
    return "".join(words).lstrip(".")


def read_text(text: str, name: str) -> Reading:
    """The data in a YAML or JSON text. Raises BadProfile where its form cannot be understood at all."""
    if text.lstrip()[:1] == "{":
        reading = _read_json(text, name)
    else:
        reading = Reading()
        _read_events(text, reading, name)
    return reading


def _read_json(text: str, name: str) -> Reading:
    """JSON by the JSON reader; a text that only begins like JSON is tried as YAML."""
    reading = Reading()
    doubled: list[str] = []

    def pairs(items: list[tuple[str, Any]]) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for key, value in items:
            if key in found:
                doubled.append(key)
            found[key] = value
        return found

    try:
        data = json.loads(text, object_pairs_hook=pairs, parse_constant=str)
    except (ValueError, RecursionError) as error:
        if not name.lower().endswith(".json") and not isinstance(error, RecursionError):
            _read_events(text, reading, name)
            return reading
        raise BadProfile((_json_problem(error),), name) from None
    lined = Reading()
    try:
        _read_events(text, lined, name)
    except BadProfile as refusal:
        if any(problem.code == "too_deep" for problem in refusal.problems):
            raise
        lined = Reading()  # JSON that YAML cannot read (tabs, surrogates): no lines, and no harm
    reading.data, reading.lines = data, lined.lines
    doubled_lines = [problem for problem in lined.problems if problem.code == "duplicate_key"]
    reading.problems.extend(doubled_lines)
    if not doubled_lines:
        for key in doubled:
            reading.refuse("duplicate_key", f"“{short(key)}” is given twice.", None, "Keep one of them.")
    return reading


def _json_problem(error: Exception) -> Problem:
    if isinstance(error, json.JSONDecodeError):
        remedy = "Correct this place; `smartpick profile new` writes a file that works."
        return Problem("syntax", f"This is not valid JSON: {error.msg.lower()}.", None, error.lineno, remedy)
    if isinstance(error, RecursionError):
        return _too_deep(None)
    return Problem(
        "syntax",
        "This is not valid JSON: a number in it is far too long.",
        None,
        None,
        "Write numbers of at most 15 digits.",
    )


def _too_deep(line: int | None) -> Problem:
    return Problem(
        "too_deep",
        f"The lists and blocks are nested more than {MAX_DEPTH} deep.",
        None,
        line,
        "A profile needs four levels at most: compare with `smartpick profile new`.",
    )


def _read_events(text: str, reading: Reading, name: str) -> None:
    try:
        events = yaml.parse(text, Loader=_Loader)
        reading.data = _Builder(reading, name).build(events)
    except yaml.YAMLError as error:
        raise BadProfile((*reading.problems, _yaml_problem(error)), name) from None


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


def _yaml_problem(error: yaml.YAMLError) -> Problem:
    """The parser's complaint in plain words, at the line it points to."""
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    line = mark.line + 1 if mark is not None else None
    complaint = f"{getattr(error, 'problem', '') or ''} {getattr(error, 'reason', '') or ''} {error}"
    what, remedy = "its form is not right", "Compare the line with `smartpick profile new`."
    for sign, words, cure in _SAID:
        if sign in complaint:
            what, remedy = words, cure
            break
    return Problem("syntax", f"This is not valid YAML: {what}.", None, line, remedy)


@dataclass(slots=True)
class _Open:
    """A mapping or list being built; `key` is the key that waits for its value."""

    path: Path
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
        for event in events:
            line = event.start_mark.line + 1
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
            raise BadProfile((*self.reading.problems, _too_deep(line)), self.name)
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

    def _place(self, value: Any, line: int) -> Path:
        """Puts a value where it belongs and returns its path."""
        if not self.stack:
            self.root = value
            self.reading.lines.setdefault((), line)
            return ()
        top = self.stack[-1]
        if isinstance(top.items, list):
            path: Path = (*top.path, len(top.items))
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


def short(text: object, width: int = 40) -> str:
    """A value for a message: printable and of bounded length."""
    words = "".join(ch if ch.isprintable() else "�" for ch in str(text)[: width + 1])
    return words if len(words) <= width else words[: width - 1] + "…"
