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


class PlanGone(NotFound):
    """No plan is kept under this id."""

    code = "plan_gone"

    def __init__(self) -> None:
        super().__init__(
            "This plan is no longer in memory.",
            remedy="Plans are kept for at most 12 hours, until SmartPick is closed. Make it again, or open the "
                   "profile file you downloaded.",
        )  # fmt: skip


def router(context: Context) -> APIRouter:
    """`/plan/{id}`, its files, and `POST /plan/{id}/forget`."""
    routes = APIRouter()

    def kept(plan_id: str) -> Plan:
        plan = context.drafts.find(plan_id)
        if plan is None:
            raise PlanGone
        return plan

    @routes.get("/plan/{plan_id}")
    def show(request: Request, plan_id: str) -> Response:
        plan = kept(plan_id)
        view = plan_view(plan, plan_id, dict(request.query_params))
        return context.pages.page(request, "plan.html", plan=plan, plan_id=plan_id, view=view)

    @routes.get("/plan/{plan_id}/{name}")
    def download(plan_id: str, name: str) -> Response:
        plan = kept(plan_id)
        content = file_content(plan, name)
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
