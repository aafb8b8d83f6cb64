"""The plan as a document: its order, its honesty about dates, and text that stays text."""

from dataclasses import replace

import pytest

from sample_plan import sample_plan
from smartpick.domain.plan import Action, Plan
from smartpick.exchange.markdown import plan_markdown
from smartpick.exchange.markdown_text import plain, table


def headings(plan: Plan) -> list[str]:
    return [line[3:].split(":")[0] for line in plan_markdown(plan).splitlines() if line.startswith("## ")]


@pytest.mark.covers("R16", "R65", "D12")
def test_the_order_is_gate_verdict_reality_steps_list_dates_costs_sources_unknowns() -> None:
    assert headings(sample_plan()) == [
        "Visa", "Verdict", "Reality", "Next three steps", "List", "Timeline to the 2028 Match", "Costs", "Sources",
        "What we do not know"]


@pytest.mark.covers("R15", "R19")
def test_the_verdict_is_given_twice_with_its_reasons_and_what_would_change_it() -> None:
    text = plan_markdown(sample_plan())
    assert "### As of 22 Nov 2026: Staged" in text
    assert "### As planned on 1 Sep 2027: Focused + parallel" in text
    assert "| Top scores | ◐ partly met |" in text
    assert "for comparison only (R31)" in text


def test_every_chosen_program_stands_in_the_list_with_bands_where_percents_would_pretend() -> None:
    plan = sample_plan()
    text = plan_markdown(plan)
    rows = [line for line in text.splitlines() if line.startswith("| ") and "Example Hospital A" in line]
    assert len(rows) == 1
    assert "| higher |" in rows[0]
    assert sum(plain(row.program.institution) in text for row in plan.chosen) == len(plan.chosen)
    closed = [r for r in plan.programs if r.action is Action.CLOSED]
    assert closed
    assert not [r for r in closed if plain(r.program.institution) in text]


@pytest.mark.covers("D28")
def test_a_projected_date_set_by_others_says_so() -> None:
    assert "| 1 Sep 2027, projected | Submit in ERAS |" in plan_markdown(sample_plan())


def test_markup_of_a_program_cannot_act() -> None:
    text = plan_markdown(sample_plan())
    assert "<script>" not in text
    assert "&lt;script&gt;" in text
    broken = replace(sample_plan(), profile=replace(sample_plan().profile, is_example=False))
    assert "invented example" not in plan_markdown(broken)


def test_cells_keep_their_column_whatever_they_hold() -> None:
    lines = table(("a", "b"), [("x | y", "line\nbreak"), ("", "`code` [link](http://example.invalid)")])
    assert [line.replace("\\|", "").count("|") for line in lines if line] == [3, 3, 3, 3]
    assert lines[2] == "| x \\| y | line break |"
    assert lines[3].startswith("| – | \\`code\\` \\[link\\]")
    assert table(("a",), []) == []


def test_a_plan_without_list_or_chances_says_why_and_has_no_costs() -> None:
    bare = replace(sample_plan(), portfolio=None, chances=None, programs=(), reality=(), warnings=())
    text = plan_markdown(bare)
    assert "There is no program list for this target" in text
    assert "No chances can be given for this target" in text
    assert "Costs" not in headings(bare)


def test_there_is_never_more_than_one_blank_line() -> None:
    assert "\n\n\n" not in plan_markdown(sample_plan())
