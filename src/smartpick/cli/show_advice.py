"""The plan in a terminal, first half: visa gate, verdict, reality, chances and the next three steps."""

from __future__ import annotations

from smartpick.cli.layout import Page, clean, wrap
from smartpick.domain.labels import (
    LANE_WORDS,
    MET_MARKS,
    STATE_WORDS,
    STATUS_WORDS,
    STRATEGY_WORDS,
)
from smartpick.domain.plan import Criterion, Lane, Plan, Task, TaskState, Verdict
from smartpick.domain.plan_words import (
    certified_label,
    criteria_once,
    decide_words,
    met_legend,
    not_in_chances,
    outcome_relations,
    when_late,
)
from smartpick.domain.season import DateStatus
from smartpick.domain.words import chance_text, chance_words, count_noun, day, joined, percent

LANE_MARKS = {Lane.OPEN: "●", Lane.OPEN_IF: "◐", Lane.CLOSED: "○", Lane.NOT_NEEDED: "●", Lane.UNKNOWN: "?"}
MOST_FLIPS = 3
NOTE_LINES = 6  # of visa notes, the most important first
REASSESS = "verdict.reassess"


def show_visa(page: Page, plan: Plan, *, everything: bool) -> None:
    """The gate: may this person train in the US on this plan, and on which visa."""
    visa = plan.visa
    page.heading("Visa", "Can you train in the US on this plan?")
    page.text(visa.headline)
    if visa.needed is False and not everything:
        return
    said: set[str] = set()
    for lane in visa.lanes:
        reasons = [r for r in lane.reasons[:1] if r not in said]  # the same for every lane: once
        said.update(reasons)
        sentences = [*lane.reasons, *lane.needs] if everything else [*reasons, *lane.needs[:1]]
        if lane.review_by is not None:
            past = ", which has passed" if lane.review_by < plan.today else ""
            sentences.append(f"Check again by {day(lane.review_by)}{past}.")
        page.item(LANE_MARKS[lane.lane], f"{lane.label}: {LANE_WORDS[lane.lane]}. {' '.join(sentences)}")
    shown = visa.notes if everything else _within(page, visa.notes, NOTE_LINES)
    for note in shown:
        page.item("–", note)
    if len(visa.notes) > len(shown):
        page.text(f"and {count_noun(len(visa.notes) - len(shown), 'note')} more (--all).", dim=True)
    advice = "" if any("legal advice" in note for note in shown) else " This is not legal advice."
    page.text(f"Rules as of {day(visa.as_of)}.{advice}", dim=True)


def _within(page: Page, notes: tuple[str, ...], lines: int) -> tuple[str, ...]:
    """The first notes that fit in so many lines, at least one."""
    shown: list[str] = []
    for note in notes:
        lines -= len(wrap(clean(note), page.width - 4))
        if shown and lines < 0:
            break
        shown.append(note)
    return tuple(shown)


def show_verdict(page: Page, plan: Plan, *, everything: bool) -> None:
    """Which strategy, given twice, with the checklist, what would change it and what was not chosen."""
    chosen = plan.strategies
    page.heading("Verdict", "What to do with this season?")
    page.text(chosen.headline)
    if chosen.guide_note and everything:
        page.text(chosen.guide_note, dim=True)
    page.blank()
    if (chosen.today.strategy, chosen.today.because) == (chosen.planned.strategy, chosen.planned.because):
        _verdict(page, "Today and as planned", chosen.planned, everything)
    else:
        _verdict(page, "Today", chosen.today, everything)
        _verdict(page, "As planned", chosen.planned, everything)
    for sentence in chosen.conditions:
        page.item("     if", sentence, 4)
    if decide := decide_words(chosen, plan.season.submission):
        page.item("   when", decide, 4)
    _checklist(page, chosen.today, chosen.planned, everything)
    _changes(page, plan, everything)


def _verdict(page: Page, when: str, verdict: Verdict, everything: bool) -> None:
    """One verdict; the checklist below says the further reasons, so that one is enough here."""
    page.text(f"{when}: {verdict.label}. {verdict.headline}")
    short = verdict.because[:1] if verdict.planned else ()
    for number, sentence in enumerate(verdict.because if everything else short):
        page.item("    and" if number else "because", sentence, 4)
    grave = 2 if verdict.rule == REASSESS else 1  # the banner stands beside what the J-1 rules leave
    for sentence in verdict.warnings if everything else verdict.warnings[:grave]:
        page.item("   note", sentence, 4)


def _checklist(page: Page, today: Verdict, planned: Verdict, everything: bool) -> None:
    """Every line once; what the guide asks for again under another name stands behind it."""
    later = {line.key: line for line in planned.criteria}
    wanted = [(c, again) for c, again in criteria_once(today) if everything or c.group == "pillar"]
    if not wanted:
        return
    page.blank()
    words = met_legend([c for line, _ in wanted for c in (line, later.get(line.key, line))])
    legend = ", ".join(f"{MET_MARKS[met]} {said}" for met, said in words.items())
    page.text(f"Now → as planned: {legend}. Marks of the guide are not cut-offs.", dim=True)
    for now, again in wanted:
        then = later.get(now.key, now)
        marks = f"{MET_MARKS[now.met]} → {MET_MARKS[then.met]}"
        mark = f" (mark: {now.mark})" if everything else ""
        also = f" Also asked as: {joined(again)}." if again and everything else ""
        page.item(marks, f"{now.label}: {_have(now, then)}{mark}{also}", 4)


def _have(now: Criterion, later: Criterion) -> str:
    return now.have if now.have == later.have else f"{now.have} → {later.have}"


def _changes(page: Page, plan: Plan, everything: bool) -> None:
    chosen = plan.strategies
    flips = [flip for flip in chosen.flips if everything or not flip.comparison_only]
    shown = flips if everything else flips[:MOST_FLIPS]
    if shown:
        page.blank()
        page.text("What would change this:")
    for flip in shown:
        ends = f" → {STRATEGY_WORDS[flip.leads_to]}"
        by = f", by {day(flip.by)}" if flip.by is not None else ""
        compare = ", for comparison only" if flip.comparison_only else ""
        page.item("–", f"{flip.change}{ends}{by}{compare} ({flip.rule})", 4)
    for other in chosen.alternatives if everything else ():
        page.text(f"Not chosen: {other.label}. {other.why_not}")


def show_reality(page: Page, plan: Plan, *, everything: bool) -> None:
    """Published counts, each with its denominator in words."""
    page.heading("Reality", "How many people like you matched?")
    if not plan.reality:
        page.text("No counts are known for this specialty and type of applicant.")
    for card in plan.reality:
        sentences = list(card.sentences if everything else card.sentences[:1])
        if card.rate is not None and card.rate.value is not None:
            sentences.insert(1, f"That is {chance_words(card.rate.value)} {card.population}.")
        page.item("–", " ".join(sentences) or f"{card.specialty_name}: {card.population}.")


def show_chances(page: Page, plan: Plan, *, everything: bool) -> None:
    """The headline chances; "if you apply" is kept apart from "if you certify a list"."""
    page.heading("Chances", "How likely is it?")
    chances = plan.chances
    if chances is None:
        page.text("No chances can be given for this target. The reasons are under “What we do not know”.")
        return
    target = plan.name(plan.profile.target)
    page.text(not_in_chances(chances))
    for label, chance in (
        (f"{target}, if you apply with this list", chances.if_apply),
        (certified_label(target), chances.if_certify),
        ("Any residency", chances.any_residency),
    ):
        whom = f", {chance.population}" if everything else ""
        page.item("–", f"{label}: {chance_text(chance.estimate)}{whom}.")
        point = chance.estimate.value is not None
        for reason in chance.reasons if everything else chance.reasons[: 0 if point else 1]:
            if not everything or reason != chances.if_certify.reasons[0]:
                page.text(reason, 4)
    if chances.no_interview is not None:
        said = chance_text(chances.no_interview.estimate)
        page.item("–", f"No interview in {target} at all from this list: {said}.")
    for specialty, chance in chances.per_specialty:
        if specialty != plan.profile.target:
            page.item("–", f"{plan.name(specialty)}, if you apply: {chance_text(chance.estimate)}.")
    outcomes = chances.outcomes
    shares = [
        (target, outcomes.target),
        ("other full training", outcomes.other_full),
        ("a seat whose PGY-1 year is still to be found", outcomes.seat_without_pgy1),
        ("one year only", outcomes.one_year_only),
        ("unmatched", outcomes.unmatched),
    ]
    said = " · ".join(f"{name} {percent(share.value)}" for name, share in shares if share is not None)
    page.text(f"The outcomes: {said}. {outcome_relations(chances)}")
    if everything:
        for driver in chances.drivers:
            sign = "+" if driver.points >= 0 else "−"
            points = f"{sign}{abs(driver.points) * 100:.0f} points"
            page.item("–", f"{driver.label} ({driver.have}): {points}, {driver.grade}. {driver.note}", 4)
        for note in outcomes.notes:
            page.text(note)
    method = chances.if_certify.method
    page.text(f"Method: {method}. Estimates for groups of people, not predictions of you.", dim=True)


def show_steps(page: Page, plan: Plan, *, everything: bool) -> None:
    """The three things to do next."""
    page.heading("Next three steps")
    steps = plan.timeline.next_steps
    if not steps:
        page.text("Nothing is due before the season opens.")
    for number, task in enumerate(steps, 1):
        detail = task.detail if everything else first_sentence(task.detail)
        page.item(f"{number}", f"{task.title}: {when_due(task)}. {detail}")


def first_sentence(text: str) -> str:
    """The text up to its first full stop; what follows is in the whole plan."""
    end = text.find(". ")
    return text if end < 0 else text[: end + 1]


def when_due(task: Task) -> str:
    """When a task is due, in words, with what makes the date special."""
    if late := when_late(task):
        return late
    clock = f", {task.clock} New York time" if task.clock else ""
    projected = f" ({STATUS_WORDS[task.status]})" if task.hard and task.status is DateStatus.PROJECTED else ""
    blocked = f" ({STATE_WORDS[task.state]})" if task.state in (TaskState.BLOCKED, TaskState.DONE) else ""
    return f"by {day(task.due)}{clock}{projected}{blocked}"
