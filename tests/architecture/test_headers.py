"""Headers that every page carries, and the policy that pages must obey."""

import pytest


@pytest.mark.django_db
def test_pages_carry_a_policy_without_inline_script_or_style(client):
    response = client.get("/accounts/login/")
    policy = response.headers["Content-Security-Policy"]
    rules = dict(part.strip().split(" ", 1) for part in policy.split(";"))
    assert rules["default-src"] == "'none'"
    assert rules["script-src"] == rules["style-src"] == "'self'"
    assert "unsafe" not in policy
    assert response.headers["X-Frame-Options"] == "DENY"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Referrer-Policy"] == "same-origin"


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["en-US,en;q=0.9", "zh-CN"])
def test_pages_are_chinese_whatever_the_browser_announces(client, language):
    response = client.get("/accounts/login/", headers={"Accept-Language": language})
    assert response.headers["Content-Language"] == "zh-hans"
    assert '<html lang="zh-Hans"' in response.text


@pytest.mark.django_db
def test_reader_may_choose_english(client):
    client.post("/language/setlang/", {"language": "en", "next": "/accounts/login/"})
    assert '<html lang="en"' in client.get("/accounts/login/").text
