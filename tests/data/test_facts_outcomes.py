"""The published outcomes carried over: totals, sums over specialties and the cells the rest builds on."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from smartpick.errors import BadFacts
from smartpick.facts.outcomes import charting, national, state_results
from smartpick.facts.specialties import specialties
from smartpick.facts.state_results import TYPES

OFFERED, FILLED = 44_344, 41_482  # NRMP, Main Residency Match 2026
FILLED_BY_TYPE = {"us_md_senior": 21_528, "us_do_senior": 8_343, "us_md_graduate": 1_196,
                  "us_do_graduate": 410, "us_img": 3_054, "non_us_img": 6_948, "other": 3}
SUPPRESSED = ("dermatology", "otolaryngology", "plastic_surgery", "vascular_surgery",
              "thoracic_surgery", "preventive_medicine")


def test_state_table_adds_up_to_the_published_totals() -> None:
    states = state_results()
    assert (int(states.offered.sum()), int(states.filled.sum())) == (OFFERED, FILLED)
    assert len(set(states.state)) == 52
    assert dict(zip(states.types, states.by_type.sum(axis=0).tolist(), strict=True)) == FILLED_BY_TYPE
    assert np.array_equal(states.by_type.sum(axis=1), states.filled)
    assert (states.filled <= states.offered).all()


@pytest.mark.covers("D6")
def test_national_results_are_the_sum_of_the_states_for_every_specialty_and_level() -> None:
    states, nation = state_results(), national()
    for specialty in set(states.specialty.tolist()):
        for level in ("pgy1", "pgy2", "physician"):
            rows = (states.specialty == specialty) & (states.level == level)
            if not rows.any():
                assert nation.offered(specialty, level) is None
                continue
            assert nation.offered(specialty, level) == states.offered[rows].sum()
            assert nation.filled(specialty, "all", level) == states.filled[rows].sum()
            for column, applicant in enumerate(TYPES):
                assert nation.filled(specialty, applicant, level) == states.by_type[rows, column].sum()


def test_specialties_add_up_to_the_national_totals() -> None:
    nation = national()
    names = set(state_results().specialty.tolist())
    assert sum(nation.offered(name) or 0 for name in names) == OFFERED == nation.offered("all")
    assert sum(nation.filled(name, "all") or 0 for name in names) == FILLED == nation.filled("all", "all")
    for applicant, filled in FILLED_BY_TYPE.items():
        assert nation.filled("all", applicant) == filled


@pytest.mark.parametrize(("specialty", "kind", "offered", "non_us_img"), [
    ("dermatology", None, 602, 5),
    ("dermatology", "pgy1", 31, 1),
    ("dermatology", "advanced", 546, 4),
    ("dermatology", "reserved", 25, 0),
    ("orthopaedic_surgery", None, 963, 5),
    ("internal_medicine", "pgy1", 13_197, None),
    ("family_medicine", None, 5_491, None),
])
@pytest.mark.covers("H18", "D6")
def test_kinds_of_seats_are_told_apart(
    specialty: str, kind: str | None, offered: int, non_us_img: int | None
) -> None:
    assert national().offered(specialty, kind) == offered
    if non_us_img is not None:
        assert national().filled(specialty, "non_us_img", kind) == non_us_img


def test_unfilled_is_offered_less_filled() -> None:
    assert national().unfilled("family_medicine") == 899
    assert national().unfilled("all") == OFFERED - FILLED == 2_862


@pytest.mark.covers("D9")
def test_2025_counts_first_year_positions_and_says_so() -> None:
    nation = national()
    assert nation.filled("general_surgery", "non_us_img", "categorical", 2025) == 114
    assert nation.filled("preliminary_surgery", "non_us_img", year=2025) == 240
    assert nation.ranking("general_surgery", "non_us_img") == 533
    assert nation.ranking("internal_medicine", "non_us_img", kind="categorical") == 7_630
    # most seats of Diagnostic Radiology are advanced: those who ranked a PGY-1 seat are a part of its applicants
    assert nation.ranking("diagnostic_radiology", "non_us_img") is None
    assert nation.ranking("diagnostic_radiology", "non_us_img", kind="pgy1") == 96
    assert nation.filled("diagnostic_radiology", "non_us_img", year=2025) is None
    assert nation.filled("orthopaedic_surgery", "non_us_img", year=2024) == 2


@pytest.mark.covers("R2", "D9")
def test_five_of_thirty_in_dermatology() -> None:
    counts = charting().counts("dermatology", "non_us_img")
    assert counts is not None
    assert (counts.matched, counts.n, counts.year) == (5, 30, 2026)
    assert counts.population == "of those who ranked it first, most after interviews"
    assert counts.source == "nrmp-charting-non-us-img-2026"


@pytest.mark.covers("D7", "D9")
def test_the_other_count_of_dermatology_is_kept_as_a_conflict() -> None:
    kept = {(row["applicant_type"], row["value"]) for row in charting().conflicts}
    assert kept == {("non_us_img", "4"), ("us_img", "9")}
    assert charting().counts("dermatology", "us_img") is None


def test_charting_outcomes_add_up() -> None:
    table = charting()
    total = table.counts("all", "non_us_img")
    assert total is not None
    assert (total.matched, total.n) == (5_721, 11_685)
    each = [table.counts(name, "non_us_img", 2026) for name in table.specialties]
    counted = [counts for counts in each if counts is not None]
    assert len(counted) == 24
    # the 24 specialties printed leave out 36 people of rarer ones
    assert (sum(c.matched for c in counted), sum(c.n for c in counted)) == (5_708, 11_649)


@pytest.mark.parametrize(("specialty", "applicant", "counts", "year"), [
    ("orthopaedic_surgery", "non_us_img", (5, 22), 2026),
    ("dermatology", "us_md_senior", (356, 537), 2026),
    ("orthopaedic_surgery", "us_do_senior", (94, 209), 2026),
    ("dermatology", "us_do_senior", (34, 71), 2024),
])
@pytest.mark.covers("D6")
def test_types_have_their_own_counts(
    specialty: str, applicant: str, counts: tuple[int, int], year: int
) -> None:
    found = charting().counts(specialty, applicant)
    assert found is not None
    assert (found.matched, found.n, found.year) == (*counts, year)


@pytest.mark.covers("H24")
def test_moments_of_internal_and_family_medicine() -> None:
    internal = charting().moments("internal_medicine", "non_us_img", "step2_ck")
    assert internal is not None
    assert internal.year == 2026
    assert (internal.matched.n, internal.matched.mean, internal.matched.sd) == (2_649, 249, 14)
    assert (internal.not_matched.q1, internal.not_matched.median, internal.not_matched.q3) == (233, 243, 253)
    family = charting().moments("family_medicine", "non_us_img", "step2_ck")
    assert family is not None
    assert (family.matched.mean, family.not_matched.mean) == (231, 232)


@pytest.mark.parametrize("specialty", SUPPRESSED)
def test_suppressed_groups_are_none_and_keep_their_size(specialty: str) -> None:
    for measure in ("step2_ck", "publications", "contiguous_ranks"):
        moments = charting().moments(specialty, "non_us_img", measure)
        assert moments is not None
        assert moments.matched.n is not None
        assert moments.matched.n < 5
        assert moments.matched.mean is None
        assert moments.matched.median is None


def test_quartiles_are_in_order_everywhere() -> None:
    table = charting()
    measures = ("step2_ck", "publications", "abstracts", "presentations", "research", "volunteer", "work",
                "contiguous_ranks", "specialties_ranked")
    seen = 0
    for specialty in table.specialties:
        for measure in measures:
            moments = table.moments(specialty, "non_us_img", measure)
            assert moments is not None, (specialty, measure)
            for group in (moments.matched, moments.not_matched):
                points = [group.low, group.q1, group.median, group.q3, group.high]
                known = [point for point in points if point is not None]
                assert known == sorted(known), (specialty, measure)
                seen += len(known) == 5
                if group.mean is not None and group.low is not None and group.high is not None:
                    assert group.low <= group.mean <= group.high
    assert seen > 300


def test_means_of_us_seniors_are_those_of_2024() -> None:
    latest = charting().moments("dermatology", "us_md_senior", "step2_ck")
    assert latest is not None
    assert latest.year == 2026
    assert latest.matched.mean is None
    assert latest.matched.median == 258
    earlier = charting().moments("dermatology", "us_md_senior", "step2_ck", 2024)
    assert earlier is not None
    assert earlier.matched.mean == 257


def test_degrees_are_shares() -> None:
    assert charting().share("pediatrics", "non_us_img", "phd") == (0.019, 0.028)
    assert charting().share("dermatology", "non_us_img", "phd") == (None, 0.125)


def test_every_specialty_of_the_tables_is_known() -> None:
    known = {row.id for row in specialties()}
    assert set(charting().specialties) <= known
    assert set(state_results().specialty.tolist()) <= known


def test_a_cell_nobody_offers_is_none() -> None:
    assert state_results().cell("AK", "dermatology", "pgy2") is None
    cell = state_results().cell("NY", "dermatology", "pgy2")
    assert cell is not None
    assert cell.filled == sum(cell.by_type.values()) == 59
    assert charting().counts("transitional_year", "non_us_img") is None
    assert national().filled("ophthalmology", "non_us_img") is None


@pytest.mark.parametrize(("text", "said"), [
    ("state,level\nNY,pgy1\n", "line 1: the columns have to be state, specialty"),
    ("", "line 1: the columns"),
    ("state,specialty,level,offered,filled,us_md_senior,us_do_senior,us_md_graduate,us_do_graduate,us_img,"
     "non_us_img,other\nNY,dermatology,pgy2,5,5,1,1,1,1,1,1,1\n", "line 2: the applicant types do not add up"),
    ("state,specialty,level,offered,filled,us_md_senior,us_do_senior,us_md_graduate,us_do_graduate,us_img,"
     "non_us_img,other\nNY,dermatology,pgy2,many,5,1,1,1,1,1,0,0\n", "state_results.csv"),
    ("state,specialty,level,offered,filled,us_md_senior,us_do_senior,us_md_graduate,us_do_graduate,us_img,"
     "non_us_img,other\nNY,dermatology\n", "line 2: 2 cells instead of 12"),
])
def test_a_damaged_table_is_refused(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "state_results.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(BadFacts, match=said):
        state_results(path)
