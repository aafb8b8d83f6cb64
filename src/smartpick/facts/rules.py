"""The guide's marks and the rule table, read strictly from data/rules/strategy.yaml."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from smartpick.domain.chance import Grade
from smartpick.domain.plan import Strategy
from smartpick.facts.findings import Findings, nearest
from smartpick.facts.specialties import specialties
from smartpick.facts.strict_yaml import Block, read_yaml
from smartpick.settings import DATA

FILE = DATA / "rules" / "strategy.yaml"
REQUIREMENT = re.compile(r"[RHD][1-9]\d{0,2}")
MARK_KEYS = ("label", "value", "unit", "rule", "source", "grade", "applies_to", "note")
ROW_KEYS = ("strategy", "rules", "when")


@dataclass(frozen=True, slots=True)
class Mark:
    """One threshold of the guide, or a judged one where the guide names no number."""

    id: str
    label: str
    value: float
    unit: str
    rule: str  # "R31"
    source: str
    grade: Grade
    applies_to: str | tuple[str, ...]  # "all", "guide", or specialty ids (H24)
    note: str = ""

    def applies(self, specialty: str) -> bool:
        """Whether the mark says anything about this specialty."""
        if isinstance(self.applies_to, tuple):
            return specialty in self.applies_to
        return self.applies_to == "all" or in_guide(specialty)


@dataclass(frozen=True, slots=True)
class VerdictRow:
    """One row of the rule table: what it leads to, the requirements behind it, and when it fits, in words."""

    id: str
    strategy: Strategy
    rules: tuple[str, ...]
    when: str


@dataclass(frozen=True, slots=True)
class Rules:
    """All marks by id and the rows of the verdict in their order."""

    marks: Mapping[str, Mark]
    verdict: Mapping[str, VerdictRow]

    def value(self, mark: str) -> float:
        """The number of a mark; KeyError for an unknown one."""
        return self.marks[mark].value


def in_guide(specialty: str) -> bool:
    """Whether the guide is written for this specialty, always or sometimes (R1, R17)."""
    return specialties().get(specialty).guide != "no"


@cache
def rules(path: Path = FILE, sources: Path = DATA / "sources") -> Rules:
    """The shipped rules; BadFacts for duplicate, unknown or missing keys, unknown sources or specialties."""
    findings = Findings(f"rules/{path.name}")
    data = read_yaml(path, findings.file)
    findings.check_keys(data, "", ("marks", "verdict"), ("marks", "verdict"))
    findings.raise_first()
    known = {file.stem for file in sources.glob("*.yaml")}
    marks = {name: _mark(name, entry, known, findings) for name, entry in _entries(data, "marks", findings)}
    rows = {name: _row(name, entry, findings) for name, entry in _entries(data, "verdict", findings)}
    findings.raise_first()
    return Rules({name: mark for name, mark in marks.items() if mark},
                 {name: row for name, row in rows.items() if row})


def _entries(data: Block, section: str, findings: Findings) -> list[tuple[str, Block]]:
    found = []
    for name, entry in (data[section] or {}).items():
        if isinstance(entry, Block):
            found.append((name, entry))
        else:
            findings.add(f"{section}.{name}", data[section].line_of(name), "has to hold `key: value` lines.")
    return found


def _mark(name: str, entry: Block, sources: set[str], findings: Findings) -> Mark | None:
    before = len(findings.problems)
    path = f"marks.{name}."
    findings.check_keys(entry, path, MARK_KEYS, [key for key in MARK_KEYS if key != "note"])
    value = entry.get("value")
    if isinstance(value, bool) or not isinstance(value, int | float):
        findings.add(f"{path}value", entry.line_of("value"), "has to be a number.")
    _check_requirements([entry.get("rule")], f"{path}rule", entry.line_of("rule"), findings)
    if entry.get("source") not in sources:
        findings.add(f"{path}source", entry.line_of("source"),
                     f"is an unknown source.{nearest(str(entry.get('source')), sources)}")
    if entry.get("grade") not in tuple(Grade):
        findings.add(f"{path}grade", entry.line_of("grade"), f"has to be one of {', '.join(Grade)}.")
    applies_to = entry.get("applies_to")
    if applies_to not in ("all", "guide"):
        applies_to = _specialty_ids(applies_to, f"{path}applies_to", entry.line_of("applies_to"), findings)
    if len(findings.problems) > before or value is None:
        return None
    return Mark(name, entry["label"], float(value), entry["unit"], entry["rule"], entry["source"],
                Grade(entry["grade"]), applies_to, entry.get("note") or "")


def _specialty_ids(given: Any, path: str, line: int, findings: Findings) -> tuple[str, ...]:
    known = {specialty.id for specialty in specialties()}
    if not isinstance(given, list) or not given:
        findings.add(path, line, "has to be `all`, `guide` or a list of specialty ids.")
        return ()
    for given_id in given:
        if given_id not in known:
            hint = nearest(str(given_id), known)
            findings.add(path, line, f"names the unknown specialty `{given_id}`.{hint}")
    return tuple(given)


def _row(name: str, entry: Block, findings: Findings) -> VerdictRow | None:
    before = len(findings.problems)
    path = f"verdict.{name}."
    findings.check_keys(entry, path, ROW_KEYS, ROW_KEYS)
    if entry.get("strategy") not in tuple(Strategy):
        findings.add(f"{path}strategy", entry.line_of("strategy"),
                     f"has to be one of {', '.join(Strategy)}.")
    given = entry.get("rules")
    _check_requirements(given if isinstance(given, list) else [given], f"{path}rules",
                        entry.line_of("rules"), findings)
    if len(findings.problems) > before:
        return None
    return VerdictRow(name, Strategy(entry["strategy"]), tuple(entry["rules"]), entry["when"])


def _check_requirements(given: list[Any], path: str, line: int, findings: Findings) -> None:
    for rule in given:
        if not isinstance(rule, str) or not REQUIREMENT.fullmatch(rule):
            findings.add(path, line, f"is `{rule}`; it has to be a requirement like R31.")
