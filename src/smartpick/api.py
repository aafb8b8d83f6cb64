"""The library's face: one function, as `smartpick.plan`."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from smartpick.domain.applicant import Profile
from smartpick.domain.plan import Plan
from smartpick.exchange.profile import read_profile
from smartpick.usecases.plan import make_plan


def plan(profile: Profile | str | Path, *, today: date, season: int | None = None) -> Plan:
    """See `smartpick.plan`."""
    known = profile if isinstance(profile, Profile) else read_profile(Path(profile))
    return make_plan(known, today=today, season=season)
