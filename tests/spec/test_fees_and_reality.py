"""Reference case 10: fees by tier and the reality card of Dermatology; the denominators of others."""

from __future__ import annotations

import pytest

from smartpick.advise.fees import schedule
from smartpick.domain.applicant import ApplicantType
from smartpick.facts import load_facts
from smartpick.odds.reality import reality_card


@pytest.mark.covers("R24", "D5", "H5")
@pytest.mark.parametrize(
    ("lists", "usd"), [((30,), 330), ((31,), 360), ((60, 60), 2460), ((80, 80), 3660), ((80,), 1830), ((0,), 0)]
)
def test_eras_fees_per_specialty(lists: tuple[int, ...], usd: int) -> None:
    fees = schedule("ERAS", load_facts())
    assert sum(fees.cost(n) for n in lists) == usd


@pytest.mark.covers("D5")
@pytest.mark.parametrize(("n", "usd"), [(1, 99), (18, 99), (19, 117), (30, 315), (31, 338)])
def test_residencycas_fees(n: int, usd: int) -> None:
    assert schedule("ResidencyCAS", load_facts()).cost(n) == usd


def test_the_next_price_is_the_difference_of_costs() -> None:
    for service in ("ERAS", "ResidencyCAS", "SF Match"):
        fees = schedule(service, load_facts())
        assert [fees.next_price(n) for n in range(60)] == [fees.cost(n + 1) - fees.cost(n) for n in range(60)]
        with pytest.raises(ValueError, match="never below zero"):
            fees.cost(-1)


@pytest.mark.covers("R2", "D9")
def test_the_dermatology_card() -> None:
    card = reality_card("dermatology", ApplicantType.NON_US_IMG)
    assert (card.matched, card.total, card.year) == (5, 30, 2026)
    assert card.rate is not None
    assert card.rate.value == pytest.approx(0.1667, abs=1e-4)
    assert card.wilson_95 is not None
    assert [round(100 * x, 1) for x in card.wilson_95] == [7.3, 33.6]
    assert card.population.startswith("of those who ranked it first")
    assert card.few
    assert "5 matched" in card.sentences[0]


@pytest.mark.covers("D6", "D9")
def test_us_imgs_are_counted_apart_and_by_another_denominator() -> None:
    card = reality_card("internal_medicine", ApplicantType.US_IMG)
    assert "ranked it at all" in card.population
    assert any("ranked it lower" in s for s in card.sentences)
    other = reality_card("internal_medicine", ApplicantType.NON_US_IMG)
    assert other.population != card.population


def test_what_is_not_published_is_unknown() -> None:
    card = reality_card("dermatology", ApplicantType.US_IMG)
    assert card.rate is None
    assert card.matched is None
    assert "not published" in card.sentences[0]
