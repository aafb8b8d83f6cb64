"""Reads a CSV of evidence about programs: every bad line is named at once, nothing is guessed."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from datetime import date
from difflib import get_close_matches
from pathlib import Path
from typing import TypeVar

from smartpick.domain.openness import Evidence, EvidenceField, EvidenceKind, VisaAnswer
from smartpick.errors import BadEvidence, NotFound, Problem
from smartpick.facts.directory import directory

COLUMNS = ("program_id", "field", "value", "kind", "date", "note")
NEEDED = COLUMNS[:4]
EXAMPLE = "P1402421172, visa_j1, yes, site, 2026-10-01, page on applying"
MOST_PROBLEMS = 50
STRANGER = "unknown_program"  # code of a line on a program that the directory does not have
FIRST_DAY = date(1990, 1, 1)
LEAST_SCORE, MOST_SCORE = 1.0, 300.0  # of Step 2 CK
Choice = TypeVar("Choice", EvidenceField, EvidenceKind)
ANSWERS = {"yes": VisaAnswer.YES, "no": VisaAnswer.NO, "conflicting": VisaAnswer.CONFLICTING}


class Bad(Exception):
    """One cell that cannot be used: column, what is wrong, what to do."""

    def __init__(self, column: str, message: str, remedy: str, code: str = "evidence") -> None:
        super().__init__(message)
        self.column, self.remedy, self.code = column, remedy, code


def read_evidence(path: Path, today: date | None = None, left_out: list[Problem] | None = None
                  ) -> tuple[Evidence, ...]:
    """All evidence of a file. BadEvidence with every bad line; NotFound where the file does not exist.

    With a list `left_out`, lines on programs the directory does not have are put there and passed over,
    so that a file kept over the years stays of use; a file of nothing else is still refused.
    """
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        raise NotFound(f"There is no file {path}.", remedy="Give a CSV file of evidence.", field="--evidence") from None
    except IsADirectoryError:
        raise NotFound(f"{path} is a folder.", remedy="Give a CSV file of evidence.", field="--evidence") from None
    except UnicodeDecodeError:
        problem = Problem("evidence", f"{path.name} is not text in UTF-8.", remedy="Save it as CSV in UTF-8.")
        raise BadEvidence((problem,), path.name) from None
    return parse_evidence(text, path.name, today, left_out)


def parse_evidence(text: str, source: str, today: date | None = None, left_out: list[Problem] | None = None
                   ) -> tuple[Evidence, ...]:
    """The evidence in CSV text with a header line, columns in any order. `source` is named in errors.

    `left_out` as in `read_evidence`.
    """
    try:
        rows = [[cell.strip() for cell in row] for row in csv.reader(io.StringIO(text), skipinitialspace=True)]
    except csv.Error as error:
        problem = Problem("evidence", f"{source} is no CSV that can be read ({error}).", remedy="Save it again as CSV.")
        raise BadEvidence((problem,), source) from None
    if not any(any(row) for row in rows):
        raise BadEvidence((Problem("evidence", f"{source} is empty.", remedy=f"Start it with the line: "
                                   f"{', '.join(COLUMNS)}"),), source)
    start = next(number for number, row in enumerate(rows) if any(row))
    order = _order([cell.casefold() for cell in rows[start]], start + 1, source)
    found: list[Evidence] = []
    problems: list[Problem] = []
    for line, row in enumerate(rows[start + 1:], start=start + 2):
        if not any(row):
            continue
        cells = {name: row[place] if place < len(row) else "" for name, place in order.items()}
        found.extend(_read(cells, line, len(row) > len(rows[start]), problems, today))
    strangers = [p for p in problems if p.code == STRANGER]
    if left_out is not None and found:
        left_out += strangers
        problems = [p for p in problems if p.code != STRANGER]
    if problems:
        raise BadEvidence(tuple(problems[:MOST_PROBLEMS]), source)
    return tuple(found)


def _order(head: list[str], line: int, source: str) -> dict[str, int]:
    unknown = [name for name in head if name and name not in COLUMNS]
    missing = [name for name in NEEDED if name not in head]
    twice = [name for name in COLUMNS if head.count(name) > 1]
    problems = []
    for name in unknown:
        near = get_close_matches(name, COLUMNS, n=1)
        hint = f"Did you mean `{near[0]}`?" if near else f"The columns are {', '.join(COLUMNS)}."
        problems.append(Problem("evidence", f"There is no column `{name[:40]}`.", name[:40], line, hint))
    if missing:
        listed = ", ".join(f"`{name}`" for name in missing)
        problems.append(Problem("evidence", f"The column {listed} is missing.", None, line,
                                f"Start the file with: {', '.join(COLUMNS)}; then lines such as: {EXAMPLE}"))
    problems += [Problem("evidence", f"The column `{name}` stands there twice.", name, line, "Keep one.")
                 for name in twice]
    if problems:
        raise BadEvidence(tuple(problems), source)
    return {name: head.index(name) for name in COLUMNS if name in head}


def _read(cells: dict[str, str], line: int, too_long: bool, problems: list[Problem], today: date | None
          ) -> list[Evidence]:
    """The evidence of one line, or nothing; all that is wrong with it is added to `problems`."""
    before = len(problems)
    if too_long:
        problems.append(Problem("evidence", "There are more cells than columns.", None, line,
                                "Put a note with commas in quotation marks."))
    parts: dict[str, object] = {}

    def take(column: str, read: Callable[[], object]) -> None:
        try:
            parts[column] = read()
        except Bad as bad:
            problems.append(Problem(bad.code, str(bad), bad.column, line, bad.remedy))

    take("program_id", lambda: _program(cells["program_id"]))
    take("field", lambda: _choice(EvidenceField, "field", cells["field"]))
    take("kind", lambda: _choice(EvidenceKind, "kind", cells["kind"]))
    take("date", lambda: _day(cells.get("date", ""), today))
    field = parts.get("field")
    if isinstance(field, EvidenceField):
        take("value", lambda: _value(field, cells["value"]))
    if len(problems) > before:
        return []
    program, kind, value, day = parts["program_id"], parts["kind"], parts["value"], parts["date"]
    assert isinstance(program, str)
    assert isinstance(field, EvidenceField)
    assert isinstance(kind, EvidenceKind)
    assert isinstance(value, VisaAnswer | float)
    assert day is None or isinstance(day, date)
    return [Evidence(program, field, value, kind, day, cells.get("note") or None)]


def _program(text: str) -> str:
    """The program id meant by a program, track or ACGME id."""
    if not text:
        raise Bad("program_id", "The program is missing.", "Give a program id, a track id or an ACGME id.")
    key = text.upper()
    if key.isdigit() and len(key) in (9, 10):
        key = f"P{key.zfill(10)}"
    try:
        return directory().program(key).program_id
    except NotFound as error:
        raise Bad("program_id", f"No program or track has the id '{text[:40]}'.", error.problem.remedy or "",
                  STRANGER) from None


def _choice(kinds: type[Choice], column: str, text: str) -> Choice:
    words = [choice.value for choice in kinds]
    word = text.casefold().replace("-", "_").replace(" ", "_")
    if word in words:
        return kinds(word)
    near = get_close_matches(word, words, n=1)
    hint = f"Did you mean {near[0]}?" if near else f"Use one of {', '.join(words)}."
    said = f"'{text[:40]}' is no {column}." if text else f"The {column} is missing."
    raise Bad(column, said, hint)


def _day(text: str, today: date | None) -> date | None:
    if not text:
        return None
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise Bad("date", f"'{text[:40]}' is not a day.", "Write it as 2026-10-01, or leave it empty.") from None
    if day < FIRST_DAY or (today is not None and day > today):
        raise Bad("date", f"The day {text} lies in the future or too far back.", "Give the day you found it out.")
    return day


def _value(field: EvidenceField, text: str) -> VisaAnswer | float:
    if field.is_visa:
        answer = ANSWERS.get(text.casefold())
        if answer is None:
            raise Bad("value", f"'{text[:40]}' is no answer for {field.value}.", "Use yes, no or conflicting.")
        return answer
    number = _number(text)
    if field is EvidenceField.CUTOFF_STEP2:
        if number is None or not LEAST_SCORE <= number <= MOST_SCORE:
            raise Bad("value", f"'{text[:40]}' is no Step 2 CK score.", "Use a number such as 230.")
        return number
    if number is None or not 0.0 <= number <= 1.0:
        raise Bad("value", f"'{text[:40]}' is no share.", "Use a share from 0 to 1, such as 0.25, or 25%.")
    return number


def _number(text: str) -> float | None:
    try:
        number = float(text.removesuffix("%")) / (100.0 if text.endswith("%") else 1.0)
    except ValueError:
        return None
    return number if number == number and abs(number) != float("inf") else None
