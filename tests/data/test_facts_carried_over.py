"""The parameters carried over from public documents: their values, their grades and what stays uncertain."""

from __future__ import annotations

import csv
import importlib.util
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from smartpick.domain.chance import Grade
from smartpick.facts import Facts, ReadVia, load_facts
from smartpick.settings import DATA

ROOT = Path(__file__).parents[2]
GATHERED = Path(os.environ.get("SMARTPICK_GATHERED", ROOT.parent / "shared" / "data"))
gathered = pytest.mark.skipif(
    not (GATHERED / "national").is_dir(),
    reason="the gathered CSV files are not beside the project (set SMARTPICK_GATHERED to their folder)",
)


def number(key: str, *cell: str, year: int | None = None) -> float:
    return load_facts().get(key, *cell, year=year).number


@pytest.mark.covers("D6", "D9", "H4")
@pytest.mark.parametrize(("applicant", "matched", "active", "rate"), [
    ("non_us_img", 6_733, 11_944, 0.564),
    ("us_img", 2_949, 4_210, 0.700),
])
def test_match_rates_of_2026_follow_from_their_counts(
    applicant: str, matched: int, active: int, rate: float
) -> None:
    assert number("match.matched_pgy1", applicant, year=2026) == matched
    assert number("match.active_applicants", applicant, year=2026) == active
    assert number("match.match_rate", applicant, year=2026) == rate == pytest.approx(matched / active, abs=5e-4)


def test_published_rates_follow_from_published_counts_wherever_both_are_known() -> None:
    facts, seen = load_facts(), 0
    for (year, cell), fact in facts.parameter("match.match_rate").facts.items():
        matched = facts.find("match.matched_pgy1", *cell, year=year)
        active = facts.find("match.active_applicants", *cell, year=year)
        if matched is not None and active is not None:
            seen += 1
            assert fact.number == pytest.approx(matched.number / active.number, abs=6e-4), (year, cell)
    assert seen >= 18


def test_the_two_readings_of_2025_are_both_shown() -> None:
    fact = load_facts().get("match.match_rate", "non_us_img", year=2025)
    assert fact.value == 0.58
    assert fact.note is not None
    assert "58.3%" in fact.note
    soap = load_facts().get("match.positions", "soap_offered", year=2026)
    assert soap.value == 2_851
    assert soap.note is not None
    assert "2,581" in soap.note


@pytest.mark.covers("H4")
def test_visa_need_is_apart_from_applicant_type() -> None:
    assert number("match.match_rate_by_visa", "visa") == 0.544
    assert number("match.match_rate_by_visa", "none") == 0.679


@pytest.mark.parametrize(("key", "cell", "value"), [
    ("fees.eras_residency", ("1-30",), 11),
    ("fees.eras_residency", ("31+",), 30),
    ("fees.residencycas", ("1-18 flat",), 99),
    ("fees.residencycas", ("19-30",), 18),
    ("fees.residencycas", ("31+",), 23),
    ("fees.sf_match_registration", (), 100),
    ("fees.nrmp_registration", (), 70),
    ("fees.nrmp_extra_rank", (), 30),
    ("fees.transcript", ("usmle",), 80),
    ("fees.exams", ("step2_ck",), 695),
    ("fees.visa", ("sevis_j1",), 220),
    ("exams.step2_ck_pass_mark", (), 218),
    ("programs.sponsoring", ("internal_medicine", "j1"), 0.637),
    ("programs.sponsoring", ("diagnostic_radiology", "j1"), 0.731),
    ("programs.sponsoring", ("general_surgery", "j1"), 0.642),
    ("signals.interview_odds", ("general_surgery",), 3.85),
    ("match.ophthalmology_match_rate", ("img",), 0.21),
    ("match.urology_match_rate", ("all",), 0.76),
])
@pytest.mark.covers("D5")
def test_values_are_those_published(key: str, cell: tuple[str, ...], value: float) -> None:
    assert number(key, *cell) == value


@pytest.mark.covers("D5")
def test_sf_match_tiers_give_back_the_published_totals() -> None:
    facts = load_facts()
    flat, middle, far = (number("fees.sf_match_applications", cell) for cell in ("1-10 flat", "11-40", "41+"))
    registration = number("fees.sf_match_registration")
    totals = {40: 610, 80: 2_010, 100: 2_710}
    for programs, total in totals.items():
        assert registration + flat + 30 * middle + (programs - 40) * far == total
    assert facts.get("fees.sf_match_applications", "41+").grade is Grade.JUDGED


@pytest.mark.parametrize(("key", "cell", "low", "high"), [
    ("signals.interview_odds", "all", 2.71, 9.07),
    ("signals.geography_odds", "in_state", 2.45, 5.14),
    ("signals.geography_odds", "aligned_preference", 1.83, 2.75),
])
def test_ranges_without_a_point_stay_ranges(key: str, cell: str, low: float, high: float) -> None:
    estimate = load_facts().get(key, cell).estimate()
    assert (estimate.value, estimate.low, estimate.high) == (None, low, high)


@pytest.mark.covers("D3", "H5")
@pytest.mark.parametrize(("specialty", "limits"), [
    ("dermatology", {"gold": 3, "silver": 25}),
    ("orthopaedic_surgery", {"single": 30}),
    ("neurological_surgery", {"single": 25}),
    ("otolaryngology", {"single": 25}),
    ("interventional_radiology", {"gold": 0, "silver": 0, "single": 8}),
    ("diagnostic_radiology", {"gold": 6, "silver": 9}),
    ("ophthalmology", {"single": 0}),
])
def test_signal_limits_of_2027(specialty: str, limits: dict[str, int]) -> None:
    cells = load_facts().cells("signals.limits", 2027)
    assert {tier: fact.value for (name, tier), fact in cells.items() if name == specialty} == limits


def test_the_official_signals_of_2025_are_original_and_those_of_2027_transcribed() -> None:
    facts = load_facts()
    for year, via in ((2025, ReadVia.ORIGINAL), (2027, ReadVia.TRANSCRIPTION)):
        for fact in facts.cells("signals.limits", year).values():
            assert facts.source(fact.source).read_via is via


def test_no_specialty_uses_one_tier_and_two_at_once() -> None:
    facts = load_facts()
    for year in facts.parameter("signals.limits").years:
        used: dict[str, set[str]] = {}
        for (specialty, tier), fact in facts.cells("signals.limits", year).items():
            if fact.value:
                used.setdefault(specialty, set()).add(tier)
        assert all(tiers in ({"single"}, {"gold", "silver"}) for tiers in used.values()), year


@pytest.mark.covers("D29")
def test_figures_nobody_checked_are_judged_and_say_so() -> None:
    """Sources whose own page was not read only carry judged values with a note."""
    facts = load_facts()
    unread = {name for name in facts.source_ids if "has not been read yet" in (facts.source(name).note or "")}
    assert {"nrmp-match-fees", "pletcher-2022", "usmle-interpretation-2024"} <= unread
    carried = [fact for key in facts.keys for fact in facts.parameter(key).facts.values()
               if fact.source in unread]
    assert carried
    assert all(fact.grade is Grade.JUDGED and fact.note for fact in carried)


@gathered
def test_the_tables_can_be_made_again(tmp_path: Path) -> None:
    """tools/build_national.py writes the shipped tables from the gathered files, byte for byte."""
    run = subprocess.run([sys.executable, str(ROOT / "tools" / "build_national.py"), str(GATHERED), str(tmp_path)],
                         capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    for made in tmp_path.glob("*.csv"):
        assert made.read_bytes() == (DATA / "tables" / made.name).read_bytes(), made.name


@gathered
def test_signal_limits_agree_with_the_gathered_rows() -> None:
    from smartpick.facts.specialties import specialties

    facts, seen = load_facts(), 0
    with (GATHERED / "national" / "signals.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            tier = {"signals_gold": "gold", "signals_silver": "silver",
                    "signals_single_tier": "single"}.get(row["metric"])
            if tier is None:
                continue
            names = specialties().find_all(row["specialty"])
            if len(names) > 1:
                continue
            fact = facts.get("signals.limits", names[0].id, tier, year=int(row["year"]))
            assert fact.value == int(row["value"]), row
            seen += 1
    assert seen >= 80


def test_nothing_of_the_reported_programs_is_in_the_data() -> None:
    """What programs reported may be used for fitting only; its columns and files never ship."""
    assert not [path for path in DATA.rglob("*") if "reported" in path.name]


def test_everything_loads_quickly() -> None:
    """All parameters and sources in under 150 ms; processor time fails here at three times that."""
    load_facts().get("fees.eras_residency", "31+")  # imports are not what is measured
    start = time.process_time()
    facts = Facts(DATA)
    for key in facts.keys:
        facts.parameter(key)
    for name in facts.source_ids:
        facts.source(name)
    assert time.process_time() - start < 3 * 0.150


def test_the_tool_explains_itself_without_arguments(capsys: pytest.CaptureFixture[str]) -> None:
    spec = importlib.util.spec_from_file_location("build_national", ROOT / "tools" / "build_national.py")
    assert spec is not None
    assert spec.loader is not None
    tool = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(tool)
    assert tool.main([]) == 2
    assert "GATHERED_FOLDER" in capsys.readouterr().out
