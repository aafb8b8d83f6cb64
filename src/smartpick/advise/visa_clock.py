"""The J-1 clock of a path through several trainings: seven years in all, one early change of specialty (H10)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from smartpick.domain.words import count_noun
from smartpick.facts import Facts
from smartpick.facts.specialties import specialties


@dataclass(frozen=True, slots=True)
class Clock:
    """What a path does to the J-1 clock. `changes_at` is in months from the start of training."""

    fits: bool
    years: int
    left: int
    changes_at: tuple[int, ...]
    sentences: tuple[str, ...]


def j1_clock(stages: Sequence[tuple[str, int]], facts: Facts) -> Clock:
    """The clock of a path of (specialty id, years), in order."""
    longest = int(facts.get("visa.j1_longest_years").number)
    allowed = int(facts.get("visa.j1_change_months").number)
    years, changes = 0, []
    for (before, length), (after, _) in pairwise(stages):
        years += length
        if before != after:
            changes.append(12 * years)
    years += stages[-1][1]
    left = longest - years
    fits = left >= 0 and len(changes) <= 1 and all(month <= allowed for month in changes)
    return Clock(fits, years, left, tuple(changes),
                 (*_length_words(stages, years, left, longest), *_change_words(changes, allowed),
                  _home_words(facts)))


def _length_words(stages: Sequence[tuple[str, int]], years: int, left: int, longest: int) -> tuple[str, ...]:
    names = ", then ".join(specialties().get(specialty).name for specialty, _ in stages)
    taken = f"{names} takes {years} of the {longest} years of J-1 sponsorship"
    if left < 0:
        return (f"{names} takes {years} years, more than the {longest} that ECFMG generally sponsors: ask ECFMG.",)
    rest = f"{count_noun(left, 'year')} would be left" if left else "nothing is left for a fellowship"
    return (f"{taken}; {rest}.",)


def _change_words(changes: Sequence[int], allowed: int) -> tuple[str, ...]:
    if not changes:
        return ()
    if len(changes) > 1:
        return (f"It changes specialty {len(changes)} times, and one change is allowed: ask ECFMG.",)
    if changes[0] > allowed:
        return (f"The change of specialty would come at {changes[0]} months, after the {allowed} allowed: ask "
                "ECFMG.",)
    return (f"It changes specialty once, at {changes[0]} months, within the {allowed} allowed.",)


def _home_words(facts: Facts) -> str:
    years = int(facts.get("visa.home_years").number)
    return f"Afterwards {years} years at home, or a waiver (212(e))."
