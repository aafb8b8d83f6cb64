"""The code base itself: first lines, sizes, names, and what may never be committed."""

from __future__ import annotations

import ast
import re
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src" / "smartpick"
LONGEST = {"src": 300, "tests": 600, "tools": 400, "benchmarks": 300}
# Longer for a reason. May shrink, not grow.
LONGER = {"src/smartpick/domain/plan.py": 430}  # every type of a plan in one place, read from top to bottom
NAMES_WITHOUT_MEANING = {"utils", "util", "helpers", "helper", "common", "manager", "managers", "misc"}
TEXT = {".py", ".md", ".yaml", ".yml", ".toml", ".txt", ".in", ".csv", ".json", ".html", ".css", ".svg", ".cfg", ""}
# Written in pieces, so that this file does not find itself.
MACHINE_PATHS = re.compile(r"(?<![\w.~])/(?:" + "|".join(("work", "root", "tmp", "home", "opt")) + r")/[\w.]")
ADDRESSES = ("pypi" + r"\.org", "python" + r"hosted\.org", "npm" + r"js\.org", "--index-" + "url")
REGISTRIES = re.compile("|".join(ADDRESSES))
MARKS = ("TO" + "DO", "FIX" + "ME", "XX" + "X", "NotImplemented" + "Error")
UNFINISHED = re.compile(r"\b(?:" + "|".join(MARKS) + r")\b")
OURS_IN_STATIC = {".css", ".svg", ".html", ".ico", ".txt", ".webmanifest"}
OUR_SCRIPTS = SOURCE / "web" / "static"  # plain modules, written here; those of others are fetched into vendor/ below


@cache
def tracked() -> tuple[Path, ...]:
    """The files under version control; where this is no clone, everything but caches."""
    if shutil.which("git") and (ROOT / ".git").exists():
        listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True)
        paths = [ROOT / name for name in listed.stdout.split("\0") if name]
        return tuple(p for p in paths if p.is_file())
    hidden = re.compile(r"/(?:\.|__pycache__|out/|dist/)")
    return tuple(p for p in ROOT.rglob("*") if p.is_file() and not hidden.search(str(p.relative_to(ROOT))))


def modules() -> list[Path]:
    return [p for p in tracked() if p.suffix == ".py"]


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def lines_with(pattern: re.Pattern[str], paths: list[Path]) -> list[str]:
    return [f"{name(p)}:{number}: {line.strip()[:100]}" for p in paths
            for number, line in enumerate(p.read_text(encoding="utf-8").splitlines(), 1) if pattern.search(line)]


def texts() -> list[Path]:
    return [p for p in tracked() if p.suffix in TEXT]


def test_every_module_says_first_what_it_is_about() -> None:
    silent = [name(p) for p in modules() if not ast.get_docstring(ast.parse(p.read_text(encoding="utf-8")))]
    assert not silent, f"no docstring on the first line: {silent}"


def test_modules_stay_short_enough_to_read() -> None:
    sizes = {name(p): len(p.read_text(encoding="utf-8").splitlines()) for p in modules()}
    long = {p: n for p, n in sizes.items() if n > LONGER.get(p, LONGEST[p.split("/")[0]])}
    assert not long, f"split these by topic: {long}"


def test_modules_are_named_after_things() -> None:
    vague = [name(p) for p in modules() if p.stem in NAMES_WITHOUT_MEANING]
    assert not vague, f"name these after what lives in them: {vague}"


def test_no_file_names_a_place_on_one_machine() -> None:
    assert not lines_with(MACHINE_PATHS, texts())


def test_no_file_holds_the_address_of_a_package_registry() -> None:
    assert not lines_with(REGISTRIES, texts())


def test_nothing_is_marked_unfinished() -> None:
    assert not lines_with(UNFINISHED, [p for p in texts() if p.suffix != ".csv"])


def test_the_package_stands_on_its_own() -> None:
    assert not lines_with(re.compile(r"\.\./shared"), [p for p in texts() if SOURCE in p.parents])


def test_nobody_elses_assets_are_committed() -> None:
    foreign = [name(p) for p in tracked()
               if p.suffix in {".js", ".mjs", ".woff", ".woff2", ".ttf", ".otf", ".wasm", ".pdf", ".png", ".jpg"}]
    foreign = [p for p in foreign if not (p.endswith(".js") and ROOT / p == OUR_SCRIPTS / Path(p).name)]
    static = [name(p) for p in tracked() if "static" in p.parts and p.suffix not in OURS_IN_STATIC | {".js"}]
    static += [name(p) for p in tracked() if {"vendor", "node_modules"} & set(p.parts)]
    assert not foreign + static


def test_every_pinned_requirement_is_hashed() -> None:
    for path in sorted((ROOT / "requirements").glob("*.txt")):
        entries = re.split(r"\n(?=\S)", path.read_text(encoding="utf-8").strip())
        loose = [e.splitlines()[0] for e in entries if "==" not in e or "--hash=sha256:" not in e]
        assert not loose, f"{name(path)}: {loose}"


def test_floors_are_respected() -> None:
    run = subprocess.run(
        [sys.executable, "-c", "from importlinter.cli import lint_imports; raise SystemExit(lint_imports())"],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )
    assert run.returncode == 0, run.stdout[-3000:]


@pytest.mark.parametrize("line", ["see /" + "work/main/x", "cd /" + "tmp/a", "(/" + "root/b)"])
def test_machine_paths_would_be_found(line: str) -> None:
    assert MACHINE_PATHS.search(line)
