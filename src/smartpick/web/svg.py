"""SVG as text: elements whose every length is an attribute, so that a strict content policy allows them."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup, escape

Length = float | int | str
Point = tuple[float, float]


def element(tag: str, *children: str, **attributes: Length | None) -> Markup:
    """One SVG element. `class_` gives `class`, underscores become hyphens, None leaves an attribute out."""
    inside = "".join(str(escape(child)) for child in children)
    return Markup(f"<{tag}{_attributes(attributes)}>{inside}</{tag}>")


def picture(name: str, title: str, desc: str, width: float, height: float, *children: str,
            class_: str = "chart") -> Markup:
    """A whole picture with its name and description for people who do not see it.

    `name` must be unique on the page. `title` says what the picture is, `desc` what it shows.
    """
    return element(
        "svg", element("title", title, id=f"{name}-title"), element("desc", desc, id=f"{name}-desc"),
        *children, viewBox=f"0 0 {width:g} {height:g}", class_=class_, role="img",
        aria_labelledby=f"{name}-title {name}-desc",
    )


def label(text: str, x: float, y: float, *, anchor: str = "start", class_: str = "c-text") -> Markup:
    """A word on a picture; `anchor` is start, middle or end."""
    return element("text", text, x=x, y=y, text_anchor=anchor, class_=class_)


def line(x1: float, y1: float, x2: float, y2: float, class_: str) -> Markup:
    """A straight line."""
    return element("line", x1=x1, y1=y1, x2=x2, y2=y2, class_=class_)


def path(points: Sequence[Point], class_: str, *, closed: bool = False) -> Markup:
    """A line through points, or the area inside them."""
    steps = " ".join(f"{'M' if i == 0 else 'L'}{x:.1f} {y:.1f}" for i, (x, y) in enumerate(points))
    return element("path", d=steps + ("Z" if closed else ""), class_=class_)


def _attributes(attributes: dict[str, Length | None]) -> str:
    parts = []
    for key, value in attributes.items():
        if value is None:
            continue
        name = "viewBox" if key == "viewBox" else key.rstrip("_").replace("_", "-")
        shown = f"{value:.1f}".rstrip("0").rstrip(".") if isinstance(value, float) else str(value)
        parts.append(f' {name}="{escape(shown)}"')
    return "".join(parts)
