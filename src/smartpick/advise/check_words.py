"""The words of a check: the programs of an institution, why it is worth asking, and one short e-mail (R72, R75)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date

from smartpick.advise.tiers import VISA_NAMES
from smartpick.domain.applicant import VisaNeed
from smartpick.domain.program import Program
from smartpick.domain.words import count_noun, day, joined, usd
from smartpick.facts.specialties import specialties

NAME = "[your name]"
MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
          "December")  # in full: the e-mail goes to people


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
    sites = (track.name.partition("/")[2].strip("/ ") for track in program.tracks)
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
    need: VisaNeed, programs: int, on_list: int, *, enters: bool, freed_usd: int, freed_signals: int,
    checked: date | None, said: bool | None,
) -> str:
    """One sentence on what hangs on the answer."""
    visa = VISA_NAMES[need]
    if said is None:
        known = f"whether it sponsors the {visa} is not known"
    else:
        when = f"is from {day(checked)}" if checked else "has no day"
        known = f"your note that it {'sponsors' if said else 'does not sponsor'} the {visa} {when}"
    if not on_list:
        what = "its program" if programs == 1 else "a program of it"
        return f"{_capital(known)}: a yes would bring {what} onto your list."
    if programs == 1:
        held = "Its program is on your list"
    elif on_list == programs:
        held = f"Its {programs} programs are on your list"
    else:
        held = f"{on_list} of its {programs} programs {'is' if on_list == 1 else 'are'} on your list"
    gains = ["a yes brings one more onto it"] if enters else []
    if freed_usd:
        sent = f" and {count_noun(freed_signals, 'signal')}" if freed_signals else ""
        gains.append(f"a no frees {usd(freed_usd)}{sent} for others")
    return f"{held}, and {known}{': ' if gains else ''}{joined(gains)}."


def subject(start: date) -> str:
    """The e-mail's subject line."""
    return f"Visa sponsorship for residents starting in {_month(start)}"


def message(institution: str, names: Sequence[str], need: VisaNeed, start: date) -> str:
    """The e-mail's text, one for the whole institution: short, polite, nothing personal but a name to fill in."""
    j1 = (f"Do you sponsor the J-1 visa through ECFMG (Intealth) for residents starting in {_month(start)}?",)
    h1b = ("Do you sponsor the H-1B visa? If so, is there a day by which USMLE Step 3 must be passed?",)
    asked = (*h1b, *j1) if need is VisaNeed.H1B else (*j1, *h1b)
    limits = ("Are there limits for international medical graduates, such as years since graduation or a minimum of "
              "US clinical experience?")
    questions = "\n".join(f"{n}. {question}" for n, question in enumerate((*asked, limits), 1))
    same = " If the answer differs between them, please say for which it holds." if len(names) > 1 else ""
    return (
        "Dear Program Coordinator, dear Graduate Medical Education Office,\n\n"
        f"I plan to apply to {_programs(names)} at {institution}, and did not find the following on your website:\n\n"
        f"{questions}\n\n"
        f"A short answer or a link to the page is enough.{same} Thank you for your time.\n\n"
        f"With kind regards,\n{NAME}\n"
    )


def _month(of: date) -> str:
    return f"{MONTHS[of.month - 1]} {of.year}"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _programs(names: Sequence[str]) -> str:
    if len(names) == 1:
        return f"the {names[0]} program"
    return f"these {count_noun(len(names), 'program')}: {joined(list(names))},"
