"""Public features of every program that carry how open it is: state fills, history, size, institution, town.

Nothing here is reported by programs: all of it is computed from the shipped directory and state table.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from smartpick.domain.program import TrackKind
from smartpick.facts import load_facts
from smartpick.facts.directory import directory
from smartpick.facts.outcomes import state_results
from smartpick.facts.specialties import specialties
from smartpick.odds.openness.places import hosts, institutions, name_marks, neighbours, specialty_counts
from smartpick.odds.openness.state import ANY_IMG, fills, national_share
from smartpick.odds.rates import logit

Array = NDArray[np.float64]
Rows = NDArray[np.int64]

NON_US, US_DO = ("non_us_img",), ("us_do_senior", "us_do_graduate")
TYPES = {"non_us_img": NON_US, "img": ANY_IMG, "do": US_DO}
MAIN = ((TrackKind.CATEGORICAL, TrackKind.ADVANCED), (TrackKind.PRELIMINARY,), (TrackKind.RESERVED,))
RESEARCH = re.compile(r"research|scien|investig", re.IGNORECASE)
RURAL = re.compile(r"rural|\bRTT", re.IGNORECASE)
HALF = 0.5  # added to counts before log odds, so that none and all stay finite


@dataclass(frozen=True, slots=True)
class Features:
    """`values` axes (program, feature), NaN where unknown; other arrays have the axis (program,).

    Programs stand in the order of the directory's ProgramColumns. `seats` are those of the program's
    main kinds, `residents` about how many people train in it at one time.
    """

    names: tuple[str, ...]
    values: Array
    specialty: NDArray[np.str_]
    state: NDArray[np.str_]
    institution: NDArray[np.int64]
    seats: Array
    residents: Array


@cache
def program_features(*, own: bool = True) -> Features:
    """The features of all programs. `own=False` takes a program's own seats out of its state's cell (for checks)."""
    columns, inst = directory().program_columns, institutions()
    main = _main_tracks()
    seats = _sum(np.maximum(directory().tracks.quota_2026, 0) * main)
    parts = {**_state_parts(main, own=own), **_history_parts(main, inst.total(np.maximum(seats, 1.0))),
             **_institution_parts(), **_track_parts()}
    parts["log_seats"] = np.log(np.where(seats > 0, seats, np.nan))
    parts["competitive_medicine"] = parts["competitive"] * (columns.specialty == "internal_medicine")
    parts["competitive_size"] = parts["competitive"] * np.nan_to_num(parts["log_seats"], nan=1.5)
    programs = np.log(inst.programs)[inst.of]
    parts["family_programs"] = programs * (columns.specialty == "family_medicine")
    parts["medicine_programs"] = programs * (columns.specialty == "internal_medicine")
    parts["programs"], parts["programs_squared"] = programs, (programs - 2.0) ** 2  # near the mean
    parts["national_programs"] = (parts["national_non_us_img"] + 2.5) * (programs - 2.0)
    parts["institution_do_state"] = inst.mean(parts["state_do"])
    parts["institution_national"] = inst.mean(parts["national_non_us_img"])
    names = tuple(sorted(parts))
    return Features(names, np.column_stack([parts[n] for n in names]), columns.specialty, columns.state,
                    inst.of, seats, _residents(seats, columns.specialty))


def _main_tracks() -> NDArray[np.bool_]:
    """Tracks of a program's main kinds: full training, else the one year it offers, else reserved seats."""
    tracks = directory().tracks
    rank = np.select([np.isin(tracks.kind, [k.value for k in kinds]) for kinds in MAIN], range(len(MAIN)))
    best = np.full(directory().program_columns.program_id.size, len(MAIN))
    np.minimum.at(best, tracks.program, rank)
    chosen: NDArray[np.bool_] = rank == best[tracks.program]
    return chosen


def _state_parts(main: NDArray[np.bool_], *, own: bool) -> dict[str, Array]:
    """National and state shares of a program's seats, in log odds, and how the state stands in all specialties."""
    tracks, strength = directory().tracks, load_facts().get("model.openness_state_strength").number
    rows = np.flatnonzero(main)
    weight = np.maximum(tracks.quota_2026[rows], 1).astype(float)
    keys = list(zip(tracks.specialty[rows].tolist(), (TrackKind(k) for k in tracks.kind[rows].tolist()),
                    tracks.state[rows].tolist(), strict=True))
    total: Array = np.bincount(tracks.program[rows], weight, minlength=_programs()).astype(float)
    state_of = directory().program_columns.state
    parts: dict[str, Array] = {}
    for name, types in TYPES.items():
        table = fills(types)
        nation = np.array([national_share(s, k, types) for s, k, _ in keys])
        cells = np.array([table.get((s, k), {}).get(state, (0.0, 0.0)) for s, k, state in keys])
        if not own:
            cells *= np.maximum(1 - weight / np.maximum(cells[:, 1], 1.0), 0.0)[:, None]
        here = (cells[:, 0] + strength * nation) / (cells[:, 1] + strength)
        parts[f"national_{name}"] = _mean(logit(nation), weight, tracks.program[rows], total)
        parts[f"state_{name}"] = _mean(logit(here) - logit(nation), weight, tracks.program[rows], total)
        excess = _state_excess(types, strength)
        parts[f"excess_{name}"] = np.array([excess.get(s, 0.0) for s in state_of.tolist()])
    return parts


def _state_excess(types: tuple[str, ...], strength: float) -> dict[str, float]:
    """A state's share over all specialties against the nation's for the same mix of seats, in log odds."""
    seen: dict[str, list[float]] = {}
    for (specialty, kind), cells in fills(types).items():
        nation = national_share(specialty, kind, types)
        for state, (x, n) in cells.items():
            sums = seen.setdefault(state, [0.0, 0.0, 0.0])
            sums[0], sums[1], sums[2] = sums[0] + x, sums[1] + n * nation, sums[2] + n
    assert set(seen) <= set(state_results().state.tolist())
    return {state: float(logit((x + strength * e / n) / (n + strength)) - logit(e / n))
            for state, (x, e, n) in seen.items()}


def _history_parts(main: NDArray[np.bool_], institution_seats: Array) -> dict[str, Array]:
    """Seats left open, in earlier years and in 2026, and how new the program and its institution are."""
    tracks, past, inst = directory().tracks, directory().history, institutions()
    offered, filled = _sum(past.past_offered * main), _sum(past.past_filled * main)
    known = (tracks.quota_2026 > 0) & (tracks.filled_2026 >= 0) & main
    offered_now, filled_now = _sum(tracks.quota_2026 * known), _sum(tracks.filled_2026 * known)
    seen = np.where(past.first_seen < 0, 3000, past.first_seen)
    first = _least(np.where(main, seen, 3000))
    oldest = np.full(inst.ids.size, 3000)
    np.minimum.at(oldest, inst.of, _least(seen))
    all_past = inst.total(_sum(past.past_offered)), inst.total(_sum(past.past_filled))
    joined = (first > 2015) & (first <= 2020)
    return {
        "history_known": (offered > 0).astype(float),
        "unfilled_history": _open_seats(offered, filled),
        "unfilled_2026": _open_seats(offered_now, filled_now),
        "institution_unfilled": _open_seats(*all_past),
        "new_2015_2017": ((first > 2014) & (first <= 2017)).astype(float),
        "new_2018_2020": ((first > 2017) & (first <= 2020)).astype(float),
        "new_2021": ((first > 2020) & (first < 3000)).astype(float),
        "institution_joined": inst.mean(joined.astype(float)),
        "institution_new": ((oldest > 2015) & (oldest < 3000)).astype(float)[inst.of],
        "institution_2021": inst.mean(((first > 2020) & (first < 3000)).astype(float)),
        "unfilled_share": _open_share(offered, filled),
        "unfilled_share_2026": _open_share(offered_now, filled_now),
        "institution_seats": np.log(institution_seats),
    }


def _institution_parts() -> dict[str, Array]:
    """Breadth of the institution, words of its name, its web address and its town."""
    inst, people = institutions(), directory().program_columns.city_population
    trained, competitive = specialty_counts()
    academic = np.char.endswith(hosts(), ".edu").astype(float)
    commercial = np.char.endswith(hosts(), ".com") | np.char.endswith(hosts(), ".net")
    return {
        "specialties": np.log(trained),
        "competitive": np.log1p(competitive),
        "alone": (inst.programs == 1).astype(float)[inst.of],
        "edu": academic,
        "institution_edu": inst.mean(academic),
        "com": commercial.astype(float),
        "town": np.log(np.where(people > 0, people, np.nan)),
        "neighbours": neighbours(),
        "north": directory().history.program_place[:, 0],
        "east": directory().history.program_place[:, 1],
        "website_known": (hosts() != "").astype(float),
        **name_marks(),
    }


def _track_parts() -> dict[str, Array]:
    """What kinds of tracks a program has, and how many."""
    tracks, names = directory().tracks, directory().history.name
    texts, of = np.unique(names, return_inverse=True)
    marks = {key: np.array([words.search(t) is not None for t in texts.tolist()])[of]
             for key, words in (("research_track", RESEARCH), ("rural_track", RURAL))}
    for kind in (TrackKind.PRELIMINARY, TrackKind.RESERVED):
        marks[f"{kind.value}_track"] = tracks.kind == kind.value
    marks["primary_care_track"] = tracks.primary_care
    found = {key: (_sum(mark) > 0).astype(float) for key, mark in marks.items()}
    full = _sum(np.isin(tracks.kind, [k.value for k in MAIN[0]]))
    return {**found, "no_full_training": (full == 0).astype(float),
            "tracks": np.log(np.maximum(_sum(np.ones(tracks.kind.size)), 1.0))}


def _residents(seats: Array, specialty: NDArray[np.str_]) -> Array:
    """About how many residents a program has: seats a year times the length of training, at least three."""
    names, of = np.unique(specialty, return_inverse=True)
    years = np.array([specialties().get(s).length_years for s in names.tolist()], dtype=float)
    usual = np.array([_median(seats[(of == i) & (seats > 0)]) for i in range(names.size)])
    people: Array = np.maximum(np.where(seats > 0, seats, usual[of]) * years[of], 3.0)
    return people


def _median(values: Array) -> float:
    """The median, three where there is nothing (np.median loads a module that takes longer than all of this)."""
    ordered = np.sort(values)
    return float(ordered[(values.size - 1) // 2] + ordered[values.size // 2]) / 2 if values.size else 3.0


def _open_seats(offered: Array, filled: Array) -> Array:
    """Log odds that a seat is left open; NaN where none was offered."""
    with np.errstate(invalid="ignore", divide="ignore"):
        odds = np.log((offered - filled + HALF) / (filled + HALF))
    known: Array = np.where(offered > 0, odds, np.nan)
    return known


def _open_share(offered: Array, filled: Array) -> Array:
    """Share of seats left open; NaN where none was offered."""
    known: Array = np.where(offered > 0, 1 - filled / np.maximum(offered, 1.0), np.nan)
    return known


def _programs() -> int:
    return int(directory().program_columns.program_id.size)


def _sum(of_tracks: NDArray[Any]) -> Array:
    total: Array = np.bincount(directory().tracks.program, of_tracks, minlength=_programs()).astype(float)
    return total


def _least(of_tracks: NDArray[np.int64]) -> Rows:
    found = np.full(_programs(), 3000)
    np.minimum.at(found, directory().tracks.program, of_tracks)
    return found


def _mean(values: Array, weight: Array, program: NDArray[np.int32], total: Array) -> Array:
    mean: Array = np.bincount(program, values * weight, minlength=total.size) / np.maximum(total, 1.0)
    return mean
