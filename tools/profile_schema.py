"""Write the JSON Schema of a profile from its form, or check that the shipped one is current.

python tools/profile_schema.py            writes src/smartpick/data/schema/profile.json
python tools/profile_schema.py --check    exits with 1 and a sentence where it is out of date
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from smartpick.exchange.profile_schema import json_schema

TARGET = Path(__file__).parents[1] / "src" / "smartpick" / "data" / "schema" / "profile.json"


def main() -> int:
    """Write or check; returns the exit code."""
    text = json.dumps(json_schema(), indent=1, ensure_ascii=False) + "\n"
    if "--check" in sys.argv[1:]:
        if TARGET.exists() and TARGET.read_text(encoding="utf-8") == text:
            print(f"{TARGET.name} is current.")
            return 0
        print(f"{TARGET.name} is out of date. Run: python tools/profile_schema.py")
        return 1
    TARGET.parent.mkdir(parents=True, exist_ok=True)
    TARGET.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
