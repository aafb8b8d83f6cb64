"""One list with its chances: the funnel of its specialty, shifted to this person, moved by each program."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from smartpick.advise.listing import Listing
from smartpick.domain.applicant import Profile
from smartpick.domain.plan import Signal
from smartpick.facts import Facts
from smartpick.odds.funnel import ceiling, interview_chances, strength
from smartpick.odds.season import SeasonOdds, season_odds
from smartpick.odds.shared import DRAWS, shared
from smartpick.odds.signals import signal_limits
from smartpick.odds.specialty.inputs import Inputs, inputs_of
from smartpick.odds.specialty.model import SpecialtyModel, specialty_model

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Prospect:
    """A listing and what this person may expect of it. Axes: (draw,) for chances, (program,) for offsets."""

    listing: Listing
    model: SpecialtyModel
    inputs: Inputs  # what the profile says of the inputs of the certified chance
    odds: SeasonOdds
    certified: Array  # chance of matching in the specialty, given a certified list
    shift: Array
    hire: Array
    ceiling: Array | None  # of a match given an interview, axes (draw, node); None for one-year seats
    sponsors: Array  # chance that each program can take the visa this person needs, axis (program,)
    limits: tuple[tuple[Signal, int], ...]

    def interview(self, rows: NDArray[np.int64], signal: Signal, count: int = DRAWS) -> Array:
        """v_j p_j(z) of the chosen programs with this signal, axes (row, draw, node)."""
        offsets = self._offsets(rows, count)
        if signal is not Signal.NONE:
            offsets = offsets + self.odds.signal[signal][None, :count]
        return interview_chances(self.odds.funnel, self.shift, offsets, self.sponsors[rows])

    def _offsets(self, rows: NDArray[np.int64], count: int) -> Array:
        """Log odds by which programs differ from where people of the type usually match, axes (row, draw).

        Whether a program can take the person's visa is counted apart, in `sponsors`. So for people who need
        one its openness is taken as if it sponsored: the share of IMGs hangs on the J-1, whatever visa
        this person needs, and a program that does not sponsor has a fraction of it.
        """
        listing, common = self.listing, shared()
        share_lift = (np.log(listing.shares[rows]) - listing.usual_log_share)[:, None]
        if listing.visa_counts:
            share_lift = share_lift + _closed_part(np.array([listing.usual_j1]), count) - _closed_part(
                listing.j1[rows], count)
        open_lift = share_lift * common.openness[:count]
        size_lift = (np.log(listing.seats[rows]) - listing.usual_log_seats)[:, None] * common.size[:count]
        tie_lift = np.stack([_tie(listing, int(row), count) for row in rows]) if rows.size else 0.0
        return open_lift + size_lift + tie_lift


def _closed_part(j1: Array, count: int) -> Array:
    """Log of a program's expected share over its share if it sponsored, axes (program, draw)."""
    part: Array = np.log(j1[:, None] + (1 - j1[:, None]) * shared().closed_share[:count])
    return part


def prospect(listing: Listing, profile: Profile, facts: Facts, today: date) -> Prospect | None:
    """The prospects of one list as things stand on a day; None where nothing is published to start from.

    Planned papers, rotations and predicted scores are not counted.
    """
    assert profile.applicant_type is not None
    odds_id = listing.wanted.odds
    model = specialty_model(odds_id, profile.applicant_type)
    odds = season_odds(odds_id, profile.applicant_type, listing.in_country)
    if model is None or odds is None:
        return None
    if odds.rates is not model.rates:  # one-year seats: the published share is a floor and is raised
        model = model.with_rates(odds.rates)
    inputs = inputs_of(profile, odds_id, today)
    certified = model.certified(inputs)
    shift, hire = strength(odds.funnel, certified, shared().on_rank)
    # The published share of one-year seats is a floor, so it caps nothing.
    most = None if listing.wanted.purpose == "pgy1" else ceiling(odds.funnel, shift, hire)
    return Prospect(listing, model, inputs, odds, certified, shift, hire, most, listing.takes, signal_limits(odds_id))


def _tie(listing: Listing, row: int, count: int) -> Array:
    """The strongest of a strong tie, a weak tie and living in the program's state: they do not add up."""
    ties, common = listing.ties[row], shared()
    lift = np.zeros(count)
    if any(t.kind.strong for t in ties):
        lift = common.strong_tie[:count]
    elif ties:
        lift = common.weak_tie[:count]
    if listing.at_home[row]:
        lift = np.maximum(lift, common.home_state[:count])
    return lift
