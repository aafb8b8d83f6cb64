"""Telling the truth is not punished: who said "none so far" and then has one good thing never has a lower chance."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from smartpick.domain.applicant import (
    ApplicantType,
    Education,
    Exam,
    Exams,
    Letter,
    Output,
    OutputKind,
    Person,
    Profile,
    ResearchPeriod,
    ResearchPlace,
    Rotation,
    RotationKind,
    VisaNeed,
)
from smartpick.domain.none_so_far import MAY_SAY_NONE
from smartpick.odds.specialty.inputs import inputs_of
from smartpick.odds.specialty.model import specialty_model

TODAY = date(2026, 11, 22)
SPECIALTIES = ("dermatology", "orthopaedic_surgery", "neurology", "internal_medicine", "family_medicine",
               "general_surgery", "psychiatry", "diagnostic_radiology", "neurological_surgery")  # fmt: skip
IMGS = (ApplicantType.NON_US_IMG, ApplicantType.US_IMG)
HANDS_ON = [kind for kind in RotationKind if kind.hands_on]
GOOD = tuple(name for name in MAY_SAY_NONE if name != "earlier_matches")  # a Match before is no good thing
SLACK = 1e-9  # rounding
quick = settings(max_examples=60, deadline=None)

scores = st.none() | st.integers(200, 275)
targets = st.sampled_from(SPECIALTIES)
types = st.sampled_from(IMGS)


def person(target: str, kind: ApplicantType, score: int | None) -> Profile:
    """Somebody who has said everything, and has none of the lists so far."""
    need = VisaNeed.J1 if kind is ApplicantType.NON_US_IMG else VisaNeed.NONE
    exams = Exams(step1=Exam(passed=True, attempts=1), step2_ck=Exam(score=score, attempts=1))
    return Profile((target,), kind, person=Person(visa_need=need), none_of=MAY_SAY_NONE, exams=exams,
                   education=Education(student=False, graduation=date(2023, 6, 30)))  # fmt: skip


def certified(profile: Profile) -> np.ndarray:
    assert profile.applicant_type is not None
    model = specialty_model(profile.target, profile.applicant_type)
    assert model is not None
    return model.certified(inputs_of(profile, profile.target, TODAY))


def never_lower(before: Profile, after: Profile) -> None:
    """The chance shown is not lower."""
    low, high = certified(before)[0], certified(after)[0]
    assert high >= low - SLACK, f"{low:.4f} falls to {high:.4f}"


@st.composite
def good_things(draw: st.DrawFn) -> tuple[str, object]:
    """One good thing in the target: the list it belongs to, and how it is made for a target."""
    name = draw(st.sampled_from(GOOD))
    if name == "outputs":
        made = Output(draw(st.sampled_from(list(OutputKind))), draw(st.integers(1, 20)))
        return name, lambda target: made
    if name == "letters":
        return name, lambda target: Letter(target, from_us=True, strong=True)
    if name == "rotations":
        kind = draw(st.sampled_from(HANDS_ON))
        return name, lambda target: Rotation(kind, target, 4.0, teaching_hospital=True)
    months = draw(st.integers(1, 36))
    return name, lambda target: ResearchPeriod(target, ResearchPlace.ONSITE_US, months=float(months))


def with_thing(profile: Profile, name: str, thing: object) -> Profile:
    """One more entry, which takes back that there was none."""
    entries = (*getattr(profile, name), thing)
    return replace(profile, **{name: entries}, none_of=tuple(n for n in profile.none_of if n != name))


@pytest.mark.covers("R7")
@quick
@given(targets, types, scores, good_things())
def test_one_good_thing_never_lowers_the_chance_of_who_had_none(target, kind, score, good):
    name, made = good
    bare = person(target, kind, score)
    never_lower(bare, with_thing(bare, name, made(target)))


@quick
@given(targets, types, scores, st.lists(good_things(), min_size=2, max_size=6))
def test_nor_does_the_next_one(target, kind, score, things):
    """Every kind of output is named from the start, with 0: to name one that was open is news, not a good thing."""
    nothing = tuple(Output(kind, 0) for kind in OutputKind)
    before = replace(person(target, kind, score), outputs=nothing)
    for name, made in things:
        after = with_thing(before, name, made(target))
        never_lower(before, after)
        before = after


@quick
@given(targets, types, scores, st.integers(1, 20), st.integers(1, 10))
def test_one_more_paper_never_lowers_it(target, kind, score, papers, more):
    bare = person(target, kind, score)
    some = with_thing(bare, "outputs", Output(OutputKind.PAPER, papers))
    never_lower(some, with_thing(some, "outputs", Output(OutputKind.PAPER, more)))


@pytest.mark.parametrize("kind", IMGS)
@pytest.mark.parametrize("target", SPECIALTIES)
def test_saying_none_gives_no_more_than_saying_nothing(target, kind):
    """Otherwise silence would pay: what is left open stands for the average, none for none."""
    none = person(target, kind, 245)
    assert certified(none)[0] <= certified(replace(none, none_of=("earlier_matches",)))[0] + SLACK


@pytest.mark.parametrize("kind", IMGS)
@pytest.mark.parametrize("target", SPECIALTIES)
def test_saying_that_it_is_the_first_match_gives_no_less_than_saying_nothing(target, kind):
    """The one list of which none is good news."""
    first = person(target, kind, 245)
    assert certified(first)[0] >= certified(replace(first, none_of=GOOD))[0] - SLACK


def test_the_reported_case():
    """One paper, one strong US letter, three months on site and one US elective: no lower than none of them."""
    bare = person("dermatology", ApplicantType.NON_US_IMG, 250)
    full = replace(
        bare, none_of=(), outputs=(Output(OutputKind.PAPER, 1),), letters=(Letter("dermatology", True, True),),
        research=(ResearchPeriod("dermatology", ResearchPlace.ONSITE_US, months=3),),
        rotations=(Rotation(RotationKind.US_ELECTIVE, "dermatology", 4.0),))  # fmt: skip
    assert certified(full)[0] > certified(bare)[0] + 0.01
