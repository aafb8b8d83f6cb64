"""About: grades, limits, privacy and every source shipped with this version."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import Response

from smartpick.domain.chance import Grade
from smartpick.domain.words import grade_words
from smartpick.facts import load_facts
from smartpick.web.pages.context import Context


def router(context: Context) -> APIRouter:
    """`GET /about`."""
    routes = APIRouter()

    @routes.get("/about")
    def about(request: Request) -> Response:
        grades = [grade_words(grade).split(": ", 1) for grade in Grade]
        facts = load_facts()
        sources = sorted((facts.source(i) for i in facts.source_ids), key=lambda s: (s.publisher, s.title))
        return context.pages.page(request, "about.html", grades=grades, sources=sources)

    return routes
