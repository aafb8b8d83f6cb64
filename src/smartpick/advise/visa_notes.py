"""Dated notes beside the visa lanes: the home requirement, the J-1 clock, fixed admission, what is uncertain."""

from __future__ import annotations

from smartpick.advise.gates import willing_backups
from smartpick.advise.stages import clock_words, first_stages
from smartpick.advise.visa_clock import j1_clock
from smartpick.advise.visa_entry import Entry, EntryState, lives_inside
from smartpick.domain.applicant import ApplicantType, Profile, Status, VisaNeed
from smartpick.domain.plan import Lane, VisaLane
from smartpick.domain.words import joined, percent
from smartpick.facts import Facts
from smartpick.facts.rules import in_guide
from smartpick.facts.specialties import Specialty, specialties

LAWYER = ("Not legal advice. Ask ECFMG, the program's GME office and, where your case is special, an immigration "
          "lawyer.")  # fmt: skip

SPONSORING = "programs.sponsoring"


def visa_notes(profile: Profile, state: EntryState, lanes: tuple[VisaLane, ...], facts: Facts) -> tuple[str, ...]:
    """Whole sentences, the ones that can change a decision first: what the open lanes bring with them."""
    notes: list[str] = []
    open_ = {lane.visa for lane in lanes if lane.lane is not Lane.CLOSED}
    if VisaNeed.H1B in open_ and lives_inside(profile.person) is not True:
        notes.append(_says(facts, "h1b_payment_short"))
    j1 = VisaNeed.J1 in open_
    if j1:
        notes += [*path_notes(profile, facts), _says(facts, "fixed_admission"), _says(facts, "home_requirement")]
    notes += sponsor_notes(profile, facts)
    if j1:
        notes += _further_j1_notes(profile, facts)
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


def path_notes(profile: Profile, facts: Facts) -> tuple[str, ...]:
    """The first trainings that cannot come before the target on a J-1, each with its numbers."""
    if not in_guide(profile.target):
        return ()
    backups = tuple(b for b in willing_backups(profile) if b not in profile.targets)
    return tuple(f"On a J-1: {clock_words(stage, profile.target, facts)}"
                 for stage in first_stages(profile.target, backups, facts) if not stage.fits)


def length_notes(profile: Profile, facts: Facts) -> tuple[str, ...]:
    """What each full training on the plan takes of the J-1 years."""
    admission = int(facts.get("visa.admission_years").number)
    sentences = []
    for row in _full_trainings(profile):
        note = j1_clock(((row.id, row.length_years),), facts).sentences[0]
        if row.length_years > admission:
            note += f" It is longer than one admission of {admission} years."
        sentences.append(note)
    return tuple(sentences)


def sponsor_notes(profile: Profile, facts: Facts) -> tuple[str, ...]:
    """The published share of programs that said they sponsor each visa, for every specialty on the plan (R3)."""
    found = []
    for row in _full_trainings(profile):
        shares = [(label, facts.find(SPONSORING, row.id, visa)) for label, visa in (("J-1", "j1"), ("H-1B", "h1b"))]
        known = [(label, fact) for label, fact in shares if fact is not None]
        if known:
            said = joined([f"{percent(fact.number)} {label}" for label, fact in known])
            source = facts.source(known[0][1].source)
            found.append(f"{row.name} {said} ({known[0][1].year}; {source.publisher})")
    said = "; ".join(found)
    return (f"Programs that said they sponsor: {said}. Which ones is not in these figures.",) if found else ()


def sponsor_sources(profile: Profile, visa: VisaNeed, facts: Facts) -> tuple[str, ...]:
    """The sources of those shares for one visa."""
    key = "j1" if visa is VisaNeed.J1 else "h1b"
    found = (facts.find(SPONSORING, row.id, key) for row in _full_trainings(profile))
    return tuple(dict.fromkeys(fact.source for fact in found if fact is not None))


def _full_trainings(profile: Profile) -> list[Specialty]:
    named = dict.fromkeys((*profile.targets, *willing_backups(profile)))
    return [row for row in map(specialties().get, named) if not row.one_year]


def _further_j1_notes(profile: Profile, facts: Facts) -> list[str]:
    notes = [*length_notes(profile, facts)]
    if len(profile.targets) > 1 or profile.backups:
        notes.append(_says(facts, "change_of_specialty"))
    if profile.person.status is Status.J1_RESEARCH:
        notes.append(_says(facts, "category_history"))
    notes.append(_says(facts, "conrad30"))
    return notes


def _says(facts: Facts, topic: str) -> str:
    return str(facts.get("visa.policy", topic).value)
