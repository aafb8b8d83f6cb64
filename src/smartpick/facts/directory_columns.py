"""The directory as arrays, for questions about all tracks or all programs at once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from smartpick.facts.directory_table import Tables, whole_numbers

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


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
