"""The specification of the live curve: the plan's numbers, the words of each, and nothing from elsewhere."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sample_plan import sample_plan
from smartpick.domain.plan import CurvePoint
from smartpick.web.vega_lite import curve_spec

CURVE = sample_plan().portfolio.curve


def names(spec: dict[str, object]) -> list[str]:
    """The words that stand in the picture."""
    return [layer["mark"]["text"] for layer in spec["layer"][0]["layer"] if layer["mark"].get("text")]


def test_each_row_holds_the_numbers_of_its_point_and_says_them():
    spec = curve_spec(CURVE, 4, 6, "Dermatology")
    rows = spec["data"]["values"]
    assert [(r["applications"], r["usd"], r["any"], r["target"]) for r in rows] == [
        (p.applications, p.cost_usd, p.any_residency, p.target) for p in CURVE]
    assert rows[1]["words"] == "1 application for $11: any residency about 1 in 10 (10%; 5–12%), Dermatology 2%."
    assert rows[4]["words"] == "4 applications for $44: any residency about 2 in 5 (37%; 20–48%), Dermatology 8%."


@pytest.mark.parametrize(("here", "stop_at", "said"), [
    (2, 6, ["your list", "stop mark"]), (6, 6, ["your list, stop mark"]), (3, None, ["your list"])])
def test_the_list_and_the_stop_mark_are_named_once(here, stop_at, said):
    spec = curve_spec(CURVE, here, stop_at, "Dermatology")
    assert names(spec) == said
    assert spec["params"] == [{"name": "at", "value": here}]


def test_names_move_aside_at_the_ends_of_the_scale():
    sides = {}
    for here in (0, 3, 6):
        layers = curve_spec(CURVE, here, None, "Dermatology")["layer"][0]["layer"]
        sides[here] = next(layer["mark"]["align"] for layer in layers if layer["mark"].get("text"))
    assert sides == {0: "left", 3: "center", 6: "right"}


def test_colours_are_the_tokens_of_the_style_sheet_and_nothing_comes_from_elsewhere():
    text = json.dumps(curve_spec(CURVE, 4, 6, "Dermatology"))
    assert "url" not in text
    assert "http" not in text
    assert "#" not in text
    assert "var(--accent)" in text


@given(st.lists(st.tuples(st.integers(0, 900), st.floats(0, 1)), min_size=1, max_size=40), st.integers(0, 999))
def test_any_curve_has_its_specification(numbers, here):
    points = [CurvePoint(n, 11 * n, share / 2, share, share / 3, min(1.0, share * 1.2)) for n, share in sorted(numbers)]
    spec = curve_spec(points, here, None, "<script>")
    assert spec["params"][0]["value"] in {row["applications"] for row in spec["data"]["values"]}
    json.dumps(spec, allow_nan=False)
