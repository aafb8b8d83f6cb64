"""How open a program is to a type of applicant, from public figures: state share and fills (model 2, first form).

No public table says who fills a single program. The state table says, for every state and
specialty, how many seats each type filled in 2026: that share, shrunk to the national one, is
the start; fill history moves it by coefficients fitted offline. Preliminary and categorical
seats that the table pools are split by the directory's quotas and national fills by track.
Every value is an estimate ("state share only") and is shown as one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from math import log1p

import numpy as np
from numpy.typing import NDArray

from smartpick.domain.applicant import ApplicantType
from smartpick.domain.chance import LEVEL
from smartpick.domain.program import Program, Track, TrackKind
from smartpick.facts import load_facts
from smartpick.facts.directory import directory
from smartpick.facts.outcomes import StateCell, national, state_results
from smartpick.odds.rates import Pool, expit, learn_pool, logit

Array = NDArray[np.float64]

LEVEL_OF = {TrackKind.CATEGORICAL: "pgy1", TrackKind.PRELIMINARY: "pgy1", TrackKind.ADVANCED: "pgy2"}
ONE_YEAR = {"internal_medicine": "preliminary_medicine", "general_surgery": "preliminary_surgery",
            "pediatrics": "preliminary_pediatrics",
            "obstetrics_gynecology": "preliminary_obstetrics_gynecology"}
SHARE_DRAWS = 4000
RESEARCH = re.compile(r"research|scien|investig", re.IGNORECASE)
LEAST = 0.002  # a share is never zero: absence in one year is no proof

TYPE_CELLS = {
    ApplicantType.NON_US_IMG: ("non_us_img",),
    ApplicantType.US_IMG: ("us_img",),
    ApplicantType.US_MD_SENIOR: ("us_md_senior",),
    ApplicantType.US_DO_SENIOR: ("us_do_senior",),
    ApplicantType.US_MD_GRADUATE: ("us_md_graduate",),
    ApplicantType.US_DO_GRADUATE: ("us_do_graduate",),
}
ANY_IMG = ("us_img", "non_us_img")


@dataclass(frozen=True, slots=True)
class Share:
    """What the state table says of one state and kind of seats: people of the type among those filled."""

    filled: float  # by the type, after splitting pooled seats
    of: float
    estimate: float  # shrunk to the national share
    measured_zero: bool  # nobody of the type in the whole state in 2026, pooled kinds included


@cache
def state_share(state: str | None, specialty: str, kind: TrackKind, types: tuple[str, ...]) -> Share:
    """The share of a state's seats of a kind filled by these types, shrunk to the national share.

    A state the table does not have, or an unknown place, gets the national share.
    """
    pool, mean = _national(specialty, kind, types)
    cell = None if state is None else state_results().cell(state, specialty, LEVEL_OF[kind])
    if cell is None or cell.filled == 0:
        return Share(0.0, 0.0, mean, False)
    count = sum(cell.by_type.get(t, 0) for t in types)
    x, n = _split(cell, count, state, specialty, kind, types)
    posterior = float(pool.weight @ ((pool.mean * pool.size + x) / (pool.size + n)))
    return Share(x, n, posterior, count == 0)


def program_shares(
    programs: tuple[Program, ...], kinds: tuple[TrackKind, ...], types: tuple[str, ...]
) -> Array:
    """Expected share of each program's seats filled by these types. Axis (program,).

    log odds = national + w (state - national) + sum of b (feature - specialty mean), with the
    coefficients of tools/fit_openness.py. They were fitted on IMGs; for other types the state's
    share stands alone.
    """
    facts = load_facts()
    weight = facts.get("model.openness_state_weight").number
    base = np.array([_program_base(p, kinds, types, weight) for p in programs])
    if not programs or not set(types) <= set(ANY_IMG):  # fitted on IMGs, so it speaks of IMGs alone
        return np.clip(expit(base), LEAST, 0.98)
    lift = sum(facts.get(f"model.{name}").number * column
               for name, column in features(programs, kinds).items())
    return np.clip(expit(base + lift), LEAST, 0.98)


@dataclass(frozen=True, slots=True)
class Openness:
    """Expected shares of a specialty's programs. Axis (program,); `low` and `high` bound a single program."""

    programs: tuple[Program, ...]
    share: Array
    low: Array
    high: Array
    img_record: Array  # chance of any IMG within the usual years
    seats: Array
    j1: Array  # chance that the program sponsors the J-1
    h1b: Array
    either: Array
    visa_evidence: NDArray[np.bool_]  # the user knows the answer


@cache
def openness(specialty: str, kinds: tuple[TrackKind, ...], types: tuple[str, ...]) -> Openness:
    """All programs of a specialty with seats of these kinds, and how open they are to these types.

    The interval is that of a beta with the concentration that single programs were found to have
    around this estimate: programs of one state differ a great deal.
    """
    facts = load_facts()
    programs = directory().programs(specialty=specialty, kinds=kinds)
    share = program_shares(programs, kinds, types)
    grid, lows, highs = _spread_of_programs()
    low, high = np.interp(share, grid, lows), np.interp(share, grid, highs)
    seats = np.array([max(p.seats(*kinds), 1) for p in programs], dtype=float)
    record = record_chance(program_shares(programs, kinds, ANY_IMG), seats,
                           facts.get("model.history_years").number)
    j1, h1b = (np.full(len(programs), facts.get("model.sponsor_share", v).number) for v in ("j1", "h1b"))
    return Openness(programs, share, np.minimum(low, share), np.maximum(high, share), record, seats, j1, h1b,
                    np.maximum(j1, h1b), np.zeros(len(programs), dtype=bool))


def features(programs: tuple[Program, ...], kinds: tuple[TrackKind, ...]) -> dict[str, Array]:
    """What moves a program from its state's share, each minus its mean over the specialty. Axis (program,).

    Unfilled seats in earlier Matches and in 2026; how many of the most competitive specialties the
    institution trains (a large referral hospital), once for all and once more for Internal
    Medicine; and whether a track of the program is named after research.
    """
    breadth = np.array([log1p(_competitive(p)) for p in programs])
    medicine = np.array([p.specialty == "internal_medicine" for p in programs], dtype=float)
    research = np.array([any(RESEARCH.search(t.name) for t in p.tracks) for p in programs], dtype=float)
    return {
        "openness_unfilled_history": _centred(np.array([_unfilled(p, kinds, past=True) for p in programs])),
        "openness_unfilled_2026": _centred(np.array([_unfilled(p, kinds, past=False) for p in programs])),
        "openness_breadth": _centred(breadth),
        "openness_breadth_medicine": _centred(breadth) * medicine,
        "openness_research_track": _centred(research),
    }


def _competitive(program: Program) -> int:
    """Other specialties of the competitive pool trained at the program's institution."""
    return len(_competitive_at(program.institution_id) - {program.specialty})


@cache
def _competitive_at(institution_id: str) -> frozenset[str]:
    pool = {cell[0] for cell in load_facts().cells("model.pool")}
    return frozenset(p.specialty for p in directory().institution_programs(institution_id)) & pool


@cache
def _spread_of_programs() -> tuple[Array, Array, Array]:
    """The 5 and 95 % points of single programs for expected shares on a grid, drawn once."""
    concentration = load_facts().get("model.openness_concentration").number
    grid = expit(np.linspace(float(logit(LEAST)), float(logit(0.98)), 60))
    drawn = np.random.default_rng(SHARE_DRAWS).beta(
        grid[:, None] * concentration, (1 - grid[:, None]) * concentration, (grid.size, SHARE_DRAWS))
    tail = (1 - LEVEL) / 2
    low, high = np.quantile(drawn, (tail, 1 - tail), axis=1)
    return grid, low, high


def record_chance(share: Array, seats: Array, years: float) -> Array:
    """Chance that a program of this expected share took anyone of the type within `years`. Axis (program,)."""
    concentration = load_facts().get("model.openness_concentration").number
    alpha, beta = share * concentration, (1 - share) * concentration
    none = np.ones_like(share)
    for place in range(int(np.max(seats, initial=0) * years)):
        step = (beta + place) / (alpha + beta + place)
        none = np.where(place < seats * years, none * step, none)
    return 1 - none


def _program_base(
    program: Program, kinds: tuple[TrackKind, ...], types: tuple[str, ...], weight: float
) -> float:
    """Seat-weighted log odds over the program's kinds."""
    total, seats = 0.0, 0.0
    for kind in kinds:
        quota = float(program.seats(kind)) or (1.0 if any(t.kind is kind for t in program.tracks) else 0.0)
        if quota:
            total += quota * _base(program.state, program.specialty, kind, types, weight)
            seats += quota
    return total / seats if seats else float(logit(LEAST))


@cache
def _base(
    state: str | None, specialty: str, kind: TrackKind, types: tuple[str, ...], weight: float
) -> float:
    """Log odds of a state's share, drawn towards the national one by `weight`."""
    start = float(logit(_national(specialty, kind, types)[1]))
    here = float(logit(state_share(state, specialty, kind, types).estimate))
    return start + weight * (here - start)


@cache
def _national(specialty: str, kind: TrackKind, types: tuple[str, ...]) -> tuple[Pool, float]:
    """The pool of state shares and the national share of a kind of seats."""
    table = state_results()
    pairs: list[tuple[float, float]] = []
    for state in sorted(set(table.state.tolist())):
        cell = table.cell(state, specialty, LEVEL_OF[kind])
        if cell is not None and cell.filled:
            count = sum(cell.by_type.get(t, 0) for t in types)
            pairs.append(_split(cell, count, state, specialty, kind, types))
    people, seats = sum(x for x, _ in pairs), sum(n for _, n in pairs)
    mean = min(max(people / seats if seats else LEAST, LEAST), 0.98)
    return learn_pool(pairs or [(0.0, 1.0)], mean), mean


def _split(
    cell: StateCell, count: int, state: str | None, specialty: str, kind: TrackKind, types: tuple[str, ...]
) -> tuple[float, float]:
    """(people of the types, seats filled) of one kind within a cell that may pool two kinds."""
    quotas = _quotas(specialty).get(state or "", {})
    pooled = [k for k in quotas if LEVEL_OF.get(k) == LEVEL_OF[kind] and quotas[k] > 0]
    if len(pooled) < 2 or kind not in pooled:
        return float(count), float(cell.filled)
    seats = {k: quotas[k] / sum(quotas[p] for p in pooled) * cell.filled for k in pooled}
    lean = {k: seats[k] * _track_share(specialty, k, types) for k in pooled}
    whole = sum(lean.values())
    part = lean[kind] / whole if whole > 0 else seats[kind] / sum(seats.values())
    return min(count * part, seats[kind]), seats[kind]


@cache
def _quotas(specialty: str) -> dict[str, dict[TrackKind, float]]:
    """Seats offered in 2026 by state and kind."""
    found: dict[str, dict[TrackKind, float]] = {}
    for program in directory().programs(specialty=specialty):
        kinds = found.setdefault(program.state or "", {})
        for track in program.tracks:
            kinds[track.kind] = kinds.get(track.kind, 0.0) + (track.quota_2026 or 0)
    return found


@cache
def _track_share(specialty: str, kind: TrackKind, types: tuple[str, ...]) -> float:
    """The types' share of a kind of seats nationally in 2025, among the types listed by kind."""
    name = ONE_YEAR.get(specialty, specialty) if kind is TrackKind.PRELIMINARY else specialty
    label = "preliminary" if kind is TrackKind.PRELIMINARY else "categorical"
    listed = ("us_md_senior", "us_do_senior", "us_img", "non_us_img")
    counts = {t: national().filled(name, t, label, 2025) or 0 for t in {*listed, *types}}
    whole = sum(counts[t] for t in listed)
    return sum(counts[t] for t in types) / whole if whole else 1.0


def _unfilled(program: Program, kinds: tuple[TrackKind, ...], *, past: bool) -> float:
    """Share of seats left open, in earlier years or in 2026; NaN where nothing is known."""
    offered = filled = 0
    for track in program.tracks:
        if track.kind in kinds:
            for q, f in _years(track) if past else ((track.quota_2026, track.filled_2026),):
                if q and f is not None:
                    offered, filled = offered + q, filled + f
    return 1 - filled / offered if offered else float("nan")


def _years(track: Track) -> tuple[tuple[int, int | None], ...]:
    fills = dict(track.fills)
    return tuple((quota, fills.get(year)) for year, quota in track.quotas if year < 2026)


def _centred(values: Array) -> Array:
    """Differences from the mean of what is known; unknown counts as the mean."""
    known = values[~np.isnan(values)]
    mean = float(known.mean()) if known.size else 0.0
    centred: Array = np.where(np.isnan(values), 0.0, values - mean)
    return centred
