"""The fitted slopes of a specialty and type as the run time uses them, with borrowing and the joint covariance.

b solves min (b - R^-1 d)' R (b - R^-1 d) with b >= 0: the two-group discriminant of the known measures
alone, held so that neither a higher score nor one more paper closes a door. R is drawn per draw.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

import numpy as np
from numpy.typing import NDArray

from smartpick.domain.applicant import ApplicantType
from smartpick.domain.chance import LEVEL, Grade
from smartpick.facts import load_facts
from smartpick.facts.fits import load_fit
from smartpick.facts.outcomes import charting
from smartpick.odds.judged import draws
from smartpick.odds.shared import DRAWS, stream
from smartpick.odds.specialty.base_rates import REFERENCE
from smartpick.odds.specialty.groups import SCALES, Scale

Array = NDArray[np.float64]

SCORE = "step2_ck"
RESEARCH = ("publications", "abstracts", "presentations", "outputs", "research")
LABELS = {
    SCORE: "Step 2 CK",
    "publications": "Publications",
    "abstracts": "Abstracts",
    "presentations": "Posters and talks",
    "outputs": "Abstracts, presentations and publications",
    "research": "Research experiences",
    "volunteer": "Volunteer experiences",
    "phd": "PhD",
    "graduate_degree": "Another graduate degree",
}
BORROWERS = tuple(t for t in REFERENCE if t is not ApplicantType.US_DO_SENIOR)  # types without slopes of their own
# Guards of the arithmetic; no shown number rests on them.
SWEEPS = 60  # of the coordinate descent; it settles long before
SETTLED = 1e-8  # standard deviations
FARTHEST = 20.0  # standard deviations beyond the published range: as far as a slope can go on
FLAT = 1e-9  # a squared ratio this near one is no curvature
LEAST_EIGENVALUE = 0.05


@dataclass(frozen=True, slots=True)
class Slope:
    """How one measure parts matched from not matched. Axes (draw,), on the model's scale.

    `difference` is in within-group standard deviations; `centre` is where the people named by `anchor`
    stand; `spread` is the not matched's standard deviation over that of the matched (one: a common one).
    Beyond `low` and `high`, on the raw scale, nothing was published: the central case ends there.
    """

    measure: str
    difference: Array
    centre: Array
    sd: float
    spread: Array
    anchor: str
    low: float
    high: float
    own: bool
    source: str
    year: int

    @property
    def label(self) -> str:
        return LABELS[self.measure]

    @property
    def grade(self) -> Grade:
        """Judged where the specialty's own groups are suppressed or another type's stand in."""
        return Grade.DERIVED if self.own else Grade.JUDGED

    def scaled(self, raw: Array) -> Array:
        """Raw values held inside the published range, on the model's scale."""
        return self._on_scale(np.clip(raw, self.low, self.high))

    def placed(self, raw: Array) -> Array:
        """Raw values in standard deviations from `centre`, on every draw held inside its ends. Axes (draw, person)."""
        value = self._on_scale(np.asarray(raw, dtype=float))
        return self.held((value[None, :] - self.centre[:, None]) / self.sd)

    def held(self, z: Array) -> Array:
        """Places held inside the ends of each draw. Axes (draw, person).

        The central case and half of the draws end where the published range does; in the other half the
        slope goes on, so that a value nobody is known to have had is less sure than one inside.
        """
        low, high = self._on_scale(np.array([self.low, self.high]))
        ends = [(end - self.centre) / self.sd for end in (low, high)]
        if SCALES[self.measure] is not Scale.SHARE:
            on = goes_on(self.centre.size)
            least = -self.centre / self.sd if SCALES[self.measure] is Scale.COUNT else ends[0] - FARTHEST
            ends = [np.where(on, least, ends[0]), np.where(on, ends[1] + FARTHEST, ends[1])]
        held: Array = np.clip(z, ends[0][:, None], ends[1][:, None])
        return held

    def _on_scale(self, raw: Array) -> Array:
        """Raw values on the model's scale; nobody has fewer than none."""
        return np.log1p(np.maximum(raw, 0.0)) if SCALES[self.measure] is Scale.COUNT else raw

    def first(self, count: int) -> Slope:
        """The same with the first draws alone."""
        return replace(self, difference=self.difference[:count], centre=self.centre[:count],
                       spread=self.spread[:count])

    def raw(self, scaled: float) -> float:
        """Back to the raw scale, held inside the published range."""
        value = float(np.expm1(scaled)) if SCALES[self.measure] is Scale.COUNT else scaled
        return min(max(value, self.low), self.high)

    def centres(self, rates: Array) -> tuple[Array, Array]:
        """Group centres (matched, not matched) in standard deviations from `centre`. Axis (draw,)."""
        weight = {"both": rates, "matched": np.ones_like(rates), "not_matched": np.zeros_like(rates)}[self.anchor]
        return (1 - weight) * self.difference, -weight * self.difference


@cache
def slopes(specialty: str, applicant_type: ApplicantType) -> tuple[Slope, ...]:
    """The slopes of a type in a specialty, its own or borrowed; empty where no tables speak of it."""
    own = _fitted(specialty, applicant_type)
    if own or applicant_type not in BORROWERS:
        return own
    return tuple(_borrowed(s, specialty, applicant_type) for s in slopes(specialty, REFERENCE[applicant_type]))


def _fitted(specialty: str, applicant_type: ApplicantType) -> tuple[Slope, ...]:
    fit = load_fit("specialty")
    rows = np.flatnonzero((fit["slope"][:, 0] == applicant_type.value) & (fit["slope"][:, 1] == specialty))
    edition = fit["edition"].astype(np.int64)
    seniors = applicant_type in (ApplicantType.US_MD_SENIOR, ApplicantType.US_DO_SENIOR)
    made = []
    for row in rows:
        measure = str(fit["slope"][row, 2])
        sd = float(fit["sd"][row])
        noise = _normals(f"centre {applicant_type.value} {specialty} {measure}")
        centre = fit["centre"][row].astype(np.float64)[edition] + noise * float(fit["centre_error"][row]) * sd
        low, high = (float(v) for v in fit["range"][row])
        made.append(Slope(measure, fit["difference"][row].astype(np.float64), centre, sd,
                          _not_matched_spread() if seniors and measure == SCORE else np.ones(DRAWS),
                          str(fit["anchor"][row]), low, high, bool(fit["own"][row]), str(fit["source"][row]),
                          int(fit["year"][row])))
    return tuple(sorted(made, key=lambda s: tuple(LABELS).index(s.measure)))


def _borrowed(slope: Slope, specialty: str, applicant_type: ApplicantType) -> Slope:
    """Another type's slope with doubt added to its difference and to where the population stands."""
    facts = load_facts()
    name = f"{applicant_type.value} {specialty} {slope.measure}"
    more = facts.get("model.borrowed_slope").number * _normals(f"borrowed slope {name}")
    place = facts.get("model.borrowed_place").number * slope.sd * _normals(f"borrowed place {name}")
    shift = _score_shift(applicant_type) if slope.measure == SCORE else 0.0
    return replace(slope, difference=slope.difference + more, centre=slope.centre + place + shift, own=False)


def _score_shift(applicant_type: ApplicantType) -> float:
    """Published difference of matched Step 2 CK means over all specialties, in points; zero where unpublished."""
    own = charting().moments("all", applicant_type, SCORE)
    if own is None or own.matched.mean is None:
        return 0.0
    other = charting().moments("all", REFERENCE[applicant_type], SCORE, own.year)
    return 0.0 if other is None or other.matched.mean is None else own.matched.mean - other.matched.mean


@cache
def _not_matched_spread() -> Array:
    return draws(load_facts().get("model.not_matched_spread"), stream("not matched spread"), DRAWS, level=LEVEL,
                 log_scale=True)


@cache
def correlations(measures: tuple[str, ...]) -> Array:
    """Joint correlation of measures within a group, judged, drawn. Axes (draw, measure, measure).

    Blocks: the research outputs with one another, Step 2 CK with them, everything else weakly with all.
    Always positive definite: where a draw comes too near its edge it is pulled towards independence.
    """
    facts = load_facts()

    def of(key: str) -> Array:
        return draws(facts.get(key), stream(key), DRAWS, level=LEVEL, bounds=(0.0, 0.9))

    block, score, other = (of(f"model.{k}") for k in ("correlation_research", "measure_correlation",
                                                      "correlation_other"))
    size = len(measures)
    made = np.tile(np.eye(size), (DRAWS, 1, 1))
    for i, one in enumerate(measures):
        for j, two in enumerate(measures[:i]):
            both = (one in RESEARCH, two in RESEARCH)
            value = block if all(both) else score if any(both) and SCORE in (one, two) else other
            made[:, i, j] = made[:, j, i] = value
    smallest = np.linalg.eigvalsh(made)[:, 0]
    lacking = np.maximum(LEAST_EIGENVALUE - smallest, 0.0)
    pull = (lacking / (lacking + 1 - LEAST_EIGENVALUE))[:, None, None]
    result: Array = (1 - pull) * made + pull * np.eye(size)
    return result


def discriminant(differences: Array, correlation: Array) -> Array:
    """b of every draw with all measures known. Axes (draw, measure)."""
    every = np.ones((1, differences.shape[1]), dtype=bool)
    found: Array = discriminants(differences, correlation, every)[0]
    return found


def discriminants(differences: Array, correlation: Array, sets: NDArray[np.bool_]) -> Array:
    """b of every draw for sets of known measures, by coordinate descent, none below zero.

    `differences` (draw, measure), `correlation` (draw, measure, measure), `sets` (set, measure); the
    measures outside a set have b zero. Axes (set, draw, measure).
    """
    known = sets.T[:, :, None]
    goal = differences.T[:, None, :]
    b = np.where(known, np.maximum(goal, 0.0), 0.0)  # measure first: whole rows are worked on
    with_others = np.ascontiguousarray(correlation.transpose(1, 2, 0))
    for _ in range(SWEEPS):
        moved = 0.0
        for k in range(len(b)):
            others = np.einsum("jd,jsd->sd", with_others[k], b) - b[k]
            new = np.where(known[k], np.maximum(goal[k] - others, 0.0), 0.0)
            moved = max(moved, float(np.abs(new - b[k]).max()))
            b[k] = new
        if moved < SETTLED:
            break
    return b.transpose(1, 2, 0)


def shape(slope: Slope, rates: Array, z: Array) -> Array:
    """Log odds of a measure at z up to its coefficient: z itself, or a curve where the spreads differ. (draw, person).

    Unequal spreads make the log likelihood ratio quadratic; beyond its turning point it is held, so
    that it only rises.
    """
    if np.all(slope.spread == 1.0):
        return z
    above, below = (c[:, None] for c in slope.centres(rates))
    square = (slope.spread**2)[:, None]
    curved = np.abs(square - 1) > FLAT
    turn = (square * above - below) / np.where(curved, square - 1, 1.0)
    held = np.where(square > 1, np.minimum(z, turn), np.maximum(z, turn))
    ratio = ((held - below) ** 2 / square - (held - above) ** 2) / 2
    return np.where(curved, ratio, z)


def coefficient(slope: Slope, b: Array) -> Array:
    """What a shape is multiplied by: b, or b / d for a curve, what the other known measures leave of it.

    The last axis of `b` is (draw,).
    """
    if np.all(slope.spread == 1.0):
        return b
    rising = slope.difference > 0
    left = np.where(rising, b / np.where(rising, slope.difference, 1.0), 0.0)
    return np.where(np.abs(slope.spread**2 - 1) > FLAT, left, b)


def binding(known: Sequence[Slope]) -> tuple[str, ...]:
    """Measures whose slope is held at zero in the central case, known all together."""
    if not known:
        return ()
    d = np.stack([s.difference for s in known], axis=1)
    b = discriminant(d, correlations(tuple(s.measure for s in known)))
    return tuple(s.measure for s, held in zip(known, b[0], strict=True) if held <= 0.0)


@cache
def goes_on(count: int) -> NDArray[np.bool_]:
    """In which of the first draws a slope goes on beyond the published range: half of them, never the central."""
    half = np.arange(DRAWS - 1) % 2 == 1
    found: NDArray[np.bool_] = np.concatenate([[False], stream("beyond the published range").permutation(half)])[:count]
    return found


def _normals(name: str) -> Array:
    drawn = stream(name).standard_normal(DRAWS)
    drawn[0] = 0.0
    return drawn
