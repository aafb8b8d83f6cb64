"""The tasks of a season and where they are placed: `data/rules/timeline.yaml`, read strictly."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from smartpick.facts.findings import Findings
from smartpick.facts.strict_yaml import Block, read_yaml
from smartpick.settings import DATA

LANES = ("exams", "research", "rotations", "letters", "visa", "season", "decision", "money")
TASK_KEYS = ("title", "detail", "year", "lane", "start", "due", "event", "when", "done", "needs",
             "needs_words", "rules", "source", "worth", "optional", "hard", "late", "late_words",
             "lost_words")  # fmt: skip
NEEDED = ("title", "detail", "year", "lane", "rules")
ANCHOR_KEYS = ("from", "months", "days")


@dataclass(frozen=True, slots=True)
class Anchor:
    """A day counted from a named day: a season event or one of the person's own."""

    day: str
    months: int = 0
    days: int = 0


@dataclass(frozen=True, slots=True)
class TaskRule:
    """One task before it meets a person; `when`, `done` and `needs` name conditions that must all hold."""

    key: str
    title: str
    detail: str
    year: int
    lane: str
    start: Anchor | None
    due: Anchor | None  # None only where `event` gives the day
    event: str  # season event that gives day, clock and status; empty: none
    when: tuple[str, ...]
    done: tuple[str, ...]
    needs: tuple[str, ...]
    needs_words: str
    rules: tuple[str, ...]
    source: str
    worth: int
    optional: bool
    hard: bool
    late: Anchor | None  # last day on which it still helps once `due` has passed; None: the day of submission
    late_words: str  # said while that day lies ahead
    lost_words: str  # said when it has passed too


@dataclass(frozen=True, slots=True)
class TimelineRules:
    """Season tasks and personal ones by key, and the specialties with a standardised letter (H14)."""

    tasks: dict[str, TaskRule]
    personal: dict[str, TaskRule]
    standard_letters: tuple[str, ...]
    advanced_share_min: float  # share of seats at PGY-2 from which the PGY-1 year is a task (H18)


@cache
def timeline_rules(data: Path = DATA) -> TimelineRules:
    """The timeline rules of a data folder; BadFacts, with file and line, where they break their form."""
    file = "rules/timeline.yaml"
    block = read_yaml(data / file, file)
    findings = Findings(file)
    sections = ("tasks", "personal", "standard_letters", "advanced_share_min")
    findings.check_keys(block, "", sections, sections)
    findings.raise_first()
    sources = {path.stem for path in (data / "sources").glob("*.yaml")}
    tasks = _tasks(block, "tasks", sources, findings)
    personal = _tasks(block, "personal", sources, findings)
    for section, found in (("tasks", tasks), ("personal", personal)):
        for key, task in found.items():
            if task.due is None and not task.event:
                findings.add(f"{section}.{key}", block[section].line_of(key), "needs `due` or `event`.")
    findings.raise_first()
    return TimelineRules(tasks, personal, tuple(block["standard_letters"]["specialties"]),
                         float(block["advanced_share_min"]["value"]))


def _tasks(block: Block, section: str, sources: set[str], findings: Findings) -> dict[str, TaskRule]:
    found = {}
    for key, entry in block[section].items():
        path = f"{section}.{key}"
        findings.check_keys(entry, f"{path}.", TASK_KEYS, NEEDED)
        if entry.get("lane") not in LANES:
            findings.add(f"{path}.lane", entry.line_of("lane"), f"has to be one of {', '.join(LANES)}.")
        source = entry.get("source", "guide")
        if source not in sources:
            findings.add(f"{path}.source", entry.line_of("source"), f"names the unknown source `{source}`.")
        if not findings.problems:
            found[key] = _task(key, entry, source, path, findings)
    return found


def _task(key: str, entry: Block, source: str, path: str, findings: Findings) -> TaskRule:
    return TaskRule(
        key=key,
        title=entry["title"],
        detail=entry["detail"],
        year=entry["year"],
        lane=entry["lane"],
        start=_anchor(entry.get("start"), f"{path}.start", findings),
        due=_anchor(entry.get("due"), f"{path}.due", findings),
        event=entry.get("event", ""),
        when=tuple(entry.get("when", ())),
        done=tuple(entry.get("done", ())),
        needs=tuple(entry.get("needs", ())),
        needs_words=entry.get("needs_words", ""),
        rules=tuple(entry["rules"]),
        source=source,
        worth=entry.get("worth", 0),
        optional=entry.get("optional", False),
        hard=entry.get("hard", False),
        late=_anchor(entry.get("late"), f"{path}.late", findings),
        late_words=entry.get("late_words", ""),
        lost_words=entry.get("lost_words", ""),
    )


def _anchor(entry: Any, path: str, findings: Findings) -> Anchor | None:
    if entry is None:
        return None
    findings.check_keys(entry, f"{path}.", ANCHOR_KEYS, ("from",))
    return Anchor(entry.get("from", ""), entry.get("months", 0), entry.get("days", 0))
