"""Public features of openness against the directory's own values, and against cases worked by hand."""

from __future__ import annotations

import numpy as np
import pytest

from smartpick.domain.program import TrackKind
from smartpick.facts.directory import directory
from smartpick.facts.outcomes import state_results
from smartpick.odds.openness.evidence import program_row
from smartpick.odds.openness.features import program_features
from smartpick.odds.openness.places import institutions, name_marks, neighbours
from smartpick.odds.openness.reasons import GROUPS, _group, reasons
from smartpick.odds.openness.state import ANY_IMG, fills, national_share


def feature(name: str) -> np.ndarray:
    features = program_features()
    return features.values[:, features.names.index(name)]


def test_the_past_of_a_track_is_that_of_its_program() -> None:
    tracks, past = directory().tracks, directory().history
    place = {key: number for number, key in enumerate(tracks.track_id.tolist())}
    for program in directory().programs("neurology"):
        for track in program.tracks:
            years = dict(track.fills)
            known = [(q, years[year]) for year, q in track.quotas if year < 2026 and year in years]
            row = place[track.track_id]
            assert past.past_offered[row] == sum(q for q, _ in known)
            assert past.past_filled[row] == sum(f for _, f in known)
            assert past.name[row] == track.name


def test_pooled_cells_are_split_without_losing_anybody() -> None:
    table = fills(ANY_IMG)
    parts = (TrackKind.CATEGORICAL, TrackKind.PRELIMINARY)
    for state in ("NY", "TX", "PA"):
        cell = state_results().cell(state, "general_surgery", "pgy1")
        assert cell is not None
        split = [table["general_surgery", kind][state] for kind in parts]
        assert sum(n for _, n in split) == pytest.approx(cell.filled)
        assert sum(x for x, _ in split) <= sum(cell.by_type[t] for t in ANY_IMG) + 1e-9
    full, one_year = (national_share("general_surgery", kind, ANY_IMG) for kind in parts)
    assert one_year > 2 * full


def test_size_counts_full_training_seats_alone_where_there_are_any() -> None:
    features = program_features()
    for program in directory().programs("internal_medicine")[:40]:
        row = program_row(program.program_id)
        full = program.seats(TrackKind.CATEGORICAL, TrackKind.ADVANCED)
        if full:
            assert features.seats[row] == full
            assert features.residents[row] == max(3 * full, 3)
            assert feature("log_seats")[row] == pytest.approx(np.log(full))


def test_institutions_are_counted_once() -> None:
    inst = institutions()
    assert inst.programs.sum() == directory().program_columns.program_id.size
    row = program_row("P1402421172")
    sisters = directory().institution_programs(str(directory().program_columns.institution_id[row]))
    assert inst.programs[inst.of[row]] == len(sisters)
    assert np.exp(feature("specialties")[row]) == pytest.approx(len({p.specialty for p in sisters}))


def test_words_towns_and_unknown_places() -> None:
    names, marks = directory().history.institution_name, name_marks()
    kaiser = np.char.find(np.char.lower(names), "kaiser") >= 0
    assert (marks["kaiser"][kaiser] == 1).all()
    assert marks["university"][names == "U Alabama Med Ctr-Birmingham"].all()
    near, columns = neighbours(), directory().program_columns
    assert np.nanmedian(near[columns.state == "NY"]) > np.nanmedian(near[columns.state == "MT"])
    assert np.isnan(near).sum() == np.isnan(directory().history.program_place).any(axis=1).sum()


def test_every_feature_belongs_to_a_reason_and_a_program_has_its_own() -> None:
    for name in program_features().names:
        assert _group(name) in GROUPS, name
    found = reasons("P1402421172", "j1")
    assert 1 <= len(found) <= 3
    assert all(r.sentence.endswith(("raises it.", "lowers it.")) for r in found)
    assert [abs(r.moves) for r in found] == sorted((abs(r.moves) for r in found), reverse=True)
