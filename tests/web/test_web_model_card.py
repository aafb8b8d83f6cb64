"""The model card's page: whole without JavaScript, quick, and found from About and Help."""

from __future__ import annotations

import time


def test_the_model_card_is_a_page_of_its_own(client):
    start = time.perf_counter()
    answer = client.get("/model-card")
    assert time.perf_counter() - start < 5
    assert answer.status_code == 200
    assert answer.text.count("<h1") == 1
    assert "<title>Model card" in answer.text
    for words in ("What it is not for", "Assumptions", "Known failures", "Where it is weak", "tools.fit_ranks"):
        assert words in answer.text
    assert "<script" not in answer.text


def test_about_and_help_lead_to_it(client):
    for path in ("/about", "/help"):
        assert 'href="/model-card"' in client.get(path).text
    assert client.get("/help/explanation/model-card").status_code == 200


def test_a_copy_without_it_says_so(client, monkeypatch):
    from smartpick.web.pages import model_card

    monkeypatch.setattr(model_card, "handbook", dict)
    answer = client.get("/model-card")
    assert answer.status_code == 404
    assert "not part of this installation" in answer.text
