"""The rule files: read strictly, with a source and a requirement on every mark (H24)."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from smartpick.errors import BadFacts
from smartpick.facts import rules as rules_module
from smartpick.facts import visa_rules
from smartpick.facts.rules import in_guide, rules
from smartpick.facts.specialties import specialties
from smartpick.facts.visa_rules import Suspension, entry_rules

Spoil = Callable[[str], str]


@pytest.mark.covers("H24", "R30", "R31", "R37", "R122", "R135")
def test_the_marks_of_the_guide():
    expected = {"step2_aim": 250, "step2_strong": 260, "step2_reassess_below": 245, "onsite_months_aim": 12,
                "onsite_months_min": 6, "letters": 3, "strong_us_letters": 2, "gates_failed": 2}
    assert {name: rules().value(name) for name in expected} == expected
    assert rules().marks["step2_strong"].applies_to == (
        "dermatology", "orthopaedic_surgery", "neurological_surgery", "plastic_surgery")
    assert not rules().marks["step2_aim"].applies("family_medicine")
    assert rules().marks["decision_days"].applies("family_medicine")


@pytest.mark.covers("R15")
def test_every_mark_names_its_source_and_every_judged_one_says_why():
    for mark in rules().marks.values():
        assert mark.source in ("guide", "smartpick-judgement")
        if mark.source == "smartpick-judgement":
            assert mark.note, mark.id


@pytest.mark.covers("R1", "R17")
def test_the_guides_list():
    listed = {row.id for row in specialties() if in_guide(row.id)}
    assert {"dermatology", "orthopaedic_surgery", "plastic_surgery", "neurological_surgery", "ophthalmology",
            "radiation_oncology", "otolaryngology", "diagnostic_radiology", "interventional_radiology"} <= listed
    assert not listed & {"internal_medicine", "family_medicine", "general_surgery", "psychiatry"}


@pytest.mark.covers("H12")
def test_the_entry_lists():
    lists = entry_rules()
    assert (len(lists.full), len(lists.partial)) == (20, 19)  # 19 countries and one travel document; 19
    assert lists.suspension("IR") is Suspension.FULL
    assert lists.suspension("NG") is Suspension.PARTIAL
    assert lists.suspension("TM") is Suspension.CONFLICTING
    assert lists.suspension("IN") is lists.suspension("PK") is Suspension.NONE


@pytest.mark.parametrize(("spoil", "says"), [
    (lambda t: t.replace("  onsite_months_min:", "  letters:", 1), "given twice"),
    (lambda t: t.replace("value: 250", "valeu: 250", 1), "valeu` is not a known key"),
    (lambda t: t.replace("source: guide", "source: giude", 1), "unknown source"),
    (lambda t: t.replace("value: 250", "value: high", 1), "has to be a number"),
    (lambda t: t.replace("rule: R30", "rule: 30", 1), "has to be a requirement"),
    (lambda t: t.replace("[dermatology, orth", "[dermatolgy, orth", 1), "unknown specialty `dermatolgy`"),
    (lambda t: t.replace("strategy: model_only", "strategy: maybe", 1), "has to be one of"),
    (lambda t: t.replace("grade: judged", "grade: guessed", 1), "has to be one of"),
    (lambda t: "marks: [250", "not valid YAML"),
])
def test_a_damaged_rule_file_is_refused_with_a_sentence(tmp_path: Path, spoil: Spoil, says: str):
    _refuses(tmp_path, rules_module.FILE, spoil, says, rules)


@pytest.mark.parametrize(("spoil", "says"), [
    (lambda t: t.replace("partial: [AO", "partial: [IR", 1), "stands on the list `full` already"),
    (lambda t: t.replace("full: [AF", "full: [QQ", 1), "is not a known country code"),
    (lambda t: t.replace("review_by: 2026-12-27", "review_by: soon"), "has to be a day"),
    (lambda t: t.replace("source: proclamation-10998", "source: hearsay"), "unknown source"),
    (lambda t: t.replace("readings: [partial, none]", "readings: [some]"), "has to name"),
    (lambda t: t + "extra: 1\n", "not a known key"),
])
def test_a_damaged_entry_list_is_refused_with_a_sentence(tmp_path: Path, spoil: Spoil, says: str):
    _refuses(tmp_path, visa_rules.FILE, spoil, says, entry_rules)


def _refuses(tmp_path: Path, shipped: Path, spoil: Spoil, says: str, read: Callable[[Path], object]) -> None:
    text = shipped.read_text(encoding="utf-8")
    spoiled = spoil(text)
    assert spoiled != text
    file = tmp_path / shipped.name
    file.write_text(spoiled, encoding="utf-8")
    with pytest.raises(BadFacts, match=f".*{says}.*"):
        read(file)
