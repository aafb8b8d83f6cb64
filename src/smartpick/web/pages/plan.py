"""The plan page, keeping it, hiding chances, its downloads, and forgetting it."""

from __future__ import annotations

import json
from dataclasses import replace

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from smartpick.domain.plan import Plan, Task, TaskState
from smartpick.errors import NotFound
from smartpick.web.pages.context import Context, posted, to
from smartpick.web.pages.plan_view import plan_view

TYPES = {
    "md": "text/markdown; charset=utf-8",
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "ics": "text/calendar; charset=utf-8",
    "json": "application/json",
    "yaml": "application/yaml; charset=utf-8",
}


def router(context: Context) -> APIRouter:
    """`/plan/{id}`, its files, and what can be done with it."""
    routes = APIRouter()
    shelf = context.shelf

    @routes.get("/plan/{plan_id}")
    def show(request: Request, plan_id: str) -> Response:
        held = shelf.find(plan_id)
        if held.moved_to is not None:
            return to(f"/plan/{held.moved_to}")
        view = plan_view(held.plan, plan_id, dict(request.query_params), held.actions_only)
        return context.pages.page(request, "plan.html", plan=held.plan, plan_id=plan_id, view=view, held=held,
                                  scenarios=shelf.scenarios() if held.kept else ())

    @routes.post("/plan/{plan_id}/keep")
    async def keep(request: Request, plan_id: str) -> Response:
        await posted(request)
        return to(f"/plan/{await run_in_threadpool(shelf.keep, plan_id)}/kept")

    @routes.get("/plan/{plan_id}/kept")
    def kept(request: Request, plan_id: str) -> Response:
        held = shelf.find(plan_id)
        if held.kept is None:
            return to(f"/plan/{held.moved_to or plan_id}")
        return context.pages.page(request, "kept.html", held=held, step=next_dated_step(held.plan),
                                  file=shelf.shown_file)

    @routes.post("/plan/{plan_id}/chances")
    async def chances(request: Request, plan_id: str) -> Response:
        hide = (await posted(request)).get("hide") == "yes"
        await run_in_threadpool(shelf.hide_chances, plan_id, hide)
        return to(f"/plan/{plan_id}")

    @routes.get("/plan/{plan_id}/{name}")
    def download(plan_id: str, name: str) -> Response:
        content = file_content(shelf.find(plan_id).plan, name)
        if content is None:
            raise NotFound("There is no such file of this plan.", remedy="The plan page lists them.")
        return Response(content, media_type=TYPES[name.rpartition(".")[2]],
                        headers={"Content-Disposition": f'attachment; filename="{name}"'})

    @routes.post("/plan/{plan_id}/forget")
    async def forget(request: Request, plan_id: str) -> Response:
        await posted(request)
        shelf.drafts.forget(plan_id)
        return context.pages.page(request, "forget.html")

    return routes


def next_dated_step(plan: Plan) -> Task | None:
    """The first step still ahead: of the three next ones, else of the whole timeline."""
    open_states = (TaskState.DUE, TaskState.LATER)
    for tasks in (plan.timeline.next_steps, plan.timeline.tasks):
        ahead = [t for t in tasks if t.due >= plan.today and t.state in open_states]
        if ahead:
            return min(ahead, key=lambda t: t.due)
    return plan.timeline.next_steps[0] if plan.timeline.next_steps else None


def next_step_only(plan: Plan) -> Plan:
    """The plan with its next dated step as its only date, for a calendar file of one entry."""
    step = next_dated_step(plan)
    season = replace(plan.timeline.season, dates=())
    return replace(plan, timeline=replace(plan.timeline, tasks=(step,) if step else (), season=season))


def file_content(plan: Plan, name: str) -> str | bytes | None:
    """A download by its name; None where there is no such file. Writers are loaded when asked for."""
    match name:
        case "plan.md":
            from smartpick.exchange.markdown import plan_markdown

            return plan_markdown(plan)
        case "programs.csv":
            from smartpick.exchange.sheet import programs_csv

            return programs_csv(plan)
        case "programs.xlsx":
            from smartpick.exchange.sheet import programs_xlsx

            return programs_xlsx(plan)
        case "calendar.ics":
            from smartpick.exchange.ics import calendar_ics

            return calendar_ics(plan)
        case "next-step.ics":
            from smartpick.exchange.ics import calendar_ics

            return calendar_ics(next_step_only(plan))
        case "plan.json":
            from smartpick.exchange.plan_json import plan_json

            return json.dumps(plan_json(plan), ensure_ascii=False, indent=2)
        case "profile.yaml":
            from smartpick.exchange.profile import profile_text

            return profile_text(plan.profile)
    return None
