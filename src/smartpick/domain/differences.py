"""Where two profiles differ, field by field, under the dotted names that a profile file uses."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields, is_dataclass, replace
from datetime import date
from enum import Enum

from smartpick.domain.applicant import Profile
from smartpick.domain.none_so_far import MAY_SAY_NONE, said_none
from smartpick.domain.words import UNKNOWN, day, joined, usd, yes_no

NONE_ENTERED, NONE_SO_FAR = "none entered", "none so far"
Named = Callable[[str, str], str]  # (field, text) -> words: "specialty", "family_medicine" -> "Family Medicine"
NOT_COMPARED = ("schema_version", "label", "is_example", "none_of")  # the last is compared with its lists
FIELD_NAMES = {"progress": "status"}  # entries call it so in a profile file
LABELS = {
    "targets": "Targets", "applicant_type": "Applicant type", "season": "Season",
    "person.citizenships": "Citizenship", "person.residence_country": "Lives in", "person.residence_state": "State",
    "person.status": "US status", "person.status_until": "US status until", "person.visa_need": "Visa needed",
    "education.student": "Still a student", "education.graduation": "Graduation",
    "education.school_country": "Country of the school", "education.caribbean_school": "Caribbean school",
    "education.top_percent": "Top percent of the class", "education.mspe_ranks": "MSPE gives a rank",
    "exams.step1": "Step 1", "exams.step2_ck": "Step 2 CK", "exams.step3": "Step 3",
    "exams.english_passed": "English test passed", "exams.ecfmg_certified": "ECFMG certified",
    "research": "Research", "outputs": "Papers, posters and talks", "rotations": "Rotations", "letters": "Letters",
    "ties": "Ties to programs", "policies": "Notes on programs", "earlier_matches": "Earlier Matches",
    "backups": "Backup careers", "backup_declined_in_writing": "Backups declined in writing",
    "pgy1_year": "Would take a PGY-1 year", "wishes.budget_usd": "Budget", "wishes.savings_months": "Months of savings",
    "wishes.tolerance_emotional": "Emotional tolerance, 1 to 5",
    "wishes.tolerance_financial": "Financial tolerance, 1 to 5",
    "wishes.can_extend": "Could add a year", "wishes.can_move_from": "Can move from",
    "wishes.states": "Only these states", "wishes.avoid_states": "States to avoid",
    "wishes.max_interviews": "Most interviews",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class FieldDifference:
    """One field that differs: its dotted path, its name for people, and both sides in words.

    A list differs entry by entry: `path` ends in the entry's place ("letters.2"), and the side that has
    no such entry reads "none entered".
    """

    path: str
    label: str
    left: str
    right: str


def differences(left: Profile, right: Profile, named: Named | None = None) -> tuple[FieldDifference, ...]:
    """Every field that differs, in the order of the profile. `named` puts ids and codes into words."""
    return tuple(_in_place(_compared("", left, right, named or _as_written), left, right))


def _in_place(found: Iterator[FieldDifference], left: Profile, right: Profile) -> Iterator[FieldDifference]:
    """The differences, with "none so far" told apart from a list that was left open."""
    order = [field.name for field in fields(Profile)]
    rows = list(found)
    for name in MAY_SAY_NONE:
        mine, theirs = said_none(left, name), said_none(right, name)
        if not mine and not theirs:
            continue
        if getattr(left, name) == getattr(right, name) and mine != theirs:
            rows.append(FieldDifference(name, _label(name), *(NONE_SO_FAR if n else UNKNOWN for n in (mine, theirs))))
        rows = [_said(row, mine, theirs) if row.path.startswith(f"{name}.") else row for row in rows]
    yield from sorted(rows, key=lambda row: order.index(row.path.partition(".")[0]))


def _said(row: FieldDifference, mine: bool, theirs: bool) -> FieldDifference:
    return replace(row, left=NONE_SO_FAR if mine else row.left, right=NONE_SO_FAR if theirs else row.right)


def _compared(path: str, left: object, right: object, named: Named) -> Iterator[FieldDifference]:
    if left == right:
        return
    if is_dataclass(left) and is_dataclass(right) and not isinstance(left, type):
        for field in fields(left):
            if path or field.name not in NOT_COMPARED:
                name = FIELD_NAMES.get(field.name, field.name)
                below = f"{path}.{name}" if path else name
                yield from _compared(below, getattr(left, field.name), getattr(right, field.name), named)
    elif _has_entries(left) or _has_entries(right):
        assert isinstance(left, tuple)
        assert isinstance(right, tuple)
        for place in range(max(len(left), len(right))):
            mine = left[place] if place < len(left) else None
            theirs = right[place] if place < len(right) else None
            if mine != theirs:
                below = f"{path}.{place + 1}"
                yield FieldDifference(below, _label(below), _entry(mine, named), _entry(theirs, named))
    else:
        yield FieldDifference(path, _label(path), _words(path, left, named), _words(path, right, named))


def _as_written(field: str, text: str) -> str:
    return text


def _has_entries(value: object) -> bool:
    return isinstance(value, tuple) and bool(value) and is_dataclass(value[0])


def _label(path: str) -> str:
    """ "Step 2 CK: score", "Letters, no. 2"; a name nobody has written yet is the field's own, in words."""
    if path in LABELS:
        return LABELS[path]
    above, _, last = path.rpartition(".")
    if above in LABELS:
        return f"{LABELS[above]}, no. {last}" if last.isdigit() else f"{LABELS[above]}: {last.replace('_', ' ')}"
    return path.replace("_", " ").replace(".", ", ")


def _entry(entry: object, named: Named) -> str:
    """An entry of a list in words: what it says beyond the defaults. Plain words stand for themselves."""
    if entry is None:
        return NONE_ENTERED
    assert is_dataclass(entry)
    said = []
    for field in fields(entry):
        value = getattr(entry, field.name)
        if value is not None and value != field.default:
            words = _words(field.name, value, named)
            said.append(words if isinstance(value, str) else f"{field.name.replace('_', ' ')} {words}")
    return ", ".join(said)


def _words(path: str, value: object, named: Named) -> str:
    field = path.rpartition(".")[2]
    match value:
        case None:
            return UNKNOWN
        case bool():
            return yes_no(value)
        case date():
            return day(value)
        case Enum():
            return named(field, str(value.value)).replace("_", " ")
        case int() if path.endswith("_usd"):
            return usd(value)
        case float():
            return f"{value:g}"
        case tuple():
            return joined([_words(path, part, named) for part in value]) or NONE_ENTERED
        case _:
            return named(field, str(value))
