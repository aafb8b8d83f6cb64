"""Where a first profile goes wrong: tabs, fields under another name, targets and backups mixed up."""

from __future__ import annotations

from pathlib import Path

import pytest

from smartpick.domain.applicant import ApplicantType, Profile
from smartpick.errors import BadProfile
from smartpick.exchange.profile import read_profile
from smartpick.exchange.profile_cautions import gaps
from smartpick.exchange.profile_template import template

ROOT = Path(__file__).parents[2]


def problem(tmp_path: Path, text: str) -> str:
    file = tmp_path / "me.yaml"
    file.write_text(text)
    with pytest.raises(BadProfile) as caught:
        read_profile(file)
    return caught.value.problems[0].sentence()


@pytest.mark.parametrize(("text", "line"), [
    ("targets: [dermatology]\nperson:\n\tresidence_country: Egypt\n", 3),
    ("targets: [dermatology]\nperson:\n  residence_country: Egypt\n\tstatus: none\n", 4),
    ("targets:\n\t- dermatology\n", 2),
])
def test_a_tab_is_named_with_its_line(tmp_path: Path, text: str, line: int) -> None:
    assert problem(tmp_path, text) == f"Line {line}: The line starts with a tab. Use spaces."


@pytest.mark.parametrize(("text", "field"), [
    ("targets: [dermatology]\nexams:\n  oet: yes\n", "Did you mean english_passed?"),
    ("targets: [dermatology]\noet: yes\n", "Did you mean exams.english_passed?"),
    ("targets: [dermatology]\npublications: 2\n", "Did you mean outputs?"),
])
def test_a_field_under_its_everyday_name_is_led_to_the_right_one(tmp_path: Path, text: str, field: str) -> None:
    assert problem(tmp_path, text).endswith(field)


def test_the_template_tells_targets_from_backups_and_says_how_a_season_is_chosen() -> None:
    words = " ".join(template().replace("#", " ").split())
    assert "A specialty you would only accept if the first fails belongs under backups." in words
    assert "What you want most belongs under targets." in words
    assert "to plan for another one, write its year here" in words


@pytest.mark.covers("R21")
def test_unknown_tolerance_and_savings_never_answer_a_question_nobody_asked() -> None:
    said = " ".join(gap.cost for gap in gaps(Profile(targets=("dermatology",), applicant_type=ApplicantType.US_IMG)))
    assert "cannot be allowed" not in said
    assert "it matters only if you want to apply to one specialty alone" in said


def test_a_profile_of_ones_own_is_never_offered_to_git() -> None:
    lines = (ROOT / ".gitignore").read_text().splitlines()
    assert "/me.yaml" in lines
    assert "/my-plan/" in lines
