"""How things are timed: warm-ups, then the median of several runs, with the slowest and fastest beside it."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass

WARM_UPS = 2
RUNS = 10
CALIBRATION_STEPS = 2_000_000


@dataclass(frozen=True, slots=True)
class Timing:
    """Wall-clock seconds of one thing; `bound` is what was promised."""

    name: str
    seconds: tuple[float, ...]
    bound: float | None = None

    @property
    def median(self) -> float:
        return statistics.median(self.seconds)

    @property
    def within(self) -> bool:
        return self.bound is None or self.median <= self.bound


def measure(name: str, run: Callable[[], object], bound: float | None = None, *,
            runs: int = RUNS, warm_ups: int = WARM_UPS) -> Timing:
    """Time `run` after some warm-ups that do not count."""
    for _ in range(warm_ups):
        run()
    return Timing(name, tuple(_seconds(run) for _ in range(runs)), bound)


def calibration() -> int:
    """A fixed amount of plain Python work, the same on every machine and in every release."""
    total = 0
    for i in range(CALIBRATION_STEPS):
        total += i & 7
    return total


def _seconds(run: Callable[[], object]) -> float:
    start = time.perf_counter()
    run()
    return time.perf_counter() - start
