"""docs/reference/coverage.md: each requirement, the tests that show it, where it is seen, what it lacks."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

import yaml

from tools.reference_page import REFERENCE, ROOT, cell, write_or_check

GROUPS = {
    "R": ("Asked for by the guide", 145),
    "H": ("Corrections and guards", 24),
    "D": ("Derived requirements", 30),
}
STATES = ("fulfilled", "in part", "not yet")


@dataclass(frozen=True, slots=True)
class Requirement:
    """One line of requirements.yaml with the tests that cover it (`folder/file::function`)."""

    id: str
    title: str
    where: str
    lacks: str
    tests: tuple[str, ...]

    @property
    def state(self) -> str:
        """Fulfilled only where it is seen somewhere, nothing is missing and a test shows it."""
        if not self.where:
            return "not yet"
        return "in part" if self.lacks or not self.tests else "fulfilled"

    @property
    def open_point(self) -> str:
        if not self.where:
            return "not built yet"
        return self.lacks or ("" if self.tests else "no test of its own yet")


def covered_by() -> dict[str, list[str]]:
    """Requirement -> node ids of the tests marked with it, as pytest collects them."""
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "covers.json"
        run = subprocess.run(
            [sys.executable, "-m", "pytest", "--collect-only", "-qq", "-p", "no:cacheprovider",
             f"--covers-out={out}"],
            cwd=ROOT, capture_output=True, text=True, check=False,
        )
        if run.returncode or not out.exists():
            raise SystemExit(f"The tests could not be collected:\n{run.stdout[-2000:]}{run.stderr[-2000:]}")
        found: dict[str, list[str]] = json.loads(out.read_text(encoding="utf-8"))
    return found


def requirements(tests: dict[str, list[str]]) -> list[Requirement]:
    """The table in its own order; SystemExit where an id is missing, unknown or has unknown fields."""
    table = yaml.safe_load((REFERENCE / "requirements.yaml").read_text(encoding="utf-8"))
    expected = [f"{letter}{n}" for letter, (_, last) in GROUPS.items() for n in range(1, last + 1)]
    if list(table) != expected:
        raise SystemExit("docs/reference/requirements.yaml must list R1-R145, H1-H24 and D1-D30, in this order.")
    return [Requirement(id=key, tests=tuple(tests.get(key, ())), **entry) for key, entry in table.items()]


def page(tests: dict[str, list[str]] | None = None) -> str:
    """The whole page as Markdown; without `tests` the suite is collected first."""
    rows = requirements(covered_by() if tests is None else tests)
    lines = [
        "# What is fulfilled, and what shows it",
        "",
        "Written by `make reference` from `requirements.yaml` and the tests' `covers` marks; do not edit by hand.",
        "*Fulfilled* needs three things: a command or page that shows it, nothing missing there, and a test.",
        "",
        "| | " + " | ".join(STATES) + " |",
        "| --- | --: | --: | --: |",
    ]
    for letter, (heading, _) in GROUPS.items():
        counts = [sum(1 for r in rows if r.id[0] == letter and r.state == state) for state in STATES]
        lines.append(f"| {heading} ({letter}) | " + " | ".join(map(str, counts)) + " |")
    for letter, (heading, _) in GROUPS.items():
        lines += ["", f"## {heading}", "", "| | What a person gets | State | Where | Still missing | Tests |",
                  "| --- | --- | --- | --- | --- | --- |"]
        lines += [_row(r) for r in rows if r.id[0] == letter]
    return "\n".join(lines) + "\n"


def _row(r: Requirement) -> str:
    tests = "<br>".join(f"`{test.removeprefix('tests/')}`" for test in r.tests)
    return f"| {r.id} | {cell(r.title)} | {r.state} | {cell(r.where)} | {cell(r.open_point)} | {tests} |"


if __name__ == "__main__":
    sys.exit(write_or_check("coverage.md", page))
