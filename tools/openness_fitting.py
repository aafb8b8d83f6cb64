"""From reports to a fitted openness model: sampler, then calibration on institutions the inner fits left out."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.special import log_ndtr

from smartpick.odds.openness.features import Features
from smartpick.odds.openness.latent import (
    ANY,
    ANY_IMG,
    FIFTH,
    H1B,
    IMG,
    J1,
    LEAVES,
    NON_US,
    Model,
    design,
    seen_limit,
)
from smartpick.odds.openness.values import AT_FIFTH
from tools.openness_reports import Reports
from tools.openness_sampler import Draws, Sampler

Array = NDArray[np.float64]
INNER = 10  # folds of the calibration: many, so that the inner fits are nearly as good as the whole one
MOST_LOADING = 0.97  # an institution's outcomes are never one and the same
ERROR_DRAWS = 24
SHARES = (NON_US, IMG)
JUST_FIFTH = 0.2 - 1e-9  # a share of 20 % counts


@dataclass(frozen=True, slots=True)
class Effort:
    """How long to sample: rounds and those thrown away."""

    rounds: int
    warm: int


def folds(institution: NDArray[np.int64], count: int, seed: int) -> NDArray[np.int64]:
    """A fold for every report; an institution is never split."""
    ids, inst = np.unique(institution, return_inverse=True)
    turn: NDArray[np.int64] = (np.random.default_rng(seed).permutation(ids.size) % count)[inst]
    return turn


def fit(reports: Reports, features: Features, effort: Effort, seed: int) -> Model:
    """The calibrated model of these reports."""
    whole, draws = sample(reports, features, effort, seed)
    turn = folds(reports.institution, INNER, seed + 1)
    left_out = np.zeros((reports.row.size, 4))
    for fold in range(INNER):
        inner, _ = sample(reports.where(turn != fold), features, effort, seed + 10 + fold)
        test = turn == fold
        left_out[test] = design(inner, features)[reports.row[test]] @ inner.coefficients
    return calibrated(whole, draws, left_out, reports, features)


def sample(reports: Reports, features: Features, effort: Effort, seed: int) -> tuple[Model, Draws]:
    """Posterior means as a model, not yet calibrated."""
    bare = _bare(reports, features)
    x = design(bare, features)[reports.row]
    limit = seen_limit(features.residents)[reports.row]
    group = np.repeat([0, 1, 2, 3], [1, len(bare.names), bare.specialties.size, bare.states.size])
    draws = Sampler(x, group, reports.values, limit, reports.institution, seed).run(effort.rounds, effort.warm)
    psi = draws.psi.mean(axis=0)
    deviation = np.sqrt(np.diag(psi))
    chain = float(draws.chain.mean())
    beta = total(draws.beta.mean(axis=0), chain)
    own = np.sqrt(draws.own.mean(axis=0))
    own[:2] = 1.0
    exceptions = draws.exceptions.mean(axis=0)
    return replace(bare, coefficients=beta, loading=_loadings(psi / np.outer(deviation, deviation)),
                   spread=deviation, own=own, chain=chain,
                   exceptions=exceptions), draws


def total(beta: Array, chain: float) -> Array:
    """Coefficients of the any-IMG share with what comes by way of the non-US share."""
    whole = beta.copy()
    whole[..., IMG] += chain * beta[..., NON_US]
    return whole


def calibrated(model: Model, draws: Draws, left_out: Array, reports: Reports, features: Features) -> Model:
    """The model with each outcome's means shifted and stretched as left-out institutions ask for."""
    shift, stretch = np.zeros(4), np.ones(4)
    limit = seen_limit(features.residents)[reports.row]
    spread, own = model.spread.copy(), model.own.copy()
    for k in (J1, H1B):
        width = float(np.hypot(1.0, spread[k]))
        a, stretch[k] = _probit(left_out[:, k] / width, reports.values[:, k], float(model.exceptions[k]))
        shift[k] = a * width
    for k in SHARES:
        shift[k], stretch[k], whole = _censored(left_out[:, k], reports.values[:, k], limit)
        if k == NON_US:
            ratio = whole / float(np.hypot(spread[k], own[k]))
            spread[k], own[k] = spread[k] * ratio, own[k] * ratio
        else:
            both = float(np.hypot(spread[NON_US], own[NON_US]))
            own[k] = np.sqrt(max(whole**2 - (model.chain * both) ** 2, 0.25 * whole**2))
    beta = model.coefficients * stretch
    beta[0] += shift
    both = float(np.hypot(spread[NON_US], own[NON_US]))
    widths = {NON_US: both, IMG: float(np.hypot(own[IMG], model.chain * both))}
    threshold = np.zeros((3, 2))
    for which, k, limits, least in ((ANY, NON_US, limit, 0.0), (FIFTH, NON_US, np.maximum(limit, AT_FIFTH), JUST_FIFTH),
                                    (ANY_IMG, IMG, limit, 0.0)):
        y = np.where(np.isnan(reports.values[:, k]), np.nan, reports.values[:, k] > least)
        a, b = _probit((shift[k] + stretch[k] * left_out[:, k] - limits) / widths[k], y)
        threshold[which] = a * widths[k], b
    some = np.linspace(0, draws.beta.shape[0] - 1, ERROR_DRAWS).astype(int)
    error = np.stack([total(draws.beta[i], float(draws.chain[i])) for i in some])
    return replace(model, coefficients=beta, error=(error - error.mean(axis=0)) * stretch, spread=spread, own=own,
                   threshold=threshold)


def _bare(reports: Reports, features: Features) -> Model:
    centre, scale = np.nanmean(features.values, axis=0), np.nanstd(features.values, axis=0)
    return Model(
        features.names, centre, np.where(scale > 0, scale, 1.0), np.unique(features.specialty[reports.row]),
        np.unique(features.state[reports.row]), np.zeros((0, 4)), np.zeros((0, 0, 4)), np.zeros(LEAVES),
        np.ones(LEAVES), np.ones(4), 0.0, np.zeros(2), np.zeros((3, 2)))


def _loadings(r: Array) -> Array:
    """Loadings on one hub whose products are the correlations; none negative."""
    a, b, c = (max(float(r[i, j]), 0.01) for i, j in ((0, 1), (0, 2), (1, 2)))
    return np.minimum(np.sqrt([a * b / c, a * c / b, b * c / a]), MOST_LOADING)


def _probit(z: Array, y: Array, exceptions: float = 0.0) -> tuple[float, float]:
    known = ~np.isnan(y)
    z, sign = z[known], 2 * y[known] - 1

    def loss(p: Array) -> float:
        rule = np.exp(log_ndtr(sign * (p[0] + p[1] * z)))
        return float(-np.log(exceptions + (1 - 2 * exceptions) * rule + 1e-12).sum())

    found = minimize(loss, [0.0, 1.0])
    return float(found.x[0]), max(float(found.x[1]), 0.1)


def _censored(z: Array, y: Array, limit: Array) -> tuple[float, float, float]:
    """Shift, stretch and spread of log odds of shares around left-out means, zeros censored."""
    known = ~np.isnan(y)
    z, y, limit = z[known], y[known], limit[known]
    least = 1 / (1 + np.exp(-limit))
    share = np.clip(y, 1.5 * least, 1 - least)
    seen, at = y > 0, np.log(share / (1 - share))

    def loss(p: Array) -> float:
        mean, s = p[0] + p[1] * z, np.exp(p[2])
        inside = -0.5 * ((at - mean) / s) ** 2 - p[2]
        return float(-np.where(seen, inside, log_ndtr((limit - mean) / s)).sum())

    found = minimize(loss, [0.0, 1.0, 0.5])
    return float(found.x[0]), max(float(found.x[1]), 0.1), float(np.exp(found.x[2]))
