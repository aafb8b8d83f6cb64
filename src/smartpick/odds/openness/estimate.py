"""How open programs are: what the model and the user's evidence say, for a list and for single programs.

Two readings of a share are kept apart. `program_openness` speaks of residents as programs report them.
`openness`, which lists are built on, speaks of seats filled in the latest Match: per specialty its shares are
moved together so that over all programs they add up to the published fills (fills.py).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache

import numpy as np
from numpy.typing import NDArray

from smartpick.domain.chance import LEVEL, Estimate, Grade
from smartpick.domain.openness import Evidence, EvidenceField, OpenValue, ProgramOpenness, Standing
from smartpick.domain.program import Program, TrackKind
from smartpick.facts.directory import directory
from smartpick.odds.openness.conflicts import conflicts
from smartpick.odds.openness.evidence import Bearing, bearing, program_row
from smartpick.odds.openness.features import NON_US as NON_US_TYPES
from smartpick.odds.openness.fills import anchor, non_us_of, share_beyond_img
from smartpick.odds.openness.latent import ANY, ANY_IMG, FIFTH, H1B, IMG, J1, NON_US, grid, means, model
from smartpick.odds.openness.posterior import Posterior, only, update
from smartpick.odds.openness.state import ANY_IMG as IMG_TYPES
from smartpick.odds.openness.state import LEAST, MOST
from smartpick.odds.openness.values import (
    Spread,
    above_limit,
    either_visa,
    img_share,
    non_us_share,
    own_departures,
    sponsors,
    spread,
)

Array = NDArray[np.float64]
Mask = NDArray[np.bool_]

YEAR = 2026
SOURCES = ("smartpick-openness-fit", "nrmp-state-2026", "nrmp-program-results")
COLUMNS = {  # by name of the value, the evidence that makes it the user's own
    "j1": (EvidenceField.VISA_J1,),
    "h1b": (EvidenceField.VISA_H1B,),
    "img_share": (EvidenceField.IMG_SHARE,),
    "non_us_img_share": (EvidenceField.NON_US_IMG_SHARE,),
    "non_us_img_any": (EvidenceField.NON_US_IMG_SHARE,),
    "non_us_img_20": (EvidenceField.NON_US_IMG_SHARE,),
}


@dataclass(frozen=True, slots=True)
class Openness:
    """Expected shares of a specialty's programs. Axis (program,); `low` and `high` bound a single program.

    `j1`, `h1b` and `either` are chances that a program sponsors; `visa_evidence` says that the user knows.
    """

    programs: tuple[Program, ...]
    share: Array
    low: Array
    high: Array
    img_record: Array  # chance of any IMG among its residents
    seats: Array
    j1: Array
    h1b: Array
    either: Array
    visa_evidence: Mask
    j1_ends: tuple[Array, Array]  # interval of `j1`, and of `h1b`
    h1b_ends: tuple[Array, Array]


@dataclass(frozen=True, slots=True)
class AllValues:
    """Every value of every program, in the order of the directory's columns, and which are the user's own."""

    by_name: dict[str, Spread]
    own: dict[str, Mask]
    touched: Mask  # programs of institutions with evidence
    bearing: Bearing


def openness(
    specialty: str,
    kinds: tuple[TrackKind, ...],
    types: tuple[str, ...],
    evidence: tuple[Evidence, ...] = (),
    today: date | None = None,
) -> Openness:
    """All programs of a specialty with seats of these kinds, and how open they are to these types.

    For IMGs by the fitted model and the evidence as of `today`; what programs report is of whole residencies, so
    lists of one-year seats differ only by the published fills they add up to. For other types the
    state's share stands alone.
    """
    return _plain(specialty, kinds, types) if not evidence else _openness(specialty, kinds, types, evidence, today)


@cache
def _plain(specialty: str, kinds: tuple[TrackKind, ...], types: tuple[str, ...]) -> Openness:
    return _openness(specialty, kinds, types, (), None)


def _openness(specialty: str, kinds: tuple[TrackKind, ...], types: tuple[str, ...],
              evidence: tuple[Evidence, ...], today: date | None) -> Openness:
    programs = directory().programs(specialty=specialty, kinds=kinds)
    rows = np.array([program_row(p.program_id) for p in programs], dtype=np.int64)
    after = only(posterior(evidence, today), rows)
    share, record = _shares(after, rows, specialty, kinds, types, programs)
    seats = np.array([max(p.seats(*kinds), 1) for p in programs], dtype=float)
    known = {row for row, items in bearing(evidence, today).rows.items() if any(e.field.is_visa for e in items)}
    told = np.array([row in known for row in rows.tolist()], dtype=bool)
    j1, h1b = sponsors(after, J1), sponsors(after, H1B)
    return Openness(programs, share.value, share.low, share.high, record, seats, j1.value, h1b.value,
                    either_visa(after), told, (j1.low, j1.high), (h1b.low, h1b.high))


def _shares(after: Posterior, rows: NDArray[np.int64], specialty: str, kinds: tuple[TrackKind, ...],
            types: tuple[str, ...], programs: tuple[Program, ...]) -> tuple[Spread, Array]:
    """Shares of seats filled by the types, and the chance of any IMG. `after` holds the programs of `rows` alone."""
    fitted = model()
    anchored = anchor(specialty, kinds)
    whole_shift = _shift(after, IMG, anchored.img)
    record = above_limit(after, fitted, ANY_IMG, whole_shift).value
    if not set(types) <= set(IMG_TYPES):
        return share_beyond_img(programs, kinds, types), record
    reported, part_shift = non_us_share(after, fitted), _shift(after, NON_US, anchored.non_us)
    img = img_share(after, fitted, whole_shift)
    non_us = spread(*(non_us_of(r, i, part_shift) for r, i in zip(_three(reported), _three(img), strict=True)))
    if types == NON_US_TYPES:
        parts = _three(non_us)
    elif set(types) == set(IMG_TYPES):
        parts = _three(img)
    else:  # evidence on visas moves US IMGs only by way of all IMGs, so that a yes never lowers their share
        before = only(posterior(), rows)
        usual = non_us_share(before, fitted).value, img_share(before, fitted, anchored.img).value
        part = non_us_of(*usual, anchored.non_us) / np.maximum(usual[1], LEAST)
        own = after.own.rows
        part[own] = (non_us.value / np.maximum(img.value, LEAST))[own]
        parts = (img.value * (1 - part), img.low * (1 - part), img.high * (1 - part))
    return spread(*(np.clip(side, LEAST, MOST) for side in parts)), record


def _three(part: Spread) -> tuple[Array, Array, Array]:
    return part.value, part.low, part.high


def _shift(after: Posterior, outcome: int, anchored: float) -> Array:
    """How far shares move to meet the published fills: not where the user's own evidence says what they are."""
    shift = np.full(after.line.size, anchored)
    if after.own.rows.size:
        at = after.grid.non_us if outcome == NON_US else after.grid.img
        weights = own_departures(after, outcome)
        centre = weights @ at
        before = after.leaf[0, NON_US] @ after.grid.to_non_us
        before = before if outcome == NON_US else before @ after.grid.to_img
        left = (weights * (at - centre[:, None]) ** 2).sum(axis=1) / float(before @ at**2)
        shift[after.own.rows] *= np.clip(left, 0.0, 1.0)
    return shift


@lru_cache(maxsize=8)
def posterior(evidence: tuple[Evidence, ...] = (), today: date | None = None) -> Posterior:
    """What is believed of every institution after the evidence."""
    return update(means(), grid(), bearing(evidence, today))


@lru_cache(maxsize=8)
def all_values(evidence: tuple[Evidence, ...] = (), today: date | None = None) -> AllValues:
    """Every value of every program after the evidence; NotFound where evidence names an unknown program."""
    after, fitted, found = posterior(evidence, today), model(), bearing(evidence, today)
    non_us, anyone = non_us_share(after, fitted), img_share(after, fitted)
    some, fifth = above_limit(after, fitted, ANY), above_limit(after, fitted, FIFTH)
    by_name = {
        "j1": sponsors(after, J1),
        "h1b": sponsors(after, H1B),
        "img_share": spread(np.maximum(anyone.value, non_us.value), anyone.low, anyone.high),
        "non_us_img_share": non_us,
        "non_us_img_any": some,
        "non_us_img_20": spread(np.minimum(fifth.value, some.value), fifth.low, fifth.high),
    }
    own = {name: np.zeros(after.line.size, dtype=bool) for name in by_name}
    for row, items in found.rows.items():
        for name, fields in COLUMNS.items():
            own[name][row] = any(item.field in fields for item in items)
    return AllValues(by_name, own, after.line > 0, found)


def program_openness(
    evidence: tuple[Evidence, ...] = (), today: date | None = None, program_ids: Iterable[str] | None = None
) -> dict[str, ProgramOpenness]:
    """What is believed of every program (or of these, by program or track id), by program id."""
    columns, values = directory().program_columns, all_values(evidence, today)
    rows = range(columns.program_id.size) if program_ids is None else [program_row(key) for key in program_ids]
    known = {institution: {row for row in values.bearing.rows if columns.institution_id[row] == institution}
             for institution in {str(columns.institution_id[row]) for row in values.bearing.rows}}
    found: dict[str, ProgramOpenness] = {}
    for row in rows:
        key, institution = str(columns.program_id[row]), str(columns.institution_id[row])
        items = tuple(values.bearing.rows.get(row, ()))
        shown = {name: _value(values, name, row) for name in COLUMNS}
        cutoff = _latest_cutoff(items)
        found[key] = ProgramOpenness(
            key, institution, **shown, cutoff_step2=cutoff, evidence=items,
            sisters=len(known.get(institution, set()) - {row}), conflicts=conflicts(items),
        )
    return found


def _value(values: AllValues, name: str, row: int) -> OpenValue:
    part = values.by_name[name]
    unit = "share" if name.endswith("share") else "chance"
    grade = Grade.JUDGED if values.touched[row] else Grade.DERIVED
    estimate = Estimate(float(part.value[row]), unit, float(part.low[row]), float(part.high[row]), LEVEL, YEAR,
                        grade, SOURCES)
    return OpenValue(estimate, Standing.EVIDENCE if values.own[name][row] else Standing.ESTIMATE)


def _latest_cutoff(items: tuple[Evidence, ...]) -> float | None:
    """The newest Step 2 CK cutoff the user recorded: shown, not modelled."""
    scores = [item for item in items if item.field is EvidenceField.CUTOFF_STEP2]
    newest = max(scores, key=lambda item: item.checked or date.min, default=None)
    return None if newest is None else float(newest.value)

