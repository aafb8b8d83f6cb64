"""Pictures as Vega-Lite specifications: what the browser draws over the picture from the server, where it can.

A specification is data: rows with the words a reader gets for each, layers, and one parameter `at`, the row looked at.
Colours are the tokens of the style sheets, so that light and dark need no second drawing. static/chart.js draws it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from smartpick.domain.plan import CurvePoint
from smartpick.domain.words import chance_words, count_noun, percent, percent_range, usd
from smartpick.web.charts import point_at, rounded_up

Spec = dict[str, Any]

INK, MUTED, LINE, EDGE = "var(--ink)", "var(--muted)", "var(--line)", "var(--edge)"
ACCENT, CAUTION, PAPER = "var(--accent)", "var(--caution)", "var(--paper)"
CHANCE_SCALE: Spec = {"domain": [0, 1]}
QUARTERS = [0, 0.25, 0.5, 0.75, 1]
LOOKED_AT = "datum.applications == at"
CLOSE = 0.18  # of the scale: nearer names would stand on each other
EDGE_SHARE = 0.25  # nearer to an end of the scale, a centred name could leave the picture


def curve_spec(points: Sequence[CurvePoint], here: int, stop_at: int | None, target: str) -> Spec:
    """The curve of chance by number of applications; the reader moves along it and hears each point in words.

    `here` is the size of the planned list, where the reader starts; `target` is the printed name of the specialty.
    """
    now = point_at(points, here)
    dearest = rounded_up(max(point.cost_usd for point in points))
    return {
        "width": 600,
        "height": 280,
        "autosize": {"type": "fit", "contains": "padding"},
        "background": None,
        "data": {"values": [_row(point, target) for point in points]},
        "params": [{"name": "at", "value": now.applications}],
        "encoding": {"x": {"field": "applications", "type": "quantitative", "scale": {"nice": False, "zero": True},
                           "axis": {"title": "applications", "grid": False, "tickCount": 6, "tickMinStep": 1}}},
        "layer": [
            {"layer": [*_chances(), *_flags(points, now, stop_at), _dot("any", ACCENT, 110), _dot("target", INK, 50)]},
            {"layer": [_money(dearest), _dot("usd", CAUTION, 50, _money_axis(dearest))]},
        ],
        "resolve": {"scale": {"y": "independent"}},
        "config": _config(),
        "usermeta": {"param": "at", "field": "applications", "words": "words",
                     "label": "Number of applications to look at"},
    }


def _row(point: CurvePoint, target: str) -> Spec:
    spread = f"{percent(point.any_residency)}; {percent_range(point.low, point.high)}"
    words = (f"{count_noun(point.applications, 'application')} for {usd(point.cost_usd)}: "
             f"any residency {chance_words(point.any_residency)} ({spread}), {target} {percent(point.target)}.")
    return {"applications": point.applications, "usd": point.cost_usd, "any": round(point.any_residency, 4),
            "low": round(point.low, 4), "high": round(point.high, 4), "target": round(point.target, 4), "words": words}


def _chances() -> list[Spec]:
    """The band of any residency, its line and the target's line, on the left scale."""
    axis = {"title": None, "format": ".0%", "values": QUARTERS, "domain": False, "ticks": False}
    left = {"type": "quantitative", "scale": CHANCE_SCALE, "axis": axis}
    return [
        {"mark": {"type": "area", "color": ACCENT, "opacity": 0.15},
         "encoding": {"y": {"field": "low", **left}, "y2": {"field": "high"}}},
        {"mark": {"type": "line", "color": INK, "strokeWidth": 1.75, "strokeDash": [6, 4]},
         "encoding": {"y": {"field": "target", **left}}},
        {"mark": {"type": "line", "color": ACCENT, "strokeWidth": 2.5}, "encoding": {"y": {"field": "any", **left}}},
        {"transform": [{"filter": LOOKED_AT}], "mark": {"type": "rule", "color": EDGE, "strokeWidth": 1}},
    ]


def _flags(points: Sequence[CurvePoint], now: CurvePoint, stop_at: int | None) -> list[Spec]:
    """The planned list as a ring and the stop mark as a line, each with its name; one name where they are close."""
    most = max(point.applications for point in points)
    close = stop_at is not None and abs(stop_at - now.applications) < CLOSE * most
    ring = {"type": "point", "filled": False, "color": ACCENT, "size": 110, "strokeWidth": 2, "opacity": 1}
    left = {"type": "quantitative", "scale": CHANCE_SCALE}
    here: Spec = {"values": [{"applications": now.applications, "any": now.any_residency, "high": now.high}]}
    parts: list[Spec] = [{"data": here, "mark": ring, "encoding": {"y": {"field": "any", **left}}}]
    if not close:
        parts.append({"data": here, "mark": _name("your list", now.applications, most, dy=-10),
                      "encoding": {"y": {"field": "high", **left}}})
    if stop_at is not None:
        words = "your list, stop mark" if close else "stop mark"
        there: Spec = {"values": [{"applications": stop_at}]}
        parts += [{"data": there, "mark": {"type": "rule", "color": INK, "strokeDash": [2, 3]}},
                  {"data": there, "mark": {**_name(words, stop_at, most), "y": -10}}]
    return parts


def _name(words: str, at: int, most: int, dy: int = 0) -> Spec:
    """A name over a mark, moved aside where it would leave the picture."""
    side = "right" if at > (1 - EDGE_SHARE) * most else "left" if at < EDGE_SHARE * most else "center"
    return {"type": "text", "text": words, "dy": dy, "align": side, "fontSize": 13, "fontWeight": 600, "color": INK}


def _money(dearest: float) -> Spec:
    mark = {"type": "line", "color": CAUTION, "strokeWidth": 1.5, "strokeDash": [1.5, 4], "strokeCap": "round"}
    return {"mark": mark, "encoding": {"y": {"field": "usd", **_money_axis(dearest)}}}


def _money_axis(dearest: float) -> Spec:
    axis = {"title": None, "format": "$,.0f", "values": [0, dearest / 2, dearest], "orient": "right", "grid": False,
            "labelColor": CAUTION, "domain": False, "ticks": False}
    return {"type": "quantitative", "scale": {"domain": [0, dearest]}, "axis": axis}


def _dot(field: str, colour: str, size: int, scale: Spec | None = None) -> Spec:
    """A point of the row looked at."""
    y = {"field": field, **(scale or {"type": "quantitative", "scale": CHANCE_SCALE})}
    return {"transform": [{"filter": LOOKED_AT}], "encoding": {"y": y},
            "mark": {"type": "point", "filled": True, "color": colour, "size": size, "opacity": 1,
                     "stroke": PAPER, "strokeWidth": 2}}


def _config() -> Spec:
    """Sizes and colours that the style sheet gives the server's pictures."""
    return {
        "aria": False,  # the picture as a whole has the words of the server's picture
        "view": {"stroke": None},
        "axis": {"labelColor": MUTED, "titleColor": MUTED, "labelFontSize": 13, "titleFontSize": 13,
                 "titleFontWeight": "normal", "domainColor": EDGE, "tickColor": EDGE, "gridColor": LINE},
    }
