"""The program list as CSV and as a workbook, safe to open in any spreadsheet."""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence
from datetime import datetime, time
from io import BytesIO, StringIO
from typing import Any

from xlsxwriter import Workbook

from smartpick.domain.labels import READ_WORDS
from smartpick.domain.plan import Plan
from smartpick.domain.plan_words import GUIDE, SEATS, list_note, list_title, season_cautions
from smartpick.domain.words import UNKNOWN, day
from smartpick.exchange.sheet_rows import COLUMNS, SHARES, Cell, harmless, program_rows

MODEL_NOTE = ("Shares and chances are estimates for groups of people from public figures; empty means unknown. "
              "The last columns are yours: what you found out about the visa policy, when and where.")
LINK = re.compile(r"https?://[A-Za-z0-9.-]+(:[0-9]{1,5})?(/[A-Za-z0-9._~:/?%&=+,;@()#-]*)?")
LONGEST_LINK = 2_000  # Excel takes 2,079 characters
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
    """A workbook with the sheets List, All programs, Costs, Read first and Sources; nothing in it is a formula.

    Only addresses that begin with http:// or https:// and hold nothing odd are links.

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
               "link": book.add_format({"valign": "top", "font_color": "#0563C1", "underline": 1}),
               "text": book.add_format({"valign": "top", "text_wrap": True})}
    widths = [WIDTHS.get(name, 12) for name in COLUMNS]
    shares = {COLUMNS.index(name): "share" for name in SHARES}
    heads = [name.replace("_", " ") for name in COLUMNS]
    for title, chosen_only in (("List", True), ("All programs", False)):
        _sheet(book, title, heads, program_rows(plan, chosen_only=chosen_only), widths, formats, shares)
    _sheet(book, "Costs", ["what", "US dollars", "note", "source", "grade"], _costs(plan), [44, 12, 60, 28, 12],
           formats, {1: "usd"})
    _sheet(book, "Read first", ["about", "what to know"], _notes(plan), [28, 110], formats, {})
    _sheet(book, "Sources", ["title", "publisher", "published", "how it was read", "address", "note"], _sources(plan),
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
            if isinstance(cell, str) and head_of_links(heads[column]) and is_link(cell):
                sheet.write_url(line, column, cell, formats["link"], cell)
            elif isinstance(cell, str):
                sheet.write_string(line, column, cell, formats["text"])
            elif cell is not None:
                sheet.write_number(line, column, cell, formats[kinds.get(column, "text")])
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, max(1, len(rows)), len(heads) - 1)


def head_of_links(head: str) -> bool:
    """Whether a column holds addresses: only there a text may become a link."""
    return head in ("website", "address")


def is_link(text: str) -> bool:
    """An address of the web without anything a spreadsheet could take for more than an address."""
    return len(text) <= LONGEST_LINK and LINK.fullmatch(text) is not None


def _costs(plan: Plan) -> list[list[Cell]]:
    """Fees, the sum, the budget and what lies outside it, every dollar once; one sentence where there is no list."""
    portfolio = plan.portfolio
    if portfolio is None:
        return [["There is no program list for this target, so there are no costs yet.", None, None, None, None]]
    rows: list[list[Cell]] = [[fee.label, fee.usd, fee.note, fee.source, fee.grade] for fee in portfolio.fees]
    rows.append(["Together", portfolio.total_usd, "application fees, registration and transcripts", None, None])
    rows.append(["Your budget for application fees", portfolio.budget_usd,
                 UNKNOWN if portfolio.budget_usd is None else None, None, None])
    rows += [[f"Outside the budget: {fee.label}", fee.usd, fee.note, fee.source, fee.grade]
             for fee in portfolio.also_to_pay]
    rows += [["Outside the budget, unknown", None, note, None, None] for note in portfolio.also_notes]
    return [_safe(row) for row in rows]


def _notes(plan: Plan) -> list[list[Cell]]:
    """What to know before reading the list: which list it is, its warnings, its parts, and the season."""
    rows: list[list[Cell]] = [["Season", caution.message] for caution in season_cautions(plan)]
    rows.append([list_title(plan), list_note(plan) or "The list is for the season of this plan."])
    if plan.portfolio is not None:
        rows += [["The list", said] for said in (plan.portfolio.headline, *plan.portfolio.notes)]
        rows += [[item.specialty_name, f"{item.applications} of {item.available} programs in {item.service}; signals: "
                  f"{item.signals_used}. {item.note}".strip()] for item in plan.portfolio.lists]
    rows += [["Share of seats", SEATS], ["The guide", GUIDE]]
    return [_safe(row) for row in rows]


def _sources(plan: Plan) -> list[list[Cell]]:
    rows: list[list[Cell]] = [
        [s.title, s.publisher, s.published, READ_WORDS.get(s.read_via, s.read_via), s.url, s.note]
        for s in plan.sources]
    rows.append([f"Plan of {day(plan.today)} for the {plan.season.match_year} Match. {MODEL_NOTE}",
                 "SmartPick", None, None, None, None])
    return [_safe(row) for row in rows]


def _safe(row: list[Cell]) -> list[Cell]:
    return [harmless(cell) if isinstance(cell, str) else cell for cell in row]
