"""From the slip to a password of one's own."""

from datetime import timedelta

import pytest
from django.contrib.auth.hashers import check_password

from audit.models import AuditRecord
from audit.queries import history
from audit.rules import Refusal
from rosters.accounts.actions import activate, issue_activation_codes
from rosters.accounts.models import ActivationCode, User
from rosters.accounts.queries import CodeCount, Slip, count_codes, load_slips
from rosters.accounts.rules import CODE_ALPHABET, CODE_BLOCK, CODE_LIFETIME, group_code
from rosters.people.models import Person
from rosters.roles.rules import Role
from tests.factories import NOW, PASSWORD, make_person, make_unit, make_user

WRONG = Refusal("accounts.code_wrong", {"failures": 5, "minutes": 15})
BLOCKED = Refusal("accounts.code_blocked", {"failures": 5, "minutes": 15})


@pytest.fixture
def officer(db):
    return make_user(Role.OFFICER)


def issue(officer, *people):
    return [code for _, code in issue_activation_codes(actor=officer, people=people, now=NOW)]


def enter(login, code, *, password=PASSWORD, now=NOW):
    return activate(login=login, code=code, password=password, now=now)


def test_code_is_ten_unambiguous_characters_and_stored_as_a_hash(officer):
    (code,) = issue(officer, make_person())
    row = ActivationCode.objects.get()
    assert len(code) == 10 and set(code) <= set(CODE_ALPHABET)
    assert code not in row.code_hash and row.expires_at - row.issued_at == CODE_LIFETIME


@pytest.mark.parametrize("login", ["张三", " 张　三 ", "13800001111", "+86 138-0000-1111", "P{pk}"])
def test_code_gives_a_login_to_the_person_called(officer, login):
    person = make_person("张三", phone="13800001111")
    (code,) = issue(officer, person)
    user = enter(login.format(pk=person.pk), group_code(code).lower())
    assert user == User.objects.get(person=person)
    assert (user.username, str(user), user.is_active) == (f"p{person.pk}", "张三", True)
    assert check_password(PASSWORD, user.password)
    assert [record.action for record in history(person)] == ["activate"]


def test_code_works_once(officer):
    (code,) = issue(officer, make_person("张三"))
    enter("张三", code)
    assert enter("张三", code, password="other") == Refusal("accounts.code_used")
    assert check_password(PASSWORD, User.objects.get(username__startswith="p").password)


def test_code_expires_after_fourteen_days(officer):
    (code,) = issue(officer, make_person("张三"))
    assert enter("张三", code, now=NOW + CODE_LIFETIME) == Refusal("accounts.code_expired")
    last_moment = NOW + CODE_LIFETIME - timedelta(seconds=1)
    assert isinstance(enter("张三", code, now=last_moment), User)


def test_fifth_wrong_entry_blocks_the_person_for_fifteen_minutes(officer):
    (code,) = issue(officer, make_person("张三"))
    for _ in range(4):
        assert enter("张三", "AAAA-AAAA-AA") == WRONG
    assert enter("张三", "AAAA-AAAA-AA") == BLOCKED
    last_moment = NOW + CODE_BLOCK - timedelta(seconds=1)
    assert enter("张三", code) == enter("张三", code, now=last_moment) == BLOCKED
    assert not User.objects.filter(person__name="张三").exists()
    assert isinstance(enter("张三", code, now=NOW + CODE_BLOCK), User)


def test_count_of_wrong_entries_starts_again_after_the_block(officer):
    (code,) = issue(officer, make_person("张三"))
    for _ in range(40):
        enter("张三", "wrong")
    row = ActivationCode.objects.get()
    assert (row.failures, row.blocked_until) == (0, NOW + CODE_BLOCK)
    later = NOW + CODE_BLOCK
    assert [enter("张三", "wrong", now=later) for _ in range(4)] == [WRONG] * 4
    assert isinstance(enter("张三", code, now=later), User)


def test_a_block_meets_only_the_person_it_was_earned_for(officer):
    one, two = make_person("王芳"), make_person("王芳")
    (mine, hers) = issue(officer, one, two)
    for _ in range(5):
        enter(f"p{one.pk}", "wrong")
    assert enter("王芳", mine) == WRONG
    assert enter("王芳", hers).person == two


def test_a_new_code_lifts_the_block(officer):
    person = make_person("张三")
    issue(officer, person)
    for _ in range(5):
        enter("张三", "wrong")
    (again,) = issue(officer, person)
    assert isinstance(enter("张三", again), User)


def test_a_disabled_account_stays_disabled_and_keeps_its_password(officer):
    person = make_person("张三")
    user = make_user(person=person, is_active=False)
    (code,) = issue(officer, person)
    assert enter("张三", code, password="another-long-one") == Refusal("accounts.login_disabled")
    user.refresh_from_db()
    assert (user.is_active, user.check_password(PASSWORD)) == (False, True)
    assert ActivationCode.objects.get().used_at is None


def test_a_code_is_for_its_bearer_only(officer):
    mine, hers = make_person("张三"), make_person("李四")
    (code, _) = issue(officer, mine, hers)
    assert enter("李四", code) == enter("王五", code) == enter("", code) == WRONG
    assert isinstance(enter("张三", code), User)


def test_of_two_people_of_one_name_the_code_tells_who_is_meant(officer):
    one, two = make_person("王芳"), make_person("王芳")
    (_, code) = issue(officer, one, two)
    assert enter("王芳", code).person == two
    assert not User.objects.filter(person=one).exists()


def test_new_code_voids_the_old_one_and_replaces_a_lost_password(officer):
    person = make_person("张三")
    (old,) = issue(officer, person)
    (new,) = issue(officer, person)
    assert enter("张三", old) == WRONG
    first = enter("张三", new)
    (third,) = issue(officer, person)
    assert check_password(PASSWORD, User.objects.get(pk=first.pk).password)
    assert enter("张三", third, password="another-long-one") == first
    assert check_password("another-long-one", User.objects.get(pk=first.pk).password)


def test_a_used_code_can_be_issued_anew(officer):
    person = make_person("张三")
    (code,) = issue(officer, person)
    enter("张三", code)
    for _ in range(5):
        enter("张三", "wrong")
    (again,) = issue(officer, person)
    assert isinstance(enter("张三", again), User)


def test_issuing_to_many_takes_one_record_and_few_queries(officer, django_assert_max_num_queries):
    unit = make_unit()
    people = [make_person(unit=unit) for _ in range(60)]
    with django_assert_max_num_queries(12):
        codes = issue(officer, *people)
    assert len(set(codes)) == 60
    record = AuditRecord.objects.get()
    assert record.facts["people"] == [person.pk for person in people]
    assert issue_activation_codes(actor=officer, people=[], now=NOW) == []


def test_count_tells_what_issuing_would_void(officer):
    waiting, active, untouched = (make_person(name) for name in ("甲某", "乙某", "丙某"))
    (_, code) = issue(officer, waiting, active)
    enter("乙某", code)
    found = count_codes(Person.objects.all(), NOW)
    assert found == CodeCount(people=3, with_login=1, void=1)
    assert count_codes(Person.objects.all(), NOW + CODE_LIFETIME).void == 0
    assert untouched.pk


def test_slips_come_in_the_order_of_units_then_of_names(officer):
    far, near = make_unit("远局", order=9), make_unit("近局", order=1)
    people = [
        make_person("甲", unit=far, pinyin="jia"),
        make_person("丁", unit=near, pinyin="ding"),
        make_person("丙", unit=near, pinyin="bing"),
    ]
    slips = load_slips((person, "ABCDEFGHJK") for person in people)
    assert slips == [
        Slip("丙", "近局", f"p{people[2].pk}", "ABCD-EFGH-JK"),
        Slip("丁", "近局", f"p{people[1].pk}", "ABCD-EFGH-JK"),
        Slip("甲", "远局", f"p{people[0].pk}", "ABCD-EFGH-JK"),
    ]
