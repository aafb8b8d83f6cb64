"""Published groups as normals: where matched and not-matched applicants stand on a measure, and how far apart.

Scores stand on their own scale, counts on log(1 + count) placed by the three quartiles (means of counts
are driven by a few very long lists), degrees as shares. Every place carries the error that sampling and
rounding to whole numbers leave on it.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from math import expm1, log1p, sqrt

from smartpick.facts.outcomes import Group


class Scale(StrEnum):
    """How a measure is put on the scale of the model."""

    SCORE = "score"
    COUNT = "count"
    SHARE = "share"


SCALES = {
    "step2_ck": Scale.SCORE,
    "publications": Scale.COUNT,
    "abstracts": Scale.COUNT,
    "presentations": Scale.COUNT,
    "outputs": Scale.COUNT,  # the three above as one sum, as printed for US seniors
    "research": Scale.COUNT,
    "volunteer": Scale.COUNT,
    "work": Scale.COUNT,
    "phd": Scale.SHARE,
    "graduate_degree": Scale.SHARE,
}
# Mathematical constants of a normal sample, times the variance over n.
IQR_TO_SD = 1.349  # interquartile range in standard deviations
QUARTILES_VARIANCE = 1.163  # variance of the mean of the three quartiles
MEDIAN_VARIANCE = 1.571  # variance of the median, pi / 2
HALF_STEP_SD = 1 / sqrt(12)  # standard deviation of a whole number's rounding
LEAST_COUNT_SD = log1p(1.0) / IQR_TO_SD  # guard: a spread of counts is at least one whole count wide


@dataclass(frozen=True, slots=True)
class Place:
    """One group on the model's scale: centre, standard deviation (None: unpublished), people, error of the centre."""

    centre: float
    sd: float | None
    n: int
    error: float


@dataclass(frozen=True, slots=True)
class Apart:
    """Two groups: `difference` of their centres in within-group standard deviations, with its standard error."""

    difference: float
    error: float
    centre: float  # of both groups together, weighted by their size
    sd: float  # within groups


def place(group: Group, scale: Scale, like: float | None = None) -> Place | None:
    """A group as a normal; `like` is the spread to use where none is published. None where suppressed."""
    if scale is Scale.COUNT:
        return _count(group)
    n = group.n or 0
    sd = group.sd
    if sd is None and group.q1 is not None and group.q3 is not None:
        sd = (group.q3 - group.q1) / IQR_TO_SD
    spread = sd if sd is not None else like
    if n < 2 or spread is None or spread <= 0:
        return None
    if group.mean is not None:
        return Place(group.mean, sd, n, sqrt(spread**2 / n + HALF_STEP_SD**2))
    if group.q1 is not None and group.q3 is not None and group.median is not None:
        centre = (group.q1 + group.median + group.q3) / 3
        return Place(centre, sd, n, sqrt(QUARTILES_VARIANCE * spread**2 / n + HALF_STEP_SD**2 / 3))
    if group.median is not None:
        return Place(group.median, sd, n, sqrt(MEDIAN_VARIANCE * spread**2 / n + HALF_STEP_SD**2))
    return None


def _count(group: Group) -> Place | None:
    """Counts by their quartiles on log(1 + count); whole numbers are each off by up to a half."""
    if group.q1 is None or group.median is None or group.q3 is None or (group.n or 0) < 2:
        return None
    n = group.n or 0
    quartiles = (group.q1, group.median, group.q3)
    marks = [log1p(q) for q in quartiles]
    sd = max((marks[2] - marks[0]) / IQR_TO_SD, LEAST_COUNT_SD)
    rounding = sum((HALF_STEP_SD / (1 + q)) ** 2 for q in quartiles) / 9
    return Place(sum(marks) / 3, sd, n, sqrt(QUARTILES_VARIANCE * sd**2 / n + rounding))


def apart(above: Place | None, below: Place | None) -> Apart | None:
    """How far matched stand above not matched; None where either group is suppressed."""
    if above is None or below is None or (above.sd is None and below.sd is None):
        return None
    sd = within(above, below)
    n, m = above.n, below.n
    return Apart((above.centre - below.centre) / sd, sqrt(above.error**2 + below.error**2) / sd,
                 (n * above.centre + m * below.centre) / (n + m), sd)


def within(above: Place, below: Place) -> float:
    """The pooled standard deviation within groups; that of one group where the other's is unpublished."""
    known = [(g.n, g.sd) for g in (above, below) if g.sd is not None]
    return sqrt(sum(n * sd**2 for n, sd in known) / sum(n for n, _ in known))


def shares_apart(matched: float, not_matched: float, n: int, m: int) -> Apart:
    """Two shares of `n` and `m` people, in standard deviations of a yes-or-no measure.

    Half a person is added to each answer, so that a share of zero is not taken for impossible.
    """
    p, q = ((share * size + 0.5) / (size + 1) for share, size in ((matched, n), (not_matched, m)))
    centre = (n * p + m * q) / (n + m)
    sd = sqrt(centre * (1 - centre))
    return Apart((p - q) / sd, sqrt(1 / n + 1 / m), centre, sd)


def means_apart(matched: float, not_matched: float, n: int, m: int, log_sd: float) -> Apart:
    """Two means of counts as log-normals of one spread: the logs differ by the log ratio of the means.

    The error is that of a log-normal's mean, sqrt((exp(sd^2) - 1) / n), which long lists drive.
    """
    heavy = log1p_variance(log_sd)
    above, below = (log1p(mean) - log_sd**2 / 2 for mean in (matched, not_matched))
    return Apart((above - below) / log_sd, sqrt(heavy / n + heavy / m) / log_sd,
                 (n * above + m * below) / (n + m), log_sd)


def log1p_variance(log_sd: float) -> float:
    """Relative variance of one log-normal count."""
    return expm1(log_sd**2)
