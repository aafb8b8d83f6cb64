"""`smartpick serve`: one line with the address, this machine only, a clean end, a sentence where the port is taken."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request

import pytest

from smartpick.cli import serve
from smartpick.errors import PortTaken

COMMAND = [sys.executable, "-c", "from smartpick.cli.app import main; main()", "serve", "--no-open", "--port"]


def test_it_listens_on_this_machine_only_and_ends_cleanly():
    process = subprocess.Popen([*COMMAND, "0"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                               env={**os.environ, "PYTHONUNBUFFERED": "1"})
    try:
        first = process.stdout.readline()
        address = re.search(r"http://127\.0\.0\.1:\d+/", first)
        assert address, first
        text = wait_for(address[0])
        assert "Plan my application" in text
    finally:
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=20)
    assert process.returncode == 0
    assert "SmartPick has stopped." in out
    assert err == "", "no access log, no trace"


def test_a_taken_port_is_a_sentence():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
        with pytest.raises(PortTaken, match=f"Port {port} is already in use. Choose another with --port."):
            serve.listen(port)
        done = subprocess.run([*COMMAND, str(port)], capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 2
    assert "already in use" in done.stderr
    assert "Traceback" not in done.stderr


def test_the_socket_is_the_loopback_address():
    with serve.listen(0) as listener:
        assert listener.getsockname()[0] == "127.0.0.1"


@pytest.mark.parametrize(("platform", "display", "seen"), [
    ("linux", "", False), ("linux", ":0", True), ("darwin", "", True), ("win32", "", True)])
def test_a_browser_is_opened_only_where_it_can_be_seen(monkeypatch, platform, display, seen):
    monkeypatch.setattr(sys, "platform", platform)
    monkeypatch.setenv("DISPLAY", display)
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    assert serve.has_display() is seen


def wait_for(address: str) -> str:
    """The page at the address, asked for until the server is up."""
    deadline = time.monotonic() + 20
    while True:
        try:
            with urllib.request.urlopen(address) as answer:
                return answer.read().decode()
        except OSError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.1)
