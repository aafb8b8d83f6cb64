"""From a profile back to the form: what each field would show, and which lists say more than a form can."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import date

from smartpick.domain.applicant import (
    Profile,
    Progress,
    ResearchPeriod,
    ResearchPlace,
    Rotation,
    RotationKind,
)
from smartpick.domain.applicant_type import derive_type, derive_visa_need
from smartpick.domain.none_so_far import MAY_SAY_NONE, said_none
from smartpick.web import form_parts as parts
from smartpick.web.answers import Answers
from smartpick.web.choices import CARIBBEAN
from smartpick.web.questions import BACKUP_ROWS, ROTATION_ROWS, none_name

Typed = dict[str, str]


def shown_answers(profile: Profile, today: date) -> Typed:
    """What the fields show of a profile. A list that a form cannot show whole stays out of it."""
    typed = {"specialty": profile.target, **_person(profile), **_education(profile)}
    typed |= {**_exam(profile), **_wishes(profile)}
    typed |= {none_name(name): "yes" for name in MAY_SAY_NONE if said_none(profile, name)}
    more = detailed(profile, today)
    for name, (shown, _) in _lists(profile, today).items():
        if name not in more:
            typed |= shown
    return {name: value for name, value in typed.items() if value}


def detailed(profile: Profile, today: date) -> frozenset[str]:
    """The lists of this profile that say more than the form asks, such as dates of research or names of sites."""
    return frozenset(name for name, (shown, again) in _lists(profile, today).items()
                     if again(Answers(shown)) != getattr(profile, name))  # fmt: skip


def _lists(profile: Profile, today: date) -> dict[str, tuple[Typed, Callable[[Answers], object]]]:
    """For every list: what the form would show, and how it reads that back."""
    target = profile.target
    return {
        "research": (_research(profile.research), lambda a: parts.research(a, target, today)),
        "outputs": (_outputs(profile), lambda a: parts.outputs(a, target)),
        "rotations": (_rotations(profile.rotations, target), lambda a: parts.rotations(a, target)),
        "letters": (_letters(profile), lambda a: parts.letters(a, target)),
        "backups": (_backups(profile), lambda a: parts.backups(a, target)),
        "earlier_matches": ({}, lambda a: ()),  # the form asks only whether there was none
    }


def _person(profile: Profile) -> Typed:
    person = profile.person
    kind, need = derive_type(person, profile.education), derive_visa_need(person)
    follows = kind is not None and kind.applicant_type is profile.applicant_type
    settled = need is not None and need.visa_need is person.visa_need
    first, second = (*person.citizenships, "", "")[:2]
    return {
        "applicant_type": "" if follows else profile.applicant_type or "",
        "visa_need": "" if settled else person.visa_need or "",
        "citizenship": first, "citizenship_2": second,
        "residence_country": person.residence_country or "", "residence_state": person.residence_state or "",
        "status": person.status or "", **_month("status_until", person.status_until),
    }  # fmt: skip


def _education(profile: Profile) -> Typed:
    school = profile.education
    schooling = {True: "student", False: "graduated", None: ""}[school.student]
    return {"schooling": schooling, **_month("graduation", school.graduation),
            "school_country": CARIBBEAN if school.caribbean_school else school.school_country or ""}  # fmt: skip


def _exam(profile: Profile) -> Typed:
    exam = profile.exams.step2_ck
    return {"step2_ck": _number(exam.score), "step2_attempts": _number(exam.attempts),
            **_month("step2_planned", exam.planned), "step2_predicted": _number(exam.predicted)}  # fmt: skip


def _research(periods: tuple[ResearchPeriod, ...]) -> Typed:
    typed: Typed = {}
    for period in periods:
        if period.place is not ResearchPlace.ONSITE_US:
            continue
        if period.start is None:
            typed["onsite_months"] = _number(period.months)
        else:
            typed |= {**_month("onsite_from", period.start), **_month("onsite_until", period.end)}
    return typed


def _outputs(profile: Profile) -> Typed:
    if profile.outputs[:2] == parts.NO_OTHERS:
        return {none_name("outputs"): "yes", "papers_planned": _count(sum(o.count for o in profile.outputs))}
    done, planned = ([o.count for o in profile.outputs if o.progress is progress]
                     for progress in (Progress.DONE, Progress.PLANNED))  # fmt: skip
    return {"papers": str(sum(done)) if done else "", "papers_planned": _count(sum(planned))}


def _rotations(entries: tuple[Rotation, ...], target: str) -> Typed:
    def column(rotation: Rotation) -> str:
        if rotation.progress is Progress.PLANNED:
            return "planned"
        return "target" if rotation.specialty == target else "other"

    counts = Counter((r.kind, column(r)) for r in entries)
    return {f"rotations_{RotationKind(kind)}_{key}": _count(n) for (kind, key), n in counts.items()
            if kind in ROTATION_ROWS}  # fmt: skip


def _letters(profile: Profile) -> Typed:
    def name(strong: bool | None, from_us: bool, progress: Progress) -> str:
        if not from_us:
            return "letters_other"
        if not strong:
            return "letters_us"
        return "letters_strong" if progress is Progress.DONE else "letters_strong_planned"

    counts = Counter(name(x.strong, x.from_us, x.progress) for x in profile.letters)
    return {key: _count(n) for key, n in counts.items()}


def _backups(profile: Profile) -> Typed:
    typed: Typed = {}
    for n, backup in enumerate(profile.backups[:BACKUP_ROWS], start=1):
        typed |= {f"backup_{n}": backup.specialty, f"willing_{n}": backup.willing}
    return typed


def _wishes(profile: Profile) -> Typed:
    wishes = profile.wishes
    return {
        "pgy1_year": profile.pgy1_year or "", "no_backup": "yes" if profile.backup_declined_in_writing else "",
        "budget_usd": _number(wishes.budget_usd), "savings_months": _number(wishes.savings_months),
        "tolerance_emotional": _number(wishes.tolerance_emotional),
        "tolerance_financial": _number(wishes.tolerance_financial),
        "can_extend": wishes.can_extend or "", **_month("can_move", wishes.can_move_from),
    }  # fmt: skip


def _month(name: str, day: date | None) -> Typed:
    return {} if day is None else {f"{name}_month": str(day.month), f"{name}_year": str(day.year)}


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:.3f}".rstrip("0").rstrip(".")


def _count(value: int) -> str:
    return str(value) if value else ""
