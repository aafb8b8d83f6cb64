"""Every check of the model, run again from the shipped data: what was measured, against which bound, does it hold."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module

from smartpick.domain.proof import Check, ProofBasis, ProofGroup
from smartpick.domain.words import count_noun
from smartpick.errors import SmartPickError

STOPS = (SmartPickError, ArithmeticError, LookupError, ValueError, TypeError, AttributeError, ImportError,
         AssertionError)
PROOFS = "smartpick.odds.proof"
PARTS = ("specialty", "ranks", "totals", "order", "openness", "funnel")
ABOUT = {
    ProofGroup.RATES: "Rates: how many match, specialty by specialty",
    ProofGroup.SLOPES: "Slopes: what scores and papers say",
    ProofGroup.RANKS: "Ranks: chance by number of ranks",
    ProofGroup.TOTALS: "Totals: the shipped tables against what was published",
    ProofGroup.OPENNESS: "Openness: which programs take someone like you",
    ProofGroup.FUNNEL: "Funnel: from application to interview to match",
    ProofGroup.ORDER: "Order: what may never lower or raise a chance",
}
HOLDS, FAILS, INFORMATION = "holds", "FAILS", "information"
BASIS_WORDS = {ProofBasis.RUN: "run now", ProofBasis.FIT: "stored at the fit"}

Progress = Callable[[str], None]


def validate(progress: Progress = lambda part: None) -> tuple[Check, ...]:
    """Every check there is, in the order of ProofGroup. `progress` is told the name of each part as it starts.

    A part that cannot be run is itself a check that fails, so that nothing is left out unseen.
    """
    found: list[Check] = []
    for part in PARTS:
        progress(part)
        try:
            found += import_module(f"{PROOFS}.{part}").checks()
        except STOPS as error:
            found.append(_broken(part, error))
    place = {group: number for number, group in enumerate(ProofGroup)}
    return tuple(sorted(found, key=lambda check: place[check.group]))


def result(check: Check) -> str:
    """"holds", "FAILS" or "information"."""
    return INFORMATION if check.passed is None else HOLDS if check.passed else FAILS


def basis(check: Check) -> str:
    """Whether the figure was computed now or stored when the model was fitted."""
    return BASIS_WORDS[check.basis]


@dataclass(frozen=True, slots=True)
class Summary:
    """How many checks there are and how they came out."""

    checks: int
    holds: int
    fails: int
    information: int
    stored: int

    @property
    def sentence(self) -> str:
        """One sentence for people."""
        fails = {0: "none fails", 1: "1 FAILS"}.get(self.fails, f"{self.fails} FAIL")
        stored = f" {count_noun(self.stored, 'figure')} stored at the fit." if self.stored else ""
        return (f"{count_noun(self.checks, 'check')}: {count_noun(self.holds, 'bound')} hold, {fails}, "
                f"{self.information} for information.{stored}")


def summary(checks: tuple[Check, ...]) -> Summary:
    """The counts over a run."""
    count = Counter(result(check) for check in checks)
    return Summary(len(checks), count[HOLDS], count[FAILS], count[INFORMATION],
                   sum(check.basis is ProofBasis.FIT for check in checks))


def failures(checks: tuple[Check, ...]) -> tuple[Check, ...]:
    """The checks that fail, in order."""
    return tuple(check for check in checks if check.passed is False)


def grouped(checks: tuple[Check, ...]) -> list[tuple[ProofGroup, str, tuple[Check, ...]]]:
    """(group, what it is about, its checks) for every group with a check."""
    found = ((group, ABOUT[group], tuple(c for c in checks if c.group is group)) for group in ProofGroup)
    return [row for row in found if row[2]]


def _broken(part: str, error: Exception) -> Check:
    said = str(error) if isinstance(error, SmartPickError) else f"{type(error).__name__}: {error}"
    group = {"specialty": ProofGroup.RATES}.get(part) or ProofGroup(part)
    return Check(f"{part}.run", group, f"The checks of {part} can be run", "stopped by an error", "they run", False,
                 note=said)
