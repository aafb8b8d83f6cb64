"""The list as a whole: how many to which specialty, what it costs, what the next application adds, when to stop."""

from __future__ import annotations

import numpy as np

from smartpick.advise.chosen import Chosen
from smartpick.advise.fees import Schedule, schedule
from smartpick.advise.outcomes import Line, evaluate
from smartpick.domain.plan import CurvePoint, FeeLine, ListSummary, Portfolio, Signal
from smartpick.domain.words import count_noun, joined, percent, usd
from smartpick.facts import Facts
from smartpick.facts.specialties import specialties
from smartpick.odds.funnel import quadrature

POINTS = 18  # of the curve
METHOD = "gain per dollar, greedy, under one latent quality with quadrature; not yet certified against a bound"


def account(
    chosen: Chosen,
    lines: tuple[Line, ...],
    fixed: tuple[FeeLine, ...],
    budget_usd: int | None,
    facts: Facts,
) -> Portfolio:
    """The portfolio of a chosen list. Money in US dollars."""
    lists = tuple(_lists(chosen, facts))
    fees = tuple(_application_fees(chosen, facts)) + fixed
    applications = sum(f.usd for f in fees) - sum(f.usd for f in fixed)
    total = sum(f.usd for f in fees)
    return Portfolio(
        headline=_headline(chosen, lists, total),
        lists=lists,
        application_fees_usd=applications,
        fees=fees,
        total_usd=total,
        budget_usd=budget_usd,
        curve=_curve(chosen, lines),
        stop_at=_programs(chosen, chosen.count) if chosen.stopped_by == "mark" else None,
        stop_rule=_stop_rule(chosen, lines, budget_usd, total, facts),
        guide_default=_guide_default(chosen, facts),
        method=METHOD,
        notes=_notes(chosen),
    )


def _programs(chosen: Chosen, count: int) -> int:
    """Applications among the first picks: a program on two lists is one application."""
    ids = {chosen.prospects[chosen.owner[n]].listing.programs[chosen.row[n]].program_id for n in range(count)}
    return len(ids)


def _lists(chosen: Chosen, facts: Facts) -> list[ListSummary]:
    made: list[ListSummary] = []
    paid: set[str] = set()
    for index, prospect in enumerate(chosen.prospects):
        wanted = prospect.listing.wanted
        mine = [n for n in range(chosen.count) if chosen.owner[n] == index]
        ids = {prospect.listing.programs[chosen.row[n]].program_id for n in mine}
        shared = len(ids & paid)
        own = [n for n in mine if prospect.listing.programs[chosen.row[n]].program_id not in paid]
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
            signals_used=_signals(chosen, own, prospect.limits) if own else "sent with the other list",
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


def _curve(chosen: Chosen, lines: tuple[Line, ...]) -> tuple[CurvePoint, ...]:
    """Chance of any residency after the first n picks, over the list and somewhat beyond."""
    weights = quadrature()[1]
    last = len(chosen.picks)
    counts = sorted({*np.linspace(1, last, POINTS).astype(int).tolist(), chosen.count} - {0}) if last else []
    points = []
    for count in counts:
        result = evaluate(lines, weights, count)
        drawn = result.any_residency
        low, high = np.quantile(drawn, (0.05, 0.95))
        value = float(np.clip(drawn[0], low, high))
        points.append(CurvePoint(_programs(chosen, count), chosen.cumulative_usd[count - 1],
                                 float(result.target[0]), value, float(low), float(high)))
    kept = {p.applications: p for p in points}  # picks that cost nothing move no point to the right
    return tuple(kept.values())


def _headline(chosen: Chosen, lists: tuple[ListSummary, ...], total: int) -> str:
    if chosen.count == 0:
        return "No application is proposed: nothing is open to you within the budget and the places you asked for."
    parts = [f"{x.applications} {x.specialty_name}" for x in lists if x.cost_usd]
    parts += [f"the {x.specialty_name} seats of {x.applications} of them" for x in lists
              if x.applications and not x.cost_usd]
    programs = _programs(chosen, chosen.count)
    used = sum(1 for x in lists if x.applications)
    return (f"{count_noun(programs, 'program')} in {count_noun(used, 'list')} ({joined(parts)}) for "
            f"{usd(total)} with registration and transcripts.")


def _stop_rule(
    chosen: Chosen, lines: tuple[Line, ...], budget_usd: int | None, total: int, facts: Facts
) -> str:
    mark = facts.get("model.stop_mark")
    little = f"{usd(100)} would add less than {100 * mark.number:.1f} points to the worth of what you want"
    if chosen.stopped_by == "budget":
        return (f"The list ends because the budget of {usd(budget_usd)} is used up. {_next_gain(chosen, lines)}"
                f"It would end by itself where another {little} (a judged mark).")
    left = "" if budget_usd is None else f"; {usd(max(budget_usd - total, 0))} of your budget is left"
    end = "where nothing open is left" if chosen.stopped_by == "end" else f"where another {little} (a judged mark)"
    return f"The list ends {end}{left}."


def _next_gain(chosen: Chosen, lines: tuple[Line, ...]) -> str:
    """What the applications just beyond the list would add, in words and money."""
    last = len(chosen.picks)
    if last <= chosen.count:
        return ""
    weights = quadrature()[1]
    here = evaluate(lines, weights, chosen.count).any_residency[0]
    there = evaluate(lines, weights, last).any_residency[0]
    more = chosen.cumulative_usd[-1] - (chosen.cumulative_usd[chosen.count - 1] if chosen.count else 0)
    return (f"{usd(more)} more would move the chance of any residency from {percent(float(here))} to "
            f"{percent(float(there))}. ")


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
    said = ["How open a program is rests on the share of its state and on its fill history only: programs of one "
            "state differ a great deal, so read its residents’ page.",
            "Ties of the same institution, distance, and the interviews you can attend are not weighed yet."]
    check = sum(1 for n in range(chosen.count)
                if chosen.prospects[chosen.owner[n]].listing.placings[chosen.row[n]].action == "check_first")
    if check:
        said.insert(0, f"{check} of {chosen.count} rows are to be checked before paying: what SmartPick does not "
                       "know of them decides whether they can take you.")
    return tuple(said)
