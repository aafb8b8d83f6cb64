"""A plan as JSON: the complete answer for programs, described by data/schema/plan.json."""

from __future__ import annotations

from dataclasses import fields, is_dataclass, replace
from datetime import date
from enum import Enum
from functools import cache
from typing import Any

from smartpick.domain.chance import Estimate
from smartpick.domain.plan import Chances, CurvePoint, Plan, Portfolio, ProgramRow
from smartpick.domain.program import Track
from smartpick.exchange.profile import profile_json

PLAIN = frozenset((str, int, bool, type(None)))
DIGITS = 6  # decimals kept of a chance or share: finer than any input, and stable between machines


def plan_json(plan: Plan) -> dict[str, Any]:
    """The whole plan under the keys of the contract; `verdict` holds the strategies.

    Estimates are `{value, unit, low, high, level, year, grade, sources}`, enums their values,
    days ISO dates. Names of specialties stand beside their ids. The profile is written as its
    file would be, so that it can be read back.
    """
    return {
        "schema_version": plan.schema_version,
        "season": plan.season.match_year,
        "today": plan.today.isoformat(),
        "profile": profile_json(plan.profile),
        "verdict": encoded(plan.strategies),
        "reality": encoded(plan.reality),
        "chances": None if plan.chances is None else _chances(plan, plan.chances),
        "programs": [_row(plan, row) for row in plan.programs],
        "portfolio": None if plan.portfolio is None else _portfolio(plan, plan.portfolio),
        "visa": encoded(plan.visa),
        "timeline": encoded(plan.timeline),
        "sources": encoded(plan.sources),
        "warnings": encoded(plan.warnings),
    }


def encoded(value: object) -> Any:
    """A domain value as JSON: dataclasses by field, enums by value, days as ISO dates."""
    kind = type(value)  # exact types first: a plan holds a hundred thousand plain values
    if kind in PLAIN:
        return value
    if isinstance(value, float):
        return round(value, DIGITS)
    if isinstance(value, tuple | list):
        return [encoded(item) for item in value]
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Track):
        return _track(value)
    if is_dataclass(value) and not isinstance(value, type):
        return {name: encoded(getattr(value, name)) for name in _names(type(value))}
    raise TypeError(f"A plan holds no {kind.__name__}.")


@cache
def _names(kind: type[Any]) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind))


def _chances(plan: Plan, chances: Chances) -> dict[str, Any]:
    body: dict[str, Any] = encoded(chances)
    body["per_specialty"] = [
        {"specialty": specialty, "specialty_name": plan.name(specialty), "chance": encoded(chance)}
        for specialty, chance in chances.per_specialty
    ]
    return body


def _row(plan: Plan, row: ProgramRow) -> dict[str, Any]:
    return {**encoded(row), "specialty_name": plan.name(row.program.specialty)}


def _track(track: Track) -> dict[str, Any]:
    body = {name: encoded(getattr(track, name)) for name in _names(Track)}
    body["quotas"] = {str(year): seats for year, seats in track.quotas}
    body["fills"] = {str(year): seats for year, seats in track.fills}
    return body


def _portfolio(plan: Plan, portfolio: Portfolio) -> dict[str, Any]:
    body: dict[str, Any] = encoded(portfolio)
    body["curve"] = [_point(plan, point) for point in portfolio.curve]
    return body


def _point(plan: Plan, point: CurvePoint) -> dict[str, Any]:
    """A point of the curve with its chances as estimates, graded like the chance they lead up to."""
    like = Estimate(None, "chance") if plan.chances is None else plan.chances.any_residency.estimate
    target = replace(like, value=point.target, low=None, high=None)
    any_residency = replace(like, value=point.any_residency, low=point.low, high=point.high)
    return {
        "applications": point.applications,
        "cost_usd": point.cost_usd,
        "target": encoded(target),
        "any_residency": encoded(any_residency),
    }
