"""Where things are on this machine and how large an input may be; read once, by the faces."""

from __future__ import annotations

from pathlib import Path

PACKAGE = Path(__file__).parent
DATA = PACKAGE / "data"
HOST = "127.0.0.1"
PORT = 8420
MAX_PROFILE_BYTES = 1_000_000
