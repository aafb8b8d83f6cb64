"""The page "Chances": one specialty's chance laid open, for the plan the reader came from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from fastapi import APIRouter, Request
from starlette.responses import Response

from smartpick.domain.applicant import Profile
from smartpick.domain.chance import Chance
from smartpick.domain.chance_words import by_group, shared_note
from smartpick.domain.explained import ChanceSheet, Percentile
from smartpick.domain.labels import TYPE_WORDS
from smartpick.domain.plan import Plan, SourceNote
from smartpick.domain.words import chance_text, day
from smartpick.facts.specialties import specialties
from smartpick.web.choices import Choice, Group
from smartpick.web.pages.context import Context, to
from smartpick.web.shelf import Held

NO_INTERVIEW_METHOD = "the funnel from applications to interviews, with the judged size of a usual list"


@dataclass(frozen=True, slots=True)
class ChanceView:
    """A chance sheet laid out for its page."""

    sheet: ChanceSheet
    plan_id: str
    today: date
    choices: tuple[Group, ...]
    is_example: bool

    @property
    def kicker(self) -> str:
        return f"{TYPE_WORDS[self.sheet.applicant_type]} · as of {day(self.today)}"

    @property
    def answer(self) -> str:
        """The page's first sentence: the chances in words."""
        sheet, parts = self.sheet, []
        if sheet.if_apply is not None:
            parts.append(f"if you apply, {chance_text(sheet.if_apply.estimate)}")
        if sheet.if_certify is not None:
            parts.append(f"once you have interviews and rank it first, {chance_text(sheet.if_certify.estimate)}")
        if not parts:
            return "No chance can be given at present."
        said = "; ".join(parts)
        return f"{said[:1].upper()}{said[1:]}. These are estimates."

    @property
    def no_interview(self) -> Chance | None:
        if self.sheet.no_interview is None or self.sheet.if_apply is None:
            return None
        return Chance(self.sheet.no_interview, self.sheet.if_apply.population, NO_INTERVIEW_METHOD)

    @property
    def sources(self) -> dict[str, SourceNote]:
        return {source.id: source for source in self.sheet.sources}

    @property
    def groups(self) -> tuple[tuple[str, tuple[Percentile, ...]], ...]:
        return by_group(self.sheet)

    @property
    def first_places(self) -> tuple[Percentile, ...]:
        """The first group that has a table: what its pictures mean is said there."""
        return next((lines for _, lines in self.groups if not shared_note(lines)), ())

    @property
    def rail(self) -> list[dict[str, object]]:
        sheet = self.sheet
        steps = [("chance", "How likely"), ("reality", "Reality"),
                 *((("moves", "What moves it"),) if sheet.contributions else ()),
                 *((("unknown", "What is unknown"),) if sheet.unknown else ()),
                 ("compared", "Compared with"), ("ranks", "By number of ranks"), ("sources", "Sources")]  # fmt: skip
        return [{"href": f"#{id_}", "words": words, "state": "", "current": False} for id_, words in steps]


@dataclass(frozen=True, slots=True)
class Instead:
    """What stands in the page's place where no chance is shown, and where to go."""

    heading: str
    sentence: str
    href: str
    action: str


def router(context: Context) -> APIRouter:
    """`GET /chances?plan=ID&specialty=NAME`; without a plan, the saved plan that was changed last."""
    routes = APIRouter()
    shelf, pages = context.shelf, context.pages

    @routes.get("/chances")
    def chances(request: Request, plan: str = "", specialty: str = "") -> Response:
        if not plan:
            saved = shelf.scenarios() if shelf.workspace.exists else ()
            if not saved:
                return pages.page(request, "message.html", heading="No plan yet.", href="/begin", action="Plan my "
                                  "application", sentence="Answer ten questions, or open an example on the start page; "
                                  "your chances with their reasons then stand here.")
            plan = saved[0].id
        held = shelf.find(plan)
        if held.moved_to is not None:
            return to(f"/chances?plan={held.moved_to}")
        if (stop := _not_shown(held)) is not None:
            return pages.page(request, "message.html", heading=stop.heading, sentence=stop.sentence, href=stop.href,
                              action=stop.action)
        sheet = _sheet(held.profile, specialty=specialty or None, today=pages.today(), plan=held.plan)
        view = ChanceView(sheet, held.id, pages.today(), specialty_choices(held.profile, sheet.specialty),
                          held.profile.is_example)
        return pages.page(request, "chances.html", view=view)

    return routes


def _not_shown(held: Held) -> Instead | None:
    """Where chances are hidden or cannot be looked up."""
    if held.actions_only:
        return Instead("Chances are hidden.", "You chose to see actions only. The switch on the plan page shows "
                       "chances again.", f"/plan/{held.id}#chances-switch", "To the plan")
    if held.profile.applicant_type is None:
        return Instead("One answer is missing.", "How the statistics count you is not known yet, so no rate or chance "
                       "can be looked up. Say your type of applicant, or your citizenship and school.",
                       f"/plan/{held.id}/answers", "Change my answers")
    return None


def _sheet(profile: Profile, *, specialty: str | None, today: date, plan: Plan) -> ChanceSheet:
    """The use case, loaded when the page is first asked for, so that the app starts at once."""
    from smartpick.usecases.chance import chance_sheet

    return chance_sheet(profile, specialty=specialty, today=today, plan=plan)


def specialty_choices(profile: Profile, shown: str) -> tuple[Group, ...]:
    """Every full-training specialty, those of the plan first; the one shown is always among them."""
    own = dict.fromkeys([*profile.targets, *(b.specialty for b in profile.backups)])
    table = [s for s in specialties() if not s.one_year or s.id in (shown, *own)]
    names = {s.id: s.name for s in table}
    rest = sorted((s for s in table if s.id not in own), key=lambda s: s.name)
    return (("On your plan", tuple(Choice(id_, names[id_]) for id_ in own if id_ in names)),
            ("Other specialties", tuple(Choice(s.id, s.name) for s in rest)))
