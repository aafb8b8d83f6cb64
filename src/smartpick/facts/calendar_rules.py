"""How season dates are projected, and the guide's preparation windows (`data/rules/calendar.yaml`)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from smartpick.domain.chance import Grade
from smartpick.facts.findings import Findings
from smartpick.facts.strict_yaml import Block, read_yaml
from smartpick.settings import DATA

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
KINDS = ("weekday", "fixed", "days_from")
EVENT_KEYS = ("label", *KINDS, "clock", "words", "source", "grade", "specialties")


@dataclass(frozen=True, slots=True)
class NthWeekday:
    """The nth weekday (0 Monday to 6 Sunday) of a month; `year` counts from the year of the Match."""

    month: int
    weekday: int
    nth: int
    year: int

    def day(self, match_year: int) -> date:
        first = date(match_year + self.year, self.month, 1)
        return first + timedelta(days=(self.weekday - first.weekday()) % 7 + 7 * (self.nth - 1))


@dataclass(frozen=True, slots=True)
class FixedDay:
    """The same day every year; `year` counts from the year of the Match."""

    month: int
    of_month: int
    year: int

    def day(self, match_year: int) -> date:
        return date(match_year + self.year, self.month, self.of_month)


@dataclass(frozen=True, slots=True)
class DaysFrom:
    """So many days from another event, before it where negative."""

    event: str
    days: int


DateRule = NthWeekday | FixedDay | DaysFrom


@dataclass(frozen=True, slots=True)
class EventRule:
    """One season event and its projection; `specialties` empty means every specialty."""

    key: str
    label: str
    rule: DateRule
    words: str
    source: str
    grade: Grade
    clock: str = ""
    specialties: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CalendarRules:
    """All event rules, in the order of the file, and the windows (months or weeks) by name."""

    events: dict[str, EventRule]
    windows: dict[str, int]
    review_by: date | None


@cache
def calendar_rules(data: Path = DATA) -> CalendarRules:
    """The calendar rules of a data folder; BadFacts, with file and line, where they break their form."""
    file = "rules/calendar.yaml"
    block = read_yaml(data / file, file)
    findings = Findings(file)
    findings.check_keys(block, "", ("review_by", "events", "windows"), ("events", "windows"))
    findings.raise_first()
    sources = {path.stem for path in (data / "sources").glob("*.yaml")}
    events = {event.key: event for event in _events(block["events"], findings)}
    for event in events.values():
        if event.source not in sources:
            findings.add(f"events.{event.key}.source", block["events"].line_of(event.key),
                         f"names the unknown source `{event.source}`.")
        if isinstance(event.rule, DaysFrom) and event.rule.event not in events:
            findings.add(f"events.{event.key}", block["events"].line_of(event.key),
                         f"counts from `{event.rule.event}`, which is no event.")
    findings.raise_first()
    windows = {name: int(entry["value"]) for name, entry in block["windows"].items()}
    return CalendarRules(events, windows, block.get("review_by"))


def _events(block: Block, findings: Findings) -> Iterator[EventRule]:
    for key, entry in block.items():
        path = f"events.{key}"
        findings.check_keys(entry, f"{path}.", EVENT_KEYS, ("label", "words", "source", "grade"))
        kinds = [kind for kind in KINDS if kind in entry]
        if len(kinds) != 1:
            findings.add(path, block.line_of(key), f"needs exactly one of {', '.join(KINDS)}.")
            continue
        try:
            yield EventRule(key, entry["label"], _rule(kinds[0], entry[kinds[0]]), entry["words"],
                            entry["source"], Grade(entry["grade"]), entry.get("clock", ""),
                            tuple(entry.get("specialties", ())))
        except (KeyError, TypeError, ValueError) as error:
            findings.add(path, block.line_of(key), f"cannot be read ({error}).")


def _rule(kind: str, entry: dict[str, Any]) -> DateRule:
    match kind:
        case "weekday":
            return NthWeekday(entry["month"], WEEKDAYS.index(entry["day"]), entry["nth"], entry["year"])
        case "fixed":
            return FixedDay(entry["month"], entry["day"], entry["year"])
        case _:
            return DaysFrom(entry["event"], entry["days"])
