"""A season is named after the March of its Match: season 2028 opens in June 2027 and matches in March 2028."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class DateStatus(StrEnum):
    """Whether the publisher of a date was read, or a rule projected it."""

    CONFIRMED = "confirmed"
    PROJECTED = "projected"


@dataclass(frozen=True, slots=True)
class SeasonDate:
    """One dated event of a season; `status` says whether its publisher's page was read."""

    key: str  # e.g. "eras_submission"
    label: str
    day: date
    status: DateStatus
    source: str
    rule: str = ""  # the projection in words, empty where confirmed
    review_by: date | None = None
    clock: str = ""  # "21:00", the time in America/New_York; empty: the whole day


@dataclass(frozen=True, slots=True)
class Season:
    """The calendar of one Match. `dates` holds every known event by key."""

    match_year: int
    dates: tuple[SeasonDate, ...]

    def day(self, key: str) -> date:
        """The day of an event; KeyError when the season does not have it."""
        return self.event(key).day

    def event(self, key: str) -> SeasonDate:
        """The event itself; KeyError when the season does not have it."""
        for event in self.dates:
            if event.key == key:
                return event
        raise KeyError(key)

    @property
    def submission(self) -> date:
        """First day on which applicants may submit (key `eras_submission`)."""
        return self.day("eras_submission")
