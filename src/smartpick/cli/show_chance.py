"""One specialty's chance in a terminal: counts, both chances, what moves them, what is unknown, who is compared."""

from __future__ import annotations

from datetime import date

from smartpick.cli.layout import Page
from smartpick.domain.chance import Chance
from smartpick.domain.chance_words import (
    DIFFERENCES,
    by_group,
    by_weight,
    differing,
    percentile_words,
    points_short,
    shared_note,
    shown_ranks,
)
from smartpick.domain.explained import ChanceSheet, Percentile
from smartpick.domain.labels import READ_WORDS, TYPE_WORDS
from smartpick.domain.plan_words import certified_label
from smartpick.domain.words import chance_text, chance_words, day, percent, percent_range

BAR = 30  # cells of a chance of 100 %
HINT = "--ranks shows the chance by number of ranks."


def show_title(page: Page, sheet: ChanceSheet, today: date) -> None:
    """Which specialty, counted as what, as of which day, and what must be said first."""
    page.heading(f"Chance: {sheet.specialty_name}", f"{TYPE_WORDS[sheet.applicant_type]}, as of {day(today)}")
    page.text("Estimates for groups of people, not a prediction of you. Ranges hold in 9 of 10 cases, if the model is "
              "right.", dim=True)  # fmt: skip
    for note in sheet.notes:
        page.text(note)


def show_counts(page: Page, sheet: ChanceSheet) -> None:
    """The published counts, in words, with their denominator."""
    card = sheet.reality
    page.heading("Reality", "How many people like you matched?")
    for sentence in card.sentences:
        page.item("–", sentence)
    if card.rate is not None and card.rate.value is not None:
        page.item("–", f"That is {chance_words(card.rate.value)} {card.population}.")


def show_both_chances(page: Page, sheet: ChanceSheet) -> None:
    """If you apply, first; then if you get interviews and certify a list; then the chance of no interview."""
    page.heading("Chances", "How likely is it for you?")
    if sheet.if_certify is None and sheet.if_apply is None:
        page.text("No chance is given; the reason stands at the top.")
        return
    _chance(page, f"{sheet.specialty_name}, if you apply with the planned list", sheet.if_apply)
    _chance(page, certified_label(sheet.specialty_name), sheet.if_certify)
    if sheet.no_interview is not None:
        page.item("–", f"No interview at all from that list, estimated: {chance_text(sheet.no_interview)}.")
    if sheet.if_certify is not None:
        page.text(f"Method: {sheet.if_certify.method}.", dim=True)


def _chance(page: Page, label: str, chance: Chance | None) -> None:
    if chance is None:
        page.item("–", f"{label}: unknown.")
        return
    page.item("–", f"{label}, estimated: {chance_text(chance.estimate)}, {chance.population}.")
    for reason in chance.reasons:
        page.text(reason, 4)


def show_contributions(page: Page, sheet: ChanceSheet, *, everything: bool) -> None:
    """What each input adds, against the typical matched applicant."""
    if not sheet.contributions:
        return
    page.heading("What moves it", "In points of chance, once a list is certified")
    if sheet.typical is not None:
        page.text(f"Against the typical matched applicant: {chance_text(sheet.typical)}.")
    lines, rest = differing(sheet.contributions)
    points = [points_short(c.points) for c in lines]
    width = max((len(said) for said in points), default=0)
    for said, c in zip(points, lines, strict=True):
        page.item(f"{said:>{width}} ", f"{c.label}: {c.have}; typical {c.typical} ({c.grade.value})")
        if c.note and everything:
            page.text(c.note, width + 5)
    if rest:
        page.text(rest)
    page.text(DIFFERENCES, dim=True)


def show_unknown(page: Page, sheet: ChanceSheet) -> None:
    """What the profile leaves open, and the chance if it turned out poor or good."""
    if not sheet.unknown:
        return
    page.heading("What is unknown", "The chance if it turned out poor or good")
    shown, rest = by_weight(sheet.unknown)
    page.table(("Input", "Poor", "Good", "Grade"), [
        (u.label, percent(u.low), percent(u.high), u.grade.value) for u in shown
    ])  # fmt: skip
    if rest:
        page.text(rest)
    page.text("Poor and good: worse than 90 and better than 90 of 100 people counted like you.", dim=True)


def show_compared(page: Page, sheet: ChanceSheet, *, everything: bool) -> None:
    """Percentiles among matched people, with the year of each, and the two-benchmark sentence."""
    page.heading("Compared with", "Where do you stand among those who matched?")
    page.text(sheet.against_us_md)
    for group, lines in by_group(sheet):
        year = lines[0].percentile.year
        page.text(f"{group[:1].upper()}{group[1:]}{f' ({year})' if same_year(lines) else ''}:")
        if said := shared_note(lines):
            page.text(said, 4)
            continue
        page.table(("Figure", "Yours", "Theirs", "Your percentile"), [
            (line.label, line.have, _theirs(line, lines), _place(line)) for line in lines
        ], 4)  # fmt: skip
        for line in lines:
            if line.note and (everything or len(lines) == 1):
                page.item("–", f"{line.label}: {line.note}", 4)


def same_year(lines: tuple[Percentile, ...]) -> bool:
    """Whether every figure of a group is of one year, so that it is said once."""
    return len({line.percentile.year for line in lines}) == 1


def _theirs(line: Percentile, lines: tuple[Percentile, ...]) -> str:
    year = "" if same_year(lines) or line.percentile.year is None else f" {line.percentile.year}"
    return f"{line.typical}{year}" if line.typical else "not published"


def _place(line: Percentile) -> str:
    if line.percentile.value is not None:
        return percentile_words(line.percentile)
    return "above average" if line.note.startswith("Above") else "below average" if line.note.startswith(
        "Below") else "not published"


def show_ranks(page: Page, sheet: ChanceSheet) -> None:
    """The curve by number of contiguous ranks as a table with a bar each."""
    page.heading("Ranks", "The chance by number of programs ranked in a row")
    if sheet.ranks is None:
        page.text(sheet.why_no_ranks)
        return
    for note in sheet.ranks.notes:
        page.text(note)
    page.table(("Ranks", "Chance", "Range", ""), [
        (str(p.ranks), percent(p.chance.value), percent_range(p.chance.low, p.chance.high), bar(p.chance.value))
        for p in shown_ranks(sheet.ranks.points)
    ])  # fmt: skip
    page.text(f"{sheet.ranks.population[:1].upper()}{sheet.ranks.population[1:]}.", dim=True)


def bar(chance: float | None) -> str:
    """A bar of BAR cells at most."""
    return "" if chance is None else "█" * max(1, round(BAR * chance))


def show_sources(page: Page, sheet: ChanceSheet) -> None:
    """Where the figures come from and how each was read."""
    page.heading("Sources")
    for source in sheet.sources:
        page.item("–", f"{source.publisher}: {source.title} ({source.published or 'no date'}), "
                       f"{READ_WORDS[source.read_via]}.", dim=True)  # fmt: skip


def show_sheet(page: Page, sheet: ChanceSheet, today: date, *, ranks: bool, everything: bool) -> None:
    """The whole sheet from top to bottom."""
    show_title(page, sheet, today)
    show_counts(page, sheet)
    show_both_chances(page, sheet)
    show_contributions(page, sheet, everything=everything)
    show_unknown(page, sheet)
    show_compared(page, sheet, everything=everything)
    if ranks or everything:
        show_ranks(page, sheet)
    show_sources(page, sheet)
    if not ranks and not everything and sheet.ranks is not None:
        page.text(HINT, dim=True)
