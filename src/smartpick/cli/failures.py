"""What a person reads when something goes wrong: one sentence a problem, never a trace, and the exit code."""

from __future__ import annotations

import json
import os
import sys
import traceback
from datetime import datetime
from pathlib import Path

from smartpick.errors import Problem, SmartPickError

DEFECT = 3
INPUT = 2
STOPPED = 130


def say_error(error: SmartPickError, *, as_json: bool) -> int:
    """Show an error a person can mend, on stderr or as JSON on stdout; returns the exit code."""
    problems = error.problems or (error.problem,)
    title = "" if problems == (error.problem,) else error.problem.message
    if as_json:
        say_json(problems)
    elif len(problems) == 1:
        say(f"{title.removesuffix('.')}: {problems[0].sentence()}" if title else problems[0].sentence())
    else:
        say(title)
        for problem in problems:
            say(f"  {problem.sentence()}")
    return error.exit_code


def say_usage(message: str, hint: str, *, as_json: bool) -> int:
    """A command line that could not be understood."""
    sentence = f"{message[:1].upper()}{message[1:]}".replace("?.", "?")
    sentence = sentence if sentence.endswith((".", "?", ")")) else f"{sentence}."
    if as_json:
        say_json((Problem("usage", sentence, remedy=hint),))
    else:
        say(f"{sentence} {hint}")
    return INPUT


def say_os_error(error: OSError, *, as_json: bool) -> int:
    """The machine refused: a disk is full, a file may not be read."""
    what = f" ({error.filename})" if error.filename else ""
    reason = error.strerror or type(error).__name__
    problem = Problem(
        "environment",
        f"The computer refused a file or connection: {reason}{what}.",
        remedy="Check the path, the permissions and the free space, then try again.",
    )
    if as_json:
        say_json((problem,))
    else:
        say(problem.sentence())
    return INPUT


def say_defect(error: BaseException, *, as_json: bool, now: datetime) -> int:
    """Our own mistake: a sentence, and a log without anything the person typed."""
    log = write_log(error, now)
    where = f"A log without personal data is in {log}." if log else "No log could be written."
    problem = Problem("defect", "SmartPick made a mistake of its own and stopped.", remedy=where)
    if as_json:
        say_json((problem,))
    else:
        say(problem.sentence())
    return DEFECT


def say_json(problems: tuple[Problem, ...]) -> None:
    """The contract `{error: {code, message, field, line, remedy}}`; more problems stand in `problems`."""
    body: dict[str, object] = dict(problems[0].as_json())
    if len(problems) > 1:
        body["problems"] = [problem.as_json() for problem in problems]
    try:
        sys.stdout.write(json.dumps({"error": body}, ensure_ascii=False, indent=2) + "\n")
        sys.stdout.flush()
    except OSError:  # the place where the answer was to go is full or gone: people can still be told
        say(problems[0].sentence())


def say(sentence: str) -> None:
    """One line on stderr."""
    sys.stderr.write(sentence + "\n")


def write_log(error: BaseException, now: datetime) -> Path | None:
    """Write the kinds of error and the places in the code, no values and no messages; None if it cannot be.

    Messages are left out because they may quote what was in a profile, and paths above the
    package because they may hold a person's name.
    """
    try:
        folder = state_folder()
        log = folder / f"error-{now:%Y%m%d-%H%M%S}-{os.getpid()}.log"
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        private = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(private, "w", encoding="utf-8") as file:
            file.write("\n".join(log_lines(error, now)) + "\n")
    except (OSError, RuntimeError):  # RuntimeError: no home folder is known
        return None
    return log


def log_lines(error: BaseException, now: datetime) -> list[str]:
    """The log: SmartPick's version, Python's, and each error of the chain with its frames."""
    python = sys.version.split()[0]
    lines = [f"{now:%Y-%m-%d %H:%M:%S}", f"smartpick {installed_version()}", f"python {python}"]
    link: BaseException | None = error
    seen: set[int] = set()
    while link is not None and id(link) not in seen:
        seen.add(id(link))
        lines.append(f"{type(link).__module__}.{type(link).__qualname__}")
        for frame in traceback.extract_tb(link.__traceback__):
            lines.append(f"  {_short(frame.filename)}:{frame.lineno} in {frame.name}")
        link = link.__cause__ or link.__context__
    return lines


def installed_version() -> str:
    """The version of the installed package."""
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version("smartpick")
    except PackageNotFoundError:
        return "unknown"


def state_folder() -> Path:
    """Where this user's programs keep what is not worth a backup (XDG base directories)."""
    base = os.environ.get("XDG_STATE_HOME")
    return (Path(base) if base else Path.home() / ".local" / "state") / "smartpick"


def _short(filename: str) -> str:
    parts = Path(filename).parts
    for root in ("site-packages", "src"):
        if root in parts:
            return "/".join(parts[len(parts) - parts[::-1].index(root) :])
    return parts[-1] if parts else "?"
