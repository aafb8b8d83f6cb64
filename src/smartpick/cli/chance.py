"""`smartpick chance FILE`: one specialty's chance, why it is that, and who it is compared with."""

from __future__ import annotations

from typing import Annotated

import typer

from smartpick.cli.planning import (
    All,
    AsJson,
    File,
    SeasonYear,
    Today,
    check_file,
    print_json,
    read_day,
    read_season,
)


def chance(
    file: File,
    specialty: Annotated[
        str | None,
        typer.Option("--specialty", metavar="NAME", help="Such as dermatology; without it, the profile's target."),
    ] = None,
    json: AsJson = False,
    ranks: Annotated[bool, typer.Option("--ranks", help="Show the chance by number of ranks.")] = False,
    every: All = False,
    today: Today = None,
    season: SeasonYear = None,
) -> None:
    """Print one specialty's chance: counts, estimates with ranges, what moves them, and comparisons."""
    day = read_day(today)
    year = read_season(season, day)
    check_file(file)
    from smartpick.exchange.profile import read_profile

    profile = read_profile(file)
    from smartpick.usecases.chance import chance_sheet

    sheet = chance_sheet(profile, specialty=specialty, today=day, season=year)
    if json:
        from smartpick.exchange.chance_json import chance_json

        print_json(chance_json(sheet, day))
        return
    from smartpick.cli.layout import Page
    from smartpick.cli.show_chance import show_sheet

    page = Page()
    show_sheet(page, sheet, day, ranks=ranks, everything=every)
    page.show()
