"""From the posterior to numbers a person can read: chances and shares of every program with their intervals.

A chance's interval says how the chance itself could turn out: 5-95% over what is unknown of the institution
and of the coefficients. A share's interval is where a single program's share lies with 90% chance.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from smartpick.domain.chance import LEVEL
from smartpick.odds.openness.curves import TINY, normal_cdf, quantile, share_table
from smartpick.odds.openness.latent import ANY_IMG, FIFTH, H1B, IMG, J1, NON_US, Model, sponsor_chance
from smartpick.odds.openness.posterior import Posterior

Array = NDArray[np.float64]
Rows = NDArray[np.int64]

TAILS = ((1 - LEVEL) / 2, (1 + LEVEL) / 2)
AT_FIFTH = float(np.log(0.2 / 0.8))  # log odds of a share of 20 %


@dataclass(frozen=True, slots=True)
class Spread:
    """A value of every program with its interval; axis (program,), low <= value <= high."""

    value: Array
    low: Array
    high: Array


def spread(value: Array, low: Array, high: Array) -> Spread:
    """The three together, the interval never missing its value."""
    held = np.clip(value, 0.0, 1.0)
    return Spread(held, np.minimum(np.clip(low, 0.0, 1.0), held), np.maximum(np.clip(high, 0.0, 1.0), held))


def sponsors(after: Posterior, outcome: int) -> Spread:
    """Chance that each program sponsors a visa."""
    mean, odds = after.means.mean[:, outcome], after.visa[:, outcome]
    at = after.grid.leaf[outcome]
    odd = float(after.means.exceptions[outcome])
    chance = sponsor_chance(mean[:, None] + at, odd)
    ends = [sponsor_chance(mean + effect, odd) for effect in _effects(after, outcome)]
    rows = np.flatnonzero(odds)
    chance[rows] = own_answer(chance[rows], odds[rows][:, None], after.yields)
    for end in ends:
        end[rows] = own_answer(end[rows], odds[rows], after.yields)
    return spread(_average(chance, after, outcome), *ends)


def either_visa(after: Posterior) -> Array:
    """Chance that a program sponsors at least one of J-1 and H-1B. Axis (program,)."""
    neither = np.ones((after.line.size, after.hub.shape[1]))
    for outcome in (J1, H1B):
        chance = sponsor_chance(after.means.mean[:, outcome][:, None] + after.grid.leaf[outcome],
                                float(after.means.exceptions[outcome]))
        rows = np.flatnonzero(after.visa[:, outcome])
        chance[rows] = own_answer(chance[rows], after.visa[rows, outcome][:, None], after.yields)
        no = 1 - chance
        part = no @ after.given_hub[0, outcome].T
        touched = np.flatnonzero(after.line)
        part[touched] = np.einsum("pn,phn->ph", no[touched], after.given_hub[after.line[touched], outcome])
        neither *= part
    chance = 1 - (neither * after.hub[after.line]).sum(axis=1)
    result: Array = np.clip(chance, 0.0, 1.0)
    return result


def above_limit(after: Posterior, fitted: Model, which: int, move: Array | float = 0.0) -> Spread:
    """Chance that the visible share lies above a limit: ANY, FIFTH (20 % non-US IMGs) or ANY_IMG.

    `move` moves the log odds of programs.
    """
    outcome = IMG if which == ANY_IMG else NON_US
    limit = after.means.limit if which != FIFTH else np.maximum(after.means.limit, AT_FIFTH)
    shift, stretch = fitted.threshold[which].tolist()
    mean = shift + stretch * (after.means.mean[:, outcome] + move - limit)
    own = _own_spread(fitted, outcome)
    pull = fitted.chain if outcome == IMG else 1.0
    chance = normal_cdf((mean[:, None] + pull * after.grid.leaf[NON_US]) / own)
    value = _average(chance, after, NON_US)
    low, high = (normal_cdf((mean + pull * effect) / own) for effect in _effects(after, NON_US))
    rows = after.own.rows
    if rows.size:
        value[rows], low[rows], high[rows] = _above_given_own(after, outcome, (limit - move)[rows])
    return spread(value, low, high)


def _above_given_own(after: Posterior, outcome: int, limit: Array) -> tuple[Array, Array, Array]:
    """Chance above a limit with its ends, for programs with evidence on their shares."""
    rows, at = after.own.rows, after.grid.non_us
    above = _above(after.grid.img if outcome == IMG else at, limit - after.means.mean[rows, outcome])
    if outcome == IMG:
        reach = after.own.img @ after.grid.to_img.T
        above = ((above * after.own.img) @ after.grid.to_img.T) / np.maximum(reach, TINY)
    by_node = np.einsum("pnr,pr->pn", _own_given_effect(after), above)
    weights = after.leaf[after.line[rows], NON_US]
    places = np.arange(weights.shape[1], dtype=float)
    ends = [_at(by_node, quantile(weights, places, level)) for level in TAILS]
    return (weights * by_node).sum(axis=1), ends[0], ends[1]


def non_us_share(after: Posterior, fitted: Model, shift: Array | float = 0.0) -> Spread:
    """Expected visible share of non-US IMGs; `shift` moves the log odds of programs."""
    return _share(after, fitted, NON_US, shift)


def img_share(after: Posterior, fitted: Model, shift: Array | float = 0.0) -> Spread:
    """Expected visible share of all IMGs."""
    return _share(after, fitted, IMG, shift)


def _share(after: Posterior, fitted: Model, outcome: int, shift: Array | float) -> Spread:
    mean = after.means.mean[:, outcome] + shift
    own, pull = _own_spread(fitted, outcome), 1.0 if outcome == NON_US else fitted.chain
    table = share_table(own)
    by_node = table(mean[:, None] + pull * after.grid.leaf[NON_US], after.means.limit[:, None])
    value = _average(by_node, after, NON_US)
    departures = after.leaf[:, NON_US] @ after.grid.to_non_us
    at = after.grid.non_us
    if outcome == IMG:
        departures, at = departures @ after.grid.to_img, after.grid.img
    ends = [quantile(departures, at, tail)[after.line] for tail in TAILS]
    width = 1 + after.means.error[:, outcome] ** 2 / max(float((departures[0] * at**2).sum()), 1e-9)
    rows = after.own.rows
    low, high = (mean + end * np.sqrt(width) for end in ends)
    if rows.size:
        posterior = own_departures(after, outcome)
        where = mean[rows][:, None] + at
        shown = _above(at, after.means.limit[rows] - mean[rows]) / (1 + np.exp(-where))
        value[rows] = (posterior * shown).sum(axis=1)
        low[rows], high[rows] = (mean[rows] + quantile(posterior, at, tail) for tail in TAILS)
    return spread(value, *(np.where(end > after.means.limit, 1 / (1 + np.exp(-end)), 0.0) for end in (low, high)))


def own_departures(after: Posterior, outcome: int) -> Array:
    """Where programs with evidence on their shares stand around their means. Axes (own program, own)."""
    weights = after.leaf[after.line[after.own.rows], NON_US]
    non_us = np.einsum("pn,pnr->pr", weights, _own_given_effect(after))
    if outcome == NON_US:
        own: Array = non_us
        return own
    reach = after.own.img @ after.grid.to_img.T
    found: Array = ((non_us / np.maximum(reach, TINY)) @ after.grid.to_img) * after.own.img
    rows: Array = found / np.maximum(found.sum(axis=1, keepdims=True), TINY)
    return rows


def _own_given_effect(after: Posterior) -> Array:
    """Own departures at each node of the institution's effect, given the evidence. Axes (own program, node, own)."""
    likelihood = after.own.non_us * (after.own.img @ after.grid.to_img.T)
    joint = after.grid.to_non_us[None] * likelihood[:, None, :]
    rows: Array = joint / np.maximum(joint.sum(axis=2, keepdims=True), TINY)
    return rows


def _own_spread(fitted: Model, outcome: int) -> float:
    if outcome == NON_US:
        return float(fitted.own[NON_US])
    return float(np.hypot(fitted.own[IMG], fitted.chain * fitted.own[NON_US]))


def _average(by_node: Array, after: Posterior, outcome: int) -> Array:
    """Over the institution's effect. `by_node` axes (program, node)."""
    value: Array = by_node @ after.leaf[0, outcome]
    touched = np.flatnonzero(after.line)
    value[touched] = (by_node[touched] * after.leaf[after.line[touched], outcome]).sum(axis=1)
    return value


def _effects(after: Posterior, outcome: int) -> list[Array]:
    """Low and high effect of each program's institution, widened by the error of its mean. Axis (program,)."""
    at = after.grid.leaf[outcome]
    weights = after.leaf[:, outcome]
    centre = weights @ at
    variance = np.maximum((weights * (at[None, :] - centre[:, None]) ** 2).sum(axis=1), 1e-6)
    width = np.sqrt(1 + after.means.error[:, outcome] ** 2 / variance[after.line])
    return [centre[after.line] + (quantile(weights, at, tail) - centre)[after.line] * width for tail in TAILS]


def own_answer(chance: Array, odds: Array, yields: float) -> Array:
    """A chance after the program's own answers, `odds` their net log likelihood ratio.

    Answers that agree with the estimate add to it; where they contradict it, what was found out overrides:
    the estimate's weight falls as exp(-|odds| / yields). Never falls in either argument.
    """
    held = np.clip(chance, 1e-9, 1 - 1e-9)
    before = np.log(held / (1 - held))
    weight = np.where(before * odds < 0, np.exp(-np.abs(odds) / yields), 1.0)
    after: Array = np.where(odds == 0, chance, 1 / (1 + np.exp(-(weight * before + odds))))
    return after


def _above(at: Array, limit: Array) -> Array:
    """How much of each grid cell lies above a limit. Axes (program, node)."""
    step = at[1] - at[0]
    part: Array = np.clip((at[None, :] - limit[:, None]) / step + 0.5, 0.0, 1.0)
    return part


def _at(by_node: Array, place: Array) -> Array:
    """Values between nodes, by row."""
    low = np.clip(place.astype(np.int64), 0, by_node.shape[1] - 2)
    row = np.arange(by_node.shape[0])
    part = place - low
    found: Array = (1 - part) * by_node[row, low] + part * by_node[row, low + 1]
    return found
