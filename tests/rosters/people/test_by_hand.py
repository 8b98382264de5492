"""People added and changed by hand: names, numbers of all kinds, and what is told to whom."""

from datetime import date

import pytest

from audit.actions import SYSTEM
from audit.models import AuditRecord
from audit.rules import Refusal
from rosters.people.actions import (
    PersonFacts,
    add_person,
    edit_person,
    remove_recruitment,
    set_recruitment,
)
from rosters.people.forms import NewPostingForm, PersonForm
from rosters.people.models import Person, Recruitment
from rosters.people.queries import bearer_of, find_by_identity_number
from rosters.people.rules import IdentityKind
from rosters.people.sealing import lookup, unseal
from rosters.roles.rules import Role
from rosters.units.models import Unit
from tests.factories import NOW, make_person, make_unit, make_user
from tests.rosters.people.factories import merge

NUMBER, OTHER = "11010519491231002X", "110105194912310038"
OLD = "110105491231002"


def add(name="李一", *, actor=SYSTEM, **facts):
    return add_person(actor=actor, facts=PersonFacts(name=name, **facts), now=NOW)


def edit(person, name="李一", **facts):
    return edit_person(actor=SYSTEM, person=person, facts=PersonFacts(name=name, **facts), now=NOW)


def test_number_is_sealed_hashed_and_says_sex_and_birth(db):
    person = add(number=NUMBER)
    person.refresh_from_db()
    assert (person.id_number, person.id_masked) == (NUMBER, "1101**********002X")
    assert person.id_lookup == lookup(NUMBER)
    assert (person.sex, person.born_on) == ("female", date(1949, 12, 31))
    assert person.pinyin == "li3 yi1"


def test_old_number_is_kept_in_its_new_form(db):
    assert add(number=OLD).id_number == NUMBER
    assert add("李二", number=NUMBER) == Refusal(
        "people.number_taken", {"name": "李一", "person": Person.objects.get().pk}
    )
    assert find_by_identity_number(Person.objects.all(), OLD) == Person.objects.get()


@pytest.mark.parametrize(
    ("number", "code"),
    [
        ("110105194912310021", "people.number_checksum"),
        ("11010519491231002", "people.number_format"),
        ("110105194913310021", "people.number_birth"),
    ],
)
def test_what_is_no_number_is_refused_with_its_reason(db, number, code):
    assert add(number=number) == Refusal(code)
    assert not Person.objects.exists()


def test_contradicted_birth_and_sex_are_refused(db):
    refused = add(number=NUMBER, born_on=date(1950, 1, 1))
    assert refused == Refusal("people.birth_differs", {"number": "1949-12-31"})
    assert add(number=NUMBER, sex="male") == Refusal("people.sex_differs")


def test_numbers_of_two_kinds_do_not_collide(db):
    kinds = [IdentityKind.PASSPORT, IdentityKind.OFFICER, IdentityKind.TAIWAN]
    people = [add(number="E12345678", id_kind=kind) for kind in kinds]
    assert len({person.id_lookup for person in people}) == 3
    assert {person.id_number for person in people} == {"E12345678"}
    taken = Refusal("people.number_taken", {"name": "李一", "person": people[0].pk})
    assert add("李二", number="E12345678", id_kind=IdentityKind.PASSPORT) == taken
    for kind, person in zip(kinds, people, strict=True):
        assert bearer_of(kind, "E12345678") == person


def test_what_is_hashed_is_what_is_sealed(db):
    """Sealing everything anew takes the hash of what it opens, whatever the kind."""
    for person in (add(number=NUMBER), add("李二", number="M1", id_kind=IdentityKind.OFFICER)):
        assert lookup(unseal(bytes(person.id_sealed))) == person.id_lookup


def test_officer_of_a_unit_learns_nothing_of_whom_they_do_not_see(db):
    mine, theirs = make_unit(), make_unit()
    officer = make_user(Role.OFFICER, unit=mine)
    make_person("他人", unit=theirs, identity_number=NUMBER)
    held = make_person("自己人", unit=mine, identity_number=OTHER)
    assert add(actor=officer, number=NUMBER) == Refusal("people.number_elsewhere")
    assert add(actor=officer, number=OTHER) == Refusal(
        "people.number_taken", {"name": "自己人", "person": held.pk}
    )


def test_number_of_a_merged_row_leads_to_the_kept_one(db):
    kept = make_person("甲", identity_number=OTHER)
    gone = make_person("乙", id_kind=IdentityKind.PASSPORT, identity_number="unused")
    edit(gone, "乙", number="E1", id_kind=IdentityKind.PASSPORT)
    merge(kept, gone)
    assert add(number="E1", id_kind=IdentityKind.PASSPORT) == Refusal(
        "people.number_taken", {"name": "甲", "person": kept.pk}
    )


def test_without_a_number_the_one_on_file_stays(db):
    person = add(number=NUMBER, phone="13800001111")
    edit(person, phone="13900002222", sex="female", born_on=date(1949, 12, 31))
    person.refresh_from_db()
    assert (person.id_number, person.phone) == (NUMBER, "13900002222")
    assert edit(person, born_on=date(1950, 1, 1)) == Refusal(
        "people.birth_differs", {"number": "1949-12-31"}
    )
    assert edit(person, id_kind=IdentityKind.PASSPORT) == Refusal("people.number_of_other_kind")
    edit(person, forget_number=True)
    person.refresh_from_db()
    assert (person.id_sealed, person.id_lookup) == (None, None)


def test_record_names_changed_fields_and_not_their_content(db):
    person = add(phone="13800001111")
    edit(person, name="李二", phone="13900002222")
    edit(person, name="李二", phone="13900002222")
    deeds = AuditRecord.objects.order_by("number").values_list("action", "facts")
    assert list(deeds) == [
        ("add_person", {"filled": ["phone"]}),
        ("edit_person", {"changed": ["name", "phone"]}),
    ]


def test_who_was_merged_away_is_not_changed(db):
    kept, gone = make_person("甲"), make_person("甲")
    merge(kept, gone)
    assert edit(gone, "乙") == Refusal("people.merged_already", {"name": "甲"})


def test_recruitment_is_recorded_changed_and_taken_back(db):
    person, day = make_person(), date(2025, 7, 1)
    facts = {"actor": SYSTEM, "person": person, "intake": "省考"}
    set_recruitment(**facts, hired_on=day, probation_until=date(2026, 7, 1))
    refused = set_recruitment(**facts, hired_on=day, probation_until=date(2025, 6, 1))
    assert refused == Refusal("people.probation_before_hiring")
    set_recruitment(**facts, hired_on=date(2025, 8, 1), probation_until=None)
    assert Recruitment.objects.get().hired_on == date(2025, 8, 1)
    for _ in range(2):
        remove_recruitment(actor=SYSTEM, person=person)
    assert not Recruitment.objects.exists()
    assert AuditRecord.objects.filter(action="remove_recruitment").count() == 1


def test_no_day_of_a_person_or_of_a_posting_is_still_to_come(db):
    unit, ahead = make_unit(), "2999-01-01"
    told = {"unit": unit.pk, "appointed_on": ahead, "began_on": ahead}
    posting = NewPostingForm(told, units=Unit.objects.all())
    assert set(posting.errors) == {"appointed_on", "began_on"}
    person = PersonForm({"name": "李一", "id_kind": IdentityKind.RESIDENT, "born_on": ahead})
    assert set(person.errors) == {"born_on"}
