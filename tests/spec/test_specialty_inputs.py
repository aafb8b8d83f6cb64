"""What a profile says of the inputs of the specialty chance: table in, numbers out."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from smartpick.domain.applicant import (
    ApplicantType,
    EarlierMatch,
    Education,
    Exam,
    Exams,
    Letter,
    Output,
    OutputKind,
    Person,
    Profile,
    Progress,
    ResearchPeriod,
    ResearchPlace,
    Rotation,
    RotationKind,
    VisaNeed,
)
from smartpick.odds.specialty.explain import unknown_inputs
from smartpick.odds.specialty.inputs import inputs_of
from smartpick.odds.specialty.model import specialty_model

TODAY = date(2026, 11, 22)
EMPTY = Profile(targets=("neurology",), applicant_type=ApplicantType.NON_US_IMG)


def of(profile: Profile, specialty: str = "neurology"):
    return inputs_of(profile, specialty, TODAY)


def test_an_empty_profile_knows_nothing():
    found = of(EMPTY)
    assert found.measures == {} and found.adjusters == {}
    assert any("Step 2 CK is not known" in note for note in found.notes)


def test_only_what_is_out_counts():
    outputs = (Output(OutputKind.PAPER, 3), Output(OutputKind.CHAPTER, 1), Output(OutputKind.POSTER, 2),
               Output(OutputKind.ABSTRACT, 4), Output(OutputKind.PAPER, 5, progress=Progress.PLANNED))
    found = of(replace(EMPTY, outputs=outputs))
    assert found.measures == {"publications": 4.0, "abstracts": 4.0, "presentations": 2.0, "outputs": 10.0}
    assert "Planned papers are not counted: only what is out." in found.notes


def test_a_predicted_score_is_unknown_and_a_score_beyond_the_scale_is_held_with_a_sentence():
    assert "step2_ck" not in of(replace(EMPTY, exams=Exams(step2_ck=Exam(predicted=260)))).measures
    found = of(replace(EMPTY, exams=Exams(step2_ck=Exam(score=299))))
    assert found.measures["step2_ck"] == 299.0
    assert any("Step 2 CK 299 lies above" in note and "counts as 276" in note for note in found.notes)


@pytest.mark.parametrize(("step1", "step2", "expected"), [
    (Exam(passed=True, attempts=1), Exam(score=250, attempts=1), 0.0),
    (Exam(passed=True, attempts=2), Exam(score=250, attempts=1), 1.0),
    (Exam(passed=True, attempts=3), Exam(score=250), 2.0),  # at least those known
    (Exam(passed=True), Exam(score=250, attempts=1), None),  # Step 1 passed, at an unknown attempt
    (Exam(passed=True, attempts=1), Exam(), 0.0),  # not sat yet
    (Exam(passed=True, attempts=1), Exam(passed=False, attempts=1, taken=date(2026, 5, 1)), 1.0),
    (Exam(), Exam(), None),
])
def test_failed_attempts(step1, step2, expected):
    found = of(replace(EMPTY, exams=Exams(step1=step1, step2_ck=step2)))
    assert found.adjusters.get("failed_attempts") == expected


@pytest.mark.parametrize(("rotations", "expected"), [
    ((), None),
    ((Rotation(RotationKind.US_ELECTIVE, "neurology"),), 3.0),
    ((Rotation(RotationKind.US_ELECTIVE, "pediatrics"),), 2.0),
    ((Rotation(RotationKind.OBSERVERSHIP, "neurology"),), 1.0),
    ((Rotation(RotationKind.US_ELECTIVE, "neurology", progress=Progress.PLANNED),), 0.0),
    ((Rotation(RotationKind.US_ELECTIVE, "neurology", in_us=False),), 0.0),
])
def test_us_experience(rotations, expected):
    assert of(replace(EMPTY, rotations=rotations)).adjusters.get("us_experience") == expected


def test_letters_research_years_visa_and_earlier_matches():
    profile = replace(
        EMPTY,
        person=Person(visa_need=VisaNeed.J1),
        education=Education(student=False, graduation=date(2022, 11, 22)),
        letters=(Letter("neurology", True, True), Letter("neurology", True, None), Letter("pediatrics", True, True)),
        research=(ResearchPeriod("neurology", ResearchPlace.ONSITE_US, date(2025, 11, 22)),
                  ResearchPeriod("neurology", ResearchPlace.HOME, date(2020, 1, 1))),
        earlier_matches=(EarlierMatch(2025, matched=False),))
    found = of(profile).adjusters
    assert found["us_letters"] == 1.0
    assert found["research_months"] == pytest.approx(12, abs=0.1)
    assert found["years_since_graduation"] == pytest.approx(4, abs=0.01)
    assert found["needs_visa"] == 1.0 and found["earlier_matches"] == 1.0


def test_a_student_has_no_years_and_no_earlier_match():
    found = of(replace(EMPTY, education=Education(student=True, graduation=date(2027, 6, 1)))).adjusters
    assert found == {"years_since_graduation": 0.0, "earlier_matches": 0.0}


@pytest.mark.parametrize(("none_of", "matches", "expected"), [
    (("earlier_matches",), (), 0.0),
    ((), (), None),
    (("earlier_matches",), (EarlierMatch(2025, matched=False),), 1.0),  # an entry wins
])
def test_a_first_match_can_be_said(none_of, matches, expected):
    graduate = replace(EMPTY, education=Education(student=False), none_of=none_of, earlier_matches=matches)
    assert of(graduate).adjusters.get("earlier_matches") == expected


@pytest.mark.parametrize(("none_of", "research", "expected"), [
    (("research",), (), 0.0),
    ((), (), None),
    ((), (ResearchPeriod("neurology", ResearchPlace.ONSITE_US, date(2027, 7, 1)),), 0.0),  # all still to come
    ((), (ResearchPeriod("neurology", ResearchPlace.ONSITE_US, date(2026, 7, 1)),), None),
    ((), (ResearchPeriod("neurology", ResearchPlace.HOME, months=6.0),), None),
])
def test_without_research_the_number_of_research_experiences_is_none(none_of, research, expected):
    assert of(replace(EMPTY, none_of=none_of, research=research)).measures.get("research") == expected


def test_research_said_to_be_none_is_not_listed_as_unknown():
    model = specialty_model("neurology", ApplicantType.NON_US_IMG)
    assert model is not None
    asked = [{u.key for u in unknown_inputs(model, of(p))} for p in (EMPTY, replace(EMPTY, none_of=("research",)))]
    assert asked[0] - asked[1] == {"research", "research_months"}


NONE_AT_ALL = {"us_letters": 0.0, "research_months": 0.0, "us_experience": 0.0}


def test_none_so_far_counts_as_none_and_open_lists_stay_unknown():
    found = of(replace(EMPTY, none_of=("letters", "outputs", "research", "rotations")))
    assert found.adjusters == NONE_AT_ALL
    assert found.measures == dict.fromkeys(("publications", "abstracts", "presentations", "outputs", "research"), 0.0)
    assert not any("not entered" in note for note in found.notes)
    assert of(replace(EMPTY, none_of=("letters",))).adjusters == {"us_letters": 0.0}


@pytest.mark.parametrize(("outputs", "expected"), [
    ((Output(OutputKind.PAPER, 14),), {"publications": 14.0}),
    ((Output(OutputKind.PAPER, 0),), {"publications": 0.0}),
    ((Output(OutputKind.PAPER, 2, progress=Progress.PLANNED),), {"publications": 0.0}),
    ((Output(OutputKind.PAPER, 2), Output(OutputKind.POSTER, 1)), {"publications": 2.0, "presentations": 1.0}),
    ((Output(OutputKind.PAPER, 2), Output(OutputKind.TALK, 1), Output(OutputKind.ABSTRACT, 0)),
     {"publications": 2.0, "presentations": 1.0, "abstracts": 0.0, "outputs": 3.0}),
])
def test_a_kind_of_output_that_is_not_named_is_unknown_and_so_is_the_sum(outputs, expected):
    assert of(replace(EMPTY, outputs=outputs)).measures == expected


@pytest.mark.parametrize(("change", "kind", "said"), [
    ({}, ApplicantType.NON_US_IMG, "Letters, research, rotations, papers, abstracts and posters or talks are not "
     "entered, so the average over people like you stands in for them. If you have none, say so: the chance is then "
     "usually lower."),
    ({"none_of": ("letters", "outputs", "rotations")}, ApplicantType.NON_US_IMG,
     "Research is not entered, so the average over people like you stands in for it."),
    ({"none_of": ("letters", "research", "rotations"), "outputs": (Output(OutputKind.PAPER, 1),)}, ApplicantType.US_IMG,
     "Abstracts and posters or talks are not entered"),
    ({"outputs": (Output(OutputKind.PAPER, 1),)}, ApplicantType.US_MD_SENIOR,
     "Abstracts and posters or talks are not entered"),  # the rest does not enter a senior's chance
])
def test_one_sentence_names_all_that_is_open_and_used(change, kind, said):
    found = [note for note in of(replace(EMPTY, applicant_type=kind, **change)).notes if "not entered" in note]
    assert len(found) == 1
    assert found[0].startswith(said)
