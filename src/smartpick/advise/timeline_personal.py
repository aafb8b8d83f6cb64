"""Tasks made from the person's own entries: statements, rotations, feedback, quarters and visa facts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from smartpick.advise.calendar import months_before
from smartpick.advise.circumstances import Circumstances, applied_to
from smartpick.advise.lateness import last_useful, late_words
from smartpick.advise.pillars import spoken
from smartpick.advise.rotations import STUDENT_ONLY, WORDS, hands_on_possible, is_student
from smartpick.advise.task_words import SCRIPT
from smartpick.domain.applicant import ResearchPlace, Rotation
from smartpick.domain.plan import Task, TaskState
from smartpick.domain.words import day, joined
from smartpick.facts.timeline_rules import timeline_rules

QUARTERS = ("January to March", "April to June", "July to September", "October to December")
FEEDBACK_WINDOW = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class Draft:
    """A task with its worth for the choice of next steps: 3 a gate, 2 a pillar, 1 useful, 0 none."""

    worth: int
    task: Task
    kind: str = ""  # the rule it comes from: of one kind only one is a next step


def personal_drafts(c: Circumstances) -> Iterator[Draft]:
    """All tasks that come from the profile itself and not from the season alone."""
    yield from _statements(c)
    yield from _rotations(c)
    yield from _research_feedback(c)
    yield from _quarters(c)
    yield from _visa(c)


def _statements(c: Circumstances) -> Iterator[Draft]:
    """One personal statement for each specialty applied to, one-year seats included (R110)."""
    for specialty in applied_to(c):
        yield _draft("statement", c, {}, {"specialty": spoken(specialty)}, specialty)


def _rotations(c: Circumstances) -> Iterator[Draft]:
    """Rotations that lie ahead: blocked or moved where H8 asks for it, else feedback and letter reminders."""
    for number, rotation in enumerate(c.profile.rotations, 1):
        start = rotation.start or rotation.end
        end = rotation.end or _end(rotation)
        if not rotation.in_us or start is None or end is None or end < c.today:
            continue
        graduation = c.profile.education.graduation
        words = {
            "specialty": spoken(rotation.specialty),
            "kind": WORDS.get(rotation.kind, "rotation").capitalize(),
            "script": SCRIPT.format(specialty=spoken(rotation.specialty)),
            "graduation": day(graduation),
            "planned_end": day(end),
        }
        days = {"begin": start, "middle": start + (end - start) / 2, "end": end}
        if rotation.kind in STUDENT_ONLY and graduation is not None and end >= graduation:
            if is_student(c.profile, c.today):
                yield _draft("elective_moved", c, days, words, str(number))
                continue
            if not hands_on_possible(c.profile, c.today):
                yield _draft("elective_blocked", c, days, words, str(number), blocked=True)
                continue
        if days["middle"] >= c.today:
            yield _draft("feedback", c, days, words, f"rotation-{number}")
        yield _draft("letter_ask", c, days, words, f"rotation-{number}")


def _end(rotation: Rotation) -> date | None:
    """The last day of a rotation, counted in weeks where no end is given; at least its first day."""
    if rotation.start is None:
        return None
    return rotation.start + timedelta(weeks=rotation.weeks or 0)


def _research_feedback(c: Circumstances) -> Iterator[Draft]:
    """A reminder in the middle of on-site research that goes on (R63)."""
    for number, period in enumerate(c.profile.research, 1):
        if period.place is not ResearchPlace.ONSITE_US or period.start is None:
            continue
        end = min(period.end or c.season.submission, c.season.submission)
        middle = max(period.start + (end - period.start) / 2, c.today + FEEDBACK_WINDOW)
        if middle < end:
            yield _draft("feedback", c, {"middle": middle}, {"specialty": spoken(period.specialty)},
                         f"research-{number}")


def _quarters(c: Circumstances) -> Iterator[Draft]:
    """A light check-up at the end of every quarter until Match Week (R125, R126)."""
    year, quarter = c.today.year, (c.today.month - 1) // 3
    while True:
        start = date(year, 3 * quarter + 1, 1)
        year, quarter = (year, quarter + 1) if quarter < 3 else (year + 1, 0)
        due = date(year, 3 * quarter + 1, 1) - timedelta(days=1)
        if due >= c.season.day("match_week"):
            return
        words = {"quarter": f"{QUARTERS[(start.month - 1) // 3]} {start.year}"}
        yield _draft("quarter", c, {"begin": start, "end": due}, words,
                     f"{start.year}q{(start.month + 2) // 3}")


def _visa(c: Circumstances) -> Iterator[Draft]:
    """When to look at the visa facts again, and the end of the present status."""
    reviews: dict[date, list[str]] = {}
    for lane in c.visa.lanes:
        if lane.review_by is not None and c.visa.needed is not False:
            reviews.setdefault(lane.review_by, []).append(lane.label)
    for due, lanes in reviews.items():
        yield _draft("visa_review", c, {"review": max(due, c.today)}, {"lanes": joined(lanes)}, due.isoformat())
    until = c.profile.person.status_until
    if until is not None and c.visa.needed is not False and until >= c.today:
        yield _draft("status_end", c, {"end": until}, {"day": day(until)})


def _draft(key: str, c: Circumstances, days: dict[str, date], words: dict[str, str], suffix: str = "", *,
           blocked: bool = False) -> Draft:
    """A personal task from its rule, with the entry's days and words filled in; the suffix keeps uids apart."""
    rule = timeline_rules().personal[key]
    start, due = c.day(rule.start, days), c.day(rule.due, days)
    assert due is not None  # every personal rule counts from a day of its entry or of the season
    opens = start or due - timedelta(days=30)
    state = (TaskState.BLOCKED if blocked else TaskState.LATE if due < c.today
             else TaskState.DUE if opens <= c.today else TaskState.LATER)
    late_until = last_useful(rule, due, c, days) if state is TaskState.LATE else None
    detail = rule.detail.format(**words)
    if state is TaskState.LATE:
        detail = f"{late_words(rule, late_until, c)} {detail}"
    return Draft(rule.worth, Task(
        uid=f"{c.season.match_year}-{'-'.join(part for part in (key, suffix) if part)}@smartpick",
        title=rule.title.format(**words),
        start=start,
        due=due,
        year=_year(due, c) if rule.lane == "decision" else rule.year,
        lane=rule.lane,
        state=state,
        detail=detail,
        rules=rule.rules,
        source=rule.source,
        hard=rule.hard,
        optional=rule.optional,
        late_until=late_until,
    ), key)


def _year(due: date, c: Circumstances) -> int:
    """The year of the guide's plan a day falls into, counted back from submission."""
    submission = c.season.submission
    if due > submission:
        return 3
    return 2 if due > months_before(submission, 9) else 1 if due > months_before(submission, 18) else 0
