"""Charting Outcomes: who matched to the specialty they ranked first, and what they had to show.

Population: applicants who certified a rank order list with the specialty first, most of them after
interviews. "Not matched" holds people who matched elsewhere. Means and quartiles are of those who
consented; groups below five people are suppressed by the publisher and None here.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from smartpick.facts.table import TABLES, as_number, read_rows

FILE = TABLES / "charting_outcomes.csv"
COLUMNS = ("year", "specialty", "applicant_type", "measure", "group", "statistic", "value",
           "source", "at", "grade", "read_via", "conflict", "note")
RANKED_FIRST = "of those who ranked it first, most after interviews"
CONSENTED = "of those who ranked it first and let NRMP use their scores, most after interviews"
SHARES = ("phd", "graduate_degree")

Cell = tuple[str, str, str, str]  # specialty, applicant type, measure, group


@dataclass(frozen=True, slots=True)
class Counts:
    """People who ranked the specialty first; `population` says in words who is counted."""

    matched: int
    not_matched: int
    year: int
    source: str
    population: str

    @property
    def n(self) -> int:
        return self.matched + self.not_matched


@dataclass(frozen=True, slots=True)
class Group:
    """What one group of applicants had: `n` people, in the unit of the measure; None where suppressed."""

    n: int | None = None
    mean: float | None = None
    sd: float | None = None
    low: float | None = None
    q1: float | None = None
    median: float | None = None
    q3: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class Moments:
    """A measure among matched and not matched applicants of one year."""

    matched: Group
    not_matched: Group
    year: int
    source: str


class Charting:
    """The table by cell and year; rows flagged `conflict` never answer a question, see `conflicts`."""

    def __init__(self, path: Path) -> None:
        self._values: dict[Cell, dict[int, dict[str, float]]] = {}
        self._sources: dict[tuple[str, str, str, int], str] = {}
        self.conflicts: list[dict[str, str]] = []
        for line, row in enumerate(read_rows(path, COLUMNS), start=2):
            year, specialty, kind, measure, group, statistic, value = row[:7]
            if row[11]:
                self.conflicts.append(dict(zip(COLUMNS, row, strict=True)))
                continue
            years = self._values.setdefault((specialty, kind, measure, group), {})
            years.setdefault(int(year), {})[statistic] = as_number(value, path, line)
            self._sources.setdefault((specialty, kind, measure, int(year)), row[7])

    @property
    def specialties(self) -> tuple[str, ...]:
        """Ids of the specialties with any row, sorted; the total `all` is not among them."""
        return tuple(sorted({cell[0] for cell in self._values} - {"all"}))

    def counts(self, specialty: str, applicant_type: str, year: int | None = None) -> Counts | None:
        """Matched and not matched in the latest year published (or in `year`); None where unknown.

        Non-US IMGs are counted in full. For US seniors only the consented sample is published.
        """
        for measure, statistic, population in (("preferred", "count", RANKED_FIRST),
                                               ("step2_ck", "n", CONSENTED),
                                               ("consented", "count", CONSENTED)):
            matched = self._years(specialty, applicant_type, measure, "matched")
            missed = self._years(specialty, applicant_type, measure, "not_matched")
            both = [y for y in matched if statistic in matched[y] and statistic in missed.get(y, {})
                    and year in (None, y)]
            if both:
                at = max(both)
                return Counts(int(matched[at][statistic]), int(missed[at][statistic]), at,
                              self._sources[specialty, applicant_type, measure, at], population)
        return None

    def moments(self, specialty: str, applicant_type: str, measure: str,
                year: int | None = None) -> Moments | None:
        """A measure in the latest year published (or in `year`); None where nothing is published.

        The latest edition for US seniors prints quartiles only: ask `year=2024` for their means.
        """
        matched = self._years(specialty, applicant_type, measure, "matched")
        missed = self._years(specialty, applicant_type, measure, "not_matched")
        years = [y for y in {*matched, *missed} if year in (None, y)]
        if not years:
            return None
        at = max(years)
        return Moments(_group(matched.get(at, {})), _group(missed.get(at, {})), at,
                       self._sources[specialty, applicant_type, measure, at])

    def share(self, specialty: str, applicant_type: str, measure: str) -> tuple[float | None, float | None]:
        """Share (0 to 1) of matched and of not matched applicants with a `phd` or `graduate_degree`."""
        found = []
        for group in ("matched", "not_matched"):
            years = self._years(specialty, applicant_type, measure, group)
            found.append(years[max(years)].get("share") if years else None)
        return found[0], found[1]

    def _years(self, specialty: str, kind: str, measure: str, group: str) -> dict[int, dict[str, float]]:
        return self._values.get((str(specialty), str(kind), measure, group), {})


def _group(values: dict[str, float]) -> Group:
    n = values.get("n")
    return Group(None if n is None else int(n), values.get("mean"), values.get("sd"), values.get("min"),
                 values.get("q1"), values.get("median"), values.get("q3"), values.get("max"))


@cache
def charting(path: Path = FILE) -> Charting:
    """The shipped table, read once."""
    return Charting(path)
