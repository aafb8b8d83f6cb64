"""The words of a check: the programs of an institution, why it is worth asking, and one short e-mail (R72, R75)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date

from smartpick.advise.tiers import VISA_NAMES
from smartpick.domain.applicant import VisaNeed
from smartpick.domain.program import Program
from smartpick.domain.words import count_noun, day, joined, month, usd, yes_no
from smartpick.facts.specialties import specialties

NAME = "[your name]"
FREIDA = "FREIDA, the AMA's directory, is another place to look by hand."


def program_names(programs: Sequence[Program]) -> tuple[str, ...]:
    """The specialty of each program, with its site where the institution has several of that specialty."""
    several = Counter(p.specialty for p in programs)
    named = []
    for program in programs:
        name = specialties().get(program.specialty).name
        site = site_of(program) if several[program.specialty] > 1 else None
        named.append(f"{name} ({site})" if site else name)
    return tuple(named)


def site_of(program: Program) -> str | None:
    """What the Match calls a program's site ("Cape Coral" of "Internal Medicine/Cape Coral"), else its city."""
    sites = (track.name.partition("/")[2].strip() for track in program.tracks)
    return next((s for s in sites if s), program.city)


def place_of(programs: Sequence[Program]) -> str:
    """Where the programs are: a city and state, or how many cities."""
    cities = dict.fromkeys((p.city, p.state) for p in programs if p.city)
    if len(cities) == 1:
        city, state = next(iter(cities))
        return f"{city}, {state}" if state else str(city)
    states = list(dict.fromkeys(p.state for p in programs if p.state))
    many = f"{len(cities)} cities in " if cities else ""
    return f"{many}{joined(states)}" if states else "unknown"


def reason(
    need: VisaNeed, programs: int, on_list: int, *, enters: bool, freed_usd: int, checked: date | None,
    said: bool | None,
) -> str:
    """One sentence on what hangs on the answer."""
    visa = VISA_NAMES[need]
    if said is not None:
        when = f"is from {day(checked)}" if checked else "has no day"
        known = f"Your note that it {'sponsors' if said else 'does not sponsor'} the {visa} {when}"
    else:
        known = f"Whether it sponsors the {visa} is not known"
    if on_list == programs:
        hangs = "its program is on your list" if programs == 1 else f"its {programs} programs are on your list"
    elif on_list:
        hangs = f"{on_list} of its {programs} programs {'is' if on_list == 1 else 'are'} on your list"
    else:
        return f"{known}: a yes would bring {'its program' if programs == 1 else 'a program of it'} onto your list."
    more = ", and a yes would bring one more" if enters else ""
    freed = f"; a no frees {usd(freed_usd)} and its signals for others" if freed_usd else ""
    return f"{known}: {hangs}{more}{freed}."


def subject(start: date) -> str:
    """The e-mail's subject line."""
    return f"Visa sponsorship for residents starting in {month(start)}"


def message(institution: str, names: Sequence[str], need: VisaNeed, start: date) -> str:
    """The e-mail's text, one for the whole institution: short, polite, nothing personal but a name to fill in."""
    j1 = (f"Do you sponsor the J-1 visa through ECFMG (Intealth) for residents starting in {month(start)}?",)
    h1b = ("Do you sponsor the H-1B visa? If so, is there a day by which USMLE Step 3 must be passed?",)
    asked = (*h1b, *j1) if need is VisaNeed.H1B else (*j1, *h1b)
    limits = ("Are there limits for international medical graduates, such as years since graduation or a least amount "
              "of US clinical experience?")
    questions = "\n".join(f"{n}. {question}" for n, question in enumerate((*asked, limits), 1))
    same = " If the answer differs between them, please say for which it holds." if len(names) > 1 else ""
    return (
        "Dear Program Coordinator, dear Graduate Medical Education Office,\n\n"
        f"I plan to apply to {_programs(names)} at {institution}, and did not find the following on your website:\n\n"
        f"{questions}\n\n"
        f"A short answer or a link to the page is enough.{same} Thank you for your time.\n\n"
        f"With kind regards,\n{NAME}\n"
    )


def stale_words(checked: date | None, said: bool | None) -> str:
    """An old note in a few words: "noted yes, 3 Oct 2025"; empty where there is none."""
    if said is None:
        return ""
    return f"noted {yes_no(said)}, {day(checked) if checked else 'no day given'}"


def _programs(names: Sequence[str]) -> str:
    if len(names) == 1:
        return f"the {names[0]} program"
    return f"these {count_noun(len(names), 'program')}: {joined(list(names))},"
