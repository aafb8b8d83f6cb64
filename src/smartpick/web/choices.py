"""The choices that forms offer: words for every enum of a profile, countries, states, specialties, months."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from smartpick.domain.applicant import (
    ApplicantType,
    OutputKind,
    Progress,
    ResearchPlace,
    RotationKind,
    Stance,
    Status,
    TieKind,
    VisaNeed,
)
from smartpick.domain.labels import TYPE_WORDS
from smartpick.domain.words import MONTHS
from smartpick.facts.places import countries, us_states
from smartpick.facts.specialties import Specialty, specialties

UNKNOWN = ""
CARIBBEAN = "caribbean"
STATUS_LABELS = {
    Status.US_CITIZEN: "US citizen",
    Status.PERMANENT_RESIDENT: "Green card (permanent resident)",
    Status.EAD: "Work permit of my own (EAD)",
    Status.J1_RESEARCH: "J-1 research scholar",
    Status.J1_CLINICAL: "J-1 physician",
    Status.H1B: "H-1B",
    Status.F1: "F-1 student",
    Status.VISITOR: "Visitor",
    Status.OTHER: "Another US status",
    Status.NONE: "None, I live abroad",
}
NEED_LABELS = {
    VisaNeed.NONE: "No visa: citizen, green card or a work permit of my own",
    VisaNeed.J1: "J-1",
    VisaNeed.H1B: "H-1B",
    VisaNeed.EITHER: "J-1 or H-1B",
}
STANCE_LABELS = {Stance.YES: "Yes", Stance.MAYBE: "Maybe", Stance.NO: "No"}
ROTATION_LABELS = {
    RotationKind.SUB_INTERNSHIP: "Sub-internship",
    RotationKind.US_ELECTIVE: "Elective, as a student",
    RotationKind.HANDS_ON_EXTERNSHIP: "Hands-on externship",
    RotationKind.CORE_CLERKSHIP: "Core clerkship",
    RotationKind.OBSERVERSHIP: "Observership",
    RotationKind.RESEARCH_CLINIC: "Clinic beside research",
}
PLACE_LABELS = {
    ResearchPlace.ONSITE_US: "On site in the US",
    ResearchPlace.REMOTE_US: "Remote, for a US group",
    ResearchPlace.HOME: "At home",
}
OUTPUT_LABELS = {
    OutputKind.PAPER: "Papers",
    OutputKind.ABSTRACT: "Abstracts",
    OutputKind.POSTER: "Posters",
    OutputKind.TALK: "Talks",
    OutputKind.CHAPTER: "Book chapters",
    OutputKind.REVIEW: "Reviews",
}
TIE_LABELS = {
    TieKind.ROTATION: "I rotated there",
    TieKind.MENTOR: "A mentor there",
    TieKind.CHAMPION: "A champion: someone who speaks for me",
    TieKind.ALUMNI: "Alumni of my school there",
    TieKind.REGION: "I know the region",
}
PROGRESS_LABELS = {Progress.DONE: "Done", Progress.PLANNED: "Planned"}
LABELS: dict[str, str] = {
    str(kind.value): words
    for table in (STATUS_LABELS, NEED_LABELS, STANCE_LABELS, ROTATION_LABELS, PLACE_LABELS, OUTPUT_LABELS,
                  TIE_LABELS, PROGRESS_LABELS)
    for kind, words in table.items()
    if kind is not Status.NONE and kind is not VisaNeed.NONE
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Choice:
    value: str
    label: str


Group = tuple[str, tuple[Choice, ...]]


def type_choices() -> tuple[Choice, ...]:
    """The six types of applicant, non-US citizen IMGs first."""
    return tuple(Choice(t, TYPE_WORDS[t][:1].upper() + TYPE_WORDS[t][1:]) for t in reversed(ApplicantType))


def need_choices() -> tuple[Choice, ...]:
    """The visas a program may have to sponsor."""
    return tuple(Choice(need, label) for need, label in NEED_LABELS.items())


@cache
def country_choices(first: str = "Not said") -> tuple[Choice, ...]:
    """Every country by name."""
    named = sorted(countries().names.items(), key=lambda row: row[1])
    return (Choice(UNKNOWN, first), *(Choice(code, name) for code, name in named))


@cache
def school_choices() -> tuple[Group, ...]:
    """Where a medical school may be; the offshore schools of the Caribbean stand apart."""
    named = country_choices()
    caribbean = Choice(CARIBBEAN, "Caribbean, a school that trains for the US")
    return ("", (named[0], caribbean)), ("By country", named[1:])


@cache
def state_choices(first: str = "Not in the US, or not said") -> tuple[Choice, ...]:
    """US states, DC and territories by name."""
    named = sorted(us_states().names.items(), key=lambda row: row[1])
    return (Choice(UNKNOWN, first), *(Choice(code, name) for code, name in named))


def month_choices() -> tuple[Choice, ...]:
    """The months by their short names."""
    return (Choice(UNKNOWN, "Month"), *(Choice(str(n), name) for n, name in enumerate(MONTHS, start=1)))


def target_choices() -> tuple[Group, ...]:
    """The specialties to aim at, those the guide is about first."""
    always = tuple(_choice(s) for s in specialties() if s.guide == "always")
    sometimes = tuple(_choice(s) for s in specialties() if s.guide == "sometimes")
    rest = tuple(_choice(s) for s in specialties() if s.guide == "no" and not s.one_year)
    return (("", (Choice(UNKNOWN, "Choose a specialty"),)), ("The guide is about these", always),
            ("The guide sometimes means these", sometimes), ("Other specialties", rest))  # fmt: skip


def backup_choices(first: str = "Choose a career") -> tuple[Group, ...]:
    """The careers to stand beside a target, one-year seats apart."""
    full = tuple(_choice(s) for s in specialties() if not s.one_year)
    years = tuple(_choice(s) for s in specialties() if s.one_year)
    return ("", (Choice(UNKNOWN, first),)), ("Full training", full), ("One-year seats", years)


def _choice(specialty: Specialty) -> Choice:
    return Choice(specialty.id, specialty.name)
