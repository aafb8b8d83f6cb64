"""The rule table: rows are tried in order, and the first that fits decides the strategy."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from smartpick.advise.gates import Situation, criteria, decision_questions, tolerances
from smartpick.advise.pillars import all_in, pillars
from smartpick.domain.plan import Criterion, Met, Strategy
from smartpick.facts.rules import VerdictRow, in_guide, rules


@dataclass(frozen=True, slots=True)
class Ruling:
    """The row that fitted, and every checklist line it was judged on."""

    row: VerdictRow
    criteria: tuple[Criterion, ...]

    @property
    def strategy(self) -> Strategy:
        return self.row.strategy


def rule_on(case: Situation) -> Ruling:
    """The first row of the rule table that fits this situation."""
    for row in rules().verdict.values():
        if FITS[row.id](case):
            return Ruling(row, criteria(case))
    raise LookupError("The rule table has no last row that always fits.")


def met(lines: Iterable[Criterion]) -> int:
    """How many lines are met; unknown counts as not met."""
    return sum(1 for line in lines if line.met is Met.MET)


def reassess(case: Situation) -> bool:
    """R37: a Step 2 CK below 245 together with on-site US research that is not met."""
    mark = rules().marks["step2_reassess_below"]
    score = case.standing.step2_ck
    research = next(p for p in pillars(case.standing) if p.key == "us_research")
    return (mark.applies(case.target) and score is not None and score < mark.value
            and research.met is not Met.MET)


def failed_questions(case: Situation) -> int:
    """How many of the four decision questions are not passed (H3)."""
    questions = decision_questions(case)
    return len(questions) - met(questions)


def one_specialty_allowed(case: Situation) -> bool:
    """Every condition of the guide's all-in (R20, R21), with the backup declined in writing (R108)."""
    pillar_lines, further, bearing = pillars(case.standing), all_in(case.standing), tolerances(case)
    everything = (*pillar_lines, *further, *bearing)
    return met(everything) == len(everything) and case.backup_declined and not case.willing_backups


def _decision_due(case: Situation) -> bool:
    return (case.days_left <= rules().value("decision_days")
            and failed_questions(case) >= rules().value("gates_failed"))


def _three_pillars(case: Situation) -> bool:
    return met(pillars(case.standing)) == 3 and bool(case.willing_backups)


FITS: dict[str, Callable[[Situation], bool]] = {
    "no_visa_lane": lambda case: case.visa.open is False,
    "outside_guide": lambda case: not in_guide(case.target),
    "gates_failed": _decision_due,
    "reassess": reassess,
    "all_in": one_specialty_allowed,
    "four_pillars": lambda case: met(pillars(case.standing)) == len(pillars(case.standing)),
    "three_pillars": _three_pillars,
    "otherwise": lambda case: True,
}
