"""The ten questions of the form as data: what each asks, its hint, its fields and its choices."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from smartpick.domain.applicant import ApplicantType, VisaNeed
from smartpick.domain.labels import TYPE_WORDS
from smartpick.domain.words import MONTHS
from smartpick.facts.places import countries
from smartpick.facts.specialties import Specialty, specialties

UNKNOWN = ""
NO_BACKUP = "none"


@dataclass(frozen=True, slots=True)
class Choice:
    value: str
    label: str


Group = tuple[str, tuple[Choice, ...]]


@dataclass(frozen=True, slots=True)
class Input:
    """One field. `kind` is radio, select or text; `keys` the keyboard a phone should show."""

    name: str
    label: str
    kind: str = "text"
    groups: tuple[Group, ...] = ()
    keys: str = "numeric"

    @property
    def choices(self) -> tuple[Choice, ...]:
        """The choices of every group in one row."""
        return tuple(choice for _, choices in self.groups for choice in choices)


@dataclass(frozen=True, slots=True)
class Question:
    id: str
    title: str
    hint: str
    inputs: tuple[Input, ...]


@cache
def questions() -> tuple[Question, ...]:
    """The ten questions in the order in which they are asked."""
    dont_know = Choice(UNKNOWN, "I do not know yet")
    types = tuple(Choice(t, TYPE_WORDS[t][:1].upper() + TYPE_WORDS[t][1:]) for t in reversed(ApplicantType))
    needs = (
        Choice(VisaNeed.NONE, "No visa: citizen, green card or a work permit of my own"),
        Choice(VisaNeed.J1, "J-1"), Choice(VisaNeed.H1B, "H-1B"),
        Choice(VisaNeed.EITHER, "J-1 or H-1B"), dont_know,
    )  # fmt: skip
    schooling = (Choice("graduated", "I have graduated"), Choice("student", "I am still a student"),
                 dont_know)  # fmt: skip
    months = (Choice("", "Unknown"), *(Choice(str(n), name) for n, name in enumerate(MONTHS, start=1)))
    return (
        Question("specialty", "Which specialty do you hope to train in?", "The one answer a plan needs.",
                 (Input("specialty", "Specialty", "select", _targets()),)),
        Question("applicant_type", "How do the Match statistics count you?",
                 "Your school and your citizenship decide; a green card does not change it.",
                 (Input("applicant_type", "", "radio", (("", (*types, dont_know)),)),)),
        Question("visa", "Which visa would a program have to sponsor?",
                 "Citizenship is used for the visa rules of the day and for nothing else.",
                 (Input("visa_need", "", "radio", (("", needs),)),
                  Input("citizenship", "Citizenship", "select", (("", _countries()),)))),
        Question("school", "Medical school", "The month you graduated, or expect to. Without a month, June is taken.",
                 (Input("schooling", "", "radio", (("", schooling),)),
                  Input("graduation_month", "Month", "select", (("", months),)),
                  Input("graduation_year", "Year"))),
        Question("step2", "What is your Step 2 CK score?", "Leave it empty if you have not taken it.",
                 (Input("step2_ck", "Step 2 CK"),)),
        Question("research", "US research in this specialty, so far",
                 "Months on site count; remote work for a US group does not.",
                 (Input("onsite_months", "Months on site", keys="decimal"),
                  Input("papers", "Papers in this specialty"))),
        Question("rotations", "Hands-on rotations at US teaching hospitals, so far",
                 "Sub-internships, electives and externships with patients; observerships do not count here.",
                 (Input("rotations_target", "In this specialty"), Input("rotations_other", "In other fields"))),
        Question("letters", "Letters you are sure of",
                 "Strong: from a US physician of this specialty who knows your work well.",
                 (Input("letters_strong", "Strong US letters in this specialty"),
                  Input("letters_other", "Other letters"))),
        Question("backup", "Which other career would you honestly accept?",
                 "Only what you would be content to train and work in. It becomes the parallel list.",
                 (Input("backup", "Parallel specialty", "select", _backups()),)),
        Question("budget", "How much can you spend on applications this season?",
                 "US dollars for application fees, without travel and exams.",
                 (Input("budget_usd", "US dollars"),)),
    )  # fmt: skip


def _countries() -> tuple[Choice, ...]:
    named = sorted(countries().names.items(), key=lambda row: row[1])
    return (Choice("", "Not said"), *(Choice(code, name) for code, name in named))


def _targets() -> tuple[Group, ...]:
    always = tuple(_choice(s) for s in specialties() if s.guide == "always")
    sometimes = tuple(_choice(s) for s in specialties() if s.guide == "sometimes")
    rest = tuple(_choice(s) for s in specialties() if s.guide == "no" and not s.one_year)
    return (("", (Choice("", "Choose a specialty"),)), ("The guide is about these", always),
            ("The guide sometimes means these", sometimes), ("Other specialties", rest))  # fmt: skip


def _backups() -> tuple[Group, ...]:
    first = (Choice(UNKNOWN, "I do not know yet"), Choice(NO_BACKUP, "None: this specialty or nothing"))
    full = tuple(_choice(s) for s in specialties() if s.guide == "no" and not s.one_year)
    years = tuple(_choice(s) for s in specialties() if s.one_year)
    return ("", first), ("Full training", full), ("One-year seats", years)


def _choice(specialty: Specialty) -> Choice:
    return Choice(specialty.id, specialty.name)
