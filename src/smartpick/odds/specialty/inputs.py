"""What a profile says of the inputs of the specialty chance, as it stands today; whatever it leaves open is unknown.

Planned papers, predicted scores and rotations to come are not counted. An empty list in a profile is
unknown; where the person said "none so far" it counts as none. A kind of output that is not named stays
unknown, and with it the sum of all kinds. The count of research experiences is known only where nothing is
begun: it is none. Volunteering and degrees are not asked for in a profile, so they stay unknown there.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from smartpick.domain.applicant import Exam, Profile, Progress, ResearchPeriod, RotationKind
from smartpick.domain.none_so_far import OUTPUT_GROUPS, left_open, outputs_done
from smartpick.domain.standing import standing
from smartpick.domain.words import joined
from smartpick.odds.specialty.adjusters import NEEDS_VISA
from smartpick.odds.specialty.model import SpecialtyModel, specialty_model
from smartpick.odds.specialty.slopes import SCORE

GRADUATED = "years_since_graduation"
HANDS_ON_HERE, HANDS_ON, WATCHED, NONE = 3.0, 2.0, 1.0, 0.0  # tiers of US clinical experience
ALL_OUTPUTS = "outputs"  # the sum of every kind
LISTS = {"letters": "us_letters", "research": "research_months", "rotations": "us_experience"}  # list -> its input


@dataclass(frozen=True, slots=True)
class Inputs:
    """Known inputs by name, on their raw scales; `notes` are whole sentences on what was held or left out."""

    measures: dict[str, float] = field(default_factory=dict)
    adjusters: dict[str, float] = field(default_factory=dict)
    notes: tuple[str, ...] = ()

    def without(self, name: str) -> Inputs:
        """The same inputs with one of them unknown."""
        return Inputs({k: v for k, v in self.measures.items() if k != name},
                      {k: v for k, v in self.adjusters.items() if k != name}, self.notes)


def inputs_of(profile: Profile, specialty: str, today: date) -> Inputs:
    """The inputs of one person for one specialty. Values beyond what was published are kept, with a note."""
    measures = _measures(profile, today)
    adjusters = _adjusters(profile, specialty, today)
    kind = profile.applicant_type
    model = None if kind is None else specialty_model(specialty, kind)
    return Inputs(measures, adjusters, notes(model, measures) + _open(profile, model) + _as_of_today(model, adjusters))


def _as_of_today(model: SpecialtyModel | None, adjusters: dict[str, float]) -> tuple[str, ...]:
    """Time works against graduates: what counts today will not on the day they apply."""
    if model is None or GRADUATED not in model.names or not adjusters.get(GRADUATED):
        return ()
    return ("All of this is counted as it stands today: by the day you apply, more time since graduation may count "
            "against you.",)


def notes(model: SpecialtyModel | None, measures: dict[str, float]) -> tuple[str, ...]:
    """A sentence for every value outside what was published for this type and specialty."""
    said = []
    for slope in () if model is None else model.slopes:
        value = measures.get(slope.measure)
        if value is not None and not slope.low <= value <= slope.high:
            above = value > slope.high
            where, most, end = ("above", "at most", slope.high) if above else ("below", "at least", slope.low)
            said.append(f"{slope.label} {value:g} lies {where} every value published or claimed for this specialty "
                        f"({most} {end:.0f}), so it counts as {end:.0f}.")
    return tuple(said)


def _measures(profile: Profile, today: date) -> dict[str, float]:
    known: dict[str, float] = {}
    if profile.exams.step2_ck.score is not None:
        known[SCORE] = float(profile.exams.step2_ck.score)
    groups = {group: float(count) for group, count in outputs_done(profile).items() if count is not None}
    if len(groups) == len(OUTPUT_GROUPS):
        groups[ALL_OUTPUTS] = sum(groups.values())
    if not left_open(profile, "research") and not any(_begun(period, today) for period in profile.research):
        known["research"] = 0.0  # experiences; periods are not these, so with any of them the count is unknown
    return known | groups


def _begun(period: ResearchPeriod, today: date) -> bool:
    return period.start <= today if period.start is not None else period.progress is Progress.DONE


def _adjusters(profile: Profile, specialty: str, today: date) -> dict[str, float]:
    here = standing(profile, specialty, today, planned=False, today=today)
    found: dict[str, float | None] = {
        NEEDS_VISA: None if profile.needs_visa is None else float(profile.needs_visa),
        "failed_attempts": failed_attempts(profile),
        GRADUATED: 0.0 if profile.education.student else here.years_since_graduation,
        "us_experience": _experience(profile, specialty, today),
        "us_letters": float(here.strong_us_target_letters) if not left_open(profile, "letters") else None,
        "research_months": here.onsite_months if not left_open(profile, "research") else None,
        "earlier_matches": _earlier(profile),
    }
    return {name: value for name, value in found.items() if value is not None}


def failed_attempts(profile: Profile) -> float | None:
    """Failed sittings of the three Steps; at least those known, None where none is known and one is open."""
    exams = profile.exams
    each = [_failures(e) for e in (exams.step1, exams.step2_ck, exams.step3)]
    known = [n for n in each if n is not None]
    if sum(known) > 0:
        return float(sum(known))
    sat = any(e.attempts or e.passed or e.score for e in (exams.step1, exams.step2_ck))
    return 0.0 if sat and len(known) == len(each) else None


def _failures(exam: Exam) -> int | None:
    passed = exam.passed is True or (exam.passed is None and exam.score is not None)
    if exam.attempts is not None:
        return max(0, exam.attempts - (1 if passed else 0))
    if exam.passed is False and exam.taken is not None:
        return 1
    return None if passed else 0  # passed at an unknown attempt, or not sat yet


def _experience(profile: Profile, specialty: str, today: date) -> float | None:
    """Highest tier of US clinical experience done by today; None where nothing is said of rotations."""
    if left_open(profile, "rotations"):
        return None
    done = [r for r in profile.rotations if r.in_us and (
        r.end <= today if r.end is not None else r.progress is Progress.DONE)]
    hands_on = [r for r in done if r.kind.hands_on]
    if any(r.specialty == specialty for r in hands_on):
        return HANDS_ON_HERE
    if hands_on:
        return HANDS_ON
    return WATCHED if any(r.kind in (RotationKind.OBSERVERSHIP, RotationKind.RESEARCH_CLINIC) for r in done) else NONE


def _earlier(profile: Profile) -> float | None:
    """Seasons without a match: none where that is said or the person is a student; otherwise an empty list is open."""
    if not profile.earlier_matches:
        return 0.0 if profile.education.student or not left_open(profile, "earlier_matches") else None
    outcomes = [m.matched for m in profile.earlier_matches]
    if any(o is False for o in outcomes):
        return float(sum(o is False for o in outcomes))
    return 0.0 if all(outcomes) else None


def _open(profile: Profile, model: SpecialtyModel | None) -> tuple[str, ...]:
    """Sentences on what the profile leaves open and the chance would use, all lists in one of them."""
    said = []
    if profile.exams.step2_ck.score is None:
        said.append("Step 2 CK is not known yet, so the average over all scores is shown.")
    names = _open_lists(profile, () if model is None else model.names)
    if names:
        are, them = ("is", "it") if names == ["research"] else ("are", "them")
        listed = joined(names)
        said.append(f"{listed[:1].upper()}{listed[1:]} {are} not entered, so the average over people like you stands "
                    f"in for {them}. If you have none, say so: the chance is then usually lower.")
    if any(o.progress is Progress.PLANNED and o.count for o in profile.outputs):
        said.append("Planned papers are not counted: only what is out.")
    return tuple(said)


def _open_lists(profile: Profile, used: tuple[str, ...]) -> list[str]:
    """What the profile says nothing of among the lists whose inputs this chance uses, in words."""
    lists = [name for name, asked in LISTS.items() if asked in used and left_open(profile, name)]
    groups = [OUTPUT_GROUPS[group] for group, count in outputs_done(profile).items()
              if count is None and (group in used or ALL_OUTPUTS in used)]
    return lists + groups
