"""Fits the ranks curve of every specialty and ships posterior draws in data/fits/ranks.npz.

Usage: python -m tools.fit_ranks

Hierarchy: the shape and scale of the number of ranks, the curve's height at three ranks and its
slope are normal over specialties, with a mean for the general pool and a shifted one for the
competitive pool; the ceiling has its own judged prior near one. Metropolis steps within Gibbs,
several chains at once, a fixed seed: the same data, the same file.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from smartpick.domain.chance import LEVEL
from smartpick.facts import load_facts
from smartpick.facts.charting import FILE
from smartpick.facts.fits import FITS, hash_files, write_fit
from smartpick.odds import rank_law
from smartpick.odds.rates import logit, z_of
from smartpick.settings import DATA
from tools.ranks_data import MEASURE, TYPE, RanksData, Summaries, published, summaries
from tools.ranks_left_out import left_out
from tools.ranks_likelihood import NAMES, Likelihood, law_of

Array = NDArray[np.float64]

DRAWS = 200  # as odds/season.py; draw 0 is the most probable curve
SEED, CHAINS, BURN, KEEP = 20261122, 4, 8000, 40000
SHORT = {"chains": 2, "burn": 2000, "keep": 6000}  # enough for the check of borrowed curves
SHARED = 4  # the first four of NAMES are pooled; the ceiling is not
WIDE = 5.0  # weak hyperprior of the general pool: means N(0, WIDE)
THIN = 10  # steps kept: every tenth
TARGET = 0.25  # share of Metropolis steps to be taken
PARAMETERS = ("rank_ceiling", "rank_form_error", "rank_pool_distance", "rank_spread", "pool")
FITTED = "2026-11-22"
COMMAND = "python -m tools.fit_ranks"


@dataclass(frozen=True, slots=True)
class Prior:
    """Judged inputs: the ceiling's log odds, the form error, how far pools and specialties may stand apart."""

    ceiling: float
    ceiling_sd: float
    form_error: float
    pool_distance: float
    spread: float


def judged_prior() -> Prior:
    """The prior as the parameters give it."""
    facts = load_facts()
    ceiling = facts.get("model.rank_ceiling")
    if ceiling.low is None or ceiling.high is None:
        raise ValueError("model.rank_ceiling needs an interval.")
    width = float(logit(ceiling.high) - logit(ceiling.low)) / (2 * z_of(LEVEL))
    return Prior(float(logit(ceiling.number)), width, facts.get("model.rank_form_error").number,
                 facts.get("model.rank_pool_distance").number, facts.get("model.rank_spread").number)


@dataclass(slots=True)
class Hyper:
    """Means of the general pool and shift of the competitive one. Axes (chain, 4)."""

    mean: Array
    shift: Array

    def centre(self, competitive: Array) -> Array:
        """Where each specialty is expected. Axes (chain, specialty, 4)."""
        return self.mean[:, None] + competitive[None, :, None] * self.shift[:, None]


def log_prior(theta: Array, centre: Array, prior: Prior) -> Array:
    """Log density of specialties' parameters given the pools. Axes (..., specialty)."""
    shared = -0.5 * (((theta[..., :SHARED] - centre) / prior.spread) ** 2).sum(-1)
    own: Array = shared - 0.5 * ((theta[..., SHARED] - prior.ceiling) / prior.ceiling_sd) ** 2
    return own


def sample(data: Summaries, prior: Prior, *, seed: int = SEED, chains: int = CHAINS, burn: int = BURN,
           keep: int = KEEP) -> tuple[Array, Hyper]:
    """Posterior of the specialties' parameters, axes (step, chain, specialty, 5), and the mean of the pools'."""
    rng = np.random.default_rng(seed)
    likelihood = Likelihood(data, prior.form_error)
    count = data.matched.size
    theta = rng.normal([0.7, 1.4, 0.0, 0.4, prior.ceiling], 0.3, size=(chains, count, len(NAMES)))
    hyper = Hyper(theta[..., :SHARED].mean(1), np.zeros((chains, SHARED)))
    step = np.broadcast_to(np.eye(len(NAMES)) * 0.1, (count, len(NAMES), len(NAMES))).copy()
    factor = np.zeros(count)
    current = likelihood(theta)
    past, kept, pools = [], [], []
    for turn in range(burn + keep):
        centre = hyper.centre(data.competitive)
        noise = rng.standard_normal(theta.shape)
        proposal = theta + np.exp(factor)[:, None] * np.einsum("sij,csj->csi", step, noise)
        reached = likelihood(proposal)
        gain = reached - current + log_prior(proposal, centre, prior) - log_prior(theta, centre, prior)
        taken = np.log(rng.random(gain.shape)) < gain
        theta = np.where(taken[..., None], proposal, theta)
        current = np.where(taken, reached, current)
        _draw_pools(hyper, theta, data.competitive, prior, rng)
        if turn < burn:
            factor += (taken.mean(0) - TARGET) / np.sqrt(1 + turn / 20)
            past.append(theta)
            if turn % 500 == 499:
                step = _steps(np.array(past[len(past) // 2:]))
        elif turn % THIN == 0:
            kept.append(theta)
            pools.append((hyper.mean.copy(), hyper.shift.copy()))
    means, shifts = (np.mean([p[i] for p in pools], axis=(0, 1))[None] for i in range(2))
    return np.array(kept), Hyper(means, shifts)


def _steps(past: Array) -> Array:
    """A square root of each specialty's covariance so far, scaled as Roberts and Rosenthal advise."""
    flat = np.moveaxis(past, 2, 0).reshape(past.shape[2], -1, past.shape[3])
    apart = flat - flat.mean(1, keepdims=True)
    covariance = np.einsum("sni,snj->sij", apart, apart) / flat.shape[1]
    size = covariance.shape[-1]
    root: Array = np.linalg.cholesky(covariance + 1e-5 * np.eye(size)) * 2.38 / np.sqrt(size)
    return root


def _draw_pools(hyper: Hyper, theta: Array, competitive: Array, prior: Prior, rng: np.random.Generator) -> None:
    """Gibbs steps: the pools' mean and shift are normal given the specialties."""
    x, count = theta[..., :SHARED], theta.shape[1]
    for value, part, sd in ((hyper.mean, np.ones(count), WIDE), (hyper.shift, competitive, prior.pool_distance)):
        rest = x - hyper.centre(competitive) + part[None, :, None] * value[:, None]
        precision = part.sum() / prior.spread**2 + 1 / sd**2
        centre = (part[None, :, None] * rest).sum(1) / prior.spread**2 / precision
        value[:] = centre + rng.standard_normal(value.shape) / np.sqrt(precision)


def central(data: Summaries, prior: Prior, start: Array, hyper: Hyper) -> Array:
    """The most probable parameters of each specialty given the pools' means. Axes (specialty, 5)."""
    centre, found = hyper.centre(data.competitive)[0], start.copy()
    for index in range(start.shape[0]):
        likelihood = Likelihood(data.only(index), prior.form_error)

        def cost(own: Array, index: int = index, likelihood: Likelihood = likelihood) -> float:
            return -float(likelihood(own[None])[0] + log_prior(own, centre[index], prior))

        found[index] = minimize(cost, start[index], method="Nelder-Mead",
                                options={"maxiter": 4000, "maxfev": 4000, "xatol": 1e-4, "fatol": 1e-6}).x
    return found


def split_r_hat(kept: Array) -> float:
    """The largest split R-hat over all parameters (Gelman et al., Bayesian Data Analysis §11.4); 1 is settled."""
    half = kept.shape[0] // 2
    halves = np.concatenate([kept[:half], kept[half:2 * half]], axis=1)
    within = halves.var(axis=0, ddof=1).mean(axis=0)
    between = half * halves.mean(axis=0).var(axis=0, ddof=1)
    return float(np.sqrt((half - 1) / half + between / (half * within)).max())


def arrays_of(theta: Array) -> dict[str, Array]:
    """The law's parameters by name. Axes (specialty, draw)."""
    law = law_of(theta)
    return {name: getattr(law, name) for name in ("shape", "scale", "start", "slope", "ceiling")}


def fit(data: tuple[RanksData, ...], prior: Prior, **settings: int) -> tuple[Array, float]:
    """Draws of every specialty's parameters, axes (specialty, draw, 5), and the split R-hat."""
    table = summaries(data)
    kept, hyper = sample(table, prior, **settings)
    flat = kept.reshape(-1, *kept.shape[2:])
    chosen = flat[np.linspace(0, len(flat) - 1, DRAWS - 1).astype(int)]
    middle = central(table, prior, flat.mean(0), hyper)
    return np.moveaxis(np.concatenate([middle[None], chosen]), 0, 1), split_r_hat(kept)


def inputs() -> list[Path]:
    """The files whose contents decide the fit."""
    return [FILE, *(DATA / "parameters" / "model" / f"{name}.yaml" for name in PARAMETERS)]


def code() -> list[Path]:
    """The files whose code decides the fit."""
    here = Path(__file__).parent
    return [Path(rank_law.__file__), here / "ranks_data.py", here / "ranks_likelihood.py", here / "ranks_left_out.py",
            here / "fit_ranks.py"]


def main() -> None:
    """Fit and write."""
    data = published()
    prior = judged_prior()
    theta, r_hat = fit(data, prior)
    borrowed = left_out(data, theta, lambda rows: fit(rows, prior, **SHORT)[0])
    write_fit(FITS, "ranks", arrays_of(theta), {
        "what": "Chance of a match by number of contiguous ranks: parameters of odds/rank_law.py, posterior draws.",
        "axes": ["specialty", "draw"],
        "specialties": [{"id": d.specialty, "pooled": d.pooled, "competitive": d.competitive, "longest": d.longest}
                        for d in data],
        "applicant_type": TYPE.value,
        "data": [f"tables/charting_outcomes.csv, {MEASURE}", *(f"parameters/model/{n}.yaml" for n in PARAMETERS)],
        "data_hash": hash_files(inputs()),
        "code_hash": hash_files(code()),
        "command": COMMAND,
        "fitted": FITTED,
        "seed": SEED,
        "split_r_hat": round(r_hat, 3),
        "left_out": borrowed,
    })
    print(f"{len(data)} specialties, split R-hat {r_hat:.3f}, borrowed: {borrowed}")


if __name__ == "__main__":
    main()
