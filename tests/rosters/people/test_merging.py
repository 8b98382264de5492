"""Two rows that are one person: merged, followed through chains, and taken apart again."""

from datetime import date
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from audit.actions import SYSTEM
from audit.models import AuditRecord
from audit.rules import Refusal
from rosters.people.access import people_for
from rosters.people.actions import (
    PersonFacts,
    add_posting,
    declare_distinct,
    edit_person,
    merge_people,
    reconsider_distinct,
    undo_merge,
)
from rosters.people.actions.postings import PostingFacts
from rosters.people.models import (
    Credential,
    DistinctPeople,
    Person,
    PersonMerge,
    Posting,
    Recruitment,
    Training,
)
from rosters.people.queries import (
    canonical,
    find_by_identity_number,
    likely_pairs,
    plan_merge,
    same_person,
    search_people,
)
from rosters.people.rules import IdentityKind, PersonStatus
from rosters.people.sealing import lookup
from rosters.roles.rules import Role
from tests.factories import NOW, make_person, make_roster, make_unit, make_user
from tests.rosters.people.factories import make_status, merge

NUMBER, OTHER = "11010519491231002X", "110105194912310038"


def undo(merged):
    return undo_merge(actor=SYSTEM, merge=merged, now=NOW)


def dump():
    """Every fact of every person, as the tables hold them."""
    tables = (Person, Posting, Recruitment, Credential, Training)
    return {
        table: [
            {name: bytes(v) if isinstance(v, memoryview) else v for name, v in row.items()}
            for row in table._default_manager.order_by("pk").values()
        ]
        for table in tables
    }


@pytest.fixture
def two(db):
    """A sparse row and a full one of the same person, in two units, and in a common one."""
    bureau, town, common = make_unit("县水利局"), make_unit("青山镇"), make_unit("县防汛办")
    kept = make_person("李一", unit=bureau, phone="13800001111")
    gone = make_person(
        "李一", unit=town, title="科员", hired_on=date(2024, 7, 1), card="A1",
        identity_number=NUMBER, born_on=date(1949, 12, 31), sex="female", phone="13900002222",
    )  # fmt: skip
    Posting.objects.create(person=kept, unit=common, primary=False)
    Posting.objects.create(
        person=gone, unit=common, primary=False, rank="副科级", appointed_on=date(2022, 1, 1)
    )
    Training.objects.create(person=kept, year=2026, hours=Decimal(40), source="司法局")
    Training.objects.create(person=gone, year=2026, hours=Decimal(30), source="司法局")
    Training.objects.create(person=gone, year=2025, hours=Decimal(60), source="司法局")
    return kept, gone


def test_plan_says_what_is_filled_moved_and_in_conflict(two):
    kept, gone = two
    plan = plan_merge(kept, gone)
    assert plan.refusal is None
    assert plan.filled == ("identity", "sex", "born_on")
    assert plan.differing == ("phone",)
    assert [posting.unit.name for posting in plan.postings] == ["青山镇"]
    assert plan.demoted == plan.postings
    assert [(o.filled, o.differing) for o in plan.same_unit] == [(("rank", "appointed_on"), ())]
    assert plan.recruitment == gone.recruitment
    assert [card.number for card in plan.credentials] == ["A1"]
    assert [t.year for t in plan.trainings] == [2025]
    assert [t.year for t in plan.trainings_left] == [2026]


def test_merge_moves_and_fills_and_leaves_the_rest(two):
    kept, gone = two
    merged = merge(kept, gone)
    kept.refresh_from_db()
    gone.refresh_from_db()
    assert gone.merged_into == kept and merged.kept == kept
    assert (kept.id_number, kept.sex, kept.phone) == (NUMBER, "female", "13800001111")
    assert gone.id_lookup is None and gone.phone == "13900002222"
    held = kept.postings.filter(ended_on=None).values_list("unit__name", "primary", "rank")
    assert sorted(held) == [
        ("县水利局", True, ""),
        ("县防汛办", False, "副科级"),
        ("青山镇", False, ""),
    ]
    assert not gone.postings.filter(ended_on=None).exists()
    assert kept.recruitment.hired_on == date(2024, 7, 1)
    assert [card.number for card in kept.credentials.all()] == ["A1"]
    assert sorted(t.year for t in kept.trainings.all()) == [2025, 2026]
    assert find_by_identity_number(Person.objects.all(), NUMBER) == kept


def test_undoing_puts_every_row_back_as_it_was(two):
    before = dump()
    merged = merge(*two)
    assert dump() != before
    assert undo(merged) == merged
    assert dump() == before
    assert undo(merged) == Refusal("people.merge_undone", {"name": "李一"})


def test_exams_stay_with_their_rows_and_belong_to_one_person(two):
    kept, gone = two
    roster = make_roster(gone)
    merge(kept, gone)
    entry = roster.entries.get()
    assert entry.person == gone and entry.person_id in same_person(kept.pk)
    assert same_person(kept.pk) == same_person(gone.pk) == frozenset({kept.pk, gone.pk})


def test_what_happened_since_the_merge_stays_with_the_kept_row(two):
    kept, gone = two
    merged = merge(kept, gone)
    kept.refresh_from_db()
    facts = PersonFacts(name="李一", sex="female", phone="13800001111", number=NUMBER,
                        born_on=date(1949, 12, 31), note="新备注")  # fmt: skip
    edit_person(actor=SYSTEM, person=kept, facts=facts, now=NOW)
    new = add_posting(actor=SYSTEM, person=kept, facts=PostingFacts(unit=make_unit("县财政局")))
    undo(merged)
    kept.refresh_from_db()
    gone.refresh_from_db()
    new.refresh_from_db()
    assert (kept.note, new.person) == ("新备注", kept)
    assert (gone.id_number, kept.id_sealed) == (NUMBER, None)


def test_a_number_typed_in_after_the_merge_is_not_taken_back(two):
    kept, gone = two
    merged = merge(kept, gone)
    kept.refresh_from_db()
    facts = PersonFacts(name="李一", number=OTHER)
    assert isinstance(edit_person(actor=SYSTEM, person=kept, facts=facts, now=NOW), Person)
    undo(merged)
    kept.refresh_from_db()
    gone.refresh_from_db()
    assert (kept.id_number, gone.id_sealed) == (OTHER, None)


def test_chains_lead_to_one_row_and_come_apart_from_the_end(db):
    a, b, c, stranger = (make_person(name) for name in ("甲", "甲", "甲", "乙"))
    first, second = merge(b, a), merge(c, b)
    for person in (a, b, c):
        person.refresh_from_db()
        assert same_person(person.pk) == frozenset({a.pk, b.pk, c.pk})
        assert canonical(person) == c
    assert same_person(stranger.pk) == frozenset({stranger.pk})
    assert undo(first) == Refusal("people.kept_merged_since", {"name": "甲"})
    assert isinstance(undo(second), PersonMerge)
    assert isinstance(undo(first), PersonMerge)
    assert same_person(c.pk) == frozenset({c.pk})


def test_merging_back_and_forth(db):
    a, b = make_person("甲", phone="13800001111"), make_person("甲")
    before = dump()
    undo(merge(a, b))
    undo(merge(b, a))
    undo(merge(a, b))
    assert dump() == before
    assert PersonMerge.objects.exclude(undone_at=None).count() == 3


def test_merging_twice_is_refused(two):
    kept, gone = two
    seen = plan_merge(kept, gone).digest
    arguments = {"actor": SYSTEM, "kept": kept, "gone": gone, "basis": "x", "seen": seen}
    assert isinstance(merge_people(**arguments, now=NOW), PersonMerge)
    assert merge_people(**arguments, now=NOW) == Refusal("people.merged_already", {"name": "李一"})
    assert merge(gone, kept) == Refusal("people.merged_already", {"name": "李一"})
    assert PersonMerge.objects.count() == 1


def test_a_merge_that_changed_since_it_was_shown_is_refused(two):
    kept, gone = two
    seen = plan_merge(kept, gone).digest
    Credential.objects.create(person=gone, number="A2")
    refused = merge_people(actor=SYSTEM, kept=kept, gone=gone, basis="x", seen=seen, now=NOW)
    assert refused == Refusal("people.merge_changed", {"name": "李一"})


def test_two_residents_numbers_are_two_people(db):
    one = make_person("甲", identity_number=NUMBER)
    other = make_person("甲", identity_number=OTHER)
    assert merge(one, other) == Refusal(
        "people.two_numbers", {"one": "1101**********002X", "other": "1101**********0038"}
    )
    Person.objects.filter(pk=other.pk).update(id_kind=IdentityKind.PASSPORT)
    assert isinstance(merge(one, other), PersonMerge)
    other.refresh_from_db()
    assert other.id_lookup == lookup(OTHER)


def test_basis_is_asked_for_and_oneself_is_refused(db):
    one, other = make_person("甲"), make_person("甲")
    seen = plan_merge(one, other).digest
    refused = merge_people(actor=SYSTEM, kept=one, gone=other, basis=" ", seen=seen, now=NOW)
    assert refused == Refusal("people.basis_missing")
    assert merge(one, one) == Refusal("people.merge_itself", {"name": "甲"})


def test_statuses_stay_with_their_rows(db):
    kept, gone = make_person("甲"), make_person("甲", status=PersonStatus.TRANSFERRED)
    make_status(gone, PersonStatus.TRANSFERRED)
    assert plan_merge(kept, gone).differing == ("status",)
    merge(kept, gone)
    kept.refresh_from_db()
    assert kept.status == PersonStatus.IN_POST and not kept.status_changes.exists()


def test_found_distinct_are_not_proposed_nor_merged_until_reconsidered(db):
    unit = make_unit()
    one, other = make_person("甲乙", unit=unit), make_person("甲乙", unit=unit)
    people = Person.objects.all()
    assert [(p.first, p.second) for p in likely_pairs(people)] == [(one.pk, other.pk)]
    for _ in range(2):
        declare_distinct(actor=SYSTEM, one=other, other=one, now=NOW)
    assert DistinctPeople.objects.count() == 1 and likely_pairs(people) == []
    assert merge(one, other) == Refusal("people.found_distinct", {"name": "甲乙", "other": "甲乙"})
    reconsider_distinct(actor=SYSTEM, one=one, other=other)
    assert len(likely_pairs(people)) == 1
    assert isinstance(merge(one, other), PersonMerge)


def test_lists_and_search_leave_the_merged_out(two):
    kept, gone = two
    merge(kept, gone)
    officer = make_user(Role.OFFICER)
    assert list(search_people(people_for(officer, Role.OFFICER), q="李")) == [kept]
    of_unit = make_user(Role.OFFICER, unit=gone.postings.first().unit)
    assert list(people_for(of_unit, Role.OFFICER)) == [kept]
    assert likely_pairs(people_for(officer, Role.OFFICER)) == []


def test_audit_says_which_rows_and_nothing_of_what_they_hold(two):
    kept, gone = two
    merged = merge(kept, gone)
    deed = AuditRecord.objects.get(action="merge_people")
    assert deed.subject_id == str(kept.pk)
    assert deed.facts == {
        "merge": merged.pk, "gone": gone.pk, "postings": 1, "credentials": 1, "trainings": 1,
        "filled": ["identity", "sex", "born_on"],
    }  # fmt: skip


SPARSE = st.fixed_dictionaries(
    {
        "sex": st.sampled_from(["", "male"]),
        "phone": st.sampled_from(["", "13800001111"]),
        "note": st.sampled_from(["", "备注"]),
        "units": st.sets(st.sampled_from([0, 1, 2]), max_size=3),
        "ended": st.sampled_from([None, date(2025, 1, 1)]),
        "hired": st.booleans(),
        "cards": st.integers(0, 2),
        "years": st.sets(st.sampled_from([2024, 2025]), max_size=2),
    }
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25)
@given(st.lists(SPARSE, min_size=3, max_size=3), st.lists(st.sampled_from([0, 1, 2]), max_size=6))
def test_any_merges_undone_in_turn_leave_no_trace(db, facts, order):
    """Whatever three rows hold and however they are merged, undoing all restores all."""
    PersonMerge.objects.all().delete()
    Person.objects.update(merged_into=None)
    Person.objects.all().delete()
    units = [make_unit() for _ in range(3)]
    people = [_make(fact, units, number) for number, fact in enumerate(facts)]
    before = dump()
    done = []
    for one, other in pairwise(order):
        merged = merge(people[one], people[other])
        if isinstance(merged, PersonMerge):
            done.append(merged)
        assert _no_person_has_two_primaries()
    for merged in reversed(done):
        assert isinstance(undo(merged), PersonMerge)
    assert dump() == before


def _make(fact, units, number):
    person = make_person("甲", sex=fact["sex"], phone=fact["phone"], note=fact["note"])
    for at, unit in enumerate(sorted(fact["units"])):
        Posting.objects.create(
            person=person, unit=units[unit], primary=at == 0, ended_on=fact["ended"] if at else None
        )
    if fact["hired"]:
        Recruitment.objects.create(person=person, hired_on=date(2024, 7, 1 + number))
    for card in range(fact["cards"]):
        Credential.objects.create(person=person, number=f"{person.pk}-{card}")
    for year in fact["years"]:
        Training.objects.create(person=person, year=year, hours=Decimal(number))
    return person


def _no_person_has_two_primaries():
    running = Posting.objects.filter(ended_on=None, primary=True).values_list("person", flat=True)
    return len(running) == len(set(running))
