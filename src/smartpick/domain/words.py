"""How numbers and days are said to people: the one place where every face takes its words from."""

from __future__ import annotations

from datetime import date
from math import floor

from smartpick.domain.chance import Estimate, Grade

UNKNOWN = "unknown"
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")

# Fractions people picture without effort; smaller chances are said as 1 in 11, 12 ... 100.
EASY_FRACTIONS = (
    *((1, n) for n in range(10, 1, -1)),
    *((3, 10), (2, 5), (3, 5), (2, 3), (7, 10), (3, 4), (4, 5), (5, 6)),
    *((9, 10), (19, 20), (49, 50), (99, 100)),
)
LONG_ODDS = (11, 12, 13, 14, 15, 20, 25, 30, 40, 50, 75, 100)

GRADE_WORDS = {
    Grade.MEASURED: "measured: published as such",
    Grade.DERIVED: "derived: computed from published figures",
    Grade.JUDGED: "judged: an informed guess with a wide interval",
}


def percent(share: float | None) -> str:
    """A share of 1 as whole percents; "less than 1%" and "more than 99%" short of the ends."""
    if share is None:
        return UNKNOWN
    if 0 < share < 0.01:
        return "less than 1%"
    if 0.99 < share < 1:
        return "more than 99%"
    return f"{_whole(share)}%"


def percent_range(low: float | None, high: float | None) -> str:
    """An interval in whole percents: "8–30%", "up to 15%" where it starts below one percent."""
    if low is None or high is None:
        return UNKNOWN
    if percent(low) == percent(high):
        return percent(low)
    if low < 0.01 and high > 0.99:
        return "anything from 0 to 100%"
    if low < 0.01:
        return f"up to {percent(high)}"
    if high > 0.99:
        return f"{percent(low)} to {percent(high)}"
    return f"{_whole(low)}–{_whole(high)}%"


def chance_words(chance: float | None) -> str:
    """A chance as a picture in words: "about 1 in 6", "about 2 in 3"; never "certain" short of 1."""
    if chance is None:
        return UNKNOWN
    if chance <= 0:
        return "no chance"
    if chance >= 1:
        return "certain"
    if chance < 0.01:
        return "less than 1 in 100"
    if chance > 0.99:
        return "more than 99 in 100"
    if chance < 0.095:
        return f"about 1 in {min(LONG_ODDS, key=lambda n: abs(1 / n - chance))}"
    part, whole = min(EASY_FRACTIONS, key=lambda f: abs(f[0] / f[1] - chance))
    return f"about {part} in {whole}"


def chance_text(estimate: Estimate) -> str:
    """Words, number and interval: "about 1 in 6 (17%; 8–30%)"; a judged number says so.

    A range without a point reads "somewhere between 1 and 15 in 100 (judged)".
    """
    judged = "judged" if estimate.grade is Grade.JUDGED else ""
    low, high = estimate.low, estimate.high
    if estimate.value is None:
        if low is None or high is None:
            return UNKNOWN
        return f"{_range_words(low, high)} ({judged})" if judged else _range_words(low, high)
    words, number = chance_words(estimate.value), percent(estimate.value)
    inside = [] if "than" in number else [number]  # "less than 1 in 100 (less than 1%)" says it twice
    if low is not None and high is not None and percent_range(low, high) != number:
        inside.append(percent_range(low, high))
    if judged:
        inside.append(judged)
    return f"{words} ({'; '.join(inside)})" if inside else words


def share_text(estimate: Estimate) -> str:
    """A share with its interval, number first: "31% (22–40%)"; for shares of seats, not for odds."""
    if estimate.value is None:
        return percent_range(estimate.low, estimate.high)
    number = percent(estimate.value)
    spread = percent_range(estimate.low, estimate.high)
    return number if spread in (UNKNOWN, number) else f"{number} ({spread})"


def range_first(estimate: Estimate) -> str:
    """A share whose range matters more than its middle: "8–81% (42%)"; for estimates of single programs."""
    spread = percent_range(estimate.low, estimate.high)
    if estimate.value is None or spread == UNKNOWN:
        return spread if estimate.value is None else percent(estimate.value)
    number = percent(estimate.value)
    return spread if spread == number else f"{spread} ({number})"


def usd(amount: float | None) -> str:
    """US dollars without cents: "$1,230", "−$40"."""
    if amount is None:
        return UNKNOWN
    whole = floor(abs(amount) + 0.5)
    return f"−${whole:,}" if amount < 0 and whole else f"${whole:,}"


def day(value: date | None) -> str:
    """A day for people, the same in every language setting: "24 Sep 2026"."""
    return UNKNOWN if value is None else f"{value.day} {MONTHS[value.month - 1]} {value.year}"


def month(value: date | None) -> str:
    """A month for people: "Sep 2026"."""
    return UNKNOWN if value is None else f"{MONTHS[value.month - 1]} {value.year}"


def count_noun(count: int, singular: str, plural: str | None = None) -> str:
    """A count with its noun: "1 program", "1,200 programs"."""
    return f"{count:,} {singular if count == 1 else plural or singular + 's'}"


def yes_no(value: bool | None) -> str:
    """None is unknown, never "no"."""
    return UNKNOWN if value is None else "yes" if value else "no"


def grade_words(grade: Grade) -> str:
    """How a number came to be known, in words for the legend."""
    return GRADE_WORDS[grade]


def joined(parts: tuple[str, ...] | list[str], last: str = "and") -> str:
    """A list in a sentence: "a", "a and b", "a, b and c"."""
    if len(parts) < 2:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} {last} {parts[-1]}"


def _whole(share: float) -> int:
    """Whole percents, halves up (Python's own rounding takes halves to the even number)."""
    return floor(share * 100 + 0.5 + 1e-9)


def _range_words(low: float, high: float) -> str:
    if high < 0.01:
        return "less than 1 in 100"
    if low < 0.01:
        return f"at most {_whole(high)} in 100"
    if _whole(low) == _whole(high):
        return f"about {_whole(low)} in 100"
    return f"somewhere between {_whole(low)} and {_whole(high)} in 100"
