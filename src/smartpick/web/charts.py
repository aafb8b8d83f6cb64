"""Pictures of chances drawn on the server: the interval bar and the curve of chance by applications.

Every function is pure: values in, SVG out. Each picture has a table twin on the page.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from markupsafe import Markup

from smartpick.domain.chance import Estimate
from smartpick.domain.plan import CurvePoint
from smartpick.domain.words import chance_text, percent, percent_range, usd
from smartpick.web.svg import element, label, line, path, picture

BAR_WIDTH, BAR_HEIGHT = 400.0, 22.0
BAR_EDGE = 7.0  # room for a dot at 0 and at 100
WIDE, NARROW = 640.0, 340.0
LETTER = 7.5  # the width of a bold letter at 13 px, about

Scale = Callable[[float], float]  # a number to its place on the picture


def interval_bar(estimate: Estimate, title: str, name: str) -> Markup:
    """A bar from 0 to 100 with the interval as a band and the value as a dot.

    A range without a point has no dot. `name` is unique on the page.
    """
    span = BAR_WIDTH - 2 * BAR_EDGE
    middle = BAR_HEIGHT / 2

    def place(share: float) -> float:
        return BAR_EDGE + share * span

    marks = [line(place(s), middle - 5, place(s), middle + 5, "c-tick") for s in (0.0, 0.25, 0.5, 0.75, 1.0)]
    parts = [line(place(0), middle, place(1), middle, "c-axis"), *marks]
    if estimate.low is not None and estimate.high is not None:
        left, right = place(estimate.low), place(estimate.high)
        parts.append(element("rect", x=left, y=middle - 6, width=max(right - left, 2.0), height=12.0, rx=3,
                             class_="c-band"))
    if estimate.value is not None:
        parts.append(element("circle", cx=place(estimate.value), cy=middle, r=5.5, class_="c-dot"))
    return picture(name, title, f"{chance_text(estimate)}, on a scale from 0 to 100 percent.",
                   BAR_WIDTH, BAR_HEIGHT, *parts, class_="chart bar")


def chance_curve(points: Sequence[CurvePoint], here: int, stop_at: int | None, *, name: str,
                 width: float = WIDE) -> Markup:
    """The chance of any residency and of the target after the first n applications, with what they cost.

    The left scale is the chance, the right one the money; `here` is the size of the planned list and
    `stop_at` the stop mark. `width` is WIDE or NARROW: words keep their size on a phone.
    """
    height = 340.0 if width >= WIDE else 300.0
    left, right, top, bottom = 44.0, width - 52.0, 30.0, height - 46.0
    most = max(point.applications for point in points) or 1
    dearest = rounded_up(max(point.cost_usd for point in points))

    def x(applications: float) -> float:
        return left + (right - left) * applications / most

    def y(share: float) -> float:
        return bottom - (bottom - top) * share

    parts = [*_chance_scale(left, right, y), *_money_scale(right, y, dearest), *_count_scale(x, bottom, most)]
    band = [(x(p.applications), y(p.high)) for p in points]
    band += [(x(p.applications), y(p.low)) for p in reversed(points)]
    parts.append(path(band, "c-area", closed=True))
    parts.append(path([(x(p.applications), y(p.cost_usd / dearest)) for p in points], "c-money"))
    parts.append(path([(x(p.applications), y(p.target)) for p in points], "c-second"))
    parts.append(path([(x(p.applications), y(p.any_residency)) for p in points], "c-line"))
    parts += _marks(points, here, stop_at, x, y, (left, right, top, bottom))
    return picture(name, "Chance by number of applications", _curve_words(points, here, stop_at),
                   width, height, *parts, class_="chart curve")


def point_at(points: Sequence[CurvePoint], applications: int) -> CurvePoint:
    """The last point of the curve that needs no more than so many applications."""
    below = [p for p in points if p.applications <= applications]
    return below[-1] if below else points[0]


def _chance_scale(left: float, right: float, y: Scale) -> list[Markup]:
    parts = []
    for share in (0.0, 0.25, 0.5, 0.75, 1.0):
        parts.append(line(left, y(share), right, y(share), "c-grid" if share else "c-axis"))
        parts.append(label(f"{share:.0%}", left - 6, y(share) + 4, anchor="end"))
    return parts


def _money_scale(right: float, y: Scale, dearest: float) -> list[Markup]:
    return [label(usd(dearest * share), right + 6, y(share) + 4, class_="c-text c-money-text")
            for share in (0.0, 0.5, 1.0)]


def _count_scale(x: Scale, bottom: float, most: int) -> list[Markup]:
    step = next(s for s in (1, 5, 10, 20, 25, 50, 100, 200, 500, 1000) if most / s <= 6)
    parts = [label(str(n), x(n), bottom + 18, anchor="middle") for n in range(0, most + 1, step)]
    return [*parts, label("applications", x(most / 2), bottom + 38, anchor="middle")]


def _marks(points: Sequence[CurvePoint], here: int, stop_at: int | None, x: Scale, y: Scale,
           frame: tuple[float, float, float, float]) -> list[Markup]:
    left, right, top, bottom = frame
    parts = []
    if stop_at is not None:
        parts.append(line(x(stop_at), top - 6, x(stop_at), bottom, "c-stop"))
        parts.append(_flag("stop mark", x(stop_at), top - 12, left, right))
    now = point_at(points, here)
    parts.append(element("circle", cx=x(now.applications), cy=y(now.any_residency), r=6.0, class_="c-dot"))
    if stop_at is None or abs(x(stop_at) - x(now.applications)) > 90:
        parts.append(_flag("your list", x(now.applications), y(now.high) - 8, left, right))
    return parts


def _flag(text: str, x: float, y: float, left: float, right: float) -> Markup:
    """Words centred over a mark, moved aside where they would leave the picture."""
    half = len(text) * LETTER / 2
    return label(text, min(max(x, left + half), right - half), y, anchor="middle", class_="c-text c-strong")


def _curve_words(points: Sequence[CurvePoint], here: int, stop_at: int | None) -> str:
    now = point_at(points, here)
    words = (f"With {now.applications} applications for {usd(now.cost_usd)}, the chance of any residency is "
             f"{percent(now.any_residency)} ({percent_range(now.low, now.high)}) "
             f"and of the target {percent(now.target)}.")
    stop = "" if stop_at is None else f" The stop mark stands at {stop_at} applications."
    return f"{words}{stop} The table beside the picture has the same numbers."


def rounded_up(usd_amount: float) -> float:
    """The next round sum, so that the money scale ends on a number people can read."""
    for step in (100, 200, 500, 1000, 2000, 5000, 10000, 20000, 50000):
        if usd_amount <= step:
            return float(step)
    return float(usd_amount)
