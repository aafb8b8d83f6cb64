"""`smartpick facts`: what it prints, what it finds wrong in a damaged copy of the data, and its exit codes."""

from __future__ import annotations

import json
import shutil
from datetime import date
from pathlib import Path

import pytest

from smartpick.cli.app import run
from smartpick.facts.checking import Report, check
from smartpick.settings import DATA

TODAY = date(2026, 11, 22)


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of the shipped data that a test may damage; the large directory is left out."""
    return Path(shutil.copytree(DATA, tmp_path / "data", ignore=shutil.ignore_patterns("directory")))


def found(copy: Path) -> list[str]:
    """The sentences about a damaged copy, without those about the directory that was left out."""
    sentences = [problem.sentence() for problem in check(TODAY, copy).problems]
    return [sentence for sentence in sentences if "directory" not in sentence]


def test_the_shipped_data_are_in_order() -> None:
    report = check(TODAY)
    assert [problem.sentence() for problem in report.problems] == []
    assert report.counts["parameters"] >= 70
    assert report.counts["values"] >= 500
    assert report.counts["table rows"] >= 6_000
    assert report.counts["program tracks"] == 6_827


def test_check_prints_counts_and_leaves_with_zero(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["facts", "check", "--today", "2026-11-22"]) == 0
    out = capsys.readouterr().out
    assert "parameters" in out
    assert "6,827  program tracks" in out
    assert out.rstrip().endswith("Everything checked is in order.")


@pytest.mark.covers("D28")
def test_facts_whose_review_is_due_are_named(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["facts", "check", "--today", "2027-12-31", "--json"]) == 0
    due = json.loads(capsys.readouterr().out)["review_due"]
    assert {"key": "fees.eras_residency", "cell": ["31+"], "review_by": "2027-06-01"} in due
    assert check(TODAY).due == []


@pytest.mark.parametrize(("file", "old", "new", "said"), [
    ("parameters/match/couples.yaml", "value: 1258", "value: 1258, value: 1259",
     "parameters/match/couples.yaml, line 7: the key `values.2026.value` is given twice"),
    ("parameters/match/fill_rate.yaml", "0.935", "93.5", "a share lies between 0 and 1"),
    ("parameters/signals/limits.yaml", "dermatology:", "dermatolgy:", "names the unknown specialty `dermatolgy`"),
    ("parameters/match/match_rate.yaml", "non_us_img:", "non_us_imgs:",
     "names the unknown applicant type `non_us_imgs`. Did you mean `non_us_img`"),
    ("parameters/match/couples.yaml", "source: nrmp-press-2026", "source: guide",
     "rests on `guide` and has to be graded judged, not measured"),
    ("sources/nrmp-press-2026.yaml", "read_via: transcription", "read_via: rumour", "`read_via` is `rumour`"),
    ("sources/nrmp-state-2026.yaml", "read_via: original", "read_via: crowd",
     "`read_via` is `original`, but the source says `crowd`"),
    ("tables/match_results.csv", "2026,dermatology,pgy1", "2026,dermatollogy,pgy1",
     "`specialty` is `dermatollogy`, which is unknown. Did you mean `dermatology`"),
    ("tables/charting_outcomes.csv", ",nrmp-charting-us-2024,", ",nrmp-charting-2024,",
     "names `nrmp-charting-2024`, which has no file in sources/"),
    ("tables/charting_outcomes.csv", "share,0.125", "share,12.5", "is 12.5, but a share lies between 0 and 1"),
    ("tables/state_results_2026.csv", "AL,dermatology,pgy2,6,6", "AL,dermatology,pgy2,6,5", "do not add up"),
    ("tables/match_results.yaml", "  kind: >-", "  sort: >-", "is in the table or in its description"),
    ("rules/strategy.yaml", "marks:", "marks:\nmarks:", "rules/strategy.yaml, line "),
    ("specialties.yaml", "\nspecialties:\n", "\nspecialities:\n", "specialties.yaml"),
])
def test_a_damaged_copy_is_found_out(copy: Path, file: str, old: str, new: str, said: str) -> None:
    path = copy / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    sentences = found(copy)
    assert any(said in sentence for sentence in sentences), sentences


@pytest.mark.parametrize("file", ["tables/match_results.csv", "rules/strategy.yaml",
                                  "tables/charting_outcomes.yaml"])
def test_a_missing_file_is_found_out(copy: Path, file: str) -> None:
    (copy / file).unlink()
    assert found(copy)


def test_a_missing_directory_is_found_out(copy: Path) -> None:
    assert any("directory" in problem.sentence() for problem in check(TODAY, copy).problems)


def test_all_problems_are_listed_at_once(copy: Path) -> None:
    for name in ("couples", "fill_rate"):
        path = copy / "parameters" / "match" / f"{name}.yaml"
        path.write_text(path.read_text(encoding="utf-8").replace("label:", "lable:"), encoding="utf-8")
    assert len(found(copy)) == 4  # in each file one key too many and one too few


def test_a_problem_makes_the_command_fail(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from smartpick.facts import checking
    from smartpick.facts.strict_yaml import read_yaml

    def broken(today: date) -> Report:
        report = Report({"parameters": 1})
        report.try_to(read_yaml, Path("nowhere.yaml"))
        return report

    monkeypatch.setattr(checking, "check", broken)
    assert run(["facts", "check"]) == 1
    out = capsys.readouterr().out
    assert "The file nowhere.yaml does not exist." in out
    assert "1 problem found." in out


@pytest.mark.covers("D7", "D29")
def test_show_prints_value_year_grade_history_and_source(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["facts", "show", "match.match_rate", "non_us_img"]) == 0
    out = capsys.readouterr().out
    assert "non_us_img: 56.4% (2026, measured)" in out
    assert "National Resident Matching Program" in out
    assert "read via transcription" in out
    assert "2024 58.5%; 2025 58.0%" in out


def test_show_as_json_has_the_shape_of_a_fact(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["facts", "show", "signals.interview_odds", "general_surgery", "--json"]) == 0
    shown = json.loads(capsys.readouterr().out)
    fact = shown["facts"][0]
    assert {name: fact[name] for name in ("value", "unit", "low", "high", "level", "year", "grade", "sources")} == {
        "value": 3.85, "unit": "odds ratio", "low": 1.77, "high": 8.35, "level": 0.9, "year": 2026,
        "grade": "measured", "sources": ["gensurg-funnel"]}
    assert shown["sources"]["gensurg-funnel"]["read_via"] == "crowd"


@pytest.mark.parametrize(("words", "said"), [
    (["match.match_rate", "--year", "2018"], "us_img: 57.1% (2018, measured)"),
    (["signals.limits", "dermatology"], "dermatology silver: 25 signals (2027, measured)"),
    (["signals.geography_odds", "in_state"], "between 2.45 and 5.14 odds ratio (2023, measured)"),
    (["fees.exams", "step3"], "step3: unknown"),
    (["fees.ecfmg_token"], "$165 ($160 to $165, 2024, judged)"),
    (["fees"], "fees.residencycas  ResidencyCAS application fees"),
])
def test_show_says(words: list[str], said: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["facts", "show", *words]) == 0
    assert said in capsys.readouterr().out


@pytest.mark.parametrize(("words", "said"), [
    (["match.match_rat"], "Did you mean `match.match_rate`"),
    (["match.match_rate", "non_us_im"], "Did you mean `non_us_img`"),
    (["nonsense"], "There is no parameter `nonsense`"),
    (["match.match_rate", "non_us_img", "--year", "1999"], "in 1999"),
])
def test_a_miss_is_one_sentence_and_exit_code_two(
    words: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["facts", "show", *words]) == 2
    captured = capsys.readouterr()
    assert said in captured.err
    assert "Traceback" not in captured.err
    assert not captured.out
