"""A damaged or missing directory file is one sentence: which file, which line, what to do."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from time import perf_counter

import pytest

from smartpick.errors import BadFacts
from smartpick.facts.directory import FOLDER, Directory
from smartpick.facts.specialties import FILE, specialties


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    shutil.copytree(FOLDER, tmp_path / "directory")
    return tmp_path / "directory"


def line(path: Path, number: int, change: Callable[[str], str]) -> None:
    """Changes one line of a file, counted from 1."""
    lines = path.read_text(encoding="utf-8").split("\n")
    lines[number - 1] = change(lines[number - 1])
    path.write_text("\n".join(lines), encoding="utf-8")


def refusal(folder: Path) -> str:
    """The sentence the directory refuses with; it always ends with the remedy."""
    with pytest.raises(BadFacts) as caught:
        Directory(folder)
    sentence = caught.value.problem.sentence()
    assert "Install SmartPick again" in sentence
    assert caught.value.exit_code == 1
    return sentence


@pytest.mark.parametrize("name", ["institutions", "programs", "tracks"])
def test_a_missing_table_is_named(folder: Path, name: str) -> None:
    (folder / f"{name}.csv").unlink()
    assert f"directory/{name}.csv is missing" in refusal(folder)


def test_a_file_cut_off_between_two_lines_is_noticed(folder: Path) -> None:
    path = folder / "tracks.csv"
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text("".join(lines[:-1]), encoding="utf-8")
    assert "tracks.csv has 6826 rows instead of 6827" in refusal(folder)


def test_a_file_cut_off_within_a_line_is_noticed(folder: Path) -> None:
    path = folder / "programs.csv"
    path.write_bytes(path.read_bytes()[:-120])
    assert "programs.csv" in refusal(folder)


def test_a_binary_file_is_refused(folder: Path) -> None:
    (folder / "tracks.csv").write_bytes(bytes(range(256)) * 40)
    assert "tracks.csv cannot be read" in refusal(folder)


def test_an_empty_file_is_refused(folder: Path) -> None:
    (folder / "tracks.csv").write_text("", encoding="utf-8")
    assert "has to start with the columns track_id" in refusal(folder)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda s: s.replace(",20,20,", ",twenty,20,"), "the quota_2026 'twenty'"),
        (lambda s: s.replace(",20,20,", ",-20,20,"), "the quota_2026 '-20'"),
        (lambda s: s.replace(",20,20,", ",20,21,"), "'21' filled of '20' offered"),
        (lambda s: s.replace(",20,20,", ",20,,"), "'' filled of '20' offered"),
        (lambda s: s.replace("categorical", "categoric"), "the kind 'categoric'"),
        (lambda s: s.replace("P0400121010", "P0"), "the program_id 'P0'"),
        (lambda s: s + ",more", "10 cells instead of 9"),
        (lambda s: s.replace("1007040C0", ""), "has no id"),
        (lambda s: s.replace("1007040C0", "1007040C1"), "gives the id '1007040C1' twice"),
    ],
)
def test_a_wrong_cell_is_named_with_its_line(folder: Path, change: Callable[[str], str], said: str) -> None:
    before = (folder / "tracks.csv").read_text(encoding="utf-8").split("\n")[1]
    assert change(before) != before
    line(folder / "tracks.csv", 2, change)
    sentence = refusal(folder)
    assert said in sentence
    assert "tracks.csv, line 2" in sentence


def test_a_damaged_history_is_named_when_it_is_read(folder: Path) -> None:
    line(folder / "tracks.csv", 2, lambda s: s.replace("2014:15/15", "2014:15-15"))
    with pytest.raises(BadFacts, match=r"tracks\.csv, line 2, has the history '2014:15-15"):
        Directory(folder).programs("anesthesiology")


def test_a_sidecar_without_the_number_of_rows_is_refused(folder: Path) -> None:
    (folder / "programs.yaml").write_text("title: Programs\n", encoding="utf-8")
    assert "programs.yaml does not say how many rows programs.csv has" in refusal(folder)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("  child_neurology:\n", "  dermatology:\n", "given twice"),
        ("length_years: 7", "length_years: 70", "training length of 1 to 8 years, not 70"),
        ("guide: sometimes", "guide: often", "none of no, sometimes, always"),
        ("aliases: [gas]", "aliases: [ENT]", "leads to both anesthesiology and otolaryngology"),
        ("part_of: pediatrics", "part_of: paediatric", "unknown specialty paediatric"),
        ("aliases: [gas]", "alias: [gas]", "Did you mean `aliases`"),
        ("[child_neurology, neuro", "[child_neurologie, neuro", "unknown specialty child_neurologie"),
    ],
)
def test_the_specialty_table_refuses_what_contradicts_itself(
    tmp_path: Path, old: str, new: str, said: str
) -> None:
    text = FILE.read_text(encoding="utf-8")
    assert old in text
    path = tmp_path / "specialties.yaml"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(BadFacts) as caught:
        specialties(path)
    assert said in caught.value.problem.sentence()


def test_a_missing_specialty_table_is_named(tmp_path: Path) -> None:
    with pytest.raises(BadFacts, match=r"specialties\.yaml is missing"):
        specialties(tmp_path / "specialties.yaml")


def test_the_columns_load_in_a_tenth_of_a_second() -> None:
    """Bound of the issue: under 100 ms warm; a busy machine may take three times that."""
    import numpy  # noqa: F401 (its own import is not the directory's)

    best = min(_seconds_to_load() for _ in range(5))
    assert best < 0.3


def _seconds_to_load() -> float:
    start = perf_counter()
    loaded = Directory()
    assert loaded.tracks.track_id.size == 6_827
    return perf_counter() - start


def test_loading_the_directory_alone_needs_no_numpy() -> None:
    code = ("import sys; from smartpick.facts.directory_table import read_tables; "
            "from smartpick.settings import DATA; read_tables(DATA / 'directory'); "
            "print('numpy' in sys.modules)")  # fmt: skip
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
