"""Finds statements of a profile that cannot both be true, each with its field and what to do about it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from smartpick.domain.applicant import ApplicantType, Profile, Status, VisaNeed
from smartpick.domain.applicant_type import US_SCHOOL_COUNTRIES, is_us_citizen
from smartpick.domain.labels import TYPE_WORDS
from smartpick.exchange.profile_lines import FieldPath
from smartpick.facts.places import us_states
from smartpick.facts.specialties import specialties

Clash = tuple[FieldPath, str, str]  # field, sentence, remedy

_SENIORS = (ApplicantType.US_MD_SENIOR, ApplicantType.US_DO_SENIOR)
_GRADUATES = (ApplicantType.US_MD_GRADUATE, ApplicantType.US_DO_GRADUATE)


def clashes(profile: Profile) -> Iterator[Clash]:
    """Every pair of statements that contradict each other; an unknown contradicts nothing."""
    yield from _targets(profile)
    yield from _visa(profile)
    yield from _type_and_citizenship(profile)
    yield from _type_and_school(profile)
    yield from _places(profile)
    yield from _earlier(profile)
    yield from _outputs(profile)


def _targets(profile: Profile) -> Iterator[Clash]:
    if not profile.targets:
        yield (
            ("targets",),
            "The profile names no target specialty.",
            "Add a line such as `targets: [dermatology]`; everything else may stay unknown.",
        )
    find = specialties()
    for specialty, times in Counter(profile.targets).items():
        if times > 1:
            yield (("targets",), f"{find.get(specialty).name} is named twice as a target.", "Keep one.")
    for specialty in profile.targets:
        if find.get(specialty).one_year:
            yield (
                ("targets",),
                f"{find.get(specialty).name} is one year and cannot be a target by itself.",
                "Name a full training as target and this year under backups or pgy1_year.",
            )
    seen: set[str] = set()
    for i, backup in enumerate(profile.backups):
        name = find.get(backup.specialty).name
        if backup.specialty in profile.targets:
            yield (("backups", i), f"{name} is both a target and a backup.", "Keep it in one of the two.")
        elif backup.specialty in seen:
            yield (("backups", i), f"{name} is named twice as a backup.", "Keep one.")
        seen.add(backup.specialty)


def _visa(profile: Profile) -> Iterator[Clash]:
    person = profile.person
    if person.visa_need not in (None, VisaNeed.NONE):
        if is_us_citizen(person):
            yield (
                ("person", "visa_need"),
                "A US citizen needs no visa, but the visa need says otherwise.",
                "Set visa_need to none, or correct the citizenship.",
            )
        elif person.status is Status.PERMANENT_RESIDENT:
            yield (
                ("person", "visa_need"),
                "A permanent resident (green card) needs no visa, but the visa need says otherwise.",
                "Set visa_need to none, or correct the status.",
            )
    if person.status is Status.US_CITIZEN and person.citizenships and "US" not in person.citizenships:
        yield (
            ("person", "status"),
            "The status is US citizen, but the citizenships do not include the US.",
            "Add US to the citizenships, or correct the status.",
        )
    if "US" in person.citizenships and person.status not in (None, Status.US_CITIZEN, Status.NONE):
        yield (
            ("person", "status"),
            "A citizen of the US cannot hold a visa status or green card as well.",
            "Set status to us_citizen, or correct the citizenships.",
        )


def _type_and_citizenship(profile: Profile) -> Iterator[Clash]:
    citizen, kind = is_us_citizen(profile.person), profile.applicant_type
    if kind is ApplicantType.US_IMG and citizen is False:
        yield (
            ("applicant_type",),
            "A US citizen IMG has US citizenship, and this profile has none.",
            "Set applicant_type to non_us_img, as for green-card holders too, or correct the citizenship.",
        )
    if kind is ApplicantType.NON_US_IMG and citizen:
        yield (
            ("applicant_type",),
            "A non-US citizen IMG has no US citizenship, and this profile has it.",
            "Set applicant_type to us_img, or correct the citizenship.",
        )


def _type_and_school(profile: Profile) -> Iterator[Clash]:
    kind, school = profile.applicant_type, profile.education
    american = school.school_country in US_SCHOOL_COUNTRIES if school.school_country else None
    if school.caribbean_school and school.school_country in ("US", "CA"):
        yield (
            ("education", "caribbean_school"),
            "A school in the US or Canada is no Caribbean school.",
            "Set caribbean_school to false, or correct school_country.",
        )
    elif kind is not None and kind.is_img and american:
        yield (
            ("applicant_type",),
            f"A {TYPE_WORDS[kind]} studied outside the US, and this school is in the US.",
            "Correct applicant_type or education.school_country.",
        )
    elif kind is not None and not kind.is_img and (school.caribbean_school or american is False):
        yield (
            ("applicant_type",),
            f"A {TYPE_WORDS[kind]} studied in the US, and this school is elsewhere.",
            "Set applicant_type to us_img or non_us_img, or correct the school.",
        )
    if kind in _SENIORS and school.student is False:
        yield (
            ("applicant_type",),
            "A senior is still a student, and this profile says not.",
            "Use the graduate type, or set education.student to true.",
        )
    if kind in _GRADUATES and school.student is True:
        yield (
            ("applicant_type",),
            "A graduate is no longer a student, and this profile says still.",
            "Use the senior type, or set education.student to false.",
        )


def _places(profile: Profile) -> Iterator[Clash]:
    person, wishes = profile.person, profile.wishes
    if person.residence_state and person.residence_country not in (None, "US", person.residence_state):
        yield (
            ("person", "residence_state"),
            "A US state is given, but the country of residence is not the US.",
            "Correct one of the two.",
        )
    if both := set(wishes.states) & set(wishes.avoid_states):
        names = ", ".join(sorted(us_states().name(code) for code in both))
        yield (
            ("wishes", "avoid_states"),
            f"{names} is both wanted and to be avoided.",
            "Keep it in one list.",
        )


def _earlier(profile: Profile) -> Iterator[Clash]:
    for i, match in enumerate(profile.earlier_matches):
        if profile.season is not None and match.year >= profile.season:
            yield (
                ("earlier_matches", i, "year"),
                f"The earlier Match of {match.year} is not before the season {profile.season}.",
                "Correct the year or the season.",
            )
        if match.applications is not None and (match.interviews or 0) > match.applications:
            yield (
                ("earlier_matches", i, "interviews"),
                f"In {match.year} there are more interviews than applications.",
                "Correct one of the two.",
            )


def _outputs(profile: Profile) -> Iterator[Clash]:
    """A count of 0 beside entries of the very same kind."""
    totals: Counter[tuple[str, str | None, str]] = Counter()
    for output in profile.outputs:
        totals[output.kind, output.specialty, output.progress] += output.count
    for i, output in enumerate(profile.outputs):
        if output.count == 0 and totals[output.kind, output.specialty, output.progress]:
            yield (
                ("outputs", i, "count"),
                f"Output {i + 1} says that there is no {output.kind.value} and another entry counts some.",
                "Delete the entry with 0.",
            )
