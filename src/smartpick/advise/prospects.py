"""One list with its chances: the funnel of its specialty, shifted to this person, moved by each program."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from smartpick.advise.listing import Listing
from smartpick.domain.applicant import ApplicantType, Profile, Progress
from smartpick.domain.chance import LEVEL
from smartpick.domain.plan import Signal
from smartpick.facts import Facts
from smartpick.odds.funnel import ceiling, interview_chances, strength
from smartpick.odds.judged import draws
from smartpick.odds.moments import specialty_model
from smartpick.odds.rates import logit
from smartpick.odds.season import DRAWS, SeasonOdds, season_odds, shared, signal_limits, stream
from smartpick.odds.specialty import SpecialtyModel, certified_draws

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Prospect:
    """A listing and what this person may expect of it. Axes: (draw,) for chances, (program,) for offsets."""

    listing: Listing
    model: SpecialtyModel
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

        A program's openness is taken as it would be if it can take the person's visa: whether it can is
        counted apart, in `sponsors`.
        """
        listing, common = self.listing, shared()
        share_lift = (np.log(listing.shares[rows]) - listing.usual_log_share)[:, None]
        if self.listing.visa_counts:
            takes = self.sponsors[rows][:, None]
            share_lift = share_lift + self._usual_gap(count) - np.log(takes + (1 - takes) * common.closed_share[:count])
        open_lift = share_lift * common.openness[:count]
        size_lift = (np.log(listing.seats[rows]) - listing.usual_log_seats)[:, None] * common.size[:count]
        tie_lift = np.stack([_tie(listing, int(row), count) for row in rows]) if rows.size else 0.0
        return open_lift + size_lift + tie_lift

    def _usual_gap(self, count: int) -> Array:
        """The same correction at the programs where people of the type usually match. Axis (draw,)."""
        takes = self.listing.usual_takes
        gap: Array = np.log(takes + (1 - takes) * shared().closed_share[:count])
        return gap


def prospect(
    listing: Listing,
    profile: Profile,
    facts: Facts,
) -> Prospect | None:
    """The prospects of one list; None where no counts are published for the specialty and type."""
    assert profile.applicant_type is not None
    odds_id = listing.wanted.odds
    model = specialty_model(odds_id, profile.applicant_type)
    odds = season_odds(odds_id, profile.applicant_type, listing.in_country)
    if model is None or odds is None:
        return None
    certified = certified_chance(model, odds.rates, measures(profile),
                                 visa_offset(profile, facts) + earlier_offset(profile, facts))
    shift, hire = strength(odds.funnel, certified, shared().on_rank)
    # The published share of one-year seats is a floor, so it caps nothing.
    most = None if listing.wanted.purpose == "pgy1" else ceiling(odds.funnel, shift, hire)
    return Prospect(listing, model, odds, certified, shift, hire, most, listing.takes,
                    signal_limits(odds_id))


def measures(profile: Profile) -> dict[str, float]:
    """What the tables can speak to, as it is today: Step 2 CK once earned, and papers that are out.

    Planned papers and predicted scores are not counted. A profile that names no output at all has an
    unknown number of papers, not none.
    """
    known: dict[str, float] = {}
    if profile.outputs:
        known["publications"] = float(sum(o.count for o in profile.outputs
                                          if o.kind.written and o.progress is Progress.DONE))
    if profile.exams.step2_ck.score is not None:
        known["step2_ck"] = float(profile.exams.step2_ck.score)
    return known


def certified_chance(
    model: SpecialtyModel, rates: Array, known: dict[str, float], offset: Array | float
) -> Array:
    """The chance given a certified list, on the same draws for every person. Axis (draw,)."""
    return certified_draws(model, known, rates, stream(model.specialty), offset)


def visa_offset(profile: Profile, facts: Facts) -> float:
    """Log odds of a non-US IMG with or without visa need against the type's average, all specialties.

    From the published rates with and without; zero for other types and where the need is unknown.
    """
    if profile.applicant_type is not ApplicantType.NON_US_IMG or profile.needs_visa is None:
        return 0.0
    rate = facts.get("match.match_rate_by_visa", "visa" if profile.needs_visa else "none").number
    average = facts.get("match.match_rate", profile.applicant_type.value).number
    return float(logit(rate) - logit(average))


def earlier_offset(profile: Profile, facts: Facts) -> Array:
    """Log odds of someone with an unmatched season behind them, judged; zero otherwise. Axis (draw,)."""
    if not any(m.matched is False for m in profile.earlier_matches):
        return np.zeros(DRAWS)
    return draws(facts.get("model.earlier_match"), stream("earlier match"), DRAWS, level=LEVEL)


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
