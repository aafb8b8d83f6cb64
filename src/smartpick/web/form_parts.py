"""The parts of a profile that the ten questions fill, each read from what was typed."""

from __future__ import annotations

import re
from collections.abc import Collection
from datetime import date

from smartpick.domain.applicant import (
    Backup,
    EarlierMatch,
    Education,
    Exam,
    Exams,
    Letter,
    Output,
    OutputKind,
    Person,
    Progress,
    ResearchPeriod,
    ResearchPlace,
    Rotation,
    Stance,
    Status,
    VisaNeed,
    Wishes,
)
from smartpick.domain.none_so_far import MAY_SAY_NONE
from smartpick.web.answers import Answers
from smartpick.web.choices import CARIBBEAN, ROTATION_LABELS
from smartpick.web.questions import BACKUP_ROWS, ROTATION_ROWS, none_name, questions

ZERO = re.compile(r"0+(\.0+)?", re.ASCII)
NO_OTHERS = (Output(OutputKind.ABSTRACT, 0), Output(OutputKind.POSTER, 0))
WEEKS = 4.0  # what one rotation of the form stands for


def person(answers: Answers) -> Person:
    """Citizenships, home, US status and visa need."""
    need, status = answers.choice("visa_need", "Visa"), answers.choice("status", "Status in the US")
    countries = (answers.choice("citizenship", "Citizenship"),
                 answers.choice("citizenship_2", "A second citizenship"))  # fmt: skip
    return Person(
        citizenships=tuple(dict.fromkeys(c for c in countries if c is not None)),
        residence_country=answers.choice("residence_country", "I live in"),
        residence_state=answers.choice("residence_state", "US state"),
        status=None if status is None else Status(status),
        status_until=answers.month("status_until", "End of the status", last=True),
        visa_need=None if need is None else VisaNeed(need),
    )


def education(answers: Answers, today: date) -> Education:
    """Student or not, graduation, and where the school is."""
    schooling = answers.choice("schooling", "Medical school")
    student = None if schooling is None else schooling == "student"
    # The last day of the month, as in a profile file; without a month June, the usual end of a school year.
    graduation = answers.month("graduation", "Year of graduation", last=True)
    if graduation is not None and student is not None and student != (graduation > today):
        said = "still a student" if student else "graduated"
        answers.wrong("graduation_year", f"Year of graduation: this month does not fit “{said}”.")
    school = answers.choice("school_country", "Where the medical school is")
    return Education(
        student=student, graduation=graduation,
        school_country=None if school in (None, CARIBBEAN) else school,
        caribbean_school=True if school == CARIBBEAN else None,
    )  # fmt: skip


def exams(answers: Answers) -> Exams:
    """Step 2 CK: earned or planned."""
    return Exams(step2_ck=Exam(
        score=answers.whole("step2_ck", "Step 2 CK"),
        attempts=answers.whole("step2_attempts", "Sittings in all"),
        planned=answers.month("step2_planned", "Step 2 CK planned for"),
        predicted=answers.whole("step2_predicted", "Your guess"),
    ))  # fmt: skip


def research(answers: Answers, target: str, today: date) -> tuple[ResearchPeriod, ...]:
    """Months on site that are done, and a period that is still to come or goes on."""
    months = answers.number("onsite_months", "Months so far")
    start = answers.month("onsite_from", "Research from")
    end = answers.month("onsite_until", "Research until", last=True)
    done = (ResearchPeriod(target, ResearchPlace.ONSITE_US, months=months),) if months else ()
    if start is None and end is None:
        return done
    start = start or today
    if start < today and months:
        # What lies behind is in the months already: it is not counted twice.
        start = today
    if end is not None and end < start:
        answers.wrong("onsite_until_year", "Research until: this month lies before the start, or behind us.")
        return done
    return (*done, ResearchPeriod(target, ResearchPlace.ONSITE_US, start=start, end=end))


def outputs(answers: Answers, target: str) -> tuple[Output, ...]:
    """Papers, done and planned apart. A 0 says that there are none; posters and the like stay unknown.

    With the box ticked beside planned papers, the other kinds are said to be none as well.
    """
    done, planned = answers.whole("papers", "Papers"), answers.whole("papers_planned", "Papers planned")
    none = ticked(answers, "outputs")
    said = done is not None and (done != 0 or not none)
    return (*((Output(OutputKind.PAPER, done or 0, target),) if said else ()),
            *(NO_OTHERS if none and planned and not done else ()),
            *((Output(OutputKind.PAPER, planned, target, progress=Progress.PLANNED),) if planned else ()))  # fmt: skip


def none_of(answers: Answers, filled: Collection[str]) -> tuple[str, ...]:
    """The lists said to be empty: by their box, or by a 0 and nothing else in a block of counts.

    `filled` are the lists that have entries. Of outputs a 0 says only that there are no papers.
    """
    def zero(name: str) -> bool:
        counts = (answers.text(i.name) for q in questions() for i in q.inputs if i.list == name and i.kind == "text")
        return any(ZERO.fullmatch(text) for text in counts)

    return tuple(name for name in MAY_SAY_NONE
                 if ticked(answers, name) or (name != "outputs" and name not in filled and zero(name)))  # fmt: skip


def so_far(entry: object, today: date) -> bool:
    """Whether an entry of a list is something done, and not a plan or a count of 0."""
    match entry:
        case Output():
            return entry.progress is Progress.DONE and entry.count > 0
        case ResearchPeriod(start=start):
            return start < today if start is not None else entry.progress is Progress.DONE
        case Rotation() | Letter():
            return entry.progress is Progress.DONE
        case EarlierMatch():
            return True
    return False


def ticked(answers: Answers, name: str) -> bool:
    """Whether the box "none so far" of a list is ticked."""
    return answers.text(none_name(name)) == "yes"


def rotations(answers: Answers, target: str) -> tuple[Rotation, ...]:
    """One entry a rotation, by kind; those in other fields under a field that is not the target."""
    elsewhere = "internal_medicine" if target != "internal_medicine" else "family_medicine"
    found: list[Rotation] = []
    for kind in ROTATION_ROWS:
        label, name = ROTATION_LABELS[kind], f"rotations_{kind}"
        own = Rotation(kind, target, WEEKS, teaching_hospital=True)
        other = Rotation(kind, elsewhere, WEEKS, teaching_hospital=True)
        planned = Rotation(kind, target, WEEKS, teaching_hospital=True, progress=Progress.PLANNED)
        found += [own] * answers.count(f"{name}_target", label)
        found += [other] * answers.count(f"{name}_other", label)
        found += [planned] * answers.count(f"{name}_planned", label)
    return tuple(found)


def letters(answers: Answers, target: str) -> tuple[Letter, ...]:
    """One entry a letter: strong and promised, strong and hoped for, other US, elsewhere."""
    kinds = (
        ("letters_strong", "Strong letters", Letter(target, from_us=True, strong=True)),
        ("letters_strong_planned", "Strong letters hoped for",
         Letter(target, from_us=True, strong=True, progress=Progress.PLANNED)),
        ("letters_us", "Other US letters", Letter(target, from_us=True)),
        ("letters_other", "Letters from elsewhere", Letter(target, from_us=False)),
    )  # fmt: skip
    return tuple(letter for name, called, kind in kinds for letter in [kind] * answers.count(name, called))


def backups(answers: Answers, target: str) -> tuple[Backup, ...]:
    """The careers named, each with a yes, maybe or no; without an answer it is a maybe."""
    found: list[Backup] = []
    for n in range(1, BACKUP_ROWS + 1):
        career = answers.choice(f"backup_{n}", f"Career {n}")
        willing = answers.choice(f"willing_{n}", f"Career {n}, yes or no")
        if career is None:
            if willing is not None:
                answers.wrong(f"backup_{n}", f"Career {n}: choose the career, or set its answer back to “Not said”.")
        elif career == target:
            answers.wrong(f"backup_{n}", f"Career {n}: choose another one than your first.")
        elif career in {b.specialty for b in found}:
            answers.wrong(f"backup_{n}", f"Career {n}: this one is named above already.")
        else:
            found.append(Backup(career, Stance.MAYBE if willing is None else Stance(willing)))
    return tuple(found)


def stance(answers: Answers, name: str, called: str) -> Stance | None:
    """A yes, maybe or no."""
    value = answers.choice(name, called)
    return None if value is None else Stance(value)


def wishes(answers: Answers) -> Wishes:
    """Money, tolerances, and years that could be added."""
    tolerances = [answers.choice(f"tolerance_{kind}", "A year without a match") for kind in ("emotional", "financial")]
    emotional, financial = (None if t is None else int(t) for t in tolerances)
    return Wishes(
        budget_usd=answers.whole("budget_usd", "Budget"),
        savings_months=answers.number("savings_months", "Months of savings"),
        tolerance_emotional=emotional, tolerance_financial=financial,
        can_extend=stance(answers, "can_extend", "Years to add"),
        can_move_from=answers.month("can_move", "Able to move from"),
    )  # fmt: skip
