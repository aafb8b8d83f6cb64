"""Pictures of a chance laid open: points up and down, a place among people, the chance by number of ranks.

Every function is pure: values in, SVG out. Each picture has a table twin or its words beside it.
"""

from __future__ import annotations

from collections.abc import Callable

from markupsafe import Markup

from smartpick.domain.chance import Estimate
from smartpick.domain.chance_words import percentile_words, points_words
from smartpick.domain.explained import RanksCurve, RanksPoint
from smartpick.domain.words import percent, percent_range
from smartpick.web.charts import BAR_EDGE, BAR_HEIGHT, BAR_WIDTH, WIDE
from smartpick.web.svg import element, label, line, path, picture

POINTS_WIDTH = 240.0
LEAST_SCALE = 0.05  # five points fill half the width at least, so that a small difference looks small
THINNEST = 2.0


def points_bar(points: float, most: float, title: str, name: str) -> Markup:
    """A bar from a middle line: to the right what raises the chance, to the left what lowers it.

    `most` is the largest contribution of the table, so that its bars can be compared.
    """
    middle, height = POINTS_WIDTH / 2, BAR_HEIGHT
    scale = (middle - BAR_EDGE) / max(most, LEAST_SCALE)
    length = max(abs(points) * scale, THINNEST)
    left = middle if points >= 0 else middle - length
    parts = [
        line(BAR_EDGE, height / 2, POINTS_WIDTH - BAR_EDGE, height / 2, "c-grid"),
        element("rect", x=left, y=height / 2 - 6, width=length, height=12.0, rx=2,
                class_="c-up" if points >= 0 else "c-down"),
        line(middle, 1, middle, height - 1, "c-axis"),
    ]  # fmt: skip
    return picture(name, title, f"{points_words(points)}.", POINTS_WIDTH, height, *parts, class_="chart points")


def percentile_bar(estimate: Estimate, title: str, name: str) -> Markup:
    """A line from the lowest to the highest of a group, its quarters marked, with the person's place and range."""
    span, middle = BAR_WIDTH - 2 * BAR_EDGE, BAR_HEIGHT / 2

    def place(percentile: float) -> float:
        return BAR_EDGE + span * percentile / 100

    parts = [line(place(0), middle, place(100), middle, "c-axis")]
    parts += [line(place(q), middle - 5, place(q), middle + 5, "c-tick") for q in (0, 25, 50, 75, 100)]
    if estimate.low is not None and estimate.high is not None:
        left, right = place(estimate.low), place(estimate.high)
        parts.append(element("rect", x=left, y=middle - 6, width=max(right - left, THINNEST), height=12.0, rx=3,
                             class_="c-band"))
    if estimate.value is not None:
        parts.append(element("circle", cx=place(estimate.value), cy=middle, r=5.5, class_="c-dot"))
    return picture(name, title, f"Percentile: {percentile_words(estimate)}.", BAR_WIDTH, BAR_HEIGHT, *parts,
                   class_="chart bar")


def ranks_chart(curve: RanksCurve, *, name: str, width: float = WIDE) -> Markup:
    """The chance of a match by number of ranks, with its band, up to where it ends."""
    height = 320.0 if width >= WIDE else 280.0
    left, right, top, bottom = 44.0, width - 16.0, 16.0, height - 46.0
    most = curve.points[-1].ranks

    def x(ranks: float) -> float:
        return left + (right - left) * (ranks - 1) / max(most - 1, 1)

    def y(share: float) -> float:
        return bottom - (bottom - top) * share

    parts = [*_chance_lines(left, right, y), *_rank_numbers(x, bottom, most)]
    upper = [(x(p.ranks), y(_end(p, high=True))) for p in curve.points]
    lower = [(x(p.ranks), y(_end(p, high=False))) for p in reversed(curve.points)]
    parts.append(path(upper + lower, "c-area", closed=True))
    parts.append(path([(x(p.ranks), y(p.chance.value or 0.0)) for p in curve.points], "c-line"))
    if most == 1:
        parts.append(element("circle", cx=x(1), cy=y(curve.points[0].chance.value or 0.0), r=5.5, class_="c-dot"))
    return picture(name, "Chance by number of programs ranked", _curve_words(curve), width, height, *parts,
                   class_="chart curve")


def _chance_lines(left: float, right: float, y: Callable[[float], float]) -> list[Markup]:
    parts = []
    for share in (0.0, 0.25, 0.5, 0.75, 1.0):
        parts.append(line(left, y(share), right, y(share), "c-grid" if share else "c-axis"))
        parts.append(label(f"{share:.0%}", left - 6, y(share) + 4, anchor="end"))
    return parts


def _rank_numbers(x: Callable[[float], float], bottom: float, most: int) -> list[Markup]:
    step = next(s for s in (1, 2, 5, 10, 20, 50, 100) if most / s <= 8)
    shown = [1, *range(step if step > 1 else 2, most + 1, step)]
    parts = [label(str(n), x(n), bottom + 18, anchor="middle") for n in shown]
    return [*parts, label("programs ranked in a row", (x(1) + x(most)) / 2, bottom + 38, anchor="middle")]


def _end(point: RanksPoint, *, high: bool) -> float:
    """An end of the interval; the point itself where it has none."""
    end = point.chance.high if high else point.chance.low
    return end if end is not None else point.chance.value or 0.0


def _curve_words(curve: RanksCurve) -> str:
    def said(point: RanksPoint) -> str:
        chance = point.chance
        return f"{percent(chance.value)} ({percent_range(chance.low, chance.high)}) with {point.ranks}"

    first, last = curve.points[0], curve.points[-1]
    return f"{said(first)}, {said(last)}, where the curve ends. The table beside the picture has every number."
