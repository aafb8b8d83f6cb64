"""Compares the directory with the official state table, specialty by specialty: a contract, not an assumption."""

from __future__ import annotations

from dataclasses import dataclass

from smartpick.domain.program import TrackKind
from smartpick.facts.directory import directory
from smartpick.facts.specialties import specialties
from smartpick.facts.state_results import state_results

LEVELS = {
    "pgy1": (TrackKind.CATEGORICAL, TrackKind.PRELIMINARY),
    "pgy2": (TrackKind.ADVANCED,),
    "physician": (TrackKind.RESERVED,),
}


@dataclass(frozen=True, slots=True)
class Total:
    """Positions of one specialty at one level in the 2026 Match, in the directory and officially.

    `level` is "pgy1" (categorical and preliminary seats, which the official table adds up), "pgy2"
    (advanced) or "physician" (reserved).
    """

    specialty: str
    level: str
    tracks: int
    offered: int
    filled: int
    official_offered: int
    official_filled: int

    @property
    def missing_offered(self) -> int:
        """Positions the official table has and the directory lacks; negative where it has more."""
        return self.official_offered - self.offered

    @property
    def missing_filled(self) -> int:
        return self.official_filled - self.filled


def totals() -> tuple[Total, ...]:
    """Every specialty and level that either source has, in the order of the specialty table."""
    tracks, official = directory().tracks, state_results()
    found = []
    for specialty in specialties():
        ours = tracks.specialty == specialty.id
        theirs = official.specialty == specialty.id
        for level, kinds in LEVELS.items():
            mine = ours & (tracks.kind == kinds[0])
            for kind in kinds[1:]:
                mine = mine | (ours & (tracks.kind == kind))
            mine = mine & (tracks.quota_2026 >= 0)  # urology's seats are unknown, not zero
            yours = theirs & (official.level == level)
            if mine.any() or official.offered[yours].any():
                found.append(
                    Total(
                        specialty=specialty.id,
                        level=level,
                        tracks=int(mine.sum()),
                        offered=int(tracks.quota_2026[mine].sum()),
                        filled=int(tracks.filled_2026[mine].sum()),
                        official_offered=int(official.offered[yours].sum()),
                        official_filled=int(official.filled[yours].sum()),
                    )
                )
    return tuple(found)
