"""A hand-made, fictional chance sheet that fills every field, for the tests of everything that shows one."""

from __future__ import annotations

from dataclasses import replace
from math import exp

from smartpick.domain.applicant import ApplicantType
from smartpick.domain.chance import Chance, Estimate, Grade
from smartpick.domain.explained import (
    ChanceSheet,
    Contribution,
    Percentile,
    RanksCurve,
    RanksPoint,
    UnknownInput,
)
from smartpick.domain.plan import RealityCard, SourceNote

SOURCE = "nrmp-charting-non-us-img-2026"
JUDGEMENT = "smartpick-judgement"
NON_US = ApplicantType.NON_US_IMG
FIRST = "of those who ranked it first, most after interviews"


def chance(value: float | None, low: float, high: float, grade: Grade = Grade.DERIVED) -> Estimate:
    return Estimate(value, "chance", low, high, year=2026, grade=grade, sources=(SOURCE,))


def place(value: float | None, low: float | None = None, high: float | None = None, year: int = 2026) -> Estimate:
    return Estimate(value, "percentile", low, high, year=year, grade=Grade.DERIVED, sources=(SOURCE,))


def sample_curve() -> RanksCurve:
    """A rising curve to 16 ranks whose band stays inside 0 and 1."""
    points = tuple(
        RanksPoint(k, chance(middle := 0.95 * (1 - exp(-0.22 * k)), max(0.0, middle - 0.12), min(0.99, middle + 0.1)))
        for k in range(1, 17))
    return RanksCurve("dermatology", NON_US, points, True, FIRST, (SOURCE,),
                      ("This is an association, not a cause.",
                       "Dermatology’s own figures are kept back, so sister specialties stand in."))


def sample_sheet() -> ChanceSheet:
    """An invented applicant with a letter, three papers and a score below the group's."""
    matched = "matched non-US citizen IMGs in Dermatology"
    seniors = "matched US MD seniors in Dermatology"
    hidden = "Not published: only 4 matched people gave their figures, and groups of fewer than five are kept back."
    return ChanceSheet(
        specialty="dermatology", specialty_name="Dermatology", applicant_type=NON_US,
        reality=RealityCard(
            "dermatology", "Dermatology", NON_US, 5, 30, chance(5 / 30, 0.085, 0.30, Grade.MEASURED), (0.073, 0.336),
            FIRST, 2026, (SOURCE,),
            ("Dermatology in 2026: 30 non-US citizen IMGs ranked it first; 5 matched in it (16.7%, Wilson 95% interval "
             "7.3–33.6%).", f"The rate is {FIRST}; people who applied and were never invited are not in it."), True),
        if_certify=Chance(chance(0.21, 0.07, 0.42, Grade.JUDGED), FIRST, "published rate, moved by Step 2 CK",
                          ("Step 2 CK: 252, against 256 of the typical matched applicant: 4 points down.",)),
        if_apply=Chance(Estimate(None, "chance", 0.01, 0.15, year=2026, grade=Grade.JUDGED, sources=(JUDGEMENT,)),
                        "of people like you who apply to this list, whether invited or not",
                        "the certified chance times the chance of an interview",
                        ("No count of people of your type who applied is published.",)),
        no_interview=chance(0.62, 0.31, 0.88, Grade.JUDGED),
        typical=chance(0.27, 0.10, 0.50, Grade.JUDGED),
        contributions=(
            Contribution("step2_ck", "Step 2 CK", "252", "256", -0.04, Grade.DERIVED, (SOURCE,)),
            Contribution("publications", "Publications", "3", "12", -0.055, Grade.JUDGED, (SOURCE,),
                         "Suppressed for this specialty: a pool stands in."),
            Contribution("letters", "Strong US letters in the specialty", "1", "2", -0.003, Grade.JUDGED, (JUDGEMENT,)),
            Contribution("usce", "US clinical experience", "elective", "none", 0.038, Grade.JUDGED, (JUDGEMENT,)),
            Contribution("visa", "Visa need", "needs a visa", "needs a visa", 0.0, Grade.DERIVED, (SOURCE,)),
        ),
        unknown=(UnknownInput("volunteer", "Volunteer experiences", 0.19, 0.24, Grade.DERIVED,
                              "Averaged over people counted like you."),
                 UnknownInput("phd", "PhD", 0.207, 0.212, Grade.JUDGED)),
        compared=(
            Percentile("step2_ck", "Step 2 CK", "252", matched, place(None), hidden),
            Percentile("publications", "Publications", "3", matched, place(None), hidden),
            Percentile("step2_ck", "Step 2 CK", "252", seniors, place(28, 23, 32), "", "258 (median)"),
            Percentile("research", "Research experiences", "1", seniors, place(None, year=2024),
                       "Below the mean; how widely the figures spread is not published, so no percentile is given.",
                       "6.4 (mean)"),
            Percentile("step2_ck", "Step 2 CK", "252", "US and Canadian MD students at their first attempt",
                       place(58, 56, 60, 2025), "The guide calls the 90th or higher typical: no.", "249 (mean)"),
        ),
        ranks=sample_curve(),
        notes=("A note on this specialty.",),
        against_us_md="You stand above the average matched US MD senior in 0 of 2 published figures: Step 2 CK 252 "
                      "against 258; research experiences 1 against 6.4.",
        sources=(
            SourceNote(SOURCE, "Charting Outcomes in the Match: non-US IMGs", "NRMP", "2026", "transcription"),
            SourceNote(JUDGEMENT, "Judged values", "SmartPick", "2026", "original"),
        ),
    )  # fmt: skip


def bare_sheet() -> ChanceSheet:
    """The same person where no visa lane is open and nothing is published."""
    card = replace(sample_sheet().reality, matched=None, total=None, rate=None, wilson_95=None, population="",
                   year=None, sentences=("How many matched is not published in the tables we hold.",))
    return replace(sample_sheet(), reality=card, if_certify=None, if_apply=None, no_interview=None, typical=None,
                   contributions=(), unknown=(), compared=(), ranks=None, sources=(),
                   why_no_ranks="No table gives the number of ranks of this group.",
                   notes=("No chance is given, because no visa lane is open to you at present.",))
