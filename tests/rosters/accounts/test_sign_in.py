"""Signing in with what people know of themselves; brute force is stopped."""

import pytest
from django.contrib.auth import authenticate
from django.core.cache import cache
from django.urls import URLResolver, get_resolver

from audit.rules import Refusal
from rosters.accounts.queries import find_login
from rosters.roles.rules import Role
from tests.factories import PASSWORD, make_person, make_unit, make_user

SIGN_IN = "/accounts/login/"


@pytest.fixture(autouse=True)
def _empty_cache(db):
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def zhang(db):
    return make_user(person=make_person("张三", phone="13800001111", unit=make_unit()))


def sign_in(client, login, password=PASSWORD, **more):
    return client.post(SIGN_IN, {"login": login, "password": password, **more})


def signed_in(client):
    return client.session.get("_auth_user_id")


@pytest.mark.parametrize(
    "login", ["张三", "张 三", "13800001111", "138 0000 1111", "p{pk}", "P{pk}"]
)
def test_name_phone_and_user_name_all_sign_in(client, zhang, login):
    response = sign_in(client, login.format(pk=zhang.person_id), next="/my/")
    assert (response.status_code, response.url) == (302, "/my/")
    assert signed_in(client) == str(zhang.pk)
    assert client.session.get_expiry_age() > 11 * 3600


def test_next_to_another_site_is_ignored(client, zhang):
    assert sign_in(client, "张三", next="https://evil.example/").url == "/"


def test_wrong_password_unknown_login_and_disabled_account_look_the_same(client, zhang):
    make_user(username="closed", is_active=False)
    pages = [sign_in(client, "张三", "wrong"), sign_in(client, "nobody"), sign_in(client, "closed")]
    errors = [page.context["form"].non_field_errors() for page in pages]
    assert errors[0] == errors[1] == errors[2] and len(errors[0]) == 1
    assert signed_in(client) is None


@pytest.mark.parametrize("password", [PASSWORD, "wrong"])
def test_ambiguous_name_is_refused_alike_whether_or_not_a_password_fits(client, zhang, password):
    make_user(person=make_person("张三", phone="13900002222"))
    page = sign_in(client, "张三", password)
    assert page.context["form"].errors.as_data()["__all__"][0].code == "ambiguous_login"
    assert signed_in(client) is None
    assert sign_in(client, "13800001111").status_code == 302


def test_a_name_is_ambiguous_only_among_people_with_a_login(zhang):
    make_person("张三")
    assert find_login("张三") == zhang
    make_user(person=make_person("李四", phone="13800001111"))
    assert find_login("13800001111") == Refusal(
        "accounts.ambiguous_login", {"login": "13800001111"}
    )
    assert find_login("") is None and find_login("　") is None


def test_fifth_failure_locks_the_account_by_whichever_of_its_names(client, zhang):
    for login in ("张三", "13800001111", zhang.username, "张三", "13800001111"):
        sign_in(client, login, "wrong")
    page = sign_in(client, "张三")
    codes = [error.code for error in page.context["form"].errors.as_data()["__all__"]]
    assert codes == ["too_many_login_attempts"] and signed_in(client) is None


def test_guessing_across_accounts_blocks_the_address(client, zhang):
    for number in range(61):
        sign_in(client, f"nobody{number}", "wrong")
    page = sign_in(client, "张三")
    codes = [error.code for error in page.context["form"].errors.as_data()["__all__"]]
    assert codes == ["address_blocked"] and signed_in(client) is None
    assert client.get("/accounts/activate/").status_code == 429
    elsewhere = client.post(
        SIGN_IN, {"login": "张三", "password": PASSWORD}, REMOTE_ADDR="198.51.100.7"
    )
    assert elsewhere.status_code == 302


def test_ambiguous_names_count_against_the_address(client, zhang):
    make_user(person=make_person("张三", phone="13900002222"))
    for _ in range(61):
        sign_in(client, "张三", "wrong")
    assert client.get("/accounts/activate/").status_code == 429


def test_signing_in_rightly_takes_nothing_from_the_address(client, db):
    users = [make_user() for _ in range(65)]
    assert {sign_in(client, user.username).status_code for user in users} == {302}


def test_successes_do_not_count_as_failures(client, zhang):
    for _ in range(7):
        assert sign_in(client, "张三").status_code == 302
        client.logout()


def test_failures_are_counted_in_the_shared_cache(settings):
    backend = settings.CACHES["default"]["BACKEND"]
    assert backend == "django.core.cache.backends.db.DatabaseCache"


def test_password_of_an_office_account_is_checked(db):
    make_user(Role.OFFICER, username="officer")
    assert authenticate(None, username="officer", password="") is None
    assert authenticate(None, username="Officer ", password=PASSWORD).username == "officer"


def test_changing_the_password_signs_other_devices_out(client, zhang, client_class):
    other = client_class()
    for device in (client, other):
        sign_in(device, "张三")
    new = "Songlin-2027-path"
    form = {"oldpassword": PASSWORD, "password1": new, "password2": new}
    changed = client.post("/accounts/password/change/", form)
    assert (changed.status_code, changed.url) == (302, "/")
    assert client.get("/accounts/password/change/").status_code == 200
    assert other.get("/accounts/password/change/").url.startswith(SIGN_IN)
    assert sign_in(other, "张三", new).status_code == 302


@pytest.fixture
def client_class():
    from django.test import Client

    return Client


def test_signing_out_needs_a_post(client, zhang):
    sign_in(client, "张三")
    assert client.get("/accounts/logout/").status_code == 200 and signed_in(client)
    assert client.post("/accounts/logout/").url == "/" and signed_in(client) is None


@pytest.mark.parametrize(
    "path",
    ["signup/", "email/", "password/reset/", "password/set/", "reauthenticate/", "inactive/",
     "confirm-email/", "login/code/", "login/code/confirm/", "password/reset/key/done/",
     "password/reset/done/"],
)  # fmt: skip
def test_every_other_route_of_allauth_is_closed(client, zhang, path):
    assert client.get(f"/accounts/{path}").status_code == 404
    client.force_login(zhang)
    assert client.post(f"/accounts/{path}").status_code == 404


def route_names(resolver):
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            yield from route_names(pattern)
        else:
            yield pattern.name or ""


def test_allauth_is_reached_by_three_routes_only():
    names = {name for name in route_names(get_resolver()) if name.startswith("account_")}
    assert names == {"account_login", "account_logout", "account_change_password"}
