"""`smartpick plan FILE`: the whole plan in a terminal, as JSON, as CSV, or written into a folder."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from smartpick.cli.layout import Page
from smartpick.cli.planning import All, AsJson, File, SeasonYear, Today, make, print_json, print_sections
from smartpick.cli.show_advice import show_chances, show_reality, show_steps, show_verdict, show_visa
from smartpick.cli.show_list import show_costs, show_list, show_sources, show_timeline, show_unknown
from smartpick.domain.labels import TYPE_WORDS
from smartpick.domain.plan_words import season_cautions
from smartpick.domain.words import day, joined
from smartpick.errors import SmartPickError

if TYPE_CHECKING:
    from smartpick.domain.plan import Plan


def plan(
    file: File,
    json: AsJson = False,
    csv: Annotated[bool, typer.Option("--csv", help="Print the programs as CSV.")] = False,
    out: Annotated[
        Path | None,
        typer.Option("--out", metavar="DIR", help="Write the plan, list and calendar as files here."),
    ] = None,
    every: All = False,
    today: Today = None,
    season: SeasonYear = None,
) -> None:
    """Print the plan for a profile: visa, verdict, reality, chances, next steps, list, costs and dates."""
    if json and csv:
        raise SmartPickError("--json and --csv cannot be printed at once.", remedy="Choose one of them.")
    made = make(file, today, season)
    if json:
        from smartpick.exchange.plan_json import plan_json

        print_json(plan_json(made))
    elif csv:
        from smartpick.exchange.sheet import programs_csv

        sys.stdout.write(programs_csv(made))
    elif out is None:
        print_sections(made, SECTIONS, everything=every)
    if out is not None:
        written = _write(made, out)
        stream = sys.stderr if json or csv else sys.stdout
        stream.write(f"Wrote {joined([path.name for path in written])} to {out}.\n")


def _write(made: Plan, out: Path) -> list[Path]:
    from smartpick.usecases.export import export_plan

    return [Path(path) for path in export_plan(made, out)]


def show_title(page: Page, made: Plan, *, everything: bool) -> None:
    """Whose plan this is, for which Match and as of which day."""
    profile = made.profile
    page.heading(f"Your plan for the {made.season.match_year} Match", f"as of {day(made.today)}")
    others = [made.name(target) for target in profile.targets[1:]]
    beside = f" with {joined(others)} beside it" if others else ""
    kind = TYPE_WORDS[profile.applicant_type] if profile.applicant_type else "type of applicant unknown"
    example = " An invented example." if profile.is_example else ""
    page.text(f"{made.name(profile.target)}{beside}, {kind}.{example}")
    for caution in season_cautions(made):
        page.text(caution.message)


SECTIONS = (
    show_title,
    show_visa,
    show_verdict,
    show_reality,
    show_chances,
    show_steps,
    show_list,
    show_costs,
    show_timeline,
    show_unknown,
    show_sources,
)
