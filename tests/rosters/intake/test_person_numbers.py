"""Rows that come back with the number which the template gave their person."""

from datetime import date

import pytest

from rosters.intake.queries import rows_of
from rosters.people.models import Person
from tests.factories import make_person, make_unit
from tests.rosters.intake.factories import book, codes, identity_number, take, verdicts
from tests.rosters.intake.staged import apply, stage

pytestmark = pytest.mark.django_db
HEADER = ("人员编号", "姓名", "身份证号", "工作单位", "手机号")
MAN, OTHER = identity_number(date(1980, 1, 15), 1), identity_number(date(1980, 1, 15), 3)


@pytest.fixture
def unit():
    return make_unit("县司法局")


def row(person, name="张三", number=None, phone=None, unit="县司法局"):
    key = f"P{person.pk}" if isinstance(person, Person) else person
    return [key, name, number, unit, phone]


def sent(*rows, unit=None):
    return stage(book(*rows, header=HEADER), unit=unit)


def told(upload):
    return [(each.verdict, [r["code"] for r in each.reasons]) for each in rows_of(upload)]


def test_a_new_phone_is_a_change_and_no_doubt(unit):
    person = make_person("张三", unit=unit, phone="13800000001")
    assert told(sent(row(None, phone="13900000002"))) == [
        ("decision", ["intake.row_phone_differs"])
    ]
    upload = sent(row(person, phone="13900000002"))
    assert told(upload) == [("changed", [])]
    apply(upload)
    assert list(Person.objects.values_list("name", "phone")) == [("张三", "13900000002")]


def test_namesakes_of_one_unit_are_told_apart(unit):
    people = [make_person("张三", unit=unit) for _ in range(2)]
    rows = [row(person, phone=f"1390000000{n}") for n, person in enumerate(people)]
    upload = sent(*rows)
    assert told(upload) == [("changed", []), ("changed", [])]
    apply(upload)
    phones = Person.objects.order_by("pk").values_list("phone", flat=True)
    assert list(phones) == ["13900000000", "13900000001"]
    assert [verdict for _, verdict in verdicts(take(book(*rows, header=HEADER)))] == [
        "unchanged", "unchanged",
    ]  # fmt: skip


def test_another_name_is_asked_about(unit):
    person = make_person("张三", unit=unit)
    upload = sent(row(person, name="张珊"))
    assert told(upload) == [("decision", ["intake.row_key_name"])]
    (offered,) = upload.rows.values_list("proposals", flat=True)
    assert [choice for choice, _ in offered] == [f"rename:{person.pk}", f"keep:{person.pk}", "skip"]


def test_a_number_is_added_to_whoever_has_none(unit):
    person = make_person("张三", unit=unit)
    make_person("张三", unit=unit, identity_number=OTHER)
    apply(sent(row(person, number=MAN)))
    person.refresh_from_db()
    assert (person.id_masked[-4:], Person.objects.count()) == (MAN[-4:], 2)


@pytest.mark.parametrize("held", [MAN, None])
def test_a_number_of_somebody_else_is_refused(unit, held):
    person = make_person("张三", unit=unit, **({"identity_number": held} if held else {}))
    make_person("李四", unit=unit, identity_number=OTHER)
    assert codes(take(book(row(person, number=OTHER), header=HEADER))) == [
        ["intake.row_key_number"]
    ]


def test_another_number_of_the_same_person_is_refused(unit):
    told_by_number = {"sex": "male", "born_on": date(1980, 1, 15)}
    person = make_person("张三", unit=unit, identity_number=MAN, **told_by_number)
    assert told(sent(row(person, number=OTHER))) == [("rejected", ["intake.row_key_number"])]
    assert told(sent(row(person, number=MAN))) == [("unchanged", [])]


def test_who_was_merged_away_is_found_as_who_they_are_now(unit):
    kept = make_person("张三", unit=unit)
    gone = make_person("张叁", merged_into=kept)
    upload = sent(row(gone, name="张叁", phone="13900000002"))
    assert told(upload) == [("changed", [])]
    apply(upload)
    kept.refresh_from_db()
    assert kept.phone == "13900000002"


@pytest.mark.parametrize("key", ["P999999", "12", "工号7", "P", "X1"])
def test_a_number_that_is_not_ours_tells_nothing(unit, key):
    make_person("张三", unit=unit)
    assert told(sent(row(key))) == [("unchanged", [])]


def test_people_of_other_units_stay_unknown_to_a_sender(unit):
    person = make_person("张三", unit=make_unit("县财政局"), identity_number=MAN)
    for name in ("张三", "李四"):
        upload = sent(row(person, name=name), unit=unit)
        assert told(upload) == [("rejected", ["intake.row_not_yours"])]
        assert upload.rows.get().reasons[0]["facts"] == {}
