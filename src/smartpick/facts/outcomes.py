"""The published outcomes of the Match, in one place: Charting Outcomes, national and state results."""

from __future__ import annotations

from smartpick.facts.charting import Charting, Counts, Group, Moments, charting
from smartpick.facts.national import National, national
from smartpick.facts.state_results import StateCell, StateResults, state_results

__all__ = ["Charting", "Counts", "Group", "Moments", "National", "StateCell", "StateResults",
           "charting", "national", "state_results"]
