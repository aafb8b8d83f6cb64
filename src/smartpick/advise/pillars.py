"""The four pillars and the criteria for one specialty only, each with what the person has and the mark."""

from __future__ import annotations

from dataclasses import replace

from smartpick.domain.plan import Criterion, Met
from smartpick.domain.standing import Standing
from smartpick.domain.words import count_noun, joined
from smartpick.facts.rules import rules
from smartpick.facts.specialties import specialties

NOT_A_CUT_OFF = "The guide's mark, not a cut-off."
JUDGED = "Judged: the guide names no number here."


def spoken(specialty: str) -> str:
    """A specialty's name as it stands in the middle of a sentence."""
    return specialties().get(specialty).name.lower()


def number(value: float) -> str:
    """A mark or a count of months without needless decimals."""
    return f"{value:g}"


def of_mark(count: int, mark: float) -> str:
    """A count beside its mark while it is short of it: "6 of 12", then "15"."""
    return f"{count} of {number(mark)}" if count < mark else str(count)


def whole_year_months(months: float) -> float:
    """Months counted by date, rounded so that a full calendar year is 12 and not 11.99."""
    return round(months, 1)


def pillars(standing: Standing) -> tuple[Criterion, ...]:
    """The four pillars of R131."""
    return (_scores(standing), research(standing), _letters(standing), _rotations(standing))


def all_in(standing: Standing) -> tuple[Criterion, ...]:
    """The guide's four criteria for applying to one specialty only (R20)."""
    mark = rules().marks["step2_one_specialty"]
    score = standing.step2_ck
    met = _score_met(score, mark.value, rules().value("step2_aim"))
    months, rotations = research(standing), _rotations(standing)
    return (
        Criterion("step2_260_range", f"Step 2 CK in the {number(mark.value)} range", "all_in", met, mark.rule,
                  score_words(standing, mark.value), score_mark(mark.value, standing.target), NOT_A_CUT_OFF,
                  final=score is not None),
        _again(months, "us_research_in_target", "Strong US research in the target"),
        _again(rotations, "reputable_us_rotations", "US rotations at teaching hospitals"),
        _champions(standing),
    )


def _scores(standing: Standing) -> Criterion:
    strong, aim = rules().marks["step2_strong"], rules().marks["step2_aim"]
    mark = strong if strong.applies(standing.target) else aim
    partly = aim.value if mark is strong else rules().value("step2_partly")
    return Criterion("top_scores", "Top scores", "pillar", _score_met(standing.step2_ck, mark.value, partly),
                     "R131", score_words(standing, mark.value), score_mark(mark.value, standing.target),
                     NOT_A_CUT_OFF, final=standing.step2_ck is not None)


def score_mark(mark: float, target: str) -> str:
    """A mark of Step 2 CK in words, the same wherever it stands."""
    return f"Step 2 CK {number(mark)} or more in {spoken(target)}"


def _score_met(score: int | None, mark: float, partly: float) -> Met:
    if score is None:
        return Met.UNKNOWN
    return Met.MET if score >= mark else Met.PARTLY if score >= partly else Met.MISSING


def score_words(standing: Standing, mark: float) -> str:
    """The score against the mark beside it, and the lowest of the guide's marks it misses: "245, below 250 and 260"."""
    score = standing.step2_ck
    if score is None:
        return "not taken yet" if standing.step2_pending else "unknown"
    marks = sorted({rules().value(m) for m in ("step2_reassess_below", "step2_aim")} | {mark})
    above = [m for m in marks if m <= mark and score < m]
    if not above:
        return f"{score}, at or above {number(mark)}"
    return f"{score}, below {joined([number(m) for m in dict.fromkeys((above[0], mark))])}"


def research(standing: Standing) -> Criterion:
    """On-site US months and papers in the target; remote and home months never count (R134, R135)."""
    aim, least = rules().marks["onsite_months_aim"], rules().marks["onsite_months_min"]
    papers = rules().marks["publications"]
    months = whole_year_months(standing.onsite_months)
    name = spoken(standing.target)
    enough_papers = standing.target_publications >= papers.value
    if months >= aim.value and enough_papers:
        met = Met.MET
    else:
        met = Met.PARTLY if months >= least.value else Met.MISSING
    have = (f"{of_mark(int(months), aim.value)} on-site months in {name}, "
            f"{count_noun(standing.target_publications, 'paper')}")
    away = int(standing.remote_months) + int(standing.home_months)
    note = NOT_A_CUT_OFF
    if away:
        note += (f" The {count_noun(away, 'month')} of remote or home research are useful and do not count "
                 "as "
                 "on-site.")
    return Criterion("us_research", "US research", "pillar", met, "R131", have,
                     f"{number(aim.value)} on-site US months in {name}, with "
                     f"{count_noun(int(papers.value), 'paper')}",
                     note)


def _letters(standing: Standing) -> Criterion:
    strong, total = rules().marks["strong_us_letters"], rules().marks["letters"]
    met = letters_met(standing, strong.value)
    if met is Met.MET and standing.letters < total.value:
        met = Met.PARTLY
    have = f"{strong_letter_words(standing, strong.value)}, {count_noun(standing.letters, 'letter')} in all"
    return Criterion("strong_us_letters", "Strong US letters", "pillar", met, "R131", have,
                     f"{number(strong.value)} strong US letters in {spoken(standing.target)} and "
                     f"{number(total.value)} letters in all", NOT_A_CUT_OFF)


def letters_met(standing: Standing, mark: float) -> Met:
    """Whether enough US letters in the target are known to be strong; unrated ones are unknown."""
    if standing.strong_us_target_letters >= mark:
        return Met.MET
    if standing.strong_us_target_letters:
        return Met.PARTLY
    return Met.UNKNOWN if standing.unrated_us_target_letters else Met.MISSING


def strong_letter_words(standing: Standing, mark: float) -> str:
    """How many strong US letters in the target there are, beside the mark."""
    count = of_mark(standing.strong_us_target_letters, mark)
    words = f"{count} strong US letters in {spoken(standing.target)}"
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
    have = f"{of_mark(standing.teaching_rotations, all_of)} hands-on at US teaching hospitals"
    if standing.teaching_rotations:
        have += f", {standing.teaching_target_rotations} in {spoken(standing.target)}"
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
                     f"{of_mark(count, mark.value)} who would speak for you",
                     f"{number(mark.value)} faculty members who would speak for you", JUDGED)


def _again(criterion: Criterion, key: str, label: str) -> Criterion:
    """The same line under another heading of the guide."""
    return replace(criterion, key=key, label=label, group="all_in", rule="R20")
