"""The documents: links lead somewhere, generated pages are up to date, the glossary is in order."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
LINK = re.compile(r"(?<!!)\[[^\]]*\]\(([^)\s]+)\)")


def anchors(path: Path) -> set[str]:
    """The anchors that a Markdown page offers: its headings in lower case with hyphens."""
    headings = re.findall(r"^#+ (.+)$", path.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"\s", "-", re.sub(r"[^\w\s-]", "", h.lower())) for h in headings}


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda p: p.name)
def test_links_lead_somewhere(path: Path) -> None:
    for link in LINK.findall(path.read_text(encoding="utf-8")):
        if re.match(r"https?://|mailto:", link):
            continue
        target, _, anchor = link.partition("#")
        there = (path.parent / target).resolve() if target else path
        assert there.exists(), f"{path.name}: {link}"
        if anchor:
            assert anchor in anchors(there), f"{path.name}: {link}"


@pytest.mark.parametrize("page", ["commands", "parameters", "coverage"])
def test_generated_pages_are_up_to_date(page: str) -> None:
    run = subprocess.run([sys.executable, "-m", f"tools.{page}_page", "--check"],
                         cwd=ROOT, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout + run.stderr


def test_the_glossary_is_in_alphabetical_order_and_short() -> None:
    text = (ROOT / "GLOSSARY.md").read_text(encoding="utf-8")
    entries = re.findall(r"^## (.+)\n\n((?:.+\n?)+)", text, re.MULTILINE)
    terms = [term.casefold() for term, _ in entries]
    assert len(terms) > 50
    assert terms == sorted(terms)
    assert not [term for term, meaning in entries if len(meaning) > 420]


def test_decisions_are_numbered_without_gaps() -> None:
    numbers = [int(p.name[:4]) for p in sorted((ROOT / "docs" / "decisions").glob("0*.md"))]
    assert numbers == list(range(1, len(numbers) + 1))
