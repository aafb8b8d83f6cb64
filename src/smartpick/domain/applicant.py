"""The applicant: everything a profile may say, every field of it allowed to be unknown (None)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

SCHEMA_VERSION = 1


class ApplicantType(StrEnum):
    """How the published statistics count a person; apart from visa need (requirement H4)."""

    US_MD_SENIOR = "us_md_senior"
    US_DO_SENIOR = "us_do_senior"
    US_MD_GRADUATE = "us_md_graduate"
    US_DO_GRADUATE = "us_do_graduate"
    US_IMG = "us_img"
    NON_US_IMG = "non_us_img"

    @property
    def is_img(self) -> bool:
        return self in (ApplicantType.US_IMG, ApplicantType.NON_US_IMG)


class VisaNeed(StrEnum):
    """Which visa a program would have to sponsor."""

    NONE = "none"
    J1 = "j1"
    H1B = "h1b"
    EITHER = "either"


class Status(StrEnum):
    """The person's present standing in US immigration."""

    US_CITIZEN = "us_citizen"
    PERMANENT_RESIDENT = "permanent_resident"
    EAD = "ead"  # work permit of one's own: asylum, refugee, spouse and others
    J1_RESEARCH = "j1_research"
    J1_CLINICAL = "j1_clinical"
    H1B = "h1b"
    F1 = "f1"
    VISITOR = "visitor"
    OTHER = "other"
    NONE = "none"  # no US status, lives abroad


class Stance(StrEnum):
    YES = "yes"
    MAYBE = "maybe"
    NO = "no"


class Progress(StrEnum):
    DONE = "done"
    PLANNED = "planned"


class RotationKind(StrEnum):
    """In the guide's order of worth (R52); core clerkships belong to US-based schooling."""

    SUB_INTERNSHIP = "sub_internship"
    US_ELECTIVE = "us_elective"
    HANDS_ON_EXTERNSHIP = "hands_on_externship"
    CORE_CLERKSHIP = "core_clerkship"
    OBSERVERSHIP = "observership"
    RESEARCH_CLINIC = "research_clinic"

    @property
    def hands_on(self) -> bool:
        return self not in (RotationKind.OBSERVERSHIP, RotationKind.RESEARCH_CLINIC)


class ResearchPlace(StrEnum):
    ONSITE_US = "onsite_us"
    REMOTE_US = "remote_us"
    HOME = "home"


class OutputKind(StrEnum):
    PAPER = "paper"
    ABSTRACT = "abstract"
    POSTER = "poster"
    TALK = "talk"
    CHAPTER = "chapter"
    REVIEW = "review"

    @property
    def written(self) -> bool:
        """Papers, reviews and chapters: what counts as a publication."""
        return self in (OutputKind.PAPER, OutputKind.REVIEW, OutputKind.CHAPTER)


class TieKind(StrEnum):
    """Ties to a program; the first three are strong and direct, the others weak (spec I, tiers)."""

    ROTATION = "rotation"
    MENTOR = "mentor"
    CHAMPION = "champion"
    ALUMNI = "alumni"
    REGION = "region"

    @property
    def strong(self) -> bool:
        return self in (TieKind.ROTATION, TieKind.MENTOR, TieKind.CHAMPION)


@dataclass(frozen=True, slots=True)
class Exam:
    """One licensing exam. `score` is what was earned, `predicted` a guess that never counts as earned."""

    score: int | None = None
    passed: bool | None = None
    attempts: int | None = None  # sittings in all, the passed one included
    taken: date | None = None
    planned: date | None = None
    predicted: int | None = None


@dataclass(frozen=True, slots=True)
class Exams:
    step1: Exam = Exam()
    step2_ck: Exam = Exam()
    step3: Exam = Exam()
    english_passed: bool | None = None  # OET Medicine
    ecfmg_certified: bool | None = None


@dataclass(frozen=True, slots=True)
class ResearchPeriod:
    """Research from `start` to `end` (None: going on); months are counted by date, or given as `months`."""

    specialty: str
    place: ResearchPlace
    start: date | None = None
    end: date | None = None
    months: float | None = None  # only where no dates are given, and then `progress` counts
    progress: Progress = Progress.DONE


@dataclass(frozen=True, slots=True)
class Output:
    """A group of like papers, posters or talks; `first_author` of `count`, `us_national` of `count`; 0 says none."""

    kind: OutputKind
    count: int
    specialty: str | None = None
    first_author: int = 0
    us_national: int = 0
    progress: Progress = Progress.DONE


@dataclass(frozen=True, slots=True)
class Rotation:
    kind: RotationKind
    specialty: str
    weeks: float | None = None
    in_us: bool = True
    teaching_hospital: bool | None = None
    site: str | None = None
    start: date | None = None
    end: date | None = None
    progress: Progress = Progress.DONE


@dataclass(frozen=True, slots=True)
class Letter:
    specialty: str
    from_us: bool
    strong: bool | None = None
    progress: Progress = Progress.DONE  # done: confirmed by the writer; planned: not yet asked or promised
    relation: str | None = None


@dataclass(frozen=True, slots=True)
class Tie:
    """A connection to one program, or to every program of an institution (matched by name or id)."""

    kind: TieKind
    program: str | None = None  # program_id or NRMP code
    institution: str | None = None  # institution id, or its name as the directory prints it
    specialty: str | None = None
    will_call: bool = False
    note: str | None = None
    who: str | None = None  # a label for the person; ties with the same label are one champion, counted once


@dataclass(frozen=True, slots=True)
class PolicyNote:
    """What the user found out about a program: visa policy or IMG record. None is unknown, never "no"."""

    program: str
    sponsors_j1: bool | None = None
    sponsors_h1b: bool | None = None
    img_residents: int | None = None  # IMGs seen in this specialty there
    against_imgs: bool | None = None
    checked: date | None = None
    source_kind: str | None = None  # website, e-mail, friend ...


@dataclass(frozen=True, slots=True)
class EarlierMatch:
    year: int
    specialties: tuple[str, ...] = ()
    applications: int | None = None
    interviews: int | None = None
    ranked: int | None = None
    matched: bool | None = None


@dataclass(frozen=True, slots=True)
class Backup:
    """A parallel career and whether the person would really accept it (R25, R115).

    `specialty` is a specialty id, or one of the one-year seats `preliminary_surgery`,
    `preliminary_medicine`, `transitional_year`.
    """

    specialty: str
    willing: Stance


@dataclass(frozen=True, slots=True)
class Person:
    citizenships: tuple[str, ...] = ()  # ISO 3166-1 alpha-2, e.g. ("IN",)
    residence_country: str | None = None  # ISO 3166-1 alpha-2
    residence_state: str | None = None  # US state, where living in the US
    status: Status | None = None
    status_until: date | None = None
    visa_need: VisaNeed | None = None


@dataclass(frozen=True, slots=True)
class Education:
    student: bool | None = None
    graduation: date | None = None  # done or expected
    school_country: str | None = None  # ISO 3166-1 alpha-2
    caribbean_school: bool | None = None
    top_percent: float | None = None  # 10 means top 10 % of the class
    mspe_ranks: bool | None = None


@dataclass(frozen=True, slots=True)
class Wishes:
    """Preferences and means. Money in US dollars of the day; tolerances from 1 (low) to 5 (high)."""

    budget_usd: int | None = None  # for application fees of the target season
    savings_months: float | None = None
    tolerance_emotional: int | None = None
    tolerance_financial: int | None = None
    can_extend: Stance | None = None
    can_move_from: date | None = None
    states: tuple[str, ...] = ()  # two-letter codes; empty: anywhere
    avoid_states: tuple[str, ...] = ()
    max_interviews: int | None = None


@dataclass(frozen=True, slots=True)
class Profile:
    """One applicant as they described themselves. `targets[0]` is the target, further ones are parallel.

    `none_of` names the lists of which the person said "none so far", sorted; see `domain.none_so_far`.
    """

    targets: tuple[str, ...]
    applicant_type: ApplicantType | None
    label: str | None = None
    is_example: bool = False
    season: int | None = None
    person: Person = Person()
    education: Education = Education()
    exams: Exams = Exams()
    research: tuple[ResearchPeriod, ...] = ()
    outputs: tuple[Output, ...] = ()
    rotations: tuple[Rotation, ...] = ()
    letters: tuple[Letter, ...] = ()
    ties: tuple[Tie, ...] = ()
    policies: tuple[PolicyNote, ...] = ()
    earlier_matches: tuple[EarlierMatch, ...] = ()
    backups: tuple[Backup, ...] = ()
    backup_declined_in_writing: bool = False
    pgy1_year: Stance | None = None  # willing to take a preliminary or transitional PGY-1 year
    wishes: Wishes = Wishes()
    schema_version: int = SCHEMA_VERSION
    none_of: tuple[str, ...] = ()

    @property
    def target(self) -> str:
        return self.targets[0]

    @property
    def needs_visa(self) -> bool | None:
        """None where the profile does not say."""
        need = self.person.visa_need
        return None if need is None else need is not VisaNeed.NONE
