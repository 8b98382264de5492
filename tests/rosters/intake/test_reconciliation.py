"""Whatever the rows: the verdicts add up, and a second import changes nothing."""

from datetime import date
from itertools import cycle

import pytest
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from audit.actions import SYSTEM
from audit.rules import Refusal
from rosters.intake.actions import choose
from rosters.intake.queries import reconciliation
from rosters.people.models import Credential, Person, Posting, Recruitment
from tests.factories import NOW, make_person, make_unit
from tests.rosters.intake.factories import book, identity_number, take
from tests.rosters.intake.staged import apply, stage, told
from tests.rosters.intake.staged import stored as tables

HEADER = ["姓名", "身份证号", "性别", "出生年月", "工作单位", "单位性质", "手机号", "备注"]
HEADER += ["现任职务", "任现职时间", "录用时间", "执法证号", "有效期至"]
NUMBERS = [identity_number(date(1980, 1, 15), n) for n in (1, 2, 3)]

ROWS = st.lists(
    st.tuples(
        st.sampled_from(["张三", "张 三", "李四", None]),
        st.sampled_from([None, None, *NUMBERS, "3.6E+17"]),
        st.sampled_from([None, "男", "女"]),
        st.sampled_from([None, "1980.01", "1980-01-15", "1985.02"]),
        st.sampled_from([None, "县司法局", "县财政局", "青山镇"]),
        st.sampled_from([None, "乡镇"]),
        st.sampled_from([None, "13800138000", "13900139000"]),
        st.sampled_from([None, "挂职"]),
        st.sampled_from([None, "局长", "科员"]),
        st.sampled_from([None, "2021.3", 2021.1]),
        st.sampled_from([None, None, "2022-08"]),
        st.sampled_from([None, None, "A1", "A2"]),
        st.sampled_from([None, None, "长期", "2026.3"]),
    ),
    min_size=1,
    max_size=7,
)


def stored():
    """Every row of every table that an import writes, sealed bytes included."""
    tables = (Person, Posting, Recruitment, Credential)
    return [list(table.objects.order_by("pk").values()) for table in tables]


@pytest.mark.django_db
@settings(max_examples=150, deadline=None)
@given(ROWS)
def test_verdicts_add_up_and_a_second_import_changes_nothing(rows):
    with transaction.atomic():
        make_unit("县司法局")
        make_unit("县财政局")
        content = book(*rows, header=HEADER)
        expected, first = take(content, dry_run=True), take(content)
        if isinstance(first, Refusal):
            assert first == expected == Refusal("intake.no_rows", {"filename": "名单.xlsx"})
        else:
            assert first.as_json() == expected.as_json()
            assert first.rows == first.added + first.changed + first.unchanged + len(first.rejected)
            assert first.added == Person.objects.count()
            assert_idempotent(content)
        transaction.set_rollback(True)


def assert_idempotent(content):
    before = stored()
    second = take(content)
    assert (second.added, second.changed, second.units_added) == (0, 0, [])
    assert stored() == before
    primaries = Posting.objects.filter(primary=True).values_list("person_id", flat=True)
    assert sorted(primaries) == sorted(Person.objects.values_list("pk", flat=True))


def known_people():
    """Namesakes that make rows doubtful."""
    justice, finance = make_unit("县司法局"), make_unit("县财政局")
    make_person("张三", unit=finance, born_on=date(1980, 1, 15))
    make_person("李四", unit=justice, phone="13700137000", identity_number=NUMBERS[2])
    make_person("李四", unit=justice, phone="13900139000")


def decide(upload, picks):
    """Says something of each doubtful row; never to leave it out."""
    for found in list(upload.rows.order_by("position")):
        found.refresh_from_db()
        offered = [proposal[0] for proposal in found.proposals if proposal[0] != "skip"]
        if found.verdict == "decision" and offered:
            choice = offered[next(picks) % len(offered)]
            assert choose(actor=SYSTEM, row=found, choice=choice, now=NOW) is None


@pytest.mark.django_db
@settings(max_examples=80, deadline=None)
@given(ROWS, st.lists(st.integers(0, 5), min_size=8, max_size=8))
def test_sum_adds_up_whatever_is_decided_and_applying_twice_changes_nothing(rows, picks):
    with transaction.atomic():
        known_people()
        content = book(*rows, header=HEADER)
        upload = stage(content)
        if upload.state == "ready":
            decide(upload, cycle(picks))
            upload.refresh_from_db()
            sums = reconciliation(upload)
            assert (sums.rows, sums.added) == (len(told(upload)), upload.counts["added"])
            people = Person.objects.count()
            assert apply(upload).state == "applied"
            assert Person.objects.count() == people + sums.added
            before = tables()
            again = stage(content)
            assert (reconciliation(again).added, reconciliation(again).changed) == (0, 0)
            apply(again)
            assert tables() == before
        transaction.set_rollback(True)
