"""The model of one specialty and applicant type: its rate, its slopes and adjusters, and the chance of anyone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from smartpick.domain.applicant import ApplicantType
from smartpick.domain.chance import Grade, weakest
from smartpick.domain.words import joined
from smartpick.facts.fits import load_fit
from smartpick.odds.specialty.adjusters import Adjuster, adjusters
from smartpick.odds.specialty.base_rates import origin
from smartpick.odds.specialty.known import Known, know
from smartpick.odds.specialty.slopes import Slope, slopes

if TYPE_CHECKING:
    from smartpick.odds.specialty.inputs import Inputs

Array = NDArray[np.float64]
Names = tuple[str, ...]

NAMED = 3  # inputs named in a method before the rest are counted


@dataclass(frozen=True, slots=True, eq=False)
class SpecialtyModel:
    """Everything needed for the chance of one (specialty, applicant type).

    `matched` and `total` are None where no counts are published and the rate is borrowed (`population`
    says from whom). `rates` are draws of the shrunk rate, draw 0 the central case. Axis (draw,).
    """

    specialty: str
    applicant_type: ApplicantType
    matched: int | None
    total: int | None
    year: int
    population: str
    sources: tuple[str, ...]
    grade: Grade
    rates: Array
    slopes: tuple[Slope, ...]
    adjusters: tuple[Adjuster, ...]
    _solved: dict[tuple[Names, Names, int | None], Known] = field(default_factory=dict, repr=False)

    @property
    def rate(self) -> float:
        """The central shrunk rate."""
        return float(self.rates[0])

    def with_rates(self, rates: Array) -> SpecialtyModel:
        """The same model about a population that matches at other rates. Axis (draw,)."""
        return replace(self, rates=rates, _solved={})

    def certified(self, inputs: Inputs) -> Array:
        """Chance of a match here given a certified list, averaged over what is unknown. Axis (draw,)."""
        measures = {k: np.array([v]) for k, v in inputs.measures.items()}
        others = {k: np.array([v]) for k, v in inputs.adjusters.items()}
        drawn: Array = self.certified_many(measures, others)[0]
        return drawn

    def certified_many(self, measures: Mapping[str, Array], adjusters: Mapping[str, Array]) -> Array:
        """Chances of many people, axes (person, draw). NaN is unknown; names the model does not use are ignored."""
        given = {k: np.atleast_1d(np.asarray(v, dtype=float)) for k, v in (*measures.items(), *adjusters.items())}
        names = [n for n in self.names if n in given]
        people = max((v.size for v in given.values()), default=1)
        if not names:
            return np.tile(self.rates, (people, 1))
        table = np.stack([np.broadcast_to(given[n], (people,)) for n in names], axis=1)
        result = np.empty((people, self.rates.size))
        patterns, which = np.unique(~np.isnan(table), axis=0, return_inverse=True)
        for n, pattern in enumerate(patterns):
            rows = np.flatnonzero(which.reshape(-1) == n)
            values = {name: table[rows, k] for k, name in enumerate(names) if pattern[k]}
            result[rows] = self.known(tuple(values)).chances(values, values) if values else self.rates[None, :]
        return result

    @property
    def names(self) -> Names:
        """Every input the model can use, measures first."""
        return (*(s.measure for s in self.slopes), *(a.name for a in self.adjusters))

    def known(self, names: Names, count: int | None = None) -> Known:
        """The solved chance for these known inputs, on all draws or the first `count`; kept for the next person."""
        used = tuple(s for s in self.slopes if s.measure in names)
        moved = tuple(a for a in self.adjusters if a.name in names)
        key = (tuple(s.measure for s in used), tuple(a.name for a in moved), count)
        found = self._solved.get(key)
        if found is None:
            found = self._solved[key] = know(used, moved, self.rates, count)
        return found

    def used(self, inputs: Inputs) -> Names:
        """The person's known inputs that move this model's chance."""
        return tuple(n for n in self.names if n in inputs.measures or n in inputs.adjusters)

    def grade_of(self, inputs: Inputs) -> Grade:
        """The grade of a person's chance: that of its weakest input. How measures overlap is judged."""
        used = self.used(inputs)
        measures = [s for s in self.slopes if s.measure in used]
        judged = len(measures) > 1 or any(a.name in used for a in self.adjusters)
        return weakest(self.grade, *(s.grade for s in measures), *([Grade.JUDGED] if judged else []))

    def method(self, inputs: Inputs) -> str:
        """What a person's chance rests on, in words."""
        used = self.used(inputs)
        base = "published rate" if self.matched is not None else "rate of another applicant type, moved"
        if not used:
            return "base rate only" if self.matched is not None else base
        labels = [s.label for s in self.slopes if s.measure in used]
        labels += [a.label for a in self.adjusters if a.name in used]
        if len(labels) > NAMED + 1:
            labels = [*labels[:NAMED], f"{len(labels) - NAMED} other inputs"]
        return f"{base}, moved by {joined(labels)}"


@cache
def specialty_model(specialty: str, applicant_type: ApplicantType) -> SpecialtyModel | None:
    """The model of a specialty and type; None where nothing is published to start from."""
    start = origin(specialty, applicant_type)
    fit = load_fit("specialty")
    at = np.flatnonzero((fit["rate"][:, 0] == applicant_type.value) & (fit["rate"][:, 1] == specialty))
    if start is None or at.size == 0:
        return None
    counts = start.counts
    return SpecialtyModel(
        specialty, applicant_type, counts.matched if counts else None, counts.total if counts else None,
        start.year, start.population, start.sources, start.grade, fit["rates"][at[0]].astype(np.float64),
        slopes(specialty, applicant_type), adjusters(specialty, applicant_type))
