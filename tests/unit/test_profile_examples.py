"""The four example profiles: what cases.md says of them stands in their files."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from smartpick.domain.applicant import (
    ApplicantType,
    OutputKind,
    ResearchPlace,
    RotationKind,
    Stance,
    Status,
    VisaNeed,
)
from smartpick.errors import NotFound
from smartpick.exchange.profile import read_profile
from smartpick.exchange.profile_cautions import cautions
from smartpick.exchange.profile_examples import FOLDER, example, examples
from smartpick.facts.directory import directory

ROOT = Path(__file__).parents[2]
TODAY = date(2026, 11, 22)
IDS = ("derm_j1", "ortho_reapplicant", "im_dual", "neurosurgery_student")


def profile(key):
    return read_profile(ROOT / "examples" / f"{key}.yaml")


def test_the_four_are_offered_in_order():
    assert tuple(e.id for e in examples()) == IDS
    assert all(e.path.is_file() and e.label for e in examples())


def test_an_unknown_example_is_refused_with_the_ones_there_are():
    with pytest.raises(NotFound, match="derm_j1"):
        example("dentistry")


@pytest.mark.parametrize("key", IDS)
def test_both_copies_are_the_same(key):
    """`cp examples/*.yaml src/smartpick/data/examples/` after a change."""
    assert (FOLDER / f"{key}.yaml").read_bytes() == (ROOT / "examples" / f"{key}.yaml").read_bytes()


def test_no_copy_is_left_over():
    assert {p.stem for p in FOLDER.iterdir()} == set(IDS) == {p.stem for p in (ROOT / "examples").iterdir()}


@pytest.mark.parametrize("key", IDS)
def test_they_are_marked_as_examples_and_raise_no_eyebrow(key):
    assert profile(key).is_example
    assert cautions(profile(key), TODAY) == ()


@pytest.mark.covers("H4")
def test_derm_j1():
    p = profile("derm_j1")
    assert (p.targets, p.season, p.applicant_type) == (("dermatology",), 2028, ApplicantType.NON_US_IMG)
    person = p.person
    assert (person.citizenships, person.residence_state) == (("IN",), "MA")
    assert (person.status, person.status_until, person.visa_need) == (
        Status.J1_RESEARCH,
        date(2027, 12, 31),
        VisaNeed.J1,
    )
    assert (p.education.graduation, p.education.top_percent, p.education.mspe_ranks) == (
        date(2025, 3, 31),
        10,
        False,
    )
    step1, step2, step3 = p.exams.step1, p.exams.step2_ck, p.exams.step3
    assert (step1.passed, step1.attempts, step2.score, step2.attempts, step2.taken) == (
        True,
        1,
        252,
        1,
        date(2026, 2, 1),
    )
    assert (step3.score, step3.passed, step3.attempts) == (None, False, 0)
    assert p.exams.english_passed
    assert p.exams.ecfmg_certified
    (research,) = p.research
    assert (research.place, research.start) == (ResearchPlace.ONSITE_US, date(2026, 5, 18))
    assert [(o.kind, o.count, o.first_author, o.us_national) for o in p.outputs] == [
        (OutputKind.PAPER, 3, 1, 0),
        (OutputKind.POSTER, 2, 0, 1),
    ]
    assert [(r.kind, r.specialty, r.weeks) for r in p.rotations] == [
        (RotationKind.US_ELECTIVE, "dermatology", 4),
        (RotationKind.US_ELECTIVE, "internal_medicine", 4),
        (RotationKind.OBSERVERSHIP, "dermatology", 4),
    ]
    assert [(b.specialty, b.willing) for b in p.backups] == [
        ("internal_medicine", Stance.YES),
        ("pathology", Stance.MAYBE),
    ]
    w = p.wishes
    assert (w.budget_usd, w.savings_months, w.tolerance_emotional, w.tolerance_financial) == (2500, 7, 3, 3)
    assert (p.pgy1_year, w.can_extend) == (Stance.YES, Stance.YES)


@pytest.mark.covers("H4")
def test_a_green_card_leaves_the_statistics_type_alone():
    p = profile("ortho_reapplicant")
    assert p.person.status is Status.PERMANENT_RESIDENT
    assert (p.needs_visa, p.applicant_type) == (False, ApplicantType.NON_US_IMG)


@pytest.mark.covers("D22")
def test_ortho_reapplicant():
    p = profile("ortho_reapplicant")
    (earlier,) = p.earlier_matches
    assert (earlier.year, earlier.applications, earlier.interviews, earlier.ranked, earlier.matched) == (
        2026,
        78,
        2,
        2,
        False,
    )
    assert (p.exams.step2_ck.score, p.exams.step3.score) == (261, 224)
    assert len({t.who for t in p.ties}) == 1
    assert len({t.program for t in p.ties}) == 2
    assert [(b.specialty, b.willing) for b in p.backups] == [
        ("general_surgery", Stance.YES),
        ("physical_medicine_rehabilitation", Stance.YES),
        ("internal_medicine", Stance.NO),
    ]


@pytest.mark.covers("D6")
def test_im_dual():
    p = profile("im_dual")
    assert (p.targets, p.applicant_type) == (("internal_medicine", "family_medicine"), ApplicantType.US_IMG)
    assert (p.education.caribbean_school, p.education.student, p.needs_visa) == (True, True, False)
    assert sum(r.weeks for r in p.rotations if r.kind is RotationKind.CORE_CLERKSHIP) == 48
    assert (p.exams.step1.attempts, p.wishes.states) == (2, ("NY", "NJ", "PA", "FL"))


def test_neurosurgery_student():
    p = profile("neurosurgery_student")
    assert (p.season, p.person.visa_need, p.person.residence_country) == (None, VisaNeed.EITHER, "PK")
    assert (p.education.student, p.education.graduation) == (True, date(2027, 7, 31))
    step2 = p.exams.step2_ck
    assert (step2.score, step2.predicted, step2.planned) == (None, 255, date(2027, 3, 1))
    assert (p.rotations, p.letters, p.wishes.can_move_from) == ((), (), date(2027, 9, 1))


@pytest.mark.parametrize("key", IDS)
def test_their_programs_stand_in_the_directory_under_the_right_specialty(key):
    for tie in profile(key).ties:
        if tie.program:
            assert directory().program(tie.program).specialty == tie.specialty
        if tie.institution:
            (found,) = [i for i, name in directory().institutions.items() if name == tie.institution]
            assert tie.specialty in {p.specialty for p in directory().institution_programs(found)}
