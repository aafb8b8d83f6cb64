"""Commands as a person types them: each run is a new process, with the files in the disk cache."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from benchmarks.timing import Timing, measure

ROOT = Path(__file__).parent.parent
SMARTPICK = Path(sys.executable).with_name("smartpick")
HELP_BOUND = 0.3
PLAN_BOUND = 3.0


def command(*arguments: str) -> None:
    """Run `smartpick ARGUMENTS`; CalledProcessError where it fails."""
    subprocess.run([str(SMARTPICK), *arguments], cwd=ROOT, check=True, capture_output=True)


def timings() -> Iterator[Timing]:
    """The commands with a promised time."""
    yield measure("smartpick --help", lambda: command("--help"), HELP_BOUND)
    yield measure("smartpick plan, new process", lambda: command("plan", "examples/derm_j1.yaml"), PLAN_BOUND)
