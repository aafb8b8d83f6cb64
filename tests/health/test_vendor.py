"""The chart scripts of others: pinned exactly, without addresses, copied with their licences, and never needed."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from smartpick.web.assets import charts_ready
from tools import vendor

ROOT = Path(__file__).parents[2]
LOCK = json.loads((ROOT / "package-lock.json").read_text(encoding="utf-8"))["packages"]


def test_versions_are_exact_and_as_locked() -> None:
    wanted = json.loads((ROOT / "package.json").read_text(encoding="utf-8"))["dependencies"]
    assert set(wanted) == set(vendor.FILES)
    for name, version in wanted.items():
        assert re.fullmatch(r"\d+\.\d+\.\d+", version)
        assert LOCK[f"node_modules/{name}"]["version"] == version


def test_the_lock_file_checks_every_package_and_names_no_place() -> None:
    packages = {name: package for name, package in LOCK.items() if name}
    assert not [name for name, package in packages.items() if "resolved" in package]
    assert not [name for name, package in packages.items() if not package.get("integrity", "").startswith("sha512-")]


def test_no_package_may_run_a_script_while_it_is_installed() -> None:
    settings = (ROOT / ".npmrc").read_text(encoding="utf-8").split()
    assert {"ignore-scripts=true", "omit-lockfile-registry-resolved=true"} <= set(settings)


def test_the_bare_import_is_taken_from_vega() -> None:
    text = "import { ascending, isString } from 'vega-util';\nexport { a };\n//# sourceMappingURL=a.js.map\n"
    assert vendor._for_the_page(text) == "const { ascending, isString } = globalThis.vega;\nexport { a };\n"


def test_an_import_nobody_knows_is_refused() -> None:
    with pytest.raises(vendor.VendorError):
        vendor._for_the_page("import { x } from 'somewhere';\n")


@pytest.mark.skipif(not charts_ready(), reason="no chart scripts here: make charts fetches them")
def test_the_copies_are_those_of_the_lock_file() -> None:
    assert vendor.is_current()
    folder = ROOT / vendor.TARGET
    texts = (folder / vendor.LICENCES).read_text(encoding="utf-8")
    for name, package in vendor.shipped(ROOT).items():
        assert f"\n{name} {package['version']} (" in texts
    assert texts.count("Copyright") >= len(vendor.shipped(ROOT)) - 2
    scripts = [p.read_text(encoding="utf-8") for p in folder.rglob("*.js")]
    assert not [s for s in scripts if re.search(r"""from ['"][^.'"]""", s) or "sourceMappingURL" in s]


def test_without_npm_set_up_goes_on_with_one_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
                                                      capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(vendor.shutil, "which", lambda name: None)
    monkeypatch.setattr(vendor.importlib.util, "find_spec", lambda name: None)
    monkeypatch.setattr(vendor, "_installer", lambda: [sys.executable, "-c", "raise SystemExit('no way out')"])
    monkeypatch.setattr(vendor, "NODE", tmp_path / "node")
    monkeypatch.setattr(sys, "argv", ["vendor"])
    with pytest.raises(SystemExit) as ended:
        vendor.main()
    said = capsys.readouterr()
    assert ended.value.code == 0
    assert said.out == ""
    assert len(said.err.splitlines()) == 1
    assert said.err.startswith("Charts will not answer the pointer here; pages show the same pictures")


def test_what_comes_from_others_is_up_to_date() -> None:
    check = subprocess.run([sys.executable, "-m", "tools.third_party", "--check"], cwd=ROOT, capture_output=True,
                           text=True, check=False)
    assert check.returncode == 0, check.stdout + check.stderr
    page = (ROOT / "THIRD_PARTY.md").read_text(encoding="utf-8")
    assert not re.search(r"\|\s*(?:None|unknown|see its text)?\s*\|$", page.split("## Figures")[0], re.MULTILINE)
