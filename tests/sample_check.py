"""An invented list of what to check first, for tests of its faces."""

from __future__ import annotations

from datetime import date

from smartpick.domain.applicant import VisaNeed
from smartpick.domain.chance import Estimate
from smartpick.domain.to_check import InstitutionCheck, ToCheck


def sample_to_check() -> ToCheck:
    """Two institutions: one on the list with a website, one with an old note and none."""
    return ToCheck((_first(), _second()), ("Each gain is an estimate.", "3 institutions are left out."), 2028,
                   Estimate(0.42, "chance", 0.32, 0.48), "Dermatology")


def _first() -> InstitutionCheck:
    return InstitutionCheck(
        "1001", "Example Hospital A", "Boston, MA", ("P0000000001", "P0000000002"),
        ("Dermatology", "Internal Medicine"), "https://example.org/a", VisaNeed.J1,
        Estimate(0.65, "chance", 0.4, 0.8), Estimate(0.004, "chance", 0.001, 0.006),
        "Its 2 programs are on your list, and whether it sponsors the J-1 is not known: a no frees $41 for others.",
        "Visa sponsorship for residents starting in July 2028",
        "Dear Program Coordinator,\n\n1. Do you sponsor the J-1?\n\nWith kind regards,\n[your name]\n",
        Estimate(0.0012, "chance", 0.0, 0.003), 2)


def _second() -> InstitutionCheck:
    return InstitutionCheck(
        "1002", "Example Hospital B", "2 cities in OH", ("P0000000003",), ("Internal Medicine",), None, VisaNeed.J1,
        Estimate(0.8, "chance"), Estimate(0.0002, "chance", 0.0, 0.0004),
        "Its program is on your list, and your note that it sponsors the J-1 is from 3 Mar 2025.",
        "Visa sponsorship for residents starting in July 2028",
        "Dear Program Coordinator,\n\n1. Do you sponsor the J-1?\n\nWith kind regards,\n[your name]\n",
        Estimate(0.0, "chance", 0.0, 0.0), 1, date(2025, 3, 3), True)
