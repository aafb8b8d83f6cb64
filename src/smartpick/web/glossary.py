"""Glossary terms in a page's prose: the first use of each opens its definition in place, without a script."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache

from markupsafe import Markup, escape

from smartpick.web.handbook import GLOSSARY, handbook
from smartpick.web.handbook_page import anchor

# Everyday words, and words that our pages explain where they stand: a definition at each would only be noise.
QUIET = frozenset({
    "Advanced", "Applicant type", "Application service", "Band", "Base rate", "Champion", "Chance", "Closed",
    "Dual applying", "Filled", "Focused + parallel", "Gate", "Grade", "Interval", "Lane", "Match",
    "No IMG record, no visa", "Not yet", "One specialty only", "PD", "Pillar", "Preliminary",
    "Primary rank order list", "Program", "Reserved", "SmartPick's season", "Staged", "Tier", "Track", "Unmatched",
})  # fmt: skip
ENTRY = re.compile(r"^## (.+)\n+((?:(?!## ).+\n?)+)", re.MULTILINE)
LINK = re.compile(r"\[([^\]]*)\]\([^)]*\)")
TAG = re.compile(r"(<[^>]*>)")
UNTOUCHED = frozenset({"a", "button", "code", "pre", "summary", "label", "option", "select", "textarea", "title", "svg",
                       "caption", "h1", "h2", "h3", "h4", "h5", "h6", "th", "mark"})  # fmt: skip
_used: ContextVar[set[str] | None] = ContextVar("glossary_used", default=None)


@dataclass(frozen=True, slots=True)
class Term:
    """One entry of the glossary; `anchor` is its place on /help/glossary."""

    words: str
    anchor: str
    meaning: str


@cache
def glossary() -> dict[str, Term]:
    """Every entry by its words; empty where the glossary is not installed."""
    document = handbook().get(GLOSSARY)
    rows = ENTRY.findall(document.text) if document else []
    return {words: Term(words, anchor(words), " ".join(LINK.sub(r"\1", meaning).split())) for words, meaning in rows}


@contextmanager
def one_page() -> Iterator[None]:
    """Within it each term is explained once, at its first use."""
    token = _used.set(set())
    try:
        yield
    finally:
        _used.reset(token)


def explain_terms(text: object) -> Markup:
    """The text with first uses of terms made to open; text is escaped, Markup keeps its tags.

    Nothing inside links, headings, buttons, labels or code is touched.
    """
    if not glossary():
        return escape(text)
    used = _used.get()
    seen = set() if used is None else used
    parts, closed_in = [], list[str]()
    for part in TAG.split(str(escape(text))):
        if part.startswith("<"):
            _follow(part, closed_in)
        elif not closed_in and part:
            part = _explained(part, seen)
        parts.append(part)
    return Markup("".join(parts))


def _follow(tag: str, closed_in: list[str]) -> None:
    """Remember which untouched element we are inside of."""
    name = re.sub(r"[^a-z0-9].*", "", tag.strip("</>").lower(), flags=re.DOTALL)
    if name not in UNTOUCHED:
        return
    if tag.startswith("</"):
        if name in closed_in:
            closed_in.remove(name)
    elif not tag.endswith("/>"):
        closed_in.append(name)


def _explained(text: str, seen: set[str]) -> str:
    def opened(match: re.Match[str]) -> str:
        term = _by_use(match[0])
        if term is None or term.anchor in seen:
            return match[0]
        seen.add(term.anchor)
        return _opening(match[0], term)

    return _pattern().sub(opened, text)


def _opening(use: str, term: Term) -> str:
    """A button in the sentence and the card it opens; the browser gives both to keyboard and touch."""
    name = f"term-{term.anchor}"
    return Markup(
        '<button type="button" class="term" popovertarget="{0}">{1}</button>'
        '<span popover id="{0}" class="term-card"><b>{2}</b> {3} '
        '<a href="/help/glossary#{4}">In the glossary</a></span>'
    ).format(name, Markup(use), term.words, term.meaning, term.anchor)


@cache
def _pattern() -> re.Pattern[str]:
    """Every term that is explained, the longest first, as whole words with a plural s."""
    longest = sorted((w for w in glossary() if w not in QUIET), key=len, reverse=True)
    words = "|".join(_spelling(w) for w in longest)
    return re.compile(rf"(?<![\w-])(?:{words})(?:s)?(?![\w-])")


def _spelling(words: str) -> str:
    """A term as a pattern. "Observership" may begin with a small letter; "ERAS" and "J-1" are written one way."""
    plain = re.escape(str(escape(words)))
    first = words[0]
    if words[1:] == words[1:].lower() and first.isalpha() and len(words) > 3:
        return f"[{first.lower()}{first.upper()}]{plain[1:]}"
    return plain


def _by_use(use: str) -> Term | None:
    """The entry behind a word as it stands in a text."""
    for form in (use, use.removesuffix("s")):
        for words in (form, form[:1].upper() + form[1:]):
            term = glossary().get(words)
            if term is not None:
                return term
    return None
