"""Words for people: a number in, the words out."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smartpick.domain.chance import UNKNOWN, Estimate, Grade
from smartpick.domain.words import (
    chance_text,
    chance_words,
    count_noun,
    day,
    grade_words,
    joined,
    month,
    percent,
    percent_range,
    share_text,
    usd,
    yes_no,
)


@pytest.mark.parametrize(
    ("share", "words"),
    [
        (0.0, "0%"), (0.0001, "less than 1%"), (0.0099, "less than 1%"), (0.01, "1%"),
        (0.125, "13%"), (0.165, "17%"), (0.564, "56%"), (0.99, "99%"), (0.993, "more than 99%"),
        (1.0, "100%"), (None, "unknown"),
    ],
)  # fmt: skip
@pytest.mark.covers("D18")
def test_percent_is_whole_and_never_pretends_the_ends(share, words):
    assert percent(share) == words


@pytest.mark.parametrize(
    ("low", "high", "words"),
    [
        (0.08, 0.30, "8–30%"), (0.002, 0.15, "up to 15%"), (0.001, 0.005, "less than 1%"),
        (0.88, 0.995, "88% to more than 99%"), (0.171, 0.172, "17%"), (None, 0.3, "unknown"),
        (0.0, 0.0, "0%"),
    ],
)  # fmt: skip
def test_intervals(low, high, words):
    assert percent_range(low, high) == words


@pytest.mark.parametrize(
    ("chance", "words"),
    [
        (0.0, "no chance"), (0.004, "less than 1 in 100"), (0.01, "about 1 in 100"),
        (0.02, "about 1 in 50"), (0.05, "about 1 in 20"), (0.083, "about 1 in 12"), (0.1, "about 1 in 10"),
        (5 / 30, "about 1 in 6"), (0.33, "about 1 in 3"), (0.29, "about 3 in 10"),
        (0.5, "about 1 in 2"), (0.7, "about 7 in 10"), (0.67, "about 2 in 3"),
        (0.75, "about 3 in 4"), (0.9, "about 9 in 10"), (0.95, "about 19 in 20"),
        (0.995, "more than 99 in 100"), (1.0, "certain"), (None, "unknown"),
    ],
)  # fmt: skip
@pytest.mark.covers("D18")
def test_chance_words(chance, words):
    assert chance_words(chance) == words


@given(st.floats(0.01, 0.99))
def test_the_fraction_stays_close_to_the_chance(chance):
    part, whole = chance_words(chance).removeprefix("about ").split(" in ")
    assert abs(int(part) / int(whole) - chance) <= 0.051


def estimate(value, low=None, high=None, grade=Grade.DERIVED):
    return Estimate(value, "chance", low, high, grade=grade)


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (estimate(0.167, 0.08, 0.30), "about 1 in 6 (17%; 8–30%)"),
        (estimate(0.167), "about 1 in 6 (17%)"),
        (estimate(0.5, 0.41, 0.66, Grade.JUDGED), "about 1 in 2 (50%; 41–66%; judged)"),
        (estimate(None, 0.01, 0.15, Grade.JUDGED), "somewhere between 1 and 15 in 100 (judged)"),
        (estimate(None, 0.01, 0.15), "somewhere between 1 and 15 in 100"),
        (estimate(None, 0.0, 0.15, Grade.JUDGED), "at most 15 in 100 (judged)"),
        (estimate(None, 0.0, 0.004, Grade.JUDGED), "less than 1 in 100 (judged)"),
        (estimate(0.004, 0.001, 0.02), "less than 1 in 100 (up to 2%)"),
        (estimate(0.0), "no chance (0%)"),
        (UNKNOWN, "unknown"),
    ],
)
@pytest.mark.covers("D18", "R2")
def test_chance_text_gives_words_number_and_interval(given, words):
    assert chance_text(given) == words


@given(st.floats(0, 1), st.floats(0, 1), st.floats(0, 1), st.sampled_from(Grade))
def test_every_chance_can_be_said(a, b, c, grade):
    low, value, high = sorted((a, b, c))
    for point in (value, None):
        words = chance_text(estimate(point, low, high, grade))
        assert words
        assert "nan" not in words
        assert "unknown" not in words


def test_share_text_puts_the_number_first():
    assert share_text(Estimate(0.31, "share", 0.22, 0.40)) == "31% (22–40%)"
    assert share_text(Estimate(0.31, "share")) == "31%"
    assert share_text(Estimate(None, "share", 0.1, 0.4)) == "10–40%"
    assert share_text(UNKNOWN) == "unknown"


def test_money_days_and_counts():
    assert usd(1230) == "$1,230"
    assert usd(-40) == "−$40"
    assert usd(0.4) == "$0"
    assert usd(None) == "unknown"
    assert day(date(2026, 9, 24)) == "24 Sep 2026"
    assert day(date(2027, 3, 4)) == "4 Mar 2027"
    assert day(None) == month(None) == "unknown"
    assert month(date(2026, 9, 24)) == "Sep 2026"
    assert count_noun(1, "program") == "1 program"
    assert count_noun(1200, "program") == "1,200 programs"
    assert count_noun(0, "specialty", "specialties") == "0 specialties"
    assert joined(["a"]) == "a"
    assert joined(("a", "b", "c")) == "a, b and c"
    assert [yes_no(x) for x in (None, True, False)] == ["unknown", "yes", "no"]


def test_every_grade_has_words():
    for grade in Grade:
        assert grade_words(grade).startswith(grade.value)
