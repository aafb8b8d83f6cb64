"""The patterns page shows every piece in every state, and the colours keep their contrast."""

from __future__ import annotations

import re
from html import unescape
from itertools import pairwise
from pathlib import Path

import pytest

import smartpick.web
from smartpick.domain.labels import MET_WORDS, TIER_WORDS
from smartpick.web.pages.patterns import PATTERNS

TOKENS = (Path(smartpick.web.__file__).parent / "static" / "tokens.css").read_text(encoding="utf-8")
PIECES = Path(smartpick.web.__file__).parent / "templates" / "pieces"


@pytest.fixture
def text(client):
    answer = client.get("/patterns")
    assert answer.status_code == 200
    return answer.text


def part(text: str, name: str) -> str:
    """The section of one pattern."""
    starts = [m.start() for m in re.finditer('<section class="pattern"', text)] + [len(text)]
    return next(unescape(text[a:b]) for a, b in pairwise(starts) if f'id="pattern-{name}"' in text[a:a + 80])


def test_every_pattern_has_its_anchor_and_its_place_in_the_index(text):
    for name, words in PATTERNS:
        assert f'id="pattern-{name}"' in text
        assert f'<a href="#pattern-{name}">{words}</a>' in text
        assert len(part(text, name)) > 200, name
    ids = re.findall(r' id="([^"]+)"', text)
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize(("name", "expected"), [
    ("verdict", ["verdict chosen", "Because"]),
    ("chance", ['data-state="point"', 'data-state="range"', "somewhere between 1 and 15 in 100 (judged)",
                "less than 1 in 100", 'data-state="unknown"']),
    ("number", ['data-state="evidence"', 'data-state="estimate"', 'data-state="judged"', 'data-state="unknown"',
                "mark-evidence", "mark-estimate", "judged-mark", "holds in 90% of cases"]),
    ("reality", ["30 circles, 5 of them filled", "6,992 ranked it first", "unknown: no count was found"]),
    ("criterion", list(MET_WORDS.values())),
    ("tier", list(TIER_WORDS.values())),
    ("program", ["gold signal", "higher", "unknown", "off-list", "It does not sponsor"]),
    ("evidence", ["chip-fresh", "chip-stale", "chip-conflict", "chip-unknown", "due for review", "sources disagree"]),
    ("rail", ['aria-current="step"', "2 of 4 answered", "answered in part", "not yet"]),
    ("field", ['data-state="plain"', 'data-state="hint"', 'aria-invalid="true"', "I do not know yet", 'type="radio"']),
    ("money", ["budget $2,500", "budget $1,500", "Grade", "judged"]),
    ("curve", ["stop mark", "The same as a table", "Why these numbers"]),
    ("moves", ["8 points down", "5 points up", "less than 1 point up", "Together: from 31%", "14% to 22%"]),
    ("compared", ['data-state="published"', "about the 41st (36–47)", "above the 99th (98–99)", "Below the mean",
                  'data-state="kept-back"', "only 4 matched people"]),
    ("ranks", ["with 20, where the curve ends", "The same as a table", "Why these numbers"]),
    ("timeline", ["c-late", "c-done", "c-hard", "c-blocked", "today"]),
    ("notice", ["notice info", "notice caution", "notice stale", "was due for review on 21 Sep 2026"]),
    ("empty", ["No program fits this filter."]),
    ("progress", ['value="40" max="138"', "Stop this"]),
    ("table", ["Filter the invented programs", "data-column", "data-dense", "Page 1 of 3"]),
    ("term", ["popovertarget"]),
])  # fmt: skip
def test_every_state_is_shown(text, name, expected):
    shown = part(text, name)
    for words in expected:
        assert words in shown, (name, words)


def test_every_piece_of_the_pages_is_used_here_or_on_a_page_of_its_own():
    used = (PIECES.parent / "patterns.html").read_text(encoding="utf-8")
    elsewhere = {"help", "differences", "compare_form"}  # whole parts of one page, shown there
    for piece in PIECES.glob("*.html"):
        assert f"pieces/{piece.name}" in used or piece.stem in elsewhere, f"{piece.name} has no pattern"


@pytest.mark.parametrize(("theme", "attribute"), [
    ("dark", ' data-theme="dark"'), ("light", ' data-theme="light"'), ("", ""), ("pink", ""), ('"><script>', ""),
])  # fmt: skip
def test_the_colours_can_be_fixed(client, theme, attribute):
    text = client.get("/patterns", params={"theme": theme}).text
    assert f'<html lang="en"{attribute}>' in text


def blocks() -> list[dict[str, str]]:
    """The tokens of light, dark by the system, dark by choice."""
    found = re.findall(r"\{([^{}]*--paper[^{}]*)\}", TOKENS)
    return [dict(re.findall(r"--([\w-]+): (#[0-9A-Fa-f]{6})", block)) for block in found]


def test_dark_is_the_same_by_system_and_by_choice():
    light, system, chosen = blocks()
    assert system == chosen
    assert set(light) == set(system)


def luminance(colour: str) -> float:
    channels = [int(colour[i:i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    a, b = sorted((luminance(one), luminance(other)), reverse=True)
    return (a + 0.05) / (b + 0.05)


@pytest.mark.covers("D25")
@pytest.mark.parametrize("which", [0, 1])
def test_words_stand_out_from_what_they_stand_on(which):
    tokens = blocks()[which]
    for ink, ground in [("ink", "paper"), ("ink", "surface"), ("muted", "paper"), ("muted", "surface"),
                        ("accent", "paper"), ("accent", "surface"), ("on-accent", "accent"),
                        ("ink", "accent-soft"), ("error", "surface"),
                        ("caution", "caution-soft"), ("caution", "paper")]:
        assert contrast(tokens[ink], tokens[ground]) >= 4.5, (ink, ground)
    assert contrast(tokens["edge"], tokens["paper"]) >= 3
    assert contrast(tokens["edge"], tokens["surface"]) >= 3
