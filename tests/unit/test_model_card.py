"""The model card is the one of this version, and says what a model card has to say."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from smartpick.domain.proof import Check, ProofGroup
from smartpick.facts import load_facts
from tools import model_card

ROOT = Path(__file__).parents[2]
CARD = ROOT / "docs" / "explanation" / "model-card.md"
SECTIONS = ("What it is for", "What it is not for", "Data", "Method", "Assumptions", "Results", "Known failures",
            "Where it is weak", "How to fit again")


@pytest.mark.slow
@pytest.mark.covers("D18", "R145")
def test_the_model_card_is_up_to_date() -> None:
    check = subprocess.run([sys.executable, "-m", "tools.model_card", "--check"], cwd=ROOT, capture_output=True,
                           text=True, check=False)
    assert check.returncode == 0, check.stdout + check.stderr


def test_it_has_every_section_and_no_place_left_open() -> None:
    text = CARD.read_text(encoding="utf-8")
    headings = [line.removeprefix("## ") for line in text.splitlines() if line.startswith("## ")]
    assert headings == list(SECTIONS)
    assert "[[" not in text


def test_every_judged_value_of_the_model_is_listed_with_its_interval() -> None:
    text, facts = CARD.read_text(encoding="utf-8"), load_facts()
    for key in facts.keys:
        parameter = facts.parameter(key)
        if key.startswith("model.") and any(f.grade.value == "judged" for f in parameter.facts.values()):
            assert f"| {parameter.label}" in text, key
    ceiling = facts.get("model.rank_ceiling")
    assert f"| {ceiling.label} | {ceiling.value:g} | {ceiling.low:g} to {ceiling.high:g} |" in text


def test_what_fails_is_listed_and_marked(monkeypatch: pytest.MonkeyPatch) -> None:
    bad = Check("invented", ProofGroup.SLOPES, "An invented | bound", "0.5", "at least 0.9", False, note="Too few.")
    monkeypatch.setattr(model_card, "validate", lambda: (bad,))
    page = model_card.page()
    assert "**1 check: 0 bounds hold, 1 FAILS, 0 for information.**" in page
    assert "| **FAILS** | An invented \\| bound<br>Too few. | 0.5 | at least 0.9 | run now |" in page
    assert "- **An invented | bound**: 0.5; bound: at least 0.9. Too few." in page.split("## Known failures")[1]
