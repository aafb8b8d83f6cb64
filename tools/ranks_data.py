"""What the ranks curve is fitted to: published numbers of contiguous ranks of non-US IMGs, as arrays."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

from smartpick.domain.applicant import ApplicantType
from smartpick.facts import load_facts
from smartpick.facts.outcomes import Group, charting

Array = NDArray[np.float64]

TYPE = ApplicantType.NON_US_IMG
MEASURE = "contiguous_ranks"
GENERAL, COMPETITIVE = "general", "competitive"


@dataclass(frozen=True, slots=True)
class RanksData:
    """One specialty: people matched and not, and their ranks; a Group without a mean is suppressed."""

    specialty: str
    competitive: bool
    matched: int
    not_matched: int
    ranks: tuple[Group, Group]  # matched, not matched

    @property
    def pooled(self) -> bool:
        """Whether the ranks of the matched are suppressed, so that sister specialties stand in."""
        return self.ranks[0].mean is None or self.ranks[1].mean is None

    @property
    def longest(self) -> int | None:
        """The largest number of ranks published for either group."""
        found = [g.high for g in self.ranks if g.high is not None]
        return int(max(found)) if found else None


def published() -> tuple[RanksData, ...]:
    """Every specialty with matched and not-matched counts, in alphabetical order."""
    facts, table, found = load_facts(), charting(), []
    for specialty in table.specialties:
        counts = table.counts(specialty, TYPE)
        moments = table.moments(specialty, TYPE, MEASURE)
        if counts is None or moments is None:
            continue
        pool = facts.find("model.pool", specialty)
        competitive = pool is not None and pool.value == COMPETITIVE
        found.append(RanksData(specialty, competitive, counts.matched, counts.not_matched,
                               (moments.matched, moments.not_matched)))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Summaries:
    """The data as arrays. Axes: (specialty,), and (specialty, group) with group 0 matched, 1 not matched.

    `below` and `reached` are, for the three quartiles, indices into the cumulative shares F(0), F(1), ...:
    a published quartile q says F(q - 1) < level <= F(q). Axes (specialty, group, quartile).
    """

    matched: Array
    total: Array
    competitive: Array
    known: NDArray[np.bool_]
    alone: NDArray[np.bool_]  # everybody in the group had one rank
    n: Array
    mean: Array
    sd: Array
    below: NDArray[np.int64]
    reached: NDArray[np.int64]

    def only(self, index: int) -> Summaries:
        """One specialty alone, with its axis kept."""
        return Summaries(**{part.name: getattr(self, part.name)[index:index + 1] for part in fields(self)})


def summaries(data: Iterable[RanksData]) -> Summaries:
    """Arrays of the published figures; suppressed groups hold harmless numbers and are not `known`."""
    rows = tuple(data)

    def grid(value: Callable[[Group], float | None], missing: float) -> Array:
        return np.array([[missing if (v := value(g)) is None else v for g in d.ranks] for d in rows], dtype=float)

    marks = np.stack([grid(lambda g: g.q1, 1), grid(lambda g: g.median, 1), grid(lambda g: g.q3, 1)], axis=-1)
    return Summaries(
        matched=np.array([d.matched for d in rows], dtype=float),
        total=np.array([d.matched + d.not_matched for d in rows], dtype=float),
        competitive=np.array([d.competitive for d in rows], dtype=float),
        alone=(grid(lambda g: g.mean, 0) == 1) & (grid(lambda g: g.sd, 1) == 0),
        known=grid(lambda g: g.mean, np.nan) > 0,
        n=grid(lambda g: g.n, 1),
        mean=grid(lambda g: g.mean, 1),
        sd=grid(lambda g: g.sd, 1),
        below=np.floor(marks).astype(np.int64) - 1,  # a half-way quartile allows both its neighbours
        reached=np.ceil(marks).astype(np.int64),
    )
