"""Tracks become programs by one rule: nothing is lost, nothing is in two places, and ids stay what they were."""

from __future__ import annotations

import csv
import hashlib
from collections import Counter, defaultdict
from pathlib import Path

import pytest

from smartpick.domain.program import TrackKind
from smartpick.facts.directory import FOLDER, directory
from smartpick.facts.strict_yaml import read_yaml

# Ids are kept by people in profiles and lists. When a change of grouping is meant, say so in the changelog.
MAPPING = "5698b5ebd6d40620267aee3434ec521dbe712fb19d0b0cea8918c53349a04c69"
PROGRAMS = 5_363


def mapping() -> list[tuple[str, str]]:
    return sorted((t.track_id, t.program_id) for p in directory().programs() for t in p.tracks)


def test_every_track_is_in_exactly_one_program() -> None:
    count = Counter(track for track, _ in mapping())
    assert set(count.values()) == {1}
    assert set(count) == set(directory().tracks.track_id.tolist())
    for program in directory().programs():
        assert program.tracks
        assert {t.program_id for t in program.tracks} == {program.program_id}


def test_programs_never_hold_two_specialties() -> None:
    for program in directory().programs():
        assert {t.specialty for t in program.tracks} == {program.specialty}
        codes = {t.track_id[4:7] for t in program.tracks if t.track_id[0] != "U"}
        assert len(codes) <= 1, program.program_id


def test_an_acgme_id_names_one_program_and_is_its_id() -> None:
    ids = Counter(p.acgme_id for p in directory().programs() if p.acgme_id)
    assert set(ids.values()) == {1}
    for program in directory().programs():
        if program.acgme_id:
            assert program.program_id == f"P{program.acgme_id}"
        else:
            code = min(t.track_id for t in program.tracks)
            assert program.program_id == f"{code[:4]}-{code[4:7]}-{code[7:]}"


def test_a_program_belongs_to_one_institution_but_for_the_stated_exception() -> None:
    kept = set(read_yaml(FOLDER / "grouping.yaml")["keep"])
    for program in directory().programs():
        for track in program.tracks:
            if track.track_id[0] != "U" and track.track_id not in kept:
                assert track.track_id[:4] == program.institution_id, track.track_id


def test_preliminary_tracks_stay_with_the_program_of_their_acgme_id() -> None:
    """A signal, a fee and an interview belong to the program, whatever the kinds of its tracks."""
    barnes = directory().program("1353140P0")
    assert barnes is directory().program("1353140C0")
    assert {t.kind for t in barnes.tracks} == {TrackKind.CATEGORICAL, TrackKind.PRELIMINARY}


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("1096440C0", "1097440C0", False),  # St. Mary's and Waterbury shared a linked id
        ("1353140P0", "1999140C0", False),  # Barnes-Jewish and SSM St. Mary's too
        ("1587999P0", "1587999P3", False),  # one sponsor, Orlando and Pensacola
        ("1587340A1", "1587340R1", True),  # one sponsor, both Sanford
        ("3153140C0", "3153140C3", False),  # Montefiore's main program and Wakefield
        ("3050120C0", "3050120C1", True),  # two clinics of one Worcester program
        ("1160140P7", "1160140C2", True),  # NShore is NorthShore
        ("1245140P1", "1245140P0", True),  # "Anesthesiology-JHU" names where residents go, not another site
        ("2978140P3", "2978140P4", True),  # two preliminary tracks at NYU's Brooklyn campus
        ("2978140C0", "2978140P4", False),  # Manhattan and Brooklyn
        ("1582120C8", "1582120C9", False),  # new rural tracks in two towns
    ],
)
def test_names_decide_where_links_do_not(one: str, other: str, same: bool) -> None:
    assert (directory().program(one) is directory().program(other)) is same


def test_a_contradicted_link_leaves_no_wrong_town_or_address() -> None:
    pensacola = directory().program("1587999P3")
    assert (pensacola.city, pensacola.acgme_id, pensacola.website) == ("Pensacola", None, None)
    eau_claire = directory().program("1328120C1")
    assert eau_claire.city is None, (
        "the site is no town of the sponsor's state: unknown, not the sponsor's town"
    )


def test_ids_are_what_they_were() -> None:
    text = "\n".join(f"{track} {program}" for track, program in mapping())
    assert len(directory().programs()) == PROGRAMS
    assert hashlib.sha256(text.encode()).hexdigest() == MAPPING


def test_the_shipped_tables_hold_nothing_that_may_not_be_shipped() -> None:
    for path in sorted(FOLDER.glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            columns = next(csv.reader(file))
        assert not [c for c in columns if "board" in c or "visa" in c or "img" in c], path.name
        assert path.stat().st_size < 1_500_000, path.name
        described = read_yaml(path.with_suffix(".yaml"))["columns"]
        assert list(described) == columns, path.name
        assert all({"is", "source", "vintage"} <= set(entry) for entry in described.values()), path.name


SOURCE = Path(__file__).parents[3] / "shared" / "data" / "directory.csv"


@pytest.mark.skipif(not SOURCE.exists(), reason="the gathered source table is not beside this clone")
def test_the_tables_follow_from_their_source(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from tools import build_directory

    places = SOURCE.with_name("us_places.csv")
    monkeypatch.setattr("sys.argv", ["build", str(SOURCE), "--places", str(places), "--out", str(tmp_path)])
    build_directory.main()
    for path in sorted(FOLDER.glob("*.csv")):
        assert (tmp_path / path.name).read_bytes() == path.read_bytes(), path.name


@pytest.mark.skipif(not SOURCE.exists(), reason="the gathered source table is not beside this clone")
def test_no_seat_is_lost_on_the_way_from_the_source() -> None:
    seats: dict[str, tuple[str, str]] = {}
    with SOURCE.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            seats[row["program_id"]] = (row["quota_2026"], row["filled_2026"])
    ours = defaultdict(tuple)
    for program in directory().programs():
        for t in program.tracks:
            ours[t.track_id] = (t.quota_2026, t.filled_2026)
    assert {k: tuple(int(float(n)) if n else None for n in v) for k, v in seats.items()} == dict(ours)
