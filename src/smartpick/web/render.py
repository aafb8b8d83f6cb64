"""Pages from templates: the words, marks and pictures every template may use, and the form token."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from fastapi import Request
from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.responses import HTMLResponse

from smartpick.domain import chance_words, labels, plan_words, words
from smartpick.domain.chance import Estimate
from smartpick.domain.explained import UnknownInput
from smartpick.domain.plan import Strategy
from smartpick.web import (
    assets,
    chance_charts,
    charts,
    choices,
    glossary,
    lanes,
    pictures,
    security,
    vega_lite,
)

STRATEGY_WORDS = {
    Strategy.NOT_YET: "Not yet",
    Strategy.MODEL_ONLY: "List and backups, without the guide's marks",
    Strategy.POSTPONE_OR_MODIFY: "Postpone or modify",
    Strategy.STAGED: "Staged",
    Strategy.FOCUSED_PARALLEL: "Focused + parallel",
    Strategy.ONE_SPECIALTY_ONLY: "One specialty only (the guide's all-in)",
}


READ_WORDS = {
    "original": "the original",
    "transcription": "somebody's transcription of it",
    "secondary": "a page that reports it",
    "crowd": "what people reported themselves",
}


class Pages:
    """Everything needed to answer with a page. `today` is asked anew for each page."""

    def __init__(self, today: Callable[[], date]) -> None:
        self.today = today
        self._templates = environment()

    def page(self, request: Request, template: str, *, status: int = 200, **values: Any) -> HTMLResponse:
        """A page with its form token, set as a cookie as well."""
        token = security.form_token(request)
        with glossary.one_page():
            text = self._templates.get_template(template).render(
                form_token=token, today=self.today(), narrow=charts.NARROW, **values)
        response = HTMLResponse(text, status_code=status)
        security.set_form_cookie(response, token)
        return response


def environment() -> Environment:
    """The templates' words: filters say numbers and days, globals draw; a missing name is an error."""
    made = Environment(loader=PackageLoader("smartpick.web"), autoescape=True, undefined=StrictUndefined,
                       trim_blocks=True, lstrip_blocks=True, auto_reload=False)
    made.filters.update(
        chance=words.chance_text, percent=words.percent, usd=words.usd, day=words.day,
        share=words.share_text, grade=words.grade_words, points=points, published=published,
        terms=glossary.explain_terms,
        kind_words=labels.KIND_WORDS.__getitem__, iso_day=iso_day,
    )
    made.globals.update(
        count_noun=words.count_noun, percent_range=words.percent_range, place=labels.place,
        met_words=labels.met_words, tier_words=labels.TIER_WORDS, lane_words=labels.LANE_WORDS,
        band_words=labels.BAND_WORDS, signal_words=labels.SIGNAL_WORDS, type_words=labels.TYPE_WORDS,
        purpose_words=labels.PURPOSE_WORDS, status_words=labels.STATUS_WORDS, action_words=labels.ACTION_WORDS,
        read_words=READ_WORDS, months=choices.month_choices,
        strategy_words=STRATEGY_WORDS.__getitem__,
        met_shape=pictures.MET_SHAPES, tier_shape=pictures.TIER_SHAPES, lane_shape=pictures.LANE_SHAPES,
        list_title=plan_words.list_title, list_note=plan_words.list_note, also_words=plan_words.also_words,
        season_cautions=plan_words.season_cautions, not_in_chances=plan_words.not_in_chances,
        outcome_relations=plan_words.outcome_relations, when_late=plan_words.when_late,
        shape=pictures.shape, key=pictures.key, people=pictures.people, money_stack=pictures.money_stack,
        interval_bar=charts.interval_bar, chance_curve=charts.chance_curve,
        charts_ready=assets.charts_ready(), curve_spec=vega_lite.curve_spec,
        timeline_lanes=lanes.timeline_lanes,
        points_bar=chance_charts.points_bar, percentile_bar=chance_charts.percentile_bar,
        ranks_chart=chance_charts.ranks_chart, points_words=chance_words.points_words,
        percentile_words=chance_words.percentile_words, shared_note=chance_words.shared_note,
        chance_range=chance_range, by_weight=chance_words.by_weight, differing=chance_words.differing,
        differences=chance_words.DIFFERENCES,
    )
    return made


def published(text: object) -> str:
    """When something was published, for people: "20 Mar 2026", "Mar 2026", "2026"; unknown where not given."""
    parts = str(text or "").split("-")
    if not all(part.isdecimal() for part in parts):
        return str(text or words.UNKNOWN)
    year, *rest = (int(part) for part in parts)
    if not rest:
        return str(year)
    when = date(year, *(rest if len(rest) == 2 else (rest[0], 1)))
    return words.day(when) if len(rest) == 2 else words.month(when)


def iso_day(text: str) -> str:
    """A kept day such as "2026-11-22" for people."""
    return words.day(date.fromisoformat(text[:10]))


def chance_range(unknown: UnknownInput) -> Estimate:
    """The chance from a poor to a good value of what is unknown, as a range without a point."""
    return Estimate(None, "chance", min(unknown.low, unknown.high), max(unknown.low, unknown.high),
                    grade=unknown.grade)


def points(share: float) -> str:
    """A difference of chances in points: "+4 points", "−1 point", "less than 1 point"."""
    whole = round(share * 100)
    if whole == 0:
        return "less than 1 point"
    return f"{'+' if whole > 0 else '−'}{words.count_noun(abs(whole), 'point')}"
