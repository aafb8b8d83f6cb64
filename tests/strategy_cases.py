"""Invented applicants for the tests of rules: small builders, each test says only what it is about."""

from __future__ import annotations

from datetime import date
from typing import Any

from smartpick.domain.applicant import (
    ApplicantType,
    Backup,
    Education,
    Exam,
    Exams,
    Letter,
    Output,
    OutputKind,
    Person,
    Profile,
    ResearchPeriod,
    ResearchPlace,
    Rotation,
    RotationKind,
    Stance,
    Status,
    Tie,
    TieKind,
    VisaNeed,
    Wishes,
)
from smartpick.domain.plan import Lane, Strategies, VisaLane, VisaPlan
from smartpick.domain.season import DateStatus, Season, SeasonDate

TODAY = date(2026, 11, 22)
DERM = "dermatology"
SUBMISSION = {2028: date(2027, 9, 1), 2029: date(2028, 9, 6)}
YES, MAYBE, NO = Stance.YES, Stance.MAYBE, Stance.NO


def season(match_year: int = 2028) -> Season:
    day = SUBMISSION[match_year]
    event = SeasonDate("eras_submission", "First day to submit", day, DateStatus.PROJECTED, "guide")
    return Season(match_year, (event,))


def visa(lane: Lane = Lane.OPEN) -> VisaPlan:
    is_open = {Lane.CLOSED: False, Lane.UNKNOWN: None}.get(lane, True)
    lanes = (VisaLane(VisaNeed.J1, "J-1", lane, ("A reason.",)),)
    return VisaPlan("J-1.", True, is_open, lanes, (), TODAY)


def applicant(
    *,
    target: str = DERM,
    score: int | None = None,
    months: float = 0,
    papers: int = 0,
    strong: int = 0,
    other_letters: int = 0,
    sub_internships: int = 0,
    champions: int = 0,
    backups: dict[str, Stance] | None = None,
    declined: bool = False,
    tolerance: tuple[int | None, int | None] = (None, None),
    savings: float | None = None,
    **more: Any,
) -> Profile:
    """A graduate in the US on a J-1 unless `more` says otherwise; everything counted is done."""
    research = (ResearchPeriod(target, ResearchPlace.ONSITE_US, months=months),) if months else ()
    letters = (Letter(target, True, True),) * strong + (Letter("internal_medicine", True),) * other_letters
    ties = tuple(Tie(TieKind.CHAMPION, institution=f"Hospital {i}", will_call=True) for i in range(champions))
    fields: dict[str, Any] = {
        "person": Person(("IN",), "US", "MA", Status.J1_RESEARCH, visa_need=VisaNeed.J1),
        "education": Education(student=False, graduation=date(2025, 3, 31)),
        "exams": Exams(step2_ck=Exam(score, None if score is None else True)),
        "research": research,
        "outputs": (Output(OutputKind.PAPER, papers, target),) if papers else (),
        "rotations": (Rotation(RotationKind.SUB_INTERNSHIP, target, 4),) * sub_internships,
        "letters": letters,
        "ties": ties,
        "backups": tuple(Backup(name, stance) for name, stance in (backups or {}).items()),
        "backup_declined_in_writing": declined,
        "wishes": Wishes(savings_months=savings, tolerance_emotional=tolerance[0],
                         tolerance_financial=tolerance[1]),
    }
    return Profile((target,), ApplicantType.NON_US_IMG, **(fields | more))


def texts(found: Strategies) -> str:
    """Every sentence of a verdict in one string, for tests of what is never said."""
    verdicts = (found.today, found.planned)
    parts = [found.headline, found.guide_note, *found.conditions, *(f.change for f in found.flips),
             *(a.why_not for a in found.alternatives)]
    for verdict in verdicts:
        parts += [verdict.headline, *verdict.because, *verdict.warnings,
                  *(f"{c.have} {c.mark} {c.note}" for c in verdict.criteria)]
    return " ".join(parts)
