"""Specialty chance: who matches in this specialty, and what an applicant's record does to it (model 1)."""
