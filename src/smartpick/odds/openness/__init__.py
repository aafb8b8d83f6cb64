"""Openness of programs: will this program take someone like me."""

from smartpick.odds.openness.estimate import Openness, openness
from smartpick.odds.openness.state import ANY_IMG, ONE_YEAR, TYPE_CELLS, state_share

__all__ = ["ANY_IMG", "ONE_YEAR", "TYPE_CELLS", "Openness", "openness", "state_share"]
