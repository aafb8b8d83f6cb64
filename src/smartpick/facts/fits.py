"""Fitted models shipped with SmartPick: arrays in `data/fits/NAME.npz`, described by a sidecar `NAME.json` beside it.

A fit holds coefficients, variances and draws, never a row of the data it was made from. The sidecar
says what was fitted, on which data (by hash), by which code (by hash) and how to do it again.
"""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from smartpick.errors import BadFacts
from smartpick.settings import DATA

FITS = DATA / "fits"
REMEDY = "Install SmartPick again to get the shipped file back."
REQUIRED = ("what", "data", "data_hash", "code_hash", "command", "fitted")  # keys every sidecar has


@dataclass(frozen=True, slots=True)
class Fit:
    """Fitted arrays by name, and what the sidecar says about them. Axes are named in `meta["axes"]`."""

    name: str
    arrays: dict[str, NDArray[Any]]
    meta: dict[str, Any]

    def __getitem__(self, key: str) -> NDArray[Any]:
        """One array; BadFacts where the fit does not hold it."""
        if key not in self.arrays:
            raise BadFacts(f"The fit fits/{self.name}.npz holds no `{key}`.", remedy=REMEDY)
        return self.arrays[key]


@cache
def load_fit(name: str, folder: Path = FITS) -> Fit:
    """The fit of this name, read once; BadFacts where a file is missing or damaged. Arrays are read-only."""
    try:
        meta = json.loads((folder / f"{name}.json").read_text(encoding="utf-8"))
        with np.load(folder / f"{name}.npz", allow_pickle=False) as held:
            arrays = {key: held[key] for key in held.files}
    except FileNotFoundError as error:
        missing = Path(str(error.filename)).name
        raise BadFacts(f"The fitted file fits/{missing} is missing.", remedy=REMEDY) from None
    except (OSError, ValueError, UnicodeDecodeError, zipfile.BadZipFile) as error:
        raise BadFacts(f"The fit fits/{name} cannot be read: {error}.", remedy=REMEDY) from None
    absent = [key for key in REQUIRED if key not in meta]
    if absent:
        raise BadFacts(f"fits/{name}.json does not say its {', '.join(absent)}.", remedy=REMEDY)
    for array in arrays.values():
        array.setflags(write=False)
    return Fit(name, arrays, meta)


def write_fit(folder: Path, name: str, arrays: Mapping[str, NDArray[Any]], meta: Mapping[str, Any]) -> None:
    """Write arrays and sidecar so that the same fit gives the same bytes (no times, keys sorted)."""
    folder.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(folder / f"{name}.npz", "w", zipfile.ZIP_DEFLATED) as held:
        for key in sorted(arrays):
            entry = zipfile.ZipInfo(f"{key}.npy", date_time=(1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            with held.open(entry, "w") as file:
                np.lib.format.write_array(file, np.ascontiguousarray(arrays[key]), allow_pickle=False)
    text = json.dumps(dict(meta), indent=2, sort_keys=True, ensure_ascii=False)
    (folder / f"{name}.json").write_text(text + "\n", encoding="utf-8")


def hash_files(paths: Iterable[Path]) -> str:
    """SHA-256 over the contents of files in the order given, independent of where they lie."""
    total = hashlib.sha256()
    for path in paths:
        total.update(hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()
