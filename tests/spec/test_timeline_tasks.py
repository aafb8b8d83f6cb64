"""The dated plan: profiles in, tasks out. Today is 22 Nov 2026 unless a case says otherwise."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from smartpick.advise.circumstances import CONDITIONS
from smartpick.domain.applicant import (
    Backup,
    EarlierMatch,
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
    Stance,
    Status,
    VisaNeed,
)
from smartpick.domain.plan import TaskState
from smartpick.errors import BadFacts
from smartpick.facts import load_facts
from smartpick.facts.timeline_rules import timeline_rules
from timeline_cases import GRADUATE, IN_INDIA, STUDENT, TODAY, applicant, example, keys, plan_dates

# --- the four example profiles -------------------------------------------------------------------


@pytest.mark.covers("R116", "R117", "R118", "D28")
@pytest.mark.parametrize(("name", "match_year"), [
    ("derm_j1", 2028), ("ortho_reapplicant", 2028), ("im_dual", 2028), ("neurosurgery_student", 2029)])
def test_the_examples_are_planned_for_the_season_they_can_still_prepare(name: str, match_year: int) -> None:
    dates = plan_dates(example(name))
    assert dates.season.match_year == match_year
    assert [t.due for t in dates.tasks] == sorted(t.due for t in dates.tasks)
    assert len({t.uid for t in dates.tasks}) == len(dates.tasks)
    assert keys(dates)["submit"].due == dates.season.submission


@pytest.mark.parametrize(("name", "steps"), [
    ("derm_j1", ["letters_ask", "visa_policies", "research_months"]),
    ("ortho_reapplicant", ["rotations_hands_on", "what_is_new", "conferences"]),
    ("neurosurgery_student", ["elective_apply", "step2_take", "electives"]),
])
def test_the_next_three_steps_are_the_ones_that_change_most(name: str, steps: list[str]) -> None:
    dates = plan_dates(example(name))
    assert [f"{dates.season.match_year}-{key}@smartpick" for key in steps] == [t.uid for t in dates.next_steps]


@pytest.mark.covers("R124", "R125")
def test_derm_j1_decides_on_7_jul_2027_and_its_status_ends_in_december() -> None:
    tasks = keys(plan_dates(example("derm_j1")))
    assert tasks["decision_day"].due == date(2027, 7, 7)
    assert tasks["status_end"].due == date(2027, 9, 30)
    assert "31 Dec 2027" in tasks["status_end"].title


@pytest.mark.covers("H18", "D13")
def test_an_advanced_target_asks_for_pgy1_programs_too() -> None:
    dates = keys(plan_dates(example("derm_j1")))
    assert "91% of the 2026 places" in dates["pgy1_programs"].detail
    assert "supplemental list" in dates["rank_list"].detail
    assert "pgy1_programs" not in keys(plan_dates(example("ortho_reapplicant")))


@pytest.mark.covers("H8", "R52")
def test_the_students_electives_end_before_graduation() -> None:
    dates = plan_dates(example("neurosurgery_student"))
    tasks = keys(dates)
    assert tasks["electives"].due == date(2027, 7, 30)
    assert tasks["electives"].due < date(2027, 7, 31)
    assert tasks["elective_apply"].due == date(2027, 1, 31)
    assert any("moved before 31 Jul 2027 (H8)" in note for note in dates.notes)


@pytest.mark.covers("R134", "R135")
def test_remote_months_are_not_counted_as_on_site_months() -> None:
    research = keys(plan_dates(example("neurosurgery_student")))["research_months"]
    assert research.title == "Build on-site research months (0 of 12 so far)"
    remote = applicant(research=(ResearchPeriod("dermatology", ResearchPlace.REMOTE_US, months=12),))
    assert keys(plan_dates(remote))["research_months"].title == (
        "Build on-site research months (0 of 12 so far)")


@pytest.mark.covers("R138", "R112")
def test_a_reapplicant_writes_down_what_is_new() -> None:
    task = keys(plan_dates(example("ortho_reapplicant")))["what_is_new"]
    assert task.title == "Write down what is new since the 2026 Match"
    assert task.due == date(2027, 7, 7)
    matched = applicant(earlier_matches=(EarlierMatch(2026, ("dermatology",), matched=True),))
    assert "what_is_new" not in keys(plan_dates(matched))


@pytest.mark.covers("H24")
def test_outside_the_guides_specialties_its_windows_are_silent() -> None:
    dates = plan_dates(example("im_dual"))
    assert not {"outreach", "move", "research_months", "decision_day", "step3_optional"} & set(keys(dates))
    assert {"check_day", "statement-internal_medicine", "statement-family_medicine"} <= set(keys(dates))
    assert not [t for t in dates.tasks if t.lane == "visa"]
    assert any("H24" in note for note in dates.notes)


# --- exams ---------------------------------------------------------------------------------------


@pytest.mark.covers("H17")
def test_a_passed_step_is_never_taken_again() -> None:
    for name in ("derm_j1", "ortho_reapplicant", "im_dual"):
        tasks = keys(plan_dates(example(name)))
        assert "step2_take" not in tasks
        assert tasks["step2_passed"].state is TaskState.DONE
    assert "step3_optional" not in keys(plan_dates(example("ortho_reapplicant")))


@pytest.mark.covers("H6", "R116", "R117")
def test_step_2_gets_its_earliest_sensible_date_beside_the_guides() -> None:
    open_exam = applicant(exams=Exams(step1=Exam(passed=True)))
    task = keys(plan_dates(open_exam))["step2_take"]
    assert task.due == date(2027, 3, 14), "16 weeks of preparation from 22 Nov 2026"
    assert "places the exam in Year 1 (about 6 Sep 2027)" in task.detail
    planned = applicant(exams=Exams(step2_ck=Exam(planned=date(2027, 5, 3))))
    assert keys(plan_dates(planned))["step2_take"].due == date(2027, 5, 3)


@pytest.mark.covers("H17")
def test_no_exam_is_dated_so_late_that_its_score_arrives_after_programs_read() -> None:
    h1b = replace(IN_INDIA, visa_need=VisaNeed.EITHER)
    for profile in (applicant(person=h1b), applicant(), applicant(exams=Exams(), person=h1b)):
        dates = plan_dates(profile)
        exams = [t for key, t in keys(dates).items() if key in ("step2_take", "step3_h1b", "step3_optional")]
        assert exams
        for task in exams:
            assert (dates.season.day("program_review") - task.due).days >= 28


@pytest.mark.covers("R71", "R74", "H15")
def test_case_8_h1b_only_without_step_3_gets_a_dated_task_before_the_start() -> None:
    person = replace(IN_INDIA, visa_need=VisaNeed.H1B)
    dates = plan_dates(applicant(person=person))
    task = keys(dates)["step3_h1b"]
    assert task.due < dates.season.day("residency_start")
    assert "Step 3 passed before the start on 1 Jul 2029" in task.detail
    assert not task.optional


@pytest.mark.covers("R71", "H12")
def test_case_8_where_the_j1_lane_is_closed_the_h1b_lane_brings_step_3() -> None:
    nigeria = Person(citizenships=("NG",), residence_country="NG", status=Status.NONE, visa_need=VisaNeed.J1)
    assert "step3_h1b" in keys(plan_dates(applicant(person=nigeria)))
    green_card = Person(citizenships=("NG",), status=Status.PERMANENT_RESIDENT, visa_need=VisaNeed.NONE)
    assert not {"step3_h1b", "step3_h1b_late"} & set(keys(plan_dates(applicant(person=green_card))))


@pytest.mark.covers("R38", "H15")
def test_on_a_j1_step_3_is_optional_with_its_risk() -> None:
    dates = plan_dates(applicant())
    task = keys(dates)["step3_optional"]
    assert task.optional
    assert "stays on the record" in task.detail
    assert task not in dates.next_steps


def test_step_3_is_blocked_while_its_conditions_are_missing() -> None:
    person = replace(IN_INDIA, visa_need=VisaNeed.H1B)
    early = Exams(step2_ck=Exam(score=252, passed=True), step3=Exam(planned=date(2027, 1, 10)))
    task = keys(plan_dates(applicant(person=person, exams=early)))["step3_h1b"]
    assert task.state is TaskState.BLOCKED
    assert task.detail.startswith("Step 3 needs Step 1 and Step 2 CK passed and ECFMG certification first.")


# --- research and outreach -----------------------------------------------------------------------


@pytest.mark.covers("R45", "R46", "H9")
def test_case_9_outreach_is_late_for_2028_and_has_its_window_for_2029() -> None:
    late = keys(plan_dates(applicant(), match_year=2028))["outreach"]
    assert (late.start, late.due, late.state) == (date(2026, 3, 1), date(2026, 9, 1), TaskState.LATE)
    dates = plan_dates(applicant())
    task = keys(dates)["outreach"]
    assert dates.season.submission == date(2028, 9, 6)
    assert (task.start, task.due, task.state) == (date(2027, 3, 6), date(2027, 9, 6), TaskState.LATER)
    assert "ask the international office" in task.detail


@pytest.mark.covers("R47", "R48")
def test_alumni_and_same_country_searches_are_offered_and_never_pushed() -> None:
    dates = plan_dates(applicant())
    for key in ("alumni", "same_country"):
        assert keys(dates)[key].optional
        assert keys(dates)[key] not in dates.next_steps
    assert keys(dates)["same_country"].title.startswith("If you wish")


def test_research_under_way_settles_outreach_and_the_move() -> None:
    tasks = keys(plan_dates(example("derm_j1")))
    assert tasks["outreach"].state is tasks["move"].state is TaskState.DONE
    assert tasks["research_months"].title == "Build on-site research months (6 of 12 so far)"
    assert "15 on-site months by 1 Sep 2027" in tasks["research_months"].detail


# --- rotations (H8, case 4) ----------------------------------------------------------------------


def elective(start: date, end: date) -> Rotation:
    return Rotation(RotationKind.US_ELECTIVE, "dermatology", 4, True, True, None, start, end, Progress.PLANNED)


@pytest.mark.covers("H8")
def test_case_4_a_graduates_elective_is_blocked_and_offered_something_else() -> None:
    planned = elective(date(2027, 2, 1), date(2027, 2, 28))
    task = keys(plan_dates(applicant(rotations=(planned,))))["elective_blocked-1"]
    assert task.state is TaskState.BLOCKED
    assert "observership or a research position with clinic time" in task.detail


@pytest.mark.covers("H8")
def test_case_4_a_students_elective_after_graduation_is_moved_before_it() -> None:
    planned = elective(date(2027, 8, 2), date(2027, 8, 29))
    task = keys(plan_dates(applicant(education=STUDENT, rotations=(planned,))))["elective_moved-1"]
    assert task.due == date(2027, 7, 30)
    assert task.state is not TaskState.BLOCKED
    assert "29 Aug 2027" in task.detail


@pytest.mark.covers("R63", "R64")
def test_a_rotation_that_lies_ahead_brings_feedback_and_the_letter_question() -> None:
    planned = elective(date(2027, 3, 1), date(2027, 3, 28))
    tasks = keys(plan_dates(applicant(education=STUDENT, rotations=(planned,))))
    assert tasks["feedback-rotation-1"].due == date(2027, 3, 14)
    assert tasks["letter_ask-rotation-1"].due == date(2027, 3, 21)
    assert "Do you feel comfortable writing me a strong letter of recommendation for dermatology?" in (
        tasks["letter_ask-rotation-1"].detail)


def test_rotations_that_are_over_bring_no_reminder() -> None:
    over = Rotation(RotationKind.US_ELECTIVE, "dermatology", 4, start=date(2024, 5, 1), end=date(2024, 5, 28))
    assert "letter_ask-rotation-1" not in keys(plan_dates(applicant(rotations=(over,))))


# --- letters, documents, decisions ---------------------------------------------------------------


@pytest.mark.covers("R58", "R59", "R122")
def test_letters_are_done_with_three_of_which_two_strong_ones_in_the_target() -> None:
    strong = Letter("dermatology", True, True)
    other = Letter("internal_medicine", True)
    enough = keys(plan_dates(applicant(letters=(strong, strong, other))))["letters_ask"]
    assert enough.state is TaskState.DONE
    short = keys(plan_dates(applicant(letters=(strong, other, other))))["letters_ask"]
    assert short.state is not TaskState.DONE
    assert short.title == "Ask for 1 more strong US letter in dermatology (3 letters confirmed)"


@pytest.mark.covers("H14")
@pytest.mark.parametrize(("target", "asked"), [
    ("dermatology", True), ("urology", True), ("plastic_surgery", True), ("orthopaedic_surgery", False)])
def test_three_specialties_have_a_standardised_letter_with_its_date(target: str, asked: bool) -> None:
    tasks = keys(plan_dates(applicant(targets=(target,))))
    assert ("letter_standard" in tasks) is asked
    if asked:
        assert tasks["letter_standard"].source == "aamc-letter-writers-faq-2027"


@pytest.mark.covers("R89", "R110", "R111")
def test_every_specialty_applied_to_has_its_own_statement() -> None:
    backups = (Backup("internal_medicine", Stance.YES), Backup("pathology", Stance.MAYBE))
    tasks = keys(plan_dates(applicant(backups=backups)))
    assert {k for k in tasks if k.startswith("statement-")} == {
        "statement-dermatology", "statement-internal_medicine"}


@pytest.mark.covers("R35")
def test_a_school_that_does_not_rank_is_asked_for_words() -> None:
    silent = replace(GRADUATE, mspe_ranks=False)
    assert "mspe" in keys(plan_dates(applicant(education=silent)))
    assert "mspe" not in keys(plan_dates(applicant(education=replace(GRADUATE, mspe_ranks=True))))


@pytest.mark.covers("R125", "R126")
def test_every_quarter_until_match_week_has_a_light_check_up() -> None:
    dates = plan_dates(example("derm_j1"))
    quarters = [t for key, t in keys(dates).items() if key.startswith("quarter-")]
    assert [t.due for t in quarters] == [
        date(2026, 12, 31), date(2027, 3, 31), date(2027, 6, 30), date(2027, 9, 30), date(2027, 12, 31)]
    assert "weeks free of goals" in quarters[0].detail
    assert not set(quarters) & set(dates.next_steps)


@pytest.mark.covers("D15", "H21", "R137")
def test_soap_is_prepared_before_match_week_and_the_branch_after_it_is_there() -> None:
    dates = plan_dates(example("derm_j1"))
    tasks = keys(dates)
    assert tasks["soap_prepare"].due < tasks["match_week"].due == date(2028, 3, 13)
    assert tasks["if_unmatched"].due > tasks["match_day"].due == date(2028, 3, 17)


def test_hard_dates_carry_the_season_s_clock_and_status() -> None:
    tasks = keys(plan_dates(example("derm_j1")))
    assert (tasks["rank_list"].due, tasks["rank_list"].clock, tasks["rank_list"].hard) == (
        date(2028, 3, 1), "21:00", True)
    assert tasks["programs_read"].clock == "09:00"


@pytest.mark.covers("R65", "H11")
def test_visa_facts_past_their_review_day_are_due_now_and_never_late() -> None:
    reviews = [t for key, t in keys(plan_dates(example("derm_j1"), date(2027, 6, 1))).items()
               if key.startswith("visa_review")]
    assert reviews
    assert all(t.due >= date(2027, 6, 1) for t in reviews)


# --- properties of the whole ---------------------------------------------------------------------


def test_every_condition_named_in_the_rules_exists_and_every_word_is_filled_in() -> None:
    rules = timeline_rules()
    named = {name for task in rules.tasks.values() for name in (*task.when, *task.done, *task.needs)}
    assert named <= set(CONDITIONS)
    for name in ("derm_j1", "ortho_reapplicant", "im_dual", "neurosurgery_student"):
        for task in plan_dates(example(name)).tasks:
            assert "{" not in task.title + task.detail
            assert task.source in load_facts().source_ids


def test_uids_are_stable_from_day_to_day_and_hold_nothing_personal() -> None:
    profile = example("derm_j1")
    first, later = (keys(plan_dates(profile, day, 2028)) for day in (TODAY, date(2026, 12, 5)))
    assert set(first) == set(later)
    assert not [uid for uid in first if "IN" in uid or "252" in uid]


def test_ophthalmology_brings_the_sf_match_dates_and_nobody_else_sees_them() -> None:
    ophthalmology = plan_dates(applicant(targets=("ophthalmology",)))
    assert {"sf_match_target", "sf_match_result", "pgy1_programs"} <= set(keys(ophthalmology))
    assert "sf_match_target" in {d.key for d in ophthalmology.season.dates}
    dermatology = plan_dates(applicant())
    assert not {d.key for d in dermatology.season.dates} & {"sf_match_target", "urology_match_day"}
    assert "urology_match_day" in keys(plan_dates(applicant(targets=("urology",))))


def test_an_empty_profile_still_gets_a_plan_in_time() -> None:
    dates = plan_dates(Profile(targets=("dermatology",), applicant_type=None))
    assert len(dates.next_steps) == 3
    assert "step2_take" in keys(dates)


@pytest.mark.parametrize(("line", "message"), [
    ("  a: {title: T, detail: D, year: 0, lane: examz, due: {from: match_day}, rules: [R1]}", "has to be one of exams"),
    ("  a: {title: T, detail: D, year: 0, lane: exams, rules: [R1]}", "needs `due` or `event`"),
    ("  a: {title: T, detail: D, year: 0, lane: exams, due: {from: x}, rules: [R1], source: nobody}",
     "unknown source `nobody`"),
    ("  a: {title: T, detail: D, year: 0, lane: exams, due: {from: x}, rules: [R1], wort: 3}", "Did you mean `worth`"),
])
def test_a_damaged_task_is_refused_with_its_line(tmp_path: Path, line: str, message: str) -> None:
    for folder in ("rules", "sources"):
        (tmp_path / folder).mkdir()
    (tmp_path / "sources" / "guide.yaml").touch()
    (tmp_path / "rules" / "timeline.yaml").write_text(
        f"tasks:\n{line}\npersonal: {{}}\nstandard_letters: {{specialties: []}}\nadvanced_share_min: {{value: 0.1}}\n")
    with pytest.raises(BadFacts, match=message):
        timeline_rules(tmp_path)
