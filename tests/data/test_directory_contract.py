"""The directory keeps its contract: how many tracks and seats, how far from the official totals, kinds apart."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest

from smartpick.domain.program import Program, TrackKind
from smartpick.errors import NotFound
from smartpick.facts.directory import directory
from smartpick.facts.directory_totals import totals
from smartpick.facts.specialties import specialties

LACKING = {  # positions offered and filled that the official table has and the directory lacks, all at PGY-1
    "anesthesiology": (2, 2),
    "emergency_medicine": (1, 1),
    "internal_medicine": (9, 8),
    "pathology": (2, 2),
    "pediatrics": (5, 4),
    "psychiatry": (3, 3),
    "transitional_year": (2, 2),
}


def share(specialty: str, kind: TrackKind) -> float:
    """Share of a specialty's 2026 seats on tracks of this kind."""
    tracks = directory().tracks
    ours = (tracks.specialty == specialty) & (tracks.quota_2026 > 0)
    return float(tracks.quota_2026[ours & (tracks.kind == kind)].sum() / tracks.quota_2026[ours].sum())


@pytest.mark.covers("D10")
def test_every_track_of_the_2026_match_and_every_urology_program_is_there() -> None:
    tracks = directory().tracks
    urology = tracks.specialty == "urology"
    assert (~urology).sum() == 6_687
    assert urology.sum() == 140
    assert tracks.quota_2026[~urology].sum() == 44_320
    assert tracks.filled_2026[~urology].sum() == 41_460
    assert (tracks.quota_2026[urology] == -1).all(), "urology's seats are unknown, not zero"


def test_the_difference_from_the_official_totals_is_known_for_each_specialty() -> None:
    rows = totals()
    assert sum(row.official_offered for row in rows) == 44_344
    assert sum(row.official_filled for row in rows) == 41_482
    found = {
        (row.specialty, row.level): (row.missing_offered, row.missing_filled)
        for row in rows
        if (row.missing_offered, row.missing_filled) != (0, 0)
    }
    assert found == {(specialty, "pgy1"): missing for specialty, missing in LACKING.items()}


def test_advanced_seats_are_told_apart_as_the_sources_count_them() -> None:
    assert share("dermatology", TrackKind.ADVANCED) == pytest.approx(0.91, abs=0.005)
    assert share("diagnostic_radiology", TrackKind.ADVANCED) == pytest.approx(0.85, abs=0.005)
    assert share("transitional_year", TrackKind.PRELIMINARY) == 1.0


def test_kinds_agree_with_the_letter_in_the_code() -> None:
    tracks = directory().tracks
    letter = np.array([code[7] for code in tracks.track_id])
    nrmp = tracks.specialty != "urology"
    expected = {"C": "categorical", "M": "categorical", "A": "advanced", "P": "preliminary", "R": "reserved"}
    for sign, kind in expected.items():
        assert set(tracks.kind[nrmp & (letter == sign)]) == {kind}
    assert set(letter[tracks.primary_care]) == {"M"}


def test_seats_of_a_program_never_mix_kinds() -> None:
    surgery = directory().program("1007440C0")
    categorical = surgery.seats(TrackKind.CATEGORICAL)
    preliminary = surgery.seats(TrackKind.PRELIMINARY)
    assert categorical > 0
    assert preliminary > 0
    assert surgery.seats(TrackKind.CATEGORICAL, TrackKind.PRELIMINARY) == categorical + preliminary


def test_a_kind_filter_keeps_whole_programs_that_have_it() -> None:
    found = directory().programs("general_surgery", kinds=(TrackKind.PRELIMINARY,))
    assert found == directory().programs("preliminary_surgery")
    assert all(any(t.kind is TrackKind.PRELIMINARY for t in p.tracks) for p in found)
    assert any(any(t.kind is TrackKind.CATEGORICAL for t in p.tracks) for p in found)
    assert directory().programs("preliminary_surgery", kinds=(TrackKind.ADVANCED,)) == ()


def test_states_filter_and_unknown_places_stay_unknown() -> None:
    ny = directory().programs("dermatology", states=("NY", "nj"))
    assert {p.state for p in ny} == {"NY", "NJ"}
    nowhere = [p for p in directory().programs() if p.state is None]
    assert nowhere
    assert all(p.city is None and p.latitude is None for p in nowhere)


def test_a_program_is_found_by_its_own_id_and_by_each_track() -> None:
    for program in directory().programs("neurology", states=("MD", "FL")):
        for key in (program.program_id, program.program_id.lower(), *(t.track_id for t in program.tracks)):
            assert directory().program(f" {key} ") is program
    with pytest.raises(NotFound, match="Did you mean 1007040C"):
        directory().program("1007040C9")
    with pytest.raises(NotFound, match="smartpick programs"):
        directory().program("")


def test_an_institution_has_its_programs_of_every_specialty() -> None:
    programs = directory().institution_programs("1007")
    assert {p.institution for p in programs} == {"U Alabama Med Ctr-Birmingham"}
    assert {"dermatology", "general_surgery"} <= {p.specialty for p in programs}
    assert directory().institution_programs("nobody") == ()


def test_history_keeps_quota_and_fill_by_year() -> None:
    track = directory().program("1007040C0").tracks[0]
    assert track.quotas == ((2014, 15), (2015, 15), (2016, 15), (2017, 21), (2018, 21), (2019, 21),
                            (2020, 20), (2026, 20))  # fmt: skip
    assert [year for year, _ in track.fills] == [year for year, _ in track.quotas]
    urology = directory().program("U4800111014").tracks[0]
    assert (urology.quota_2026, urology.filled_2026, urology.quotas) == (None, None, ())


def test_ophthalmology_is_planned_for_without_programs() -> None:
    assert directory().programs("ophthalmology") == ()
    assert specialties().get("ophthalmology").match_service == "SF Match"


def test_every_specialty_of_the_table_but_the_known_exceptions_has_programs() -> None:
    count = Counter(p.specialty for p in directory().programs())
    for specialty in specialties():
        has = specialty.in_directory and specialty.part_of is None
        assert bool(count[specialty.id]) is has, specialty.id
    assert len(count) == 45


def all_programs() -> tuple[Program, ...]:
    return directory().programs()


def test_coordinates_lie_in_the_united_states() -> None:
    for program in all_programs():
        if program.latitude is not None and program.longitude is not None:
            assert 17 < program.latitude < 72
            assert -180 < program.longitude < -60
