"""The staged way taken apart: which backups could come first, and what the J-1 clock says to each (H10, R26).

"Staged" has two halves: one more year of preparation, or a place in a more open field first and the
target after it. On a J-1 the second half often breaks the rules on changing specialty.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from smartpick.advise.pillars import spoken
from smartpick.advise.visa_clock import Clock, j1_clock
from smartpick.domain.applicant import VisaNeed
from smartpick.domain.plan import Lane, VisaPlan
from smartpick.domain.program import TrackKind
from smartpick.domain.words import joined
from smartpick.facts import Facts, load_facts
from smartpick.facts.directory import directory
from smartpick.facts.specialties import specialties
from smartpick.facts.timeline_rules import timeline_rules


@dataclass(frozen=True, slots=True)
class FirstStage:
    """A full training that could come before the target. `again` is the clock if its PGY-1 year is repeated."""

    specialty: str
    clock: Clock
    again: Clock

    @property
    def fits(self) -> bool:
        return self.clock.fits


@cache
def advanced_share(target: str) -> float:
    """Share of the target's 2026 seats that are advanced, of all seats; 0 where the directory has none."""
    programs = directory().programs(specialty=target)
    advanced = sum(p.seats(TrackKind.ADVANCED) for p in programs)
    return advanced / (sum(p.seats(*TrackKind) for p in programs) or 1)


def first_stages(target: str, backups: tuple[str, ...], facts: Facts | None = None) -> tuple[FirstStage, ...]:
    """Every willing backup that is a full training of its own, with the J-1 clock of the way through it.

    Where the target has advanced places, a finished first training stands for their PGY-1 year;
    elsewhere the target begins at its first year again.
    """
    known = facts or load_facts()
    length = specialties().get(target).length_years
    saved = 1 if advanced_share(target) >= timeline_rules().advanced_share_min else 0
    found = []
    for name in dict.fromkeys(backups):
        row = specialties().get(name)
        if row.one_year or name == target:
            continue
        ways = [j1_clock(((name, row.length_years), (target, length - less)), known) for less in (saved, 0)]
        found.append(FirstStage(name, *ways))
    return tuple(found)


def on_j1(visa: VisaPlan) -> bool:
    """Whether the J-1 lane is one this person would train on: shown, and not closed."""
    return any(lane.visa is VisaNeed.J1 and lane.lane is not Lane.CLOSED for lane in visa.lanes)


def clock_words(stage: FirstStage, target: str, facts: Facts | None = None) -> str:
    """Why the way through this first stage does not fit, as a whole sentence with its numbers."""
    names = f"{specialties().get(stage.specialty).name} first and {specialties().get(target).name} after it"
    return f"{names}: {_numbers(stage, facts or load_facts())}. Ask ECFMG."


def _numbers(stage: FirstStage, facts: Facts) -> str:
    allowed, longest = (int(facts.get(key).number) for key in ("visa.j1_change_months", "visa.j1_longest_years"))
    said = []
    if any(month > allowed for month in stage.clock.changes_at):
        said.append(f"the change of specialty would come at {stage.clock.changes_at[0]} months, after the "
                    f"{allowed} allowed")
    years, most = stage.clock.years, stage.again.years
    if most > longest:
        span = str(years) if years == most else f"{years} or, with the first year repeated, {most}"
        said.append(f"together {span} years, where {longest} are sponsored")
    return "; ".join(said)


def no_stage_left(target: str, backups: tuple[str, ...], visa: VisaPlan) -> bool:
    """Whether the J-1 rules stand against every first stage that has a yes."""
    stages = first_stages(target, backups) if on_j1(visa) else ()
    return bool(stages) and not any(stage.fits for stage in stages)


def staged_warning(target: str, backups: tuple[str, ...], visa: VisaPlan) -> str:
    """What the J-1 rules leave of the staged way; empty where nothing stands against it."""
    stages = first_stages(target, backups) if on_j1(visa) else ()
    broken = tuple(stage for stage in stages if not stage.fits)
    if not broken:
        return ""
    names = joined([spoken(stage.specialty) for stage in broken], "or")
    kept = joined([spoken(s.specialty) for s in stages if s.fits], "or")
    left = (f"What is left of “staged”: one more year of preparation, or {kept} first" if kept else
            "So one more year of preparation is the half of “staged” that is left")
    other = any(lane.visa is VisaNeed.H1B and lane.lane is not Lane.CLOSED for lane in visa.lanes)
    also = " An H-1B has limits of its own: ask the GME office." if other else ""
    return (f"On a J-1, {names} first and then {spoken(target)} may break the rules: "
            f"{_numbers(broken[0], load_facts())}. {left}; ask ECFMG before you plan otherwise.{also}")
