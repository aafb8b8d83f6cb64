"""The plan: everything one run of SmartPick says to one applicant, as values that any face can show."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from smartpick.domain.applicant import ApplicantType, Profile, VisaNeed
from smartpick.domain.chance import Chance, Estimate
from smartpick.domain.program import Program, TrackKind
from smartpick.domain.season import DateStatus, Season

PLAN_SCHEMA_VERSION = 1


# --- verdict -----------------------------------------------------------------------------------


class Strategy(StrEnum):
    """What to do with the season (requirements A, B and the rule table of section I)."""

    NOT_YET = "not_yet"
    MODEL_ONLY = "model_only"  # the guide's marks do not apply: list and backups only
    POSTPONE_OR_MODIFY = "postpone_or_modify"
    STAGED = "staged"
    FOCUSED_PARALLEL = "focused_parallel"
    ONE_SPECIALTY_ONLY = "one_specialty_only"  # the guide's all-in


class Met(StrEnum):
    MET = "met"
    PARTLY = "partly"
    MISSING = "missing"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Criterion:
    """One line of a checklist. `have` and `mark` are words ("6 of 12 on-site months")."""

    key: str  # "top_scores"
    label: str  # "Top scores"
    group: str  # "pillar" | "all_in" | "gate" | "tolerance"
    met: Met
    rule: str  # "R131"
    have: str
    mark: str
    note: str = ""  # "the guide's mark, not a cut-off"
    final: bool = False  # it can no longer change: the score of a passed exam


@dataclass(frozen=True, slots=True)
class Verdict:
    """One strategy as of one day, with the rule that chose it. `headline` is one whole sentence."""

    strategy: Strategy
    label: str  # "Focused + parallel"
    headline: str
    rule: str  # the row of the rule table, e.g. "verdict.three_pillars"
    rules: tuple[str, ...]  # R-numbers it rests on
    as_of: date
    planned: bool
    because: tuple[str, ...]  # whole sentences, at most four, strongest first
    criteria: tuple[Criterion, ...]
    warnings: tuple[str, ...] = ()  # e.g. the reassess banner (R37)

    def count(self, group: str, met: Met = Met.MET) -> int:
        """How many criteria of a group stand at this mark."""
        return sum(1 for c in self.criteria if c.group == group and c.met is met)


@dataclass(frozen=True, slots=True)
class Flip:
    """Something this person can still change by `by`, and the strategy that would follow."""

    change: str  # a whole sentence in the imperative: "Ask for a second strong US dermatology letter."
    leads_to: Strategy
    by: date | None
    rule: str
    comparison_only: bool = False  # a what-if, not a plan (H17)


@dataclass(frozen=True, slots=True)
class Alternative:
    """Another strategy beside the chosen one and why it was not chosen."""

    strategy: Strategy
    label: str
    why_not: str


@dataclass(frozen=True, slots=True)
class Strategies:
    """The verdict given twice, with what would change it. `headline` joins both in one sentence."""

    headline: str
    today: Verdict
    planned: Verdict
    decide_by: date | None
    conditions: tuple[str, ...]  # what must come true for the planned verdict, whole sentences
    flips: tuple[Flip, ...]
    alternatives: tuple[Alternative, ...]
    guide_applies: bool
    guide_note: str = ""  # "The guide's marks are not for this specialty."


# --- reality and chances -----------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class RealityCard:
    """Published counts for a specialty and applicant type. `rate` is None where counts are unknown."""

    specialty: str
    specialty_name: str
    applicant_type: ApplicantType
    matched: int | None
    total: int | None
    rate: Estimate | None  # unit "chance"; interval: Wilson at LEVEL
    wilson_95: tuple[float, float] | None
    population: str  # the denominator in words
    year: int | None
    sources: tuple[str, ...]
    sentences: tuple[str, ...]  # whole sentences to show, in order
    few: bool  # fewer than ten of the type matched: programs in bands, no percents


@dataclass(frozen=True, slots=True)
class Outcomes:
    """Four outcomes, never merged; central values sum to one. Unit of each estimate: chance."""

    target: Estimate
    other_full: Estimate
    one_year_only: Estimate
    unmatched: Estimate
    any_residency: Estimate  # target + other full training
    advanced_seat: Estimate | None = None  # where the target is advanced: the seat, with or without a PGY-1 year
    seat_without_pgy1: Estimate | None = None  # such a seat whose PGY-1 year is still to be found: a fifth share
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Chances:
    """The headline chances. `if_apply` is a range without a point until a specialty count exists."""

    if_apply: Chance  # target specialty, at least one match on the planned list
    if_certify: Chance  # target specialty, given a certified list with it first
    any_residency: Chance
    outcomes: Outcomes
    per_specialty: tuple[tuple[str, Chance], ...]  # if_apply of every specialty on the plan
    drivers: tuple[Driver, ...]
    no_interview: Chance | None = None  # no interview in the target from the planned list


@dataclass(frozen=True, slots=True)
class Driver:
    """What one input does to the certified chance, in points of chance against the typical matched applicant."""

    label: str
    have: str
    points: float  # +0.04 is four points up
    grade: str
    source: str
    note: str = ""


# --- programs and portfolio --------------------------------------------------------------------


class Tier(StrEnum):
    """The guide's tiers (R83-R88), with closed and no record kept apart."""

    ONE = "1"
    TWO = "2"
    THREE = "3"
    NO_RECORD = "no_record"
    CLOSED = "closed"
    NOT_FOR_TYPE = "none"  # tiers are about IMGs; others have none


class Basis(StrEnum):
    """What a value about a program rests on: the three marks of the legend."""

    EVIDENCE = "evidence"  # solid: measured or the user's own check
    ESTIMATE = "estimate"  # dotted: modelled from public figures
    JUDGED = "judged"  # open circle
    UNKNOWN = "unknown"


class Action(StrEnum):
    APPLY = "apply"
    CHECK_FIRST = "check_first"  # on the list once the visa policy has been checked
    SKIP = "skip"
    CLOSED = "closed"


class Signal(StrEnum):
    NONE = "none"
    SINGLE = "single"
    GOLD = "gold"
    SILVER = "silver"


class Band(StrEnum):
    """Odds at a single program where percents would pretend (fewer than ten of the type matched)."""

    HIGHER = "higher"
    MIDDLE = "middle"
    LOWER = "lower"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class ProgramRow:
    """One program as this applicant sees it, on the list or not."""

    program: Program
    purpose: str  # "target" | "backup" | "pgy1"
    kinds: tuple[TrackKind, ...]  # kinds of its tracks that serve the purpose
    seats: int
    tier: Tier
    tier_basis: Basis
    action: Action
    reasons: tuple[str, ...]  # whole sentences; the first is shown in the list
    visa: str  # "unknown", "sponsors J-1 (website, 3 Oct 2026)"
    visa_basis: Basis
    openness: Estimate  # share of seats taken by the applicant's type; unit "share"
    band: Band
    interview: Estimate | None  # chance of an interview; None where only bands are honest
    on_list: bool = False
    signal: Signal = Signal.NONE
    rank_in_list: int | None = None  # 1 = chosen first (most gain per dollar)
    visa_chance: Estimate | None = None  # that it sponsors the visa needed; None where none is needed or known


@dataclass(frozen=True, slots=True)
class ListSummary:
    """One specialty's list within the portfolio. Money in US dollars."""

    specialty: str
    specialty_name: str
    purpose: str
    service: str  # "ERAS"
    applications: int
    available: int
    cost_usd: int
    signals_used: str  # "3 of 3 gold, 12 of 25 silver"
    note: str = ""


@dataclass(frozen=True, slots=True)
class CurvePoint:
    """The chance of at least one match (any residency) after the first n applications."""

    applications: int
    cost_usd: int
    target: float
    any_residency: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class FeeLine:
    label: str
    usd: int
    note: str = ""
    source: str = ""
    grade: str = ""


@dataclass(frozen=True, slots=True)
class Portfolio:
    """The chosen list as a whole: what it costs and what each further application adds."""

    headline: str
    lists: tuple[ListSummary, ...]
    application_fees_usd: int
    fees: tuple[FeeLine, ...]  # application fees by service, then registration and transcripts
    total_usd: int
    budget_usd: int | None
    curve: tuple[CurvePoint, ...]
    stop_at: int | None  # applications after which the next one adds less than the stop mark
    stop_rule: str  # in words and money
    guide_default: str  # the guide's 60-80 beside it, with its cost (H5)
    method: str
    notes: tuple[str, ...] = ()
    also_to_pay: tuple[FeeLine, ...] = ()  # published fees outside the budget: exams, certification, visa
    also_notes: tuple[str, ...] = ()  # what is not in any of these numbers, whole sentences


# --- visa --------------------------------------------------------------------------------------


class Lane(StrEnum):
    OPEN = "open"
    OPEN_IF = "open_if"  # a condition stands in `needs`
    CLOSED = "closed"
    NOT_NEEDED = "not_needed"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class VisaLane:
    """One way to be in the US for training. `reasons` and `needs` are whole sentences."""

    visa: VisaNeed
    label: str
    lane: Lane
    reasons: tuple[str, ...]
    needs: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    review_by: date | None = None


@dataclass(frozen=True, slots=True)
class VisaPlan:
    """The gate before anything else. `open` is False only where every lane is known to be closed."""

    headline: str
    needed: bool | None
    open: bool | None
    lanes: tuple[VisaLane, ...]
    notes: tuple[str, ...]  # 212(e), seven years, fixed admission ... each dated
    as_of: date


# --- timeline ----------------------------------------------------------------------------------


class TaskState(StrEnum):
    DONE = "done"
    DUE = "due"
    LATE = "late"
    LATER = "later"
    BLOCKED = "blocked"


@dataclass(frozen=True, slots=True)
class Task:
    """One dated thing to do. `uid` is stable across runs so that a calendar can update it."""

    uid: str
    title: str
    start: date | None
    due: date
    year: int  # 0, 1 or 2 of the guide's plan; 3 for interviews and later
    lane: str  # "exams" | "research" | "rotations" | "letters" | "visa" | "season" | "decision" | "money"
    state: TaskState
    detail: str
    rules: tuple[str, ...] = ()
    status: DateStatus = DateStatus.PROJECTED
    source: str = ""
    hard: bool = False  # a date set by others
    clock: str = ""  # "21:00", the time in America/New_York; empty: the whole day
    optional: bool = False  # useful where it fits, never among the next steps
    late_until: date | None = None  # for a late task: the last day on which it still helps this season


@dataclass(frozen=True, slots=True)
class Timeline:
    season: Season
    tasks: tuple[Task, ...]  # by due date
    next_steps: tuple[Task, ...]  # the three to do next
    notes: tuple[str, ...] = ()


# --- the whole ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class SourceNote:
    """A source used in the plan, as shown under it."""

    id: str
    title: str
    publisher: str
    published: str
    read_via: str
    url: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Caution:
    """Something the reader must know before trusting a part of the plan."""

    code: str
    message: str
    about: str = ""  # the part: "visa", "programs", ...


@dataclass(frozen=True, slots=True)
class Plan:
    """One applicant, one season, one day."""

    profile: Profile
    today: date
    season: Season
    specialty_names: tuple[tuple[str, str], ...]  # (specialty id, name) of every specialty on the plan
    strategies: Strategies
    reality: tuple[RealityCard, ...]
    chances: Chances | None  # None where the target has no program list or type is unknown
    programs: tuple[ProgramRow, ...]  # every program looked at, the chosen ones first
    portfolio: Portfolio | None
    visa: VisaPlan
    timeline: Timeline
    sources: tuple[SourceNote, ...]
    warnings: tuple[Caution, ...]
    schema_version: int = PLAN_SCHEMA_VERSION

    def name(self, specialty: str) -> str:
        """The printed name of a specialty id on this plan."""
        return dict(self.specialty_names).get(specialty, specialty)

    @property
    def chosen(self) -> tuple[ProgramRow, ...]:
        """The rows on the list, in the order in which they were chosen."""
        rows = [r for r in self.programs if r.on_list]
        return tuple(sorted(rows, key=lambda r: r.rank_in_list or 0))
