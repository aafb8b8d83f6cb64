"""What a reader must know before trusting a part of the plan: unknown inputs, missing lists, stale facts."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from smartpick.advise.rotations import rotation_warnings
from smartpick.advise.visa import visa_for_programs
from smartpick.domain.applicant import Profile, VisaNeed
from smartpick.domain.plan import Caution, VisaPlan
from smartpick.domain.words import day, joined
from smartpick.exchange.profile_cautions import cautions as profile_cautions
from smartpick.facts import Facts
from smartpick.facts.specialties import specialties

SEASONAL = ("fees.eras_residency", "fees.residencycas", "signals.limits")


def cautions(
    profile: Profile, visa: VisaPlan, without_rates: tuple[str, ...], today: date, facts: Facts
) -> tuple[Caution, ...]:
    """Every caution of a plan, the ones about the person first."""
    return (*rotation_warnings(profile, today), *_described(profile, today), *_unknown(profile), *_closed(visa),
            *_attempts(profile),
            *_missing(without_rates), *_model(profile), *_stale(visa, today, facts))


def _described(profile: Profile, today: date) -> Iterator[Caution]:
    """What the profile itself says that cannot be so: a plan in the past, a program nobody knows."""
    for problem in profile_cautions(profile, today):
        yield Caution(problem.code, problem.sentence(), "profile")


def _unknown(profile: Profile) -> Iterator[Caution]:
    if profile.applicant_type is None:
        yield Caution("type_unknown", "How the statistics count you is not given, so no rate, chance or list could be "
                      "made. Add applicant_type, or your citizenship and school.", "chances")
    if profile.needs_visa is None:
        yield Caution("visa_unknown", "Your visa need is not given, so no program could be ruled out by it.", "visa")
    if profile.exams.step2_ck.score is None:
        yield Caution("step2_unknown", "Step 2 CK is not known yet; a predicted score is never counted as earned.",
                      "chances")
    if profile.wishes.budget_usd is None:
        yield Caution("budget_unknown", "No budget is given, so the list ends where another application adds too "
                      "little.", "portfolio")


def _attempts(profile: Profile) -> Iterator[Caution]:
    """Extra attempts stay on the record and some programs filter by them (R39); how many is not published."""
    exams = (("Step 1", profile.exams.step1), ("Step 2 CK", profile.exams.step2_ck), ("Step 3", profile.exams.step3))
    for name, exam in exams:
        if exam.attempts is not None and exam.attempts > 1:
            yield Caution("attempts", f"{name} took {exam.attempts} attempts. Some programs filter by attempts; which "
                          "ones is not published, so ask or read their pages. It is not in the chances.", "programs")


def _closed(visa: VisaPlan) -> Iterator[Caution]:
    if visa.open is False:
        yield Caution("no_lane", "No visa lane is open to you at present, so no list and no chance of it is shown: an "
                      "application could not lead to a place yet.", "visa")
    elif visa_for_programs(visa) is VisaNeed.H1B:
        yield Caution("h1b_chances", "Chances are those of all applicants who need a visa, most of them on a J-1. "
                      "Fewer programs sponsor an H-1B, so yours are likely lower.", "chances")


def _missing(without_rates: tuple[str, ...]) -> Iterator[Caution]:
    for specialty in without_rates:
        found = specialties().get(specialty)
        reason = "Match rates for it and your applicant type are not in the tables we hold"
        if not found.in_directory:
            reason = "it has no public list of programs, so yours has to be imported"
        yield Caution("no_list", f"{found.name} has no program list in this plan: {reason}.", "programs")


def _model(profile: Profile) -> Iterator[Caution]:
    yield Caution("first_form", "Chances rest on published rates and, where they are published for your type, on "
                  "Step 2 CK and papers. Letters, rotations, research months and graduation year move the verdict, "
                  "not the chances, so far.", "chances")
    if profile.needs_visa:
        yield Caution("policy_unknown", "No program’s visa policy is public in a form we may copy. Each row says so: "
                      "check it on the program’s site or with its coordinator before paying.", "programs")


def _stale(visa: VisaPlan, today: date, facts: Facts) -> Iterator[Caution]:
    late = [lane.label for lane in visa.lanes if lane.review_by and lane.review_by < today]
    if late:
        yield Caution("visa_stale", f"Facts behind {joined(late)} were to be looked at again before today; check them "
                      "with ECFMG before deciding.", "visa")
    for key in SEASONAL:
        parameter = facts.parameter(key)
        newest = max(parameter.years)
        dates = [f.review_by for f in facts.cells(key, year=newest).values() if f.review_by]
        if dates and min(dates) < today:
            yield Caution("stale", f"{parameter.label} ({newest}) were to be looked at again by {day(min(dates))}.",
                          "portfolio")
