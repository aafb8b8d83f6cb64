"""Inputs of the specialty chance in words: "needs a visa", "2 to 3 years", "hands-on in this specialty"."""

from __future__ import annotations

from smartpick.domain.words import count_noun
from smartpick.odds.specialty.adjusters import EARLIER, NEEDS_VISA, Adjuster

TIERS = ("none", "observership only", "hands-on in another specialty", "hands-on in this specialty")
YES_OR_NO = ("phd", "graduate_degree")
UNITS = {"years_since_graduation": ("year", "years"), "research_months": ("month", "months"),
         "us_letters": ("letter", "letters"), "failed_attempts": ("failed attempt", "failed attempts")}


def value_words(name: str, value: float) -> str:
    """A raw value as a person would say it."""
    if name == NEEDS_VISA:
        return "needs a visa" if value >= 1 else "needs no visa"
    if name == EARLIER:
        return "unmatched before" if value >= 1 else "first Match"
    if name == "us_experience":
        return TIERS[min(max(int(value), 0), len(TIERS) - 1)]
    if name in YES_OR_NO:
        return "yes" if value >= 0.5 else "no"
    if name in UNITS:
        return _counted(name, int(value))
    return f"{value:g}"


def band_words(adjuster: Adjuster, band: int) -> str:
    """A band of an adjuster: "0 to 1 years", "24 months or more"."""
    low = int(adjuster.least[band])
    if adjuster.name not in UNITS:
        return value_words(adjuster.name, float(low))
    if band + 1 == adjuster.least.size:
        return f"{_counted(adjuster.name, low)} or more"
    high = int(adjuster.least[band + 1]) - 1
    return _counted(adjuster.name, low) if high <= low else f"{low} to {count_noun(high, *UNITS[adjuster.name])}"


def _counted(name: str, value: int) -> str:
    one, many = UNITS[name]
    if value == 0:
        return "less than a year" if name == "years_since_graduation" else f"no {many}"
    return count_noun(value, one, many)
