"""What is odd in a usable profile, and what it leaves unknown and what that costs; nothing here stops a plan."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from smartpick.domain.applicant import Exam, Profile, Progress, Status, VisaNeed
from smartpick.domain.applicant_type import is_us_citizen
from smartpick.domain.none_so_far import left_open
from smartpick.domain.program import TrackKind
from smartpick.domain.words import day
from smartpick.errors import NotFound, Problem
from smartpick.exchange.profile_lines import FieldPath, LineOf, dotted

OPEN_LISTS = {"research": "Research", "outputs": "Papers, abstracts, posters and talks",
              "rotations": "Clinical rotations", "letters": "Letters"}  # fmt: skip
NOT_ENTERED = ("nothing is entered, so the verdict counts none and the chance takes the average over people like you; "
               "if you have none, say so (`none`), because the chance is then usually lower")
NO_MATCH_ENTERED = ("nothing is entered, so the chance takes the average over people like you; if this is your first "
                    "Match, say so (`none`), because the chance is then usually higher")
Oddity = tuple[FieldPath, str, str]  # field, sentence, remedy


@dataclass(frozen=True, slots=True)
class Gap:
    """Something the profile leaves unknown: the field, its name, and what a plan cannot say without it."""

    field: str
    label: str
    cost: str


def cautions(profile: Profile, today: date, line_of: LineOf | None = None) -> tuple[Problem, ...]:
    """Everything odd in a profile on this day, in the order of the file."""
    find = line_of or (lambda path: None)
    odd = (
        *_exams(profile, today),
        *_education(profile, today),
        *_entries(profile, today),
        *_person(profile, today),
        *_wishes(profile, today),
        *_programs(profile),
    )
    return tuple(Problem("odd", message, dotted(path), find(path), remedy) for path, message, remedy in odd)


def _exams(profile: Profile, today: date) -> Iterator[Oddity]:
    exams = (("step1", "Step 1"), ("step2_ck", "Step 2 CK"), ("step3", "Step 3"))
    for key, name in exams:
        exam: Exam = getattr(profile.exams, key)
        if exam.planned is not None and exam.planned < today:
            yield (
                ("exams", key, "planned"),
                f"{name} is planned for {day(exam.planned)}, which is past.",
                "Enter the result, or a new day.",
            )
        if exam.taken is not None and exam.taken > today:
            yield (
                ("exams", key, "taken"),
                f"{name} is entered as taken on {day(exam.taken)}, which is still to come.",
                "Write `planned` instead of `taken`.",
            )
        if exam.score is not None and exam.predicted is not None:
            yield (
                ("exams", key, "predicted"),
                f"{name} has a score, so the predicted one is not used.",
                "Delete the prediction.",
            )


def _education(profile: Profile, today: date) -> Iterator[Oddity]:
    school = profile.education
    if school.graduation is None:
        return
    if school.student and school.graduation < today:
        yield (
            ("education", "student"),
            f"You are entered as a student, but the graduation was on {day(school.graduation)}.",
            "Correct one of the two.",
        )
    if school.student is False and school.graduation > today:
        yield (
            ("education", "student"),
            f"You are entered as no student, but the graduation is on {day(school.graduation)}.",
            "Correct one of the two.",
        )


def _entries(profile: Profile, today: date) -> Iterator[Oddity]:
    """Entries whose status and dates do not agree with the day; the dates are what counts."""
    for i, period in enumerate(profile.research):
        if period.start is None:
            continue
        if period.progress is Progress.PLANNED and period.start <= today:
            yield _past(("research", i, "status"), f"Research {i + 1}", period.start)
        if period.progress is Progress.DONE and period.start > today:
            yield _ahead(("research", i, "status"), f"Research {i + 1}", period.start)
    for i, rotation in enumerate(profile.rotations):
        if rotation.progress is Progress.PLANNED and rotation.end is not None and rotation.end < today:
            yield _past(("rotations", i, "status"), f"Rotation {i + 1}", rotation.end)
        if rotation.progress is Progress.DONE and rotation.end is not None and rotation.end > today:
            yield _ahead(("rotations", i, "status"), f"Rotation {i + 1}", rotation.end)


def _past(path: FieldPath, what: str, when: date) -> Oddity:
    return path, f"{what} is planned, but {day(when)} is past.", "Set its status to done, or its dates anew."


def _ahead(path: FieldPath, what: str, when: date) -> Oddity:
    return (
        path,
        f"{what} counts from {day(when)} on only, although it is not marked planned.",
        ("Set its status to planned."),
    )


def _person(profile: Profile, today: date) -> Iterator[Oddity]:
    person = profile.person
    if person.status_until is not None and person.status_until < today:
        yield (
            ("person", "status_until"),
            f"The immigration status ended on {day(person.status_until)}.",
            "Enter the present one.",
        )
    settled = person.status in (Status.PERMANENT_RESIDENT, Status.EAD) or is_us_citizen(person)
    if person.visa_need is VisaNeed.NONE and not settled and is_us_citizen(person) is False:
        yield (
            ("person", "visa_need"),
            "You are entered as needing no visa, without US citizenship, green card or work permit.",
            "If you will need one, set visa_need to j1, h1b or either.",
        )
    if profile.season is not None and date(profile.season, 3, 31) < today:
        yield (
            ("season",),
            f"The Match of {profile.season} is over.",
            "Choose a later season, or leave it open.",
        )


def _wishes(profile: Profile, today: date) -> Iterator[Oddity]:
    wishes = profile.wishes
    if wishes.can_move_from is not None and wishes.can_move_from < today and not profile.person.status:
        yield (
            ("wishes", "can_move_from"),
            f"The day from which you can move, {day(wishes.can_move_from)}, is past.",
            "Enter your status in the US, or a new day.",
        )


def _programs(profile: Profile) -> Iterator[Oddity]:
    """Programs and institutions the directory does not know; they may come with a list of one's own."""
    named: list[tuple[FieldPath, str]] = [
        (("policies", i, "program"), note.program) for i, note in enumerate(profile.policies)
    ]
    named += [(("ties", i, "program"), tie.program) for i, tie in enumerate(profile.ties) if tie.program]
    places = [(i, tie.institution) for i, tie in enumerate(profile.ties) if tie.institution]
    if not named and not places:
        return
    from smartpick.facts.directory import directory

    for path, program in named:
        try:
            directory().program(program)
        except NotFound as missing:
            yield path, f"The directory has no program {program[:40]}.", missing.problem.remedy or ""
    known = directory().institutions
    names = {name.casefold() for name in known.values()}
    for i, place in places:
        if place not in known and place.casefold() not in names:
            yield (
                ("ties", i, "institution"),
                f"The directory has no institution “{place[:60]}”.",
                _nearest(place, names, known.values()),
            )


def _nearest(place: str, plain: set[str], names: Any) -> str:
    import difflib

    near = difflib.get_close_matches(place.casefold(), plain, n=1, cutoff=0.5)
    if not near:
        return "Copy the name from `smartpick programs`."
    return f"Did you mean {next(name for name in names if name.casefold() == near[0])}?"


def gaps(profile: Profile) -> tuple[Gap, ...]:
    """What is unknown and matters, most costly first."""
    return tuple(Gap(field, label, cost) for known, field, label, cost in _asked(profile) if not known)


def _asked(profile: Profile) -> Iterator[tuple[bool, str, str, str]]:
    person, school, exams, wishes = profile.person, profile.education, profile.exams, profile.wishes
    step2 = exams.step2_ck
    yield (
        person.visa_need is not None,
        "person.visa_need",
        "Visa need",
        "no program can be marked open or closed for you, and the visa check stays unknown",
    )
    yield (
        profile.applicant_type is not None,
        "applicant_type",
        "Applicant type",
        "no published match rate can be chosen for you, so there are no chances",
    )
    yield (
        step2.score is not None,
        "exams.step2_ck.score",
        "Step 2 CK score",
        "the chances rest on the base rate alone, and the score mark counts as not met",
    )
    yield (
        wishes.budget_usd is not None,
        "wishes.budget_usd",
        "Budget",
        "the list is planned at its usual size and its cost is shown, not kept under a limit",
    )
    yield (
        bool(person.citizenships),
        "person.citizenships",
        "Citizenships",
        "entry rules for single countries cannot be checked",
    )
    yield (
        school.graduation is not None,
        "education.graduation",
        "Graduation",
        "what only students may do, and the years since graduation, cannot be judged",
    )
    yield (
        exams.step1.attempts is not None and step2.attempts is not None,
        "exams",
        "Attempts at Step 1 and Step 2 CK",
        "a filter that some programs use cannot be foreseen",
    )
    for name, label in OPEN_LISTS.items():
        yield not left_open(profile, name), name, label, NOT_ENTERED
    told = school.student is True or not left_open(profile, "earlier_matches")
    yield told, "earlier_matches", "Earlier Matches", NO_MATCH_ENTERED
    yield (
        all(letter.strong is not None or not letter.from_us for letter in profile.letters),
        "letters",
        "Strength of the letters",
        "US letters whose writer has not agreed to a strong one do not count as strong",
    )
    yield bool(profile.ties), "ties", "Connections to programs", "no program gets the weight of a connection"
    yield (
        bool(profile.backups) or len(profile.targets) > 1 or profile.backup_declined_in_writing,
        "backups",
        "Backups",
        "no parallel list can be made, and a plan without one is not complete",
    )
    yield (
        profile.pgy1_year is not None or not _has_advanced(profile),
        "pgy1_year",
        "PGY-1 year",
        "whether to add preliminary or transitional programs to advanced ones stays open",
    )
    yield (
        wishes.tolerance_emotional is not None and wishes.tolerance_financial is not None,
        "wishes.tolerance_emotional",
        "Tolerance for a year without a match",
        "how well you could bear a year without a place stays open; it matters only if you want to apply to one "
        "specialty alone",
    )
    yield (
        wishes.savings_months is not None,
        "wishes.savings_months",
        "Savings",
        "whether they would carry you through a year without a place stays open; it matters only if you want to "
        "apply to one specialty alone",
    )
    yield (
        wishes.can_extend is not None,
        "wishes.can_extend",
        "Willingness to extend",
        "whether a staged way suits you stays open",
    )


def _has_advanced(profile: Profile) -> bool:
    """Whether a target has advanced programs, which begin after a separate PGY-1 year."""
    from smartpick.facts.directory import directory

    return any(directory().programs(target, kinds=[TrackKind.ADVANCED]) for target in profile.targets)
