"""The command line when something is wrong: one sentence, the right exit code, never a trace."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

from sample_plan import sample_plan
from smartpick.cli.app import run
from smartpick.errors import BadFacts, CannotWrite, PortTaken

ROOT = Path(__file__).parents[2]
START = "targets: [dermatology]\napplicant_type: non_us_img\n"
TODAY = ("--today", "2026-11-22")


@pytest.fixture(autouse=True)
def own_state_folder(monkeypatch, tmp_path):
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))


@pytest.fixture
def planning(monkeypatch):
    """A planning use case that answers with the sample plan, or does what it is told."""
    module = ModuleType("smartpick.usecases.plan")
    module.make_plan = lambda profile, *, today, season=None: sample_plan()
    monkeypatch.setitem(sys.modules, "smartpick.usecases.plan", module)
    return module


@pytest.fixture
def command(capsys):
    def call(*arguments: object) -> tuple[int, str, str]:
        code = run([str(a) for a in arguments])
        shown = capsys.readouterr()
        assert "Traceback" not in shown.out + shown.err
        return code, shown.out, shown.err

    return call


@pytest.fixture
def profile(tmp_path):
    def write(content: str | bytes) -> Path:
        path = tmp_path / "me.yaml"
        path.write_bytes(content if isinstance(content, bytes) else (START + content).encode())
        return path

    return write


BAD = {
    "YAML error": ("exams: [\n", "YAML"),
    "unknown field": ("exmas: {}\n", "Did you mean exams?"),
    "Step 2 CK of 400": ("exams: {step2_ck: {score: 400}}\n", "Line 3: Step 2 CK"),
    "far-future graduation": ("education: {graduation: 2090-05}\n", "too far in the future"),
    "empty budget": ("wishes: {budget_usd: 0}\n", "pays for no application"),
    "negative money": ("wishes: {budget_usd: -5}\n", "cannot be negative"),
    "unknown specialty": (b"targets: [dermatolgy]\n", "Did you mean Dermatology?"),
    "10 MB profile": (b"a" * 10_000_000, "10.0 MB"),
    "binary file": (bytes(range(256)) * 8, "binary"),
    "nothing in it": (b"", "holds nothing"),
    "not UTF-8": (START.encode() + b"label: caf\xe9\n", "UTF-8"),
}


@pytest.mark.parametrize(("content", "words"), BAD.values(), ids=BAD)
def test_a_bad_profile_is_one_line_and_exit_2(command, profile, content, words):
    code, out, err = command("plan", profile(content), *TODAY)
    assert code == 2
    assert out == ""
    assert words in err
    assert err.count("\n") == 1
    assert "me.yaml" in err


@pytest.mark.parametrize(("content", "words"), BAD.values(), ids=BAD)
def test_with_json_the_error_is_a_document(command, profile, content, words):
    code, out, err = command("plan", profile(content), "--json", *TODAY)
    error = json.loads(out)["error"]
    assert code == 2
    assert err == ""
    assert set(error) == {"code", "message", "field", "line", "remedy"}
    assert words.removeprefix("Line 3: ") in f"{error['message']} {error['remedy']}"


def test_every_problem_is_told_at_once(command, profile):
    path = profile("wishes: {budget_usd: -5}\nexmas: {}\n")
    code, _, err = command("plan", path)
    assert code == 2
    assert "2 problems" in err
    assert "Line 3:" in err
    assert "Line 4:" in err
    _, out, _ = command("plan", path, "--json")
    assert [p["line"] for p in json.loads(out)["error"]["problems"]] == [3, 4]


WRONG_LINES = {
    "missing file": (("plan", "nowhere.yaml"), "There is no file nowhere.yaml."),
    "folder": (("plan", str(ROOT / "examples")), "is a folder"),
    "no file given": (("plan",), "Missing argument 'FILE'."),
    "unknown command": (("plna",), "Did you mean 'plan'?"),
    "unknown option": (("plan", "x.yaml", "--jsn"), "No such option: --jsn"),
    "not a day": (("plan", "x.yaml", "--today", "22.11.2026"), "--today 22.11.2026 is not a day."),
    "day long gone": (("plan", "x.yaml", "--today", "0001-01-01"), "Choose a day from 2020 to 2099."),
    "season over": (("plan", "x.yaml", "--season", "1990", *TODAY), "Choose a year from 2027 to 2036"),
    "season just over": (("plan", "x.yaml", "--season", "2026", *TODAY), "--season 2026 is not a Match"),
    "season in letters": (("plan", "x.yaml", "--season", "next", *TODAY), "--season next"),
    "two forms at once": (("plan", "x.yaml", "--json", "--csv"), "cannot be printed at once"),
    "path through a file": (("plan", str(ROOT / "LICENSE" / "x.yaml")), "There is no file"),
}  # fmt: skip


@pytest.mark.parametrize(("arguments", "words"), WRONG_LINES.values(), ids=WRONG_LINES)
def test_a_wrong_command_line_is_one_sentence_and_exit_2(command, arguments, words):
    code, out, err = command(*arguments)
    assert code == 2
    assert words in (json.loads(out)["error"]["message"] if "--json" in arguments else err)


def test_a_misspelt_file_is_answered_with_the_nearest(command, tmp_path):
    (tmp_path / "derm_j1.yaml").write_text(START, encoding="utf-8")
    _, _, err = command("plan", tmp_path / "derm_j.yaml")
    assert f"Did you mean {tmp_path / 'derm_j1.yaml'}?" in err


@pytest.mark.parametrize(
    ("error", "code", "words"),
    [
        (
            BadFacts("The file fees.yaml is damaged.", remedy="Install SmartPick again."),
            1,
            "Install SmartPick again.",
        ),
        (
            CannotWrite("Nothing can be written to /full.", remedy="Choose another folder."),
            2,
            "another folder",
        ),
        (PortTaken(8420), 2, "Port 8420 is already in use. Choose another with --port."),
        (OSError(28, "No space left on device", "plan.md"), 2, "No space left on device (plan.md)"),
    ],
)
def test_errors_below_become_sentences(command, planning, profile, error, code, words):
    def fail(*args, **kwargs):
        raise error

    planning.make_plan = fail
    given, out, err = command("plan", profile(""))
    assert (given, out) == (code, "")
    assert words in err
    assert err.count("\n") == 1


@pytest.mark.covers("D19")
def test_our_own_mistake_leaves_a_log_without_personal_data(command, planning, profile, tmp_path):
    def fail(person, **kwargs):
        score = 252
        raise RuntimeError(f"secret {person.target} {score}")

    planning.make_plan = fail
    code, _, err = command("plan", profile("label: Very Private\n"))
    (log,) = (tmp_path / "state" / "smartpick").glob("error-*.log")
    text = log.read_text(encoding="utf-8")
    assert code == 3
    assert err == (
        f"SmartPick made a mistake of its own and stopped. A log without personal data is in {log}.\n"
    )
    assert "builtins.RuntimeError" in text
    assert "smartpick/cli/planning.py" in text
    for private in ("secret", "252", "Very Private", "dermatology", str(tmp_path), str(Path.home())):
        assert private not in text
    assert log.stat().st_mode & 0o777 == 0o600


def test_a_log_that_cannot_be_written_is_said_too(command, planning, profile, monkeypatch):
    monkeypatch.setenv("XDG_STATE_HOME", str(ROOT / "LICENSE"))
    planning.make_plan = None
    code, _, err = command("plan", profile(""))
    assert code == 3
    assert "No log could be written." in err


def test_control_c_is_a_sentence(command, planning, profile):
    def stop(*args, **kwargs):
        raise KeyboardInterrupt

    planning.make_plan = stop
    assert command("plan", profile("")) == (130, "", "Stopped.\n")


def test_a_taken_port_is_a_sentence(command):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        code, _, err = command("serve", "--no-open", "--port", port)
    assert (code, err) == (2, f"Port {port} is already in use. Choose another with --port.\n")


@pytest.mark.parametrize("place", ["LICENSE/new", "/proc/smartpick"])
def test_a_place_that_cannot_be_written_is_a_sentence(command, planning, profile, place):
    """The superuser may write anywhere, so the places are ones where nobody can."""
    target = ROOT / place if place.startswith("LICENSE") else Path(place)
    code, out, err = command("plan", profile(""), "--out", target)
    assert (code, out) == (2, "")
    assert "cannot be written" in err or "cannot write" in err.lower()
    assert err.count("\n") == 1


@pytest.fixture
def damaged(tmp_path):
    """A copy of the package in which a file of data was cut or overwritten."""

    def copy(pattern: str, content: bytes) -> subprocess.CompletedProcess[str]:
        shutil.copytree(
            ROOT / "src" / "smartpick", tmp_path / "smartpick", ignore=shutil.ignore_patterns("__pycache__")
        )
        path = next(iter(sorted((tmp_path / "smartpick" / "data").glob(pattern))))
        path.write_bytes(content)
        program = (
            f"import sys; sys.path.insert(0, {str(tmp_path)!r}); from smartpick.cli.app import run;"
            f"sys.exit(run(['plan', {str(ROOT / 'examples' / 'derm_j1.yaml')!r}, '--today', '2026-11-22']))"
        )
        return subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)

    return copy


@pytest.mark.slow
@pytest.mark.parametrize(
    ("pattern", "content"),
    [
        ("parameters/fees/eras_residency.yaml", b"label: [broken\n"),
        ("parameters/fees/eras_residency.yaml", bytes(range(256))),
        ("specialties.yaml", b""),
        ("directory/*.csv", b"a,b\n1\n"),
        ("tables/charting*.csv", b"\xff\xfe\x00"),
    ],
)
def test_a_damaged_data_file_is_one_sentence(damaged, pattern, content):
    done = damaged(pattern, content)
    assert done.returncode == 1, done.stderr
    assert done.stdout == ""
    assert "Traceback" not in done.stderr
    assert "made a mistake of its own" not in done.stderr
    assert done.stderr.count("\n") <= 2


def test_a_reader_that_leaves_is_no_error(tmp_path):
    """`smartpick plan ... | head` ends quietly, whether the pipe breaks while writing or at the end."""
    program = (
        "import sys; sys.path.insert(0, 'tests')\n"
        "from types import ModuleType\n"
        "from sample_plan import sample_plan\n"
        "fake = ModuleType('smartpick.usecases.plan'); fake.make_plan = lambda *a, **k: sample_plan()\n"
        "sys.modules['smartpick.usecases.plan'] = fake\n"
        "from smartpick.cli.app import run\n"
        "sys.exit(run(['plan', 'examples/derm_j1.yaml', '--json']))\n"
    )
    reader, writer = os.pipe()
    os.close(reader)
    done = subprocess.run(
        [sys.executable, "-c", program], stdout=writer, stderr=subprocess.PIPE, cwd=ROOT, check=False
    )
    os.close(writer)
    assert done.stderr == b""
    assert done.returncode == 0


@pytest.mark.parametrize("arguments", [["--version"], ["programs", "--specialty", "urology", "--json"]])
def test_a_full_disk_is_a_sentence(arguments):
    full = Path("/dev/full")
    if not full.exists():
        pytest.skip("this system has no /dev/full")
    with full.open("wb") as out:
        done = subprocess.run(
            [sys.executable, "-c", f"from smartpick.cli.app import run; raise SystemExit(run({arguments}))"],
            stdout=out,
            stderr=subprocess.PIPE,
            check=False,
        )
    assert done.returncode == 2
    assert b"No space left on device" in done.stderr
    assert b"Traceback" not in done.stderr
