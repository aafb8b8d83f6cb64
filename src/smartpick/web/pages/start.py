"""The start page and the four examples on it."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import APIRouter, Request
from starlette.responses import Response

from smartpick.errors import NotFound, SmartPickError
from smartpick.web.pages.context import Context, posted


@dataclass(frozen=True, slots=True)
class Example:
    """One of the shipped example profiles, in one line."""

    name: str  # the file's stem
    title: str
    line: str


EXAMPLES = (
    Example("derm_j1", "Dermatology, on a J-1",
            "A graduate in a Boston research year, with Internal Medicine beside it."),
    Example("ortho_reapplicant", "Orthopaedic Surgery, a second time",
            "A green-card holder with a high score who went unmatched in 2026."),
    Example("im_dual", "Internal Medicine and Family Medicine",
            "A US citizen at a Caribbean school, with a small budget."),
    Example("neurosurgery_student", "Neurological Surgery, from abroad",
            "A final-year student in Lahore, with Step 2 CK still ahead."),
)  # fmt: skip


def router(context: Context) -> APIRouter:
    """`GET /` and `POST /example`."""
    routes = APIRouter()

    @routes.get("/")
    def start(request: Request) -> Response:
        saved, trouble = 0, ""
        try:
            saved = len(context.shelf.scenarios())
        except SmartPickError as error:  # the start page comes whatever is wrong with the file of saved plans
            trouble = error.problem.message
        return context.pages.page(request, "start.html", examples=EXAMPLES, saved=saved, trouble=trouble)

    @routes.post("/example")
    async def example(request: Request) -> Response:
        wanted = (await posted(request)).get("example")
        if wanted not in {e.name for e in EXAMPLES}:
            raise NotFound("There is no such example.", remedy="Choose one on the start page.")
        return await context.planned(context.example(wanted))

    return routes
