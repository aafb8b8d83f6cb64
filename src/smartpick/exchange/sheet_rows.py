"""The rows of the program table, the same in CSV and XLSX, with every text made harmless for a spreadsheet."""

from __future__ import annotations

from smartpick.domain.labels import (
    ACTION_WORDS,
    BAND_WORDS,
    BASIS_WORDS,
    KIND_WORDS,
    PURPOSE_WORDS,
    SIGNAL_WORDS,
    TIER_WORDS,
)
from smartpick.domain.plan import Plan, ProgramRow
from smartpick.domain.program import Track

Cell = str | int | float | None

LONGEST_TEXT = 32_000  # a cell of a spreadsheet holds 32,767 characters
FORMULA_STARTS = "=+-@\t\r\n＝＋－＠"  # what spreadsheets take for the start of a formula

COLUMNS = (
    "on_list", "order", "program", "city", "state", "specialty", "list", "kind", "seats_2026", "tier", "action",
    "signal", "visa", "visa_basis", "estimated_sponsor_low", "estimated_sponsor_high", "estimated_sponsor_middle",
    "estimated_share_low", "estimated_share_high", "estimated_share_middle",
    "interview_chance",
    "interview_low", "interview_high", "band", "why", "nrmp_codes", "program_id", "acgme_id", "website",
    "visa_checked_on", "visa_source", "checked_by", "notes",
)  # fmt: skip
SHARES = tuple(c for c in COLUMNS if c.startswith(("estimated_", "interview")))
OWN_COLUMNS = 4  # the last ones are left empty for the user (R75)


def harmless(text: str) -> str:
    """Text that no spreadsheet runs: an apostrophe before anything that looks like a formula."""
    short = text[:LONGEST_TEXT]
    return f"'{short}" if short.lstrip(" ")[:1] in tuple(FORMULA_STARTS) else short


def program_rows(plan: Plan, *, chosen_only: bool = False) -> list[list[Cell]]:
    """One row a program in the order of COLUMNS, the chosen ones first; shares and chances from 0 to 1."""
    rest = () if chosen_only else tuple(row for row in plan.programs if not row.on_list)
    return [_safe(_row(row, plan)) for row in (*plan.chosen, *rest)]


def _row(row: ProgramRow, plan: Plan) -> list[Cell]:
    program, interview = row.program, row.interview
    return [
        "yes" if row.on_list else "no",
        row.rank_in_list,
        program.institution,
        program.city,
        program.state,
        plan.name(program.specialty),
        PURPOSE_WORDS.get(row.purpose, row.purpose),
        ", ".join(KIND_WORDS[kind] for kind in row.kinds),
        row.seats,
        TIER_WORDS[row.tier],
        ACTION_WORDS[row.action],
        SIGNAL_WORDS[row.signal],
        row.visa,
        BASIS_WORDS[row.visa_basis],
        row.visa_chance.low if row.visa_chance else None,
        row.visa_chance.high if row.visa_chance else None,
        row.visa_chance.value if row.visa_chance else None,
        row.openness.low,
        row.openness.high,
        row.openness.value,
        interview.value if interview else None,
        interview.low if interview else None,
        interview.high if interview else None,
        BAND_WORDS[row.band],
        " ".join(row.reasons),
        " ".join(_codes(program.tracks, row)),
        program.program_id,
        program.acgme_id,
        program.website,
        *[None] * OWN_COLUMNS,
    ]


def _codes(tracks: tuple[Track, ...], row: ProgramRow) -> list[str]:
    """The codes of the tracks that serve the row's purpose."""
    return [track.track_id for track in tracks if track.kind in row.kinds]


def _safe(cells: list[Cell]) -> list[Cell]:
    return [harmless(cell) if isinstance(cell, str) else cell for cell in cells]
