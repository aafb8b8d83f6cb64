"""`smartpick facts`: check every figure SmartPick rests on, or show one with its history and source."""

from __future__ import annotations

import json
from datetime import date
from typing import Annotated, Any

import typer

from smartpick.domain.words import day, usd
from smartpick.facts import Fact, Facts, Parameter, load_facts

facts_app = typer.Typer(no_args_is_help=True, rich_markup_mode=None, add_completion=False)

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]


@facts_app.command("check")
def check_facts(
    as_json: AsJson = False,
    today: Annotated[
        str | None, typer.Option("--today", metavar="DATE", help="Day to judge reviews by (default: today).")
    ] = None,
) -> None:
    """Check every parameter, source, table and rule; exit code 1 when something is wrong."""
    from smartpick.facts.checking import check

    report = check(_day(today))
    if as_json:
        typer.echo(
            json.dumps(
                {
                    "ok": not report.problems,
                    "counts": report.counts,
                    "problems": [problem.as_json() for problem in report.problems],
                    "review_due": [
                        {"key": f.key, "cell": list(f.cell), "review_by": str(f.review_by)}
                        for f in report.due
                    ],
                },
                indent=2,
                ensure_ascii=False,
            )
        )
    else:
        for name, count in report.counts.items():
            typer.echo(f"{count:>7,}  {name}")
        for fact in report.due:
            typer.echo(f"Review was due on {day(fact.review_by)}: {fact.key} {' '.join(fact.cell)}".rstrip())
        for problem in report.problems:
            typer.echo(problem.sentence())
        found = len(report.problems)
        typer.echo(
            "Everything checked is in order."
            if not found
            else f"{found} {'problem' if found == 1 else 'problems'} found."
        )
    if report.problems:
        raise typer.Exit(1)


@facts_app.command("show")
def show(
    key: Annotated[
        str, typer.Argument(metavar="KEY", help="match.match_rate, or `match` for a list of keys.")
    ],
    cell: Annotated[
        list[str] | None, typer.Argument(metavar="[CELL]...", help="For example non_us_img.")
    ] = None,
    year: Annotated[int | None, typer.Option("--year", help="One year (default: the latest).")] = None,
    as_json: AsJson = False,
) -> None:
    """Show a figure with its year, interval, grade, source and earlier years."""
    facts = load_facts()
    if key not in facts.keys and not as_json and _list_keys(facts, key):
        return
    parameter = facts.parameter(key)
    chosen = _chosen(facts, parameter, tuple(cell or ()), year)
    if as_json:
        typer.echo(json.dumps(_as_json(facts, parameter, chosen), indent=2, ensure_ascii=False, default=str))
    else:
        _print(facts, parameter, chosen)


def _chosen(facts: Facts, parameter: Parameter, cell: tuple[str, ...], year: int | None) -> list[Fact]:
    """The facts meant: one cell in full, or the latest of every cell that starts like this, newest first."""
    if len(cell) >= len(parameter.by):
        return [facts.get(parameter.key, *cell, year=year)]
    names = dict.fromkeys(name for _, name in parameter.facts if name[: len(cell)] == cell)
    chosen = [fact for name in names if (fact := parameter.find(name, year)) is not None]
    return sorted(chosen, key=lambda fact: -fact.year) or [facts.get(parameter.key, *cell, year=year)]


def _list_keys(facts: Facts, start: str) -> bool:
    """Print the keys of a group such as `fees`; False where the word starts none."""
    group = [key for key in facts.keys if key.startswith(start.rstrip(".") + ".")]
    for key in group:
        typer.echo(f"{key}  {facts.parameter(key).label}")
    return bool(group)


def _print(facts: Facts, parameter: Parameter, chosen: list[Fact]) -> None:
    typer.echo(f"{parameter.label} ({parameter.key})")
    typer.echo(parameter.meaning)
    for fact in chosen:
        typer.echo("")
        name = " ".join(fact.cell)
        typer.echo(f"{name}: {said(fact)}" if name else said(fact))
        source = facts.source(fact.source)
        typer.echo(f"  from {source.title}, {source.publisher} ({fact.at}); read via {source.read_via}")
        if source.url:
            typer.echo(f"  {source.url}")
        if fact.note:
            typer.echo(f"  note: {fact.note}")
        if fact.review_by:
            typer.echo(f"  to be reviewed by {day(fact.review_by)}")
        earlier = [old for old in facts.history(fact.key, *fact.cell) if old.year < fact.year]
        if earlier:
            typer.echo("  earlier: " + "; ".join(f"{old.year} {value_text(old)}" for old in earlier))


def said(fact: Fact) -> str:
    """`56.4% (2026, measured)`, with interval and status where there are any."""
    extra = [str(fact.year), fact.grade.value]
    if fact.status is not None:
        extra.append(fact.status.value)
    if fact.low is not None and fact.high is not None and fact.value is not None:
        extra.insert(
            0,
            f"{number_text(fact.low, fact.unit, short=True)} to "
            f"{number_text(fact.high, fact.unit, short=True)}",
        )
    return f"{value_text(fact)} ({', '.join(extra)})"


def value_text(fact: Fact) -> str:
    """The value for people: `56.4%`, `$1,230`, `24 Sep 2026`, `5 signals`, a range, or `unknown`."""
    value = fact.value
    if value is None:
        if fact.low is None or fact.high is None:
            return "unknown"
        return (
            f"between {number_text(fact.low, fact.unit, short=True)} and {number_text(fact.high, fact.unit)}"
        )
    if isinstance(value, date):
        return day(value)
    return value if isinstance(value, str) else number_text(value, fact.unit)


def number_text(value: float, unit: str, *, short: bool = False) -> str:
    """A number with its unit, or `short` without the word; shares with one decimal, as published."""
    if unit == "share":
        return f"{100 * value:.1f}%"
    if unit == "usd":
        return usd(value)
    number = f"{value:,g}" if abs(value) < 1000 else f"{value:,.0f}"
    return number if short else f"{number} {unit}"


def _as_json(facts: Facts, parameter: Parameter, chosen: list[Fact]) -> dict[str, Any]:
    return {
        "key": parameter.key,
        "label": parameter.label,
        "meaning": parameter.meaning,
        "unit": parameter.unit,
        "by": list(parameter.by),
        "facts": [
            {
                "cell": list(fact.cell),
                **_number(fact),
                "at": fact.at,
                "status": fact.status,
                "review_by": fact.review_by,
                "note": fact.note,
                "history": [_number(old) for old in facts.history(fact.key, *fact.cell)],
            }
            for fact in chosen
        ],
        "sources": {name: _source(facts, name) for name in dict.fromkeys(fact.source for fact in chosen)},
    }


def _number(fact: Fact) -> dict[str, Any]:
    """The contract's shape of a fact; 5-95 % intervals are level 0.90."""
    return {
        "value": fact.value,
        "unit": fact.unit,
        "low": fact.low,
        "high": fact.high,
        "level": 0.9,
        "year": fact.year,
        "grade": fact.grade,
        "sources": [fact.source],
    }


def _source(facts: Facts, source_id: str) -> dict[str, Any]:
    source = facts.source(source_id)
    return {
        "title": source.title,
        "publisher": source.publisher,
        "published": source.published,
        "accessed": source.accessed,
        "url": source.url,
        "how": source.how,
        "read_via": source.read_via,
        "note": source.note,
    }


def _day(text: str | None) -> date:
    if text is None:
        return date.today()
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter(f"{text} is not a day like 2026-11-22.") from None
