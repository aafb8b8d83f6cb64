"""What the tasks of a season look at in one person: named conditions and the person's own days."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from smartpick.advise.calendar import guide_windows_apply, months_before
from smartpick.advise.gates import willing_backups
from smartpick.advise.pillars import pillars
from smartpick.advise.rotations import is_student
from smartpick.advise.stages import advanced_share
from smartpick.domain.applicant import Profile, ResearchPlace, VisaNeed
from smartpick.domain.plan import Lane, Met, Strategies, VisaPlan
from smartpick.domain.season import Season
from smartpick.domain.standing import Standing, standing
from smartpick.facts.calendar_rules import calendar_rules
from smartpick.facts.rules import rules
from smartpick.facts.specialties import Specialty, specialties
from smartpick.facts.timeline_rules import Anchor, timeline_rules


@dataclass(frozen=True)
class Circumstances:
    """One person, one season, one day. `now` is the standing today, `then` with plans at submission."""

    profile: Profile
    season: Season
    strategies: Strategies
    visa: VisaPlan
    today: date

    @cached_property
    def now(self) -> Standing:
        return standing(self.profile, self.profile.target, self.today, planned=False, today=self.today)

    @cached_property
    def then(self) -> Standing:
        submission = self.season.submission
        return standing(self.profile, self.profile.target, submission, planned=True, today=self.today)

    @cached_property
    def target(self) -> Specialty:
        return specialties().get(self.profile.target)

    @cached_property
    def advanced_share(self) -> float:
        """Share of the target's 2026 seats that are advanced, of all seats; 0 where the directory has none."""
        return advanced_share(self.target.id)

    def pillar(self, key: str) -> Met:
        """How a pillar of R131 stands today."""
        return next(c.met for c in pillars(self.now) if c.key == key)

    def lane(self, visa: VisaNeed) -> bool:
        """Whether this visa lane is one to prepare: not closed, and wanted or the only one left."""
        need = self.profile.person.visa_need
        closed = {lane.visa for lane in self.visa.lanes if lane.lane is Lane.CLOSED}
        wanted = need in (visa, VisaNeed.EITHER) or need in closed
        known = {lane.visa for lane in self.visa.lanes} - closed
        return self.visa.needed is not False and wanted and visa in known

    # --- the person's own days -----------------------------------------------------------------

    @cached_property
    def score_last(self) -> date:
        """Last exam day whose score arrives before programs read applications (H17)."""
        return self.season.day("program_review") - timedelta(weeks=calendar_rules().windows["score_weeks"])

    @cached_property
    def step2_day(self) -> date:
        """The planned day, else the earliest sensible one, never after the last useful day (H6)."""
        planned = self.profile.exams.step2_ck.planned
        ready = self.today + timedelta(weeks=calendar_rules().windows["step2_preparation_weeks"])
        return planned or max(self.today, min(ready, self.score_last))

    def day(self, anchor: Anchor | None, named: Mapping[str, date] | None = None) -> date | None:
        """The day an anchor means for this person; `named` holds days of one entry. None where unknown."""
        if anchor is None:
            return None
        known = {event.key: event.day for event in self.season.dates} | dict(named or {})
        base = known.get(anchor.day) or self._own_day(anchor.day)
        return None if base is None else months_before(base, -anchor.months) + timedelta(days=anchor.days)

    def _own_day(self, name: str) -> date | None:
        """One of the person's own days by name; None where it is unknown."""
        exams, submission = self.profile.exams, self.season.submission
        match name:
            case "certification_day":
                return self._certification_day()
            case "certificate_shown":
                step3 = months_before(self.season.day("residency_start"), 6)
                shown = self.season.day("rol_opens")
                return min(shown, step3) if self._wants_step3() else shown
            case "graduation":
                return self.profile.education.graduation
            case "step2_day":
                return self.step2_day
            case "step2_taken":
                return exams.step2_ck.taken or min(self.today, months_before(submission, 12))
            case "step3_day":
                return exams.step3.planned or self.score_last
            case "step3_taken":
                return exams.step3.taken or min(self.today, months_before(submission, 12))
            case "move_day":
                moving = self.profile.wishes.can_move_from
                usual = months_before(submission, int(rules().value("onsite_months_aim")))
                return max(usual, moving) if moving and moving < submission else usual
        return None

    def _wants_step3(self) -> bool:
        """Whether Step 3 is ahead on this plan: for the H-1B lane, or because the person planned it."""
        ahead = self.now.step3_passed is not True
        return ahead and (self.lane(VisaNeed.H1B) or self.profile.exams.step3.planned is not None)

    def _certification_day(self) -> date:
        """Four months before submission, and two before Step 3, which asks for the certificate (H15)."""
        usual = months_before(self.season.submission, 4)
        step3 = self.profile.exams.step3.planned or self.score_last
        if not self._wants_step3() or step3 < self.today:
            return usual
        return min(usual, max(months_before(step3, 2), self.today))

    @cached_property
    def standard_target(self) -> str | None:
        """The specialty applied to whose letter has a fixed form (H14)."""
        listed = timeline_rules().standard_letters
        return next((t for t in applied_to(self) if t in listed), None)


Condition = Callable[[Circumstances], bool]


def applied_to(c: Circumstances) -> tuple[str, ...]:
    """Every specialty the person would apply to: targets and backups with a yes, each once."""
    return tuple(dict.fromkeys((*c.profile.targets, *willing_backups(c.profile))))


def is_img(c: Circumstances) -> bool:
    """IMGs, and people who have not said: nothing an IMG needs is left out for them."""
    return c.profile.applicant_type is None or c.profile.applicant_type.is_img


def _student(c: Circumstances) -> bool:
    graduation = c.profile.education.graduation
    return bool(is_student(c.profile, c.today)) and graduation is not None


def _after_submission(c: Circumstances) -> bool:
    graduation = c.profile.education.graduation
    return graduation is not None and graduation > c.season.submission


def _certified(c: Circumstances) -> bool:
    """Certified, or Step 3 passed, which an IMG can sit only with the certificate."""
    return c.profile.exams.ecfmg_certified is True or c.now.step3_passed is True


def _letters_met(c: Circumstances) -> bool:
    enough = c.now.letters >= rules().value("letters")
    return enough and (not guide_windows_apply(c.profile) or c.pillar("strong_us_letters") is Met.MET)


def _onsite_started(c: Circumstances) -> bool:
    return c.now.onsite_months > 0 or any(
        p.place is ResearchPlace.ONSITE_US and p.start is not None and p.start <= c.today
        for p in c.profile.research)


CONDITIONS: dict[str, Condition] = {
    "target_named": lambda c: bool(c.profile.targets),
    "guide": lambda c: guide_windows_apply(c.profile),
    "not_guide": lambda c: not guide_windows_apply(c.profile),
    "img": is_img,
    "student": _student,
    "graduate": lambda c: is_student(c.profile, c.today) is False,
    "graduates_after_submission": _after_submission,
    "graduates_before_submission": lambda c: not _after_submission(c),
    "needs_visa": lambda c: c.visa.needed is True,
    "no_visa_need": lambda c: c.visa.needed is not True,
    "lane_h1b": lambda c: c.lane(VisaNeed.H1B),
    "not_lane_h1b": lambda c: not c.lane(VisaNeed.H1B),
    "step2_passed": lambda c: c.now.step2_ck is not None or c.profile.exams.step2_ck.passed is True,
    "step2_missing": lambda c: not CONDITIONS["step2_passed"](c),
    "step3_passed": lambda c: c.now.step3_passed is True,
    "step3_missing": lambda c: c.now.step3_passed is not True,
    "certified": _certified,
    "not_certified": lambda c: not _certified(c),
    "english_not_passed": lambda c: c.profile.exams.english_passed is not True,
    "research_place": lambda c: c.then.onsite_months >= rules().value("onsite_months_min"),
    "onsite_started": _onsite_started,
    "onsite_aim_met": lambda c: c.now.onsite_months >= rules().value("onsite_months_aim"),
    "rotations_not_met": lambda c: c.pillar("us_rotations") is not Met.MET,
    "letters_met": _letters_met,
    "champions_met": lambda c: c.now.champions_who_call >= rules().value("champions"),
    "mspe_silent": lambda c: c.profile.education.mspe_ranks is False,
    "standard_letter": lambda c: c.standard_target is not None,
    "reapplicant": lambda c: any(m.matched is not True for m in c.profile.earlier_matches),
    "backup_settled": lambda c: bool(willing_backups(c.profile)) or c.profile.backup_declined_in_writing,
    "advanced_target": lambda c: c.target.match_service == "SF Match"
    or c.advanced_share >= timeline_rules().advanced_share_min,
    "sf_match": lambda c: c.target.match_service == "SF Match",
    "urology_match": lambda c: c.target.match_service == "urology",
}
