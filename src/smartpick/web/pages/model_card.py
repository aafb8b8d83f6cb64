"""The model card: how the chances were checked, as the run of `smartpick validate` wrote it down for this version."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import Response

from smartpick.errors import NotFound
from smartpick.web.handbook import handbook
from smartpick.web.handbook_page import help_page
from smartpick.web.handbook_search import MOST_TYPED
from smartpick.web.pages.context import Context

NAME = "explanation/model-card"


def router(context: Context) -> APIRouter:
    """`GET /model-card`: the document, not a new run, so that the page comes at once."""
    routes = APIRouter()

    @routes.get("/model-card")
    def model_card(request: Request) -> Response:
        document = handbook().get(NAME)
        if document is None:
            raise NotFound("The model card is not part of this installation.",
                           remedy="Install SmartPick again to get it back, or run: smartpick validate")
        return context.pages.page(request, "model_card.html", page=help_page(document), longest=MOST_TYPED)

    return routes
