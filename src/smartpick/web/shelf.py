"""Plans by their id, in memory or kept: found, changed, kept as a scenario, copied. Nothing is written before Keep."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path
from threading import Lock
from typing import Protocol

from smartpick.domain.applicant import Profile
from smartpick.domain.plan import Plan
from smartpick.errors import NotFound
from smartpick.facts.specialties import specialties
from smartpick.store.drafts import Drafts
from smartpick.store.location import workspace_path
from smartpick.store.refusals import shown
from smartpick.store.scenarios import Scenario
from smartpick.store.workspace import Workspace
from smartpick.usecases import workspace as kept_plans
from smartpick.usecases.workspace import Kept

MOST_PLANS = 24  # made plans of scenarios that are remembered, so that a page turned back comes at once


class PlanGone(NotFound):
    """No plan is kept under this id."""

    code = "plan_gone"

    def __init__(self) -> None:
        super().__init__(
            "This plan is no longer in memory, and it is not among your saved plans.",
            remedy="A plan you have not kept stays for at most 12 hours, until SmartPick is closed. Make it again, "
                   "or open the profile file you downloaded.",
        )  # fmt: skip


class MakePlan(Protocol):
    """The use case that makes a plan, as the web needs it."""

    def __call__(self, profile: Profile, *, today: date) -> Plan: ...


@dataclass(frozen=True, slots=True)
class Held:
    """A plan and the profile behind it. `kept` is its scenario, None while it is in memory only."""

    id: str
    plan: Plan
    profile: Profile
    kept: Kept | None = None
    actions_only: bool = False
    moved_to: str | None = None  # the scenario a plan in memory was kept as

    @property
    def revision(self) -> int:
        """What a form has to send back to be saved; 0 for a plan in memory."""
        return 0 if self.kept is None else self.kept.revision


@dataclass
class Shelf:
    """Every plan a page may ask for. `file` is the workspace's path, None for the usual place."""

    drafts: Drafts
    make_plan: MakePlan
    today: Callable[[], date]
    file: Path | None = None
    _made: OrderedDict[tuple[str, int, date], Plan] = field(default_factory=OrderedDict)
    _lock: Lock = field(default_factory=Lock)
    _keeping: Lock = field(default_factory=Lock)

    @cached_property
    def workspace(self) -> Workspace:
        """The workspace; nothing is opened or made before it is read or written."""
        return Workspace(workspace_path(self.file))

    @property
    def shown_file(self) -> str:
        """Where kept plans are, for people."""
        return shown(self.workspace.path)

    def find(self, plan_id: str) -> Held:
        """The plan of this id. Raises PlanGone, or what the workspace refuses."""
        draft = self.drafts.find(plan_id)
        if draft is not None:
            return Held(plan_id, draft.plan, draft.profile, None, draft.actions_only, draft.scenario)
        return self._held(self.scenario(plan_id))

    def scenario(self, scenario_id: str) -> Kept:
        """The scenario of this id. Raises PlanGone, or what the workspace refuses."""
        try:
            return kept_plans.load_profile(self.workspace, scenario_id)
        except NotFound:
            raise PlanGone from None

    def profile_at(self, held: Held, revision: int) -> Profile:
        """The profile a page showed when its scenario stood at `revision`, while the history still has it."""
        if held.kept is None or held.kept.revision == revision:
            return held.profile
        versions = kept_plans.history(self.workspace, held.kept.id)
        return next((v.profile for v in versions if v.number == revision and v.profile is not None), held.profile)

    def hold(self, profile: Profile) -> str:
        """Make a plan and keep it in memory; its id."""
        return self.drafts.keep(self.make_plan(profile, today=self.today()), profile)

    def change(self, plan_id: str, profile: Profile, revision: int) -> None:
        """Put a changed profile in the place of the one behind a plan; a scenario is saved at once.

        Raises ProfileConflict where the scenario was changed elsewhere since `revision`.
        """
        draft = self.drafts.find(plan_id)
        if draft is None or draft.scenario is not None:
            known = plan_id if draft is None else str(draft.scenario)
            kept_plans.save_profile(self.workspace, known, revision, profile, self.today())
        else:
            self.drafts.change(plan_id, self.make_plan(profile, today=self.today()), profile)

    def keep(self, plan_id: str) -> str:
        """Save a plan from memory as a scenario, once; the scenario's id."""
        with self._keeping:
            held = self.find(plan_id)
            if held.kept is not None or held.moved_to is not None:
                return held.moved_to or plan_id
            made = self.add(held.profile)
            if held.actions_only:
                kept_plans.set_actions_only(self.workspace, True)
            self.drafts.kept_as(plan_id, made)
            return made

    def add(self, profile: Profile, name: str | None = None) -> str:
        """Save a profile as a new scenario under a name that is still free; its id."""
        wanted = name or profile.label or f"{specialties().get(profile.target).name}"
        return kept_plans.keep(self.workspace, profile, self.free_name(wanted), self.today()).id

    def free_name(self, wanted: str) -> str:
        """The name itself, or with a number where a scenario has it already."""
        taken = {s.name for s in self.scenarios()}
        wanted = wanted[:100]
        names = (wanted, *(f"{wanted} {n}" for n in range(2, len(taken) + 3)))
        return next(n for n in names if n not in taken)

    def scenarios(self) -> tuple[Scenario, ...]:
        """Every saved plan, the one changed last first."""
        return kept_plans.list_scenarios(self.workspace)

    def hide_chances(self, plan_id: str, hide: bool) -> None:
        """Show plans without chances, or with them: noted with a plan in memory, else in the workspace."""
        if not self.drafts.hide_chances(plan_id, hide):
            self.find(plan_id)
            kept_plans.set_actions_only(self.workspace, hide)

    def delete_everything(self) -> None:
        """Delete the workspace with all that belongs to it, and every plan in memory."""
        kept_plans.delete_everything(self.workspace.path)
        self.drafts.forget_all()
        with self._lock:
            self._made.clear()

    def plan_of(self, kept: Kept) -> Plan:
        """The plan of a scenario as of today, made once a day and revision."""
        key = kept.id, kept.revision, self.today()
        with self._lock:
            if key in self._made:
                self._made.move_to_end(key)
                return self._made[key]
        plan = self.make_plan(kept.profile, today=self.today())
        with self._lock:
            self._made[key] = plan
            while len(self._made) > MOST_PLANS:
                self._made.popitem(last=False)
        return plan

    def _held(self, kept: Kept) -> Held:
        return Held(kept.id, self.plan_of(kept), kept.profile, kept, kept_plans.actions_only(self.workspace))
