"""What the reader of a verdict must know beside it: the reassess banner and the corrections to the guide."""

from __future__ import annotations

from smartpick.advise.gates import Situation, decision_questions, willing_backups
from smartpick.advise.pillars import spoken
from smartpick.advise.stages import staged_warning
from smartpick.advise.strategy_table import Ruling, reassess
from smartpick.domain.applicant import Profile, ResearchPlace, Stance, Status, TieKind
from smartpick.domain.plan import Met, Strategy
from smartpick.domain.season import Season
from smartpick.domain.words import day, joined
from smartpick.facts.rules import in_guide, rules
from smartpick.facts.specialties import specialties


def warnings(profile: Profile, case: Situation, ruling: Ruling, season: Season) -> tuple[str, ...]:
    """Whole sentences, the gravest first: what the J-1 rules leave of a staged way, then the reassess banner.

    The banner stands on both verdicts, the rest only on the planned one.
    """
    found = []
    if ruling.strategy is not Strategy.MODEL_ONLY and reassess(case):
        mark = rules().value("step2_reassess_below")
        found.append("Reassess a direct application with a mentor who knows your file: Step 2 CK is below "
                     f"{mark:.0f} and on-site US research is not enough yet (the guide's mark, not a cut-off).")
    if not case.standing.planned:
        return tuple(found)
    if ruling.strategy in (Strategy.STAGED, Strategy.POSTPONE_OR_MODIFY):
        broken = staged_warning(case.target, case.willing_backups, case.visa)
        found = [broken, *found] if broken else found
        found = [*_years(profile, case), *found]
    if in_guide(case.target):
        found += _guide_notes(profile, case, ruling, season)
    found += _plain_notes(profile, case)
    return tuple(found)


def _years(profile: Profile, case: Situation) -> list[str]:
    """What is left of waiting for somebody who cannot, or may not be able to, add a year (R11)."""
    stance, target = profile.wishes.can_extend, spoken(case.target)
    full = [b for b in case.willing_backups if not specialties().get(b).one_year]
    instead = f"apply to {joined([spoken(b) for b in full])} this season" if full else (
        "name a more open field that you would accept")
    if stance is Stance.NO:
        return [f"You said that you cannot add a year, and this way to {target} needs one. Without it, {instead}, or "
                f"apply to {target} knowing that the marks are not met."]
    if stance is Stance.MAYBE:
        return [f"This way to {target} needs at least one more year, and you are not sure that you have it: settle "
                f"that first. Without it, {instead}."]
    return []


def _guide_notes(profile: Profile, case: Situation, ruling: Ruling, season: Season) -> list[str]:
    notes = []
    if case.standing.step2_ck is None:
        notes.append("A predicted score never counts as earned. The guide places Step 2 CK in Year 1; "
                     "taken earlier, "
                     "it settles the first decision sooner. Plan it so that the score is there before "
                     f"{day(season.submission)}; a low or failed score stays on the record.")
    if ruling.strategy is Strategy.POSTPONE_OR_MODIFY:
        failed = [q.label for q in decision_questions(case) if q.met is not Met.MET]
        notes.append(f"Postponing by one year gives time for what is not passed ({joined(failed)}) and "
                     "costs a year of "
                     "savings and of distance from graduation; a more open field uses this season and "
                     "counts as your "
                     "first residency.")
    if ruling.strategy is Strategy.ONE_SPECIALTY_ONLY:
        notes.append("This is the guide's all-in; it has nothing to do with NRMP's All In Policy.")
    if ruling.strategy in (Strategy.STAGED, Strategy.POSTPONE_OR_MODIFY):
        notes.append("Medicare pays a hospital in full only for the years of your first residency, so a "
                     "second one costs the hospital more and some may decline (judged); ask the GME office.")
    if case.target == "dermatology" and "internal_medicine" in case.willing_backups:
        notes.append("Internal medicine does not lead to dermatopathology, which asks for a dermatology or "
                     "pathology "
                     "residency; it leads to rheumatology with a focus on skin.")
    if case.target == "orthopaedic_surgery" and "general_surgery" in case.willing_backups:
        notes.append("General surgery leads to acute care and trauma surgery, which is not orthopaedic "
                     "trauma.")
    if any(tie.kind is TieKind.CHAMPION for tie in profile.ties):
        notes.append("A champion may speak about you and no more: Match rules forbid asking for or "
                     "offering rank "
                     "commitments.")
    if any(match.matched is False and case.target in match.specialties for match in profile.earlier_matches):
        notes.append("You applied here before: say what is new since then. Published results of people who "
                     "applied "
                     "again were close after a research year and after a clinical year, and most matched "
                     "where they "
                     "were known.")
    return notes


def _plain_notes(profile: Profile, case: Situation) -> list[str]:
    notes = []
    abroad_or_visiting = profile.person.status in (Status.VISITOR, Status.NONE)
    if abroad_or_visiting and any(p.place is ResearchPlace.ONSITE_US for p in profile.research):
        notes.append("Unpaid work on a visitor visa is risky, and a J-1 for research may carry the "
                     "two-year home "
                     "requirement: ask the international office of the institution.")
    one_year = [b for b in willing_backups(profile) if specialties().get(b).one_year]
    if one_year or profile.pgy1_year is Stance.YES:
        notes.append("A preliminary or transitional year is one year only and promises no further place.")
    if one_year and len(one_year) == len(case.willing_backups):
        notes.append(f"Every backup with your yes ({', '.join(spoken(b) for b in one_year)}) is a one-year "
                     "seat: add a "
                     "full training if you want a place you can stay in.")
    return notes
