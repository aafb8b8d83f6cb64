"""Tracks and programs: a track is one NRMP code; a program is what one application buys."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class TrackKind(StrEnum):
    """Four kinds that are never pooled (GLOSSARY: categorical, advanced, preliminary)."""

    CATEGORICAL = "categorical"  # the whole training, from PGY-1
    ADVANCED = "advanced"  # from PGY-2: needs a separate PGY-1 year
    PRELIMINARY = "preliminary"  # one year only, transitional years included
    RESERVED = "reserved"  # for physicians with earlier training


@dataclass(frozen=True, slots=True)
class Track:
    """One line of the Match: seats of one kind, with quota and fill by year (year -> seats)."""

    track_id: str
    program_id: str
    name: str
    specialty: str
    kind: TrackKind
    primary_care: bool
    quota_2026: int | None
    filled_2026: int | None
    quotas: tuple[tuple[int, int], ...] = ()
    fills: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Program:
    """What one application, one signal, one interview and one visa policy buy."""

    program_id: str
    specialty: str  # specialty id of the facts' specialty table
    institution: str
    institution_id: str
    city: str | None
    state: str | None
    latitude: float | None
    longitude: float | None
    acgme_id: str | None
    website: str | None
    tracks: tuple[Track, ...]

    def seats(self, *kinds: TrackKind) -> int:
        """Positions offered in 2026 on tracks of these kinds; unknown quotas count as none."""
        return sum(t.quota_2026 or 0 for t in self.tracks if t.kind in kinds)
