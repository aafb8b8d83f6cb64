"""What the season costs beside the applications: registration, transcript, and the token of an IMG."""

from __future__ import annotations

from smartpick.domain.applicant import ApplicantType
from smartpick.domain.plan import FeeLine
from smartpick.facts import Fact, Facts


def fixed_fees(applicant_type: ApplicantType, services: set[str], facts: Facts) -> tuple[FeeLine, ...]:
    """Fees paid once a season whatever the list, for the services used (`ERAS`, `ResidencyCAS`, `SF Match`)."""
    lines = [_line("NRMP registration", facts.get("fees.nrmp_registration"))]
    if "ERAS" in services:
        lines.append(_line("USMLE transcript for ERAS", facts.get("fees.transcript", "usmle")))
    if "ERAS" in services and applicant_type.is_img:
        lines.append(_line("ERAS token from ECFMG", facts.get("fees.ecfmg_token")))
    if "SF Match" in services:
        lines.append(_line("SF Match registration", facts.get("fees.sf_match_registration")))
    return tuple(lines)


def _line(label: str, fact: Fact) -> FeeLine:
    return FeeLine(f"{label} ({fact.year})", round(fact.number), fact.note or "", fact.source, fact.grade.value)
