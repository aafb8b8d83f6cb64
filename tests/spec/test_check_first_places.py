"""Whom to ask: institutions whose visa policy is unknown or was noted long ago, and nobody else."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from small_market import Market
from smartpick.advise.check_places import answer, sites_of
from smartpick.domain.applicant import PolicyNote, Profile, VisaNeed
from smartpick.usecases.check_first import months_before

pytestmark = pytest.mark.covers("R72", "R75")
STALE_BEFORE = date(2025, 11, 22)
FRESH, OLD = date(2026, 10, 3), date(2025, 3, 1)
PROFILE = Profile(targets=("dermatology",), applicant_type=None)


def asked(*notes: PolicyNote, need: VisaNeed = VisaNeed.J1, closed: str = "") -> dict[str, object]:
    """The institutions to ask, of three with a program each; `closed` are letters of programs not open."""
    market = Market([0.0, -0.2, -0.4], np.array([0.5, 0.6, 0.7]))
    listing = market.listing
    listing.open = np.array([x not in closed for x in "ABC"])
    market = replace_listing(market, listing)
    found = sites_of((market,), replace(PROFILE, policies=notes), need, STALE_BEFORE)
    return {site.institution_id.removeprefix("inst-"): site for site in found.to_ask} | {"known": found.known}


def replace_listing(market: Market, listing: object) -> Market:
    class Fixed(Market):
        pass

    Fixed.listing = listing  # type: ignore[assignment]
    return Fixed(market.log_odds, market.sponsors)


CASES = {
    "nothing is known": ((), "", "ABC"),
    "a fresh yes": ((PolicyNote("A", sponsors_j1=True, checked=FRESH),), "", "BC"),
    "a fresh no": ((PolicyNote("A", sponsors_j1=False, checked=FRESH),), "A", "BC"),
    "an old yes": ((PolicyNote("A", sponsors_j1=True, checked=OLD),), "", "ABC"),
    "an old no": ((PolicyNote("A", sponsors_j1=False, checked=OLD),), "A", "ABC"),
    "a yes without a day": ((PolicyNote("A", sponsors_j1=True),), "", "ABC"),
    "a fresh note on the other visa": ((PolicyNote("A", sponsors_h1b=True, checked=FRESH),), "", "ABC"),
    "a note on residents alone": ((PolicyNote("A", img_residents=2, checked=FRESH),), "", "ABC"),
    "a fresh yes under the track's code": ((PolicyNote("A-1", sponsors_j1=True, checked=FRESH),), "", "BC"),
    "closed for another reason": ((), "A", "BC"),
    "an old no, and a policy against IMGs": (
        (PolicyNote("A", sponsors_j1=False, against_imgs=True, checked=OLD),), "A", "BC"),
}  # fmt: skip


@pytest.mark.parametrize(("notes", "closed", "wanted"), CASES.values(), ids=CASES)
def test_who_is_asked(notes, closed, wanted):
    found = asked(*notes, closed=closed)
    found.pop("known")
    assert "".join(sorted(found)) == wanted


def test_an_old_note_is_offered_with_its_day_and_what_it_says():
    site = asked(PolicyNote("A", sponsors_j1=False, checked=OLD), closed="A")["A"]
    assert (site.checked, site.said) == (OLD, False)


def test_institutions_known_are_counted():
    assert asked(PolicyNote("A", sponsors_j1=True, checked=FRESH))["known"] == 1


@pytest.mark.parametrize(("j1", "h1b", "wanted"), [
    (True, None, True), (None, True, True), (False, True, True), (False, False, False), (False, None, None),
    (None, None, None),
])  # fmt: skip
def test_either_visa_is_settled_by_one_yes_or_two_noes(j1, h1b, wanted):
    assert answer(PolicyNote("A", sponsors_j1=j1, sponsors_h1b=h1b), VisaNeed.EITHER) is wanted


@pytest.mark.parametrize(("today", "months", "wanted"), [
    (date(2026, 11, 22), 12, date(2025, 11, 22)),
    (date(2026, 3, 31), 1, date(2026, 2, 28)),
    (date(2026, 1, 15), 6, date(2025, 7, 15)),
    (date(2028, 2, 29), 12, date(2027, 2, 28)),
])  # fmt: skip
def test_months_back_are_whole_months(today, months, wanted):
    assert months_before(today, months) == wanted
