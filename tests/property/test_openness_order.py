"""More evidence of openness never lowers anything, whatever else is known: on random evidence."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import cache

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from smartpick.domain.openness import Evidence, EvidenceField, EvidenceKind, VisaAnswer
from smartpick.domain.program import TrackKind
from smartpick.facts.directory import directory
from smartpick.odds.openness.curves import kernel, normal_cdf, share_table
from smartpick.odds.openness.estimate import all_values, openness
from smartpick.odds.openness.values import own_answer

TODAY = date(2026, 11, 22)
VISAS = (EvidenceField.VISA_J1, EvidenceField.VISA_H1B)
SHARES = (EvidenceField.IMG_SHARE, EvidenceField.NON_US_IMG_SHARE)
SLACK = 1e-9
# A share of none is read as "below half a resident", a larger one as a value: the tail of the first is a hair heavier,
# by about one in a million of chance.
SHARE_SLACK = 1e-5


@cache
def programs() -> list[str]:
    columns = directory().program_columns
    ids, counts = np.unique(columns.institution_id, return_counts=True)
    big = ids[np.argsort(-counts)[10:13]]
    return [str(p) for p in columns.program_id[np.isin(columns.institution_id, big)]]


def evidence(fields: tuple[EvidenceField, ...]) -> st.SearchStrategy[Evidence]:
    visa = st.tuples(st.sampled_from([f for f in fields if f.is_visa] or list(VISAS)), st.sampled_from(VisaAnswer))
    share = st.tuples(st.sampled_from(SHARES), st.sampled_from((0.0, 0.02, 0.1, 0.35, 0.8, 1.0)))
    said = visa if all(f.is_visa for f in fields) else st.one_of(visa, share)
    return st.builds(
        lambda place, told, kind, day: Evidence(programs()[place % len(programs())], told[0], told[1], kind, day),
        st.integers(0, 200), said, st.sampled_from(EvidenceKind),
        st.sampled_from((None, date(2026, 10, 1), date(2021, 7, 1))))


@pytest.mark.slow
@settings(max_examples=25, deadline=None)
@given(st.lists(evidence((*VISAS, *SHARES)), max_size=6), evidence(VISAS))
def test_a_yes_never_lowers_any_value(known: list[Evidence], more: Evidence) -> None:
    yes = replace(more, value=VisaAnswer.YES)
    before, after = all_values(tuple(known), TODAY), all_values((*known, yes), TODAY)
    for name, values in before.by_name.items():
        assert (after.by_name[name].value >= values.value - SLACK).all(), name


@pytest.mark.slow
@settings(max_examples=25, deadline=None)
@given(st.lists(evidence((*VISAS, *SHARES)), max_size=5), evidence(SHARES), st.floats(0.0, 1.0))
def test_a_larger_share_never_lowers_any_value(known: list[Evidence], one: Evidence, larger: float) -> None:
    if one.field.is_visa:
        return
    low, high = sorted((float(one.value), larger))
    # The same report twice counts once: then the two sides would differ by a report, not by its share.
    assume(not any(replace(one, value=share) in known for share in (low, high)))
    before, after = (all_values((*known, replace(one, value=share)), TODAY) for share in (low, high))
    for name, values in before.by_name.items():
        assert (after.by_name[name].value >= values.value - SHARE_SLACK).all(), name


@settings(max_examples=8, deadline=None)
@given(evidence(VISAS), st.sampled_from((("non_us_img",), ("us_img",), ("us_img", "non_us_img"))))
def test_a_yes_never_lowers_a_share_on_a_list(one: Evidence, types: tuple[str, ...]) -> None:
    kinds = (TrackKind.CATEGORICAL, TrackKind.ADVANCED)
    specialty = directory().program(one.program_id).specialty
    plain = openness(specialty, kinds, types)
    told = openness(specialty, kinds, types, (replace(one, value=VisaAnswer.YES),), TODAY)
    assert (told.share >= plain.share - SLACK).all()
    assert (told.j1 >= plain.j1 - SLACK).all()
    assert (told.either >= plain.either - SLACK).all()
    assert (told.img_record >= plain.img_record - SLACK).all()


@settings(max_examples=25, deadline=None)
@given(st.lists(evidence((*VISAS, *SHARES)), max_size=8))
def test_values_stay_inside_their_intervals(known: list[Evidence]) -> None:
    for values in all_values(tuple(known), TODAY).by_name.values():
        assert (values.low <= values.value).all()
        assert (values.value <= values.high).all()
        assert (values.low >= 0).all()
        assert (values.high <= 1).all()


@settings(deadline=None)
@given(st.floats(0.001, 0.999), st.floats(-6, 6), st.floats(0, 2), st.floats(0, 0.3))
def test_an_own_answer_keeps_order(chance: float, odds: float, more: float, better: float) -> None:
    def after(p: float, e: float) -> float:
        return float(own_answer(np.array(p), np.array(e), 1.3))

    assert after(chance, odds + more) >= after(chance, odds) - 1e-12
    assert after(min(chance + better, 0.9995), odds) >= after(chance, odds) - 1e-12


def test_tables_of_the_model_never_fall() -> None:
    x = np.linspace(-9, 9, 999)
    assert (np.diff(normal_cdf(x)) >= 0).all()
    assert normal_cdf(np.array([0.0, 1.6448536269514722])) == pytest.approx([0.5, 0.95], abs=1e-5)
    table = share_table(1.5)
    assert (np.diff(table(np.linspace(-14, 8, 400), np.full(400, -4.0))) >= -1e-12).all()
    assert table(np.array([0.0]), np.array([-8.0]))[0] == pytest.approx(0.5, abs=0.001)
    rows = kernel(np.linspace(-2, 2, 9), 0.7, np.linspace(-5, 5, 81))
    assert np.allclose(rows.sum(axis=1), 1)
    assert (np.diff(rows @ np.linspace(-5, 5, 81)) > 0).all()
