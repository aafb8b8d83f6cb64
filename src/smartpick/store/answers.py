"""Answers on their way to a plan, in memory for a while under ids nobody can guess; nothing is written on disk."""

from __future__ import annotations

import secrets
import time
from collections import OrderedDict
from collections.abc import Callable, Mapping
from threading import Lock

MOST = 64
LIFETIME_SECONDS = 12 * 3600.0


class AnswerSheets:
    """At most `MOST` sheets of answers, each for twelve hours after its last change; safe to use from threads."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._sheets: OrderedDict[str, tuple[float, dict[str, str]]] = OrderedDict()
        self._lock = Lock()

    def new(self, typed: Mapping[str, str]) -> str:
        """Begin a sheet; its id."""
        sheet_id = secrets.token_urlsafe(24)
        with self._lock:
            self._drop_old()
            while len(self._sheets) >= MOST:
                self._sheets.popitem(last=False)
            self._sheets[sheet_id] = self._clock(), dict(typed)
        return sheet_id

    def find(self, sheet_id: str) -> dict[str, str] | None:
        """A copy of what was answered so far, or None where the sheet is unknown or too old."""
        with self._lock:
            self._drop_old()
            found = self._sheets.get(sheet_id)
            return None if found is None else dict(found[1])

    def write(self, sheet_id: str, typed: Mapping[str, str]) -> bool:
        """Add answers to a sheet, replacing earlier ones of the same name; whether there was one."""
        with self._lock:
            self._drop_old()
            found = self._sheets.pop(sheet_id, None)
            if found is not None:
                self._sheets[sheet_id] = self._clock(), {**found[1], **typed}
            return found is not None

    def forget_all(self) -> None:
        """Delete every sheet at once."""
        with self._lock:
            self._sheets.clear()

    def _drop_old(self) -> None:
        limit = self._clock() - LIFETIME_SECONDS
        while self._sheets:
            oldest = next(iter(self._sheets))
            if self._sheets[oldest][0] > limit:
                return
            del self._sheets[oldest]
