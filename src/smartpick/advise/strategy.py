"""The verdict, given twice: as of today, and as planned on submission day (requirements A, B, F2)."""

from __future__ import annotations

from datetime import date, timedelta

from smartpick.advise.conditions import conditions, inside
from smartpick.advise.flips import flips
from smartpick.advise.gates import Situation, situation
from smartpick.advise.pillars import spoken
from smartpick.advise.rotations import without_impossible
from smartpick.advise.strategy_table import Ruling, rule_on
from smartpick.advise.strategy_warnings import warnings
from smartpick.advise.strategy_words import alternatives, because, verdict_headline
from smartpick.domain.applicant import Profile
from smartpick.domain.labels import STRATEGY_WORDS, strategy_in_full
from smartpick.domain.plan import Strategies, Strategy, Verdict, VisaPlan
from smartpick.domain.season import Season
from smartpick.domain.standing import standing
from smartpick.domain.words import day
from smartpick.facts.rules import in_guide, rules


def strategies(profile: Profile, season: Season, visa: VisaPlan, today: date) -> Strategies:
    """What to do with the season, what has to come true for it, and what would change it.

    Conditions, flips and the decision day are given only where the guide's marks apply (H24).
    """
    days_left = (season.submission - today).days
    today_standing = standing(profile, profile.target, today, planned=False, today=today)
    now = situation(profile, today_standing, visa, days_left)
    on = season.submission
    possible = without_impossible(profile, today)
    planned_standing = standing(possible, profile.target, on, planned=True, today=today)
    then = situation(profile, planned_standing, visa, days_left)
    ruling_now, ruling_then = rule_on(now), rule_on(then)
    applies = in_guide(profile.target)
    decide_by = decision_day(season) if applies else None
    return Strategies(
        headline=_headline(profile, ruling_now.strategy, ruling_then.strategy, season, decide_by, today),
        today=_verdict(profile, now, ruling_now, today, season),
        planned=_verdict(profile, then, ruling_then, season.submission, season),
        decide_by=decide_by,
        conditions=conditions(profile, now, then, season, today) if applies else (),
        flips=flips(profile, then, season, today) if applies else (),
        alternatives=alternatives(profile, then, ruling_then),
        guide_applies=applies,
        guide_note=_guide_note(profile, applies),
    )


def _guide_note(profile: Profile, applies: bool) -> str:
    if not applies:
        return f"The guide's marks are not for {spoken(profile.target)}."
    if profile.applicant_type is not None and not profile.applicant_type.is_img:
        return "The guide is written for IMGs; read its marks as a comparison."
    return ""


def decision_day(season: Season) -> date:
    """Eight weeks before the first day of submission, when the decision questions are asked (R125)."""
    return season.submission - timedelta(days=int(rules().value("decision_days")))


def _verdict(profile: Profile, case: Situation, ruling: Ruling, as_of: date, season: Season) -> Verdict:
    return Verdict(
        strategy=ruling.strategy,
        label=STRATEGY_WORDS[ruling.strategy],
        headline=verdict_headline(profile, case, ruling, as_of),
        rule=f"verdict.{ruling.row.id}",
        rules=ruling.row.rules,
        as_of=as_of,
        planned=case.standing.planned,
        because=because(case, ruling),
        criteria=ruling.criteria,
        warnings=warnings(profile, case, ruling, season),
    )


def _headline(profile: Profile, now: Strategy, then: Strategy, season: Season, decide_by: date | None,
              today: date) -> str:
    """Both verdicts in one line."""
    if then is Strategy.NOT_YET:
        return "Not yet: no visa lane is open for you at present."
    if decide_by is None:
        return (f"The guide's marks are not for {spoken(profile.target)}: the list, the chances and your "
                "backups "
                "decide.")
    label = strategy_in_full(then)
    if now is then:
        return f"{label}, as of today and with everything planned by {day(season.submission)}."
    deadline = decide_by if today < decide_by else season.submission
    return (f"{label}, if you finish what you have planned by {day(deadline)}. "
            f"As of today: {inside(strategy_in_full(now))}.")
