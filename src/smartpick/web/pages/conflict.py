"""Two saves on top of one version: both are shown, nothing is lost, and the person chooses."""

from __future__ import annotations

import json

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from smartpick.domain.applicant import Profile
from smartpick.exchange.profile import profile_json
from smartpick.usecases.compare import compare_profiles
from smartpick.usecases.workspace import ProfileConflict, as_profile
from smartpick.web.pages.context import Context, posted, to
from smartpick.web.pages.scenarios import number


def conflict_page(context: Context, request: Request, conflict: ProfileConflict) -> Response:
    """Both versions with their differences, as an answer to a save that came too late."""
    theirs = conflict.theirs
    fields = compare_profiles(conflict.mine, theirs.profile)
    return context.pages.page(request, "conflict.html", status=409, kept=theirs, fields=fields,
                              mine=as_field(conflict.mine))


def as_field(profile: Profile) -> str:
    """A profile as the text of a hidden field, so that it survives even a restart of SmartPick."""
    return json.dumps(profile_json(profile), ensure_ascii=False)


def router(context: Context) -> APIRouter:
    """`POST /plan/{id}/resolve`: mine, theirs, or both."""
    routes = APIRouter()
    shelf = context.shelf

    @routes.post("/plan/{plan_id}/resolve")
    async def resolve(request: Request, plan_id: str) -> Response:
        sent = await posted(request)
        keep = sent.get("keep")
        if keep not in ("mine", "both"):
            return to(f"/plan/{plan_id}")
        mine = as_profile(sent.get("mine", "{}"))
        if keep == "both":
            name = f"{(await run_in_threadpool(shelf.scenario, plan_id)).name}, my version"
            return to(f"/plan/{await run_in_threadpool(shelf.add, mine, name)}")
        try:
            await run_in_threadpool(shelf.change, plan_id, mine, number(sent.get("revision", "")))
        except ProfileConflict as conflict:
            return conflict_page(context, request, conflict)
        return to(f"/plan/{plan_id}")

    return routes
