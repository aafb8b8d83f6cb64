"""The guide's checklists: four pillars, the criteria for one specialty only, tolerances and decision questions.

Each line says what the person has and what the mark is. What is unknown is shown as unknown and
counts as not met. Decision questions have one polarity: met means passed (H3).
"""

from __future__ import annotations

from dataclasses import dataclass

from smartpick.domain.applicant import Profile, Stance
from smartpick.domain.plan import Criterion, Lane, Met, VisaPlan
from smartpick.domain.standing import Standing
from smartpick.domain.words import count_noun, joined
from smartpick.facts.rules import Mark, rules
from smartpick.facts.specialties import specialties

NOT_A_CUT_OFF = "The guide's mark, not a cut-off."
JUDGED = "Judged: the guide names no number here."
PILLARS = ("top_scores", "us_research", "strong_us_letters", "us_rotations")


@dataclass(frozen=True, slots=True)
class Situation:
    """Everything the rule table looks at; flips change one part of it and ask again."""

    standing: Standing
    visa: VisaPlan
    days_left: int  # from today to the first day of submission
    emotional: int | None = None  # tolerance, 1 to 5
    financial: int | None = None
    savings_months: float | None = None
    willing_backups: tuple[str, ...] = ()
    backup_declined: bool = False

    @property
    def target(self) -> str:
        return self.standing.target


def situation(profile: Profile, standing: Standing, visa: VisaPlan, days_left: int) -> Situation:
    """The situation of a profile with this standing."""
    wishes = profile.wishes
    return Situation(standing, visa, days_left, wishes.tolerance_emotional, wishes.tolerance_financial,
                     wishes.savings_months, willing_backups(profile), profile.backup_declined_in_writing)


def willing_backups(profile: Profile) -> tuple[str, ...]:
    """Backups with an explicit yes (R25); a parallel target counts as one unless it was answered otherwise."""
    answered = {backup.specialty for backup in profile.backups}
    parallel = [target for target in profile.targets[1:] if target not in answered]
    return tuple(b.specialty for b in profile.backups if b.willing is Stance.YES) + tuple(parallel)


def spoken(specialty: str) -> str:
    """A specialty's name as it stands in the middle of a sentence."""
    return specialties().get(specialty).name.lower()


def number(value: float) -> str:
    """A mark or a count of months without needless decimals."""
    return f"{value:g}"


def criteria(case: Situation) -> tuple[Criterion, ...]:
    """Every checklist line for the target; outside the guide's list only the visa question is left (H24)."""
    if not rules().marks["step2_aim"].applies(case.target):
        return () if case.visa.needed is False else (visa_question(case.visa),)
    return (*pillars(case.standing), *all_in(case.standing), *tolerances(case), *decision_questions(case))


def pillars(standing: Standing) -> tuple[Criterion, ...]:
    """The four pillars of R131."""
    return (_scores(standing), _research(standing), _letters(standing), _rotations(standing))


def all_in(standing: Standing) -> tuple[Criterion, ...]:
    """The guide's four criteria for applying to one specialty only (R20)."""
    mark = rules().marks["step2_one_specialty"]
    score = standing.step2_ck
    met = _score_met(score, mark.value, rules().value("step2_aim"))
    research, rotations = _research(standing), _rotations(standing)
    return (
        Criterion("step2_260_range", f"Step 2 CK in the {number(mark.value)} range", "all_in", met, mark.rule,
                  _score_words(standing, mark.value), f"{number(mark.value)} or more", NOT_A_CUT_OFF),
        _again(research, "us_research_in_target", "Strong US research in the target"),
        _again(rotations, "reputable_us_rotations", "US rotations at teaching hospitals"),
        _champions(standing),
    )


def tolerances(case: Situation) -> tuple[Criterion, ...]:
    """Emotional and financial tolerance, and savings, for a year without a place (R21)."""
    high, savings = rules().marks["tolerance_high"], rules().marks["savings_months"]
    return (
        _tolerance("emotional_tolerance", "Emotional tolerance for a year without a place", case.emotional, high),
        _tolerance("financial_tolerance", "Financial tolerance for a year without a place", case.financial, high),
        Criterion(
            "savings", "Savings for a year without a place", "tolerance", _at_least(case.savings_months, savings.value),
            savings.rule,
            "unknown" if case.savings_months is None else f"{number(case.savings_months)} of "
            f"{number(savings.value)} months", f"{number(savings.value)} months of living costs", JUDGED),
    )


def decision_questions(case: Situation) -> tuple[Criterion, ...]:
    """The four questions of R120-R123, each phrased so that met is good (H3)."""
    standing, aim = case.standing, rules().marks["step2_aim"]
    letters = rules().marks["strong_us_letters"]
    research = _research(standing)
    return (
        Criterion("dq1_scores", "Step 2 CK keeps the target realistic", "gate",
                  _at_least(standing.step2_ck, aim.value), "R120", _score_words(standing, aim.value),
                  f"{number(aim.value)} or more", NOT_A_CUT_OFF),
        Criterion("dq2_research", "Research is enough", "gate", research.met, "R121", research.have, research.mark,
                  research.note),
        Criterion("dq3_letters", f"Two strong US letters in {spoken(standing.target)}", "gate",
                  _letters_met(standing, letters.value), "R122", _strong_words(standing, letters.value),
                  f"{number(letters.value)} strong US letters in {spoken(standing.target)}", NOT_A_CUT_OFF),
        visa_question(case.visa),
    )


def visa_question(visa: VisaPlan) -> Criterion:
    """R123, passed where the visa does not limit too much: a lane is open, or no visa is needed."""
    lanes = [lane.lane for lane in visa.lanes]
    if visa.needed is False or Lane.OPEN in lanes or Lane.NOT_NEEDED in lanes:
        met = Met.MET
    elif Lane.OPEN_IF in lanes:
        met = Met.PARTLY
    else:
        met = Met.MISSING if visa.open is False else Met.UNKNOWN
    return Criterion("dq4_visa", "The visa leaves enough programs open", "gate", met, "R123", visa.headline,
                     "a visa lane that is open, or no visa needed",
                     "Judged from the lanes; how many programs sponsor the visa is known only once they are checked.")


def _scores(standing: Standing) -> Criterion:
    strong, aim = rules().marks["step2_strong"], rules().marks["step2_aim"]
    mark = strong if strong.applies(standing.target) else aim
    partly = aim.value if mark is strong else rules().value("step2_partly")
    return Criterion("top_scores", "Top scores", "pillar", _score_met(standing.step2_ck, mark.value, partly),
                     "R131", _score_words(standing, mark.value),
                     f"Step 2 CK {number(mark.value)} or more in {spoken(standing.target)}", NOT_A_CUT_OFF)


def _score_met(score: int | None, mark: float, partly: float) -> Met:
    if score is None:
        return Met.UNKNOWN
    return Met.MET if score >= mark else Met.PARTLY if score >= partly else Met.MISSING


def _score_words(standing: Standing, mark: float) -> str:
    """The score and the nearest of the guide's marks above it: "252, below 260"."""
    score = standing.step2_ck
    if score is None:
        return "not taken yet" if standing.step2_pending else "unknown"
    marks = sorted({rules().value(m) for m in ("step2_reassess_below", "step2_aim")} | {mark})
    above = [m for m in marks if m <= mark and score < m]
    return f"{score}, below {number(above[0])}" if above else f"{score}, at or above {number(mark)}"


def _research(standing: Standing) -> Criterion:
    aim, least = rules().marks["onsite_months_aim"], rules().marks["onsite_months_min"]
    papers = rules().marks["publications"]
    months = standing.onsite_months
    name = spoken(standing.target)
    enough_papers = standing.target_publications >= papers.value
    if months >= aim.value and enough_papers:
        met = Met.MET
    else:
        met = Met.PARTLY if months >= least.value else Met.MISSING
    have = (f"{int(months)} of {number(aim.value)} on-site months and "
            f"{count_noun(standing.target_publications, 'paper')} in {name}")
    away = int(standing.remote_months) + int(standing.home_months)
    note = NOT_A_CUT_OFF
    if away:
        note += (f" The {count_noun(away, 'month')} of remote or home research are useful and do not count as "
                 "on-site (R134).")
    return Criterion("us_research", "US research", "pillar", met, "R131", have,
                     f"{number(aim.value)} on-site US months and {count_noun(int(papers.value), 'paper')} in {name}",
                     note)


def _letters(standing: Standing) -> Criterion:
    strong, total = rules().marks["strong_us_letters"], rules().marks["letters"]
    met = _letters_met(standing, strong.value)
    if met is Met.MET and standing.letters < total.value:
        met = Met.PARTLY
    have = f"{_strong_words(standing, strong.value)}, {count_noun(standing.letters, 'letter')} in all"
    return Criterion("strong_us_letters", "Strong US letters", "pillar", met, "R131", have,
                     f"{number(strong.value)} strong US letters in {spoken(standing.target)} and "
                     f"{number(total.value)} letters in all", NOT_A_CUT_OFF)


def _letters_met(standing: Standing, mark: float) -> Met:
    if standing.strong_us_target_letters >= mark:
        return Met.MET
    if standing.strong_us_target_letters:
        return Met.PARTLY
    return Met.UNKNOWN if standing.unrated_us_target_letters else Met.MISSING


def _strong_words(standing: Standing, mark: float) -> str:
    words = f"{standing.strong_us_target_letters} of {number(mark)} strong US letters in {spoken(standing.target)}"
    if standing.unrated_us_target_letters:
        words += f" ({standing.unrated_us_target_letters} more of unknown strength)"
    return words


def _rotations(standing: Standing) -> Criterion:
    all_of, in_target = rules().value("hands_on_rotations"), rules().value("target_rotations")
    some = standing.hands_on_us_rotations or standing.observerships
    if standing.teaching_rotations >= all_of and standing.teaching_target_rotations >= in_target:
        met = Met.MET
    else:
        met = Met.PARTLY if some else Met.MISSING
    have = (f"{standing.teaching_rotations} of {number(all_of)} hands-on at US teaching hospitals, "
            f"{standing.teaching_target_rotations} in {spoken(standing.target)}")
    extra = []
    if standing.unsure_rotations:
        extra.append(f"{standing.unsure_rotations} hands-on where teaching status is unknown")
    if standing.observerships:
        extra.append(count_noun(standing.observerships, "observership"))
    if extra:
        have += f"; {joined(extra)}"
    return Criterion("us_rotations", "US rotations", "pillar", met, "R131", have,
                     f"{number(all_of)} hands-on at US teaching hospitals, at least {number(in_target)} in "
                     f"{spoken(standing.target)}", NOT_A_CUT_OFF)


def _champions(standing: Standing) -> Criterion:
    mark = rules().marks["champions"]
    count = standing.champions_who_call
    met = Met.MET if count >= mark.value else Met.PARTLY if count else Met.MISSING
    return Criterion("faculty_champions", "Faculty champions", "all_in", met, mark.rule,
                     f"{count} of {number(mark.value)} who would speak for you",
                     f"{number(mark.value)} faculty members who would speak for you", JUDGED)


def _tolerance(key: str, label: str, value: int | None, mark: Mark) -> Criterion:
    have = "unknown" if value is None else f"{value} of 5"
    return Criterion(key, label, "tolerance", _at_least(value, mark.value), mark.rule, have,
                     f"{number(mark.value)} of 5 or more", JUDGED)


def _at_least(value: float | None, mark: float) -> Met:
    if value is None:
        return Met.UNKNOWN
    return Met.MET if value >= mark else Met.MISSING


def _again(criterion: Criterion, key: str, label: str) -> Criterion:
    """The same line under another heading of the guide."""
    return Criterion(key, label, "all_in", criterion.met, "R20", criterion.have, criterion.mark, criterion.note)
