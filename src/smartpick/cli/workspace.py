"""`smartpick workspace`: where your kept plans are; list, export, import, repair or delete them."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated

import typer

from smartpick.cli.planning import AsJson, Today, print_json, read_day
from smartpick.errors import CannotWrite, SmartPickError

workspace_app = typer.Typer(no_args_is_help=True, add_completion=False)

File = Annotated[
    Path | None,
    typer.Option("--workspace", metavar="FILE", help="Another workspace file (else SMARTPICK_WORKSPACE)."),
]


@workspace_app.command("where")
def where(workspace: File = None, as_json: AsJson = False) -> None:
    """Say where the workspace file is, and which files belong to it. Opens none of them."""
    from smartpick.usecases.workspace import where_is_it

    path, files = where_is_it(workspace)
    if as_json:
        print_json({"path": str(path), "exists": path.exists(), "files": [str(file) for file in files]})
        return
    _say([str(path), *(f"  beside it: {file.name}" for file in files if file != path)])
    if not files:
        _say(["Nothing is kept yet: the file is made with the first plan you keep."])


@workspace_app.command("list")
def list_(workspace: File = None, as_json: AsJson = False) -> None:
    """List the scenarios, the one changed last first."""
    from smartpick.usecases.workspace import list_scenarios, open_workspace

    found = list_scenarios(open_workspace(workspace))
    if as_json:
        print_json([
            {"id": s.id, "name": s.name, "revision": s.revision, "season": s.season, "created": s.created,
             "updated": s.updated}
            for s in found
        ])  # fmt: skip
        return
    widest = max((len(s.name) for s in found), default=0)
    _say(f"{s.name:<{widest}}  Match {s.season or 'left open'}, revision {s.revision}, changed {s.updated}"
         for s in found)  # fmt: skip
    if not found:
        _say(["Nothing is kept yet."])


@workspace_app.command("export")
def export(
    out: Annotated[Path, typer.Option("--out", metavar="FILE", help="A new .zip file, or a new folder.")],
    workspace: File = None,
    today: Today = None,
) -> None:
    """Write everything kept into a ZIP file (a name that ends in .zip) or a folder."""
    from smartpick.usecases.workspace import open_workspace
    from smartpick.usecases.workspace_export import export_bytes, export_everything

    day, opened = read_day(today), open_workspace(workspace)
    if out.suffix.lower() == ".zip":
        _write_new(out, export_bytes(opened, day))
    else:
        export_everything(opened, out, day)
    _say([f"Wrote {out}. It says much about you: keep it where only you can read it."])


@workspace_app.command("import")
def import_(
    source: Annotated[Path, typer.Argument(metavar="FILE", help="A ZIP file or folder that export wrote.")],
    workspace: File = None,
) -> None:
    """Bring an export back. What is in the workspace already is never changed."""
    from smartpick.usecases.workspace import open_workspace
    from smartpick.usecases.workspace_import import import_everything

    _say(import_everything(open_workspace(workspace), source).sentences)


@workspace_app.command("repair")
def repair(
    workspace: File = None,
    use: Annotated[
        bool, typer.Option("--use", help="Go on with the repaired file; the damaged one is kept beside it.")
    ] = False,
) -> None:
    """Save what can be read of a damaged workspace into a new file beside it. Exit code 1: nothing could be read."""
    from smartpick.usecases.workspace import where_is_it
    from smartpick.usecases.workspace_repair import go_on_with, is_damaged, repair_workspace

    path = where_is_it(workspace)[0]
    if path.exists() and not is_damaged(path):
        _say(["The workspace is sound: there is nothing to repair."])
        return
    report = repair_workspace(path)
    if use and report.new is not None:
        kept = go_on_with(report)
        _say([*report.sentences[:-1], f"The repaired file is now in use. The damaged one is kept, unchanged: {kept}."])
        return
    _say(report.sentences)
    if report.new is None:
        raise typer.Exit(1)
    _say(["Go on with the repaired file with: smartpick workspace repair --use"])


@workspace_app.command("delete")
def delete(
    workspace: File = None,
    yes: Annotated[bool, typer.Option("--yes", help="Delete without asking again.")] = False,
) -> None:
    """Delete everything kept: the workspace, its copy, and what repairs left beside it."""
    from smartpick.usecases.workspace import delete_everything, where_is_it

    path, files = where_is_it(workspace)
    if not files:
        _say(["Nothing is kept, so there is nothing to delete."])
        return
    if not yes:
        raise SmartPickError(
            f"This deletes everything you have kept in {path}, and cannot be undone.",
            remedy="Export it first if you want it back one day, then run: smartpick workspace delete --yes",
            field="--yes",
        )
    _say(["Deleted:", *(f"  {file}" for file in delete_everything(path))])


def _write_new(out: Path, content: bytes) -> None:
    """A new file, readable by its owner only; an existing one is never overwritten. Raises CannotWrite."""
    try:
        out.touch(mode=0o600, exist_ok=False)
        out.write_bytes(content)
    except FileExistsError:
        raise CannotWrite(f"{out} exists already.", remedy="Choose another name.", field="--out") from None
    except OSError as error:
        reason = (error.strerror or "the path is not usable").lower()
        raise CannotWrite(
            f"{out} cannot be written ({reason}).", remedy="Choose another place with --out.", field="--out"
        ) from None


def _say(lines: Iterable[str]) -> None:
    sys.stdout.writelines(f"{line}\n" for line in lines)
