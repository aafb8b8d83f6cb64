"""The library's face: `smartpick.plan` and `smartpick.chance`."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from smartpick.domain.applicant import Profile
from smartpick.domain.explained import ChanceSheet
from smartpick.domain.plan import Plan
from smartpick.exchange.profile import read_profile
from smartpick.usecases.chance import chance_sheet
from smartpick.usecases.plan import make_plan


def plan(profile: Profile | str | Path, *, today: date, season: int | None = None) -> Plan:
    """See `smartpick.plan`."""
    return make_plan(_known(profile), today=today, season=season)


def chance(
    profile: Profile | str | Path, specialty: str | None = None, *, today: date, season: int | None = None
) -> ChanceSheet:
    """See `smartpick.chance`."""
    return chance_sheet(_known(profile), specialty=specialty, today=today, season=season)


def _known(profile: Profile | str | Path) -> Profile:
    return profile if isinstance(profile, Profile) else read_profile(Path(profile))
