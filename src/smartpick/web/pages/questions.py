"""The ten questions, one at a time: each step checks its own answers, and the last page shows what follows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from fastapi import APIRouter, Request
from starlette.responses import Response

from smartpick.domain.applicant import VisaNeed
from smartpick.domain.applicant_type import derive_type, derive_visa_need
from smartpick.domain.labels import TYPE_WORDS
from smartpick.errors import BadProfile, NotFound, Problem
from smartpick.web import form_parts
from smartpick.web.answers import Answers
from smartpick.web.choices import Choice, month_choices
from smartpick.web.forms import read_answers
from smartpick.web.pages.context import Context, posted, to
from smartpick.web.questions import Input, Question, counted, questions


@dataclass(frozen=True, slots=True)
class Step:
    """One entry of the rail."""

    href: str
    words: str
    state: str
    current: bool


@dataclass(frozen=True, slots=True)
class Line:
    """One question with what was answered, in words."""

    short: str
    words: str


def router(context: Context) -> APIRouter:
    """`/questions`, its steps, and the page that shows what follows from the answers."""
    routes = APIRouter()
    sheets, pages = context.sheets, context.pages

    def sheet(sheet_id: str) -> dict[str, str]:
        found = sheets.find(sheet_id)
        if found is None:
            raise NotFound("These answers are no longer in memory.",
                           remedy="Answers are held for at most 12 hours, until SmartPick is closed. Begin again.")
        return found

    def step_page(request: Request, number: int, typed: Mapping[str, str], sheet_id: str = "",
                  problems: tuple[Problem, ...] = ()) -> Response:
        errors = {p.field: p.message for p in reversed(problems) if p.field}
        base = f"/questions/{sheet_id}" if sheet_id else ""
        return pages.page(
            request, "step.html", status=422 if problems else 200, q=questions()[number - 1], number=number,
            count=len(questions()), typed=typed, problems=problems, errors=errors,
            action=f"{base}/{number}" if sheet_id else "/questions", steps=steps(typed, number, base))

    @routes.get("/questions")
    def first(request: Request) -> Response:
        return step_page(request, 1, {})

    @routes.post("/questions")
    async def begin(request: Request) -> Response:
        typed = await posted(request)
        problems = wrong(typed, 1, context)
        if problems:
            return step_page(request, 1, typed, problems=problems)
        return to(f"/questions/{sheets.new(own(typed, 1))}/2")

    @routes.get("/questions/{sheet_id}/check")
    def check(request: Request, sheet_id: str) -> Response:
        return check_page(request, sheet_id, sheet(sheet_id))

    @routes.post("/questions/{sheet_id}/check")
    async def finish(request: Request, sheet_id: str) -> Response:
        typed = await posted(request)
        everything = {**sheet(sheet_id), **{n: typed.get(n, "") for n in counted().names}}
        sheets.write(sheet_id, everything)
        try:
            return await context.planned(read_answers(everything, pages.today()))
        except BadProfile as error:
            return check_page(request, sheet_id, everything, error.problems)

    @routes.get("/questions/{sheet_id}/{number}")
    def ask(request: Request, sheet_id: str, number: int) -> Response:
        typed = sheet(sheet_id)
        return step_page(request, within(number), typed, sheet_id)

    @routes.post("/questions/{sheet_id}/{number}")
    async def answer(request: Request, sheet_id: str, number: int) -> Response:
        number, sent = within(number), await posted(request)
        typed = {**sheet(sheet_id), **own(sent, number)}
        sheets.write(sheet_id, typed)
        if sent.get("go") == "back":
            return to(f"/questions/{sheet_id}/{max(1, number - 1)}")
        problems = wrong(typed, number, context)
        if problems:
            return step_page(request, number, typed, sheet_id, problems)
        last = sent.get("go") == "check" or number == len(questions())
        return to(f"/questions/{sheet_id}/{'check' if last else number + 1}")

    def check_page(request: Request, sheet_id: str, typed: Mapping[str, str],
                   problems: tuple[Problem, ...] = ()) -> Response:
        errors = {p.field: p.message for p in reversed(problems) if p.field}
        place = {name: f"/questions/{sheet_id}/{n}" for n, q in enumerate(questions(), 1) for name in q.names}
        return pages.page(
            request, "check.html", status=422 if problems else 200, sheet=sheet_id, typed=typed, counted=counted(),
            conclusions=conclusions(typed, context), lines=[Line(q.short, said(q, typed)) for q in questions()],
            problems=problems, errors=errors, place=place)

    return routes


def within(number: int) -> int:
    """A step that exists; NotFound otherwise."""
    if not 1 <= number <= len(questions()):
        raise NotFound("There is no such question.", remedy="There are ten.")
    return number


def own(typed: Mapping[str, str], number: int) -> dict[str, str]:
    """What was typed for one question; a box that was not ticked counts as empty."""
    return {name: typed.get(name, "") for name in questions()[number - 1].names}


def wrong(typed: Mapping[str, str], number: int, context: Context) -> tuple[Problem, ...]:
    """The problems of one question's own fields."""
    names = set(questions()[number - 1].names)
    try:
        read_answers(typed, context.pages.today())
    except BadProfile as error:
        return tuple(p for p in error.problems if p.field in names)
    return ()


def steps(typed: Mapping[str, str], number: int, base: str) -> list[Step]:
    """The rail: every question, whether it is answered, and its address once there is a sheet."""
    return [Step(f"{base}/{n}" if base else "", q.short, "done" if said(q, typed) else "todo", n == number)
            for n, q in enumerate(questions(), 1)]  # fmt: skip


def said(question: Question, typed: Mapping[str, str]) -> str:
    """What was answered to a question, in words; empty where nothing was."""
    parts = []
    for field in question.inputs:
        words = _words(field, typed)
        if words and field.kind == "check":
            parts.append(field.label)
        elif words:
            parts.append(words if field.kind == "radio" or len(question.inputs) == 1 else f"{field.label}: {words}")
    return " · ".join(parts)


def _words(field: Input, typed: Mapping[str, str]) -> str:
    values = [typed.get(name, "").strip() for name in field.names]
    if field.kind == "month":
        names = {c.value: c.label for c in month_choices() if c.value}
        return f"{names.get(values[0], '')} {values[1]}".strip() if values[1] else ""
    if field.kind == "check":
        return "yes" if values[0] else ""
    labels = {c.value: c.label for c in field.choices}
    return labels.get(values[0], values[0]) if values[0] else ""


def _open(field: Input) -> Input:
    """The same field where nothing follows from the answers: its first choice says so."""
    (heading, listed), *rest = field.groups
    return replace(field, groups=((heading, (Choice("", "I do not know yet"), *listed[1:])), *rest))


def conclusions(typed: Mapping[str, str], context: Context) -> list[tuple[Input, str]]:
    """For applicant type and visa need: the sentence that follows from the answers, or empty where none does."""
    answers = Answers(typed)
    person = form_parts.person(answers)
    kind = derive_type(person, form_parts.education(answers, context.pages.today()))
    need = derive_visa_need(person)
    of_type, of_need = (_open(field) for field in counted().inputs)
    return [
        (of_type, "" if kind is None else f"The Match statistics count you as {TYPE_WORDS[kind.applicant_type]}: "
                                          f"{kind.because}."),
        (of_need, "You need no visa for training: " + need.because + "."
         if need is not None and need.visa_need is VisaNeed.NONE else ""),
    ]  # fmt: skip
