"""`smartpick check-first FILE`: which institutions' visa policies to verify first, and the e-mail to send."""

from __future__ import annotations

import sys
from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from smartpick.cli.layout import Page
from smartpick.cli.planning import (
    AsJson,
    File,
    SeasonYear,
    Today,
    check_file,
    print_json,
    read_day,
    read_season,
)
from smartpick.domain.gain_words import gain_short, gain_text
from smartpick.domain.words import chance_text, day, joined, percent

if TYPE_CHECKING:
    from smartpick.domain.to_check import InstitutionCheck, ToCheck

HOW = ("Website first: look at the page of its residents and its eligibility page. Then one e-mail to the institution, "
       "sent by you. FREIDA, the AMA's directory, is another place to look by hand.")
WIPE = "\r\x1b[K"  # the line of progress goes away, also when stopped


def check_first(
    file: File,
    json: AsJson = False,
    emails: Annotated[bool, typer.Option("--emails", help="Print the text of every e-mail.")] = False,
    today: Today = None,
    season: SeasonYear = None,
) -> None:
    """Print which institutions' visa policies to verify first, what each answer is worth, and the e-mail to send."""
    at = read_day(today)
    year = read_season(season, at)
    check_file(file)
    from smartpick.exchange.profile import read_profile

    profile = read_profile(file)
    from smartpick.usecases.check_first import what_to_check

    watched = sys.stderr.isatty()
    try:
        found = what_to_check(profile, today=at, season=year, progress=told if watched else None)
    finally:
        if watched:
            sys.stderr.write(WIPE)
    if json:
        from smartpick.exchange.check_json import check_json

        print_json(check_json(found, at))
        return
    page = Page()
    show(page, found, at, emails=emails)
    page.show()


def told(done: int, of: int) -> None:
    """How far it is, on one line of standard error that is wiped at the end."""
    text = f"\rMaking the list again for institution {done + 1} of {of} …" if done < of else WIPE
    sys.stderr.write(text)
    sys.stderr.flush()


def show(page: Page, found: ToCheck, at: date, *, emails: bool) -> None:
    """The ranked table, why each is worth it, where to look, and the e-mail."""
    title = f"for the {found.season} Match, as of {day(at)}" if found.season else f"as of {day(at)}"
    page.heading("What to check first", title)
    if found.checks:
        page.text("Whose visa policy would help your list most if you knew it? “Yes” is the chance that it sponsors "
                  "your visa, “gain” what the answer adds to the chance of any residency, in points of 100. Both are "
                  "estimates.")  # fmt: skip
        page.blank()
        page.table(("", "Institution", "Place", "Yes", "Gain in points"), [
            (str(n), c.institution, c.place, percent(c.likely_yes.value), gain_short(c.gain))
            for n, c in enumerate(found.checks, 1)
        ])  # fmt: skip
        page.blank()
        for number, check in enumerate(found.checks, 1):
            _show_one(page, number, check, found.target_name)
        page.heading("Where to look")
        page.text(HOW)
        page.text("Note the answer in the profile under “policies”, with its day; the list is then made again.")
        for number, check in enumerate(found.checks if emails else found.checks[:1], 1):
            _show_email(page, number, check)
        if len(found.checks) > 1 and not emails:
            page.blank()
            page.text("--emails prints the text for every institution.", dim=True)
    if found.notes and found.checks:
        page.heading("How to read this")
    for note in found.notes:
        page.item("–", note)


def _show_one(page: Page, number: int, check: InstitutionCheck, target: str) -> None:
    page.item(f"{number}.", f"{check.institution}: {joined(list(check.program_names))}.")
    page.text(check.reason, 5)
    page.text(f"Chance of a yes: {chance_text(check.likely_yes)}. Gain for {target} alone: "
              f"{gain_text(check.target_gain)}.", 5, dim=True)  # fmt: skip
    page.text(check.website or "Its website is not in the directory: search for it.", 5, dim=True)


def _show_email(page: Page, number: int, check: InstitutionCheck) -> None:
    page.heading(f"E-mail {number}", check.institution)
    page.text(f"Subject: {check.subject}")
    page.blank()
    for line in check.message.splitlines():
        page.text(line) if line else page.blank()
