"""Help: the handbook inside the app, one page a document, with a search that is a plain form."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import Response

from smartpick.errors import NotFound
from smartpick.web.handbook import grouped, handbook
from smartpick.web.handbook_page import help_page
from smartpick.web.handbook_search import MOST_TYPED, search
from smartpick.web.pages.context import Context


def router(context: Context) -> APIRouter:
    """`GET /help`, `GET /help?q=...` and `GET /help/{page}`; a page is only found among the known names."""
    routes = APIRouter()

    @routes.get("/help")
    def contents(request: Request, q: str = "") -> Response:
        documents = handbook()
        typed = q.strip()[:MOST_TYPED]
        found = search(documents.values(), typed)
        return context.pages.page(request, "help.html", groups=grouped(documents), typed=typed, found=found,
                                  longest=MOST_TYPED)

    @routes.get("/help/{name:path}")
    def one(request: Request, name: str) -> Response:
        documents = handbook()
        document = documents.get(name)
        if document is None:
            raise NotFound("There is no such page in Help.", remedy="Help has a list of its pages and a search.")
        return context.pages.page(request, "help_page.html", page=help_page(document), groups=grouped(documents),
                                  longest=MOST_TYPED)

    return routes
