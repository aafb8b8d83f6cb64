"""Reads single values of a profile: a day, a number, a word from a list, a country, a specialty.

Every reader takes whatever stands in the file and gives the typed value, None for unknown, or raises
`Unfit` with a sentence and its remedy. In the sentence `{what}` stands for the field's own words.
"""

from __future__ import annotations

import calendar
import difflib
import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date, datetime
from enum import StrEnum
from functools import cache
from typing import Any

from smartpick.errors import BadFacts, NotFound
from smartpick.exchange.profile_lines import short
from smartpick.facts.strict_yaml import Block, read_yaml
from smartpick.settings import DATA

Reader = Callable[[Any], Any]
MAX_TEXT = 500
_MONTH = re.compile(r"(\d{4})-(\d{1,2})\Z")
_DAY = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})\Z")
_NUMBER = re.compile(r"[-+]?\d{1,15}(\.\d{1,15})?\Z", re.ASCII)


class Unfit(ValueError):
    """A value that cannot stand in its field."""

    def __init__(self, code: str, say: str, remedy: str) -> None:
        super().__init__(say)
        self.code, self.say, self.remedy = code, say, remedy


def is_unknown(value: Any) -> bool:
    """A missing value, an empty text, or the word `unknown`."""
    return value is None or (isinstance(value, str) and value.strip().casefold() in ("", "unknown"))


@cache
def bounds() -> Mapping[str, tuple[Any, Any]]:
    """Lowest and highest allowed value by name. BadFacts when the shipped table is damaged."""
    rows = read_yaml(DATA / "profile_bounds.yaml")
    for name, row in rows.items():
        if not isinstance(row, Block) or not {"low", "high", "why"} <= set(row) or row["low"] > row["high"]:
            raise BadFacts(f"profile_bounds.yaml: `{name}` needs low, high and why.", line=rows.line_of(name))
    return {name: (row["low"], row["high"]) for name, row in rows.items()}


def within(name: str) -> tuple[Any, Any]:
    """The bounds of one kind of value."""
    return bounds()[name]


def read_whole(
    name: str, say: str = "{what} has to lie between {low} and {high}, and {value} does not."
) -> Reader:
    """A whole number within the named bounds; digits in quotes are numbers too."""

    def read(value: Any) -> int | None:
        number = _number(value)
        if number is None:
            return None
        if number != int(number):
            raise Unfit("not_whole", f"{{what}} has to be a whole number, not {short(value)}.", "Round it.")
        return int(_inside(number, name, say))

    return read


def read_amount(name: str) -> Reader:
    """A number, broken ones too, within the named bounds."""

    def read(value: Any) -> float | None:
        number = _number(value)
        say = "{what} has to lie between {low} and {high}, and {value} does not."
        return None if number is None else float(_inside(number, name, say))

    return read


def read_budget(value: Any) -> int | None:
    """Whole US dollars, more than none."""
    number = _number(value, "Write the amount in US dollars as a number alone, for example 2500.")
    if number is None:
        return None
    if number < 0:
        raise Unfit(
            "negative_money",
            f"{{what}} is {short(value)}, and money cannot be negative.",
            "Write what you can spend on application fees this season, for example 2500.",
        )
    if round(number) == 0:
        raise Unfit(
            "empty_budget",
            "{what} is 0, which pays for no application at all.",
            "Write what you can spend on application fees this season, or `unknown`.",
        )
    return int(
        _inside(
            round(number),
            "money",
            "{what} has to lie between {low} and {high} US dollars, and {value} does not.",
        )
    )


def _number(value: Any, remedy: str = "Write a number, or `unknown`.") -> float | int | None:
    if is_unknown(value):
        return None
    if isinstance(value, str) and _NUMBER.match(value.strip()):
        value = float(value) if "." in value else int(value)
    if isinstance(value, bool) or not isinstance(value, int | float) or not abs(value) < 10**15:
        raise Unfit("not_a_number", f"{{what}} has to be a number, not “{short(shown(value))}”.", remedy)
    return value


def _inside(number: float | int, name: str, say: str) -> float | int:
    low, high = within(name)
    if low <= number <= high:
        return number
    code = "negative" if number < 0 <= low else "out_of_range"
    if code == "negative":
        say = "{what} is {value}, and it cannot be negative."
    said = say.replace("{low}", f"{low:g}").replace("{high}", f"{high:g}").replace("{value}", f"{number:g}")
    raise Unfit(code, said, "Correct the number, or write `unknown`.")


def read_day(name: str = "day", *, last: bool = False) -> Reader:
    """A day as 2027-07-31, or a month as 2027-07, which means its first day, or its last if `last`."""

    def read(value: Any) -> date | None:
        if is_unknown(value):
            return None
        day = _day(value, last)
        low, high = within(name)
        if day > high:
            raise Unfit(
                "far_future",
                f"{{what}} is {day.isoformat()}, which is too far in the future.",
                f"Give a date up to {high.isoformat()}, or write `unknown`.",
            )
        if day < low:
            raise Unfit(
                "long_past",
                f"{{what}} is {day.isoformat()}, which is too long ago to be right.",
                f"Give a date from {low.isoformat()} on, or write `unknown`.",
            )
        return day

    return read


def _day(value: Any, last: bool) -> date:
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    text = value.strip() if isinstance(value, str) else ""
    try:
        if month := _MONTH.match(text):
            year, number = int(month[1]), int(month[2])
            return date(year, number, calendar.monthrange(year, number)[1] if last else 1)
        if day := _DAY.match(text):
            return date(int(day[1]), int(day[2]), int(day[3]))
    except ValueError:
        raise Unfit(
            "no_such_day",
            f"{{what}} is {short(text)}, a day that the calendar does not have.",
            "Correct the month or the day.",
        ) from None
    raise Unfit(
        "not_a_date",
        f"{{what}} has to be a date, not “{short(shown(value))}”.",
        "Write it as year-month-day, for example 2027-07-31, or year-month, or `unknown`.",
    )


def read_yes_no(value: Any) -> bool | None:
    """true or false; yes and no are understood."""
    if is_unknown(value):
        return None
    word = str(value).strip().casefold()
    if isinstance(value, bool | str) and word in ("true", "yes", "false", "no"):
        return word in ("true", "yes")
    raise Unfit(
        "not_yes_no",
        f"{{what}} has to be true or false, not “{short(shown(value))}”.",
        "Write true, false or unknown.",
    )


def read_choice(kinds: type[StrEnum], also: Mapping[str, str] | None = None) -> Reader:
    """One word of a list, whatever its case and hyphens; `also` maps further words to those of the list."""
    words = {kind.value: kind for kind in kinds}
    spelled = {_squeezed(word): word for word in words} | {_squeezed(a): b for a, b in (also or {}).items()}

    def read(value: Any) -> StrEnum | None:
        if is_unknown(value):
            return None
        if isinstance(value, bool):
            value = "yes" if value else "no"
        word = spelled.get(_squeezed(str(value))) if isinstance(value, str) else None
        if word is not None:
            return words[word]
        near = difflib.get_close_matches(_squeezed(short(shown(value))), spelled, n=1, cutoff=0.6)
        hint = f"Did you mean {spelled[near[0]]}? " if near else ""
        raise Unfit(
            "not_in_list",
            f"{{what}} cannot be “{short(shown(value))}”.",
            f"{hint}Use one of: {', '.join(words)}.",
        )

    return read


def _squeezed(text: str) -> str:
    return "".join(ch for ch in text.casefold() if ch.isalnum())


def read_text(value: Any) -> str | None:
    """A short text without control characters."""
    if is_unknown(value):
        return None
    if isinstance(value, int | float | date) and not isinstance(value, bool):
        value = str(value)  # an id such as 1257 or 0802421044 written without quotes
    if not isinstance(value, str):
        raise Unfit("not_text", f"{{what}} has to be text, not {shown(value)}.", "Write plain text.")
    text = value.strip()
    if len(text) > MAX_TEXT:
        raise Unfit(
            "too_long", f"{{what}} is {len(text):,} characters long; {MAX_TEXT} are allowed.", "Shorten it."
        )
    if any(unicodedata.category(ch) in ("Cc", "Cs") and ch not in "\n\t" for ch in text):
        raise Unfit("not_printable", "{what} holds characters that cannot be printed.", "Delete them.")
    return text


def read_country(value: Any) -> str | None:
    """An ISO 3166-1 alpha-2 code, from a code, an English name or a citizen's word."""
    from smartpick.facts.places import countries

    return _found("unknown_country", value, countries().code)


def read_state(value: Any) -> str | None:
    """A US postal code, from a code or a name."""
    from smartpick.facts.places import us_states

    return _found("unknown_state", value, us_states().code)


def read_specialty(value: Any) -> str | None:
    """A specialty id, from an id, a name or an alias."""
    from smartpick.facts.specialties import specialties

    return _found("unknown_specialty", value, lambda text: specialties().find(text).id)


def _found(code: str, value: Any, find: Callable[[str], str]) -> str | None:
    text = read_text(value)
    if text is None:
        return None
    try:
        return find(short(text, 80))
    except NotFound as refusal:
        problem = refusal.problem
        raise Unfit(code, f"{{what}}: {_lower_first(problem.message)}", problem.remedy or "") from None


def _lower_first(sentence: str) -> str:
    return sentence[:1].lower() + sentence[1:]


def shown(value: Any) -> str:
    """A wrong value in words: a list and a block are named, not printed."""
    if isinstance(value, list | tuple):
        return "a list"
    if isinstance(value, Mapping):
        return "a block of fields"
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)
