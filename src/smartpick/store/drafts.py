"""Plans kept in memory for a while under ids nobody can guess; nothing is written on disk."""

from __future__ import annotations

import secrets
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, replace
from threading import Lock

from smartpick.domain.applicant import Profile
from smartpick.domain.plan import Plan

MOST = 64
LIFETIME_SECONDS = 12 * 3600.0


@dataclass(frozen=True, slots=True)
class Draft:
    """A plan, the profile it was made from, and the clock's second.

    `scenario` is the id it was kept under in the workspace, once it was.
    """

    plan: Plan
    kept_at: float
    profile: Profile
    scenario: str | None = None
    actions_only: bool = False


class Drafts:
    """At most `most` plans, each for `lifetime` seconds; the oldest makes room for a new one.

    `clock` gives seconds and only ever grows. Safe to use from several threads.
    """

    def __init__(self, most: int = MOST, lifetime: float = LIFETIME_SECONDS,
                 clock: Callable[[], float] = time.monotonic) -> None:
        self._most, self._lifetime, self._clock = most, lifetime, clock
        self._plans: OrderedDict[str, Draft] = OrderedDict()
        self._lock = Lock()

    def keep(self, plan: Plan, profile: Profile | None = None) -> str:
        """Keep a plan with the profile behind it, which is the plan's own unless given; return its id."""
        draft_id = secrets.token_urlsafe(24)
        with self._lock:
            self._drop_old()
            while len(self._plans) >= self._most:
                self._plans.popitem(last=False)
            self._plans[draft_id] = Draft(plan, self._clock(), profile or plan.profile)
        return draft_id

    def find(self, draft_id: str) -> Draft | None:
        """The draft, or None where the id is unknown, forgotten or too old."""
        with self._lock:
            self._drop_old()
            return self._plans.get(draft_id)

    def change(self, draft_id: str, plan: Plan, profile: Profile) -> bool:
        """Put a changed plan in the place of an earlier one; whether there was one."""
        return self._put(draft_id, lambda draft: replace(draft, plan=plan, profile=profile))

    def hide_chances(self, draft_id: str, hide: bool) -> bool:
        """Note whether this plan is shown without chances; whether there was one."""
        return self._put(draft_id, lambda draft: replace(draft, actions_only=hide))

    def kept_as(self, draft_id: str, scenario: str) -> bool:
        """Note the scenario a plan was kept as, so that it is not kept twice; whether there was one."""
        return self._put(draft_id, lambda draft: replace(draft, scenario=scenario))

    def forget(self, draft_id: str) -> bool:
        """Delete a plan at once; whether there was one."""
        with self._lock:
            return self._plans.pop(draft_id, None) is not None

    def forget_all(self) -> None:
        """Delete every plan at once."""
        with self._lock:
            self._plans.clear()

    def __len__(self) -> int:
        with self._lock:
            self._drop_old()
            return len(self._plans)

    def _put(self, draft_id: str, changed: Callable[[Draft], Draft]) -> bool:
        with self._lock:
            self._drop_old()
            draft = self._plans.get(draft_id)
            if draft is not None:
                self._plans[draft_id] = changed(draft)
            return draft is not None

    def _drop_old(self) -> None:
        limit = self._clock() - self._lifetime
        while self._plans:
            oldest = next(iter(self._plans))
            if self._plans[oldest].kept_at > limit:
                return
            del self._plans[oldest]
