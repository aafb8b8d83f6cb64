"""The institutions whose visa policy is worth asking about: unknown, or known from too long ago (R72).

Policies are set by the institution, so one answer is taken to hold for all its programs, and an
institution with one fresh answer is not asked again.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from smartpick.advise.prospects import Prospect
from smartpick.domain.applicant import PolicyNote, Profile, VisaNeed
from smartpick.domain.chance import Estimate, weakest
from smartpick.domain.openness import OpenValue, ProgramOpenness
from smartpick.domain.program import Program

Array = NDArray[np.float64]
DAYS_A_MONTH = 365.25 / 12


@dataclass(frozen=True, slots=True)
class Site:
    """One institution: its programs on or near the list. Rows are (place of the list, row in its listing).

    `sponsors` is the chance of a yes that each row's chances hold so far; `likely_yes` that of the
    whole institution. `checked` is the day of a note that has grown old, `said` what it says.
    """

    institution_id: str
    programs: tuple[Program, ...]
    rows: tuple[tuple[int, int], ...]
    sponsors: dict[tuple[int, int], float]
    likely_yes: Estimate
    checked: date | None = None
    said: bool | None = None

    @property
    def likely(self) -> float:
        """The chance of a yes on the central case."""
        assert self.likely_yes.value is not None
        return self.likely_yes.value

    @property
    def places(self) -> dict[int, NDArray[np.int64]]:
        """The rows by list."""
        owners = dict.fromkeys(owner for owner, _ in self.rows)
        return {o: np.array([r for owner, r in self.rows if owner == o], dtype=int) for o in owners}

    @property
    def sponsors_by_list(self) -> dict[int, Array]:
        """The chances of a yes in the order of `places`."""
        return {o: np.array([self.sponsors[o, int(r)] for r in rows]) for o, rows in self.places.items()}


@dataclass(frozen=True, slots=True)
class Sites:
    """Institutions to ask, and how many need not be asked because their policy is known and fresh."""

    to_ask: tuple[Site, ...]
    known: int


def sites_of(
    prospects: tuple[Prospect, ...],
    profile: Profile,
    need: VisaNeed,
    stale_before: date,
) -> Sites:
    """Every institution with a program that may be on a list and whose answer is not known, or is old.

    A note from before `stale_before`, or without a day, is old. A program that is closed or left
    out for another reason than its visa policy is nothing to ask about.
    """
    notes = {note.program: note for note in profile.policies if answer(note, need) is not None}
    found: dict[str, list[tuple[int, int, PolicyNote | None]]] = {}
    known: set[str] = set()
    for owner, prospect in enumerate(prospects):
        is_open = prospect.listing.open
        for row, program in enumerate(prospect.listing.programs):
            note = note_on(program, notes)
            if note is not None and not _old(note, stale_before):
                known.add(program.institution_id)
            elif prospect.sponsors[row] > 0 and (is_open[row] or _opens(note, need)):
                found.setdefault(program.institution_id, []).append((owner, row, note))
    asked = {i: rows for i, rows in found.items() if i not in known}
    return Sites(tuple(_site(i, rows, prospects, need) for i, rows in asked.items()), len(known))


def answer(note: PolicyNote, need: VisaNeed) -> bool | None:
    """What a note says about the visa needed; None where it leaves that open."""
    if need is VisaNeed.EITHER:
        said = (note.sponsors_j1, note.sponsors_h1b)
        return True if True in said else None if None in said else False
    return {VisaNeed.J1: note.sponsors_j1, VisaNeed.H1B: note.sponsors_h1b}.get(need)


def note_on(program: Program, notes: dict[str, PolicyNote]) -> PolicyNote | None:
    """The user's note on a program, written under its own id or under that of one of its tracks."""
    keys = (program.program_id, *(t.track_id for t in program.tracks))
    return next((notes[key] for key in keys if key in notes), None)


def _old(note: PolicyNote, stale_before: date) -> bool:
    return note.checked is None or note.checked < stale_before


def _opens(note: PolicyNote | None, need: VisaNeed) -> bool:
    """Whether a program stands closed for its visa policy alone, so that a yes would open it."""
    closed = note is not None and answer(note, need) is False
    return closed and note is not None and not note.against_imgs and note.img_residents != 0


def _site(
    institution_id: str,
    rows: list[tuple[int, int, PolicyNote | None]],
    prospects: tuple[Prospect, ...],
    need: VisaNeed,
) -> Site:
    programs = {p.program_id: p for p in _programs(rows, prospects)}
    sponsors = {(owner, row): float(prospects[owner].sponsors[row]) for owner, row, _ in rows}
    chances = {prospects[o].listing.programs[r].program_id: v for (o, r), v in sponsors.items()}
    old = [note for *_, note in rows if note is not None]
    newest = max(old, key=lambda n: n.checked or date.min, default=None)
    return Site(
        institution_id, tuple(programs.values()), tuple(sponsors), sponsors,
        Estimate(float(np.mean(list(chances.values()))), "chance"),
        newest.checked if newest else None, answer(newest, need) if newest else None,
    )


def _programs(
    rows: list[tuple[int, int, PolicyNote | None]], prospects: tuple[Prospect, ...]
) -> Iterator[Program]:
    for owner, row, _ in rows:
        yield prospects[owner].listing.programs[row]


def believed(site: Site, need: VisaNeed, known: Mapping[str, ProgramOpenness]) -> Estimate:
    """The chance that the institution says yes, the mean over its programs, with its interval and sources."""
    parts = [_sponsors(known[p.program_id], need) for p in site.programs]
    first = known[site.programs[0].program_id].j1.estimate
    low, value, high = (float(np.mean(column)) for column in zip(*parts, strict=True))
    value = site.likely if need is VisaNeed.EITHER else value
    return Estimate(value, "chance", min(low, value), max(high, value), year=first.year,
                    grade=weakest(*(known[p.program_id].j1.estimate.grade for p in site.programs)),
                    sources=first.sources)


def _sponsors(known: ProgramOpenness, need: VisaNeed) -> tuple[float, float, float]:
    """Low, value and high of the chance that a program sponsors the visa needed."""
    j1, h1b = (_ends(value) for value in (known.j1, known.h1b))
    if need is VisaNeed.EITHER:  # at least as likely as the likelier visa, at most as if they had nothing in common
        return max(j1[0], h1b[0]), max(j1[1], h1b[1]), 1 - (1 - j1[2]) * (1 - h1b[2])
    return h1b if need is VisaNeed.H1B else j1


def _ends(value: OpenValue) -> tuple[float, float, float]:
    estimate = value.estimate
    assert estimate.value is not None
    assert estimate.low is not None
    assert estimate.high is not None
    return estimate.low, estimate.value, estimate.high
