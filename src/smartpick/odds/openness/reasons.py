"""Why a program's estimate stands where it does: the public features that move it most, in words."""

from __future__ import annotations

from dataclasses import dataclass

from smartpick.domain.openness import ProgramOpenness
from smartpick.domain.plan import SourceNote
from smartpick.domain.program import Program
from smartpick.odds.openness.evidence import program_row
from smartpick.odds.openness.features import program_features
from smartpick.odds.openness.latent import H1B, J1, NON_US, design, model

OUTCOMES = {"j1": J1, "h1b": H1B, "non_us_img_share": NON_US}
GROUPS = {  # features that say one thing, and that thing in words
    "what IMGs filled in this specialty": ("national_", ),
    "what IMGs filled in this state": ("state_", "excess_", "institution_do_state"),
    "seats left open in earlier Matches and in 2026": ("unfilled", "institution_unfilled", "history_known"),
    "the size of the program and its tracks": ("log_seats", "tracks", "research_track", "rural_track",
                                               "primary_care_track", "preliminary_track", "reserved_track",
                                               "no_full_training"),
    "how new the program and the institution are": ("new_", "institution_new", "institution_joined",
                                                    "institution_2021"),
    "the size and breadth of the institution": ("specialties", "competitive", "institution_seats", "alone",
                                                "family_programs", "medicine_programs", "programs",
                                                "programs_squared", "national_programs", "institution_national"),
    "the kind of institution by its name and web address": (
        "university", "health_system", "community", "religious", "children", "safety_net", "hca", "kaiser", "military",
        "edu", "institution_edu", "com", "osteopathic", "partnership", "website_known"),
    "the town and region": ("town", "neighbours", "north", "east"),
    "the specialty": ("specialty",),
    "the state": ("state",),
}
SHOWN = 3
LEAST_MOVE = 0.1  # probits or log odds; less is not worth a word


@dataclass(frozen=True, slots=True)
class Reason:
    """One group of features and how far it moves the program from the average one, in probits or log odds."""

    words: str
    moves: float

    @property
    def sentence(self) -> str:
        return f"{self.words[:1].upper()}{self.words[1:]}: {'raises' if self.moves > 0 else 'lowers'} it."


@dataclass(frozen=True, slots=True)
class ProgramSheet:
    """One program, what is believed of it and why."""

    program: Program
    specialty_name: str
    openness: ProgramOpenness
    reasons: dict[str, tuple[Reason, ...]]  # by value: j1, h1b, non_us_img_share
    sources: tuple[SourceNote, ...]
    note: str


def reasons(program_id: str, value: str) -> tuple[Reason, ...]:
    """What moves a value of a program most, the strongest first. `value` is one of j1, h1b, non_us_img_share.

    Measured against the average program of the directory; an association, not a cause.
    """
    fitted, row = model(), program_row(program_id)
    x = design(fitted, program_features())
    parts = (x[row] - x.mean(axis=0)) * fitted.coefficients[:, OUTCOMES[value]]
    names = ["", *fitted.names, *("specialty" for _ in fitted.specialties), *("state" for _ in fitted.states)]
    moved = dict.fromkeys(GROUPS, 0.0)
    for name, part in zip(names, parts.tolist(), strict=True):
        group = _group(name)
        if group is not None:
            moved[group] += part
    found = [Reason(words, size) for words, size in moved.items() if abs(size) >= LEAST_MOVE]
    return tuple(sorted(found, key=lambda r: -abs(r.moves))[:SHOWN])


def _group(name: str) -> str | None:
    exact = next((words for words, names in GROUPS.items() if name in names), None)
    return exact or next((words for words, names in GROUPS.items()
                          if any(part.endswith("_") and name.startswith(part) for part in names)
                          or any(name.startswith(part) for part in names if part in ("unfilled", "competitive"))), None)

