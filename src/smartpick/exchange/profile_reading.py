"""Turns the text of a profile, YAML or JSON, into plain data that remembers its lines.

JSON is read by Python's own reader, because its messages and escapes are JSON's; its lines come from YAML.
"""

from __future__ import annotations

import json
from typing import Any

from smartpick.errors import BadProfile, Problem
from smartpick.exchange.profile_lines import Reading, short
from smartpick.exchange.profile_yaml import read_events, too_deep


def read_text(text: str, name: str) -> Reading:
    """The data in a YAML or JSON text. Raises BadProfile where its form cannot be understood at all."""
    if text.lstrip()[:1] == "{":
        reading = _read_json(text, name)
    else:
        reading = Reading()
        read_events(text, reading, name)
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
            read_events(text, reading, name)
            return reading
        raise BadProfile((_json_problem(error),), name) from None
    lined = Reading()
    try:
        read_events(text, lined, name)
    except BadProfile as refusal:
        if any(problem.code in ("too_deep", "too_many") for problem in refusal.problems):
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
        return too_deep(None)
    return Problem(
        "syntax",
        "This is not valid JSON: a number in it is far too long.",
        None,
        None,
        "Write numbers of at most 15 digits.",
    )
