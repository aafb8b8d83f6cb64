"""Checks of the funnel: what it was solved for comes back, and what it says of figures it never saw."""

from __future__ import annotations

from functools import cache

import numpy as np
from numpy.typing import NDArray

from smartpick.domain.applicant import ApplicantType
from smartpick.domain.proof import Check, ProofGroup
from smartpick.facts import load_facts
from smartpick.facts.directory import directory
from smartpick.facts.outcomes import national
from smartpick.facts.specialties import specialties
from smartpick.odds.funnel import Reference, ceiling, interview_chances, quadrature, strength
from smartpick.odds.openness import TYPE_CELLS, openness
from smartpick.odds.rates import expit, logit
from smartpick.odds.season import SeasonOdds, season_odds
from smartpick.odds.shared import shared
from smartpick.odds.usual import seats_of

Array = NDArray[np.float64]

KIND = ApplicantType.NON_US_IMG
RATE_ERROR, INTERVIEW_ERROR = 0.005, 0.01  # bounds of the solving itself
RANKING_YEAR = 2025  # the latest year with counts of who ranked a specialty, and of ERAS applicants
BOTH = (ApplicantType.US_IMG, KIND)
STEP = 0.5  # log odds, for the checks of order


def checks() -> tuple[Check, ...]:
    """Every check of the funnel, central case and intervals over the draws."""
    return (*_solved(), *_no_interview(), _yield_of_applications(), _marginal_invitations(), *_residuals(), _order())


@cache
def _funnels() -> dict[str, SeasonOdds]:
    """The solved funnels of non-US IMGs by specialty."""
    found = {}
    for specialty in specialties():
        programs = len(directory().programs(specialty=seats_of(specialty.id).specialty))
        odds = season_odds(specialty.id, KIND, programs) if programs else None
        if odds is not None and not specialty.one_year:
            found[specialty.id] = odds
    return found


def _solved() -> tuple[Check, ...]:
    """The population's funnel gives back the rate and the interviews it was solved for."""
    _, w = quadrature()
    rates, interviews = [], []
    for odds in _funnels().values():
        reference = odds.funnel.reference
        signalled, plain = _invites(odds)
        sent, rest = reference.signals[:, None], (reference.size - reference.signals)[:, None]
        h = odds.funnel.hire[:, None]
        some = 1 - np.exp(sent * np.log1p(-signalled) + rest * np.log1p(-plain)) @ w
        matched = 1 - np.exp(sent * np.log1p(-signalled * h) + rest * np.log1p(-plain * h)) @ w
        rates.append(np.abs(matched / some - reference.rate).max())
        interviews.append(np.abs((sent * signalled + rest * plain) @ w / some / reference.interviews - 1).max())
    worst, off = float(max(rates)), float(max(interviews))
    return (
        Check("funnel.rate", ProofGroup.FUNNEL, "Published rates given back, given at least one interview",
              f"largest error {100 * worst:.2f} points", f"at most {100 * RATE_ERROR:.1f} points", worst <= RATE_ERROR,
              note=f"{len(rates)} specialties, 200 draws each."),
        Check("funnel.interviews", ProofGroup.FUNNEL, "Published mean interviews given back",
              f"largest error {100 * off:.2f}%", f"at most {100 * INTERVIEW_ERROR:.0f}%", off <= INTERVIEW_ERROR),
    )


def _invites(odds: SeasonOdds) -> tuple[Array, Array]:
    """Invitations over the population at signalled and at plain programs, axes (draw, node)."""
    z, _ = quadrature()
    reference = odds.funnel.reference
    eta = odds.funnel.base[:, None] + reference.spread[:, None] * z
    takes = reference.takes[:, None]
    held = 1 - 1e-12
    return np.minimum(takes * expit(eta + reference.signal_lift[:, None]), held), np.minimum(takes * expit(eta), held)


def _no_interview() -> list[Check]:
    """P(no interview), which no table was used for, against IMGs who applied and never ranked the specialty."""
    found = []
    for (specialty,), fact in sorted(load_facts().cells("applications.img_applicants", year=RANKING_YEAR).items()):
        ranked = [national().ranking(specialty, t, RANKING_YEAR) for t in BOTH]
        programs = len(directory().programs(specialty=specialty)) if specialty in _funnels() else 0
        made = [season_odds(specialty, t, programs) for t in BOTH] if programs else []
        if not made or any(o is None for o in made) or any(r is None for r in ranked):
            continue
        people = [float(r or 0) for r in ranked]
        if sum(people) > fact.number or sum(people) < load_facts().get("model.few_matched").number * 10:
            continue
        none = sum((n * o.funnel.no_interview for n, o in zip(people, made, strict=True) if o is not None),
                   np.zeros(1)) / sum(people)
        low, high = (float(q) for q in np.quantile(none, (0.05, 0.95)))
        published = 1 - sum(people) / fact.number
        found.append(Check(
            f"funnel.no_interview.{specialty}", ProofGroup.FUNNEL,
            f"{specialties().get(specialty).name}: IMGs who apply and get no interview",
            f"{100 * float(none[0]):.0f}% ({100 * low:.0f}–{100 * high:.0f}%)",
            f"interval holds {100 * published:.0f}%", bool(low <= published <= high),
            note=f"{fact.number:,.0f} IMGs applied through ERAS early in the {RANKING_YEAR} season and "
                 f"{sum(people):,.0f} ranked the specialty. Some apply to it as a second choice or withdraw, so the "
                 "published share is a comparison, not the same quantity."))
    return found


def _yield_of_applications() -> Check:
    """Interviews per application in General Surgery, reported by IMG applicants."""
    odds, fact = _funnels()["general_surgery"], load_facts().get("applications.interview_yield", "general_surgery",
                                                                   "img")
    reference = odds.funnel.reference
    share = (1 - odds.funnel.no_interview) * reference.interviews / reference.size
    low, high = (float(q) for q in np.quantile(share, (0.05, 0.95)))
    return Check("funnel.yield.general_surgery", ProofGroup.FUNNEL,
                 "General Surgery: interviews per application of IMGs",
                 f"{100 * float(share[0]):.1f}% ({100 * low:.1f}–{100 * high:.1f}%)",
                 f"interval holds {100 * fact.number:.1f}%", bool(low <= fact.number <= high),
                 note="Reported by 30 applicants themselves, for categorical and preliminary seats together.")


def _marginal_invitations() -> Check:
    """What ten more applications bring: the reports flatten, the funnel's population does not."""
    kind = ApplicantType.US_MD_SENIOR
    odds = season_odds("general_surgery", kind, len(directory().programs(specialty="general_surgery")))
    cells = load_facts().cells("applications.marginal_invitations")
    published = {c[1]: f.number for c, f in cells.items() if c[0] == "general_surgery"}
    reports = ", ".join(f"{value:.2f} ({length})" for length, value in published.items())
    said = "unknown"
    if odds is not None:
        reference = odds.funnel.reference
        each = 10 * (1 - odds.funnel.no_interview) * reference.interviews / reference.size
        said = f"{float(each[0]):.2f} at any length, programs alike"
    return Check("funnel.marginal.general_surgery", ProofGroup.FUNNEL,
                 "General Surgery: invitations for ten more applications, US MD seniors", said,
                 f"reported: {reports}", None,
                 note="Weak: the funnel knows no saturation apart from programs getting less open down the list. The "
                      "reports compare people with short and long lists, and weaker applicants send more.")


def _residuals() -> list[Check]:
    """Where the funnel's matches fall against where openness says they fall, by specialty: what stays unexplained."""
    found = []
    for specialty, odds in _funnels().items():
        every = openness(specialty, seats_of(specialty).kinds, TYPE_CELLS[KIND])
        expected = every.share * every.seats
        if expected.sum() < load_facts().get("model.few_matched").number:
            continue
        own = interview_chances(odds.funnel, np.zeros_like(odds.funnel.base), _offsets(every.share, every.seats),
                                every.j1)[:, 0] @ quadrature()[1]
        implied = own / own.sum()
        wanted = expected / expected.sum()
        top = np.argsort(-expected)[: max(len(expected) // 10, 1)]
        found.append(Check(
            f"funnel.residual.{specialty}", ProofGroup.FUNNEL,
            f"{specialties().get(specialty).name}: matches at the most open tenth of programs",
            f"{100 * float(implied[top].sum()):.0f}%", f"openness: {100 * float(wanted[top].sum()):.0f}%", None,
            note=f"Over programs the shares differ by {50 * float(np.abs(implied - wanted).sum()):.0f} points in 100: "
                 "people apply more where they are taken, which the judged weights leave open."))
    return found


def _offsets(share: Array, seats: Array) -> Array:
    """Log odds of programs against where matched people of the type are, central case, axes (program, 1)."""
    common, weight = shared(), share * seats / (share * seats).sum()
    lift = common.openness[0] * (np.log(share) - weight @ np.log(share))
    size = common.size[0] * (np.log(seats) - np.log(seats).mean())
    offsets: Array = (lift + size)[:, None]
    return offsets


def _order() -> Check:
    """A stronger person, a signal, a tie, a surer visa: no chance may fall, on any draw and node."""
    common, wrong, tried = shared(), 0, 0
    lifts = [*common.signal.values(), common.strong_tie, common.weak_tie, common.home_state]
    for odds in _funnels().values():
        reference: Reference = odds.funnel.reference
        shift, hire = strength(odds.funnel, reference.rate, common.on_rank)
        better, helped = strength(odds.funnel, expit(logit(reference.rate) + STEP), common.on_rank)
        zero, half = np.zeros((1, shift.size)), np.array([0.5])
        plain = interview_chances(odds.funnel, shift, zero, half)
        wrong += int((better < shift - 1e-9).sum() + (helped < hire - 1e-9).sum())
        wrong += int((ceiling(odds.funnel, better, helped) < ceiling(odds.funnel, shift, hire) - 1e-9).sum())
        wrong += int((interview_chances(odds.funnel, shift, zero, 2 * half) < plain).sum())
        wrong += sum(int((interview_chances(odds.funnel, shift, zero + lift, half) < plain).sum()) for lift in lifts)
        tried += shift.size
    return Check("order.funnel", ProofGroup.ORDER, "Strength, a signal, a tie and a surer visa never lower a chance",
                 f"{wrong} falls on {tried:,} draws", "none", wrong == 0)
