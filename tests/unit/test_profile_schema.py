"""The shipped JSON Schema of a profile: current, accepts the examples, refuses what reading refuses."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import fields
from pathlib import Path

import jsonschema
import pytest
import yaml

from smartpick.exchange import profile_checking
from smartpick.exchange.profile import profile_json, read_profile
from smartpick.exchange.profile_examples import examples
from smartpick.exchange.profile_template import template
from smartpick.settings import DATA

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def validator():
    schema = json.loads((DATA / "schema" / "profile.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema)


def test_the_shipped_schema_is_the_one_the_form_gives():
    """Run `python tools/profile_schema.py` after a change of the form."""
    done = subprocess.run(
        [sys.executable, ROOT / "tools" / "profile_schema.py", "--check"], capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("example", examples(), ids=lambda e: e.id)
def test_the_examples_match(validator, example):
    plain = yaml.load(example.path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
    assert plain["is_example"] == "true"
    validator.validate(profile_json(read_profile(example.path)))


def test_the_template_names_every_field_and_is_all_unknown():
    text = template()
    for form in profile_checking._DOMAIN:
        for name in form.model_fields:
            if name != "is_example":
                assert f"{profile_checking.written(name)}:" in text, name


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("exams", "step2_ck", "score"), 400),
        (("person", "status"), "martian"),
        (("wishes", "budget_usd"), -1),
        (("wishes", "bugdet_usd"), 1),
        (("education", "graduation"), "soon"),
        (("targets",), []),
        (("schema_version",), 2),
    ],
)
def test_the_schema_can_refuse(validator, path, value):
    plain = profile_json(read_profile(examples()[0].path))
    block = plain
    for part in path[:-1]:
        block = block[part]
    block[path[-1]] = value
    with pytest.raises(jsonschema.ValidationError):
        validator.validate(plain)


@pytest.mark.parametrize("value", [None, "unknown"])
def test_the_schema_knows_unknown(validator, value):
    known = {"targets": ["dermatology"], "season": value, "research": value, "person": value}
    validator.validate({**known, "wishes": {"budget_usd": value, "states": value}})


def test_the_form_has_every_field_of_the_domain_and_no_other():
    for form, kind in profile_checking._DOMAIN.items():
        own = {f.name for f in fields(kind)} - {"none_of"}  # written as the word none in place of a list
        assert set(form.model_fields) == own, kind.__name__
