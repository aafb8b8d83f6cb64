"""Every file shipped in the package can be read, and all of them reach the wheel."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from smartpick.facts.strict_yaml import read_yaml

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "src" / "smartpick"
DATA = PACKAGE / "data"
SHIPPED = [p for p in sorted(PACKAGE.rglob("*"))
           if p.is_file() and "__pycache__" not in p.parts and p.suffix not in {".pyc", ".nbi", ".nbc"}]


def of_kind(suffix: str) -> list[Path]:
    return [p for p in SHIPPED if p.suffix == suffix and DATA in p.parents]


def test_every_yaml_file_reads_strictly() -> None:
    for path in of_kind(".yaml"):
        assert read_yaml(path, path.name), path


def test_every_table_has_as_many_cells_in_each_row_as_columns() -> None:
    for path in of_kind(".csv"):
        with path.open(encoding="utf-8", newline="") as file:
            widths = {len(row) for row in csv.reader(file)}
        assert len(widths) == 1, f"{path.name}: rows of {sorted(widths)} cells"


def test_every_table_says_what_its_columns_mean() -> None:
    silent = [p.name for p in of_kind(".csv") if not p.with_suffix(".yaml").exists()]
    assert not silent, f"no description beside {silent}"


def test_every_json_file_reads() -> None:
    for path in of_kind(".json"):
        assert json.loads(path.read_text(encoding="utf-8")), path


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run([sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)],
                   cwd=ROOT, check=True, capture_output=True)
    return next(folder.glob("*.whl"))


def test_the_wheel_holds_every_file_of_the_package(wheel: Path) -> None:
    packed = set(zipfile.ZipFile(wheel).namelist())
    missing = [p.relative_to(PACKAGE.parent).as_posix() for p in SHIPPED
               if p.relative_to(PACKAGE.parent).as_posix() not in packed]
    assert not missing


def test_the_wheel_makes_a_plan_outside_the_clone(wheel: Path, tmp_path: Path) -> None:
    """Unpacked elsewhere, with nothing but the wheel and the requirements, `smartpick plan` works."""
    zipfile.ZipFile(wheel).extractall(tmp_path / "site")
    profile = tmp_path / "profile.yaml"
    profile.write_text((ROOT / "examples" / "derm_j1.yaml").read_text(encoding="utf-8"), encoding="utf-8")
    program = (
        "import sys; sys.path.insert(0, 'site'); import smartpick; assert 'site' in smartpick.__file__, smartpick;"
        "sys.argv = ['smartpick', 'plan', 'profile.yaml', '--today', '2026-11-22'];"
        "from smartpick.cli.app import main; main()"
    )
    run = subprocess.run([sys.executable, "-c", program], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    assert "Dermatology" in run.stdout
