"""The directory as arrays, for questions about all tracks or all programs at once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from smartpick.facts.directory_table import Tables, whole_numbers

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

MIDDLE = {"2021-2023": 2022}  # first_seen as a span, and the year that stands for it


@dataclass(frozen=True, slots=True)
class ProgramColumns:
    """All programs as arrays of one length; "" and -1 stand for unknown."""

    program_id: NDArray[np.str_]
    specialty: NDArray[np.str_]
    state: NDArray[np.str_]
    institution_id: NDArray[np.str_]
    site: NDArray[np.str_]  # tells a program without ACGME id from its sisters
    city_population: NDArray[np.int32]
    place_from: NDArray[np.str_]  # "acgme", "sister", "name", "institution"; see programs.yaml


@dataclass(frozen=True, slots=True)
class TrackColumns:
    """All tracks as arrays of one length, in the order of the file; "" and -1 stand for unknown."""

    track_id: NDArray[np.str_]
    program: NDArray[np.int32]  # row of the track's program in ProgramColumns
    specialty: NDArray[np.str_]
    state: NDArray[np.str_]
    kind: NDArray[np.str_]  # values of TrackKind
    primary_care: NDArray[np.bool_]
    quota_2026: NDArray[np.int16]
    filled_2026: NDArray[np.int16]


@dataclass(frozen=True, slots=True)
class TrackHistory:
    """What the past says of all tracks, in the order of TrackColumns; -1 stands for unknown."""

    name: NDArray[np.str_]
    first_seen: NDArray[np.int16]  # 2022 for codes new between 2021 and 2023
    past_offered: NDArray[np.int32]  # seats offered before 2026, over the years with known fills
    past_filled: NDArray[np.int32]
    program_website: NDArray[np.str_]  # axis (program,), in the order of ProgramColumns
    program_place: NDArray[np.float64]  # latitude and longitude, axes (program, 2); NaN where unknown
    institution_name: NDArray[np.str_]  # axis (program,)


def program_columns(tables: Tables) -> ProgramColumns:
    """The programs of the tables as arrays."""
    import numpy as np

    cells = tables.programs
    people = whole_numbers(tables.path("programs"), "city_population", cells["city_population"])
    names = ("program_id", "specialty", "state", "institution_id", "site", "place_from")
    return ProgramColumns(
        **{name: np.array(cells[name]) for name in names},
        city_population=np.array(people, dtype=np.int32),
    )


def track_columns(tables: Tables, programs: ProgramColumns) -> TrackColumns:
    """The tracks of the tables as arrays, with their program's specialty and state."""
    import numpy as np

    cells, path = tables.tracks, tables.path("tracks")
    rows = np.array([tables.program_row[key] for key in cells["program_id"]], dtype=np.int32)
    return TrackColumns(
        track_id=np.array(cells["track_id"]),
        program=rows,
        specialty=programs.specialty[rows],
        state=programs.state[rows],
        kind=np.array(cells["kind"]),
        primary_care=np.array(cells["primary_care"]) == "yes",
        quota_2026=np.array(whole_numbers(path, "quota_2026", cells["quota_2026"]), dtype=np.int16),
        filled_2026=np.array(whole_numbers(path, "filled_2026", cells["filled_2026"]), dtype=np.int16),
    )


def track_history(tables: Tables) -> TrackHistory:
    """The past of the tracks, and what is printed of their programs, as arrays."""
    import numpy as np

    cells, programs = tables.tracks, tables.programs
    past = np.array([_past(text) for text in cells["history"]], dtype=np.int32).reshape(-1, 2)
    names = dict(zip(tables.institutions["institution_id"], tables.institutions["name"], strict=True))
    place = [[float(text) if text else float("nan") for text in programs[name]]
             for name in ("latitude", "longitude")]
    return TrackHistory(
        name=np.array(cells["name"]),
        first_seen=np.array([MIDDLE.get(text) or int(text or -1) for text in cells["first_seen"]], dtype=np.int16),
        past_offered=past[:, 0],
        past_filled=past[:, 1],
        program_website=np.array(programs["website"]),
        program_place=np.array(place, dtype=np.float64).T,
        institution_name=np.array([names[key] for key in programs["institution_id"]]),
    )


def _past(text: str) -> tuple[int, int]:
    """Seats offered and filled over the years of a history such as "2014:15/15 - 20/18"; see directory_programs."""
    offered = filled = 0
    for cell in text.partition(":")[2].split(" "):
        before, slash, after = cell.partition("/")
        if slash:
            offered, filled = offered + int(before), filled + int(after)
    return offered, filled
