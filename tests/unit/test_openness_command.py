"""`smartpick openness`: columns, one program, the evidence file and everything that can be wrong with it."""

from __future__ import annotations

import csv
import io
import json

import pytest

from smartpick.cli.app import run
from smartpick.domain.openness import EvidenceField, EvidenceKind, VisaAnswer
from smartpick.errors import BadEvidence, NotFound
from smartpick.exchange.evidence import parse_evidence, read_evidence
from smartpick.exchange.openness_sheet import COLUMNS
from smartpick.facts.directory import directory

HEAD = "program_id, field, value, kind, date, note\n"
NAMES = ("j1", "h1b", "img_share", "non_us_img_share", "non_us_img_any", "non_us_img_20")
TODAY = ("--today", "2026-11-22")


def rows_of(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def command(capsys, *arguments: str) -> tuple[int, str, str]:
    code = run(["openness", *arguments])
    said = capsys.readouterr()
    return code, said.out, said.err


def test_csv_has_a_row_for_every_track_and_values_inside_their_intervals(capsys) -> None:
    code, out, _ = command(capsys, "--csv", *TODAY)
    rows = rows_of(out)
    assert code == 0
    assert tuple(rows[0]) == COLUMNS
    assert COLUMNS[:9] == ("track_id", "program_id", "acgme_id", "institution", "j1", "j1_low", "j1_high", "j1_basis",
                           "h1b")
    assert [row["track_id"] for row in rows] == directory().tracks.track_id.tolist()
    for row in rows:
        for name in NAMES:
            low, value, high = (float(row[name + part]) for part in ("_low", "", "_high"))
            assert 0 <= low <= value <= high <= 1
            assert row[f"{name}_basis"] == "estimate"
        assert float(row["non_us_img_share"]) <= float(row["img_share"]) + 1e-4
        assert float(row["non_us_img_20"]) <= float(row["non_us_img_any"]) + 1e-4


def test_evidence_file_moves_program_and_sister_and_marks_only_the_program(capsys, tmp_path) -> None:
    file = tmp_path / "found.csv"
    file.write_bytes(b"\xef\xbb\xbf" + b"kind,note,date, value, field, program_id\n"
                     b'email, "asked, answered", 2026-10-01, no, visa_j1, 1402421172\n\n')
    before, after = (rows_of(command(capsys, "--csv", "--specialty", "internal medicine", *TODAY, *more)[1])
                     for more in ((), ("--evidence", str(file))))
    old, new = ({row["program_id"]: row for row in rows} for rows in (before, after))
    assert new["P1402421172"]["j1_basis"] == "evidence"
    assert float(new["P1402421172"]["j1"]) < 0.15 < float(old["P1402421172"]["j1"])
    changed = {key for key in old if old[key]["j1"] != new[key]["j1"]}
    assert changed == {p.program_id for p in directory().institution_programs("1265")
                       if p.specialty == "internal_medicine"}


def test_one_program_in_words_and_json(capsys) -> None:
    code, out, _ = command(capsys, "--program", "1402421172", *TODAY)
    assert code == 0
    for words in ("sponsors the J-1", "estimate", "ask the program", "Sources"):
        assert words in out
    code, out, _ = command(capsys, "--program", directory().program("P1402421172").tracks[0].track_id, "--json", *TODAY)
    body = json.loads(out)
    assert code == 0
    assert body["program_id"] == "P1402421172"
    assert set(NAMES) <= set(body)
    assert body["j1"]["low"] <= body["j1"]["value"] <= body["j1"]["high"]
    assert body["j1"]["basis"] == "estimate"
    assert body["reasons"]["j1"]


@pytest.mark.parametrize(("arguments", "words"), [
    ((), "Say which program"),
    (("--csv", "--program", "1402421172"), "Say which program"),
    (("--csv", "--json"), "do not go together"),
    (("--program", "1402421172", "--specialty", "dermatology"), "--specialty goes with --csv"),
    (("--program", "P1402421179"), "Did you mean"),
    (("--csv", "--evidence", "nowhere.csv"), "There is no file nowhere.csv"),
    (("--csv", "--specialty", "dermatolgy"), "ermatology"),
])
def test_what_cannot_be_asked_is_a_sentence(capsys, arguments: tuple[str, ...], words: str) -> None:
    code, out, err = command(capsys, *arguments)
    assert code == 2
    assert words in err + out
    assert "Traceback" not in err


@pytest.mark.parametrize(("line", "problem"), [
    ("P1402421179, visa_j1, yes, site, ,", "Did you mean P14024211"),
    (", visa_j1, yes, site, ,", "The program is missing."),
    ("1402421172, visa_j2, yes, site, ,", "Did you mean visa_j1?"),
    ("1402421172, visa_j1, maybe, site, ,", "Use yes, no or conflicting."),
    ("1402421172, visa_j1, yes, blog, ,", "is no kind"),
    ("1402421172, visa_j1, yes, site, 01/02/2026,", "Write it as 2026-10-01"),
    ("1402421172, visa_j1, yes, site, 2027-01-01,", "in the future"),
    ("1402421172, img_share, 30, site, ,", "Use a share from 0 to 1"),
    ("1402421172, img_share, nan, site, ,", "Use a share from 0 to 1"),
    ("1402421172, img_share, , site, ,", "Use a share from 0 to 1"),
    ("1402421172, cutoff_step2, 400, site, ,", "Use a number such as 230"),
    ("1402421172, visa_j1, yes, site, , a, b", "in quotation marks"),
])
def test_every_bad_line_is_named_with_its_number_and_remedy(line: str, problem: str) -> None:
    from datetime import date

    good = "1402421172, visa_j1, yes, site, 2026-01-01, fine\n"
    with pytest.raises(BadEvidence) as caught:
        parse_evidence(f"{HEAD}{good}{line}\n{line}\n", "found.csv", date(2026, 11, 22))
    assert [p.line for p in caught.value.problems] == [3, 4]
    assert problem in caught.value.problems[0].sentence()


@pytest.mark.parametrize(("text", "problem"), [
    ("", "empty"),
    ("program_id,field,value\n", "`kind` is missing"),
    ("program_id,field,valu,kind\n", "Did you mean `value`?"),
    ("program_id,field,value,kind,kind\n", "twice"),
])
def test_a_wrong_header_is_named(text: str, problem: str) -> None:
    with pytest.raises(BadEvidence) as caught:
        parse_evidence(text, "found.csv")
    assert any(problem in p.sentence() for p in caught.value.problems)


def test_values_are_read_as_people_write_them(tmp_path) -> None:
    text = (f"{HEAD}1402421172, VISA_H1B, Yes, FREIDA, , \n"
            "P1402421172, non_us_img_share, 25%, site, 2026-01-01, counted\n"
            "1402421172, cutoff_step2, 230, e-mail, 2026-01-01,\n".replace("e-mail", "email"))
    file = tmp_path / "found.csv"
    file.write_text(text, encoding="utf-8")
    first, second, third = read_evidence(file)
    assert (first.field, first.value, first.kind, first.checked) == (
        EvidenceField.VISA_H1B, VisaAnswer.YES, EvidenceKind.FREIDA, None)
    assert (second.program_id, second.value, second.note) == ("P1402421172", 0.25, "counted")
    assert third.value == 230
    file.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(BadEvidence):
        read_evidence(file)
    with pytest.raises(NotFound):
        read_evidence(tmp_path)


def test_lines_on_programs_the_directory_does_not_have_are_left_out_and_named(capsys, tmp_path) -> None:
    """A file kept over the years names programs that have closed: the rest stays of use, a file of nothing else not."""
    kept = "1402421172, visa_j1, yes, site, 2026-10-01,\n"
    file = tmp_path / "kept.csv"
    file.write_text(HEAD + "9999999999, visa_j1, yes, site, 2026-10-01,\n" + kept, encoding="utf-8")
    code, out, err = command(capsys, "--csv", "--evidence", str(file), *TODAY)
    assert code == 0
    assert "Left out: 1 line on programs the directory does not have (line 2)." in err
    alone = tmp_path / "alone.csv"
    alone.write_text(HEAD + kept, encoding="utf-8")
    assert out == command(capsys, "--csv", "--evidence", str(alone), *TODAY)[1]
    file.write_text(HEAD + "9999999999, visa_j1, yes, site, 2026-10-01,\n", encoding="utf-8")
    code, _, err = command(capsys, "--csv", "--evidence", str(file), *TODAY)
    assert code == 2
    assert "9999999999" in err
