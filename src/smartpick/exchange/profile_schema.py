"""The form of a profile file as Pydantic models: every field with its name, its meaning and its reader.

Imported only where a profile is read or its schema is asked for, because Pydantic takes time to load.
The names of the fields are those of the dataclasses in `domain.applicant`, `status` of an entry apart,
which is `progress` there.
"""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field

from smartpick.domain import applicant as domain
from smartpick.domain.none_so_far import MAY_SAY_NONE
from smartpick.exchange import profile_values as values
from smartpick.exchange.profile_blocks import EducationForm, ExamsForm, PersonForm, WishesForm
from smartpick.exchange.profile_entries import (
    BackupForm,
    EarlierMatchForm,
    LetterForm,
    OutputForm,
    PolicyForm,
    ResearchForm,
    RotationForm,
    TieForm,
)
from smartpick.exchange.profile_fields import (
    NONE,
    AsList,
    AtMost,
    Block,
    Certain,
    Entries,
    Form,
    OneSpecialty,
    Season,
    Stance,
    Text,
    choice,
    or_default,
    typed,
)

SCHEMA_ID = "smartpick-profile-1"
NONE_WORDS = "Write `none` if you have none so far; an empty list is unknown."


class ProfileForm(Form):
    schema_version: Annotated[int, *typed(or_default(values.read_whole("schema_version"), 1), {"const": 1})] = Field(
        default=1, title="schema version", description="The version of this file's form."
    )
    label: Text = Field(default=None, title="label", description="A name for this profile, for yourself.")
    is_example: Certain = Field(default=False, title="example", description="true only for invented people.")
    season: Season = Field(
        default=None,
        title="season",
        description="The year of the Match you aim at; 2028 is the Match of March 2028. "
        "Left open, SmartPick plans for the first one you can still prepare for, and says so under the title of "
        "the plan; to plan for another one, write its year here.",
    )
    targets: Annotated[tuple[OneSpecialty, ...], AsList] = Field(
        default=(),
        title="target",
        strict=False,
        json_schema_extra={"minItems": 1},
        description="The specialty you want most, first; a second one here is one you want as much and apply to "
        "beside it. A specialty you would only accept if the first fails belongs under backups.",
    )
    applicant_type: Annotated[
        domain.ApplicantType | None,
        *choice(domain.ApplicantType, {"us citizen img": "us_img", "non us citizen img": "non_us_img"}),
    ] = Field(
        default=None,
        title="applicant type",
        description="How the statistics count you; visa need is another question. Left open, it is "
        "derived from citizenship and school where that is clear.",
    )
    person: Annotated[PersonForm, Block] = Field(
        default=PersonForm(), title="person", description="Citizenship and visa."
    )
    education: Annotated[EducationForm, Block] = Field(
        default=EducationForm(), title="education", description="Medical school."
    )
    exams: Annotated[ExamsForm, Block] = Field(
        default=ExamsForm(), title="exams", description="Exams and certificates."
    )
    research: Annotated[tuple[ResearchForm, ...], Entries, AtMost] = Field(
        default=(), title="research", strict=False, description="Research periods. " + NONE_WORDS
    )
    outputs: Annotated[tuple[OutputForm, ...], Entries, AtMost] = Field(
        default=(), title="group of outputs", strict=False,
        description="Papers, posters, talks. A kind you do not name stays unknown. " + NONE_WORDS,
    )
    rotations: Annotated[tuple[RotationForm, ...], Entries, AtMost] = Field(
        default=(), title="rotation", strict=False, description="Clinical rotations. " + NONE_WORDS
    )
    letters: Annotated[tuple[LetterForm, ...], Entries, AtMost] = Field(
        default=(), title="letter", strict=False,
        description="Letters of recommendation, one entry a letter. " + NONE_WORDS,
    )
    ties: Annotated[tuple[TieForm, ...], Entries, AtMost] = Field(
        default=(), title="tie", strict=False, description="Connections to programs."
    )
    policies: Annotated[tuple[PolicyForm, ...], Entries, AtMost] = Field(
        default=(), title="program note", strict=False, description="What you found out about programs."
    )
    earlier_matches: Annotated[tuple[EarlierMatchForm, ...], Entries, AtMost] = Field(
        default=(), title="earlier Match", strict=False,
        description="Matches you took part in before. " + NONE_WORDS,
    )
    backups: Annotated[tuple[BackupForm, ...], Entries, AtMost] = Field(
        default=(),
        title="backup",
        strict=False,
        description="Specialties you would accept if the target fails, each with your yes, maybe or no. With a yes, "
        "SmartPick makes a second list for it; a maybe is not counted. What you want most belongs under targets.",
    )
    backup_declined_in_writing: Certain = Field(
        default=False,
        title="refusal of a backup",
        description="true if you have written down that you want none.",
    )
    pgy1_year: Stance = Field(
        default=None,
        title="willingness for a PGY-1 year",
        description="Would you take a preliminary or transitional PGY-1 year before an advanced program?",
    )
    wishes: Annotated[WishesForm, Block] = Field(
        default=WishesForm(), title="wishes", description="Means and wishes."
    )


def json_schema() -> dict[str, Any]:
    """The JSON Schema (2020-12) of a profile file, as shipped in `data/schema/profile.json`."""
    schema = ProfileForm.model_json_schema(by_alias=True, mode="validation")
    for form in (schema, *schema["$defs"].values()):
        for name, part in form["properties"].items():
            if name != "targets" and (part.get("type") == "array" or "$ref" in part):
                form["properties"][name] = _or_unknown(part, none=form is schema and name in MAY_SAY_NONE)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": SCHEMA_ID,
        **schema,
        "title": "SmartPick profile",
        "required": ["targets"],
    }


def _or_unknown(part: dict[str, Any], *, none: bool) -> dict[str, Any]:
    """The same list or block, or null, or the word unknown (or none); words about it stay outside."""
    about: dict[str, Any] = {key: part[key] for key in ("title", "description", "default") if key in part}
    form = {key: value for key, value in part.items() if key not in about}
    said = [{"const": "unknown"}, *([{"const": NONE}] if none else [])]
    return {**about, "anyOf": [form, {"type": "null"}, *said]}
