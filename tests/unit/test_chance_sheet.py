"""The chance of one specialty on the shipped facts: never above what was published, a reason for every gap."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import jsonschema
import pytest

import smartpick
from smartpick.cli.app import run
from smartpick.domain.applicant import ApplicantType, Exam, Exams, Person, Profile, Status, VisaNeed
from smartpick.domain.chance import Grade
from smartpick.errors import NotFound, SmartPickError
from smartpick.exchange.chance_json import chance_json
from smartpick.exchange.profile import read_profile
from smartpick.settings import DATA
from smartpick.usecases import chance as usecase
from smartpick.usecases.chance import chance_sheet

ROOT = Path(__file__).parents[2]
TODAY = date(2026, 11, 22)
EXAMPLES = sorted(path.stem for path in (ROOT / "examples").glob("*.yaml"))
DERM = str(ROOT / "examples" / "derm_j1.yaml")


def example(name: str) -> Profile:
    return read_profile(ROOT / "examples" / f"{name}.yaml")


def senior(score: int | None, specialty: str = "orthopaedic_surgery") -> Profile:
    return Profile((specialty,), ApplicantType.US_MD_SENIOR, exams=Exams(step2_ck=Exam(score=score)),
                   person=Person(visa_need=VisaNeed.NONE))


@pytest.mark.covers("R2", "R129", "D9", "D12", "D18")
@pytest.mark.parametrize("name", EXAMPLES)
def test_every_example_has_a_whole_sheet_that_fits_the_schema(name):
    sheet = chance_sheet(example(name), today=TODAY)
    schema = json.loads((DATA / "schema" / "chance.json").read_text(encoding="utf-8"))
    document = json.loads(json.dumps(chance_json(sheet, TODAY), allow_nan=False))
    assert list(jsonschema.Draft202012Validator(schema).iter_errors(document)) == []
    assert sheet.if_certify is not None
    assert sheet.if_apply is not None
    assert sheet.if_apply.estimate.value is None  # a range without a point
    assert sheet.if_apply.estimate.grade is Grade.JUDGED
    assert sheet.if_apply.estimate.high <= sheet.if_certify.estimate.high
    assert sheet.contributions
    assert sheet.against_us_md
    assert (sheet.ranks is None) == bool(sheet.why_no_ranks)
    named = {source.id for source in sheet.sources}
    assert {*sheet.reality.sources, *sheet.if_certify.estimate.sources} <= named


@pytest.mark.parametrize("name", EXAMPLES)
def test_the_contributions_add_up_to_the_difference_from_the_typical(name):
    sheet = chance_sheet(example(name), today=TODAY)
    together = sum(c.points for c in sheet.contributions)
    assert together == pytest.approx(sheet.if_certify.estimate.value - sheet.typical.value, abs=0.005)


def test_a_plan_at_hand_is_used(monkeypatch):
    plan = smartpick.plan(DERM, today=TODAY)
    monkeypatch.setattr(usecase, "make_plan", None)
    sheet = chance_sheet(plan.profile, today=TODAY, plan=plan)
    assert sheet.if_apply == plan.chances.if_apply
    assert sheet.no_interview == plan.chances.no_interview.estimate
    parallel = chance_sheet(plan.profile, specialty="internal medicine", today=TODAY, plan=plan)
    assert parallel.if_apply == dict(plan.chances.per_specialty)["internal_medicine"]


def test_a_specialty_beside_the_plan_is_looked_at_as_the_only_list():
    sheet = smartpick.chance(DERM, "Neurology", today=TODAY)
    assert sheet.specialty == "neurology"
    assert sheet.if_apply is not None
    assert any("Neurology is not on your plan" in note for note in sheet.notes)


@pytest.mark.covers("D18")
def test_a_us_md_senior_with_a_score_alone_moves_along_the_published_groups():
    sheets = [chance_sheet(senior(score), today=TODAY) for score in (235, 250, 265)]
    values = [sheet.if_certify.estimate.value for sheet in sheets]
    assert values == sorted(values)
    for sheet in sheets:
        estimate = sheet.if_certify.estimate
        assert 0 < estimate.low < estimate.value < estimate.high < 1
        assert max(sheet.contributions, key=lambda c: abs(c.points)).key == "step2_ck"


def test_an_unknown_score_gives_the_average_and_is_among_the_unknown():
    sheet = chance_sheet(senior(None), today=TODAY)
    assert "step2_ck" in {u.key for u in sheet.unknown}
    assert sheet.compared == ()
    assert "unknown" in sheet.against_us_md


@pytest.mark.covers("H12")
def test_behind_a_closed_gate_there_is_no_chance_but_the_counts_stay():
    iran = Person(("IR",), "IR", status=Status.NONE, visa_need=VisaNeed.J1)
    profile = replace(example("derm_j1"), person=iran)
    sheet = chance_sheet(profile, today=TODAY)
    assert (sheet.if_certify, sheet.if_apply, sheet.no_interview, sheet.typical) == (None, None, None, None)
    assert sheet.contributions == ()
    assert sheet.notes[0].startswith("No chance is given, because no visa lane is open to you at present.")
    assert sheet.reality.total == 30
    assert sheet.compared


def test_an_unknown_type_is_asked_for():
    with pytest.raises(SmartPickError, match="Add applicant_type") as caught:
        chance_sheet(replace(example("derm_j1"), applicant_type=None), today=TODAY)
    assert caught.value.problem.field == "applicant_type"


def test_an_unknown_specialty_is_answered_with_the_nearest():
    with pytest.raises(NotFound, match="Did you mean Dermatology"):
        chance_sheet(example("derm_j1"), specialty="dermatolgy", today=TODAY)


def test_a_specialty_without_published_rates_says_so():
    sheet = chance_sheet(example("derm_j1"), specialty="urology", today=TODAY)
    assert (sheet.if_certify, sheet.if_apply) == (None, None)
    assert sheet.notes[0].startswith("No chance can be given: match rates of your type in Urology are not in")


def test_a_one_year_seat_promises_nothing_further():
    sheet = chance_sheet(example("derm_j1"), specialty="transitional year", today=TODAY)
    assert "This is a one-year seat: it promises no further place." in sheet.notes


def call(capsys, *arguments: str) -> tuple[int, str, str]:
    code = run(["chance", *arguments])
    shown = capsys.readouterr()
    return code, shown.out, shown.err


@pytest.mark.covers("R2", "D12", "D18")
def test_the_command_prints_text_and_json(capsys):
    code, text, _ = call(capsys, DERM, "--specialty", "dermatology", "--ranks", "--today", "2026-11-22")
    assert code == 0
    assert text.startswith("CHANCE: DERMATOLOGY")
    assert "\nRANKS" in text
    code, text, _ = call(capsys, DERM, "--specialty", "dermatology", "--json", "--today", "2026-11-22")
    document = json.loads(text)
    assert (code, document["schema_version"], document["today"]) == (0, 1, "2026-11-22")
    assert set(document["if_certify"]["estimate"]) == {"value", "unit", "low", "high", "level", "year", "grade",
                                                       "sources"}  # fmt: skip
    assert document["ranks"]["points"][0]["ranks"] == 1


def test_the_command_says_what_is_wrong(capsys, tmp_path):
    code, _, said = call(capsys, DERM, "--specialty", "astrology")
    assert code == 2
    assert "No specialty is called" in said
    bare = tmp_path / "bare.yaml"
    bare.write_text("schema_version: 1\ntargets: [dermatology]\n", encoding="utf-8")
    code, text, said = call(capsys, str(bare), "--json")
    assert code == 2
    assert "applicant_type" in text + said
    assert "Traceback" not in text + said
