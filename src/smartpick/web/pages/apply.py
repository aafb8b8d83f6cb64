"""The ways in: ten questions, or a profile file; both end in a plan."""

from __future__ import annotations

from collections.abc import Mapping

from fastapi import APIRouter, Request
from starlette.datastructures import UploadFile
from starlette.responses import Response

from smartpick.errors import BadProfile, NotFound, Problem, SmartPickError
from smartpick.web.forms import read_answers
from smartpick.web.pages.context import Context, posted
from smartpick.web.questions import questions
from smartpick.web.security import check_form

NO_FILE = Problem("form", "No file was chosen, or it is empty.", remedy="Choose a YAML or JSON file.")


def router(context: Context) -> APIRouter:
    """`/plan/new` (the form) and `/plan/open` (the file)."""
    routes = APIRouter()

    def form_page(request: Request, typed: Mapping[str, str],
                  problems: tuple[Problem, ...] = ()) -> Response:
        errors = {p.field: p.message for p in reversed(problems) if p.field}
        return context.pages.page(request, "form.html", status=422 if problems else 200, questions=questions(),
                                  typed=typed, problems=problems, errors=errors)

    def file_page(request: Request, problems: tuple[Problem, ...] = ()) -> Response:
        return context.pages.page(request, "open.html", status=422 if problems else 200, problems=problems)

    @routes.get("/plan/new")
    def ask(request: Request) -> Response:
        return form_page(request, {})

    @routes.get("/plan/{plan_id}/answers")
    def change(request: Request, plan_id: str) -> Response:
        draft = context.shelf.drafts.find(plan_id)
        answers = None if draft is None else draft.answers
        if answers is None:
            raise NotFound("This plan was not made from the form.",
                           remedy="Change its profile file and open it again.")
        return form_page(request, answers)

    @routes.post("/plan/new")
    async def answer(request: Request) -> Response:
        typed = await posted(request)
        try:
            answers = {name: value for name, value in typed.items() if name != "form_token"}
            return await context.planned(read_answers(typed, context.pages.today()), answers)
        except BadProfile as error:
            return form_page(request, typed, error.problems)

    @routes.get("/plan/open")
    def choose(request: Request) -> Response:
        return file_page(request)

    @routes.post("/plan/open")
    async def opened(request: Request) -> Response:
        async with request.form(max_files=1, max_fields=5) as form:
            check_form(request, form.get("form_token"))
            file = form.get("profile")
            content = await file.read() if isinstance(file, UploadFile) else b""
        if not content:
            return file_page(request, (NO_FILE,))
        try:
            return await context.planned(context.read_profile(content))
        except SmartPickError as error:
            if error.status >= 500:
                raise
            return file_page(request, error.problems)

    return routes
