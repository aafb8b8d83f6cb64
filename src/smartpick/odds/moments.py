"""From published tables to a specialty model: group moments, and pooled ones where they are suppressed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from math import log1p, sqrt

from smartpick.domain.applicant import ApplicantType
from smartpick.domain.chance import Grade
from smartpick.facts import Facts, load_facts
from smartpick.facts.outcomes import Group, Moments, charting
from smartpick.facts.specialties import specialties
from smartpick.odds.rates import Pool, learn_pool
from smartpick.odds.reality import Counted, counted
from smartpick.odds.specialty import Slope, SpecialtyModel

MEASURES = ("step2_ck", "publications")
COUNTS = ("publications",)
HALF_STEP_SD = 1 / sqrt(12)  # standard deviation of a whole number's rounding
IQR_TO_SD = 1.349  # interquartile range of a normal in standard deviations
GENERAL = "general"


@dataclass(frozen=True, slots=True)
class Spread:
    """A group as a normal on the model's scale: mean, SD and size.

    `rounding` is the standard error that whole-number quartiles leave on the mean.
    """

    mean: float
    sd: float
    n: int
    rounding: float = 0.0


@dataclass(frozen=True, slots=True)
class Difference:
    """A standardised difference between groups over specialties: mean, spread between them, error."""

    mean: float
    between: float
    error: float

    def shrink(self, own: float, error: float) -> tuple[float, float]:
        """Posterior mean and SD of one specialty's difference."""
        if self.between <= 0:
            return self.mean, self.error
        weight = self.between**2 / (self.between**2 + error**2)
        return (weight * own + (1 - weight) * self.mean,
                sqrt(weight * error**2 + (1 - weight) ** 2 * self.error**2))


@cache
def specialty_model(specialty: str, applicant_type: ApplicantType) -> SpecialtyModel | None:
    """The model of one specialty and type; None where no counts are published for it."""
    facts = load_facts()
    counts = counted(specialty, applicant_type)
    if counts is None:
        return None
    pool = _pool(_pool_name(specialty, facts), applicant_type)
    slopes = _slopes(specialty, applicant_type, pool.rate(counts.matched, counts.total))
    borrowed = any(s.borrowed for s in slopes)
    return SpecialtyModel(
        specialty=specialty,
        pool=pool,
        matched=counts.matched,
        total=counts.total,
        slopes=slopes,
        correlation=facts.get("model.measure_correlation"),
        grade=Grade.JUDGED if borrowed or not counts.first_choice else Grade.DERIVED,
        population=counts.population,
        sources=counts.sources,
        year=counts.year,
    )


@cache
def difference(measure: str, applicant_type: ApplicantType) -> Difference:
    """The pooled difference of a measure over all specialties of a type (DerSimonian and Laird 1986)."""
    pairs = [pair for s in specialties()
             if (pair := _standardised(_moments(s.id, applicant_type, measure), measure))]
    return pool_differences(pairs)


def pool_differences(pairs: Iterable[tuple[float, float]]) -> Difference:
    """Random-effects pooling of (difference, error) pairs. No pairs at all: nothing is known, zero."""
    known = list(pairs)
    if not known:
        return Difference(0.0, 0.0, 0.0)
    weights = [1 / e**2 for _, e in known]
    fixed = sum(w * d for w, (d, _) in zip(weights, known, strict=True)) / sum(weights)
    q = sum(w * (d - fixed) ** 2 for w, (d, _) in zip(weights, known, strict=True))
    scale = sum(weights) - sum(w * w for w in weights) / sum(weights)
    between = sqrt(max(0.0, (q - (len(known) - 1)) / scale)) if scale > 0 else 0.0
    weights = [1 / (e**2 + between**2) for _, e in known]
    mean = sum(w * d for w, (d, _) in zip(weights, known, strict=True)) / sum(weights)
    return Difference(mean, between, sqrt(1 / sum(weights)))


@cache
def _pool(name: str, applicant_type: ApplicantType) -> Pool:
    facts = load_facts()
    members: list[Counted] = [
        c for s in specialties()
        if not s.one_year and _pool_name(s.id, facts) == name and (c := counted(s.id, applicant_type))
    ]
    return learn_pool((c.matched, c.total) for c in members)


def _pool_name(specialty: str, facts: Facts) -> str:
    fact = facts.find("model.pool", specialty)
    return GENERAL if fact is None else str(fact.value)


def _slopes(specialty: str, applicant_type: ApplicantType, rate: float) -> tuple[Slope, ...]:
    """The slopes of the type's own published groups; none where they are unpublished: base rate only."""
    made = (_slope(specialty, applicant_type, measure, rate) for measure in MEASURES)
    return tuple(s for s in made if s is not None)


def _slope(
    specialty: str, applicant_type: ApplicantType, measure: str, rate: float
) -> Slope | None:
    moments = _moments(specialty, applicant_type, measure)
    if moments is None:
        return None
    logged = measure in COUNTS
    above = spread(moments.matched, logged)
    below = spread(moments.not_matched, logged, like=above)
    above = above or spread(moments.matched, logged, like=below)
    if below is None:
        return None
    pooled = difference(measure, applicant_type)
    own = _standardised(moments, measure)
    d, error = pooled.shrink(*own) if own else (pooled.mean, sqrt(pooled.error**2 + pooled.between**2))
    sd = below.sd if above is None else _within(above, below)
    mean = below.mean + rate * d * sd if above is None else (
        rate * above.mean + (1 - rate) * below.mean)
    low, high = _published_range(moments)
    return Slope(measure, d, error, mean, sd, low, high, logged,
                 borrowed=own is None)


def spread(group: Group, logged: bool, like: Spread | None = None) -> Spread | None:
    """A group as a normal: its mean and SD, or median and quartiles; counts on the scale log(1 + x).

    Means and SDs of counts are driven by a few very long lists, so counts are placed by the three
    quartiles. These are whole numbers: each is off by up to a half, which `rounding` carries.
    """
    n = group.n or 0
    if logged:
        quartiles = (group.q1, group.median, group.q3)
        if any(q is None for q in quartiles):
            return None
        known = [q for q in quartiles if q is not None]
        marks = [log1p(q) for q in known]
        width = max((marks[2] - marks[0]) / IQR_TO_SD, log1p(1.0) / IQR_TO_SD)  # at least one whole paper wide
        rounding = sqrt(sum((HALF_STEP_SD / (1 + q)) ** 2 for q in known)) / len(known)
        return Spread(sum(marks) / len(marks), width, n, rounding)
    centre = group.mean if group.mean is not None else group.median
    sd = group.sd
    if sd is None and group.q1 is not None and group.q3 is not None:
        sd = (group.q3 - group.q1) / IQR_TO_SD
    if sd is None and like is not None:
        sd = like.sd
    if centre is None or sd is None or sd <= 0:
        return None
    return Spread(centre, sd, n)


def _standardised(moments: Moments | None, measure: str) -> tuple[float, float] | None:
    """(difference in SDs, its standard error) where both groups are published."""
    if moments is None:
        return None
    logged = measure in COUNTS
    above = spread(moments.matched, logged)
    below = spread(moments.not_matched, logged, like=above)
    if above is None or below is None or above.n < 2 or below.n < 2:
        return None
    sd = _within(above, below)
    rounding = (above.rounding**2 + below.rounding**2) / sd**2
    return (above.mean - below.mean) / sd, sqrt(1 / above.n + 1 / below.n + rounding)


def _within(above: Spread, below: Spread) -> float:
    """The pooled within-group standard deviation."""
    n, m = max(above.n, 1), max(below.n, 1)
    return sqrt((n * above.sd**2 + m * below.sd**2) / (n + m))


def _published_range(moments: Moments) -> tuple[float, float]:
    """Smallest and largest value published for either group; quartiles where the ends are not."""
    groups = (moments.matched, moments.not_matched)
    lows = [v for g in groups for v in (g.low, g.q1, g.mean) if v is not None]
    highs = [v for g in groups for v in (g.high, g.q3, g.mean) if v is not None]
    return (min(lows), max(highs)) if lows and highs else (float("-inf"), float("inf"))


def _moments(specialty: str, applicant_type: ApplicantType, measure: str) -> Moments | None:
    return charting().moments(specialty, applicant_type, measure)
