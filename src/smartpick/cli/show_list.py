"""The plan in a terminal, second half: the program list, costs, dates, what is not known, and sources."""

from __future__ import annotations

from smartpick.cli.layout import Page, clean, fit
from smartpick.cli.show_advice import first_sentence, when_due
from smartpick.domain.labels import (
    ACTION_WORDS,
    BAND_WORDS,
    READ_WORDS,
    SIGNAL_WORDS,
    TIER_MARKS,
    TIER_WORDS,
    place,
)
from smartpick.domain.plan import Caution, ListSummary, Plan, ProgramRow, TaskState, Tier
from smartpick.domain.plan_words import (
    GUIDE,
    SEATS,
    also_words,
    list_note,
    list_title,
    season_cautions,
    shared_reason,
    sponsor_words,
    when_late,
)
from smartpick.domain.words import UNKNOWN, count_noun, day, percent, percent_range, range_first, usd

TOP_ROWS = 8  # in all lists together, at least two in each
TOP_TASKS = 5
TOP_SOURCES = 2
LIST_NOTES = 1  # above the list; the further ones on demand


def show_list(page: Page, plan: Plan, *, everything: bool) -> None:
    """Every list of the portfolio with its first programs, or all of them; what to know of it stands above."""
    page.heading("List", list_title(plan))
    if plan.portfolio is None:
        page.text("There is no program list for this target. The reasons are under “What we do not know”.")
        return
    if note := list_note(plan):
        page.text(note)
    page.text(plan.portfolio.headline)
    notes = plan.portfolio.notes
    for note in notes if everything else notes[:LIST_NOTES]:
        page.item("–", note)
    if plan.chosen:
        page.item("–", SEATS)
    if shared := shared_reason(plan.chosen):
        page.item("–", f"Where a row says nothing else: {shared}")
    most = None if everything else max(2, TOP_ROWS // max(1, len(plan.portfolio.lists)))
    for summary in plan.portfolio.lists:
        if not (summary.applications or everything):
            continue
        _one_list(page, plan, summary, most)
    hidden = len(plan.programs) - len(plan.chosen)
    if hidden and not everything:
        page.text(f"{count_noun(hidden, 'further program')} looked at and left out (--all, --csv).", dim=True)
    if any(row.tier is not Tier.NOT_FOR_TYPE for row in plan.programs):
        known = (tier for tier in Tier if tier is not Tier.NOT_FOR_TYPE)
        page.text(" · ".join(f"{TIER_MARKS[tier]} {TIER_WORDS[tier]}" for tier in known), dim=True)


def _one_list(page: Page, plan: Plan, summary: ListSummary, most: int | None) -> None:
    """One list: its first `most` programs, or with None every program looked at."""
    mine = [
        r for r in plan.programs if r.purpose == summary.purpose and r.program.specialty == summary.specialty
    ]
    chosen = sorted((r for r in mine if r.on_list), key=lambda r: r.rank_in_list or 0)
    rest = [r for r in mine if not r.on_list]
    part = f" (the first {most} are shown, --all for the rest)" if most is not None and len(chosen) > most else ""
    page.blank()
    page.text(
        f"{summary.specialty_name}: {summary.applications} of {count_noun(summary.available, 'program')}, "
        f"{usd(summary.cost_usd)}. Signals: {summary.signals_used}.{part}"
    )
    if summary.note and most is None:
        page.text(summary.note, dim=True)
    _rows(page, plan, chosen + rest if most is None else chosen[:most], whole=most is None)


def _rows(page: Page, plan: Plan, rows: list[ProgramRow], *, whole: bool) -> None:
    if not rows:
        return
    shared = shared_reason(plan.chosen)
    widths = (4, min(44, page.width - 74), 16, 12, 17, 6)
    _line(page, ("tier", "program", "place", "interview", "seats (est.)", "signal"), widths, dim=True)
    for row in rows:
        mark, signal = TIER_MARKS[row.tier], SIGNAL_WORDS[row.signal]
        seats = range_first(row.openness)
        _line(page, (mark, row.program.institution, place(row.program), odds(row), seats, signal), widths)
        parts = [] if row.visa == UNKNOWN and shared else [f"visa {sponsor_words(row)}"]
        why = row.reasons[0] if row.reasons else ACTION_WORDS[row.action].capitalize() + "."
        if why != shared:
            parts.append(why)
        if not parts:
            continue
        about = " · ".join(parts)
        if whole:
            page.text(about, 8, dim=True)
        else:
            page.text_line(fit(" " * 8 + clean(about), page.width).rstrip(), dim=True)


def _line(page: Page, parts: tuple[str, ...], widths: tuple[int, ...], *, dim: bool = False) -> None:
    lead = "  ".join(fit(clean(part), width) for part, width in zip(parts, widths, strict=True))
    page.text_line(fit(f"  {lead}".rstrip(), page.width).rstrip(), dim=dim)


def odds(row: ProgramRow) -> str:
    """The chance of an interview in percent where that is honest, else a band."""
    if row.interview is None or row.interview.value is None:
        return BAND_WORDS[row.band]
    return percent(row.interview.value)


def show_costs(page: Page, plan: Plan, *, everything: bool) -> None:
    """What the list costs, against the budget, and where one more application stops to pay."""
    portfolio = plan.portfolio
    if portfolio is None:
        return
    page.heading("Costs", "What does it cost?")
    for fee in portfolio.fees if everything else ():
        page.item(fit(usd(fee.usd), 6), f"{fee.label}. {fee.note}" if fee.note else fee.label)
    fixed = portfolio.total_usd - portfolio.application_fees_usd
    page.text(
        f"{usd(portfolio.total_usd)} in all: {usd(portfolio.application_fees_usd)} for applications, {usd(fixed)} for "
        f"registration and transcripts. Your budget is {usd(portfolio.budget_usd)}."
    )
    for line in portfolio.also_to_pay if everything else ():
        page.item(fit(usd(line.usd), 6), f"{line.label}, outside the budget. {line.note}")
    if beyond := also_words(portfolio):
        page.item("–", beyond)
    stop = "" if portfolio.stop_at is None else f"After {count_noun(portfolio.stop_at, 'application')}. "
    rule = portfolio.stop_rule if everything else first_sentence(portfolio.stop_rule)
    page.item("–", f"Where to stop: {stop}{rule}")
    if everything:
        page.item("–", f"The guide's number: {portfolio.guide_default}")
    if everything:
        rows = [
            (
                str(p.applications),
                usd(p.cost_usd),
                percent(p.target),
                percent(p.any_residency),
                percent_range(p.low, p.high),
            )
            for p in portfolio.curve
        ]
        page.table(("applications", "cost", "target", "any residency", "interval"), rows)
        page.text(f"Method: {portfolio.method}.", dim=True)


def show_timeline(page: Page, plan: Plan, *, everything: bool) -> None:
    """What to do by when, the open tasks first."""
    page.heading("Timeline", f"Year by year to the {plan.season.match_year} Match")
    tasks = [t for t in plan.timeline.tasks if everything or not (t.optional or t.state is TaskState.DONE)]
    shown = tasks if everything else tasks[:TOP_TASKS]
    for task in shown:
        late = when_late(task)
        said = f": {late}" if late else _special(when_due(task))
        page.item(fit("late" if late else day(task.due), 11), f"{task.title}{said} · {task.lane}")
    hidden = len(plan.timeline.tasks) - len(shown)
    if hidden:
        page.text(
            f"and {count_noun(hidden, 'task')} more, the optional and the done included (--all).", dim=True
        )
    for note in plan.timeline.notes if everything else ():
        page.item("–", note)


def _special(words: str) -> str:
    """What stands in brackets after a date, with its space."""
    return f" {words[words.index('(') :]}" if "(" in words else ""


def show_unknown(page: Page, plan: Plan, *, everything: bool) -> None:
    """What the reader must know before trusting a part of the plan; what stands above already is left out."""
    above = {*season_cautions(plan), *(c for c in plan.warnings if c.code == "first_form" and not everything)}
    _cautions(page, tuple(c for c in plan.warnings if c not in above))


def show_warnings(page: Page, plan: Plan, *, everything: bool) -> None:
    """Every caution of the plan, where nothing else of it is shown."""
    _cautions(page, plan.warnings)


def _cautions(page: Page, cautions: tuple[Caution, ...]) -> None:
    page.heading("What we do not know")
    if not cautions:
        page.text("Nothing beyond the intervals above.")
    for caution in cautions:
        page.item("–", caution.message)


def show_sources(page: Page, plan: Plan, *, everything: bool) -> None:
    """Where the figures come from and how they were read."""
    page.heading("Sources")
    page.text(GUIDE)
    shown = plan.sources if everything else plan.sources[:TOP_SOURCES]
    for source in shown:
        read = "" if source.read_via == "original" else f" ({READ_WORDS.get(source.read_via, source.read_via)})"
        where = f" {source.url}" if everything and source.url else ""
        line = f"{source.title}{read}. {source.publisher}, {source.published}.{where}"
        page.item("–", line if everything else fit(line, page.width - 4).rstrip())
    if len(plan.sources) > len(shown):
        page.text(f"and {len(plan.sources) - len(shown)} more (--all).", dim=True)
