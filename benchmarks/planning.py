"""The plan in one running program: the first applicant loads the facts, later ones only think."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from itertools import count
from pathlib import Path

from benchmarks.timing import Timing, measure
from smartpick.domain.applicant import Profile
from smartpick.exchange.profile import read_profile
from smartpick.facts.directory import directory
from smartpick.usecases.plan import make_plan

EXAMPLES = Path(__file__).parent.parent / "examples"
TODAY = date(2026, 11, 22)
PLAN_BOUND = 0.3
DIRECTORY_BOUND = 0.1


def always_someone_new(profile: Profile) -> Callable[[], object]:
    """A run that plans for a slightly different person each time, so that no answer can be remembered."""
    budgets = count(start=1_200, step=7)

    def run() -> object:
        wishes = replace(profile.wishes, budget_usd=next(budgets))
        return make_plan(replace(profile, wishes=wishes), today=TODAY)

    return run


def load_directory() -> object:
    """Read the directory's table from disk into columns."""
    directory.cache_clear()
    return directory()


def timings() -> Iterator[Timing]:
    """The directory, then each example after another one has been planned."""
    yield measure("directory, read into columns", load_directory, DIRECTORY_BOUND)
    make_plan(read_profile(EXAMPLES / "derm_j1.yaml"), today=TODAY)
    for name in ("im_dual", "ortho_reapplicant", "neurosurgery_student", "derm_j1"):
        profile = read_profile(EXAMPLES / f"{name}.yaml")
        yield measure(f"plan in-process, {name}", always_someone_new(profile), PLAN_BOUND)
