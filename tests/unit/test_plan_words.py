"""What every face says alike of a whole plan: the list's title, the season, late tasks, what else is to pay."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from sample_plan import sample_plan
from smartpick.cli.layout import Page
from smartpick.cli.plan import SECTIONS, show_title
from smartpick.cli.show_advice import NOTE_LINES, show_chances, show_reality, show_verdict, show_visa
from smartpick.cli.show_list import show_costs, show_list, show_sources, show_timeline, show_unknown
from smartpick.domain.chance import Estimate
from smartpick.domain.plan import Caution, FeeLine, Plan, Strategy, TaskState
from smartpick.domain.plan_words import list_note, list_title, shared_reason
from smartpick.domain.words import range_first
from smartpick.exchange.markdown import plan_markdown

WAITING = (Strategy.STAGED, Strategy.POSTPONE_OR_MODIFY, Strategy.NOT_YET)


def terminal(plan: Plan, *sections, everything: bool = False, width: int = 100) -> str:
    page = Page(width, colour=False)
    for show in sections or SECTIONS:
        show(page, plan, everything=everything)
    return " ".join("\n".join(page.lines).split())


def planned(strategy: Strategy) -> Plan:
    plan = sample_plan()
    verdict = replace(plan.strategies.planned, strategy=strategy)
    return replace(plan, strategies=replace(plan.strategies, planned=verdict))


@pytest.mark.covers("R16")
@pytest.mark.parametrize("strategy", list(Strategy))
def test_a_list_against_the_verdict_says_so_in_its_title_everywhere(strategy: Strategy) -> None:
    plan = planned(strategy)
    waits = strategy in WAITING
    for text in (terminal(plan, show_list), plan_markdown(plan)):
        assert ("f you applied anyway in Sep 2027" in text) is waits
        assert (list_note(plan) in text) if waits else "applied anyway" not in text
    assert list_title(plan).startswith("If" if waits else "Where")
    if strategy is Strategy.STAGED:
        assert "staged (first strengthen, or start elsewhere)" in list_note(plan)


@pytest.mark.parametrize("code", ["season_chosen", "season_running"])
def test_what_is_to_be_said_of_the_season_stands_under_the_title_and_not_again_at_the_end(code: str) -> None:
    said = "No season is given; write season: 2028 for another."
    plan = replace(sample_plan(), warnings=(Caution(code, said, "timeline"),))
    assert said in terminal(plan, show_title)
    assert said not in terminal(plan, show_unknown)
    text = plan_markdown(plan)
    assert text.count(said) == 1
    assert text.index(said) < text.index("## Visa")


@pytest.mark.covers("R65", "H11")
def test_the_terminal_prints_the_first_visa_notes_within_its_lines_and_counts_the_rest() -> None:
    plan = sample_plan()
    notes = tuple(f"Note {n} " + "word " * 30 for n in range(9))
    plan = replace(plan, visa=replace(plan.visa, needed=True, notes=notes))
    text = terminal(plan, show_visa)
    assert "Note 0" in text
    assert "Note 2" in text
    assert "Note 5" not in text
    assert "notes more (--all)" in text
    assert all(f"Note {n}" in terminal(plan, show_visa, everything=True) for n in range(9))
    assert NOTE_LINES <= 7


def test_a_late_task_is_never_only_a_day_in_the_past() -> None:
    plan = sample_plan()
    late = replace(plan.timeline.tasks[0], state=TaskState.LATE, due=date(2026, 9, 1), late_until=date(2027, 1, 1))
    plan = replace(plan, timeline=replace(plan.timeline, tasks=(late,), next_steps=(late,)))
    words = "now, at the latest 1 Jan 2027 (late: its day was 1 Sep 2026)"
    assert words in terminal(plan, show_timeline)
    assert plan_markdown(plan).count(words) == 2
    gone = replace(late, late_until=None)
    plan = replace(plan, timeline=replace(plan.timeline, tasks=(gone,), next_steps=()))
    assert "has passed for this season" in terminal(plan, show_timeline)


@pytest.mark.covers("D18", "R15")
def test_chances_begin_with_what_they_do_not_know_and_say_how_their_parts_relate() -> None:
    plan = sample_plan()
    assert plan.chances is not None
    reason = "Rotations, letters and research months are not in this number yet."
    certify = replace(plan.chances.if_certify, reasons=(reason,))
    plan = replace(plan, chances=replace(plan.chances, if_certify=certify))
    shown = terminal(plan, show_chances)
    assert shown.startswith("CHANCES How likely is it? Rotations, letters and research months are not in these numbers")
    assert "if you get interviews and rank it first" in shown
    for text in (shown, plan_markdown(plan)):
        assert "other full training counts only where the target fails" in text
        assert "shares are rounded" in text
    assert plan_markdown(plan).index("not in these numbers") < plan_markdown(plan).index("| what | chance |")


@pytest.mark.covers("R2", "D9")
def test_the_reality_card_has_one_interval() -> None:
    cards = [card for card in sample_plan().reality if card.rate is not None]
    for everything in (False, True):
        text = terminal(sample_plan(), show_reality, everything=everything)
        assert text.count("Wilson 95% interval") == text.count("interval") == len(cards) == 1
        assert text.count("%;") == 0  # no second range beside it


@pytest.mark.covers("D7", "R78")
def test_seats_are_said_to_be_an_estimate_range_first_and_a_shared_reason_stands_once() -> None:
    plan = sample_plan()
    same = tuple(replace(r, reasons=("Check it first.",), visa="unknown") for r in plan.programs)
    plan = replace(plan, programs=same)
    for text in (terminal(plan, show_list), plan_markdown(plan)):
        assert "an estimate from its state and institution, not a count there" in text
        assert text.count("Check it first.") == 1
    assert range_first(Estimate(0.42, "share", 0.08, 0.81)) == "8–81% (42%)"
    assert shared_reason(()) == ""


def test_the_warnings_of_the_list_stand_above_it() -> None:
    plan = sample_plan()
    assert plan.portfolio is not None
    plan = replace(plan, portfolio=replace(plan.portfolio, notes=("Check 3 of 4 rows before you pay.",)))
    name = plan.chosen[0].program.institution
    for text in (terminal(plan, show_list), plan_markdown(plan)):
        assert text.index("Check 3 of 4 rows") < text.index(name)
        assert text.count("Check 3 of 4 rows") == 1


@pytest.mark.covers("D5")
def test_what_is_to_be_paid_outside_the_budget_is_said() -> None:
    plan = sample_plan()
    assert plan.portfolio is not None
    fee = FeeLine("ECFMG certification (2026)", 1855, "less what is paid", "sample-source", "measured")
    plan = replace(plan, portfolio=replace(plan.portfolio, also_to_pay=(fee,), also_notes=("Travel is not held.",)))
    text = terminal(plan, show_costs)
    assert "Also to pay, outside the budget above: ECFMG certification $1,855. Travel is not held." in text
    markdown = plan_markdown(plan)
    assert "### Also to pay, outside the budget above" in markdown
    assert "| ECFMG certification (2026) | $1,855 |" in markdown


def test_sources_say_in_words_how_they_were_read_and_the_guide_is_introduced() -> None:
    plan = sample_plan()
    first = plan.sources[0]
    for read_via, words in (("transcription", "read in a copy"), ("secondary", "as reported by others")):
        made = replace(plan, sources=(replace(first, read_via=read_via),))
        assert words in terminal(made, show_sources)
        assert words in plan_markdown(made)
    assert "“The guide” is an article of advice" in terminal(plan, show_sources)
    assert plan_markdown(plan).index("“The guide” is an article") < plan_markdown(plan).index("## Visa")


def test_what_is_to_be_decided_stands_with_its_day() -> None:
    text = terminal(sample_plan(), show_verdict)
    assert "decide whether the plan has come true (focused + parallel) or not (staged)" in text
    assert "decide whether the plan has come true" in plan_markdown(sample_plan())
