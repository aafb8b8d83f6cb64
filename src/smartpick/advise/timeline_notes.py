"""What stands beside the tasks: which dates are projected, what follows training, and what is unknown."""

from __future__ import annotations

from datetime import date

from smartpick.advise.calendar import guide_windows_apply
from smartpick.advise.circumstances import CONDITIONS, Circumstances
from smartpick.domain.applicant import VisaNeed
from smartpick.domain.season import DateStatus, Season
from smartpick.domain.words import day
from smartpick.facts.rules import rules


def timeline_notes(c: Circumstances, shown: Season) -> tuple[str, ...]:
    """Whole sentences, the most general first; `shown` is the season as the plan shows it."""
    found = []
    projected = sum(d.status is DateStatus.PROJECTED for d in shown.dates)
    if projected:
        found.append(f"{projected} of {len(shown.dates)} season dates are projected by a rule, "
                     "because no announcement of them was read: look at the publisher's page.")
    if not guide_windows_apply(c.profile):
        found.append("The guide's windows for research and rotations are not for this application (H24); "
                     "the dates of the season, letters and statements are.")
    elif c.then.onsite_months < rules().value("onsite_months_min"):
        found.append(f"With your plans you would have {int(c.then.onsite_months)} on-site research months by "
                     f"{day(c.season.submission)}; the guide asks for at least "
                     f"{rules().value('onsite_months_min'):g}. Remote months help but do not count as "
                     "on-site months (R134, R135).")
    if CONDITIONS["student"](c) and CONDITIONS["guide"](c):
        found.append("The guide places electives in Year 2. After graduation they are normally closed, so "
                     f"yours are moved before {day(c.profile.education.graduation)} (H8).")
    if c.lane(VisaNeed.J1):
        found.append(_home_requirement(c))
    return tuple(found)


def _home_requirement(c: Circumstances) -> str:
    """R67: two years at home or a waiver after a J-1, dated by the length of training."""
    start = c.season.day("residency_start")
    ends = date(start.year + c.target.length_years, 6, 30)
    years = f"{c.target.length_years} years"
    return (f"On a J-1, {years} of training would end about {day(ends)}; after that come two years in the "
            "home country or a waiver (R67). Admission is for a fixed period: ask ECFMG how it fits (H20).")
