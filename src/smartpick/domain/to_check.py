"""What to verify first: the institutions whose answer would improve the list most."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from smartpick.domain.applicant import VisaNeed
from smartpick.domain.chance import Estimate
from smartpick.domain.plan import SourceNote


@dataclass(frozen=True, slots=True)
class InstitutionCheck:
    """One line of the to-do list: look at the website first, then one e-mail to the institution.

    `gain` is the expected rise in the chance of a match (unit "chance") when the list is made again after the
    answer, for the same money; `likely_yes` the estimated chance that the answer is yes.
    """

    institution_id: str
    institution: str
    place: str  # "Boston, MA"
    programs: tuple[str, ...]  # ids of the programs of interest
    program_names: tuple[str, ...]  # "Internal Medicine", with a site where several
    website: str | None
    need: VisaNeed
    likely_yes: Estimate
    gain: Estimate
    reason: str  # one whole sentence
    subject: str
    message: str  # the e-mail's text, ready to copy
    target_gain: Estimate | None = None  # of `gain`, what falls to the target specialty
    on_list: int = 0  # of its programs
    checked: date | None = None  # the day of the user's own note that has grown old
    said: bool | None = None  # what that note says


@dataclass(frozen=True, slots=True)
class ToCheck:
    """The ranked to-do list, at most ten; `notes` say why it may be empty or what was left out."""

    checks: tuple[InstitutionCheck, ...]
    notes: tuple[str, ...] = ()
    season: int | None = None  # the Match it is for
    now: Estimate | None = None  # chance of any residency with the list as it stands
    target_name: str = ""  # "Dermatology"
    sources: tuple[SourceNote, ...] = ()
