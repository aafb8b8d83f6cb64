"""`smartpick profile new` writes a profile to fill in; `smartpick profile check` says what one means."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from smartpick.cli.planning import AsJson, File, Today, check_file, print_json, read_day
from smartpick.errors import CannotWrite

if TYPE_CHECKING:
    from datetime import date

    from smartpick.errors import Problem
    from smartpick.exchange.profile import ReadProfile

profile_app = typer.Typer(no_args_is_help=True, add_completion=False)


@profile_app.command("new")
def new(
    out: Annotated[
        Path | None, typer.Option("--out", metavar="FILE", help="Write here instead of to the screen.")
    ] = None,
    target: Annotated[
        str, typer.Option("--target", metavar="SPECIALTY", help="The specialty you aim at.")
    ] = "dermatology",
    force: Annotated[bool, typer.Option("--force", help="Overwrite an existing file.")] = False,
) -> None:
    """Write a profile with every field explained; it works as it is, with everything unknown."""
    from smartpick.exchange.profile_template import template
    from smartpick.facts.specialties import specialties

    text = template(specialties().find(target).id)
    if out is None:
        sys.stdout.write(text)
        return
    _write(out, text, force=force)
    sys.stdout.write(f"Wrote {out}. Fill it in, then run: smartpick profile check {out}\n")


@profile_app.command("check")
def check(file: File, as_json: AsJson = False, today: Today = None) -> None:
    """Name every problem of a profile at once, or say what was understood and what is unknown."""
    day = read_day(today)
    check_file(file)
    from smartpick.exchange.profile import read_profile_file
    from smartpick.exchange.profile_cautions import cautions

    read = read_profile_file(file)
    odd = cautions(read.profile, day, read.line_of)
    if as_json:
        print_json(_json(read, odd))
    else:
        _show(file, read, odd, day)


def _write(out: Path, text: str, *, force: bool) -> None:
    """Write a file that must not exist yet, unless forced. Raises CannotWrite."""
    try:
        with out.open("w" if force else "x", encoding="utf-8") as file:
            file.write(text)
    except FileExistsError:
        raise CannotWrite(
            f"{out} exists already.",
            remedy="Choose another name, or overwrite it with --force.",
            field="--out",
        ) from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "the path is not usable"
        raise CannotWrite(
            f"{out} cannot be written ({reason.lower()}).",
            remedy="Choose another folder with --out.",
            field="--out",
        ) from None


def _json(read: ReadProfile, odd: tuple[Problem, ...]) -> dict[str, Any]:
    """What was understood, as data: the profile, what was derived, what is unknown, what is odd."""
    from smartpick.exchange.profile import profile_json
    from smartpick.exchange.profile_cautions import gaps

    kind, need = read.derived_type, read.derived_need
    return {
        "schema_version": 1,
        "profile": profile_json(read.profile),
        "derived": {
            "applicant_type": kind and {"value": kind.applicant_type.value, "because": kind.because},
            "visa_need": need and {"value": need.visa_need.value, "because": need.because},
        },
        "unknown": [{"field": gap.field, "label": gap.label, "cost": gap.cost} for gap in gaps(read.profile)],
        "warnings": [problem.as_json() for problem in odd],
    }


def _show(file: Path, read: ReadProfile, odd: tuple[Problem, ...], day: date) -> None:
    from smartpick.cli.layout import Page
    from smartpick.domain.labels import TYPE_WORDS
    from smartpick.exchange.profile_cautions import gaps
    from smartpick.exchange.profile_words import NEED_WORDS, understood

    page = Page()
    page.heading("What SmartPick understood", str(file))
    lines = understood(read.profile, day)
    widest = max(len(label) for label, _ in lines)
    for label, words in lines:
        page.item(f"{label:<{widest}} ", words)
    kind, need = read.derived_type, read.derived_need
    if kind is not None:
        page.item("·", f"Applicant type derived: {TYPE_WORDS[kind.applicant_type]}, from {kind.because}.")
    if need is not None:
        page.item("·", f"Visa need derived: {NEED_WORDS[need.visa_need]}, because {need.because}.")
    if unknown := gaps(read.profile):
        page.heading("Unknown, and what that costs")
        for gap in unknown:
            page.item("·", f"{gap.label}: {gap.cost}.")
    if odd:
        page.heading("Worth a look")
        for problem in odd:
            page.item("·", problem.sentence())
    page.blank()
    page.text(f"No problems. Plan with: smartpick plan {file}", indent=0)
    page.show()
