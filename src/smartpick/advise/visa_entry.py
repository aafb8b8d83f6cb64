"""Whether a person may enter the US for training: citizenship, residence and status against the lists in force (H12).

The only room that looks at citizenship.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from smartpick.domain.applicant import Person, Status
from smartpick.domain.words import day, joined
from smartpick.facts.places import countries
from smartpick.facts.visa_rules import EntryRules, Suspension

HELD_INSIDE = (Status.EAD, Status.J1_RESEARCH, Status.J1_CLINICAL, Status.H1B, Status.F1, Status.VISITOR,
               Status.OTHER)  # fmt: skip
STATUS_WORDS = {
    Status.EAD: "with a work permit",
    Status.J1_RESEARCH: "on a J-1 for research",
    Status.J1_CLINICAL: "on a J-1 for training",
    Status.H1B: "on an H-1B",
    Status.F1: "on an F-1",
    Status.VISITOR: "as a visitor",
}


class Entry(StrEnum):
    """What the suspension of entry means for one person."""

    FREE = "free"
    INSIDE = "inside"  # in the US with a status: the suspension is for people outside
    VALID_VISA = "valid_visa"  # outside, open with a visa that was valid on the day it came into force
    PARTIAL = "partial"
    FULL = "full"
    CONFLICTING = "conflicting"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class EntryState:
    """The state and why, in whole sentences."""

    entry: Entry
    reasons: tuple[str, ...]
    sources: tuple[str, ...]
    h1b_possible: bool = True

    @property
    def listed(self) -> bool:
        """Whether a list names the citizenship that counts."""
        return self.entry not in (Entry.FREE, Entry.UNKNOWN)


def entry_state(person: Person, lists: EntryRules) -> EntryState:
    """Where the person stands; with several passports, the most favourable one counts."""
    if not person.citizenships:
        return EntryState(Entry.UNKNOWN, ("Citizenship is not given, so entry cannot be judged.",), ())
    held = {code: lists.suspension(code) for code in person.citizenships}
    free = [code for code, suspension in held.items() if suspension is Suspension.NONE]
    if free:
        return EntryState(Entry.FREE, (_free_words(person, free[0], lists),), (lists.source,))
    if lives_inside(person):
        return _inside(person, lists)
    return _outside(person, held, lists)


def lives_inside(person: Person) -> bool | None:
    """Whether the person is in the US with a status; None where the profile does not say."""
    if person.residence_country is not None:
        return person.residence_country == "US"
    if person.residence_state is not None:
        return True
    if person.status is None:
        return None
    return person.status in HELD_INSIDE


def _free_words(person: Person, code: str, lists: EntryRules) -> str:
    name = countries().name(code)
    others = [countries().name(c) for c in person.citizenships if lists.suspension(c) is not Suspension.NONE]
    if others:
        return (f"The lane is open on another passport of yours ({name}): the suspension of entry for "
                f"{joined(others)} excepts people who travel on one.")
    return f"{name} is not on the entry-ban list of {day(lists.in_force)} (read on {day(lists.as_of)})."


def _inside(person: Person, lists: EntryRules) -> EntryState:
    how = STATUS_WORDS.get(person.status, "") if person.status else ""
    reasons = [f"You are in the US{f' {how}' if how else ''}; the suspension of entry for {_names(person)} is for "
               "people outside."]
    if person.status is Status.VISITOR:
        reasons.append("A change from visitor status is slow and not certain: ask an immigration lawyer first.")
    return EntryState(Entry.INSIDE, tuple(reasons), (lists.source,))


def _outside(person: Person, held: dict[str, Suspension], lists: EntryRules) -> EntryState:
    best = min(held, key=lambda code: list(Suspension).index(held[code]))
    suspension, name, since = held[best], countries().name(best), day(lists.in_force)
    if suspension is Suspension.CONFLICTING:
        conflict = lists.conflicting[best]
        says = f"The sources disagree about {name}. {conflict.says}"
        return EntryState(Entry.CONFLICTING, (says,), conflict.sources, conflict.h1b_possible)
    if lives_inside(person) is None:
        says = f"Entry for {name} has been suspended since {since} for people outside the US; say where you live."
        return EntryState(Entry.UNKNOWN, (says,), (lists.source,))
    if person.status in HELD_INSIDE:
        says = (f"Entry for {name} has been suspended since {since}, except with a visa that was valid on that day; "
                "you hold a US status and live abroad.")
        return EntryState(Entry.VALID_VISA, (says,), (lists.source,))
    if suspension is Suspension.PARTIAL:
        says = f"Entry on B, F, M and J visas has been suspended for {name} since {since} (partial list)."
        return EntryState(Entry.PARTIAL, (says,), (lists.source,))
    says = f"Entry has been suspended for {name} since {since} for every kind of visa (full list)."
    return EntryState(Entry.FULL, (says,), (lists.source,), h1b_possible=False)


def _names(person: Person) -> str:
    return joined([countries().name(code) for code in person.citizenships])
