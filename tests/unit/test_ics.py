"""The calendar file: read back with the library that calendars use, the same bytes for the same plan."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar, Event

from sample_plan import sample_plan
from smartpick.advise.calendar import season
from smartpick.domain.plan import Plan, Task, TaskState
from smartpick.domain.season import DateStatus
from smartpick.exchange.ics import calendar_ics
from smartpick.facts import load_facts

NEW_YORK = ZoneInfo("America/New_York")


def timed_plan() -> Plan:
    """The sample with a real season and one timed task set by others."""
    plan = sample_plan()
    of = season(2028, load_facts())
    deadline = of.event("rol_deadline")
    task = Task("2028-rank_list@smartpick", "Certify your rank order list", None, deadline.day, 3, "season",
                TaskState.LATER, "Order; of what you want, first.", ("R118",), deadline.status,
                deadline.source, True, deadline.clock)
    return replace(plan, season=of, timeline=replace(plan.timeline, season=of, tasks=(*plan.timeline.tasks, task)))


def events(plan: Plan) -> dict[str, Event]:
    calendar = Calendar.from_ical(calendar_ics(plan))
    return {str(event["uid"]): event for event in calendar.walk("VEVENT")}


@pytest.mark.covers("D12")
def test_the_file_reads_back_and_holds_every_open_task() -> None:
    plan = timed_plan()
    found = events(plan)
    wanted = {t.uid for t in plan.timeline.tasks if t.state is not TaskState.DONE}
    assert wanted <= set(found)
    assert not {t.uid for t in plan.timeline.tasks if t.state is TaskState.DONE} & set(found)
    for event in found.values():
        assert event["summary"]
        assert event["dtstamp"].dt.date() == plan.today


@pytest.mark.covers("D12")
def test_the_same_plan_gives_the_same_bytes_and_a_later_one_replaces_it() -> None:
    plan = timed_plan()
    assert calendar_ics(plan) == calendar_ics(timed_plan())
    later = replace(plan, today=plan.today + timedelta(days=9))
    now, then = events(plan), events(later)
    assert set(now) == set(then)
    assert all(then[uid]["sequence"] > now[uid]["sequence"] for uid in now)


def test_a_timed_event_carries_new_york_time_and_the_file_its_zone() -> None:
    plan = timed_plan()
    event = events(plan)["2028-rank_list@smartpick"]
    assert event["dtstart"].dt == datetime(2028, 3, 1, 21, 0, tzinfo=NEW_YORK)
    assert event["dtstart"].params["TZID"] == "America/New_York"
    calendar = Calendar.from_ical(calendar_ics(plan))
    zones = [str(zone["tzid"]) for zone in calendar.walk("VTIMEZONE")]
    assert zones == ["America/New_York"]
    assert calendar.walk("DAYLIGHT")
    assert calendar.walk("STANDARD")


def test_a_day_without_an_hour_is_an_all_day_event() -> None:
    event = events(sample_plan())["decide@sample.smartpick"]
    assert event["dtstart"].dt == date(2027, 7, 7)
    assert event["dtend"].dt == date(2027, 7, 8)
    assert b"VTIMEZONE" not in calendar_ics(sample_plan())


@pytest.mark.covers("D28")
def test_projected_dates_say_so_in_title_and_text() -> None:
    found = events(timed_plan())
    rank_list = found["2028-rank_list@smartpick"]
    assert str(rank_list["summary"]) == "Certify your rank order list (projected)"
    assert "16 days before Match Day" in str(rank_list["description"])
    match_day = found["2028-date-match_day@smartpick"]
    assert "third Friday of March" in str(match_day["description"])
    confirmed = events(sample_plan())["2028-date-eras_opens@smartpick"]
    assert "(projected)" not in str(confirmed["summary"])
    assert "confirmed" in str(confirmed["description"])


def test_a_date_set_by_others_reminds_a_week_and_a_day_before() -> None:
    found = events(timed_plan())
    alarms = found["2028-rank_list@smartpick"].walk("VALARM")
    assert sorted(alarm["trigger"].dt for alarm in alarms) == [timedelta(days=-7), timedelta(days=-1)]
    assert not found["decide@sample.smartpick"].walk("VALARM")


def test_a_season_date_is_not_told_twice() -> None:
    assert "2028-date-rol_deadline@smartpick" not in events(timed_plan())
    assert timed_plan().timeline.season.event("rol_deadline").status is DateStatus.PROJECTED


def test_text_with_line_ends_and_semicolons_stays_inside_its_field() -> None:
    plan = timed_plan()
    nasty = replace(plan.timeline.tasks[-1], uid="x@smartpick",
                    title="A\r\nATTENDEE:mailto:somebody@example.invalid", detail="one\r\nBEGIN:VEVENT; two")
    changed = replace(plan, timeline=replace(plan.timeline, tasks=(nasty,)))
    lines = calendar_ics(changed).decode().split("\r\n")
    assert not [line for line in lines if line.startswith("ATTENDEE")]
    assert lines.count("BEGIN:VEVENT") == len(events(changed))
