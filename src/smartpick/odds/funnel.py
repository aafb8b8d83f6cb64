"""From application to interview to match, with one latent quality that nobody sees (model 3, first form).

Every program j invites with  logit p_j(z) = A + strength + offset_j + signal_j + lambda z,  and an
interview there ends in a match with h. z is standard normal: outcomes rise and fall together, so
sixty applications are not sixty independent tries. A and h are solved so that, for a reference
applicant with a reference list, the funnel *given at least one interview* returns the published
mean number of ranks and the published rate; the size of that list is not identified by any table
and is drawn from a judged range.

Axes: (draw,) for parameters, (program, draw, node) for chances. Draw 0 is the central case.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from smartpick.odds.rates import expit, logit

Array = NDArray[np.float64]

NODES = 15
STEPS = 34  # bisection steps: 25 wide / 2^34 is far below any shown digit


@cache
def quadrature(nodes: int = NODES) -> tuple[Array, Array]:
    """Gauss-Hermite nodes and weights of a standard normal; the weights sum to one."""
    z, w = np.polynomial.hermite_e.hermegauss(nodes)
    return z, w / w.sum()


@dataclass(frozen=True, slots=True)
class Reference:
    """The list of a typical applicant of this type, per draw: how long, and how it signals.

    `size` applications of which `signals` carry a signal worth `signal_lift` in log odds;
    `ranks` is the mean number of ranks among those with at least one; `rate` their share matched.
    """

    size: Array
    signals: Array
    signal_lift: Array
    ranks: Array
    rate: Array
    latent: Array  # lambda


@dataclass(frozen=True, slots=True)
class Funnel:
    """A solved funnel: `base` is A, `hire` is h of the reference applicant, `latent` is lambda."""

    base: Array
    hire: Array
    latent: Array
    reference: Reference
    no_interview: Array  # chance that the reference applicant gets no interview


def solve(reference: Reference) -> Funnel:
    """A and h so that the reference applicant's funnel returns the published ranks and rate."""
    z, w = quadrature()

    def ranks(base: Array) -> Array:
        signalled, plain = _invites(base, reference, z)
        none = _none(signalled, plain, reference, w)
        expected = (signalled * reference.signals[:, None]
                    + plain * (reference.size - reference.signals)[:, None]) @ w
        return expected / np.maximum(1 - none, 1e-12) - reference.ranks

    base = _bisect(ranks, reference.size.size, -15.0, 10.0)
    signalled, plain = _invites(base, reference, z)
    none = _none(signalled, plain, reference, w)

    def matched(hire: Array) -> Array:
        return _match_given_one(signalled, plain, expit(hire)[:, None], reference, w) - reference.rate

    return Funnel(base, expit(_bisect(matched, base.size, -15.0, 10.0)), reference.latent,
                  reference, none)


def strength(funnel: Funnel, certified: Array, share_on_rank: Array) -> tuple[Array, Array]:
    """The person's shift: (log odds added to invitations, their chance h of matching per interview).

    Solved so that the reference list, given at least one interview, returns `certified`. The
    shift acts on invitations in full and on the match per interview by `share_on_rank`.
    """
    z, w = quadrature()
    hire = logit(funnel.hire)

    def gap(shift: Array) -> Array:
        signalled, plain = _invites(funnel.base + shift, funnel.reference, z)
        here = expit(hire + share_on_rank * shift)[:, None]
        return _match_given_one(signalled, plain, here, funnel.reference, w) - certified

    shift = _bisect(gap, certified.size, -12.0, 12.0)
    return shift, expit(hire + share_on_rank * shift)


def interview_chances(funnel: Funnel, shift: Array, offsets: Array) -> Array:
    """p_j(z) for programs with `offsets` (program, draw) in log odds. Axes (program, draw, node).

    Fewer draws in `offsets` than in the funnel are its first ones; one draw is the central case.
    """
    z, _ = quadrature()
    n = offsets.shape[1]
    eta = (funnel.base + shift)[None, :n, None] + offsets[:, :, None]
    return expit(eta + funnel.latent[None, :n, None] * z)


def ceiling(funnel: Funnel, shift: Array, hire: Array) -> Array:
    """Chance of a match given at least one interview of the person's reference list, axes (draw, node).

    Averaged over who is invited at all, this is the certified chance.
    """
    z, _ = quadrature()
    reference = funnel.reference
    signalled, plain = _invites(funnel.base + shift, reference, z)
    rest = (reference.size - reference.signals)[:, None]
    sent = reference.signals[:, None]
    h = hire[:, None]
    missed = sent * np.log1p(-signalled * h) + rest * np.log1p(-plain * h)
    silent = sent * np.log1p(-np.clip(signalled, 0, 1 - 1e-12)) + rest * np.log1p(-np.clip(plain, 0, 1 - 1e-12))
    given: Array = np.expm1(missed) / np.minimum(np.expm1(silent), -1e-12)
    return np.clip(given, 0.0, 1.0)


def _invites(base: Array, reference: Reference, z: Array) -> tuple[Array, Array]:
    eta = base[:, None] + reference.latent[:, None] * z
    return expit(eta + reference.signal_lift[:, None]), expit(eta)


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
