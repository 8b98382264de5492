"""Activation, code sheets and large type as pages."""

import pytest
from django.contrib.messages import get_messages
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone

from rosters.accounts.actions import issue_activation_codes
from rosters.accounts.models import ActivationCode, User
from rosters.people.rules import PersonStatus
from rosters.roles.rules import Role
from tests.factories import NOW, PASSWORD, make_person, make_unit, make_user

ACTIVATE, CODES = "/accounts/activate/", "/accounts/codes/"


@pytest.fixture(autouse=True)
def _empty_cache(db):
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def officer(db):
    return make_user(Role.OFFICER)


@pytest.fixture
def slip(officer):
    """(login, code) of one person, fresh by the real clock."""
    person = make_person("张三", unit=make_unit())
    ((_, code),) = issue_activation_codes(actor=officer, people=[person], now=timezone.now())
    return "张三", code


FILLED = {"login": "无人", "code": "x", "password1": PASSWORD, "password2": PASSWORD}


def enter(client, login, code, password=PASSWORD, again=None):
    form = {"login": login, "code": code, "password1": password, "password2": again or password}
    return client.post(ACTIVATE, form)


def test_activation_signs_in_at_once(client, slip):
    response = enter(client, *slip)
    assert (response.status_code, response.url) == (302, "/")
    user = User.objects.get(person__name="张三")
    assert client.session["_auth_user_id"] == str(user.pk)


@pytest.mark.parametrize(
    ("password", "again", "field"),
    [("short", None, "password1"), ("1357924680", None, "password1"), (PASSWORD, "x", "password2")],
)
def test_a_weak_or_mistyped_password_does_not_cost_the_code(client, slip, password, again, field):
    page = enter(client, *slip, password, again)
    assert page.status_code == 422 and list(page.context["form"].errors) == [field]
    assert ActivationCode.objects.get().failures == 0
    assert enter(client, *slip).status_code == 302


def test_guessing_codes_blocks_them_and_then_meets_the_limit_of_the_address(client, slip):
    guesses = [enter(client, "张三", "2222-2222-22").status_code for _ in range(62)]
    assert guesses == [422] * 61 + [429]
    assert ActivationCode.objects.get().blocked_until > timezone.now()


def test_an_address_is_blocked_as_it_is_counted_by_its_network(client, db):
    for number in range(61):
        client.post(ACTIVATE, FILLED, REMOTE_ADDR=f"2001:db8::{number:x}")
    assert client.get(ACTIVATE, REMOTE_ADDR="2001:db8::ffff").status_code == 429
    assert client.get(ACTIVATE, REMOTE_ADDR="2001:db8:0:1::1").status_code == 200


def test_the_page_tells_of_a_code_that_expired(client, officer):
    person = make_person("张三")
    ((_, code),) = issue_activation_codes(
        actor=officer, people=[person], now=NOW.replace(year=2020)
    )
    page = enter(client, "张三", code)
    assert page.status_code == 422 and len(page.context["form"].non_field_errors()) == 1
    assert not User.objects.filter(person=person).exists()


def test_officer_issues_codes_to_a_unit_and_those_below_it(client, officer):
    bureau = make_unit("县水利局")
    brigade = make_unit("水政大队", parent=bureau)
    people = [make_person("甲某", unit=bureau), make_person("乙某", unit=brigade)]
    make_person("丙某", unit=make_unit())
    make_person("丁某", unit=bureau, status=PersonStatus.RETIRED)
    make_user(person=make_person("戊某", unit=bureau))
    client.force_login(officer)
    page = client.get(CODES, {"unit": bureau.pk})
    assert page.context["count"].people == 2 and not ActivationCode.objects.exists()
    assert client.get(CODES, {"unit": bureau.pk, "everybody": "on"}).context["count"].people == 3
    sheet = client.post(f"{CODES}?unit={bureau.pk}")
    assert [slip.name for slip in sheet.context["slips"]] == ["甲某", "乙某"]
    assert {code.person for code in ActivationCode.objects.all()} == set(people)
    assert "no-store" in sheet["Cache-Control"]
    code = sheet.context["slips"][0].code
    assert code in sheet.content.decode()
    assert code not in client.get(CODES, {"unit": bureau.pk}).content.decode()
    client.logout()
    assert enter(client, "甲某", code).status_code == 302


def test_officer_issues_a_new_code_to_one_person_who_lost_the_password(client, officer):
    person = make_person("张三", unit=make_unit())
    user = make_user(person=person)
    client.force_login(officer)
    assert client.get(CODES, {"person": person.pk}).context["count"].with_login == 1
    (slip,) = client.post(f"{CODES}?person={person.pk}").context["slips"]
    client.logout()
    enter(client, "张三", slip.code, "Songlin-2027-path")
    assert client.session["_auth_user_id"] == str(user.pk)


def test_sheet_needs_the_same_number_of_queries_for_many(
    client, officer, django_assert_num_queries
):
    client.force_login(officer)
    for unit in [make_unit() for _ in range(5)]:
        for _ in range(8):
            make_person(unit=unit)
    with django_assert_num_queries(11):
        assert client.get(CODES).context["count"].people == 40


@pytest.mark.parametrize(
    ("role", "expected"),
    [(None, 302), ("candidate", 403), (Role.LEADER, 403), (Role.LIAISON, 403), (Role.OFFICER, 200)],
)
@pytest.mark.parametrize("method", ["get", "post"])
def test_only_officers_issue_codes(client, db, role, expected, method):
    make_person("甲某", unit=make_unit())
    if role == "candidate":
        client.force_login(make_user(person=make_person()))
    elif role:
        client.force_login(make_user(role))
    assert getattr(client, method)(CODES).status_code == expected
    assert ActivationCode.objects.exists() is (method == "post" and expected == 200)


def test_officer_of_one_unit_reaches_nobody_elsewhere(client, db):
    mine, other = make_unit(), make_unit()
    stranger = make_person("甲某", unit=other)
    make_person("乙某", unit=mine)
    client.force_login(make_user(Role.OFFICER, unit=mine))
    assert client.get(CODES, {"person": stranger.pk}).status_code == 404
    assert client.get(CODES, {"unit": other.pk}).status_code == 422
    (slip,) = client.post(CODES).context["slips"]
    assert slip.name == "乙某"


UNREADABLE = [("unit", "999999", 422), ("unit", "abc", 422), ("unit", "9" * 5000, 422),
    ("person", "999999", 404), ("person", "abc", 404), ("person", "", 404), ("person", "²", 404),
    ("person", "9" * 30, 404), ("person", "9" * 5000, 404)]  # fmt: skip


@pytest.mark.parametrize(("field", "value", "expected"), UNREADABLE)
@pytest.mark.parametrize("method", ["get", "post"])
def test_a_filter_that_cannot_be_read_issues_no_code(
    client, officer, method, field, value, expected
):
    make_person("甲某", unit=make_unit())
    client.force_login(officer)
    response = client.generic(method.upper(), f"{CODES}?{field}={value}")
    assert (response.status_code, ActivationCode.objects.exists()) == (expected, False)


@pytest.mark.parametrize("method", ["get", "post"])
def test_officer_of_one_unit_gives_no_code_to_holders_of_roles(client, db, method):
    unit = make_unit()
    boss, plain = make_person("甲某", unit=unit), make_person("乙某", unit=unit)
    make_user(Role.MARKER, person=boss)
    make_user(person=plain)
    client.force_login(make_user(Role.OFFICER, unit=unit))
    answer = getattr(client, method)(f"{CODES}?person={boss.pk}")
    assert (answer.status_code, answer.url) == (302, f"/rosters/people/{boss.pk}/")
    assert ["甲某" in str(message) for message in get_messages(answer.wsgi_request)] == [True]
    assert [slip.name for slip in client.post(f"{CODES}?everybody=on").context["slips"]] == ["乙某"]
    assert [code.person for code in ActivationCode.objects.all()] == [plain]


def test_officer_of_the_county_gives_codes_to_holders_of_roles(client, officer):
    boss = make_person("甲某", unit=make_unit())
    make_user(Role.MARKER, person=boss)
    client.force_login(officer)
    assert len(client.post(f"{CODES}?person={boss.pk}").context["slips"]) == 1


def test_nobody_gets_a_code_for_a_disabled_login(client, officer):
    closed = make_person("甲某", unit=make_unit())
    make_user(person=closed, is_active=False)
    make_person("乙某", unit=make_unit())
    client.force_login(officer)
    assert client.post(f"{CODES}?person={closed.pk}").status_code == 302
    assert [slip.name for slip in client.post(f"{CODES}?everybody=on").context["slips"]] == ["乙某"]


def test_large_type_is_remembered_on_the_device_and_turned_off_again(client, db):
    on = client.post("/accounts/large-type/", {"next": "/accounts/login/?next=/my/"})
    assert on.url == "/accounts/login/?next=/my/"
    assert client.get("/accounts/login/").context["large_type"] is True
    client.post("/accounts/large-type/")
    assert client.get("/accounts/login/").context["large_type"] is False


@pytest.mark.parametrize("back", ["https://evil.example/", "//evil.example", "javascript:alert(1)"])
def test_large_type_never_leads_to_another_site(client, db, back):
    assert client.post("/accounts/large-type/", {"next": back}).url == "/"
    assert client.get("/accounts/large-type/").status_code == 405


@pytest.mark.parametrize("back", ["foo", "desk:home"])
def test_large_type_goes_back_to_an_address_never_to_a_name(client, db, back):
    assert client.post("/accounts/large-type/", {"next": back}).url == "/"


@pytest.mark.parametrize("name", ["people:list", "cohorts:list", "clearance:list", "privacy:list"])
def test_every_page_about_rosters_is_under_rosters_in_the_navigation(client, db, name):
    client.force_login(make_user(Role.OFFICER))
    shown = client.get(reverse(name)).context["navigation"]
    assert [url for url, _label, here in shown if here] == [reverse("people:list")]
