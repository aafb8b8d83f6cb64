"""What evidence does to a program and to its sisters: a table of cases in, what must hold out."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from smartpick.domain.applicant import PolicyNote, Profile
from smartpick.domain.openness import Evidence, EvidenceField, EvidenceKind, Standing, VisaAnswer
from smartpick.domain.program import TrackKind
from smartpick.facts.directory import directory
from smartpick.odds.openness.estimate import all_values, openness, program_openness
from smartpick.odds.openness.evidence import bearing, evidence_of, program_row, visa_log_odds

TODAY = date(2026, 11, 22)
ASKED = "P1402421172"  # Internal Medicine
FIELDS = EvidenceField
KINDS = EvidenceKind


def said(value: VisaAnswer | float, field: EvidenceField = FIELDS.VISA_J1, kind: EvidenceKind = KINDS.EMAIL,
         day: date | None = TODAY, program: str = ASKED) -> Evidence:
    return Evidence(program, field, value, kind, day)


def chance(*evidence: Evidence, name: str = "j1", program: str = ASKED) -> float:
    value = all_values(evidence, TODAY).by_name[name].value[program_row(program)]
    return float(value)


def sister_of(program: str) -> str:
    here = directory().program(program)
    return next(p.program_id for p in directory().institution_programs(here.institution_id) if p != here)


@pytest.mark.covers("R72")
def test_a_fresh_answer_overrides_the_estimate() -> None:
    assert chance(said(VisaAnswer.NO)) < 0.1 < 0.9 < chance(said(VisaAnswer.YES))


@pytest.mark.parametrize(("better", "worse"), [
    (said(VisaAnswer.NO, kind=KINDS.EMAIL), said(VisaAnswer.NO, kind=KINDS.OTHER)),
    (said(VisaAnswer.NO, day=date(2026, 11, 1)), said(VisaAnswer.NO, day=date(2019, 11, 1))),
    (said(VisaAnswer.NO, day=date(2026, 11, 1)), said(VisaAnswer.NO, day=None)),
    (said(VisaAnswer.NO), said(VisaAnswer.CONFLICTING)),
])
def test_newer_and_more_reliable_answers_weigh_more(better: Evidence, worse: Evidence) -> None:
    assert chance(better) < chance(worse)


def test_an_answer_moves_the_sisters_the_other_visa_and_the_shares() -> None:
    sister = sister_of(ASKED)
    for name in ("j1", "h1b", "img_share", "non_us_img_share", "non_us_img_any", "non_us_img_20"):
        for program in (ASKED, sister):
            yes, none, no = (chance(*e, name=name, program=program)
                             for e in ((said(VisaAnswer.YES),), (), (said(VisaAnswer.NO),)))
            assert no < none < yes, (name, program)


def test_a_share_moves_the_visa_and_overrides_the_estimated_share() -> None:
    many, few = (said(share, FIELDS.NON_US_IMG_SHARE) for share in (0.6, 0.0))
    assert chance(few, name="j1") < chance(many, name="j1")
    assert chance(many, name="non_us_img_share") == pytest.approx(0.6, abs=0.08)
    assert chance(few, name="non_us_img_share") < 0.03
    assert chance(few, name="non_us_img_any") < 0.5 < 0.99 < chance(many, name="non_us_img_any")


def test_institutions_without_evidence_keep_their_values() -> None:
    columns = directory().program_columns
    elsewhere = columns.institution_id != columns.institution_id[program_row(ASKED)]
    before, after = all_values(), all_values((said(VisaAnswer.NO),), TODAY)
    for name, values in before.by_name.items():
        assert np.array_equal(values.value[elsewhere], after.by_name[name].value[elsewhere])


def test_only_what_the_user_found_out_is_marked_as_evidence() -> None:
    sister = sister_of(ASKED)
    found = program_openness((said(VisaAnswer.YES), said(0.2, FIELDS.IMG_SHARE)), TODAY, (ASKED, sister))
    mine, theirs = found[ASKED], found[sister]
    standings = {name: getattr(mine, name).standing for name in ("j1", "h1b", "img_share", "non_us_img_share")}
    assert standings == {"j1": Standing.EVIDENCE, "h1b": Standing.ESTIMATE, "img_share": Standing.EVIDENCE,
                         "non_us_img_share": Standing.ESTIMATE}
    assert theirs.j1.standing is Standing.ESTIMATE
    assert theirs.sisters == 1
    assert mine.sisters == 0


def test_contradictions_are_kept_and_said() -> None:
    old, new = said(VisaAnswer.YES, kind=KINDS.FREIDA, day=date(2022, 1, 5)), said(VisaAnswer.NO)
    found = program_openness((old, new), TODAY, (ASKED,))[ASKED]
    assert found.evidence == (old, new)
    assert len(found.conflicts) == 1
    for word in ("J-1", "FREIDA (2022-01-05) says yes", "an e-mail (2026-11-22) says no"):
        assert word in found.conflicts[0]
    assert chance(new) < chance(old, new) < chance(old)
    shares = said(0.1, FIELDS.IMG_SHARE), said(0.5, FIELDS.IMG_SHARE, KINDS.SITE)
    assert "share of IMGs" in program_openness(shares, TODAY, (ASKED,))[ASKED].conflicts[0]
    assert not program_openness(shares[:1], TODAY, (ASKED,))[ASKED].conflicts


def test_the_same_answer_twice_counts_once() -> None:
    assert chance(said(VisaAnswer.NO), said(VisaAnswer.NO)) == chance(said(VisaAnswer.NO))
    assert bearing((said(VisaAnswer.NO),) * 3, TODAY).visa[0] == bearing((said(VisaAnswer.NO),), TODAY).visa[0]


def test_a_cutoff_is_shown_and_moves_nothing() -> None:
    cutoff = said(235.0, FIELDS.CUTOFF_STEP2)
    assert program_openness((cutoff,), TODAY, (ASKED,))[ASKED].cutoff_step2 == 235.0
    assert chance(cutoff) == pytest.approx(chance(), abs=1e-9)


def test_evidence_ages_towards_saying_nothing() -> None:
    odds = [visa_log_odds(VisaAnswer.YES, KINDS.SITE, years) for years in (0.0, 2.0, 10.0, 80.0)]
    assert odds == sorted(odds, reverse=True)
    assert 0 <= odds[-1] < 0.05


def test_notes_of_a_profile_become_evidence() -> None:
    track = directory().program(ASKED).tracks[0].track_id
    profile = Profile(targets=("internal_medicine",), applicant_type=None, policies=(
        PolicyNote(track, sponsors_j1=True, sponsors_h1b=False, checked=TODAY, source_kind="e-mail"),
        PolicyNote("9999999", sponsors_j1=True), PolicyNote(sister_of(ASKED), img_residents=3)))
    found = evidence_of(profile)
    assert [(e.program_id, e.field, e.value) for e in found[:2]] == [
        (ASKED, FIELDS.VISA_J1, VisaAnswer.YES), (ASKED, FIELDS.VISA_H1B, VisaAnswer.NO)]
    assert found[0].kind is KINDS.EMAIL
    assert found[2].field is FIELDS.IMG_SHARE
    assert 0 < float(found[2].value) <= 1
    assert len(found) == 3


def test_a_list_hears_the_evidence() -> None:
    kinds = (TrackKind.CATEGORICAL,)
    plain = openness("internal_medicine", kinds, ("non_us_img",))
    told = openness("internal_medicine", kinds, ("non_us_img",), (said(VisaAnswer.NO),), TODAY)
    place = [p.program_id for p in plain.programs].index(ASKED)
    assert told.visa_evidence[place]
    assert not plain.visa_evidence.any()
    assert told.j1[place] < 0.1 < plain.j1[place]
    assert told.share[place] < plain.share[place]
    assert (plain.either >= np.maximum(plain.j1, plain.h1b) - 1e-6).all()
