"""What the season costs beside the applications: fees of the season, and what lies outside the budget."""

from __future__ import annotations

from collections.abc import Iterator

from smartpick.domain.applicant import ApplicantType, Exam, Profile, VisaNeed
from smartpick.domain.plan import FeeLine
from smartpick.domain.words import joined, usd
from smartpick.facts import Fact, Facts

CERTIFICATION = {
    "myintealth_account": "MyIntealth account", "certification_application": "application",
    "pathway_application": "Pathway", "credential_verification": "check of the diploma",
}  # fmt: skip
VISA = (("SEVIS fee for a J-1", "sevis_j1"), ("Visa application", "visa_application"),
        ("Visa integrity fee", "visa_integrity"))  # fmt: skip


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


def also_to_pay(profile: Profile, facts: Facts) -> tuple[tuple[FeeLine, ...], tuple[str, ...]]:
    """Published fees that the budget for applications does not hold, and what no published figure covers.

    Only what this person may still have to pay: no fee for a passed exam, no visa fee without a visa.
    """
    lines = (*_exams(profile, facts), *_certification(profile, facts), *_visa(profile, facts))
    unknown = ["travel", "living"]
    if not _passed(profile.exams.step3):
        unknown.insert(0, "Step 3 where you take it")
    notes = [f"No published fee is held for {joined(unknown)}."]
    whole = facts.find("fees.img_cycle_total")
    img = profile.applicant_type is None or profile.applicant_type.is_img
    if img and whole is not None and whole.low is not None and whole.high is not None:
        notes.append(f"One site estimates {usd(whole.low)} to {usd(whole.high)} for a whole cycle with travel and "
                     "living; that is not a survey.")
    return lines, tuple(notes)


def _exams(profile: Profile, facts: Facts) -> Iterator[FeeLine]:
    exams = profile.exams
    img = profile.applicant_type is None or profile.applicant_type.is_img
    for name, key, exam in (("Step 1", "step1", exams.step1), ("Step 2 CK", "step2_ck", exams.step2_ck)):
        if not _passed(exam):
            yield _line(name, facts.get("fees.exams", key))
            if img:
                yield _line(f"{name}, surcharge outside the US and Canada", facts.get("fees.exams", f"{key}_delivery"))
    if img and exams.english_passed is not True and exams.ecfmg_certified is not True:
        yield _line("English test (OET Medicine)", facts.get("fees.exams", "oet_medicine"))


def _certification(profile: Profile, facts: Facts) -> Iterator[FeeLine]:
    """The steps to the certificate in one line; which of them are paid already is not known."""
    img = profile.applicant_type is None or profile.applicant_type.is_img
    if not img or profile.exams.ecfmg_certified is True or _passed(profile.exams.step3):
        return
    parts = [facts.get("fees.certification", item) for item in CERTIFICATION]
    steps = joined([f"{words} {usd(part.number)}"
                    for words, part in zip(CERTIFICATION.values(), parts, strict=True)])
    yield FeeLine(f"ECFMG certification ({parts[0].year})", round(sum(part.number for part in parts)),
                  f"{steps}; less what you have paid already. Confirm at ecfmg.org.", parts[0].source,
                  parts[0].grade.value)


def _visa(profile: Profile, facts: Facts) -> Iterator[FeeLine]:
    if profile.needs_visa is not True:
        return
    for label, key in VISA:
        if key == "sevis_j1" and profile.person.visa_need is VisaNeed.H1B:
            continue
        yield _line(label, facts.get("fees.visa", key))


def _passed(exam: Exam) -> bool:
    return exam.passed is True or exam.score is not None
