"""The blocks of a profile that stand once: person, education, exams, and wishes."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, model_validator

from smartpick.domain import applicant as domain
from smartpick.exchange.profile_fields import (
    AsList,
    Attempts,
    Block,
    Budget,
    Country,
    FirstDay,
    Form,
    Graduation,
    Interviews,
    LastDay,
    OneCountry,
    OneState,
    Savings,
    Score,
    Stance,
    State,
    Tolerance,
    TopPercent,
    YesNo,
    choice,
    refuse,
)


class ExamForm(Form):
    score: Score = Field(
        default=None, title="score", description="The score earned, on the three-digit scale."
    )
    passed: YesNo = Field(
        default=None, title="result", description="true once passed, false if not (yet) passed."
    )
    attempts: Attempts = Field(
        default=None,
        title="number of attempts",
        description="Sittings in all, the passed one included; 0 if never taken.",
    )
    taken: FirstDay = Field(default=None, title="day taken", description="When it was taken, the last time.")
    planned: FirstDay = Field(default=None, title="planned day", description="When it will be taken.")
    predicted: Score = Field(
        default=None, title="predicted score", description="Your honest guess. It never counts as a score."
    )

    @model_validator(mode="after")
    def _coherent(self) -> ExamForm:
        if self.attempts == 0 and (self.score is not None or self.passed or self.taken is not None):
            raise refuse(
                "contradiction",
                "{what} has a result but 0 attempts.",
                "Count the sitting that gave the result, or delete the result.",
            )
        if self.planned is not None and self.passed:
            raise refuse(
                "contradiction",
                "{what} is passed and also planned; a passed Step is not taken again.",
                "Delete the planned day.",
            )
        return self


class ExamsForm(Form):
    step1: Annotated[ExamForm, Block] = Field(default=ExamForm(), title="Step 1", description="USMLE Step 1.")
    step2_ck: Annotated[ExamForm, Block] = Field(
        default=ExamForm(), title="Step 2 CK", description="USMLE Step 2 CK."
    )
    step3: Annotated[ExamForm, Block] = Field(default=ExamForm(), title="Step 3", description="USMLE Step 3.")
    english_passed: YesNo = Field(default=None, title="English test", description="OET Medicine passed?")
    ecfmg_certified: YesNo = Field(default=None, title="ECFMG certificate", description="ECFMG certified?")


class PersonForm(Form):
    citizenships: Annotated[tuple[OneCountry, ...], AsList] = Field(
        default=(),
        title="citizenship",
        strict=False,
        description="All of them: two-letter codes or English names. Used only for visa questions and for "
        "how the statistics count you.",
    )
    residence_country: Country = Field(
        default=None, title="country of residence", description="Where you live now."
    )
    residence_state: State = Field(
        default=None, title="state of residence", description="If you live in the US."
    )
    status: Annotated[
        domain.Status | None,
        *choice(
            domain.Status,
            {
                "citizen": "us_citizen",
                "green card": "permanent_resident",
                "lpr": "permanent_resident",
                "j1": "j1_research",
                "j1 scholar": "j1_research",
                "f1 student": "f1",
                "b1": "visitor",
                "b2": "visitor",
                "abroad": "none",
            },
        ),
    ] = Field(
        default=None,
        title="US immigration status",
        description="Your standing in the US today; none if abroad.",
    )
    status_until: LastDay = Field(
        default=None, title="end of the status", description="When that status ends."
    )
    visa_need: Annotated[
        domain.VisaNeed | None,
        *choice(domain.VisaNeed, {"no": "none", "j1 or h1b": "either", "both": "either"}),
    ] = Field(
        default=None,
        title="visa need",
        description="Which visa a program would have to sponsor for training.",
    )


class EducationForm(Form):
    student: YesNo = Field(default=None, title="student or not", description="Still a medical student?")
    graduation: Graduation = Field(default=None, title="graduation date", description="Done or expected.")
    school_country: Country = Field(
        default=None, title="country of the school", description="Of the medical school."
    )
    caribbean_school: YesNo = Field(
        default=None,
        title="Caribbean school",
        description="true for the offshore schools that train for the US.",
    )
    top_percent: TopPercent = Field(
        default=None, title="class rank in percent", description="10 means among the top 10 percent."
    )
    mspe_ranks: YesNo = Field(
        default=None,
        title="ranking in the MSPE",
        description="Does the dean's letter (MSPE) say where you stand in class?",
    )


class WishesForm(Form):
    budget_usd: Budget = Field(
        default=None, title="budget", description="US dollars for application fees of this season."
    )
    savings_months: Savings = Field(
        default=None, title="months of savings", description="How many months you could live on savings."
    )
    tolerance_emotional: Tolerance = Field(
        default=None,
        title="emotional tolerance",
        description="1 (low) to 5 (high), for a year without a match.",
    )
    tolerance_financial: Tolerance = Field(
        default=None,
        title="financial tolerance",
        description="1 (low) to 5 (high), for a year without a match.",
    )
    can_extend: Stance = Field(
        default=None,
        title="willingness to extend",
        description="Would you add a year or two (research, preliminary year)?",
    )
    can_move_from: FirstDay = Field(
        default=None, title="day you can move", description="To the US, from when."
    )
    states: Annotated[tuple[OneState, ...], AsList] = Field(
        default=(), title="wanted state", strict=False, description="Only these; leave empty for anywhere."
    )
    avoid_states: Annotated[tuple[OneState, ...], AsList] = Field(
        default=(), title="state to avoid", strict=False, description="None of these."
    )
    max_interviews: Interviews = Field(
        default=None, title="largest number of interviews", description="How many you could attend."
    )
