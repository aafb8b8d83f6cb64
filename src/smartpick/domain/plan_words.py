"""Sentences about a whole plan that every face says alike: titles, what a chance does not know, how outcomes relate."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date

from smartpick.domain.labels import BELOW_MARK, MET_WORDS, STRATEGY_WORDS, met_words, strategy_in_full
from smartpick.domain.plan import (
    Caution,
    Chances,
    Criterion,
    Met,
    Plan,
    Portfolio,
    ProgramRow,
    Strategies,
    Strategy,
    Task,
    TaskState,
    Verdict,
)
from smartpick.domain.words import day, joined, month, percent, usd

WAITING = (Strategy.STAGED, Strategy.POSTPONE_OR_MODIFY, Strategy.NOT_YET)  # verdicts that speak against this season
ABOUT_SEASON = ("season_chosen", "season_running")  # cautions that stand under the title
GUIDE = ("“The guide” is an article of advice for non-US-citizen IMGs after which SmartPick was written. Its marks are "
         "judged; numbers such as R37 point to its recommendations (docs/reference/coverage.md).")

SEATS = ("Seats (est.): the share of seats your type takes, range first: an estimate from its state and institution, "
         "not a count there.")


def list_title(plan: Plan) -> str:
    """The list's title: a question, or what it is where the verdict speaks against this season."""
    if plan.strategies.planned.strategy in WAITING:
        return f"If you applied anyway in {month(plan.season.submission)}"
    return "Where to apply?"


def list_note(plan: Plan) -> str:
    """One sentence under that title; empty where the verdict is to apply."""
    chosen = plan.strategies.planned.strategy
    if chosen not in WAITING:
        return ""
    label = strategy_in_full(chosen)
    return (f"The verdict is {label[:1].lower()}{label[1:]}; this list only shows what an application in that season "
            "would look like and cost.")


def shared_reason(rows: Sequence[ProgramRow]) -> str:
    """The first reason that more than half of the chosen rows give; empty where there is no such."""
    said = Counter(row.reasons[0] for row in rows if row.reasons).most_common(1)
    return said[0][0] if said and said[0][1] > max(1, len(rows) // 2) else ""


def season_cautions(plan: Plan) -> tuple[Caution, ...]:
    """What must be said of the season directly under the title."""
    return tuple(c for c in plan.warnings if c.code in ABOUT_SEASON)


def decide_words(chosen: Strategies, submission: date) -> str:
    """What is to be decided by the decision day; empty where there is none."""
    if chosen.decide_by is None:
        return ""
    by, now, then = day(chosen.decide_by), chosen.today.strategy, chosen.planned.strategy
    if now is not then:
        return (f"By {by} decide whether the plan has come true ({_inside(then)}) or not ({_inside(now)}): answer the "
                "four questions on score, research, letters and visa.")
    if then in WAITING:
        return (f"By {by} decide whether to wait a year or to apply in {month(submission)} all the same: answer the "
                "four questions on score, research, letters and visa.")
    return (f"By {by} decide whether to apply in {month(submission)}: answer the four questions on score, research, "
            "letters and visa.")


def not_in_chances(chances: Chances) -> str:
    """What the numbers do not know, to be said before them."""
    said = chances.if_certify.reasons[0] if chances.if_certify.reasons else ""
    return said.replace("not in this number yet", "not in these numbers yet")


def outcome_relations(chances: Chances) -> str:
    """How the outcomes and the chances above them fit together, in one sentence."""
    parts = ["other full training counts only where the target fails", "shares are rounded"]
    if chances.outcomes.seat_without_pgy1 is not None:
        parts.insert(0, "the range “if you apply” includes target seats whose PGY-1 year is still to be found")
    said = "; ".join(parts)
    return f"{said[:1].upper()}{said[1:]}."


def certified_label(target: str) -> str:
    """What the certified chance is about, explained where it is named."""
    return f"{target}, if you get interviews and rank it first (a certified list)"


def also_words(portfolio: Portfolio) -> str:
    """What is to be paid outside the budget, in one paragraph; empty where nothing is known of it."""
    if not portfolio.also_to_pay and not portfolio.also_notes:
        return ""
    fees = [f"{line.label.rpartition(' (')[0]} {usd(line.usd)}" for line in portfolio.also_to_pay]
    said = f"{joined(fees)}. " if fees else ""
    return f"Also to pay, outside the budget above: {said}{' '.join(portfolio.also_notes)}"


def criteria_once(verdict: Verdict) -> tuple[tuple[Criterion, tuple[str, ...]], ...]:
    """Each line of the checklist once, with the labels under which the guide asks for the same thing again.

    Where the same thing stands differently under the other label, that is said in brackets.
    """
    first: dict[tuple[str, str], Criterion] = {}
    again: dict[tuple[str, str], list[str]] = {}
    for line in verdict.criteria:
        key = (line.have, line.mark) if line.group != "tolerance" else (line.key, "")
        if key in first:
            other = "" if line.met is first[key].met else f" ({met_words(line)})"
            again[key].append(f"{line.label}{other}")
        else:
            first[key], again[key] = line, []
    return tuple((line, tuple(again[key])) for key, line in first.items())


def met_legend(lines: Iterable[Criterion]) -> dict[Met, str]:
    """What each mark means in this checklist: "not yet" only where something can still change."""
    missing = [line for line in lines if line.met is Met.MISSING]
    words = dict(MET_WORDS)
    if any(line.final for line in missing):
        only = all(line.final for line in missing)
        words[Met.MISSING] = BELOW_MARK if only else f"{words[Met.MISSING]} or {BELOW_MARK}"
    return words


def when_late(task: Task) -> str:
    """How a late task reads: the last day on which it still helps, or that it cannot be met; else empty."""
    if task.state is not TaskState.LATE:
        return ""
    if task.late_until is None:
        return f"its day, {day(task.due)}, has passed for this season"
    return f"now, at the latest {day(task.late_until)} (late: its day was {day(task.due)})"


def _inside(strategy: Strategy) -> str:
    label = STRATEGY_WORDS[strategy]
    return f"{label[:1].lower()}{label[1:]}"


def sponsor_words(row: ProgramRow) -> str:
    """What is known of a program's visa policy, and where nothing is, the estimate: "unknown, likely 83%"."""
    if row.visa_chance is None or row.visa_chance.value is None:
        return row.visa
    return f"{row.visa}, likely {percent(row.visa_chance.value)} (estimate)"
