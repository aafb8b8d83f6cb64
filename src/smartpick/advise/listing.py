"""The programs one applicant could put on a list: closed, tier, openness and why (requirements I, tiers)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from smartpick.advise.tiers import Placing, place
from smartpick.domain.applicant import ApplicantType, PolicyNote, Profile, Tie, VisaNeed
from smartpick.domain.plan import Action, Basis
from smartpick.domain.program import Program, TrackKind
from smartpick.domain.words import count_noun, percent
from smartpick.facts import load_facts
from smartpick.facts.outcomes import state_results
from smartpick.facts.specialties import specialties
from smartpick.odds.openness import ANY_IMG, TYPE_CELLS, Openness, openness, state_share
from smartpick.odds.openness.evidence import evidence_of
from smartpick.odds.usual import FULL, ONE_YEAR_SEATS, needing_visa

Array = NDArray[np.float64]

USUAL_PGY1 = ("preliminary_medicine", "transitional_year")


@dataclass(frozen=True, slots=True)
class Wanted:
    """One list to be made: seats of `kinds` in `specialty`, for a purpose of the plan.

    `odds` is the id whose published rates describe it (a one-year seat has its own).
    """

    specialty: str
    purpose: str  # "target" | "backup" | "pgy1"
    kinds: tuple[TrackKind, ...]
    odds: str


@dataclass(frozen=True, slots=True)
class Listing:
    """The programs of one list before anything is chosen. Arrays have the axis (program,)."""

    wanted: Wanted
    programs: tuple[Program, ...]
    placings: tuple[Placing, ...]
    ties: tuple[tuple[Tie, ...], ...]
    shares: Array  # expected share of seats filled by the applicant's type
    low: Array  # of a single program
    high: Array
    seats: Array
    usual_log_share: float  # where matched people of the type are: mean log share, weighted by them
    usual_log_seats: float
    visa_need: VisaNeed | None
    takes: Array  # chance that each program can take the visa this person needs
    takes_ends: tuple[Array, Array] | None  # its interval; None where no visa is needed
    j1: Array  # chance that each program sponsors the J-1, on which the share of IMGs depends
    usual_j1: float  # the same at the programs where matched people of the type are
    at_home: NDArray[np.bool_]  # in the US state where the person lives
    in_country: int  # programs before the applicant's wishes for places

    @property
    def visa_counts(self) -> bool:
        """Whether the person needs a program to sponsor a visa, or may need one."""
        return bool((self.takes < 1).any())

    @property
    def open(self) -> NDArray[np.bool_]:
        """Programs that may be on the list: neither closed nor left out by their tier."""
        return np.array([p.action in (Action.APPLY, Action.CHECK_FIRST) for p in self.placings], dtype=bool)


def wanted_lists(profile: Profile, has_advanced: bool) -> tuple[Wanted, ...]:
    """The lists a profile asks for: target, parallel and accepted backups, and PGY-1 seats.

    A backup counts only with an explicit yes (R25). PGY-1 seats are wanted with an advanced
    target (H18) unless refused, or where the person accepts a one-year seat.
    """
    lists = [Wanted(profile.target, "target", FULL, profile.target)]
    backups = [*profile.targets[1:], *(b.specialty for b in profile.backups if b.willing == "yes")]
    for specialty in dict.fromkeys(backups):
        if specialty not in ONE_YEAR_SEATS and specialty != profile.target:
            lists.append(Wanted(specialty, "backup", (TrackKind.CATEGORICAL,), specialty))
    years = [b for b in dict.fromkeys(backups) if b in ONE_YEAR_SEATS]
    if has_advanced and profile.pgy1_year != "no":
        years = list(dict.fromkeys([*years, *USUAL_PGY1]))
    lists += [Wanted(ONE_YEAR_SEATS[y], "pgy1", (TrackKind.PRELIMINARY,), y) for y in years]
    return tuple(lists)


def make_listing(profile: Profile, wanted: Wanted, visa_need: VisaNeed | None, today: date) -> Listing:
    """Every program with seats of the wanted kinds, placed for this applicant.

    `visa_need` is what a program would have to sponsor, None where unknown. What the profile knows of
    programs moves them and the others of their institutions; where people of the type usually match
    is read without it, so that learning of one open program makes no other less open.
    """
    assert profile.applicant_type is not None
    types = TYPE_CELLS[profile.applicant_type]
    usual = openness(wanted.specialty, wanted.kinds, types)
    every = openness(wanted.specialty, wanted.kinds, types, evidence_of(profile), today)
    keep = np.array([i for i, p in enumerate(every.programs) if _wished(p, profile)], dtype=int)
    programs = tuple(every.programs[i] for i in keep)
    ties = tuple(tuple(t for t in profile.ties if _ties(t, p)) for p in programs)
    notes = {n.program: n for n in profile.policies}
    placings = tuple(
        _placed(profile.applicant_type.is_img, visa_need, wanted, program, ties[n], _policy(program, notes),
                float(every.img_record[keep[n]]))
        for n, program in enumerate(programs)
    )
    spread = usual.share * usual.seats
    return Listing(
        wanted, programs, placings, ties, every.share[keep], every.low[keep], every.high[keep],
        every.seats[keep],
        usual_log_share=float(spread @ np.log(usual.share) / max(spread.sum(), 1e-12)),
        usual_log_seats=float(np.log(every.seats).mean()) if every.seats.size else 0.0,
        visa_need=visa_need,
        takes=takes(every, visa_need, profile.applicant_type)[keep],
        j1=every.j1[keep],
        takes_ends=_takes_ends(every, visa_need, keep),
        usual_j1=float(spread @ usual.j1 / max(spread.sum(), 1e-12)),
        at_home=np.array([p.state is not None and p.state == profile.person.residence_state for p in programs],
                         dtype=bool),
        in_country=len(every.programs),
    )


def takes(every: Openness, need: VisaNeed | None, applicant_type: ApplicantType) -> Array:
    """Chance that each program can take the visa needed (need unknown: that of the type). Axis (program,)."""
    if need is VisaNeed.J1:
        return every.j1
    if need is VisaNeed.H1B:
        return every.h1b
    if need is VisaNeed.EITHER:
        return every.either
    if need is None and applicant_type is ApplicantType.NON_US_IMG:
        return 1 - needing_visa() * (1 - every.j1)
    return np.ones_like(every.j1)


def _takes_ends(every: Openness, need: VisaNeed | None, keep: NDArray[np.int64]) -> tuple[Array, Array] | None:
    """The interval of a program's chance to sponsor. Either of two is at least as likely as the likelier one."""
    if need is VisaNeed.J1:
        low, high = every.j1_ends
    elif need is VisaNeed.H1B:
        low, high = every.h1b_ends
    elif need is VisaNeed.EITHER:
        low, high = (np.maximum(a, b) for a, b in zip(every.j1_ends, every.h1b_ends, strict=True))
        high = np.maximum(high, every.either)
    else:
        return None
    return low[keep], high[keep]


def _placed(
    img: bool,
    visa_need: VisaNeed | None,
    wanted: Wanted,
    program: Program,
    ties: tuple[Tie, ...],
    policy: PolicyNote | None,
    record: float,
) -> Placing:
    history, basis, words = _record(program, wanted, policy, record)
    return place(
        img=img,
        visa_need=visa_need,
        policy=policy,
        img_history=history,
        history_basis=basis,
        history_words=words,
        ties=ties,
    )


def _record(
    program: Program, wanted: Wanted, policy: PolicyNote | None, chance: float
) -> tuple[bool | None, Basis, str]:
    """Whether IMGs have trained there in the specialty, on what basis, in words."""
    if policy is not None and policy.img_residents is not None:
        n = policy.img_residents
        return n > 0, Basis.EVIDENCE, f"you counted {count_noun(n, 'IMG resident', 'IMG residents')} there"
    name, year = specialties().get(wanted.odds).name, state_results().year
    zeros = [state_share(program.state, program.specialty, k, ANY_IMG).measured_zero
             for k in wanted.kinds if any(t.kind is k for t in program.tracks)]
    if zeros and all(zeros):
        return False, Basis.ESTIMATE, (
            f"no IMG matched in any {name} program of {program.state} in the {year} Match")
    likely = chance >= load_facts().get("model.record_likely").number
    return likely, Basis.ESTIMATE, (
        f"estimate {percent(chance)}, from public figures of its specialty, state, size and institution")


def _policy(program: Program, notes: dict[str, PolicyNote]) -> PolicyNote | None:
    for key in (program.program_id, *(t.track_id for t in program.tracks)):
        if key in notes:
            return notes[key]
    return None


def _ties(tie: Tie, program: Program) -> bool:
    """Whether a tie belongs to this program; a tie to an institution may name one specialty."""
    if tie.program is not None:
        return tie.program == program.program_id or any(t.track_id == tie.program for t in program.tracks)
    if tie.institution is None or tie.specialty not in (None, program.specialty):
        return False
    return tie.institution.casefold() in (program.institution_id.casefold(), program.institution.casefold())


def _wished(program: Program, profile: Profile) -> bool:
    wishes = profile.wishes
    if program.state in wishes.avoid_states:
        return False
    return not wishes.states or program.state in wishes.states

