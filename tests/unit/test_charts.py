"""Pictures drawn on the server: inside their frame, named, described, with lengths as attributes only."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sample_plan import TODAY, sample_plan
from smartpick.domain.chance import Estimate
from smartpick.domain.plan import CurvePoint, FeeLine
from smartpick.web.charts import NARROW, WIDE, chance_curve, interval_bar, point_at
from smartpick.web.lanes import timeline_lanes
from smartpick.web.pictures import money_stack, people, shape

CURVE = sample_plan().portfolio.curve


def drawn(svg):
    """The picture as a tree; fails where it is not well-formed, unnamed or styled in place."""
    tree = ElementTree.fromstring(svg)
    assert tree.get("role") == "img"
    ids = [e.get("id") for e in tree.iter() if e.get("id")]
    assert tree.get("aria-labelledby").split() == ids
    assert all(e.get("style") is None for e in tree.iter())
    assert tree.find("title").text
    assert tree.find("desc").text
    return tree


def inside(tree):
    """Every mark lies within the frame."""
    _, _, width, height = (float(n) for n in tree.get("viewBox").split())
    for mark in tree.iter():
        for key in ("x", "cx", "x1", "x2"):
            if mark.get(key):
                assert -0.1 <= float(mark.get(key)) <= width + 0.1, (mark.tag, mark.attrib)
        for key in ("y", "cy", "y1", "y2"):
            if mark.get(key):
                assert -0.1 <= float(mark.get(key)) <= height + 0.1, (mark.tag, mark.attrib)
    return tree


SHARES = st.floats(0, 1)
ROUNDING = 0.2  # lengths are written with one decimal


@given(st.lists(SHARES, min_size=3, max_size=3).map(sorted))
def test_the_band_and_the_dot_stand_where_the_numbers_are(three):
    low, value, high = three
    tree = inside(drawn(interval_bar(Estimate(value, "chance", low, high), "A chance", "a")))
    band, dot = tree.find("rect"), tree.find("circle")
    assert float(band.get("x")) <= float(dot.get("cx")) + ROUNDING
    assert float(dot.get("cx")) <= float(band.get("x")) + float(band.get("width")) + ROUNDING


def test_a_range_without_a_point_has_no_dot():
    tree = drawn(interval_bar(Estimate(None, "chance", 0.01, 0.15), "A chance", "a"))
    assert tree.find("circle") is None
    assert tree.find("rect") is not None


@pytest.mark.covers("D4", "D25")
@pytest.mark.parametrize("width", [WIDE, NARROW])
@pytest.mark.parametrize("stop_at", [None, 0, 3, 6])
def test_the_curve_says_in_words_what_it_shows(width, stop_at):
    tree = inside(drawn(chance_curve(CURVE, 6, stop_at, name="c", width=width)))
    said = tree.find("desc").text
    assert "With 6 applications for $66" in said
    assert ("stop mark" in said) == (stop_at is not None)


@settings(deadline=None)
@given(st.lists(st.tuples(st.integers(0, 900), SHARES), min_size=1, max_size=40), st.integers(0, 999))
def test_any_curve_stays_in_its_frame(numbers, here):
    points = [CurvePoint(n, 11 * n, share / 2, share, share / 3, min(1.0, share * 1.2))
              for n, share in sorted(numbers)]
    inside(drawn(chance_curve(points, here, None, name="c")))
    assert point_at(points, here) in points


def test_people_are_counted_one_by_one():
    tree = inside(drawn(people(5, 30, "p")))
    assert len(tree.findall("circle")) == 30
    assert sum("c-yes" in c.get("class") for c in tree.findall("circle")) == 5


@pytest.mark.parametrize("budget", [None, 0, 100, 2500])
def test_fees_are_as_long_as_they_are_large(budget):
    fees = (FeeLine("ERAS", 330), FeeLine("NRMP", 70))
    tree = inside(drawn(money_stack(fees, budget, "m")))
    lengths = [float(r.get("width")) for r in tree.findall("rect")]
    assert lengths[0] / lengths[1] == pytest.approx(330 / 70, rel=0.02)


@settings(deadline=None)
@given(st.integers(0, 4000), st.integers(0, 900))
def test_any_timeline_stays_in_its_frame(ahead, length):
    task = sample_plan().timeline.tasks[0]
    due = date(2026, 1, 15) + timedelta(days=ahead)
    tasks = (*sample_plan().timeline.tasks, replace(task, due=due, start=due - timedelta(days=length)))
    tree = inside(drawn(timeline_lanes(tasks, TODAY, name="t")))
    titles = {e.text for e in tree.iter("title")}
    assert all(any(t.title in words for words in titles) for t in tasks)


def test_words_in_pictures_cannot_become_marks():
    hostile = '<script>"&'
    tree = drawn(money_stack((FeeLine(hostile, 5),), None, "m"))
    assert hostile in tree.find("desc").text


def test_shapes_beside_words_are_silent():
    for name in ("disc", "ring", "half", "diamond", "triangle", "cross", "dash", "question"):
        assert 'aria-hidden="true"' in shape(name)
    assert not re.search(r"\bstyle=", shape("disc"))
