"""What the directory says of a program's institution and town, as arrays: size, age, specialties, names."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from smartpick.facts import load_facts
from smartpick.facts.directory import directory

Array = NDArray[np.float64]

NAMES = {  # words in the institution's name or host, in small letters, by what they stand for
    "university": re.compile(
        r"univ|\bu\b|\buc|som\b|\bcom\b|school|college|\bcoll\b|suny|rutgers|\blsu|\bupmc|mayo|nyu|stanford|duke|emory|"
        r"yale|brown|icahn|einstein|dartmouth|\but\b|johns hopkins|\bwsu|\bmsu|\bohsu|\bbidmc|brigham|mass gen|"
        r"penn state|northwestern|vanderbilt|\bmusc"),
    "health_system": re.compile(r"system|\bsys\b|health|hlth|consort|network"),
    "community": re.compile(r"commun|regional|\breg\b|memorial|\bmem\b"),
    "religious": re.compile(r"\bst\b|saint|mercy|baptist|methodist|trinity|ascension|providence|adventist|presby|"
                            r"jewish|luther"),
    "children": re.compile(r"child"),
    "safety_net": re.compile(r"county|\bcity\b|metropol|public|bronx|brook|jamaica|lincoln|harlem|flushing|"
                             r"elmhurst"),
    "hca": re.compile(r"\bhca\b|mountainview"),
    "kaiser": re.compile(r"kaiser"),
    "osteopathic": re.compile(r"osteo|\bcom\b|michigan state|\bopti|touro|nova south|lecom|\batsu|pcom"),
    "partnership": re.compile(r"\bprogram|consortium"),
    "military": re.compile(r"military|\barmy\b|naval|walter reed|\.mil\b"),
}
NEAR_KM = 50.0
KM_PER_DEGREE = 111.2  # of latitude


@dataclass(frozen=True, slots=True)
class Institutions:
    """The institutions of the directory; `of` is each program's institution, axis (program,)."""

    ids: NDArray[np.str_]
    of: NDArray[np.int64]
    programs: Array  # programs of the institution, axis (institution,)

    def mean(self, column: Array) -> Array:
        """The mean of a column over a program's institution, unknown values left out (NaN where all are)."""
        known = ~np.isnan(column)
        total = np.bincount(self.of[known], column[known], minlength=self.ids.size)
        count = np.bincount(self.of[known], minlength=self.ids.size)
        with np.errstate(invalid="ignore", divide="ignore"):
            means: Array = (total / count)[self.of]
        return means

    def total(self, column: Array) -> Array:
        """The sum of a column over a program's institution."""
        sums: Array = np.bincount(self.of, column, minlength=self.ids.size)[self.of].astype(float)
        return sums


@cache
def institutions() -> Institutions:
    """The institutions of the shipped directory."""
    ids, of = np.unique(directory().program_columns.institution_id, return_inverse=True)
    return Institutions(ids, of, np.bincount(of).astype(np.float64))


def specialty_counts() -> tuple[Array, Array]:
    """Specialties trained at a program's institution, and competitive ones beside its own. Axis (program,)."""
    specialty, inst = directory().program_columns.specialty, institutions()
    names, code = np.unique(specialty, return_inverse=True)
    trained = np.zeros((inst.ids.size, names.size), dtype=bool)
    trained[inst.of, code] = True
    competitive = np.isin(names, [cell[0] for cell in load_facts().cells("model.pool")])
    others = trained[:, competitive].sum(axis=1)[inst.of] - competitive[code]
    return trained.sum(axis=1)[inst.of].astype(float), others.astype(float)


def name_marks() -> dict[str, Array]:
    """1 where the institution's name or web address holds such a word, by mark. Axis (program,)."""
    found: dict[str, Array] = {mark: np.zeros(directory().program_columns.program_id.size) for mark in NAMES}
    for column in (np.char.lower(directory().history.institution_name), hosts()):
        texts, of = np.unique(column, return_inverse=True)
        listed = texts.tolist()
        for mark, words in NAMES.items():
            here = np.array([words.search(text) is not None for text in listed])
            found[mark] = np.maximum(found[mark], here[of])
    return found


@cache
def hosts() -> NDArray[np.str_]:
    """The host of each program's web address in small letters, "" where unknown. Axis (program,)."""
    addresses = directory().history.program_website.tolist()
    return np.array([a.partition("://")[2].partition("/")[0].lower() for a in addresses])


def neighbours() -> Array:
    """Programs within 50 km of a program's town, as a logarithm; NaN where the town is unknown. Axis (program,)."""
    places = directory().history.program_place
    spots, of, count = np.unique(places, axis=0, return_inverse=True, return_counts=True)
    known = ~np.isnan(spots).any(axis=1)
    lat, lon = spots[known].T
    north = (lat[:, None] - lat[None, :]) * KM_PER_DEGREE
    east = (lon[:, None] - lon[None, :]) * KM_PER_DEGREE * np.cos(np.radians(lat))[:, None]
    near = ((north**2 + east**2) < NEAR_KM**2) @ count[known]
    found = np.full(known.size, np.nan)
    found[known] = np.log(near)
    logs: Array = found[of.reshape(-1)]
    return logs
