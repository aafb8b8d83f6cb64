"""Two scenarios side by side: which answers differ, and what that changes in the plan (D20)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from smartpick.domain.applicant import ApplicantType, Profile, Status, VisaNeed
from smartpick.domain.chance import Chance
from smartpick.domain.differences import FieldDifference, differences
from smartpick.domain.labels import STRATEGY_WORDS, TYPE_WORDS
from smartpick.domain.plan import Plan
from smartpick.domain.words import UNKNOWN, chance_text, count_noun, day, usd
from smartpick.exchange.profile_words import NEED_WORDS, STATUS_WORDS
from smartpick.facts.places import countries
from smartpick.facts.specialties import specialties
from smartpick.store.workspace import Workspace
from smartpick.usecases.plan import make_plan
from smartpick.usecases.workspace import load_profile

NOTHING_LISTED = "no program list"
SPECIALTY_FIELDS = ("targets", "specialty", "specialties")
COUNTRY_FIELDS = ("citizenships", "residence_country", "school_country")


@dataclass(frozen=True, slots=True)
class PlanLine:
    """One line of two plans, both sides in words; `key` is stable, `differs` says whether to mark it."""

    key: str
    label: str
    left: str
    right: str

    @property
    def differs(self) -> bool:
        return self.left != self.right


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two scenarios: their names and plans, the answers that differ, and every line of the plans."""

    left_name: str
    right_name: str
    left: Plan
    right: Plan
    fields: tuple[FieldDifference, ...]
    lines: tuple[PlanLine, ...]

    @property
    def same(self) -> bool:
        """Whether nothing differs, neither answers nor plans."""
        return not self.fields and not any(line.differs for line in self.lines)


def compare(workspace: Workspace, left_id: str, right_id: str, today: date) -> Comparison:
    """Two kept scenarios, both planned as of `today`. Raises NotFound."""
    left, right = load_profile(workspace, left_id), load_profile(workspace, right_id)
    return compare_plans(
        left.name, make_plan(left.profile, today=today), right.name, make_plan(right.profile, today=today)
    )


def compare_plans(left_name: str, left: Plan, right_name: str, right: Plan) -> Comparison:
    """Two plans that are already made, kept or not."""
    sides = _lines(left), _lines(right)
    keys = tuple(dict.fromkeys((*sides[0], *sides[1])))
    lines = []
    for key in keys:
        label = (sides[0].get(key) or sides[1][key])[0]
        mine, theirs = (side.get(key, (label, "–"))[1] for side in sides)
        lines.append(PlanLine(key, label, mine, theirs))
    return Comparison(left_name, right_name, left, right, compare_profiles(left.profile, right.profile), tuple(lines))


def compare_profiles(left: Profile, right: Profile) -> tuple[FieldDifference, ...]:
    """The answers that differ, ids and codes put into words; for a conflict page as well."""
    return differences(left, right, _named)


def _named(field: str, text: str) -> str:
    if field in SPECIALTY_FIELDS:
        return specialties().get(text).name
    if field in COUNTRY_FIELDS:
        return countries().name(text)
    match field:
        case "applicant_type":
            return TYPE_WORDS[ApplicantType(text)]
        case "status":
            return STATUS_WORDS[Status(text)]
        case "visa_need":
            return NEED_WORDS[VisaNeed(text)]
        case _:
            return text


def _lines(plan: Plan) -> dict[str, tuple[str, str]]:
    """Label and words of what two plans are compared by, in the order of a plan."""
    chosen, listed = plan.strategies, plan.portfolio
    lines = {
        "visa": ("Visa", plan.visa.headline),
        "season": ("Match", str(plan.season.match_year)),
        "today": ("Strategy today", STRATEGY_WORDS[chosen.today.strategy]),
        "planned": ("Strategy as planned", STRATEGY_WORDS[chosen.planned.strategy]),
        "decide_by": ("Decide by", day(chosen.decide_by)),
    }
    if plan.chances is not None:
        target = plan.name(plan.profile.target)
        lines |= {
            "if_apply": (f"{target}, if you apply", _chance(plan.chances.if_apply)),
            "if_certify": (f"{target}, if you certify a list", _chance(plan.chances.if_certify)),
            "any_residency": ("Any residency", _chance(plan.chances.any_residency)),
        }
    else:
        lines["if_apply"] = ("Chances", UNKNOWN)
    applications = sum(part.applications for part in listed.lists) if listed else 0
    lines |= {
        "list": ("Programs on the list", count_noun(applications, "application") if listed else NOTHING_LISTED),
        "cost": ("Cost in all", usd(listed.total_usd) if listed else UNKNOWN),
    }
    for number, task in enumerate(plan.timeline.next_steps, 1):
        lines[f"step_{number}"] = (f"Next step {number}", f"{task.title} (by {day(task.due)})")
    return lines


def _chance(chance: Chance) -> str:
    return chance_text(chance.estimate)
