"""The plan in time: the guide's Year 0, 1 and 2 placed back from the season and fitted to the person."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from smartpick.advise.circumstances import CONDITIONS, Circumstances, applied_to
from smartpick.advise.lateness import last_useful, late_words
from smartpick.advise.next_steps import next_steps
from smartpick.advise.task_words import task_words
from smartpick.advise.timeline_notes import timeline_notes
from smartpick.advise.timeline_personal import Draft, personal_drafts
from smartpick.domain.applicant import Profile
from smartpick.domain.plan import Strategies, Task, TaskState, Timeline, VisaPlan
from smartpick.domain.season import DateStatus, Season
from smartpick.facts.calendar_rules import calendar_rules
from smartpick.facts.timeline_rules import TaskRule, timeline_rules


def timeline(
    profile: Profile, season: Season, strategies: Strategies, visa: VisaPlan, today: date
) -> Timeline:
    """Every dated task of the season for this person, with the three to do next.

    Tasks come from the rules in the data and from the person's own entries (rotations, statements,
    visa facts). A task's uid is made of the season and its key, so that a calendar can update it.
    """
    c = Circumstances(profile, season, strategies, visa, today)
    drafts = [*_season_drafts(c), *personal_drafts(c)]
    drafts.sort(key=lambda d: (d.task.due, d.task.uid))
    shown = _of_specialties(c)
    return Timeline(shown, tuple(d.task for d in drafts), next_steps(drafts, today), timeline_notes(c, shown))


def _season_drafts(c: Circumstances) -> Iterator[Draft]:
    """The tasks of the rules whose conditions hold and whose days are known."""
    words = task_words(c)
    for rule in timeline_rules().tasks.values():
        if not _all_hold(rule.when, c):
            continue
        event = c.season.event(rule.event) if rule.event else None
        due = event.day if event else c.day(rule.due)
        if due is None:
            continue
        start = c.day(rule.start)
        detail = rule.detail.format(**words).strip()
        state = _state(rule, start, due, c)
        if state is TaskState.BLOCKED:
            detail = f"{rule.needs_words} {detail}"
        late_until = last_useful(rule, due, c) if state is TaskState.LATE else None
        if state is TaskState.LATE:
            detail = f"{late_words(rule, late_until, c)} {detail}"
        yield Draft(rule.worth, Task(
            uid=f"{c.season.match_year}-{rule.key}@smartpick",
            title=rule.title.format(**words),
            start=start,
            due=due,
            year=rule.year,
            lane=rule.lane,
            state=state,
            detail=detail,
            rules=rule.rules,
            status=event.status if event else DateStatus.PROJECTED,
            source=event.source if event else rule.source,
            hard=rule.hard,
            clock=event.clock if event else "",
            optional=rule.optional,
            late_until=late_until,
        ), rule.key)


def _of_specialties(c: Circumstances) -> Season:
    """The season without the dates of other services: SF Match and urology only where applied to."""
    events = calendar_rules().events
    wanted = applied_to(c)
    return Season(c.season.match_year, tuple(
        d for d in c.season.dates
        if d.key not in events or not events[d.key].specialties
        or any(s in events[d.key].specialties for s in wanted)))


def _all_hold(names: tuple[str, ...], c: Circumstances) -> bool:
    return all(CONDITIONS[name](c) for name in names)


def _state(rule: TaskRule, start: date | None, due: date, c: Circumstances) -> TaskState:
    """Done, blocked, late, due or later, in this order; without a start a task opens 30 days before."""
    if rule.done and _all_hold(rule.done, c):
        return TaskState.DONE
    opens = start or due - timedelta(days=30)
    if opens <= c.today and not _all_hold(rule.needs, c):
        return TaskState.BLOCKED
    if due < c.today:
        return TaskState.LATE
    return TaskState.DUE if opens <= c.today else TaskState.LATER
