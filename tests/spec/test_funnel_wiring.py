"""What the funnel is fed: who can take the visa, what nobody sees, ranks by tracks, and what the user knows."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path

import numpy as np
import pytest

import smartpick
from smartpick.advise.listing import make_listing, wanted_lists
from smartpick.advise.prospects import Prospect, prospect
from smartpick.domain.applicant import ApplicantType, PolicyNote, Profile, VisaNeed
from smartpick.domain.plan import Signal
from smartpick.exchange.profile import read_profile
from smartpick.facts import load_facts
from smartpick.facts.outcomes import charting
from smartpick.odds.season import season_odds
from smartpick.odds.shared import shared
from smartpick.odds.usual import usual_programs

TODAY = date(2026, 11, 22)
EXAMPLES = Path(__file__).parents[2] / "examples"
IMG = ApplicantType.NON_US_IMG


@cache
def example(name: str) -> Profile:
    return read_profile(EXAMPLES / f"{name}.yaml")


def target(profile: Profile, need: VisaNeed | None) -> Prospect:
    listing = make_listing(profile, wanted_lists(profile, True)[0], need, TODAY)
    made = prospect(listing, profile, load_facts(), TODAY)
    assert made is not None
    return made


def invited(made: Prospect) -> np.ndarray:
    """Chance of an invitation if the program can take the person, central case, axes (program, node)."""
    rows = np.arange(len(made.listing.programs))
    return made.interview(rows, Signal.NONE, count=1)[:, 0] / made.sponsors[:, None]


@pytest.mark.parametrize("specialty", ["internal_medicine", "neurology", "general_surgery", "radiation_oncology"])
def test_most_of_the_published_spread_is_what_nobody_sees(specialty: str) -> None:
    odds = season_odds(specialty, IMG, 500)
    assert odds is not None
    reference = odds.funnel.reference
    assert np.allclose(reference.latent, reference.spread * np.sqrt(1 - shared().known))
    assert (reference.latent[0] > 0.4) and (reference.spread >= reference.latent).all()


@pytest.mark.parametrize("specialty", ["internal_medicine", "pathology", "anesthesiology"])
def test_ranks_are_interviews_times_the_tracks_of_a_program(specialty: str) -> None:
    odds, known = season_odds(specialty, IMG, 500), charting().moments(specialty, IMG, "contiguous_ranks")
    assert odds is not None and known is not None and known.matched.mean and known.not_matched.mean
    ranks = odds.rates * known.matched.mean + (1 - odds.rates) * known.not_matched.mean
    tracks = usual_programs(specialty, IMG).tracks
    assert tracks > 1.0
    assert np.allclose(odds.funnel.reference.interviews * tracks, ranks)


def test_a_program_that_can_take_the_person_invites_alike_whatever_the_visa() -> None:
    """The share of IMGs hangs on the J-1: needing an H-1B makes no program more welcoming."""
    profile = replace(example("derm_j1"), policies=())
    by_need = {need: invited(target(profile, need)) for need in (VisaNeed.J1, VisaNeed.H1B, VisaNeed.EITHER)}
    assert np.allclose(by_need[VisaNeed.J1], by_need[VisaNeed.H1B])
    assert np.allclose(by_need[VisaNeed.J1], by_need[VisaNeed.EITHER])


def test_an_invitation_counts_as_often_as_the_program_can_take_the_person() -> None:
    profile = replace(example("derm_j1"), policies=())
    rows = np.arange(5)
    some, other = (target(profile, need) for need in (VisaNeed.J1, VisaNeed.H1B))
    ratio = some.interview(rows, Signal.NONE, 1) / other.interview(rows, Signal.NONE, 1)
    assert np.allclose(ratio[:, 0, 0], some.sponsors[rows] / other.sponsors[rows])
    assert (ratio != 1).all()


def test_knowing_one_program_leaves_programs_of_other_institutions_as_they_were() -> None:
    profile = replace(example("derm_j1"), policies=())
    before = target(profile, VisaNeed.J1)
    program = before.listing.programs[7]
    note = PolicyNote(program.program_id, sponsors_j1=True, checked=TODAY, source_kind="website")
    after = target(replace(profile, policies=(note,)), VisaNeed.J1)
    away = np.array([p.institution_id != program.institution_id for p in before.listing.programs])
    assert after.sponsors[7] > before.sponsors[7]
    rows = np.arange(away.size)
    first, second = (made.interview(rows, Signal.NONE, 1) for made in (before, after))
    assert np.allclose(first[away], second[away])
    assert (second[7] > first[7]).all()


@pytest.mark.parametrize("name", ["derm_j1", "im_dual", "neurosurgery_student", "ortho_reapplicant"])
def test_no_list_however_long_beats_the_certified_chance(name: str) -> None:
    profile = example(name)
    free = replace(profile, wishes=replace(profile.wishes, budget_usd=None, states=(), avoid_states=()))
    for each in (profile, free):
        chances = smartpick.plan(each, today=TODAY).chances
        assert chances is not None
        assert chances.if_apply.estimate.high <= chances.if_certify.estimate.high + 1e-12
