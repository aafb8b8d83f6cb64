"""Which Match a plan is for: the one asked for, the profile's own, or the first still open to the person."""

from __future__ import annotations

from datetime import date

from smartpick.advise.calendar import SeasonChoice, season, season_choice
from smartpick.domain.applicant import Profile
from smartpick.domain.plan import Caution
from smartpick.domain.season import Season
from smartpick.domain.words import day
from smartpick.errors import SmartPickError
from smartpick.facts import Facts


def chosen_season(
    profile: Profile, asked: int | None, today: date, facts: Facts
) -> tuple[Season, tuple[Caution, ...]]:
    """The season, with what must be said of the choice. SmartPickError for a Match that is over."""
    year = asked or profile.season
    if year is None:
        choice = season_choice(profile, today, facts)
        return season(choice.match_year, facts), (Caution("season_chosen", _choice_words(choice, today, facts),
                                                          "timeline"),)
    wanted = season(year, facts)
    if wanted.day("match_day") < today:
        raise SmartPickError(
            f"The {year} Match was on {day(wanted.day('match_day'))}, before {day(today)}.",
            remedy=f"Plan a later one, such as {today.year + 1}, with `season` in the profile or --season.",
            field="season",
        )
    if wanted.submission < today:
        return wanted, (
            Caution("season_running", f"Applications for the {year} Match opened on {day(wanted.submission)}. Planning "
                    "within a running season is not built yet: read the list and the dates as if you had not applied.",
                    "timeline"),)
    return wanted, ()


def _choice_words(choice: SeasonChoice, today: date, facts: Facts) -> str:
    """Which Match was chosen, why not the one before it where that is still ahead, and how to plan another."""
    ahead = [o for o in choice.passed_over if season(o.match_year, facts).submission >= today]
    instead = f", not the {ahead[-1].match_year} one" if ahead else ""
    reasons = " ".join(ahead[-1].reasons if ahead else choice.reasons)
    other = ahead[-1].match_year if ahead else choice.match_year + 1
    return (f"No season is given, so this is a plan for the {choice.match_year} Match{instead}. {reasons} To plan "
            f"another one, give the season yourself (in a profile file: “season: {other}”).")
