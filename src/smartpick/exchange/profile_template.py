"""Writes the template of a profile: every field with its explanation, valid as it stands, all unknown.

The fields, their order and their explanations come from the form itself, so the template cannot fall behind.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from enum import EnumType, StrEnum
from typing import Any, cast, get_args

from pydantic import BaseModel

from smartpick.exchange.profile_blocks import ExamForm
from smartpick.exchange.profile_checking import form_of, written
from smartpick.exchange.profile_schema import ProfileForm

WIDTH = 100
_HEAD = """\
# Your SmartPick profile. Fill in what you know and leave the rest: `unknown`, an empty value and a missing
# line all mean the same. Only the target specialty is needed. Where you have no research, outputs, rotations,
# letters or earlier Matches, write `none`: unknown takes the average over people like you, none counts as none.
#
# Dates are year-month-day (2027-07-31) or year-month (2027-07: the first day where something begins or is
# taken, the last day where something ends). Money is in US dollars. What stands after # is a comment.
# To use an example entry of a list, delete the [] and take the first # of each of its lines away.
# Everything stays on this computer. Check the file with:  smartpick profile check FILE
"""
# One value each for the commented example entries; only their form matters.
_SHOWN = {
    "research": {"specialty": "dermatology", "place": "onsite_us", "start": "2027-01-15", "end": "2027-12"},
    "outputs": {"kind": "paper", "count": "2", "first_author": "1"},
    "rotations": {"kind": "us_elective", "specialty": "dermatology", "weeks": "4", "end": "2027-03-26"},
    "letters": {"specialty": "dermatology", "from_us": "true"},
    "ties": {"kind": "mentor", "program": "1257080A0"},
    "policies": {"program": "1257080A0", "sponsors_j1": "true", "checked": "2026-11-20"},
    "earlier_matches": {"year": "2026", "specialties": "[dermatology]", "matched": "false"},
    "backups": {"specialty": "internal_medicine", "willing": "maybe"},
}
_SETTLED = {"schema_version": "1", "backup_declined_in_writing": "false"}


def template(target: str = "dermatology") -> str:
    """The text of a new profile for a target specialty (an id of the specialty table)."""
    lines = [_HEAD.rstrip(), ""]
    for name, info in ProfileForm.model_fields.items():
        if name == "is_example":
            continue
        inner = form_of(info.annotation)
        if inner is None:
            value = f"[{target}] # change this" if name == "targets" else _SETTLED.get(name, "unknown")
            lines += [*_comment(_explained(info)), f"{name}: {value}", ""]
        elif issubclass(inner, BaseModel) and _is_list(info):
            lines += [*_list(name, info, inner), ""]
        else:
            lines += [*_comment(_explained(info)), f"{name}:", *_block(inner, "  "), ""]
    return "\n".join(lines).rstrip() + "\n"


def _block(form: type[BaseModel], indent: str) -> Iterator[str]:
    for name, info in form.model_fields.items():
        inner = form_of(info.annotation)
        if inner is ExamForm:
            yield from _exam(name, info, indent)
            continue
        yield from _comment(_explained(info), indent)
        yield f"{indent}{name}: {'[]' if _is_list(info) else 'unknown'}"


def _exam(name: str, info: Any, indent: str) -> Iterator[str]:
    """The three Steps share their fields; these are explained at the first."""
    yield from _comment(str(info.description), indent)
    yield f"{indent}{name}:"
    for part, about in ExamForm.model_fields.items():
        if name == "step1":
            yield from _comment(_explained(about), indent + "  ")
        yield f"{indent}  {part}: unknown"


def _list(name: str, info: Any, form: type[BaseModel]) -> Iterator[str]:
    """An empty list with one entry in comments: take the # away to use it."""
    yield from _comment(f"{info.description} One entry looks like this:")
    lead = "- "
    for part, about in form.model_fields.items():
        shown = "done" if part == "progress" else _SHOWN[name].get(part, "unknown")
        for line in textwrap.wrap(_explained(about), WIDTH - 10):
            yield f"#     # {line}"
        yield f"#   {lead}{written(part)}: {shown}"
        lead = "  "
    yield f"{name}: []"


def _is_list(info: Any) -> bool:
    return bool(info.default == ())


def _explained(info: Any) -> str:
    """A field's description and, where it takes one of a few words, these words."""
    words = _words(info)
    return f"{info.description} One of: {', '.join(words)}." if words else str(info.description)


def _words(info: Any) -> list[str]:
    for kind in (info.annotation, *get_args(info.annotation)):
        if isinstance(kind, EnumType):
            return [str(word) for word in cast("type[StrEnum]", kind)]
    return []


def _comment(text: str, indent: str = "") -> Iterator[str]:
    for line in textwrap.wrap(text, WIDTH - len(indent) - 2):
        yield f"{indent}# {line}"
