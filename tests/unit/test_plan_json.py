"""The plan as JSON: its keys, its estimates and its schema."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path

import jsonschema
import pytest

from sample_plan import sample_plan
from smartpick.exchange.plan_json import encoded, plan_json
from smartpick.exchange.profile import parse_profile, read_profile
from smartpick.settings import DATA

ROOT = Path(__file__).parents[2]
KEYS = [
    "schema_version", "season", "today", "profile", "verdict", "reality", "chances", "programs", "portfolio",
    "visa", "timeline", "sources", "warnings",
]  # fmt: skip
ESTIMATE = {"value", "unit", "low", "high", "level", "year", "grade", "sources"}


@pytest.fixture(scope="module")
def validator():
    schema = json.loads((DATA / "schema" / "plan.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema, format_checker=jsonschema.FormatChecker())


@pytest.mark.covers("D12")
def test_the_keys_of_the_contract_in_order():
    assert list(plan_json(sample_plan())) == KEYS


@pytest.mark.covers("D12")
def test_a_plan_matches_the_shipped_schema(validator):
    document = json.loads(json.dumps(plan_json(sample_plan()), allow_nan=False))
    assert list(validator.iter_errors(document)) == []


def test_a_plan_without_chances_and_list_matches_too(validator):
    bare = replace(sample_plan(), chances=None, portfolio=None, programs=(), warnings=())
    assert list(validator.iter_errors(json.loads(json.dumps(plan_json(bare))))) == []


def test_a_curve_without_chances_still_matches(validator):
    bare = replace(sample_plan(), chances=None)
    assert list(validator.iter_errors(json.loads(json.dumps(plan_json(bare))))) == []


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("season",), "2028"), (("today",), "22 Nov 2026"), (("visa", "open"), "yes"),
        (("programs", 0, "tier"), "best"), (("reality", 0, "rate", "value"), "5 of 30"),
        (("chances", "if_apply", "estimate", "unit"), "usd"),
    ],
)  # fmt: skip
def test_the_schema_can_refuse(validator, path, value):
    document = json.loads(json.dumps(plan_json(sample_plan())))
    spot = document
    for step in path[:-1]:
        spot = spot[step]
    spot[path[-1]] = value
    assert list(validator.iter_errors(document))


def test_the_shipped_schema_is_the_one_the_types_give():
    tool = ROOT / "tools" / "plan_schema.py"
    done = subprocess.run([sys.executable, tool, "--check"], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.covers("D18")
def test_every_estimate_carries_its_interval_year_grade_and_sources():
    document = plan_json(sample_plan())
    assert set(document["reality"][0]["rate"]) == ESTIMATE
    assert set(document["chances"]["outcomes"]["target"]) == ESTIMATE
    assert set(document["programs"][0]["openness"]) == ESTIMATE
    point = document["portfolio"]["curve"][3]
    assert set(point["any_residency"]) == ESTIMATE
    assert point["any_residency"]["grade"] == "judged"
    assert point["target"]["low"] is None


def test_names_days_and_seats_are_plain():
    document = plan_json(sample_plan())
    assert document["today"] == "2026-11-22"
    assert document["season"] == 2028
    assert document["verdict"]["decide_by"] == "2027-07-07"
    assert document["verdict"]["today"]["strategy"] == "staged"
    assert document["programs"][1]["specialty_name"] == "Internal Medicine"
    assert document["programs"][1]["program"]["tracks"][0]["quotas"] == {"2025": 24, "2026": 24}
    assert document["chances"]["per_specialty"][1]["specialty_name"] == "Internal Medicine"


@pytest.mark.covers("D12")
@pytest.mark.parametrize("example", sorted((ROOT / "examples").glob("*.yaml")), ids=lambda path: path.stem)
def test_the_profile_in_a_plan_can_be_read_back(example):
    profile = read_profile(example)
    document = json.loads(json.dumps(plan_json(replace(sample_plan(), profile=profile))["profile"]))
    assert parse_profile(document) == profile


def test_a_plan_holds_no_foreign_values():
    assert encoded((1, None, True, "a", 1 / 3, date(2026, 1, 2))) == [
        1,
        None,
        True,
        "a",
        0.333333,
        "2026-01-02",
    ]
    with pytest.raises(TypeError, match="object"):
        encoded(object())
