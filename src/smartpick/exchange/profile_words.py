"""Says a profile back in words, line by line, so that a person can see what was understood."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from smartpick.domain.applicant import Exam, Profile, Progress, Status, VisaNeed
from smartpick.domain.labels import TYPE_WORDS
from smartpick.domain.none_so_far import OUTPUT_GROUPS, left_open, outputs_done, said_none
from smartpick.domain.standing import standing
from smartpick.domain.words import UNKNOWN, count_noun, day, joined, usd, yes_no
from smartpick.facts.places import countries
from smartpick.facts.specialties import specialties

Line = tuple[str, str]
COUNTED = {"publications": ("publication", "publications"), "abstracts": ("abstract", "abstracts"),
           "presentations": ("poster or talk", "posters and talks")}  # fmt: skip

STATUS_WORDS = {
    Status.US_CITIZEN: "US citizen",
    Status.PERMANENT_RESIDENT: "permanent resident (green card)",
    Status.EAD: "work permit of one's own (EAD)",
    Status.J1_RESEARCH: "J-1 research scholar",
    Status.J1_CLINICAL: "J-1 physician",
    Status.H1B: "H-1B",
    Status.F1: "F-1 student",
    Status.VISITOR: "visitor",
    Status.OTHER: "another status",
    Status.NONE: "none, lives abroad",
}
NEED_WORDS = {
    VisaNeed.NONE: "none",
    VisaNeed.J1: "J-1",
    VisaNeed.H1B: "H-1B",
    VisaNeed.EITHER: "J-1 or H-1B",
}


def understood(profile: Profile, today: date) -> tuple[Line, ...]:
    """Label and words of everything that matters in a profile, as of a day."""
    return (*_who(profile), *_exam_lines(profile), *_record(profile, today), *_means(profile))


def _who(profile: Profile) -> Iterator[Line]:
    person, school = profile.person, profile.education
    names = [specialties().get(target).name for target in profile.targets]
    season = f"Match {profile.season}" if profile.season else "season left open"
    yield "Target", f"{joined(names)}, {season}"
    kind = profile.applicant_type
    yield "Counts as", UNKNOWN if kind is None else TYPE_WORDS[kind]
    yield "Citizenship", joined([countries().name(code) for code in person.citizenships]) or UNKNOWN
    place = countries().name(person.residence_country) if person.residence_country else UNKNOWN
    yield "Lives in", f"{person.residence_state}, {place}" if person.residence_state else place
    until = f", until {day(person.status_until)}" if person.status_until else ""
    yield "US status", (STATUS_WORDS[person.status] if person.status else UNKNOWN) + until
    yield "Visa needed", NEED_WORDS[person.visa_need] if person.visa_need else UNKNOWN
    role = {True: "student, ", False: "", None: ""}[school.student]
    yield "Graduation", role + day(school.graduation)


def _exam_lines(profile: Profile) -> Iterator[Line]:
    exams = profile.exams
    for name, exam in (("Step 1", exams.step1), ("Step 2 CK", exams.step2_ck), ("Step 3", exams.step3)):
        yield name, _exam(exam)
    yield "ECFMG, English test", f"{yes_no(exams.ecfmg_certified)}, {yes_no(exams.english_passed)}"


def _exam(exam: Exam) -> str:
    parts = []
    if exam.score is not None:
        parts.append(str(exam.score))
    elif exam.attempts == 0:
        parts.append("not taken")
    elif exam.passed is not None:
        parts.append("passed" if exam.passed else "not passed")
    if exam.attempts:
        parts.append(count_noun(exam.attempts, "attempt"))
    if exam.planned is not None:
        parts.append(f"planned for {day(exam.planned)}")
    if exam.score is None and exam.predicted is not None:
        parts.append(f"predicted {exam.predicted}, which does not count")
    return ", ".join(parts) or UNKNOWN


def _record(profile: Profile, today: date) -> Iterator[Line]:
    now = standing(profile, profile.target, today, planned=False, today=today)
    months = (
        (now.onsite_months, "on site in the US"),
        (now.remote_months, "remote"),
        (now.home_months, "at home"),
    )
    said = [f"{amount:.1f} months {where}" for amount, where in months if amount]
    open_ended = any(p.start is not None and (p.end is None or p.end > today) for p in profile.research)
    more = ", going on" if said and open_ended else ""
    yield "Research so far", _empty(profile, "research") or (joined(said) or "none") + more
    yield "Published so far", _empty(profile, "outputs") or _published(profile)
    yield (
        "Rotations so far",
        _empty(profile, "rotations")
        or (
            f"{now.hands_on_us_rotations} hands-on in the US "
            f"({now.hands_on_us_target_rotations} in the target), "
            f"{count_noun(now.observerships, 'observership')}"
        ),
    )
    planned = sum(1 for letter in profile.letters if letter.progress is Progress.PLANNED)
    yield (
        "Letters",
        _empty(profile, "letters")
        or (
            f"{now.letters} confirmed ({now.strong_us_target_letters} strong from the US in the target)"
            + (f", {planned} planned" if planned else "")
        ),
    )
    yield "Connections", count_noun(len(profile.ties), "tie") if profile.ties else "none entered"
    if profile.earlier_matches:
        yield "Earlier Matches", joined([str(match.year) for match in profile.earlier_matches])
    elif said_none(profile, "earlier_matches"):
        yield "Earlier Matches", "none: your first Match"
    elif not profile.education.student:  # a student who names none has none
        yield "Earlier Matches", UNKNOWN


def _empty(profile: Profile, name: str) -> str:
    """What an empty list means: none, or not known. Nothing where it has entries."""
    if left_open(profile, name):
        return UNKNOWN
    return "none so far" if said_none(profile, name) else ""


def _published(profile: Profile) -> str:
    """What is out, by kind; a kind that is not named is unknown."""
    return ", ".join(
        f"{OUTPUT_GROUPS[group]} {UNKNOWN}" if count is None else count_noun(count, *COUNTED[group])
        for group, count in outputs_done(profile).items()
    )


def _means(profile: Profile) -> Iterator[Line]:
    wishes = profile.wishes
    backups = [f"{specialties().get(b.specialty).name} ({b.willing.value})" for b in profile.backups]
    refused = "refused in writing" if profile.backup_declined_in_writing else "none entered"
    yield "Backups", joined(backups) or refused
    yield "PGY-1 year", profile.pgy1_year.value if profile.pgy1_year else UNKNOWN
    yield "Budget", usd(wishes.budget_usd)
    months = wishes.savings_months
    yield "Savings", UNKNOWN if months is None else f"{months:g} months"
    yield (
        "Tolerance, 1 to 5",
        (
            f"emotional {wishes.tolerance_emotional or UNKNOWN}, financial {wishes.tolerance_financial or UNKNOWN}"
        ),
    )
    if wishes.states:
        yield "Only these states", ", ".join(wishes.states)
