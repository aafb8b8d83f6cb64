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
from smartpick.odds.rates import expit, logit
from smartpick.odds.specialty.adjusters import Adjuster, adjusters
from smartpick.odds.specialty.base_rates import origin
from smartpick.odds.specialty.known import Known, first, known_of
from smartpick.odds.specialty.population import Population
from smartpick.odds.specialty.slopes import Slope, coefficient, shape, slopes

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
    _populations: dict[int | None, Population] = field(default_factory=dict, repr=False)

    @property
    def rate(self) -> float:
        """The central shrunk rate."""
        return float(self.rates[0])

    def with_rates(self, rates: Array) -> SpecialtyModel:
        """The same model about a population that matches at other rates. Axis (draw,)."""
        return replace(self, rates=rates, _populations={})

    def certified(self, inputs: Inputs) -> Array:
        """Chance of a match here given a certified list, averaged over what is unknown. Axis (draw,)."""
        measures = {k: np.array([v]) for k, v in inputs.measures.items()}
        others = {k: np.array([v]) for k, v in inputs.adjusters.items()}
        drawn: Array = self.certified_many(measures, others)[0]
        return drawn

    def certified_many(self, measures: Mapping[str, Array], adjusters: Mapping[str, Array]) -> Array:
        """Chances of many people, axes (person, draw). NaN is unknown; names the model does not use are ignored."""
        given = {k: np.atleast_1d(np.asarray(v, dtype=float)) for k, v in (*measures.items(), *adjusters.items())}
        people = max((v.size for v in given.values()), default=1)
        nobody = np.full(people, np.nan)
        table = np.stack([np.broadcast_to(given.get(n, nobody), (people,)) for n in self.names], axis=1) \
            if self.names else np.zeros((people, 0))
        have = np.logical_not(np.isnan(table))
        if not have.any():
            return np.tile(self.rates, (people, 1))
        return self._chances(np.where(have, table, 0.0), np.asarray(have, dtype=bool))

    def _chances(self, table: Array, have: NDArray[np.bool_]) -> Array:
        """Chances of people by raw values, axes (person, input); what `have` denies is unknown. (person, draw)."""
        population = self.population_of(None)
        patterns, which = np.unique(have, axis=0, return_inverse=True)
        which = which.reshape(-1)
        intercept, b = population.solve(patterns)
        eta = np.where(np.any(have, axis=1, keepdims=True), intercept[which], logit(self.rates))
        for k, slope in enumerate(self.slopes):
            lift = shape(slope, self.rates, slope.placed(table[:, k])).T
            eta += np.where(have[:, k, None], coefficient(slope, b[:, :, k])[which] * lift, 0.0)
        for n, adjuster in enumerate(self.adjusters, start=len(self.slopes)):
            eta += np.where(have[:, n, None], adjuster.change[:, adjuster.band(table[:, n])].T, 0.0)
        return expit(eta)

    @property
    def names(self) -> Names:
        """Every input the model can use, measures first."""
        return (*(s.measure for s in self.slopes), *(a.name for a in self.adjusters))

    def known(self, names: Names, count: int | None = None) -> Known:
        """The solved chance for these known inputs, on all draws or the first `count`."""
        return known_of(self.population_of(count), names, names)

    def population_of(self, count: int | None) -> Population:
        """The people the rate speaks of, on all draws or the first `count`; kept for the next person."""
        if count not in self._populations:
            kept = (self.slopes, self.adjusters, self.rates)
            self._populations[count] = Population(*(kept if count is None else first(*kept, count)))
        return self._populations[count]

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
