"""From prospects to a chosen list: a roster for every list, greedy picks, and what they lead to on every draw."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from smartpick.advise.fees import schedule
from smartpick.advise.outcomes import Line, line
from smartpick.advise.portfolio import Pick, Purpose, Roster, Worth, choose
from smartpick.advise.prospects import Prospect
from smartpick.domain.plan import Signal
from smartpick.domain.program import Program, TrackKind
from smartpick.facts import Facts
from smartpick.facts.specialties import specialties
from smartpick.odds.funnel import quadrature

Array = NDArray[np.float64]

EXTRA = 40  # applications drawn on the curve beyond the list itself
MANY, MOST = 100, 350  # a list that long pays the last tier's price; the most picks ever made


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
    groups = list(dict.fromkeys(p.listing.wanted.specialty for p in prospects))
    schedules = [schedule(specialties().get(g).application_service, facts) for g in groups]
    numbers: dict[str, int] = {}
    made = [_roster(p, groups.index(p.listing.wanted.specialty), numbers) for p in prospects]
    per_usd = facts.get("model.stop_mark").number / 100
    beyond = EXTRA * max(s.next_price(MANY) for s in schedules)
    picks = choose(
        [roster for roster, _ in made],
        schedules,
        quadrature()[1],
        worth_of(facts),
        budget_usd=np.inf if budget_usd is None else budget_usd + beyond,
        stop_per_usd=0.0,
        usual_pgy1=round(facts.get("model.pgy1_list_size").number),
        most=MOST,
    )
    spent = np.cumsum([p.usd for p in picks])
    count, reason = _end(picks, spent, budget_usd, per_usd)
    picks = picks[: count + EXTRA]
    return Chosen(
        prospects,
        picks,
        tuple(p.roster for p in picks),
        tuple(int(made[p.roster][1][p.row]) for p in picks),
        tuple(int(s) for s in spent[: len(picks)]),
        count,
        reason,
    )


def worth_of(facts: Facts) -> Worth:
    """Increments of what the outcomes are worth, from the judged worths."""
    target, full, year = (facts.get("model.utility", o).number
                          for o in ("target", "other_full", "one_year_only"))
    return Worth(target - full, full - year, year, facts.get("model.pgy1_found_later").number)


def lines(chosen: Chosen) -> tuple[Line, ...]:
    """The picks of every prospect on every draw."""
    made = []
    for index, prospect in enumerate(chosen.prospects):
        places = np.array([n for n, o in enumerate(chosen.owner) if o == index], dtype=int)
        rows = np.array([chosen.row[n] for n in places], dtype=int)
        invited = prospect.interview(rows, Signal.NONE)
        for tier in {chosen.picks[n].signal for n in places} - {Signal.NONE}:
            sent = np.flatnonzero([chosen.picks[n].signal is tier for n in places])
            invited[sent] = prospect.interview(rows[sent], tier)
        made.append(line(
            Purpose(prospect.listing.wanted.purpose),
            invited * prospect.hire[None, :, None],
            invited,
            np.array([is_advanced(prospect, int(r)) for r in rows], dtype=bool),
            places,
            prospect.ceiling,
        ))
    return tuple(made)


def is_advanced(prospect: Prospect, row: int) -> bool:
    """Whether a program offers the target from PGY-2 only."""
    wanted = prospect.listing.wanted
    return wanted.purpose == "target" and not has(prospect.listing.programs[row], TrackKind.CATEGORICAL)


def has(program: Program, kind: TrackKind) -> bool:
    """Whether any track of the program is of this kind."""
    return any(t.kind is kind for t in program.tracks)


def _roster(prospect: Prospect, group: int, numbers: dict[str, int]) -> tuple[Roster, NDArray[np.int64]]:
    """The open programs of a list, most open first, and their rows in the listing."""
    listing = prospect.listing
    rows = np.flatnonzero(listing.open)
    plain = prospect.interview(rows, Signal.NONE, count=1)[:, 0]
    order = np.argsort(-plain.sum(axis=1), kind="stable")
    rows = rows[order]
    tiers = (Signal.NONE, *(t for t, _ in prospect.limits))
    invited = {t: prospect.interview(rows, t, count=1)[:, 0] for t in tiers}
    roster = Roster(
        Purpose(listing.wanted.purpose),
        group,
        np.array([numbers.setdefault(listing.programs[r].program_id, len(numbers)) for r in rows], dtype=int),
        np.array([is_advanced(prospect, int(r)) for r in rows], dtype=bool),
        invited,
        {t: p * prospect.hire[0] for t, p in invited.items()},
        None if prospect.ceiling is None else prospect.ceiling[0],
        prospect.limits,
    )
    return roster, rows


def _end(
    picks: tuple[Pick, ...], spent: Array, budget_usd: float | None, per_usd: float
) -> tuple[int, str]:
    """How many picks are the list, and what ended it.

    The mark is read over the next hundred dollars of applications, so that one small step between
    two useful ones does not end a list. Programs that cost nothing never end it.
    """
    worth = [0.0, *(p.worth for p in picks)]
    for n, pick in enumerate(picks):
        if budget_usd is not None and spent[n] > budget_usd:
            return n, "budget"
        if pick.usd:
            before = float(spent[n]) - pick.usd
            ahead = int(np.searchsorted(spent, before + 100, side="right"))
            ahead = min(max(ahead, n + 1), len(picks))
            if worth[ahead] - worth[n] < per_usd * (float(spent[ahead - 1]) - before):
                return n, "mark"
    return len(picks), "end"
