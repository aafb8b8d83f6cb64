"""Which sources a plan or another answer rests on: every source id found in its values, in the order met."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass

from smartpick.domain.plan import ProgramRow, SourceNote
from smartpick.facts import Facts

FIELDS = ("source", "sources")


def cited(answer: object, facts: Facts) -> tuple[str, ...]:
    """Ids of the known sources named anywhere in a plan or sheet; names that are no source id are left out."""
    known = set(facts.source_ids)
    return tuple(dict.fromkeys(s for s in _named(answer) if s in known))


def source_note(source_id: str, facts: Facts) -> SourceNote:
    """A source as it is shown under an answer."""
    source = facts.source(source_id)
    return SourceNote(source.id, source.title, source.publisher, str(source.published or ""),
                      source.read_via.value, source.url or "", source.note or "")


def _named(value: object) -> Iterator[str]:
    if isinstance(value, tuple):
        rows = value[:1] if value and isinstance(value[0], ProgramRow) else value  # all rows rest on the same
        for item in rows:
            yield from _named(item)
    elif is_dataclass(value) and not isinstance(value, type):
        for field in fields(value):
            content = getattr(value, field.name)
            if field.name in FIELDS:
                yield from _texts(content)
            else:
                yield from _named(content)


def _texts(content: object) -> Iterator[str]:
    if isinstance(content, str):
        yield content
    elif isinstance(content, tuple):
        yield from (item for item in content if isinstance(item, str))
        yield from (name for item in content if not isinstance(item, str) for name in _named(item))
