"""The program table in CSV and XLSX: complete, the same in both, and nothing in it that a spreadsheet runs."""

import csv
from dataclasses import replace
from io import BytesIO, StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from sample_plan import sample_plan
from sample_programs import FORMULA
from smartpick.domain.plan import Plan
from smartpick.exchange.sheet import is_link, programs_csv, programs_xlsx
from smartpick.exchange.sheet_rows import COLUMNS, FORMULA_STARTS, harmless


def csv_rows(plan: Plan) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(programs_csv(plan), newline="")))


@pytest.mark.covers("D12", "R76")
def test_the_csv_has_every_program_the_chosen_ones_first_each_with_its_reason() -> None:
    plan = sample_plan()
    rows = csv_rows(plan)
    assert tuple(rows[0]) == COLUMNS
    assert [r["program_id"] for r in rows if r["on_list"] == "yes"] == [r.program.program_id for r in plan.chosen]
    assert [r["on_list"] for r in rows] == sorted((r["on_list"] for r in rows), reverse=True)
    assert len(rows) == len(plan.programs)
    assert all(row["why"] for row in rows)


@pytest.mark.covers("R72", "R75", "R77", "R78", "R81")
def test_visa_share_and_seats_are_columns_and_four_columns_are_the_users() -> None:
    first = csv_rows(sample_plan())[0]
    assert (first["visa"], first["seats_2026"], first["estimated_share_middle"]) == ("unknown", "3", "0.06")
    assert [first[c] for c in ("visa_checked_on", "visa_source", "checked_by", "notes")] == ["", "", "", ""]


def test_unknown_numbers_are_empty_and_never_zero() -> None:
    rows = {row["program_id"]: row for row in csv_rows(sample_plan())}
    assert rows["sample-dermatology-4"]["estimated_share_middle"] == ""
    assert rows["sample-dermatology-1"]["interview_chance"] == ""


def test_no_cell_of_the_csv_starts_a_formula() -> None:
    text = programs_csv(sample_plan())
    assert FORMULA in next(csv.reader(StringIO(text.splitlines()[2]))) [2]
    for row in csv.reader(StringIO(text, newline="")):
        for cell in row:
            assert cell[:1] not in tuple(FORMULA_STARTS) or not cell


def test_no_cell_of_the_workbook_is_a_formula_and_only_plain_web_addresses_are_links() -> None:
    book = load_workbook(BytesIO(programs_xlsx(sample_plan())))
    seen = 0
    for sheet in book:
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.data_type != "f"
                assert cell.hyperlink is None or is_link(str(cell.value))
                assert cell.hyperlink is None or sheet.cell(1, cell.column).value in ("website", "address")
                if isinstance(cell.value, str):
                    seen += FORMULA in cell.value
                    assert cell.value[:1] not in tuple(FORMULA_STARTS)
    assert seen >= 2, "the sample's formula stands on both program sheets, as text"


@given(st.text(max_size=40))
def test_harmless_text_never_starts_a_formula_and_keeps_what_was_written(text: str) -> None:
    made = harmless(text)
    assert made.lstrip(" ")[:1] not in tuple(FORMULA_STARTS) or not made.strip(" ")
    assert made.endswith(text)


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", " =", "＝"])
def test_every_known_start_of_a_formula_is_disarmed(start: str) -> None:
    assert harmless(f"{start}1+1") == f"'{start}1+1"
    assert harmless("1+1") == "1+1"


def test_the_workbook_has_five_sheets_with_frozen_headers_and_filters() -> None:
    book = load_workbook(BytesIO(programs_xlsx(sample_plan())))
    assert book.sheetnames == ["List", "All programs", "Costs", "Read first", "Sources"]
    for sheet in book:
        assert sheet.freeze_panes == "A2"
        assert sheet.auto_filter.ref
    assert book["List"].max_row == len(sample_plan().chosen) + 1
    assert book["All programs"].max_row == len(sample_plan().programs) + 1


@pytest.mark.covers("D5", "R24")
def test_the_costs_add_up_to_the_sum_on_the_sheet() -> None:
    plan = sample_plan()
    assert plan.portfolio is not None
    rows = list(load_workbook(BytesIO(programs_xlsx(plan)))["Costs"].iter_rows(min_row=2, values_only=True))
    by_label = {row[0]: row[1] for row in rows}
    assert sum(by_label[fee.label] for fee in plan.portfolio.fees) == by_label["Together"] == 152
    assert by_label["Your budget for application fees"] == 2500


def test_a_plan_without_a_list_still_makes_a_workbook_that_says_so() -> None:
    empty = replace(sample_plan(), programs=(), portfolio=None, chances=None)
    book = load_workbook(BytesIO(programs_xlsx(empty)))
    assert "There is no program list for this target" in book["Costs"]["A2"].value
    assert csv_rows(empty) == []


def test_the_same_plan_gives_the_same_workbook() -> None:
    assert programs_xlsx(sample_plan()) == programs_xlsx(sample_plan())


@pytest.mark.parametrize(("text", "link"), [
    ("https://example.org/residency?x=1", True), ("http://example.org", True), ("HTTP://x", False),
    ("javascript:alert(1)", False), ("file:///etc/passwd", False), ("https://example.org/\" onload", False),
    ("https://exa mple.org", False), ("mailto:a@example.org", False), ("internal:Costs!A1", False),
    ("https://example.org/" + "a" * 3000, False), ("'=https://example.org", False),
    ("https://user@evil.example", False),
])
def test_only_plain_web_addresses_become_links(text: str, link: bool) -> None:
    assert is_link(text) is link


def test_a_website_is_a_link_and_a_strange_one_stays_text() -> None:
    plan = sample_plan()
    first, second = plan.chosen[0], plan.chosen[1]
    sites = {first.program.program_id: "https://example.org/a", second.program.program_id: "javascript:x"}
    rows = tuple(replace(r, program=replace(r.program, website=sites.get(r.program.program_id, r.program.website)))
                 for r in plan.programs)
    sheet = load_workbook(BytesIO(programs_xlsx(replace(plan, programs=rows))))["List"]
    column = next(c.column for c in sheet[1] if c.value == "website")
    made, strange = sheet.cell(2, column), sheet.cell(3, column)
    assert (made.value, made.hyperlink.target) == ("https://example.org/a", "https://example.org/a")
    assert strange.value == "javascript:x"
    assert strange.hyperlink is None


@pytest.mark.covers("D5", "R24")
def test_no_dollar_of_the_applications_stands_twice_on_the_cost_sheet() -> None:
    plan = sample_plan()
    assert plan.portfolio is not None
    rows = list(load_workbook(BytesIO(programs_xlsx(plan)))["Costs"].iter_rows(min_row=2, values_only=True))
    before = [row[1] for row in rows[: [row[0] for row in rows].index("Together")]]
    assert sum(v for v in before if v is not None) == plan.portfolio.total_usd


def test_what_to_know_of_the_list_has_a_sheet_of_its_own() -> None:
    plan = sample_plan()
    assert plan.portfolio is not None
    sheet = load_workbook(BytesIO(programs_xlsx(plan)))["Read first"]
    said = " ".join(str(cell.value) for row in sheet.iter_rows() for cell in row)
    assert "an estimate from its state and institution" in said
    assert all(note in said for note in plan.portfolio.notes)
