"""None is not unknown: how a profile says "none so far", keeps it, and tells it apart from an empty list."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

import jsonschema
import pytest

from smartpick.domain.applicant import Education, Letter, Output, OutputKind, Profile, Progress
from smartpick.domain.differences import differences
from smartpick.domain.none_so_far import MAY_SAY_NONE, left_open, outputs_done, said_none
from smartpick.errors import BadProfile
from smartpick.exchange.profile import parse_profile, profile_json, profile_text, read_profile_text
from smartpick.exchange.profile_cautions import gaps
from smartpick.exchange.profile_template import template
from smartpick.exchange.profile_words import understood
from smartpick.settings import DATA

T = "targets: [dermatology]\n"
TODAY = date(2026, 11, 22)
EMPTY = Profile(targets=("dermatology",), applicant_type=None)
LETTER = Letter("dermatology", from_us=True, strong=True)


@pytest.mark.parametrize("name", MAY_SAY_NONE)
@pytest.mark.parametrize("word", ["none", "None", "'none'", "[none]"])
def test_none_is_said_with_one_word_and_kept(name: str, word: str) -> None:
    found = read_profile_text(f"{T}{name}: {word}")
    assert found == replace(EMPTY, none_of=(name,))
    assert said_none(found, name)
    assert profile_json(found)[name] == "none"
    assert parse_profile(profile_json(found)) == read_profile_text(profile_text(found)) == found
    assert found != EMPTY


def test_all_stand_sorted_and_an_empty_list_stays_open() -> None:
    text = "".join(f"{name}: none\n" for name in reversed(MAY_SAY_NONE))
    assert read_profile_text(T + text).none_of == MAY_SAY_NONE == tuple(sorted(MAY_SAY_NONE))
    for word in ("[]", "unknown", ""):
        assert all(left_open(read_profile_text(f"{T}{name}: {word}"), name) for name in MAY_SAY_NONE)


def test_none_beside_an_entry_is_a_contradiction_that_is_named() -> None:
    with pytest.raises(BadProfile) as refused:
        read_profile_text(f"{T}letters: [none, {{specialty: dermatology, from_us: true}}]")
    (problem,) = refused.value.problems
    assert (problem.code, problem.field, problem.line) == ("contradiction", "letters", 2)
    assert problem.message == "“letters” says none and has entries as well."


def test_entries_win_where_code_adds_them_to_a_profile_that_said_none() -> None:
    both = replace(EMPTY, letters=(LETTER,), none_of=("letters",))
    assert not said_none(both, "letters")
    assert parse_profile(profile_json(both)) == replace(EMPTY, letters=(LETTER,))


def test_a_count_of_nothing_means_none_of_this_kind() -> None:
    found = read_profile_text(f"{T}outputs: [{{kind: paper, count: 0}}, {{kind: poster, count: 2}}]")
    assert found.outputs[0] == Output(OutputKind.PAPER, 0)
    assert outputs_done(found) == {"publications": 0, "abstracts": None, "presentations": 2}
    assert read_profile_text(profile_text(found)) == found
    said = dict(understood(found, TODAY))["Published so far"]
    assert said == "0 publications, abstracts unknown, 2 posters and talks"


def test_none_planned_says_nothing_of_what_is_out() -> None:
    planned = replace(EMPTY, outputs=(Output(OutputKind.PAPER, 0, progress=Progress.PLANNED),))
    assert outputs_done(planned)["publications"] is None
    assert outputs_done(replace(EMPTY, none_of=("outputs",))) == dict.fromkeys(outputs_done(EMPTY), 0)


def test_nothing_and_something_of_the_same_kind_contradict() -> None:
    with pytest.raises(BadProfile) as refused:
        read_profile_text(f"{T}outputs: [{{kind: paper, count: 0}}, {{kind: paper, count: 3}}]")
    assert "there is no paper and another entry counts some" in refused.value.problems[0].message
    read_profile_text(f"{T}outputs: [{{kind: paper, count: 0, specialty: neurology}}, {{kind: paper, count: 3}}]")


def test_checking_tells_unknown_from_none() -> None:
    lines = {"Research so far": "research", "Published so far": "outputs", "Rotations so far": "rotations",
             "Letters": "letters"}  # fmt: skip
    open_words, none_words = (dict(understood(p, TODAY)) for p in (EMPTY, replace(EMPTY, none_of=MAY_SAY_NONE)))
    assert {open_words[label] for label in lines} == {"unknown"}
    assert {none_words[label] for label in lines} == {"none so far"}
    assert (open_words["Earlier Matches"], none_words["Earlier Matches"]) == ("unknown", "none: your first Match")
    student = replace(EMPTY, education=Education(student=True))
    assert "Earlier Matches" not in dict(understood(student, TODAY))


def test_what_is_left_open_has_a_cost_for_the_verdict_and_for_the_chance() -> None:
    costs = {gap.field: gap.cost for gap in gaps(EMPTY)}
    for name in MAY_SAY_NONE:
        assert "the chance takes the average" in costs[name]
        assert ("the verdict counts none" in costs[name]) == (name != "earlier_matches")
    assert "usually higher" in costs["earlier_matches"]
    assert "earlier_matches" not in {gap.field for gap in gaps(replace(EMPTY, education=Education(student=True)))}
    assert not {gap.field for gap in gaps(replace(EMPTY, none_of=MAY_SAY_NONE))} & set(MAY_SAY_NONE)


def test_two_profiles_differ_where_one_says_none_and_the_other_nothing() -> None:
    none = replace(EMPTY, none_of=("letters",))
    (row,) = differences(none, EMPTY)
    assert (row.path, row.label, row.left, row.right) == ("letters", "Letters", "none so far", "unknown")
    (row,) = differences(none, replace(EMPTY, letters=(LETTER,)))
    assert (row.path, row.left) == ("letters.1", "none so far")
    assert differences(none, none) == ()


def test_the_schema_takes_the_word_for_these_lists_alone() -> None:
    schema = json.loads((DATA / "schema" / "profile.json").read_text(encoding="utf-8"))
    check = jsonschema.Draft202012Validator(schema)
    check.validate({"targets": ["dermatology"], **dict.fromkeys(MAY_SAY_NONE, "none")})
    check.validate({"targets": ["dermatology"], "outputs": [{"kind": "paper", "count": 0}]})
    assert "none_of" not in schema["properties"]
    for name in ("ties", "backups", "person"):
        with pytest.raises(jsonschema.ValidationError):
            check.validate({"targets": ["dermatology"], name: "none"})


def test_the_template_says_how() -> None:
    words = " ".join(template().replace("#", " ").split())
    assert words.count("Write `none` if you have none so far; an empty list is unknown.") == len(MAY_SAY_NONE)
    assert read_profile_text(template()).none_of == ()
