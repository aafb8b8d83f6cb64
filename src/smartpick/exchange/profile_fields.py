"""The kinds of field a profile has, as Pydantic types: how each is read, and what a schema says of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema
from pydantic_core import PydanticCustomError

from smartpick.domain import applicant as domain
from smartpick.exchange import profile_values as values
from smartpick.exchange.profile_values import Reader, Unfit

MAX_ENTRIES = 1000  # enough for a note on every program of the largest specialty
NONE = "none"
MAX_WORDS = 60  # countries, states, specialties: more than there are states


def refuse(code: str, say: str, remedy: str) -> PydanticCustomError:
    """An error that carries its own sentence and remedy through Pydantic."""
    return PydanticCustomError("unfit", "{say}", {"code": code, "say": say, "remedy": remedy})


def guarded(reader: Reader) -> Callable[[Any], Any]:
    """The reader as Pydantic calls it, its refusals translated."""

    def read(value: Any) -> Any:
        try:
            return reader(value)
        except Unfit as unfit:
            raise refuse(unfit.code, unfit.say, unfit.remedy) from None

    return read


def or_default(reader: Reader, default: Any) -> Reader:
    """Unknown becomes the default of the domain, for the few fields that have one."""

    def read(value: Any) -> Any:
        found = reader(value)
        return default if found is None else found

    return read


def needed(reader: Reader) -> Reader:
    """The same reader for a field that an entry cannot do without."""

    def read(value: Any) -> Any:
        found = reader(value)
        if found is None:
            raise Unfit("missing", "{what} is missing.", "Fill it in, or leave out the whole entry.")
        return found

    return read


def typed(reader: Reader, kind: dict[str, Any]) -> tuple[BeforeValidator, WithJsonSchema]:
    """What turns a plain type into a field: its reader and its part of the JSON Schema."""
    form = {"anyOf": [kind, {"type": "null"}, {"const": "unknown"}]}
    return BeforeValidator(guarded(reader)), WithJsonSchema(form)


def between(kind: str, name: str) -> dict[str, Any]:
    """The JSON Schema of a number within the named bounds."""
    low, high = values.within(name)
    return {"type": kind, "minimum": low, "maximum": high}


_DAY_FORM = {"type": "string", "pattern": r"^\d{4}-\d{2}(-\d{2})?$"}
_TEXT_FORM = {"type": "string", "maxLength": values.MAX_TEXT}
_SCORE_SAYS = "{exam} scores lie between {low} and {high}, and {value} does not."


def choice(kinds: Any, also: dict[str, str] | None = None) -> tuple[BeforeValidator, WithJsonSchema]:
    """A field that takes one word of a list, or stays unknown."""
    return typed(values.read_choice(kinds, also), {"enum": [kind.value for kind in kinds]})


Score = Annotated[
    int | None, *typed(values.read_whole("exam_score", _SCORE_SAYS), between("integer", "exam_score"))
]
Attempts = Annotated[int | None, *typed(values.read_whole("attempts"), between("integer", "attempts"))]
Count = Annotated[int | None, *typed(values.read_whole("count"), between("integer", "count"))]
ZeroCount = Annotated[int, *typed(or_default(values.read_whole("count"), 0), between("integer", "count"))]
GroupCount = Annotated[
    int,
    BeforeValidator(guarded(needed(values.read_whole("count")))),
    WithJsonSchema(between("integer", "count")),
]
MatchYear = Annotated[
    int,
    BeforeValidator(guarded(needed(values.read_whole("match_year")))),
    WithJsonSchema(between("integer", "match_year")),
]
FirstDay = Annotated[date | None, *typed(values.read_day(), _DAY_FORM)]
LastDay = Annotated[date | None, *typed(values.read_day(last=True), _DAY_FORM)]
Graduation = Annotated[date | None, *typed(values.read_day("graduation", last=True), _DAY_FORM)]
YesNo = Annotated[bool | None, *typed(values.read_yes_no, {"type": "boolean"})]
Certain = Annotated[bool, *typed(or_default(values.read_yes_no, False), {"type": "boolean"})]
InUs = Annotated[bool, *typed(or_default(values.read_yes_no, True), {"type": "boolean"})]
FromUs = Annotated[
    bool, BeforeValidator(guarded(needed(values.read_yes_no))), WithJsonSchema({"type": "boolean"})
]
Text = Annotated[str | None, *typed(values.read_text, _TEXT_FORM)]
NeededText = Annotated[str, BeforeValidator(guarded(needed(values.read_text))), WithJsonSchema(_TEXT_FORM)]
Country = Annotated[str | None, *typed(values.read_country, {"type": "string"})]
State = Annotated[str | None, *typed(values.read_state, {"type": "string"})]
Specialty = Annotated[str | None, *typed(values.read_specialty, {"type": "string"})]
OneCountry = Annotated[
    str, BeforeValidator(guarded(needed(values.read_country))), WithJsonSchema({"type": "string"})
]
OneState = Annotated[
    str, BeforeValidator(guarded(needed(values.read_state))), WithJsonSchema({"type": "string"})
]
OneSpecialty = Annotated[
    str, BeforeValidator(guarded(needed(values.read_specialty))), WithJsonSchema({"type": "string"})
]
Stance = Annotated[domain.Stance | None, *choice(domain.Stance)]
Progress = Annotated[
    domain.Progress,
    *typed(
        or_default(values.read_choice(domain.Progress), domain.Progress.DONE), {"enum": ["done", "planned"]}
    ),
]


TopPercent = Annotated[
    float | None, *typed(values.read_amount("top_percent"), between("number", "top_percent"))
]
Months = Annotated[
    float | None, *typed(values.read_amount("research_months"), between("number", "research_months"))
]
Weeks = Annotated[float | None, *typed(values.read_amount("weeks"), between("number", "weeks"))]
Residents = Annotated[int | None, *typed(values.read_whole("residents"), between("integer", "residents"))]
Budget = Annotated[int | None, *typed(values.read_budget, between("integer", "money"))]
Savings = Annotated[
    float | None, *typed(values.read_amount("savings_months"), between("number", "savings_months"))
]
Tolerance = Annotated[int | None, *typed(values.read_whole("tolerance"), between("integer", "tolerance"))]
Interviews = Annotated[int | None, *typed(values.read_whole("interviews"), between("integer", "interviews"))]
Season = Annotated[int | None, *typed(values.read_whole("season"), between("integer", "season"))]


def one_of(kinds: Any, also: dict[str, str] | None = None) -> tuple[BeforeValidator, WithJsonSchema]:
    """A field that takes one word of a list and has to be given."""
    return (
        BeforeValidator(guarded(needed(values.read_choice(kinds, also)))),
        WithJsonSchema({"enum": [kind.value for kind in kinds]}),
    )


def _as_list(value: Any) -> Any:
    """Unknown is an empty list; a single word is a list of one."""
    if values.is_unknown(value):
        return []
    return [value] if isinstance(value, str) else _bounded(value, MAX_WORDS, "Keep what matters most.")


def says_none(value: Any) -> bool:
    """Whether a list is given as the word `none`, alone or as its only entry."""
    if isinstance(value, list | tuple) and len(value) == 1:
        value = value[0]
    return isinstance(value, str) and value.strip().casefold() == NONE


def _entries(value: Any) -> Any:
    """Unknown and `none` are an empty list; `none` beside entries is a contradiction."""
    if values.is_unknown(value) or says_none(value):
        return []
    if isinstance(value, list | tuple) and any(says_none(entry) for entry in value if isinstance(entry, str)):
        raise refuse("contradiction", "{list} says none and has entries as well.", "Keep one of the two.")
    return _bounded(value, MAX_ENTRIES, "Put like things together in one entry.")


def _bounded(value: Any, most: int, remedy: str) -> Any:
    """The list itself, before its entries are read: a long one is refused at once."""
    if isinstance(value, list | tuple) and len(value) > most:
        raise refuse("too_many", f"{{what}} has {len(value):,} entries; {most:,} are allowed.", remedy)
    return value


def _block(value: Any) -> Any:
    return {} if values.is_unknown(value) else value


AsList = BeforeValidator(_as_list)
Entries = BeforeValidator(_entries)
Block = BeforeValidator(_block)


AtMost = Field(max_length=MAX_ENTRIES)


class Form(BaseModel):
    """A block of a profile file: no unknown fields, no guessing of types."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)


def in_order(first: date | None, second: date | None, say: str) -> None:
    """Refuse two known dates in the wrong order; `say` uses {a} for the first and {b} for the second."""
    if first is not None and second is not None and second < first:
        raise refuse(
            "wrong_order",
            say.replace("{a}", first.isoformat()).replace("{b}", second.isoformat()),
            "Correct one of the two dates.",
        )
