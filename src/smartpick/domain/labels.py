"""The words and marks shown for each value of an enum, the same in the terminal, on a page and in a file."""

from __future__ import annotations

from smartpick.domain.applicant import ApplicantType
from smartpick.domain.plan import Action, Band, Basis, Criterion, Lane, Met, Signal, Strategy, TaskState, Tier
from smartpick.domain.program import Program, TrackKind
from smartpick.domain.season import DateStatus
from smartpick.domain.words import UNKNOWN

TYPE_WORDS = {
    ApplicantType.US_MD_SENIOR: "US MD senior",
    ApplicantType.US_DO_SENIOR: "US DO senior",
    ApplicantType.US_MD_GRADUATE: "US MD graduate",
    ApplicantType.US_DO_GRADUATE: "US DO graduate",
    ApplicantType.US_IMG: "US citizen IMG",
    ApplicantType.NON_US_IMG: "non-US citizen IMG",
}

STRATEGY_WORDS = {
    Strategy.NOT_YET: "Not yet",
    Strategy.MODEL_ONLY: "List and backups only",
    Strategy.POSTPONE_OR_MODIFY: "Postpone or modify",
    Strategy.STAGED: "Staged",
    Strategy.FOCUSED_PARALLEL: "Focused + parallel",
    Strategy.ONE_SPECIALTY_ONLY: "One specialty only (the guide's all-in)",
}

# What a strategy's name means, said where it is first met.
STRATEGY_MEANS = {Strategy.STAGED: "first strengthen, or start elsewhere"}

# Each tier has a shape and a number, so that colour is never the only sign.
TIER_MARKS = {
    Tier.ONE: "● 1",
    Tier.TWO: "◆ 2",
    Tier.THREE: "▲ 3",
    Tier.NO_RECORD: "○ 0",
    Tier.CLOSED: "× –",
    Tier.NOT_FOR_TYPE: "– –",
}
TIER_WORDS = {
    Tier.ONE: "Tier 1",
    Tier.TWO: "Tier 2",
    Tier.THREE: "Tier 3",
    Tier.NO_RECORD: "No IMG record, no visa",
    Tier.CLOSED: "Closed",
    Tier.NOT_FOR_TYPE: "No tier",
}
MET_MARKS = {Met.MET: "●", Met.PARTLY: "◐", Met.MISSING: "○", Met.UNKNOWN: "?"}
MET_WORDS = {Met.MET: "met", Met.PARTLY: "partly met", Met.MISSING: "not yet", Met.UNKNOWN: UNKNOWN}
BELOW_MARK = "below the mark"  # for what can no longer change: a passed exam is never "not yet"
BASIS_WORDS = {
    Basis.EVIDENCE: "evidence",
    Basis.ESTIMATE: "estimate",
    Basis.JUDGED: "judged",
    Basis.UNKNOWN: UNKNOWN,
}
ACTION_WORDS = {
    Action.APPLY: "apply",
    Action.CHECK_FIRST: "check first",
    Action.SKIP: "leave out",
    Action.CLOSED: "closed",
}
SIGNAL_WORDS = {
    Signal.NONE: "",
    Signal.SINGLE: "signal",
    Signal.GOLD: "gold",
    Signal.SILVER: "silver",
}
BAND_WORDS = {
    Band.HIGHER: "higher",
    Band.MIDDLE: "middle",
    Band.LOWER: "lower",
    Band.UNKNOWN: UNKNOWN,
}
LANE_WORDS = {
    Lane.OPEN: "open",
    Lane.OPEN_IF: "open on a condition",
    Lane.CLOSED: "closed",
    Lane.NOT_NEEDED: "not needed",
    Lane.UNKNOWN: UNKNOWN,
}
STATE_WORDS = {
    TaskState.DONE: "done",
    TaskState.DUE: "due now",
    TaskState.LATE: "late",
    TaskState.LATER: "later",
    TaskState.BLOCKED: "blocked",
}
KIND_WORDS = {
    TrackKind.CATEGORICAL: "categorical",
    TrackKind.ADVANCED: "advanced",
    TrackKind.PRELIMINARY: "preliminary",
    TrackKind.RESERVED: "reserved for physicians",
}
STATUS_WORDS = {DateStatus.CONFIRMED: "confirmed", DateStatus.PROJECTED: "projected"}
READ_WORDS = {
    "original": "read in the original",
    "transcription": "read in a copy",
    "secondary": "as reported by others",
    "crowd": "as reported by applicants",
}
PURPOSE_WORDS = {"target": "target", "backup": "parallel list", "pgy1": "PGY-1 year"}


def met_words(criterion: Criterion) -> str:
    """How a criterion stands, in words."""
    if criterion.final and criterion.met is Met.MISSING:
        return BELOW_MARK
    return MET_WORDS[criterion.met]


def strategy_in_full(strategy: Strategy) -> str:
    """A strategy's name with its meaning in brackets where the name alone does not say it."""
    means = STRATEGY_MEANS.get(strategy)
    return f"{STRATEGY_WORDS[strategy]} ({means})" if means else STRATEGY_WORDS[strategy]


def place(program: Program) -> str:
    """City and state as people write them; what is unknown is left out, both unknown is said."""
    return ", ".join(part for part in (program.city, program.state) if part) or UNKNOWN
