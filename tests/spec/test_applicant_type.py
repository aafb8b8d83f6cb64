"""How the statistics count a person: citizenship and school in, type out (H4, D6)."""

from __future__ import annotations

import pytest

from smartpick.domain.applicant import ApplicantType, Education, Person, Status, VisaNeed
from smartpick.domain.applicant_type import derive_type, derive_visa_need

US_IMG, NON_US_IMG = ApplicantType.US_IMG, ApplicantType.NON_US_IMG
CARIBBEAN, INDIAN = Education(caribbean_school=True), Education(school_country="IN")

TYPES = [
    ("a US citizen from a Caribbean school", Person(("US",)), CARIBBEAN, US_IMG),
    ("a US citizen from a school in Grenada", Person(("US",)), Education(school_country="GD"), US_IMG),
    ("two passports, one of them American", Person(("IN", "US")), INDIAN, US_IMG),
    ("status says citizen", Person(status=Status.US_CITIZEN), INDIAN, US_IMG),
    (
        "a green card and a foreign school",
        Person(("PK",), status=Status.PERMANENT_RESIDENT),
        INDIAN,
        NON_US_IMG,
    ),
    ("a J-1 scholar from India", Person(("IN",), status=Status.J1_RESEARCH), INDIAN, NON_US_IMG),
    ("no US citizenship, Caribbean school", Person(("NG",)), CARIBBEAN, NON_US_IMG),
    ("a US school leaves MD and DO open", Person(("US",)), Education(school_country="US"), None),
    ("so does one in Puerto Rico", Person(("US",)), Education(school_country="PR"), None),
    ("a Canadian school is not clear-cut", Person(("CA",)), Education(school_country="CA"), None),
    ("a Caribbean-born US graduate", Person(("JM",)), Education(school_country="US"), None),
    ("school unknown", Person(("IN",)), Education(), None),
    ("citizenship unknown", Person(), INDIAN, None),
    ("nothing known", Person(), Education(), None),
]


@pytest.mark.covers("H4", "D6")
@pytest.mark.parametrize(("who", "person", "education", "expected"), TYPES, ids=[row[0] for row in TYPES])
def test_the_type_follows_from_citizenship_and_school(who, person, education, expected):
    derived = derive_type(person, education)
    assert (derived and derived.applicant_type) == expected, who


@pytest.mark.covers("H4")
@pytest.mark.parametrize("need", [None, *VisaNeed])
def test_visa_need_never_changes_the_type(need):
    person = Person(("PK",), status=Status.PERMANENT_RESIDENT, visa_need=need)
    derived = derive_type(person, INDIAN)
    assert derived is not None
    assert derived.applicant_type is NON_US_IMG


@pytest.mark.covers("H4", "R73")
@pytest.mark.parametrize(
    ("person", "needs"),
    [
        (Person(("US",)), VisaNeed.NONE),
        (Person(("PK",), status=Status.PERMANENT_RESIDENT), VisaNeed.NONE),
        (Person(("IN",), status=Status.J1_RESEARCH), None),
        (Person(("IN",), status=Status.EAD), None),
        (Person(), None),
    ],
)
def test_no_visa_is_needed_with_citizenship_or_green_card_only(person, needs):
    derived = derive_visa_need(person)
    assert (derived and derived.visa_need) == needs
