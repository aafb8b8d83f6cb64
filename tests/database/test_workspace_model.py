"""Any order of keeping, saving, undoing, copying and deleting agrees with a model made of plain dicts."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, consumes, initialize, invariant, rule

from smartpick.errors import NotFound
from smartpick.store import scenarios
from smartpick.store.refusals import StaleRevision
from smartpick.store.workspace import Workspace

DAY = "2026-11-22"
TEXTS = st.sampled_from(["{}", '{"a": 1}', '{"b": "Ñ"}', "x" * 6000])  # the last one fills more than a page
SEASONS = st.sampled_from([None, 2028])


class ModelScenario:
    """What a scenario should be: its contents by revision number, and where each came from."""

    def __init__(self, name: str, content: tuple[str, int | None]) -> None:
        self.name = name
        self.versions = {1: content}
        self.base = {1: 1}

    @property
    def revision(self) -> int:
        return max(self.versions)

    def add(self, content: tuple[str, int | None], base: int | None = None) -> None:
        number = self.revision + 1
        self.versions[number] = content
        self.base[number] = base or number

    def before(self) -> int | None:
        return max((n for n in self.versions if n < self.base[self.revision]), default=None)


class AnyOrder(RuleBasedStateMachine):
    ids = Bundle("ids")

    @initialize()
    def begin(self) -> None:
        self.folder = tempfile.TemporaryDirectory()
        self.workspace = Workspace(Path(self.folder.name) / "w.sqlite")
        self.model: dict[str, ModelScenario] = {}

    def teardown(self) -> None:
        if hasattr(self, "folder"):
            self.folder.cleanup()

    @rule(target=ids, text=TEXTS, season=SEASONS)
    def create(self, text: str, season: int | None) -> str:
        made = scenarios.create(self.workspace, "Mine", text, DAY, season)
        self.model[made.id] = ModelScenario("Mine", (text, season))
        return made.id

    @rule(which=ids, text=TEXTS, season=SEASONS)
    def save(self, which: str, text: str, season: int | None) -> None:
        known = self.model[which]
        saved = scenarios.save(self.workspace, which, known.revision, text, DAY, season)
        if known.versions[known.revision] != (text, season):
            known.add((text, season))
        assert saved.revision == known.revision

    @rule(which=ids, text=TEXTS, behind=st.integers(1, 3))
    def save_stale(self, which: str, text: str, behind: int) -> None:
        known = self.model[which]
        if known.versions[known.revision] == (text, None):
            return
        with pytest.raises(StaleRevision) as caught:
            scenarios.save(self.workspace, which, known.revision - behind, text, DAY)
        assert caught.value.mine == text
        assert (caught.value.theirs.profile, caught.value.theirs.season) == known.versions[known.revision]

    @rule(which=ids)
    def undo(self, which: str) -> None:
        known = self.model[which]
        earlier = known.before()
        if earlier is None:
            with pytest.raises(NotFound):
                scenarios.undo(self.workspace, which, known.revision, DAY)
            return
        scenarios.undo(self.workspace, which, known.revision, DAY)
        known.add(known.versions[earlier], earlier)

    @rule(which=ids, data=st.data())
    def restore(self, which: str, data: st.DataObject) -> None:
        known = self.model[which]
        number = data.draw(st.sampled_from(sorted(known.versions)))
        scenarios.restore(self.workspace, which, number, known.revision, DAY)
        known.add(known.versions[number], number)

    @rule(target=ids, which=ids)
    def copy(self, which: str) -> str:
        known = self.model[which]
        made = scenarios.copy(self.workspace, which, "What if", DAY)
        self.model[made.id] = ModelScenario("What if", known.versions[known.revision])
        return made.id

    @rule(which=ids)
    def rename(self, which: str) -> None:
        scenarios.rename(self.workspace, which, "Ours", DAY)
        self.model[which].name = "Ours"

    @rule(which=consumes(ids))
    def delete(self, which: str) -> None:
        scenarios.delete(self.workspace, which)
        del self.model[which]
        with pytest.raises(NotFound):
            scenarios.get(self.workspace, which)

    @rule()
    def open_again(self) -> None:
        self.workspace = Workspace(self.workspace.path)
        self.workspace.check()

    @invariant()
    def agrees(self) -> None:
        if not hasattr(self, "model"):
            return
        kept = {s.id: s for s in scenarios.list_scenarios(self.workspace)}
        assert set(kept) == set(self.model)
        for which, known in self.model.items():
            now = kept[which]
            assert (now.name, now.revision) == (known.name, known.revision)
            assert (now.profile, now.season) == known.versions[known.revision]
            found = {r.number: (r.profile, r.season) for r in scenarios.history(self.workspace, which)}
            assert found == known.versions


AnyOrder.TestCase.settings = settings(
    max_examples=25, stateful_step_count=20, deadline=None, suppress_health_check=list(HealthCheck)
)
test_any_order_agrees_with_the_model = pytest.mark.slow(AnyOrder.TestCase)
