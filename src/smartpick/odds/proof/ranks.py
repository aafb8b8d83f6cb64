"""Checks of the ranks curve: published ranks and rates come back, order holds, suppressed specialties are wider."""

from __future__ import annotations

from math import sqrt

import numpy as np
from numpy.typing import NDArray

from smartpick.domain.chance import LEVEL
from smartpick.domain.proof import Check, ProofBasis, ProofGroup
from smartpick.facts.fits import load_fit
from smartpick.facts.outcomes import Group, Moments, charting
from smartpick.facts.specialties import specialties
from smartpick.odds.rank_law import Groups, mean_and_sd, quartiles
from smartpick.odds.ranks import MEASURE, TYPE, fitted_law, fitted_specialties, last_rank, ranks_curve

Array = NDArray[np.float64]

SHARE, ERRORS = 0.10, 1.5  # the bound of the means: a tenth, or so many standard errors
NEARNESS = "within 10% or 1.5 SE"
POINT = 0.01  # the bound of the rates
NEAR = 1.0  # quartiles are whole ranks
LEAST_HELD = 0.84  # as for all coverage of 90% intervals
SETTLED = 1.05  # split R-hat of a sampler that has settled
NARROWEST = 3  # ranks at which widths are compared: every curve but one reaches them
CAVEAT = "all had one rank, and an SD of 0 is no standard error, so the curve's own SD stands in"


def checks() -> tuple[Check, ...]:
    """Every check of the curve, central case against published figures."""
    groups = fitted_law().groups()
    rows = [(i, name, moments) for i, name in enumerate(fitted_specialties())
            if (moments := charting().moments(name, TYPE, MEASURE)) is not None]
    whole = [(i, name, m) for i, name, m in rows if m.matched.mean is not None and m.not_matched.mean is not None]
    means = tuple(_means(groups, index, name, moments) for index, name, moments in whole)
    return (*means, _other_means(groups, rows), _quartiles(groups, whole), _covered(groups, whole), _rates(groups),
            _order(), _ends(), _wider(), *_borrowed(), _settled())


def _means(groups: Groups, index: int, name: str, moments: Moments) -> Check:
    """Implied mean ranks of the matched and the not matched in one specialty."""
    found, wanted, holds, notes = [], [], True, []
    for shares, group in ((groups.matched, moments.matched), (groups.not_matched, moments.not_matched)):
        mean, sd = mean_and_sd(shares[index, 0])
        good, caveat = _near(float(mean), float(sd), group)
        holds = holds and good
        found.append(f"{float(mean):.1f}")
        wanted.append(f"{group.mean:.1f}")
        notes += [caveat] if caveat else []
    return Check(f"ranks.mean.{name}", ProofGroup.RANKS,
                 f"{specialties().get(name).name}: mean ranks, matched and not", " and ".join(found),
                 f"{' and '.join(wanted)} ({NEARNESS})", holds,
                 note=f"Of the matched {notes[0]}." if notes else "")


def _near(mean: float, sd: float, group: Group) -> tuple[bool, str]:
    """Whether an implied mean is near enough, and what to know about its standard error."""
    assert group.mean is not None
    spread, caveat = (group.sd or 0.0), ""
    if spread == 0:
        spread, caveat = sd, CAVEAT
    allowed = max(SHARE * group.mean, ERRORS * spread / sqrt(max(group.n or 1, 1)))
    return abs(mean - group.mean) <= allowed, caveat


def _other_means(groups: Groups, rows: list[tuple[int, str, Moments]]) -> Check:
    """Specialties whose matched ranks are suppressed: the not matched alone."""
    found, missed = 0, []
    for index, name, moments in rows:
        if moments.matched.mean is not None or moments.not_matched.mean is None:
            continue
        mean, sd = mean_and_sd(groups.not_matched[index, 0])
        found += 1
        if not _near(float(mean), float(sd), moments.not_matched)[0]:
            missed.append(specialties().get(name).name)
    return Check("ranks.mean.suppressed", ProofGroup.RANKS,
                 "Specialties with suppressed ranks of the matched: mean ranks of the not matched",
                 f"{found - len(missed)} of {found} near", f"all ({NEARNESS})", not missed,
                 note=", ".join(missed))


def _quartiles(groups: Groups, rows: list[tuple[int, str, Moments]]) -> Check:
    exact = near = count = 0
    for index, _, moments in rows:
        for shares, group in ((groups.matched, moments.matched), (groups.not_matched, moments.not_matched)):
            for ours, theirs in zip(quartiles(shares[index, 0]), (group.q1, group.median, group.q3), strict=True):
                if theirs is not None:
                    count += 1
                    exact += abs(ours - theirs) <= NEAR / 2
                    near += abs(ours - theirs) <= NEAR
    return Check("ranks.quartiles", ProofGroup.RANKS, "Published quartiles given back",
                 f"{near} of {count} within one rank, {exact} within half a rank", "", None,
                 note="The law is smooth; single specialties of a few people are not.")


def _covered(groups: Groups, rows: list[tuple[int, str, Moments]]) -> Check:
    """Published means inside 90% of what the draws would publish, sampling error and all."""
    rng = np.random.default_rng(len(rows))
    inside = count = 0
    for index, _, moments in rows:
        for shares, group in ((groups.matched, moments.matched), (groups.not_matched, moments.not_matched)):
            mean, sd = mean_and_sd(shares[index])
            seen = mean + sd / sqrt(max(group.n or 1, 1)) * rng.standard_normal(mean.size)
            low, high = np.quantile(seen, [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
            count += 1
            inside += bool(low - 0.05 <= (group.mean or 0.0) <= high + 0.05)  # published to one decimal
    return Check("ranks.covered", ProofGroup.RANKS, "Published mean ranks inside the 90% interval",
                 f"{inside} of {count}", "", None, note="The same figures were fitted, so this is no test of new ones.")


def _rates(groups: Groups) -> Check:
    worst, missed, names = 0.0, [], fitted_specialties()
    for index, name in enumerate(names):
        counts = charting().counts(name, TYPE)
        if counts is None:
            continue
        rate, gap = counts.matched / counts.n, abs(float(groups.rate[index, 0]) - counts.matched / counts.n)
        worst = max(worst, gap)
        if gap > max(POINT, ERRORS * sqrt(rate * (1 - rate) / counts.n)):
            missed.append(specialties().get(name).name)
    return Check("ranks.rate", ProofGroup.RANKS, "Averaged over the ranks people have, the published rate comes back",
                 f"{len(names) - len(missed)} of {len(names)} specialties, furthest {100 * worst:.1f} points",
                 "within 1 point or 1.5 SE", not missed, note=", ".join(missed))


def _order() -> Check:
    law = fitted_law()
    ranks = np.arange(1.0, 1 + max(last_rank(i) for i in range(len(fitted_specialties()))))
    chance = law.chance(ranks)
    rises = bool((np.diff(chance, axis=-1) >= -1e-12).all())
    below = bool((chance <= law.ceiling[..., None]).all() and (law.ceiling <= 1).all())
    return Check("ranks.order", ProofGroup.ORDER, "More ranks never lower the curve, and it stays below its ceiling",
                 "in every draw" if rises and below else "not in every draw", "in every draw", rises and below)


def _ends() -> Check:
    beyond = []
    for index, name in enumerate(fitted_specialties()):
        moments, curve = charting().moments(name, TYPE, MEASURE), ranks_curve(name, TYPE)
        most = [] if moments is None else [g.high for g in (moments.matched, moments.not_matched) if g.high is not None]
        if curve is None or curve.points[-1].ranks != last_rank(index) or (most and curve.points[-1].ranks > max(most)):
            beyond.append(specialties().get(name).name)
    return Check("ranks.ends", ProofGroup.RANKS, "No curve goes beyond the largest number of ranks published",
                 f"{len(beyond)} beyond", "none", not beyond, note=", ".join(beyond))


def _wider() -> Check:
    chance = fitted_law().chance(np.array([float(NARROWEST)]))[..., 0]
    low, high = np.quantile(chance, [(1 - LEVEL) / 2, (1 + LEVEL) / 2], axis=1)
    pooled = np.array([bool(row["pooled"]) for row in load_fit("ranks").meta["specialties"]])
    own, borrowed = float(np.median((high - low)[~pooled])), float(np.median((high - low)[pooled]))
    return Check("ranks.wider", ProofGroup.RANKS, "Suppressed specialties have wider curves (at three ranks, median)",
                 f"{100 * borrowed:.0f} against {100 * own:.0f} points", "wider", borrowed > own)


def _borrowed() -> tuple[Check, ...]:
    """Published specialties fitted as if their matched were suppressed: what borrowing is worth."""
    fit = load_fit("ranks")
    found, again = fit.meta["left_out"], str(fit.meta["command"])
    held, count = int(found["means_held"]), int(found["specialties"])
    return (
        Check("ranks.borrowed.means", ProofGroup.RANKS,
              "Ranks of the matched hidden, specialty by specialty: published mean inside the borrowed 90% interval",
              f"{held} of {count}", f"at least {LEAST_HELD:.0%}", held >= LEAST_HELD * count, ProofBasis.FIT, again),
        Check("ranks.borrowed.curve", ProofGroup.RANKS, "The same: curves with and without their own figures",
              f"{100 * float(found['error']):.0f} points apart on average; {found['points_held']} of "
              f"{found['points']} points inside the borrowed band", "", None, ProofBasis.FIT, again),
    )


def _settled() -> Check:
    fit = load_fit("ranks")
    found = float(fit.meta["split_r_hat"])
    return Check("ranks.settled", ProofGroup.RANKS, "The sampler had settled: largest split R-hat", f"{found:.3f}",
                 f"at most {SETTLED}", found <= SETTLED, ProofBasis.FIT, str(fit.meta["command"]))
