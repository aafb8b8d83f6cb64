"""The ten questions as data: what each asks, its hint, its fields and its choices; every answer may be left open."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from smartpick.domain.applicant import RotationKind, Stance
from smartpick.web import choices
from smartpick.web.choices import UNKNOWN, Choice, Group

__all__ = ["Choice", "Group", "Input", "Question", "counted", "every_name", "questions"]

BACKUP_ROWS = 4
ROTATION_COLUMNS = (("target", "This specialty"), ("other", "Other fields"), ("planned", "Planned, this specialty"))
ROTATION_ROWS = tuple(kind for kind in RotationKind if kind is not RotationKind.RESEARCH_CLINIC)


@dataclass(frozen=True, slots=True)
class Input:
    """One field. `kind` is radio, select, check, text or month (a list of months and a year in figures).

    `keys` is the keyboard a phone should show; `list` names the list of the profile it counts.
    """

    name: str
    label: str
    kind: str = "text"
    groups: tuple[Group, ...] = ()
    keys: str = "numeric"
    list: str = ""

    @property
    def choices(self) -> tuple[Choice, ...]:
        """The choices of every group in one row."""
        return tuple(choice for _, choices in self.groups for choice in choices)

    @property
    def names(self) -> tuple[str, ...]:
        """The names under which a browser sends it."""
        return (f"{self.name}_month", f"{self.name}_year") if self.kind == "month" else (self.name,)


@dataclass(frozen=True, slots=True)
class Question:
    """One question. `grid` is the table of rows and columns its inputs fill, where it is one."""

    id: str
    title: str
    hint: str
    inputs: tuple[Input, ...]
    short: str
    rows: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(name for i in self.inputs for name in i.names)

    @property
    def lists(self) -> tuple[str, ...]:
        """The lists of a profile that its inputs count."""
        return tuple(dict.fromkeys(i.list for i in self.inputs if i.list))


@cache
def questions() -> tuple[Question, ...]:
    """The ten questions in the order in which they are asked."""
    return (*_who(), *_record(), *_means())


@cache
def counted() -> Question:
    """What follows from other answers where it is clear, and is asked only where it is not."""
    types = (Choice(UNKNOWN, "Work it out from my answers"), *choices.type_choices())
    needs = (Choice(UNKNOWN, "Work it out from my answers"), *choices.need_choices())
    return Question("counted", "How the statistics and the visa rules count you",
                    "SmartPick works this out where your answers leave no doubt. Say it yourself where they do, or "
                    "where it is wrong. A green card does not change how the statistics count you.",
                    (Input("applicant_type", "The Match statistics count me as", "select", (("", types),)),
                     Input("visa_need", "For training, a program would have to sponsor", "select", (("", needs),))),
                    "How you are counted")  # fmt: skip


def none_box(name: str, label: str = "None so far") -> Input:
    """The box that says that a list is empty, where without it an empty list is unknown."""
    return Input(none_name(name), label, "check", list=name)


def none_name(name: str) -> str:
    """The name of the field that says none of a list."""
    return f"none_{name}"


def every_name() -> tuple[str, ...]:
    """Every name the forms of the ten questions may send, in their order."""
    return tuple(name for q in (*questions(), counted()) for name in q.names)


def _who() -> tuple[Question, ...]:
    dont_know = Choice(UNKNOWN, "I do not know yet")
    statuses = (Choice(UNKNOWN, "Not said"), *(Choice(s, w) for s, w in choices.STATUS_LABELS.items()))
    schooling = (Choice("graduated", "I have graduated"), Choice("student", "I am still a student"), dont_know)
    return (
        Question("specialty", "Which specialty do you hope to train in?",
                 "The one answer a plan needs. You can change it at any time.",
                 (Input("specialty", "Specialty", "select", choices.target_choices()),), "Specialty"),
        Question("standing", "Your citizenships, where you live, and your status in the US",
                 "Used for the visa rules of the day and for how the statistics count you, and for nothing else.",
                 (Input("citizenship", "Citizenship", "select", (("", choices.country_choices()),)),
                  Input("citizenship_2", "A second citizenship", "select", (("", choices.country_choices("None")),)),
                  Input("residence_country", "I live in", "select", (("", choices.country_choices()),)),
                  Input("residence_state", "US state", "select", (("", choices.state_choices()),)),
                  Input("status", "Status in the US", "select", (("", statuses),)),
                  Input("status_until", "That status ends in", "month")), "Citizenship and status"),
        Question("school", "Are you a student, or when did you graduate?",
                 "The month you graduated, or expect to. Without a month, June is taken.",
                 (Input("schooling", "", "radio", (("", schooling),)),
                  Input("graduation", "Graduation", "month"),
                  Input("school_country", "Where the medical school is", "select", choices.school_choices()),
                  none_box("earlier_matches", "Earlier Matches: none, this is my first Match")),
                 "Medical school"),
    )  # fmt: skip


def _record() -> tuple[Question, ...]:
    return (
        Question("step2", "Step 2 CK", "Not taken yet? Leave the score empty and say when you plan to. A guess is "
                 "never counted as a score.",
                 (Input("step2_ck", "Step 2 CK score"), Input("step2_attempts", "Sittings in all"),
                  Input("step2_planned", "Planned for", "month"), Input("step2_predicted", "Your honest guess")),
                 "Step 2 CK"),
        Question("research", "Research on site in the US, and papers, in this specialty",
                 "Months on site count; remote work for a US group does not. Say what is done and what is planned "
                 "apart: the verdict is given for both.",
                 (Input("onsite_months", "Months so far", keys="decimal", list="research"),
                  Input("onsite_from", "Still to come, from", "month", list="research"),
                  Input("onsite_until", "until", "month", list="research"),
                  Input("papers", "Papers published or accepted", list="outputs"),
                  Input("papers_planned", "Papers planned or submitted", list="outputs"),
                  none_box("research", "Research: none so far"),
                  none_box("outputs", "Papers, abstracts, posters and talks: none so far")), "Research"),
        Question("rotations", "Rotations at US teaching hospitals",
                 "How many of each, 4 weeks counting as one. Observerships are counted apart, because you do not treat "
                 "patients in them.",
                 (*(Input(f"rotations_{kind}_{key}", f"{choices.ROTATION_LABELS[kind]}, {words.lower()}",
                          list="rotations") for kind in ROTATION_ROWS for key, words in ROTATION_COLUMNS),
                  none_box("rotations")),
                 "Rotations", tuple(choices.ROTATION_LABELS[k] for k in ROTATION_ROWS),
                 tuple(words for _, words in ROTATION_COLUMNS)),
        Question("letters", "Letters you can count on",
                 "Strong: the writer is a US physician of this specialty, knows your work well, and has said so.",
                 (Input("letters_strong", "Strong US letters in this specialty, promised", list="letters"),
                  Input("letters_strong_planned", "Strong US letters in this specialty, hoped for", list="letters"),
                  Input("letters_us", "Other US letters in this specialty", list="letters"),
                  Input("letters_other", "Letters from elsewhere", list="letters"),
                  none_box("letters")), "Letters"),
    )  # fmt: skip


def _means() -> tuple[Question, ...]:
    willing = (Choice(UNKNOWN, "Not said"), Choice(Stance.YES, "Yes, I would be content"),
               Choice(Stance.MAYBE, "Maybe"), Choice(Stance.NO, "No"))  # fmt: skip
    year = (Choice(UNKNOWN, "Not said"), *(Choice(s, w) for s, w in choices.STANCE_LABELS.items()))
    scale = (Choice(UNKNOWN, "Not said"), Choice("1", "1: I could not bear it"), Choice("2", "2"), Choice("3", "3"),
             Choice("4", "4"), Choice("5", "5: I could bear it well"))  # fmt: skip
    extend = (Choice(Stance.YES, "Yes, one or two years"), Choice(Stance.MAYBE, "Perhaps one year"),
              Choice(Stance.NO, "No"), Choice(UNKNOWN, "I do not know yet"))  # fmt: skip
    rows = tuple(field for n in range(1, BACKUP_ROWS + 1) for field in (
        Input(f"backup_{n}", f"Career {n}", "select", choices.backup_choices(), list="backups"),
        Input(f"willing_{n}", f"Would you train and work in career {n}?", "select", (("", willing),), list="backups")))
    return (
        Question("backups", "Which other careers would you honestly accept?",
                 "Only a yes becomes a parallel list. A maybe is kept in mind, a no is never proposed.",
                 (*rows, Input("pgy1_year", "A single PGY-1 year first (preliminary or transitional)", "select",
                               (("", year),)),
                  Input("no_backup", "I want none of them, and accept that I may be unmatched", "check")),
                 "Other careers"),
        Question("money", "Money, and a year without a match",
                 "US dollars for application fees of this season, without travel and exams. The two scales are about a "
                 "year without a residency place.",
                 (Input("budget_usd", "Budget in US dollars"),
                  Input("savings_months", "Months you could live on savings", keys="decimal"),
                  Input("tolerance_emotional", "Such a year, for your mind", "select", (("", scale),)),
                  Input("tolerance_financial", "Such a year, for your purse", "select", (("", scale),))), "Money"),
        Question("years", "Could you add years to get there?",
                 "A research year, or a PGY-1 year before applying again. Research that counts is done in the US.",
                 (Input("can_extend", "", "radio", (("", extend),)),
                  Input("can_move", "I could live in the US for it from", "month")), "Years to add"),
    )  # fmt: skip
