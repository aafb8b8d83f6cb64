"""Published rates of matching by specialty and type, shrunk towards their pool, or borrowed and said to be judged.

Counts of people who ranked the specialty first and of people who ranked it at all speak of different
populations and never share a pool, unless one of them has too few members. Types without counts take
the rate of their reference type, moved so that their own positions filled come from as many people as
certified lists. The difference of match rates over all specialties would count the mix of specialties twice.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from math import lgamma, log

import numpy as np
from numpy.typing import NDArray

from smartpick.domain.applicant import ApplicantType
from smartpick.domain.chance import Grade
from smartpick.facts import Fact, load_facts
from smartpick.facts.outcomes import national, state_results
from smartpick.facts.specialties import specialties
from smartpick.odds.rates import MEANS, SIZES, Pool, expit, logit
from smartpick.odds.reality import TYPE_WORDS, Counted, counted
from smartpick.odds.specialty.published import pool_name

Array = NDArray[np.float64]

ONE_YEAR = "one_year"
FEWEST = 3  # guard: members below which both populations share a pool
# Where a type has no counts, whose rate is moved. Seniors' match rates are published for every type.
REFERENCE = {
    ApplicantType.US_IMG: ApplicantType.NON_US_IMG,
    ApplicantType.US_DO_SENIOR: ApplicantType.US_MD_SENIOR,
    ApplicantType.US_MD_GRADUATE: ApplicantType.US_MD_SENIOR,
    ApplicantType.US_DO_GRADUATE: ApplicantType.US_DO_SENIOR,
}
BORROWED = ("judged: no counts of {many} are published here, so this is the rate of {theirs}, moved so that the "
            "positions {many} filled in all specialties come from as many people as certified lists")
AT_ALL = ("judged: no counts of {many} are published here, so this is the rate of {theirs} who ranked it at all, first "
          "or later, with a wide interval")
STEPS = 40  # of the halving for a shift; far below the precision of any published figure
WIDEST = 6.0  # guard: a shift lies within so many log odds
CELLS = [(m, s) for m in MEANS for s in SIZES]  # the grid of pools


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a rate comes from: published counts, or another type's rate that is moved."""

    counts: Counted | None  # None where the rate is borrowed
    reference: ApplicantType | None  # the type it is borrowed from
    year: int
    population: str
    grade: Grade
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Member:
    """One specialty's counts in the pool of its type."""

    specialty: str
    counts: Counted


@cache
def members(applicant_type: ApplicantType, pool: str) -> tuple[Member, ...]:
    """Specialties of a pool with published counts; one-year seats are a pool of their own."""
    return tuple(Member(s.id, c) for s in specialties()
                 if pool_of(s.id) == pool and (c := counted(s.id, applicant_type)))


def pool_of(specialty: str) -> str:
    """The pool a specialty's rate learns from."""
    return ONE_YEAR if specialties().get(specialty).one_year else pool_name(specialty)


def sisters(specialty: str, applicant_type: ApplicantType) -> tuple[Member, ...]:
    """The members this specialty's counts are shrunk with, itself included."""
    own = counted(specialty, applicant_type)
    found = members(applicant_type, pool_of(specialty))
    same = tuple(m for m in found if own is not None and m.counts.first_choice == own.first_choice)
    return same if len(same) >= FEWEST else found


def pool_credits(pairs: Sequence[tuple[int, int]]) -> Array:
    """Log marginal likelihood of each (successes, n) under each pool of the grid. Axes (cell, member).

    Beta-binomial; summed over members it is the credit `odds.rates.learn_pool` gives a cell.
    """
    table = np.empty((len(CELLS), len(pairs)))
    for row, (mean, size) in enumerate(CELLS):
        a, b = mean * size, (1 - mean) * size
        prior = lgamma(a) + lgamma(b) - lgamma(size)
        table[row] = [lgamma(a + k) + lgamma(b + n - k) - lgamma(size + n) - prior for k, n in pairs]
    return table


def pool_from(credit: Array) -> Pool:
    """The pool of summed credits, axis (cell,), with the hyperprior size^(-3/2) (see odds.rates.learn_pool)."""
    means, sizes = np.array(CELLS).T
    credit = credit - 0.5 * np.log(sizes)
    weight = np.exp(credit - credit.max())
    return Pool(means, sizes, weight / weight.sum())


@cache
def pool_for(specialty: str, applicant_type: ApplicantType) -> Pool:
    """The pool a specialty's counts are shrunk towards."""
    pairs = [(m.counts.matched, m.counts.total) for m in sisters(specialty, applicant_type)]
    return pool_from(pool_credits(pairs).sum(axis=1))


@cache
def origin(specialty: str, applicant_type: ApplicantType) -> Origin | None:
    """Where the rate of a specialty and type comes from; None where nothing is published to start from."""
    counts = counted(specialty, applicant_type)
    if counts is not None:
        grade = Grade.DERIVED if counts.first_choice else Grade.JUDGED
        return Origin(counts, None, counts.year, counts.population, grade, counts.sources)
    reference = REFERENCE.get(applicant_type)
    start = None if reference is None else origin(specialty, reference)
    if reference is None or start is None:
        return None
    many, theirs = TYPE_WORDS[applicant_type][1], TYPE_WORDS[reference][1]
    words, sources = (BORROWED, _shift_sources(applicant_type)) if ranked_first(specialty, reference) else (AT_ALL, ())
    return Origin(None, reference, start.year, words.format(many=many, theirs=theirs), Grade.JUDGED,
                  tuple(dict.fromkeys((*start.sources, *sources))))


def ranked_first(specialty: str, applicant_type: ApplicantType) -> bool:
    """Whether the counts at the root of a rate are of people who ranked the specialty first."""
    start = origin(specialty, applicant_type)
    if start is None or start.counts is not None:
        return start is not None and start.counts is not None and start.counts.first_choice
    assert start.reference is not None
    return ranked_first(specialty, start.reference)


def rate_draws(specialty: str, applicant_type: ApplicantType, rng: np.random.Generator, n: int) -> Array | None:
    """Draws of the shrunk rate, the first one central; None where there is no origin. Axis (draw,).

    A borrowed rate is the reference type's, moved by the difference over all specialties, with wide doubt.
    """
    start = origin(specialty, applicant_type)
    if start is None:
        return None
    if start.counts is not None:
        return pool_for(specialty, applicant_type).draws(start.counts.matched, start.counts.total, rng, n)
    assert start.reference is not None
    theirs = rate_draws(specialty, start.reference, rng, n)
    assert theirs is not None
    doubt = rng.standard_normal(n) * load_facts().get("model.borrowed_rate").number
    doubt[0] = 0.0
    moved = shift(applicant_type) if ranked_first(specialty, start.reference) else 0.0
    return expit(logit(theirs) + moved + doubt)


@cache
def shift(applicant_type: ApplicantType) -> float:
    """Log odds between a type's rates and its reference type's, the same in every specialty.

    Solves sum over specialties of (positions filled * share ranked first) / rate = people with a list.
    """
    fills = positions(applicant_type)
    at = logit(np.array([central(s, REFERENCE[applicant_type]) for s in fills]))
    filled = np.array(list(fills.values()))
    people = active(applicant_type).number
    low, high = -WIDEST, WIDEST
    for _ in range(STEPS):
        middle = (low + high) / 2
        low, high = (middle, high) if float((filled / expit(at + middle)).sum()) > people else (low, middle)
    return (low + high) / 2


def positions(applicant_type: ApplicantType) -> dict[str, float]:
    """Positions this type filled in specialties it ranked first, where its reference's counts speak of the same."""
    share = load_facts().get("model.filled_first").number
    found = {s.id: national().filled(s.id, applicant_type, None, state_results().year) for s in specialties()
             if ranked_first(s.id, REFERENCE[applicant_type])}
    return {s: share * n for s, n in found.items() if n}


def active(applicant_type: ApplicantType) -> Fact:
    """How many of a type certified a list, in the latest year published."""
    return load_facts().history("match.active_applicants", applicant_type.value)[-1]


@cache
def central(specialty: str, applicant_type: ApplicantType) -> float:
    """The central shrunk or borrowed rate; ValueError where there is none."""
    drawn = rate_draws(specialty, applicant_type, np.random.default_rng(0), 1)
    if drawn is None:
        raise ValueError(f"No rate of {applicant_type} in {specialty}.")
    return float(drawn[0])


def _shift_sources(applicant_type: ApplicantType) -> tuple[str, ...]:
    """Whose counts a shift rests on; one table holds the positions of every specialty."""
    fills = next(iter(positions(applicant_type)))
    source = national().source(fills, state_results().year)
    return (active(applicant_type).source, *((source,) if source else ()))


def left_out(applicant_type: ApplicantType, pool: str, rng: np.random.Generator, n: int
             ) -> list[tuple[Member, float, float]]:
    """(member, predicted rate, place of its count among predictions) with each specialty left out in turn.

    The place is the chance of a smaller count plus half that of the same, under the pool of the others
    alone: below 0.05 or above 0.95 the 90 % interval has missed. Monte Carlo of `n` predictions.
    """
    found = []
    for first in (True, False):
        group = [m for m in members(applicant_type, pool) if m.counts.first_choice == first]
        if len(group) < FEWEST:
            continue
        table = pool_credits([(m.counts.matched, m.counts.total) for m in group])
        for column, member in enumerate(group):
            rest = pool_from(table.sum(axis=1) - table[:, column])
            share = rest.draws(0, 0, rng, n)[1:]
            count = rng.binomial(member.counts.total, share)
            at = float(np.mean(count < member.counts.matched) + np.mean(count == member.counts.matched) / 2)
            found.append((member, float(rest.weight @ rest.mean), at))
    return found


def log_loss(rate: float, matched: int, total: int) -> float:
    """Mean negative log likelihood a person of a rate, for comparing predictions."""
    return -(matched * log(rate) + (total - matched) * log(1 - rate)) / total
