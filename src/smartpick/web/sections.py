"""The sections of a profile beyond the ten questions, as forms made from the profile's own schema."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from smartpick.settings import DATA
from smartpick.web import choices
from smartpick.web.choices import LABELS, UNKNOWN, Choice, Group
from smartpick.web.questions import Input

DAY_HINT = "Year-month-day, such as 2027-07-31, or year-month."
LIST_HINT = "Several with commas between them."
YES_NO = (Choice(UNKNOWN, "Unknown"), Choice("yes", "Yes"), Choice("no", "No"))
# Where the words of a profile file are not those of a form: label and hint by the field's own name.
WORDS = {
    "passed": ("Passed", "No also stands for not yet."),
    "taken": ("Taken on", ""),
    "planned": ("Planned for", ""),
    "predicted": ("Your honest guess", "It never counts as a score."),
    "attempts": ("Sittings in all", "The passed one included; 0 if never taken."),
    "program": ("Program", "From the lists of your target and the careers you would accept."),
    "institution": ("Or a whole institution", "Its name as the list prints it, such as Boston Univ Med Ctr-MA."),
    "will_call": ("This person has said they will speak for me", ""),
    "who": ("A label for the person", "Without a name: ties with the same label are one person."),
    "note": ("Note for yourself", ""),
    "in_us": ("In the US", "Yes, unless you say no."),
    "teaching_hospital": ("At a teaching hospital", ""),
    "from_us": ("The writer teaches in the US", ""),
    "strong": ("The writer agreed to a strong letter", ""),
    "status_until": ("That status ends on", ""),
    "caribbean_school": ("A Caribbean school that trains for the US", ""),
    "student": ("Still a medical student", ""),
    "mspe_ranks": ("The dean's letter (MSPE) says where you stand in class", ""),
    "top_percent": ("Class rank in percent", "10 means among the top 10 percent."),
    "english_passed": ("English test (OET Medicine) passed", ""),
    "ecfmg_certified": ("ECFMG certified", ""),
    "sponsors_j1": ("Takes residents on a J-1", ""),
    "sponsors_h1b": ("Sponsors H-1B", ""),
    "against_imgs": ("Says it takes no IMGs", ""),
    "img_residents": ("IMGs among its present residents", "How many you counted."),
    "checked": ("Looked on", ""),
    "source_kind": ("Where you looked", "Website, e-mail, a resident."),
    "matched": ("Matched", ""),
    "first_author": ("Of these, as first author", ""),
    "us_national": ("Of these, at US national meetings", ""),
    "willing": ("Would you train and work in it", ""),
    "can_move_from": ("Able to move to the US from", ""),
    "max_interviews": ("Most interviews you could attend", ""),
    "kind": ("Kind", ""),
}  # fmt: skip
TIES_HINT = "A rotation, a mentor and a champion are strong ties; alumni and region alone are not."
COUNTRIES, STATES = ("residence_country", "school_country"), ("residence_state",)


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a section: its input, what it means, and whether the entry needs it."""

    input: Input
    hint: str
    needed: bool
    is_list: bool = False


@dataclass(frozen=True, slots=True)
class FieldGroup:
    """Fields that stand together under one heading; `prefix` is their block in the profile."""

    title: str
    prefix: str
    fields: tuple[Field, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """One part of a profile. `many` sections hold entries, the others stand once."""

    name: str
    title: str
    line: str
    one: str  # what one entry is called
    many: bool
    groups: tuple[FieldGroup, ...]

    @property
    def fields(self) -> tuple[Field, ...]:
        return tuple(field for group in self.groups for field in group.fields)


ABOUT = (
    ("ties", "Ties to programs", "Where you rotated, who knows you, who would speak for you: they move programs up.",
     "tie"),
    ("policies", "What you found out about programs", "Visa policy, IMGs among the residents, the day you looked.",
     "note"),
    ("rotations", "Rotations, one by one", "With weeks, place and dates.", "rotation"),
    ("letters", "Letters, one by one", "Who writes, how strong, promised or hoped for.", "letter"),
    ("research", "Research periods", "With dates, so that months are counted by the calendar.", "period"),
    ("outputs", "Papers, posters and talks", "Like things together, with first authorship.", "group"),
    ("exams", "Exams and certificates", "All three Steps, English test, ECFMG.", ""),
    ("earlier_matches", "Earlier Matches", "Applications, interviews and ranks of Matches before.", "earlier Match"),
    ("backups", "Other careers", "More than the form has room for.", "career"),
    ("education", "Medical school, in detail", "Class rank and the dean's letter.", ""),
    ("person", "Citizenship and status, in detail", "More than two citizenships, exact dates.", ""),
    ("wishes", "Means and wishes", "States you want or avoid, most interviews you could attend.", ""),
)  # fmt: skip


@cache
def sections() -> tuple[Section, ...]:
    """Every section, those that change most of a plan first."""
    schema = json.loads((DATA / "schema" / "profile.json").read_text(encoding="utf-8"))
    return tuple(_section(schema, *about) for about in ABOUT)


def section(name: str) -> Section | None:
    """The section of this name, or None."""
    return next((s for s in sections() if s.name == name), None)


def typed_of(fields: tuple[Field, ...], entry: Mapping[str, Any], prefix: str = "") -> dict[str, str]:
    """What the fields of a section show of its plain data."""
    found = {}
    for field in fields:
        name = field.input.name.removeprefix(prefix)
        value: Any = entry
        for part in name.split("."):
            value = value.get(part) if isinstance(value, Mapping) else None
        if value is not None:
            found[field.input.name] = _shown(value)
    return found


def entry_of(fields: tuple[Field, ...], typed: Mapping[str, str]) -> dict[str, Any]:
    """Plain data of what was typed; what was left empty is left out."""
    entry: dict[str, Any] = {}
    for field in fields:
        text = typed.get(field.input.name, "").strip()
        if not text:
            continue
        *blocks, last = field.input.name.split(".")
        at = entry
        for block in blocks:
            at = at.setdefault(block, {})
        at[last] = [part.strip() for part in text.split(",") if part.strip()] if field.is_list else text
    return entry


def in_words(fields: tuple[Field, ...], entry: Mapping[str, Any]) -> str:
    """An entry on one line: what it says, in words."""
    said = []
    typed = typed_of(fields, entry)
    for field in fields:
        value = typed.get(field.input.name)
        if value:
            labels = {c.value: c.label for c in field.input.choices}
            words = labels.get(value, LABELS.get(value, value))
            bare = field.input.kind == "select" and words not in ("Yes", "No")
            said.append(words if bare else f"{field.input.label.lower()}: {words}")
    return " · ".join(said)


def with_choices(field: Field, groups: tuple[Group, ...]) -> Field:
    """The same field as a list to choose from."""
    old = field.input
    return Field(Input(old.name, old.label, "select", groups), field.hint, field.needed)


def _shown(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def _section(schema: Mapping[str, Any], name: str, title: str, line: str, one: str) -> Section:
    part = _plain(schema["properties"][name])
    form = part["items"] if one else part
    groups = tuple(_groups(schema, _resolved(schema, form), title))
    return Section(name, title, line, one, bool(one), groups)


def _groups(schema: Mapping[str, Any], form: Mapping[str, Any], title: str, prefix: str = "") -> Iterator[FieldGroup]:
    """The fields of a form; a block inside it becomes a group of its own."""
    own, blocks = [], []
    for name, part in form["properties"].items():
        inner = _plain(part)
        if "$ref" in inner:
            blocks.append((name, part["title"], _resolved(schema, inner)))
        else:
            own.append(_field(f"{prefix}{name}", name, part, name in form.get("required", ())))
    for name, words, block in blocks:
        yield from _groups(schema, block, words, f"{prefix}{name}.")
    if own:
        yield FieldGroup("Certificates" if blocks else title, prefix, tuple(own))


def _field(name: str, own: str, part: Mapping[str, Any], needed: bool) -> Field:
    kind = _plain(part)
    label = str(part.get("title", own)).removeprefix("number of ")
    label, hint = WORDS.get(own, (label[:1].upper() + label[1:], str(part.get("description", ""))))
    if "rotation, mentor and champion" in str(part.get("description", "")):
        hint = TIES_HINT
    groups = _choices(own, kind)
    if groups:
        return Field(Input(name, label, "select", groups), hint, needed)
    if kind.get("type") == "array":
        return Field(Input(name, label, keys="text"), f"{hint} {LIST_HINT}".strip(), needed, is_list=True)
    if "pattern" in kind:
        return Field(Input(name, label, keys="numeric"), f"{hint} {DAY_HINT}".strip(), needed)
    keys = {"integer": "numeric", "number": "decimal"}.get(str(kind.get("type")), "text")
    return Field(Input(name, label, keys=keys), hint, needed)


def _choices(own: str, kind: Mapping[str, Any]) -> tuple[Group, ...]:
    if "enum" in kind:
        none = {"none": "None"}
        return (("", (Choice(UNKNOWN, "Not said"), *(Choice(v, LABELS.get(v, none.get(v, v))) for v in kind["enum"]))),)
    if kind.get("type") == "boolean":
        return (("", YES_NO),)
    if own == "specialty":
        return choices.backup_choices("Choose a specialty")
    if own in COUNTRIES:
        return (("", choices.country_choices()),)
    return (("", choices.state_choices()),) if own in STATES else ()


def _plain(part: Mapping[str, Any]) -> Mapping[str, Any]:
    """The form itself where a schema also allows null and the word unknown."""
    found: Mapping[str, Any] = part.get("anyOf", [part])[0]
    return found


def _resolved(schema: Mapping[str, Any], part: Mapping[str, Any]) -> Mapping[str, Any]:
    found: Mapping[str, Any] = schema["$defs"][part["$ref"].rpartition("/")[2]] if "$ref" in part else part
    return found
