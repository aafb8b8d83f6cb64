"""`smartpick openness`: one program in words or JSON, or every track as CSV, after the user's evidence."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from smartpick.cli.planning import AsJson, Today, print_json, read_day
from smartpick.errors import SmartPickError

if TYPE_CHECKING:
    from smartpick.domain.openness import Evidence, OpenValue
    from smartpick.errors import Problem
    from smartpick.odds.openness.reasons import ProgramSheet

LABELS = {
    "j1": "sponsors the J-1",
    "h1b": "sponsors the H-1B",
    "img_share": "share of IMGs",
    "non_us_img_share": "share of non-US IMGs",
    "non_us_img_any": "has any non-US IMG",
    "non_us_img_20": "at least 20% non-US IMGs",
}
MOST_LINES = 10  # named of those left out
WHY = {"j1": "J-1", "h1b": "H-1B", "non_us_img_share": "Non-US IMGs"}


def openness(
    program: Annotated[
        str | None, typer.Option("--program", metavar="ID", help="A program, track or ACGME id.")
    ] = None,
    as_csv: Annotated[bool, typer.Option("--csv", help="Print CSV, one line a track.")] = False,
    evidence: Annotated[
        Path | None, typer.Option("--evidence", metavar="FILE", help="A CSV of what you found out.")
    ] = None,
    specialty: Annotated[
        str | None, typer.Option("--specialty", metavar="NAME", help="With --csv: this specialty only.")
    ] = None,
    json: AsJson = False,
    today: Today = None,
) -> None:
    """Show how open programs are to IMGs and visas: estimates with intervals, moved by your evidence.

    The evidence file has the columns program_id, field, value, kind, date, note. For example:
    smartpick openness --program 1402421172
    """
    day = read_day(today)
    if as_csv == (program is not None):
        raise SmartPickError("Say which program, or ask for all of them.",
                             remedy="Use --program ID, or --csv for every track.", field="--program")
    if as_csv and json:
        raise SmartPickError("--json and --csv do not go together.", remedy="Choose one.")
    if specialty is not None and not as_csv:
        raise SmartPickError("--specialty goes with --csv.", remedy="Leave it out, or ask for --csv.")
    found: tuple[Evidence, ...] = ()
    if evidence is not None:
        from smartpick.exchange.evidence import read_evidence

        left_out: list[Problem] = []
        found = read_evidence(evidence, day, left_out)
        _say_left_out(left_out)
    if as_csv:
        from smartpick.exchange.openness_sheet import openness_csv
        from smartpick.usecases.openness import track_table

        table = track_table(found, day, specialty)
        sys.stdout.write(openness_csv(table.tracks, table.programs, table.values))
        return
    from smartpick.usecases.openness import program_sheet

    assert program is not None
    sheet = program_sheet(program, found, day)
    if json:
        from smartpick.exchange.openness_sheet import sheet_json

        print_json(sheet_json(sheet))
    else:
        _show(sheet)


def _say_left_out(left_out: list[Problem]) -> None:
    """Lines of the evidence that could not be used, on stderr: the answer itself stays clean."""
    from smartpick.domain.words import count_noun

    if left_out:
        lines = ", ".join(str(p.line) for p in left_out[:MOST_LINES])
        more = " and others" if len(left_out) > MOST_LINES else ""
        sys.stderr.write(f"Left out: {count_noun(len(left_out), 'line')} on programs the directory does not have "
                         f"(line {lines}{more}). `smartpick programs` lists what it has.\n")


def _show(sheet: ProgramSheet) -> None:
    from smartpick.cli.layout import Page
    from smartpick.domain.words import count_noun

    page, program = Page(), sheet.program
    where = ", ".join(part for part in (program.city, program.state) if part)
    page.heading(program.institution, f"{sheet.specialty_name}{f', {where}' if where else ''} ({program.program_id})")
    rows = [(LABELS[name], *_cells(getattr(sheet.openness, name))) for name in LABELS]
    page.table(("", "", "90% interval", "from"), rows)
    page.blank()
    if sheet.openness.cutoff_step2 is not None:
        page.text(f"Step 2 CK cutoff you noted: {sheet.openness.cutoff_step2:.0f}.")
    for name, found in sheet.reasons.items():
        if found:
            page.text(f"{WHY[name]}: " + " ".join(reason.sentence for reason in found))
    if sheet.openness.evidence:
        page.text(f"Your evidence: {count_noun(len(sheet.openness.evidence), 'entry', 'entries')} on this program.")
    if sheet.openness.sisters:
        page.text(f"Your evidence on {count_noun(sheet.openness.sisters, 'other program', 'other programs')} of the "
                  "institution counts here too.")
    for sentence in sheet.openness.conflicts:
        page.item("!", sentence)
    page.text(sheet.note, dim=True)
    page.text("Sources: " + "; ".join(source.title for source in sheet.sources) + ".", dim=True)
    page.show()


def _cells(value: OpenValue) -> tuple[str, str, str]:
    from smartpick.domain.words import percent, percent_range

    part = value.estimate
    return percent(part.value), percent_range(part.low, part.high), value.standing.value
