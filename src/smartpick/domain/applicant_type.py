"""How the statistics count a person, worked out from citizenship and school where that is clear (H4, D6).

NRMP counts graduates of schools outside the US by citizenship alone: with US citizenship as US citizen
IMG, without it as non-US citizen IMG, green card or not. Visa need is another question, answered apart.
"""

from __future__ import annotations

from dataclasses import dataclass

from smartpick.domain.applicant import ApplicantType, Education, Person, Status, VisaNeed

US_SCHOOL_COUNTRIES = ("US", "PR")  # schools in Puerto Rico are US medical schools
UNCLEAR_SCHOOL_COUNTRIES = ("CA",)  # Canadian graduates were long counted apart: the person has to say


@dataclass(frozen=True, slots=True)
class DerivedType:
    """An applicant type that was not given, and the facts it follows from, as the end of a sentence."""

    applicant_type: ApplicantType
    because: str


@dataclass(frozen=True, slots=True)
class DerivedNeed:
    """A visa need that was not given, and the fact it follows from."""

    visa_need: VisaNeed
    because: str


def is_us_citizen(person: Person) -> bool | None:
    """None where neither citizenship nor status tells."""
    if "US" in person.citizenships or person.status is Status.US_CITIZEN:
        return True
    if person.citizenships or person.status is not None:
        return False
    return None


def is_foreign_school(education: Education) -> bool | None:
    """Whether the medical school lies outside the US; None where unknown or not clear-cut."""
    if education.caribbean_school:
        return True
    country = education.school_country
    if country is None or country in UNCLEAR_SCHOOL_COUNTRIES:
        return None
    return country not in US_SCHOOL_COUNTRIES


def derive_type(person: Person, education: Education) -> DerivedType | None:
    """The applicant type where citizenship and school leave no choice, else None.

    A US school leaves four types (MD or DO, senior or graduate), so nothing is derived.
    """
    citizen, foreign = is_us_citizen(person), is_foreign_school(education)
    if citizen is None or not foreign:
        return None
    school = "a Caribbean school" if education.caribbean_school else "a school outside the US"
    if citizen:
        return DerivedType(ApplicantType.US_IMG, f"US citizenship and {school}")
    holder = (
        "a green card, no US citizenship"
        if person.status is Status.PERMANENT_RESIDENT
        else "no US citizenship"
    )
    return DerivedType(ApplicantType.NON_US_IMG, f"{holder}, and {school}")


def derive_visa_need(person: Person) -> DerivedNeed | None:
    """No visa is needed with US citizenship or a green card; anything else the person has to say."""
    if is_us_citizen(person):
        return DerivedNeed(VisaNeed.NONE, "US citizens need no visa")
    if person.status is Status.PERMANENT_RESIDENT:
        return DerivedNeed(VisaNeed.NONE, "permanent residents need no visa")
    return None
