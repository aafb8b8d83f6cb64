"""SmartPick: plans a residency-application season and shows its working."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from smartpick.domain.applicant import Profile
    from smartpick.domain.plan import Plan

__all__ = ["plan"]


def plan(profile: Profile | str | Path, *, today: date, season: int | None = None) -> Plan:
    """The plan of a profile, given as a value or as the path of a YAML or JSON file.

    `today` is the day the plan is made on; `season` the year of the Match, else the profile's own or
    the first season still open to the person. Raises smartpick.errors.SmartPickError with whole
    sentences for anything a person can mend.
    """
    from smartpick.api import plan as make

    return make(profile, today=today, season=season)
