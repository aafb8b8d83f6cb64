"""Second half of the Markdown plan: program list, dates, costs, sources and what is not known."""

from __future__ import annotations

from smartpick.domain.labels import (
    BAND_WORDS,
    KIND_WORDS,
    READ_WORDS,
    SIGNAL_WORDS,
    STATE_WORDS,
    STATUS_WORDS,
    TIER_WORDS,
    place,
)
from smartpick.domain.plan import CurvePoint, Plan, Portfolio, ProgramRow, Task
from smartpick.domain.plan_words import (
    SEATS,
    list_note,
    list_title,
    season_cautions,
    shared_reason,
    sponsor_words,
    when_late,
)
from smartpick.domain.season import DateStatus
from smartpick.domain.words import UNKNOWN, count_noun, day, percent, range_first, usd
from smartpick.exchange.markdown_text import bullets, plain, table


def program_list(plan: Plan) -> list[str]:
    """Every chosen program, list by list, with the reason for each; the others are counted.

    What to know of the whole list stands above it; a reason that most rows share is said once.
    """
    portfolio = plan.portfolio
    title = list_title(plan)
    lines = [f"## List: {title[:1].lower()}{title[1:]}", ""]
    if note := list_note(plan):
        lines += [note, ""]
    if portfolio is None:
        return [*lines, "There is no program list for this target; the reasons stand at the end."]
    shared = shared_reason(plan.chosen)
    said = [*portfolio.notes, SEATS] if plan.chosen else []
    said += [f"Where a row gives no reason: {shared}"] if shared else []
    lines += [plain(portfolio.headline), "", *bullets(plain(note) for note in said), ""]
    for summary in portfolio.lists:
        lines += [f"### {plain(summary.specialty_name)}", "",
                  f"{summary.applications} of {count_noun(summary.available, 'program')}, {usd(summary.cost_usd)} in "
                  f"{plain(summary.service)}; signals: {plain(summary.signals_used)}. {plain(summary.note)}".rstrip(),
                  ""]
        rows = [r for r in plan.chosen if (r.program.specialty, r.purpose) == (summary.specialty, summary.purpose)]
        head = ("order", "program", "place", "kind", "tier", "interview", "seats (est.)", "signal", "visa", "why")
        lines += table(head, [_row(row, shared) for row in rows])
    left_out = len(plan.programs) - len(plan.chosen)
    if left_out:
        lines.append(f"{count_noun(left_out, 'further program')} looked at and left out; the table of all programs "
                     "has them with their reasons.")
    return lines


def _row(row: ProgramRow, shared: str) -> tuple[str, ...]:
    why = row.reasons[0] if row.reasons else ""
    honest = row.interview is not None and row.interview.value is not None
    return (
        str(row.rank_in_list or ""),
        row.program.institution,
        place(row.program),
        ", ".join(KIND_WORDS[kind] for kind in row.kinds),
        TIER_WORDS[row.tier],
        percent(row.interview.value) if honest and row.interview else BAND_WORDS[row.band],
        range_first(row.openness),
        SIGNAL_WORDS[row.signal],
        sponsor_words(row),
        "" if why == shared else why,
    )


def timeline(plan: Plan) -> list[str]:
    """The tasks by date and the dates of the season, each confirmed or projected."""
    shown = plan.timeline
    lines = [f"## Timeline to the {plan.season.match_year} Match", ""]
    rows = [(task_when(task), task.title, task.lane, f"Year {task.year}" if task.year < 3 else "Season",
             STATE_WORDS[task.state], ", ".join(task.rules)) for task in shown.tasks]
    lines += table(("when", "what", "about", "part", "state", "rules"), rows)
    lines += bullets(plain(note) for note in shown.notes)
    dates = [(day(d.day) + (f", {d.clock} New York time" if d.clock else ""), d.label, STATUS_WORDS[d.status],
              d.rule or "the publisher's page was read", d.source) for d in shown.season.dates]
    return [*lines, "", "### Dates of the season", "",
            *table(("when", "what", "status", "how it is known", "source"), dates)]


def task_when(task: Task) -> str:
    """The day of a task, with its hour, and whether it is late or its date only projected."""
    if late := when_late(task):
        return late
    clock = f", {task.clock} New York time" if task.clock else ""
    projected = f", {STATUS_WORDS[task.status]}" if task.hard and task.status is DateStatus.PROJECTED else ""
    return f"{day(task.due)}{clock}{projected}"


def costs(plan: Plan) -> list[str]:
    """Fees line by line, the budget, and where one more application stops to pay."""
    portfolio = plan.portfolio
    if portfolio is None:
        return []
    fees = [(fee.label, usd(fee.usd), fee.note, fee.grade, fee.source) for fee in portfolio.fees]
    fees.append(("Together", usd(portfolio.total_usd), _budget(portfolio), "", ""))
    stop = "" if portfolio.stop_at is None else f"After {count_noun(portfolio.stop_at, 'application')}. "
    beyond = [(fee.label, usd(fee.usd), fee.note, fee.grade, fee.source) for fee in portfolio.also_to_pay]
    also = ["### Also to pay, outside the budget above", "",
            *table(("what", "US dollars", "note", "grade", "source"), beyond),
            *bullets(plain(note) for note in portfolio.also_notes), ""] if beyond or portfolio.also_notes else []
    lines = ["## Costs", "", *table(("what", "US dollars", "note", "grade", "source"), fees), *also,
             *bullets(plain(sentence) for sentence in (
                 f"Where to stop: {stop}{portfolio.stop_rule}", f"The guide's number: {portfolio.guide_default}",
                 f"Method: {portfolio.method}.")), ""]
    curve = [(str(p.applications), usd(p.cost_usd), percent(p.target), percent(p.any_residency))
             for p in _thinned(portfolio)]
    return lines + table(("applications", "cost", "target", "any residency"), curve)


def _budget(portfolio: Portfolio) -> str:
    known = UNKNOWN if portfolio.budget_usd is None else usd(portfolio.budget_usd)
    return f"your budget for application fees: {known}"


def _thinned(portfolio: Portfolio, most: int = 12) -> list[CurvePoint]:
    """At most so many points of the curve, the last one always among them."""
    curve = [point for point in portfolio.curve if point.applications]
    step = -(-len(curve) // most) or 1
    return curve[:-1][step - 1 :: step] + curve[-1:]


def sources(plan: Plan) -> list[str]:
    """Where the figures come from and how they were read."""
    rows = [(s.id, s.title, s.publisher, s.published, READ_WORDS.get(s.read_via, s.read_via), s.url)
            for s in plan.sources]
    return ["## Sources", "", *table(("id", "title", "publisher", "published", "how it was read", "address"), rows)]


def unknowns(plan: Plan) -> list[str]:
    """What the reader must know before trusting a part of the plan."""
    above = season_cautions(plan)
    said = [plain(caution.message) for caution in plan.warnings if caution not in above]
    return ["## What we do not know", "", *bullets(said or ["Nothing beyond the intervals above."]), "",
            "SmartPick is not affiliated with AAMC, NRMP, ECFMG, AMA, SF Match or ACGME. Check every program's own "
            "page before you apply."]
