"""What is left of a task whose day has passed: a last day on which it still helps, or a later season."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from smartpick.advise.calendar import months_before, outreach_window
from smartpick.advise.calendar import season as calendar_season
from smartpick.advise.circumstances import Circumstances
from smartpick.domain.words import day
from smartpick.facts import load_facts
from smartpick.facts.rules import rules
from smartpick.facts.timeline_rules import TaskRule


def last_useful(
    rule: TaskRule, due: date, c: Circumstances, named: Mapping[str, date] | None = None
) -> date | None:
    """The last day on which a late task still helps this season; None where there is none any more.

    A rule may name it; else a task that was to be done before submission helps until then. What others
    set a date for cannot be made up.
    """
    if rule.late is not None:
        last = c.day(rule.late, named)
    else:
        last = c.season.submission if not rule.hard and not rule.event and due < c.season.submission else None
    return last if last is not None and last >= c.today else None


def late_words(rule: TaskRule, last: date | None, c: Circumstances) -> str:
    """What a late task says first: by when it still helps, or that this season can no longer have it."""
    words = _words(c)
    if last is None:
        return rule.lost_words.format(**words).strip() or "Its day has passed, and it can no longer help this season."
    said = rule.late_words.format(**words).strip()
    return said or f"Its day has passed: do it now, at the latest by {day(last)}."


def _words(c: Circumstances) -> dict[str, str]:
    """The words that late_words and lost_words may use: this season, the next one and its windows."""
    following = calendar_season(c.season.match_year + 1, load_facts()).submission
    first, last = outreach_window(following, load_facts())
    least, aim = (rules().value(f"onsite_months_{end}") for end in ("min", "aim"))
    return {
        "match_year": str(c.season.match_year),
        "next_year": str(c.season.match_year + 1),
        "next_first": day(first),
        "next_last": day(last),
        "onsite_min": f"{least:g}",
        "onsite_aim": f"{aim:g}",
        "onsite_last": day(months_before(c.season.submission, int(least))),
    }
