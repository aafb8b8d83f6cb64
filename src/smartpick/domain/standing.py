"""Where an applicant stands on a day: what is done, or done and planned, counted in the target specialty."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from smartpick.domain.applicant import (
    Letter,
    OutputKind,
    Profile,
    Progress,
    ResearchPlace,
    Rotation,
    RotationKind,
    TieKind,
)

DAYS_PER_MONTH = 365.25 / 12


@dataclass(frozen=True, slots=True)
class Standing:
    """The drivers of every rule and chance, for one target specialty on one day.

    Counts are in the target unless the name says otherwise; months are calendar months. A
    predicted exam score never appears as `step2_ck`.
    """

    target: str
    on: date
    planned: bool
    step2_ck: int | None
    step2_pending: bool  # planned or predicted, not yet earned
    step2_attempts: int | None
    step1_attempts: int | None
    step3_passed: bool | None
    onsite_months: float
    remote_months: float
    home_months: float
    publications: int  # peer-reviewed papers, reviews and chapters, any specialty
    target_publications: int
    presentations: int
    strong_us_target_letters: int
    letters: int
    hands_on_us_rotations: int
    hands_on_us_target_rotations: int
    observerships: int
    champions_who_call: int
    graduated: bool | None
    years_since_graduation: float | None
    unrated_us_target_letters: int = 0  # US letters in the target whose strength is unknown
    teaching_rotations: int = 0  # hands-on, at US teaching hospitals
    teaching_target_rotations: int = 0
    unsure_rotations: int = 0  # hands-on in the US, unknown whether at a teaching hospital


def months_between(start: date, end: date) -> float:
    """Calendar months from start to end, never below zero."""
    return max(0.0, (end - start).days / DAYS_PER_MONTH)


def standing(profile: Profile, target: str, on: date, *, planned: bool, today: date) -> Standing:
    """What the person has on day `on`, counting plans only when `planned`.

    Without plans a research period stops at `today`. With plans it runs to its end or to `on`,
    whichever is first, and a score that is only predicted still counts as unknown.
    """
    until = on if planned else min(on, today)
    months = dict.fromkeys(ResearchPlace, 0.0)
    for period in profile.research:
        if period.place is ResearchPlace.HOME or period.specialty == target:
            months[period.place] += _months(period.start, period.end, period.months,
                                            period.progress, until, today, planned)
    outputs = [o for o in profile.outputs if planned or o.progress is Progress.DONE]
    written = [o for o in outputs if o.kind.written]
    rotations = [r for r in profile.rotations if _counts(r, until, today, planned)]
    hands_on = [r for r in rotations if r.kind.hands_on and r.in_us]
    letters = [x for x in profile.letters if planned or x.progress is Progress.DONE]
    exams = profile.exams
    step2 = exams.step2_ck
    graduation = profile.education.graduation
    return Standing(
        target=target,
        on=on,
        planned=planned,
        step2_ck=step2.score,
        step2_pending=step2.score is None and (step2.planned or step2.predicted) is not None,
        step2_attempts=step2.attempts,
        step1_attempts=exams.step1.attempts,
        step3_passed=_step3(profile),
        onsite_months=months[ResearchPlace.ONSITE_US],
        remote_months=months[ResearchPlace.REMOTE_US],
        home_months=months[ResearchPlace.HOME],
        publications=sum(o.count for o in written),
        target_publications=sum(o.count for o in written if o.specialty in (None, target)),
        presentations=sum(o.count for o in outputs
                          if o.kind in (OutputKind.POSTER, OutputKind.TALK)),
        strong_us_target_letters=sum(1 for x in letters if _strong_us(x, target)),
        letters=len(letters),
        hands_on_us_rotations=len(hands_on),
        hands_on_us_target_rotations=sum(1 for r in hands_on if r.specialty == target),
        observerships=sum(1 for r in rotations if r.kind is RotationKind.OBSERVERSHIP),
        champions_who_call=_champions(profile, target),
        graduated=_graduated(profile, on),
        years_since_graduation=None if graduation is None
        else max(0.0, (on - graduation).days / 365.25),
        unrated_us_target_letters=sum(1 for x in letters if x.from_us and x.specialty == target
                                      and x.strong is None),
        teaching_rotations=sum(1 for r in hands_on if _teaching(r)),
        teaching_target_rotations=sum(1 for r in hands_on if _teaching(r) and r.specialty == target),
        unsure_rotations=sum(1 for r in hands_on if _teaching(r) is None),
    )


def _months(start: date | None, end: date | None, given: float | None, progress: Progress,
            until: date, today: date, planned: bool) -> float:
    if start is not None:
        return months_between(start, min(end or until, until))
    if given is None or (progress is Progress.PLANNED and not planned):
        return 0.0
    return given


def _counts(rotation: Rotation, until: date, today: date, planned: bool) -> bool:
    if rotation.end is not None:
        return rotation.end <= until
    return planned or rotation.progress is Progress.DONE


def _strong_us(letter: Letter, target: str) -> bool:
    return letter.from_us and letter.specialty == target and letter.strong is True


def _teaching(rotation: Rotation) -> bool | None:
    """Sub-internships, electives and core clerkships are held at teaching hospitals unless said otherwise."""
    if rotation.teaching_hospital is None and rotation.kind is not RotationKind.HANDS_ON_EXTERNSHIP:
        return True
    return rotation.teaching_hospital


def _champions(profile: Profile, target: str) -> int:
    """People who would call: one person who knows several programs counts once."""
    calls = [t for t in profile.ties if t.kind is TieKind.CHAMPION and t.will_call
             and t.specialty in (None, target)]
    named = {t.who for t in calls if t.who is not None}
    return len(named) + sum(1 for t in calls if t.who is None)


def _step3(profile: Profile) -> bool | None:
    step3 = profile.exams.step3
    return step3.passed if step3.passed is not None else (True if step3.score else None)


def _graduated(profile: Profile, on: date) -> bool | None:
    graduation = profile.education.graduation
    if graduation is None:
        return None if profile.education.student is None else not profile.education.student
    return graduation <= on
