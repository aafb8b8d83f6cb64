"""The documents: links lead somewhere, generated pages are up to date, the glossary is in order."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from smartpick.cli.app import ENTRIES, run
from tools import coverage_page

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


@pytest.mark.parametrize("page", ["commands", "parameters"])
def test_generated_pages_are_up_to_date(page: str) -> None:
    check = subprocess.run([sys.executable, "-m", f"tools.{page}_page", "--check"],
                           cwd=ROOT, capture_output=True, text=True, check=False)
    assert check.returncode == 0, check.stdout + check.stderr


def test_the_coverage_page_is_up_to_date(covered_by_all_tests: dict[str, list[str]] | None) -> None:
    written = (ROOT / "docs" / "reference" / "coverage.md").read_text(encoding="utf-8")
    assert written == coverage_page.page(covered_by_all_tests), "Run make reference."


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


RUNNABLE = ["README.md", "docs/tutorial/first-plan.md", "docs/how-to/export-a-plan.md",
            "docs/how-to/write-a-profile.md", "docs/how-to/add-a-fact.md", "docs/how-to/note-a-program.md"]


@pytest.mark.slow
@pytest.mark.parametrize("name", RUNNABLE)
def test_commands_in_the_documents_work(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Every indented `smartpick ...` line runs, in the order in which a reader would type them."""
    monkeypatch.chdir(tmp_path)
    shutil.copytree(ROOT / "examples", tmp_path / "examples")
    shutil.copy(ROOT / "examples" / "derm_j1.yaml", tmp_path / "me.yaml")
    text = (ROOT / name).read_text(encoding="utf-8")
    commands = re.findall(r"^    (?:\.venv/bin/)?smartpick ([^#\n]+)", text, re.MULTILINE)
    inline = re.findall(r"`smartpick ((?:facts check|facts show [a-z_.]+|programs --[^`]+))`", text)
    for line in [*commands, *inline]:
        if line.startswith("serve"):
            continue
        arguments = line.split()
        if arguments[:2] == ["profile", "new"]:
            (tmp_path / "me.yaml").unlink(missing_ok=True)
        assert run(arguments) == 0, f"smartpick {line}\n{capsys.readouterr().err}"


def test_the_python_example_works(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    text = (ROOT / "docs" / "how-to" / "use-from-python.md").read_text(encoding="utf-8")
    code = "\n".join(line[4:] for line in text.splitlines() if line.startswith("    ") or not line.strip())
    monkeypatch.chdir(ROOT)
    exec(compile(code, "use-from-python.md", "exec"), {})
    assert len(capsys.readouterr().out.splitlines()) >= 6


def test_the_documents_speak_of_commands_that_exist() -> None:
    for path in DOCUMENTS:
        named = re.findall(r"`smartpick ([a-z-]+)", path.read_text(encoding="utf-8"))
        assert not set(named) - set(ENTRIES), f"{path.name}: {set(named) - set(ENTRIES)}"
