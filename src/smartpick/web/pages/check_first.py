"""The page "What to check first": whose visa policy to look up or ask for, what it is worth, and the e-mail."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from fastapi import APIRouter, Request
from starlette.responses import Response

from smartpick.domain.applicant import Profile, VisaNeed
from smartpick.domain.gain_words import MUCH, gain_points, gain_range
from smartpick.domain.plan import SourceNote
from smartpick.domain.to_check import InstitutionCheck, ToCheck
from smartpick.domain.words import count_noun, day
from smartpick.web.pages.context import Context, to
from smartpick.web.shelf import Held

REMEMBERED = 24  # profiles
VISA_WORDS = {VisaNeed.J1: "J-1", VisaNeed.H1B: "H-1B", VisaNeed.EITHER: "J-1 or H-1B"}


@dataclass(frozen=True, slots=True)
class CheckView:
    """The to-do list laid out for its page."""

    found: ToCheck
    held: Held
    today: date

    @property
    def kicker(self) -> str:
        return f"For the {self.found.season} Match · as of {day(self.today)}"

    @property
    def visa(self) -> str:
        return VISA_WORDS.get(self.found.checks[0].need, "visa") if self.found.checks else "visa"

    @property
    def answer(self) -> str:
        """The page's first sentence."""
        checks = self.found.checks
        if not checks:
            return self.found.notes[0] if self.found.notes else "There is nothing to check."
        first = checks[0]
        worth = "" if self.held.actions_only else f": the answer is worth {self._about(first)} of chance, an estimate"
        return f"Look up {first.institution} first{worth}."

    @property
    def lead(self) -> str:
        """How much there is to do, in one sentence."""
        count = count_noun(len(self.found.checks), "institution")
        small = f" {MUCH}" if MUCH in self.found.notes else ""
        return f"{count} below, the most useful first. Website first, then one e-mail to each, sent by you.{small}"

    @property
    def notes(self) -> tuple[str, ...]:
        rest = self.found.notes if self.found.checks else self.found.notes[1:]
        return tuple(note for note in rest if note != MUCH)

    @property
    def sources(self) -> dict[str, SourceNote]:
        return {source.id: source for source in self.found.sources}

    @staticmethod
    def _about(check: InstitutionCheck) -> str:
        points = gain_points(check.gain.value or 0.0)
        return points if points.startswith("less") else f"about {points}"


def router(context: Context) -> APIRouter:
    """`GET /check-first?plan=ID`; without a plan, the saved plan that was changed last."""
    routes = APIRouter()
    shelf, pages = context.shelf, context.pages

    @routes.get("/check-first")
    def check_first(request: Request, plan: str = "") -> Response:
        if not plan:
            saved = shelf.scenarios() if shelf.workspace.exists else ()
            if not saved:
                return pages.page(request, "message.html", heading="No plan yet.", href="/begin",
                                  action="Plan my application", sentence="Answer ten questions, or open an example on "
                                  "the start page; what to check first then stands here.")
            plan = saved[0].id
        held = shelf.find(plan)
        if held.moved_to is not None:
            return to(f"/check-first?plan={held.moved_to}")
        view = CheckView(_to_check(held.profile, pages.today()), held, pages.today())
        return pages.page(request, "check_first.html", view=view, gain_range=gain_range, gain_points=gain_points)

    return routes


@lru_cache(maxsize=REMEMBERED)
def _to_check(profile: Profile, today: date) -> ToCheck:
    """The use case, loaded when the page is first asked for; remembered, for a list takes a moment to make."""
    from smartpick.usecases.check_first import what_to_check

    return what_to_check(profile, today=today)
