"""Write the JSON Schema of a chance sheet from the domain's dataclasses, or check that the shipped one is current.

python -m tools.chance_schema            writes src/smartpick/data/schema/chance.json
python -m tools.chance_schema --check    exits with 1 and a sentence where it is out of date
"""

from __future__ import annotations

import sys
from dataclasses import fields
from pathlib import Path
from typing import Any, get_type_hints

from smartpick.domain.chance import Chance, Estimate
from smartpick.domain.explained import ChanceSheet
from smartpick.exchange.chance_json import CHANCE_SCHEMA_VERSION
from tools.plan_schema import DAY, shape, write_or_check

TARGET = Path(__file__).parents[1] / "src" / "smartpick" / "data" / "schema" / "chance.json"


def main() -> int:
    """Write or check; returns the exit code."""
    return write_or_check(TARGET, schema(), "python -m tools.chance_schema")


def schema() -> dict[str, Any]:
    """The schema, with one definition a dataclass."""
    definitions: dict[str, Any] = {}
    hints = get_type_hints(ChanceSheet)
    keys = {
        "schema_version": {"const": CHANCE_SCHEMA_VERSION},
        "today": DAY,
        **{field.name: shape(hints[field.name], definitions) for field in fields(ChanceSheet)},
    }
    _units(definitions)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "The chance of one specialty for one person",
        "description": "As printed by `smartpick chance FILE --specialty NAME --json`.",
        "type": "object",
        "properties": keys,
        "required": list(keys),
        "additionalProperties": False,
        "$defs": dict(sorted(definitions.items())),
    }


def _units(definitions: dict[str, Any]) -> None:
    """Which unit an estimate has where only one is possible."""
    estimate = {"$ref": f"#/$defs/{Estimate.__name__}"}

    def of(*units: str) -> dict[str, Any]:
        return {"allOf": [estimate, {"properties": {"unit": {"enum": list(units)}}}]}

    definitions[Chance.__name__]["properties"]["estimate"] = of("chance", "unknown")
    definitions["Percentile"]["properties"]["percentile"] = of("percentile")
    definitions["RanksPoint"]["properties"]["chance"] = of("chance")


if __name__ == "__main__":
    sys.exit(main())
