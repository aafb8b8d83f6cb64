"""The reality card: how many of this type tried this specialty, how many matched, and who was counted."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from smartpick.domain.applicant import ApplicantType
from smartpick.domain.chance import Estimate, Grade
from smartpick.domain.plan import RealityCard
from smartpick.domain.words import count_noun
from smartpick.facts import load_facts
from smartpick.facts.outcomes import charting, national, state_results
from smartpick.facts.specialties import specialties
from smartpick.odds.rates import wilson

TYPE_WORDS = {
    ApplicantType.NON_US_IMG: ("non-US citizen IMG", "non-US citizen IMGs"),
    ApplicantType.US_IMG: ("US citizen IMG", "US citizen IMGs"),
    ApplicantType.US_MD_SENIOR: ("US MD senior", "US MD seniors"),
    ApplicantType.US_DO_SENIOR: ("US DO senior", "US DO seniors"),
    ApplicantType.US_MD_GRADUATE: ("US MD graduate", "US MD graduates"),
    ApplicantType.US_DO_GRADUATE: ("US DO graduate", "US DO graduates"),
}
RANKING_YEAR = 2025  # the latest year whose tables count who ranked a specialty at all
AT_ALL = "of those who ranked it at all, first or later"


@dataclass(frozen=True, slots=True)
class Counted:
    """Published counts; `first_choice` says whether the denominator ranked the specialty first."""

    matched: int
    total: int
    year: int
    population: str
    first_choice: bool
    sources: tuple[str, ...]


@cache
def counted(specialty: str, applicant_type: ApplicantType) -> Counted | None:
    """The best published counts: those who ranked it first, else those who ranked it at all; else None."""
    first = charting().counts(specialty, applicant_type)
    oldest = state_results().year - load_facts().get("model.oldest_counts").number
    if first is not None and first.matched + first.not_matched > 0 and first.year >= oldest:
        return Counted(first.matched, first.matched + first.not_matched, first.year,
                       first.population, True, (first.source,))
    return _ranked_at_all(specialty, applicant_type)


def _ranked_at_all(specialty: str, applicant_type: ApplicantType) -> Counted | None:
    for kind in ("categorical", None):  # the first kind the tables tell apart
        ranked = national().ranking(specialty, applicant_type, RANKING_YEAR, kind)
        filled = national().filled(specialty, applicant_type, kind, RANKING_YEAR)
        if ranked and filled is not None and filled <= ranked:
            source = national().source(specialty, RANKING_YEAR)
            return Counted(filled, ranked, RANKING_YEAR, AT_ALL, False, (source,) if source else ())
    return None


def reality_card(specialty: str, applicant_type: ApplicantType) -> RealityCard:
    """The card of one specialty and type, with unknown counts shown as unknown (R2, D9)."""
    name = specialties().get(specialty).name
    one, many = TYPE_WORDS[applicant_type]
    counts = counted(specialty, applicant_type)
    if counts is None:
        return RealityCard(
            specialty, name, applicant_type, None, None, None, None, "", None, (),
            (f"How many {many} tried {name} and matched is not published in the tables we hold.",),
            few=True,
        )
    low, high = wilson(counts.matched, counts.total)
    wide = wilson(counts.matched, counts.total, 0.95)
    rate = Estimate(counts.matched / counts.total, "chance", low, high, year=counts.year,
                    grade=Grade.MEASURED if counts.first_choice else Grade.DERIVED,
                    sources=counts.sources)
    few = counts.matched < load_facts().get("model.few_matched").number
    return RealityCard(specialty, name, applicant_type, counts.matched, counts.total, rate, wide,
                       counts.population, counts.year, counts.sources,
                       _sentences(name, one, many, counts, wide, few), few)


def _sentences(
    name: str, one: str, many: str, counts: Counted, wide: tuple[float, float], few: bool
) -> tuple[str, ...]:
    verb = "ranked it first" if counts.first_choice else "ranked it at all"
    people = count_noun(counts.total, one, many)
    said = [
        f"{name} in {counts.year}: {people} {verb}; {counts.matched:,} matched in it "
        f"({100 * counts.matched / counts.total:.1f}%, Wilson 95% interval "
        f"{100 * wide[0]:.1f}–{100 * wide[1]:.1f}%)."
    ]
    said.append(
        f"The rate is {counts.population}; people who applied and were never invited are not in it."
    )
    if not counts.first_choice:
        said.append("Many who ranked it lower matched elsewhere, so the share among people who "
                    "wanted it most is likely higher.")
    if few:
        said.append("So few matched that a single program’s chance is shown in bands, never in percents.")
    return tuple(said)

