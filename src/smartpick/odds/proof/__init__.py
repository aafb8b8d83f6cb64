"""Checks of the model, one module a part; each has `checks() -> tuple[Check, ...]`, gathered by usecases/validate."""
