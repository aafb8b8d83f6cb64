"""One table of specialties: every spelling that people and files use leads to one id."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smartpick.errors import NotFound
from smartpick.facts import load_facts
from smartpick.facts.specialties import Specialty, specialties

GATHERED = Path(__file__).parents[3] / "shared" / "data"


@pytest.mark.parametrize(
    ("text", "specialty"),
    [
        ("Orthopedic", "orthopaedic_surgery"),
        ("orthopaedic surgery", "orthopaedic_surgery"),
        ("Orthopædic Surgery", "orthopaedic_surgery"),
        ("ORTHO", "orthopaedic_surgery"),
        ("derm", "dermatology"),
        ("Dermatology (PGY-2)", "dermatology"),
        ("ENT", "otolaryngology"),
        ("OB/GYN", "obstetrics_gynecology"),
        ("Obstetrics & Gynaecology", "obstetrics_gynecology"),
        ("IM", "internal_medicine"),
        ("Internal Medicine (Categorical) (PGY-1)", "internal_medicine"),
        ("FM", "family_medicine"),
        ("PM&R", "physical_medicine_rehabilitation"),
        ("Physical Medicine & Rehab (PGY-1)", "physical_medicine_rehabilitation"),
        ("Surgery-General", "general_surgery"),
        ("Surgery", "general_surgery"),
        ("Surgery-Preliminary (PGY-1 Only) (PGY-1)", "preliminary_surgery"),
        ("Medicine-Preliminary (PGY-1 Only)", "preliminary_medicine"),
        ("Transitional (PGY-1 Only)", "transitional_year"),
        ("Radiology-Diagnostic", "diagnostic_radiology"),
        ("Anaesthesiology", "anesthesiology"),
        ("paediatrics", "pediatrics"),
        ("internal_medicine_psychiatry", "internal_medicine_psychiatry"),
        ("Emergency Medicine/Internal Medicine", "internal_medicine_emergency_medicine"),
        ("080", "dermatology"),
    ],
)
def test_a_spelling_leads_to_its_specialty(text: str, specialty: str) -> None:
    assert specialties().find(text).id == specialty


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("dermatolgy", "Did you mean Dermatology?"),
        ("ortopedics", "Did you mean Orthopaedic Surgery?"),
        ("neurosurgry", "Did you mean Neurological Surgery?"),
        ("", "No specialty was named."),
        ("///", "No specialty is called '///'."),
        ("zzzzzz", "Write it as NRMP does"),
        ("Radiology-Diagnostic and Interventional", "covers several specialties"),
    ],
)
def test_an_unknown_spelling_is_one_helpful_sentence(text: str, said: str) -> None:
    with pytest.raises(NotFound) as caught:
        specialties().find(text)
    assert said in str(caught.value)
    assert caught.value.exit_code == 2


def test_a_name_for_several_specialties_gives_all_of_them() -> None:
    found = specialties().find_all("Radiology-Diagnostic and Interventional")
    assert [s.id for s in found] == ["diagnostic_radiology", "interventional_radiology"]
    assert specialties().find_all("derm") == (specialties().get("dermatology"),)


@given(st.text(max_size=200))
def test_no_text_does_worse_than_not_being_found(text: str) -> None:
    try:
        found = specialties().find(text)
    except NotFound:
        return
    assert isinstance(found, Specialty)


@given(st.sampled_from([s.id for s in specialties()]), st.sampled_from([str.upper, str.title, str.lower]))
def test_case_and_punctuation_never_matter(specialty: str, change: object) -> None:
    row = specialties().get(specialty)
    for text in (row.id, row.name, row.nrmp_name, row.name.replace("/", " - "), row.name.replace(" ", "  ")):
        assert specialties().find(change(text)).id == specialty  # type: ignore[operator]


@pytest.mark.covers("R1", "R17")
def test_the_guide_names_these_specialties() -> None:
    flagged = {flag: {s.id for s in specialties() if s.guide == flag} for flag in ("always", "sometimes")}
    assert flagged["always"] == {
        "dermatology", "orthopaedic_surgery", "plastic_surgery", "neurological_surgery", "ophthalmology",
        "radiation_oncology",
    }  # fmt: skip
    assert flagged["sometimes"] == {"diagnostic_radiology", "otolaryngology", "interventional_radiology"}


@pytest.mark.covers("R17", "D5")
def test_each_specialty_has_its_match_and_application_service() -> None:
    table = specialties()
    assert table.get("ophthalmology").match_service == "SF Match"
    assert table.get("ophthalmology").application_service == "SF Match"
    assert table.get("urology").match_service == "urology"
    assert table.get("urology").application_service == "ERAS"
    cas = {s.id for s in table if s.application_service == "ResidencyCAS"}
    assert {"obstetrics_gynecology", "emergency_medicine"} <= cas
    assert all("emergency" in s or "obstetrics" in s for s in cas)
    others = [s for s in table if s.id not in ("ophthalmology", "urology")]
    assert {s.match_service for s in others} == {"NRMP"}


@pytest.mark.covers("H10")
def test_training_lengths_include_the_first_year() -> None:
    years = {s.id: s.length_years for s in specialties()}
    assert (years["internal_medicine"], years["dermatology"], years["orthopaedic_surgery"]) == (3, 4, 5)
    assert years["neurological_surgery"] == 7  # all seven years of a J-1 (cases.md, case 7)
    assert {s.id for s in specialties() if s.one_year} == {s.id for s in specialties() if s.length_years == 1}
    assert specialties().get("transitional_year").one_year


def test_every_row_says_where_its_length_comes_from() -> None:
    sources = load_facts()
    for row in specialties():
        assert sources.source(row.length_source).title
        assert row.length_grade == "judged"


def test_directory_codes_belong_to_one_specialty_each() -> None:
    codes = [code for s in specialties() for code in s.nrmp_codes]
    assert len(codes) == len(set(codes)) == 45


@pytest.mark.skipif(not GATHERED.exists(), reason="the gathered source tables are not beside this clone")
@pytest.mark.parametrize("name", ["national/charting_outcomes", "national/match_results", "state_matrix_2026",
                                  "national/signals", "national/contiguous_ranks", "directory"])  # fmt: skip
def test_every_spelling_of_the_gathered_tables_resolves(name: str) -> None:
    with (GATHERED / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        spellings = {row["specialty"] for row in csv.DictReader(file)} - {"All specialties"}
    assert spellings
    for spelling in spellings:
        assert specialties().find_all(spelling), spelling
