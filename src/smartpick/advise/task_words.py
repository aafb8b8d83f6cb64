"""The words that titles and details of tasks are filled in with for one person."""

from __future__ import annotations

from smartpick.advise.calendar import guide_windows_apply, months_before
from smartpick.advise.circumstances import CONDITIONS, Circumstances, applied_to, is_img
from smartpick.advise.pillars import spoken
from smartpick.domain.words import count_noun, day, percent
from smartpick.facts.calendar_rules import calendar_rules
from smartpick.facts.rules import rules
from smartpick.facts.specialties import specialties

# The question itself is the guide's (R64).
SCRIPT = "“Do you feel comfortable writing me a strong letter of recommendation for {specialty}?”"
SUPPLEMENTAL = " A supplemental list holds the PGY-1 programs that go with advanced places."


def task_words(c: Circumstances) -> dict[str, str]:
    """Every `{word}` that titles and details may use."""
    marks, season, now = rules(), c.season, c.now
    windows = calendar_rules().windows
    submission = season.submission
    return {
        "target": spoken(c.target.id),
        "standard_target": spoken(c.standard_target or c.target.id),
        "submission": day(submission),
        "review": day(season.day("program_review")),
        "residency_start": day(season.day("residency_start")),
        "nrmp_deadline": day(season.day("nrmp_registration_deadline")),
        "graduation": day(c.profile.education.graduation),
        "outreach_first": day(months_before(submission, windows["outreach_months_first"])),
        "outreach_last": day(months_before(submission, windows["outreach_months_last"])),
        "score_last": day(c.score_last),
        "step2_date": _step2_words(c),
        "step3_late": _step3_words(c),
        "step2_year1": day(months_before(submission, 12)),
        "step2_result": "Passed." if now.step2_ck is None else f"Passed with {now.step2_ck}.",
        "onsite": str(int(now.onsite_months)),
        "onsite_planned": count_noun(int(c.then.onsite_months), "on-site month"),
        "remote_words": _remote_words(c),
        "onsite_min": f"{marks.value('onsite_months_min'):g}",
        "onsite_aim": f"{marks.value('onsite_months_aim'):g}",
        "papers": str(now.target_publications),
        "rotations_needed": f"{marks.value('hands_on_rotations'):g}",
        "hands_on": str(now.hands_on_us_rotations),
        "letters_have": str(now.letters),
        "letters_strong": str(now.strong_us_target_letters),
        "letters_title": _letters_title(c),
        "letters_unrated": _letters_unrated(c),
        "script": SCRIPT.format(specialty=spoken(c.target.id)),
        "earlier_year": str(max((m.year for m in c.profile.earlier_matches), default="earlier")),
        "move_words": _move_words(c),
        "token_words": " and get the ERAS token from ECFMG" if is_img(c) else "",
        "service_words": _service_words(c),
        "advanced_words": _advanced_words(c) if CONDITIONS["advanced_target"](c) else "",
        "conditions": " ".join(c.strategies.conditions),
        "supplemental_words": SUPPLEMENTAL if CONDITIONS["advanced_target"](c) else "",
    }


def _step2_words(c: Circumstances) -> str:
    planned = c.profile.exams.step2_ck.planned
    if planned is None:
        weeks = calendar_rules().windows["step2_preparation_weeks"]
        return f"Earliest sensible date: {day(c.step2_day)} (judged: {weeks} weeks of preparation)."
    late = "" if planned <= c.score_last else " That is too late for this season: take it earlier."
    return f"Your plan: {day(planned)}.{late}"


def _remote_words(c: Circumstances) -> str:
    remote = int(c.now.remote_months)
    if not remote:
        return ""
    return f" Your {count_noun(remote, 'remote month')} help but do not count as on-site months."


def _step3_words(c: Circumstances) -> str:
    planned = c.profile.exams.step3.planned
    first = "" if CONDITIONS["certified"](c) else " ECFMG certification has to come first."
    if planned is None or planned <= c.score_last:
        return first
    return f"{first} Your plan, {day(planned)}, is later than that: take it earlier or after Match Day."


def _letters_title(c: Circumstances) -> str:
    """What is missing: letters at all, or strong US ones in the target."""
    now, marks = c.now, rules()
    missing = int(marks.value("strong_us_letters")) - now.strong_us_target_letters
    if now.letters >= marks.value("letters") and missing > 0 and guide_windows_apply(c.profile):
        what = count_noun(missing, "more strong US letter", "more strong US letters")
        return f"Ask for {what} in {spoken(c.target.id)} ({now.letters} letters confirmed)"
    return f"Ask for letters ({now.letters} confirmed, 3 to 4 needed)"


def _letters_unrated(c: Circumstances) -> str:
    unrated = c.now.unrated_us_target_letters
    return f" Of unknown strength: {unrated}; ask these writers the same question." if unrated else ""


def _move_words(c: Circumstances) -> str:
    moving = c.profile.wishes.can_move_from
    return f"You said that you can move from {day(moving)}." if moving else ""


def _service_words(c: Circumstances) -> str:
    services = sorted({specialties().get(s).application_service for s in applied_to(c)} - {"ERAS"})
    return f"Not everything goes through ERAS: {' and '.join(services)} too." if services else ""


def _advanced_words(c: Circumstances) -> str:
    if c.target.match_service == "SF Match":
        return "Ophthalmology places often need a separate PGY-1 year."
    share = percent(c.advanced_share)
    return (f"{share} of the 2026 places in {spoken(c.target.id)} start at PGY-2 and need a separate "
            "PGY-1 year.")
