"""Full-text search through the handbook: every word has to stand in a passage; titles and headings count more."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from markupsafe import Markup, escape

from smartpick.web.handbook import Document
from smartpick.web.handbook_page import Passage, help_page

MOST_RESULTS, MOST_TYPED, MOST_WORDS = 20, 80, 8
AROUND = 90  # letters shown on each side of the first word found
IN_TITLE, IN_HEADING = 6, 4
LONG_PASSAGE = 2000


@dataclass(frozen=True, slots=True)
class Found:
    """A passage that holds every word, with its address and a snippet in which the words are marked."""

    href: str
    title: str
    heading: str
    snippet: Markup
    worth: int


def search(documents: Iterable[Document], typed: str) -> tuple[Found, ...]:
    """The passages that fit what was typed, best first. Accents and case do not matter."""
    words = wanted(typed)
    if not words:
        return ()
    found = [hit for d in documents for p in help_page(d).passages if (hit := _hit(d, p, words)) is not None]
    return tuple(sorted(found, key=lambda f: -f.worth)[:MOST_RESULTS])


def wanted(typed: str) -> tuple[str, ...]:
    """The words to look for: at most MOST_WORDS, folded, without marks around them."""
    return tuple(dict.fromkeys(re.findall(r"[\w$%][\w().+-]*", _fold(typed[:MOST_TYPED]))))[:MOST_WORDS]


def _hit(document: Document, passage: Passage, words: tuple[str, ...]) -> Found | None:
    title, heading, text = _fold(document.title), _fold(passage.heading), _fold(passage.text)
    worth = 0
    for word in words:
        here = IN_TITLE * (word in title) + IN_HEADING * (word in heading) + min(text.count(word), 3)
        if not (word in heading or word in text or (word in title and not passage.anchor)):
            return None
        worth += here
    if heading == " ".join(words):
        worth += 3 * IN_TITLE
    worth -= min(len(text) // LONG_PASSAGE, IN_TITLE)  # a long table holds every word and answers few questions
    address = f"/help/{document.name}" + (f"#{passage.anchor}" if passage.anchor else "")
    return Found(address, document.title, passage.heading, _snippet(passage.text, words), worth)


def _snippet(text: str, words: tuple[str, ...]) -> Markup:
    """The text around the first word found, with all words marked."""
    folded = _fold(text)
    places = [at for word in words if (at := folded.find(word)) >= 0]
    begin = max(0, min(places, default=0) - AROUND)
    begin = text.find(" ", begin) + 1 if begin else 0
    end = min(len(text), begin + 2 * AROUND + 40)
    shown, spans = text[begin:end], []
    for word in words:
        spans += [(m.start(), m.end()) for m in re.finditer(re.escape(word), _fold(shown))]
    parts, last = [Markup("… " if begin else "")], 0
    for start, stop in sorted(spans):
        if start >= last:
            parts += [escape(shown[last:start]), Markup("<mark>{}</mark>").format(shown[start:stop])]
            last = stop
    return Markup("").join([*parts, escape(shown[last:]), " …" if end < len(text) else ""])


def _fold(text: str) -> str:
    """Lower case without accents, letter for letter, so that places in it are places in the text."""
    return "".join((unicodedata.normalize("NFD", letter)[0]).lower()[:1] or letter for letter in text)
