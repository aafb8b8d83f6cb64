"""`smartpick validate`: run every check of the model again; exit code 1 when a bound fails."""

from __future__ import annotations

import json
import sys
from itertools import zip_longest
from typing import Annotated, Any

import typer

from smartpick.cli.layout import Page, clean, fit, wrap
from smartpick.domain.proof import Check, ProofBasis

HEAD = ("", "Check", "Measured", "Bound")
STORED = "*"
GAP, RESULT_CELLS = 2, 13  # cells between columns, and of the column "information *"
PARTS = {"specialty": "chances by specialty", "ranks": "the ranks curve", "totals": "published totals",
         "order": "order", "openness": "openness of programs", "funnel": "the funnel"}


def validate(
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
    failing: Annotated[bool, typer.Option("--failing", help="Print only what FAILS.")] = False,
) -> None:
    """Check the model: what it gives back of published figures, how sure its ranges are, what fails.

    Exit code 1 when a bound fails. Figures stored at the fit name the command that computes them again.
    """
    from smartpick.usecases import validate as use

    checks = use.validate(_progress)
    _progress("")
    shown = use.failures(checks) if failing else checks
    if as_json:
        summary = use.summary(checks)
        typer.echo(json.dumps({
            "ok": not summary.fails,
            "summary": {"checks": summary.checks, "holds": summary.holds, "fails": summary.fails,
                        "information": summary.information, "stored_at_fit": summary.stored,
                        "sentence": summary.sentence},
            "checks": [_as_json(check) for check in shown],
        }, indent=2, ensure_ascii=False))
    else:
        _print(checks, shown)
    if use.failures(checks):
        raise typer.Exit(1)


def _print(checks: tuple[Check, ...], shown: tuple[Check, ...]) -> None:
    from smartpick.usecases import validate as use

    page = Page()
    for group, about, rows in use.grouped(shown):
        page.heading(group.value, about.split(": ", 1)[1])
        widths = _widths(page)
        _row(page, HEAD, widths, dim=True)
        for check in rows:
            mark = f" {STORED}" if check.basis is ProofBasis.FIT else ""
            _row(page, (use.result(check) + mark, check.label, check.measured, check.bound), widths)
            if check.note:
                page.text(check.note, indent=2 + widths[0] + GAP, dim=True)
        for command in dict.fromkeys(check.command for check in rows if check.basis is ProofBasis.FIT):
            again = f"; again with: {command}" if command else ""
            page.item(STORED, f"{use.BASIS_WORDS[ProofBasis.FIT]}{again}", dim=True)
    known = use.failures(checks)
    page.heading("Summary")
    page.text(use.summary(checks).sentence)
    page.text(f"{STORED} {use.BASIS_WORDS[ProofBasis.FIT]}; all others {use.BASIS_WORDS[ProofBasis.RUN]}.", dim=True)
    for check in known:
        page.item("FAILS", f"{check.label}: {check.measured}; bound: {check.bound}.")
    if known:
        page.text("What fails is kept, and listed in the model card (docs/explanation/model-card.md, or Help).")
    page.show()


def _widths(page: Page) -> tuple[int, int, int, int]:
    """Cells of the four columns: the label takes what the others leave."""
    room = page.width - 2 - 3 * GAP - RESULT_CELLS
    each = max(room * 3 // 10, 12)
    return RESULT_CELLS, room - 2 * each, each, each


def _row(page: Page, texts: tuple[str, str, str, str], widths: tuple[int, ...], *, dim: bool = False) -> None:
    """One row of the table; nothing is cut, long cells run on below."""
    columns = [wrap(clean(text), width) for text, width in zip(texts, widths, strict=True)]
    for line in zip_longest(*columns, fillvalue=""):
        filled = (" " * GAP).join(fit(part, width) for part, width in zip(line, widths, strict=True))
        page.text_line(f"  {filled}".rstrip(), dim=dim)


def _as_json(check: Check) -> dict[str, Any]:
    from smartpick.usecases.validate import result

    return {"key": check.key, "group": check.group.value, "label": check.label, "measured": check.measured,
            "bound": check.bound, "passed": check.passed, "result": result(check), "basis": check.basis.value,
            "command": check.command, "note": check.note}


def _progress(part: str) -> None:
    """What is being checked, on a terminal; an empty name clears the line."""
    if sys.stderr is None or not sys.stderr.isatty():
        return
    sys.stderr.write(f"\r\x1b[KChecking {PARTS.get(part, part)} ..." if part else "\r\x1b[K")
    sys.stderr.flush()
