"""Every file shipped in the package can be read."""

from __future__ import annotations

import csv
import json
from pathlib import Path

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
