"""Small pictures and shapes: people one by one, money against a budget, and the marks beside words."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from smartpick.domain.plan import FeeLine, Lane, Met, Tier
from smartpick.domain.words import joined, usd
from smartpick.web.svg import element, label, line, picture

MET_SHAPES = {Met.MET: "disc", Met.PARTLY: "half", Met.MISSING: "ring", Met.UNKNOWN: "question"}
TIER_SHAPES = {
    Tier.ONE: "disc", Tier.TWO: "diamond", Tier.THREE: "triangle", Tier.NO_RECORD: "ring",
    Tier.CLOSED: "cross", Tier.NOT_FOR_TYPE: "dash",
}  # fmt: skip
LANE_SHAPES = {Lane.OPEN: "disc", Lane.OPEN_IF: "half", Lane.CLOSED: "cross", Lane.NOT_NEEDED: "dash",
               Lane.UNKNOWN: "question"}  # fmt: skip
PEOPLE_PER_ROW, PERSON = 15, 20.0
STACK_WIDTH, STACK_HEIGHT = 400.0, 58.0


def shape(name: str, class_: str = "shape") -> Markup:
    """A mark of the size of a letter; a word always stands beside it, so it has no name of its own."""
    inside = {
        "disc": element("circle", cx=6, cy=6, r=5, class_="fill"),
        "ring": element("circle", cx=6, cy=6, r=5, class_="ring"),
        "half": element("circle", cx=6, cy=6, r=5, class_="ring")
        + element("path", d="M6 1a5 5 0 0 0 0 10z", class_="fill"),
        "diamond": element("path", d="M6 0 12 6 6 12 0 6z", class_="fill"),
        "triangle": element("path", d="M6 .5 12 11.5H0z", class_="fill"),
        "cross": element("path", d="M2 2l8 8M10 2l-8 8", class_="ring"),
        "dash": element("path", d="M2 6h8", class_="ring"),
        "question": element("path", d="M3 3.6A3 3 0 1 1 7.6 6C6.5 6.7 6 7.2 6 8.4M6 10.6v.6", class_="ring"),
    }[name]
    return element("svg", inside, viewBox="0 0 12 12", class_=class_, aria_hidden="true")


def key(class_: str) -> Markup:
    """A sample of a line, for a legend under a chart."""
    return element("svg", line(0, 5, 28, 5, class_), viewBox="0 0 28 10", class_="key", aria_hidden="true")


def people(matched: int, total: int, name: str) -> Markup:
    """One circle a person, those who matched filled; for counts small enough to be seen."""
    rows = -(-total // PEOPLE_PER_ROW)
    circles = [_person(i, "c-person c-yes" if i < matched else "c-person") for i in range(total)]
    return picture(name, f"{matched} of {total} people", f"{total} circles, {matched} of them filled.",
                   PERSON * min(total, PEOPLE_PER_ROW), PERSON * rows, *circles, class_="chart people")


def _person(index: int, class_: str) -> Markup:
    row, column = divmod(index, PEOPLE_PER_ROW)
    return element("circle", cx=PERSON * (column + 0.5), cy=PERSON * (row + 0.5), r=6.5, class_=class_)


def money_stack(fees: Sequence[FeeLine], budget_usd: int | None, name: str) -> Markup:
    """The fees one after the other on a line of money, with a mark where the budget ends."""
    total = sum(fee.usd for fee in fees)
    most = max(total, budget_usd or 0, 1)

    def x(dollars: float) -> float:
        return 1 + (STACK_WIDTH - 2) * dollars / most

    parts, paid = [], 0
    for index, fee in enumerate(fees):
        shade = f"c-part c-{index + 1}" if index < 4 else "c-part c-rest"
        name_and_sum = element("title", f"{fee.label}: {usd(fee.usd)}")
        parts.append(element("rect", name_and_sum, x=x(paid), y=20, width=x(paid + fee.usd) - x(paid),
                             height=16, class_=shade))  # fmt: skip
        paid += fee.usd
    parts.append(_sum(f"{usd(total)} together", x(total), 53, "c-text c-strong"))
    text = f"{usd(total)} in all: {joined([f'{fee.label} {usd(fee.usd)}' for fee in fees])}."
    if budget_usd is not None:
        parts.append(line(x(budget_usd), 15, x(budget_usd), 41, "c-stop"))
        parts.append(_sum(f"budget {usd(budget_usd)}", x(budget_usd), 11, "c-text"))
        text += f" The budget is {usd(budget_usd)}."
    title = "Fees against the budget"
    return picture(name, title, text, STACK_WIDTH, STACK_HEIGHT, *parts, class_="chart stack")


def _sum(words: str, x: float, y: float, class_: str) -> Markup:
    return label(words, x, y, anchor="end" if x > STACK_WIDTH / 2 else "start", class_=class_)
