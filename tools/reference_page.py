"""Writing or checking one generated page of docs/reference."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).parent.parent
REFERENCE = ROOT / "docs" / "reference"


def write_or_check(name: str, make_page: Callable[[], str], folder: Path = REFERENCE) -> int:
    """Write `docs/reference/NAME`, or with `--check` compare it; 1 where it is out of date."""
    shown = (folder / name).relative_to(ROOT).as_posix()
    parser = argparse.ArgumentParser(description=f"Write {shown}.")
    parser.add_argument("--check", action="store_true", help="compare instead of writing; 1 where they differ")
    check = parser.parse_args().check
    path = folder / name
    page = make_page()
    if not check:
        path.write_text(page, encoding="utf-8")
        print(f"Wrote {shown}.")
        return 0
    if path.exists() and path.read_text(encoding="utf-8") == page:
        return 0
    print(f"{shown} is out of date. Run make reference.")
    return 1


def cell(text: str) -> str:
    """A text as one cell of a Markdown table."""
    return " ".join(text.split()).replace("|", "\\|")
