"""From prospects to a chosen list: one pool over all lists, greedy picks, and the exposures to judge them by."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from smartpick.advise.fees import schedule
from smartpick.advise.outcomes import Line
from smartpick.advise.portfolio import Pick, Pool, Role, Worth, choose
from smartpick.advise.prospects import Prospect
from smartpick.domain.plan import Signal
from smartpick.domain.program import Program, TrackKind
from smartpick.facts import Facts
from smartpick.facts.specialties import specialties
from smartpick.odds.funnel import quadrature
from smartpick.odds.season import TIERS

Array = NDArray[np.float64]

MANY, MOST = 100, 350  # a list that long pays the last tier's price; the most picks ever made
EXTRA = 40  # applications drawn on the curve beyond the list itself


@dataclass(frozen=True, slots=True)
class Chosen:
    """The order of picks over all lists. `count` of them are the list; the rest only draws the curve.

    `owner` and `row` give the prospect and the row in its listing of every pick; `cumulative_usd`
    the fees after it.
    """

    prospects: tuple[Prospect, ...]
    picks: tuple[Pick, ...]
    owner: tuple[int, ...]
    row: tuple[int, ...]
    cumulative_usd: tuple[int, ...]
    count: int
    stopped_by: str  # "budget" | "mark" | "end"


def choose_lists(prospects: tuple[Prospect, ...], budget_usd: float | None, facts: Facts) -> Chosen:
    """The list under the budget (None: no limit), ended where a dollar buys too little."""
    pool, owner, row = _pool(prospects, facts)
    worth = worth_of(facts)
    per_usd = facts.get("model.stop_mark").number / 100
    usual = round(facts.get("model.pgy1_list_size").number)
    reach = np.inf if budget_usd is None else budget_usd + EXTRA * max(
        s.next_price(MANY) for s in pool.schedules)
    picks = choose(pool, worth, budget_usd=reach, stop_per_usd=per_usd / 3, usual_pgy1=usual, most=MOST)
    spent = np.cumsum([p.usd for p in picks])
    count, reason = _end(picks, spent, budget_usd, per_usd)
    picks = picks[: count + EXTRA]
    return Chosen(
        prospects,
        picks,
        tuple(int(owner[p.row]) for p in picks),
        tuple(int(row[p.row]) for p in picks),
        tuple(int(s) for s in spent[: len(picks)]),
        count,
        reason,
    )


def worth_of(facts: Facts) -> Worth:
    """Increments of what the outcomes are worth, from the judged worths."""
    target, full, year = (facts.get("model.utility", o).number
                          for o in ("target", "other_full", "one_year_only"))
    later = facts.get("model.pgy1_found_later").number
    return Worth(target - full, full - year, year, later)


def lines(chosen: Chosen) -> tuple[Line, ...]:
    """The picks of every prospect with their exposures over all draws."""
    made = []
    for index, prospect in enumerate(chosen.prospects):
        places = [n for n, o in enumerate(chosen.owner) if o == index]
        rows = np.array([chosen.row[n] for n in places], dtype=int)
        signals = [chosen.picks[n].signal for n in places]
        invited = _invited(prospect, rows, signals)
        one_year = prospect.listing.wanted.purpose == "pgy1"
        made.append(Line(
            exposure=prospect.exposure(invited),
            silence=-np.log1p(-np.clip(invited, 0, 1 - 1e-9)),
            roles=np.array([_role(prospect, int(r)) for r in rows], dtype=int),
            places=np.array(places, dtype=int),
            certified=None if one_year else prospect.certified,
        ))
    return tuple(made)


def _invited(prospect: Prospect, rows: NDArray[np.int64], signals: list[Signal]) -> Array:
    invited = prospect.interview(rows, Signal.NONE)
    for tier in TIERS:
        where = [n for n, s in enumerate(signals) if s is tier]
        if where:
            invited[where] = prospect.interview(rows[where], tier)
    return invited


def _pool(
    prospects: tuple[Prospect, ...], facts: Facts
) -> tuple[Pool, NDArray[np.int64], NDArray[np.int64]]:
    """All open rows of all lists; with the prospect and listing row each came from."""
    groups = list(dict.fromkeys(p.listing.wanted.specialty for p in prospects))
    numbers: dict[str, int] = {}
    role: list[int] = []
    group: list[int] = []
    program: list[int] = []
    owner: list[int] = []
    row: list[int] = []
    plain: list[Array] = []
    tiered: dict[Signal, list[Array]] = {t: [] for t in TIERS}
    for index, prospect in enumerate(prospects):
        rows = np.flatnonzero(prospect.listing.open)
        bare = prospect.exposure(prospect.interview(rows, Signal.NONE, count=1))[:, 0]
        plain.append(bare)
        for tier in TIERS:
            has = any(t is tier for t, _ in prospect.limits)
            tiered[tier].append(
                prospect.exposure(prospect.interview(rows, tier, count=1))[:, 0] if has else bare)
        for r in rows:
            role.append(_role(prospect, int(r)))
            group.append(groups.index(prospect.listing.wanted.specialty))
            program.append(numbers.setdefault(prospect.listing.programs[r].program_id, len(numbers)))
            owner.append(index)
            row.append(int(r))
    limits = {p.listing.wanted.specialty: p.limits for p in prospects}
    pool = Pool(
        role=np.array(role, dtype=int),
        group=np.array(group, dtype=int),
        program=np.array(program, dtype=int),
        plain=np.concatenate(plain),
        signalled={t: np.concatenate(parts) for t, parts in tiered.items()},
        schedules=tuple(schedule(specialties().get(g).application_service, facts) for g in groups),
        signals=tuple(limits[g] for g in groups),
        weights=quadrature()[1],
    )
    return pool, np.array(owner, dtype=int), np.array(row, dtype=int)


def _role(prospect: Prospect, row: int) -> Role:
    purpose = prospect.listing.wanted.purpose
    if purpose == "pgy1":
        return Role.PGY1
    if purpose == "backup":
        return Role.BACKUP
    return Role.CATEGORICAL if has(prospect.listing.programs[row], TrackKind.CATEGORICAL) else Role.ADVANCED


def has(program: Program, kind: TrackKind) -> bool:
    """Whether any track of the program is of this kind."""
    return any(t.kind is kind for t in program.tracks)


def _end(
    picks: tuple[Pick, ...], spent: Array, budget_usd: float | None, per_usd: float
) -> tuple[int, str]:
    """How many picks are the list, and what ended it. Free picks never end it."""
    before = 0.0
    for n, pick in enumerate(picks):
        if budget_usd is not None and spent[n] > budget_usd:
            return n, "budget"
        if pick.usd and pick.worth - before < per_usd * pick.usd:
            return n, "mark"
        before = pick.worth
    return len(picks), "end"
