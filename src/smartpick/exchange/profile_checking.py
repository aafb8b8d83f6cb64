"""Checks plain data against the form of a profile, says every problem in words, and builds the Profile."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping
from dataclasses import fields, replace
from typing import Any, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from smartpick.domain import applicant as domain
from smartpick.domain.none_so_far import MAY_SAY_NONE
from smartpick.errors import Problem
from smartpick.exchange import profile_blocks as blocks
from smartpick.exchange import profile_entries as entries
from smartpick.exchange import profile_schema as schema
from smartpick.exchange.profile_coherence import clashes
from smartpick.exchange.profile_fields import says_none
from smartpick.exchange.profile_lines import FieldPath, LineOf, dotted, short
from smartpick.exchange.profile_values import shown

MAX_PROBLEMS = 50
_DOMAIN: dict[type[BaseModel], type[Any]] = {
    schema.ProfileForm: domain.Profile,
    blocks.PersonForm: domain.Person,
    blocks.EducationForm: domain.Education,
    blocks.ExamForm: domain.Exam,
    blocks.ExamsForm: domain.Exams,
    entries.ResearchForm: domain.ResearchPeriod,
    entries.OutputForm: domain.Output,
    entries.RotationForm: domain.Rotation,
    entries.LetterForm: domain.Letter,
    entries.TieForm: domain.Tie,
    entries.PolicyForm: domain.PolicyNote,
    entries.EarlierMatchForm: domain.EarlierMatch,
    entries.BackupForm: domain.Backup,
    blocks.WishesForm: domain.Wishes,
}
# What people write, and the field they mean, where spelling alone would lead elsewhere.
_MEANT = {"oet": "exams.english_passed", "oet_medicine": "exams.english_passed", "oet_passed": "exams.english_passed",
          "english": "exams.english_passed", "toefl": "exams.english_passed", "ecfmg": "exams.ecfmg_certified",
          "certified": "exams.ecfmg_certified", "usce": "rotations", "lor": "letters", "lors": "letters",
          "publications": "outputs", "papers": "outputs", "visa": "person.visa_need", "yog": "education.graduation",
          "budget": "wishes.budget_usd"}  # fmt: skip
_BLOCKS = ("person", "education", "exams", "wishes")


def check(mapping: Mapping[str, Any], line_of: LineOf) -> tuple[domain.Profile, list[Problem]]:
    """The profile and everything wrong with it; with problems the profile is only what could be read."""
    newer = mapping.get("schema_version")
    if isinstance(newer, int) and not isinstance(newer, bool) and newer != domain.SCHEMA_VERSION:
        return _empty(), [_other_version(newer, line_of)]
    data = {str(key): value for key, value in mapping.items()}
    errors: list[ErrorDetails] = []
    form: schema.ProfileForm | None
    try:
        form = schema.ProfileForm.model_validate(data)
    except ValidationError as error:
        errors = error.errors(include_url=False)
        form = _readable(data, errors)
    problems = list(_said(errors, line_of))
    if form is None:
        return _empty(), _capped(problems)
    profile = replace(to_domain(form), none_of=none_of(data))
    targets_wrong = any(_path(error)[:1] == ("targets",) for error in errors)
    for path, message, remedy in clashes(profile):
        if not (targets_wrong and path == ("targets",)):
            problems.append(Problem("contradiction", message, dotted(path), line_of(path), remedy))
    return profile, _capped(problems)


def none_of(data: Mapping[str, Any]) -> tuple[str, ...]:
    """The lists of which the file says none, sorted."""
    return tuple(name for name in MAY_SAY_NONE if says_none(data.get(name)))


def _empty() -> domain.Profile:
    return domain.Profile(targets=(), applicant_type=None)


def _other_version(version: int, line_of: LineOf) -> Problem:
    if version > domain.SCHEMA_VERSION:
        said = f"This profile has schema version {version}; this SmartPick reads version 1."
        remedy = "Use the newer SmartPick that wrote it."
    else:
        said, remedy = f"There is no schema version {version}.", "Write `schema_version: 1`."
    return Problem("schema_version", said, "schema_version", line_of(("schema_version",)), remedy)


def _readable(data: dict[str, Any], errors: list[ErrorDetails]) -> schema.ProfileForm | None:
    """What is left without everything wrong, so that contradictions are found in the same reading."""
    rest = {key: dict(value) if isinstance(value, Mapping) else value for key, value in data.items()}
    for path in (_path(error) for error in errors):
        if not path:
            continue
        block = rest.get(str(path[0]))
        if path[0] in _BLOCKS and len(path) > 1 and isinstance(block, dict):
            block.pop(path[1], None)
        else:
            rest.pop(str(path[0]), None)
    try:
        return schema.ProfileForm.model_validate(rest)
    except ValidationError:
        return None


def to_domain(form: BaseModel) -> Any:
    """The frozen dataclass of a form, field by field."""
    kind = _DOMAIN[type(form)]
    return kind(**{field.name: _converted(getattr(form, field.name)) for field in fields(kind)
                   if field.name != "none_of"})  # fmt: skip


def _converted(value: Any) -> Any:
    if isinstance(value, BaseModel):
        return to_domain(value)
    return tuple(_converted(entry) for entry in value) if isinstance(value, tuple) else value


def _path(error: ErrorDetails) -> FieldPath:
    """Where an error stands; a wrong entry key of Pydantic's own is part of no path."""
    return tuple(part for part in error["loc"] if part != "[key]")


def _said(errors: list[ErrorDetails], line_of: LineOf) -> Iterator[Problem]:
    for error in errors[: MAX_PROBLEMS + 1]:
        path = _path(error)
        line = line_of(path)
        match error["type"]:
            case "extra_forbidden":
                code, message, remedy = _unknown_field(path)
            case "unfit":
                context = error["ctx"]
                code, remedy = context["code"], context["remedy"]
                message = _filled(context["say"], path)
            case "missing":
                code, message, remedy = (
                    "missing",
                    f"{_upper(field_words(path))} is missing.",
                    "Add it, or leave out the whole entry.",
                )
            case "model_type" | "dict_type" | "model_attributes_type":
                code, message = (
                    "not_a_block",
                    (
                        f"{_upper(field_words(path))} has to be a block of fields, not "
                        f"{_quoted(error['input'])}."
                    ),
                )
                remedy = "Write its fields below it, each on its own line and indented."
            case _:
                code = "not_a_list"
                message = f"“{dotted(path)}” has to be a list, not {_quoted(error['input'])}."
                remedy = "Begin every entry with “- ”, or write [a, b]."
        yield Problem(code, message, dotted(path), line, remedy)


def _capped(problems: list[Problem]) -> list[Problem]:
    if len(problems) <= MAX_PROBLEMS:
        return problems
    more = Problem(
        "more",
        f"These are the first {MAX_PROBLEMS} problems; there are more.",
        None,
        None,
        "Is this really a SmartPick profile?",
    )
    return [*problems[:MAX_PROBLEMS], more]


def _filled(say: str, path: FieldPath) -> str:
    words = field_words(path)
    exam = field_words(path[:-1]) if len(path) > 1 else words
    return _upper(say.replace("{what}", words).replace("{exam}", exam).replace("{list}", f"“{dotted(path)}”"))


def _upper(words: str) -> str:
    return words[:1].upper() + words[1:]


def _quoted(value: Any) -> str:
    return f"“{short(shown(value))}”" if isinstance(value, str | int | float) else shown(value)


def field_words(path: FieldPath) -> str:
    """A field in words: `exams.step2_ck.score` is "the score of Step 2 CK"."""
    form: Any = schema.ProfileForm
    words: list[str] = []
    for part in path:
        if isinstance(part, int):
            words[-1] = f"{words[-1]} {part + 1}" if words else f"entry {part + 1}"
            continue
        info = next(
            (
                info
                for name, info in getattr(form, "model_fields", {}).items()
                if part == name or (name == "progress" and part == "status")
            ),
            None,
        )
        if info is None:
            words.append(f"“{short(part)}”")
            break
        words.append(info.title or part)
        form = form_of(info.annotation)
    kept = [word for word in words if word not in ("exams", "person", "wishes", "education")] or words
    last = kept[-1]
    named = last.startswith(("Step", "“")) or last[-1:].isdigit()
    tail = "" if len(kept) < 2 else f" of {kept[-2]}"
    return f"{last if named else 'the ' + last}{tail}"


def form_of(annotation: Any) -> Any:
    """The block or the entry a field holds, if it holds one."""
    for kind in (annotation, *get_args(annotation)):
        if isinstance(kind, type) and issubclass(kind, BaseModel):
            return kind
    return None


def _unknown_field(path: FieldPath) -> tuple[str, str, str]:
    """An unknown field, with the nearest one of the same block, else of any block."""
    wrong = str(path[-1])
    siblings = _siblings(path[:-1])
    said = f"“{short(wrong)}” is not a field of {dotted(path[:-1]) or 'a profile'}."
    if meant := _MEANT.get(wrong.casefold().strip().replace(" ", "_").replace("-", "_")):
        block, _, last = meant.rpartition(".")
        return "unknown_field", said, f"Did you mean {last if block == dotted(path[:-1]) else meant}?"
    near = difflib.get_close_matches(wrong.casefold()[:60], siblings, n=1, cutoff=0.6)
    if near:
        return "unknown_field", said, f"Did you mean {near[0]}?"
    everywhere = _all_fields()
    near = difflib.get_close_matches(wrong.casefold()[:60], everywhere, n=1, cutoff=0.6)
    if near:
        return "unknown_field", said, f"Did you mean {everywhere[near[0]]}?"
    return "unknown_field", said, f"Delete it. Fields here: {', '.join(siblings)}."


def _siblings(path: FieldPath) -> list[str]:
    form: Any = schema.ProfileForm
    for part in path:
        if isinstance(part, str) and form is not None:
            info = form.model_fields.get(part)
            form = form_of(info.annotation) if info is not None else None
    return [written(name) for name in form.model_fields] if form is not None else []


def _all_fields() -> dict[str, str]:
    """Every field's last word with its full path."""
    found: dict[str, str] = {}

    def walk(form: Any, path: FieldPath) -> None:
        for name, info in form.model_fields.items():
            here = (*path, written(name))
            if (
                written(name) not in found or "step2_ck" in here
            ):  # of the three Steps, Step 2 CK is meant most often
                found[written(name)] = dotted(here)
            inner = form_of(info.annotation)
            if inner is not None:
                walk(inner, here)

    walk(schema.ProfileForm, ())
    return found


def written(name: str) -> str:
    """A field's name as it stands in a file."""
    return "status" if name == "progress" else name
