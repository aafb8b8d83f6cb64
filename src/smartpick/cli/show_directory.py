"""The directory in a terminal: programs found, an overview by specialty, and the official totals beside ours."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

from smartpick.cli.layout import Page

if TYPE_CHECKING:
    from smartpick.domain.program import Program, TrackKind
    from smartpick.facts.directory_totals import Total
    from smartpick.usecases.programs import Search

SHORT = {"categorical": "cat.", "advanced": "adv.", "preliminary": "prel.", "reserved": "res."}
LEGEND = (
    "cat. categorical (whole training), adv. advanced (from PGY-2, needs a PGY-1 year), prel. preliminary "
    "(one year), res. reserved for physicians with earlier training."
)


def show_search(search: Search, *, as_json: bool, as_csv: bool) -> None:
    """The programs found, as a table, JSON or CSV."""
    if as_json:
        _print_search_json(search)
    elif as_csv:
        from smartpick.exchange.directory_sheet import directory_csv

        sys.stdout.write(directory_csv(search.programs))
        for note in search.notes:
            sys.stderr.write(note + "\n")
    else:
        _print_search(search)


def show_overview() -> None:
    """Programs and seats of every specialty."""
    from smartpick.domain.program import TrackKind
    from smartpick.usecases.programs import VINTAGE, overview

    page = Page()
    page.heading("Directory", "How many programs, and seats of which kind?")
    rows = [
        (row.specialty.name, f"{row.programs:,}" if row.specialty.in_directory else "to import"
         if row.specialty.match_service == "SF Match" else "none",
         *(_number(row.seats[kind]) if kind in row.seats else "" for kind in TrackKind))
        for row in overview()
    ]  # fmt: skip
    page.table(("specialty", "programs", *(SHORT[kind] for kind in TrackKind)), rows)
    page.blank()
    page.text(f"Seats offered in 2026: {LEGEND}", dim=True)
    page.text(VINTAGE, dim=True)
    page.text("List programs with: smartpick programs --specialty dermatology --state NY", dim=True)
    page.show()


def show_totals(*, as_json: bool, as_csv: bool) -> None:
    """The directory beside the official table, by specialty and level."""
    from dataclasses import asdict

    from smartpick.facts.directory_totals import totals
    from smartpick.facts.specialties import specialties

    rows = totals()
    body = [
        {**asdict(row), "missing_offered": row.missing_offered, "missing_filled": row.missing_filled}
        for row in rows
    ]
    if as_json:
        _print_json({"totals": body, "sources": ["nrmp-program-results", "nrmp-state-2026"]})
        return
    if as_csv:
        from smartpick.exchange.directory_sheet import table_csv

        sys.stdout.write(table_csv(list(body[0]), [list(line.values()) for line in body]))
        return
    page = Page()
    page.heading("Totals", "What does the directory have of the official positions, 2026 Match?")
    lines = [(specialties().get(row.specialty).name, row.level, *_compared(row)) for row in rows]
    lines.append(("All", "", *_compared(*rows)))
    page.table(("specialty", "level", "offered", "lacks", "filled", "lacks"), lines)
    page.blank()
    page.text(
        "Directory of official table. pgy1 adds categorical and preliminary seats, as the official table does; "
        "pgy2 are advanced, physician are reserved seats.",
        dim=True,
    )
    page.show()


def _compared(*rows: Total) -> tuple[str, str, str, str]:
    """Offered and filled, directory of official, each with what the directory lacks."""
    offered, filled = sum(r.offered for r in rows), sum(r.filled for r in rows)
    lacks = sum(r.missing_offered for r in rows), sum(r.missing_filled for r in rows)
    return (
        f"{offered:,} of {sum(r.official_offered for r in rows):,}",
        f"{lacks[0]:,}" if lacks[0] else "–",
        f"{filled:,} of {sum(r.official_filled for r in rows):,}",
        f"{lacks[1]:,}" if lacks[1] else "–",
    )


def _print_search(search: Search) -> None:
    from smartpick.domain.words import count_noun
    from smartpick.usecases.programs import VINTAGE, seats_by_kind

    page = Page()
    what = search.specialty.name if search.specialty else "Programs"
    where = f" in {', '.join(search.states)}" if search.states else ""
    if search.programs:
        page.heading(f"{what}{where}", count_noun(len(search.programs), "program"))
        _table(page, search)
        page.blank()
        seats = seats_by_kind(search.programs)
        said = "; ".join(f"{kind.value} {_number(number)}" for kind, number in seats.items())
        page.text(f"Offered in 2026: {said}.")
        page.text(f"Filled/offered in 2026: {LEGEND}", dim=True)
        page.text(VINTAGE, dim=True)
    for note in search.notes:
        page.text(note)
    page.show()


def _table(page: Page, search: Search) -> None:
    """A column for each kind that occurs, with seats filled of seats offered: kinds are never added up."""
    from smartpick.domain.labels import place
    from smartpick.domain.program import TrackKind
    from smartpick.facts.specialties import specialties

    kinds = [k for k in TrackKind if any(t.kind is k for p in search.programs for t in p.tracks)]
    many = len({program.specialty for program in search.programs}) > 1
    head = ["program", *(["specialty"] if many else []), "institution", "place", *(SHORT[k] for k in kinds)]
    rows = []
    for program in search.programs:
        specialty = [specialties().get(program.specialty).name] if many else []
        seats = [_seats(program, kind) for kind in kinds]
        rows.append([program.program_id, *specialty, _name(program), place(program), *seats])
    page.table(head, rows)


def _name(program: Program) -> str:
    """The institution, and what tells its sister programs apart where no ACGME id does."""
    first = program.tracks[0].name
    return program.institution if program.acgme_id or "/" not in first else f"{program.institution}: {first}"


def _print_search_json(search: Search) -> None:
    from smartpick.exchange.directory_sheet import program_json
    from smartpick.facts.specialties import specialties
    from smartpick.usecases.programs import SOURCES

    names = {specialty.id: specialty.name for specialty in specialties()}
    _print_json({
        "specialty": search.specialty.id if search.specialty else None,
        "states": list(search.states),
        "kinds": [kind.value for kind in search.kinds],
        "institution": search.institution,
        "count": len(search.programs),
        "programs": [program_json(program, names[program.specialty]) for program in search.programs],
        "notes": list(search.notes),
        "sources": list(SOURCES),
    })  # fmt: skip


def _seats(program: Program, kind: TrackKind) -> str:
    tracks = [track for track in program.tracks if track.kind is kind]
    if not tracks:
        return ""
    if any(t.quota_2026 is None or t.filled_2026 is None for t in tracks):
        return "unknown"
    return f"{sum(t.filled_2026 or 0 for t in tracks)}/{sum(t.quota_2026 or 0 for t in tracks)}"


def _number(number: int | None) -> str:
    return "unknown" if number is None else f"{number:,}"


def _print_json(body: object) -> None:
    sys.stdout.write(json.dumps(body, ensure_ascii=False, indent=2) + "\n")
