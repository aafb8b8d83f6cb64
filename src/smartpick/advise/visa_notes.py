"""Dated notes beside the visa lanes: the home requirement, the J-1 clock, fixed admission, what is uncertain."""

from __future__ import annotations

from smartpick.advise.gates import willing_backups
from smartpick.advise.visa_clock import j1_clock
from smartpick.advise.visa_entry import Entry, EntryState
from smartpick.domain.applicant import ApplicantType, Profile, Status, VisaNeed
from smartpick.domain.plan import Lane, VisaLane
from smartpick.facts import Facts
from smartpick.facts.rules import in_guide
from smartpick.facts.specialties import specialties

LAWYER = ("Not legal advice. Ask ECFMG, the program's GME office and, where your case is special, an immigration "
          "lawyer.")  # fmt: skip


def visa_notes(profile: Profile, state: EntryState, lanes: tuple[VisaLane, ...], facts: Facts) -> tuple[str, ...]:
    """Whole sentences: what the open lanes bring with them."""
    notes: list[str] = []
    if any(lane.visa is VisaNeed.J1 and lane.lane is not Lane.CLOSED for lane in lanes):
        notes += _j1_notes(profile, facts)
    if state.entry is Entry.INSIDE:
        notes.append(_says(facts, "hold_inside"))
    notes += [_says(facts, "vetting"), LAWYER]
    return tuple(notes)


def no_visa_notes(profile: Profile) -> tuple[str, ...]:
    """What a green card does not change (H4)."""
    if profile.person.status is Status.PERMANENT_RESIDENT and profile.applicant_type is ApplicantType.NON_US_IMG:
        return ("Programs treat you like a domestic graduate as to visas; the statistics still count you as a non-US "
                "citizen IMG.",)
    return ()


def clock_notes(profile: Profile, facts: Facts) -> tuple[str, ...]:
    """What each full training on the plan takes of the J-1 years, and whether a backup can come before it."""
    admission = int(facts.get("visa.admission_years").number)
    full = [row for row in map(specialties().get, dict.fromkeys((*profile.targets, *willing_backups(profile))))
            if not row.one_year]  # fmt: skip
    sentences = []
    for row in full:
        note = j1_clock(((row.id, row.length_years),), facts).sentences[0]
        if row.length_years > admission:
            note += f" It is longer than one admission of {admission} years."
        sentences.append(note)
    target = specialties().get(profile.target)
    for row in full:
        if row.id not in profile.targets and in_guide(target.id):
            path = j1_clock(((row.id, row.length_years), (target.id, target.length_years - 1)), facts)
            if not path.fits:
                sentences.append(f"{row.name} first and {target.name} after it: "
                                 f"{path.sentences[1][0].lower()}{path.sentences[1][1:]}")
    return tuple(sentences)


def _j1_notes(profile: Profile, facts: Facts) -> list[str]:
    notes = [_says(facts, "home_requirement"), *clock_notes(profile, facts), _says(facts, "fixed_admission")]
    if len(profile.targets) > 1 or profile.backups:
        notes.append(_says(facts, "change_of_specialty"))
    if profile.person.status is Status.J1_RESEARCH:
        notes.append(_says(facts, "category_history"))
    notes.append(_says(facts, "conrad30"))
    return notes


def _says(facts: Facts, topic: str) -> str:
    return str(facts.get("visa.policy", topic).value)
