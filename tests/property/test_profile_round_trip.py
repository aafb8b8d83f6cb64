"""Any profile survives writing and reading; no input of any kind makes anything but a Profile or a sentence."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from smartpick.domain.applicant import Profile
from smartpick.errors import Problem, SmartPickError
from smartpick.exchange.profile import (
    parse_profile,
    profile_json,
    profile_text,
    read_profile,
    read_profile_text,
)
from smartpick.exchange.profile_cautions import cautions, gaps
from smartpick.exchange.profile_checking import written
from smartpick.exchange.profile_examples import examples
from smartpick.exchange.profile_schema import ProfileForm
from smartpick.exchange.profile_words import understood
from smartpick.facts.places import countries, us_states
from smartpick.facts.specialties import specialties

TODAY = date(2026, 11, 22)
quick = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
FULL = [s.id for s in specialties() if not s.one_year]

days = st.dates(date(1990, 1, 1), date(2033, 1, 1)).map(date.isoformat)
months = st.dates(date(1990, 1, 1), date(2033, 1, 1)).map(lambda d: f"{d.year}-{d.month:02}")
words = st.text(st.characters(exclude_categories=("Cc", "Cs")), max_size=40)
specialty = st.sampled_from(FULL)
stance = st.sampled_from(["yes", "maybe", "no", "unknown", None])
yes_no = st.sampled_from([True, False, None, "unknown"])
status = st.sampled_from(["done", "planned"])
none = st.sampled_from(["none", "None "])


def maybe(kind: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.none() | kind


def block(**some: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries({}, optional=some)


@st.composite
def outputs(draw: st.DrawFn) -> dict[str, Any]:
    count = draw(st.integers(0, 50))
    return {
        "kind": draw(st.sampled_from(["paper", "abstract", "poster", "talk", "chapter", "review"])),
        "count": count,
        "first_author": draw(st.integers(0, count)),
        "us_national": draw(st.integers(0, count)),
        "specialty": draw(maybe(specialty)),
        "status": draw(status),
    }


@st.composite
def periods(draw: st.DrawFn) -> dict[str, Any]:
    first, last = sorted((draw(days), draw(days)))
    time = (
        {"start": first, "end": draw(maybe(st.just(last)))}
        if draw(st.booleans())
        else {"months": draw(st.floats(0, 60).map(lambda m: round(m, 2)))}
    )
    place = draw(st.sampled_from(["onsite_us", "remote_us", "home"]))
    return {"specialty": draw(specialty), "place": place, "status": draw(status), **time}


exam = block(
    score=maybe(st.integers(1, 300)),
    attempts=maybe(st.integers(1, 6)),
    taken=maybe(days | months),
    predicted=maybe(st.integers(1, 300)),
)
profiles = st.fixed_dictionaries(
    {"targets": st.lists(specialty, min_size=1, max_size=3, unique=True)},
    optional={
        "schema_version": st.just(1),
        "label": maybe(words),
        "is_example": st.booleans(),
        "season": maybe(st.integers(2026, 2032)),
        "applicant_type": st.sampled_from([None, "unknown", "non_us_img"]),
        "person": block(
            citizenships=st.lists(st.sampled_from([c for c in countries().names if c != "US"]), max_size=3),
            residence_country=maybe(st.sampled_from(list(countries().names))),
            status=st.sampled_from([None, "j1_research", "h1b", "f1", "visitor", "other", "none", "ead"]),
            status_until=maybe(days | months),
            visa_need=st.sampled_from([None, "none", "j1", "h1b", "either"]),
        ),
        "education": block(
            student=yes_no,
            graduation=maybe(days | months),
            mspe_ranks=yes_no,
            top_percent=maybe(st.integers(1, 100)),
        ),
        "exams": block(step1=exam, step2_ck=exam, step3=exam, english_passed=yes_no, ecfmg_certified=yes_no),
        "research": none | st.lists(periods(), max_size=3),
        "outputs": none | st.lists(outputs(), max_size=3, unique_by=lambda o: (o["kind"], o["specialty"], o["status"])),
        "rotations": none | st.lists(
            st.fixed_dictionaries(
                {"kind": st.sampled_from(["sub_internship", "observership"]), "specialty": specialty},
                optional={
                    "weeks": st.integers(1, 52),
                    "in_us": yes_no,
                    "site": maybe(words),
                    "end": maybe(days),
                },
            ),
            max_size=3,
        ),
        "letters": none | st.lists(
            st.fixed_dictionaries(
                {"specialty": specialty, "from_us": st.booleans()},
                optional={"strong": yes_no, "relation": maybe(words), "status": status},
            ),
            max_size=4,
        ),
        "ties": st.lists(
            st.fixed_dictionaries(
                {"kind": st.sampled_from(["mentor", "champion", "alumni"]), "program": st.just("1257080A0")},
                optional={"will_call": yes_no, "who": maybe(words), "note": maybe(words)},
            ),
            max_size=3,
        ),
        "backup_declined_in_writing": st.booleans(),
        "pgy1_year": stance,
        "wishes": block(
            budget_usd=maybe(st.integers(1, 20_000)),
            savings_months=maybe(st.integers(0, 48)),
            tolerance_emotional=maybe(st.integers(1, 5)),
            can_extend=stance,
            states=st.lists(st.sampled_from(list(us_states().names)), max_size=4),
        ),
    },
)


@pytest.mark.covers("D12")
@quick
@given(profiles)
def test_what_is_written_is_read_back(plain):
    first = parse_profile(plain)
    assert read_profile_text(profile_text(first)) == first
    assert read_profile_text(json.dumps(profile_json(first)), "me.json") == first
    assert parse_profile(profile_json(first)) == first


@quick
@given(profiles)
def test_every_profile_can_be_said_back(plain):
    profile = parse_profile(plain)
    assert all(label and said for label, said in understood(profile, TODAY))
    assert all(p.message.endswith(".") for p in cautions(profile, TODAY))
    assert all(gap.cost for gap in gaps(profile))


def answered(read: Any) -> None:
    """A Profile, or a SmartPickError whose problems are whole sentences."""
    problems: tuple[Problem, ...] = ()
    try:
        found = read()
    except SmartPickError as error:
        problems = error.problems
    else:
        assert isinstance(found, Profile)
        return
    assert problems
    for problem in problems:
        assert problem.message.endswith("."), problem.message
        assert "\n" not in problem.message
        assert problem.sentence().encode("utf-8")


FIELDS = [written(name) for name in ProfileForm.model_fields]
scalars = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=20)
    | st.dates()
    | st.sampled_from(["unknown", "dermatology", "IN", "2027-07", "yes", "j1", "9" * 400])
)
anything = st.recursive(
    scalars,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.text(max_size=8) | st.sampled_from(FIELDS), inner, max_size=4)
    ),
    max_leaves=12,
)


@quick
@given(st.dictionaries(st.sampled_from(FIELDS) | st.text(max_size=10), anything, max_size=6))
def test_no_mapping_makes_a_trace(mapping):
    answered(lambda: parse_profile(mapping))


@quick
@given(st.dictionaries(scalars.filter(lambda s: s == s), anything, max_size=4))
def test_no_odd_key_makes_a_trace(mapping):
    answered(lambda: parse_profile(mapping))


@quick
@given(st.text())
def test_no_text_makes_a_trace(text):
    answered(lambda: read_profile_text(text))
    answered(lambda: read_profile_text("{" + text, "me.json"))


@quick
@given(st.text("[]{}:,-?&*!|>'\"%@`# \n\tab1~", max_size=60))
def test_no_punctuation_makes_a_trace(text):
    answered(lambda: read_profile_text(text))
    answered(lambda: read_profile_text("targets: [derm]\nlabel: " + text))


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=200))
def test_no_bytes_make_a_trace(tmp_path, content):
    path = tmp_path / "me.yaml"
    path.write_bytes(content)
    answered(lambda: read_profile(path))


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(examples()), st.data())
def test_no_damage_to_an_example_makes_a_trace(example, data):
    """Cut a piece out of a good file, or put one in: the usual accidents of editing by hand."""
    text = example.path.read_text(encoding="utf-8")
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, min(len(text), start + 40)))
    put = data.draw(
        st.sampled_from(["", ":", "\t", "- ", '"', "[", "}", "&a ", "\x00", "-1", "\n  x: 1\n", "é"])
    )
    answered(lambda: read_profile_text(text[:start] + put + text[end:]))
