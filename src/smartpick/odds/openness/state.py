"""What the state table says of a kind of seats: the share each applicant type filled, shrunk to the national share.

The state table of the 2026 Match knows states, specialties and levels. Preliminary and categorical seats
that it pools are split by the directory's quotas and by national fills by track.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from smartpick.domain.applicant import ApplicantType
from smartpick.domain.program import TrackKind
from smartpick.facts import load_facts
from smartpick.facts.directory import directory
from smartpick.facts.outcomes import national, state_results
from smartpick.odds.rates import Pool, learn_pool, logit

Array = NDArray[np.float64]
Cell = tuple[float, float]  # (people of the types, seats filled)

LEVEL_OF = {
    TrackKind.CATEGORICAL: "pgy1",
    TrackKind.PRELIMINARY: "pgy1",
    TrackKind.ADVANCED: "pgy2",
    TrackKind.RESERVED: "physician",
}
ONE_YEAR = {
    "internal_medicine": "preliminary_medicine",
    "general_surgery": "preliminary_surgery",
    "pediatrics": "preliminary_pediatrics",
    "obstetrics_gynecology": "preliminary_obstetrics_gynecology",
}
LEAST, MOST = 0.002, 0.98  # guards: a share is never zero or one, absence in one year is no proof

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
    x, n = fills(types).get((specialty, kind), {}).get(state or "", (0.0, 0.0))
    if not n:
        return Share(0.0, 0.0, mean, False)
    posterior = float(pool.weight @ ((pool.mean * pool.size + x) / (pool.size + n)))
    cell = state_results().cell(state or "", specialty, LEVEL_OF[kind])
    nobody = cell is not None and not sum(cell.by_type.get(t, 0) for t in types)
    return Share(x, n, posterior, nobody)


@cache
def national_share(specialty: str, kind: TrackKind, types: tuple[str, ...]) -> float:
    """The share of a kind of seats that these types filled in the whole country in 2026.

    Where the state table has nothing of the specialty (urology), the share over the competitive
    specialties together stands in.
    """
    found = fills(types).get((specialty, kind))
    cells = list(found.values()) if found else _competitive_cells(types)
    people, seats = sum(x for x, _ in cells), sum(n for _, n in cells)
    return min(max(people / seats if seats else LEAST, LEAST), MOST)


def program_base(program_state: str | None, specialty: str, seats: Mapping[TrackKind, float],
                 types: tuple[str, ...]) -> float:
    """Seat-weighted log odds of a program's kinds of seats by its state's shares, drawn to the nation's.

    `seats` holds the program's seats by kind; the weight of the state is `model.openness_state_weight`.
    """
    weight = load_facts().get("model.openness_state_weight").number
    total = sum(seats.values())
    if not total:
        return float(logit(LEAST))
    return sum(q * _base(program_state, specialty, kind, types, weight) for kind, q in seats.items()) / total


@cache
def fills(types: tuple[str, ...]) -> dict[tuple[str, TrackKind], dict[str, Cell]]:
    """By specialty and kind, then state: people of these types and seats filled in 2026, pooled seats split."""
    table, quotas = state_results(), _quotas()
    columns = [table.types.index(t) for t in types]
    counts = table.by_type[:, columns].sum(axis=1)
    found: dict[tuple[str, TrackKind], dict[str, Cell]] = {}
    for state, specialty, level, filled, count in zip(
            table.state.tolist(), table.specialty.tolist(), table.level.tolist(), table.filled.tolist(),
            counts.tolist(), strict=True):
        here = {k: q for k, q in quotas.get((specialty, state), {}).items() if q > 0 and LEVEL_OF[k] == level}
        whole = (float(count), float(filled))
        for kind in (k for k in TrackKind if LEVEL_OF[k] == level):
            if filled:
                cell = _part(kind, here, whole, specialty, types) if len(here) > 1 and kind in here else whole
                found.setdefault((specialty, kind), {})[state] = cell
    return found


def _part(kind: TrackKind, quotas: dict[TrackKind, float], whole: Cell, specialty: str,
          types: tuple[str, ...]) -> Cell:
    """One kind's part of a cell that pools kinds: seats by quota, people by how the types lean nationally."""
    count, filled = whole
    seats = {k: q / sum(quotas.values()) * filled for k, q in quotas.items()}
    lean = {k: seats[k] * _track_share(specialty, k, types) for k in quotas}
    total = sum(lean.values())
    part = lean[kind] / total if total > 0 else seats[kind] / sum(seats.values())
    return min(count * part, seats[kind]), seats[kind]


@cache
def _quotas() -> dict[tuple[str, str], dict[TrackKind, float]]:
    """Seats offered in 2026 by specialty and state, then kind."""
    tracks = directory().tracks
    found: dict[tuple[str, str], dict[TrackKind, float]] = {}
    for specialty, state, kind, quota in zip(tracks.specialty.tolist(), tracks.state.tolist(),
                                             tracks.kind.tolist(), tracks.quota_2026.tolist(), strict=True):
        kinds = found.setdefault((specialty, state), {})
        key = TrackKind(kind)
        kinds[key] = kinds.get(key, 0.0) + max(quota, 0)
    return found


@cache
def _base(state: str | None, specialty: str, kind: TrackKind, types: tuple[str, ...], weight: float) -> float:
    """Log odds of a state's share, drawn towards the national one by `weight`."""
    start = float(logit(national_share(specialty, kind, types)))
    here = float(logit(state_share(state, specialty, kind, types).estimate))
    return start + weight * (here - start)


@cache
def _national(specialty: str, kind: TrackKind, types: tuple[str, ...]) -> tuple[Pool, float]:
    """The pool of state shares and the national share of a kind of seats."""
    mean = national_share(specialty, kind, types)
    pairs = list(fills(types).get((specialty, kind), {}).values())
    return learn_pool(pairs or [(0.0, 1.0)], mean), mean


@cache
def _competitive_cells(types: tuple[str, ...]) -> list[Cell]:
    pool = {cell[0] for cell in load_facts().cells("model.pool")}
    return [c for (specialty, _), cells in fills(types).items() if specialty in pool for c in cells.values()]


@cache
def _track_share(specialty: str, kind: TrackKind, types: tuple[str, ...]) -> float:
    """The types' share of a kind of seats nationally in 2025, among the types listed by kind."""
    name = ONE_YEAR.get(specialty, specialty) if kind is TrackKind.PRELIMINARY else specialty
    label = "preliminary" if kind is TrackKind.PRELIMINARY else "categorical"
    listed = ("us_md_senior", "us_do_senior", "us_img", "non_us_img")
    counts = {t: national().filled(name, t, label, 2025) or 0 for t in {*listed, *types}}
    whole = sum(counts[t] for t in listed)
    return sum(counts[t] for t in types) / whole if whole else 1.0
