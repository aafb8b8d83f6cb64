"""The entries of the lists in a profile: research, outputs, rotations, letters, ties and so on."""

from __future__ import annotations

from typing import Annotated

from pydantic import AliasChoices, Field, model_validator

from smartpick.domain import applicant as domain
from smartpick.exchange.profile_fields import (
    AsList,
    Certain,
    Count,
    FirstDay,
    Form,
    FromUs,
    GroupCount,
    InUs,
    LastDay,
    MatchYear,
    Months,
    NeededText,
    OneSpecialty,
    Progress,
    Residents,
    Specialty,
    Text,
    Weeks,
    YesNo,
    ZeroCount,
    in_order,
    one_of,
    refuse,
)


class ResearchForm(Form):
    specialty: OneSpecialty = Field(title="specialty", description="What the research is about.")
    place: Annotated[
        domain.ResearchPlace,
        *one_of(
            domain.ResearchPlace,
            {"us": "onsite_us", "on site": "onsite_us", "remote": "remote_us", "home country": "home"},
        ),
    ] = Field(
        title="place",
        description="On site in the US, remote for a US group, or at home. Apart, because "
        "remote months do not count as on-site months.",
    )
    start: FirstDay = Field(default=None, title="start", description="First day.")
    end: LastDay = Field(
        default=None, title="end", description="Last day, expected or past; leave out if open."
    )
    months: Months = Field(
        default=None, title="number of months", description="Only where you give no start."
    )
    progress: Progress = Field(
        default=domain.Progress.DONE,
        title="status",
        description="done or planned; where a start is given, the dates decide.",
        validation_alias=AliasChoices("status", "progress"),
    )

    @model_validator(mode="after")
    def _coherent(self) -> ResearchForm:
        in_order(self.start, self.end, "{what} ends on {b}, before it starts on {a}.")
        if self.start is not None and self.months is not None:
            raise refuse(
                "contradiction",
                "{what} has a start and a number of months; the months are counted from the dates.",
                "Delete one of the two.",
            )
        if self.start is None and self.months is None:
            raise refuse(
                "missing",
                "{what} has neither a start nor a number of months.",
                "Give start (and end), or months.",
            )
        return self


class OutputForm(Form):
    kind: Annotated[
        domain.OutputKind,
        *one_of(
            domain.OutputKind,
            {"publication": "paper", "article": "paper", "presentation": "talk", "oral": "talk"},
        ),
    ] = Field(title="kind", description="One group of like things an entry.")
    count: GroupCount = Field(title="count", description="How many; 0 if you have none of this kind.")
    specialty: Specialty = Field(default=None, title="specialty", description="If they are in one specialty.")
    first_author: ZeroCount = Field(
        default=0, title="number as first author", description="Of these, as first author."
    )
    us_national: ZeroCount = Field(
        default=0,
        title="number at US national meetings",
        description="Of these, at national meetings in the US.",
    )
    progress: Progress = Field(
        default=domain.Progress.DONE,
        title="status",
        description="done: published, accepted or presented. planned: not yet.",
        validation_alias=AliasChoices("status", "progress"),
    )

    @model_validator(mode="after")
    def _coherent(self) -> OutputForm:
        for part, words in (
            (self.first_author, "as first author"),
            (self.us_national, "at US national meetings"),
        ):
            if part > self.count:
                raise refuse(
                    "part_exceeds_whole",
                    f"{{what}} counts {part} {words} but only {self.count} in all.",
                    "The part cannot be larger than the count: correct one of them.",
                )
        return self


class RotationForm(Form):
    kind: Annotated[
        domain.RotationKind,
        *one_of(
            domain.RotationKind,
            {
                "sub-i": "sub_internship",
                "acting internship": "sub_internship",
                "elective": "us_elective",
                "externship": "hands_on_externship",
                "core": "core_clerkship",
                "clerkship": "core_clerkship",
            },
        ),
    ] = Field(title="kind", description="What you did or will do there.")
    specialty: OneSpecialty = Field(title="specialty", description="The specialty of the rotation.")
    weeks: Weeks = Field(default=None, title="number of weeks", description="How long.")
    in_us: InUs = Field(default=True, title="place", description="In the US? true unless you say false.")
    teaching_hospital: YesNo = Field(
        default=None, title="teaching hospital", description="At a teaching hospital?"
    )
    site: Text = Field(default=None, title="site", description="Hospital or place, in your own words.")
    start: FirstDay = Field(default=None, title="start", description="First day.")
    end: LastDay = Field(default=None, title="end", description="Last day; it counts from then on.")
    progress: Progress = Field(
        default=domain.Progress.DONE,
        title="status",
        description="done or planned; where an end is given, the date decides.",
        validation_alias=AliasChoices("status", "progress"),
    )

    @model_validator(mode="after")
    def _coherent(self) -> RotationForm:
        in_order(self.start, self.end, "{what} ends on {b}, before it starts on {a}.")
        return self


class LetterForm(Form):
    specialty: OneSpecialty = Field(title="specialty", description="The writer's specialty.")
    from_us: FromUs = Field(title="country of the writer", description="Does the writer teach in the US?")
    strong: YesNo = Field(
        default=None, title="strength", description="Did the writer agree to a strong letter?"
    )
    progress: Progress = Field(
        default=domain.Progress.DONE,
        title="status",
        description="done: confirmed by the writer. planned: not yet asked or promised.",
        validation_alias=AliasChoices("status", "progress"),
    )
    relation: Text = Field(default=None, title="relation", description="How the writer knows you.")


class TieForm(Form):
    kind: Annotated[domain.TieKind, *one_of(domain.TieKind)] = Field(
        title="kind", description="rotation, mentor and champion are strong; alumni and region alone are not."
    )
    program: Text = Field(default=None, title="program", description="Program id or NRMP code.")
    institution: Text = Field(
        default=None,
        title="institution",
        description="Its id, or its name as `smartpick programs` prints it.",
    )
    specialty: Specialty = Field(
        default=None, title="specialty", description="If the tie is to one specialty there."
    )
    will_call: Certain = Field(
        default=False, title="word for you", description="Has this person said they will speak for you?"
    )
    note: Text = Field(default=None, title="note", description="For yourself.")
    who: Text = Field(
        default=None,
        title="person",
        description="A label of your own for the person, without a name; "
        "ties with the same label are one person.",
    )

    @model_validator(mode="after")
    def _coherent(self) -> TieForm:
        if self.program is None and self.institution is None and self.kind is not domain.TieKind.REGION:
            raise refuse(
                "missing",
                "{what} names neither a program nor an institution.",
                "Name one: `smartpick programs` lists both.",
            )
        return self


class PolicyForm(Form):
    program: NeededText = Field(title="program", description="Program id or NRMP code.")
    sponsors_j1: YesNo = Field(
        default=None, title="J-1 sponsorship", description="Does it take J-1 residents?"
    )
    sponsors_h1b: YesNo = Field(default=None, title="H-1B sponsorship", description="Does it sponsor H-1B?")
    img_residents: Residents = Field(
        default=None, title="number of IMG residents", description="IMGs among its present residents."
    )
    against_imgs: YesNo = Field(
        default=None, title="policy on IMGs", description="Does it say it takes no IMGs?"
    )
    checked: FirstDay = Field(default=None, title="day checked", description="When you looked.")
    source_kind: Text = Field(default=None, title="source", description="website, e-mail, a resident ...")


class EarlierMatchForm(Form):
    year: MatchYear = Field(title="year", description="The year of that Match (March).")
    specialties: Annotated[tuple[OneSpecialty, ...], AsList] = Field(
        default=(), title="specialty", strict=False, description="What you applied to."
    )
    applications: Count = Field(default=None, title="number of applications", description="Sent in all.")
    interviews: Count = Field(default=None, title="number of interviews", description="Attended.")
    ranked: Count = Field(
        default=None, title="number of programs ranked", description="On your certified list."
    )
    matched: YesNo = Field(default=None, title="result", description="Did you match?")


class BackupForm(Form):
    specialty: OneSpecialty = Field(
        title="specialty",
        description="A specialty, or preliminary_surgery, preliminary_medicine or transitional_year.",
    )
    willing: Annotated[domain.Stance, *one_of(domain.Stance)] = Field(
        title="willingness", description="Would you really train and work in it? yes, maybe or no."
    )
