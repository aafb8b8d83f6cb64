"""`smartpick programs`: search the directory of the 2026 Match, or compare it with the official totals."""

from __future__ import annotations

from typing import Annotated

import typer

from smartpick.errors import SmartPickError

SpecialtyText = Annotated[
    str | None,
    typer.Option("--specialty", "-s", metavar="TEXT", help="A specialty: dermatology, ENT, IM, ..."),
]
StateTexts = Annotated[
    list[str] | None,
    typer.Option("--state", metavar="STATE", help="A state, NY or New York; more with commas or again."),
]
KindTexts = Annotated[
    list[str] | None,
    typer.Option("--kind", metavar="KIND", help="categorical, advanced, preliminary or reserved."),
]
InstitutionText = Annotated[
    str | None,
    typer.Option("--institution", metavar="TEXT", help="Words of an institution's name, or its code."),
]


def programs(
    specialty: SpecialtyText = None,
    state: StateTexts = None,
    kind: KindTexts = None,
    institution: InstitutionText = None,
    totals: Annotated[
        bool, typer.Option("--totals", help="Compare with the official totals instead.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON, complete.")] = False,
    as_csv: Annotated[bool, typer.Option("--csv", help="Print CSV, one line a track.")] = False,
) -> None:
    """Search the directory of the 2026 Match and of urology.

    Without options: an overview by specialty. For example: smartpick programs --specialty dermatology --state NY
    """
    if as_json and as_csv:
        raise SmartPickError("--json and --csv do not go together.", remedy="Choose one.")
    filters = (specialty, state, kind, institution)
    if totals:
        if any(filters):
            raise SmartPickError("--totals takes no filters.", remedy="Leave out the other options.")
        from smartpick.cli.show_directory import show_totals

        show_totals(as_json=as_json, as_csv=as_csv)
    elif any(value is not None for value in filters) or as_json or as_csv:
        from smartpick.cli.show_directory import show_search
        from smartpick.usecases.programs import find_programs

        found = find_programs(specialty, _split(state), _split(kind), institution)
        show_search(found, as_json=as_json, as_csv=as_csv)
    else:
        from smartpick.cli.show_directory import show_overview

        show_overview()


def _split(texts: list[str] | None) -> list[str]:
    return [part.strip() for text in texts or [] for part in text.split(",")]
