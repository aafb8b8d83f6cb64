"""Keep plans: open the workspace, keep a profile as a scenario, load, save, copy, undo and delete it."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from smartpick.domain.applicant import Profile
from smartpick.domain.applicant_type import derive_type, derive_visa_need
from smartpick.domain.plan import Plan
from smartpick.errors import BadProfile, SmartPickError
from smartpick.exchange.profile import parse_profile, profile_json
from smartpick.store import preferences, scenarios
from smartpick.store.family import family
from smartpick.store.location import workspace_path
from smartpick.store.refusals import StaleRevision
from smartpick.store.removal import delete_files
from smartpick.store.scenarios import Scenario
from smartpick.store.verdicts import VerdictNote, note_verdict, verdicts
from smartpick.store.workspace import Workspace

YES = "yes"


@dataclass(frozen=True, slots=True)
class Kept:
    """A scenario with its profile. `created` and `updated` are ISO texts."""

    id: str
    name: str
    revision: int
    created: str
    updated: str
    profile: Profile
    copied_from: str | None = None


@dataclass(frozen=True, slots=True)
class Version:
    """One revision in a scenario's history; `profile` is None where this SmartPick cannot read it any more."""

    number: int
    base: int  # the revision it brought back, or its own number
    saved: str
    profile: Profile | None


class ProfileConflict(SmartPickError):
    """The scenario was saved elsewhere meanwhile. Both versions are here; save again with `theirs.revision`."""

    code = "stale_revision"
    status = 409

    def __init__(self, mine: Profile, theirs: Kept, stale: StaleRevision) -> None:
        self.mine, self.theirs = mine, theirs
        super().__init__(stale.problem.message, remedy=stale.problem.remedy)


def open_workspace(path: Path | str | None = None) -> Workspace:
    """The workspace at a path, else SMARTPICK_WORKSPACE, else in the user's data folder.

    Looks at the file and brings it up to date; nothing is made until something is kept. Raises the
    errors of `store.refusals`: damaged, newer, another program's, busy.
    """
    workspace = Workspace(workspace_path(path))
    workspace.check()
    return workspace


def keep(workspace: Workspace, profile: Profile, name: str, today: date) -> Kept:
    """Keep a profile as a new scenario: from now on every change is saved."""
    made = scenarios.create(workspace, name, as_text(profile), today.isoformat(), profile.season)
    return _kept(made)


def load_profile(workspace: Workspace, scenario_id: str) -> Kept:
    """A scenario with its profile. Raises NotFound, BadProfile."""
    return _kept(scenarios.get(workspace, scenario_id))


def save_profile(workspace: Workspace, scenario_id: str, expected_revision: int, profile: Profile, today: date) -> Kept:
    """Save a changed profile on top of the revision it began with. Raises ProfileConflict, NotFound."""
    try:
        saved = scenarios.save(
            workspace, scenario_id, expected_revision, as_text(profile), today.isoformat(), profile.season
        )
    except StaleRevision as stale:
        raise ProfileConflict(profile, _kept(stale.theirs), stale) from None
    return _kept(saved)


def list_scenarios(workspace: Workspace) -> tuple[Scenario, ...]:
    """Every scenario, the one changed last first; the profiles stay text."""
    return scenarios.list_scenarios(workspace)


def rename_scenario(workspace: Workspace, scenario_id: str, name: str, today: date) -> Scenario:
    """Give it another name. Raises NotFound."""
    return scenarios.rename(workspace, scenario_id, name, today.isoformat())


def copy_scenario(workspace: Workspace, scenario_id: str, name: str, today: date) -> Kept:
    """A copy to try a what-if on. Raises NotFound."""
    return _kept(scenarios.copy(workspace, scenario_id, name, today.isoformat()))


def delete_scenario(workspace: Workspace, scenario_id: str) -> None:
    """Delete it with its history, also from the copy beside the workspace. Raises NotFound."""
    scenarios.delete(workspace, scenario_id)


def undo(workspace: Workspace, scenario_id: str, expected_revision: int, today: date) -> Kept:
    """Bring back what stood before. Raises NotFound where nothing earlier is kept, ProfileConflict."""
    return _on_top(workspace, scenario_id, None, expected_revision, today)


def restore(workspace: Workspace, scenario_id: str, number: int, expected_revision: int, today: date) -> Kept:
    """Bring back one version of the history as the latest. Raises NotFound, ProfileConflict."""
    return _on_top(workspace, scenario_id, number, expected_revision, today)


def history(workspace: Workspace, scenario_id: str) -> tuple[Version, ...]:
    """The kept versions, the latest first. Raises NotFound."""
    return tuple(Version(r.number, r.base, r.saved, _readable(r.profile))
                 for r in scenarios.history(workspace, scenario_id))  # fmt: skip


def remember_verdict(workspace: Workspace, scenario_id: str, plan: Plan) -> None:
    """Note the verdict of a plan's day in the scenario's history. Raises NotFound."""
    found = plan.strategies
    note = VerdictNote(plan.today.isoformat(), found.today.strategy.value, found.planned.strategy.value)
    note_verdict(workspace, scenario_id, note)


def verdict_history(workspace: Workspace, scenario_id: str) -> tuple[VerdictNote, ...]:
    """The verdicts noted so far, the earliest first. Raises NotFound."""
    return verdicts(workspace, scenario_id)


def actions_only(workspace: Workspace) -> bool:
    """Whether the person has chosen to see what to do and no chances."""
    return preferences.setting(workspace, preferences.ACTIONS_ONLY) == YES


def set_actions_only(workspace: Workspace, hide: bool) -> None:
    """Hide or show chances from now on."""
    preferences.set_setting(workspace, preferences.ACTIONS_ONLY, YES if hide else None)


def where_is_it(path: Path | str | None = None) -> tuple[Path, tuple[Path, ...]]:
    """The path of the workspace, and every file that belongs to it and exists. Opens none of them."""
    found = workspace_path(path)
    return found, family(found)


def delete_everything(path: Path | str | None = None) -> tuple[Path, ...]:
    """Delete the workspace, its copy and what repairs left beside it; returns what was deleted."""
    return delete_files(workspace_path(path))


def as_text(profile: Profile) -> str:
    """A profile as the workspace keeps it: JSON, without what follows from its other fields.

    An applicant type or visa need that citizenship and school settle is left out, so that a what-if on
    those is not held back by what followed from the old ones.
    """
    kind, need = derive_type(profile.person, profile.education), derive_visa_need(profile.person)
    if kind is not None and kind.applicant_type is profile.applicant_type:
        profile = replace(profile, applicant_type=None)
    if need is not None and need.visa_need is profile.person.visa_need:
        profile = replace(profile, person=replace(profile.person, visa_need=None))
    return json.dumps(profile_json(profile), ensure_ascii=False, allow_nan=False)


def as_profile(text: str) -> Profile:
    """A kept profile as the domain's, what follows from it derived anew. Raises BadProfile."""
    return parse_profile(json.loads(text), name="The kept profile")


def _readable(text: str) -> Profile | None:
    try:
        return as_profile(text)
    except BadProfile:
        return None


def _on_top(workspace: Workspace, scenario_id: str, number: int | None, expected: int, today: date) -> Kept:
    at = today.isoformat()
    try:
        found = (scenarios.undo(workspace, scenario_id, expected, at) if number is None
                 else scenarios.restore(workspace, scenario_id, number, expected, at))  # fmt: skip
    except StaleRevision as stale:
        raise ProfileConflict(as_profile(stale.mine), _kept(stale.theirs), stale) from None
    return _kept(found)


def _kept(s: Scenario) -> Kept:
    return Kept(s.id, s.name, s.revision, s.created, s.updated, as_profile(s.profile), s.copied_from)
