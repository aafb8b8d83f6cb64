"""What the plan page shows of a plan: its steps, pairs of criteria, filtered rows and years of tasks."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import groupby

from smartpick.domain.chance import Estimate
from smartpick.domain.labels import TYPE_WORDS
from smartpick.domain.plan import Basis, Criterion, CurvePoint, Flip, Met, Plan, SourceNote, Task
from smartpick.domain.words import day, joined
from smartpick.web.charts import WIDE
from smartpick.web.pages.rows import Filter, RowPage, filters, row_page

CURVE_ROWS = 24
NOTES = 2
FIRST_COLUMN = 3  # after the program and its tier, which always stay
FILES = (
    ("plan.md", "Whole plan (Markdown)"),
    ("programs.xlsx", "Programs (Excel)"),
    ("programs.csv", "Programs (CSV)"),
    ("calendar.ics", "Calendar"),
    ("profile.yaml", "Profile, to go on from"),
    ("plan.json", "Everything (JSON)"),
)
YEARS = {
    0: "Year 0: decide and prepare",
    1: "Year 1: research and exams",
    2: "Year 2: rotations, letters and ERAS",
    3: "Interviews and the Match",
}


@dataclass(frozen=True, slots=True)
class PlanView:
    """A plan laid out for its page. `differs` is whether plans change the verdict's marks."""

    plan: Plan
    page: RowPage
    filters: tuple[Filter, ...]
    actions_only: bool = False  # chances, and what happened to others, are not shown

    @property
    def steps(self) -> tuple[tuple[str, str], ...]:
        """The sections in reading order; the visa section only where a visa may be needed."""
        needed = self.show_visa
        return (
            *((("gate", "Visa"),) if needed else ()),
            ("verdict", "Verdict"),
            *(() if self.actions_only else (("reality", "Reality"), ("chances", "Chances"))),
            ("next", "Next steps"),
            ("list", "List"), *((("costs", "Costs"),) if self.plan.portfolio else ()),
            ("timeline", "Timeline"), ("unknown", "What is unknown"), ("keep", "Keep"), ("sources", "Sources"),
        )  # fmt: skip

    @property
    def kicker(self) -> str:
        names = [self.plan.name(s) for s in self.plan.profile.targets]
        kind = self.plan.profile.applicant_type
        who = f" · {TYPE_WORDS[kind]}" if kind else ""
        return f"{joined(names)}{who} · as of {day(self.plan.today)}"

    @property
    def sources(self) -> dict[str, SourceNote]:
        return {source.id: source for source in self.plan.sources}

    @property
    def show_visa(self) -> bool:
        return self.plan.visa.needed is not False

    @property
    def type_words(self) -> str:
        kind = self.plan.profile.applicant_type
        return TYPE_WORDS[kind] if kind else "your type"

    @property
    def differs(self) -> bool:
        both = self.plan.strategies
        marks = [[(c.key, c.met, c.have) for c in v.criteria] for v in (both.today, both.planned)]
        return both.today.strategy is not both.planned.strategy or marks[0] != marks[1]

    @property
    def planned_on(self) -> object:
        return self.plan.strategies.planned.as_of if self.differs else None

    @property
    def pillars(self) -> list[tuple[Criterion, Criterion | None]]:
        return [pair for pair in self._pairs() if pair[0].group == "pillar"]

    @property
    def further(self) -> list[tuple[Criterion, Criterion | None]]:
        return [pair for pair in self._pairs() if pair[0].group != "pillar"]

    @property
    def verdict_warnings(self) -> tuple[str, ...]:
        both = self.plan.strategies
        return tuple(dict.fromkeys((*both.planned.warnings, *both.today.warnings)))

    @property
    def flips(self) -> tuple[Flip, ...]:
        return tuple(f for f in self.plan.strategies.flips if not f.comparison_only)

    @property
    def what_ifs(self) -> tuple[Flip, ...]:
        return tuple(f for f in self.plan.strategies.flips if f.comparison_only)

    @property
    def outcomes(self) -> tuple[tuple[str, str, Estimate], ...]:
        if self.plan.chances is None:
            return ()
        four = self.plan.chances.outcomes
        target = self.plan.name(self.plan.profile.target)
        found = four.seat_without_pgy1
        waiting = () if found is None else ((f"{target}, seat only", "its PGY-1 year still to be found", found),)
        return (
            (target, "the whole training", four.target),
            *waiting,
            ("Another full training", "from the parallel list", four.other_full),
            ("One year only", "a PGY-1 seat that ends", four.one_year_only),
            ("Unmatched", "SOAP or the next season", four.unmatched),
        )

    @property
    def applications(self) -> int:
        """How many applications the list needs: one buys every track of a program."""
        return len({row.program.program_id for row in self.plan.chosen})

    @property
    def curve_rows(self) -> tuple[CurvePoint, ...]:
        """At most CURVE_ROWS points of the curve, evenly spaced, the last one included."""
        curve = self.plan.portfolio.curve if self.plan.portfolio else ()
        step = max(1, -(-(len(curve) - 1) // (CURVE_ROWS - 1)))
        return tuple(p for i, p in enumerate(curve) if i % step == 0 or i == len(curve) - 1)

    @property
    def years(self) -> list[tuple[str, tuple[Task, ...], bool]]:
        """The tasks by year of the guide's plan; the year of the next step stands open."""
        timeline = self.plan.timeline
        now = timeline.next_steps[0].year if timeline.next_steps else 0
        ordered = sorted(timeline.tasks, key=lambda t: (t.year, t.due))
        groups = [(year, tuple(tasks)) for year, tasks in groupby(ordered, key=lambda t: t.year)]
        return [(YEARS.get(year, "Later"), tasks, year == now) for year, tasks in groups]

    @property
    def visa_notes(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The first notes on the visa, and those that open on demand."""
        return self.plan.visa.notes[:NOTES], self.plan.visa.notes[NOTES:]

    @property
    def lanes_width(self) -> float:
        return WIDE * 1.4

    @property
    def files(self) -> tuple[tuple[str, str], ...]:
        return FILES

    @property
    def columns(self) -> tuple[tuple[int, str], ...]:
        """Columns of the program table that may be hidden: (place from the left, words)."""
        words = [*(() if self.actions_only else ("Odds",)), *(("Visa",) if self.show_visa else ()), "Seats taken"]
        return tuple((place, name) for place, name in enumerate(words, start=FIRST_COLUMN))

    @property
    def common_reason(self) -> str:
        """The first reason that most rows of the page share, said once above them; empty where there is none."""
        firsts = Counter(row.reasons[0] for row in self.page.rows if row.reasons)
        reason, times = max(firsts.items(), key=lambda item: item[1], default=("", 0))
        return reason if 2 < times > len(self.page.rows) / 2 else ""

    @property
    def rail(self) -> list[dict[str, object]]:
        """The steps of the rail; those that give an answer say whether it is whole."""
        return [{"href": f"#{id_}", "words": words, "state": self._answered(id_), "current": False}
                for id_, words in self.steps]

    @property
    def progress(self) -> str:
        """How much of the plan is answered, in words."""
        states = [state for id_, _ in self.steps if (state := self._answered(id_))]
        return f"{states.count('done')} of {len(states)} answered"

    def _answered(self, step: str) -> str:
        """done, partly or todo; empty for a step that asks nothing."""
        plan = self.plan
        match step:
            case "gate":
                return "partly" if plan.visa.open is None else "done"
            case "verdict":
                return "partly" if any(c.met is Met.UNKNOWN for c, _ in self._pairs()) else "done"
            case "reality":
                known = [card.rate is not None for card in plan.reality]
                return "done" if known and all(known) else "partly" if any(known) else "todo"
            case "chances":
                return "done" if plan.chances else "todo"
            case "next":
                return "done" if plan.timeline.tasks else "todo"
            case "list":
                unknown = any(row.visa_basis is Basis.UNKNOWN for row in plan.chosen) and self.show_visa
                return "todo" if not plan.chosen else "partly" if unknown else "done"
            case "costs":
                return "done"
        return ""

    def _pairs(self) -> list[tuple[Criterion, Criterion | None]]:
        later = {c.key: c for c in self.plan.strategies.planned.criteria}
        return [(c, later.get(c.key)) for c in self.plan.strategies.today.criteria]


def plan_view(plan: Plan, plan_id: str, query: dict[str, str], actions_only: bool = False) -> PlanView:
    """The page's view of a plan, with the rows that the query asks for."""
    chosen = filters(plan, query)
    return PlanView(plan, row_page(plan, plan_id, chosen, query.get("page", "1")), chosen, actions_only)
