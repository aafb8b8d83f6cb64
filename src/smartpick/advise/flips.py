"""What would change the verdict: the rule table run again with one thing the person can still change.

Never a passed exam, a graduation year, a citizenship or a green card (H17); hands-on rotations only
where they are possible (H8). Where no single change is enough, the smallest set that is.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import combinations

from smartpick.advise.gates import Situation
from smartpick.advise.pillars import number, pillars, spoken, whole_year_months
from smartpick.advise.rotations import hands_on_possible, is_student
from smartpick.advise.strategy_table import rule_on
from smartpick.domain.applicant import Profile, Stance, VisaNeed
from smartpick.domain.plan import Flip, Lane, Met, Strategy
from smartpick.domain.season import Season
from smartpick.domain.standing import DAYS_PER_MONTH, months_between, standing
from smartpick.domain.words import count_noun, day, joined
from smartpick.facts.rules import rules


@dataclass(frozen=True, slots=True)
class Change:
    """One thing a person can do: the sentence, what it changes, its requirement and its last day.

    `standing` holds new values of standing counts, `means` new values of the situation itself.
    """

    sentence: str
    rule: str
    by: date
    standing: dict[str, float | int]
    means: dict[str, object]
    comparison_only: bool = False


def flips(profile: Profile, case: Situation, season: Season, today: date) -> tuple[Flip, ...]:
    """Changes that lead to another strategy than the planned verdict, the ones to act on first."""
    base = rule_on(case).strategy
    by = season.submission - timedelta(days=int(rules().value("decision_days")))
    by = by if today <= by else season.submission
    if base in (Strategy.NOT_YET, Strategy.MODEL_ONLY) or today > by:
        return ()
    changes = tuple(_changes(profile, case, season, today, by))
    found = [_flip((change,), case) for change in changes if _strategy((change,), case) is not base
             and (change.rule != "R108" or _strategy((change,), case) is Strategy.ONE_SPECIALTY_ONLY)]
    steps = [change for change in changes if not change.comparison_only]
    for size in (2, 3):
        if any(not flip.comparison_only for flip in found):
            break
        found += [_flip(group, case) for group in combinations(steps, size)
                  if _strategy(group, case) is not base]
    return tuple(sorted(found, key=lambda flip: flip.comparison_only))


def _flip(group: tuple[Change, ...], case: Situation) -> Flip:
    return Flip(" ".join(change.sentence for change in group), _strategy(group, case),
                min(change.by for change in group), group[0].rule,
                any(change.comparison_only for change in group))


def _strategy(group: tuple[Change, ...], case: Situation) -> Strategy:
    for change in group:
        case = replace(case, standing=replace(case.standing, **change.standing), **change.means)  # type: ignore[arg-type]
    return rule_on(case).strategy


def _changes(profile: Profile, case: Situation, season: Season, today: date, by: date) -> Iterator[Change]:
    open_pillars = {line.key for line in pillars(case.standing) if line.met is not Met.MET}
    if "top_scores" in open_pillars and case.standing.step2_ck is None:
        yield _score(case, by)
    if "us_research" in open_pillars:
        yield from _research(profile, case, season, today, by)
    if "strong_us_letters" in open_pillars:
        yield _letters(case, by)
    if "us_rotations" in open_pillars:
        yield from _rotations(profile, case, today, by)
    yield from _backup(profile, case, by)
    savings = rules().value("savings_months")
    if case.savings_months is not None and case.savings_months < savings:
        yield Change(f"Bring your savings to {number(savings)} months of living costs.", "R21", by, {},
                     {"savings_months": savings})


def _score(case: Situation, by: date) -> Change:
    strong = rules().marks["step2_strong"]
    mark = strong.value if strong.applies(case.target) else rules().value("step2_aim")
    return Change(f"Have the Step 2 CK score by {day(by)}: at {number(mark)} or more the answer changes, "
                  "and a low or "
                  "failed score stays on the record.", "R31", by,
                  {"step2_ck": int(mark)}, {}, comparison_only=True)


def _research(profile: Profile, case: Situation, season: Season, today: date, by: date) -> Iterator[Change]:
    """Enough on-site months, where they still fit in before submission, and a paper where there is none."""
    if entry_closed(case):
        return
    name, aim = spoken(case.target), rules().value("onsite_months_aim")
    papers = int(rules().value("publications"))
    done = standing(profile, case.target, today, planned=False, today=today).onsite_months
    start = max(today, profile.wishes.can_move_from or today)
    missing = max(0.0, aim - done)
    lacks_paper = case.standing.target_publications < papers
    counts: dict[str, float | int] = {"onsite_months": max(aim, case.standing.onsite_months)}
    if lacks_paper:
        counts |= {"target_publications": papers, "publications": max(papers, case.standing.publications)}
    paper = f"at least {count_noun(papers, 'paper')} in {name}"
    if whole_year_months(case.standing.onsite_months) >= aim:
        yield Change(f"Publish {paper}.", "R41", by, counts, {})
    elif whole_year_months(missing) <= months_between(start, season.submission):
        last = season.submission - timedelta(days=int(missing * DAYS_PER_MONTH))
        again = case.standing.onsite_months > 0
        verb = "Be in on-site research again" if again else "Start on-site research"
        sentence = f"{verb} in {name} in the US by {day(last)} and stay until submission"
        sentence += f", with {paper}." if lacks_paper else "."
        yield Change(sentence, "R40", min(last, by), counts, {})


def _letters(case: Situation, by: date) -> Change:
    mark, total = int(rules().value("strong_us_letters")), int(rules().value("letters"))
    strong = max(0, mark - case.standing.strong_us_target_letters)
    others = max(0, total - case.standing.letters - strong)
    asks = []
    if strong:
        asks.append(count_noun(strong, f"more strong US letter in {spoken(case.target)}",
                               f"more strong US letters in {spoken(case.target)}"))
    if others:
        asks.append(count_noun(others, "further letter"))
    counts: dict[str, float | int] = {
        "strong_us_target_letters": case.standing.strong_us_target_letters + strong,
        "letters": case.standing.letters + strong + others,
    }
    return Change(f"Ask for {joined(asks)}.", "R122", by, counts, {})


def _rotations(profile: Profile, case: Situation, today: date, by: date) -> Iterator[Change]:
    """Hands-on rotations, only for those who can still do them; observerships would not change the answer."""
    if not hands_on_possible(profile, today) or entry_closed(case):
        return
    student = is_student(profile, today)
    graduation = profile.education.graduation
    mark, target_mark = int(rules().value("hands_on_rotations")), int(rules().value("target_rotations"))
    in_target = max(0, target_mark - case.standing.teaching_target_rotations)
    more = max(in_target, mark - case.standing.teaching_rotations)
    kind = "sub-internship or elective" if student else "hands-on externship"
    kinds = "sub-internships or electives" if student else "hands-on externships"
    where = f", at least {in_target} of them in {spoken(case.target)}" if in_target and more > 1 else (
        f" in {spoken(case.target)}" if in_target else "")
    last = min(by, graduation) if student and graduation is not None else by
    when = f" before {day(last)}" if student else f" by {day(last)}"
    counts: dict[str, float | int] = {
        "teaching_rotations": case.standing.teaching_rotations + more,
        "teaching_target_rotations": case.standing.teaching_target_rotations + in_target,
        "hands_on_us_rotations": case.standing.hands_on_us_rotations + more,
        "hands_on_us_target_rotations": case.standing.hands_on_us_target_rotations + in_target,
    }
    what = f"{count_noun(more, kind, kinds)}"
    sentence = (f"Complete {what} at a US teaching hospital{when}{where}." if more > 1
                else f"Complete {what}{where} at a US teaching hospital{when}.")
    yield Change(sentence, "R52", last, counts, {})


def _backup(profile: Profile, case: Situation, by: date) -> Iterator[Change]:
    if not case.willing_backups and not case.backup_declined:
        maybe = [spoken(b.specialty) for b in profile.backups if b.willing is Stance.MAYBE]
        which = f"{joined(maybe, 'or')}, now a maybe," if maybe else "a backup"
        answer = maybe[0] if maybe else "a backup"
        yield Change(f"Decide whether {which} would be a career you are content with; a yes to {answer} "
                     "changes the "
                     "answer.", "R25", by, {}, {"willing_backups": (answer,)})
    if case.willing_backups:
        yield Change("Keep a backup you would accept: without one the answer changes.", "R25", by, {},
                     {"willing_backups": ()}, comparison_only=True)
    if not case.backup_declined:
        yield Change("Decline every backup in writing, only if a year without a place is better for you "
                     "than training "
                     "there.", "R108", by, {},
                     {"backup_declined": True, "willing_backups": ()}, comparison_only=True)


def entry_closed(case: Situation) -> bool:
    """Whether the person cannot come to the US for research or rotations now (the J-1 lane is closed)."""
    return any(lane.visa is VisaNeed.J1 and lane.lane is Lane.CLOSED for lane in case.visa.lanes)
