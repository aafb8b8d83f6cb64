"""Specialty chance: who matches in this specialty, and what an applicant's record does to it (model 1)."""

from smartpick.odds.specialty.earlier import Slope, SpecialtyModel, certified_draws, rate_draws

__all__ = ["Slope", "SpecialtyModel", "certified_draws", "rate_draws"]
