"""`smartpick plan` and its parts: what is shown, in which order, at every width, and as JSON."""

from __future__ import annotations

import json
import sys
from dataclasses import replace
from pathlib import Path
from types import ModuleType

import pytest

from sample_plan import sample_plan
from sample_programs import FORMULA
from smartpick.cli import layout
from smartpick.cli.app import run
from smartpick.exchange.plan_json import plan_json

ROOT = Path(__file__).parents[2]
EXAMPLE = str(ROOT / "examples" / "derm_j1.yaml")
ORDER = ["YOUR PLAN", "VISA", "VERDICT", "REALITY", "CHANCES", "NEXT THREE STEPS", "LIST", "COSTS", "TIMELINE",
         "WHAT WE DO NOT KNOW", "SOURCES"]  # fmt: skip
PARTS = ("verdict", "reality", "chances", "programs", "portfolio", "visa", "timeline", "sources", "warnings")


@pytest.fixture
def answer(monkeypatch):
    """Let the planning use case answer with this plan."""

    def give(plan):
        module = ModuleType("smartpick.usecases.plan")
        module.make_plan = lambda profile, *, today, season=None: plan
        monkeypatch.setitem(sys.modules, "smartpick.usecases.plan", module)

    give(sample_plan())
    return give


@pytest.fixture
def shown(answer, capsys, monkeypatch):
    def call(*arguments: str, width: int = 80) -> str:
        monkeypatch.setenv("COLUMNS", str(width))
        assert run([*arguments]) == 0
        return capsys.readouterr().out

    return call


@pytest.mark.covers("R76", "R144", "D18")
@pytest.mark.parametrize("width", [80, 120])
def test_the_order_is_gate_verdict_reality_chances_steps_list_costs_dates_unknown_sources(shown, width):
    text = shown("plan", EXAMPLE, width=width)
    places = [text.index(f"\n{title}" if number else title) for number, title in enumerate(ORDER)]
    assert places == sorted(places)


@pytest.mark.parametrize("width", [20, 60, 80, 120, 400])
@pytest.mark.parametrize("everything", [(), ("--all",)])
def test_no_line_is_wider_than_the_terminal(shown, width, everything):
    widest = max(layout.cells(line) for line in shown("plan", EXAMPLE, *everything, width=width).splitlines())
    assert widest <= min(max(width, layout.NARROWEST), layout.WIDEST)


@pytest.mark.parametrize(("width", "most"), [(80, 125), (120, 115)])
def test_a_plan_is_short_enough_to_read(shown, width, most):
    assert len(shown("plan", EXAMPLE, width=width).splitlines()) <= most


@pytest.mark.covers("R76", "R83", "R84", "R85", "R88")
def test_every_program_row_has_its_tier_mark_and_a_reason(shown):
    text = shown("plan", EXAMPLE, "--all", width=120)
    for row in sample_plan().programs:
        assert layout.clean(row.reasons[0]) in " ".join(text.split())
    for mark in ("● 1", "◆ 2", "▲ 3", "○ 0"):
        assert text.count(mark) >= 2  # in a row and in the legend


@pytest.mark.covers("D18", "R2", "D9")
def test_chances_have_words_number_interval_and_their_people(shown):
    text = " ".join(shown("plan", EXAMPLE).split())
    assert "(16.7%, Wilson 95% interval 7.3–33.6%)" in text
    assert "That is about 1 in 6 of those who ranked it first, most of them after interviews." in text
    assert "somewhere between 1 and 15 in 100 (judged)" in text
    assert "about 1 in 2 (52%; 41–66%; judged)" in text
    assert "No count is published for this type." in text


@pytest.mark.covers("R131")
def test_the_verdict_stands_twice_with_conditions_and_the_checklist(shown):
    text = shown("verdict", EXAMPLE, width=120)
    assert "Today: Staged." in text
    assert "As planned: Focused + parallel." in text
    assert "if The second strong US dermatology letter is confirmed." in text
    assert "◐ → ● US research: 6 on-site months → 15 on-site months" in text
    assert "Compare with a Step 2 CK of 262" not in text  # a what-if is no plan (H17)
    assert "for comparison only" in shown("verdict", EXAMPLE, "--all", width=120)


def test_a_date_for_looking_again_that_has_passed_is_said(shown):
    text = " ".join(shown("visa", EXAMPLE).split())
    assert "Check again by 21 Sep 2026, which has passed." in text
    assert "Check again by 1 Mar 2027." in text


def test_programs_in_bands_show_no_percent_and_tiny_chances_say_so(shown):
    lines = shown("plan", EXAMPLE, width=120).splitlines()
    assert "higher" in next(line for line in lines if "Example Hospital A" in line)
    assert "less than 1%" in next(line for line in lines if "Example Medical Center" in line)


@pytest.mark.covers("D12")
def test_json_is_the_whole_plan(shown):
    assert json.loads(shown("plan", EXAMPLE, "--json")) == json.loads(json.dumps(plan_json(sample_plan())))


@pytest.mark.covers("D12")
@pytest.mark.parametrize("key", PARTS)
def test_a_part_as_json_is_what_the_plan_has_under_its_key(shown, key):
    whole = json.loads(shown("plan", EXAMPLE, "--json"))
    assert json.loads(shown(key, EXAMPLE, "--json")) == whole[key]


@pytest.mark.parametrize("key", PARTS)
def test_a_part_can_be_read_by_itself(shown, key):
    text = shown(key, EXAMPLE)
    assert text.isprintable() is False
    assert 1 < len(text.splitlines()) < 60


@pytest.mark.parametrize("example", sorted((ROOT / "examples").glob("*.yaml")), ids=lambda path: path.stem)
def test_each_example_can_be_read_in_a_terminal(capsys, monkeypatch, example):
    monkeypatch.setenv("COLUMNS", "120")
    assert run(["plan", str(example), "--today", "2026-11-22"]) == 0
    text = capsys.readouterr().out
    assert len(text.splitlines()) <= 130
    assert "None," not in text
    assert "None " not in text.replace("None of", "")
    assert [title for title in ORDER if title not in text] == []


def test_a_plan_without_chances_or_list_still_says_everything_else(answer, shown):
    answer(replace(sample_plan(), chances=None, portfolio=None, programs=(), reality=()))
    text = shown("plan", EXAMPLE)
    assert "No chances can be given" in text
    assert "There is no program list" in text
    assert "COSTS" not in text


def test_who_needs_no_visa_sees_one_line_about_it(answer, shown):
    plan = sample_plan()
    answer(replace(plan, visa=replace(plan.visa, needed=False, headline="You need no visa.")))
    text = shown("visa", EXAMPLE)
    assert "You need no visa." in text
    assert "H-1B" not in text


def test_no_colour_codes_without_a_terminal(shown):
    assert "\x1b" not in shown("plan", EXAMPLE)


@pytest.mark.parametrize(
    ("variables", "expected"),
    [({}, True), ({"NO_COLOR": "1"}, False), ({"TERM": "dumb"}, False), ({"NO_COLOR": ""}, True)],
)
def test_colour_is_for_terminals_that_want_it(monkeypatch, variables, expected):
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm")
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr("sys.stdout.isatty", lambda: True, raising=False)
    assert layout.wants_colour() is expected


def test_a_profile_cannot_steer_the_terminal():
    page = layout.Page(60, colour=False)
    page.text("red \x1b[31m alert \x07 \u202e desrever\nnext")
    page.table(("a", "b"), [("\x1b]0;title\x07", FORMULA)])
    text = "\n".join(page.lines)
    assert "\x1b" not in text
    assert "\x07" not in text
    assert "\u202e" not in text


def test_wrapping_keeps_every_letter_and_the_width():
    text = "Ünïversität " + "x" * 70 + " 東京医科大学 end"
    lines = layout.wrap(text, 20)
    assert all(layout.cells(line) <= 20 for line in lines)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    assert layout.wrap("", 20) == [""]
    assert layout.fit("東京医科大学", 7) == "東京医…"
