"""The page "Openness of a program": what SmartPick believes, what is evidence, and how to find out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from fastapi import APIRouter, Request
from starlette.responses import Response

from smartpick.domain.applicant import Profile
from smartpick.domain.labels import place
from smartpick.domain.openness import (
    Evidence,
    EvidenceField,
    EvidenceKind,
    OpenValue,
    ProgramOpenness,
    Standing,
)
from smartpick.domain.program import Program
from smartpick.domain.words import day, percent, range_first
from smartpick.facts.directory import directory
from smartpick.facts.specialties import specialties
from smartpick.web.pages.context import Context, to
from smartpick.web.shelf import Held

STANDING_WORDS = {Standing.ESTIMATE: "estimate", Standing.EVIDENCE: "evidence"}
KIND_WORDS = {
    EvidenceKind.FREIDA: "FREIDA", EvidenceKind.SITE: "website", EvidenceKind.EMAIL: "e-mail",
    EvidenceKind.CONVERSATION: "conversation", EvidenceKind.OTHER: "another source",
}  # fmt: skip
FIELD_WORDS = {
    EvidenceField.VISA_J1: "J-1", EvidenceField.VISA_H1B: "H-1B", EvidenceField.IMG_SHARE: "residents who are IMGs",
    EvidenceField.NON_US_IMG_SHARE: "residents who are non-US IMGs", EvidenceField.CUTOFF_STEP2: "least Step 2 CK",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Line:
    """One value of the program: what it is about, its words, and what it rests on."""

    key: str
    label: str
    value: OpenValue
    words: str

    @property
    def standing(self) -> str:
        return STANDING_WORDS[self.value.standing]


@dataclass(frozen=True, slots=True)
class Sister:
    """Another program of the institution."""

    program: Program
    name: str
    j1: str
    h1b: str


@dataclass(frozen=True, slots=True)
class OpennessView:
    """One program's openness laid out for its page."""

    program: Program
    known: ProgramOpenness
    sisters: tuple[Sister, ...]
    held: Held | None
    today: date

    @property
    def title(self) -> str:
        return f"{specialties().get(self.program.specialty).name}, {self.program.institution}"

    @property
    def kicker(self) -> str:
        return f"{place(self.program)} · as of {day(self.today)}"

    @property
    def answer(self) -> str:
        """The page's first sentence."""
        j1 = self.known.j1
        if j1.standing is Standing.EVIDENCE:
            rests = "you found that out yourself"
        elif self.known.sisters:
            rests = "an estimate, moved by what you know of its institution"
        else:
            rests = "an estimate from public figures"
        return f"The chance that it sponsors the J-1 is {range_first(j1.estimate)}: {rests}."

    @property
    def lines(self) -> tuple[Line, ...]:
        known = self.known
        shown = (
            ("j1", "Sponsors the J-1", known.j1), ("h1b", "Sponsors the H-1B", known.h1b),
            ("any", "Has any resident who is a non-US IMG", known.non_us_img_any),
            ("non-us", "Residents who are non-US IMGs", known.non_us_img_share),
            ("img", "Residents who are IMGs, US citizens included", known.img_share),
        )  # fmt: skip
        return tuple(Line(key, label, value, range_first(value.estimate)) for key, label, value in shown)

    @property
    def evidence(self) -> tuple[tuple[str, str, str, str], ...]:
        """What the user noted on this program: about what, what it says, kind of source, day."""
        return tuple((FIELD_WORDS[e.field], said(e), KIND_WORDS[e.kind], day(e.checked) if e.checked else "")
                     for e in self.known.evidence)

    @property
    def plan_query(self) -> str:
        return f"plan={self.held.id}&" if self.held else ""


def said(evidence: Evidence) -> str:
    """What a piece of evidence says, in words."""
    if isinstance(evidence.value, float):
        return f"{evidence.value:.0f}" if evidence.field is EvidenceField.CUTOFF_STEP2 else percent(evidence.value)
    return str(evidence.value)


def router(context: Context) -> APIRouter:
    """`GET /openness?program=ID`, with `plan=ID` for what that plan's notes say."""
    routes = APIRouter()
    shelf, pages = context.shelf, context.pages

    @routes.get("/openness")
    def openness(request: Request, program: str = "", plan: str = "") -> Response:
        if not program:
            href = f"/plan/{plan}#programs" if plan else "/begin"
            return pages.page(request, "message.html", heading="Which program?", href=href,
                              action="To the programs" if plan else "Plan my application",
                              sentence="Open a program's details in the list of a plan; its openness then stands here.")
        found = directory().program(program)
        held = shelf.find(plan) if plan else None
        if held is not None and held.moved_to is not None:
            return to(f"/openness?plan={held.moved_to}&program={found.program_id}")
        view = _view(found, held, pages.today())
        return pages.page(request, "openness.html", view=view)

    return routes


def _view(program: Program, held: Held | None, today: date) -> OpennessView:
    every = directory().institution_programs(program.institution_id)
    known = _openness(held.profile if held else None, today, tuple(p.program_id for p in every))
    sisters = tuple(_sister(p, known) for p in every if p.program_id != program.program_id)
    return OpennessView(program, known[program.program_id], sisters, held, today)


def _sister(program: Program, known: Mapping[str, ProgramOpenness]) -> Sister:
    value = known[program.program_id]
    name = specialties().get(program.specialty).name
    return Sister(program, name, _marked(value.j1), _marked(value.h1b))


def _marked(value: OpenValue) -> str:
    return f"{percent(value.estimate.value)} ({STANDING_WORDS[value.standing]})"


def _openness(profile: Profile | None, today: date, ids: tuple[str, ...]) -> Mapping[str, ProgramOpenness]:
    """These programs' openness given the person's notes; the model is loaded when the page is first asked for."""
    from smartpick.odds.openness.estimate import program_openness
    from smartpick.odds.openness.evidence import evidence_of

    return program_openness(evidence_of(profile) if profile else (), today, ids)
