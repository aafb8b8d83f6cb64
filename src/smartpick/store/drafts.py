"""Plans kept in memory for a while under ids nobody can guess; nothing is written on disk."""

from __future__ import annotations

import secrets
import time
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from threading import Lock

from smartpick.domain.plan import Plan

MOST = 64
LIFETIME_SECONDS = 12 * 3600.0


@dataclass(frozen=True, slots=True)
class Draft:
    """A plan, the form's answers it was made from (None: from a file or example), and the clock's second."""

    plan: Plan
    answers: Mapping[str, str] | None
    kept_at: float


class Drafts:
    """At most `most` plans, each for `lifetime` seconds; the oldest makes room for a new one.

    `clock` gives seconds and only ever grows. Safe to use from several threads.
    """

    def __init__(self, most: int = MOST, lifetime: float = LIFETIME_SECONDS,
                 clock: Callable[[], float] = time.monotonic) -> None:
        self._most, self._lifetime, self._clock = most, lifetime, clock
        self._plans: OrderedDict[str, Draft] = OrderedDict()
        self._lock = Lock()

    def keep(self, plan: Plan, answers: Mapping[str, str] | None = None) -> str:
        """Keep a plan, with the form's answers it was made from where there are any; return its id."""
        draft_id = secrets.token_urlsafe(24)
        with self._lock:
            self._drop_old()
            while len(self._plans) >= self._most:
                self._plans.popitem(last=False)
            self._plans[draft_id] = Draft(plan, answers, self._clock())
        return draft_id

    def find(self, draft_id: str) -> Draft | None:
        """The draft, or None where the id is unknown, forgotten or too old."""
        with self._lock:
            self._drop_old()
            return self._plans.get(draft_id)

    def forget(self, draft_id: str) -> bool:
        """Delete a plan at once; whether there was one."""
        with self._lock:
            return self._plans.pop(draft_id, None) is not None

    def __len__(self) -> int:
        with self._lock:
            self._drop_old()
            return len(self._plans)

    def _drop_old(self) -> None:
        limit = self._clock() - self._lifetime
        while self._plans:
            oldest = next(iter(self._plans))
            if self._plans[oldest].kept_at > limit:
                return
            del self._plans[oldest]
