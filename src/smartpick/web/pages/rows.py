"""The program rows a query asks for: which list, which tier, which page; nothing personal is in the query."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from smartpick.domain.labels import PURPOSE_WORDS, TIER_WORDS
from smartpick.domain.plan import Plan, ProgramRow
from smartpick.domain.words import count_noun, joined
from smartpick.web.choices import Choice

PAGE_ROWS = 10
ALL = "all"
SHOWN = Choice("chosen", "Programs on your list")


@dataclass(frozen=True, slots=True)
class Filter:
    """One box above the table."""

    name: str
    label: str
    choices: tuple[Choice, ...]
    chosen: str


@dataclass(frozen=True, slots=True)
class RowPage:
    """One page of rows, with the addresses of its neighbours where there are any."""

    rows: tuple[ProgramRow, ...]
    caption: str
    number: int
    count: int
    before: str | None
    after: str | None


def filters(plan: Plan, query: dict[str, str]) -> tuple[Filter, ...]:
    """The boxes, with only the choices that lead somewhere; an unknown value counts as the first."""
    purposes = [p for p in PURPOSE_WORDS if any(r.purpose == p for r in plan.programs)]
    own = {"list": "target", **query} if "target" in purposes else query
    tiers = [t for t in TIER_WORDS if any(r.tier is t for r in plan.programs)]
    return (
        _filter(query, "show", "Show", (SHOWN, Choice(ALL, "Every program looked at"))),
        _filter(own, "list", "List", (Choice(ALL, "All lists"), *(_list_choice(plan, p) for p in purposes))),
        _filter(query, "tier", "Tier", (Choice(ALL, "All tiers"), *(Choice(t, TIER_WORDS[t]) for t in tiers))),
    )


def row_page(plan: Plan, plan_id: str, chosen: tuple[Filter, ...], page: str) -> RowPage:
    """The rows that fit the filters, PAGE_ROWS at a time."""
    values = {f.name: f.chosen for f in chosen}
    rows = plan.chosen if values["show"] == "chosen" else plan.programs
    fitting = [r for r in rows if values["list"] in (ALL, r.purpose) and values["tier"] in (ALL, r.tier)]
    count = max(1, -(-len(fitting) // PAGE_ROWS))
    number = min(max(1, int(page)), count) if page.isdecimal() and len(page) < 6 else 1
    first = (number - 1) * PAGE_ROWS

    def address(to: int) -> str | None:
        if not 1 <= to <= count:
            return None
        return f"/plan/{plan_id}?{urlencode({**values, 'page': to})}#programs"

    shown = tuple(fitting[first:first + PAGE_ROWS])
    caption = count_noun(len(fitting), "program")
    if count > 1:
        caption = f"{first + 1} to {first + len(shown)} of {caption}"
    order = "first those that add most for their fee" if values["show"] == "chosen" else "your list first"
    return RowPage(shown, f"{caption}, {order}", number, count, address(number - 1), address(number + 1))


def _list_choice(plan: Plan, purpose: str) -> Choice:
    """A list by its purpose and its specialties: "Parallel list: Internal Medicine"."""
    words = PURPOSE_WORDS[purpose]
    lists = plan.portfolio.lists if plan.portfolio else ()
    names = [part.specialty_name for part in lists if part.purpose == purpose]
    return Choice(purpose, words[:1].upper() + words[1:] + (f": {joined(names)}" if names else ""))


def _filter(query: dict[str, str], name: str, label: str, choices: tuple[Choice, ...]) -> Filter:
    value = query.get(name, "")
    return Filter(name, label, choices, value if value in {c.value for c in choices} else choices[0].value)
