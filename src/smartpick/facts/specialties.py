"""The one table of specialties: ids, names, codes, every spelling in use, services and training length."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from typing import Any, Literal

from smartpick.domain.chance import Grade
from smartpick.errors import BadFacts, NotFound
from smartpick.facts.findings import Findings
from smartpick.facts.strict_yaml import Block, read_yaml
from smartpick.settings import DATA

FILE = DATA / "specialties.yaml"
REMEDY = "Reinstall SmartPick, or take the file back from the repository."
MatchService = Literal["NRMP", "SF Match", "urology"]
ApplicationService = Literal["ERAS", "ResidencyCAS", "SF Match"]
GuideFlag = Literal["always", "sometimes", "no"]

_ALLOWED: dict[str, tuple[str, ...]] = {
    "match_service": ("NRMP", "SF Match", "urology"),
    "application_service": ("ERAS", "ResidencyCAS", "SF Match"),
    "guide": ("no", "sometimes", "always"),
}
_KEYS = ("name", "nrmp_name", "nrmp_codes", "aliases", "match_service", "application_service", "guide",
         "length_years", "one_year", "part_of", "in_directory", "note")  # fmt: skip
_SECTIONS = ("length", "application_services", "words", "levels", "groups", "specialties")


@dataclass(frozen=True, slots=True)
class Specialty:
    """One specialty. `length_years` includes PGY-1; `part_of` is set for preliminary years of another one."""

    id: str
    name: str
    nrmp_codes: tuple[str, ...]
    aliases: tuple[str, ...]
    match_service: MatchService
    application_service: ApplicationService
    guide: GuideFlag
    length_years: int
    one_year: bool
    nrmp_name: str
    part_of: str | None
    in_directory: bool  # False: the directory of the 2026 Match has no track of it
    length_grade: Grade
    length_source: str
    note: str


class Specialties:
    """All specialties by id and by any spelling; iterates in the order of the file."""

    def __init__(
        self,
        rows: Mapping[str, Specialty],
        words: Mapping[str, str],
        levels: frozenset[str],
        groups: Mapping[str, tuple[str, ...]],
    ) -> None:
        self._rows, self._words, self._levels = dict(rows), dict(words), levels
        self._groups = {self.normal(name): ids for name, ids in groups.items()}
        self._by_spelling = self._spellings()

    def __iter__(self) -> Iterator[Specialty]:
        return iter(self._rows.values())

    def __len__(self) -> int:
        return len(self._rows)

    def get(self, specialty_id: str) -> Specialty:
        """The specialty with this id; NotFound with the nearest one otherwise."""
        try:
            return self._rows[specialty_id]
        except KeyError:
            raise self._not_found(specialty_id) from None

    def find(self, text: str) -> Specialty:
        """The specialty meant by an id, name, code or alias, however it is spelled.

        Raises NotFound, naming the nearest specialty, or the members where the text covers several.
        """
        members = self._lookup(text)
        if len(members) == 1:
            return members[0]
        if members:
            names = ", ".join(m.name for m in members)
            raise NotFound(f"'{text}' covers several specialties: {names}.", remedy="Name one of them.")
        raise self._not_found(text)

    def find_all(self, text: str) -> tuple[Specialty, ...]:
        """Like `find`, but a name that covers several specialties gives all of them."""
        members = self._lookup(text)
        if not members:
            raise self._not_found(text)
        return members

    def normal(self, text: str) -> str:
        """The spelling with what never matters taken out: case, accents, punctuation, "and", British ae."""
        plain = unicodedata.normalize("NFKD", text.casefold().replace("æ", "e").replace("ae", "e"))
        parts = re.findall(r"[a-z0-9]+", plain.encode("ascii", "ignore").decode())
        return " ".join(self._words.get(part, part) for part in parts if part != "and")

    def _lookup(self, text: str) -> tuple[Specialty, ...]:
        rest = text
        while True:  # "Surgery (Categorical) (PGY-1)" loses one bracket each round
            key = self.normal(rest)
            if key in self._groups:
                return tuple(self._rows[member] for member in self._groups[key])
            if key in self._by_spelling:
                return (self._rows[self._by_spelling[key]],)
            bracket = re.search(r"\(([^()]*)\)\s*$", rest)
            if bracket is None or bracket[1].casefold() not in self._levels:
                return ()
            rest = rest[: bracket.start()]

    def _spellings(self) -> dict[str, str]:
        found: dict[str, str] = {}
        for row in self:
            spellings = (row.id.replace("_", " "), row.name, row.nrmp_name, *row.nrmp_codes, *row.aliases)
            for spelling in spellings:
                key = self.normal(spelling)
                if found.setdefault(key, row.id) != row.id or key in self._groups:
                    raise _bad(f"'{spelling}' leads to both {found[key]} and {row.id}")
        return found

    def _not_found(self, text: str) -> NotFound:
        near = get_close_matches(self.normal(text), self._by_spelling, n=1, cutoff=0.6)
        remedy = (
            f"Did you mean {self._rows[self._by_spelling[near[0]]].name}?"
            if near
            else "Write it as NRMP does, for example 'Dermatology' or 'Internal Medicine'."
        )
        said = f"No specialty is called '{text[:60]}'." if text.strip() else "No specialty was named."
        return NotFound(said, remedy=remedy, field="specialty")


@cache
def specialties(path: Path = FILE) -> Specialties:
    """The shipped table; BadFacts with a sentence where the file is missing or damaged."""
    try:
        data = read_yaml(path)
    except NotFound as missing:
        raise BadFacts(f"The data file {path.name} is missing.", remedy=REMEDY) from missing
    findings = Findings(path.name)
    findings.check_keys(data, "", _SECTIONS, _SECTIONS)
    findings.raise_first()
    for key, entry in data["specialties"].items():
        findings.check_keys(entry, f"{key}.", _KEYS, ("name", "length_years"))
    findings.raise_first()
    rows = {key: _row(key, entry, data["length"]) for key, entry in data["specialties"].items()}
    for row in rows.values():
        if row.part_of is not None and row.part_of not in rows:
            raise _bad(f"{row.id} is part of the unknown specialty {row.part_of}")
    groups = {name: tuple(ids) for name, ids in data["groups"].items()}
    for name, ids in groups.items():
        if unknown := [member for member in ids if member not in rows]:
            raise _bad(f"the group '{name}' names the unknown specialty {unknown[0]}")
    levels = frozenset(level.casefold() for level in data["levels"])
    return Specialties(rows, data["words"], levels, groups)


def _row(specialty_id: str, entry: Block, length: Mapping[str, Any]) -> Specialty:
    years = entry["length_years"]
    if not isinstance(years, int) or not 1 <= years <= 8:
        raise _bad(f"{specialty_id} needs a training length of 1 to 8 years, not {years}")
    chosen = {key: entry.get(key, allowed[0]) for key, allowed in _ALLOWED.items()}
    for key, value in chosen.items():
        if value not in _ALLOWED[key]:
            raise _bad(f"{specialty_id} has the {key} '{value}', which is none of {', '.join(_ALLOWED[key])}")
    return Specialty(
        id=specialty_id,
        name=entry["name"],
        nrmp_codes=tuple(entry.get("nrmp_codes", ())),
        aliases=tuple(entry.get("aliases", ())),
        match_service=chosen["match_service"],
        application_service=chosen["application_service"],
        guide=chosen["guide"],
        length_years=years,
        one_year=bool(entry.get("one_year", False)),
        nrmp_name=entry.get("nrmp_name", entry["name"]),
        part_of=entry.get("part_of"),
        in_directory=bool(entry.get("in_directory", True)),
        length_grade=Grade(length["grade"]),
        length_source=length["source"],
        note=entry.get("note", ""),
    )


def _bad(what: str) -> BadFacts:
    return BadFacts(f"The specialty table {FILE.name} cannot be used: {what}.", remedy=REMEDY)
