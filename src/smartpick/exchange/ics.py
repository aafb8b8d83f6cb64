"""The plan's dates as an iCalendar file that any calendar can take in, and take in again after a change."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from icalendar import Alarm, Calendar, Event, Timezone

from smartpick.domain.labels import STATUS_WORDS
from smartpick.domain.plan import Plan, Task, TaskState
from smartpick.domain.plan_words import when_late
from smartpick.domain.season import DateStatus, SeasonDate
from smartpick.domain.words import day

ZONE = "America/New_York"  # the Match keeps Eastern time
REMINDERS = (timedelta(days=-7), timedelta(days=-1))  # before days set by others
LENGTH = timedelta(minutes=30)  # of events with a clock time
SUGGESTION = "This day is a suggestion, counted back from the dates of the season."
FIRST_DAY = date(2026, 1, 1)  # sequence numbers count from here


def calendar_ics(plan: Plan) -> bytes:
    """Every task that is not done and every season date, as UTF-8 bytes with CRLF line ends.

    The same plan gives the same bytes: stamps come from the plan's day, uids from season and task. A
    later plan has a higher sequence number, so that calendars replace the older events.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//SmartPick//Plan//EN")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("x-wr-calname", f"SmartPick, Match {plan.season.match_year}")
    tasks = [t for t in plan.timeline.tasks if t.state is not TaskState.DONE]
    dates = [d for d in plan.timeline.season.dates if not _told(d, tasks)]
    if any(t.clock for t in tasks) or any(d.clock for d in dates):
        calendar.add_component(_zone(plan))
    for task in tasks:
        calendar.add_component(_task(task, plan))
    for event in dates:
        calendar.add_component(_season_date(event, plan))
    return bytes(calendar.to_ical())


def _told(event: SeasonDate, tasks: list[Task]) -> bool:
    """Whether a task already stands on the day and hour of this season date."""
    return any(task.due == event.day and task.clock == event.clock and task.source == event.source
               for task in tasks)


def _zone(plan: Plan) -> Timezone:
    """The VTIMEZONE for the years of the plan."""
    return Timezone.from_tzid(ZONE, first_date=date(plan.today.year - 1, 1, 1),
                              last_date=date(plan.season.match_year + 1, 1, 1))


def _task(task: Task, plan: Plan) -> Event:
    """A task on its day; a late one on the day of the plan, because nobody looks for it in the past."""
    late = when_late(task)
    said = [f"{late[:1].upper()}{late[1:]}.", task.detail] if late else [task.detail]
    if task.rules:
        said.append(f"Why: {', '.join(task.rules)}.")
    said.append(_status_words(task.status, _rule_of(task, plan)) if task.hard else SUGGESTION)
    projected = task.hard and task.status is DateStatus.PROJECTED
    title = f"{task.title} (projected)" if projected else task.title
    if late:
        title = f"Late: {title}"
    on, clock = (plan.today, "") if late and task.due < plan.today else (task.due, task.clock)
    event = _event(task.uid, title, on, clock, said, plan)
    event.add("categories", [task.lane])
    if task.hard and not late:
        _remind(event, task.title)
    return event


def _rule_of(task: Task, plan: Plan) -> str:
    """The projection in words where a season date stands behind the task."""
    behind = (d.rule for d in plan.timeline.season.dates if d.day == task.due and d.source == task.source)
    return next(behind, "")


def _season_date(item: SeasonDate, plan: Plan) -> Event:
    projected = item.status is DateStatus.PROJECTED
    title = f"{item.label} (projected)" if projected else item.label
    uid = f"{plan.season.match_year}-date-{item.key}@smartpick"
    event = _event(uid, title, item.day, item.clock, [_status_words(item.status, item.rule)], plan)
    event.add("categories", ["season"])
    return event


def _status_words(status: DateStatus, rule: str) -> str:
    """How sure a date is, as a whole sentence."""
    if status is DateStatus.CONFIRMED:
        return f"This date is {STATUS_WORDS[status]}: its publisher's page was read."
    why = f" ({rule})" if rule else ""
    return f"This date is {STATUS_WORDS[status]}{why}: look at the publisher's page before you rely on it."


def _event(uid: str, title: str, on: date, clock: str, said: list[str], plan: Plan) -> Event:
    """An all-day event, or one in New York time where the clock is known."""
    event = Event()
    event.add("uid", uid)
    event.add("dtstamp", datetime.combine(plan.today, time(), UTC))
    event.add("sequence", max(0, (plan.today - FIRST_DAY).days))
    event.add("summary", title)
    if clock:
        begins = datetime.combine(on, time.fromisoformat(clock), ZoneInfo(ZONE))
        event.add("dtstart", begins)
        event.add("dtend", begins + LENGTH)
    else:
        event.add("dtstart", on)
        event.add("dtend", on + timedelta(days=1))
    event.add("transp", "TRANSPARENT")
    event.add("description", "\n".join([*said, f"From the plan of {day(plan.today)}."]))
    return event


def _remind(event: Event, title: str) -> None:
    for before in REMINDERS:
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", title)
        alarm.add("trigger", before)
        event.add_component(alarm)
