"""The chance of one specialty for one person, laid open: counts, both chances, what moves them, who is compared."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from smartpick.advise.rows import estimate_of
from smartpick.advise.visa import visa_plan
from smartpick.domain.applicant import ApplicantType, Profile
from smartpick.domain.chance import Chance, Estimate
from smartpick.domain.chance_words import points_words
from smartpick.domain.explained import ChanceSheet, Contribution, Percentile, UnknownInput
from smartpick.domain.plan import Plan
from smartpick.errors import SmartPickError
from smartpick.facts import Facts, load_facts
from smartpick.facts.specialties import specialties
from smartpick.odds.norms import against_us_md, national
from smartpick.odds.percentiles import compared
from smartpick.odds.ranks import ranks_curve, why_no_curve
from smartpick.odds.reality import reality_card
from smartpick.odds.specialty.explain import contributions, typical, unknown_inputs
from smartpick.odds.specialty.inputs import Inputs, inputs_of
from smartpick.odds.specialty.model import SpecialtyModel, specialty_model
from smartpick.usecases.citations import cited, source_note
from smartpick.usecases.plan import make_plan

STRONGEST, LEAST = 3, 0.005  # contributions named as reasons: so many, of at least half a point


@dataclass(frozen=True, slots=True)
class _Certified:
    """What the specialty model says of a person; empty where it may not or cannot speak."""

    chance: Chance | None = None
    typical: Estimate | None = None
    contributions: tuple[Contribution, ...] = ()
    unknown: tuple[UnknownInput, ...] = ()


def chance_sheet(
    profile: Profile,
    *,
    specialty: str | None = None,
    today: date,
    season: int | None = None,
    plan: Plan | None = None,
) -> ChanceSheet:
    """Everything about the chance of one specialty (None: the target), as of `today`.

    `specialty` may be spelled in any way the specialty table knows. A `plan` already made for this
    profile is used for the chance if you apply; without one, or for a specialty that is not on it, one
    is made. Raises NotFound for an unknown specialty and SmartPickError where the type is unknown.
    """
    kind = _type_of(profile)
    wanted = specialties().find(specialty) if specialty else specialties().get(profile.target)
    facts = load_facts()
    visa = visa_plan(profile, today, facts)
    inputs = inputs_of(profile, wanted.id, today)
    model = specialty_model(wanted.id, kind)
    notes: list[str] = []
    certified, if_apply, no_interview = _Certified(), None, None
    if visa.open is False:
        notes.append(f"No chance is given, because no visa lane is open to you at present. {visa.headline}")
    elif model is None:
        notes.append(f"No chance can be given: match rates of your type in {wanted.name} are not in the tables we "
                     "hold.")
    else:
        certified = _certified(model, inputs)
        if_apply, no_interview, said = _applied(profile, wanted.id, today, season, plan)
        notes += said
        if wanted.one_year:
            notes.append("This is a one-year seat: it promises no further place.")
    lines = _compared(inputs, wanted.id, kind)
    sheet = ChanceSheet(
        specialty=wanted.id, specialty_name=wanted.name, applicant_type=kind,
        reality=reality_card(wanted.id, kind),
        if_certify=certified.chance, if_apply=if_apply, no_interview=no_interview, typical=certified.typical,
        contributions=certified.contributions, unknown=certified.unknown,
        compared=lines, ranks=ranks_curve(wanted.id, kind), notes=tuple(notes),
        against_us_md=against_us_md(lines, wanted.id), why_no_ranks=why_no_curve(wanted.id, kind) or "",
    )  # fmt: skip
    return _with_sources(sheet, facts)


def _type_of(profile: Profile) -> ApplicantType:
    if profile.applicant_type is not None:
        return profile.applicant_type
    raise SmartPickError(
        "How the statistics count you is not in the profile, so no rate or chance can be looked up.",
        remedy="Add applicant_type, for example “applicant_type: non_us_img”, or your citizenship and the country of "
               "your school.",
        field="applicant_type",
    )  # fmt: skip


def _certified(model: SpecialtyModel, inputs: Inputs) -> _Certified:
    moved, open_ = contributions(model, inputs), unknown_inputs(model, inputs)
    estimate = estimate_of(model.certified(inputs), model.grade_of(inputs), model.year, model.sources)
    chance = Chance(estimate, model.population, model.method(inputs), (*_reasons(moved), *inputs.notes))
    return _Certified(chance, typical(model, inputs), tuple(moved), tuple(open_))


def _reasons(moved: tuple[Contribution, ...]) -> list[str]:
    """The inputs that move the chance most, one whole sentence each."""
    by_strength = sorted((c for c in moved if abs(c.points) >= LEAST), key=lambda c: -abs(c.points))
    return [f"{c.label}: {c.have}, against {c.typical} of the typical matched applicant: {points_words(c.points)}."
            for c in by_strength[:STRONGEST]]


def _applied(
    profile: Profile, specialty: str, today: date, season: int | None, plan: Plan | None
) -> tuple[Chance | None, Estimate | None, list[str]]:
    """The chance if you apply from the plan that has this specialty, and what must be said of it."""
    notes = []
    name = specialties().get(specialty).name
    if specialty != profile.target and not _on(plan, specialty) and not _willing(profile, specialty):
        alone = replace(profile, targets=(specialty,), backups=())
        plan = make_plan(alone, today=today, season=season)
        notes.append(f"{name} is not on your plan, so “if you apply” is worked out as if it were your only list.")
    elif plan is None:
        plan = make_plan(profile, today=today, season=season)
    if plan.chances is None:
        return None, None, [f"What happens if you apply cannot be said: no list of programs could be made for {name}."]
    if specialty == plan.profile.target:
        none = plan.chances.no_interview
        return plan.chances.if_apply, None if none is None else none.estimate, notes
    found = dict(plan.chances.per_specialty).get(specialty)
    if found is None:
        return None, None, [f"What happens if you apply cannot be said: {name} has no list of its own in your plan."]
    return found, None, notes


def _on(plan: Plan | None, specialty: str) -> bool:
    return plan is not None and plan.chances is not None and specialty in dict(plan.chances.per_specialty)


def _willing(profile: Profile, specialty: str) -> bool:
    return specialty in profile.targets or any(b.specialty == specialty and b.willing == "yes" for b in profile.backups)


def _compared(inputs: Inputs, specialty: str, kind: ApplicantType) -> tuple[Percentile, ...]:
    score = inputs.measures.get("step2_ck")
    norm = () if score is None else (national(score),)
    return (*compared(inputs.measures, specialty, kind), *norm)


def _with_sources(sheet: ChanceSheet, facts: Facts) -> ChanceSheet:
    return replace(sheet, sources=tuple(source_note(s, facts) for s in cited(sheet, facts)))
