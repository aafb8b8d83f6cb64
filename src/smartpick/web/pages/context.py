"""What the pages share: the templates, the plans in memory, and the use cases they call."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Protocol

from fastapi import Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import RedirectResponse

from smartpick.domain.applicant import Profile
from smartpick.domain.plan import Plan
from smartpick.errors import NotFound
from smartpick.store.drafts import Draft, Drafts
from smartpick.web.render import Pages
from smartpick.web.security import check_form


class PlanGone(NotFound):
    """No plan is kept under this id."""

    code = "plan_gone"

    def __init__(self) -> None:
        super().__init__(
            "This plan is no longer in memory.",
            remedy="Plans are kept for at most 12 hours, until SmartPick is closed. Make it again, or open the "
                   "profile file you downloaded.",
        )  # fmt: skip


class MakePlan(Protocol):
    """The use case that makes a plan, as the web needs it."""

    def __call__(self, profile: Profile, *, today: date) -> Plan: ...


@dataclass(frozen=True, slots=True)
class Context:
    """Handed to every page module when the app is put together."""

    pages: Pages
    drafts: Drafts
    make_plan: MakePlan
    read_profile: Callable[[bytes], Profile]  # BadProfile with every problem
    examples: Path

    async def planned(self, profile: Profile, answers: Mapping[str, str] | None = None) -> RedirectResponse:
        """Make the plan, keep it in memory with the answers behind it, and send the browser to it."""
        today = self.pages.today()
        plan = await run_in_threadpool(lambda: self.make_plan(profile, today=today))
        return RedirectResponse(f"/plan/{self.drafts.keep(plan, answers)}", status_code=303)

    def kept(self, draft_id: str) -> Draft:
        """The draft of this id; PlanGone where it is no longer in memory."""
        draft = self.drafts.find(draft_id)
        if draft is None:
            raise PlanGone
        return draft

    def example(self, name: str) -> Profile:
        """The shipped example of this name."""
        try:
            return self.read_profile((self.examples / f"{name}.yaml").read_bytes())
        except FileNotFoundError:
            raise NotFound("The examples are not part of this installation.",
                           remedy="Answer the ten questions instead, or install SmartPick again.") from None


async def posted(request: Request) -> dict[str, str]:
    """The text fields of a form that came from one of our own pages; FormRefused otherwise."""
    async with request.form(max_files=1, max_fields=60) as form:
        check_form(request, form.get("form_token"))
        return {name: value.strip() for name, value in form.items() if isinstance(value, str)}
