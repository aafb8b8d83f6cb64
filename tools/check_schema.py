"""Write the JSON Schema of what to check first from the domain's dataclasses, or check that the shipped one is current.

python -m tools.check_schema            writes src/smartpick/data/schema/check_first.json
python -m tools.check_schema --check    exits with 1 and a sentence where it is out of date
"""

from __future__ import annotations

import sys
from dataclasses import fields
from pathlib import Path
from typing import Any, get_type_hints

from smartpick.domain.chance import Estimate
from smartpick.domain.to_check import ToCheck
from smartpick.exchange.check_json import CHECK_SCHEMA_VERSION
from tools.plan_schema import DAY, shape, write_or_check

TARGET = Path(__file__).parents[1] / "src" / "smartpick" / "data" / "schema" / "check_first.json"


def main() -> int:
    """Write or check; returns the exit code."""
    return write_or_check(TARGET, schema(), "python -m tools.check_schema")


def schema() -> dict[str, Any]:
    """The schema, with one definition a dataclass."""
    definitions: dict[str, Any] = {}
    hints = get_type_hints(ToCheck)
    keys: dict[str, Any] = {
        "schema_version": {"const": CHECK_SCHEMA_VERSION},
        "today": DAY,
        **{field.name: shape(hints[field.name], definitions) for field in fields(ToCheck)},
    }
    keys["checks"]["maxItems"] = 10
    chance = {"allOf": [{"$ref": f"#/$defs/{Estimate.__name__}"}, {"properties": {"unit": {"const": "chance"}}}]}
    for name in ("likely_yes", "gain"):
        definitions["InstitutionCheck"]["properties"][name] = chance
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "What to check first",
        "description": "As printed by `smartpick check-first FILE --json`. A gain of 0.004 is 0.4 points of chance.",
        "type": "object",
        "properties": keys,
        "required": list(keys),
        "additionalProperties": False,
        "$defs": dict(sorted(definitions.items())),
    }


if __name__ == "__main__":
    sys.exit(main())
