"""The plan as a Markdown document that a person or their mentor reads from top to bottom."""

from __future__ import annotations

from datetime import date

from smartpick.domain.labels import LANE_WORDS, MET_MARKS, STRATEGY_WORDS, TYPE_WORDS, met_words
from smartpick.domain.plan import Chances, Plan, Verdict
from smartpick.domain.plan_words import (
    GUIDE,
    certified_label,
    criteria_once,
    decide_words,
    not_in_chances,
    outcome_relations,
    season_cautions,
)
from smartpick.domain.words import chance_text, day, joined, percent
from smartpick.exchange.markdown_parts import costs, program_list, sources, task_when, timeline, unknowns
from smartpick.exchange.markdown_text import bullets, one_blank_line, plain, table


def plan_markdown(plan: Plan) -> str:
    """The whole plan in the order visa, verdict, reality, next steps, list, dates, costs, sources, unknowns.

    Every figure stands with its year and population; nothing a profile or a program contains can act
    as Markdown or HTML.
    """
    parts = [_title(plan), _visa(plan), _verdict(plan), _reality(plan), _steps(plan), program_list(plan),
             timeline(plan), costs(plan), sources(plan), unknowns(plan)]
    return one_blank_line(line for part in parts for line in [*part, ""])


def _title(plan: Plan) -> list[str]:
    profile = plan.profile
    kind = TYPE_WORDS[profile.applicant_type] if profile.applicant_type else "type of applicant unknown"
    targets = joined([plan.name(target) for target in profile.targets])
    lines = [f"# Plan for the {plan.season.match_year} Match", "",
             f"{plain(targets)}, {kind}. As of {day(plan.today)}."]
    if profile.is_example:
        lines += ["", "An invented example, not a real person."]
    for caution in season_cautions(plan):
        lines += ["", plain(caution.message)]
    return [*lines, "", plain(GUIDE)]


def _visa(plan: Plan) -> list[str]:
    visa = plan.visa
    lines = ["## Visa: can you train in the US on this plan?", "", f"**{plain(visa.headline)}**"]
    if visa.lanes:
        rows = [(lane.label, LANE_WORDS[lane.lane], " ".join((*lane.reasons, *lane.needs)),
                 _review(lane.review_by, plan.today)) for lane in visa.lanes]
        lines += ["", *table(("lane", "stands", "why, and what it needs", "check again by"), rows)]
    lines += ["", *bullets(plain(note) for note in visa.notes)]
    return [*lines, "", f"Rules as of {day(visa.as_of)}. This is not legal advice: ask ECFMG, the program's GME "
            "office or an immigration lawyer."]


def _review(by: date | None, today: date) -> str:
    """When a fact is to be checked again, and whether that day has passed."""
    if by is None:
        return ""
    return f"{day(by)}, which has passed" if by < today else day(by)


def _verdict(plan: Plan) -> list[str]:
    chosen = plan.strategies
    lines = ["## Verdict: what to do with this season?", "", f"**{plain(chosen.headline)}**"]
    if chosen.guide_note:
        lines += ["", plain(chosen.guide_note)]
    for verdict in (chosen.today, chosen.planned):
        lines += _one_verdict(verdict)
    if chosen.conditions:
        lines += ["", "It holds if:", "", *bullets(plain(c) for c in chosen.conditions)]
    if decide := decide_words(chosen, plan.season.submission):
        lines += ["", decide]
    lines += ["", *_checklist(chosen.today, chosen.planned)]
    flips = [f"{plain(f.change)} → {STRATEGY_WORDS[f.leads_to]}"
             f"{f', by {day(f.by)}' if f.by else ''}{', for comparison only' if f.comparison_only else ''} ({f.rule})"
             for f in chosen.flips]
    if flips:
        lines += ["What would change this:", "", *bullets(flips), ""]
    others = [f"{plain(other.label)}: {plain(other.why_not)}" for other in chosen.alternatives]
    return [*lines, "Not chosen:", "", *bullets(others)] if others else lines


def _one_verdict(verdict: Verdict) -> list[str]:
    when = "As planned on" if verdict.planned else "As of"
    return ["", f"### {when} {day(verdict.as_of)}: {plain(verdict.label)}", "",
            f"{plain(verdict.headline)} (rule {verdict.rule}; {joined(verdict.rules)})", "",
            *bullets(plain(sentence) for sentence in (*verdict.because, *verdict.warnings))]


def _checklist(today: Verdict, planned: Verdict) -> list[str]:
    """Every line once, with the other names under which the guide asks for the same."""
    later = {line.key: line for line in planned.criteria}
    rows = []
    for now, again in criteria_once(today):
        then = later.get(now.key, now)
        marks = [f"{MET_MARKS[c.met]} {met_words(c)}" for c in (now, then)]
        have = now.have if now.have == then.have else f"{now.have} → {then.have}"
        name = f"{now.label} (also asked as: {joined(again)})" if again else now.label
        rows.append((name, *marks, have, now.mark, now.rule))
    head = ("what counts", "today", "as planned", "you have", "the mark, not a cut-off", "rule")
    return table(head, rows)


def _reality(plan: Plan) -> list[str]:
    lines = ["## Reality: how many people like you matched?", ""]
    for card in plan.reality:
        lines += [f"**{plain(card.specialty_name)}.** {plain(' '.join(card.sentences))}", ""]
    if not plan.reality:
        lines += ["No counts are known for this specialty and type of applicant.", ""]
    if plan.chances is None:
        return [*lines, "No chances can be given for this target; the reasons stand at the end."]
    return lines + _chances(plan, plan.chances)


def _chances(plan: Plan, chances: Chances) -> list[str]:
    target = plan.name(plan.profile.target)
    said = [(f"{target}, if you apply with this list", chances.if_apply),
            (certified_label(target), chances.if_certify),
            ("Any residency", chances.any_residency)]
    said += [(f"{plan.name(s)}, if you apply", c) for s, c in chances.per_specialty if s != plan.profile.target]
    if chances.no_interview is not None:
        said.append((f"No interview in {target} at all from this list", chances.no_interview))
    lines = ["### Chances", "", plain(not_in_chances(chances)), "",
             *table(("what", "chance", "of whom", "method"),
                    [(label, chance_text(c.estimate), c.population, c.method) for label, c in said])]
    outcomes = chances.outcomes
    shares = (("target specialty", outcomes.target),
              ("target seat whose PGY-1 year is still to be found", outcomes.seat_without_pgy1),
              ("other full training", outcomes.other_full),
              ("one-year seat only", outcomes.one_year_only), ("unmatched", outcomes.unmatched))
    lines += table(("outcome", "chance"),
                   [(name, percent(estimate.value)) for name, estimate in shares if estimate is not None])
    lines += bullets(plain(note) for note in (outcome_relations(chances), *chances.if_apply.reasons, *outcomes.notes))
    return [*lines, "", "These are estimates for groups of people, not predictions of you."]


def _steps(plan: Plan) -> list[str]:
    steps = [f"{number}. **{plain(task.title)}** ({task_when(task)}). {plain(task.detail)}"
             for number, task in enumerate(plan.timeline.next_steps, 1)]
    return ["## Next three steps", "", *(steps or ["Nothing is due before the season opens."])]
