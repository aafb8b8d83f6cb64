"""Bad profiles: every problem at once, each with its place, a whole sentence and a remedy."""

from __future__ import annotations

import json
import time

import pytest

from smartpick.errors import BadProfile, NotFound, Problem, SmartPickError
from smartpick.exchange.profile import parse_profile, read_profile, read_profile_text

T = "targets: [dermatology]\n"


def problems(text, name="me.yaml"):
    with pytest.raises(BadProfile) as refusal:
        read_profile_text(text, name)
    return refusal.value.problems


def only(text, name="me.yaml") -> Problem:
    found = problems(text, name)
    assert len(found) == 1, [p.sentence() for p in found]
    assert found[0].message.endswith(".")
    assert found[0].message[0].isupper() or found[0].message[0] == "“"
    assert found[0].remedy
    return found[0]


FIELDS = [
    # text after the target line, code, field, line, words of the sentence, words of the remedy
    (
        "exams: {step2_ck: {score: 400}}",
        "out_of_range",
        "exams.step2_ck.score",
        2,
        "Step 2 CK scores lie between 1 and 300, and 400 does not",
        "unknown",
    ),
    ("exams:\n  step2_ck:\n    score: -1", "negative", "exams.step2_ck.score", 4, "cannot be negative", ""),
    ("exams: {step2_ck: {score: 251.5}}", "not_whole", "exams.step2_ck.score", 2, "whole number", ""),
    ("exams: {step2_ck: {score: high}}", "not_a_number", "exams.step2_ck.score", 2, "not “high”", ""),
    ("exams: {step1: {attempts: -2}}", "negative", "exams.step1.attempts", 2, "cannot be negative", ""),
    ("exams: {step1: {attempts: 0, passed: true}}", "contradiction", "exams.step1", 2, "0 attempts", ""),
    (
        "exams: {step3: {planned: 2027-03, passed: true}}",
        "contradiction",
        "exams.step3",
        2,
        "not taken again",
        "",
    ),
    (
        "education: {graduation: 2099-06}",
        "far_future",
        "education.graduation",
        2,
        "too far in the future",
        "2034",
    ),
    ("education: {graduation: 1899-06}", "long_past", "education.graduation", 2, "too long ago", ""),
    ("education: {graduation: 2027-02-30}", "no_such_day", "education.graduation", 2, "calendar", ""),
    ("education: {graduation: soon}", "not_a_date", "education.graduation", 2, "date", "2027-07-31"),
    ("education: {student: maybe}", "not_yes_no", "education.student", 2, "true or false", ""),
    ("education: {top_percent: 140}", "out_of_range", "education.top_percent", 2, "140", ""),
    ("season: 2100", "out_of_range", "season", 2, "2100", ""),
    (
        "person: {citizenships: [Indea]}",
        "unknown_country",
        "person.citizenships[0]",
        2,
        "Indea",
        "India (IN)",
    ),
    (
        "person: {residence_country: Atlantis}",
        "unknown_country",
        "person.residence_country",
        2,
        "Atlantis",
        "",
    ),
    (
        "person: {residence_state: New Yrok}",
        "unknown_state",
        "person.residence_state",
        2,
        "Yrok",
        "New York (NY)",
    ),
    (
        "person: {status: J-1 resarch}",
        "not_in_list",
        "person.status",
        2,
        "resarch",
        "Did you mean j1_research?",
    ),
    ("applicant_type: martian", "not_in_list", "applicant_type", 2, "martian", "non_us_img"),
    ("wishes: {budget_usd: 0}", "empty_budget", "wishes.budget_usd", 2, "no application", "unknown"),
    (
        "wishes: {budget_usd: -250}",
        "negative_money",
        "wishes.budget_usd",
        2,
        "money cannot be negative",
        "2500",
    ),
    ("wishes: {budget_usd: lots}", "not_a_number", "wishes.budget_usd", 2, "not “lots”", "2500"),
    ("wishes: {savings_months: -1}", "negative", "wishes.savings_months", 2, "negative", ""),
    (
        "wishes: {tolerance_financial: 6}",
        "out_of_range",
        "wishes.tolerance_financial",
        2,
        "between 1 and 5",
        "",
    ),
    ("wishes: {states: [NY], avoid_states: [ny]}", "contradiction", "wishes.avoid_states", 2, "New York", ""),
    ("wishes: 7", "not_a_block", "wishes", 2, "block of fields", ""),
    ("research: yes please", "not_a_list", "research", 2, "list", "- "),
    (
        "research:\n  - {specialty: dermatology, place: home, start: 2026-05-01, end: 2026-04-30}",
        "wrong_order",
        "research[0]",
        3,
        "ends on 2026-04-30, before it starts on 2026-05-01",
        "",
    ),
    (
        "research:\n  - {specialty: dermatology, place: home}",
        "missing",
        "research[0]",
        3,
        "neither",
        "months",
    ),
    (
        "research:\n  - {specialty: dermatology, place: home, start: 2026-05-01, months: 3}",
        "contradiction",
        "research[0]",
        3,
        "counted from the dates",
        "",
    ),
    (
        "outputs:\n  - {kind: paper, count: 2, first_author: 3}",
        "part_exceeds_whole",
        "outputs[0]",
        3,
        "3 as first author but only 2",
        "",
    ),
    (
        "outputs:\n  - {kind: talk, count: 1, us_national: 2}",
        "part_exceeds_whole",
        "outputs[0]",
        3,
        "only 1",
        "",
    ),
    ("outputs:\n  - {kind: paper}", "missing", "outputs[0].count", 3, "missing", ""),
    ("outputs:\n  - {kind: paper, count: -1}", "negative", "outputs[0].count", 3, "-1", ""),
    (
        "letters:\n  - {specialty: dermatology, from_us: unknown}",
        "missing",
        "letters[0].from_us",
        3,
        "missing",
        "",
    ),
    ("ties:\n  - {kind: mentor}", "missing", "ties[0]", 3, "neither a program nor an institution", ""),
    (
        "backups:\n  - {specialty: dermatology, willing: yes}",
        "contradiction",
        "backups[0]",
        3,
        "both a target",
        "",
    ),
    (
        "backups:\n  - {specialty: patology, willing: yes}",
        "unknown_specialty",
        "backups[0].specialty",
        3,
        "patology",
        "Pathology",
    ),
    (
        "season: 2028\nearlier_matches:\n  - {year: 2028}",
        "contradiction",
        "earlier_matches[0].year",
        4,
        "not before",
        "",
    ),
    ("labell: x", "unknown_field", "labell", 2, "labell", "Did you mean label?"),
    ("person: {visa_ned: j1}", "unknown_field", "person.visa_ned", 2, "visa_ned", "visa_need"),
    ("score: 252", "unknown_field", "score", 2, "score", "exams.step2_ck.score"),
    ("bugdet: 3", "unknown_field", "bugdet", 2, "bugdet", "wishes.budget_usd"),
    ("zzz: 1", "unknown_field", "zzz", 2, "zzz", "Delete it"),
    ("label: {a: 1}", "not_text", "label", 2, "a block of fields", ""),
    ("label: " + "x" * 501, "too_long", "label", 2, "501", ""),
    ('label: "a\\x07b"', "not_printable", "label", 2, "printed", ""),
    ("schema_version: 2\nfuture: 1", "schema_version", "schema_version", 2, "schema version 2", "newer"),
    ("schema_version: 0", "schema_version", "schema_version", 2, "no schema version 0", ""),
]


@pytest.mark.parametrize(
    ("text", "code", "field", "line", "say", "remedy"), FIELDS, ids=[r[0][:50] for r in FIELDS]
)
def test_each_problem_names_field_line_and_remedy(text, code, field, line, say, remedy):
    problem = only(T + text)
    assert (problem.code, problem.field, problem.line) == (code, field, line)
    assert say in problem.message
    assert remedy in problem.remedy


TARGETS = [
    ("label: x", "names no target"),
    ("targets: []", "names no target"),
    ("targets: unknown", "names no target"),
    ("targets: [dermatology, derm]", "named twice"),
    ("targets: [transitional_year]", "one year"),
]


@pytest.mark.parametrize(("text", "say"), TARGETS)
def test_a_target_is_needed(text, say):
    assert say in only(text).message


def test_a_misspelled_specialty_is_answered_with_the_nearest():
    problem = only("targets: [dermatolgy]")
    assert problem.field == "targets[0]"
    assert "Dermatology" in problem.remedy


CLASHES = [
    ("{citizenships: [US], visa_need: j1}", "{}", None, "person.visa_need", "US citizen needs no visa"),
    ("{status: green card, visa_need: either}", "{}", None, "person.visa_need", "green card"),
    ("{citizenships: [IN], status: us_citizen}", "{}", None, "person.status", "do not include the US"),
    ("{citizenships: [US], status: h1b}", "{}", None, "person.status", "cannot hold"),
    ("{citizenships: [IN], status: green card}", "{}", "us_img", "applicant_type", "US citizenship"),
    ("{citizenships: [US]}", "{}", "non_us_img", "applicant_type", "no US citizenship"),
    ("{}", "{school_country: US}", "us_img", "applicant_type", "outside the US"),
    ("{}", "{caribbean_school: true}", "us_md_senior", "applicant_type", "elsewhere"),
    ("{}", "{school_country: India}", "us_do_graduate", "applicant_type", "elsewhere"),
    ("{}", "{student: false}", "us_md_senior", "applicant_type", "still a student"),
    ("{}", "{student: true}", "us_md_graduate", "applicant_type", "no longer"),
    (
        "{}",
        "{caribbean_school: true, school_country: US}",
        None,
        "education.caribbean_school",
        "no Caribbean",
    ),
    ("{residence_country: IN, residence_state: NY}", "{}", None, "person.residence_state", "not the US"),
]


@pytest.mark.covers("H4", "D6")
@pytest.mark.parametrize(("person", "school", "kind", "field", "say"), CLASHES)
def test_contradictions_are_named(person, school, kind, field, say):
    given = f"applicant_type: {kind}\n" if kind else ""
    problem = only(f"{T}person: {person}\neducation: {school}\n{given}")
    assert (problem.code, problem.field) == ("contradiction", field)
    assert say in problem.message


def test_a_green_card_holder_who_counts_as_non_us_img_is_no_contradiction():
    read_profile_text(T + "person: {citizenships: [IN], status: green card}\napplicant_type: non_us_img")


def test_everything_wrong_is_found_in_one_reading():
    """Wrong form, wrong values, unknown fields and contradictions, together and in the order of the file."""
    found = problems(
        "targets: [dermatolgy]\n"
        "label: a\n"
        "label: b\n"
        "persn: {}\n"
        "person:\n"
        "  status: green card\n"
        "  visa_need: j1\n"
        "  residence_state: ZZ\n"
        "exams:\n"
        "  step2_ck: {score: 400}\n"
        "wishes: {budget_usd: -5, states: [NY], avoid_states: [NY]}\n"
    )
    assert [p.line for p in found] == [1, 3, 4, 7, 8, 10, 11, 11]
    assert [p.field for p in found] == [
        "targets[0]",
        "label",
        "persn",
        "person.visa_need",
        "person.residence_state",
        "exams.step2_ck.score",
        "wishes.budget_usd",
        "wishes.avoid_states",
    ]


LARGE = [
    ("targets: [" + "dermx, " * 100_000 + "]", "too_many"),
    ("person: {citizenships: [" + "Indeax, " * 100 + "]}\n" + T, "too_many"),
    (T + "letters:\n" + "- {specialty: x, from_us: 1}\n" * 1001, "too_many"),
    ("a: 1\n" * 150_000, "too_many"),
    ('{"targets": [' + '"x",' * 100_000 + '"x"]}', "too_many"),
]


@pytest.mark.parametrize(("text", "code"), LARGE, ids=[str(len(text)) for text, _ in LARGE])
def test_what_would_take_long_is_refused_early(text, code):
    """A megabyte of nonsense is answered about as soon as a good profile."""
    start = time.perf_counter()
    assert code in [problem.code for problem in problems(text)]
    assert time.perf_counter() - start < 5


def test_the_list_of_problems_is_bounded():
    found = problems(T + "".join(f"field{i}: 1\n" for i in range(500)))
    assert 50 <= len(found) <= 52
    assert found[-1].code == "more"


SYNTAX = [
    ("targets: [dermatology\nlabel: x", 2, "square brackets"),
    ("targets: {a: 1\nlabel: x", 2, ""),
    ("label: it's: x", 1, "colon"),
    ('label: "abc', 1, "never closed"),
    ("targets:\n\t- dermatology", 2, ""),
    ("targets:\n  - dermatology\n - x", 3, ""),
    ("label: @x", 1, "quotes"),
    ("label: \x07", None, "printed"),
]


@pytest.mark.parametrize(("text", "line", "say"), SYNTAX)
def test_a_syntax_error_names_its_line(text, line, say):
    problem = only(text)
    assert problem.code == "syntax"
    assert line is None or problem.line == line
    assert say in f"{problem.message} {problem.remedy}"


TRICKS = [
    ("a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]", "alias"),
    ("label: *x", "alias"),
    ("label: !!python/object/apply:os.system [ls]", "tag"),
    ("label: !x y", "tag"),
    ("targets: " + "[" * 60, "too_deep"),
    ("targets: " + "[" * 200_000, "too_deep"),
    ("a:\n" + "".join("  " * i + "a:\n" for i in range(1, 60)), "too_deep"),
    (T + "---\n" + T, "documents"),
    (T + "label: a\nlabel: b", "duplicate_key"),
    (T + "person: {status: f1, status: h1b}", "duplicate_key"),
    (T + "? [a, b]\n: 1", "bad_key"),
    ("- dermatology", "no_fields"),
    ("hello", "no_fields"),
    ("", "empty"),
    ("# nothing\n\n", "empty"),
    ("---\n", "empty"),
]


@pytest.mark.parametrize(("text", "code"), TRICKS, ids=[f"{code}-{i}" for i, (_, code) in enumerate(TRICKS)])
def test_tricks_and_odd_forms_are_refused(text, code):
    assert only(text).code == code


JSON = [
    ('{"targets": ["dermatology"],\n "label": }', "syntax", 2),
    ('{"targets": ["dermatology"],\n "label": 1, "label": 2}', "duplicate_key", 2),
    ('{"targets": ["dermatology"],\n "score": 1}', "unknown_field", 2),
    ('{"targets": ["dermatology"],\n\t"exams":\n\t{"step2_ck": {"score": 400}}}', "out_of_range", 3),
    ('{"targets": ["dermatology"], "label": "\\ud800"}', "not_printable", None),
    ('{"targets": ["dermatology"], "season": NaN}', "not_a_number", None),
    ('{"season": ' + "9" * 5000 + "}", "syntax", None),
    ('{"a": ' * 100_000, "too_deep", None),
    ('{"a": ' + "[" * 30 + "]" * 30 + "}", "too_deep", 1),
]


@pytest.mark.parametrize(
    ("text", "code", "line"), JSON, ids=[f"{code}-{i}" for i, (_, code, _) in enumerate(JSON)]
)
def test_json_is_refused_with_the_same_sentences(text, code, line):
    problem = only(text, "me.json")
    assert problem.code == code
    assert line is None or problem.line == line


def test_a_form_without_a_file_has_no_lines():
    with pytest.raises(BadProfile) as refusal:
        parse_profile({"targets": ["dermatology"], "exams": {"step2_ck": {"score": "400"}}})
    (problem,) = refusal.value.problems
    assert (problem.line, problem.field) == (None, "exams.step2_ck.score")


# --- files -------------------------------------------------------------------------------------


def test_a_missing_file_says_so(tmp_path):
    with pytest.raises(NotFound, match="There is no file"):
        read_profile(tmp_path / "none.yaml")


def refused(path) -> Problem:
    with pytest.raises(SmartPickError) as refusal:
        read_profile(path)
    (problem,) = refusal.value.problems
    assert refusal.value.exit_code == 2
    return problem


FILES = [
    (b"", "empty"),
    (b"\xef\xbb\xbf", "empty"),
    (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "binary"),
    ("targets: [dermatology]\nlabel: Zoë".encode("latin-1"), "not_utf8"),
    ("targets: [dermatology]".encode("utf-16"), "binary"),
    (b"targets: [dermatology]\n" + b"#" * 1_000_000, "too_large"),
]


@pytest.mark.parametrize(("content", "code"), FILES, ids=[f"{code}-{i}" for i, (_, code) in enumerate(FILES)])
def test_files_that_hold_no_profile(tmp_path, content, code):
    path = tmp_path / "me.yaml"
    path.write_bytes(content)
    assert refused(path).code == code


def test_a_wrong_encoding_names_the_line(tmp_path):
    path = tmp_path / "me.yaml"
    path.write_bytes("targets: [dermatology]\nlabel: Zoë".encode("latin-1"))
    assert refused(path).line == 2


def test_a_folder_is_no_profile(tmp_path):
    assert refused(tmp_path).code == "directory"


def test_a_large_file_is_refused_without_being_read(tmp_path, monkeypatch):
    """Ten megabytes: the size alone decides, the file is never opened."""
    path = tmp_path / "me.yaml"
    with path.open("wb") as file:
        file.truncate(10_000_000)
    monkeypatch.setattr(type(path), "open", lambda *a, **k: pytest.fail("opened"))
    problem = refused(path)
    assert problem.code == "too_large"
    assert "10.0 MB" in problem.message


def test_a_byte_order_mark_is_no_problem(tmp_path):
    path = tmp_path / "me.yaml"
    path.write_bytes(b"\xef\xbb\xbftargets: [dermatology]\n")
    assert read_profile(path).target == "dermatology"


def test_the_error_carries_the_contract_form():
    body = problems(T + "exams: {step2_ck: {score: 400}}")[0].as_json()
    assert set(body) == {"code", "message", "field", "line", "remedy"}
    json.dumps(body)
