"""What would flatter the specialty chance without being seen: a cell that predicts itself, a visa counted twice."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from smartpick.domain.applicant import ApplicantType
from smartpick.facts import load_facts
from smartpick.facts.outcomes import national
from smartpick.odds.rates import logit
from smartpick.odds.specialty import base_rates, pooling
from smartpick.odds.specialty.adjusters import adjusters
from smartpick.odds.specialty.published import MEASURES, cells

IMG = ApplicantType.NON_US_IMG
FAR = 5.0  # standard deviations a cell's own difference is moved by


@pytest.mark.parametrize("measure", MEASURES[IMG])
def test_a_left_out_cell_has_no_part_in_its_own_prediction(measure):
    """Moved by five standard deviations, its error moves by exactly that and its predictive spread not at all."""
    seen = [c.observed for c in cells(IMG, measure)]
    before = pooling.left_out(seen)
    for n in range(0, len(seen), 4):
        moved = [replace(c, difference=c.difference + FAR) if m == n else c for m, c in enumerate(seen)]
        error, spread = pooling.left_out(moved)[n]
        assert error == pytest.approx(before[n][0] + FAR, abs=1e-9)
        assert spread == pytest.approx(before[n][1], abs=1e-9)


def test_a_left_out_rate_has_no_part_in_its_own_prediction(monkeypatch):
    """With the counts of one specialty turned round, its predicted rate is what it was."""
    group = base_rates.members(IMG, "general")
    before = {m.specialty: rate for m, rate, _ in base_rates.left_out(IMG, "general", np.random.default_rng(1), 50)}
    name = "internal_medicine"
    turned = tuple(replace(m, counts=replace(m.counts, matched=m.counts.total // 20)) if m.specialty == name else m
                   for m in group)
    monkeypatch.setattr(base_rates, "members", lambda kind, pool: turned)
    after = {m.specialty: rate for m, rate, _ in base_rates.left_out(IMG, "general", np.random.default_rng(1), 50)}
    assert after[name] == pytest.approx(before[name], abs=1e-12)
    assert after["pediatrics"] != pytest.approx(before["pediatrics"], abs=1e-6)


@pytest.mark.parametrize("kind", [IMG, ApplicantType.US_MD_SENIOR])
def test_only_a_judged_part_of_the_visa_difference_enters(kind):
    """Whether a program sponsors is counted with the program: the whole difference here would count it twice."""
    facts = load_facts()
    with_need, without = (facts.get("match.match_rate_by_visa", v).number for v in ("visa", "none"))
    whole = float(logit(with_need) - logit(without))
    judged = facts.get("model.adjust_visa")
    assert judged.low is not None and judged.high is not None
    visa = next(a for a in adjusters("internal_medicine", kind) if a.name == "needs_visa")
    part = visa.change[:, 1] / whole
    assert part[0] == pytest.approx(judged.number) and part[0] < 0.6
    low, high = np.quantile(part, (0.05, 0.95))
    assert low == pytest.approx(judged.low, abs=0.08) and high == pytest.approx(judged.high, abs=0.08)
    assert (part >= 0).all() and (part <= 1).all()
    assert (visa.change[:, 0] == 0).all()


def test_a_shift_follows_from_the_positions_filled():
    """Worked out by trying shifts one by one, for graduates and for US citizen IMGs."""
    for kind, reference in ((ApplicantType.US_MD_GRADUATE, ApplicantType.US_MD_SENIOR), (ApplicantType.US_IMG, IMG)):
        people = base_rates.active(kind).number
        best = min(np.arange(-3.0, 2.0, 0.01), key=lambda d: abs(_people(kind, reference, d) - people))
        assert base_rates.shift(kind) == pytest.approx(best, abs=0.02)


def _people(kind: ApplicantType, reference: ApplicantType, shift: float) -> float:
    """People with a list, were every rate the reference's moved by this."""
    total = 0.0
    for specialty in base_rates.positions(kind):
        odds = logit(base_rates.central(specialty, reference)) + shift
        total += 0.85 * (national().filled(specialty, kind, None, 2026) or 0) * float(1 + np.exp(-odds))
    return total
