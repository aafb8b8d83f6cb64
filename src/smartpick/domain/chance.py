"""Numbers that say how sure they are: an estimate carries its interval, year, grade and sources."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

LEVEL = 0.90  # every interval is 5-95 % unless it says otherwise (docs/decisions/0003)


class Grade(StrEnum):
    """How a number came to be known."""

    MEASURED = "measured"  # published as such
    DERIVED = "derived"  # computed from published figures
    JUDGED = "judged"  # an expert's guess with a wide interval


WORST_FIRST = (Grade.JUDGED, Grade.DERIVED, Grade.MEASURED)


def weakest(*grades: Grade) -> Grade:
    """The grade of a result computed from inputs of these grades: that of its weakest input."""
    return next(g for g in WORST_FIRST if g in grades)


@dataclass(frozen=True, slots=True)
class Estimate:
    """A number with its unit, interval and origin; `value` None means a range without a point.

    `low` and `high` are None where no interval is known. Raises ValueError when the interval
    misses its value.
    """

    value: float | None
    unit: str
    low: float | None = None
    high: float | None = None
    level: float = LEVEL
    year: int | None = None
    grade: Grade = Grade.JUDGED
    sources: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if self.low is not None and self.high is not None and self.low > self.high:
            raise ValueError(f"The interval {self.low} to {self.high} is upside down.")
        if self.value is not None and (
            (self.low is not None and self.value < self.low - 1e-12)
            or (self.high is not None and self.value > self.high + 1e-12)
        ):
            raise ValueError(
                f"The interval {self.low} to {self.high} misses its value {self.value}."
            )

    @property
    def known(self) -> bool:
        """Whether there is a point or a range to show."""
        return self.value is not None or (self.low is not None and self.high is not None)


UNKNOWN = Estimate(None, "unknown")


@dataclass(frozen=True, slots=True)
class Chance:
    """A probability with the people it is about and the method behind it.

    `population` is the denominator in words ("of those who ranked it first, most after
    interviews"); `method` names what the number rests on ("base rate only"); `reasons` are
    whole sentences, the strongest first.
    """

    estimate: Estimate
    population: str
    method: str
    reasons: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        for part in (self.estimate.value, self.estimate.low, self.estimate.high):
            if part is not None and not 0.0 <= part <= 1.0:
                raise ValueError(f"A chance lies between 0 and 1, not {part}.")
