"""What the pages share: the templates, the plans by their id, and the use cases they call."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from fastapi import Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import RedirectResponse

from smartpick.domain.applicant import Profile
from smartpick.errors import NotFound
from smartpick.store.answers import AnswerSheets
from smartpick.web.render import Pages
from smartpick.web.security import check_form
from smartpick.web.shelf import MakePlan, PlanGone, Shelf

__all__ = ["Context", "MakePlan", "PlanGone", "posted", "to"]

MOST_FIELDS = 300


@dataclass(frozen=True, slots=True)
class Context:
    """Handed to every page module when the app is put together."""

    pages: Pages
    shelf: Shelf
    read_profile: Callable[[bytes], Profile]  # BadProfile with every problem
    examples: Path
    sheets: AnswerSheets = field(default_factory=AnswerSheets)

    async def planned(self, profile: Profile) -> RedirectResponse:
        """Make the plan, keep it in memory, and send the browser to it."""
        return to(f"/plan/{await run_in_threadpool(self.shelf.hold, profile)}")

    def example(self, name: str) -> Profile:
        """The shipped example of this name."""
        try:
            return self.read_profile((self.examples / f"{name}.yaml").read_bytes())
        except FileNotFoundError:
            raise NotFound("The examples are not part of this installation.",
                           remedy="Answer the ten questions instead, or install SmartPick again.") from None


def to(address: str) -> RedirectResponse:
    """Send the browser on after a form, so that a reload does not send the form again."""
    return RedirectResponse(address, status_code=303)


async def posted(request: Request) -> dict[str, str]:
    """The text fields of a form that came from one of our own pages; FormRefused otherwise."""
    async with request.form(max_files=1, max_fields=MOST_FIELDS) as form:
        check_form(request, form.get("form_token"))
        return {name: value.strip() for name, value in form.items()
                if isinstance(value, str) and name != "form_token"}
