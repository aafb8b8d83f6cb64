"""`smartpick check-first`: the ranked table, the e-mail, JSON that fits its schema, and why there may be nothing."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path

import jsonschema
import pytest

from smartpick.cli import check_first as command
from smartpick.cli import layout
from smartpick.cli.app import run
from smartpick.domain.applicant import PolicyNote, Status, VisaNeed
from smartpick.domain.to_check import ToCheck
from smartpick.exchange.profile import read_profile
from smartpick.facts.directory import directory
from smartpick.settings import DATA
from smartpick.usecases.check_first import what_to_check
from smartpick.usecases.plan import make_plan

pytestmark = pytest.mark.covers("R72", "R75")
ROOT = Path(__file__).parents[2]
TODAY = date(2026, 11, 22)
EXAMPLES = ROOT / "examples"


def example(name: str):
    return read_profile(EXAMPLES / f"{name}.yaml")


@cache
def found(name: str = "neurosurgery_student") -> ToCheck:
    return what_to_check(example(name), today=TODAY)


@pytest.fixture
def shown(capsys, monkeypatch):
    """The command's output, its list made once for all tests."""
    def call(*arguments: str, width: int = 100) -> str:
        monkeypatch.setenv("COLUMNS", str(width))
        monkeypatch.setattr("smartpick.usecases.check_first.what_to_check", lambda profile, **rest: found())
        assert run(["check-first", str(EXAMPLES / "neurosurgery_student.yaml"), *arguments]) == 0
        return capsys.readouterr().out

    return call


def test_ten_institutions_the_best_first_with_gains_and_intervals():
    checks = found().checks
    assert 0 < len(checks) <= 10
    assert len({c.institution_id for c in checks}) == len(checks)
    values = [c.gain.value for c in checks]
    assert values == sorted(values, reverse=True)
    for c in checks:
        assert 0 <= c.gain.low <= c.gain.value <= c.gain.high
        assert 0 < c.likely_yes.value < 1
        assert c.programs
        assert all(directory().program(p).institution_id == c.institution_id for p in c.programs)


def test_the_list_is_the_one_of_the_plan():
    plan = make_plan(example("neurosurgery_student"), today=TODAY)
    assert plan.chances is not None
    assert found().now.value == pytest.approx(plan.chances.outcomes.any_residency.value)
    assert found().season == plan.season.match_year


def test_the_table_the_reasons_and_the_first_email(shown):
    text = shown("--today", "2026-11-22")
    first = found().checks[0]
    assert first.institution in text
    assert "points" in text
    assert text.count("[your name]") == 1
    assert "estimate" in text
    assert shown("--emails").count("[your name]") == len(found().checks)


@pytest.mark.parametrize("width", [60, 80, 140])
def test_no_line_is_wider_than_the_terminal(shown, width):
    assert max(layout.cells(line) for line in shown("--emails", width=width).splitlines()) <= width


def test_the_email_asks_what_has_to_be_asked_and_tells_nothing_of_the_person():
    profile = example("neurosurgery_student")
    for check in found().checks:
        text = f"{check.subject}\n{check.message}"
        for part in ("J-1", "ECFMG", "H-1B", "Step 3", "years since graduation", "US clinical experience"):
            assert part in text
        assert text.count("[your name]") == 1
        assert all(name in text for name in check.program_names)
        assert str(profile.exams.step2_ck.score or profile.exams.step2_ck.predicted) not in text
        assert profile.label not in text


@pytest.mark.covers("D12")
def test_json_fits_its_schema(shown):
    schema = json.loads((DATA / "schema" / "check_first.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema, format_checker=jsonschema.FormatChecker())
    body = json.loads(shown("--json"))
    assert list(validator.iter_errors(body)) == []
    assert [c["institution_id"] for c in body["checks"]] == [c.institution_id for c in found().checks]
    body["checks"][0]["gain"]["unit"] = "usd"
    assert list(validator.iter_errors(body))


def test_the_shipped_schema_is_the_one_the_types_give():
    done = subprocess.run([sys.executable, "-m", "tools.check_schema", "--check"], cwd=ROOT, capture_output=True,
                          text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_progress_is_one_line_that_goes_away(capsys):
    for done in (0, 1, 2):
        command.told(done, 2)
    told = capsys.readouterr().err
    assert "institution 1 of 2" in told
    assert told.endswith("\r\x1b[K")


def test_ctrl_c_stops_with_a_word_and_no_trace(monkeypatch, capsys):
    def stopped(profile, **rest):
        raise KeyboardInterrupt

    monkeypatch.setattr("smartpick.usecases.check_first.what_to_check", stopped)
    assert run(["check-first", str(EXAMPLES / "derm_j1.yaml")]) == 130
    assert "Stopped." in capsys.readouterr().err


def person(**changes):
    profile = example("neurosurgery_student")
    return replace(profile, person=replace(profile.person, **changes))


@pytest.mark.parametrize(("profile", "words"), [
    (person(status=Status.PERMANENT_RESIDENT, visa_need=None), "You need no visa"),
    (person(visa_need=VisaNeed.NONE), "You need no visa"),
    (person(visa_need=None, status=None), "visa_need"),
    (person(citizenships=("SD",), residence_country="SD", status=Status.NONE, visa_need=VisaNeed.J1),
     "no visa lane is open"),
    (replace(person(), applicant_type=None), "applicant_type"),
])  # fmt: skip
def test_nothing_to_check_and_why(profile, words):
    nothing = what_to_check(profile, today=TODAY)
    assert nothing.checks == ()
    assert words in nothing.notes[0]


def test_a_policy_that_is_known_is_never_offered_and_an_old_one_is():
    best = found().checks[0]
    profile = example("neurosurgery_student")

    def with_note(checked: date):
        note = PolicyNote(best.programs[0], sponsors_j1=True, sponsors_h1b=False, checked=checked)
        return what_to_check(replace(profile, policies=(note,)), today=TODAY)

    fresh = with_note(date(2026, 11, 1))
    assert best.institution_id not in [c.institution_id for c in fresh.checks]
    assert any("1 institution is left out" in note for note in fresh.notes)
    old = [c for c in with_note(date(2024, 1, 1)).checks if c.institution_id == best.institution_id]
    assert all("1 Jan 2024" in c.reason for c in old)
