"""Saved plans: the list, rename, copy as a what-if, undo, delete with a question, and two of them side by side."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from smartpick.domain.words import joined
from smartpick.errors import BadProfile, SmartPickError
from smartpick.facts.specialties import specialties
from smartpick.usecases import workspace as kept_plans
from smartpick.usecases.compare import compare_plans
from smartpick.web.pages.context import Context, posted, to


@dataclass(frozen=True, slots=True)
class Line:
    """One saved plan in the list. `about` says its target and Match."""

    id: str
    name: str
    about: str
    updated: str
    revision: int
    copied_from: str  # the name of the plan it is a what-if of, or empty


def router(context: Context) -> APIRouter:
    """`/scenarios` and what can be done with a scenario."""
    routes = APIRouter()
    shelf = context.shelf

    @routes.get("/scenarios")
    def every(request: Request) -> Response:
        return context.pages.page(request, "scenarios.html", lines=lines(), file=shelf.shown_file)

    @routes.get("/scenarios/compare")
    def compare(request: Request, a: str = "", b: str = "") -> Response:
        found = lines()
        if not a or not b or a == b:
            return context.pages.page(request, "compare.html", lines=found, a=a, b=b, comparison=None)
        left, right = shelf.scenario(a), shelf.scenario(b)
        comparison = compare_plans(left.name, shelf.plan_of(left), right.name, shelf.plan_of(right))
        return context.pages.page(request, "compare.html", lines=found, a=a, b=b, comparison=comparison)

    @routes.post("/plan/{plan_id}/rename")
    async def rename(request: Request, plan_id: str) -> Response:
        name = (await posted(request)).get("name", "")
        await run_in_threadpool(kept_plans.rename_scenario, shelf.workspace, plan_id, name, shelf.today())
        return to("/scenarios")

    @routes.post("/plan/{plan_id}/copy")
    async def copy(request: Request, plan_id: str) -> Response:
        name = (await posted(request)).get("name", "")

        def make() -> str:
            wanted = name or f"What if: {shelf.scenario(plan_id).name}"
            return kept_plans.copy_scenario(shelf.workspace, plan_id, shelf.free_name(wanted), shelf.today()).id

        return to(f"/plan/{await run_in_threadpool(make)}/answers")

    @routes.post("/plan/{plan_id}/undo")
    async def undo(request: Request, plan_id: str) -> Response:
        revision = (await posted(request)).get("revision", "")
        await run_in_threadpool(kept_plans.undo, shelf.workspace, plan_id, number(revision), shelf.today())
        return to(f"/plan/{plan_id}")

    @routes.get("/plan/{plan_id}/delete")
    def ask(request: Request, plan_id: str) -> Response:
        return context.pages.page(request, "delete.html", kept=shelf.scenario(plan_id))

    @routes.post("/plan/{plan_id}/delete")
    async def delete(request: Request, plan_id: str) -> Response:
        await posted(request)
        await run_in_threadpool(kept_plans.delete_scenario, shelf.workspace, plan_id)
        return to("/scenarios")

    def lines() -> tuple[Line, ...]:
        found = shelf.scenarios()
        names = {s.id: s.name for s in found}
        return tuple(Line(s.id, s.name, about(s.profile), s.updated, s.revision, names.get(s.copied_from or "", ""))
                     for s in found)  # fmt: skip

    return routes


def about(text: str) -> str:
    """A kept profile in a few words: its targets and the Match it aims at."""
    try:
        profile = kept_plans.as_profile(text)
    except (BadProfile, SmartPickError):
        return "cannot be read by this version"
    names = joined([specialties().get(target).name for target in profile.targets])
    return f"{names}, {profile.season} Match" if profile.season else names


def number(text: str) -> int:
    """A revision as a form sends it; 0, which no scenario has, for anything else."""
    return int(text) if text.isdecimal() and len(text) < 10 else 0
