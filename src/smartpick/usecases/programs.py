"""Search the directory: by specialty, state, kind of track and institution; and compare it with the official totals."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from smartpick.domain.program import Program, TrackKind
from smartpick.errors import NotFound
from smartpick.facts.directory import directory
from smartpick.facts.findings import nearest
from smartpick.facts.institution_names import named_like, nearest_name
from smartpick.facts.places import us_states
from smartpick.facts.specialties import Specialty, specialties

SOURCES = ("nrmp-program-results", "nrmp-program-codes-2023", "eras-programs-2021", "geonames-cities")
VINTAGE = (
    "Seats and fills are those of the 2026 Match; towns, ACGME ids and web addresses of a 2021 list. "
    "Visa policies are not in the directory: unknown until you check."
)


@dataclass(frozen=True, slots=True)
class Search:
    """What was asked and found. With kinds asked for, programs hold only their tracks of these kinds."""

    specialty: Specialty | None
    states: tuple[str, ...]
    kinds: tuple[TrackKind, ...]
    institution: str | None
    programs: tuple[Program, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Overview:
    """One specialty of the directory: its programs and the seats offered in 2026 by kind (None: unknown)."""

    specialty: Specialty
    programs: int
    seats: dict[TrackKind, int | None]


def find_programs(
    specialty: str | None = None,
    states: Iterable[str] = (),
    kinds: Iterable[str] = (),
    institution: str | None = None,
) -> Search:
    """The programs that fit words as a person writes them; NotFound names the nearest word otherwise."""
    meant = specialties().find(specialty) if specialty is not None else None
    codes = tuple(dict.fromkeys(us_states().code(state) for state in states))
    wanted = tuple(dict.fromkeys(_kind(kind) for kind in kinds))
    if meant is not None and meant.part_of is not None and not wanted:
        wanted = (TrackKind.PRELIMINARY,)
    found = directory().programs(meant.id if meant else None, codes, wanted)
    if institution is not None:
        ids = set(_institutions(institution))
        found = tuple(program for program in found if program.institution_id in ids)
    if wanted:
        found = tuple(_only(program, wanted) for program in found)
    notes = _notes(meant, found)
    return Search(meant, codes, wanted, institution, found, notes)


def overview() -> tuple[Overview, ...]:
    """Every specialty with its number of programs and its seats by kind, in the table's order."""
    rows = []
    for specialty in specialties():
        if specialty.part_of is None:
            programs = directory().programs(specialty.id)
            rows.append(Overview(specialty, len(programs), seats_by_kind(programs)))
    return tuple(rows)


def seats_by_kind(programs: Sequence[Program]) -> dict[TrackKind, int | None]:
    """Seats offered in 2026 by kind of track, never added up; None where no track of the kind says."""
    found: dict[TrackKind, int | None] = {}
    for kind in TrackKind:
        quotas = [t.quota_2026 for p in programs for t in p.tracks if t.kind is kind]
        known = [quota for quota in quotas if quota is not None]
        if quotas:
            found[kind] = sum(known) if known else None
    return found


def _only(program: Program, kinds: tuple[TrackKind, ...]) -> Program:
    return replace(program, tracks=tuple(track for track in program.tracks if track.kind in kinds))


def _kind(text: str) -> TrackKind:
    word = text.strip().casefold()
    words = [kind.value for kind in TrackKind]
    starts = [kind for kind in TrackKind if len(word) >= 3 and kind.value.startswith(word)]
    if len(starts) == 1:
        return starts[0]
    hint = nearest(word, words).replace("`", "").strip() or f"Use {', '.join(words[:-1])} or {words[-1]}."
    raise NotFound(f"No kind of track is called '{text[:40]}'.", remedy=hint, field="--kind")


def _institutions(text: str) -> tuple[str, ...]:
    names = directory().institutions
    found = named_like(text, names)
    if not found:
        near = nearest_name(text, names)
        remedy = f"Did you mean {near}?" if near else "NRMP shortens names: try one word of it."
        raise NotFound(f"No institution is called '{text[:60]}'.", remedy=remedy, field="--institution")
    return found


def _notes(specialty: Specialty | None, programs: Sequence[Program]) -> tuple[str, ...]:
    """What a person has to know to read the list rightly."""
    notes = []
    if specialty is not None and not specialty.in_directory:
        notes.append(
            "Ophthalmology programs take part in SF Match, which publishes no list of them that can be shipped: "
            "import your own list of ophthalmology programs."
            if specialty.match_service == "SF Match"
            else f"No track of {specialty.name} took part in the 2026 Match."
        )
    elif not programs:
        notes.append("No program fits.")
    if any(track.quota_2026 is None for program in programs for track in program.tracks):
        notes.append("Urology has a match of its own (AUA); its seats are unknown here, its list is of 2021.")
    if any(program.state is None for program in programs):
        notes.append("Some of these programs have no known place.")
    return tuple(notes)
