"""Season dates: announced ones as read, later ones by the rule kept in the data, each saying which."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smartpick.advise.calendar import months_before, outreach_window, season
from smartpick.domain.season import DateStatus
from smartpick.errors import BadFacts
from smartpick.facts import load_facts
from smartpick.facts.calendar_rules import calendar_rules
from smartpick.facts.rules import rules

WEDNESDAY, MONDAY, THURSDAY, FRIDAY = 2, 0, 3, 4


@pytest.mark.covers("D28")
def test_only_dates_read_at_their_publisher_are_confirmed() -> None:
    of_2026 = season(2026, load_facts())
    confirmed = {d.key: d.day for d in of_2026.dates if d.status is DateStatus.CONFIRMED}
    assert confirmed == {
        "eras_opens": date(2025, 6, 4),
        "eras_submission": date(2025, 9, 3),
        "program_review": date(2025, 9, 24),
        "match_week": date(2026, 3, 16),
        "match_day": date(2026, 3, 20),
        "eras_closes": date(2026, 5, 31),
    }


@pytest.mark.covers("D28")
@given(st.integers(2027, 2040))
def test_every_later_date_is_projected_and_says_its_rule(match_year: int) -> None:
    for event in season(match_year, load_facts()).dates:
        assert event.status is DateStatus.PROJECTED
        assert event.rule
        assert load_facts().source(event.source)


@pytest.mark.covers("D28")
@given(st.integers(2027, 2040))
def test_projected_dates_fall_on_the_weekday_their_rule_names(match_year: int) -> None:
    of = season(match_year, load_facts())
    for key, weekday, month in (("eras_opens", WEDNESDAY, 6), ("eras_submission", WEDNESDAY, 9)):
        day = of.day(key)
        assert (day.weekday(), day.month, day.year) == (weekday, month, match_year - 1)
        assert day.day <= 7, "the first of its weekday"
    assert of.day("program_review") - of.submission == timedelta(weeks=3)
    match_day = of.day("match_day")
    assert (match_day.weekday(), match_day.month, match_day.year) == (FRIDAY, 3, match_year)
    assert 15 <= match_day.day <= 21, "the third of its weekday"
    assert of.day("match_week").weekday() == MONDAY
    assert of.day("soap_end").weekday() == THURSDAY
    assert of.day("rol_deadline").weekday() == WEDNESDAY
    assert match_day - of.day("rol_deadline") == timedelta(days=16)
    assert of.submission - of.day("gate_day") == timedelta(weeks=8)


def test_the_rank_list_rule_agrees_with_the_deadlines_that_were_published() -> None:
    """16 days before the third Friday of March: 3 Mar 2021, 1 Mar 2023, 28 Feb 2024; then 3 Mar 2027."""
    published = (date(2021, 3, 3), date(2023, 3, 1), date(2024, 2, 28))
    for deadline in (*published, date(2027, 3, 3), date(2028, 3, 1)):
        assert season(deadline.year, load_facts()).day("rol_deadline") == deadline


@pytest.mark.parametrize(("match_year", "submission", "review", "match_day", "gate"), [
    (2027, date(2026, 9, 2), date(2026, 9, 23), date(2027, 3, 19), date(2026, 7, 8)),
    (2028, date(2027, 9, 1), date(2027, 9, 22), date(2028, 3, 17), date(2027, 7, 7)),
    (2029, date(2028, 9, 6), date(2028, 9, 27), date(2029, 3, 16), date(2028, 7, 12)),
])
@pytest.mark.covers("R124", "R125")
def test_the_dates_of_the_reference_cases(
    match_year: int, submission: date, review: date, match_day: date, gate: date
) -> None:
    of = season(match_year, load_facts())
    assert (of.submission, of.day("program_review"), of.day("match_day"), of.day("gate_day")) == (
        submission, review, match_day, gate)


def test_events_are_in_order_and_their_clock_is_new_york_time() -> None:
    of = season(2028, load_facts())
    assert [d.day for d in of.dates] == sorted(d.day for d in of.dates)
    assert {d.key: d.clock for d in of.dates if d.key in ("program_review", "rol_deadline", "match_day")} == {
        "program_review": "09:00", "rol_deadline": "21:00", "match_day": "12:00"}
    assert of.day("residency_start") == date(2028, 7, 1)


@pytest.mark.covers("R46")
@pytest.mark.parametrize(("submission", "window"), [
    (date(2027, 9, 1), (date(2026, 3, 1), date(2026, 9, 1))),
    (date(2028, 9, 6), (date(2027, 3, 6), date(2027, 9, 6))),
])
def test_the_outreach_window_lies_18_to_12_months_before_submission(
    submission: date, window: tuple[date, date]
) -> None:
    assert outreach_window(submission, load_facts()) == window


def test_months_before_keeps_within_the_month() -> None:
    assert months_before(date(2027, 8, 31), 6) == date(2027, 2, 28)
    assert months_before(date(2028, 1, 15), 1) == date(2027, 12, 15)


def test_a_damaged_calendar_is_refused_with_its_line(tmp_path) -> None:
    for folder in ("rules", "sources"):
        (tmp_path / folder).mkdir()
    (tmp_path / "sources" / "guide.yaml").touch()
    (tmp_path / "rules" / "calendar.yaml").write_text(
        "events:\n"
        "  match_day: {label: Match Day, fixed: {month: 3, day: 20, year: 0}, words: x, source: guide,"
        " grade: judged}\n"
        "  eve: {label: Eve, days_from: {event: match_dy, days: -1}, words: x, source: guide,"
        " grade: judged}\n"
        "windows: {}\n"
    )
    with pytest.raises(BadFacts, match=r"line 3: `events.eve` counts from `match_dy`"):
        calendar_rules(tmp_path)


@pytest.mark.covers("R125")
def test_the_decision_day_and_the_guides_mark_for_it_agree() -> None:
    of = season(2028, load_facts())
    assert (of.submission - of.day("gate_day")).days == rules().value("decision_days")
