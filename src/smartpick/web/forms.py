"""From the form's answers to a profile: every problem found at once, each pointing at its field."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date

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
    VisaNeed,
    Wishes,
)
from smartpick.errors import BadProfile, Problem
from smartpick.web.questions import NO_BACKUP, questions

NUMBER = re.compile(r"-?\d{1,9}(\.\d{1,3})?", re.ASCII)
# Where a problem that a profile file would have is shown on the form.
FIELDS = {
    "targets": "specialty", "applicant_type": "applicant_type", "person.citizenships": "citizenship",
    "person.visa_need": "visa_need", "education.student": "schooling", "education": "graduation_year",
    "exams": "step2_ck", "research": "onsite_months", "outputs": "papers", "rotations": "rotations_target",
    "letters": "letters_strong", "backups": "backup", "wishes": "budget_usd",
}  # fmt: skip
ANY = "dermatology"
FOUR_FIGURES = 1000, 9999
MOST_TYPED = 20  # letters, rotations: more than anyone has, small enough to be harmless


@dataclass(slots=True)
class Answers:
    """What was typed, and what is wrong with it."""

    typed: Mapping[str, str]
    problems: list[Problem] = field(default_factory=list)

    def text(self, name: str) -> str:
        return self.typed.get(name, "").strip()

    def wrong(self, name: str, message: str) -> None:
        self.problems.append(Problem("form", message, field=name))

    def choice(self, name: str, called: str) -> str | None:
        """A value that the form offered, or None where nothing was chosen."""
        value = self.text(name)
        offered = {c.value for q in questions() for i in q.inputs if i.name == name for c in i.choices}
        if value and value not in offered:
            self.wrong(name, f"{called}: choose one of the answers in the list.")
            return None
        return value or None

    def number(self, name: str, called: str) -> float | None:
        """A number, or None where the field is empty. Its limits are those of a profile file."""
        raw = self.text(name).replace(",", "").replace("$", "").replace(" ", "")
        if not raw:
            return None
        if not NUMBER.fullmatch(raw):
            self.wrong(name, f"{called}: write a number in figures, or leave it empty.")
            return None
        return float(raw)

    def whole(self, name: str, called: str) -> int | None:
        """Like `number`, without fractions."""
        value = self.number(name, called)
        if value is not None and value != int(value):
            self.wrong(name, f"{called}: write a whole number.")
            return None
        return None if value is None else int(value)

    def count(self, name: str, called: str) -> int:
        """How many of something; empty counts as none, and nobody has more than MOST_TYPED."""
        value = self.whole(name, called)
        if value is not None and not 0 <= value <= MOST_TYPED:
            self.wrong(name, f"{called}: write a number from 0 to {MOST_TYPED}, or leave it empty.")
            return 0
        return value or 0


def read_answers(typed: Mapping[str, str], today: date) -> Profile:
    """The profile of these answers; BadProfile with every problem, each with the name of its field."""
    answers = Answers(typed)
    target = answers.choice("specialty", "Specialty")
    if target is None:
        if not answers.problems:
            answers.wrong("specialty", "Specialty: choose the one you hope to train in.")
        target = ANY  # so that the other answers are checked as well
    profile = Profile(
        targets=(target,),
        applicant_type=_type(answers),
        person=_person(answers),
        education=_education(answers, today),
        exams=Exams(step2_ck=Exam(score=answers.whole("step2_ck", "Step 2 CK"))),
        research=_research(answers, target),
        outputs=_papers(answers, target),
        rotations=_rotations(answers, target),
        letters=_letters(answers, target),
        backups=_backups(answers, target),
        wishes=Wishes(budget_usd=answers.whole("budget_usd", "Budget")),
    )
    checked = _checked(answers, profile)
    if answers.problems or checked is None:
        raise BadProfile(in_order(answers.problems), "The form")
    return checked


def in_order(problems: list[Problem]) -> tuple[Problem, ...]:
    """Problems in the order of the form's fields."""
    fields = [i.name for q in questions() for i in q.inputs]
    return tuple(sorted(problems, key=lambda p: fields.index(p.field) if p.field in fields else -1))


def _checked(answers: Answers, profile: Profile) -> Profile | None:
    """The profile as a profile file would be read: the same limits, contradictions and derived types."""
    from smartpick.exchange.profile import parse_profile, profile_json

    try:
        return parse_profile(profile_json(profile))
    except BadProfile as error:
        flagged = {p.field for p in answers.problems}
        for problem in error.problems:
            name = next((n for path, n in FIELDS.items() if (problem.field or "").startswith(path)), None)
            if name is None or name not in flagged:
                answers.problems.append(replace(problem, field=name))
        return None


def _type(answers: Answers) -> ApplicantType | None:
    value = answers.choice("applicant_type", "Statistics")
    return None if value is None else ApplicantType(value)


def _person(answers: Answers) -> Person:
    need = answers.choice("visa_need", "Visa")
    country = answers.choice("citizenship", "Citizenship")
    return Person(citizenships=() if country is None else (country,),
                  visa_need=None if need is None else VisaNeed(need))  # fmt: skip


def _education(answers: Answers, today: date) -> Education:
    schooling = answers.choice("schooling", "Medical school")
    month = answers.choice("graduation_month", "Month of graduation")
    year = answers.whole("graduation_year", "Year of graduation")
    student = None if schooling is None else schooling == "student"
    if month is not None and year is None and not answers.text("graduation_year"):
        answers.wrong("graduation_year", "Year of graduation: add the year to the month, or leave both empty.")
    graduation = None
    if year is not None and FOUR_FIGURES[0] <= year <= FOUR_FIGURES[1]:
        # Without a month: June, the usual end of a medical school year. The last day, as in a profile file.
        graduation = date(year, int(month or 6), monthrange(year, int(month or 6))[1])
    elif year is not None:
        answers.wrong("graduation_year", f"Year of graduation: write four figures, such as {today.year}.")
    if graduation is not None and student is not None and student != (graduation > today):
        said = "still a student" if student else "graduated"
        answers.wrong("graduation_year", f"Year of graduation: this month does not fit “{said}”.")
    return Education(student=student, graduation=graduation)


def _research(answers: Answers, target: str) -> tuple[ResearchPeriod, ...]:
    months = answers.number("onsite_months", "Months on site")
    return (ResearchPeriod(target, ResearchPlace.ONSITE_US, months=months),) if months else ()


def _papers(answers: Answers, target: str) -> tuple[Output, ...]:
    count = answers.whole("papers", "Papers")
    return (Output(OutputKind.PAPER, count, target),) if count else ()


def _rotations(answers: Answers, target: str) -> tuple[Rotation, ...]:
    own = answers.count("rotations_target", "Rotations in this specialty")
    other = answers.count("rotations_other", "Rotations in other fields")
    elsewhere = "internal_medicine" if target != "internal_medicine" else "family_medicine"
    kind = RotationKind.HANDS_ON_EXTERNSHIP  # the form does not ask which; this one claims least
    rotations = [Rotation(kind, target, teaching_hospital=True)] * own
    return (*rotations, *[Rotation(kind, elsewhere, teaching_hospital=True)] * other)


def _letters(answers: Answers, target: str) -> tuple[Letter, ...]:
    strong = answers.count("letters_strong", "Strong letters")
    other = answers.count("letters_other", "Other letters")
    return (*(Letter(target, from_us=True, strong=True) for _ in range(strong)),
            *(Letter(target, from_us=False) for _ in range(other)))  # fmt: skip


def _backups(answers: Answers, target: str) -> tuple[Backup, ...]:
    backup = answers.choice("backup", "Parallel specialty")
    if backup is None or backup == NO_BACKUP:
        return ()
    if backup == target:
        answers.wrong("backup", "Parallel specialty: choose another one than your first.")
        return ()
    return (Backup(backup, Stance.YES),)
