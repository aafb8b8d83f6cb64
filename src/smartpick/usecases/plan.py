"""From a profile to a plan: the visa gate, the verdict, the chances, the list and the dates, in that order."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from smartpick.advise.account import account
from smartpick.advise.chosen import Chosen, choose_lists, has, lines
from smartpick.advise.costs import also_to_pay, fixed_fees
from smartpick.advise.headline import chances
from smartpick.advise.listing import make_listing, wanted_lists
from smartpick.advise.outcomes import evaluate
from smartpick.advise.prospects import Prospect, prospect
from smartpick.advise.rows import program_rows
from smartpick.advise.strategy import strategies
from smartpick.advise.timeline import timeline
from smartpick.advise.visa import visa_for_programs, visa_plan
from smartpick.domain.applicant import Profile
from smartpick.domain.plan import (
    Chances,
    Plan,
    Portfolio,
    ProgramRow,
    RealityCard,
    VisaPlan,
)
from smartpick.domain.program import TrackKind
from smartpick.facts import Facts, load_facts
from smartpick.facts.directory import directory
from smartpick.facts.specialties import specialties
from smartpick.odds.funnel import quadrature
from smartpick.odds.reality import reality_card
from smartpick.odds.season import pgy1_found_later
from smartpick.usecases.cautions import cautions
from smartpick.usecases.citations import cited, source_note
from smartpick.usecases.which_season import chosen_season


@dataclass(frozen=True, slots=True)
class _Programs:
    """The part of a plan that needs a program list and published rates."""

    chances: Chances | None = None
    rows: tuple[ProgramRow, ...] = ()
    portfolio: Portfolio | None = None
    without_rates: tuple[str, ...] = ()


def make_plan(profile: Profile, *, today: date, season: int | None = None) -> Plan:
    """The plan of one applicant for one season as of `today`.

    `season` overrides the profile's own; without either, the first season whose preparation windows
    the person can still meet. Raises SmartPickError subclasses for a damaged data file.
    """
    facts = load_facts()
    season_planned, about_season = chosen_season(profile, season, today, facts)
    visa = visa_plan(profile, today, facts)
    verdicts = strategies(profile, season_planned, visa, today)
    cards = _reality(profile)
    programs = _programs(profile, visa, facts, today)
    dated = timeline(profile, season_planned, verdicts, visa, today)
    plan = Plan(
        profile=profile,
        today=today,
        season=dated.season,  # with the events that matter to this target
        specialty_names=tuple((s.id, s.name) for s in specialties()),
        strategies=verdicts,
        reality=cards,
        chances=programs.chances,
        programs=programs.rows,
        portfolio=programs.portfolio,
        visa=visa,
        timeline=dated,
        sources=(),
        warnings=about_season + cautions(profile, visa, programs.without_rates, today, facts),
    )
    return _with_sources(plan, facts)


def _reality(profile: Profile) -> tuple[RealityCard, ...]:
    if profile.applicant_type is None:
        return ()
    backups = (b.specialty for b in profile.backups if b.willing == "yes")
    wanted = dict.fromkeys([*profile.targets, *backups])
    return tuple(reality_card(s, profile.applicant_type) for s in wanted)


def _programs(
    profile: Profile,
    visa: VisaPlan,
    facts: Facts,
    today: date,
) -> _Programs:
    if profile.applicant_type is None:
        return _Programs()
    prospects, missing = _prospects(profile, visa, facts, today)
    if not prospects or prospects[0].listing.wanted.purpose != "target":
        return _Programs(without_rates=tuple(missing))
    services: set[str] = {specialties().get(p.listing.wanted.specialty).application_service for p in prospects}
    fixed = fixed_fees(profile.applicant_type, services, facts)
    budget = profile.wishes.budget_usd
    left = None if budget is None else max(0.0, budget - sum(f.usd for f in fixed))
    few = {p.listing.wanted.odds: reality_card(p.listing.wanted.odds, profile.applicant_type).few
           for p in prospects}
    if visa.open is False:  # the gate comes first: no list and no chance of it where every lane is closed
        nothing = Chosen(prospects, (), (), (), (), 0, "end")
        return _Programs(rows=program_rows(nothing, few), without_rates=tuple(missing))
    chosen = choose_lists(prospects, left, facts)
    picked, later = lines(chosen), pgy1_found_later()
    result = evaluate(picked, quadrature()[1], later, chosen.count)
    return _Programs(
        chances(prospects, picked, result, chosen.count, later),
        program_rows(chosen, few),
        _with_other_costs(account(chosen, picked, fixed, budget, later, facts), profile, facts),
        tuple(missing),
    )


def _with_other_costs(portfolio: Portfolio, profile: Profile, facts: Facts) -> Portfolio:
    lines, notes = also_to_pay(profile, facts)
    return replace(portfolio, also_to_pay=lines, also_notes=notes)


def _prospects(
    profile: Profile, visa: VisaPlan, facts: Facts, today: date
) -> tuple[tuple[Prospect, ...], list[str]]:
    """Every list that can be made, and the specialties for which no rates or programs are known."""
    need = visa_for_programs(visa)
    advanced = any(has(p, TrackKind.ADVANCED)
                   for p in directory().programs(specialty=profile.target))
    found, missing = [], []
    for wanted in wanted_lists(profile, advanced):
        listing = make_listing(profile, wanted, need, today)
        made = prospect(listing, profile, facts, today) if listing.in_country else None
        if made is None:
            missing.append(wanted.odds)
        else:
            found.append(made)
    return tuple(found), missing


def _with_sources(plan: Plan, facts: Facts) -> Plan:
    return replace(plan, sources=tuple(source_note(s, facts) for s in cited(plan, facts)))
