"""The chance for one set of known inputs: the discriminant of these measures and the changes of the adjusters.

    logit p = a + sum_k b_k z_k + sum_l delta_l u_l        (model 1)

a is solved so that the average of p over the stated population, the mixture of the two groups at the
published rate with its shares of every adjuster band, is the drawn rate (`population`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from smartpick.odds.rates import expit, logit
from smartpick.odds.specialty.adjusters import Adjuster
from smartpick.odds.specialty.population import Population
from smartpick.odds.specialty.slopes import Slope, coefficient, correlations, discriminant, shape

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Known:
    """Slopes and adjusters known together. Axes: `joint` (draw, measure, measure), `b` (draw, measure), else (draw,).

    `joint` is the correlation of the measures within a group.
    """

    slopes: tuple[Slope, ...]
    adjusters: tuple[Adjuster, ...]
    rates: Array
    joint: Array
    b: Array
    intercept: Array

    def chances(self, measures: Mapping[str, Array], adjusters: Mapping[str, Array]) -> Array:
        """Chances of people with these raw values, axes (person, draw)."""
        eta = self.intercept[:, None] + sum(self.parts(measures, adjusters).values(), np.zeros((1, 1)))
        return expit(eta).T

    def parts(self, measures: Mapping[str, Array], adjusters: Mapping[str, Array]) -> dict[str, Array]:
        """What each input adds in log odds, by name, axes (draw, person)."""
        found = {}
        for k, slope in enumerate(self.slopes):
            found[slope.measure] = self._part(k, slope.placed(np.asarray(measures[slope.measure], dtype=float)))
        for adjuster in self.adjusters:
            found[adjuster.name] = adjuster.change[:, adjuster.band(adjusters[adjuster.name])]
        return found

    def _part(self, k: int, z: Array) -> Array:
        return coefficient(self.slopes[k], self.b[:, k])[:, None] * shape(self.slopes[k], self.rates, z)


def know(slopes: tuple[Slope, ...], adjusters: tuple[Adjuster, ...], rates: Array) -> Known:
    """The chance for all of these inputs, with its intercept solved."""
    return known_of(Population(slopes, adjusters, rates), tuple(s.measure for s in slopes),
                    tuple(a.name for a in adjusters))


def known_of(population: Population, measures: tuple[str, ...], adjusters: tuple[str, ...]) -> Known:
    """The chance for some of a population's inputs."""
    mask = np.array([[s.measure in measures for s in population.slopes]
                     + [a.name in adjusters for a in population.adjusters]], dtype=bool)
    intercept, b = population.solve(mask)
    at = [k for k, s in enumerate(population.slopes) if s.measure in measures]
    return Known(tuple(population.slopes[k] for k in at), tuple(a for a in population.adjusters if a.name in adjusters),
                 population.rates, population.joint[:, at][:, :, at], b[0][:, at], intercept[0])


def unsolved(slopes: tuple[Slope, ...], adjusters: tuple[Adjuster, ...], rates: Array) -> Known:
    """The parts of the chance, with the log odds of the rate as its intercept."""
    d = np.stack([s.difference for s in slopes], axis=1) if slopes else np.zeros((rates.size, 0))
    joint = correlations(tuple(s.measure for s in slopes)) if slopes else np.zeros((rates.size, 0, 0))
    return Known(slopes, adjusters, rates, joint, discriminant(d, joint), logit(rates))


def population_lifts(known: Known, people: int, seed: int) -> tuple[Array, Array]:
    """Log odds without the intercept of random matched and not-matched people, and their weights, for checking.

    Axes (draw, person) both; `people` of each group, an even number.
    """
    half = np.random.default_rng(seed).standard_normal((people // 2, len(known.slopes)))
    base = np.concatenate([half, -half])
    shaped = base[None] @ np.linalg.cholesky(known.joint).transpose(0, 2, 1) if known.slopes else None
    groups = []
    for group in (0, 1):
        lift = np.zeros((known.rates.size, people))
        for k, slope in enumerate(known.slopes):
            assert shaped is not None
            spread = slope.spread[:, None] if group else 1.0
            z = slope.centres(known.rates)[group][:, None] + spread * shaped[:, :, k]
            lift = lift + known._part(k, slope.held(z))
        for n, adjuster in enumerate(known.adjusters):
            place = np.random.default_rng((2 * n + group, seed)).permutation(people)
            band = np.searchsorted(np.cumsum(adjuster.share)[:-1], (place + 0.5) / people)
            lift = lift + adjuster.change[:, band]
        groups.append(lift)
    rates = known.rates[:, None]
    weights = np.concatenate([np.tile(rates / people, people), np.tile((1 - rates) / people, people)], axis=1)
    return np.concatenate(groups, axis=1), weights


def first(slopes: tuple[Slope, ...], adjusters: tuple[Adjuster, ...], rates: Array, count: int
          ) -> tuple[tuple[Slope, ...], tuple[Adjuster, ...], Array]:
    """The same with the first draws alone."""
    return (tuple(s.first(count) for s in slopes), tuple(replace(a, change=a.change[:count]) for a in adjusters),
            rates[:count])
