"""What a newcomer must be told with its source: shares that sponsor, visa notes in order, other costs, the season."""

from dataclasses import replace
from datetime import date

import pytest

from smartpick.advise.costs import also_to_pay
from smartpick.advise.visa import visa_plan
from smartpick.domain.applicant import (
    ApplicantType,
    Backup,
    Exam,
    Exams,
    Person,
    Profile,
    Stance,
    Status,
    VisaNeed,
)
from smartpick.domain.plan import VisaPlan
from smartpick.facts import load_facts
from smartpick.usecases.which_season import chosen_season
from timeline_cases import TODAY, applicant

EGYPT = Person(citizenships=("EG",), residence_country="EG", status=Status.NONE, visa_need=VisaNeed.EITHER)
MEDICINE = (Backup("internal_medicine", Stance.YES),)


def radiology(**changes: object) -> Profile:
    return applicant(**({"targets": ("diagnostic_radiology",), "person": EGYPT, "backups": MEDICINE} | changes))


def visa_of(profile: Profile) -> VisaPlan:
    return visa_plan(profile, TODAY, load_facts())


@pytest.mark.covers("R3", "R68", "R70")
def test_the_published_shares_of_programs_that_sponsor_stand_with_year_and_source() -> None:
    visa = visa_of(radiology())
    note = next(n for n in visa.notes if n.startswith("Programs that said they sponsor"))
    for part in ("Diagnostic Radiology 73% J-1 and 23% H-1B (2023; Academic Radiology)",
                 "Internal Medicine 64% J-1 and 22% H-1B (2022;", "Which ones is not in these figures."):
        assert part in note
    cited = {source for lane in visa.lanes for source in lane.sources}
    assert {"acad-radiol-2023", "nguemeni-tiako-2022"} <= cited
    surgery = visa_of(radiology(targets=("general_surgery",), backups=()))
    assert any("(2013; Datta" in n for n in surgery.notes)
    assert not any("said they sponsor" in n for n in visa_of(radiology(targets=("dermatology",), backups=())).notes)


@pytest.mark.covers("H11", "H10", "H20")
def test_the_visa_notes_begin_with_the_payment_the_clock_and_fixed_admission() -> None:
    first = visa_of(radiology()).notes[:3]
    assert "$100,000 payment is not collected at present" in first[0]
    assert first[1].startswith("On a J-1: Internal Medicine first and Diagnostic Radiology after it")
    assert "fixed period of at most four years" in first[2]
    only_j1 = visa_of(radiology(person=replace(EGYPT, visa_need=VisaNeed.J1)))
    assert "$100,000" not in " ".join(only_j1.notes)
    inside = replace(EGYPT, residence_country="US", status=Status.F1)
    assert "$100,000" not in " ".join(visa_of(radiology(person=inside)).notes)


def test_visa_words_are_plain() -> None:
    said = " ".join((*visa_of(radiology()).notes, *(s for lane in visa_of(radiology()).lanes
                                                    for s in (*lane.reasons, *lane.needs))))
    assert "Egypt is not on the entry-ban list of 1 Jan 2026" in said
    for hard in ("No suspension of entry names", "vacated", "a stay was", "distance is judged",
                 "files although"):
        assert hard not in said


@pytest.mark.covers("D5")
def test_other_costs_are_only_those_that_may_still_come() -> None:
    facts = load_facts()
    lines, notes = also_to_pay(radiology(exams=Exams(step1=Exam(passed=True), step2_ck=Exam(score=248))), facts)
    said = {line.label.rpartition(" (")[0]: line.usd for line in lines}
    assert said["ECFMG certification"] == 1855
    assert said["SEVIS fee for a J-1"] == 220
    assert "English test (OET Medicine)" in said
    assert not any(label.startswith("Step") for label in said)
    assert all(line.source in facts.source_ids for line in lines)
    assert "Step 3 where you take it, travel and living" in notes[0]
    done, _ = also_to_pay(radiology(person=replace(EGYPT, visa_need=VisaNeed.NONE)), facts)
    assert done == ()
    american = Profile(targets=("dermatology",), applicant_type=ApplicantType.US_MD_SENIOR,
                       person=Person(visa_need=VisaNeed.NONE))
    assert [line.label.split(" (")[0] for line in also_to_pay(american, facts)[0]] == ["Step 1", "Step 2 CK"]
    h1b, _ = also_to_pay(radiology(person=replace(EGYPT, visa_need=VisaNeed.H1B)), facts)
    assert not any("SEVIS" in line.label for line in h1b)


@pytest.mark.covers("R46", "D28")
def test_a_season_chosen_by_default_says_why_not_the_one_before_and_how_to_plan_another() -> None:
    of, (caution,) = chosen_season(radiology(), None, TODAY, load_facts())
    assert (of.match_year, caution.code) == (2029, "season_chosen")
    for part in ("plan for the 2029 Match, not the 2028 one", "1 Mar 2026 to 1 Sep 2026", "“season: 2028”"):
        assert part in caution.message
    assert chosen_season(radiology(), 2028, TODAY, load_facts())[1] == ()
    early, (first,) = chosen_season(radiology(), None, date(2026, 4, 1), load_facts())
    assert f"“season: {early.match_year + 1}”" in first.message or "not the" in first.message
