"""The first question, where are you now, and an honest page for those whose season is running or over."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from fastapi import APIRouter, Request
from starlette.responses import Response

from smartpick.advise.calendar import season
from smartpick.domain.season import SeasonDate
from smartpick.errors import NotFound
from smartpick.facts import Facts, load_facts
from smartpick.web.pages.context import Context


@dataclass(frozen=True, slots=True)
class Stage:
    """Where a person can be in a season, and what SmartPick has for them today."""

    id: str
    title: str
    line: str
    heading: str
    today: tuple[str, ...]  # what it does for them already
    missing: str  # what is not built yet
    dates: tuple[str, ...]  # keys of the season's dates that matter


STAGES = (
    Stage(
        "applied", "Applied and waiting", "Applications are sent, invitations may come.", "Applied, and waiting.",
        ("Shows the dates of your season, each with how sure it is.",
         "Holds what you find out about programs: visa policy, IMGs among the residents.",
         "Plans the next season beside this one, so that a year without a match is not a year without a plan."),
        "Following invitations, ranking chances from interviews you really have, and letters of interest are not built "
        "yet. SmartPick cannot say how this season will end.",
        ("program_review", "nrmp_registration_deadline", "rol_opens", "rol_deadline", "match_week", "soap_apply"),
    ),
    Stage(
        "interviewing", "Interviewing", "You have invitations or interviews.", "Interviewing.",
        ("Shows the dates of your season: most of all the rank order list deadline.",
         "Says in one sentence what never changes: rank in your true order of preference, by what you want, not by "
         "what you expect.",
         "Plans the next season beside this one."),
        "Preparing for interviews, and the rank order list itself, are not built yet.",
        ("rol_opens", "nrmp_registration_deadline", "rol_deadline", "match_week", "soap_apply", "match_day"),
    ),
    Stage(
        "unmatched", "Unmatched", "Match Week brought no place, or only a year.", "Unmatched: what now.",
        ("Shows when SOAP is and when residency starts.",
         "Takes your earlier Match into the next plan: what was new since then counts.",
         "Says plainly whether another year, a parallel specialty or a PGY-1 year fits your means."),
        "A guide through the days of SOAP is not built yet. Your medical school, ECFMG and the NRMP's own pages "
        "are the places to ask in that week. If this weighs on you, talk to someone near you today.",
        ("match_week", "soap_apply", "soap_end", "match_day", "residency_start"),
    ),
)  # fmt: skip


def router(context: Context) -> APIRouter:
    """`/begin` and `/now/{stage}`."""
    routes = APIRouter()

    @routes.get("/begin")
    def begin(request: Request) -> Response:
        return context.pages.page(request, "begin.html", stages=STAGES)

    @routes.get("/now/{stage_id}")
    def now(request: Request, stage_id: str) -> Response:
        stage = next((s for s in STAGES if s.id == stage_id), None)
        if stage is None:
            raise NotFound("There is no such page.", remedy="Choose where you are now.")
        today = context.pages.today()
        year, dates = running(stage, today, load_facts())
        return context.pages.page(request, "now.html", stage=stage, year=year, dates=dates,
                                  has_plans=context.shelf.workspace.exists)

    return routes


def running(stage: Stage, today: date, facts: Facts) -> tuple[int, tuple[SeasonDate, ...]]:
    """The year of the Match that is running on a day, until its residencies start, and the stage's dates in it."""
    year = today.year
    while season(year, facts).day("residency_start") < today:
        year += 1
    found = season(year, facts)
    return year, tuple(sorted((found.event(key) for key in stage.dates), key=lambda d: d.day))
