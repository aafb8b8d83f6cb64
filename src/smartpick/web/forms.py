"""From the answers to the ten questions to a profile, and back: nothing else a profile says is lost."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from datetime import date
from typing import Any

from smartpick.domain.applicant import ApplicantType, Profile
from smartpick.domain.applicant_type import derive_type, derive_visa_need
from smartpick.errors import BadProfile, Problem
from smartpick.web import form_parts as parts
from smartpick.web.answers import Answers
from smartpick.web.form_answers import shown_answers
from smartpick.web.questions import every_name, none_name

# Where a problem that a profile file would have is shown on the form; the first that fits.
FIELDS = {
    "targets": "specialty", "applicant_type": "applicant_type",
    "person.citizenships": "citizenship", "person.residence_state": "residence_state",
    "person.residence_country": "residence_country", "person.status_until": "status_until_year",
    "person.status": "status", "person.visa_need": "visa_need", "person": "citizenship",
    "education.student": "schooling", "education.school_country": "school_country",
    "education.caribbean_school": "school_country", "education": "graduation_year",
    "exams.step2_ck.attempts": "step2_attempts", "exams.step2_ck.planned": "step2_planned_year",
    "exams.step2_ck.predicted": "step2_predicted", "exams": "step2_ck",
    "research": "onsite_months", "outputs": "papers", "rotations": "rotations_sub_internship_target",
    "letters": "letters_strong", "backups": "backup_1", "pgy1_year": "pgy1_year",
    "wishes.savings_months": "savings_months", "wishes.can_move_from": "can_move_year", "wishes": "budget_usd",
}  # fmt: skip
BLOCKS = {"research": "Research", "outputs": "Papers", "rotations": "Rotations", "letters": "Letters",
          "earlier_matches": "Earlier Matches"}  # fmt: skip
ANY = "dermatology"


def read_answers(typed: Mapping[str, str], today: date, base: Profile | None = None) -> Profile:
    """The profile of these answers; BadProfile with every problem, each with the name of its field.

    With a `base`, only what was changed on the form is changed in it.
    """
    answers = Answers(typed)
    profile = _as_typed(answers, today)
    if base is not None:
        before = _as_typed(Answers(shown_answers(base, today)), today)
        profile = replace(_changed(undetermined(base), before, profile), is_example=False)
    for name in profile.none_of:
        if any(parts.so_far(entry, today) for entry in getattr(profile, name)):
            said = f"{BLOCKS[name]}: “none so far” is ticked, and some are entered. Keep one of the two."
            answers.wrong(none_name(name), said)
    # Beside plans "none so far" is no contradiction, and a list of plans alone says it already.
    profile = replace(profile, none_of=tuple(n for n in profile.none_of if not getattr(profile, n)))
    checked = _checked(answers, profile)
    if answers.problems or checked is None:
        raise BadProfile(in_order(answers.problems), "The form")
    return checked


def in_order(problems: list[Problem]) -> tuple[Problem, ...]:
    """Problems in the order of the form's fields."""
    order = {name: place for place, name in enumerate(every_name())}
    return tuple(sorted(problems, key=lambda p: order.get(p.field or "", -1)))


def undetermined(profile: Profile) -> Profile:
    """The profile without what follows from its other fields, so that it follows anew when they change."""
    kind, need = derive_type(profile.person, profile.education), derive_visa_need(profile.person)
    if kind is not None and kind.applicant_type is profile.applicant_type:
        profile = replace(profile, applicant_type=None)
    if need is not None and need.visa_need is profile.person.visa_need:
        profile = replace(profile, person=replace(profile.person, visa_need=None))
    return profile


def _as_typed(answers: Answers, today: date) -> Profile:
    """What the form alone says."""
    target = answers.choice("specialty", "Specialty")
    if target is None:
        if not answers.problems:
            answers.wrong("specialty", "Specialty: choose the one you hope to train in.")
        target = ANY  # so that the other answers are checked as well
    kind = answers.choice("applicant_type", "How the statistics count you")
    lists: dict[str, Any] = {
        "research": parts.research(answers, target, today), "outputs": parts.outputs(answers, target),
        "rotations": parts.rotations(answers, target), "letters": parts.letters(answers, target),
    }  # fmt: skip
    return Profile(
        targets=(target,),
        applicant_type=None if kind is None else ApplicantType(kind),
        person=parts.person(answers),
        education=parts.education(answers, today),
        exams=parts.exams(answers),
        **lists,
        none_of=parts.none_of(answers, [name for name, entries in lists.items() if entries]),
        backups=parts.backups(answers, target),
        backup_declined_in_writing=answers.text("no_backup") == "yes",
        pgy1_year=parts.stance(answers, "pgy1_year", "A PGY-1 year"),
        wishes=parts.wishes(answers),
    )


def _changed(base: Any, before: Any, after: Any) -> Any:
    """The base with every field that differs between what the form showed and what came back."""
    found = {}
    for field in fields(base):
        old, shown, new = (getattr(item, field.name) for item in (base, before, after))
        if field.name == "targets" and new != shown:
            found[field.name] = (*new, *(t for t in old[1:] if t not in new))
        elif is_dataclass(old) and not isinstance(old, type):
            found[field.name] = _changed(old, shown, new)
        elif new != shown:
            found[field.name] = new
    return replace(base, **found)


def _checked(answers: Answers, profile: Profile) -> Profile | None:
    """The profile as a profile file would be read: the same limits, contradictions and derived types."""
    from smartpick.exchange.profile import parse_profile, profile_json

    try:
        return parse_profile(profile_json(profile))
    except BadProfile as error:
        flagged = {p.field for p in answers.problems}
        for problem in error.problems:
            name = next((n for path, n in FIELDS.items() if (problem.field or "").startswith(path)), None)
            if name is None or name not in flagged:
                answers.problems.append(replace(problem, field=name))
        return None
