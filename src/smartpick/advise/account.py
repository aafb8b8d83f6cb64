"""The list as a whole: how many to which specialty, what it costs, what the next application adds, when to stop."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from smartpick.advise.chosen import Chosen
from smartpick.advise.fees import Schedule, schedule
from smartpick.advise.outcomes import Line, Result, evaluate
from smartpick.domain.plan import CurvePoint, FeeLine, ListSummary, Portfolio, Signal
from smartpick.domain.words import count_noun, joined, percent, usd
from smartpick.facts import Facts
from smartpick.facts.specialties import specialties
from smartpick.odds.funnel import quadrature

Array = NDArray[np.float64]

POINTS = 18  # of the curve
METHOD = ("each application is chosen for what it adds for its price, one after another; that no other list does "
          "better has not been proved yet")


def account(
    chosen: Chosen,
    lines: tuple[Line, ...],
    fixed: tuple[FeeLine, ...],
    budget_usd: int | None,
    found_later: Array,
    facts: Facts,
) -> Portfolio:
    """The portfolio of a chosen list. Money in US dollars; `found_later` as in `outcomes.evaluate`."""
    lists = tuple(_lists(chosen))
    registration = sum(f.usd for f in fixed)
    fees = tuple(_application_fees(chosen, facts)) + (fixed if chosen.count else ())
    steps = _Steps(chosen, lines, found_later)
    applications = sum(f.usd for f in fees) - (registration if chosen.count else 0)
    total = sum(f.usd for f in fees)
    return Portfolio(
        headline=_headline(chosen, lists, total, registration, budget_usd),
        lists=lists,
        application_fees_usd=applications,
        fees=fees,
        total_usd=total,
        budget_usd=budget_usd,
        curve=_curve(steps),
        stop_at=_programs(chosen, chosen.count) if chosen.stopped_by == "mark" else None,
        stop_rule=_stop_rule(steps, budget_usd, total, facts),
        guide_default=_guide_default(chosen, facts),
        method=METHOD,
        notes=_notes(chosen),
    )


def _programs(chosen: Chosen, count: int) -> int:
    """Applications among the first picks: a program on two lists is one application."""
    ids = {chosen.prospects[chosen.owner[n]].listing.programs[chosen.row[n]].program_id for n in range(count)}
    return len(ids)


def _lists(chosen: Chosen) -> list[ListSummary]:
    made: list[ListSummary] = []
    paid: set[str] = set()
    for index, prospect in enumerate(chosen.prospects):
        wanted = prospect.listing.wanted
        mine = [n for n in range(chosen.count) if chosen.owner[n] == index]
        ids = {prospect.listing.programs[chosen.row[n]].program_id for n in mine}
        shared = len(ids & paid)
        paid |= ids
        note = ""
        if shared:
            note = (f"{shared} of them are programs already on another list: one application buys all tracks "
                    "of a program, so they cost nothing more.")
        made.append(ListSummary(
            specialty=wanted.odds,
            specialty_name=specialties().get(wanted.odds).name,
            purpose=wanted.purpose,
            service=specialties().get(wanted.specialty).application_service,
            applications=len(mine),
            available=int(prospect.listing.open.sum()),
            cost_usd=sum(chosen.picks[n].usd for n in mine),
            signals_used=_signals(chosen, mine, prospect.limits) if mine else "none sent",
            note=note,
        ))
    return made


def _signals(chosen: Chosen, mine: list[int], limits: tuple[tuple[Signal, int], ...]) -> str:
    if not limits:
        return "no signals known"
    sent = {tier: len({chosen.row[n] for n in mine if chosen.picks[n].signal is tier}) for tier, _ in limits}
    names = {Signal.SINGLE: "signals"}
    return ", ".join(f"{sent[tier]} of {n} {names.get(tier, tier.value)}" for tier, n in limits)


def _application_fees(chosen: Chosen, facts: Facts) -> list[FeeLine]:
    groups: dict[str, set[str]] = {}
    for n in range(chosen.count):
        listing = chosen.prospects[chosen.owner[n]].listing
        groups.setdefault(listing.wanted.specialty, set()).add(listing.programs[chosen.row[n]].program_id)
    made = []
    for specialty, programs in groups.items():
        chosen_specialty = specialties().get(specialty)
        fees = schedule(chosen_specialty.application_service, facts)
        made.append(FeeLine(
            f"{fees.service} applications, {chosen_specialty.name} ({count_noun(len(programs), 'program')})",
            fees.cost(len(programs)), f"{fees.year} prices", fees.source, fees.grade))
    return made


@dataclass(frozen=True, slots=True)
class _Steps:
    """The chances after any number of picks."""

    chosen: Chosen
    lines: tuple[Line, ...]
    found_later: Array

    def after(self, count: int) -> Result:
        return evaluate(self.lines, quadrature()[1], self.found_later, count)


def _curve(steps: _Steps) -> tuple[CurvePoint, ...]:
    """Chance of any residency after the first n picks, over the list and somewhat beyond."""
    chosen = steps.chosen
    last = len(chosen.picks)
    counts = sorted({*np.linspace(1, last, POINTS).astype(int).tolist(), chosen.count} - {0}) if last else []
    points = []
    for count in counts:
        result = steps.after(count)
        low, high = np.quantile(result.any_residency, (0.05, 0.95))
        value = float(np.clip(result.any_residency[0], low, high))
        points.append(CurvePoint(_programs(chosen, count), chosen.cumulative_usd[count - 1],
                                 float(result.target[0]), value, float(low), float(high)))
    kept = {p.applications: p for p in points}  # picks that cost nothing move no point to the right
    return tuple(kept.values())


def _headline(
    chosen: Chosen, lists: tuple[ListSummary, ...], total: int, registration: int, budget_usd: int | None
) -> str:
    if chosen.count == 0:
        if not any(x.available for x in lists):
            return "No application is proposed: no program is open to you in the places you asked for."
        if budget_usd is not None and budget_usd <= registration + cheapest(chosen):
            return (f"No application is proposed: registration and transcripts alone cost {usd(registration)}, and the "
                    f"budget is {usd(budget_usd)}.")
        return "No application is proposed: none would add enough for its price."
    parts = [f"{x.applications} {x.specialty_name}" for x in lists if x.cost_usd]
    parts += [f"{x.specialty_name} seats at {x.applications} of these programs" for x in lists
              if x.applications and not x.cost_usd]
    programs = _programs(chosen, chosen.count)
    return (f"{count_noun(programs, 'program')}: {joined(parts)}, for {usd(total)} with registration and "
            "transcripts.")


def cheapest(chosen: Chosen) -> int:
    """Dollars of the cheapest application there is."""
    return min((p.usd for p in chosen.picks if p.usd), default=0)


def _stop_rule(steps: _Steps, budget_usd: int | None, total: int, facts: Facts) -> str:
    """Why the list ends where it does, and what more money would do, in words."""
    chosen = steps.chosen
    mark = facts.get("model.stop_mark").number
    if chosen.stopped_by == "budget":
        return f"The list ends because the budget of {usd(budget_usd)} is used up. {_more_money(steps)}"
    left = "" if budget_usd is None else f" {usd(max(budget_usd - total, 0))} of your budget is left."
    if chosen.stopped_by == "end":
        return f"The list ends because nothing open is left.{left}"
    return (f"The list ends here because another {usd(100)} of applications would add little: less than "
            f"{100 * mark:.1f} points in 100, counting a place in the target most and a one-year seat least (judged)."
            f"{left}")


def _more_money(steps: _Steps) -> str:
    """What the applications just beyond the list would add, in words and money."""
    chosen = steps.chosen
    last = len(chosen.picks)
    if last <= chosen.count or chosen.count == 0:
        return ""
    here, there = steps.after(chosen.count), steps.after(last)
    more = chosen.cumulative_usd[-1] - chosen.cumulative_usd[chosen.count - 1]
    before, after = (percent(float(r.any_residency[0])) for r in (here, there))
    if before == after:
        return f"{usd(more)} more would hardly move the chance of any residency: it stays at {before}."
    return f"{usd(more)} more would move the chance of any residency from {before} to {after}."


def _guide_default(chosen: Chosen, facts: Facts) -> str:
    """The guide's 60 to 80 in each of two specialties, with what it would cost today (R24, H5)."""
    low, high = (round(facts.get("guide.applications_per_specialty", end).number) for end in ("low", "high"))
    names = list(dict.fromkeys(p.listing.wanted.specialty for p in chosen.prospects if
                               p.listing.wanted.purpose != "pgy1"))[:2]
    fees: list[Schedule] = [schedule(specialties().get(n).application_service, facts) for n in names]
    least, most = (sum(f.cost(k) for f in fees) for k in (low, high))
    return (f"The guide’s default of {low} to {high} applications in each of {count_noun(len(names), 'list')} would "
            f"cost {usd(least)} to {usd(most)}; here each application has to add something for its price.")


def _notes(chosen: Chosen) -> tuple[str, ...]:
    said = ["A program’s openness is an estimate from its state, its fill history and what its institution trains: "
            "programs of one state differ a great deal. Read the page of its residents.",
            "A program that offers both full training and a one-year seat is counted as if it interviewed twice.",
            "Distance, other programs of the same institution, and how many interviews you can attend are not weighed "
            "yet."]
    check = sum(1 for n in range(chosen.count)
                if chosen.prospects[chosen.owner[n]].listing.placings[chosen.row[n]].action == "check_first")
    if check:
        said.insert(0, f"Check {check} of {count_noun(chosen.count, 'row')} before you pay: whether they can take you "
                       "is not known to SmartPick.")
    return tuple(said)
