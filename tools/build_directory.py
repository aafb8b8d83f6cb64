"""Builds the shipped directory (institutions, programs, tracks) from one table of NRMP and urology tracks.

    python -m tools.build_directory SOURCE.csv --places PLACES.csv

SOURCE.csv has one row per track; PLACES.csv US cities with state, coordinates and population. How each was
obtained stands in data/sources: nrmp-program-results, nrmp-program-codes-2023, eras-programs-2021 and
geonames-cities. Board pass rates in the source are left out on purpose.
"""

from __future__ import annotations

import argparse
import csv
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

from smartpick.settings import DATA
from tools.directory_grouping import Group, Grouping, Row

OUT = DATA / "directory"
FIRST_YEAR, LAST_YEAR = 2014, 2025  # of the history beside 2026
KINDS = {
    "categorical": ("categorical", "no"),
    "primary care (categorical)": ("categorical", "yes"),
    "advanced": ("advanced", "no"),
    "preliminary": ("preliminary", "no"),
    "physician (reserved)": ("reserved", "no"),
}
SMALLEST_NAMED_TOWN = 1_000  # people; below, a site's name is more likely a hospital's than a town's
Place = tuple[str, str, str, str]  # city, latitude, longitude, population
Towns = dict[tuple[str, str], Place]  # by spelling and state
KnownSites = dict[tuple[str, str], Place]  # by institution and site


def main() -> None:
    """Reads, groups, writes, and prints the totals a person compares with the official ones."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("source", type=Path)
    parser.add_argument("--places", type=Path, required=True)
    parser.add_argument("--out", type=Path, default=OUT)
    args = parser.parse_args()
    with args.source.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    grouping = Grouping(OUT / "grouping.yaml")
    groups = grouping.groups(rows)
    groups.sort(key=lambda g: (g.specialty, g.rows[0]["state"], g.institution_id, g.program_id))
    towns = _towns(args.places)
    tables = {
        "institutions": _institutions(rows),
        "programs": _programs(groups, grouping, towns),
        "tracks": [line for group in groups for line in _tracks(group)],
    }
    for name, lines in tables.items():
        _write(args.out / f"{name}.csv", lines)
    nrmp = [row for row in rows if row["match_service"] == "NRMP"]
    offered = sum(_seats(row["quota_2026"]) or 0 for row in nrmp)
    filled = sum(_seats(row["filled_2026"]) or 0 for row in nrmp)
    print(
        f"{len(nrmp)} NRMP tracks, {len(rows) - len(nrmp)} urology, {len(groups)} programs, "
        f"{offered} offered, {filled} filled."
    )


def _institutions(rows: list[Row]) -> list[dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for row in rows:
        key = row["institution_code"] or row["program_id"]
        checked = row["institution_name_checked"]
        line = {"institution_id": key, "name": row["institution"], "name_checked": checked}
        if found.setdefault(key, line) != line:
            raise SystemExit(f"The institution {key} has two names.")
    return [found[key] for key in sorted(found)]


def _programs(groups: list[Group], grouping: Grouping, towns: Towns) -> list[dict[str, str]]:
    known, homes = _known_sites(groups, grouping), _homes(groups)
    lines = []
    for group in groups:
        row = _best(group)
        place, place_from = _place(group, row, known, homes, towns, grouping)
        website = next((r["website"] for r in _by_trust(group) if r["website"]), "") if group.acgme_id else ""
        lines.append({
            "program_id": group.program_id,
            "specialty": group.specialty,
            "institution_id": group.institution_id,
            "site": group.site,
            "city": place[0].title() if place[0].isupper() else place[0],
            "state": row["state"],
            "latitude": place[1],
            "longitude": place[2],
            "city_population": place[3],
            "place_from": place_from,
            "acgme_id": group.acgme_id,
            "acgme_link": row["acgme_link"] if group.acgme_id else "",
            "website": website,
        })  # fmt: skip
    return lines


def _place(
    group: Group, row: Row, known: KnownSites, homes: dict[str, Place], towns: Towns, grouping: Grouping
) -> tuple[Place, str]:
    """Where a program is and how that is known: ACGME listing, a sister, its name, its institution."""
    if group.acgme_id:
        return _row_place(row), "acgme" if row["city"] else ""
    sister = known.get((group.institution_id, grouping.key(group.site)))
    if sister and group.site:
        return sister, "sister"
    town = towns.get((_letters(group.site), row["state"]))
    if town and group.site not in grouping.not_towns:
        return town, "name"
    if group.site:  # the row's own town is the sponsor's
        return ("", "", "", ""), ""
    home = known.get((group.institution_id, "")) or homes.get(group.institution_id)
    return (home, "institution") if home else (("", "", "", ""), "")


def _known_sites(groups: list[Group], grouping: Grouping) -> KnownSites:
    """The town of each institution and site whose linked programs all stand in one."""
    seen: dict[tuple[str, str], set[Place]] = defaultdict(set)
    for group, row in _surely_placed(groups):
        seen[group.institution_id, grouping.key(grouping.site(row, group.rows))].add(_row_place(row))
    return {key: next(iter(places)) for key, places in seen.items() if len(places) == 1}


def _homes(groups: list[Group]) -> dict[str, Place]:
    """The town in which at least half of an institution's linked programs stand; else what the source says.

    The source gives an institution without any linked program the town of the 2023 code list.
    """
    seen: dict[str, Counter[Place]] = defaultdict(Counter)
    for group, row in _surely_placed(groups):
        seen[group.institution_id][_row_place(row)] += 1
    homes = {}
    for key, places in seen.items():
        place, count = places.most_common(1)[0]
        if 2 * count >= places.total():
            homes[key] = place
    for group in groups:
        for row in group.rows:
            if group.institution_id not in seen and row["city"] and not row["acgme_id"]:
                homes.setdefault(group.institution_id, _row_place(row))
    return homes


def _surely_placed(groups: list[Group]) -> Iterator[tuple[Group, Row]]:
    """The rows whose town comes from their own ACGME listing, with their program."""
    for group in groups:
        for row in group.rows if group.acgme_id else []:
            if row["institution_code"] == group.institution_id and row["acgme_link"] == "high":
                yield group, row


def _towns(path: Path) -> Towns:
    """Towns by spelling and state, where one town only carries the name."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = [r for r in csv.DictReader(file) if int(r["population"] or 0) >= SMALLEST_NAMED_TOWN]
    count = Counter((_letters(r["city"]), r["state"]) for r in rows)
    return {
        (_letters(r["city"]), r["state"]): (
            r["city"], f"{float(r['lat']):.4f}", f"{float(r['lon']):.4f}", r["population"]
        )
        for r in rows
        if count[_letters(r["city"]), r["state"]] == 1
    }  # fmt: skip


def _tracks(group: Group) -> list[dict[str, str]]:
    lines = []
    for row in sorted(group.rows, key=lambda r: r["program_id"]):
        kind, primary_care = KINDS[row["track_type"]]
        quota, filled = _seats(row["quota_2026"]), _seats(row["filled_2026"])
        lines.append({
            "track_id": row["program_id"],
            "program_id": group.program_id,
            "name": row["program_name"].strip(),
            "kind": kind,
            "primary_care": primary_care,
            "first_seen": row["first_seen"],
            "quota_2026": "" if quota is None else str(quota),
            "filled_2026": "" if filled is None else str(filled),
            "history": _history(row),
        })  # fmt: skip
    return lines


def _history(row: Row) -> str:
    """ "2014:15/15 15/14 - 20/20": filled after offered, from the first year on, "-" where unknown."""
    years = [(row[f"quota_{y}"], row[f"filled_{y}"]) for y in range(FIRST_YEAR, LAST_YEAR + 1)]
    known = [i for i, (quota, _) in enumerate(years) if quota]
    if not known:
        return ""
    cells = [f"{_seats(q)}/{_seats(f)}" if q and f else "-" for q, f in years[known[0] : known[-1] + 1]]
    return f"{FIRST_YEAR + known[0]}:{' '.join(cells)}"


def _by_trust(group: Group) -> list[Row]:
    order = {"high": 0, "own": 0, "medium": 1, "": 2}
    return sorted(group.rows, key=lambda r: (order[r["acgme_link"]], r["program_id"]))


def _best(group: Group) -> Row:
    """The row whose place and link stand for the group: its surest link at its own institution."""
    own = [r for r in _by_trust(group) if r["institution_code"] in ("", group.institution_id)]
    return own[0] if own else _by_trust(group)[0]


def _row_place(row: Row) -> Place:
    return row["city"], row["lat"], row["lon"], row["city_population"]


def _seats(text: str) -> int | None:
    return None if text == "" else int(float(text))


def _letters(text: str) -> str:
    return "".join(c for c in text.casefold().replace("ft ", "fort ") if c.isalpha())


def _write(path: Path, lines: list[dict[str, str]]) -> None:
    """Writes the table, and its number of rows into its sidecar, where the loader looks for it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(lines[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(lines)
    sidecar = OUT / f"{path.stem}.yaml"
    text, found = re.subn(r"(?m)^rows: \d+$", f"rows: {len(lines)}", sidecar.read_text(encoding="utf-8"))
    if found != 1:
        raise SystemExit(f"{sidecar.name} has no line for the number of rows.")
    path.with_suffix(".yaml").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
