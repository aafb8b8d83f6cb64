"""The directory: every track of the 2026 Match and every urology program, grouped into programs.

A program is what one application, signal, interview and visa policy buy; how tracks were grouped stands in
`data/directory/grouping.yaml`, what each column means and how old it is in the YAML file beside each table.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache, cached_property
from pathlib import Path

from smartpick.domain.program import Program, TrackKind
from smartpick.errors import NotFound
from smartpick.facts.directory_columns import (
    ProgramColumns,
    TrackColumns,
    TrackHistory,
    program_columns,
    track_columns,
    track_history,
)
from smartpick.facts.directory_programs import make_program
from smartpick.facts.directory_table import read_tables
from smartpick.facts.specialties import specialties
from smartpick.settings import DATA

FOLDER = DATA / "directory"


class Directory:
    """All programs. Columns are read at once, Program values are made when first asked for and kept."""

    def __init__(self, folder: Path = FOLDER) -> None:
        self._tables = read_tables(folder)
        names = self._tables.institutions
        self._institutions = dict(zip(names["institution_id"], names["name"], strict=True))
        self._made: dict[int, Program] = {}

    def programs(
        self,
        specialty: str | None = None,
        states: Iterable[str] = (),
        kinds: Iterable[TrackKind] = (),
    ) -> tuple[Program, ...]:
        """The programs of a specialty (id), in these states, with at least one track of these kinds.

        Whole programs: tracks of other kinds stay in them. `preliminary_surgery` and its like mean the
        programs of the parent specialty with preliminary tracks. NotFound for an unknown specialty.
        """
        wanted_kinds, wanted_states = set(kinds), {state.upper() for state in states}
        rows: Sequence[int] = range(len(self._tables.program_row))
        if specialty is not None:
            chosen = specialties().get(specialty)
            rows = self._rows_of_specialty.get(chosen.part_of or chosen.id, ())
            if chosen.part_of is not None:
                if wanted_kinds and TrackKind.PRELIMINARY not in wanted_kinds:
                    return ()
                wanted_kinds = {TrackKind.PRELIMINARY}
        state = self._tables.programs["state"]
        found = (self._program(row) for row in rows if not wanted_states or state[row] in wanted_states)
        return tuple(p for p in found if not wanted_kinds or any(t.kind in wanted_kinds for t in p.tracks))

    def program(self, id: str) -> Program:  # noqa: A002 (the contract's name)
        """The program with this program or track id; NotFound with the nearest id otherwise."""
        key, tables = id.strip().upper(), self._tables
        if key in tables.track_row:
            key = tables.tracks["program_id"][tables.track_row[key]]
        if key in tables.program_row:
            return self._program(tables.program_row[key])
        said = f"No program or track has the id '{id[:40]}'."
        raise NotFound(said, remedy=self._nearest(key), field="program")

    def institution_programs(self, institution_id: str) -> tuple[Program, ...]:
        """All programs of an institution, in every specialty; empty for an unknown id."""
        return tuple(self._program(row) for row in self._rows_of_institution.get(institution_id, ()))

    @property
    def institutions(self) -> Mapping[str, str]:
        """Institution names by id: the NRMP institution code, or a urology program's track id."""
        return self._institutions

    @cached_property
    def tracks(self) -> TrackColumns:
        """The tracks as arrays, with their program's specialty and state."""
        return track_columns(self._tables, self.program_columns)

    @cached_property
    def history(self) -> TrackHistory:
        """The past of the tracks and what is printed of their programs, as arrays."""
        return track_history(self._tables)

    @cached_property
    def program_columns(self) -> ProgramColumns:
        """The programs as arrays, in the order that `tracks.program` counts."""
        return program_columns(self._tables)

    @cached_property
    def _rows_of_specialty(self) -> dict[str, list[int]]:
        return _grouped(self._tables.programs["specialty"])

    @cached_property
    def _rows_of_institution(self) -> dict[str, list[int]]:
        return _grouped(self._tables.programs["institution_id"])

    @cached_property
    def _tracks_of_program(self) -> dict[str, list[int]]:
        return _grouped(self._tables.tracks["program_id"])

    def _program(self, row: int) -> Program:
        if row not in self._made:
            cells = self._tables.programs
            institution = self._institutions[cells["institution_id"][row]]
            track_rows = self._tracks_of_program[cells["program_id"][row]]
            self._made[row] = make_program(self._tables, row, institution, track_rows)
        return self._made[row]

    def _nearest(self, key: str) -> str:
        from difflib import get_close_matches

        ids = [*self._tables.program_row, *self._tables.track_row]
        near = get_close_matches(key, [i for i in ids if i[:3] == key[:3]] or ids, n=1, cutoff=0.6)
        if not near:
            return "Give an NRMP code such as 1007040C0, or list programs with `smartpick programs`."
        return f"Did you mean {near[0]}?"


def _grouped(keys: Sequence[str]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for row, key in enumerate(keys):
        found.setdefault(key, []).append(row)
    return found


@cache
def directory(folder: Path = FOLDER) -> Directory:
    """The shipped directory, read once; BadFacts where a file of it is missing or damaged."""
    return Directory(folder)
