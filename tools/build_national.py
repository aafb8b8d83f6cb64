"""Makes the outcome tables of the Match from the gathered CSV files, so that the conversion can be repeated.

Usage: python tools/build_national.py GATHERED_FOLDER [OUTPUT_FOLDER]

GATHERED_FOLDER holds `state_matrix_2026.csv` and `national/{charting_outcomes,match_results}.csv`
(see tools/sources.md). OUTPUT_FOLDER is the package's data/tables by default. Shares are written
as 0 to 1, counts as whole numbers; a row that agrees with an earlier reading becomes its note, a
row that disagrees is kept and flagged `conflict`.
"""

from __future__ import annotations

import csv
import re
import sys
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

from smartpick.facts.source import ReadVia, read_source
from smartpick.facts.specialties import specialties
from smartpick.settings import DATA

Row = dict[str, str]

TYPES = {
    "US MD senior": "us_md_senior",
    "US DO senior": "us_do_senior",
    "US MD graduate": "us_md_graduate",
    "US DO graduate": "us_do_graduate",
    "US IMG": "us_img",
    "non-US IMG": "non_us_img",
    "US+non-US IMG": "img",
    "other": "other",
    "all": "all",
}
STATES = {
    "Alabama": "AL", "Alaska": "AK", "Arizona": "AZ", "Arkansas": "AR", "California": "CA",
    "Colorado": "CO", "Connecticut": "CT", "Delaware": "DE", "District Of Columbia": "DC", "Florida": "FL",
    "Georgia": "GA", "Hawaii": "HI", "Idaho": "ID", "Illinois": "IL", "Indiana": "IN", "Iowa": "IA",
    "Kansas": "KS", "Kentucky": "KY", "Louisiana": "LA", "Maine": "ME", "Maryland": "MD",
    "Massachusetts": "MA", "Michigan": "MI", "Minnesota": "MN", "Mississippi": "MS", "Missouri": "MO",
    "Montana": "MT", "Nebraska": "NE", "Nevada": "NV", "New Hampshire": "NH", "New Jersey": "NJ",
    "New Mexico": "NM", "New York": "NY", "North Carolina": "NC", "North Dakota": "ND", "Ohio": "OH",
    "Oklahoma": "OK", "Oregon": "OR", "Pennsylvania": "PA", "Puerto Rico": "PR", "Rhode Island": "RI",
    "South Carolina": "SC", "South Dakota": "SD", "Tennessee": "TN", "Texas": "TX", "Utah": "UT",
    "Vermont": "VT", "Virginia": "VA", "Washington": "WA", "West Virginia": "WV", "Wisconsin": "WI",
    "Wyoming": "WY",
}
LEVELS = {"PGY-1": "pgy1", "PGY-2": "pgy2", "Physician": "physician"}

# (start of the gathered source, our source); the first that fits
SOURCES = (
    ("NRMP, Charting Outcomes: Characteristics of Non-U.S. IMGs", "nrmp-charting-non-us-img-2026"),
    ("NRMP, Charting Outcomes: Characteristics of U.S. MD Seniors", "nrmp-charting-us-md-2026"),
    ("NRMP, Charting Outcomes: Characteristics of U.S. MD/DO", "nrmp-charting-ortho-2026"),
    ("NRMP, Charting Outcomes: Characteristics of U.S. DO", "nrmp-charting-ortho-2026"),
    ("NRMP 2026 Charting Outcomes (IMG)", "nrmp-charting-ortho-2026"),
    ("NRMP, Charting Outcomes in the Match 2024", "nrmp-charting-us-2024"),
    ("USMLE Wise article", "usmlewise-scores-2026"),
    ("uscehub.com img-data quoting NRMP Charting Outcomes 2024", "uscehub-img-data"),
    ("medclerkships.com", "medclerkships-us-img-2013"),
    ("medschoolgurus.com", "medschoolgurus-img-2018"),
    ("dermatology planning document", "derm-planning-2026"),
    ("same", "derm-planning-2026"),
    ("SCO quoted in dermatology", "derm-planning-2026"),
    ("NRMP Charting Outcomes 2024 (independent reading", "derm-planning-2026"),
    ("shanghaiusmle.org", "shanghaiusmle-2013"),
    ("NRMP, 2026 Main Residency Match: Match Rates by Specialty and State", "nrmp-state-2026"),
    ("NRMP, Advance Data Tables: 2025", "nrmp-advance-2025"),
    ("NRMP, Results and Data: 2025", "nrmp-results-2025"),
    ("Path-to-Ortho", "path-to-ortho-results"),
)

RESULT_SOURCES = ("nrmp-state-2026", "nrmp-advance-2025", "nrmp-results-2025", "path-to-ortho-results")

CHARTING_COLUMNS = ("year", "specialty", "applicant_type", "measure", "group", "statistic", "value",
                    "source", "at", "grade", "read_via", "conflict", "note")
RESULT_COLUMNS = ("year", "specialty", "kind", "applicant_type", "measure", "value",
                  "source", "at", "grade", "read_via", "conflict", "note")

MEASURES = {
    "step2ck": "step2_ck", "usmle_step_2_ck": "step2_ck", "step1": "step1", "comlex2": "comlex2",
    "publications": "publications", "abstracts": "abstracts", "presentations": "presentations",
    "abstracts_presentations_publications": "abstracts_presentations_publications",
    "research": "research", "research_experiences": "research",
    "volunteer": "volunteer", "volunteer_experiences": "volunteer",
    "work": "work", "work_experiences": "work",
    "contiguous_ranks": "contiguous_ranks",
    "specialties_ranked": "specialties_ranked", "distinct_specialties_ranked": "specialties_ranked",
    "phd": "phd", "has_a_ph_d": "phd",
    "gradDegree": "graduate_degree", "has_another_graduate_degree": "graduate_degree",
}
COUNTS = {  # metric -> (measure, group, statistic)
    "matched_to_preferred": ("preferred", "matched", "count"),
    "not_matched_to_preferred": ("preferred", "not_matched", "count"),
    "matched_to_preferred_alt": ("preferred", "matched", "count"),
    "matched_consented": ("consented", "matched", "count"),
    "not_matched_consented": ("consented", "not_matched", "count"),
    "matched_to_preferred_consented": ("consented", "matched", "count"),
    "not_matched_to_preferred_consented": ("consented", "not_matched", "count"),
    "positions_offered": ("positions", "", "count"),
    "applicants_preferring_specialty": ("preferred", "", "count"),
    "totalImgMatched": ("preferred", "matched", "count"),
    "totalImgNotMatched": ("preferred", "not_matched", "count"),
    "totalImg": ("preferred", "", "count"),
    "consentedMatched": ("consented", "matched", "count"),
    "consentedNotMatched": ("consented", "not_matched", "count"),
    "analysisSample": ("consented", "", "count"),
}
# Can be computed from the rows kept, or says again what another table holds.
LEFT_OUT = ("match_rate", "applicants_per_position", "iqr", "imgShareOfPool", "weightedMatchRate",
            "reportHeadlineRate", "totalPositions", "totalAllApplicants", "activeApplicants",
            "distinct_specialties_ranked_1", "distinct_specialties_ranked_2",
            "distinct_specialties_ranked_3", "distinct_specialties_ranked_4")
STATISTIC = re.compile(
    r"^(?P<measure>.+?)_(?P<group>matched|not_matched)_(?P<statistic>n|mean|sd|min|q1|median|q3|max|pct)$"
)


def main(arguments: list[str]) -> int:
    """Write the three tables and print how many rows each has."""
    if not arguments:
        print(__doc__)
        return 2
    gathered = Path(arguments[0])
    out = Path(arguments[1]) if len(arguments) > 1 else DATA / "tables"
    out.mkdir(parents=True, exist_ok=True)
    charting = merge(charting_rows(gathered / "national" / "charting_outcomes.csv"), 6)
    results = merge(result_rows(gathered / "national" / "match_results.csv"), 5)
    states = list(state_rows(gathered / "state_matrix_2026.csv"))
    write(out / "charting_outcomes.csv", CHARTING_COLUMNS, charting)
    write(out / "match_results.csv", RESULT_COLUMNS, results)
    write(out / "state_results_2026.csv", tuple(states[0]), states)
    print(f"Rows: charting_outcomes {len(charting)}, match_results {len(results)}, "
          f"state_results_2026 {len(states)}.")
    return 0


def charting_rows(path: Path) -> Iterator[Row]:
    """Charting Outcomes, one row a statistic; the editions whose year is not known are left out."""
    for raw in read(path):
        if not raw["year"].isdigit() or is_left_out(raw["metric"]):
            continue
        measure, group, statistic = charting_cell(raw["metric"])
        value = raw["value"]
        if statistic == "pct":
            statistic, value = "share", f"{float(value) / 100:.4f}"
        yield {
            "year": raw["year"],
            "specialty": specialty_id(raw["specialty"]),
            "applicant_type": TYPES[raw["applicant_type"]],
            "measure": measure,
            "group": group,
            "statistic": statistic,
            "value": plain(value),
            **origin(raw, charting_source(raw)),
            "conflict": "yes" if raw["metric"].endswith("_alt") else "",
            "note": charting_note(raw),
        }


def charting_cell(metric: str) -> tuple[str, str, str]:
    """Measure, group and statistic of a gathered metric; KeyError for one nobody has seen before."""
    metric = metric.removesuffix("_2nd_source")
    if metric in COUNTS:
        return COUNTS[metric]
    found = STATISTIC.match(metric)
    if found is None:
        raise KeyError(metric)
    return MEASURES[found["measure"]], found["group"], found["statistic"]


def charting_source(raw: Row) -> str:
    """`same` rows and the Orthopaedic chapter sit under several titles in the gathered file."""
    source = source_id(raw)
    if raw["page"] == "Orthopaedic chapter":
        return "nrmp-charting-ortho-2026"
    return source


def charting_note(raw: Row) -> str:
    """What a reader of the row has to know."""
    if raw["metric"].endswith("_alt"):
        return "counted from the PGY-2 positions table: 29 non-US IMGs, 4 matched; 23 US IMGs, 9 matched"
    if "rounded" in raw["unit"]:
        return "rounded by the page"
    if raw["note"].startswith("file mis-aligns"):
        return "some DO score columns are misaligned in the transcription"
    return "" if raw["note"].startswith(("same value", "confirms")) else raw["note"]


def result_rows(path: Path) -> Iterator[Row]:
    """Positions offered, filled and unfilled and applicants ranking, 2020 (Orthopaedic) to 2026."""
    measures = {"positions_offered": "offered", "positions_filled": "filled",
                "positions_filled_by_type": "filled", "applicants_ranking_specialty": "ranking",
                "positions_unfilled": "unfilled"}
    for raw in read(path):
        source = source_id(raw, missing="")
        known = source in RESULT_SOURCES and raw["metric"] in measures
        if not known or raw["specialty"].endswith("(all tracks)"):
            continue
        if raw["specialty"] == "All specialties" and source != "nrmp-state-2026":
            continue  # national totals are parameters
        yield {
            "year": raw["year"],
            "specialty": specialty_id(raw["specialty"]),
            "kind": kind(raw, source),
            "applicant_type": TYPES[raw["applicant_type"]],
            "measure": measures[raw["metric"]],
            "value": plain(raw["value"]),
            **origin(raw, source),
            "conflict": "",
            "note": result_note(raw),
        }


def kind(raw: Row, source: str) -> str:
    """The kind of seat a row counts: a level of 2026, or what the 2025 name says; `all` for the total."""
    name = raw["specialty"]
    if name == "All specialties":
        return "all"
    if source == "nrmp-state-2026":
        return LEVELS[name[name.rindex("(") + 1 : -1]]
    if "Preliminary" in name or name.startswith("Transitional"):
        return "preliminary"
    if "-Primary" in name:
        return "primary"
    return "categorical" if "(Categorical)" in name else "pgy1"


def result_note(raw: Row) -> str:
    """What a reader of the row has to know."""
    if raw["note"].startswith("PGY-1 only"):
        return "PGY-1 positions only; column sums differ slightly from the official totals"
    if raw["note"].startswith("applicants who ranked"):
        return "ranked a PGY-1 position of it at any place in the list"
    return "" if raw["note"].startswith("state sum") else raw["note"]


def state_rows(path: Path) -> Iterator[Row]:
    """The state table of 2026: one row a state, specialty and level, one column an applicant type."""
    for raw in read(path):
        name = raw["specialty"]
        by_type = {TYPES[key.removeprefix("filled_")]: value for key, value in raw.items()
                   if key.startswith("filled_")}
        yield {
            "state": STATES[raw["state"]],
            "specialty": specialty_id(name),
            "level": LEVELS[name[name.rindex("(") + 1 : -1]],
            "offered": raw["positions_offered"],
            "filled": raw["positions_filled"],
            **{name: by_type[name] for name in TYPES.values() if name in by_type},
        }


def merge(rows: Iterable[Row], key_length: int) -> list[Row]:
    """Agreeing second readings become notes of the first, disagreeing ones keep their row and a flag."""
    first: dict[tuple[str, ...], Row] = {}
    kept: list[Row] = []
    for row in rows:
        key = tuple(row.values())[:key_length]
        earlier = first.get(key)
        if earlier is None or row["conflict"]:
            if earlier is None and not row["conflict"]:
                first[key] = row
            kept.append(row)
        elif float(earlier["value"]) == float(row["value"]):
            if row["source"] != earlier["source"]:
                earlier["note"] = "; ".join(filter(None, (earlier["note"], f"{row['source']} agrees")))
        else:
            kept.append(row | {"conflict": "yes"})
    return sorted(kept, key=lambda row: (-int(row["year"]), *tuple(row.values())[1:key_length]))


def origin(raw: Row, source: str) -> Row:
    """Where a row was read and how sure it is: sums over the state table are derived."""
    summed = "summed" in raw["page"]
    at = "summed over the states" if summed else raw["page"] or "page not given"
    grade = "derived" if summed else "measured"
    return {"source": source, "at": at, "grade": grade, "read_via": read_via(source).value}


@cache
def read_via(source: str) -> ReadVia:
    """How we came to read a source."""
    return read_source(DATA / "sources" / f"{source}.yaml").read_via


def source_id(raw: Row, missing: str | None = None) -> str:
    """Our source of a gathered row; KeyError for an unknown one unless `missing` is given."""
    for start, source in SOURCES:
        if raw["source"].startswith(start):
            return source
    if missing is None:
        raise KeyError(f"no source file for {raw['source']!r}")
    return missing


def specialty_id(name: str) -> str:
    """The id of a specialty name, `all` for the total over specialties."""
    return "all" if name == "All specialties" else specialties().find(name).id


def is_left_out(metric: str) -> bool:
    """Whether a gathered metric is not carried over."""
    return metric.startswith(LEFT_OUT) or metric.endswith("_iqr")


def plain(value: str) -> str:
    """`12.0` as `12`, everything else as it was."""
    number = float(value)
    return str(int(number)) if number.is_integer() else value


def read(path: Path) -> Iterator[Row]:
    """The rows of a CSV file."""
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def write(path: Path, columns: tuple[str, ...], rows: Iterable[Row]) -> None:
    """Write rows under these columns."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
