"""`smartpick programs`: lists, filters, exports; every wrong word is answered with the nearest right one."""

from __future__ import annotations

import csv
import json
from dataclasses import replace
from io import StringIO

import pytest

from smartpick.cli.app import run
from smartpick.domain.program import TrackKind
from smartpick.errors import NotFound
from smartpick.exchange.directory_sheet import COLUMNS, directory_csv
from smartpick.facts.directory import directory
from smartpick.facts.institution_names import named_like, nearest_name
from smartpick.usecases.programs import find_programs, overview, seats_by_kind

Captured = pytest.CaptureFixture[str]


def answer(capsys: Captured, *arguments: str) -> tuple[int, str, str]:
    """Exit code, standard output and standard error of `smartpick programs ...`."""
    code = run(["programs", *arguments])
    out, err = capsys.readouterr()
    return code, out, err


@pytest.mark.covers("D10")
def test_lists_the_programs_of_a_specialty_in_a_state(capsys: Captured) -> None:
    code, out, err = answer(capsys, "--specialty", "dermatology", "--state", "NY")
    assert (code, err) == (0, "")
    assert "DERMATOLOGY IN NY" in out
    assert "11 programs" in out
    assert "P0803521065" in out
    assert "Offered in 2026: categorical 1; advanced 59; reserved 2." in out
    assert "Visa policies are not in the directory" in " ".join(out.split())


def test_json_is_complete_and_alone_on_standard_output(capsys: Captured) -> None:
    code, out, err = answer(capsys, "-s", "derm", "--state", "New York,NJ", "--kind", "adv", "--json")
    assert (code, err) == (0, "")
    body = json.loads(out)
    assert (body["specialty"], body["states"], body["kinds"]) == ("dermatology", ["NY", "NJ"], ["advanced"])
    assert body["count"] == len(body["programs"])
    kinds = {track["kind"] for program in body["programs"] for track in program["tracks"]}
    assert kinds == {"advanced"}
    assert {program["specialty_name"] for program in body["programs"]} == {"Dermatology"}
    assert body["sources"]


def test_csv_has_one_line_a_track(capsys: Captured) -> None:
    code, out, _ = answer(capsys, "--specialty", "dermatology", "--state", "NY", "--csv")
    rows = list(csv.DictReader(StringIO(out, newline="")))
    assert code == 0
    assert tuple(rows[0]) == COLUMNS
    assert len(rows) == sum(len(p.tracks) for p in directory().programs("dermatology", states=("NY",)))
    assert rows[0]["offered_2026"] == "8"


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_no_cell_of_the_csv_is_a_formula(start: str) -> None:
    program = directory().program("1007040C0")
    evil = replace(program, institution=f"{start}cmd|' /C calc'!A0")
    rows = list(csv.reader(StringIO(directory_csv([evil]), newline="")))
    assert rows[1][COLUMNS.index("institution")].startswith("'" + start)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--specialty", "dermatolgy"), "Did you mean Dermatology?"),
        (("--specialty", ""), "No specialty was named."),
        (("--specialty", "derm", "--state", "Newyor"), "Did you mean New York (NY)?"),
        (("--specialty", "derm", "--state", "QQ"), "not a US state"),
        (("--specialty", "derm", "--kind", "advancd"), "Did you mean advanced?"),
        (("--specialty", "derm", "--kind", "x"), "categorical, advanced, preliminary or reserved"),
        (("--institution", "Clevland Clnic Foundaton"), "Did you mean Cleveland Clinic"),
        (("--institution", "qqqqqq"), "NRMP shortens names"),
        (("--specialty", "derm", "--json", "--csv"), "Choose one."),
        (("--totals", "--state", "NY"), "--totals takes no filters."),
    ],
)
def test_a_wrong_word_is_one_sentence_and_exit_code_2(
    capsys: Captured, arguments: tuple[str, ...], said: str
) -> None:
    code, out, err = answer(capsys, *arguments)
    assert code == 2
    assert said in out + err
    assert "Traceback" not in out + err


@pytest.mark.covers("R17")
def test_ophthalmology_says_that_its_programs_must_be_imported(capsys: Captured) -> None:
    code, out, _ = answer(capsys, "--specialty", "ophthalmology")
    assert code == 0
    assert "SF Match" in out
    assert "import your own list" in " ".join(out.split())
    code, out, _ = answer(capsys, "--specialty", "ophthalmology", "--json")
    body = json.loads(out)
    assert (code, body["programs"]) == (0, [])
    assert "SF Match" in body["notes"][0]
    code, out, err = answer(capsys, "--specialty", "ophthalmology", "--csv")
    assert (code, out.strip()) == (0, ",".join(COLUMNS))
    assert "SF Match" in err


def test_urology_seats_are_unknown_and_said_so(capsys: Captured) -> None:
    _, out, _ = answer(capsys, "--specialty", "urology", "--state", "OH")
    assert "unknown" in out
    assert "match of its own (AUA)" in " ".join(out.split())
    assert seats_by_kind(directory().programs("urology")) == {TrackKind.CATEGORICAL: None}


def test_totals_show_the_difference_from_the_official_table(capsys: Captured) -> None:
    code, out, _ = answer(capsys, "--totals")
    assert code == 0
    assert "44,320 of 44,344" in out
    assert "41,460 of 41,482" in out
    assert "13,188 of 13,197" in out
    code, out, _ = answer(capsys, "--totals", "--json")
    assert sum(row["missing_offered"] for row in json.loads(out)["totals"]) == 24
    code, out, _ = answer(capsys, "--totals", "--csv")
    assert sum(int(row["missing_filled"]) for row in csv.DictReader(StringIO(out))) == 22


def test_without_options_there_is_an_overview_by_specialty(capsys: Captured) -> None:
    code, out, _ = answer(capsys)
    assert code == 0
    assert "Dermatology" in out
    assert "to import" in out
    rows = {row.specialty.id: row for row in overview()}
    assert rows["general_surgery"].seats[TrackKind.CATEGORICAL] == 1_807
    assert rows["general_surgery"].seats[TrackKind.PRELIMINARY] == 1_207
    assert "preliminary_surgery" not in rows, "seats are counted once"


def test_a_preliminary_year_can_be_searched_by_name() -> None:
    found = find_programs("prelim surgery", ["OH"])
    assert found.kinds == (TrackKind.PRELIMINARY,)
    assert {t.kind for p in found.programs for t in p.tracks} == {TrackKind.PRELIMINARY}


def test_no_program_fits_is_an_answer_not_an_error(capsys: Captured) -> None:
    code, out, _ = answer(capsys, "--specialty", "plastic surgery", "--state", "WY")
    assert code == 0
    assert "No program fits." in out


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Massachusetts General Hospital", "Massachusetts Gen Hosp"),
        ("university of alabama", "U Alabama Med Ctr-Birmingham"),
        ("Beth Israel Deaconess", "B I Deaconess Med Ctr-MA"),
        ("1007", "U Alabama Med Ctr-Birmingham"),
        ("johns hopkins", "Johns Hopkins Hosp-MD"),
    ],
)
def test_institutions_are_found_although_nrmp_shortens_their_names(text: str, name: str) -> None:
    names = directory().institutions
    assert name in [names[key] for key in named_like(text, names)]


def test_an_institution_that_does_not_exist_is_not_found() -> None:
    assert named_like(" ,; ", directory().institutions) == ()
    assert nearest_name("Clevland Clinic", directory().institutions) == "Cleveland Clinic Foundation Program"
    with pytest.raises(NotFound, match="No institution is called"):
        find_programs(institution="Hogwarts")
