"""What applications cost: one fee schedule a service, counted per specialty, with the next application's price."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from smartpick.errors import BadFacts
from smartpick.facts import Facts

KEYS = {
    "ERAS": "fees.eras_residency",
    "ResidencyCAS": "fees.residencycas",
    "SF Match": "fees.sf_match_applications",
}


@dataclass(frozen=True, slots=True)
class Step:
    """Applications `first` to `last` (None: no end) at `usd` each, or at `usd` together when `flat`."""

    first: int
    last: int | None
    usd: int
    flat: bool


@dataclass(frozen=True, slots=True)
class Schedule:
    """The fee schedule of one application service, per specialty. Money in US dollars."""

    service: str
    steps: tuple[Step, ...]
    year: int
    source: str
    grade: str

    def cost(self, applications: int) -> int:
        """Dollars for this many applications in one specialty. Raises ValueError below zero."""
        if applications < 0:
            raise ValueError("A number of applications is never below zero.")
        total = 0
        for step in self.steps:
            if applications < step.first:
                break
            last = applications if step.last is None else min(applications, step.last)
            total += step.usd if step.flat else step.usd * (last - step.first + 1)
        return total

    def next_price(self, applications: int) -> int:
        """Dollars that one application more would cost."""
        return self.cost(applications + 1) - self.cost(applications)


def schedule(service: str, facts: Facts) -> Schedule:
    """The latest schedule of a service; BadFacts where its tiers have gaps."""
    newest = max(facts.parameter(KEYS[service]).years)
    cells = facts.cells(KEYS[service], year=newest)
    steps = sorted((_step(cell[0], round(fact.number)) for cell, fact in cells.items()),
                   key=lambda s: s.first)
    for before, after in pairwise(steps):
        if before.last is None or after.first != before.last + 1:
            raise BadFacts(f"The fee tiers of {service} have a gap or overlap.", field=KEYS[service])
    if not steps or steps[0].first != 1 or steps[-1].last is not None:
        raise BadFacts(f"The fee tiers of {service} do not run from 1 upwards.", field=KEYS[service])
    any_cell = next(iter(cells.values()))
    return Schedule(service, tuple(steps), newest, any_cell.source, any_cell.grade.value)


def _step(cell: str, usd: int) -> Step:
    """A cell like `1-30`, `31+` or `1-18 flat`."""
    span, _, kind = cell.partition(" ")
    if span.endswith("+"):
        return Step(int(span[:-1]), None, usd, False)
    first, _, last = span.partition("-")
    return Step(int(first), int(last), usd, kind == "flat")
