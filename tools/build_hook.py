"""What the wheel holds beyond the package: chart scripts, documents, glossary, and what comes from others.

Hatchling calls this for `make wheel` and for `pip install .`. An editable installation reads the clone itself.
"""

from __future__ import annotations

import importlib.util
import shutil
from pathlib import Path
from types import ModuleType
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

DOCS = "smartpick/data/docs"
VENDOR = "smartpick/web/static/vendor"
NODE = Path("requirements") / "node.txt"


class SmartPickBuildHook(BuildHookInterface[Any]):
    """Adds files to the standard wheel; without the chart scripts the wheel is whole, and the build says so."""

    def dependencies(self) -> list[str]:
        """npm, where the system has none: the pinned wheel of requirements/node.txt."""
        return [] if shutil.which("npm") else [(Path(self.root) / NODE).read_text(encoding="utf-8").split()[0]]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        if self.target_name != "wheel" or version != "standard":
            return
        root = Path(self.root)
        included = {path: f"{DOCS}/{path.relative_to(root / 'docs').as_posix()}" for path in root.glob("docs/**/*.md")}
        included |= {root / name: f"{DOCS}/{name}" for name in ("GLOSSARY.md", "THIRD_PARTY.md")}
        tool = _vendor_tool(root)
        vendored = root / tool.TARGET
        try:
            if not tool.is_current(root):
                tool.vendor(root)
            included |= {path: f"{VENDOR}/{path.relative_to(vendored).as_posix()}"
                         for path in vendored.rglob("*") if path.is_file()}
        except tool.VendorError as error:
            self.app.display_warning(f"This wheel has no chart scripts; pages show the server's pictures. {error}")
        build_data["force_include"] |= {str(path): place for path, place in included.items()}


def _vendor_tool(root: Path) -> ModuleType:
    """tools/vendor.py by its place: the build runs outside the clone's import path."""
    spec = importlib.util.spec_from_file_location("smartpick_vendor", root / "tools" / "vendor.py")
    if spec is None or spec.loader is None:
        raise FileNotFoundError("tools/vendor.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
