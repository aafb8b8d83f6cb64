"""The wheel as people get it: whole, installed with its pinned requirements away from the clone, and served."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from urllib.request import urlopen

import pytest

from smartpick.web.assets import charts_ready
from smartpick.web.handbook import handbook
from tools.vendor import TARGET

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "src" / "smartpick"
SHIPPED = [p for p in sorted(PACKAGE.rglob("*"))
           if p.is_file() and "__pycache__" not in p.parts and p.suffix not in {".pyc", ".nbi", ".nbc"}]
STATIC = "smartpick/web/static/"
SCRIPTS = Path("Scripts" if os.name == "nt" else "bin")

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run([sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)],
                   cwd=ROOT, check=True, capture_output=True)
    return next(folder.glob("*.whl"))


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of commands of an empty environment into which the wheel was installed."""
    home = tmp_path_factory.mktemp("elsewhere") / "env"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(home)], check=True)
    python = home / SCRIPTS / "python"
    pins = ROOT / "requirements" / "run.txt"
    for what in (["--require-hashes", "-r", str(pins)], ["--no-deps", str(wheel)]):
        done = subprocess.run([*installer(python), *what], capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
    return home / SCRIPTS


def installer(python: Path) -> list[str]:
    """What installs into the environment of this interpreter: uv, which takes the same words, else pip."""
    uv = shutil.which("uv", path=str(Path(sys.executable).parent)) or shutil.which("uv")
    if uv:
        return [uv, "pip", "install", "--python", str(python)]
    return [sys.executable, "-m", "pip", "--disable-pip-version-check", "--python", str(python), "install"]


@pytest.fixture
def clean(tmp_path: Path) -> dict[str, str]:
    """The environment of somebody who knows nothing of the clone, with a home of their own."""
    hidden = ("PYTHON", "VIRTUAL_ENV", "SMARTPICK")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(hidden)}
    return {**kept, "HOME": str(tmp_path), "SMARTPICK_WORKSPACE": str(tmp_path / "plans.sqlite")}


def test_the_wheel_holds_every_file_of_the_package(wheel: Path) -> None:
    packed = set(zipfile.ZipFile(wheel).namelist())
    missing = [p.relative_to(PACKAGE.parent).as_posix() for p in SHIPPED
               if p.relative_to(PACKAGE.parent).as_posix() not in packed]
    assert not missing


def test_the_wheel_holds_the_documents_and_what_comes_from_others(wheel: Path) -> None:
    packed = zipfile.ZipFile(wheel)
    for path in [*(ROOT / "docs").rglob("*.md"), ROOT / "GLOSSARY.md", ROOT / "THIRD_PARTY.md"]:
        name = path.relative_to(ROOT / "docs" if ROOT / "docs" in path.parents else ROOT).as_posix()
        assert packed.read(f"smartpick/data/docs/{name}") == path.read_bytes()
    assert any(name.endswith(".dist-info/licenses/THIRD_PARTY.md") for name in packed.namelist())


def test_the_wheel_holds_chart_scripts_with_their_licences(wheel: Path) -> None:
    if not charts_ready():
        pytest.skip("no chart scripts here: make charts fetches them")
    packed = zipfile.ZipFile(wheel)
    folder = f"{STATIC}vendor/"
    names = [name.removeprefix(folder) for name in packed.namelist() if name.startswith(folder)]
    assert sorted(names) == sorted(p.relative_to(ROOT / TARGET).as_posix()
                                   for p in (ROOT / TARGET).rglob("*") if p.is_file())
    assert {"charts.js", "LICENSES.txt"} < set(names)


def test_nothing_else_is_in_the_wheel(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    assert not [n for n in names if not re.match(r"smartpick/|smartpick-[\d.]+\.dist-info/", n)]
    assert not [n for n in names if "__pycache__" in n or "node_modules" in n or n.endswith((".map", ".pyc"))]


def test_an_installed_smartpick_makes_a_plan(installed: Path, clean: dict[str, str], tmp_path: Path) -> None:
    where = subprocess.run([installed / "python", "-c", "import smartpick; print(smartpick.__file__)"], cwd=tmp_path,
                           env=clean, capture_output=True, text=True, check=True).stdout
    assert str(ROOT) not in where
    profile = tmp_path / "profile.yaml"
    example = subprocess.run([installed / "python", "-c", "from smartpick.exchange.profile_examples import example; "
                              "print(example('derm_j1').path.read_text(encoding='utf-8'))"], cwd=tmp_path, env=clean,
                             capture_output=True, text=True, check=True).stdout
    profile.write_text(example, encoding="utf-8")
    run = subprocess.run([installed / "smartpick", "plan", "profile.yaml", "--today", "2026-11-22"], cwd=tmp_path,
                         env=clean, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    assert "Dermatology" in run.stdout


@pytest.fixture
def served(installed: Path, clean: dict[str, str], tmp_path: Path) -> Iterator[str]:
    """The address of the installed app, served as people start it."""
    with subprocess.Popen([installed / "smartpick", "serve", "--port", "0", "--no-open"], cwd=tmp_path, env=clean,
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as server:
        assert server.stdout
        line = server.stdout.readline()
        address = re.search(r"http://[\d.]+:\d+", line)
        try:
            assert address, line
            yield address[0]
        finally:
            server.terminate()


def test_an_installed_smartpick_serves_every_file_and_its_handbook(served: str, wheel: Path) -> None:
    packed = zipfile.ZipFile(wheel)
    names = [name for name in packed.namelist() if name.startswith(STATIC)]
    assert len(names) > 5
    for name in names:
        with urlopen(f"{served}/static/{name.removeprefix(STATIC)}") as answer:
            assert answer.read() == packed.read(name), name
    for path in ["/", "/about", "/help", *(f"/help/{name}" for name in handbook())]:
        with urlopen(f"{served}{path}") as answer:
            assert answer.status == 200
            assert b"<h1" in answer.read(), path


@pytest.mark.skipif(os.name == "nt", reason="the commands for macOS and Linux")
def test_the_install_page_is_true(wheel: Path, clean: dict[str, str], tmp_path: Path) -> None:
    """Every command of the page for macOS and Linux, in a folder with nothing but the two files of a release.

    uv takes pip's place where it is at hand: it reads the same words and is five times faster.
    """
    lines = re.findall(r"^    (\S.+)$", (ROOT / "docs/how-to/install.md").read_text(encoding="utf-8"), re.MULTILINE)
    windows = [line for line in lines if "\\" in line or line.startswith("py ")]
    others = [line for line in lines if line not in windows]
    assert [w.replace("py -3", "python3").replace("Scripts", "bin").replace("\\", "/") for w in windows] == others
    shutil.copy(wheel, tmp_path)
    shutil.copy(ROOT / "requirements" / "run.txt", tmp_path / "requirements.txt")
    for line in others[:-1]:
        words = [sys.executable if word == "python3" else word for word in line.split()]
        words = [*words, "--without-pip"] if "venv" in words else [*installer(tmp_path / words[0]), *words[4:]]
        done = subprocess.run(words, cwd=tmp_path, env=clean, capture_output=True, text=True, check=False)
        assert done.returncode == 0, f"{line}\n{done.stderr}"
    command = [*others[-1].split(), "--port", "0", "--no-open"]
    with subprocess.Popen(command, cwd=tmp_path, env=clean, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout
        try:
            assert "SmartPick is at http://127.0.0.1:" in server.stdout.readline()
        finally:
            server.terminate()
