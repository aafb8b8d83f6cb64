"""Invented values for the patterns page: nothing here is a fact, and no person or program exists."""

from __future__ import annotations

from datetime import date

from smartpick.domain.applicant import ApplicantType
from smartpick.domain.chance import UNKNOWN, Chance, Estimate, Grade
from smartpick.domain.explained import Contribution, Percentile, RanksCurve, RanksPoint, UnknownInput
from smartpick.domain.plan import (
    Action,
    Band,
    Basis,
    Criterion,
    CurvePoint,
    FeeLine,
    Met,
    ProgramRow,
    RealityCard,
    Signal,
    SourceNote,
    Strategy,
    Task,
    TaskState,
    Tier,
    Verdict,
)
from smartpick.domain.program import Program, TrackKind
from smartpick.domain.season import DateStatus
from smartpick.errors import Problem

DAY = date(2026, 11, 22)
SOURCE = "invented"
OVERDUE = date(2026, 9, 21)
PROBLEMS = (Problem("form", "Step 2 CK is a whole number from 1 to 300.", field="wrong"),)
STEPS = (
    {"href": "#pattern-rail", "words": "Visa", "state": "done", "current": False},
    {"href": "#pattern-verdict", "words": "Verdict", "state": "partly", "current": True},
    {"href": "#pattern-chance", "words": "Chances", "state": "done", "current": False},
    {"href": "", "words": "Rank order list", "state": "todo", "current": False},
)  # fmt: skip
SOURCES = {SOURCE: SourceNote(SOURCE, "An invented source", "Nobody", "2026", "original")}


def name(specialty: str) -> str:
    """The name of the one specialty used here."""
    return specialty.capitalize()


def estimate(value: float | None, low: float | None, high: float | None, grade: Grade = Grade.JUDGED) -> Estimate:
    """An invented chance."""
    return Estimate(value, "chance", low, high, year=2026, grade=grade, sources=(SOURCE,))


POINT = Chance(estimate(0.52, 0.41, 0.66), "of people like you who apply to this list",
               "base rate and published moments", ("Your Step 2 CK stands near the typical one.",))
RANGE = Chance(estimate(None, 0.01, 0.15), "of people like you who apply to this list", "base rate only", ())
SMALL = Chance(estimate(0.004, 0.001, 0.02), "of those who ranked it first", "base rate only", ())
MEASURED, DERIVED = estimate(0.17, 0.08, 0.30, Grade.MEASURED), estimate(0.31, 0.22, 0.40, Grade.DERIVED)
NUMBERS = (("Evidence", MEASURED), ("Estimate", DERIVED), ("Judged", POINT.estimate), ("Unknown", UNKNOWN))


def _verdict(strategy: Strategy, label: str, because: tuple[str, ...]) -> Verdict:
    return Verdict(strategy, label, f"{label}.", "invented", ("R16",), DAY, False, because, ())


STAGED = _verdict(Strategy.STAGED, "Staged", ("1 of 4 pillars is met.", "6 of 12 on-site months are done."))
PARALLEL = _verdict(Strategy.FOCUSED_PARALLEL, "Focused + parallel",
                    ("3 of 4 pillars are met.", "A backup you would accept."))
CRITERIA = (
    (Criterion("a", "US rotations", "pillar", Met.MET, "R131", "2 hands-on", "2 hands-on"), None),
    (Criterion("b", "US research", "pillar", Met.PARTLY, "R131", "6 of 12 on-site months", "12 on-site months"),
     Criterion("b", "US research", "pillar", Met.MET, "R131", "15 on-site months", "12 on-site months")),
    (Criterion("c", "Strong US letters", "pillar", Met.MISSING, "R131", "none yet", "2 strong letters"), None),
    (Criterion("d", "Champions", "all_in", Met.UNKNOWN, "R20", "unknown", "1 or more"), None),
)  # fmt: skip


def _card(matched: int | None, total: int | None, rate: Estimate | None, sentence: str, few: bool) -> RealityCard:
    return RealityCard("dermatology", "Dermatology", ApplicantType.NON_US_IMG, matched, total, rate, None,
                       "of those who ranked it first, most after interviews", 2026 if total else None,
                       (SOURCE,), (sentence,), few)  # fmt: skip


MANY = _card(3392, 6992, estimate(0.485, 0.475, 0.495, Grade.MEASURED),
             "6,992 ranked it first; 3,392 matched (invented).", False)
FEW = _card(5, 30, MEASURED, "30 ranked it first; 5 matched (invented).", True)
NO_COUNT = _card(None, None, None, "No count is published for this type.", False)

FEES = (
    FeeLine("ERAS, Dermatology", 308, "28 applications", SOURCE, "measured"),
    FeeLine("ERAS, Internal Medicine", 1830, "80 applications", SOURCE, "derived"),
    FeeLine("Transcripts", 80, "", SOURCE, "judged"),
    FeeLine("A fee nobody published", 0),
)
CURVE = tuple(
    CurvePoint(n, 11 * n, 0.002 * n, 0.6 * n / (n + 25), 0.4 * n / (n + 25), 0.8 * n / (n + 25))
    for n in range(0, 81, 5)
)
MOVES = (
    Contribution("a", "Step 2 CK", "252", "256", -0.08, Grade.DERIVED, (SOURCE,)),
    Contribution("b", "Publications", "12", "6", 0.05, Grade.JUDGED, (SOURCE,), "An invented note."),
    Contribution("c", "Presentations", "3", "3", 0.002, Grade.DERIVED, (SOURCE,)),
    Contribution("d", "Visa", "J-1", "J-1 or none", -0.11, Grade.DERIVED, (SOURCE,)),
)
OPEN = (UnknownInput("e", "Volunteer experiences", 0.14, 0.22, Grade.JUDGED, "Averaged over people counted like you."),)


def _place(value: float | None, low: float | None = None, high: float | None = None) -> Estimate:
    return Estimate(value, "percentile", low, high, year=2026, grade=Grade.DERIVED, sources=(SOURCE,))


PLACES = (
    Percentile("a", "Step 2 CK", "252", "invented", _place(41, 36, 47), "", "254 (median)"),
    Percentile("b", "Publications", "60", "invented", _place(99.6, 98, 100),
               "Above every value published (at most 51).", "6 (median)"),
    Percentile("c", "Research experiences", "1", "invented", _place(None),
               "Below the mean; how widely the figures spread is not published.", "3.3 (mean)"),
)  # fmt: skip
KEPT_BACK = (Percentile("a", "Step 2 CK", "252", "invented", _place(None),
                        "Not published: only 4 matched people gave their figures (invented)."),)
RANKS = RanksCurve("dermatology", ApplicantType.NON_US_IMG, tuple(
    RanksPoint(k, estimate(k / (k + 3), 0.7 * k / (k + 3), min(1.2 * k / (k + 3), 0.97), Grade.DERIVED))
    for k in range(1, 21)), False, "of those who ranked it first, most after interviews", (SOURCE,))


def _task(number: int, title: str, lane: str, state: TaskState, hard: bool = False) -> Task:
    return Task(f"invented-{number}", title, date(2027, number, 1), date(2027, number, 20), 1, lane, state,
                "What it is about, in a sentence.", ("R40",), DateStatus.PROJECTED, SOURCE, hard)  # fmt: skip


TASKS = (
    _task(1, "Take Step 3", "exams", TaskState.DUE), _task(2, "Write to a mentor", "letters", TaskState.LATE),
    _task(3, "Begin the research year", "research", TaskState.DONE),
    _task(6, "ERAS opens", "season", TaskState.LATER, True),
    _task(8, "Wait for the visa", "visa", TaskState.BLOCKED),
)  # fmt: skip


def _row(number: int, tier: Tier, action: Action, reason: str, visa: str, basis: Basis, *,
         interview: Estimate | None = None, band: Band = Band.UNKNOWN, signal: Signal = Signal.NONE) -> ProgramRow:
    program = Program(f"invented-{number}", "dermatology", f"Invented Hospital {number}", "", "Exampleville", "NY",
                      None, None, None, None, ())
    share = Estimate(0.06, "share", 0.01, 0.14, year=2026, grade=Grade.DERIVED, sources=(SOURCE,))
    return ProgramRow(program, "target", (TrackKind.ADVANCED,), 3, tier, Basis.ESTIMATE, action,
                      (reason, "A second reason stands below the first."), visa, basis,
                      UNKNOWN if action is Action.CLOSED else share, band, interview,
                      action is Action.APPLY, signal, number)  # fmt: skip


def program_rows() -> tuple[ProgramRow, ...]:
    """On the list, to be checked first, left out, without record, closed."""
    return (
        _row(1, Tier.ONE, Action.APPLY, "A strong tie: your research mentor is there.",
             "sponsors J-1 (website, 3 Oct 2026)", Basis.EVIDENCE,
             interview=estimate(0.11, 0.05, 0.2), signal=Signal.GOLD),
        _row(2, Tier.TWO, Action.APPLY, "The visa fits; no record of IMGs.", "J-1 likely", Basis.ESTIMATE,
             band=Band.HIGHER),
        _row(3, Tier.THREE, Action.CHECK_FIRST, "Its visa policy is unknown: check it before you pay.", "unknown",
             Basis.UNKNOWN, band=Band.MIDDLE),
        _row(4, Tier.NO_RECORD, Action.SKIP, "No IMG record, no visa.", "no visa", Basis.JUDGED, band=Band.LOWER),
        _row(5, Tier.CLOSED, Action.CLOSED, "It does not sponsor the visa you need.",
             "none (e-mail, 5 Oct 2026)", Basis.EVIDENCE),
    )  # fmt: skip
