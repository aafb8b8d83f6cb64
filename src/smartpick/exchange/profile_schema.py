"""The form of a profile file as Pydantic models: every field with its name, its meaning and its reader.

Imported only where a profile is read or its schema is asked for, because Pydantic takes time to load.
The names of the fields are those of the dataclasses in `domain.applicant`, `status` of an entry apart,
which is `progress` there.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Annotated, Any

from pydantic import (
    AliasChoices,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    WithJsonSchema,
    model_validator,
)
from pydantic_core import PydanticCustomError

from smartpick.domain import applicant as domain
from smartpick.exchange import profile_values as values
from smartpick.exchange.profile_values import Reader, Unfit

MAX_ENTRIES = 300
SCHEMA_ID = "smartpick-profile-1"


def _refuse(code: str, say: str, remedy: str) -> PydanticCustomError:
    return PydanticCustomError("unfit", "{say}", {"code": code, "say": say, "remedy": remedy})


def _guarded(reader: Reader) -> Callable[[Any], Any]:
    def read(value: Any) -> Any:
        try:
            return reader(value)
        except Unfit as unfit:
            raise _refuse(unfit.code, unfit.say, unfit.remedy) from None

    return read


def _or(reader: Reader, default: Any) -> Reader:
    """Unknown becomes the default of the domain, for the few fields that have one."""

    def read(value: Any) -> Any:
        found = reader(value)
        return default if found is None else found

    return read


def _needed(reader: Reader) -> Reader:
    def read(value: Any) -> Any:
        found = reader(value)
        if found is None:
            raise Unfit("missing", "{what} is missing.", "Fill it in, or leave out the whole entry.")
        return found

    return read


def _json(kind: dict[str, Any], needed: bool = False) -> dict[str, Any]:
    """What a JSON Schema says about a field: its own form, or null, or the word unknown."""
    return kind if needed else {"anyOf": [kind, {"type": "null"}, {"const": "unknown"}]}


def _typed(reader: Reader, kind: dict[str, Any]) -> tuple[BeforeValidator, WithJsonSchema]:
    return BeforeValidator(_guarded(reader)), WithJsonSchema(_json(kind))


def _between(kind: str, name: str) -> dict[str, Any]:
    low, high = values.within(name)
    return {"type": kind, "minimum": low, "maximum": high}


_DAY_FORM = {"type": "string", "pattern": r"^\d{4}-\d{2}(-\d{2})?$"}
_TEXT_FORM = {"type": "string", "maxLength": values.MAX_TEXT}
_SCORE_SAYS = "{exam} scores lie between {low} and {high}, and {value} does not."


def _choice(kinds: Any, also: dict[str, str] | None = None) -> tuple[BeforeValidator, WithJsonSchema]:
    return _typed(values.read_choice(kinds, also), {"enum": [kind.value for kind in kinds]})


Score = Annotated[int | None, *_typed(values.read_whole("exam_score", _SCORE_SAYS),
                                      _between("integer", "exam_score"))]
Attempts = Annotated[int | None, *_typed(values.read_whole("attempts"), _between("integer", "attempts"))]
Count = Annotated[int | None, *_typed(values.read_whole("count"), _between("integer", "count"))]
ZeroCount = Annotated[int, *_typed(_or(values.read_whole("count"), 0), _between("integer", "count"))]
GroupCount = Annotated[int, BeforeValidator(_guarded(_needed(values.read_whole("group")))),
                       WithJsonSchema(_between("integer", "group"))]
MatchYear = Annotated[int, BeforeValidator(_guarded(_needed(values.read_whole("match_year")))),
                      WithJsonSchema(_between("integer", "match_year"))]
FirstDay = Annotated[date | None, *_typed(values.read_day(), _DAY_FORM)]
LastDay = Annotated[date | None, *_typed(values.read_day(last=True), _DAY_FORM)]
Graduation = Annotated[date | None, *_typed(values.read_day("graduation", last=True), _DAY_FORM)]
YesNo = Annotated[bool | None, *_typed(values.read_yes_no, {"type": "boolean"})]
Certain = Annotated[bool, *_typed(_or(values.read_yes_no, False), {"type": "boolean"})]
InUs = Annotated[bool, *_typed(_or(values.read_yes_no, True), {"type": "boolean"})]
FromUs = Annotated[bool, BeforeValidator(_guarded(_needed(values.read_yes_no))),
                   WithJsonSchema({"type": "boolean"})]
Text = Annotated[str | None, *_typed(values.read_text, _TEXT_FORM)]
NeededText = Annotated[str, BeforeValidator(_guarded(_needed(values.read_text))), WithJsonSchema(_TEXT_FORM)]
Country = Annotated[str | None, *_typed(values.read_country, {"type": "string"})]
State = Annotated[str | None, *_typed(values.read_state, {"type": "string"})]
Specialty = Annotated[str | None, *_typed(values.read_specialty, {"type": "string"})]
OneCountry = Annotated[str, BeforeValidator(_guarded(_needed(values.read_country))),
                       WithJsonSchema({"type": "string"})]
OneState = Annotated[str, BeforeValidator(_guarded(_needed(values.read_state))),
                     WithJsonSchema({"type": "string"})]
OneSpecialty = Annotated[str, BeforeValidator(_guarded(_needed(values.read_specialty))),
                         WithJsonSchema({"type": "string"})]
Stance = Annotated[domain.Stance | None, *_choice(domain.Stance)]
Progress = Annotated[domain.Progress, *_typed(
    _or(values.read_choice(domain.Progress), domain.Progress.DONE), {"enum": ["done", "planned"]})]


def _one_of(kinds: Any, also: dict[str, str] | None = None) -> tuple[BeforeValidator, WithJsonSchema]:
    return (BeforeValidator(_guarded(_needed(values.read_choice(kinds, also)))),
            WithJsonSchema({"enum": [kind.value for kind in kinds]}))


def _as_list(value: Any) -> Any:
    """Unknown is an empty list; a single word is a list of one."""
    if values.is_unknown(value):
        return []
    return [value] if isinstance(value, str) else value


def _entries(value: Any) -> Any:
    """Unknown and `none` are an empty list."""
    return [] if values.is_unknown(value) or value == "none" else value


def _block(value: Any) -> Any:
    return {} if values.is_unknown(value) else value


AsList = BeforeValidator(_as_list)
Entries = BeforeValidator(_entries)
Block = BeforeValidator(_block)


class Form(BaseModel):
    """A block of a profile file: no unknown fields, no guessing of types."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True, use_attribute_docstrings=False)


def _in_order(first: date | None, second: date | None, say: str) -> None:
    if first is not None and second is not None and second < first:
        raise _refuse("wrong_order", say.replace("{a}", first.isoformat()).replace("{b}", second.isoformat()),
                      "Correct one of the two dates.")


class ExamForm(Form):
    score: Score = Field(None, title="score", description="The score earned, on the three-digit scale.")
    passed: YesNo = Field(None, title="result", description="true once passed, false if not (yet) passed.")
    attempts: Attempts = Field(None, title="number of attempts",
                               description="Sittings in all, the passed one included; 0 if never taken.")
    taken: FirstDay = Field(None, title="day taken", description="When it was taken, the last time.")
    planned: FirstDay = Field(None, title="planned day", description="When it will be taken.")
    predicted: Score = Field(None, title="predicted score",
                             description="Your honest guess. It never counts as a score.")

    @model_validator(mode="after")
    def _coherent(self) -> ExamForm:
        if self.attempts == 0 and (self.score is not None or self.passed or self.taken is not None):
            raise _refuse("contradiction", "{what} has a result but 0 attempts.",
                          "Count the sitting that gave the result, or delete the result.")
        if self.planned is not None and self.passed:
            raise _refuse("contradiction", "{what} is passed and also planned; a passed Step is not taken again.",
                          "Delete the planned day.")
        return self


class ExamsForm(Form):
    step1: Annotated[ExamForm, Block] = Field(ExamForm(), title="Step 1", description="USMLE Step 1.")
    step2_ck: Annotated[ExamForm, Block] = Field(ExamForm(), title="Step 2 CK", description="USMLE Step 2 CK.")
    step3: Annotated[ExamForm, Block] = Field(ExamForm(), title="Step 3", description="USMLE Step 3.")
    english_passed: YesNo = Field(None, title="English test", description="OET Medicine passed?")
    ecfmg_certified: YesNo = Field(None, title="ECFMG certificate", description="ECFMG certified?")


class PersonForm(Form):
    citizenships: Annotated[tuple[OneCountry, ...], AsList] = Field(
        (), title="citizenship", strict=False,
        description="All of them: two-letter codes or English names. Used only for visa questions and for "
                    "how the statistics count you.")
    residence_country: Country = Field(None, title="country of residence", description="Where you live now.")
    residence_state: State = Field(None, title="state of residence", description="If you live in the US.")
    status: Annotated[domain.Status | None, *_choice(domain.Status, {
        "citizen": "us_citizen", "green card": "permanent_resident", "lpr": "permanent_resident",
        "j1": "j1_research", "j1 scholar": "j1_research", "f1 student": "f1", "b1": "visitor",
        "b2": "visitor", "abroad": "none"})] = Field(
            None, title="US immigration status", description="Your standing in the US today; none if abroad.")
    status_until: LastDay = Field(None, title="end of the status", description="When that status ends.")
    visa_need: Annotated[domain.VisaNeed | None, *_choice(domain.VisaNeed, {
        "no": "none", "j1 or h1b": "either", "both": "either"})] = Field(
            None, title="visa need", description="Which visa a program would have to sponsor for training.")


class EducationForm(Form):
    student: YesNo = Field(None, title="student or not", description="Still a medical student?")
    graduation: Graduation = Field(None, title="graduation date", description="Done or expected.")
    school_country: Country = Field(None, title="country of the school", description="Of the medical school.")
    caribbean_school: YesNo = Field(None, title="Caribbean school",
                                    description="true for the offshore schools that train for the US.")
    top_percent: Annotated[float | None, *_typed(
        values.read_amount("top_percent"), _between("number", "top_percent"))] = Field(
            None, title="class rank in percent", description="10 means among the top 10 percent.")
    mspe_ranks: YesNo = Field(None, title="ranking in the MSPE",
                              description="Does the dean's letter (MSPE) say where you stand in class?")


class ResearchForm(Form):
    specialty: OneSpecialty = Field(title="specialty", description="What the research is about.")
    place: Annotated[domain.ResearchPlace, *_one_of(domain.ResearchPlace, {
        "us": "onsite_us", "on site": "onsite_us", "remote": "remote_us", "home country": "home"})] = Field(
            title="place", description="On site in the US, remote for a US group, or at home. Apart, because "
                                       "remote months do not count as on-site months.")
    start: FirstDay = Field(None, title="start", description="First day.")
    end: LastDay = Field(None, title="end", description="Last day, expected or past; leave out if open.")
    months: Annotated[float | None, *_typed(
        values.read_amount("research_months"), _between("number", "research_months"))] = Field(
            None, title="number of months", description="Only where you give no start.")
    progress: Progress = Field(domain.Progress.DONE, title="status", description="done or planned; where a "
                               "start is given, the dates decide.",
                               validation_alias=AliasChoices("status", "progress"))

    @model_validator(mode="after")
    def _coherent(self) -> ResearchForm:
        _in_order(self.start, self.end, "{what} ends on {b}, before it starts on {a}.")
        if self.start is not None and self.months is not None:
            raise _refuse("contradiction", "{what} has a start and a number of months; the months are counted "
                          "from the dates.", "Delete one of the two.")
        if self.start is None and self.months is None:
            raise _refuse("missing", "{what} has neither a start nor a number of months.",
                          "Give start (and end), or months.")
        return self


class OutputForm(Form):
    kind: Annotated[domain.OutputKind, *_one_of(domain.OutputKind, {
        "publication": "paper", "article": "paper", "presentation": "talk", "oral": "talk"})] = Field(
            title="kind", description="One group of like things an entry.")
    count: GroupCount = Field(title="count", description="How many.")
    specialty: Specialty = Field(None, title="specialty", description="If they are in one specialty.")
    first_author: ZeroCount = Field(0, title="number as first author", description="Of these, as first author.")
    us_national: ZeroCount = Field(0, title="number at US national meetings",
                                   description="Of these, at national meetings in the US.")
    progress: Progress = Field(domain.Progress.DONE, title="status",
                               description="done: published, accepted or presented. planned: not yet.",
                               validation_alias=AliasChoices("status", "progress"))

    @model_validator(mode="after")
    def _coherent(self) -> OutputForm:
        for part, words in ((self.first_author, "as first author"), (self.us_national, "at US national meetings")):
            if part > self.count:
                raise _refuse("part_exceeds_whole", f"{{what}} counts {part} {words} but only {self.count} in all.",
                              "The part cannot be larger than the count: correct one of them.")
        return self


class RotationForm(Form):
    kind: Annotated[domain.RotationKind, *_one_of(domain.RotationKind, {
        "sub-i": "sub_internship", "acting internship": "sub_internship", "elective": "us_elective",
        "externship": "hands_on_externship", "core": "core_clerkship", "clerkship": "core_clerkship"})] = Field(
            title="kind", description="What you did or will do there.")
    specialty: OneSpecialty = Field(title="specialty", description="The specialty of the rotation.")
    weeks: Annotated[float | None, *_typed(values.read_amount("weeks"), _between("number", "weeks"))] = Field(
        None, title="number of weeks", description="How long.")
    in_us: InUs = Field(True, title="place", description="In the US? true unless you say false.")
    teaching_hospital: YesNo = Field(None, title="teaching hospital", description="At a teaching hospital?")
    site: Text = Field(None, title="site", description="Hospital or place, in your own words.")
    start: FirstDay = Field(None, title="start", description="First day.")
    end: LastDay = Field(None, title="end", description="Last day; it counts from then on.")
    progress: Progress = Field(domain.Progress.DONE, title="status", description="done or planned; where an "
                               "end is given, the date decides.",
                               validation_alias=AliasChoices("status", "progress"))

    @model_validator(mode="after")
    def _coherent(self) -> RotationForm:
        _in_order(self.start, self.end, "{what} ends on {b}, before it starts on {a}.")
        return self


class LetterForm(Form):
    specialty: OneSpecialty = Field(title="specialty", description="The writer's specialty.")
    from_us: FromUs = Field(title="country of the writer", description="Does the writer teach in the US?")
    strong: YesNo = Field(None, title="strength", description="Did the writer agree to a strong letter?")
    progress: Progress = Field(domain.Progress.DONE, title="status",
                               description="done: confirmed by the writer. planned: not yet asked or promised.",
                               validation_alias=AliasChoices("status", "progress"))
    relation: Text = Field(None, title="relation", description="How the writer knows you.")


class TieForm(Form):
    kind: Annotated[domain.TieKind, *_one_of(domain.TieKind)] = Field(
        title="kind", description="rotation, mentor and champion are strong; alumni and region alone are not.")
    program: Text = Field(None, title="program", description="Program id or NRMP code.")
    institution: Text = Field(None, title="institution",
                              description="Its id, or its name as `smartpick programs` prints it.")
    specialty: Specialty = Field(None, title="specialty", description="If the tie is to one specialty there.")
    will_call: Certain = Field(False, title="word for you",
                               description="Has this person said they will speak for you?")
    note: Text = Field(None, title="note", description="For yourself.")
    who: Text = Field(None, title="person", description="A label of your own for the person, without a name; "
                      "ties with the same label are one person.")

    @model_validator(mode="after")
    def _coherent(self) -> TieForm:
        if self.program is None and self.institution is None and self.kind is not domain.TieKind.REGION:
            raise _refuse("missing", "{what} names neither a program nor an institution.",
                          "Name one: `smartpick programs` lists both.")
        return self


class PolicyForm(Form):
    program: NeededText = Field(title="program", description="Program id or NRMP code.")
    sponsors_j1: YesNo = Field(None, title="J-1 sponsorship", description="Does it take J-1 residents?")
    sponsors_h1b: YesNo = Field(None, title="H-1B sponsorship", description="Does it sponsor H-1B?")
    img_residents: Annotated[int | None, *_typed(
        values.read_whole("residents"), _between("integer", "residents"))] = Field(
            None, title="number of IMG residents", description="IMGs among its present residents.")
    against_imgs: YesNo = Field(None, title="policy on IMGs", description="Does it say it takes no IMGs?")
    checked: FirstDay = Field(None, title="day checked", description="When you looked.")
    source_kind: Text = Field(None, title="source", description="website, e-mail, a resident ...")


class EarlierMatchForm(Form):
    year: MatchYear = Field(title="year", description="The year of that Match (March).")
    specialties: Annotated[tuple[OneSpecialty, ...], AsList] = Field(
        (), title="specialty", strict=False, description="What you applied to.")
    applications: Count = Field(None, title="number of applications", description="Sent in all.")
    interviews: Count = Field(None, title="number of interviews", description="Attended.")
    ranked: Count = Field(None, title="number of programs ranked", description="On your certified list.")
    matched: YesNo = Field(None, title="result", description="Did you match?")


class BackupForm(Form):
    specialty: OneSpecialty = Field(title="specialty", description="A specialty, or preliminary_surgery, "
                                    "preliminary_medicine or transitional_year.")
    willing: Annotated[domain.Stance, *_one_of(domain.Stance)] = Field(
        title="willingness", description="Would you really train and work in it? yes, maybe or no.")


class WishesForm(Form):
    budget_usd: Annotated[int | None, *_typed(values.read_budget, _between("integer", "money"))] = Field(
        None, title="budget", description="US dollars for application fees of this season.")
    savings_months: Annotated[float | None, *_typed(
        values.read_amount("savings_months"), _between("number", "savings_months"))] = Field(
            None, title="months of savings", description="How many months you could live on savings.")
    tolerance_emotional: Annotated[int | None, *_typed(
        values.read_whole("tolerance"), _between("integer", "tolerance"))] = Field(
            None, title="emotional tolerance", description="1 (low) to 5 (high), for a year without a match.")
    tolerance_financial: Annotated[int | None, *_typed(
        values.read_whole("tolerance"), _between("integer", "tolerance"))] = Field(
            None, title="financial tolerance", description="1 (low) to 5 (high), for a year without a match.")
    can_extend: Stance = Field(None, title="willingness to extend",
                               description="Would you add a year or two (research, preliminary year)?")
    can_move_from: FirstDay = Field(None, title="day you can move", description="To the US, from when.")
    states: Annotated[tuple[OneState, ...], AsList] = Field(
        (), title="wanted state", strict=False, description="Only these; leave empty for anywhere.")
    avoid_states: Annotated[tuple[OneState, ...], AsList] = Field(
        (), title="state to avoid", strict=False, description="None of these.")
    max_interviews: Annotated[int | None, *_typed(
        values.read_whole("interviews"), _between("integer", "interviews"))] = Field(
            None, title="largest number of interviews", description="How many you could attend.")


def _rows(form: type[Form]) -> Any:
    return Annotated[tuple[form, ...], Entries, Field(max_length=MAX_ENTRIES)]  # type: ignore[valid-type]


class ProfileForm(Form):
    schema_version: Annotated[int, *_typed(_or(values.read_whole("group"), 1), {"const": 1})] = Field(
        1, title="schema version", description="The version of this file's form.")
    label: Text = Field(None, title="label", description="A name for this profile, for yourself.")
    is_example: Certain = Field(False, title="example", description="true only for invented people.")
    season: Annotated[int | None, *_typed(values.read_whole("season"), _between("integer", "season"))] = Field(
        None, title="season", description="The year of the Match you aim at; 2028 is the Match of March 2028. "
                                          "Left open, SmartPick proposes the first one you can prepare for.")
    targets: Annotated[tuple[OneSpecialty, ...], AsList] = Field(
        (), title="target", strict=False, json_schema_extra={"minItems": 1},
        description="Your target specialty first; a second one is applied to beside it.")
    applicant_type: Annotated[domain.ApplicantType | None, *_choice(domain.ApplicantType, {
        "us citizen img": "us_img", "non us citizen img": "non_us_img"})] = Field(
            None, title="applicant type",
            description="How the statistics count you; visa need is another question. Left open, it is "
                        "derived from citizenship and school where that is clear.")
    person: Annotated[PersonForm, Block] = Field(PersonForm(), title="person", description="Citizenship and visa.")
    education: Annotated[EducationForm, Block] = Field(EducationForm(), title="education",
                                                       description="Medical school.")
    exams: Annotated[ExamsForm, Block] = Field(ExamsForm(), title="exams", description="Exams and certificates.")
    research: _rows(ResearchForm) = Field((), title="research", strict=False, description="Research periods.")
    outputs: _rows(OutputForm) = Field((), title="group of outputs", strict=False,
                                       description="Papers, posters, talks.")
    rotations: _rows(RotationForm) = Field((), title="rotation", strict=False, description="Clinical rotations.")
    letters: _rows(LetterForm) = Field((), title="letter", strict=False,
                                       description="Letters of recommendation, one entry a letter.")
    ties: _rows(TieForm) = Field((), title="tie", strict=False, description="Connections to programs.")
    policies: _rows(PolicyForm) = Field((), title="program note", strict=False,
                                        description="What you found out about programs.")
    earlier_matches: _rows(EarlierMatchForm) = Field((), title="earlier Match", strict=False,
                                                     description="Matches you took part in before.")
    backups: _rows(BackupForm) = Field((), title="backup", strict=False,
                                       description="Other careers, and whether you would accept them.")
    backup_declined_in_writing: Certain = Field(
        False, title="refusal of a backup", description="true if you have written down that you want none.")
    pgy1_year: Stance = Field(None, title="willingness for a PGY-1 year", description="Would you take a "
                              "preliminary or transitional PGY-1 year before an advanced program?")
    wishes: Annotated[WishesForm, Block] = Field(WishesForm(), title="wishes", description="Means and wishes.")


def json_schema() -> dict[str, Any]:
    """The JSON Schema (2020-12) of a profile file, as shipped in `data/schema/profile.json`."""
    schema = ProfileForm.model_json_schema(by_alias=True, mode="validation")
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": SCHEMA_ID, **schema,
            "title": "SmartPick profile", "required": ["targets"]}
