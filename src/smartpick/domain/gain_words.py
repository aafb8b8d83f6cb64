"""How the gain of an answer is said: in points of chance, tenths of a point, never as more than it is."""

from __future__ import annotations

from math import floor

from smartpick.domain.chance import Estimate
from smartpick.domain.words import UNKNOWN

LEAST = "less than 0.1 points"
MUCH = ("No single answer would move your chance much: the list already counts how likely each yes is. Look all the "
        "same before you pay for an application.")


def gain_text(estimate: Estimate | None) -> str:
    """A gain with its interval: "0.4 points (0.1–0.6)", "less than 0.1 points (up to 0.3)"."""
    if estimate is None or estimate.value is None:
        return UNKNOWN
    number, spread = gain_points(estimate.value), gain_range(estimate)
    return f"{number} ({spread})" if spread else number


def gain_short(estimate: Estimate) -> str:
    """The same for a column headed "points": "0.4 (0.1–0.6)", "less than 0.1"."""
    return gain_text(estimate).replace(" points", "")


def gain_points(gain: float) -> str:
    """A gain without its interval: "0.4 points", "1.0 points", "less than 0.1 points"."""
    return LEAST if _tenths(gain) == 0 else f"{_tenths(gain) / 10:.1f} points"


def gain_range(estimate: Estimate) -> str:
    """The interval alone, in points: "0.1–0.6", "up to 0.3"; empty where it says no more than the number."""
    if estimate.low is None or estimate.high is None:
        return ""
    low, high = _tenths(estimate.low), _tenths(estimate.high)
    if low == high:
        return ""
    return f"up to {high / 10:.1f}" if low == 0 else f"{low / 10:.1f}–{high / 10:.1f}"


def _tenths(gain: float) -> int:
    """Tenths of a point, halves up."""
    return floor(gain * 1000 + 0.5 + 1e-9)
