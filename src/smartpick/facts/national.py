"""National Match results: positions offered and filled by applicant type, and who ranked a specialty.

2026 comes from the state table and knows levels: `pgy1` (categorical and preliminary seats of one
specialty together, above all in Surgery and Internal Medicine), `pgy2` (advanced) and `physician`
(reserved). 2025 covers PGY-1 positions only and tells `categorical`, `primary` (primary care),
`preliminary` and, where the name does not say, `pgy1` apart.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from smartpick.facts.table import TABLES, as_number, read_rows

FILE = TABLES / "match_results.csv"
COLUMNS = ("year", "specialty", "kind", "applicant_type", "measure", "value",
           "source", "at", "grade", "read_via", "conflict", "note")
ALSO_CALLED = {"advanced": "pgy2", "reserved": "physician"}
FIRST_YEAR = ("pgy1", "categorical", "primary", "preliminary")
LEVELS_KNOWN_SINCE = 2026  # before, no table with advanced and reserved seats is carried over


class National:
    """The table by year, specialty, measure and applicant type; `all` is every type or every specialty."""

    def __init__(self, path: Path) -> None:
        self._values: dict[tuple[int, str, str, str], dict[str, int]] = {}
        self._sources: dict[tuple[int, str], str] = {}
        for line, row in enumerate(read_rows(path, COLUMNS), start=2):
            if row[10]:
                continue
            year, specialty, kind, applicant, measure = int(row[0]), *row[1:5]
            cell = self._values.setdefault((year, specialty, measure, applicant), {})
            cell[kind] = int(as_number(row[5], path, line))
            self._sources.setdefault((year, specialty), row[6])

    def filled(self, specialty: str, applicant_type: str, kind: str | None = None,
               year: int = 2026) -> int | None:
        """Positions of the specialty filled by this type; without `kind` all of them, None where unknown."""
        return self._sum(year, specialty, "filled", applicant_type, kind)

    def offered(self, specialty: str, kind: str | None = None, year: int = 2026) -> int | None:
        """Positions offered; without `kind` all of them, None where unknown."""
        return self._sum(year, specialty, "offered", "all", kind)

    def unfilled(self, specialty: str, kind: str | None = None, year: int = 2026) -> int | None:
        """Positions left over when the algorithm had run."""
        said = self._sum(year, specialty, "unfilled", "all", kind)
        offered, filled = self.offered(specialty, kind, year), self.filled(specialty, "all", kind, year)
        return said if said is not None or offered is None or filled is None else offered - filled

    def ranking(self, specialty: str, applicant_type: str, year: int = 2025,
                kind: str | None = None) -> int | None:
        """Applicants who ranked a position of it at any place in their list.

        2025 counts lists with a PGY-1 position; for a specialty with advanced seats that is a part of
        its applicants, given only for `kind="pgy1"`.
        """
        return self._sum(year, specialty, "ranking", applicant_type, kind)

    def source(self, specialty: str, year: int) -> str | None:
        """Id of the source the numbers of a specialty and year come from."""
        return self._sources.get((year, str(specialty)))

    def _sum(self, year: int, specialty: str, measure: str, applicant: str, kind: str | None) -> int | None:
        cell = self._values.get((year, str(specialty), measure, str(applicant)))
        if cell is None:
            return None
        if kind is None:
            return None if self._first_year_only(year, str(specialty)) else sum(cell.values())
        kind = ALSO_CALLED.get(str(kind), str(kind))
        if kind in cell:
            return cell[kind]
        if kind == "pgy1":
            parts = [cell[part] for part in FIRST_YEAR if part in cell]
            return sum(parts) if parts else None
        return None

    def _first_year_only(self, year: int, specialty: str) -> bool:
        """Whether this year's rows leave out advanced or reserved seats that the specialty has."""
        later = self._values.get((LEVELS_KNOWN_SINCE, specialty, "offered", "all"), {})
        return year < LEVELS_KNOWN_SINCE and any(later.get(kind) for kind in ("pgy2", "physician"))


@cache
def national(path: Path = FILE) -> National:
    """The shipped table, read once."""
    return National(path)
