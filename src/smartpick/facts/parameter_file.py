"""Reads one parameter file: checks every key and value and notes all that is wrong with file, key and line."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from datetime import date
from typing import Any

from smartpick.domain.chance import Grade
from smartpick.domain.season import DateStatus
from smartpick.facts.findings import Findings, nearest
from smartpick.facts.parameters import Fact, Parameter
from smartpick.facts.source import ReadVia
from smartpick.facts.strict_yaml import Block

KEYS = ("label", "meaning", "unit", "by", "values")
LEAF_KEYS = ("value", "low", "high", "source", "at", "grade", "note", "review_by", "status")
SLACK = 1e-9  # an interval may touch its value

Via = Callable[[str], ReadVia | None]


def parse_parameter(
    key: str, block: Block, sources: Collection[str], findings: Findings, via: Via | None = None
) -> Parameter:
    """The series in a block; everything wrong with it is noted in `findings`.

    `sources` are the ids that exist, `via` says how one was read (None: facts do not say it).
    """
    findings.check_keys(block, "", KEYS, KEYS)
    for name in ("label", "meaning", "unit"):
        if name in block and (not isinstance(block[name], str) or not block[name].strip()):
            findings.add(name, block.line_of(name), "has to be text.")
    by = block.get("by")
    if not isinstance(by, list) or not all(isinstance(part, str) for part in by):
        findings.add("by", block.line_of("by"), "has to be a list like [specialty, applicant_type].")
        by = []
    series = Parameter(key, str(block.get("label")), str(block.get("meaning")),
                       str(block.get("unit")), tuple(by), {})
    values = block.get("values")
    if not isinstance(values, Block) or not values:
        findings.add("values", block.line_of("values"), "has to hold at least one year.")
        return series
    for year, content in values.items():
        if not (year.isdigit() and len(year) == 4):
            findings.add(f"values.{year}", values.line_of(year), "has to be a year like 2026.")
            continue
        for cell, leaf in _leaves(content, series.by, f"values.{year}", values.line_of(year), findings):
            fact = _fact(series, int(year), cell, leaf, sources, via, findings)
            if fact is not None:
                series.facts[(int(year), cell)] = fact
    return series


def _leaves(content: Any, by: tuple[str, ...], path: str, line: int, findings: Findings,
            cell: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Block]]:
    """Walk down one level for each part of `by`."""
    if not isinstance(content, Block) or not content:
        wanted = by[len(cell)] if len(cell) < len(by) else "value"
        findings.add(path, line, f"is empty or has no level for `{wanted}`.")
        return
    if len(cell) == len(by):
        yield cell, content
        return
    if "value" in content:
        findings.add(path, line, f"has a value where the level `{by[len(cell)]}` is due.")
        return
    for part, below in content.items():
        yield from _leaves(below, by, f"{path}.{part}", content.line_of(part), findings, (*cell, part))


def _fact(series: Parameter, year: int, cell: tuple[str, ...], leaf: Block,
          sources: Collection[str], via: Via | None, findings: Findings) -> Fact | None:
    before = len(findings.problems)
    path = ".".join(("values", str(year), *cell))
    findings.check_keys(leaf, f"{path}.", LEAF_KEYS, ("source", "at"))
    if "value" not in leaf:
        findings.add(f"{path}.value", leaf.line, "is missing.")
    _check_source(leaf, path, sources, findings)
    _check_words(leaf, path, findings)
    if len(findings.problems) == before:
        _check_numbers(leaf, path, series.unit, findings)
    if len(findings.problems) > before:
        return None
    low, high = leaf.get("low"), leaf.get("high")
    return Fact(
        key=series.key, cell=cell, label=series.label, meaning=series.meaning,
        value=leaf["value"], unit=series.unit, year=year,
        low=None if low is None else float(low), high=None if high is None else float(high),
        grade=Grade(leaf.get("grade", Grade.MEASURED)), source=leaf["source"], at=str(leaf["at"]),
        read_via=None if via is None else via(leaf["source"]), review_by=leaf.get("review_by"), note=leaf.get("note"),
        status=DateStatus(leaf["status"]) if leaf.get("status") else None,
    )


def _check_source(leaf: Block, path: str, sources: Collection[str], findings: Findings) -> None:
    source = leaf.get("source")
    if source is not None and source not in sources:
        findings.add(f"{path}.source", leaf.line_of("source"),
                     f"names `{source}`, which has no file in sources/.{nearest(str(source), sources)}")


def _check_words(leaf: Block, path: str, findings: Findings) -> None:
    """Grades, statuses, days and notes."""
    grade = leaf.get("grade", Grade.MEASURED)
    if grade not in tuple(Grade):
        findings.add(f"{path}.grade", leaf.line_of("grade"),
                     f"is `{grade}`; it has to be one of {', '.join(Grade)}.")
    status = leaf.get("status")
    if status is not None and status not in tuple(DateStatus):
        findings.add(f"{path}.status", leaf.line_of("status"),
                     f"is `{status}`; it has to be one of {', '.join(DateStatus)}.")
    review = leaf.get("review_by")
    if review is not None and not isinstance(review, date):
        findings.add(f"{path}.review_by", leaf.line_of("review_by"), "has to be a day like 2027-06-01.")
    note = leaf.get("note")
    if note is not None and not isinstance(note, str):
        findings.add(f"{path}.note", leaf.line_of("note"), "has to be text.", "Put quotes around it.")
    value = leaf.get("value")
    if isinstance(value, Block | list):
        findings.add(f"{path}.value", leaf.line_of("value"), "has to be one number, word or day.")


def _check_numbers(leaf: Block, path: str, unit: str, findings: Findings) -> None:
    """Shares lie within 0 and 1, intervals are the right way up and hold their value."""
    for name in ("value", "low", "high"):
        number, at = leaf.get(name), f"{path}.{name}"
        if number is None:
            continue
        if not _is_number(number):
            if name != "value" or unit == "share":
                findings.add(at, leaf.line_of(name), f"is `{number}`, which is not a number.")
                return
        elif unit == "share" and not 0 <= number <= 1:
            findings.add(at, leaf.line_of(name), f"is {number}, but a share lies between 0 and 1.")
            return
    if isinstance(leaf["value"], str) and unit != "text" and _reads_as_number(leaf["value"]):
        findings.add(f"{path}.value", leaf.line_of("value"),
                     f"is `{leaf['value']}`, a number written as text.", "Write plain digits without quotes.")
    _check_interval(leaf, path, findings)
    if unit == "date" and leaf["value"] is not None and not isinstance(leaf["value"], date):
        findings.add(f"{path}.value", leaf.line_of("value"), "has to be a day like 2026-09-02.")


def _check_interval(leaf: Block, path: str, findings: Findings) -> None:
    value, low, high = leaf["value"], leaf.get("low"), leaf.get("high")
    if low is not None and high is not None and low > high:
        findings.add(f"{path}.low", leaf.line_of("low"),
                     f"to `high` is upside down ({low} to {high}).", "Swap the two.")
    elif _is_number(value) and ((low is not None and low > value + SLACK)
                                or (high is not None and high < value - SLACK)):
        findings.add(f"{path}.value", leaf.line_of("value"),
                     f"is {value}, which its interval {low} to {high} misses.")
    elif value is None and (low is None or high is None) and not leaf.get("note"):
        findings.add(f"{path}.value", leaf.line_of("value"),
                     "is empty, with neither an interval nor a note saying why it is unknown.")


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _reads_as_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True
