"""The page "Openness of a program": what SmartPick believes, what is evidence, and how to find out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from fastapi import APIRouter, Request
from starlette.responses import Response

from smartpick.advise.check_words import site_of
from smartpick.advise.visa import visa_for_programs
from smartpick.domain.applicant import Profile, VisaNeed
from smartpick.domain.chance import Estimate
from smartpick.domain.labels import place
from smartpick.domain.openness import (
    Evidence,
    EvidenceField,
    EvidenceKind,
    OpenValue,
    ProgramOpenness,
    Standing,
)
from smartpick.domain.plan import SourceNote
from smartpick.domain.program import Program
from smartpick.domain.words import chance_text, day, percent, range_first
from smartpick.facts import load_facts
from smartpick.facts.directory import directory
from smartpick.facts.specialties import specialties
from smartpick.usecases.citations import cited, source_note
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
    sources: tuple[SourceNote, ...]

    @property
    def title(self) -> str:
        several = any(s.program.specialty == self.program.specialty for s in self.sisters)
        return f"{named(self.program, several=several)}, {self.program.institution}"

    @property
    def kicker(self) -> str:
        return f"{place(self.program)} · as of {day(self.today)}"

    @property
    def answer(self) -> str:
        """The page's first sentence, about the visa that the person of the plan needs."""
        h1b = self.held is not None and visa_for_programs(self.held.plan.visa) is VisaNeed.H1B
        value, visa = (self.known.h1b, "H-1B") if h1b else (self.known.j1, "J-1")
        if value.standing is Standing.EVIDENCE:
            rests = "it rests on what you found out yourself"
        elif self.known.sisters:
            rests = "an estimate, moved by what you know of its institution"
        else:
            rests = "an estimate from public figures"
        return f"The chance that it sponsors the {visa} is {chance_text(value.estimate)}: {rests}."

    @property
    def lines(self) -> tuple[Line, ...]:
        known = self.known
        shown = (
            ("j1", "Sponsors the J-1", known.j1), ("h1b", "Sponsors the H-1B", known.h1b),
            ("any", "Has any resident who is a non-US IMG", known.non_us_img_any),
            ("non-us", "Residents who are non-US IMGs", known.non_us_img_share),
            ("img", "Residents who are IMGs, US citizens included", known.img_share),
        )  # fmt: skip
        return tuple(Line(key, label, value, ranged(value.estimate)) for key, label, value in shown)

    @property
    def evidence(self) -> tuple[tuple[str, str, str, str], ...]:
        """What the user noted on this program: about what, what it says, kind of source, day."""
        return tuple((FIELD_WORDS[e.field], said(e), KIND_WORDS[e.kind], day(e.checked) if e.checked else "")
                     for e in self.known.evidence)

    @property
    def sources_by_id(self) -> dict[str, SourceNote]:
        return {source.id: source for source in self.sources}

    @property
    def plan_query(self) -> str:
        return f"plan={self.held.id}&" if self.held else ""


def named(program: Program, *, several: bool) -> str:
    """The specialty, with the site where the institution has several programs of it."""
    name, site = specialties().get(program.specialty).name, site_of(program)
    return f"{name} ({site})" if several and site else name


def ranged(estimate: Estimate) -> str:
    """The range first; one that says nothing is said to."""
    if estimate.low is not None and estimate.high is not None and estimate.low < 0.01 and estimate.high > 0.99:
        return f"anything from 0 to 100% ({percent(estimate.value)})"
    return range_first(estimate)


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
    several = Counter(p.specialty for p in every)
    sisters = tuple(
        Sister(p, named(p, several=several[p.specialty] > 1), _marked(known[p.program_id].j1),
               _marked(known[p.program_id].h1b))
        for p in every if p.program_id != program.program_id
    )
    own, facts = known[program.program_id], load_facts()
    return OpennessView(program, own, sisters, held, today, tuple(source_note(s, facts) for s in cited(own, facts)))


def _marked(value: OpenValue) -> str:
    return f"{percent(value.estimate.value)} ({STANDING_WORDS[value.standing]})"


def _openness(profile: Profile | None, today: date, ids: tuple[str, ...]) -> Mapping[str, ProgramOpenness]:
    """These programs' openness given the person's notes; the model is loaded when the page is first asked for."""
    from smartpick.odds.openness.estimate import program_openness
    from smartpick.odds.openness.evidence import evidence_of

    return program_openness(evidence_of(profile) if profile else (), today, ids)
