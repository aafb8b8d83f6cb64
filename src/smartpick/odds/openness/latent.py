"""The fitted model of openness: four outcomes of a program hang together through its institution.

    z_pk = x_p b_k + u_ik + v_pk      k: J-1, H-1B, non-US-IMG share      (probit, probit, censored log odds)
    z_pa = x_p b_a + c z_pn + w_p     any-IMG share, by way of the non-US-IMG share
    u_ik = s_k (l_k f_i + sqrt(1 - l_k^2) e_ik)

A program sponsors where z > 0, a few percent of programs being exceptions either way; its share shows where it is at
least half a resident. f_i is how open institution i is. The links form a tree with loadings of one sign, so that
evidence of openness raises every other outcome of the institution and never lowers one. Fitted by
tools/fit_openness.py on what programs reported; only coefficients and variances are kept.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from smartpick.facts.fits import load_fit
from smartpick.odds.openness.curves import HUB, LEAF, OWN, OWN_REACH, REACH, kernel, nodes, normal_cdf
from smartpick.odds.openness.features import Features, program_features

Array = NDArray[np.float64]

J1, H1B, NON_US, IMG = range(4)
ANY, FIFTH, ANY_IMG = range(3)  # limits: any non-US IMG, at least 20 % of them, any IMG
LEAVES = 3  # outcomes that hang on the institution; the any-IMG share hangs on the non-US share
NAME = "openness"


@dataclass(frozen=True, slots=True)
class Model:
    """Coefficients and variances. Columns: one, features (standardised), specialties, states."""

    names: tuple[str, ...]
    centre: Array  # axis (feature,)
    scale: Array
    specialties: NDArray[np.str_]
    states: NDArray[np.str_]
    coefficients: Array  # axes (column, outcome), calibrated
    error: Array  # standard errors as draws around them, axes (draw, column, outcome)
    loading: Array  # l, axis (leaf,)
    spread: Array  # s, axis (leaf,)
    own: Array  # standard deviations of v and w, axis (outcome,)
    chain: float  # c
    exceptions: Array  # chance that a program departs from what its rule says, axis (visa,)
    threshold: Array  # shift and stretch of the mean above a limit, axes (ANY or FIFTH or ANY_IMG, 2)


@cache
def model() -> Model:
    """The shipped fit; BadFacts where it is missing or damaged."""
    fit = load_fit(NAME)
    return Model(
        tuple(fit["names"].tolist()), fit["centre"], fit["scale"], fit["specialties"], fit["states"],
        fit["coefficients"].astype(float), fit["error"].astype(float), fit["loading"], fit["spread"], fit["own"],
        float(fit["chain"].item()), fit["exceptions"], fit["threshold"],
    )


def design(fitted: Model, features: Features) -> Array:
    """Columns of the regression: one, standardised features (unknown: the mean), specialty, state."""
    column = {name: number for number, name in enumerate(features.names)}
    values = features.values[:, [column[name] for name in fitted.names]]
    standard = np.nan_to_num((values - fitted.centre) / fitted.scale, nan=0.0)
    specialty = features.specialty[:, None] == fitted.specialties[None, :]
    state = features.state[:, None] == fitted.states[None, :]
    return np.hstack([np.ones((values.shape[0], 1)), standard, specialty, state])


def sponsor_chance(probit: Array, exceptions: float) -> Array:
    """Chance of sponsoring at a mean in probits: never nearer to none or all than the share of exceptions."""
    chance: Array = exceptions + (1 - 2 * exceptions) * normal_cdf(probit)
    return chance


@dataclass(frozen=True, slots=True)
class Means:
    """Where each program stands before any evidence. `mean`, `error` axes (program, outcome).

    `mean` of the shares is in log odds, that of the visas in probits; `limit` is the log odds of half a
    resident, axis (program,).
    """

    mean: Array
    error: Array
    limit: Array
    institution: NDArray[np.int64]
    exceptions: Array  # axis (visa,)


@cache
def means() -> Means:
    """All programs of the shipped directory."""
    return means_of(model(), program_features())


def means_of(fitted: Model, features: Features) -> Means:
    """Means and their standard errors under a fit."""
    x = design(fitted, features)
    return Means(x @ fitted.coefficients, _spread_over_draws(x, fitted.error), seen_limit(features.residents),
                 features.institution, fitted.exceptions)


def _spread_over_draws(x: Array, draws: Array) -> Array:
    """Standard deviation of each program's mean over the draws of the coefficients, axes (program, outcome).

    One product in single precision: ten times as fast, equal to six digits.
    """
    apart = (draws - draws.mean(axis=0)).transpose(1, 0, 2)  # axes (column, draw, outcome)
    drawn = x.astype(np.float32) @ apart.reshape(x.shape[1], -1).astype(np.float32)
    deviation: Array = np.sqrt((drawn.reshape(len(x), *apart.shape[1:]) ** 2).mean(axis=1)).astype(np.float64)
    return deviation


def seen_limit(residents: Array) -> Array:
    """Log odds of half a resident among so many: a smaller share shows as none."""
    limit: Array = np.log(0.5 / (residents - 0.5))
    return limit


@dataclass(frozen=True, slots=True)
class Grid:
    """The tree on grids: hub, institution effects, single programs' departures from their means."""

    hub: Array  # weights, axis (hub,)
    leaf: Array  # institution effects, axes (leaf, node)
    to_leaf: Array  # axes (leaf, hub, node)
    non_us: Array  # departures in log odds, axis (own,)
    to_non_us: Array  # axes (node, own)
    img: Array  # axis (own,)
    to_img: Array  # axes (own non-US, own any)

    @property
    def prior(self) -> Array:
        """Weights of the institution effects without evidence, axes (leaf, node)."""
        weights: Array = np.einsum("h,khn->kn", self.hub, self.to_leaf)
        return weights


def make_grid(fitted: Model) -> Grid:
    """The grids of a fit."""
    hub, leaf = nodes(HUB, REACH), nodes(LEAF, REACH)
    weights = np.exp(-0.5 * hub**2)
    to_leaf = np.stack([kernel(load * hub, float(np.sqrt(1 - load**2)), leaf) for load in fitted.loading])
    both = float(np.hypot(fitted.spread[NON_US], fitted.own[NON_US]))
    non_us = nodes(OWN, OWN_REACH) * both
    img = nodes(OWN, OWN_REACH) * float(np.hypot(fitted.chain * both, fitted.own[IMG]))
    return Grid(
        weights / weights.sum(), fitted.spread[:, None] * leaf[None, :], to_leaf, non_us,
        kernel(fitted.spread[NON_US] * leaf, float(fitted.own[NON_US]), non_us), img,
        kernel(fitted.chain * non_us, float(fitted.own[IMG]), img),
    )


@cache
def grid() -> Grid:
    """The grids of the shipped fit."""
    return make_grid(model())
