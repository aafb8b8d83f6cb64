"""What was typed into a form, read field by field: a value, or a problem that points at its field."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from smartpick.errors import Problem
from smartpick.web.questions import counted, questions

NUMBER = re.compile(r"-?\d{1,9}(\.\d{1,3})?", re.ASCII)
FOUR_FIGURES = 1000, 9999
MOST_TYPED = 20  # letters, rotations: more than anyone has, small enough to be harmless


@dataclass(slots=True)
class Answers:
    """What was typed, and what is wrong with it."""

    typed: Mapping[str, str]
    problems: list[Problem] = field(default_factory=list)

    def text(self, name: str) -> str:
        return self.typed.get(name, "").strip()

    def wrong(self, name: str, message: str) -> None:
        self.problems.append(Problem("form", message, field=name))

    def choice(self, name: str, called: str) -> str | None:
        """A value that the form offered, or None where nothing was chosen."""
        value = self.text(name)
        offered = {c.value for q in (*questions(), counted()) for i in q.inputs if i.name == name for c in i.choices}
        if value and value not in offered:
            self.wrong(name, f"{called}: choose one of the answers in the list.")
            return None
        return value or None

    def number(self, name: str, called: str) -> float | None:
        """A number, or None where the field is empty. Its limits are those of a profile file."""
        raw = self.text(name).replace(",", "").replace("$", "").replace(" ", "")
        if not raw:
            return None
        if not NUMBER.fullmatch(raw):
            self.wrong(name, f"{called}: write a number in figures, or leave it empty.")
            return None
        return float(raw)

    def whole(self, name: str, called: str) -> int | None:
        """Like `number`, without fractions."""
        value = self.number(name, called)
        if value is not None and value != int(value):
            self.wrong(name, f"{called}: write a whole number.")
            return None
        return None if value is None else int(value)

    def count(self, name: str, called: str) -> int:
        """How many of something; empty counts as none, and nobody has more than MOST_TYPED."""
        value = self.whole(name, called)
        if value is not None and not 0 <= value <= MOST_TYPED:
            self.wrong(name, f"{called}: write a number from 0 to {MOST_TYPED}, or leave it empty.")
            return 0
        return value or 0

    def month(self, name: str, called: str, *, last: bool = False) -> date | None:
        """The first day of a month, or its `last`; without a month June is taken."""
        chosen, raw = self.text(f"{name}_month"), self.text(f"{name}_year")
        if chosen and not (chosen.isdecimal() and chosen.isascii() and 1 <= int(chosen) <= 12):
            self.wrong(f"{name}_month", f"{called}: choose one of the months in the list.")
            return None
        year = self.whole(f"{name}_year", called)
        if year is None:
            if chosen and not raw:
                self.wrong(f"{name}_year", f"{called}: add the year to the month, or leave both empty.")
            return None
        if not FOUR_FIGURES[0] <= year <= FOUR_FIGURES[1]:
            self.wrong(f"{name}_year", f"{called}: write the year in four figures, such as 2027.")
            return None
        number = int(chosen or 6)
        return date(year, number, monthrange(year, number)[1] if last else 1)
