"""Differences of two profiles: every field is seen, under its dotted name, in words."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import date

import pytest

from smartpick.domain.applicant import (
    ApplicantType,
    Exam,
    Letter,
    Profile,
    Progress,
    Stance,
    Status,
)
from smartpick.domain.differences import LABELS, NOT_COMPARED, differences

BASE = Profile(("dermatology",), ApplicantType.NON_US_IMG)


def test_equal_profiles_do_not_differ() -> None:
    assert differences(BASE, replace(BASE, label="another name")) == ()


@pytest.mark.covers("D20")
def test_fields_in_words() -> None:
    other = replace(
        BASE,
        targets=("dermatology", "neurology"),
        person=replace(BASE.person, status=Status.J1_RESEARCH, status_until=date(2027, 12, 31)),
        exams=replace(BASE.exams, step2_ck=Exam(score=252), ecfmg_certified=False),
        pgy1_year=Stance.YES,
        wishes=replace(BASE.wishes, budget_usd=2500, savings_months=1.5),
    )
    assert [(d.path, d.label, d.left, d.right) for d in differences(BASE, other)] == [
        ("targets", "Targets", "dermatology", "dermatology and neurology"),
        ("person.status", "US status", "unknown", "j1 research"),
        ("person.status_until", "US status until", "unknown", "31 Dec 2027"),
        ("exams.step2_ck.score", "Step 2 CK: score", "unknown", "252"),
        ("exams.ecfmg_certified", "ECFMG certified", "unknown", "no"),
        ("pgy1_year", "Would take a PGY-1 year", "unknown", "yes"),
        ("wishes.budget_usd", "Budget", "unknown", "$2,500"),
        ("wishes.savings_months", "Months of savings", "unknown", "1.5"),
    ]


def test_entries_of_a_list() -> None:
    first, second = Letter("dermatology", True, True), Letter("dermatology", True, progress=Progress.PLANNED)
    one, two = replace(BASE, letters=(first,)), replace(BASE, letters=(first, second))
    (found,) = differences(one, two, lambda field, text: text.title() if field == "specialty" else text)
    assert (found.path, found.label) == ("letters.2", "Letters, no. 2")
    assert (found.left, found.right) == ("none entered", "Dermatology, from us yes, planned")
    (back,) = differences(two, one)
    assert (back.left, back.right) == ("dermatology, from us yes, planned", "none entered")


def test_every_field_of_a_profile_has_a_name_for_people() -> None:
    for field in fields(Profile):
        if field.name in NOT_COMPARED:
            continue
        inner = getattr(BASE, field.name, None)
        names = [field.name] if not hasattr(inner, "__dataclass_fields__") else [
            f"{field.name}.{f.name}" for f in fields(inner)]  # fmt: skip
        assert set(names) <= set(LABELS), field.name
