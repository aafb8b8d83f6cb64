"""From a document's Markdown to a page: anchors for headings, links that stay in the app, no HTML of its own."""

from __future__ import annotations

import posixpath
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING

from markupsafe import Markup

from smartpick.web.handbook import Document, handbook

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token


@dataclass(frozen=True, slots=True)
class Passage:
    """A heading with the text below it, up to the next heading; what the search looks through."""

    anchor: str  # empty: the top of the page
    heading: str
    text: str


@dataclass(frozen=True, slots=True)
class HelpPage:
    """A document as a page. `headings` are the (anchor, words) of its second level."""

    document: Document
    html: Markup
    headings: tuple[tuple[str, str], ...]
    passages: tuple[Passage, ...]


@cache
def help_page(document: Document) -> HelpPage:
    """The page of a document. HTML in the text is shown as text; links other than https and our own are words."""
    parser = _parser()
    tokens = parser.parse(document.text)
    headings = list(_anchored(tokens))
    _keep_links_inside(tokens, document)
    _break_lines(tokens)
    _lay_out_cells(tokens)
    html = parser.renderer.render(tokens, parser.options, {})
    second = tuple((anchor, words) for level, anchor, words in headings if level == "h2")
    return HelpPage(document, Markup(_scrolling(html)), second, tuple(_passages(tokens)))


def anchor(words: str) -> str:
    """The anchor of a heading as people know it from code hosts: lower case with hyphens."""
    plain = unicodedata.normalize("NFC", words).lower()
    return re.sub(r"\s", "-", re.sub(r"[^\w\s-]", "", plain))


@cache
def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt

    return MarkdownIt("commonmark", {"html": False, "linkify": False}).enable("table").disable("image")


def _anchored(tokens: list[Token]) -> Iterator[tuple[str, str, str]]:
    """Give each heading its id; yield (tag, id, words). A second heading of the same words gets a number."""
    seen: Counter[str] = Counter()
    for token, inline in pairwise(tokens):
        if token.type != "heading_open":
            continue
        words = _words(inline)
        name = anchor(words)
        seen[name] += 1
        unique = name if seen[name] == 1 else f"{name}-{seen[name]}"
        token.attrSet("id", unique)
        yield token.tag, unique, words


def _keep_links_inside(tokens: list[Token], document: Document) -> None:
    """Point links to documents at their Help pages; links to files that Help does not show become words."""
    for token in tokens:
        children = token.children or []
        opened = None
        for child in children:
            if child.type == "link_open":
                opened = child
                target = _target(str(child.attrGet("href") or ""), document)
                if target is None:
                    child.tag, child.attrs = "span", {}
                else:
                    child.attrSet("href", target)
                    if target.startswith("https://"):
                        child.attrSet("rel", "noreferrer")
            elif child.type == "link_close" and opened is not None:
                child.tag, opened = opened.tag, None


def _break_lines(tokens: list[Token]) -> None:
    """`<br>` in a table's cell is the one piece of HTML our documents use: it becomes a line break."""
    from markdown_it.token import Token as NewToken

    for token in tokens:
        children: list[Token] = []
        for child in token.children or []:
            lines = child.content.split("<br>") if child.type == "text" else []
            if len(lines) < 2:
                children.append(child)
                continue
            for index, line in enumerate(lines):
                children += [NewToken("hardbreak", "br", 0)] * (index > 0)
                children.append(NewToken("text", "", 0, content=line))
        if token.children:
            token.children = children


def _lay_out_cells(tokens: list[Token]) -> None:
    """Cells say by class that they hold numbers: a style attribute would be refused. Heads name their column."""
    for index, token in enumerate(tokens):
        if token.type not in ("th_open", "td_open"):
            continue
        if str(token.attrs.pop("style", "")).endswith("right"):
            token.attrSet("class", "num")
        if token.type == "th_open" and tokens[index + 1].content:
            token.attrSet("scope", "col")
        elif token.type == "th_open":  # a head without words is no head
            token.tag = tokens[index + 2].tag = "td"


def _target(href: str, document: Document) -> str | None:
    """Where a link leads inside the app, or None where it would lead nowhere."""
    if href.startswith(("#", "https://")):
        return href
    if ":" in href.split("/", maxsplit=1)[0]:
        return None
    path, hash_, fragment = href.partition("#")
    place = posixpath.normpath(posixpath.join(posixpath.dirname(document.place), path))
    known = {d.place: d.name for d in handbook().values()}
    if place in known:
        return f"/help/{known[place]}{hash_}{fragment}"
    return "/help" if place == "docs/README.md" else None


def _scrolling(html: str) -> str:
    """Wide tables and code scroll in a frame of their own, which the keyboard can reach."""
    html = html.replace("<table>", '<div class="scroll" tabindex="0" role="group" aria-label="Table"><table>')
    html = html.replace("</table>", "</table></div>")
    return html.replace("<pre>", '<pre tabindex="0">')


def _passages(tokens: list[Token]) -> Iterator[Passage]:
    where, heading, lines = "", "", list[str]()
    inside_heading = False
    for token in tokens:
        if token.type == "heading_open":
            if heading or lines:
                yield Passage(where, heading, " ".join(lines))
            where, lines = str(token.attrGet("id") or ""), []
            inside_heading = True
        elif token.type == "heading_close":
            inside_heading = False
        elif token.type == "inline" and inside_heading:
            heading = _words(token)
        elif token.type == "inline":
            lines.append(_words(token))
        elif token.type in ("code_block", "fence"):
            lines.append(" ".join(token.content.split()))
    yield Passage(where, heading, " ".join(lines))


def _words(inline: Token) -> str:
    """The text of a paragraph or heading without its marks."""
    parts = [" " if child.type in ("softbreak", "hardbreak") else child.content for child in inline.children or []]
    return "".join(parts).strip()
