"""The three things to do next: the most useful ones that can be started, never overdue trivia."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from smartpick.advise.timeline_personal import Draft
from smartpick.domain.plan import Task, TaskState

STEPS = 3
SOON = timedelta(days=120)  # tasks that open within four months can be prepared now
GATE = 3  # worth of a task that opens a gate


def next_steps(drafts: Sequence[Draft], today: date) -> tuple[Task, ...]:
    """At most three tasks, chosen by this rule, the same for everyone:

    1. Left out: tasks that are done, blocked or optional, those without worth, and late ones unless
       they open a gate and still help this season.
    2. First the tasks that are open or open within four months: the worthier before the less worthy,
       then the earlier due, then by uid.
    3. Where fewer than three are open, the next ones to open follow.
    4. Of one kind, such as a look at the visa facts, only the first.
    """
    useful = [d for d in drafts if _useful(d)]
    near = [d for d in useful if _opens(d.task) <= today + SOON]
    far = [d for d in useful if d not in near]
    near.sort(key=lambda d: (-d.worth, _last(d.task), d.task.uid))
    far.sort(key=lambda d: (_opens(d.task), -d.worth, d.task.due, d.task.uid))
    chosen: dict[str, Task] = {}
    for draft in near + far:
        chosen.setdefault(draft.kind or draft.task.uid, draft.task)
    return tuple(chosen.values())[:STEPS]


def _useful(draft: Draft) -> bool:
    if draft.worth == 0 or draft.task.optional:
        return False
    task = draft.task
    if task.state is TaskState.LATE:
        return draft.worth >= GATE and task.late_until is not None
    return task.state in (TaskState.DUE, TaskState.LATER)


def _opens(task: Task) -> date:
    return task.start or task.due


def _last(task: Task) -> date:
    return task.late_until or task.due
