"""What would change the verdict, and planned rotations that cannot happen (reference case 4)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from smartpick.advise.rotations import rotation_warnings
from smartpick.advise.strategy import strategies
from smartpick.domain.applicant import (
    Education,
    Exam,
    Exams,
    Letter,
    Person,
    Profile,
    Progress,
    ResearchPeriod,
    ResearchPlace,
    Rotation,
    RotationKind,
    Status,
    VisaNeed,
    Wishes,
)
from smartpick.domain.plan import Flip, Lane, Strategy
from strategy_cases import DERM, MAYBE, TODAY, YES, applicant, season, texts, visa

IN_BOSTON = Person(("IN",), "US", "MA", Status.J1_RESEARCH, visa_need=VisaNeed.J1)
IN_OHIO = Person(("PK",), "US", "OH", Status.PERMANENT_RESIDENT, visa_need=VisaNeed.NONE)
GRADUATE = Education(student=False, graduation=date(2025, 3, 31))
STUDENT = Education(student=True, graduation=date(2027, 7, 31))


def flips_of(profile: Profile, match_year: int = 2028, today: date = TODAY, lane: Lane = Lane.OPEN
             ) -> tuple[Flip, ...]:
    return strategies(profile, season(match_year), visa(lane), today).flips


def plans(profile: Profile, **more: object) -> list[Flip]:
    return [f for f in flips_of(profile, **more) if not f.comparison_only]  # type: ignore[arg-type]


@pytest.mark.covers("R19", "R122")
def test_a_missing_letter_is_named_and_leads_where_the_table_leads():
    profile = applicant(score=252, months=12, papers=2, strong=1, other_letters=2, sub_internships=2,
                        backups={"internal_medicine": YES})
    (flip,) = plans(profile)
    assert flip.change == "Ask for 1 more strong US letter in dermatology."
    assert flip.leads_to is Strategy.FOCUSED_PARALLEL
    assert flip.by == date(2027, 7, 7)
    added = replace(profile, letters=(*profile.letters, Letter(DERM, True, True)))
    assert strategies(added, season(), visa(), TODAY).today.strategy is flip.leads_to


@pytest.mark.covers("R25")
def test_a_maybe_is_named_as_the_backup_to_decide_on():
    profile = applicant(score=252, months=12, papers=2, strong=3, sub_internships=2, backups={"pathology": MAYBE})
    (flip,) = plans(profile)
    assert "pathology" in flip.change
    assert flip.leads_to is Strategy.FOCUSED_PARALLEL


@pytest.mark.covers("H17")
def test_a_passed_step_2_is_never_to_be_raised():
    for score in (231, 246, 252, 259):
        found = strategies(applicant(score=score, backups={"internal_medicine": YES}), season(), visa(), TODAY)
        assert not any("Step 2" in f.change or "score" in f.change for f in found.flips)
        assert not any(word in texts(found).lower() for word in ("retake", "reach 260", "raise your"))


@pytest.mark.covers("H17", "H6")
def test_a_score_still_to_come_is_a_what_if_with_its_downside():
    pending = Exams(step2_ck=Exam(planned=date(2027, 3, 1), predicted=262))
    profile = applicant(exams=pending, months=12, papers=2, strong=1, sub_internships=2, other_letters=2,
                        backups={"internal_medicine": YES})
    found = strategies(profile, season(), visa(), TODAY)
    score = next(f for f in found.flips if "Step 2 CK" in f.change)
    assert score.comparison_only
    assert "stays on the record" in score.change
    assert "7 Jul 2027" in score.change  # before programs open applications


@pytest.mark.covers("H8", "H17")
def test_hands_on_rotations_are_offered_only_to_those_who_can_do_them():
    ready = {"score": 252, "months": 12.0, "papers": 2, "strong": 3, "backups": {"internal_medicine": YES}}
    graduate = applicant(**ready, person=IN_BOSTON, education=GRADUATE)
    settled = applicant(**ready, person=IN_OHIO, education=GRADUATE)
    student = applicant(**ready, person=IN_BOSTON, education=STUDENT)
    assert not plans(graduate)
    assert plans(settled)[0].change.startswith("Complete 2 hands-on externships at a US teaching hospital")
    (move,) = plans(student)
    assert "sub-internships or electives" in move.change
    assert "before 7 Jul 2027" in move.change
    early = replace(student, education=replace(STUDENT, graduation=date(2027, 5, 31)))
    assert "before 31 May 2027" in plans(early)[0].change


@pytest.mark.covers("R40", "R135")
def test_research_is_offered_only_where_twelve_months_still_fit():
    profile = applicant(score=252, strong=3, sub_internships=2, backups={"internal_medicine": YES})
    assert not plans(profile)  # 22 Nov 2026 to 1 Sep 2027 is nine months
    (flip,) = plans(profile, match_year=2029)
    assert flip.change.startswith("Start on-site research in dermatology in the US by 7 Sep 2027")
    assert flip.by == date(2027, 9, 7)
    late = replace(profile, wishes=replace(profile.wishes, can_move_from=date(2028, 1, 1)))
    assert not plans(late, match_year=2029)
    assert not plans(profile, match_year=2029, lane=Lane.CLOSED)


@pytest.mark.covers("R19")
def test_where_no_single_change_is_enough_the_smallest_set_is_named():
    profile = applicant(score=252, backups={"internal_medicine": YES}, person=IN_OHIO, sub_internships=1)
    found = plans(profile, match_year=2029)
    assert len(found) == 1
    for part in ("research", "Ask for", "Complete 1"):
        assert part in found[0].change


@pytest.mark.covers("R21", "R108")
def test_declining_the_backup_is_only_ever_a_comparison():
    profile = applicant(score=262, months=12, papers=2, strong=3, sub_internships=2, champions=2, tolerance=(5, 5),
                        savings=12, backups={"internal_medicine": YES})
    decline = [f for f in flips_of(profile) if f.leads_to is Strategy.ONE_SPECIALTY_ONLY]
    assert decline
    assert all(f.comparison_only for f in decline)


@pytest.mark.covers("H17")
def test_nothing_can_be_changed_after_submission():
    profile = applicant(score=252, strong=1, backups={"internal_medicine": YES})
    assert flips_of(profile, today=date(2027, 10, 1)) == ()


@pytest.mark.covers("H17")
@settings(max_examples=60, deadline=None)
@given(score=st.one_of(st.none(), st.integers(220, 280)), months=st.sampled_from([0, 6, 12]),
       papers=st.integers(0, 2), strong=st.integers(0, 3), rotations=st.integers(0, 2),
       willing=st.booleans(), person=st.sampled_from([IN_BOSTON, IN_OHIO]))
def test_a_flip_is_never_the_verdict_itself_and_never_past_its_day(score, months, papers, strong, rotations, willing,
                                                                  person):
    profile = applicant(score=score, months=months, papers=papers, strong=strong, sub_internships=rotations,
                        backups={"internal_medicine": YES} if willing else {}, person=person)
    found = strategies(profile, season(2029), visa(), TODAY)
    for flip in found.flips:
        assert flip.leads_to is not found.planned.strategy
        assert flip.by is not None
        assert TODAY <= flip.by <= date(2028, 9, 6)
        assert not any(word in flip.change for word in ("green card", "citizen", "graduat"))


# --- rotations that cannot happen ---------------------------------------------------------------


def planned_elective(start: date) -> tuple[Rotation, ...]:
    return (Rotation(RotationKind.US_ELECTIVE, DERM, 4, start=start, progress=Progress.PLANNED),)


@pytest.mark.covers("H8")
def test_a_graduate_without_a_status_for_it_cannot_do_an_elective():
    profile = applicant(education=GRADUATE, rotations=planned_elective(date(2027, 2, 1)))
    (warning,) = rotation_warnings(profile, TODAY)
    assert warning.code == "rotation_blocked"
    assert "observership" in warning.message
    assert "research" in warning.message


@pytest.mark.covers("H8")
def test_no_verdict_rests_on_a_rotation_that_cannot_happen():
    blocked = applicant(education=GRADUATE, rotations=planned_elective(date(2027, 2, 1)) * 2)
    found = strategies(blocked, season(), visa(), TODAY)
    assert next(c for c in found.planned.criteria if c.key == "us_rotations").have.startswith("0 of 2")
    student = applicant(education=STUDENT, rotations=planned_elective(date(2027, 2, 1)) * 2)
    assert strategies(student, season(), visa(), TODAY).planned.count("pillar") == 1


@pytest.mark.covers("H8")
def test_a_graduate_with_a_green_card_is_not_blocked():
    profile = applicant(person=IN_OHIO, education=GRADUATE, rotations=planned_elective(date(2027, 2, 1)))
    assert rotation_warnings(profile, TODAY) == ()


@pytest.mark.covers("H8")
@pytest.mark.parametrize(("start", "code"), [(date(2027, 8, 2), "rotation_move"), (date(2027, 7, 1), None)])
def test_a_students_elective_has_to_end_before_graduation(start, code):
    profile = applicant(education=STUDENT, rotations=planned_elective(start))
    found = rotation_warnings(profile, TODAY)
    assert [w.code for w in found] == ([code] if code else [])
    if found:
        assert "before 31 Jul 2027" in found[0].message


@pytest.mark.covers("R51")
def test_observerships_only():
    profile = applicant(rotations=(Rotation(RotationKind.OBSERVERSHIP, DERM, 4),) * 4)
    (warning,) = rotation_warnings(profile, TODAY)
    assert warning.code == "observerships_only"
    assert "usually not enough" in warning.message
    with_one = replace(profile, rotations=(*profile.rotations, Rotation(RotationKind.US_ELECTIVE, DERM, 4)))
    assert rotation_warnings(with_one, TODAY) == ()


@pytest.mark.covers("H9")
def test_unpaid_research_on_a_visitor_visa_carries_a_note():
    visitor = Person(("IN",), "US", status=Status.VISITOR, visa_need=VisaNeed.J1)
    research = (ResearchPeriod(DERM, ResearchPlace.ONSITE_US, start=date(2026, 9, 1)),)
    profile = applicant(person=visitor, research=research, wishes=Wishes())
    assert "ask the international office" in " ".join(strategies(profile, season(), visa(), TODAY).planned.warnings)
