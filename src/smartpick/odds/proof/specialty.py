"""Checks of the specialty chance: specialties left out in turn, averages that are the rate, order, one known band."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from math import sqrt

import numpy as np
from numpy.typing import NDArray

from smartpick.domain.applicant import ApplicantType
from smartpick.domain.chance import LEVEL
from smartpick.domain.proof import Check, ProofGroup
from smartpick.facts.fits import load_fit
from smartpick.facts.specialties import specialties
from smartpick.odds.proof import base_rates
from smartpick.odds.proof.base_rates import coverage
from smartpick.odds.rates import expit, z_of
from smartpick.odds.shared import stream
from smartpick.odds.specialty import pooling
from smartpick.odds.specialty.known import population_lifts, unsolved
from smartpick.odds.specialty.model import SpecialtyModel, specialty_model
from smartpick.odds.specialty.published import MEASURES, REPORTED_ONLY, cells, editions
from smartpick.odds.specialty.slopes import LABELS, SCORE, Slope, binding, correlations, discriminant

Array = NDArray[np.float64]

CELLS = 150  # at least so many
POINT = 0.01  # the bound of averages
WIDTH = 0.20  # the bound of the median band
PROFILE = (SCORE, "publications", "abstracts", "presentations", "outputs")  # the measures a profile can know
SCORES = tuple(range(215, 276, 5))  # where that band is read
# How much is sampled here; no shown chance rests on it.
PEOPLE = 6000
FEW_DRAWS = 2
KNOWN = 0.5  # share of inputs known in a random set
EXAMPLES = (("internal_medicine", ApplicantType.NON_US_IMG), ("anesthesiology", ApplicantType.US_DO_SENIOR),
            ("emergency_medicine", ApplicantType.US_MD_GRADUATE), ("orthopaedic_surgery", ApplicantType.US_MD_SENIOR))
GRID = 9
SEED = 20261122
WORSE_UPWARDS = ("needs_visa", "failed_attempts", "years_since_graduation", "earlier_matches")


def checks() -> tuple[Check, ...]:
    """Every check of rates and slopes, from shipped tables."""
    return (*_slopes(), *base_rates.checks(), _average(), _order(), _visa(), _binding(SCORE), _binding_others(),
            _orthopaedics())


def _slopes() -> tuple[Check, ...]:
    """Each specialty's differences predicted from all other specialties, as if its groups were suppressed."""
    every = _left_out(tuple(MEASURES))
    imgs = _left_out((ApplicantType.NON_US_IMG,))
    error = sqrt(float(np.mean([miss**2 for miss, _, _ in every])))
    none = sqrt(float(np.mean([own**2 for _, _, own in every])))
    return (
        coverage("slopes.left_out.coverage", ProofGroup.SLOPES,
                  "Differences of matched and not matched, each specialty left out: 90% intervals hold", _held(every),
                  CELLS),
        coverage("slopes.left_out.coverage_non_us_img", ProofGroup.SLOPES,
                  "The same, non-US IMGs alone", _held(imgs), CELLS),
        Check("slopes.left_out.error", ProofGroup.SLOPES,
              "Differences, each specialty left out: root mean squared error", f"{error:.2f} SD",
              f"below {none:.2f} SD, that of no difference", error < none,
              note="Work experience is among the cells and in no chance: it is negative in most specialties."),
    )


@cache
def _left_out(types: tuple[ApplicantType, ...]) -> tuple[tuple[float, float, float], ...]:
    """(error, predictive SD, observed difference) over specialty x measure x edition cells."""
    found: list[tuple[float, float, float]] = []
    for kind in types:
        more = REPORTED_ONLY if kind is ApplicantType.NON_US_IMG else ()
        for measure in (*MEASURES[kind], *more):
            for year in editions(kind, measure):
                seen = [c.observed for c in cells(kind, measure, year)]
                found += [(miss, spread, c.difference) for (miss, spread), c in
                          zip(pooling.left_out(seen), seen, strict=True)]
    return tuple(found)


def _held(rows: tuple[tuple[float, float, float], ...]) -> list[bool]:
    return [abs(miss) <= z_of(LEVEL) * spread for miss, spread, _ in rows]


def _models() -> Iterator[SpecialtyModel]:
    for kind, specialty in load_fit("specialty")["rate"]:
        model = specialty_model(str(specialty), ApplicantType(str(kind)))
        if model is not None:
            yield model


def _average() -> Check:
    """The average chance over a fresh random population against the drawn rate, for several sets of inputs.

    All inputs and measures alone on two draws; for the examples some inputs at random on every draw.
    """
    rng, worst, where, count = stream("proof average"), 0.0, "", 0
    for model in _models():
        sets: list[tuple[tuple[str, ...], int | None]] = [
            (names, FEW_DRAWS) for names in {model.names, tuple(s.measure for s in model.slopes)} - {()}]
        if (model.specialty, model.applicant_type) in EXAMPLES:
            sets += [(tuple(n for n in model.names if rng.random() < KNOWN) or model.names, None) for _ in range(2)]
        for names, draws in sets:
            known = model.known(names, draws)
            lifts, weights = population_lifts(known, PEOPLE if draws else PEOPLE // 3, SEED)
            gap = float(np.abs((weights * expit(known.intercept[:, None] + lifts)).sum(axis=1) - known.rates).max())
            worst, where, count = max((worst, where, count + 1), (gap, _name(model), count + 1))
    return Check("rates.average", ProofGroup.RATES,
                 f"Average chance over the population against the rate, {count} models and sets of inputs",
                 f"at most {100 * worst:.2f} points apart", "within 1 point", worst <= POINT,
                 note=f"Largest in {where}.")


def _order() -> Check:
    """No model's chance falls with a measure or a better band, on a grid over the published range, on all draws."""
    wrong, count = [], 0
    for model in _models():
        known = unsolved(model.slopes, model.adjusters, model.rates)
        grids = {s.measure: np.linspace(s.low, s.high, GRID) for s in model.slopes}
        grids |= {a.name: np.linspace(0, float(a.least[-1]) + 1, GRID) for a in model.adjusters}
        for name, part in known.parts(grids, grids).items():
            steps = np.diff(part, axis=1) * (-1 if name in WORSE_UPWARDS else 1)
            count += 1
            if (steps < -1e-9).any():  # guard: the arithmetic's own noise
                wrong.append(f"{_name(model)}: {name}")
    return Check("order.inputs", ProofGroup.ORDER,
                 f"More of what helps never lowers a chance, {count} inputs of all models",
                 f"{len(wrong)} out of order", "none", not wrong, note="; ".join(wrong[:5]))


def _visa() -> Check:
    """Needing a visa never raises a chance, on all draws."""
    highest = max(float(a.change[:, 1:].max()) for m in _models() for a in m.adjusters if a.name == "needs_visa")
    return Check("order.visa", ProofGroup.ORDER, "Needing a visa never raises a chance: largest change in log odds",
                 f"{highest:.3f}", "at most 0", highest <= 0.0)


def _binding(measure: str) -> Check:
    """Where a measure is held at no effect in the central case, alone or beside what a profile can know."""
    alone, beside, near = [], [], []
    for model in _models():
        known = [s for s in model.slopes if s.measure in PROFILE]
        own = [s for s in known if s.measure == measure]
        if not own or model.applicant_type not in MEASURES:
            continue
        if measure in binding(own):
            alone.append(_name(model))
        if measure in binding(known):
            beside.append(_name(model))
        often = max(_share_held(measure, own), _share_held(measure, known))
        if often > (1 - LEVEL) / 2 and _name(model) not in (*alone, *beside):
            near.append(_name(model))
    said = (f"alone: {', '.join(sorted(alone)) or 'nowhere'}; with papers, abstracts and talks known: "
            f"{', '.join(sorted(beside)) or 'nowhere'}")
    return Check(f"order.held.{measure}", ProofGroup.ORDER, f"{LABELS[measure]} held at no effect", said,
                 "no bound", None,
                 note="There a higher score moves no chance; it never counts against. "
                      + (f"In more than one draw of twenty: {', '.join(sorted(near))}." if near else ""))


def _share_held(measure: str, known: list[Slope]) -> float:
    """Share of draws in which a measure known with these is held at no effect."""
    d = np.stack([s.difference for s in known], axis=1)
    b = discriminant(d, correlations(tuple(s.measure for s in known)))
    return float(np.mean(b[:, [s.measure for s in known].index(measure)] <= 0.0))


def _binding_others() -> Check:
    """How often the other measures are held at no effect, all known together."""
    counts: dict[str, int] = {}
    total = 0
    for model in _models():
        if model.applicant_type in MEASURES and model.slopes:
            total += 1
            for measure in binding(model.slopes):
                counts[measure] = counts.get(measure, 0) + 1
    said = ", ".join(f"{LABELS[m]} {n}" for m, n in sorted(counts.items(), key=lambda kv: -kv[1]))
    return Check("order.held.together", ProofGroup.ORDER,
                 f"Measures held at no effect, all known together, of {total} models", said, "no bound", None,
                 note="Papers, abstracts and posters tell much the same story: beside the strongest, the others add "
                      "little.")


def _orthopaedics() -> Check:
    """Width of the 90% band of a US MD senior's chance in Orthopaedic Surgery by Step 2 CK."""
    model = specialty_model("orthopaedic_surgery", ApplicantType.US_MD_SENIOR)
    assert model is not None
    drawn = model.certified_many({SCORE: np.array(SCORES, dtype=float)}, {})
    low, high = np.quantile(drawn, ((1 - LEVEL) / 2, (1 + LEVEL) / 2), axis=1)
    median = float(np.median(high - low))
    shown = "; ".join(f"{s}: {100 * a:.0f}–{100 * b:.0f}%" for s, a, b in
                      zip(SCORES[2::2], low[2::2], high[2::2], strict=True))
    return Check("slopes.orthopaedics.width", ProofGroup.SLOPES,
                 "US MD seniors in Orthopaedic Surgery by Step 2 CK: median width of the 90% band", f"{median:.2f}",
                 f"at most {WIDTH:.2f}", median <= WIDTH, note=f"From published summaries alone: {shown}.")


def _name(model: SpecialtyModel) -> str:
    return f"{specialties().get(model.specialty).name} ({model.applicant_type.value})"
