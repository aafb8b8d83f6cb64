"""Profiles in and out: a YAML or JSON file, or a plain mapping, to the domain's Profile and back.

Everything wrong is found in one reading and raised together as `BadProfile`. Reading is strict about
what a value means and open about what is left out: every field may be missing, null or `unknown`, only
the target specialty may not.
"""

from __future__ import annotations

import stat
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Any

from smartpick.domain.applicant import SCHEMA_VERSION, Profile
from smartpick.domain.applicant_type import DerivedNeed, DerivedType, derive_type, derive_visa_need
from smartpick.domain.none_so_far import said_none
from smartpick.errors import BadProfile, NotFound, Problem
from smartpick.exchange.profile_lines import FieldPath, LineOf
from smartpick.exchange.profile_reading import read_text
from smartpick.settings import MAX_PROFILE_BYTES

NEW = "`smartpick profile new` writes a file to start from."


def no_line(path: FieldPath) -> int | None:
    """A mapping that came from no file has no lines."""
    return None


@dataclass(frozen=True, slots=True)
class ReadProfile:
    """A profile as understood, what was derived because it was not given, and where things stand."""

    profile: Profile
    derived_type: DerivedType | None = None
    derived_need: DerivedNeed | None = None
    line_of: LineOf = no_line


def read_profile(path: Path) -> Profile:
    """The profile in a YAML or JSON file. Raises NotFound, or BadProfile with every problem in it."""
    return read_profile_file(path).profile


def read_profile_text(text: str, name: str = "The profile") -> Profile:
    """The profile in a text; `name` is how messages call it. Raises BadProfile."""
    return understand_text(text, name).profile


def parse_profile(
    mapping: Mapping[str, Any], line_of: LineOf | None = None, name: str = "The profile"
) -> Profile:
    """The profile in a plain mapping, as a form or `json.loads` gives it. Raises BadProfile."""
    return understand(mapping, line_of, name).profile


def read_profile_file(path: Path) -> ReadProfile:
    """Like `read_profile`, with what was derived."""
    return understand_text(_decode(_bytes(path), str(path)), str(path))


def understand_text(text: str, name: str) -> ReadProfile:
    """Like `read_profile_text`, with what was derived."""
    if len(text) > MAX_PROFILE_BYTES:
        raise _refusal(name, "too_large", _too_large(len(text)), "Shorten its texts.")
    reading = read_text(text, name)
    if reading.data is None and not reading.problems:
        raise _refusal(name, "empty", "The file holds nothing.", NEW)
    if not isinstance(reading.data, Mapping):
        raise BadProfile(
            (
                *reading.problems,
                Problem(
                    "no_fields",
                    "Here is no `field: value` line, so this is not a profile.",
                    None,
                    reading.line_of(()),
                    NEW,
                ),
            ),
            name,
        )
    return understand(reading.data, reading.line_of, name, tuple(reading.problems))


def understand(
    mapping: Mapping[str, Any],
    line_of: LineOf | None = None,
    name: str = "The profile",
    found: tuple[Problem, ...] = (),
) -> ReadProfile:
    """The profile in a mapping, with what was derived; `found` are problems with the form of its text."""
    from smartpick.exchange.profile_checking import check  # loads Pydantic

    line_of = line_of or no_line
    profile, problems = check(mapping, line_of)
    if found or problems:
        ordered = sorted((*found, *problems), key=lambda p: (p.code == "more", p.line or 0))
        raise BadProfile(tuple(ordered), name)
    return _derive(profile, line_of)


def _derive(profile: Profile, line_of: LineOf) -> ReadProfile:
    kind = derive_type(profile.person, profile.education) if profile.applicant_type is None else None
    if kind is not None:
        profile = replace(profile, applicant_type=kind.applicant_type)
    need = derive_visa_need(profile.person) if profile.person.visa_need is None else None
    if need is not None:
        profile = replace(profile, person=replace(profile.person, visa_need=need.visa_need))
    return ReadProfile(profile, kind, need, line_of)


def profile_json(profile: Profile) -> dict[str, Any]:
    """The profile as plain data for JSON: what is known, in the file's own field names, unknowns left out."""
    return {"schema_version": SCHEMA_VERSION, **_plain(profile, date.isoformat)}


def profile_text(profile: Profile) -> str:
    """The profile as a YAML file that `read_profile_text` reads back unchanged."""
    import yaml

    body = {"schema_version": SCHEMA_VERSION, **_plain(profile, lambda day: day)}
    text = yaml.safe_dump(body, sort_keys=False, allow_unicode=True, width=100)
    return f"# A SmartPick profile. `smartpick profile new` writes one with every field explained.\n{text}"


def _plain(item: Any, day: Callable[[date], Any]) -> dict[str, Any]:
    """The fields of a dataclass that say more than their default, in their order."""
    found: dict[str, Any] = {}
    for field in fields(item):
        value = getattr(item, field.name)
        if isinstance(item, Profile) and said_none(item, field.name):
            found[field.name] = "none"
        elif value != field.default and value is not None and field.name not in ("schema_version", "none_of"):
            found["status" if field.name == "progress" else field.name] = _plain_value(value, day)
    return found


def _plain_value(value: Any, day: Callable[[date], Any]) -> Any:
    if isinstance(value, tuple):
        return [_plain_value(entry, day) for entry in value]
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, date):
        return day(value)
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return _plain(value, day) if is_dataclass(value) else value


def _bytes(path: Path) -> bytes:
    """The file's bytes, refusing by its size before anything is read."""
    name = str(path)
    try:
        about = path.stat()
        if stat.S_ISDIR(about.st_mode):
            raise _refusal(name, "directory", "This is a folder, not a profile file.", "Name the file in it.")
        if not stat.S_ISREG(about.st_mode):
            raise _refusal(name, "not_a_file", "This is not an ordinary file.", "Copy its content to a file.")
        if about.st_size > MAX_PROFILE_BYTES:
            raise _refusal(name, "too_large", _too_large(about.st_size), "Check that it is the right file.")
        with path.open("rb") as file:
            content = file.read(MAX_PROFILE_BYTES + 1)
    except (FileNotFoundError, NotADirectoryError):
        raise NotFound(f"There is no file {name}.", remedy=f"Check the path; {NEW}") from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "the path is not usable"
        raise _refusal(
            name, "unreadable", f"This file cannot be read ({reason.lower()}).", "Check its permissions."
        ) from None
    if len(content) > MAX_PROFILE_BYTES:
        raise _refusal(name, "too_large", _too_large(len(content)), "Check that it is the right file.")
    return content


def _decode(content: bytes, name: str) -> str:
    if b"\0" in content:
        raise _refusal(
            name, "binary", "This is a binary file, not a text.", f"A profile is a YAML or JSON text; {NEW}"
        )
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        problem = Problem(
            "not_utf8",
            "Here is a character that is not UTF-8.",
            None,
            content.count(b"\n", 0, error.start) + 1,
            "Save the file as UTF-8 text.",
        )
        raise BadProfile((problem,), name) from None
    if not text.strip():
        raise _refusal(name, "empty", "The file holds nothing.", NEW)
    return text


def _too_large(size: int) -> str:
    return f"It is {size / 1e6:.1f} MB; a profile may be {MAX_PROFILE_BYTES / 1e6:.0f} MB at most."


def _refusal(name: str, code: str, message: str, remedy: str) -> BadProfile:
    return BadProfile((Problem(code, message, None, None, remedy),), name)
