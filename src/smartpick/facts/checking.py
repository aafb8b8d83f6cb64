"""Checks everything SmartPick knows: every parameter, source, table and rule, with all problems at once."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import ParamSpec, TypeVar

from smartpick.domain.applicant import ApplicantType
from smartpick.domain.chance import Grade
from smartpick.errors import Problem, SmartPickError
from smartpick.facts import Fact, Facts
from smartpick.facts.findings import Findings, nearest
from smartpick.facts.parameter_file import parse_parameter
from smartpick.facts.parameters import Parameter
from smartpick.facts.source import Source
from smartpick.facts.specialties import specialties
from smartpick.facts.strict_yaml import read_yaml
from smartpick.settings import DATA

OPINIONS = ("guide", "smartpick-judgement")  # what they say is never better than judged
WIDER_TYPES = ("all", "img", "us_md", "us_do", "other")  # groups that publications count together
PROVENANCE = {"source", "grade", "read_via"}

P = ParamSpec("P")
T = TypeVar("T")


@dataclass(slots=True)
class Report:
    """What a check found: `counts` by kind of thing, all problems, and the facts whose review is due."""

    counts: dict[str, int] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    due: list[Fact] = field(default_factory=list)

    def try_to(self, read: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T | None:
        """Run a reader and note what it refuses."""
        try:
            return read(*args, **kwargs)
        except SmartPickError as error:
            self.problems += error.problems or (error.problem,)
            return None


def check(today: date, data: Path = DATA) -> Report:
    """Read every data file below `data`; facts with `review_by` before `today` are listed as due."""
    report = Report()
    facts = Facts(data)
    sources = _check_sources(facts, report)
    _check_parameters(facts, report, today)
    for path in sorted((data / "tables").glob("*.csv")):
        rows = check_table(path, sources, report)
        report.counts["table rows"] = report.counts.get("table rows", 0) + rows
    _check_contents(data, report)
    report.counts["sources without a fact"] = len(_unnamed(data, facts))
    return report


def _check_sources(facts: Facts, report: Report) -> dict[str, Source]:
    read = {}
    for source_id in facts.source_ids:
        source = report.try_to(facts.source, source_id)
        if source is not None:
            read[source_id] = source
    report.counts["sources"] = len(facts.source_ids)
    return read


def _check_parameters(facts: Facts, report: Report, today: date) -> None:
    grades = dict.fromkeys(Grade, 0)
    for key in facts.keys:
        path = facts.path(key)
        findings = Findings(path.relative_to(facts.data).as_posix())
        block = report.try_to(read_yaml, path, findings.file)
        if block is None:
            continue
        parameter = parse_parameter(key, block, facts.source_ids, findings)
        _check_meaning(parameter, findings)
        report.problems += findings.problems
        for fact in parameter.facts.values():
            grades[fact.grade] += 1
            if fact.review_by is not None and fact.review_by < today:
                report.due.append(fact)
    report.counts["parameters"] = len(facts.keys)
    report.counts["values"] = sum(grades.values())
    report.counts |= {f"values {grade}": count for grade, count in grades.items()}


def _check_meaning(parameter: Parameter, findings: Findings) -> None:
    """What the loader cannot know: specialties and applicant types exist, opinions are graded judged."""
    known = {row.id for row in specialties()} | {"all"}
    types = {*ApplicantType, *WIDER_TYPES}
    for (year, cell), fact in parameter.facts.items():
        path = ".".join(("values", str(year), *cell))
        for name, part in zip(parameter.by, cell, strict=True):
            words = {"specialty": known, "applicant_type": types}.get(name)
            if words is not None and part not in words:
                findings.add(path, 1, f"names the unknown {name.replace('_', ' ')} `{part}`."
                                      f"{nearest(part, [str(word) for word in words])}")
        if fact.source in OPINIONS and fact.grade is not Grade.JUDGED:
            findings.add(path, 1, f"rests on `{fact.source}` and has to be graded judged, not {fact.grade}.")


def check_table(path: Path, sources: dict[str, Source], report: Report) -> int:
    """Check a table against its description and sources; returns its rows."""
    findings = Findings(f"tables/{path.name}")
    sidecar = path.with_suffix(".yaml")
    described = report.try_to(read_yaml, sidecar, f"tables/{sidecar.name}")
    try:
        with path.open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file, restkey="", restval=""))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        findings.add("the table", 1, f"cannot be read: {error}.")
        rows = []
    columns = [name for name in rows[0] if name] if rows else []
    if described is not None and isinstance(described.get("columns"), dict):
        for name in set(columns) ^ set(described["columns"]):
            findings.add(name, 1, "is in the table or in its description, but not in both.")
    known = {each.id for each in specialties()} | {"all"}
    for line, row in enumerate(rows, start=2):
        for column, what in _row_problems(row, sources, known):
            findings.add(column, line, what)
    report.problems += findings.problems
    return len(rows)


def _row_problems(
    row: dict[str, str], sources: dict[str, Source], known: set[str]
) -> Iterator[tuple[str, str]]:
    specialty = row.get("specialty", "all")
    if specialty not in known:
        yield "specialty", f"is `{specialty}`, which is unknown.{nearest(specialty, known)}"
    if PROVENANCE - row.keys():
        return
    source = sources.get(row["source"])
    if source is None:
        yield "source", f"names `{row['source']}`, which has no file in sources/."
    elif source.read_via != row["read_via"]:
        yield "read_via", f"is `{row['read_via']}`, but the source says `{source.read_via}`."
    if row["grade"] not in tuple(Grade):
        yield "grade", f"is `{row['grade']}`; it has to be one of {', '.join(Grade)}."
    try:
        number = float(row["value"])
    except ValueError:
        yield "value", f"is `{row['value']}`, which is not a number."
        return
    if row.get("statistic") == "share" and not 0 <= number <= 1:
        yield "value", f"is {number}, but a share lies between 0 and 1."


def _check_contents(data: Path, report: Report) -> None:
    """Read the tables, rules and the directory the way the program does."""
    from smartpick.facts.calendar_rules import calendar_rules
    from smartpick.facts.directory import directory
    from smartpick.facts.outcomes import charting, national, state_results
    from smartpick.facts.rules import rules

    tables = data / "tables"
    report.try_to(charting, tables / "charting_outcomes.csv")
    report.try_to(national, tables / "match_results.csv")
    report.try_to(state_results, tables / "state_results_2026.csv")
    for path in sorted((data / "rules").glob("*.yaml")):
        report.try_to(read_yaml, path, f"rules/{path.name}")
    report.try_to(calendar_rules, data)
    guide = report.try_to(rules, data / "rules" / "strategy.yaml", data / "sources")
    report.counts["marks of the guide"] = 0 if guide is None else len(guide.marks)
    table = report.try_to(specialties, data / "specialties.yaml")
    report.counts["specialties"] = 0 if table is None else len(table)
    programs = report.try_to(directory, data / "directory")
    report.counts["program tracks"] = 0 if programs is None else len(programs.tracks.track_id)


def _unnamed(data: Path, facts: Facts) -> list[str]:
    """Sources that no data file names."""
    text = "\n".join(path.read_text(encoding="utf-8", errors="replace") for path in data.rglob("*")
                     if path.suffix in (".yaml", ".csv") and path.parent.name != "sources")
    return [source_id for source_id in facts.source_ids if source_id not in text]
