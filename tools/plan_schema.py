"""Write the JSON Schema of a plan from the domain's dataclasses, or check that the shipped one is current.

python tools/plan_schema.py            writes src/smartpick/data/schema/plan.json
python tools/plan_schema.py --check    exits with 1 and a sentence where it is out of date
"""

from __future__ import annotations

import json
import sys
from dataclasses import fields, is_dataclass
from datetime import date
from enum import Enum
from pathlib import Path
from types import NoneType, UnionType
from typing import Any, get_args, get_origin, get_type_hints

from smartpick.domain import plan as plan_types
from smartpick.domain.chance import Chance, Estimate
from smartpick.domain.program import Track

TARGET = Path(__file__).parents[1] / "src" / "smartpick" / "data" / "schema" / "plan.json"
DAY = {"type": "string", "format": "date", "pattern": r"^\d{4}-\d{2}-\d{2}$"}
SEATS_BY_YEAR = {
    "type": "object",
    "patternProperties": {r"^\d{4}$": {"type": "integer", "minimum": 0}},
    "additionalProperties": False,
}
PLAIN: dict[type, dict[str, Any]] = {
    bool: {"type": "boolean"},
    int: {"type": "integer"},
    float: {"type": "number"},
    str: {"type": "string"},
    NoneType: {"type": "null"},
    date: DAY,
}


def main() -> int:
    """Write or check; returns the exit code."""
    return write_or_check(TARGET, schema(), "python tools/plan_schema.py")


def write_or_check(target: Path, body: dict[str, Any], again: str) -> int:
    """Write a schema, or with --check say whether the shipped one is current; returns the exit code."""
    text = json.dumps(body, indent=1, ensure_ascii=False) + "\n"
    if "--check" in sys.argv[1:]:
        if target.exists() and target.read_text(encoding="utf-8") == text:
            print(f"{target.name} is current.")
            return 0
        print(f"{target.name} is out of date. Run: {again}")
        return 1
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(text, encoding="utf-8")
    return 0


def schema() -> dict[str, Any]:
    """The schema, with one definition a dataclass."""
    definitions: dict[str, Any] = {}
    hints = get_type_hints(plan_types.Plan)
    keys = {
        "schema_version": {"const": plan_types.PLAN_SCHEMA_VERSION},
        "season": {"type": "integer", "minimum": 2000, "description": "the March of the Match"},
        "today": DAY,
        "profile": {
            "type": "object",
            "required": ["schema_version", "targets"],
            "description": "as in profile.json: what is known, unknowns left out",
        },
        "verdict": shape(hints["strategies"], definitions),
        **{
            key: shape(hints[key], definitions)
            for key in (
                "reality", "chances", "programs", "portfolio", "visa", "timeline", "sources", "warnings",
            )
        },
    }  # fmt: skip
    _special(definitions)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A SmartPick plan",
        "description": "One applicant, one season, one day, as printed by `smartpick plan FILE --json`.",
        **_object(keys),
        "$defs": dict(sorted(definitions.items())),
    }


def shape(hint: Any, definitions: dict[str, Any]) -> dict[str, Any]:
    """The schema of a type hint; dataclasses are added to the definitions and referred to."""
    if hint in PLAIN:
        return PLAIN[hint]
    origin = get_origin(hint)
    if origin is UnionType:
        return {"anyOf": [shape(part, definitions) for part in get_args(hint)]}
    if origin is tuple:
        parts = get_args(hint)
        if len(parts) == 2 and parts[1] is Ellipsis:
            return {"type": "array", "items": shape(parts[0], definitions)}
        return {
            "type": "array",
            "prefixItems": [shape(part, definitions) for part in parts],
            "minItems": len(parts),
            "maxItems": len(parts),
        }
    if isinstance(hint, type) and issubclass(hint, Enum):
        return {"enum": [member.value for member in hint]}
    if is_dataclass(hint) and isinstance(hint, type):
        name = hint.__name__
        if name not in definitions:
            definitions[name] = {}  # placed first, so that a type may refer to itself
            definitions[name] = _dataclass(hint, definitions)
        return {"$ref": f"#/$defs/{name}"}
    raise TypeError(f"No schema for {hint!r}.")


def _dataclass(kind: type, definitions: dict[str, Any]) -> dict[str, Any]:
    hints = get_type_hints(kind)
    named = {field.name: shape(hints[field.name], definitions) for field in fields(kind)}
    first = (kind.__doc__ or "").strip().splitlines()[0] if kind.__doc__ else ""
    described = {} if first.startswith(f"{kind.__name__}(") or not first else {"description": first}
    return {**described, **_object(named)}


def _object(named: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": named,
        "required": list(named),
        "additionalProperties": False,
    }


def _special(definitions: dict[str, Any]) -> None:
    """The few places where plan_json shapes a value for its reader."""
    estimate = {"$ref": f"#/$defs/{Estimate.__name__}"}
    definitions[Track.__name__]["properties"] |= {"quotas": SEATS_BY_YEAR, "fills": SEATS_BY_YEAR}
    point = definitions["CurvePoint"]
    definitions["CurvePoint"] = {
        **point,
        **_object({
            "applications": PLAIN[int], "cost_usd": PLAIN[int], "target": estimate, "any_residency": estimate,
        }),
    }  # fmt: skip
    row = definitions["ProgramRow"]
    definitions["ProgramRow"] = {**row, **_object({**row["properties"], "specialty_name": PLAIN[str]})}
    definitions["Chances"]["properties"]["per_specialty"] = {
        "type": "array",
        "items": _object({
            "specialty": PLAIN[str],
            "specialty_name": PLAIN[str],
            "chance": {"$ref": f"#/$defs/{Chance.__name__}"},
        }),
    }  # fmt: skip
    chance = definitions[Chance.__name__]["properties"]
    chance["estimate"] = {"allOf": [estimate, {"properties": {"unit": {"enum": ["chance", "unknown"]}}}]}


if __name__ == "__main__":
    sys.exit(main())
