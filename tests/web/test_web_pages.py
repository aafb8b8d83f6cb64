"""Every page answers, in the promised order, and says calmly what went wrong."""

from __future__ import annotations

import re
from dataclasses import replace
from html import unescape

import pytest
from starlette.testclient import TestClient

from sample_plan import TODAY, sample_plan
from smartpick.web.app import create_app

IDS = re.compile(r'<section id="(\w+)"')


@pytest.mark.parametrize("path", ["/", "/plan/new", "/plan/open", "/about"])
def test_pages_answer(client, path):
    answer = client.get(path)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert answer.text.count("<h1") == 1
    assert '<html lang="en">' in answer.text


@pytest.mark.parametrize("name", ["tokens.css", "base.css", "pieces.css", "pages.css", "print.css", "favicon.svg"])
def test_static_files_answer(client, name):
    assert client.get(f"/static/{name}").status_code == 200


def test_start_page_offers_four_examples_and_one_primary_button(client):
    text = client.get("/").text
    assert text.count('name="example"') == 4
    assert text.count("button primary") == 1
    assert "not affiliated" in text
    assert "As of 22 Nov 2026" in text


@pytest.mark.covers("D12")
@pytest.mark.parametrize("example", ["derm_j1", "ortho_reapplicant", "im_dual", "neurosurgery_student"])
def test_each_example_leads_to_a_plan(client, post, planner, example):
    answer = post("/example", {"example": example})
    assert answer.status_code == 303
    assert re.fullmatch(r"/plan/[\w-]{32}", answer.headers["location"])
    assert planner.profiles[0].is_example
    assert client.get(answer.headers["location"]).status_code == 200


def test_an_unknown_example_is_a_kind_page(post):
    answer = post("/example", {"example": "../../etc/passwd"})
    assert answer.status_code == 404
    assert "There is no such example." in answer.text


@pytest.mark.covers("R16", "R65")
def test_plan_page_in_the_promised_order(client, plan_address):
    text = client.get(plan_address).text
    assert IDS.findall(text) == ["gate", "verdict", "reality", "chances", "next", "list", "costs", "timeline",
                                 "unknown", "keep", "sources"]  # fmt: skip


@pytest.mark.covers("R2", "R132", "D18")
def test_plan_page_says_what_the_plan_says(client, plan_address):
    text = unescape(client.get(plan_address).text)
    plan = sample_plan()
    assert plan.strategies.headline in text
    assert "somewhere between 1 and 15 in 100 (judged)" in text
    assert "30 non-US citizen IMGs ranked Dermatology first" in text
    for task in plan.timeline.next_steps:
        assert task.title in text
    for warning in plan.warnings:
        assert warning.message in text
    for flip in plan.strategies.flips:
        assert flip.change in text
    for source in plan.sources:
        assert f'id="source-{source.id}"' in text


def test_every_link_on_the_plan_page_leads_somewhere(client, plan_address):
    text = client.get(plan_address).text
    ids = set(re.findall(r' id="([^"]+)"', text))
    for href in re.findall(r'href="#([^"]+)"', text):
        assert href in ids, href
    assert len(re.findall(r' id="', text)) == len(ids), "an id stands twice"


def test_hostile_words_of_the_plan_are_words(client, plan_address):
    text = client.get(f"{plan_address}?show=all&list=all").text
    assert "<script>" not in text
    assert "&lt;script&gt;alert" in text


def test_no_visa_section_where_none_is_needed():
    plan = sample_plan()
    plan = replace(plan, visa=replace(plan.visa, needed=False))
    client = TestClient(create_app(today=lambda: TODAY, plan=lambda profile, *, today: plan),
                        base_url="http://127.0.0.1")
    client.get("/")
    token = client.cookies["smartpick_form"]
    text = client.post("/example", data={"form_token": token, "example": "im_dual"}).text
    assert IDS.findall(text)[0] == "verdict"
    assert "<th scope=\"col\">Visa</th>" not in text


def test_a_plan_without_chances_list_or_tasks_still_has_its_page():
    plan = sample_plan()
    bare = replace(plan, chances=None, portfolio=None, programs=(), reality=(), warnings=(),
                   timeline=replace(plan.timeline, tasks=(), next_steps=()))
    client = TestClient(create_app(today=lambda: TODAY, plan=lambda profile, *, today: bare),
                        base_url="http://127.0.0.1")
    client.get("/")
    token = client.cookies["smartpick_form"]
    answer = client.post("/example", data={"form_token": token, "example": "im_dual"})
    assert answer.status_code == 200
    assert "No chance can be given yet" in answer.text
    assert "costs" not in IDS.findall(answer.text)


def test_filters_show_only_what_was_asked_for(client, plan_address):
    rows = sample_plan().programs
    every = client.get(f"{plan_address}?show=all&list=all").text
    assert every.count('scope="row" class="name"') == len(rows)
    first = client.get(f"{plan_address}?show=all&tier=1&list=target").text
    wanted = [r for r in rows if r.tier == "1" and r.purpose == "target"]
    assert first.count('scope="row" class="name"') == len(wanted) < len(rows)
    odd = client.get(f"{plan_address}?show=%00&tier=nine&page=-7&page=999999999")
    assert odd.status_code == 200


def test_a_filter_that_fits_nothing_says_what_to_do(client, plan_address):
    assert "No program fits this filter." in client.get(f"{plan_address}?list=pgy1&tier=1").text


@pytest.mark.covers("D12", "R140")
@pytest.mark.parametrize(("name", "kind"), [("plan.json", "application/json"), ("profile.yaml", "application/yaml")])
def test_downloads_are_files(client, plan_address, name, kind):
    answer = client.get(f"{plan_address}/{name}")
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith(kind)
    assert answer.headers["content-disposition"] == f'attachment; filename="{name}"'
    assert answer.headers["cache-control"] == "no-store"


def test_an_unknown_download_is_a_kind_page(client, plan_address):
    assert client.get(f"{plan_address}/secrets.txt").status_code == 404


def test_an_unknown_plan_says_what_to_do(client):
    answer = client.get("/plan/abcdefghijklmnopqrstuvwxyz012345")
    assert answer.status_code == 404
    assert "no longer in memory" in answer.text
    assert 'href="/begin"' in answer.text


@pytest.mark.covers("D19")
def test_forgetting_a_plan_deletes_it_at_once(client, post, plan_address, drafts):
    assert len(drafts) == 1
    assert post(f"{plan_address}/forget").status_code == 200
    assert len(drafts) == 0
    assert client.get(plan_address).status_code == 404


@pytest.mark.parametrize(("method", "path", "status"), [
    ("GET", "/nothing", 404), ("POST", "/", 405), ("GET", "/example", 405), ("DELETE", "/about", 405),
    ("GET", "/docs", 404), ("GET", "/openapi.json", 404), ("GET", "/static/../app.py", 404),
])  # fmt: skip
def test_what_is_not_there_is_said_on_a_page(client, method, path, status):
    answer = client.request(method, path)
    assert answer.status_code == status
    assert "<h1>" in answer.text
    assert "Traceback" not in answer.text


def test_our_own_mistake_is_one_sentence_and_its_log_names_nobody(caplog):
    def broken(profile, *, today):
        raise ValueError("Pakistan, 261, secret")

    client = TestClient(create_app(today=lambda: TODAY, plan=broken), base_url="http://127.0.0.1")
    client.get("/")
    answer = client.post("/example", data={"form_token": client.cookies["smartpick_form"], "example": "derm_j1"})
    assert answer.status_code == 500
    assert "Something broke on our side." in answer.text
    assert "secret" not in answer.text + caplog.text
    assert "ValueError" in caplog.text
