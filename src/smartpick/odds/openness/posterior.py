"""Evidence through the tree: what is believed of each institution after the user's evidence, on grids.

Messages run from programs to their institution's effects, through the hub, and back. Institutions
without evidence keep the prior, so only those with evidence are computed.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from smartpick.facts import load_facts
from smartpick.odds.openness.curves import TINY
from smartpick.odds.openness.evidence import Bearing, share_log_likelihood
from smartpick.odds.openness.latent import H1B, IMG, J1, LEAVES, NON_US, Grid, Means, sponsor_chance

Array = NDArray[np.float64]
Rows = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class OwnShares:
    """Programs with evidence on their shares: likelihoods over their own departures. Axes (own program, own)."""

    rows: Rows
    non_us: Array
    img: Array


@dataclass(frozen=True, slots=True)
class Posterior:
    """Weights after the evidence. Line 0 of the tables is the prior, the others institutions with evidence."""

    grid: Grid
    means: Means
    line: Rows  # of each program, axis (program,)
    leaf: Array  # weights of the institution effects, axes (line, leaf, node)
    hub: Array  # axes (line, hub)
    given_hub: Array  # weights of the visas' effects at each hub node, axes (line, 2, hub, node)
    visa: Array  # log odds of the program's own visa answers, axes (program, 2)
    own: OwnShares
    yields: float  # how fast an estimate yields to a contrary answer of the program's own


def update(means: Means, grid: Grid, found: Bearing) -> Posterior:
    """The posterior of every institution, given all evidence at once (its order does not matter)."""
    touched = sorted({int(means.institution[row]) for row in found.rows})
    line_of = np.zeros(int(means.institution.max(initial=0)) + 1, dtype=np.int64)
    line_of[touched] = np.arange(1, len(touched) + 1)
    line = line_of[means.institution]
    likelihood = np.zeros((len(touched) + 1, LEAVES, grid.leaf.shape[1]))
    visa = np.zeros((means.mean.shape[0], 2))
    for outcome in (J1, H1B):
        rows = np.array(sorted(found.visa[outcome]), dtype=np.int64)
        odds = np.array([found.visa[outcome][row] for row in rows.tolist()])
        visa[rows, outcome] = odds
        chance = sponsor_chance(means.mean[rows, outcome][:, None] + grid.leaf[outcome],
                                float(means.exceptions[outcome]))
        said = chance * np.exp(np.maximum(odds, 0))[:, None] + (1 - chance) * np.exp(np.maximum(-odds, 0))[:, None]
        np.add.at(likelihood[:, outcome], line[rows], np.log(said))
    own = _own_shares(means, grid, found)
    after = own.non_us * (own.img @ grid.to_img.T)  # likelihood of all share evidence by own departure
    np.add.at(likelihood[:, NON_US], line[own.rows], np.log(np.maximum(after @ grid.to_non_us.T, TINY)))
    return _through_hub(means, grid, line, likelihood, visa, own)


def only(after: Posterior, rows: Rows) -> Posterior:
    """The same beliefs for some programs, in this order; each row once."""
    means, own = after.means, after.own
    place = np.full(after.line.size, -1)
    place[rows] = np.arange(rows.size)
    kept = np.flatnonzero(place[own.rows] >= 0) if own.rows.size else own.rows
    some = replace(means, mean=means.mean[rows], error=means.error[rows], limit=means.limit[rows],
                   institution=means.institution[rows])
    return replace(after, means=some, line=after.line[rows], visa=after.visa[rows],
                   own=OwnShares(place[own.rows[kept]], own.non_us[kept], own.img[kept]))


def _through_hub(means: Means, grid: Grid, line: Rows, likelihood: Array, visa: Array, own: OwnShares) -> Posterior:
    """Messages up to the hub and down again, exact on the grid."""
    scaled = np.exp(likelihood - likelihood.max(axis=2, keepdims=True))
    up = np.maximum(np.einsum("khn,ikn->ikh", grid.to_leaf, scaled), TINY)
    log_hub = np.log(grid.hub) + np.log(up).sum(axis=1)
    hub = np.exp(log_hub - log_hub.max(axis=1, keepdims=True))
    hub /= hub.sum(axis=1, keepdims=True)
    rest = hub[:, None, :] / up  # the hub without this outcome's own message, up to a factor
    leaf = np.einsum("ikh,khn->ikn", rest, grid.to_leaf) * scaled
    leaf /= leaf.sum(axis=2, keepdims=True)
    given = grid.to_leaf[None, :2] * scaled[:, :2, None, :] / up[:, :2, :, None]
    return Posterior(grid, means, line, leaf, hub, given, visa, own,
                     load_facts().get("model.openness_evidence_yields").number)


def _own_shares(means: Means, grid: Grid, found: Bearing) -> OwnShares:
    rows = sorted({*found.shares[NON_US], *found.shares[IMG]})
    non_us, img = np.ones((len(rows), grid.non_us.size)), np.ones((len(rows), grid.img.size))
    for place, row in enumerate(rows):
        for table, outcome, at in ((non_us, NON_US, grid.non_us), (img, IMG, grid.img)):
            seen = found.shares[outcome].get(row)
            if seen:
                logs = share_log_likelihood(seen, means.mean[row, outcome] + at, float(means.limit[row]))
                table[place] = np.exp(logs - logs.max())
    return OwnShares(np.array(rows, dtype=np.int64), non_us, img)
