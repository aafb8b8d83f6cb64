"""Whatever is written in a file of facts is either read back exactly or refused with a sentence."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from smartpick.errors import SmartPickError
from smartpick.facts.findings import Findings
from smartpick.facts.parameter_file import parse_parameter
from smartpick.facts.strict_yaml import parse_yaml

KEYS = st.text(st.characters(codec="ascii", categories=["L", "N"], include_characters="_+-"), min_size=1,
               max_size=12)
SHARES = st.integers(0, 10_000).map(lambda n: n / 10_000)  # YAML takes 1e-05 for a word, which is refused
NOTES = st.text(st.characters(categories=["L", "M", "N", "P", "S", "Zs"]), min_size=1, max_size=30)
GOOD = Path(__file__).parents[2] / "src" / "smartpick" / "data" / "parameters" / "match" / "match_rate.yaml"


@st.composite
def leaves(draw: st.DrawFn) -> dict[str, object]:
    low, value, high = sorted(draw(st.tuples(SHARES, SHARES, SHARES)))
    return {"value": value, "low": low, "high": high, "source": "a-page", "at": draw(NOTES),
            "note": draw(NOTES), "grade": draw(st.sampled_from(["measured", "derived", "judged"]))}


@given(st.dictionaries(st.integers(2000, 2099),
                       st.dictionaries(KEYS, st.dictionaries(KEYS, leaves(), min_size=1, max_size=3),
                                       min_size=1, max_size=3), min_size=1, max_size=3))
@settings(max_examples=60, deadline=None)
def test_every_value_written_is_read_back(values: dict[int, dict[str, dict[str, dict[str, object]]]]) -> None:
    text = json.dumps({"label": "L", "meaning": "M", "unit": "share", "by": ["a", "b"], "values": values},
                      ensure_ascii=False)
    findings = Findings("f.yaml")
    parameter = parse_parameter("k", parse_yaml(text, "f.yaml"), {"a-page"}, findings)
    assert not findings.problems
    expected = {(year, (a, b)): leaf for year, cells in values.items()
                for a, below in cells.items() for b, leaf in below.items()}
    assert parameter.facts.keys() == expected.keys()
    for place, leaf in expected.items():
        fact = parameter.facts[place]
        assert (fact.value, fact.low, fact.high) == (leaf["value"], leaf["low"], leaf["high"])
        assert (fact.note, fact.at, fact.grade) == (leaf["note"], leaf["at"], leaf["grade"])
        assert fact.estimate().value == leaf["value"]


@given(st.one_of(SHARES, st.integers(-30_000, 30_000).map(lambda n: n / 10_000), st.integers(-3, 3)))
def test_a_share_gets_through_exactly_when_it_is_within_its_bounds(value: float) -> None:
    text = json.dumps({"label": "L", "meaning": "M", "unit": "share", "by": [],
                       "values": {2026: {"value": value, "source": "a-page", "at": "x"}}})
    findings = Findings("f.yaml")
    parameter = parse_parameter("k", parse_yaml(text, "f.yaml"), {"a-page"}, findings)
    assert bool(parameter.facts) is (0 <= value <= 1)
    assert bool(findings.problems) is not bool(parameter.facts)


@given(st.data())
@settings(max_examples=150, deadline=None)
def test_a_damaged_file_is_refused_with_a_sentence_or_read(data: st.DataObject) -> None:
    text = GOOD.read_text(encoding="utf-8")
    at = data.draw(st.integers(0, len(text)))
    gone = data.draw(st.integers(0, 40))
    put = data.draw(st.text(st.sampled_from("abc019 :{}[]\"'-\n\t&*!|>%@,.#?"), max_size=8))
    read_or_refused(text[:at] + put + text[at + gone :])


@given(st.text(max_size=200))
@settings(max_examples=150, deadline=None)
def test_any_text_is_refused_with_a_sentence_or_read(text: str) -> None:
    read_or_refused(text)


def read_or_refused(text: str) -> None:
    """No trace, whatever the text; every refusal names the file and ends as a sentence does."""
    findings, refusal = Findings("f.yaml"), "f.yaml"
    try:
        parse_parameter("k", parse_yaml(text, "f.yaml"), {"a-page"}, findings)
    except SmartPickError as error:
        refusal = str(error)
    assert refusal.startswith("f.yaml")
    for problem in findings.problems:
        assert problem.message.startswith("f.yaml, line ")


@given(KEYS, KEYS)
@settings(deadline=None)
def test_a_key_given_twice_is_always_refused(key: str, other: str) -> None:
    keys = [key, other, key] if other != key else [key, key]
    text = "{" + ", ".join(f"{json.dumps(each)}: 1" for each in keys) + "}"
    with pytest.raises(SmartPickError, match="given twice"):
        parse_yaml(text, "f.yaml")
