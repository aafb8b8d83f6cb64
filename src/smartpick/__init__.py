"""SmartPick: plans a residency-application season and shows its working."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from smartpick.domain.applicant import Profile
    from smartpick.domain.explained import ChanceSheet
    from smartpick.domain.plan import Plan

__all__ = ["chance", "plan"]


def plan(profile: Profile | str | Path, *, today: date, season: int | None = None) -> Plan:
    """The plan of a profile, given as a value or as the path of a YAML or JSON file.

    `today` is the day the plan is made on; `season` the year of the Match, else the profile's own or
    the first season still open to the person. Raises smartpick.errors.SmartPickError with whole
    sentences for anything a person can mend.
    """
    from smartpick.api import plan as make

    return make(profile, today=today, season=season)


def chance(
    profile: Profile | str | Path, specialty: str | None = None, *, today: date, season: int | None = None
) -> ChanceSheet:
    """One specialty's chance laid open: counts, chances with intervals, what moves them, comparisons, ranks.

    `specialty` is any spelling of its name, None the profile's target. Raises
    smartpick.errors.SmartPickError with whole sentences for an unknown specialty or type of applicant.
    """
    from smartpick.api import chance as make

    return make(profile, specialty, today=today, season=season)
