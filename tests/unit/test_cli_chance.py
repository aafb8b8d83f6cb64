"""`smartpick chance`: a sheet in a terminal at every width, and as JSON that fits its shipped schema."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import date
from pathlib import Path

import jsonschema
import pytest

from sample_chance import bare_sheet, sample_sheet
from smartpick.cli import layout
from smartpick.cli.show_chance import show_sheet
from smartpick.domain.chance import Estimate
from smartpick.domain.chance_words import (
    ABOVE_ALL,
    ordinal,
    percentile_words,
    points_short,
    points_words,
    shown_ranks,
)
from smartpick.exchange.chance_json import chance_json
from smartpick.settings import DATA

ROOT = Path(__file__).parents[2]
TODAY = date(2026, 11, 22)
ORDER = ["CHANCE: DERMATOLOGY", "REALITY", "CHANCES", "WHAT MOVES IT", "WHAT IS UNKNOWN", "COMPARED WITH", "RANKS",
         "SOURCES"]  # fmt: skip


def text_of(sheet, *, width=80, ranks=True, everything=False) -> str:
    page = layout.Page(width, colour=False)
    show_sheet(page, sheet, TODAY, ranks=ranks, everything=everything)
    return "\n".join(page.lines)


@pytest.fixture(scope="module")
def validator():
    schema = json.loads((DATA / "schema" / "chance.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema, format_checker=jsonschema.FormatChecker())


@pytest.mark.covers("R2", "R7", "R129", "D9", "D18")
def test_a_sheet_is_said_in_order_counts_first():
    text = text_of(sample_sheet())
    places = [text.index(f"\n{title}" if number else title) for number, title in enumerate(ORDER)]
    assert places == sorted(places)
    said = " ".join(text.split())
    assert "30 non-US citizen IMGs ranked it first; 5 matched in it" in said
    assert "somewhere between 1 and 15 in 100 (judged)" in said
    assert "about 1 in 5 (21%; 7–42%; judged)" in said
    assert "No interview at all from that list, estimated: about 3 in 5 (62%; 31–88%; judged)." in said
    assert sample_sheet().against_us_md in said
    assert "about the 28th (23–32)" in said
    assert "This is an association, not a cause." in said


@pytest.mark.parametrize("width", [60, 80, 120])
@pytest.mark.parametrize("everything", [False, True])
def test_no_line_is_wider_than_the_terminal(width, everything):
    text = text_of(sample_sheet(), width=width, everything=everything)
    assert max(layout.cells(line) for line in text.splitlines()) <= width


def test_the_curve_comes_only_when_asked_for():
    short = text_of(sample_sheet(), ranks=False)
    assert "\nRANKS" not in short
    assert "--ranks shows the chance by number of ranks." in short
    assert "\nRANKS" in text_of(sample_sheet(), ranks=False, everything=True)


def test_a_sheet_without_a_chance_says_so_and_gives_no_number():
    said = " ".join(text_of(bare_sheet()).split())
    assert "no visa lane is open to you at present" in said
    assert "No chance is given; the reason stands at the top." in said
    assert "WHAT MOVES IT" not in said
    assert "No table gives the number of ranks of this group." in said


@pytest.mark.covers("D12", "D18")
@pytest.mark.parametrize("sheet", [sample_sheet(), bare_sheet()], ids=["full", "bare"])
def test_json_fits_the_shipped_schema(validator, sheet):
    document = json.loads(json.dumps(chance_json(sheet, TODAY), allow_nan=False))
    assert list(validator.iter_errors(document)) == []
    assert list(document)[:4] == ["schema_version", "today", "specialty", "specialty_name"]


@pytest.mark.parametrize(("path", "value"), [
    (("today",), "22 Nov 2026"), (("if_certify", "estimate", "unit"), "percentile"),
    (("compared", 2, "percentile", "unit"), "chance"), (("ranks", "points", 0, "ranks"), "one"),
    (("contributions", 0, "points"), "four"), (("more",), 1),
])  # fmt: skip
def test_the_schema_can_refuse(validator, path, value):
    document = json.loads(json.dumps(chance_json(sample_sheet(), TODAY)))
    spot = document
    for step in path[:-1]:
        spot = spot[step]
    spot[path[-1]] = value
    assert list(validator.iter_errors(document))


def test_the_shipped_schema_is_the_one_the_types_give():
    done = subprocess.run([sys.executable, "-m", "tools.chance_schema", "--check"], cwd=ROOT, capture_output=True,
                          text=True, check=False)  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize(("points", "words", "short"), [
    (0.04, "4 points up", "+4"), (-0.012, "1 point down", "−1"), (0.003, "less than 1 point up", "less than 1"),
    (0.0, "no difference", "less than 1"), (-0.055, "6 points down", "−6"),
])  # fmt: skip
def test_points_are_said_in_whole_points(points, words, short):
    assert points_words(points) == words
    assert points_short(points) == short


@pytest.mark.parametrize(("number", "words"), [
    (1, "1st"), (2, "2nd"), (3, "3rd"), (4, "4th"), (11, "11th"), (12, "12th"), (13, "13th"), (21, "21st"),
    (90, "90th"),
])  # fmt: skip
def test_ordinals(number, words):
    assert ordinal(number) == words


@pytest.mark.parametrize(("value", "low", "high", "words"), [
    (62.4, 57.2, 66.8, "about the 62nd (57–67)"), (0.4, 0.0, 1.2, "below the 1st"),
    (99.7, 97, 100, "above the 99th (97–99)"),
    (50, None, None, "about the 50th"), (99.9, None, None, ABOVE_ALL), (None, None, None, "unknown"),
])  # fmt: skip
def test_percentiles_in_words(value, low, high, words):
    assert percentile_words(Estimate(value, "percentile", low, high)) == words


def test_a_table_of_ranks_lists_every_number_at_first_and_ends_with_the_last():
    assert [p.ranks for p in shown_ranks(sample_sheet().ranks.points)] == [*range(1, 13), 15, 16]
    assert shown_ranks(()) == ()
