"""From a command line to a plan: the options every planning command shares, read and checked."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Sequence
from datetime import date
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from smartpick.errors import NotFound, SmartPickError

if TYPE_CHECKING:
    from smartpick.domain.plan import Plan

FIRST_DAY, LAST_DAY = date(2020, 1, 1), date(2099, 12, 31)
MATCH_MONTH = 3
SEASONS_AHEAD = 9
PROFILE_FILES = ("*.yaml", "*.yml", "*.json")

File = Annotated[Path, typer.Argument(metavar="FILE", help="A profile, YAML or JSON.", show_default=False)]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON, complete.")]
All = Annotated[bool, typer.Option("--all", help="Show every row and detail.")]
Today = Annotated[
    str | None, typer.Option("--today", metavar="DATE", help="Plan as of this day, such as 2026-11-22.")
]
SeasonYear = Annotated[
    str | None, typer.Option("--season", metavar="YEAR", help="The Match to plan for: 2028 is March 2028.")
]


def make(file: Path, today: str | None, season: str | None) -> Plan:
    """Read the profile and plan. Imported late: reading needs pydantic, planning needs numpy."""
    day = read_day(today)
    year = read_season(season, day)
    check_file(file)
    from smartpick.exchange.profile import read_profile

    profile = read_profile(file)
    from smartpick.usecases.plan import make_plan

    return make_plan(profile, today=day, season=year)


def read_day(text: str | None) -> date:
    """`--today`, or the machine's own day."""
    if text is None:
        return date.today()
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise SmartPickError(
            f"--today {text} is not a day.", remedy="Write it as 2026-11-22.", field="--today"
        ) from None
    if not FIRST_DAY <= day <= LAST_DAY:
        raise SmartPickError(
            f"--today {text} lies outside the years SmartPick can plan for.",
            remedy=f"Choose a day from {FIRST_DAY.year} to {LAST_DAY.year}.",
            field="--today",
        )
    return day


def read_season(text: str | None, today: date) -> int | None:
    """`--season`: a Match that is neither over nor too far away to have a calendar."""
    if text is None:
        return None
    first = today.year if today.month <= MATCH_MONTH else today.year + 1
    last = first + SEASONS_AHEAD
    if not text.isdecimal() or not first <= int(text) <= last:
        raise SmartPickError(
            f"--season {text} is not a Match that can be planned on {today.isoformat()}.",
            remedy=f"Choose a year from {first} to {last}; 2028 is the Match of March 2028.",
            field="--season",
        )
    return int(text)


def check_file(file: Path) -> None:
    """A missing profile is answered with the nearest one there is."""
    if file.is_dir():
        remedy = f"Name a file in it, such as{_suggested('', file) or ' me.yaml'}."
        raise NotFound(f"{file} is a folder, not a profile.", remedy=remedy, field="FILE")
    if not file.exists():
        hint = _suggested(file.stem, file.parent, Path("examples"))
        remedy = f"Did you mean{hint}?" if hint else "Write one with: smartpick profile new --out me.yaml"
        raise NotFound(f"There is no file {file}.", remedy=remedy, field="FILE")


def _suggested(stem: str, *folders: Path) -> str:
    """The nearest profile by name, else any, as " FOLDER/NAME" or nothing."""
    found: dict[str, Path] = {}
    for folder in folders:
        for pattern in PROFILE_FILES:
            for path in sorted(folder.glob(pattern)) if folder.is_dir() else ():
                found.setdefault(path.stem, path)
    near = get_close_matches(stem, found, n=1, cutoff=0.5) if stem else sorted(found)[:1]
    return f" {found[near[0]]}" if near else ""


def print_json(body: Any) -> None:
    """A JSON document on standard output; letters stay letters, no NaN is let through."""
    sys.stdout.write(json.dumps(body, ensure_ascii=False, allow_nan=False, indent=2) + "\n")


def print_sections(plan: Plan, sections: Sequence[Callable[..., None]], *, everything: bool) -> None:
    """Lay out the sections for this terminal and write them."""
    from smartpick.cli.layout import Page

    page = Page()
    for show in sections:
        show(page, plan, everything=everything)
    page.show()
