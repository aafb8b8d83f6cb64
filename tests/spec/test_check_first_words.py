"""The words of a check: gains in tenths of a point, one sentence of reason, one e-mail for an institution."""

from __future__ import annotations

from datetime import date

import pytest

from small_market import program
from smartpick.advise.check_words import message, place_of, program_names, reason, subject
from smartpick.domain.applicant import VisaNeed
from smartpick.domain.chance import Estimate
from smartpick.domain.gain_words import gain_short, gain_text
from smartpick.facts.directory import directory

pytestmark = pytest.mark.covers("R72", "R75")


@pytest.mark.parametrize(("value", "low", "high", "words"), [
    (0.004, 0.001, 0.006, "0.4 points (0.1–0.6)"),
    (0.0002, 0.0, 0.003, "less than 0.1 points (up to 0.3)"),
    (0.0, 0.0, 0.0, "less than 0.1 points"),
    (0.0208, 0.0113, 0.031, "2.1 points (1.1–3.1)"),
    (0.0005, 0.0005, 0.0005, "0.1 points"),
    (0.004, None, None, "0.4 points"),
    (None, 0.001, 0.002, "unknown"),
])  # fmt: skip
def test_a_gain_is_said_in_tenths_of_a_point(value, low, high, words):
    assert gain_text(Estimate(value, "chance", low, high)) == words


def test_a_column_headed_points_leaves_the_word_out():
    assert gain_short(Estimate(0.0002, "chance", 0.0, 0.003)) == "less than 0.1 (up to 0.3)"


def why(programs=1, on_list=1, *, enters=False, freed=0, signals=0, checked=None, said=None, need=VisaNeed.J1):
    return reason(need, programs, on_list, enters=enters, freed_usd=freed, freed_signals=signals, checked=checked,
                  said=said)


def test_the_reason_says_what_hangs_on_the_answer():
    assert why(freed=30, signals=1) == ("Its program is on your list, and whether it sponsors the J-1 is not known: "
                                        "a no frees $30 and 1 signal for others.")
    assert why(3, 1, enters=True, freed=11) == (
        "1 of its 3 programs is on your list, and whether it sponsors the J-1 is not known: a yes brings one more onto "
        "it and a no frees $11 for others.")
    assert why(2, 0, need=VisaNeed.H1B) == (
        "Whether it sponsors the H-1B is not known: a yes would bring a program of it onto your list.")
    assert why(checked=date(2025, 3, 3), said=True).endswith("your note that it sponsors the J-1 is from 3 Mar 2025.")
    assert why(0, 0, said=False).startswith("Your note that it does not sponsor the J-1 has no day: a yes would")


@pytest.mark.parametrize("need", [VisaNeed.J1, VisaNeed.H1B, VisaNeed.EITHER])
def test_the_email_asks_for_the_visa_needed_first(need):
    text = message("Example Hospital", ("Dermatology", "Internal Medicine"), need, date(2028, 7, 1))
    h1b_first = text.index("H-1B") < text.index("J-1")
    assert h1b_first is (need is VisaNeed.H1B)
    assert "these 2 programs: Dermatology and Internal Medicine, at Example Hospital" in text
    assert "July 2028" in text
    assert len(text.split()) < 140
    assert subject(date(2028, 7, 1)) == "Visa sponsorship for residents starting in July 2028"


def test_programs_of_one_specialty_are_told_apart_by_their_site():
    two = tuple(p for p in directory().institution_programs("1826") if p.specialty == "internal_medicine")
    assert program_names(two)[:2] == ("Internal Medicine (Cape Coral)", "Internal Medicine (Tallahassee)")
    assert program_names(two[:1]) == ("Internal Medicine",)
    assert place_of(two) == "4 cities in FL"
    assert place_of((program("A"), program("B"))) == "Boston, MA"
