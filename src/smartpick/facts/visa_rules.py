"""Whose entry to the US is suspended, by citizenship: read strictly from data/rules/visa_entry.yaml."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

from smartpick.facts.findings import Findings, nearest
from smartpick.facts.places import countries
from smartpick.facts.strict_yaml import Block, read_yaml
from smartpick.settings import DATA

FILE = DATA / "rules" / "visa_entry.yaml"
DAYS = ("in_force", "as_of", "review_by")
LISTS = ("full", "partial", "conflicting")
CONFLICT_KEYS = ("says", "readings", "sources")
KEYS = ("label", "source", *DAYS, *LISTS)


class Suspension(StrEnum):
    """What a suspension of entry covers for a citizenship."""

    NONE = "none"
    PARTIAL = "partial"
    FULL = "full"
    CONFLICTING = "conflicting"


@dataclass(frozen=True, slots=True)
class Conflict:
    """Sources that disagree about a country: a sentence, and the list each reading puts it on."""

    says: str
    readings: tuple[Suspension, ...]
    sources: tuple[str, ...]

    @property
    def h1b_possible(self) -> bool:
        """Whether every reading leaves the H-1B possible."""
        return Suspension.FULL not in self.readings


@dataclass(frozen=True, slots=True)
class EntryRules:
    """The lists in force, by country code, with where they were read and when to look again."""

    label: str
    source: str
    in_force: date
    as_of: date
    review_by: date
    full: frozenset[str]
    partial: frozenset[str]
    conflicting: Mapping[str, Conflict]

    def suspension(self, country: str) -> Suspension:
        """What the suspension covers for citizens of a country."""
        if country in self.full:
            return Suspension.FULL
        if country in self.partial:
            return Suspension.PARTIAL
        return Suspension.CONFLICTING if country in self.conflicting else Suspension.NONE


@cache
def entry_rules(path: Path = FILE, sources: Path = DATA / "sources") -> EntryRules:
    """The shipped lists; BadFacts for duplicate or unknown keys, unknown sources, a country on two lists."""
    findings = Findings(f"rules/{path.name}")
    data = read_yaml(path, findings.file)
    findings.check_keys(data, "", KEYS, KEYS)
    for key in DAYS:
        if key in data and not isinstance(data[key], date):
            findings.add(key, data.line_of(key), "has to be a day like 2026-11-22.")
    _check_source(data.get("source"), "source", data.line_of("source"), sources, findings)
    for key, kind, says in (("full", list, "a list of country codes"), ("partial", list, "a list of country codes"),
                            ("conflicting", Block, "countries, `CODE: {says, sources}`")):
        if key in data and not isinstance(data[key], kind):
            findings.add(key, data.line_of(key), f"has to hold {says}.")
    findings.raise_first()
    _check_countries(data, findings)
    conflicts = {code: _conflict(code, entry, sources, findings) for code, entry in data["conflicting"].items()}
    findings.raise_first()
    return EntryRules(
        data["label"], data["source"], data["in_force"], data["as_of"], data["review_by"],
        frozenset(data["full"]), frozenset(data["partial"]),
        {code: c for code, c in conflicts.items() if c},
    )  # fmt: skip


def _check_countries(data: Block, findings: Findings) -> None:
    known = countries().names
    seen: dict[str, str] = {}
    for key in LISTS:
        for code in data[key]:
            if code not in known:
                findings.add(f"{key}.{code}", data.line_of(key), "is not a known country code.")
            if code in seen:
                findings.add(f"{key}.{code}", data.line_of(key), f"stands on the list `{seen[code]}` already.")
            seen[code] = key


def _conflict(code: str, entry: Any, sources: Path, findings: Findings) -> Conflict | None:
    path = f"conflicting.{code}"
    if not isinstance(entry, Block):
        findings.add(path, 0, "has to hold says, readings and sources.")
        return None
    findings.check_keys(entry, f"{path}.", CONFLICT_KEYS, CONFLICT_KEYS)
    for source in entry.get("sources") or ():
        _check_source(source, f"{path}.sources", entry.line_of("sources"), sources, findings)
    for reading in entry.get("readings") or ():
        if reading not in tuple(Suspension):
            findings.add(f"{path}.readings", entry.line_of("readings"), f"has to name {', '.join(Suspension)}.")
    if findings.problems:
        return None
    readings = tuple(Suspension(reading) for reading in entry["readings"])
    return Conflict(entry["says"], readings, tuple(entry["sources"]))


def _check_source(source: Any, path: str, line: int, sources: Path, findings: Findings) -> None:
    known = {file.stem for file in sources.glob("*.yaml")}
    if source not in known:
        findings.add(path, line, f"names an unknown source.{nearest(str(source), known)}")
