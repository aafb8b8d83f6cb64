"""Where facts come from: one YAML file a source, with what a person needs to fetch it again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path

from smartpick.facts.findings import Findings
from smartpick.facts.strict_yaml import Block, read_yaml


class ReadVia(StrEnum):
    """How we came to read a publication."""

    ORIGINAL = "original"  # the publisher's own document or page
    TRANSCRIPTION = "transcription"  # a third party's copy of the named publication
    SECONDARY = "secondary"  # an article, blog or guide that reports it
    CROWD = "crowd"  # collected from many anonymous people


@dataclass(frozen=True, slots=True)
class Source:
    """A publication. `published` is a date, or a year or month as text where only that is known."""

    id: str
    title: str
    publisher: str
    published: date | str | None
    accessed: date
    terms: str
    url: str | None
    how: str
    read_via: ReadVia
    note: str | None = None


KEYS = ("title", "publisher", "published", "accessed", "terms", "url", "how", "read_via", "note")
NEEDED = ("title", "publisher", "accessed", "how", "read_via")


def read_source(path: Path) -> Source:
    """The source in a file; BadFacts where the file breaks its rules, NotFound without the file."""
    findings = Findings(f"sources/{path.name}")
    source = parse_source(path.stem, read_yaml(path, findings.file), findings)
    findings.raise_first()
    assert source is not None  # parse_source returns None only after noting a problem
    return source


def parse_source(source_id: str, block: Block, findings: Findings) -> Source | None:
    """The source in a block, or None after noting in `findings` why there is none."""
    before = len(findings.problems)
    findings.check_keys(block, "", KEYS, NEEDED)
    for key in ("title", "publisher", "terms", "url", "how", "note"):
        if block.get(key) is not None and not isinstance(block[key], str):
            findings.add(key, block.line_of(key), "has to be text.", "Put quotes around it.")
    if "accessed" in block and not isinstance(block["accessed"], date):
        findings.add("accessed", block.line_of("accessed"), "has to be a day like 2026-11-22.")
    via = block.get("read_via")
    if via is not None and via not in tuple(ReadVia):
        findings.add("read_via", block.line_of("read_via"),
                     f"is `{via}`; it has to be one of {', '.join(ReadVia)}.")
    url = block.get("url")
    if isinstance(url, str) and not url.startswith("https://") and not url.startswith("http://"):
        findings.add("url", block.line_of("url"), "has to start with https:// or http://.")
    if len(findings.problems) > before:
        return None
    published = block.get("published")
    return Source(
        id=source_id,
        title=block["title"],
        publisher=block["publisher"],
        published=published if isinstance(published, date) or published is None else str(published),
        accessed=block["accessed"],
        terms=block.get("terms") or "",
        url=url,
        how=block["how"],
        read_via=ReadVia(block["read_via"]),
        note=block.get("note"),
    )
