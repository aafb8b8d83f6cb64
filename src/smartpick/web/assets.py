"""The files under /static: our own, and the chart scripts of others where the set-up has fetched them."""

from __future__ import annotations

import os
import re
from pathlib import Path

from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

STATIC = Path(__file__).parent / "static"
LOADER = Path("vendor") / "charts.js"
VERSIONED = re.compile(r"vendor[/\\][a-z-]+@[0-9.]+[/\\]")
A_YEAR = "public, max-age=31536000, immutable"


def charts_ready(folder: Path = STATIC) -> bool:
    """Whether charts can answer the pointer here: the scripts are there. The pages are whole without them."""
    return (folder / LOADER).is_file()


class Assets(StaticFiles):
    """Static files; those with their version in the address may be kept by the browser, for nothing in them changes."""

    def file_response(
        self, full_path: os.PathLike[str] | str, stat_result: os.stat_result, scope: Scope, status_code: int = 200
    ) -> Response:
        response = super().file_response(full_path, stat_result, scope, status_code)
        if VERSIONED.search(str(full_path)):
            response.headers["Cache-Control"] = A_YEAR
        return response
