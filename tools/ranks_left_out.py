"""How good borrowed ranks curves are: each published specialty fitted again as if its matched were suppressed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from smartpick.domain.chance import LEVEL
from smartpick.facts.charting import Group
from smartpick.odds.rank_law import mean_and_sd
from tools.ranks_data import RanksData
from tools.ranks_likelihood import law_of

Array = NDArray[np.float64]

READ_AT = np.array([1.0, 2.0, 3.0, 5.0])  # ranks at which the borrowed band is read
HALF = 0.05  # half of the last digit of a published mean
Fit = Callable[[tuple[RanksData, ...]], Array]


def left_out(data: tuple[RanksData, ...], whole: Array, fit: Fit) -> dict[str, float]:
    """Counts over the specialties with both groups; `whole` are the draws with nothing hidden, (specialty, draw, 5).

    `means_held`: published mean ranks of the matched inside 90% of what the borrowed curves would publish.
    `points_held`: the central curve of the whole fit inside the borrowed 90% band, over READ_AT; `error` the
    mean distance of the two central curves there.
    """
    tails = [(1 - LEVEL) / 2, (1 + LEVEL) / 2]
    means = points = count = read = 0
    errors: list[float] = []
    for index, own in enumerate(data):
        if own.pooled or own.longest is None:
            continue
        hidden = replace(own, ranks=(Group(n=own.ranks[0].n), own.ranks[1]))
        law = law_of(fit((*data[:index], hidden, *data[index + 1:]))[index])
        mean, sd = mean_and_sd(law.groups().matched)
        noise = np.random.default_rng(index).standard_normal(mean.size)
        low, high = np.quantile(mean + sd / np.sqrt(own.ranks[0].n or 1) * noise, tails)
        count += 1
        means += bool(low - HALF <= (own.ranks[0].mean or 0.0) <= high + HALF)
        at = READ_AT[own.longest >= READ_AT]
        band = law.chance(at)
        truth = law_of(whole[index]).chance(at)[0]
        inside = (np.quantile(band, tails[0], axis=0) <= truth) & (truth <= np.quantile(band, tails[1], axis=0))
        points, read = points + int(inside.sum()), read + at.size
        errors.append(float(np.abs(band[0] - truth).mean()))
    return {"specialties": count, "means_held": means, "points": read, "points_held": points,
            "error": round(float(np.mean(errors)), 3)}
