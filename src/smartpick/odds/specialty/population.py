"""The intercept of every set of known inputs: the average chance over the population is the drawn rate.

The log odds of a group of people are nearly normal, with a mean and variance that follow from the shapes
of the measures and the bands of the adjusters, so on every draw the average over both groups is a short
Gauss-Hermite sum. What is not normal about them is taken from a fixed sample of people in the central
case, and the same correction serves all draws (checked in `odds.proof`: averages within a point).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from math import factorial, sqrt
from statistics import NormalDist

import numpy as np
from numpy.polynomial.hermite_e import hermegauss, hermeval
from numpy.typing import NDArray

from smartpick.odds.rates import expit, logit
from smartpick.odds.specialty.adjusters import Adjuster
from smartpick.odds.specialty.slopes import Slope, coefficient, correlations, discriminants, shape

Array = NDArray[np.float64]
Mask = NDArray[np.bool_]

PEOPLE = 384  # of each group in the sample population; the average is then within a few tenths of a point
STEPS = 12  # of Newton's method, from a start that is nearly right
CLOSE = 1e-10  # chance; an average this near the rate is the rate
FLATTEST = 1e-6  # guard: the least slope a step is taken on
AT_ONCE = 8  # sets of inputs solved together, so that their arrays stay small
FINE, SCORE_POINTS = 21, 7  # points of the quadrature over one measure, and over the first of several
LEAST = 1e-12  # guard: the least variance a skew is told of
TERMS = 3  # of Mehler's series for the covariance of two shapes
PRIMES = (2, 3, 5, 7, 11, 13, 17, 19, 23, 29)  # bases of the low-discrepancy points


@dataclass(frozen=True, slots=True)
class Group:
    """The shapes of the measures among matched or not matched people, coefficients apart."""

    own: Array  # cumulants of each, (cumulant, draw, measure)
    covariance: Array  # (draw, measure, measure)
    linear: Array  # first Hermite coefficients, (draw, measure)
    first: Array  # the first measure's shape at its points, (point, draw)


class Population:
    """The people a rate speaks of: a mixture of matched and not matched, at the drawn rates. Axis (draw,) first."""

    def __init__(self, slopes: Sequence[Slope], adjusters: Sequence[Adjuster], rates: Array) -> None:
        self.slopes, self.adjusters, self.rates = tuple(slopes), tuple(adjusters), rates
        size = rates.size
        self.joint = correlations(tuple(s.measure for s in slopes))[:size] if slopes else np.zeros((size, 0, 0))
        self.difference = np.stack([s.difference for s in slopes], axis=1) if slopes else np.zeros((size, 0))
        self._groups = [self._group(g) for g in (0, 1)]
        self._moved = np.array([cumulants(a.change, a.share) for a in adjusters]).reshape(len(adjusters), 4 * size)
        self._sample = np.concatenate([self._people(g) for g in (0, 1)])
        self._b: dict[bytes, Array] = {}
        self._intercepts: dict[bytes, Array] = {}

    def solve(self, masks: Mask) -> tuple[Array, Array]:
        """(intercept, b) of sets of known inputs. `masks` (set, measure then adjuster); axes (set, draw[, measure])."""
        keys = [row.tobytes() for row in masks]
        new = {key: n for n, key in enumerate(keys) if key not in self._intercepts}
        if new:
            rows = masks[list(new.values())]
            self._intercepts.update(zip(new, self._solved(rows), strict=True))
        return np.stack([self._intercepts[key] for key in keys]), self._slopes_of(masks[:, :len(self.slopes)])

    def _solved(self, masks: Mask) -> Array:
        """Intercepts of sets of known inputs. Axes (set, draw)."""
        measured, moved = masks[:, :len(self.slopes)], masks[:, len(self.slopes):].astype(float)
        b = self._slopes_of(measured)
        lift = np.stack([coefficient(s, b[:, :, k]) for k, s in enumerate(self.slopes)], axis=2) if self.slopes else b
        bands = (moved @ self._moved).reshape(len(masks), 4, self.rates.size)
        intercept = np.concatenate([self._mixed(bands[n:n + AT_ONCE], lift[n:n + AT_ONCE])
                                    for n in range(0, len(masks), AT_ONCE)])
        people = np.concatenate([lift[:, 0], moved], axis=1) @ self._sample.T
        exact = self._central(people)
        corrected: Array = intercept + (exact - intercept[:, 0])[:, None]
        return corrected

    def _slopes_of(self, measured: Mask) -> Array:
        """b of every set of measures, each set solved once. Axes (set, draw, measure)."""
        keys = [row.tobytes() for row in measured]
        new = {key: n for n, key in enumerate(keys) if key not in self._b}
        if new:
            solved = discriminants(self.difference, self.joint, measured[list(new.values())])
            self._b.update(zip(new, solved, strict=True))
        return np.stack([self._b[key] for key in keys])

    def _group(self, group: int) -> Group:
        """How the measures' shapes lie in a group of people.

        Two shapes of correlated normals covary by Mehler's series: sum over n of rho^n times their n-th
        Hermite coefficients.
        """
        points, weights = _quadrature(FINE)
        size = self.rates.size
        own = np.zeros((4, size, len(self.slopes)))
        terms = np.zeros((TERMS, size, len(self.slopes)))
        for k in range(len(self.slopes)):
            values = self._shape_at(group, k, points)
            own[:, :, k] = cumulants(values, weights)
            for n in range(1, TERMS + 1):
                series = hermeval(points, [0.0] * n + [1.0]) / sqrt(factorial(n))
                terms[n - 1, :, k] = values @ (weights * series)
        covariance = sum((self.joint ** (n + 1) * terms[n, :, :, None] * terms[n, :, None, :] for n in range(TERMS)),
                         np.zeros_like(self.joint))
        at = np.arange(len(self.slopes))
        covariance[:, at, at] = own[1]
        first = self._shape_at(group, 0, _quadrature(SCORE_POINTS)[0]).T if self.slopes else np.zeros((1, size))
        return Group(own, covariance, terms[0], first)

    def _shape_at(self, group: int, k: int, points: Array) -> Array:
        """A measure's shape at these standard normal points of a group. Axes (draw, point)."""
        slope = self.slopes[k]
        spread = slope.spread[:, None] if group else 1.0
        z = slope.centres(self.rates)[group][:, None] + spread * points
        return shape(slope, self.rates, slope.held(z))

    def _mixed(self, bands: Array, lift: Array) -> Array:
        """Intercepts of sets with these cumulants (set, cumulant, draw) of bands and lifts of measures. (set, draw).

        The first measure, whose shape may be curved, is summed over points of its own; given it, the
        others and the bands together are three points.
        """
        points, weights = _quadrature(SCORE_POINTS) if self.slopes else _quadrature(1)
        lifts, shares = [], []
        for rates, group in zip((self.rates, 1 - self.rates), self._groups, strict=True):
            rest, along = self._rest(group, lift)
            at, share = three_points(bands + rest)
            for i, point in enumerate(points):
                first = lift[:, :, 0] * group.first[i] + along * point if self.slopes else 0.0
                lifts += [first + value for value in at]
                shares += [rates * weights[i] * part for part in share]
        return _newton(np.broadcast_to(self.rates, bands[:, 0].shape), np.stack(lifts), np.stack(shares))

    def _rest(self, group: Group, lift: Array) -> tuple[Array, Array]:
        """Cumulants (set, cumulant, draw) of the measures but the first, given it, and how they move with it."""
        if not self.slopes:
            return np.zeros((1, 4, 1)), np.zeros((1, 1))
        rest = lift[:, :, 1:]
        own = group.own[:, :, 1:]
        along = np.einsum("sdk,dk->sd", rest * group.linear[:, 1:], self.joint[:, 0, 1:])
        varied = np.matmul(rest.transpose(1, 0, 2), group.covariance[:, 1:, 1:]).transpose(1, 0, 2)
        return np.stack([(rest * own[0]).sum(axis=2), np.maximum((varied * rest).sum(axis=2) - along**2, 0.0),
                         (rest**3 * own[2]).sum(axis=2), (rest**4 * own[3]).sum(axis=2)], axis=1), along

    def _central(self, people: Array) -> Array:
        """Intercepts of the central draw over the sample. `people` (set, person) are their log odds."""
        rate, n = self.rates[0], people.shape[1] // 2
        shares = np.concatenate([np.full(n, rate / n), np.full(n, (1 - rate) / n)])
        return _newton(np.full(len(people), rate), people.T, shares[:, None])

    def _people(self, group: int) -> Array:
        """What every input would add, b apart, for the sample of a group in the central case. (person, input)."""
        columns = []
        if self.slopes:
            shaped = _people(len(self.slopes), PEOPLE) @ np.linalg.cholesky(self.joint[0]).T
            for k, slope in enumerate(self.slopes):
                first = slope.first(1)
                z = first.centres(self.rates[:1])[group] + (slope.spread[0] if group else 1.0) * shaped[:, k]
                columns.append(shape(first, self.rates[:1], first.held(z[None, :]))[0])
        for n, adjuster in enumerate(self.adjusters):
            place = np.random.default_rng((2 * n + group, 0)).permutation(PEOPLE)
            band = np.searchsorted(np.cumsum(adjuster.share)[:-1], (place + 0.5) / PEOPLE)
            columns.append(adjuster.change[0, band])
        return np.stack(columns, axis=1) if columns else np.zeros((PEOPLE, 0))


def cumulants(values: Array, shares: Array) -> Array:
    """Mean, variance, third and fourth cumulant of values with these shares. `values` (draw, value); out (4, draw)."""
    mean = values @ shares
    off = values - mean[:, None]
    second, third, fourth = (off**n @ shares for n in (2, 3, 4))
    return np.stack([mean, second, third, fourth - 3 * second**2])


def three_points(sums: Array) -> tuple[Array, Array]:
    """Three points and weights with the four cumulants given (Hong 1998), exact where there are two values.

    `sums` (set, cumulant, draw); both out (point, set, draw).
    """
    mean, second, third, fourth = sums.transpose(1, 0, 2)
    sd = np.sqrt(np.maximum(second, LEAST))
    skew = third / sd**3
    tails = np.maximum(3 + fourth / sd**4, 1 + skew**2)  # no distribution has less
    wide = np.sqrt(tails - 0.75 * skew**2)
    up, down = skew / 2 + wide, skew / 2 - wide
    above, below = 1 / (up * (up - down)), 1 / (-down * (up - down))
    return np.stack([mean + sd * up, mean, mean + sd * down]), np.stack([above, 1 - above - below, below])


def _newton(rates: Array, lifts: Array, shares: Array) -> Array:
    """a with the average of expit(a + lift) equal to the rate. `lifts` and `shares` have the axis (person,) first."""
    a: Array = logit(rates) - (lifts * shares).sum(axis=0)
    for _ in range(STEPS):
        p = expit(a + lifts)
        weighted = p * shares
        average = weighted.sum(axis=0)
        off = average - rates
        if np.abs(off).max() < CLOSE:
            break
        slope = average - (weighted * p).sum(axis=0)
        a = a - np.clip(off / np.maximum(slope, FLATTEST), -2.0, 2.0)  # never leaps past where the curve is flat
    return a


@cache
def _quadrature(points: int) -> tuple[Array, Array]:
    """Points and weights of a standard normal's average."""
    at, weight = hermegauss(points)
    return at, weight / weight.sum()


@cache
def _people(measures: int, people: int) -> Array:
    """Standard normal people of low discrepancy with mean exactly zero and identity covariance, (person, measure)."""
    half = people // 2
    points = np.array([[_halton(n + 20, PRIMES[k]) for k in range(measures)] for n in range(half)])
    normal = np.vectorize(NormalDist().inv_cdf)(points)
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
