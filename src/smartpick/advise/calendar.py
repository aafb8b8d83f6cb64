"""The calendar of a season, and which season a person can still prepare for."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from smartpick.domain.applicant import Profile
from smartpick.domain.season import DateStatus, Season, SeasonDate
from smartpick.domain.standing import standing
from smartpick.domain.words import count_noun, day
from smartpick.facts import Facts
from smartpick.facts.calendar_rules import CalendarRules, DaysFrom, EventRule, calendar_rules
from smartpick.facts.rules import in_guide, rules

DATES = "calendar.season_dates"
FARTHEST = 15  # seasons looked at before giving up; a profile's dates never lie farther ahead


@dataclass(frozen=True, slots=True)
class SeasonOption:
    """One season looked at: whether this person can still prepare for it, and why in whole sentences."""

    match_year: int
    open: bool
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SeasonChoice:
    """The proposed season with its reasons, and every season looked at before it."""

    match_year: int
    reasons: tuple[str, ...]
    passed_over: tuple[SeasonOption, ...]


def season(match_year: int, facts: Facts) -> Season:
    """The calendar of one Match: announced days where they were read, projected ones elsewhere.

    Every projected day names its rule in words. Days are in order; equal days keep the file's order.
    """
    projections = calendar_rules(facts.data)
    dates = [_event(rule, match_year, projections, facts) for rule in projections.events.values()]
    return Season(match_year, tuple(sorted(dates, key=lambda d: d.day)))


def default_season(profile: Profile, today: date, facts: Facts) -> int:
    """The first season whose preparation windows this person can still meet; see `season_choice`."""
    return season_choice(profile, today, facts).match_year


def season_choice(profile: Profile, today: date, facts: Facts) -> SeasonChoice:
    """The first season that is still open to this person, with the reasons in words.

    A season is open while its submission day lies ahead, the person can have graduated when residency
    starts, a missing Step 2 CK score can arrive before programs read applications (H17) and, in the
    guide's specialties, either enough on-site months are done or planned (R135) or the window for
    finding a research place has not closed (R46). The profile's own wish for a season is not looked at.
    """
    windows = calendar_rules(facts.data).windows
    passed: list[SeasonOption] = []
    first = today.year if today <= season(today.year, facts).day("match_day") else today.year + 1
    for match_year in range(first, first + FARTHEST):
        option = _option(profile, season(match_year, facts), today, windows)
        if option.open:
            break
        passed.append(option)
    return SeasonChoice(option.match_year, option.reasons, tuple(passed))


def outreach_window(submission: date, facts: Facts) -> tuple[date, date]:
    """First and last day to start e-mailing research groups: 18 to 12 months before (R46)."""
    windows = calendar_rules(facts.data).windows
    return (months_before(submission, windows["outreach_months_first"]),
            months_before(submission, windows["outreach_months_last"]))


def months_before(day_: date, months: int) -> date:
    """The same day so many calendar months earlier, the month's last day where it has no such day."""
    index = day_.year * 12 + day_.month - 1 - months
    year, month = divmod(index, 12)
    return date(year, month + 1, min(day_.day, monthrange(year, month + 1)[1]))


def guide_windows_apply(profile: Profile) -> bool:
    """Whether the guide's windows speak of this person: an IMG, or unknown, in one of its specialties."""
    is_img = profile.applicant_type is None or profile.applicant_type.is_img
    return is_img and in_guide(profile.target)


def _event(rule: EventRule, match_year: int, projections: CalendarRules, facts: Facts) -> SeasonDate:
    fact = facts.find(DATES, rule.key, year=match_year)
    if fact is not None:
        return SeasonDate(rule.key, rule.label, fact.day, fact.status or DateStatus.PROJECTED,
                          fact.source, fact.note or "", fact.review_by, rule.clock)
    return SeasonDate(rule.key, rule.label, _projected(rule, match_year, projections, facts),
                      DateStatus.PROJECTED, rule.source, rule.words, projections.review_by, rule.clock)


def _projected(rule: EventRule, match_year: int, projections: CalendarRules, facts: Facts) -> date:
    if not isinstance(rule.rule, DaysFrom):
        return rule.rule.day(match_year)
    anchor = _event(projections.events[rule.rule.event], match_year, projections, facts)
    return anchor.day + timedelta(days=rule.rule.days)


def _option(profile: Profile, of: Season, today: date, windows: dict[str, int]) -> SeasonOption:
    passed = _submission_passed(of, today)
    against = [passed] if passed else [reason for reason in (
        _graduates_late(profile, of),
        _score_late(profile, of, today, windows),
    ) if reason]
    if against:
        return SeasonOption(of.match_year, False, tuple(against))
    met, reason = _research(profile, of, today, windows)
    return SeasonOption(of.match_year, met, (reason,))


def _submission_passed(of: Season, today: date) -> str:
    if today <= of.submission:
        return ""
    return f"Applications for the {of.match_year} Match opened on {day(of.submission)}, which has passed."


def _graduates_late(profile: Profile, of: Season) -> str:
    graduation, start = profile.education.graduation, of.day("residency_start")
    if graduation is None or graduation < start:
        return ""
    return (f"You graduate on {day(graduation)}, and residency after the {of.match_year} Match "
            f"starts on {day(start)}.")


def _score_late(profile: Profile, of: Season, today: date, windows: dict[str, int]) -> str:
    """A Step 2 CK score must be there when programs start to read (H17)."""
    exam = profile.exams.step2_ck
    if exam.score is not None or exam.passed:
        return ""
    ready = today + timedelta(weeks=windows["step2_preparation_weeks"])
    arrives = max(exam.planned or ready, today) + timedelta(weeks=windows["score_weeks"])
    review = of.day("program_review")
    if arrives <= review:
        return ""
    return (f"A Step 2 CK score could arrive about {day(arrives)}, after programs start to read "
            f"applications for the {of.match_year} Match ({day(review)}).")


def _research(profile: Profile, of: Season, today: date, windows: dict[str, int]) -> tuple[bool, str]:
    """Whether the research windows can be met, and the sentence that says why."""
    submission = of.submission
    if not guide_windows_apply(profile):
        return True, (f"The {of.match_year} Match is the next one: applications open on {day(submission)}. "
                      "The guide's windows are not for this application.")
    needed = int(rules().value("onsite_months_min"))
    planned = standing(profile, profile.target, submission, planned=True, today=today)
    if planned.onsite_months >= needed:
        months = count_noun(int(planned.onsite_months), "on-site month")
        return True, (f"With your plans you have {months} of US research in the target by {day(submission)}; "
                      f"the guide asks for at least {needed}.")
    first = months_before(submission, windows["outreach_months_first"])
    last = months_before(submission, windows["outreach_months_last"])
    window = f"the guide's window for finding a research place runs from {day(first)} to {day(last)}"
    if today <= last:
        return True, f"For the {of.match_year} Match {window}, which can still be met."
    return False, (f"For the {of.match_year} Match {window}: it is late for that, and fewer than {needed} "
                   "on-site months are done or planned.")
