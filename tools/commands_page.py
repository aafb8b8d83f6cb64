"""docs/reference/commands.md: every command with its arguments and options, read from the app itself."""

from __future__ import annotations

import inspect
import sys

import click
import typer.main

from smartpick.cli.app import app
from tools.reference_page import cell, write_or_check


def page() -> str:
    """The whole page as Markdown."""
    lines = [
        "# Commands",
        "",
        "Written by `make reference`; do not edit by hand. `smartpick COMMAND --help` says the same in the terminal.",
        "Exit codes: 0 done, 1 a check failed, 2 input or environment, 3 a defect of SmartPick.",
    ]
    lines += _command(typer.main.get_command(app), "smartpick")
    return "\n".join(lines) + "\n"


def _command(command: click.Command, name: str) -> list[str]:
    """One command and everything below it."""
    lines = ["", f"## {name}", "", inspect.cleandoc(command.help or "").split("\f")[0].strip()]
    shown = [p for p in command.params if not getattr(p, "hidden", False) and p.name != "help"]
    if shown:
        lines += ["", "| | |", "| --- | --- |"]
        lines += [_parameter(p) for p in shown]
    children = getattr(command, "commands", {})
    for child_name, child in children.items():
        if not child.hidden:
            lines += _command(child, f"{name} {child_name}")
    return lines


def _parameter(parameter: click.Parameter) -> str:
    if parameter.param_type_name == "argument":
        names = parameter.human_readable_name
    else:
        value = "" if getattr(parameter, "is_flag", False) else f" {parameter.make_metavar(_CONTEXT)}"
        names = ", ".join((*parameter.opts, *parameter.secondary_opts)) + value
    return f"| `{names}` | {cell(getattr(parameter, 'help', None) or '')} |"


_CONTEXT = click.Context(click.Command("smartpick"))

if __name__ == "__main__":
    sys.exit(write_or_check("commands.md", page))
