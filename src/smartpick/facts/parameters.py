"""Parameters: one value series a file, by year and cell, each value with its source, place and grade."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from smartpick.domain.chance import Estimate, Grade
from smartpick.domain.season import DateStatus
from smartpick.facts.source import ReadVia

Value = int | float | str | date | None


@dataclass(frozen=True, slots=True)
class Fact:
    """One known number, word or day. `low` and `high` are its 5-95 % interval where one is known."""

    key: str
    cell: tuple[str, ...]
    label: str
    meaning: str
    value: Value
    unit: str
    year: int
    low: float | None
    high: float | None
    grade: Grade
    source: str
    at: str
    read_via: ReadVia | None = None  # how its source was read
    review_by: date | None = None
    note: str | None = None
    status: DateStatus | None = None

    @property
    def number(self) -> float:
        """The value as a number; TypeError where it is text, a day or unknown."""
        if isinstance(self.value, bool) or not isinstance(self.value, int | float):
            raise TypeError(f"{self.key} {' '.join(self.cell)} is {self.value!r}, not a number.")
        return float(self.value)

    @property
    def day(self) -> date:
        """The value as a day; TypeError where it is anything else."""
        if not isinstance(self.value, date):
            raise TypeError(f"{self.key} {' '.join(self.cell)} is {self.value!r}, not a day.")
        return self.value

    def estimate(self) -> Estimate:
        """The fact as an estimate with its interval and origin; TypeError for text and days."""
        return Estimate(
            value=None if self.value is None else self.number,
            unit=self.unit,
            low=self.low,
            high=self.high,
            year=self.year,
            grade=self.grade,
            sources=(self.source,),
        )


@dataclass(frozen=True, slots=True)
class Parameter:
    """A value series: `facts` maps (year, cell) to the fact; `by` names the parts of a cell."""

    key: str
    label: str
    meaning: str
    unit: str
    by: tuple[str, ...]
    facts: dict[tuple[int, tuple[str, ...]], Fact]

    @property
    def years(self) -> tuple[int, ...]:
        return tuple(sorted({year for year, _ in self.facts}))

    def find(self, cell: tuple[str, ...], year: int | None = None) -> Fact | None:
        """The fact of a cell in a year, without a year its latest."""
        if year is not None:
            return self.facts.get((year, cell))
        years = [y for y, c in self.facts if c == cell]
        return self.facts[(max(years), cell)] if years else None

    def history(self, cell: tuple[str, ...]) -> tuple[Fact, ...]:
        """Every year of a cell, oldest first."""
        return tuple(f for (_, c), f in sorted(self.facts.items(), key=lambda kv: kv[0]) if c == cell)
