"""The command `smartpick`: names its commands, imports the one asked for, turns errors into sentences."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from importlib import import_module
from typing import Annotated, Any, NoReturn

import typer
from typer.core import TyperGroup
from typer.main import get_command

from smartpick.cli.failures import (
    STOPPED,
    installed_version,
    say,
    say_defect,
    say_error,
    say_os_error,
    say_usage,
)
from smartpick.errors import SmartPickError

FILES = (".yaml", ".yml", ".json")


@dataclass(frozen=True, slots=True)
class Entry:
    """Where a command lives; its module is imported when the command runs, so that --help stays quick."""

    module: str
    attribute: str
    help: str


PARTS = "smartpick.cli.parts"
ENTRIES = {
    "plan": Entry("smartpick.cli.plan", "plan", "The whole plan: verdict, chances, list, dates."),
    "chance": Entry("smartpick.cli.chance", "chance", "One specialty's chance, why it is that, and comparisons."),
    "programs": Entry(
        "smartpick.cli.programs", "programs", "Search the directory; with FILE, that plan's programs."
    ),
    "openness": Entry(
        "smartpick.cli.openness", "openness", "How open programs are: visas, IMG shares, your evidence."
    ),
    "facts": Entry("smartpick.cli.facts", "facts_app", "Check the figures SmartPick rests on, or show one."),
    "validate": Entry("smartpick.cli.validate", "validate", "Check the model again; exit code 1 when a bound fails."),
    "profile": Entry("smartpick.cli.profile", "profile_app", "Write a profile to fill in, or check one."),
    "serve": Entry("smartpick.cli.serve", "serve", "Open SmartPick in a browser, on this computer only."),
    "workspace": Entry(
        "smartpick.cli.workspace", "workspace_app", "Your kept plans: where, export, import, repair, delete."
    ),
    "verdict": Entry(PARTS, "verdict", "Which strategy, today and as planned, and why."),
    "reality": Entry(PARTS, "reality", "How many people like you matched, out of whom."),
    "chances": Entry(PARTS, "chances", "Your chances with their intervals."),
    "portfolio": Entry(PARTS, "portfolio", "What the list costs and what each application adds."),
    "check-first": Entry(
        "smartpick.cli.check_first", "check_first", "Which institutions to ask about their visa policy first."
    ),
    "visa": Entry(PARTS, "visa", "Whether and how you can train in the US."),
    "timeline": Entry(PARTS, "timeline", "What to do by when."),
    "sources": Entry(PARTS, "sources", "Where a plan's figures come from."),
    "warnings": Entry(PARTS, "warnings", "What a plan does not know."),
}
FILE_PROGRAMS = Entry(PARTS, "programs", "Every program a plan looked at.")


class LazyGroup(TyperGroup):
    """A group whose commands are known by name and help line, and imported when one is run."""

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        name, command, rest = super().resolve_command(ctx, args)
        if name in ENTRIES:
            entry = FILE_PROGRAMS if name == "programs" and names_a_file(rest) else ENTRIES[name]
            command = loaded(name, entry)
        return name, command, rest


def names_a_file(arguments: Sequence[str]) -> bool:
    """Whether `smartpick programs` was given a profile: then it shows that plan's programs.

    The directory's own filters never start the line with a bare word or end in a file's suffix.
    """
    first = arguments[0] if arguments else "-"
    return not first.startswith("-") or any(word.endswith(FILES) for word in arguments)


def loaded(name: str, entry: Entry) -> Any:
    """Import a command's module and give its function or sub-commands this program's way of showing help."""
    target = getattr(import_module(entry.module), entry.attribute)
    host = _typer()
    if isinstance(target, typer.Typer):
        host.add_typer(target, name=name, help=entry.help)
    else:
        host.command(name)(target)
    host.callback()(_nothing)
    group: Any = get_command(host)
    return group.commands[name]


def _typer(**settings: Any) -> typer.Typer:
    plain: dict[str, Any] = {"rich_markup_mode": None, "pretty_exceptions_enable": False}
    return typer.Typer(add_completion=False, **plain, **settings)


def _nothing() -> None:
    """A host of one command is still a group."""


app = _typer(
    name="smartpick",
    cls=LazyGroup,
    no_args_is_help=True,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
for _name, _entry in ENTRIES.items():
    app.command(_name, help=_entry.help)(_nothing)


def _show_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"smartpick {installed_version()}")
        raise typer.Exit


@app.callback()
def smartpick(
    version: Annotated[
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Show the version.")
    ] = False,
) -> None:
    """Plan a US residency application: strategy, program list, visa and dates, with every number's source.

    Start with: smartpick profile new --out me.yaml, fill it in, then: smartpick plan me.yaml
    """


def main() -> NoReturn:
    """The entry point: run the command line and leave with its exit code."""
    sys.exit(run(sys.argv[1:]))


def run(arguments: list[str]) -> int:
    """Run one command line: 0 done, 1 a check failed, 2 input or environment, 3 our defect, 130 stopped."""
    as_json = "--json" in arguments
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")  # a terminal that lacks a letter shows "?", not an error
    try:
        code = _invoke(arguments, as_json)
        if sys.stdout is not None:
            sys.stdout.flush()
    except BrokenPipeError:
        return _reader_left()
    except KeyboardInterrupt:
        code = STOPPED
    except OSError as error:
        code = say_os_error(error, as_json=as_json)
    except Exception as error:  # noqa: BLE001 (the last guard: no trace ever reaches a person)
        code = say_defect(error, as_json=as_json, now=datetime.now())  # noqa: DTZ005 (shown, not kept)
    if code == STOPPED:
        say("Stopped.")
    return code


def _invoke(arguments: list[str], as_json: bool) -> int:
    try:
        result = get_command(app)(arguments, prog_name="smartpick", standalone_mode=False)
    except SmartPickError as error:
        return say_error(error, as_json=as_json)
    except typer.Abort:
        return STOPPED
    except typer.TyperException as error:
        return _usage(error, as_json)
    except SystemExit as error:
        if isinstance(error.__context__, BrokenPipeError):
            raise BrokenPipeError from error
        return error.code if isinstance(error.code, int) else 0 if error.code is None else 1
    return result if isinstance(result, int) else 0


def _usage(error: typer.TyperException, as_json: bool) -> int:
    context = getattr(error, "ctx", None)
    command = context.command_path if context is not None else "smartpick"
    message = error.format_message()
    if "\n" in message:  # no command was given: the help is the message
        say(message)
        return error.exit_code
    return say_usage(message, f"See: {command} --help", as_json=as_json)


def _reader_left() -> int:
    """Whoever read our output (`| head`) has seen enough: nothing more is written, also not at exit."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 0
