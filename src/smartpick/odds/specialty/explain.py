"""Why a chance is what it is: what each input adds against the typical matched applicant, and what is unknown.

The log odds are a sum over inputs, so along the straight path from the typical matched applicant to the
person each input's part of the way is fixed: points_l = (Delta eta_l / Delta eta) * Delta pi. The points
add up to the person's chance minus the typical one's, in the central case.
"""

from __future__ import annotations

from dataclasses import dataclass
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

from smartpick.domain.applicant import ApplicantType
from smartpick.domain.chance import LEVEL, Estimate, Grade
from smartpick.domain.explained import Contribution, UnknownInput
from smartpick.odds.specialty.adjusters import Adjuster
from smartpick.odds.specialty.groups import SCALES, Scale
from smartpick.odds.specialty.input_words import band_words, value_words
from smartpick.odds.specialty.inputs import Inputs
from smartpick.odds.specialty.model import SpecialtyModel
from smartpick.odds.specialty.published import moments
from smartpick.odds.specialty.slopes import BORROWERS, SCORE, Slope

Array = NDArray[np.float64]

POOR, GOOD = 0.10, 0.90  # of 100 people, which one an unknown input is taken to be like
NO_WAY = 1e-9  # guard: a path this short has the slope of the curve itself
SUPPRESSED = "The published figures of matched applicants are suppressed here; sister specialties stand in."
BORROWED = "Figures of another applicant type stand in for this one."
HELD = ("Among people alike in the rest, more of it is not seen to help, so it is held at no effect; it never counts "
        "against.")
JUDGED = "No published odds: a judged change with a wide interval."


@dataclass(frozen=True, slots=True)
class Leg:
    """One input on the path: its raw value, the typical one, and the change in log odds between them."""

    name: str
    value: float
    typical: float
    change: float
    flat: bool  # its slope is held at zero


def typical_values(model: SpecialtyModel, names: tuple[str, ...]) -> dict[str, float]:
    """Raw values of the typical matched applicant for these inputs."""
    found = {s.measure: _typical(model, s) for s in model.slopes if s.measure in names}
    return found | {a.name: float(a.least[a.typical]) for a in model.adjusters if a.name in names}


def typical(model: SpecialtyModel, inputs: Inputs) -> Estimate:
    """The certified chance of the typical matched applicant, with the same inputs known as the person's."""
    names = model.used(inputs)
    values = {k: np.array([v]) for k, v in typical_values(model, names).items()}
    drawn = model.certified_many(values, {})[0]
    low, high = (float(q) for q in np.quantile(drawn, ((1 - LEVEL) / 2, (1 + LEVEL) / 2)))
    central = float(drawn[0])
    return Estimate(central, "chance", min(low, central), max(high, central), year=model.year,
                    grade=model.grade_of(inputs), sources=model.sources)


def contributions(model: SpecialtyModel, inputs: Inputs) -> tuple[Contribution, ...]:
    """What each known input adds in points of chance, the largest first; empty where nothing known is used."""
    names = model.used(inputs)
    if not names:
        return ()
    legs, person, usual = _path(model, inputs, names)
    way = sum(leg.change for leg in legs)
    rise = (person - usual) / way if abs(way) > NO_WAY else person * (1 - person)
    made = [_contribution(model, leg, leg.change * rise) for leg in legs]
    return tuple(sorted(made, key=lambda c: -abs(c.points)))


def unknown_inputs(model: SpecialtyModel, inputs: Inputs) -> tuple[UnknownInput, ...]:
    """Inputs the profile leaves open: the chance if they turned out poor or good, the widest first."""
    names = model.used(inputs)
    parts: tuple[Slope | Adjuster, ...] = (*model.slopes, *model.adjusters)
    found = [_open(model, inputs, names, part) for part in parts if _name(part) not in names]
    return tuple(sorted(found, key=lambda u: u.low - u.high))


def _path(model: SpecialtyModel, inputs: Inputs, names: tuple[str, ...]) -> tuple[list[Leg], float, float]:
    """The legs, and the central chances of the person and of the typical matched applicant."""
    known = model.known(names, 1)
    have = {n: inputs.measures.get(n, inputs.adjusters.get(n, np.nan)) for n in names}
    usual = typical_values(model, names)
    both = {n: np.array([have[n], usual[n]]) for n in names}
    parts = known.parts(both, both)
    chances = known.chances(both, both)[:, 0]
    held = {s.measure: known.b[0, k] <= 0.0 for k, s in enumerate(known.slopes)}
    legs = [Leg(n, have[n], usual[n], float(parts[n][0, 0] - parts[n][0, 1]), held.get(n, False)) for n in names]
    return legs, float(chances[0]), float(chances[1])


def _contribution(model: SpecialtyModel, leg: Leg, points: float) -> Contribution:
    for slope in model.slopes:
        if slope.measure == leg.name:
            said = [_outside(slope, leg.value), _standing(model, slope), HELD if leg.flat else ""]
            return Contribution(leg.name, slope.label, value_words(leg.name, leg.value),
                                value_words(leg.name, leg.typical), points, slope.grade, (slope.source,),
                                " ".join(s for s in said if s))
    adjuster = next(a for a in model.adjusters if a.name == leg.name)
    return Contribution(leg.name, adjuster.label, value_words(leg.name, leg.value),
                        band_words(adjuster, adjuster.typical), points, Grade.JUDGED, adjuster.sources, JUDGED)


def _open(model: SpecialtyModel, inputs: Inputs, names: tuple[str, ...], part: Slope | Adjuster) -> UnknownInput:
    name = _name(part)
    known = model.known((*names, name), 1)
    ends = np.array(_ends(model, part))
    values = {n: np.full(2, inputs.measures.get(n, inputs.adjusters.get(n, np.nan))) for n in names} | {name: ends}
    low, high = np.sort(known.chances(values, values)[:, 0])
    if isinstance(part, Slope):
        shown = [value_words(name, v) for v in ends]
        said = HELD if known.b[0, [s.measure for s in known.slopes].index(name)] <= 0 else _standing(model, part)
        note = f"{shown[0]} against {shown[1]}. {said}".strip()
        return UnknownInput(name, part.label, float(low), float(high), part.grade, note)
    shown = [band_words(part, int(part.band(v))) for v in ends]
    note = f"{shown[0]} against {shown[1]}. {JUDGED}"
    return UnknownInput(name, part.label, float(low), float(high), Grade.JUDGED, note)


def _ends(model: SpecialtyModel, part: Slope | Adjuster) -> tuple[float, float]:
    """Raw values at the 10th and 90th of 100 people; no and yes for a degree; poor and good bands for an adjuster."""
    if isinstance(part, Adjuster):
        return float(part.least[part.quantile_band(POOR)]), float(part.least[part.quantile_band(GOOD)])
    if SCALES[part.measure] is Scale.SHARE:
        return 0.0, 1.0
    low, high = (_quantile(model, part, level) for level in (POOR, GOOD))
    return float(round(low)), float(round(high))  # nobody has half a paper or half a point


def _quantile(model: SpecialtyModel, slope: Slope, level: float) -> float:
    """A quantile of the population, the mixture of the two groups, on the raw scale in the central case."""
    above, below = (float(c[0]) for c in slope.centres(model.rates))
    groups = ((model.rate, NormalDist(above, 1.0)), (1 - model.rate, NormalDist(below, float(slope.spread[0]))))
    low, high = -10.0, 10.0  # guard: in standard deviations, wide of any population
    for _ in range(50):
        middle = (low + high) / 2
        reached = sum(weight * group.cdf(middle) for weight, group in groups)
        low, high = (middle, high) if reached < level else (low, middle)
    return slope.raw(float(slope.centre[0]) + low * slope.sd)


def _typical(model: SpecialtyModel, slope: Slope) -> float:
    """The matched group's published median, else the mean of its scores, else where the model has it."""
    if SCALES[slope.measure] is Scale.SHARE:
        return 0.0
    known = moments(model.specialty, model.applicant_type, slope.measure)
    if known is not None and known.matched.median is not None:
        return known.matched.median
    above = float(slope.centres(model.rates)[0][0])
    centre = slope.raw(float(slope.centre[0]) + above * slope.sd)
    return float(round(centre))


def _standing(model: SpecialtyModel, slope: Slope) -> str:
    """Whose figures a slope rests on, where they are not the specialty's and type's own."""
    if slope.own:
        return ""
    seniors_score = slope.measure == SCORE and model.applicant_type is ApplicantType.US_DO_SENIOR
    return BORROWED if seniors_score or model.applicant_type in BORROWERS else SUPPRESSED


def _outside(slope: Slope, value: float) -> str:
    if slope.low <= value <= slope.high:
        return ""
    where, most, end = ("above", "at most", slope.high) if value > slope.high else ("below", "at least", slope.low)
    return f"It lies {where} every value published or claimed here ({most} {end:.0f}), so it cannot tell us more."


def _name(part: Slope | Adjuster) -> str:
    return part.measure if isinstance(part, Slope) else part.name
