"""`make bench`: prints the median of ten runs of each thing beside the calibration loop; 1 where a bound is missed."""

from __future__ import annotations

import sys
from collections.abc import Iterator

from benchmarks import chances, commands, page, planning
from benchmarks.timing import Timing, calibration, measure


def main() -> int:
    """Measure everything and print one line each."""
    missed = 0
    loop = measure("calibration loop", calibration)
    print(f"{'':36}{'median':>9}{'fastest':>9}{'slowest':>9}{'bound':>8}{'loops':>8}")
    for timing in _everything(loop):
        bound = "" if timing.bound is None else f"{timing.bound:.2f} s"
        print(f"{timing.name:36}{timing.median:7.3f} s{min(timing.seconds):7.3f} s{max(timing.seconds):7.3f} s"
              f"{bound:>8}{timing.median / loop.median:8.2f}{'' if timing.within else '  over its bound'}", flush=True)
        missed += not timing.within
    return 1 if missed else 0


def _everything(loop: Timing) -> Iterator[Timing]:
    yield loop
    yield from commands.timings()
    yield from chances.timings()
    yield from planning.timings()
    yield from page.timings()


if __name__ == "__main__":
    sys.exit(main())
