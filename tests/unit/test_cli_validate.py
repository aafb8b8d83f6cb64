"""`smartpick validate`: a table, JSON, and exit code 1 as soon as one bound fails."""

from __future__ import annotations

import json
import sys
import types

import pytest

from smartpick.cli.app import run
from smartpick.domain.proof import Check, ProofBasis, ProofGroup
from smartpick.errors import BadFacts
from smartpick.usecases import validate as use

KEYS = {"key", "group", "label", "measured", "bound", "passed", "result", "basis", "command", "note"}
GOOD = Check("invented.good", ProofGroup.TOTALS, "An invented sum", "3", "3", True)
BAD = Check("invented.bad", ProofGroup.RANKS, "An invented mean, far off, with a label that has to be wrapped",
            "9.9", "at most 1.0", False, note="Known since the first fit.")
STORED = Check("invented.stored", ProofGroup.OPENNESS, "An invented AUC", "0.80", "at least 0.79", True, ProofBasis.FIT,
               "python -m tools.invented FILE")
TOLD = Check("invented.told", ProofGroup.FUNNEL, "An invented residual", "0.1", "", None)


@pytest.fixture
def checks_are(monkeypatch: pytest.MonkeyPatch):
    """Put invented checks in place of the model's."""

    def put(*checks: Check, error: Exception | None = None) -> None:
        module = types.ModuleType("smartpick.odds.proof.ranks")

        def made() -> tuple[Check, ...]:
            if error is not None:
                raise error
            return checks

        module.checks = made  # type: ignore[attr-defined]
        monkeypatch.setattr(use, "PARTS", ("ranks",))
        monkeypatch.setitem(sys.modules, "smartpick.odds.proof.ranks", module)

    return put


def test_everything_that_holds_leaves_with_zero(checks_are, capsys: pytest.CaptureFixture[str]) -> None:
    checks_are(GOOD, STORED, TOLD)
    assert run(["validate"]) == 0
    out, err = capsys.readouterr()
    said = " ".join(out.split())
    assert "3 checks: 2 bounds hold, none fails, 1 for information. 1 figure stored at the fit." in said
    assert "stored at the fit; again with: python -m tools.invented FILE" in out
    assert "FAILS" not in out
    assert err == "", "progress is for a terminal only"


def test_one_failing_check_leaves_with_one_and_is_listed(checks_are, capsys: pytest.CaptureFixture[str]) -> None:
    checks_are(GOOD, BAD, STORED)
    assert run(["validate"]) == 1
    out = " ".join(capsys.readouterr().out.split())
    assert "3 checks: 2 bounds hold, 1 FAILS" in out
    assert f"FAILS {BAD.label}: 9.9; bound: at most 1.0." in out
    assert "Known since the first fit." in out
    assert "model card" in out


def test_json_holds_every_check_and_the_summary(checks_are, capsys: pytest.CaptureFixture[str]) -> None:
    checks_are(GOOD, BAD, STORED, TOLD)
    assert run(["validate", "--json"]) == 1
    said = json.loads(capsys.readouterr().out)
    assert said["ok"] is False
    assert {k: said["summary"][k] for k in ("checks", "holds", "fails", "information", "stored_at_fit")} == {
        "checks": 4, "holds": 2, "fails": 1, "information": 1, "stored_at_fit": 1}
    assert all(set(check) == KEYS for check in said["checks"])
    assert {check["key"]: (check["passed"], check["result"], check["basis"]) for check in said["checks"]} == {
        "invented.good": (True, "holds", "run"), "invented.bad": (False, "FAILS", "run"),
        "invented.stored": (True, "holds", "fit"), "invented.told": (None, "information", "run")}


def test_failing_prints_only_what_fails(checks_are, capsys: pytest.CaptureFixture[str]) -> None:
    checks_are(GOOD, BAD)
    assert run(["validate", "--failing", "--json"]) == 1
    assert [check["key"] for check in json.loads(capsys.readouterr().out)["checks"]] == ["invented.bad"]


@pytest.mark.parametrize("error", [BadFacts("The fit fits/ranks.npz is missing."), ValueError("not a number")])
def test_checks_that_cannot_run_fail_in_words(checks_are, capsys: pytest.CaptureFixture[str], error: Exception) -> None:
    checks_are(error=error)
    assert run(["validate"]) == 1
    out, err = capsys.readouterr()
    assert "The checks of ranks can be run" in " ".join(out.split())
    assert str(error).rstrip(".") in " ".join(out.split())
    assert "Traceback" not in out + err


def test_a_part_that_is_missing_is_not_passed_over(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(use, "PARTS", ("openness",))
    monkeypatch.setitem(sys.modules, "smartpick.odds.proof.openness", None)
    (check,) = use.validate()
    assert (check.key, check.passed) == ("openness.run", False)


@pytest.mark.parametrize("columns", ["60", "80", "140"])
def test_no_line_is_wider_than_the_terminal_and_nothing_is_cut(
    checks_are, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, columns: str
) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    checks_are(GOOD, BAD, STORED, TOLD)
    run(["validate"])
    lines = capsys.readouterr().out.splitlines()
    assert max(map(len, lines)) <= int(columns)
    assert "…" not in "".join(lines)


def test_every_shipped_check_has_a_key_of_its_own_and_says_what_it_measured() -> None:
    checks = use.validate()
    keys = [check.key for check in checks]
    assert len(keys) == len(set(keys)), sorted({key for key in keys if keys.count(key) > 1})
    assert {ProofGroup.RANKS, ProofGroup.TOTALS, ProofGroup.FUNNEL} <= {check.group for check in checks}
    for check in checks:
        assert check.label, check.key
        assert check.measured, check.key
        assert check.bound or check.passed is None, check.key
        assert check.command or check.basis is ProofBasis.RUN, check.key
    assert [check.key for check in use.failures(checks)] == [c.key for c in checks if c.passed is False]


@pytest.mark.covers("R145", "D18")
def test_totals_and_ranks_hold_in_this_version() -> None:
    failing = [c for c in use.validate() if c.passed is False and c.group in (ProofGroup.RANKS, ProofGroup.TOTALS)]
    assert failing == []
