"""The guide's checklists: pillars, criteria for one specialty only, tolerances, decision questions.

Each line says what the person has and what the mark is. What is unknown is shown as unknown and
counts as not met. Decision questions have one polarity: met means passed (H3).
"""

from __future__ import annotations

from dataclasses import dataclass

from smartpick.advise.pillars import (
    JUDGED,
    NOT_A_CUT_OFF,
    all_in,
    letters_met,
    number,
    pillars,
    research,
    score_mark,
    score_words,
    spoken,
    strong_letter_words,
)
from smartpick.domain.applicant import Profile, Stance
from smartpick.domain.plan import Criterion, Lane, Met, VisaPlan
from smartpick.domain.standing import Standing
from smartpick.facts.rules import Mark, rules


@dataclass(frozen=True, slots=True)
class Situation:
    """Everything the rule table looks at; flips change one part of it and ask again."""

    standing: Standing
    visa: VisaPlan
    days_left: int  # from today to the first day of submission
    emotional: int | None = None  # tolerance, 1 to 5
    financial: int | None = None
    savings_months: float | None = None
    willing_backups: tuple[str, ...] = ()
    backup_declined: bool = False

    @property
    def target(self) -> str:
        return self.standing.target


def situation(profile: Profile, standing: Standing, visa: VisaPlan, days_left: int) -> Situation:
    """The situation of a profile with this standing."""
    wishes = profile.wishes
    return Situation(standing, visa, days_left, wishes.tolerance_emotional, wishes.tolerance_financial,
                     wishes.savings_months, willing_backups(profile), profile.backup_declined_in_writing)


def willing_backups(profile: Profile) -> tuple[str, ...]:
    """Backups with an explicit yes (R25); a parallel target is one unless it was answered otherwise."""
    answered = {backup.specialty for backup in profile.backups}
    parallel = [target for target in profile.targets[1:] if target not in answered]
    return tuple(b.specialty for b in profile.backups if b.willing is Stance.YES) + tuple(parallel)


def criteria(case: Situation) -> tuple[Criterion, ...]:
    """Every checklist line for the target; outside the guide's list only the visa question is left (H24)."""
    if not rules().marks["step2_aim"].applies(case.target):
        return () if case.visa.needed is False else (visa_question(case.visa),)
    return (*pillars(case.standing), *all_in(case.standing), *tolerances(case), *decision_questions(case))


def tolerances(case: Situation) -> tuple[Criterion, ...]:
    """Emotional and financial tolerance, and savings, for a year without a place (R21)."""
    high, savings = rules().marks["tolerance_high"], rules().marks["savings_months"]
    return (
        _tolerance("emotional_tolerance", "Emotional tolerance", case.emotional, high),
        _tolerance("financial_tolerance", "Financial tolerance", case.financial, high),
        Criterion(
            "savings", "Savings", "tolerance", _at_least(case.savings_months, savings.value),
            savings.rule,
            "unknown" if case.savings_months is None else f"{number(case.savings_months)} of "
            f"{number(savings.value)} months", f"{number(savings.value)} months of living costs", JUDGED),
    )


def decision_questions(case: Situation) -> tuple[Criterion, ...]:
    """The four questions of R120-R123, each phrased so that met is good (H3)."""
    standing, aim = case.standing, rules().marks["step2_aim"]
    letters = rules().marks["strong_us_letters"]
    months = research(standing)
    return (
        Criterion("dq1_scores", "Step 2 CK keeps the target realistic", "gate",
                  _at_least(standing.step2_ck, aim.value), "R120", score_words(standing, aim.value),
                  score_mark(aim.value, standing.target), NOT_A_CUT_OFF, final=standing.step2_ck is not None),
        Criterion("dq2_research", "Research is enough", "gate", months.met, "R121", months.have, months.mark,
                  months.note),
        Criterion("dq3_letters", f"Two strong US letters in {spoken(standing.target)}", "gate",
                  letters_met(standing, letters.value), "R122", strong_letter_words(standing, letters.value),
                  f"{number(letters.value)} strong US letters in {spoken(standing.target)}", NOT_A_CUT_OFF),
        visa_question(case.visa),
    )


def visa_question(visa: VisaPlan) -> Criterion:
    """R123, passed where the visa does not limit too much: a lane is open, or no visa is needed."""
    lanes = [lane.lane for lane in visa.lanes]
    if visa.needed is False or Lane.OPEN in lanes or Lane.NOT_NEEDED in lanes:
        met = Met.MET
    elif Lane.OPEN_IF in lanes:
        met = Met.PARTLY
    else:
        met = Met.MISSING if visa.open is False else Met.UNKNOWN
    return Criterion("dq4_visa", "The visa leaves enough programs open", "gate", met, "R123", visa.headline,
                     "a visa lane that is open, or no visa needed",
                     "Judged from the lanes; how many programs sponsor the visa is known only once they "
                     "are checked.")


def _tolerance(key: str, label: str, value: int | None, mark: Mark) -> Criterion:
    have = "unknown" if value is None else f"{value} of 5"
    return Criterion(key, label, "tolerance", _at_least(value, mark.value), mark.rule, have,
                     f"{number(mark.value)} of 5 or more", JUDGED)


def _at_least(value: float | None, mark: float) -> Met:
    if value is None:
        return Met.UNKNOWN
    return Met.MET if value >= mark else Met.MISSING
