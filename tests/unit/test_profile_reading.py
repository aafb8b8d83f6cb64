"""What a profile file may look like: unknowns, dates, words, JSON, forms; and what is derived from it."""

from __future__ import annotations

import json
from datetime import date

import pytest

from smartpick.domain.applicant import (
    ApplicantType,
    Person,
    Profile,
    Progress,
    Stance,
    Status,
    VisaNeed,
)
from smartpick.domain.none_so_far import MAY_SAY_NONE
from smartpick.exchange.profile import (
    parse_profile,
    profile_json,
    profile_text,
    read_profile,
    read_profile_text,
    understand_text,
)
from smartpick.exchange.profile_cautions import cautions, gaps
from smartpick.exchange.profile_examples import examples
from smartpick.exchange.profile_template import template

T = "targets: [dermatology]\n"
TODAY = date(2026, 11, 22)
EMPTY = Profile(targets=("dermatology",), applicant_type=None)


EMPTY_WORDS = ("unknown", "Unknown", "null", "~", "", '""')
SCALARS = ("label", "season", "applicant_type", "pgy1_year")
LISTS = ("research", "outputs", "rotations", "letters", "ties", "policies", "earlier_matches", "backups")


@pytest.mark.parametrize(
    ("field", "word"),
    [
        *((field, word) for field in SCALARS for word in EMPTY_WORDS),
        *((field, word) for field in LISTS for word in (*EMPTY_WORDS, "[]")),
        *((field, "none") for field in LISTS if field not in MAY_SAY_NONE),
    ],
)
def test_unknown_is_allowed_everywhere(field, word):
    assert read_profile_text(f"{T}{field}: {word}") == EMPTY


@pytest.mark.parametrize("block", ["person", "education", "exams", "wishes"])
@pytest.mark.parametrize("word", ["unknown", "", "{}"])
def test_a_block_may_be_unknown(block, word):
    assert read_profile_text(f"{T}{block}: {word}") == EMPTY


def test_every_leaf_may_be_unknown():
    """The template holds every field, each of them unknown."""
    assert read_profile_text(template()) == EMPTY


DATES = [
    ("education: {graduation: 2027-07-31}", date(2027, 7, 31)),
    ("education: {graduation: 2027-02}", date(2027, 2, 28)),
    ("education: {graduation: 2028-2}", date(2028, 2, 29)),
    ("education: {graduation: '2027-07-31'}", date(2027, 7, 31)),
]


@pytest.mark.parametrize(("text", "day"), DATES)
def test_a_month_alone_is_its_last_day_where_something_ends(text, day):
    assert read_profile_text(T + text).education.graduation == day


def test_a_month_alone_is_its_first_day_where_something_begins():
    p = read_profile_text(T + "exams: {step2_ck: {planned: 2027-03}}\nwishes: {can_move_from: 2027-09}")
    assert (p.exams.step2_ck.planned, p.wishes.can_move_from) == (date(2027, 3, 1), date(2027, 9, 1))


def test_words_stay_words():
    """Norway is not False, yes is not True, and a long id keeps its zeros."""
    p = read_profile_text(
        T + "person: {citizenships: [NO]}\npgy1_year: yes\n"
        "backups: [{specialty: pathology, willing: no}]\nties: [{kind: mentor, program: 0802421044}]"
    )
    assert p.person.citizenships == ("NO",)
    assert (p.pgy1_year, p.backups[0].willing) == (Stance.YES, Stance.NO)
    assert p.ties[0].program == "0802421044"


SPELLINGS = [
    ("citizenships: India", "citizenships", ("IN",)),
    ("citizenships: [indian, u.s.]", "citizenships", ("IN", "US")),
    ("residence_country: cote d'ivoire", "residence_country", "CI"),
    ("residence_state: new york", "residence_state", "NY"),
    ("status: green card", "status", Status.PERMANENT_RESIDENT),
    ("status: J1-Research", "status", Status.J1_RESEARCH),
    ("visa_need: J-1", "visa_need", VisaNeed.J1),
    ("visa_need: H1B", "visa_need", VisaNeed.H1B),
]


@pytest.mark.parametrize(("text", "field", "value"), SPELLINGS)
def test_usual_spellings_are_understood(text, field, value):
    assert getattr(read_profile_text(f"{T}person: {{{text}}}").person, field) == value


def test_specialties_are_found_by_any_name():
    p = read_profile_text("targets: [Orthopedic Surgery, derm]")
    assert p.targets == ("orthopaedic_surgery", "dermatology")


def test_a_single_word_is_a_list_of_one():
    assert read_profile_text("targets: dermatology") == EMPTY


@pytest.mark.parametrize("key", ["status", "progress"])
def test_planned_is_apart_from_done(key):
    p = read_profile_text(f"{T}letters: [{{specialty: dermatology, from_us: true, {key}: planned}}]")
    assert p.letters[0].progress is Progress.PLANNED


def test_json_reads_like_yaml():
    plain = {
        "schema_version": 1,
        "targets": ["dermatology"],
        "exams": {"step2_ck": {"score": 252, "taken": "2026-02"}},
        "label": "Zoë \u0623",
    }
    assert read_profile_text(json.dumps(plain), "me.json") == parse_profile(plain)


def test_a_form_may_send_text_for_numbers_and_nothing_for_unknown():
    p = parse_profile(
        {
            "targets": ["dermatology"],
            "exams": {"step2_ck": {"score": "252"}},
            "wishes": {"budget_usd": "2500", "states": []},
            "person": {"status": "", "visa_need": None},
        }
    )
    assert (p.exams.step2_ck.score, p.wishes.budget_usd, p.person.status) == (252, 2500, None)


def test_reading_changes_nothing_in_the_mapping():
    plain = {"targets": ["derm"], "person": {"status": "nonsense"}}
    before = json.dumps(plain)
    with pytest.raises(Exception, match="one problem"):
        parse_profile(plain)
    assert json.dumps(plain) == before


@pytest.mark.covers("D12")
@pytest.mark.parametrize("example", examples(), ids=lambda e: e.id)
def test_what_is_written_is_read_back_unchanged(example):
    p = read_profile(example.path)
    assert read_profile_text(profile_text(p)) == p
    assert read_profile_text(json.dumps(profile_json(p)), "me.json") == p


def test_no_is_written_and_unknown_is_left_out():
    plain = profile_json(read_profile_text(T + "education: {mspe_ranks: false, student: unknown}"))
    assert plain["education"] == {"mspe_ranks": False}


# --- derived -----------------------------------------------------------------------------------


@pytest.mark.covers("H4", "D6")
def test_the_type_is_derived_and_its_reason_kept():
    read = understand_text(T + "person: {citizenships: [US]}\neducation: {caribbean_school: true}", "me")
    assert read.profile.applicant_type is ApplicantType.US_IMG
    assert read.derived_type is not None
    assert "Caribbean" in read.derived_type.because


def test_a_given_type_is_not_derived():
    read = understand_text(T + "applicant_type: us_img\nperson: {citizenships: [US], visa_need: none}", "me")
    assert (read.derived_type, read.derived_need) == (None, None)


@pytest.mark.covers("H4")
def test_a_green_card_settles_the_visa_but_not_the_type():
    read = understand_text(
        T + "person: {citizenships: [PK], status: green card}\neducation: {school_country: PK}", "me"
    )
    assert (read.profile.needs_visa, read.profile.applicant_type) == (False, ApplicantType.NON_US_IMG)


def test_nothing_is_derived_from_nothing():
    p = read_profile_text(T)
    assert (p.applicant_type, p.needs_visa) == (None, None)


# --- odd, and unknown --------------------------------------------------------------------------

ODD = [
    ("exams: {step2_ck: {planned: 2026-10-01}}", "exams.step2_ck.planned", "which is past"),
    ("exams: {step2_ck: {taken: 2027-10-01}}", "exams.step2_ck.taken", "still to come"),
    ("exams: {step2_ck: {score: 250, predicted: 260}}", "exams.step2_ck.predicted", "not used"),
    ("education: {student: true, graduation: 2026-01}", "education.student", "was on 31 Jan 2026"),
    ("education: {student: false, graduation: 2027-01}", "education.student", "is on 31 Jan 2027"),
    (
        "research: [{specialty: derm, place: home, start: 2026-01, status: planned}]",
        "research[0].status",
        "past",
    ),
    (
        "research: [{specialty: derm, place: home, start: 2027-01}]",
        "research[0].status",
        "not marked planned",
    ),
    (
        "rotations: [{kind: observership, specialty: derm, end: 2026-05, status: planned}]",
        "rotations[0].status",
        "past",
    ),
    ("season: 2026", "season", "is over"),
    (
        "person: {citizenships: [IN], status: f1, visa_need: none}",
        "person.visa_need",
        "without US citizenship",
    ),
    ("person: {status: f1, status_until: 2026-06}", "person.status_until", "ended"),
    ("policies: [{program: 9999999Z9}]", "policies[0].program", "no program"),
    ("ties: [{kind: mentor, institution: Boston Univ Med Center}]", "ties[0].institution", "no institution"),
]


@pytest.mark.parametrize(("text", "field", "say"), ODD)
def test_odd_things_are_said_and_stop_nothing(text, field, say):
    read = understand_text(T + text, "me.yaml")
    (problem,) = cautions(read.profile, TODAY, read.line_of)
    assert (problem.field, problem.line) == (field, 2)
    assert say in problem.message
    assert problem.remedy


def test_the_nearest_institution_is_suggested():
    p = read_profile_text(T + "ties: [{kind: mentor, institution: Boston Univ Med Center}]")
    assert "Boston Univ Med Ctr-MA" in cautions(p, TODAY)[0].remedy


def test_what_is_unknown_has_its_cost():
    fields = [gap.field for gap in gaps(EMPTY)]
    assert fields[:4] == ["person.visa_need", "applicant_type", "exams.step2_ck.score", "wishes.budget_usd"]
    assert all(gap.cost and gap.label for gap in gaps(EMPTY))


def test_an_empty_budget_is_said_to_be_unknown():
    for empty in ("", "unknown", "''"):
        p = read_profile_text(f"{T}wishes: {{budget_usd: {empty}}}")
        assert "wishes.budget_usd" in [gap.field for gap in gaps(p)]


def test_a_pgy1_year_is_asked_only_where_programs_are_advanced():
    def asked(target):
        return "pgy1_year" in [g.field for g in gaps(Profile(targets=(target,), applicant_type=None))]

    assert asked("dermatology")
    assert not asked("family_medicine")


def test_a_person_without_anything_is_a_person():
    assert read_profile_text(T).person == Person()
