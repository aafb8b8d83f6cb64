"""Reads YAML so that nothing is lost silently: duplicate keys are refused and every key knows its line.

PyYAML keeps the last of two equal keys without a word, turns `no` into False and `12:30` into 750;
a file of facts must not be read like that. Keys stay exactly as written.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import yaml

from smartpick.errors import BadFacts, NotFound

_Loader: type[Any] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # the C parser is ten times faster
_TAG = "tag:yaml.org,2002:"
DEEPEST = 40  # levels; far more than any file of facts has, far fewer than the machine can bear


class Block(dict[str, Any]):
    """A YAML mapping whose keys are strings as written; `line` and `lines` say where things stand."""

    __slots__ = ("line", "lines")

    def __init__(self, line: int = 0) -> None:
        super().__init__()
        self.line = line
        self.lines: dict[str, int] = {}

    def line_of(self, key: str) -> int:
        """Line of a key (counted from 1), the block's own where the key is missing."""
        return self.lines.get(key, self.line)


def read_yaml(path: Path, shown: str | None = None) -> Block:
    """The mapping in a file. `shown` is how messages name the file.

    Raises NotFound when it does not exist and BadFacts, with the line, when it is not a plain YAML
    mapping without duplicate keys.
    """
    name = shown or path.name
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise NotFound(f"The file {name} does not exist.") from None
    except (OSError, UnicodeDecodeError) as error:
        raise BadFacts(f"{name} cannot be read: {error}.") from None
    return parse_yaml(text, name)


def parse_yaml(text: str, name: str) -> Block:
    """The mapping in a text; `name` is the file named in messages. Raises BadFacts."""
    try:
        return _Reader(text, name).document()
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = f", line {mark.line + 1}" if mark is not None else ""
        problem = getattr(error, "problem", None) or "not readable"
        raise BadFacts(f"{name}{line}: this is not valid YAML ({problem}).") from None
    except UnicodeError:
        raise BadFacts(f"{name}: this is not text in UTF-8.") from None


class _Reader:
    """Builds values from the parser's events, so that nothing nests deeper than we allow."""

    def __init__(self, text: str, name: str) -> None:
        self.name = name
        self._events = _Loader(text)

    def document(self) -> Block:
        """The one mapping of the text."""
        self._events.get_event()  # the stream starts
        first = self._events.get_event()
        event = self._events.get_event() if isinstance(first, yaml.DocumentStartEvent) else None
        if not isinstance(event, yaml.MappingStartEvent):
            raise BadFacts(f"{self.name}: expected `key: value` lines and found none.")
        block = self._block(event, "", 1)
        self._events.get_event()  # the document ends
        if not isinstance(self._events.peek_event(), yaml.StreamEndEvent):
            raise BadFacts(f"{self.name}: a second document starts after `---`.", remedy="Keep one.")
        return block

    def _block(self, start: yaml.Event, path: str, depth: int) -> Block:
        """A mapping; `path` is the dotted path that leads to it, with its last dot."""
        block = Block(_line(start))
        while not isinstance(event := self._events.get_event(), yaml.MappingEndEvent):
            line = _line(event)
            if not isinstance(event, yaml.ScalarEvent):
                raise BadFacts(f"{self.name}, line {line}: a key has to be a plain word.")
            key = str(event.value)
            if key in block:
                raise BadFacts(
                    f"{self.name}, line {line}: the key `{path}{key}` is given twice, "
                    f"first on line {block.lines[key]}.",
                    remedy="Keep one of them.",
                    field=f"{path}{key}",
                )
            block[key] = self._value(self._events.get_event(), f"{path}{key}", depth)
            block.lines[key] = line
        return block

    def _value(self, event: yaml.Event, path: str, depth: int) -> Any:
        """A mapping, list, number, word, day, truth value or None."""
        if isinstance(event, yaml.ScalarEvent):
            return self._scalar(event, path)
        if isinstance(event, yaml.AliasEvent):
            raise self._refused(event, path, "repeats an earlier value with `*`.", "Write the value out.")
        if depth >= DEEPEST:
            raise self._refused(event, path, f"lies more than {DEEPEST} levels deep.", "Use fewer levels.")
        if isinstance(event, yaml.MappingStartEvent):
            return self._block(event, f"{path}.", depth + 1)
        items: list[Any] = []
        while not isinstance(event := self._events.get_event(), yaml.SequenceEndEvent):
            items.append(self._value(event, f"{path}[{len(items)}]", depth + 1))
        return items

    def _scalar(self, event: yaml.ScalarEvent, path: str) -> Any:
        tag = event.tag or self._events.resolve(yaml.ScalarNode, event.value, event.implicit)
        try:
            return _scalar(str(tag).removeprefix(_TAG), str(event.value))
        except ValueError:
            raise self._refused(event, path, f"is written as `{event.value}`, which cannot be read.",
                                "Put quotes around it if it is text.") from None

    def _refused(self, event: yaml.Event, path: str, what: str, remedy: str) -> BadFacts:
        return BadFacts(f"{self.name}, line {_line(event)}: `{path}` {what}", remedy=remedy, field=path)


def _line(event: yaml.Event) -> int:
    return 0 if event.start_mark is None else int(event.start_mark.line) + 1


def _scalar(tag: str, text: str) -> Any:
    match tag:
        case "str":
            return text
        case "int":
            return int(text.replace("_", ""), 10)
        case "float":
            return _finite(text)
        case "bool":
            if text.lower() in ("true", "false"):
                return text.lower() == "true"
            return text  # `yes`, `no`, `on`: words of the field here, never truth values
        case "null":
            return None
        case "timestamp":
            return date.fromisoformat(text)
    raise ValueError(tag)


def _finite(text: str) -> float:
    number = float(text.replace("_", ""))
    if number != number or number in (float("inf"), float("-inf")):
        raise ValueError(text)
    return number
