"""`smartpick profile new` and `smartpick profile check`, as a person runs them."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from smartpick.cli.app import run

ROOT = Path(__file__).parents[2]
DERM = str(ROOT / "examples" / "derm_j1.yaml")


def test_new_writes_a_file_that_check_accepts(tmp_path, capsys):
    path = tmp_path / "me.yaml"
    assert run(["profile", "new", "--out", str(path)]) == 0
    assert str(path) in capsys.readouterr().out
    assert run(["profile", "check", str(path), "--today", "2026-11-22"]) == 0
    shown = capsys.readouterr().out
    assert "UNKNOWN, AND WHAT THAT COSTS" in shown
    assert "Visa need" in shown


def test_new_without_out_prints(capsys):
    assert run(["profile", "new", "--target", "Orthopedic Surgery"]) == 0
    assert "targets: [orthopaedic_surgery]" in capsys.readouterr().out


def test_new_refuses_an_unknown_target(capsys):
    assert run(["profile", "new", "--target", "dermatolgy"]) == 2
    assert "Dermatology" in capsys.readouterr().err


def test_new_never_overwrites_unless_forced(tmp_path, capsys):
    path = tmp_path / "me.yaml"
    path.write_text("mine")
    assert run(["profile", "new", "--out", str(path)]) == 2
    assert path.read_text() == "mine"
    assert "--force" in capsys.readouterr().err
    assert run(["profile", "new", "--out", str(path), "--force"]) == 0
    assert path.read_text() != "mine"


@pytest.mark.parametrize("place", ["", "none/me.yaml"])
def test_new_says_where_it_cannot_write(tmp_path, capsys, place):
    assert run(["profile", "new", "--out", str(tmp_path / place), "--force"]) == 2
    said = capsys.readouterr().err
    assert "cannot be written" in said
    assert "Traceback" not in said


def test_new_without_permission(tmp_path, capsys, monkeypatch):
    def refuse(*args, **kwargs):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)  # whoever runs the tests may be allowed everything
    assert run(["profile", "new", "--out", str(tmp_path / "me.yaml")]) == 2
    said = capsys.readouterr().err
    assert "cannot be written (permission denied)" in said
    assert "Choose another folder" in said


@pytest.mark.covers("H4")
def test_check_says_what_was_understood(capsys):
    assert run(["profile", "check", DERM, "--today", "2026-11-22"]) == 0
    shown = capsys.readouterr().out
    for words in ("non-US citizen IMG", "J-1 research scholar", "6.2 months on site", "$2,500", "252"):
        assert words in shown


def test_check_shows_what_was_derived(tmp_path, capsys):
    path = tmp_path / "me.yaml"
    path.write_text("targets: derm\nperson: {citizenships: [US]}\neducation: {caribbean_school: true}\n")
    assert run(["profile", "check", str(path)]) == 0
    shown = capsys.readouterr().out
    assert "Applicant type derived: US citizen IMG" in shown
    assert "Visa need derived: none" in shown
    assert run(["profile", "check", str(path), "--json"]) == 0
    body = json.loads(capsys.readouterr().out)
    assert body["derived"]["applicant_type"]["value"] == "us_img"
    assert body["profile"]["applicant_type"] == "us_img"


def test_check_names_every_problem_at_once(tmp_path, capsys):
    path = tmp_path / "me.yaml"
    path.write_text("targets: [dermatolgy]\nexams: {step2_ck: {score: 400}}\nwishes: {budget_usd: -1}\n")
    assert run(["profile", "check", str(path)]) == 2
    said = capsys.readouterr().err
    assert "3 problems" in said
    for words in ("Line 1:", "Dermatology", "Line 2:", "between 1 and 300", "Line 3:", "negative"):
        assert words in said
    assert run(["profile", "check", str(path), "--json"]) == 2
    body = json.loads(capsys.readouterr().out)
    assert body["error"]["code"] == "unknown_specialty"
    assert [p["line"] for p in body["error"]["problems"]] == [1, 2, 3]


def test_check_of_a_missing_file(tmp_path, capsys):
    assert run(["profile", "check", str(tmp_path / "none.yaml")]) == 2
    assert "There is no file" in capsys.readouterr().err


def test_warnings_carry_their_line(tmp_path, capsys):
    path = tmp_path / "me.yaml"
    path.write_text("targets: derm\nexams:\n  step2_ck:\n    planned: 2026-01-10\n")
    assert run(["profile", "check", str(path), "--today", "2026-11-22", "--json"]) == 0
    (warning,) = json.loads(capsys.readouterr().out)["warnings"]
    assert (warning["field"], warning["line"]) == ("exams.step2_ck.planned", 4)


def test_help_reads_no_data():
    """Typer itself loads Pydantic for the help of a sub-command; everything else stays unloaded."""
    code = (
        "import sys; from smartpick.cli.app import run; run(['profile', '--help']); "
        "sys.exit(int(any(m in sys.modules for m in ('numpy', 'yaml', 'fastapi', 'smartpick.exchange.profile'))))"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True).returncode == 0
