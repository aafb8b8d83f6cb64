"""The program list as CSV and as a workbook, safe to open in any spreadsheet."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from datetime import datetime, time
from io import BytesIO, StringIO
from typing import Any

from xlsxwriter import Workbook

from smartpick.domain.plan import Plan
from smartpick.domain.words import UNKNOWN, day
from smartpick.exchange.sheet_rows import COLUMNS, SHARES, Cell, harmless, program_rows

MODEL_NOTE = ("Shares and chances are estimates for groups of people from public figures; empty means unknown. "
              "The last columns are yours: what you found out about the visa policy, when and where.")
WIDTHS = {"program": 44, "why": 60, "specialty": 24, "visa": 28, "website": 28, "nrmp_codes": 22,
          "program_id": 22, "notes": 40}  # fmt: skip


def programs_csv(plan: Plan) -> str:
    """Every program looked at, the chosen ones first, as CSV with CRLF line ends and a header row."""
    out = StringIO()
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    writer.writerows(program_rows(plan))
    return out.getvalue()


def programs_xlsx(plan: Plan) -> bytes:
    """A workbook with the sheets List, All programs, Costs and Sources; nothing in it is a formula or link.

    The same plan gives the same workbook: its creation time is the plan's day.
    """
    stream = BytesIO()
    book = Workbook(stream, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False,
                             "strings_to_numbers": False})
    book.set_properties({"title": f"SmartPick, Match {plan.season.match_year}",
                         "created": datetime.combine(plan.today, time())})
    formats = {"head": book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"}),
               "share": book.add_format({"num_format": "0.0%", "valign": "top"}),
               "usd": book.add_format({"num_format": "$#,##0", "valign": "top"}),
               "text": book.add_format({"valign": "top", "text_wrap": True})}
    widths = [WIDTHS.get(name, 12) for name in COLUMNS]
    shares = {COLUMNS.index(name): "share" for name in SHARES}
    heads = [name.replace("_", " ") for name in COLUMNS]
    for title, chosen_only in (("List", True), ("All programs", False)):
        _sheet(book, title, heads, program_rows(plan, chosen_only=chosen_only), widths, formats, shares)
    _sheet(book, "Costs", ["what", "US dollars", "note", "source", "grade"], _costs(plan), [44, 12, 60, 28, 12],
           formats, {1: "usd"})
    _sheet(book, "Sources", ["title", "publisher", "published", "read as", "address", "note"], _sources(plan),
           [60, 32, 14, 14, 50, 60], formats, {})
    book.close()
    return stream.getvalue()


def _sheet(book: Workbook, title: str, heads: Sequence[str], rows: Sequence[Sequence[Cell]],
           widths: Sequence[int], formats: dict[str, Any], kinds: dict[int, str]) -> None:
    """One sheet with a frozen header and a filter; `kinds` names the number format of a column."""
    sheet = book.add_worksheet(title)
    for column, (head, width) in enumerate(zip(heads, widths, strict=True)):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, head, formats["head"])
    for line, row in enumerate(rows, 1):
        for column, cell in enumerate(row):
            if isinstance(cell, str):
                sheet.write_string(line, column, cell, formats["text"])
            elif cell is not None:
                sheet.write_number(line, column, cell, formats[kinds.get(column, "text")])
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, max(1, len(rows)), len(heads) - 1)


def _costs(plan: Plan) -> list[list[Cell]]:
    """Lists, fees, the sum and the budget; one sentence where there is no list."""
    portfolio = plan.portfolio
    if portfolio is None:
        return [["There is no program list for this target, so there are no costs yet.", None, None, None, None]]
    rows: list[list[Cell]] = [
        [f"{item.specialty_name}: {item.applications} of {item.available} programs", item.cost_usd,
         f"{item.service}; signals: {item.signals_used}. {item.note}".strip(), None, None]
        for item in portfolio.lists]
    rows += [[fee.label, fee.usd, fee.note, fee.source, fee.grade] for fee in portfolio.fees]
    rows.append(["Together", portfolio.total_usd, "application fees, registration and transcripts", None, None])
    rows.append(["Your budget for application fees", portfolio.budget_usd,
                 UNKNOWN if portfolio.budget_usd is None else None, None, None])
    return [_safe(row) for row in rows]


def _sources(plan: Plan) -> list[list[Cell]]:
    rows: list[list[Cell]] = [
        [s.title, s.publisher, s.published, s.read_via, s.url, s.note] for s in plan.sources]
    rows.append([f"Plan of {day(plan.today)} for the {plan.season.match_year} Match. {MODEL_NOTE}",
                 "SmartPick", None, None, None, None])
    return [_safe(row) for row in rows]


def _safe(row: list[Cell]) -> list[Cell]:
    return [harmless(cell) if isinstance(cell, str) else cell for cell in row]
