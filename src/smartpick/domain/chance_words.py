"""How a chance laid open is said: points of chance, percentiles, and which ranks a table shows."""

from __future__ import annotations

from math import floor

from smartpick.domain.chance import Estimate
from smartpick.domain.explained import ChanceSheet, Contribution, Percentile, RanksPoint, UnknownInput
from smartpick.domain.words import UNKNOWN, count_noun, joined

EVERY_RANK_TO = 12  # a table of ranks lists each number up to here, then every RANK_STEP-th
RANK_STEP = 5
ONE_POINT, NO_POINTS = 0.01, 0.0005
DIFFERENCES = ("These are differences between groups of applicants, not causes: what one more paper or letter would "
               "change for you may be less.")
BELOW_ALL, ABOVE_ALL = "below the 1st", "above the 99th"


def points_words(share: float) -> str:
    """A difference of chances in points: "4 points up", "1 point down", "less than 1 point up", "no difference"."""
    if abs(share) < NO_POINTS:
        return "no difference"
    way = "up" if share > 0 else "down"
    whole = floor(abs(share) * 100 + 0.5)
    return f"less than 1 point {way}" if whole == 0 else f"{count_noun(whole, 'point')} {way}"


def points_short(share: float) -> str:
    """The same for a column of points: "+4", "−1", "less than 1"."""
    whole = floor(abs(share) * 100 + 0.5)
    return f"{'+' if share > 0 else '−'}{whole}" if whole else "less than 1"


def ordinal(number: int) -> str:
    """A place in a row: "1st", "12th", "62nd"."""
    ending = "th" if 10 <= number % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"


def percentile_words(estimate: Estimate) -> str:
    """A percentile with its interval: "about the 62nd (57–67)", "above the 99th"; unknown without a value."""
    if estimate.value is None:
        return UNKNOWN
    number = _place(estimate.value)
    if estimate.low is None or estimate.high is None:
        return number if number in (BELOW_ALL, ABOVE_ALL) else f"about the {number}"
    low, high = (min(max(round(end), 1), 99) for end in (estimate.low, estimate.high))
    if number in (BELOW_ALL, ABOVE_ALL):
        return number if low == high else f"{number} ({low}–{high})"
    return f"about the {number}" if low == high else f"about the {number} ({low}–{high})"


def by_group(sheet: ChanceSheet) -> tuple[tuple[str, tuple[Percentile, ...]], ...]:
    """The comparisons of a sheet under the group they are with, in the order met."""
    groups: dict[str, list[Percentile]] = {}
    for line in sheet.compared:
        groups.setdefault(line.group, []).append(line)
    return tuple((group, tuple(lines)) for group, lines in groups.items())


def shared_note(lines: tuple[Percentile, ...]) -> str:
    """The note of a group in which nothing is published and every line says why alike; empty elsewhere."""
    notes = {line.note for line in lines}
    nothing = all(line.percentile.value is None and not line.typical for line in lines)
    return notes.pop() if nothing and len(notes) == 1 else ""


def differing(lines: tuple[Contribution, ...]) -> tuple[tuple[Contribution, ...], str]:
    """The contributions that make a difference, and one sentence on what is as the typical matched applicant has it."""
    same = [c for c in lines if abs(c.points) < NO_POINTS]
    rest = f"As the typical matched applicant has it: {joined([inside(c.label) for c in same])}." if same else ""
    return tuple(c for c in lines if c not in same), rest


def by_weight(unknown: tuple[UnknownInput, ...]) -> tuple[tuple[UnknownInput, ...], str]:
    """The unknown inputs that matter, the weightiest first, and one sentence on those that hardly do."""
    shown = [u for u in unknown if abs(u.high - u.low) >= ONE_POINT]
    rest = [inside(u.label) for u in unknown if u not in shown]
    said = f"Also unknown, and worth less than 1 point either way: {joined(rest)}." if rest else ""
    return tuple(sorted(shown, key=lambda u: -abs(u.high - u.low))), said


def inside(label: str) -> str:
    """A label as it stands inside a sentence: "Publications" loses its capital, "Step 2 CK" and "PhD" keep theirs."""
    first = label.split(" ")[0]
    return label if first == "Step" or first != first.capitalize() else label[:1].lower() + label[1:]


def shown_ranks(points: tuple[RanksPoint, ...]) -> tuple[RanksPoint, ...]:
    """The points a table lists: every number of ranks at first, then in steps, the last one always."""
    last = points[-1].ranks if points else 0
    return tuple(p for p in points if p.ranks <= EVERY_RANK_TO or p.ranks % RANK_STEP == 0 or p.ranks == last)


def _place(value: float) -> str:
    if value < 1:
        return BELOW_ALL
    return ABOVE_ALL if value > 99 else ordinal(floor(value + 0.5))
