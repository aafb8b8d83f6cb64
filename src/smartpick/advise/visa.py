"""The visa gate, before anything else: which lanes to training in the US are open to this person (D1, H10-H12).

Citizenship is looked at here and nowhere else. Not legal advice: rules change, and each fact carries
its source and the day by which it has to be looked at again.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from smartpick.advise.calendar import default_season
from smartpick.advise.calendar import season as calendar_season
from smartpick.advise.visa_entry import Entry, EntryState, entry_state, lives_inside
from smartpick.advise.visa_notes import no_visa_notes, sponsor_sources, visa_notes
from smartpick.domain.applicant import Profile, Status, VisaNeed
from smartpick.domain.plan import Lane, VisaLane, VisaPlan
from smartpick.domain.words import day, joined
from smartpick.facts import Facts
from smartpick.facts.visa_rules import EntryRules, entry_rules

LABELS = {VisaNeed.NONE: "No visa needed", VisaNeed.J1: "J-1", VisaNeed.H1B: "H-1B"}
SETTLED = {Status.US_CITIZEN: "a US citizen", Status.PERMANENT_RESIDENT: "a permanent resident"}
LANE_WORDS = {Lane.OPEN: "open", Lane.OPEN_IF: "possible with conditions", Lane.CLOSED: "closed for now",
              Lane.UNKNOWN: "not known"}  # fmt: skip


def visa_plan(profile: Profile, today: date, facts: Facts) -> VisaPlan:
    """Every lane that matters to this person, with reasons, needs and dated notes.

    Somebody who asks for a J-1 alone sees the H-1B lane too where the J-1 lane is not open.
    """
    lists = entry_rules()
    need = need_of(profile)
    if need is VisaNeed.NONE:
        return _no_visa(profile, lists, facts)
    state = entry_state(profile.person, lists)
    lanes = _lanes(profile, need, state, lists, today, facts)
    kinds = {lane.lane for lane in lanes}
    is_open = True if kinds & {Lane.OPEN, Lane.OPEN_IF} else False if kinds == {Lane.CLOSED} else None
    return VisaPlan(_headline(lanes, need), None if need is None else True, is_open, lanes,
                    (*_status_end(profile, today, facts), *visa_notes(profile, state, lanes, facts)), lists.as_of)


def need_of(profile: Profile) -> VisaNeed | None:
    """The visa need as the person's status and own words give it; None where neither does."""
    person = profile.person
    if person.status in SETTLED or "US" in person.citizenships:
        return VisaNeed.NONE
    if person.visa_need is not None:
        return person.visa_need
    return VisaNeed.NONE if person.status is Status.EAD else None


def visa_for_programs(plan: VisaPlan) -> VisaNeed | None:
    """Which visa a program has to sponsor, given the lanes that are not closed; None where unknown."""
    if plan.needed is not True:
        return VisaNeed.NONE if plan.needed is False else None
    usable = [lane.visa for lane in plan.lanes if lane.lane is not Lane.CLOSED]
    wanted = usable or [lane.visa for lane in plan.lanes]
    return VisaNeed.EITHER if len(wanted) > 1 else wanted[0]


def _lanes(profile: Profile, need: VisaNeed | None, state: EntryState, lists: EntryRules, today: date,
           facts: Facts) -> tuple[VisaLane, ...]:
    lanes = []
    if need is not VisaNeed.H1B:
        lanes.append(_j1(state, lists, today, facts))
    if need is not VisaNeed.J1 or lanes[0].lane not in (Lane.OPEN, Lane.OPEN_IF):
        lanes.append(_h1b(profile, state, lists, today, facts))
    cited = (replace(lane, sources=(*lane.sources, *sponsor_sources(profile, lane.visa, facts))) for lane in lanes)
    return tuple(_flag_stale(lane, today) for lane in cited)


def _j1(state: EntryState, lists: EntryRules, today: date, facts: Facts) -> VisaLane:
    lane = {Entry.FREE: Lane.OPEN, Entry.INSIDE: Lane.OPEN, Entry.VALID_VISA: Lane.OPEN_IF,
            Entry.PARTIAL: Lane.CLOSED, Entry.FULL: Lane.CLOSED}.get(state.entry, Lane.UNKNOWN)  # fmt: skip
    sponsor, statement = (facts.get("visa.policy", topic) for topic in ("j1_sponsor", "j1_statement"))
    needs = [str(statement.value)]
    if state.entry is Entry.VALID_VISA:
        needs.insert(0, f"A visa that was valid on {day(lists.in_force)}.")
    return VisaLane(VisaNeed.J1, LABELS[VisaNeed.J1], lane, (*state.reasons, str(sponsor.value)),
                    tuple(needs) if lane is not Lane.CLOSED else (),
                    (*state.sources, sponsor.source), _first(lists.review_by if state.sources else None,
                                                             sponsor.review_by, statement.review_by))


def _h1b(profile: Profile, state: EntryState, lists: EntryRules, today: date, facts: Facts) -> VisaLane:
    """The H-1B lane: closed on the full list, else possible; Step 3 and the payment are its conditions."""
    facts_of = {topic: facts.get("visa.policy", topic) for topic in ("h1b_step3", "h1b_payment", "h1b_rare")}
    reasons, needs = [], []
    if state.entry is Entry.PARTIAL:
        reasons.append("The partial list leaves the H-1B possible.")
    elif state.h1b_possible and state.entry is Entry.CONFLICTING:
        reasons += [*state.reasons, "Every reading leaves the H-1B possible."]
    else:
        reasons += state.reasons
    lane = Lane.OPEN if state.h1b_possible else Lane.CLOSED
    if state.entry is Entry.UNKNOWN or (state.entry is Entry.CONFLICTING and not state.h1b_possible):
        lane = Lane.UNKNOWN
    if state.entry is Entry.VALID_VISA:
        needs.append(f"A visa that was valid on {day(lists.in_force)}.")
    if profile.exams.step3.passed is not True and profile.exams.step3.score is None:
        needs.append(f"{facts_of['h1b_step3'].value} {_step3_day(profile, today, facts)}")
    if lives_inside(profile.person) is not True:
        needs.append("A hospital that is willing to file while the payment is uncertain: ask before you apply.")
        reasons.append(str(facts_of["h1b_payment"].value))
    if profile.person.status in (Status.J1_RESEARCH, Status.J1_CLINICAL):
        needs.append("A J-1 without the two-year home requirement, or a waiver of it (212(e)).")
    reasons.append(str(facts_of["h1b_rare"].value))
    if needs and lane is Lane.OPEN:
        lane = Lane.OPEN_IF
    return VisaLane(VisaNeed.H1B, LABELS[VisaNeed.H1B], lane, tuple(reasons),
                    tuple(needs) if lane is not Lane.CLOSED else (),
                    (*state.sources, *dict.fromkeys(fact.source for fact in facts_of.values())),
                    _first(lists.review_by if state.listed else None, *(f.review_by for f in facts_of.values())))


def _step3_day(profile: Profile, today: date, facts: Facts) -> str:
    """The last day for a Step 3 result on this lane, counted back from the start of residency (R71)."""
    start = _residency_start(profile, today, facts)
    lead = int(facts.get("visa.step3_lead_months").number)
    month = start.month - lead
    last = date(start.year + (month - 1) // 12, (month - 1) % 12 + 1, 1)
    return (f"Have the result by {day(last)} for a start on {day(start)}; that hospitals need these {lead} months is "
            "our estimate.")


def _status_end(profile: Profile, today: date, facts: Facts) -> tuple[str, ...]:
    """A note where the present status ends before residency starts."""
    until = profile.person.status_until
    if until is None or not lives_inside(profile.person):
        return ()
    start = _residency_start(profile, today, facts)
    if until >= start:
        return ()
    return (f"Your present status ends on {day(until)}, before residency starts on {day(start)}: plan what lies "
            "between with the international office.",)


def _residency_start(profile: Profile, today: date, facts: Facts) -> date:
    match_year = profile.season or default_season(profile, today, facts)
    return calendar_season(match_year, facts).day("residency_start")


def _no_visa(profile: Profile, lists: EntryRules, facts: Facts) -> VisaPlan:
    person = profile.person
    needs: tuple[str, ...] = ()
    if "US" in person.citizenships:
        reason = "You are a US citizen."
    elif person.status in SETTLED and person.status is not None:
        reason = f"You are {SETTLED[person.status]}."
    elif person.status is Status.EAD:
        reason = "You have a work permit of your own."
        needs = ("The work permit has to hold through the whole training: ask the GME office.",)
    else:
        reason = "You said that you need no visa."
    lane = VisaLane(VisaNeed.NONE, LABELS[VisaNeed.NONE], Lane.NOT_NEEDED, (reason,), needs)
    return VisaPlan(f"No visa needed: {reason[0].lower()}{reason[1:]}", False, True, (lane,),
                    no_visa_notes(profile), lists.as_of)


def _flag_stale(lane: VisaLane, today: date) -> VisaLane:
    """A lane whose facts are due for review says so first."""
    if lane.review_by is None or lane.review_by >= today:
        return lane
    flag = f"These facts were due for review on {day(lane.review_by)}: check them before you rely on them."
    return replace(lane, reasons=(flag, *lane.reasons))


def _headline(lanes: tuple[VisaLane, ...], need: VisaNeed | None) -> str:
    said = joined([f"{lane.label} {LANE_WORDS[lane.lane]}" for lane in lanes])
    return f"{said}; your visa need is not given." if need is None else f"{said}."


def _first(*days: date | None) -> date | None:
    return min((d for d in days if d is not None), default=None)
