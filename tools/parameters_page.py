"""docs/reference/parameters.md: every number series that SmartPick ships and every source it names."""

from __future__ import annotations

import sys
from collections import Counter

from smartpick.facts import Facts, Parameter, load_facts
from tools.reference_page import cell, write_or_check


def page() -> str:
    """The whole page as Markdown."""
    facts = load_facts()
    parameters = [facts.parameter(key) for key in facts.keys]
    lines = [
        "# Parameters and sources",
        "",
        "Written by `make reference`; do not edit by hand. Numbers live in `src/smartpick/data/parameters/`, one",
        "series a file; `smartpick facts show KEY` prints a series with its history and sources.",
        "Grades: *measured* as published, *derived* computed from published figures, *judged* an informed guess.",
        "",
        f"{len(parameters)} series, {sum(len(p.facts) for p in parameters)} values, "
        f"{len(facts.source_ids)} sources.",
        "",
        "| Key | What | Unit | By | Years | Values | Grades |",
        "| --- | --- | --- | --- | --- | --: | --- |",
        *[_parameter_row(p) for p in parameters],
        "",
        "## Sources",
        "",
        "| Id | Title | Publisher | Published | Read via |",
        "| --- | --- | --- | --- | --- |",
        *[_source_row(facts, source_id) for source_id in facts.source_ids],
    ]
    return "\n".join(lines) + "\n"


def _parameter_row(parameter: Parameter) -> str:
    years = parameter.years
    span = "" if not years else str(years[0]) if len(years) == 1 else f"{years[0]}–{years[-1]}"
    grades = Counter(fact.grade.value for fact in parameter.facts.values())
    by_grade = ", ".join(f"{count} {grade}" for grade, count in sorted(grades.items()))
    return (f"| `{parameter.key}` | {cell(parameter.label)} | {parameter.unit} | {', '.join(parameter.by)} | {span} "
            f"| {len(parameter.facts)} | {by_grade} |")


def _source_row(facts: Facts, source_id: str) -> str:
    source = facts.source(source_id)
    return (f"| `{source.id}` | {cell(source.title)} | {cell(source.publisher)} | {source.published or ''} "
            f"| {source.read_via} |")


if __name__ == "__main__":
    sys.exit(write_or_check("parameters.md", page))
