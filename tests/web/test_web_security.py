"""What guards the pages: host, form token, body size, headers, and addresses without personal data."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smartpick.web.security import BODY_LIMIT, COOKIE, host_allowed

PAGES = ["/", "/plan/new", "/plan/open", "/about", "/plan/unknown", "/nothing", "/static/base.css"]


@pytest.mark.covers("D19")
@pytest.mark.parametrize("path", PAGES)
def test_every_answer_carries_the_headers(client, path):
    headers = client.get(path).headers
    policy = headers["content-security-policy"]
    assert policy == ("default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
                      "form-action 'self'; base-uri 'none'; frame-ancestors 'none'")
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["cross-origin-opener-policy"] == "same-origin"
    assert headers["cross-origin-resource-policy"] == "same-origin"
    assert headers["cache-control"] == "no-store"


# The only scripts: our own module, by its address, and the data of a chart, which no browser runs.
OUR_SCRIPTS = re.compile(r'<script type="module" src="/static/[a-z]+\.js"></script>|<script type="application/json">')


def test_pages_have_no_inline_script_no_style_attribute_no_foreign_address(client, plan_address):
    for path in ["/", "/plan/new", "/plan/open", "/about", f"{plan_address}?show=all&list=all"]:
        text = OUR_SCRIPTS.sub("", client.get(path).text)
        for forbidden in ("<script", "<style", " style=", " onclick=", "javascript:", 'src="http', "@import"):
            assert forbidden not in text, (path, forbidden)


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example:8420", "127.0.0.1:9999", "localhost",
                                  "evil.example:8420", "", "[::1]", "10.0.0.1:8420"])
def test_other_hosts_are_refused(client, host):
    answer = client.get("/", headers={"Host": host})
    assert answer.status_code == 421
    assert "content-security-policy" in answer.headers


@pytest.mark.parametrize("host", ["127.0.0.1:8420", "localhost:8420", "[::1]:8420", "LOCALHOST:8420"])
def test_this_machine_is_served(client, host):
    assert client.get("/", headers={"Host": host}).status_code == 200


@given(st.text(max_size=40))
def test_no_text_is_a_host_by_accident(text):
    assert not host_allowed(text + ".example", ("127.0.0.1", 8420))


@pytest.mark.parametrize("path", ["/example", "/plan/new", "/plan/open", "/plan/abc/forget"])
@pytest.mark.parametrize("token", [None, "", "wrong", "x" * 43])
def test_a_form_without_our_token_is_refused(client, planner, path, token):
    client.get("/")
    answer = client.post(path, data={} if token is None else {"form_token": token})
    assert answer.status_code == 403
    assert "This form was refused." in answer.text
    assert planner.profiles == []


def test_a_form_without_the_cookie_is_refused(client, planner):
    client.get("/")
    token = client.cookies[COOKIE]
    client.cookies.clear()
    assert client.post("/example", data={"form_token": token, "example": "derm_j1"}).status_code == 403
    client.cookies.set(COOKIE, "")
    assert client.post("/example", data={"form_token": "", "example": "derm_j1"}).status_code == 403
    assert planner.profiles == []


@pytest.mark.parametrize("origin", ["cross-site", "same-site"])
def test_a_form_from_another_site_is_refused(client, post, planner, origin):
    answer = post("/example", {"example": "derm_j1"}, headers={"Sec-Fetch-Site": origin})
    assert answer.status_code == 403
    assert planner.profiles == []


def test_the_cookie_is_strict_and_hidden_from_scripts(client):
    cookie = client.get("/").headers["set-cookie"]
    assert "SameSite=strict" in cookie
    assert "HttpOnly" in cookie
    assert "expires" not in cookie.lower()
    assert "max-age" not in cookie.lower()


def test_large_bodies_are_refused_whole_and_in_pieces(client, planner):
    assert client.post("/plan/new", content=b"x" * (BODY_LIMIT + 1)).status_code == 413

    def pieces():
        for _ in range(20):
            yield b"y" * 100_000

    answer = client.post("/plan/open", content=pieces())
    assert answer.status_code == 413
    assert "at most 1 MB" in answer.text
    assert client.post("/plan/new", content=b"", headers={"Content-Length": "many"}).status_code == 413
    assert planner.profiles == []


def test_a_file_at_the_limit_is_read(client, post):
    content = b"targets: [dermatology]\n" + b"# " + b"x" * 900_000
    answer = post("/plan/open", files={"profile": ("me.yaml", content)})
    assert answer.status_code == 303


@pytest.mark.covers("D19")
def test_nothing_personal_in_any_address(client, post):
    typed = {"specialty": "dermatology", "step2_ck": "252", "citizenship": "IN", "visa_need": "j1"}
    one, other = (post("/plan/new", typed).headers["location"] for _ in range(2))
    assert re.fullmatch(r"/plan/[\w-]{32}", one)
    assert one != other, "the same answers must not give the same address"
    found = set(re.findall(r'(?:href|action)="(/[^"]*)"', client.get(one).text))
    assert found
    for address in found:
        rest = re.sub(r"program=[\w-]+", "", address.replace(one, ""))  # an id of the directory, not of the person
        assert not any(word in rest for word in ("252", "IN", "dermatology", "j1")), address


def test_a_broken_body_is_a_page_not_a_trace(client):
    client.get("/")
    answer = client.post("/plan/open", content=b"--x\r\nbroken", headers={
        "Content-Type": "multipart/form-data; boundary=x"})
    assert answer.status_code in (400, 403)
    assert "<h1>" in answer.text
