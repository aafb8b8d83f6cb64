"""The plan page, its downloads, and forgetting it."""

from __future__ import annotations

import json

from fastapi import APIRouter, Request
from starlette.responses import Response

from smartpick.domain.plan import Plan
from smartpick.errors import NotFound
from smartpick.web.pages.context import Context, posted
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
    """`/plan/{id}`, its files, and `POST /plan/{id}/forget`."""
    routes = APIRouter()

    @routes.get("/plan/{plan_id}")
    def show(request: Request, plan_id: str) -> Response:
        draft = context.kept(plan_id)
        view = plan_view(draft.plan, plan_id, dict(request.query_params))
        return context.pages.page(request, "plan.html", plan=draft.plan, plan_id=plan_id, view=view,
                                  can_change=draft.answers is not None)

    @routes.get("/plan/{plan_id}/{name}")
    def download(plan_id: str, name: str) -> Response:
        content = file_content(context.kept(plan_id).plan, name)
        if content is None:
            raise NotFound("There is no such file of this plan.", remedy="The plan page lists them.")
        return Response(content, media_type=TYPES[name.rpartition(".")[2]],
                        headers={"Content-Disposition": f'attachment; filename="{name}"'})

    @routes.post("/plan/{plan_id}/forget")
    async def forget(request: Request, plan_id: str) -> Response:
        await posted(request)
        context.drafts.forget(plan_id)
        return context.pages.page(request, "forget.html")

    return routes


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
        case "plan.json":
            from smartpick.exchange.plan_json import plan_json

            return json.dumps(plan_json(plan), ensure_ascii=False, indent=2)
        case "profile.yaml":
            from smartpick.exchange.profile import profile_text

            return profile_text(plan.profile)
    return None
