"""A hand-made, fictional plan that fills every field, for the tests of everything that shows a plan."""

from __future__ import annotations

from datetime import date

from sample_programs import FORMULA, sample_rows
from smartpick.domain.applicant import (
    ApplicantType,
    Backup,
    EarlierMatch,
    Education,
    Exam,
    Exams,
    Letter,
    Output,
    OutputKind,
    Person,
    PolicyNote,
    Profile,
    Progress,
    ResearchPeriod,
    ResearchPlace,
    Rotation,
    RotationKind,
    Stance,
    Status,
    Tie,
    TieKind,
    VisaNeed,
    Wishes,
)
from smartpick.domain.chance import Chance, Estimate, Grade
from smartpick.domain.plan import (
    Alternative,
    Caution,
    Chances,
    Criterion,
    CurvePoint,
    Driver,
    FeeLine,
    Flip,
    Lane,
    ListSummary,
    Met,
    Outcomes,
    Plan,
    Portfolio,
    RealityCard,
    SourceNote,
    Strategies,
    Strategy,
    Task,
    TaskState,
    Timeline,
    Verdict,
    VisaLane,
    VisaPlan,
)
from smartpick.domain.season import DateStatus, Season, SeasonDate

TODAY = date(2026, 11, 22)
SUBMISSION = date(2027, 9, 1)


def sample_plan() -> Plan:
    """The whole plan; every field of domain/plan.py has a value somewhere in it."""
    return Plan(
        profile=sample_profile(),
        today=TODAY,
        season=_season(),
        specialty_names=(
            ("dermatology", "Dermatology"),
            ("internal_medicine", "Internal Medicine"),
            ("preliminary_medicine", "Preliminary Medicine"),
        ),
        strategies=_strategies(),
        reality=_reality(),
        chances=_chances(),
        programs=sample_rows(),
        portfolio=_portfolio(),
        visa=_visa(),
        timeline=_timeline(),
        sources=(
            SourceNote(
                "sample-charting",
                "Invented Charting Table",
                "Example Publisher",
                "2026-05-01",
                "original",
                "https://example.invalid/charting",
                "Invented for tests.",
            ),
            SourceNote("sample-judgement", "Invented Judgement", "SmartPick", "2026-11-22", "original"),
            SourceNote(
                "sample-state", "Invented State Table", "Example Publisher", "2026-03-20", "transcription"
            ),
        ),
        warnings=(
            Caution(
                "visa_unknown",
                "The visa policy of 4 of 6 programs on your list is unknown: check it first.",
                "visa",
            ),
            Caution("base_rate", "Chances at single programs rest on state shares only.", "programs"),
        ),
    )


def sample_profile() -> Profile:
    """A fictional applicant with every part of a profile in use and a formula in the label."""
    derm, medicine = "dermatology", "internal_medicine"
    return Profile(
        targets=(derm, medicine),
        applicant_type=ApplicantType.NON_US_IMG,
        label=FORMULA,
        is_example=True,
        season=2028,
        person=Person(("XX",), "US", "MA", Status.J1_RESEARCH, date(2027, 12, 31), VisaNeed.J1),
        education=Education(False, date(2025, 3, 31), "XX", False, 10.0, False),
        exams=Exams(
            step1=Exam(passed=True, attempts=1),
            step2_ck=Exam(score=252, passed=True, attempts=1, taken=date(2026, 2, 10)),
            step3=Exam(planned=date(2027, 5, 1), predicted=220),
            english_passed=True,
            ecfmg_certified=True,
        ),
        research=(ResearchPeriod(derm, ResearchPlace.ONSITE_US, date(2026, 5, 18), date(2027, 9, 1)),),
        outputs=(Output(OutputKind.PAPER, 3, derm, 1, 0), Output(OutputKind.POSTER, 2, derm, 0, 1)),
        rotations=(
            Rotation(
                RotationKind.US_ELECTIVE,
                derm,
                4.0,
                True,
                True,
                "Example Hospital A",
                date(2024, 8, 1),
                date(2024, 8, 28),
            ),
        ),
        letters=(Letter(derm, True, True), Letter(derm, True, None, Progress.PLANNED, "research mentor")),
        ties=(Tie(TieKind.MENTOR, institution="Example Hospital A", specialty=derm, note="+1 555 0100"),),
        policies=(PolicyNote("9002000X0", True, None, 3, False, date(2026, 10, 3), "website"),),
        earlier_matches=(EarlierMatch(2026, (derm,), 60, 1, 1, False),),
        backups=(Backup(medicine, Stance.YES), Backup("pathology", Stance.MAYBE)),
        pgy1_year=Stance.YES,
        wishes=Wishes(2500, 7.0, 3, 3, Stance.YES, date(2027, 1, 1), ("NY", "NJ"), ("AK",), 15),
    )


def _season() -> Season:
    def at(key: str, label: str, day: date, rule: str = "same week as last year") -> SeasonDate:
        status = DateStatus.PROJECTED if rule else DateStatus.CONFIRMED
        return SeasonDate(key, label, day, status, "sample-judgement", rule, date(2027, 5, 1))

    return Season(
        2028,
        (
            at("eras_opens", "ERAS opens", date(2027, 6, 2), ""),
            at("eras_submission", "First day to submit in ERAS", SUBMISSION),
            at("eras_review", "Programs start to review", date(2027, 9, 22)),
            at("rol_deadline", "Rank order lists are certified", date(2028, 3, 1)),
            at("match_day", "Match Day", date(2028, 3, 17)),
        ),
    )


def _verdict(planned: bool) -> Verdict:
    criteria = (
        Criterion(
            "top_scores",
            "Top scores",
            "pillar",
            Met.PARTLY,
            "R131",
            "Step 2 CK 252",
            "260 or more",
            "the guide's mark, not a cut-off",
        ),
        Criterion(
            "us_research",
            "US research",
            "pillar",
            Met.MET if planned else Met.PARTLY,
            "R131",
            "15 on-site months" if planned else "6 on-site months",
            "12 on-site months and 1 publication",
        ),
        Criterion(
            "strong_us_letters", "Strong US letters", "pillar", Met.MISSING, "R131", "1 of 2", "2 or more"
        ),
        Criterion(
            "us_rotations", "US rotations", "pillar", Met.MET, "R131", "2 hands-on", "2, one in the target"
        ),
        Criterion("champions", "Champions who call", "all_in", Met.UNKNOWN, "R20", "unknown", "1 or more"),
        Criterion(
            "dq4_visa", "Visa does not limit the list", "gate", Met.MET, "R123", "J-1 open", "a lane open"
        ),
        Criterion(
            "savings",
            "Savings for an unmatched year",
            "tolerance",
            Met.PARTLY,
            "R21",
            "7 months",
            "12 months",
        ),
    )
    if planned:
        return Verdict(
            Strategy.FOCUSED_PARALLEL,
            "Focused + parallel",
            "Apply to dermatology with a parallel Internal Medicine list.",
            "verdict.three_pillars",
            ("R16", "R131"),
            SUBMISSION,
            True,
            ("Three of four pillars would stand on submission day.", "You would accept Internal Medicine."),
            criteria,
        )
    return Verdict(
        Strategy.STAGED,
        "Staged",
        "As of today, prepare for one more year.",
        "verdict.otherwise",
        ("R17", "R131"),
        TODAY,
        False,
        ("One of four pillars stands today.", "Six of twelve on-site research months are done."),
        criteria,
        ("Your score stands below the guide's mark of 260.",),
    )


def _strategies() -> Strategies:
    return Strategies(
        headline="Focused + parallel, if you finish what you have planned by 7 Jul 2027. Today: staged.",
        today=_verdict(False),
        planned=_verdict(True),
        decide_by=date(2027, 7, 7),
        conditions=(
            "The second strong US dermatology letter is confirmed.",
            "The research year goes on to June.",
        ),
        flips=(
            Flip(
                "Ask for a second strong US dermatology letter.",
                Strategy.FOCUSED_PARALLEL,
                date(2027, 6, 1),
                "R122",
            ),
            Flip(
                "Compare with a Step 2 CK of 262.",
                Strategy.ONE_SPECIALTY_ONLY,
                None,
                "R31",
                comparison_only=True,
            ),
        ),
        alternatives=(
            Alternative(
                Strategy.ONE_SPECIALTY_ONLY,
                "One specialty only (the guide's all-in)",
                "No champion has promised to call.",
            ),
        ),
        guide_applies=True,
        guide_note="The guide's marks are for Dermatology.",
    )


def _reality() -> tuple[RealityCard, ...]:
    non_us = ApplicantType.NON_US_IMG
    return (
        RealityCard(
            "dermatology",
            "Dermatology",
            non_us,
            5,
            30,
            Estimate(
                5 / 30, "chance", 0.083, 0.308, year=2026, grade=Grade.MEASURED, sources=("sample-charting",)
            ),
            (0.073, 0.336),
            "of those who ranked it first, most of them after interviews",
            2026,
            ("sample-charting",),
            (
                "In 2026, 30 non-US citizen IMGs ranked Dermatology first; 5 matched (16.7%, Wilson 95% "
                "interval 7.3–33.6%).",
            ),
            True,
        ),
        RealityCard(
            "internal_medicine",
            "Internal Medicine",
            non_us,
            None,
            None,
            None,
            None,
            "not published for this type",
            None,
            (),
            ("No count is published for this type.",),
            False,
        ),
    )


def _chance(value: float | None, low: float, high: float, population: str, *reasons: str) -> Chance:
    judged = Estimate(
        value,
        "chance",
        low,
        high,
        year=2026,
        grade=Grade.JUDGED,
        sources=("sample-charting", "sample-judgement"),
    )
    return Chance(judged, population, "base rate and published moments", reasons)


def _chances() -> Chances:
    def outcome(value: float, low: float, high: float) -> Estimate:
        return Estimate(
            value, "chance", low, high, year=2026, grade=Grade.JUDGED, sources=("sample-judgement",)
        )

    if_apply = _chance(
        None,
        0.01,
        0.15,
        "of those who apply with this list",
        "How many apply without an interview is not published.",
    )
    medicine = _chance(0.44, 0.30, 0.60, "of those who apply with this list")
    return Chances(
        if_apply=if_apply,
        if_certify=_chance(
            0.19, 0.08, 0.36, "of those who certify a list with it first", "Your Step 2 CK is 252."
        ),
        any_residency=_chance(0.52, 0.41, 0.66, "of those who apply with both lists", "Large backup list."),
        outcomes=Outcomes(
            outcome(0.08, 0.01, 0.15),
            outcome(0.44, 0.30, 0.60),
            outcome(0.03, 0.005, 0.07),
            outcome(0.43, 0.31, 0.56),
            outcome(0.52, 0.41, 0.66),
            advanced_seat=outcome(0.10, 0.02, 0.18),
            seat_without_pgy1=outcome(0.02, 0.005, 0.05),
            notes=("An advanced seat without a PGY-1 year is counted apart.",),
        ),
        per_specialty=(("dermatology", if_apply), ("internal_medicine", medicine)),
        drivers=(
            Driver("Step 2 CK", "252", 0.02, "derived", "sample-charting", "against a mean of 249"),
            Driver("Publications", "3", -0.04, "derived", "sample-charting"),
        ),
    )


def _portfolio() -> Portfolio:
    return Portfolio(
        headline="6 programs in 3 lists for $66 in application fees.",
        lists=(
            ListSummary(
                "dermatology",
                "Dermatology",
                "target",
                "ERAS",
                2,
                4,
                22,
                "1 of 3 gold, 1 of 25 silver",
                "Every program that is not closed.",
            ),
            ListSummary("internal_medicine", "Internal Medicine", "backup", "ERAS", 3, 4, 33, "none"),
            ListSummary("preliminary_medicine", "Preliminary Medicine", "pgy1", "ERAS", 1, 1, 11, "none"),
        ),
        application_fees_usd=66,
        fees=(
            FeeLine("ERAS, Dermatology", 22, "2 applications", "sample-judgement", "measured"),
            FeeLine("ERAS, Internal Medicine", 33, "3 applications", "sample-judgement", "measured"),
            FeeLine("ERAS, Preliminary Medicine", 11, "1 application", "sample-judgement", "measured"),
            FeeLine("NRMP registration", 86, "", "sample-judgement", "judged"),
        ),
        total_usd=152,
        budget_usd=2500,
        curve=tuple(
            CurvePoint(
                n,
                11 * n,
                round(0.02 * n, 3),
                round(0.10 * n - 0.002 * n * n, 3),
                round(0.05 * n, 3),
                round(0.12 * n, 3),
            )
            for n in range(7)
        ),
        stop_at=6,
        stop_rule="Stop where one more application adds less than 0.1 points of chance for $11.",
        guide_default="The guide asks for 60–80 applications: $1,230 to $1,830 per specialty.",
        method="greedy by gain per dollar; first form",
        notes=("Interviews are capped at 15.",),
    )


def _visa() -> VisaPlan:
    return VisaPlan(
        headline="Yes, on J-1; H-1B only after Step 3.",
        needed=True,
        open=True,
        lanes=(
            VisaLane(
                VisaNeed.J1,
                "J-1 (ECFMG sponsorship)",
                Lane.OPEN,
                ("You are ECFMG certified.",),
                (),
                ("sample-judgement",),
                date(2027, 3, 1),
            ),
            VisaLane(
                VisaNeed.H1B,
                "H-1B",
                Lane.OPEN_IF,
                ("Step 3 is not done.",),
                ("Pass Step 3 before the program files.",),
                ("sample-judgement",),
                date(2026, 9, 21),
            ),
        ),
        notes=("After a J-1, two years at home or a waiver: the 212(e) requirement (as of 22 Nov 2026).",),
        as_of=TODAY,
    )


def _timeline() -> Timeline:
    def task(uid: str, title: str, due: date, year: int, lane: str, state: TaskState, **more: object) -> Task:
        start = more.pop("start", None)
        detail = str(more.pop("detail", f"About {title.lower()}."))
        return Task(f"{uid}@sample.smartpick", title, start, due, year, lane, state, detail, **more)  # type: ignore[arg-type]

    late = task(
        "letter-2",
        "Ask for the second strong letter",
        date(2026, 11, 1),
        1,
        "letters",
        TaskState.LATE,
        rules=("R60",),
    )
    step3 = task(
        "step3",
        "Register for Step 3, then sit it",
        date(2027, 5, 1),
        1,
        "exams",
        TaskState.DUE,
        start=date(2026, 12, 1),
        rules=("R71",),
        source="sample-judgement",
    )
    blocked = task(
        "elective",
        FORMULA,
        date(2027, 2, 1),
        1,
        "rotations",
        TaskState.BLOCKED,
        detail="Electives are for students; an observership is open to you.",
    )
    decide = task(
        "decide",
        "Decide: apply, postpone or change the list",
        date(2027, 7, 7),
        2,
        "decision",
        TaskState.LATER,
        rules=("R124",),
    )
    submit = task(
        "submit",
        "Submit in ERAS",
        SUBMISSION,
        2,
        "season",
        TaskState.LATER,
        hard=True,
        source="sample-judgement",
    )
    done = task(
        "english",
        "Pass OET Medicine",
        date(2026, 6, 1),
        0,
        "exams",
        TaskState.DONE,
        status=DateStatus.CONFIRMED,
    )
    tasks = tuple(sorted((done, late, blocked, step3, decide, submit), key=lambda t: t.due))
    return Timeline(
        _season(), tasks, (late, step3, decide), ("Dates marked projected follow last year's pattern.",)
    )
