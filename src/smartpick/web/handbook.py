"""The handbook shown under Help: the documents of docs/ and the glossary, found once, read when first asked for."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from smartpick.settings import DATA, PACKAGE

GLOSSARY = "glossary"
BESIDE = {GLOSSARY: "GLOSSARY.md", "third-party": "THIRD_PARTY.md"}
GROUPS = {
    "tutorial": "Learn", "how-to": "Do", "explanation": "Understand", "reference": "Look up",
    "decisions": "Why it is built this way",
}  # fmt: skip
TITLE = re.compile(r"^# +(.+)$", re.MULTILINE)
LINKED = re.compile(r"\]\(([\w./-]+\.md)\)")


@dataclass(frozen=True, slots=True)
class Document:
    """One page of the handbook. `name` is its address under /help, for example "how-to/write-a-profile"."""

    name: str
    title: str
    group: str
    text: str  # Markdown
    place: str  # its path as other documents link to it, for example "docs/how-to/write-a-profile.md"


def handbook(folder: Path | None = None) -> dict[str, Document]:
    """Every document by name, in reading order. Only files found here can be asked for by a name."""
    return _read(folder or _folder())


def grouped(documents: dict[str, Document]) -> list[tuple[str, list[Document]]]:
    """The documents under the headings of the Help page."""
    return [(words, [d for d in documents.values() if d.group == words]) for words in GROUPS.values()]


@cache
def _read(folder: Path) -> dict[str, Document]:
    found = {}
    for group, words in GROUPS.items():
        for path in sorted((folder / group).glob("*.md")):
            name = f"{group}/{path.stem}"
            found[name] = _document(name, path, words, f"docs/{name}.md")
    for name, file in BESIDE.items():
        path = _beside(folder, file)
        if path.is_file():
            found[name] = _document(name, path, GROUPS["reference"], file)
    order = _order(folder)
    return dict(sorted(found.items(), key=lambda row: order.get(row[1].place, len(order))))


def _document(name: str, path: Path, group: str, place: str) -> Document:
    text = path.read_text(encoding="utf-8")
    title = TITLE.search(text)
    return Document(name, title[1].strip() if title else path.stem, group, text, place)


def _order(folder: Path) -> dict[str, int]:
    """Places in the order in which the index of the documents names them; the rest follows."""
    index = folder / "README.md"
    links = LINKED.findall(index.read_text(encoding="utf-8")) if index.is_file() else []
    return {link.removeprefix("../") if link.startswith("../") else f"docs/{link}": i for i, link in enumerate(links)}


def _folder() -> Path:
    """Inside an installed package, beside the source in a clone."""
    shipped = DATA / "docs"
    return shipped if shipped.is_dir() else PACKAGE.parent.parent / "docs"


def _beside(folder: Path, file: str) -> Path:
    """Shipped beside the documents; in a clone one folder up."""
    shipped = folder / file
    return shipped if shipped.is_file() else folder.parent / file
