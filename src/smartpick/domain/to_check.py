"""What to verify first: the institutions whose answer would improve the list most."""

from __future__ import annotations

from dataclasses import dataclass

from smartpick.domain.applicant import VisaNeed
from smartpick.domain.chance import Estimate


@dataclass(frozen=True, slots=True)
class InstitutionCheck:
    """One line of the to-do list: look at the website first, then one e-mail to the institution.

    `gain` is the expected rise in the chance of a match (unit "chance") when the list is made again after the
    answer; `likely_yes` the estimated chance that the answer is yes.
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


@dataclass(frozen=True, slots=True)
class ToCheck:
    """The ranked to-do list, at most ten; `notes` say why it may be empty or what was left out."""

    checks: tuple[InstitutionCheck, ...]
    notes: tuple[str, ...] = ()
