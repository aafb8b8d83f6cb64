"""What every test shares: the `covers` mark, checked and written down, and the browser's whereabouts."""

from __future__ import annotations

import json
import os
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

REQUIREMENT = re.compile(r"(R|H|D)([1-9]\d*)")
LAST = {"R": 145, "H": 24, "D": 30}
COVERED = pytest.StashKey[dict[str, list[str]]]()  # requirement -> test functions, of what was collected
COLLECTED = pytest.StashKey[set[Path]]()  # the files it was collected from
CHROMIUM = ("chromium", "chromium-browser", "google-chrome")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--covers-out",
        metavar="FILE",
        help="write which requirement each collected test covers, as JSON",
    )


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    covered: dict[str, set[str]] = {}
    for item in items:
        if item.get_closest_marker("browser") and chromium() is None:
            item.add_marker(pytest.mark.skip(
                reason="no Chromium on this machine: install the package 'chromium' to run browser tests"))
        for mark in item.iter_markers("covers"):
            for requirement in mark.args:
                if not is_requirement(requirement):
                    raise pytest.UsageError(f"{item.nodeid} covers {requirement!r}, which does not exist.")
                # Parameters are left out: a requirement is covered by a function, whatever its table.
                covered.setdefault(requirement, set()).add(item.nodeid.split("[")[0])
    config.stash[COVERED] = {requirement: sorted(tests) for requirement, tests in covered.items()}
    config.stash[COLLECTED] = {item.path for item in items}
    out = config.getoption("--covers-out")
    if out:
        Path(out).write_text(json.dumps(config.stash[COVERED], indent=1), encoding="utf-8")


@pytest.fixture
def covered_by_all_tests(pytestconfig: pytest.Config) -> dict[str, list[str]] | None:
    """Requirement -> test functions, where this run has collected the whole suite; else None."""
    here = set(Path(__file__).parent.rglob("test_*.py"))
    return pytestconfig.stash[COVERED] if here <= pytestconfig.stash[COLLECTED] else None


@pytest.fixture(scope="session", autouse=True)
def _no_workspace_of_a_person(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """No test reads or writes the workspace of whoever runs it, in this process or in one it starts."""
    before = os.environ.get("SMARTPICK_WORKSPACE")
    os.environ["SMARTPICK_WORKSPACE"] = str(tmp_path_factory.mktemp("workspace") / "workspace.sqlite")
    yield
    if before is None:
        del os.environ["SMARTPICK_WORKSPACE"]
    else:
        os.environ["SMARTPICK_WORKSPACE"] = before


def is_requirement(text: object) -> bool:
    """Whether a text names one of R1-R145, H1-H24 or D1-D30."""
    found = REQUIREMENT.fullmatch(text) if isinstance(text, str) else None
    return found is not None and int(found[2]) <= LAST[found[1]]


def chromium() -> str | None:
    """The path of a Chromium on this machine, or None."""
    return next((path for name in CHROMIUM if (path := shutil.which(name))), None)


@pytest.fixture(scope="session")
def chromium_path() -> str:
    """The browser to drive; tests that use it carry the mark `browser`."""
    path = chromium()
    if path is None:
        pytest.skip("no Chromium on this machine: install the package 'chromium' to run browser tests")
    return path
