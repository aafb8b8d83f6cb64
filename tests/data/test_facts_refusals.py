"""Every way a file of facts can be wrong: a file in, the sentence it is refused with out."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from smartpick.domain.chance import Grade
from smartpick.errors import BadFacts, NotFound
from smartpick.facts import Facts, ReadVia

SOURCE = """\
title: A page
publisher: A publisher
accessed: 2026-11-22
how: Open the page.
read_via: original
"""
PARAMETER = """\
label: Match rate
meaning: Share of active applicants who matched.
unit: share
by: [applicant_type]
values:
  2025:
    non_us_img: {value: 0.58, source: a-page, at: Table 4}
  2026:
    non_us_img: {value: 0.564, low: 0.55, high: 0.58, source: a-page, at: Table 4}
"""


@pytest.fixture
def data(tmp_path: Path) -> Path:
    for name, text in (("sources/a-page.yaml", SOURCE), ("parameters/match/rate.yaml", PARAMETER)):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def refusal(data: Path, old: str, new: str) -> str:
    """The sentence the parameter file is refused with when `old` becomes `new`."""
    assert old in PARAMETER
    (data / "parameters/match/rate.yaml").write_text(PARAMETER.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(BadFacts) as caught:
        Facts(data).parameter("match.rate")
    return str(caught.value)


@pytest.mark.covers("D29")
def test_a_good_file_is_read_with_its_history(data: Path) -> None:
    facts = Facts(data)
    fact = facts.get("match.rate", "non_us_img")
    assert (fact.value, fact.low, fact.high, fact.year) == (0.564, 0.55, 0.58, 2026)
    assert fact.grade is Grade.MEASURED
    assert fact.at == "Table 4"
    assert fact.read_via is ReadVia.ORIGINAL
    assert facts.get("match.rate", "non_us_img", year=2025).value == 0.58
    assert [old.year for old in facts.history("match.rate", "non_us_img")] == [2025, 2026]
    assert facts.source("a-page").read_via is ReadVia.ORIGINAL
    estimate = fact.estimate()
    assert (estimate.value, estimate.unit, estimate.sources) == (0.564, "share", ("a-page",))


@pytest.mark.parametrize(("old", "new", "line", "said"), [
    ("label: Match rate\n", "", 1, "`label` is missing"),
    ("unit: share", "unit: share\nunit: usd", 4, "the key `unit` is given twice, first on line 3"),
    ("non_us_img: {value: 0.564", "non_us_img: {value: 0.5, value: 0.564", 9,
     "the key `values.2026.non_us_img.value` is given twice"),
    ("    non_us_img: {value: 0.564",
     "    non_us_img: {value: 1, source: a-page, at: x}\n    non_us_img: {value: 0.564", 10,
     "`values.2026.non_us_img` is given twice"),
    ("meaning:", "meanin:", 2, "`meanin` is not a known key. Did you mean `meaning`?"),
    ("low: 0.55", "lo: 0.55", 9, "`values.2026.non_us_img.lo` is not a known key. Did you mean `low`"),
    ("source: a-page, at: Table 4}\n  2026", "source: a-pag, at: Table 4}\n  2026", 7,
     "names `a-pag`, which has no file in sources/. Did you mean `a-page`?"),
    ("value: 0.564", "value: 56.4", 9, "is 56.4, but a share lies between 0 and 1"),
    ("value: 0.564", "value: -0.1", 9, "is -0.1, but a share lies between 0 and 1"),
    ("high: 0.58", "high: 1.2", 9, "`values.2026.non_us_img.high` is 1.2, but a share"),
    ("value: 0.564", "value: 0.9", 9, "is 0.9, which its interval 0.55 to 0.58 misses"),
    ("value: 0.564, low: 0.55", "value: 0.56, low: 0.57", 9, "is 0.56, which its interval 0.57 to 0.58 misses"),
    ("low: 0.55, high: 0.58", "low: 0.58, high: 0.55", 9, "upside down (0.58 to 0.55). Swap the two."),
    ("value: 0.564, ", "", 9, "`values.2026.non_us_img.value` is missing"),
    ("source: a-page, at: Table 4}\n  2026", "at: Table 4}\n  2026", 7, "`values.2025.non_us_img.source` is missing"),
    (", at: Table 4}\n  2026", "}\n  2026", 7, "`values.2025.non_us_img.at` is missing"),
    ("low: 0.55", "grade: certain, low: 0.55", 9, "is `certain`; it has to be one of measured, derived, judged"),
    ("low: 0.55", "status: sure, low: 0.55", 9, "is `sure`; it has to be one of confirmed, projected"),
    ("low: 0.55", "review_by: soon, low: 0.55", 9, "has to be a day like 2027-06-01"),
    ("low: 0.55", "note: 3, low: 0.55", 9, "`values.2026.non_us_img.note` has to be text"),
    ("value: 0.564", "value: lots", 9, "is `lots`, which is not a number"),
    ("value: 0.564, low: 0.55, high: 0.58", "value: null", 9, "is empty, with neither an interval nor a note"),
    ("value: 0.564", "value: [1, 2]", 9, "has to be one number, word or day"),
    ("  2026:", "  next:", 8, "`values.next` has to be a year like 2026"),
    ("by: [applicant_type]", "by: applicant_type", 4, "has to be a list"),
    ("by: [applicant_type]", "by: []", 7, "is not a known key"),
    ("by: [applicant_type]", "by: [applicant_type, visa]", 7, "has a value where the level `visa` is due"),
    ("value: 0.564", "value: &x 0.564, note: *x", 9, "repeats an earlier value with `*`"),
    ("value: 0.564", "value: 12:30", 9, "is written as `12:30`, which cannot be read"),
    ("value: 0.564", "value: .nan", 9, "is written as `.nan`"),
    ("  2025:", "\t2025:", 6, "this is not valid YAML"),
])
@pytest.mark.covers("D29")
def test_a_wrong_parameter_file_is_refused(data: Path, old: str, new: str, line: int, said: str) -> None:
    sentence = refusal(data, old, new)
    assert said in sentence
    assert sentence.startswith(f"parameters/match/rate.yaml, line {line}:")


@pytest.mark.parametrize(("unit", "value", "said"), [
    ("date", "tomorrow", "has to be a day like 2026-09-02"),
    ("usd", '"1e5"', "a number written as text"),
])
def test_a_value_fits_its_unit(data: Path, unit: str, value: str, said: str) -> None:
    text = PARAMETER.replace("share", unit, 1).replace("0.564, low: 0.55, high: 0.58", value)
    (data / "parameters/match/rate.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(BadFacts, match=said):
        Facts(data).parameter("match.rate")


@pytest.mark.covers("D28")
def test_a_date_says_whether_it_is_confirmed(data: Path) -> None:
    text = PARAMETER.replace("share", "date", 1).replace(
        "value: 0.564, low: 0.55, high: 0.58", "value: 2027-09-01, status: projected").replace(
        "value: 0.58", "value: 2026-09-02, status: confirmed")
    (data / "parameters/match/rate.yaml").write_text(text, encoding="utf-8")
    fact = Facts(data).get("match.rate", "non_us_img")
    assert fact.day == date(2027, 9, 1)
    assert fact.status == "projected"
    with pytest.raises(TypeError, match="not a number"):
        fact.estimate()


@pytest.mark.parametrize(("old", "new", "said"), [
    ("title: A page\n", "", "sources/a-page.yaml, line 1: `title` is missing"),
    ("how: Open the page.\n", "", "`how` is missing"),
    ("read_via: original", "read_via: hearsay",
     "line 5: `read_via` is `hearsay`; it has to be one of original, transcription, secondary, crowd"),
    ("accessed: 2026-11-22", "accessed: last week", "`accessed` has to be a day like 2026-11-22"),
    ("accessed: 2026-11-22", "accessed: 2026-11-22\nurl: www.nrmp.org", "`url` has to start with https://"),
    ("accessed: 2026-11-22", "accessed: 2026-11-22\nauthor: someone", "`author` is not a known key"),
    ("publisher: A publisher", "publisher: 3", "`publisher` has to be text"),
    ("title: A page", "title: A page\ntitle: B page", "the key `title` is given twice"),
])
@pytest.mark.covers("D29")
def test_a_wrong_source_is_refused(data: Path, old: str, new: str, said: str) -> None:
    (data / "sources/a-page.yaml").write_text(SOURCE.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(BadFacts) as caught:
        Facts(data).source("a-page")
    assert said in str(caught.value)


def test_a_file_with_several_problems_counts_them(data: Path) -> None:
    sentence = refusal(data, "value: 0.564, low: 0.55", "value: 2, lo: 0.55, grade: certain")
    assert "1 more in this file" in sentence


@pytest.mark.parametrize(("text", "said"), [
    ("", "found none"),
    ("- a\n- b\n", "found none"),
    ("a: 1\n---\nb: 2\n", "a second document"),
    ("a: " + "[" * 100_000, "more than 40 levels deep"),
    ("a: \x00", "not valid YAML"),
    ("? [1]\n: 2\n", "a key has to be a plain word"),
])
def test_what_is_no_file_of_facts_is_refused(data: Path, text: str, said: str) -> None:
    (data / "parameters/match/rate.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(BadFacts, match=said):
        Facts(data).parameter("match.rate")


def test_a_binary_file_is_refused(data: Path) -> None:
    (data / "parameters/match/rate.yaml").write_bytes(b"\xff\xfe\x00PNG")
    with pytest.raises(BadFacts, match="cannot be read"):
        Facts(data).parameter("match.rate")


def test_words_that_yaml_takes_for_truth_values_stay_words(data: Path) -> None:
    text = PARAMETER.replace("by: [applicant_type]", "by: [answer]").replace("    non_us_img:", "    no:")
    (data / "parameters/match/rate.yaml").write_text(text, encoding="utf-8")
    assert Facts(data).get("match.rate", "no").value == 0.564


@pytest.mark.parametrize(("key", "cell", "year", "said"), [
    ("match.rat", (), None, "There is no parameter `match.rat`. Did you mean `match.rate`?"),
    ("match.rate", ("non_us_im",), None, "no value for `non_us_im`. Did you mean `non_us_img`?"),
    ("match.rate", ("non_us_img",), 2019, "no value for `non_us_img` in 2019"),
    ("match.rate", (), None, "is given by applicant_type, not by 0 words"),
])
def test_a_miss_names_the_nearest(
    data: Path, key: str, cell: tuple[str, ...], year: int | None, said: str
) -> None:
    facts = Facts(data)
    with pytest.raises(NotFound) as caught:
        facts.get(key, *cell, year=year)
    assert said in str(caught.value)
    assert facts.find(key, *cell, year=year) is None


def test_years_are_never_mixed(data: Path) -> None:
    text = PARAMETER + "    us_img: {value: 0.7, source: a-page, at: Table 4}\n"
    text = text.replace("  2025:\n", "  2025:\n    us_md_senior: {value: 0.93, source: a-page, at: Table 4}\n")
    (data / "parameters/match/rate.yaml").write_text(text, encoding="utf-8")
    facts = Facts(data)
    assert set(facts.cells("match.rate")) == {("non_us_img",), ("us_img",)}
    assert set(facts.cells("match.rate", year=2025)) == {("non_us_img",), ("us_md_senior",)}
    found = facts.find("match.rate", "us_md_senior")
    assert found is not None
    assert found.year == 2025
