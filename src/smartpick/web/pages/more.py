"""More about you: the sections of a profile beyond the ten questions, each optional and usable alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from smartpick.domain.applicant import Profile, Stance
from smartpick.domain.none_so_far import MAY_SAY_NONE, said_none
from smartpick.domain.words import count_noun
from smartpick.errors import BadProfile, NotFound, Problem
from smartpick.exchange.profile import parse_profile, profile_json
from smartpick.facts.directory import directory
from smartpick.facts.specialties import specialties
from smartpick.usecases.workspace import ProfileConflict
from smartpick.web.choices import UNKNOWN, Choice, Group
from smartpick.web.forms import undetermined
from smartpick.web.pages.conflict import conflict_page
from smartpick.web.pages.context import Context, posted, to
from smartpick.web.pages.scenarios import number
from smartpick.web.sections import (
    FieldGroup,
    Section,
    entry_of,
    in_words,
    section,
    sections,
    typed_of,
    with_choices,
)
from smartpick.web.shelf import Held

NONE = "none"  # stands in place of a list in plain data
MOST_LISTED = 1500  # programs in one list to choose from


@dataclass(frozen=True, slots=True)
class Card:
    """One section on the overview, with what it holds so far."""

    section: Section
    words: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a section: its place from 1, and its words."""

    number: int
    words: str


def router(context: Context) -> APIRouter:
    """`/plan/{id}/more` and its sections."""
    routes = APIRouter()
    shelf = context.shelf

    @routes.get("/plan/{plan_id}/more")
    def overview(request: Request, plan_id: str) -> Response:
        held = shelf.find(plan_id)
        if held.moved_to is not None:
            return to(f"/plan/{held.moved_to}/more")
        data = plain(held.profile)
        cards = [Card(s, held_words(s, data)) for s in sections()]
        return context.pages.page(request, "more.html", held=held, cards=cards)

    def section_page(request: Request, held: Held, found: Section, at: int = 0, typed: Mapping[str, str] | None = None,
                     problems: tuple[Problem, ...] = (), revision: int | None = None) -> Response:
        data = told(held.profile, found)
        entries = [Entry(n, in_words(found.fields, one)) for n, one in enumerate(data, 1)] if found.many else []
        if at > len(entries):
            raise NotFound("This entry is not there any more.", remedy="Choose one from the list.")
        if typed is None:
            typed = typed_of(found.fields, data[at - 1] if at else {} if found.many else data)
        groups = tuple(with_programs(group, held.profile, typed) for group in found.groups)
        errors = {p.field: p.message for p in reversed(problems) if p.field}
        return context.pages.page(
            request, "section.html", status=422 if problems else 200, held=held, section=found, entries=entries, at=at,
            groups=groups, typed=typed, problems=problems, errors=errors, none_said=said_none(held.profile, found.name),
            may_say_none=found.name in MAY_SAY_NONE,
            revision=held.revision if revision is None else revision)

    @routes.get("/plan/{plan_id}/more/{name}")
    def show(request: Request, plan_id: str, name: str, program: str = "") -> Response:
        """`?program=ID` has that program chosen already; a note on it that is there is opened instead."""
        held, found = shelf.find(plan_id), known(name)
        chosen = directory().program(program).program_id if program else ""
        noted = [entry.get("program") for entry in told(held.profile, found)] if name == "policies" else []
        if chosen and chosen in noted:
            return section_page(request, held, found, noted.index(chosen) + 1)
        return section_page(request, held, found, typed={"program": chosen} if chosen and found.many else None)

    @routes.get("/plan/{plan_id}/more/{name}/{at}")
    def show_entry(request: Request, plan_id: str, name: str, at: int) -> Response:
        return section_page(request, shelf.find(plan_id), known(name), max(1, at))

    @routes.post("/plan/{plan_id}/more/{name}")
    async def add(request: Request, plan_id: str, name: str) -> Response:
        return await change(request, plan_id, known(name), 0)

    @routes.post("/plan/{plan_id}/more/{name}/{at}")
    async def change_entry(request: Request, plan_id: str, name: str, at: int) -> Response:
        return await change(request, plan_id, known(name), max(1, at))

    async def change(request: Request, plan_id: str, found: Section, at: int) -> Response:
        typed = await posted(request)
        revision = number(typed.get("revision", ""))
        held = await run_in_threadpool(shelf.find, plan_id)
        base = await run_in_threadpool(shelf.profile_at, held, revision)
        try:
            profile = changed(base, found, at, typed)
        except BadProfile as error:
            problems = tuple(replace(p, field=own_field(p.field, found)) for p in error.problems)
            return section_page(request, held, found, at, typed, problems, revision)
        try:
            await run_in_threadpool(shelf.change, plan_id, profile, revision)
        except ProfileConflict as conflict:
            return conflict_page(context, request, conflict)
        return to(f"/plan/{held.moved_to or plan_id}/more" + (f"/{found.name}" if found.many else ""))

    return routes


def known(name: str) -> Section:
    """The section of this name; NotFound otherwise."""
    found = section(name)
    if found is None:
        raise NotFound("There is no such section.", remedy="Choose one under “More about you”.")
    return found


def plain(profile: Profile) -> dict[str, Any]:
    """A profile as plain data, without what follows from its other fields."""
    return profile_json(undetermined(profile))


def told(profile: Profile, found: Section) -> Any:
    """What the profile holds of a section: plain entries, or a plain block. "None so far" is no entry."""
    empty: Any = [] if found.many else {}
    data = plain(profile).get(found.name, empty)
    return empty if data == NONE else data


def changed(base: Profile, found: Section, at: int, typed: Mapping[str, str]) -> Profile:
    """The profile with one entry added (`at` 0), changed or removed, or with a block filled anew.

    Raises BadProfile.
    """
    data = plain(base)
    data.pop("is_example", None)
    if not found.many:
        data[found.name] = entry_of(found.fields, typed)
        return parse_profile(data, name="This section")
    entries = list(told(base, found))
    if at > len(entries):
        raise NotFound("This entry is not there any more.", remedy="Choose one from the list.")
    if typed.get("go") == "remove":
        del entries[at - 1]
    elif at:
        entries[at - 1] = entry_of(found.fields, typed)
    else:
        entries.append(entry_of(found.fields, typed))
    data[found.name] = entries
    return parse_profile(data, name="This section")


def own_field(path: str | None, found: Section) -> str | None:
    """The field of a section's form that a path such as `ties[0].program` or `exams.step1.score` names."""
    rest = (path or "").removeprefix(found.name)
    last = rest.partition("].")[2] if found.many else rest.lstrip(".")
    names = [field.input.name for field in found.fields]
    if last in names:
        return last
    return names[0] if (path or "").startswith(found.name) and names else None


def held_words(found: Section, data: Mapping[str, Any]) -> str:
    """What a section holds so far."""
    held = data.get(found.name)
    if not held or held == NONE:
        return "none so far" if held else ""
    return count_noun(len(held), "entry", "entries") if found.many else in_words(found.fields, held)


def with_programs(group: FieldGroup, profile: Profile, typed: Mapping[str, str]) -> FieldGroup:
    """The fields with programs to choose from where one is asked for."""
    if all(f.input.name != "program" for f in group.fields):
        return group
    listed = program_choices(profile, typed.get("program", ""))
    return replace(group, fields=tuple(with_choices(f, listed) if f.input.name == "program" else f
                                       for f in group.fields))  # fmt: skip


def program_choices(profile: Profile, present: str) -> tuple[Group, ...]:
    """The programs of the targets and of the careers one would accept; the present one stays among them."""
    wanted = (*profile.targets, *(b.specialty for b in profile.backups if b.willing is not Stance.NO))
    groups, listed = [], 0
    for specialty in dict.fromkeys(wanted):
        programs = sorted(directory().programs(specialty=specialty), key=lambda p: (p.institution, p.program_id))
        if programs and listed + len(programs) <= MOST_LISTED:
            listed += len(programs)
            groups.append((specialties().get(specialty).name, tuple(
                Choice(p.program_id, f"{p.institution}, {p.state}" if p.state else p.institution) for p in programs)))
    first = [Choice(UNKNOWN, "Not said")]
    if present and present not in {c.value for _, group in groups for c in group}:
        first.append(Choice(present, directory_name(present)))
    return ("", tuple(first)), *groups


def directory_name(program_id: str) -> str:
    """The name under which a program is listed; its id where the directory does not have it."""
    try:
        program = directory().program(program_id)
    except NotFound:
        return program_id
    name = f"{program.institution}, {program.state}" if program.state else program.institution
    return f"{name} ({specialties().get(program.specialty).name})"
