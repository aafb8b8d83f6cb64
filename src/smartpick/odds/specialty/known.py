"""The chance for one set of known inputs: the discriminant of these measures, with its intercept solved per draw.

    logit p = a + sum_k b_k z_k + sum_l delta_l u_l        (model 1)

a is solved so that the average of p over the stated population, the mixture of the two groups at the
published rate with its shares of every adjuster band, is the drawn rate. The population is a fixed
sample of people; it is treated by the same functions as a person, held ranges and curvature included.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

from smartpick.odds.rates import expit, logit
from smartpick.odds.specialty.adjusters import Adjuster
from smartpick.odds.specialty.slopes import FLAT, Slope, correlations, discriminant

Array = NDArray[np.float64]

PEOPLE = 384  # of each group in the sample population; the average is then within a few tenths of a point
STEPS = 12  # of Newton's method, from a start that is nearly right
CLOSE = 1e-6  # chance; an average this near the rate is the rate
PRIMES = (2, 3, 5, 7, 11, 13, 17, 19, 23, 29)  # bases of the low-discrepancy points


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

    def chances(self, measures: dict[str, Array], adjusters: dict[str, Array]) -> Array:
        """Chances of people with these raw values, axes (person, draw)."""
        eta = self.intercept[:, None] + sum(self.parts(measures, adjusters).values(), np.zeros((1, 1)))
        return expit(eta).T

    def parts(self, measures: dict[str, Array], adjusters: dict[str, Array]) -> dict[str, Array]:
        """What each input adds in log odds, by name, axes (draw, person)."""
        found = {}
        for k, slope in enumerate(self.slopes):
            scaled = slope.scaled(np.asarray(measures[slope.measure], dtype=float))
            found[slope.measure] = self._part(k, (scaled[None, :] - slope.centre[:, None]) / slope.sd)
        for adjuster in self.adjusters:
            found[adjuster.name] = adjuster.change[:, adjuster.band(adjusters[adjuster.name])]
        return found

    def _part(self, k: int, z: Array) -> Array:
        """Log odds of a measure at z, axes (draw, person): linear, or curved where the spreads differ.

        Unequal spreads make the log likelihood ratio quadratic; beyond its turning point it is held, so
        that it only rises. It is scaled by b / d, what the other known measures leave of it.
        """
        slope, b = self.slopes[k], self.b[:, k]
        if np.all(slope.spread == 1.0):
            return b[:, None] * z
        above, below = (c[:, None] for c in slope.centres(self.rates))
        square = (slope.spread**2)[:, None]
        curved = np.abs(square - 1) > FLAT
        turn = (square * above - below) / np.where(curved, square - 1, 1.0)
        held = np.where(square > 1, np.minimum(z, turn), np.maximum(z, turn))
        ratio = ((held - below) ** 2 / square - (held - above) ** 2) / 2
        left = np.where(slope.difference > 0, b / np.where(slope.difference > 0, slope.difference, 1.0), 0.0)
        part: Array = np.where(curved, left[:, None] * ratio, b[:, None] * z)
        return part


def know(slopes: tuple[Slope, ...], adjusters: tuple[Adjuster, ...], rates: Array, count: int | None = None) -> Known:
    """The chance for these inputs with its intercept solved, on all draws or on the first `count`."""
    draft = unsolved(slopes, adjusters, rates, count)
    if not slopes and not adjusters:
        return draft
    lifts, weights = population_lifts(draft, PEOPLE)
    return replace(draft, intercept=_intercepts(draft.rates, lifts, weights))


def unsolved(slopes: tuple[Slope, ...], adjusters: tuple[Adjuster, ...], rates: Array, count: int | None = None
             ) -> Known:
    """The parts of the chance, with the log odds of the rate as its intercept."""
    d = np.stack([s.difference for s in slopes], axis=1) if slopes else np.zeros((rates.size, 0))
    joint = correlations(tuple(s.measure for s in slopes)) if slopes else np.zeros((rates.size, 0, 0))
    b = discriminant(d, joint)
    if count is not None:
        slopes = tuple(_first(s, count) for s in slopes)
        adjusters = tuple(replace(a, change=a.change[:count]) for a in adjusters)
        rates, b, joint = rates[:count], b[:count], joint[:count]
    return Known(slopes, adjusters, rates, joint, b, logit(rates))


def population_lifts(known: Known, people: int, seed: int | None = None) -> tuple[Array, Array]:
    """Log odds without the intercept of a sample of matched and not-matched people, and its weights.

    Axes (draw, person) both. Without a seed the sample is the fixed low-discrepancy one; with one it is
    random, for checking. `people` is even.
    """
    if seed is None:
        base = _people(len(known.slopes), people)
    else:
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
            ends = [(slope.scaled(np.array(v)) - slope.centre) / slope.sd for v in (slope.low, slope.high)]
            lift = lift + known._part(k, np.clip(z, ends[0][:, None], ends[1][:, None]))
        for n, adjuster in enumerate(known.adjusters):
            place = np.random.default_rng((2 * n + group, seed or 0)).permutation(people)
            band = np.searchsorted(np.cumsum(adjuster.share)[:-1], (place + 0.5) / people)
            lift = lift + adjuster.change[:, band]
        groups.append(lift)
    rates = known.rates[:, None]
    weights = np.concatenate([np.tile(rates / people, people), np.tile((1 - rates) / people, people)], axis=1)
    return np.concatenate(groups, axis=1), weights


def _intercepts(rates: Array, lifts: Array, weights: Array) -> Array:
    """a with the weighted average of expit(a + lift) equal to the rate, by Newton's method. Axis (draw,)."""
    a: Array = logit(rates) - (weights * lifts).sum(axis=1)
    for _ in range(STEPS):
        p = expit(a[:, None] + lifts)
        off = (weights * p).sum(axis=1) - rates
        if np.abs(off).max() < CLOSE:
            break
        slope = (weights * p * (1 - p)).sum(axis=1)
        a = a - np.clip(off / np.maximum(slope, CLOSE), -2.0, 2.0)  # guard: never leaps past where the curve is flat
    return a


def _first(slope: Slope, count: int) -> Slope:
    return replace(slope, difference=slope.difference[:count], centre=slope.centre[:count],
                   spread=slope.spread[:count])


@cache
def _people(measures: int, people: int) -> Array:
    """Standard normal people of low discrepancy with mean exactly zero and identity covariance, (person, measure)."""
    if measures == 0:
        return np.zeros((people, 0))
    half = people // 2
    points = np.array([[_halton(n + 20, PRIMES[k]) for k in range(measures)] for n in range(half)])
    inverse = NormalDist().inv_cdf
    normal = np.vectorize(inverse)(points)
    both = np.concatenate([normal, -normal])
    made: Array = both @ np.linalg.inv(np.linalg.cholesky(both.T @ both / people)).T
    return made


def _halton(n: int, base: int) -> float:
    """The n-th point of van der Corput's sequence in a base (Halton 1960)."""
    value, part = 0.0, 1.0
    while n > 0:
        part /= base
        value += part * (n % base)
        n //= base
    return value
