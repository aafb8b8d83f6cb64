"""docs/reference/commands.md: every command with its arguments and options, read from the app itself."""

from __future__ import annotations

import inspect
import sys
from typing import Any

from typer.main import get_command

from smartpick.cli.app import ENTRIES, app, loaded
from tools.reference_page import cell, write_or_check


def page() -> str:
    """The whole page as Markdown."""
    lines = [
        "# Commands",
        "",
        "Written by `make reference`; do not edit by hand. `smartpick COMMAND --help` says the same in the terminal.",
        "Exit codes: 0 done, 1 a check failed, 2 input or environment, 3 a defect of SmartPick.",
        *_command(get_command(app), "smartpick", children={}),
    ]
    for name, entry in ENTRIES.items():
        command: Any = loaded(name, entry)
        lines += _command(command, f"smartpick {name}", getattr(command, "commands", {}))
    return "\n".join(lines) + "\n"


def _command(command: Any, name: str, children: dict[str, Any]) -> list[str]:
    """One command and everything below it."""
    lines = ["", f"## {name}", "", inspect.cleandoc(command.help or "").split("\f")[0].strip()]
    shown = [p for p in command.params if not getattr(p, "hidden", False) and p.name != "help"]
    if shown:
        lines += ["", "| | |", "| --- | --- |"]
        lines += [_parameter(p) for p in shown]
    for child_name, child in children.items():
        lines += _command(child, f"{name} {child_name}", getattr(child, "commands", {}))
    return lines


def _parameter(parameter: Any) -> str:
    """One row: the names as typed, with the kind of value, and what it does."""
    value = str(parameter.metavar or parameter.name).upper()
    if parameter.param_type_name == "argument":
        names = value
    else:
        names = ", ".join((*parameter.opts, *parameter.secondary_opts))
        names += "" if parameter.is_flag else f" {value}"
    return f"| `{names}` | {cell(getattr(parameter, 'help', None) or '')} |"


if __name__ == "__main__":
    sys.exit(write_or_check("commands.md", page))
