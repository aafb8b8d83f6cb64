"""What has to come true between today and submission for the planned verdict to hold."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from smartpick.advise.gates import Situation
from smartpick.advise.pillars import number, pillars, spoken, whole_year_months
from smartpick.advise.strategy_table import rule_on
from smartpick.domain.applicant import Profile
from smartpick.domain.labels import STRATEGY_WORDS
from smartpick.domain.season import Season
from smartpick.domain.standing import Standing, standing
from smartpick.domain.words import count_noun, day
from smartpick.facts.rules import rules

# Which counts stand behind a pillar: taking a plan away sets them back to what they are today.
COUNTS = {
    "us_research": ("onsite_months", "publications", "target_publications"),
    "strong_us_letters": ("strong_us_target_letters", "unrated_us_target_letters", "letters"),
    "us_rotations": ("hands_on_us_rotations", "hands_on_us_target_rotations", "observerships",
                     "teaching_rotations", "teaching_target_rotations", "unsure_rotations"),
}  # fmt: skip


SLACK = 0.05  # a full calendar year counts as 12 months (gates.whole_year_months)


def conditions(
    profile: Profile, now: Situation, then: Situation, season: Season, today: date
) -> tuple[str, ...]:
    """The planned items that lift a pillar, as whole sentences; each says what follows without it."""
    planned = rule_on(then).strategy
    states = zip(pillars(now.standing), pillars(then.standing), strict=True)
    found = []
    for before, after in states:
        if before.met is after.met:
            continue
        sentence = _sentence(after.key, profile, now.standing, then.standing, season, today)
        as_today = without_plans(then.standing, now.standing, after.key)
        without = rule_on(replace(then, standing=as_today)).strategy
        if without is not planned:
            sentence += f"; without it the answer is {inside(STRATEGY_WORDS[without])}"
        found.append(f"{sentence}.")
    return tuple(found)


def inside(label: str) -> str:
    """A strategy's name in the middle of a sentence."""
    return label[:1].lower() + label[1:]


def without_plans(then: Standing, now: Standing, pillar: str) -> Standing:
    """The planned standing with one pillar left as it is today."""
    return replace(then, **{name: getattr(now, name) for name in COUNTS[pillar]})


def _sentence(
    pillar: str, profile: Profile, now: Standing, then: Standing, season: Season, today: date
) -> str:
    name = spoken(then.target)
    if pillar == "us_research":
        return _research(profile, now, then, season, today)
    if pillar == "strong_us_letters":
        strong = then.strong_us_target_letters - now.strong_us_target_letters
        if strong > 0:
            more = f"One more strong US letter in {name} is" if strong == 1 else (
                f"{strong} more strong US letters in {name} are")
            return f"{more} confirmed by {day(season.submission)}"
        return f"The planned letters are confirmed by {day(season.submission)}"
    hands_on = then.teaching_rotations - now.teaching_rotations
    if hands_on > 0:
        noun = count_noun(hands_on, "planned hands-on rotation is", "planned hands-on rotations are")
        return f"{noun} completed by {day(season.submission)}"
    return f"The planned rotations are completed by {day(season.submission)}"


def _research(profile: Profile, now: Standing, then: Standing, season: Season, today: date) -> str:
    name, papers = spoken(then.target), rules().value("publications")
    paper = ""
    if now.target_publications < papers <= then.target_publications:
        paper = f"{count_noun(int(papers), 'paper')} in {name} is published by {day(season.submission)}"
    now_months, then_months = whole_year_months(now.onsite_months), whole_year_months(then.onsite_months)
    aim = rules().value("onsite_months_aim")
    aim = aim if then_months >= aim else rules().value("onsite_months_min")
    if now_months >= aim or then_months < aim:
        return paper[:1].upper() + paper[1:] if paper else f"The planned research in {name} is done"
    reached = _day_reached(profile, then.target, aim, season.submission, today)
    months = f"On-site research in {name} goes on until {day(reached)}, when it reaches {number(aim)} months"
    return f"{months}, and {paper}" if paper else months


def _day_reached(profile: Profile, target: str, months: float, last: date, today: date) -> date:
    """The first day on which planned on-site research reaches so many months; `last` at the latest."""
    low, high = 0, max(0, (last - today).days)
    while low < high:
        middle = (low + high) // 2
        on = today + timedelta(days=middle)
        if standing(profile, target, on, planned=True, today=today).onsite_months >= months - SLACK:
            high = middle
        else:
            low = middle + 1
    return today + timedelta(days=low)
