"""The timeline as lanes: one lane a topic, one bar or dot a task, months along the top; pure SVG."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta

from markupsafe import Markup

from smartpick.domain.plan import Task
from smartpick.domain.words import MONTHS, count_noun, day
from smartpick.web.charts import WIDE
from smartpick.web.svg import element, label, line, picture

LANES = (
    ("decision", "Decisions"),
    ("exams", "Exams"),
    ("research", "Research"),
    ("rotations", "Rotations"),
    ("letters", "Letters"),
    ("visa", "Visa"),
    ("money", "Money"),
    ("season", "Season"),
)
ROW, GAP = 15.0, 12.0
Scale = Callable[[date], float]


def timeline_lanes(tasks: Sequence[Task], today: date, *, name: str, width: float = WIDE) -> Markup:
    """Every task on its lane between its start and due day, with a line for today.

    Tasks that overlap on a lane are put on rows below each other. The list of tasks beside it is the twin.
    """
    first, last = _span(tasks, today)
    left, right = 8.0, width - 8.0
    days = max((last - first).days, 1)

    def x(when: date) -> float:
        return left + (right - left) * (when - first).days / days

    parts, height = list(_months(first, last, x, width)), 48.0
    lanes = []
    for key, words in LANES:
        own = [t for t in tasks if t.lane == key]
        if own:
            drawn, height = _lane(words, own, x, height, right)
            lanes += drawn
    parts.append(line(x(today), 40, x(today), height, "c-today"))
    parts.append(label("today", x(today), height + 14, anchor="start", class_="c-text c-strong"))
    desc = f"{count_noun(len(tasks), 'task')} from {day(first)} to {day(last)}. The list below has them all."
    return picture(name, "Timeline by topic", desc, width, height + 22, *parts, *lanes, class_="chart lanes")


def _lane(words: str, tasks: list[Task], x: Scale, top: float, right: float) -> tuple[list[Markup], float]:
    parts = [line(8.0, top, right, top, "c-grid"), label(words, 8.0, top + 16)]
    rows: list[float] = []
    base = top + 22
    for task in sorted(tasks, key=lambda t: (t.start or t.due, t.due)):
        begin, end = x(task.start or task.due), x(task.due)
        row = next((i for i, busy in enumerate(rows) if busy + 8 < begin), len(rows))
        rows[row:row + 1] = [max(end, begin) + 6]
        parts.append(_task(task, begin, end, base + row * ROW))
    return parts, base + len(rows) * ROW + GAP


def _task(task: Task, begin: float, end: float, top: float) -> Markup:
    title = element("title", f"{task.title}: {day(task.due)}")
    kind = f"c-task c-{task.state.value}" + (" c-hard" if task.hard else "")
    if end - begin < 10:
        return element("circle", title, cx=end, cy=top + 5, r=5.0, class_=kind)
    return element("rect", title, x=begin, y=top, width=end - begin, height=10.0, rx=3, class_=kind)


def _months(first: date, last: date, x: Scale, width: float) -> list[Markup]:
    """A tick and a word each month or as often as they fit, the year above the first word it begins with."""
    months = (last.year - first.year) * 12 + last.month - first.month + 1
    every = next(n for n in (1, 2, 3, 6, 12, 24, 60, 600) if months / n * 38 <= width)
    parts, when, year = [], first, 0
    for index in range(months):
        if index % every == 0 and x(when) < width - 30:
            if when.year != year:
                parts.append(label(str(when.year), x(when), 14, class_="c-text c-strong"))
                year = when.year
            parts += [label(MONTHS[when.month - 1], x(when), 31), line(x(when), 37, x(when), 43, "c-axis")]
        when = (when + timedelta(days=32)).replace(day=1)
    return parts


def _span(tasks: Sequence[Task], today: date) -> tuple[date, date]:
    days = [today, *(t.due for t in tasks), *(t.start for t in tasks if t.start is not None)]
    last = max(days)
    return min(days).replace(day=1), (last.replace(day=1) + timedelta(days=32)).replace(day=1)
