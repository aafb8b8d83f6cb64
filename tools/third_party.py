"""THIRD_PARTY.md: licences of the packages SmartPick runs on and of the chart scripts, and whom the figures come from.

    python -m tools.third_party            # write it
    python -m tools.third_party --check    # 1 where it is out of date
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib import metadata

from smartpick.facts import load_facts
from tools.reference_page import ROOT, cell, write_or_check
from tools.vendor import shipped

PINNED = re.compile(r"^([\w.-]+)==", re.MULTILINE)
OWN = {"SmartPick"}
# Installed on Windows only, so not to be asked here.
ELSEWHERE = {"colorama": "BSD-3-Clause"}
# Old ways of naming a licence, and classifiers that leave its variant open (looked up in the package).
SPDX = {"MIT License": "MIT", "ISC License": "ISC", "ISC License (ISCL)": "ISC", "BSD License": "BSD-3-Clause"}
INTRO = """# What comes from others

SmartPick itself is under the Apache License 2.0. It stands on the work below. This page is written by
`python -m tools.third_party` and checked by a test.
"""
PACKAGES = """
## Python packages

Installed beside SmartPick, pinned and hash-checked in `requirements/run.txt`; none of their code is part of it.

| package | licence |
| --- | --- |
"""
SCRIPTS = """
## Chart scripts

Fetched when SmartPick is set up or built, as `package-lock.json` pins them, and copied unchanged but for one import and
the pointers to source maps. Vega, Vega-Lite and the Vega interpreter draw the curve that answers the pointer; the rest
is part of their files. The texts of all licences lie beside the copies, in `static/vendor/LICENSES.txt`.

| package | version | licence |
| --- | --- | --- |
"""
DATA = """
## Figures and facts

Quoted with their source; every value names its own. The list with titles, days and the way each was read is in
[parameters and sources](docs/reference/parameters.md) and on the page About. Nobody named here endorses SmartPick.

| publisher | sources | terms |
| --- | --- | --- |
"""


def page() -> str:
    """The whole document."""
    packages = "".join(f"| {name} | {cell(licence)} |\n" for name, licence in python_licences())
    scripts = "".join(f"| {name} | {package['version']} | {package.get('license', 'see its text')} |\n"
                      for name, package in shipped(ROOT).items())
    data = "".join(f"| {cell(publisher)} | {count} | {cell(terms)} |\n" for publisher, count, terms in attributions())
    return INTRO + PACKAGES + packages + SCRIPTS + scripts + DATA + data


def python_licences() -> Iterator[tuple[str, str]]:
    """Package and licence of everything in requirements/run.txt; KeyError for a package that cannot be asked."""
    pinned = PINNED.findall((ROOT / "requirements" / "run.txt").read_text(encoding="utf-8"))
    for name in sorted(set(pinned)):
        try:
            yield name, licence(metadata.metadata(name))
        except metadata.PackageNotFoundError:
            yield name, ELSEWHERE[name]


def licence(about: metadata.PackageMetadata) -> str:
    """The licence a package declares: as an expression, in a word, or by its classifier."""
    fields = about.json
    word = str(fields.get("license", ""))
    found = [str(line).rpartition("::")[2].strip() for line in fields.get("classifier", [])
             if str(line).startswith("License")]
    declared = str(fields.get("license_expression") or (word if 0 < len(word) < 40 else "") or "".join(found[:1]))
    return SPDX.get(declared, declared)


def attributions() -> list[tuple[str, int, str]]:
    """Publisher, number of its sources, and the terms under which they are quoted, in alphabetical order."""
    facts = load_facts()
    by: dict[str, list[str]] = {}
    for source in (facts.source(i) for i in facts.source_ids):
        if source.publisher not in OWN:
            by.setdefault(source.publisher, []).append(source.terms or "Quoted with attribution.")
    return [(publisher, len(terms), " ".join(sorted({t[:1].upper() + t[1:].rstrip(".") + "." for t in terms})))
            for publisher, terms in sorted(by.items(), key=lambda row: row[0].casefold())]


def main() -> int:
    """Write or check."""
    return write_or_check("THIRD_PARTY.md", page, ROOT)


if __name__ == "__main__":
    raise SystemExit(main())
