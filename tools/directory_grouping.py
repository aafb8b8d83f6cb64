"""How tracks become programs: by ACGME id where the names agree, else by institution, specialty and site.

The rule, its exceptions and the reasons stand in `src/smartpick/data/directory/grouping.yaml`.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path

from smartpick.facts.specialties import specialties
from smartpick.facts.strict_yaml import Block, read_yaml

Row = dict[str, str]  # one line of the source table


@dataclass(slots=True)
class Group:
    """One program in the making; `first` is the track that names it where there is no ACGME id."""

    specialty: str
    institution_id: str
    acgme_id: str
    site: str
    rows: list[Row] = field(default_factory=list)

    @property
    def program_id(self) -> str:
        if self.acgme_id:
            return f"P{self.acgme_id}"
        code = min(row["program_id"] for row in self.rows)  # NRMP code: institution, specialty, track
        return f"{code[:4]}-{code[4:7]}-{code[7:]}"


class Grouping:
    """The rules of grouping.yaml, ready to use."""

    def __init__(self, path: Path) -> None:
        rules: Block = read_yaml(path)
        self.owner: dict[str, str] = rules["owner"]
        self.keep: set[str] = set(rules["keep"])
        self.unlink: dict[str, str] = rules["unlink"]
        self.words: set[str] = set(rules["track_words"])
        self.same_site: dict[str, str] = rules["same_site"]
        self.not_towns: set[str] = set(rules["not_towns"])

    def groups(self, rows: list[Row]) -> list[Group]:
        """Every row in exactly one group, never two specialties in one."""
        self._check_names(rows)
        linked: dict[tuple[str, str], Group] = {}
        loose: dict[tuple[str, str], list[Row]] = defaultdict(list)
        for row in rows:
            specialty = specialties().find(row["specialty"]).id
            acgme_id = self.acgme_id(row)
            if not acgme_id:
                loose[row["institution_code"], specialty].append(row)
                continue
            group = linked.setdefault(
                (acgme_id, specialty), Group(specialty, self._institution(row, acgme_id), acgme_id, "")
            )
            group.rows.append(row)
        at: dict[tuple[str, str], list[Group]] = defaultdict(list)
        for group in linked.values():
            at[group.institution_id, group.specialty].append(group)
        for key, some in loose.items():
            self._place(key, some, at[key])
        return [group for groups in at.values() for group in groups]

    def acgme_id(self, row: Row) -> str:
        """The id a row keeps; empty where it has none or the names contradict it."""
        found, code = row["acgme_id"], row["program_id"]
        if code in self.unlink:
            return ""
        if self.owner.get(found, row["institution_code"]) != row["institution_code"]:
            return found if code in self.keep else ""
        return found

    def site(self, row: Row, sisters: list[Row]) -> str:
        """The place a track's name gives after "/", empty where it describes the track only."""
        place = self._place_named(row)
        if place and row["track_type"] == "preliminary" and self._opens_with_specialty(row):
            others = {self.key(self._place_named(s)) for s in sisters if not self._opens_with_specialty(s)}
            return place if self.key(place) in others else ""
        return place

    def _institution(self, row: Row, acgme_id: str) -> str:
        return self.owner.get(acgme_id, row["institution_code"] or row["program_id"])

    def _place(self, key: tuple[str, str], rows: list[Row], groups: list[Group]) -> None:
        """Adds the rows without id of one institution and specialty to its programs."""
        institution_id, specialty = key
        sisters = [*rows, *(row for group in groups for row in group.rows)]
        sites = {id(group): {self.key(self.site(row, sisters)) for row in group.rows} for group in groups}
        # Tracks that lost a contradicted id come first: they stand for themselves, others may join them.
        for row in sorted(rows, key=lambda r: (r["program_id"] not in self.unlink, r["program_id"])):
            site = self.site(row, sisters)
            banned = row["acgme_id"] if row["program_id"] in self.unlink else None
            open_to = [group for group in groups if not banned or group.acgme_id != banned]
            matches = [group for group in open_to if self.key(site) in sites[id(group)]]
            if not matches and not site and len(open_to) == 1:
                matches = open_to
            if not matches:
                matches = [Group(specialty, institution_id, "", site)]
                groups.append(matches[0])
                sites[id(matches[0])] = set()
            chosen = min(matches, key=lambda g: min((r["program_id"] for r in g.rows), default=""))
            chosen.rows.append(row)
            sites[id(chosen)].add(self.key(site))

    def _place_named(self, row: Row) -> str:
        name = row["program_name"]
        if "/" not in name or row["match_service"] != "NRMP":
            return ""
        tail = name.split("/", 1)[1].strip("/ ")
        parts = [p for p in re.split(r"[\s/&,()-]+", tail) if p and p.casefold().strip(".") not in self.words]
        place = " ".join(parts)
        return self.same_site.get(place, place)

    def _opens_with_specialty(self, row: Row) -> bool:
        tail = row["program_name"].partition("/")[2]
        first = re.split(r"[\s/&-]+", tail.strip("/ "))[0].casefold()
        return len(first) > 2 and first in self.words and first.endswith(("logy", "sia", "rad", "gy"))

    @staticmethod
    def key(site: str) -> str:
        """Site spelling with hospital words taken out: "St Joseph Ctr" is "St Joseph"."""
        words = re.findall(r"[a-z0-9]+", site.casefold())
        return " ".join(w.rstrip("s") for w in words if w not in ("ctr", "hosp", "hospital", "mc", "rmc"))

    def _check_names(self, rows: list[Row]) -> None:
        """Refuses a decision about a track that is gone or renamed since it was decided."""
        names = {row["program_id"]: row["program_name"] for row in rows}
        for code, name in self.unlink.items():
            if names.get(code) != name:
                raise SystemExit(f"grouping.yaml decides about {code} '{name}', now '{names.get(code)}'.")
        ids = {row["acgme_id"] for row in rows}
        if gone := [acgme_id for acgme_id in self.owner if acgme_id not in ids]:
            raise SystemExit(f"grouping.yaml names the owner of {gone[0]}, which no track carries.")
