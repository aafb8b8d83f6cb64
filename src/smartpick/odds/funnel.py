"""From application to interview to match, with one latent quality that nobody sees (model 3).

A program j that can take the person invites with

    logit p_j(z) = A + strength + offset_j + signal_j + lambda z,

it can take them (their visa) with chance v_j, and an interview there ends in a match with h. z is
standard normal: outcomes rise and fall together, so sixty applications are not sixty independent
tries. A and h are solved so that, over a population with a reference list, the funnel *given at
least one interview* returns the published number of interviews and the published rate. In the
population the spread of the log odds is `spread`: what nobody sees (`latent`, lambda) and what is
known of a person together. `spread_of` finds it from the published spread of ranks. The length of
the reference list is not identified by any table and is drawn from a judged range.

Axes: (draw,) for parameters, (program, draw, node) for chances. Draw 0 is the central case.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields, replace
from functools import cache

import numpy as np
from numpy.typing import NDArray

from smartpick.odds.rates import expit, logit

Array = NDArray[np.float64]

NODES = 15
SPREADS = (0.1, 0.3, 0.5, 0.7, 0.9, 1.1, 1.3, 1.5, 1.8, 2.1, 2.5)  # log odds, the grid of spread_of
ATTAINED = 0.005  # relative error up to which a mean counts as had
STEPS = 34  # bisection steps: 25 wide / 2^34 is far below any shown digit


@cache
def quadrature(nodes: int = NODES) -> tuple[Array, Array]:
    """Gauss-Hermite nodes and weights of a standard normal; the weights sum to one."""
    z, w = np.polynomial.hermite_e.hermegauss(nodes)
    return z, w / w.sum()


@dataclass(frozen=True, slots=True)
class Reference:
    """The list of a typical applicant of this type, per draw: how long, and how it signals.

    `size` applications of which `signals` carry a signal worth `signal_lift` in log odds; `takes` is
    the share of its programs that can take the applicant's visa. `interviews` is the mean number
    among those with at least one; `rate` their share matched.
    """

    size: Array
    signals: Array
    signal_lift: Array
    interviews: Array
    rate: Array
    latent: Array  # lambda: one person's unseen part
    spread: Array  # over the population: lambda and what is known of people together
    takes: Array


@dataclass(frozen=True, slots=True)
class Funnel:
    """A solved funnel: `base` is A, `hire` is h of the reference applicant, `latent` is lambda.

    `no_interview` is the share of the population that gets no interview from the reference list.
    """

    base: Array
    hire: Array
    latent: Array
    reference: Reference
    no_interview: Array


def solve(reference: Reference) -> Funnel:
    """A and h so that the population's funnel returns the published interviews and rate."""
    _, w = quadrature()
    base = _base(reference)
    signalled, plain = _invites(base, reference.spread, reference)
    none = _none(signalled, plain, reference, w)

    def matched(hire: Array) -> Array:
        return _match_given_one(signalled, plain, expit(hire)[:, None], reference, w) - reference.rate

    return Funnel(base, expit(_bisect(matched, base.size, -15.0, 10.0)), reference.latent,
                  reference, none)


def spread_of(reference: Reference, deviation: Array) -> Array:
    """The spread whose funnel returns this standard deviation of interviews among those with one. Axis (draw,).

    `reference.spread` is not read. Held within the grid, and to spreads with which the published mean
    can be had at all: people with one interview in a wide population have more than one on average.
    """
    _, w = quadrature()
    n, grid = deviation.size, np.array(SPREADS)
    at = {f.name: np.tile(getattr(reference, f.name), grid.size) for f in fields(Reference)}
    tried = replace(reference, **{**at, "spread": np.repeat(grid, n)})
    signalled, plain = _invites(_base(tried), tried.spread, tried)
    sent, rest = tried.signals[:, None], (tried.size - tried.signals)[:, None]
    mean = sent * signalled + rest * plain
    square = mean**2 + sent * signalled * (1 - signalled) + rest * plain * (1 - plain)
    some = 1 - _none(signalled, plain, tried, w)
    centre = mean @ w / some
    found = np.sqrt(np.maximum(square @ w / some - centre**2, 0.0)).reshape(grid.size, n)
    kept = (np.abs(centre / tried.interviews - 1) < ATTAINED).reshape(grid.size, n)
    kept[0] = True
    return np.array([np.interp(deviation[i], np.maximum.accumulate(found[kept[:, i], i]), grid[kept[:, i]])
                     for i in range(n)])


def strength(funnel: Funnel, certified: Array, share_on_rank: Array) -> tuple[Array, Array]:
    """The person's shift: (log odds added to invitations, their chance h of matching per interview).

    Solved so that the reference list, given at least one interview, returns `certified`. The
    shift acts on invitations in full and on the match per interview by `share_on_rank`.
    """
    _, w = quadrature()
    hire = logit(funnel.hire)

    def gap(shift: Array) -> Array:
        signalled, plain = _invites(funnel.base + shift, funnel.latent, funnel.reference)
        here = expit(hire + share_on_rank * shift)[:, None]
        return _match_given_one(signalled, plain, here, funnel.reference, w) - certified

    shift = _bisect(gap, certified.size, -12.0, 12.0)
    return shift, expit(hire + share_on_rank * shift)


def interview_chances(funnel: Funnel, shift: Array, offsets: Array, takes: Array) -> Array:
    """v_j p_j(z) for programs with `offsets` (program, draw) in log odds. Axes (program, draw, node).

    `takes` is the chance that each program can take the person's visa, axis (program,). Fewer draws
    in `offsets` than in the funnel are its first ones; one draw is the central case.
    """
    z, _ = quadrature()
    n = offsets.shape[1]
    eta = (funnel.base + shift)[None, :n, None] + offsets[:, :, None]
    invited: Array = takes[:, None, None] * expit(eta + funnel.latent[None, :n, None] * z)
    return invited


def ceiling(funnel: Funnel, shift: Array, hire: Array) -> Array:
    """Chance of a match given at least one interview of the person's reference list, axes (draw, node).

    Averaged over who is invited at all, this is the certified chance.
    """
    reference = funnel.reference
    signalled, plain = _invites(funnel.base + shift, funnel.latent, reference)
    rest = (reference.size - reference.signals)[:, None]
    sent = reference.signals[:, None]
    h = hire[:, None]
    missed = sent * np.log1p(-signalled * h) + rest * np.log1p(-plain * h)
    silent = sent * np.log1p(-np.clip(signalled, 0, 1 - 1e-12)) + rest * np.log1p(-np.clip(plain, 0, 1 - 1e-12))
    given: Array = np.expm1(missed) / np.minimum(np.expm1(silent), -1e-12)
    return np.clip(given, 0.0, 1.0)


def _base(reference: Reference) -> Array:
    """A: the population's funnel returns the mean number of interviews among those with at least one."""
    _, w = quadrature()

    def interviews(base: Array) -> Array:
        signalled, plain = _invites(base, reference.spread, reference)
        none = _none(signalled, plain, reference, w)
        expected = (signalled * reference.signals[:, None]
                    + plain * (reference.size - reference.signals)[:, None]) @ w
        return expected / np.maximum(1 - none, 1e-12) - reference.interviews

    return _bisect(interviews, reference.size.size, -15.0, 10.0)


def _invites(base: Array, spread: Array, reference: Reference) -> tuple[Array, Array]:
    z, _ = quadrature()
    eta = base[:, None] + spread[:, None] * z
    takes = reference.takes[:, None]
    return takes * expit(eta + reference.signal_lift[:, None]), takes * expit(eta)


def _none(signalled: Array, plain: Array, reference: Reference, w: Array) -> Array:
    log_none = (np.log1p(-np.clip(signalled, 0, 1 - 1e-12)) * reference.signals[:, None]
                + np.log1p(-np.clip(plain, 0, 1 - 1e-12)) * (reference.size - reference.signals)[:, None])
    result: Array = np.exp(log_none) @ w
    return result


def _match_given_one(
    signalled: Array, plain: Array, hire: Array, reference: Reference, w: Array
) -> Array:
    missed = _none(signalled * hire, plain * hire, reference, w)
    none = _none(signalled, plain, reference, w)
    result: Array = (1 - missed) / np.maximum(1 - none, 1e-12)
    return result


def _bisect(gap: Callable[[Array], Array], n: int, low: float, high: float) -> Array:
    """Roots of an increasing function, element by element, held inside [low, high]."""
    below, above = np.full(n, low), np.full(n, high)
    for _ in range(STEPS):
        middle = 0.5 * (below + above)
        negative = gap(middle) < 0
        below = np.where(negative, middle, below)
        above = np.where(negative, above, middle)
    root: Array = 0.5 * (below + above)
    return root
