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
    loader = _Loader(text)
    try:
        node = loader.get_single_node()
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = f", line {mark.line + 1}" if mark is not None else ""
        problem = getattr(error, "problem", None) or "not readable"
        raise BadFacts(f"{name}{line}: this is not valid YAML ({problem}).") from None
    except ValueError as error:
        raise BadFacts(f"{name}: this is not valid YAML ({error}).") from None
    finally:
        loader.dispose()
    if not isinstance(node, yaml.MappingNode):
        raise BadFacts(f"{name}: expected `key: value` lines and found none.")
    return _block(node, name, "")


def _block(node: yaml.MappingNode, name: str, path: str) -> Block:
    block = Block(node.start_mark.line + 1)
    for key_node, value_node in node.value:
        line = key_node.start_mark.line + 1
        if not isinstance(key_node, yaml.ScalarNode):
            raise BadFacts(f"{name}, line {line}: a key has to be a plain word.")
        key = str(key_node.value)
        if key in block:
            raise BadFacts(
                f"{name}, line {line}: the key `{path}{key}` is given twice, "
                f"first on line {block.lines[key]}.",
                remedy="Keep one of them.",
                field=f"{path}{key}",
            )
        block[key] = _value(value_node, name, f"{path}{key}")
        block.lines[key] = line
    return block


def _value(node: yaml.Node, name: str, path: str) -> Any:
    if isinstance(node, yaml.MappingNode):
        return _block(node, name, f"{path}.")
    if isinstance(node, yaml.SequenceNode):
        return [_value(item, name, f"{path}[{i}]") for i, item in enumerate(node.value)]
    try:
        return _scalar(str(node.tag).removeprefix(_TAG), str(node.value))
    except ValueError:
        line = node.start_mark.line + 1
        raise BadFacts(
            f"{name}, line {line}: `{path}` is written as `{node.value}`, which cannot be read.",
            remedy="Put quotes around it if it is text.",
            field=path,
        ) from None


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
