"""The sheet of one specialty's chance as JSON, described by data/schema/chance.json."""

from __future__ import annotations

from datetime import date
from typing import Any

from smartpick.domain.explained import ChanceSheet
from smartpick.exchange.plan_json import encoded

CHANCE_SCHEMA_VERSION = 1


def chance_json(sheet: ChanceSheet, today: date) -> dict[str, Any]:
    """The whole sheet, its parts shaped as in a plan's JSON; the ranks curve is in it wherever one exists.

    What cannot be said is null: `if_certify` where nothing is published, `ranks` where there is no curve.
    """
    body: dict[str, Any] = encoded(sheet)
    return {"schema_version": CHANCE_SCHEMA_VERSION, "today": today.isoformat(), **body}
