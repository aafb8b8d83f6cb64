"""docs/explanation/model-card.md: what the model is for, what it rests on, how it came out, where it is weak.

The words stand in tools/model_card_words.md, with a place in double brackets for every generated
part; parameters, sources, fits and results come from the same data and the same run as `smartpick
validate`, so the page cannot say better than the checks.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable
from pathlib import Path

from smartpick.domain.proof import Check
from smartpick.facts import Fact, Facts, load_facts
from smartpick.facts.fits import FITS
from smartpick.usecases.validate import basis, failures, grouped, result, summary, validate
from tools.reference_page import ROOT, cell, write_or_check

EXPLANATION = ROOT / "docs" / "explanation"
WORDS = Path(__file__).parent / "model_card_words.md"
PLACE = re.compile(r"\[\[(\w+)\]\]")
HASH = 12  # letters of a hash shown
SOURCES = (
    ("nrmp-charting-non-us-img-2026", "Rates, scores, papers and ranks of matched and not-matched non-US IMGs"),
    ("nrmp-charting-us-md-2026", "The same of US MD seniors, as quartiles"),
    ("nrmp-charting-us-2024", "The same of US seniors, as means and spreads"),
    ("nrmp-charting-ortho-2026", "Orthopaedic Surgery, US MD seniors"),
    ("nrmp-state-2026", "Positions offered and filled by state, specialty and applicant type"),
    ("nrmp-press-2026", "Match rates by applicant type, and by visa need"),
    ("nrmp-program-results", "Seats and fills of every program, 2022 to 2026"),
    ("gensurg-funnel", "Applications, interviews and lists in General Surgery"),
    ("smartpick-judgement", "Where nothing is published: judged, with a wide range"),
)


def page() -> str:
    """The whole page as Markdown; the same data give the same page."""
    checks, facts = validate(), load_facts()
    parts: dict[str, Callable[[], str]] = {
        "outcome": lambda: f"**{summary(checks).sentence}**",
        "sources": lambda: _sources(facts),
        "assumptions": lambda: _assumptions(facts),
        "results": lambda: _results(checks),
        "failures": lambda: _failures(checks),
        "fits": _fits,
    }
    return PLACE.sub(lambda found: parts[found[1]](), WORDS.read_text(encoding="utf-8"))


def _sources(facts: Facts) -> str:
    """The sources the fits rest on, with what each is used for."""
    rows = []
    for source_id, used in SOURCES:
        source = facts.source(source_id)
        rows.append(f"| {cell(source.title)} | {cell(source.publisher)} | {source.published or ''} | {used} |")
    return "\n".join(["| Source | Publisher | Published | Used for |", "| --- | --- | --- | --- |", *rows])


def _assumptions(facts: Facts) -> str:
    """Every judged value of the model, with its interval."""
    rows, others = [], 0
    for key in facts.keys:
        if not key.startswith("model."):
            continue
        parameter = facts.parameter(key)
        for (_, name), fact in sorted(parameter.facts.items(), key=lambda row: _order(row[0][1])):
            if fact.grade.value == "judged":
                rows.append(_assumption(parameter.label, name, fact))
            else:
                others += 1
    return "\n".join([f"{len(rows)} values are judged; {others} more under `model` are measured or derived.", "",
                      "| What | Value | 5–95% | Unit | Why |", "| --- | --: | --- | --- | --- |", *rows])


def _order(name: tuple[str, ...]) -> list[tuple[int, float, str]]:
    """Cells in alphabetical order, numbers by size."""
    return [(0, float(part), "") if part.replace(".", "", 1).isdigit() else (1, 0.0, part) for part in name]


def _assumption(label: str, name: tuple[str, ...], fact: Fact) -> str:
    said = f"{label}: {', '.join(name).replace('_', ' ')}" if name else label
    span = "" if fact.low is None or fact.high is None else f"{fact.low:g} to {fact.high:g}"
    value = f"{fact.value:g}" if isinstance(fact.value, int | float) else str(fact.value or "")
    return f"| {cell(said)} | {value} | {span} | {cell(fact.unit)} | {cell(fact.note or fact.at)} |"


def _results(checks: tuple[Check, ...]) -> str:
    lines = []
    for _, about, rows in grouped(checks):
        lines += [f"### {about}", "", "| Result | Check | Measured | Bound | Basis |",
                  "| --- | --- | --- | --- | --- |"]
        for check in rows:
            label = f"{check.label}<br>{check.note}" if check.note else check.label
            lines.append(f"| {_said(check)} | {cell(label)} | {cell(check.measured)} | {cell(check.bound)} "
                         f"| {basis(check)} |")
        lines.append("")
    return "\n".join(lines).rstrip()


def _said(check: Check) -> str:
    return f"**{result(check)}**" if check.passed is False else result(check)


def _failures(checks: tuple[Check, ...]) -> str:
    lines = []
    for check in failures(checks):
        note = f" {check.note}" if check.note else ""
        lines.append(f"- **{check.label}**: {check.measured}; bound: {check.bound}.{note}")
    return "\n".join(lines) or "No bound fails in this version."


def _fits() -> str:
    """Every fitted file with its hashes and the command that makes it again."""
    rows = []
    for path in sorted(FITS.glob("*.json")):
        meta = json.loads(path.read_text(encoding="utf-8"))
        rows.append(f"| `{path.stem}` | {cell(meta['what'])} | `{meta['data_hash'][:HASH]}` "
                    f"| `{meta['code_hash'][:HASH]}` | {meta['fitted']} | `{meta['command']}` |")
    return "\n".join(["| Fit | What | Data hash | Code hash | Fitted | Again with |",
                      "| --- | --- | --- | --- | --- | --- |", *rows])


if __name__ == "__main__":
    sys.exit(write_or_check("model-card.md", page, EXPLANATION))
