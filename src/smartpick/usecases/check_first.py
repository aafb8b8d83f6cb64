"""What to check first: from a profile to the institutions whose visa answer would help its list most."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import replace
from datetime import date
from functools import partial

from smartpick.advise.check_first import CANDIDATES, Gain, Progress, gains
from smartpick.advise.check_places import Site, believed, sites_of
from smartpick.advise.check_words import message, place_of, program_names, reason, subject
from smartpick.advise.chosen import Chosen, choose_lists, has, lines
from smartpick.advise.costs import fixed_fees
from smartpick.advise.listing import make_listing, wanted_lists
from smartpick.advise.outcomes import evaluate
from smartpick.advise.prospects import Prospect, prospect
from smartpick.advise.rows import estimate_of
from smartpick.advise.visa import visa_for_programs, visa_plan
from smartpick.domain.applicant import Profile, VisaNeed
from smartpick.domain.chance import Estimate
from smartpick.domain.gain_words import MUCH
from smartpick.domain.plan import VisaPlan
from smartpick.domain.program import TrackKind
from smartpick.domain.to_check import InstitutionCheck, ToCheck
from smartpick.domain.words import count_noun
from smartpick.facts import Facts, load_facts
from smartpick.facts.directory import directory
from smartpick.facts.specialties import specialties
from smartpick.odds.funnel import quadrature
from smartpick.odds.openness.estimate import program_openness
from smartpick.odds.openness.evidence import evidence_of
from smartpick.odds.season import pgy1_found_later
from smartpick.usecases.citations import cited, source_note
from smartpick.usecases.which_season import chosen_season

LIST = ("Each gain is an estimate: what the list would gain on average if you knew the answer and made it "
        "again for the same money. Answers are counted one at a time, so gains do not simply add up.")
SMALL = 0.005  # chance; below half a point no answer moves much
NO_LIST = "No list can be made for your target, because no rates or programs are known for it."


def what_to_check(
    profile: Profile,
    *,
    today: date,
    season: int | None = None,
    candidates: int = CANDIDATES,
    progress: Progress | None = None,
) -> ToCheck:
    """The institutions to check first, at most ten, the one that adds most first; empty with a note that says why.

    `candidates` bounds how many institutions are looked at closely; `progress` is told how many of
    how many are done. Raises SmartPickError subclasses for a season that is over or damaged data.
    """
    facts = load_facts()
    planned, _ = chosen_season(profile, season, today, facts)
    visa = visa_plan(profile, today, facts)
    need = visa_for_programs(visa)
    nothing = _nothing(profile, visa, need)
    if nothing or need is None:
        return ToCheck((), (nothing,), planned.match_year)
    prospects = _prospects(profile, need, facts, today)
    if not prospects or prospects[0].listing.wanted.purpose != "target":
        return ToCheck((), (NO_LIST,), planned.match_year)
    chosen = choose_lists(prospects, _left(profile, prospects, facts), facts)
    sites = sites_of(prospects, profile, need, months_before(today, facts.get("model.check_stale_months").number))
    best = gains(chosen, sites.to_ask, facts, most=round(facts.get("model.check_most").number),
                 believed=partial(_believed, profile=profile, need=need, today=today),
                 candidates=candidates, progress=progress)
    checks = tuple(_check(gain, need, planned.day("residency_start")) for gain in best)
    found = ToCheck(checks, _notes(checks, chosen, len(sites.to_ask), sites.known), planned.match_year, _now(chosen),
                    specialties().get(profile.target).name)
    return replace(found, sources=tuple(source_note(s, facts) for s in cited(found, facts)))


def _nothing(profile: Profile, visa: VisaPlan, need: VisaNeed | None) -> str:
    """Why there is nothing to check, in a sentence; empty where there may be something."""
    if visa.needed is False:
        return "You need no visa, so no program's visa policy stands in your way: nothing to check."
    if need is None:
        return ("Whether you need a visa is not known, so no policy can be put first. Add your status in the US, or "
                "which visa a program would have to sponsor (visa_need under person).")
    if visa.open is False:
        return f"Nothing to check: no visa lane is open to you at present. {visa.headline}"
    if profile.applicant_type is None:
        return ("How the statistics count you is not known, so no list can be made. Add applicant_type, or your "
                "citizenship and the country of your school.")
    return ""


def _prospects(profile: Profile, need: VisaNeed, facts: Facts, today: date) -> tuple[Prospect, ...]:
    """The lists of the plan, with their chances."""
    advanced = any(has(p, TrackKind.ADVANCED) for p in directory().programs(specialty=profile.target))
    listings = (make_listing(profile, wanted, need, today) for wanted in wanted_lists(profile, advanced))
    found = (prospect(listing, profile, facts, today) for listing in listings if listing.in_country)
    return tuple(p for p in found if p is not None)


def _believed(site: Site, *, profile: Profile, need: VisaNeed, today: date) -> Estimate:
    """The chance of a yes of an institution, given what the person noted elsewhere."""
    ids = [p.program_id for p in site.programs]
    return believed(site, need, program_openness(evidence_of(profile), today, ids))


def _left(profile: Profile, prospects: tuple[Prospect, ...], facts: Facts) -> float | None:
    """What the budget leaves for applications; None: no limit."""
    assert profile.applicant_type is not None
    if profile.wishes.budget_usd is None:
        return None
    services: set[str] = {specialties().get(p.listing.wanted.specialty).application_service for p in prospects}
    return max(0.0, profile.wishes.budget_usd - sum(f.usd for f in fixed_fees(profile.applicant_type, services, facts)))


def _now(chosen: Chosen) -> Estimate:
    """The chance of any residency with the list as it stands."""
    return estimate_of(evaluate(lines(chosen), quadrature()[1], pgy1_found_later(), chosen.count).any_residency)


def _check(gain: Gain, need: VisaNeed, start: date) -> InstitutionCheck:
    site = gain.site
    names = program_names(site.programs)
    institution = site.programs[0].institution
    return InstitutionCheck(
        institution_id=site.institution_id,
        institution=institution,
        place=place_of(site.programs),
        programs=tuple(p.program_id for p in site.programs),
        program_names=names,
        website=next((p.website for p in site.programs if p.website), None),
        need=need,
        likely_yes=site.likely_yes,
        gain=gain.any_residency,
        reason=reason(need, len(site.programs), gain.on_list, enters=gain.enters, freed_usd=gain.freed_usd,
                      freed_signals=gain.freed_signals, checked=site.checked, said=site.said),
        subject=subject(start),
        message=message(institution, names, need, start),
        target_gain=gain.target,
        on_list=gain.on_list,
        checked=site.checked,
        said=site.said,
    )


def _notes(checks: tuple[InstitutionCheck, ...], chosen: Chosen, asked: int, known: int) -> tuple[str, ...]:
    said = []
    if not chosen.count:
        said.append("Nothing to check: no application is proposed, so no answer could change the list.")
    elif not asked:
        said.append("Nothing to check: the policy of every institution that could matter is known to you.")
    elif not checks:
        said.append("Nothing to check: no single answer would improve your list.")
    if checks:
        if (checks[0].gain.value or 0.0) < SMALL:
            said.append(MUCH)
        said.append(LIST)
        said.append(f"The policies of {count_noun(asked, 'institution')} with programs for you are not known; these "
                    "are the ones whose answer helps most. Make the list again after a few answers.")
    if known:
        said.append(f"{count_noun(known, 'institution')} {'is' if known == 1 else 'are'} left out because you noted "
                    "the policy of a program there: policies are set by the institution.")
    return tuple(said)


def months_before(today: date, months: float) -> date:
    """The same day so many whole months earlier, or the last day of that month."""
    count = today.year * 12 + today.month - 1 - round(months)
    year, month = divmod(count, 12)
    return date(year, month + 1, min(today.day, monthrange(year, month + 1)[1]))
