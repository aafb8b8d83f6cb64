"""Gibbs sampler of the openness model: two probits and two censored shares with correlated institution effects.

Data augmentation after Albert & Chib (1993); ridge variances by group of columns; the institution
effects' covariance has an inverse-Wishart prior. Reported zeros are censored below half a resident.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr, ndtri

from smartpick.odds.openness.latent import IMG, LEAVES, NON_US

Array = NDArray[np.float64]
Mask = NDArray[np.bool_]
LEAST_CHAIN = 0.02  # of the link from the non-US share to the any-IMG share: never negative
WISHART = 0.9  # prior scale of the institution effects' covariance, with its smallest degrees of freedom
FEW, WORTH = 0.005, 4000.0  # prior of exceptions from the rule: share, and reports it is worth
HALF_PRIOR, SCALE_PRIOR = 1.0, 0.02  # inverse-gamma prior of the ridge variances


@dataclass(frozen=True, slots=True)
class Draws:
    """Posterior draws. Axes (draw, column, outcome), (draw, leaf, leaf), (draw, outcome), (draw,)."""

    beta: Array
    psi: Array
    own: Array  # variances
    chain: Array
    exceptions: Array  # axes (draw, visa)


@dataclass(slots=True)
class State:
    """Where the sampler stands."""

    z: Array
    beta: Array
    effect: Array
    psi: Array
    own: Array
    ridge: Array
    chain: float
    exceptions: Array


class Sampler:
    """One fit. `x` axes (report, column), `group` the ridge group of each column (0: none)."""

    def __init__(self, x: Array, group: NDArray[np.int64], values: Array, limit: Array,
                 institution: NDArray[np.int64], seed: int) -> None:
        self.x, self.group, self.y, self.limit = x, group, values, limit
        self.rng = np.random.default_rng(seed)
        self.ids, self.inst = np.unique(institution, return_inverse=True)
        known = ~np.isnan(values)
        known[:, NON_US] |= known[:, IMG]
        self.known = known
        self.rows = [np.flatnonzero(k) for k in known.T]
        self.xs = [x[r] for r in self.rows]
        self.xx = [xk.T @ xk for xk in self.xs]
        self.count = np.stack([np.bincount(self.inst[r], minlength=self.ids.size) for r in self.rows[:LEAVES]], 1)
        self.state = self._start()

    def run(self, rounds: int, warm: int) -> Draws:
        """`rounds` in all, the first `warm` thrown away."""
        kept: list[State] = []
        for number in range(rounds):
            self._latent()
            self._coefficients()
            self._effects()
            self._variances()
            if number >= warm:
                s = self.state
                kept.append(State(s.z, s.beta.copy(), s.effect, s.psi.copy(), s.own.copy(), s.ridge, s.chain,
                                  s.exceptions.copy()))
        return Draws(np.stack([k.beta for k in kept]), np.stack([k.psi for k in kept]),
                     np.stack([k.own for k in kept]), np.array([k.chain for k in kept]),
                     np.stack([k.exceptions for k in kept]))

    def _start(self) -> State:
        n, columns = self.x.shape
        least = 1 / (1 + np.exp(-self.limit))
        z = np.zeros((n, 4))
        for k in (0, 1):
            z[:, k] = np.where(self.y[:, k] == 1, 0.5, -0.5)
        for k in (NON_US, IMG):
            share = np.clip(np.nan_to_num(self.y[:, k]), 1.5 * least, 1 - least)
            z[:, k] = np.where(self.y[:, k] > 0, np.log(share / (1 - share)), self.limit - 1)
        ridge = np.full((4, int(self.group.max()) + 1), 0.1)
        ridge[:, 0] = 100.0
        return State(z, np.zeros((columns, 4)), np.zeros((self.ids.size, LEAVES)), np.eye(LEAVES) * 0.5,
                     np.ones(4), ridge, 0.7, np.full(2, FEW))

    def _latent(self) -> None:
        s, y = self.state, self.y
        mean = self.x @ s.beta
        mean[:, :LEAVES] += s.effect[self.inst]
        for k in (0, 1):
            yes = self._rule(mean[:, k], y[:, k] == 1, k)
            s.z[:, k] = np.where(yes, self._above(mean[:, k], 1.0, 0.0), self._below(mean[:, k], 1.0, 0.0))
        link = np.where(self.known[:, IMG], s.chain / s.own[IMG], 0.0)
        precision = 1 / s.own[NON_US] + link * s.chain
        centre = (mean[:, NON_US] / s.own[NON_US] + link * (s.z[:, IMG] - mean[:, IMG])) / precision
        spread = 1 / np.sqrt(precision)
        none = y[:, NON_US] == 0
        s.z[none, NON_US] = self._below(centre, spread, self.limit)[none]
        free = np.isnan(y[:, NON_US])
        s.z[free, NON_US] = (centre + spread * self.rng.standard_normal(centre.size))[free]
        none = y[:, IMG] == 0
        around = mean[:, IMG] + s.chain * s.z[:, NON_US]
        s.z[none, IMG] = self._below(around, np.sqrt(s.own[IMG]), self.limit)[none]

    def _rule(self, mean: Array, said: Mask, k: int) -> Mask:
        """What the rule of institution and features says: as reported, or the opposite where that is an exception."""
        s, rule = self.state, np.where(said, ndtr(mean), ndtr(-mean))
        e = s.exceptions[k]
        odd = self.rng.random(mean.size) < e * (1 - rule) / (e * (1 - rule) + (1 - e) * rule)
        known = self.known[:, k]
        count = int(odd[known].sum())
        s.exceptions[k] = self.rng.beta(FEW * WORTH + count, (1 - FEW) * WORTH + int(known.sum()) - count)
        yes: Mask = said ^ odd
        return yes

    def _coefficients(self) -> None:
        s = self.state
        for k in range(4):
            rows = self.rows[k]
            rest = s.effect[self.inst[rows], k] if k < LEAVES else s.chain * s.z[rows, NON_US]
            lower = np.linalg.cholesky(self.xx[k] / s.own[k] + np.diag(1 / s.ridge[k][self.group]))
            side = np.linalg.solve(lower, self.xs[k].T @ (s.z[rows, k] - rest) / s.own[k])
            s.beta[:, k] = np.linalg.solve(lower.T, side + self.rng.standard_normal(side.size))
            for g in range(1, s.ridge.shape[1]):
                b = s.beta[self.group == g, k]
                s.ridge[k, g] = (SCALE_PRIOR + 0.5 * b @ b) / self.rng.gamma(HALF_PRIOR + 0.5 * b.size)
        rows = self.rows[IMG]
        z = s.z[rows, NON_US]
        left = s.z[rows, IMG] - self.xs[IMG] @ s.beta[:, IMG]
        variance = 1 / (z @ z / s.own[IMG] + 1)
        drawn = variance * (z @ left) / s.own[IMG] + np.sqrt(variance) * self.rng.standard_normal()
        s.chain = max(float(drawn), LEAST_CHAIN)

    def _effects(self) -> None:
        s = self.state
        left = np.zeros((self.ids.size, LEAVES))
        precision = np.zeros((self.ids.size, LEAVES, LEAVES)) + np.linalg.inv(s.psi)
        for k in range(LEAVES):
            r = s.z[self.rows[k], k] - self.xs[k] @ s.beta[:, k]
            left[:, k] = np.bincount(self.inst[self.rows[k]], r, minlength=self.ids.size) / s.own[k]
            precision[:, k, k] += self.count[:, k] / s.own[k]
        lower = np.linalg.cholesky(precision)
        side = np.linalg.solve(lower, left[:, :, None]) + self.rng.standard_normal((self.ids.size, LEAVES, 1))
        s.effect = np.linalg.solve(np.swapaxes(lower, 1, 2), side)[:, :, 0].astype(np.float64)

    def _variances(self) -> None:
        s = self.state
        scale = s.effect.T @ s.effect + WISHART * np.eye(LEAVES)
        root = np.linalg.cholesky(np.linalg.inv(scale)) @ self.rng.standard_normal((LEAVES, self.ids.size + 5))
        s.psi = np.linalg.inv(root @ root.T).astype(np.float64)
        for k in (NON_US, IMG):
            rows = self.rows[k]
            rest = s.effect[self.inst[rows], k] if k < LEAVES else s.chain * s.z[rows, NON_US]
            r = s.z[rows, k] - self.xs[k] @ s.beta[:, k] - rest
            s.own[k] = (0.5 + 0.5 * r @ r) / self.rng.gamma(1 + 0.5 * rows.size)

    def _above(self, mean: Array, spread: Array | float, least: Array | float) -> Array:
        """Normal draws held above `least`."""
        gap = (least - mean) / spread
        drawn = -ndtri(np.clip(ndtr(-gap) * self.rng.random(mean.shape), 1e-300, 1.0))
        held: Array = mean + spread * np.maximum(drawn, gap)
        return held

    def _below(self, mean: Array, spread: Array | float, most: Array | float) -> Array:
        return -self._above(-mean, spread, -np.asarray(most))
