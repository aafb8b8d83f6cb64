"""What is known, and from where: parameters and sources read from the data folder on first use."""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path

from smartpick.errors import NotFound
from smartpick.facts.findings import Findings, nearest
from smartpick.facts.parameter_file import parse_parameter
from smartpick.facts.parameters import Fact, Parameter
from smartpick.facts.source import ReadVia, Source, read_source
from smartpick.facts.strict_yaml import read_yaml
from smartpick.settings import DATA

__all__ = ["Fact", "Facts", "Parameter", "ReadVia", "Source", "load_facts"]


class Facts:
    """All parameters and sources below a data folder; a file is read and checked when first asked for.

    Raises BadFacts for a damaged file and NotFound, with the nearest names, for a missing key.
    """

    def __init__(self, data: Path) -> None:
        self.data = data
        self._parameters: dict[str, Parameter] = {}
        self._sources: dict[str, Source] = {}
        self._paths = {_key(data / "parameters", path): path for path in _yaml_files(data / "parameters")}
        self._source_paths = {path.stem: path for path in _yaml_files(data / "sources")}

    @property
    def keys(self) -> tuple[str, ...]:
        """Every parameter key, sorted."""
        return tuple(sorted(self._paths))

    @property
    def source_ids(self) -> tuple[str, ...]:
        return tuple(sorted(self._source_paths))

    def path(self, key: str) -> Path:
        """The file of a key."""
        path = self._paths.get(key)
        if path is None:
            raise NotFound(f"There is no parameter `{key}`.{nearest(key, self._paths)}", field=key)
        return path

    def parameter(self, key: str) -> Parameter:
        """The whole value series of a key."""
        known = self._parameters.get(key)
        if known is not None:
            return known
        path = self.path(key)
        findings = Findings(path.relative_to(self.data).as_posix())
        block = read_yaml(path, findings.file)
        parameter = parse_parameter(key, block, self._source_paths, findings, self._via)
        findings.raise_first()
        self._parameters[key] = parameter
        return parameter

    def get(self, key: str, *cell: str, year: int | None = None) -> Fact:
        """The fact of a cell in a year (without one: its latest); NotFound where there is none."""
        parameter = self.parameter(key)
        wanted = tuple(str(part) for part in cell)
        fact = parameter.find(wanted, year)
        if fact is not None:
            return fact
        if len(wanted) != len(parameter.by):
            by = ", ".join(parameter.by) or "nothing"
            raise NotFound(f"`{key}` is given by {by}, not by {len(wanted)} words.", field=key)
        when = f" in {year}" if year is not None else ""
        cells = {" ".join(c) for y, c in parameter.facts if year is None or y == year}
        raise NotFound(f"`{key}` has no value for `{' '.join(wanted)}`{when}."
                       f"{nearest(' '.join(wanted), cells)}", field=key)

    def find(self, key: str, *cell: str, year: int | None = None) -> Fact | None:
        """Like `get`, with None where the key or the cell does not exist."""
        if key not in self._paths:
            return None
        return self.parameter(key).find(tuple(str(part) for part in cell), year)

    def cells(self, key: str, year: int | None = None) -> dict[tuple[str, ...], Fact]:
        """Every cell of a key in one year; without a year, in the latest the key has.

        Years are never mixed: the fee tiers of one season do not fit those of another.
        """
        parameter = self.parameter(key)
        wanted = parameter.years[-1] if year is None else year
        return {cell: fact for (y, cell), fact in parameter.facts.items() if y == wanted}

    def history(self, key: str, *cell: str) -> tuple[Fact, ...]:
        """Every year of a cell, oldest first."""
        return self.parameter(key).history(tuple(str(part) for part in cell))

    def source(self, source_id: str) -> Source:
        """The source with this id."""
        known = self._sources.get(source_id)
        if known is None:
            path = self._source_paths.get(source_id)
            if path is None:
                raise NotFound(f"There is no source `{source_id}`.{nearest(source_id, self._source_paths)}")
            known = self._sources[source_id] = read_source(path)
        return known

    def _via(self, source_id: str) -> ReadVia:
        return self.source(source_id).read_via


@cache
def load_facts(data: Path = DATA) -> Facts:
    """The facts of a data folder, SmartPick's own by default; nothing is parsed until asked for."""
    return Facts(data)


def _yaml_files(root: Path) -> list[Path]:
    found = []
    for folder, _, names in os.walk(root):
        found += [Path(folder) / name for name in names if name.endswith(".yaml")]
    return sorted(found)


def _key(root: Path, path: Path) -> str:
    return ".".join(path.relative_to(root).with_suffix("").parts)
