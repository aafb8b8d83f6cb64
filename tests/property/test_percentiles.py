"""More is never a lower place: percentiles and their intervals rise with the figure, in every published group."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from smartpick.domain.applicant import ApplicantType
from smartpick.facts.outcomes import charting
from smartpick.odds.norms import national
from smartpick.odds.percentiles import LABELS, Known, known_group

KINDS = (ApplicantType.NON_US_IMG, ApplicantType.US_MD_SENIOR)
PUBLISHED = [found[0] for specialty in charting().specialties for kind in KINDS for measure in LABELS
             if (found := known_group(specialty, kind, measure))]
VALUES = st.lists(st.integers(0, 400), min_size=2, max_size=6).map(sorted)


@given(st.sampled_from(PUBLISHED), VALUES)
def test_places_rise_with_the_figure_in_every_published_group(group: Known, values):
    places = [group.at(value) for value in values]
    for lower, higher in pairwise(places):
        assert all(a <= b + 1e-9 for a, b in zip(lower, higher, strict=True))
    for central, low, high in places:
        assert 0 <= low <= central <= high <= 100


@given(st.integers(150, 299))
def test_the_national_place_rises_with_the_score(score):
    here, next_one = national(score).percentile, national(score + 1).percentile
    assert here.value <= next_one.value
    assert here.low <= next_one.low
    assert here.high <= next_one.high


def test_the_tables_hold_many_groups():
    assert len(PUBLISHED) > 100
