"""How open one program or all of them are, after the user's evidence: what the command line and the web ask."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np

from smartpick.domain.openness import Evidence
from smartpick.facts import load_facts
from smartpick.facts.directory import directory
from smartpick.facts.specialties import specialties
from smartpick.odds.openness.estimate import SOURCES, AllValues, all_values, program_openness
from smartpick.odds.openness.evidence import program_row
from smartpick.odds.openness.reasons import OUTCOMES, ProgramSheet, reasons
from smartpick.usecases.citations import source_note

NOTE = (
    "Estimates from public figures: fills by state, size, age, institution. They are fitted on what programs reported "
    "of visas and residents, mostly in 2021. Reports count far more IMGs as US IMGs than the Match does, so the share "
    "of seats that non-US IMGs fill is higher. An estimate is never a program's policy: ask the program."
)


@dataclass(frozen=True, slots=True)
class TrackTable:
    """All tracks asked for: directory rows of track and program, and the values of every program."""

    tracks: tuple[int, ...]
    programs: tuple[int, ...]
    values: AllValues


def program_sheet(program_id: str, evidence: tuple[Evidence, ...] = (), today: date | None = None) -> ProgramSheet:
    """One program by program, track or ACGME id; NotFound with the nearest id otherwise."""
    key = str(directory().program_columns.program_id[program_row(_with_acgme(program_id))])
    program = directory().program(key)
    found = program_openness(evidence, today, (key,))[key]
    return ProgramSheet(
        program, specialties().get(program.specialty).name, found, {name: reasons(key, name) for name in OUTCOMES},
        tuple(source_note(source, load_facts()) for source in SOURCES), NOTE,
    )


def track_table(evidence: tuple[Evidence, ...] = (), today: date | None = None, specialty: str | None = None
                ) -> TrackTable:
    """Every track, or those of one specialty as a person writes it, with the values of its program."""
    tracks = directory().tracks
    keep = np.ones(tracks.track_id.size, dtype=bool)
    if specialty is not None:
        meant = specialties().find(specialty)
        keep = tracks.specialty == (meant.part_of or meant.id)
    rows = np.flatnonzero(keep)
    return TrackTable(tuple(rows.tolist()), tuple(tracks.program[rows].tolist()), all_values(evidence, today))


def _with_acgme(text: str) -> str:
    key = text.strip().upper()
    return f"P{key.zfill(10)}" if key.isdigit() and len(key) in (9, 10) else text
