"""Which planned rotations can happen: electives are for students, hands-on work needs a status (H8)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from smartpick.advise.pillars import spoken
from smartpick.advise.visa import need_of
from smartpick.domain.applicant import Profile, Progress, Rotation, RotationKind, VisaNeed
from smartpick.domain.plan import Caution
from smartpick.domain.words import day

STUDENT_ONLY = (RotationKind.US_ELECTIVE, RotationKind.SUB_INTERNSHIP, RotationKind.CORE_CLERKSHIP)
WORDS = {
    RotationKind.US_ELECTIVE: "elective",
    RotationKind.SUB_INTERNSHIP: "sub-internship",
    RotationKind.CORE_CLERKSHIP: "core clerkship",
    RotationKind.HANDS_ON_EXTERNSHIP: "hands-on externship",
}


def rotation_warnings(profile: Profile, today: date) -> tuple[Caution, ...]:
    """Planned rotations that cannot happen as planned, with what to do instead, and the R51 warning."""
    found = []
    for rotation in profile.rotations:
        found += _cautions(profile, rotation, today)
    clinical = [r for r in profile.rotations if r.in_us]
    if clinical and not any(r.kind.hands_on for r in clinical):
        found.append(Caution("observerships_only", f"Your US clinical experience is {len(clinical)} "
                                                   "without hands-on "
                             "work (observerships or research clinics): that alone is usually not enough.",
                             "rotations"))
    return tuple(found)


def without_impossible(profile: Profile, today: date) -> Profile:
    """The profile without the planned rotations that cannot happen at all, so that no verdict rests on them."""
    kept = tuple(r for r in profile.rotations
                 if not any(c.code == "rotation_blocked" for c in _cautions(profile, r, today)))
    return replace(profile, rotations=kept)


def hands_on_possible(profile: Profile, today: date) -> bool:
    """Whether a further hands-on rotation can be offered: to students, and to those who need no visa.

    For others patient care would break the terms of stay; a site may still ask for more.
    """
    if need_of(profile) is VisaNeed.NONE:
        return True
    return is_student(profile, today) is True


def is_student(profile: Profile, today: date) -> bool | None:
    """Whether the person has not graduated yet; None where the profile does not say."""
    graduation = profile.education.graduation
    if graduation is not None:
        return today < graduation
    return profile.education.student


def _cautions(profile: Profile, rotation: Rotation, today: date) -> list[Caution]:
    if rotation.progress is not Progress.PLANNED or not rotation.in_us or rotation.kind not in WORDS:
        return []
    name = f"{spoken(rotation.specialty)} {WORDS[rotation.kind]}"
    if hands_on_possible(profile, today) is False:
        if is_student(profile, today) is None and rotation.kind in STUDENT_ONLY:
            return []
        return [Caution("rotation_blocked", f"The planned {name} cannot happen: it is for current "
                                            "students, or needs "
                        "a status that allows patient care. Instead: an observership with daily faculty "
                        "contact, or "
                        "a clinic that belongs to your research.", "rotations")]
    graduation = profile.education.graduation
    late = rotation.end or rotation.start
    if (is_student(profile, today) and rotation.kind in STUDENT_ONLY and graduation is not None
            and late is not None and late > graduation):
        return [Caution("rotation_move", f"Move the planned {name} before {day(graduation)}, your "
                                         "graduation: "
                        "electives are for students.", "rotations")]
    return []
