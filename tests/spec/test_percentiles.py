"""Published quartiles in, a place among matched people out (R7, R129); nothing is invented where none are published."""

from __future__ import annotations

import pytest

from smartpick.domain.applicant import ApplicantType
from smartpick.domain.chance import Grade
from smartpick.domain.chance_words import percentile_words
from smartpick.odds.norms import against_us_md, national
from smartpick.odds.percentiles import Known, compared

SCORES = Known((242.0, 250.0, 259.0), 400, 218.0, 279.0, counts=False)
COUNTS = Known((1.0, 3.0, 6.0), 2649, 0.0, 351.0, counts=True)
FEW = Known((237.0, 253.0, 261.0), 8, 232.0, 275.0, counts=False)
NON_US, US_MD = ApplicantType.NON_US_IMG, ApplicantType.US_MD_SENIOR
DERM = {"step2_ck": 252.0, "publications": 3.0, "abstracts": 0.0, "presentations": 2.0, "research": 1.0}


@pytest.mark.covers("R7", "R129")
@pytest.mark.parametrize(("group", "value", "place"), [
    (SCORES, 242, 25), (SCORES, 250, 50), (SCORES, 259, 75),
    (COUNTS, 1, 25), (COUNTS, 3, 50), (COUNTS, 6, 75),
])  # fmt: skip
def test_a_quartile_stands_at_its_own_place(group, value, place):
    central, low, high = group.at(value)
    assert central == pytest.approx(place, abs=0.01)
    assert low <= place <= high


@pytest.mark.parametrize(("group", "value", "least", "most"), [
    (SCORES, 268, 88, 95), (SCORES, 230, 3, 7), (COUNTS, 10, 85, 92), (COUNTS, 0, 0, 12),
    (SCORES, 300, 99, 100), (SCORES, 150, 0, 1),
])  # fmt: skip
def test_places_outside_the_quartiles(group, value, least, most):
    assert least <= group.at(value)[0] <= most


def test_a_small_group_gives_a_wide_interval():
    narrow, wide = (SCORES.at(250), FEW.at(253))
    assert narrow[2] - narrow[1] < 12
    assert wide[2] - wide[1] > 30


def test_nobody_stands_beyond_a_group_of_eight_for_certain():
    central, low, high = FEW.at(300)
    assert (central, high) == (pytest.approx(93.75), 100)
    assert 100 * 0.05 ** (1 / 8) - 0.01 <= low <= central


@pytest.mark.covers("R29", "R129")
def test_suppressed_groups_are_said_to_be_so_and_never_filled():
    lines = [line for line in compared(DERM, "dermatology", NON_US) if "non-US" in line.group]
    assert [line.key for line in lines] == ["step2_ck", "publications", "abstracts", "presentations", "research"]
    for line in lines:
        assert line.percentile.value is None
        assert line.note == ("Not published: only 4 matched people gave their figures, and groups of fewer than "
                             "five are kept back.")


@pytest.mark.covers("R29", "R129", "D18")
def test_matched_us_md_seniors_of_2026_and_their_means_of_2024():
    lines = {line.key: line for line in compared(DERM, "dermatology", NON_US) if "US MD" in line.group}
    score = lines["step2_ck"].percentile
    assert 20 <= score.value <= 33
    assert (score.year, score.grade, score.unit) == (2026, Grade.DERIVED, "percentile")
    assert lines["step2_ck"].typical == "258 (median)"
    together = lines["abstracts_presentations_publications"]
    assert (together.have, together.typical, together.percentile.year) == ("5", "27.7 (mean)", 2024)
    assert together.percentile.value is None
    assert together.note.startswith("Below the mean")


def test_us_seniors_are_compared_with_us_seniors_alone():
    lines = compared({"step2_ck": 255.0}, "orthopaedic_surgery", US_MD)
    assert [line.group for line in lines] == ["matched US MD seniors in Orthopaedic Surgery"]


def test_nothing_known_of_the_person_gives_no_lines():
    assert compared({}, "dermatology", NON_US) == ()


@pytest.mark.covers("R129")
def test_the_sentence_counts_the_figures_above_the_average():
    lines = compared({**DERM, "step2_ck": 262.0}, "dermatology", NON_US)
    assert against_us_md(lines, "dermatology") == (
        "You stand above the average matched US MD senior in 1 of 3 published figures: Step 2 CK 262 against 258; "
        "abstracts, presentations and publications 5 against 27.7; research experiences 1 against 6.4.")
    assert "unknown: your profile gives none" in against_us_md((), "dermatology")
    assert "not in the tables we hold" in against_us_md((), "transitional_year")


@pytest.mark.covers("R7")
@pytest.mark.parametrize(("score", "least", "most", "verdict"), [
    (245, 37, 41, ": no."), (258, 72, 76, ": no."), (268, 88, 94, "too close to call"), (275, 95, 99, ": yes."),
])  # fmt: skip
def test_the_national_norm_and_the_guides_ninetieth(score, least, most, verdict):
    line = national(score)
    assert least <= line.percentile.value <= most
    assert line.percentile.year == 2025
    assert line.percentile.grade is Grade.JUDGED
    assert f"typical in the most competitive specialties{verdict}" in line.note or verdict in line.note


@pytest.mark.parametrize(("score", "words"), [(200, "below the 1st"), (300, "above the 99th")])
def test_the_ends_are_said_in_words(score, words):
    assert percentile_words(national(score).percentile) == words
