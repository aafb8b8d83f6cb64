"""The verdict in whole sentences: headline, reasons with mark and state, why not the others."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from smartpick.advise.gates import Situation, decision_questions, tolerances
from smartpick.advise.pillars import all_in, pillars, spoken
from smartpick.advise.stages import first_stages, no_stage_left, on_j1
from smartpick.advise.strategy_table import Ruling, failed_questions, met
from smartpick.domain.applicant import Profile, Stance
from smartpick.domain.labels import BELOW_MARK, STRATEGY_WORDS
from smartpick.domain.plan import Alternative, Criterion, Met, Strategy
from smartpick.domain.words import count_noun, day, joined
from smartpick.facts.rules import rules

MOST_REASONS = 4
STATE = {Met.MET: "met", Met.PARTLY: "partly met", Met.MISSING: "not met yet", Met.UNKNOWN: "unknown"}


def state(line: Criterion) -> str:
    """How a line stands; what can no longer change is never "not yet"."""
    return BELOW_MARK if line.final and line.met is Met.MISSING else STATE[line.met]


def verdict_headline(profile: Profile, case: Situation, ruling: Ruling, as_of: date) -> str:
    """What the verdict means for this person, in one sentence."""
    name = spoken(case.target)
    planned = case.standing.planned
    opening = f"With what you have planned by {day(as_of)}" if planned else f"As of {day(as_of)}"
    match ruling.strategy:
        case Strategy.NOT_YET:
            return "No visa lane is open at present, so an application could not lead to a place yet."
        case Strategy.MODEL_ONLY:
            return f"The guide's marks are silent for {name}: the list, the chances and your backups decide."
        case Strategy.POSTPONE_OR_MODIFY:
            said = (f"{failed_questions(case)} of 4 decision questions are not passed: postpone by one year, or "
                    f"{_elsewhere(case, 'enter', 'now')}")
        case Strategy.STAGED:
            said = f"take {name} in stages, not directly: {_halves(case)}"
        case Strategy.FOCUSED_PARALLEL:
            backups = [spoken(backup) for backup in case.willing_backups]
            said = f"apply to {name} and, side by side, to {joined(backups) or 'a backup you would accept'}"
        case Strategy.ONE_SPECIALTY_ONLY:
            said = f"applying to {name} alone is within the guide's conditions"
    return f"{opening}, {said}."


def _halves(case: Situation) -> str:
    """The two halves of the staged way, or the one that the J-1 rules leave."""
    stages = first_stages(case.target, case.willing_backups)
    if no_stage_left(case.target, case.willing_backups, case.visa):
        fields = joined([spoken(stage.specialty) for stage in stages], "or")
        return (f"one more year of preparation is what is left of it, because a place in {fields} first may break "
                "the J-1 rules")
    return f"(a) one more year of preparation, or (b) {_elsewhere(case, 'start in', 'first')}"


def _elsewhere(case: Situation, verb: str, when: str) -> str:
    """The half of the staged way that begins in another field, and whether it is open to this person."""
    name = spoken(case.target)
    stages = first_stages(case.target, case.willing_backups)
    if not stages:
        return (f"{verb} a more open field {when} and keep {name} as a later step; for (b) no full training has your "
                "yes yet" if verb == "start in" else f"{verb} a more open field {when} and keep {name} as a later step")
    held = [s for s in stages if s.fits] if on_j1(case.visa) else list(stages)
    fields = joined([spoken(s.specialty) for s in held or stages], "or")
    said = f"{verb} {fields} {when} and keep {name} as a later step"
    return said if held else f"{said}, which may break the J-1 rules"


def because(case: Situation, ruling: Ruling) -> tuple[str, ...]:
    """At most four reasons, the strongest first, each with mark and state."""
    lines = pillars(case.standing)
    match ruling.row.id:
        case "no_visa_lane":
            reasons = [reason for lane in case.visa.lanes for reason in lane.reasons[:1]]
        case "outside_guide":
            reasons = [f"The guide's marks are not for {spoken(case.target)}."]
        case "gates_failed":
            reasons = [_line(q) for q in decision_questions(case) if q.met is not Met.MET]
        case "reassess":
            reasons = [_line(line) for line in lines if line.met is not Met.MET]
        case "all_in":
            reasons = [f"All {len(group)} {words}." for group, words in (
                (lines, "pillars are met"),
                (all_in(case.standing), "further criteria of the guide are met"),
                (tolerances(case), "marks for a year without a place are met: both tolerances and savings"))]
            reasons.append("You declined a backup in writing.")
        case _:
            reasons = _pillar_reasons(case, lines)
    return tuple(reasons[:MOST_REASONS])


def _pillar_reasons(case: Situation, lines: Sequence[Criterion]) -> list[str]:
    have = [line for line in lines if line.met is Met.MET]
    reasons = []
    if have:
        verb = "is" if len(have) == 1 else "are"
        reasons.append(f"{len(have)} of {len(lines)} pillars {verb} met: "
                       f"{joined([f'{line.label} ({line.have})' for line in have])}.")
    else:
        states = joined([f"{line.label} ({state(line)})" for line in lines])
        reasons.append(f"None of the {len(lines)} pillars is met: {states}.")
    reasons += [_line(line) for line in lines if line.met is not Met.MET]
    if case.willing_backups:
        names = joined([spoken(backup) for backup in case.willing_backups])
        reasons.append(f"A backup you would accept: {names}.")
    elif len(have) >= len(lines) - 1:
        reasons.append("No backup has your explicit yes, and a maybe is not a yes.")
    return reasons


def _line(line: Criterion) -> str:
    return f"{line.label}, {state(line)}: {line.have}; the mark is {line.mark}."


def alternatives(profile: Profile, case: Situation, ruling: Ruling) -> tuple[Alternative, ...]:
    """The guide's other strategies and why they were not chosen (R19)."""
    if ruling.strategy in (Strategy.NOT_YET, Strategy.MODEL_ONLY):
        return ()
    reasons = {
        Strategy.ONE_SPECIALTY_ONLY: _why_not_one(case),
        Strategy.FOCUSED_PARALLEL: _why_not_parallel(profile, case, ruling),
        Strategy.STAGED: _why_not_staged(case, ruling),
    }
    return tuple(Alternative(strategy, STRATEGY_WORDS[strategy], why) for strategy, why in reasons.items()
                 if strategy is not ruling.strategy)


def _why_not_one(case: Situation) -> str:
    lines = (*pillars(case.standing), *all_in(case.standing), *tolerances(case))
    repeated = {"us_research_in_target", "reputable_us_rotations"}  # the same as the pillar of that name
    short = [f"{line.label} ({state(line)})"
             for line in lines if line.met is not Met.MET and line.key not in repeated]
    if not case.backup_declined or case.willing_backups:
        short.append("your written decision that you want no backup")
    return f"It asks for everything at once. What is missing: {joined(short)}."


def _why_not_parallel(profile: Profile, case: Situation, ruling: Ruling) -> str:
    if ruling.strategy is Strategy.ONE_SPECIALTY_ONLY:
        return "You declined a backup in writing; it stays the safer choice and is open until you submit."
    if ruling.strategy is Strategy.POSTPONE_OR_MODIFY:
        return "It is too close to submission with decision questions not passed."
    have = met(pillars(case.standing))
    if ruling.row.id == "reassess":
        mark = rules().value("step2_reassess_below")
        return f"A Step 2 CK below {mark:.0f} without enough on-site US research speaks against a direct application."
    if have < 3:
        return f"It asks for 3 of 4 pillars; you would have {have}."
    maybe = [spoken(b.specialty) for b in profile.backups if b.willing is Stance.MAYBE]
    named = f" ({joined(maybe)}: maybe)" if maybe else ""
    return f"With {count_noun(have, 'pillar')} it asks for a backup with your explicit yes{named}."


def _why_not_staged(case: Situation, ruling: Ruling) -> str:
    if ruling.strategy is Strategy.POSTPONE_OR_MODIFY:
        return f"It is one of the two ways of this verdict: {_elsewhere(case, 'enter', 'this season')}."
    have = met(pillars(case.standing))
    return (f"{have} of 4 pillars speak for applying now. If one of them falls away, staged is the answer: "
            f"{_halves(case)}.")
