"""A client of the app with the invented plan in place of the planner, and helpers to send forms."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from httpx2 import Response
from starlette.testclient import TestClient

from sample_plan import TODAY, sample_plan
from smartpick.domain.applicant import Profile
from smartpick.domain.plan import Plan
from smartpick.store.drafts import Drafts
from smartpick.web.app import create_app
from smartpick.web.security import COOKIE

BASE = "http://127.0.0.1:8420"
Post = Callable[..., Response]


class Planner:
    """Stands in for the use case: remembers the profiles it was given."""

    def __init__(self) -> None:
        self.profiles: list[Profile] = []

    def __call__(self, profile: Profile, *, today: date) -> Plan:
        self.profiles.append(profile)
        return sample_plan()


@pytest.fixture
def planner() -> Planner:
    return Planner()


@pytest.fixture
def drafts() -> Drafts:
    return Drafts()


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    """Where this test's workspace would be; nothing is there before something is kept."""
    return tmp_path / "workspace.sqlite"


@pytest.fixture
def client(planner: Planner, drafts: Drafts, workspace: Path) -> TestClient:
    app = create_app(today=lambda: TODAY, plan=planner, drafts=drafts, workspace=workspace)
    return TestClient(app, base_url=BASE, follow_redirects=False)


@pytest.fixture
def post(client: TestClient) -> Post:
    """Send a form as a browser would: with the cookie's token in it."""

    def send(path: str, fields: dict[str, str] | None = None, **more: object) -> Response:
        if COOKIE not in client.cookies:
            client.get("/")
        data = {"form_token": client.cookies[COOKIE], **(fields or {})}
        return client.post(path, data=data, **more)  # type: ignore[arg-type]

    return send


@pytest.fixture
def plan_address(post: Post) -> str:
    """The address of a plan that was just made from an example."""
    return post("/example", {"example": "derm_j1"}).headers["location"]
