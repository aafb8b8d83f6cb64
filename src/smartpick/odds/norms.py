"""Step 2 CK on the national norm, and the average matched US MD senior: the two comparisons in one sentence each."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import NormalDist

from smartpick.domain.applicant import ApplicantType
from smartpick.domain.chance import Estimate, Grade
from smartpick.domain.chance_words import inside
from smartpick.domain.explained import Percentile
from smartpick.facts import load_facts
from smartpick.facts.outcomes import charting
from smartpick.facts.specialties import specialties
from smartpick.odds.percentiles import COMBINED, GROUPS, LABELS, UNIT

NORM = "US and Canadian MD students at their first attempt"
STANDARD = NormalDist()
HALF = 0.5  # mean and SD are published as whole numbers
HALF_PERCENT = 0.005  # and percentile points as whole percents
SINGLE = ("step2_ck", COMBINED, "research", "volunteer")  # each figure of a US MD senior counted once


def national(score: float) -> Percentile:
    """The national percentile of a Step 2 CK score: the middle of two published versions, both inside the range.

    One version is a mean and SD, the other two points of the norm table joined by a normal.
    """
    facts = load_facts()
    mean, sd = (facts.get("exams.step2_ck_norm", part) for part in ("mean", "sd"))
    points = sorted((float(cell[0]), fact.number) for cell, fact in facts.cells("exams.step2_ck_percentile").items())
    year = max(mean.year, facts.parameter("exams.step2_ck_percentile").years[-1])
    source = next(iter(facts.cells("exams.step2_ck_percentile").values())).source
    by_mean = [(score - mean.number - a) / (sd.number + b) for a in (-HALF, 0.0, HALF) for b in (-HALF, 0.0, HALF)]
    by_points = [_joined(points, score, a, b) for a in (-1, 0, 1) for b in (-1, 0, 1)]
    middle = (by_mean[4] + by_points[4]) / 2
    low, high = min(*by_mean, *by_points), max(*by_mean, *by_points)
    value, least, most = (100 * STANDARD.cdf(z) for z in (middle, low, high))
    typical = facts.get("guide.typical_percentile").number
    note = (f"The guide calls the {typical:.0f}th or higher typical in the most competitive specialties: "
            f"{_reached(least, value, most, typical)}. Two published versions of the norm differ; the range "
            "holds both.")
    place = Estimate(value, UNIT, least, most, year=year, grade=Grade.JUDGED, sources=(mean.source, source))
    return Percentile("step2_ck", LABELS["step2_ck"], f"{score:.0f}", NORM, place, note, f"{mean.number:.0f} (mean)")


def against_us_md(lines: Sequence[Percentile], specialty: str) -> str:
    """In how many published figures a person stands above the average matched US MD senior (R129); one sentence."""
    name = specialties().get(specialty).name
    group = f"{GROUPS[ApplicantType.US_MD_SENIOR]} in {name}"
    ours = [line for line in lines if line.group == group and line.key in SINGLE and line.typical]
    if not ours:
        known = charting().moments(specialty, ApplicantType.US_MD_SENIOR, "step2_ck")
        why = "your profile gives none of their figures" if known else "their figures are not in the tables we hold"
        return f"How you compare with the average matched US MD senior in {name} is unknown: {why}."
    above = [line for line in ours if float(line.have) > _average(line)]
    parts = [f"{inside(line.label)} {line.have} against {_average(line):g}" for line in ours]
    return (f"You stand above the average matched US MD senior in {len(above)} of {len(ours)} published "
            f"{'figure' if len(ours) == 1 else 'figures'}: {'; '.join(parts)}.")


def _joined(points: Sequence[tuple[float, float]], score: float, a: int, b: int) -> float:
    """The normal quantile of a score on the line through the first and last point, each off by its rounding."""
    (x1, p1), (x2, p2) = points[0], points[-1]
    z1, z2 = STANDARD.inv_cdf(p1 + a * HALF_PERCENT), STANDARD.inv_cdf(p2 + b * HALF_PERCENT)
    return z1 + (score - x1) * (z2 - z1) / (x2 - x1)


def _reached(low: float, value: float, high: float, mark: float) -> str:
    if low >= mark:
        return "yes"
    if high < mark:
        return "no"
    return "likely yes, but too close to call" if value >= mark else "likely no, but too close to call"


def _average(line: Percentile) -> float:
    return float(line.typical.split()[0])
