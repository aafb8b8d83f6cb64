"""Openness as CSV and JSON: one row a track, every value with its interval and whether it is an estimate."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from smartpick.exchange.plan_json import encoded
from smartpick.facts.directory import directory

if TYPE_CHECKING:
    from smartpick.odds.openness.estimate import AllValues
    from smartpick.odds.openness.reasons import ProgramSheet

DIGITS = 4
VALUES = ("j1", "h1b", "img_share", "non_us_img_share", "non_us_img_any", "non_us_img_20")
COLUMNS = ("track_id", "program_id", "acgme_id", "institution",
           *(f"{name}{part}" for name in VALUES for part in ("", "_low", "_high", "_basis")))


def openness_csv(tracks: Sequence[int], programs: Sequence[int], values: AllValues) -> str:
    """CSV text: tracks and their programs by row of the directory."""
    listed, columns = directory().tracks, directory().program_columns
    acgme = [str(key)[1:] if str(key)[:1] == "P" and str(key)[1:].isdigit() else "" for key in columns.program_id]
    names = directory().history.institution_name
    cells: dict[int, list[str]] = {}
    for row in dict.fromkeys(programs):
        numbers: list[str] = []
        for name in VALUES:
            part = values.by_name[name]
            numbers += [f"{x[row]:.{DIGITS}f}" for x in (part.value, part.low, part.high)]
            numbers.append("evidence" if values.own[name][row] else "estimate")
        cells[row] = [str(columns.program_id[row]), acgme[row], str(names[row]), *numbers]
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows([str(listed.track_id[track]), *cells[row]] for track, row in zip(tracks, programs, strict=True))
    return text.getvalue()


def sheet_json(sheet: ProgramSheet) -> dict[str, Any]:
    """One program's openness as JSON; estimates as everywhere, `basis` is estimate or evidence."""
    body = encoded(sheet.openness)
    program = sheet.program
    return {
        "program_id": program.program_id,
        "acgme_id": program.acgme_id,
        "institution": program.institution,
        "institution_id": program.institution_id,
        "specialty": program.specialty,
        "specialty_name": sheet.specialty_name,
        "city": program.city,
        "state": program.state,
        **{name: {**body[name]["estimate"], "basis": body[name]["standing"]} for name in VALUES},
        "cutoff_step2": body["cutoff_step2"],
        "evidence": body["evidence"],
        "sisters_with_evidence": sheet.openness.sisters,
        "conflicts": body["conflicts"],
        "reasons": {name: [reason.sentence for reason in found] for name, found in sheet.reasons.items()},
        "note": sheet.note,
        "sources": encoded(sheet.sources),
    }
