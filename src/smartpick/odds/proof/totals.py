"""Checks of the shipped tables: added up, they give back the totals that were published."""

from __future__ import annotations

from dataclasses import dataclass

from smartpick.domain.applicant import ApplicantType
from smartpick.domain.proof import Check, ProofGroup
from smartpick.facts import load_facts
from smartpick.facts.directory import directory
from smartpick.facts.directory_totals import totals
from smartpick.facts.outcomes import charting, national, state_results
from smartpick.facts.specialties import specialties

TYPE = ApplicantType.NON_US_IMG
ROUNDING = 0.0005  # half of the last digit of a rate published as 56.4%
PUBLISHED_PART = 0.99  # the specialties printed one by one hold at least this part of the total


def checks() -> tuple[Check, ...]:
    """Every total, from the tables as shipped."""
    return (*_states(), *_directory(), *_preferred(), _matched_at_all(), _no_more_than_filled())


@dataclass(frozen=True, slots=True)
class _Total:
    """A sum and what was published."""

    key: str
    label: str
    found: int
    what: str  # the cell of match.published_totals
    note: str = ""

    def check(self) -> Check:
        published = int(load_facts().get("match.published_totals", self.what).number)
        return Check(f"totals.{self.key}", ProofGroup.TOTALS, self.label, f"{self.found:,}", f"{published:,}",
                     self.found == published, note=self.note)


def _states() -> tuple[Check, ...]:
    states, nation = state_results(), national()
    names = [s.id for s in specialties()]
    column = states.types.index(TYPE.value)
    return tuple(total.check() for total in (
        _Total("states.offered", "52 state tables: positions offered in 2026", int(states.offered.sum()),
               "positions_offered"),
        _Total("states.filled", "52 state tables: positions filled in 2026", int(states.filled.sum()),
               "positions_filled"),
        _Total("states.types", "52 state tables: positions filled, applicant types added up",
               int(states.by_type.sum()), "positions_filled"),
        _Total("states.non_us_img", "52 state tables: positions filled by non-US IMGs",
               int(states.by_type[:, column].sum()), "filled_by_non_us_img"),
        _Total("specialties.offered", "National results, specialties added up: positions offered",
               sum(nation.offered(name) or 0 for name in names), "positions_offered"),
        _Total("specialties.filled", "National results, specialties added up: positions filled",
               sum(nation.filled(name, "all") or 0 for name in names), "positions_filled"),
    ))


def _directory() -> tuple[Check, ...]:
    tracks = directory().tracks
    match = tracks.quota_2026 >= 0  # urology's seats are unknown, not zero
    rows = totals()
    missing = sum(abs(row.missing_offered) for row in rows)
    apart = [specialties().get(row.specialty).name for row in rows if row.missing_offered]
    official = int(load_facts().get("match.published_totals", "positions_offered").number)
    kept = int(load_facts().get("match.published_totals", "directory_offered").number)
    return (
        _Total("directory.tracks", "Directory: tracks of the 2026 Match", int(match.sum()),
               "directory_tracks").check(),
        _Total("directory.offered", "Directory: positions offered in 2026", int(tracks.quota_2026[match].sum()),
               "directory_offered").check(),
        _Total("directory.filled", "Directory: positions filled in 2026", int(tracks.filled_2026[match].sum()),
               "directory_filled").check(),
        Check("totals.directory.missing", ProofGroup.TOTALS,
              "Directory against the official table, specialty by specialty: positions apart", f"{missing:,}",
              f"{official - kept:,}", missing == official - kept, note=f"Missing in {', '.join(apart)}."),
    )


def _preferred() -> tuple[Check, ...]:
    table = charting()
    every = table.counts("all", TYPE)
    found = [c for name in table.specialties if (c := table.counts(name, TYPE)) is not None]
    matched, ranked = sum(c.matched for c in found), sum(c.n for c in found)
    whole = 0 if every is None else every.matched
    people = 0 if every is None else every.n
    share = ranked / max(people, 1)
    return (
        _Total("preferred.ranked", "Non-US IMGs who certified a list", people, "preferred_ranked").check(),
        _Total("preferred.matched", "Of these, matched to the specialty ranked first", whole,
               "preferred_matched").check(),
        Check("totals.preferred.specialties", ProofGroup.TOTALS,
              f"{len(found)} specialties added up: matched to the one ranked first",
              f"{matched:,} of {ranked:,}", f"at most {whole:,} of {people:,}, at least {PUBLISHED_PART:.0%} of them",
              matched <= whole and PUBLISHED_PART <= share <= 1,
              note="The rest ranked a specialty first that is not printed apart."),
    )


def _matched_at_all() -> Check:
    facts = load_facts()
    matched, rate = facts.get("match.matched_pgy1", TYPE.value), facts.get("match.match_rate", TYPE.value)
    active = facts.get("match.active_applicants", TYPE.value)
    found = matched.number / active.number
    same_year = matched.year == rate.year == active.year
    return Check("totals.matched_at_all", ProofGroup.TOTALS, "Non-US IMGs matched to any first-year position",
                 f"{matched.number:,.0f} of {active.number:,.0f} = {found:.2%}", f"{rate.number:.1%}, rounded",
                 same_year and abs(found - rate.number) <= ROUNDING,
                 note="Not the same as matched to the specialty ranked first: the two are never merged.")


def _no_more_than_filled() -> Check:
    """Nobody can match to a preferred specialty in a seat that was not filled by the type."""
    over, seen = [], 0
    for name in charting().specialties:
        counts, filled = charting().counts(name, TYPE), national().filled(name, TYPE)
        if counts is None or filled is None:
            continue
        seen += 1
        if counts.matched > filled:
            over.append(specialties().get(name).name)
    return Check("totals.preferred.filled", ProofGroup.TOTALS,
                 "Matched to the specialty ranked first, against positions filled by non-US IMGs",
                 f"{len(over)} of {seen} specialties have more", "none", not over, note=", ".join(over))
