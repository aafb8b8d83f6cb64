"""The page "Chances": words before numbers, a table behind every picture, and a kind answer where nothing is known."""

from __future__ import annotations

import re
import sys
from dataclasses import replace
from html import unescape
from types import ModuleType

import pytest
from starlette.testclient import TestClient

from sample_chance import bare_sheet, sample_sheet
from sample_plan import TODAY, sample_plan
from smartpick.errors import NotFound
from smartpick.web.app import create_app

IDS = re.compile(r'<section id="(\w+)"')


@pytest.fixture
def asked(monkeypatch):
    """Let the use case answer with an invented sheet, and remember what it was asked."""
    calls = []

    def give(sheet):
        def chance_sheet(profile, *, specialty, today, plan):
            calls.append((profile, specialty, today, plan))
            if specialty == "nothing":
                raise NotFound("No specialty is called 'nothing'.", remedy="Write it as NRMP does.")
            return sheet

        module = ModuleType("smartpick.usecases.chance")
        module.chance_sheet = chance_sheet
        monkeypatch.setitem(sys.modules, "smartpick.usecases.chance", module)
        return calls

    give(sample_sheet())
    calls.clear()
    give.calls = calls
    return give


@pytest.fixture
def address(plan_address):
    return f"/chances?plan={plan_address.rpartition('/')[2]}"


@pytest.mark.covers("R2", "R7", "R129", "D9", "D18")
def test_the_page_says_what_the_sheet_says(client, asked, address):
    text = " ".join(unescape(client.get(address).text).split())
    sheet = sample_sheet()
    assert text.count("<h1") == 1
    assert ("If you apply, somewhere between 1 and 15 in 100 (judged); once you have interviews and rank it first, "
            "about 1 in 5 (21%; 7–42%; judged). These are estimates.") in text
    assert "30 non-US citizen IMGs ranked it first; 5 matched in it" in text
    assert "As the typical matched applicant has it: visa need." in text
    for line in (*sheet.contributions[:-1], *sheet.unknown, *sheet.compared):
        assert line.label in text
    assert "6 points down" in text
    assert "less than 1 point down" in text
    assert "Together: from 27%, the typical matched applicant, to 21%" in text
    assert "19% to 24%" in text
    assert "worth less than 1 point either way: PhD." in text
    assert sheet.against_us_md in text
    assert "only 4 matched people gave their figures" in text
    assert "about the 28th (23–32)" in text
    assert "This is an association, not a cause." in text
    assert "A note on this specialty." in text
    assert IDS.findall(text) == ["chance", "reality", "moves", "unknown", "compared", "ranks", "sources"]


def test_every_picture_has_a_name_and_every_link_in_the_page_a_goal(client, asked, address):
    text = client.get(address).text
    ids = re.findall(r' id="([^"]+)"', text)
    assert len(ids) == len(set(ids))
    for target in re.findall(r'href="#([^"]+)"', text):
        assert target in ids, target
    for picture in re.findall(r"<svg[^>]*>", text):
        assert 'aria-hidden="true"' in picture or "aria-labelledby" in picture
    assert " style=" not in text
    assert "<script" not in text


def test_the_curve_has_every_point_in_its_table(client, asked, address):
    text = client.get(address).text
    table = text.partition("Chance by number of programs ranked in a row")[2].partition("</table>")[0]
    assert re.findall(r'<th class="num" scope="row">(\d+)</th>', table) == [str(k) for k in range(1, 17)]


def test_another_specialty_is_asked_for_by_an_address(client, asked, address):
    assert client.get(f"{address}&specialty=neurology").status_code == 200
    _, specialty, today, plan = asked.calls[-1]
    assert (specialty, today) == ("neurology", TODAY)
    assert plan.profile.target == "dermatology"
    options = re.findall(r'<option value="(\w+)"( selected)?>', client.get(address).text)
    assert options[0] == ("dermatology", " selected")
    assert ("neurology", "") in options


def test_a_specialty_nobody_knows_is_a_kind_page(client, asked, address):
    answer = client.get(f"{address}&specialty=nothing")
    assert answer.status_code == 404
    assert "No specialty is called" in answer.text


def test_without_a_chance_the_page_says_why_and_what_to_do(client, asked, address):
    asked(bare_sheet())
    text = unescape(client.get(address).text)
    assert "No chance can be given at present." in text
    assert "no visa lane is open to you at present" in text
    assert "No table gives the number of ranks of this group." in text
    assert IDS.findall(text) == ["chance", "reality", "compared", "ranks", "sources"]


def test_without_any_plan_the_page_leads_to_the_questions(client, asked):
    text = client.get("/chances").text
    assert "No plan yet." in text
    assert 'href="/begin"' in text


def test_an_unknown_plan_is_said_to_be_gone(client, asked):
    answer = client.get("/chances?plan=nothing-here")
    assert answer.status_code == 404
    assert "This plan is gone." in answer.text


def test_a_kept_plan_is_found_without_an_id_and_a_moved_one_leads_on(client, asked, post, plan_address):
    kept = post(f"{plan_address}/keep").headers["location"].split("/")[2]
    moved = client.get(f"/chances?plan={plan_address.rpartition('/')[2]}")
    assert moved.status_code == 303
    assert moved.headers["location"] == f"/chances?plan={kept}"
    assert f'value="{kept}"' in client.get("/chances").text


def test_hidden_chances_stay_hidden(client, asked, post, plan_address, address):
    post(f"{plan_address}/chances", {"hide": "yes"})
    text = client.get(address).text
    assert "Chances are hidden." in text
    assert asked.calls == []


def test_a_type_that_is_unknown_is_asked_for(asked, drafts):
    bare = replace(sample_plan(), profile=replace(sample_plan().profile, applicant_type=None))
    app = create_app(today=lambda: TODAY, plan=lambda profile, *, today: bare, drafts=drafts)
    client = TestClient(app, base_url="http://127.0.0.1:8420")
    text = client.get(f"/chances?plan={drafts.keep(bare)}").text
    assert "One answer is missing." in text
    assert asked.calls == []
