"""The web app put together: pages, static files, guards. Everything it needs from outside is handed in."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

from fastapi import FastAPI
from starlette.middleware.gzip import GZipMiddleware

from smartpick.domain.applicant import Profile
from smartpick.domain.plan import Plan
from smartpick.errors import BadProfile, Problem
from smartpick.settings import DATA, PACKAGE
from smartpick.store.drafts import Drafts
from smartpick.web.assets import STATIC, Assets
from smartpick.web.pages import (
    about,
    apply,
    begin,
    chances,
    check_first,
    conflict,
    errors,
    model_card,
    more,
    openness,
    patterns,
    plan,
    questions,
    scenarios,
    start,
    workspace,
)
from smartpick.web.pages import help as help_pages
from smartpick.web.pages.context import Context, MakePlan
from smartpick.web.render import Pages
from smartpick.web.security import Guard
from smartpick.web.shelf import Shelf

PAGES = (start, begin, questions, apply, scenarios, conflict, workspace, more, plan, chances, check_first, openness,
         help_pages, model_card, patterns, about)


def create_app(
    *,
    today: Callable[[], date],
    plan: MakePlan | None = None,
    drafts: Drafts | None = None,
    read_profile: Callable[[bytes], Profile] | None = None,
    examples: Path | None = None,
    workspace: Path | None = None,
) -> FastAPI:
    """The app. `today` is asked for each request; `plan` makes a plan from a profile; tests hand in theirs.

    `workspace` is the file for kept plans, None for the usual place; nothing is written before something is kept.
    """
    pages = Pages(today)
    app = FastAPI(title="SmartPick", openapi_url=None, docs_url=None, redoc_url=None)
    shelf = Shelf(Drafts() if drafts is None else drafts, plan or _make_plan, today, workspace)
    context = Context(pages, shelf, read_profile or _read_profile, examples or _examples())
    for page in PAGES:
        app.include_router(page.router(context))
    app.mount("/static", Assets(directory=STATIC), name="static")
    errors.install(app, pages)
    app.add_middleware(GZipMiddleware, minimum_size=1000, compresslevel=6)
    app.add_middleware(Guard, error_page=lambda request, status: errors.error_page(pages, request, status))
    return app


def _make_plan(profile: Profile, *, today: date) -> Plan:
    """The use case, loaded when the first plan is asked for, so that the start page comes at once."""
    from smartpick.usecases.plan import make_plan

    return make_plan(profile, today=today)


def _read_profile(content: bytes) -> Profile:
    """A profile file's content; BadProfile with every problem in it."""
    from smartpick.exchange.profile import read_profile_text

    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = "\0"
    if "\0" in text:
        raise BadProfile((Problem("binary", "This is not a text file in UTF-8.",
                                  remedy="A profile is a YAML or JSON text; save it as UTF-8."),), "The file")
    return read_profile_text(text, "The file")


def _examples() -> Path:
    """The example profiles: inside an installed package, beside the source in a clone."""
    shipped = DATA / "examples"
    return shipped if shipped.is_dir() else PACKAGE.parent.parent / "examples"
