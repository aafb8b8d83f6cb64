"""The other ways in: all ten questions on one page, for a new plan or a change, or a profile file or its text."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile
from starlette.responses import Response

from smartpick.errors import BadProfile, Problem, SmartPickError
from smartpick.usecases.workspace import ProfileConflict
from smartpick.web.form_answers import detailed, shown_answers
from smartpick.web.forms import read_answers
from smartpick.web.pages.conflict import conflict_page
from smartpick.web.pages.context import Context, posted, to
from smartpick.web.pages.scenarios import number
from smartpick.web.questions import counted, questions
from smartpick.web.security import check_form
from smartpick.web.shelf import Held

NO_FILE = Problem("form", "No file was chosen, or it is empty.",
                  remedy="Choose a YAML or JSON file, or paste its text.")
LIST_NAMES = {"research": "research periods", "outputs": "papers, posters and talks", "rotations": "rotations",
              "letters": "letters", "backups": "other careers", "earlier_matches": "earlier Matches"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Note:
    """What stands on the form in the place of a list that says more than the form asks."""

    words: str
    name: str
    href: str


def router(context: Context) -> APIRouter:
    """`/plan/new`, `/plan/{id}/answers` (the form) and `/plan/open` (the file)."""
    routes = APIRouter()
    shelf, today = context.shelf, context.pages.today

    def form_page(request: Request, typed: Mapping[str, str], problems: tuple[Problem, ...] = (),
                  held: Held | None = None, revision: int = 0) -> Response:
        errors = {p.field: p.message for p in reversed(problems) if p.field}
        return context.pages.page(
            request, "form.html", status=422 if problems else 200, questions=questions(), counted=counted(),
            typed=typed, problems=problems, errors=errors, held=held, revision=revision,
            notes={} if held is None else notes(held),
            heading="Change your answers" if held else "Your plan in ten questions",
            action=f"/plan/{held.id}/answers" if held else "/plan/new",
            button="Save my changes" if held and held.kept else "Make my plan")

    def notes(held: Held) -> dict[str, Note]:
        found = detailed(held.profile, today())
        return {name: Note(f"You have told more about your {LIST_NAMES[name]} than this form asks; it stays as it is.",
                           LIST_NAMES[name], f"/plan/{held.id}/more/{name}") for name in found}  # fmt: skip

    def file_page(request: Request, problems: tuple[Problem, ...] = (), pasted: str = "") -> Response:
        return context.pages.page(request, "open.html", status=422 if problems else 200, problems=problems,
                                  pasted=pasted)

    @routes.get("/plan/new")
    def ask(request: Request) -> Response:
        return form_page(request, {})

    @routes.post("/plan/new")
    async def answer(request: Request) -> Response:
        typed = await posted(request)
        try:
            return await context.planned(read_answers(typed, today()))
        except BadProfile as error:
            return form_page(request, typed, error.problems)

    @routes.get("/plan/{plan_id}/answers")
    def change(request: Request, plan_id: str) -> Response:
        held = shelf.find(plan_id)
        if held.moved_to is not None:
            return to(f"/plan/{held.moved_to}/answers")
        return form_page(request, shown_answers(held.profile, today()), held=held, revision=held.revision)

    @routes.post("/plan/{plan_id}/answers")
    async def changed(request: Request, plan_id: str) -> Response:
        typed = await posted(request)
        revision = number(typed.get("revision", ""))
        held = await run_in_threadpool(shelf.find, plan_id)
        base = await run_in_threadpool(shelf.profile_at, held, revision)
        try:
            profile = read_answers(typed, today(), base)
            await run_in_threadpool(shelf.change, plan_id, profile, revision)
        except BadProfile as error:
            return form_page(request, typed, error.problems, held, revision)
        except ProfileConflict as conflict:
            return conflict_page(context, request, conflict)
        return to(f"/plan/{held.moved_to or plan_id}")

    @routes.get("/plan/open")
    def choose(request: Request) -> Response:
        return file_page(request)

    @routes.post("/plan/open")
    async def opened(request: Request) -> Response:
        async with request.form(max_files=1, max_fields=5) as form:
            check_form(request, form.get("form_token"))
            file, pasted = form.get("profile"), form.get("pasted")
            content = await file.read() if isinstance(file, UploadFile) else b""
        text = pasted.strip() if isinstance(pasted, str) else ""
        content = content or text.encode("utf-8", "replace")
        if not content:
            return file_page(request, (NO_FILE,))
        try:
            return await context.planned(context.read_profile(content))
        except SmartPickError as error:
            if error.status >= 500:
                raise
            return file_page(request, error.problems, text)

    return routes
