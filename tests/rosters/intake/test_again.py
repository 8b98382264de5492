"""The same file twice: namesakes that rows make known must not change whom other rows are about."""

import random
from datetime import date

import pytest

from audit.actions import SYSTEM
from audit.rules import Refusal
from audit.wording import explain
from rosters.intake.actions import stage_upload
from rosters.intake.models import RosterUpload
from rosters.people.models import Person, SealingKey
from tests.factories import NOW, make_person, make_unit
from tests.rosters.intake.factories import book, codes, identity_number, take
from tests.rosters.intake.test_import import everything

pytestmark = pytest.mark.django_db
FIRST, LATER = date(1980, 1, 15), date(1980, 1, 20)
NUMBERS = [identity_number(born, order) for born in (FIRST, LATER) for order in (1, 3)]
CHOICES = {
    "姓名": ["张三", "张三", "李四"],
    "工作单位": ["县司法局", "司法局", "县财政局", "县新局", None],
    "身份证号": [None, None, None, *NUMBERS],
    "手机号": [None, None, "13800000001", "13800000002"],
    "出生年月": [None, None, "1980-01-15", "1980.01", "1980-01-20"],
    "现任职务": [None, "科员", "科长"],
    "录用时间": [None, None, "2024-01-01", "2024.01"],
    "批次": [None, None, "一批"],
    "执法证号": [None, None, "C1", "C2"],
    "备注": [None, None, "甲", "乙"],
    "单位性质": [None, None, "县直部门"],
}
KNOWN = [
    ["张三", "司法局", NUMBERS[2], "13800000002", "1980-01-20", None, "2024.01", *[None] * 2, "甲"],
    ["李四", None, NUMBERS[1], "13800000001"],
    ["张三", "县新局", None, "13800000002", "1980.01", "科员", *[None] * 3, "甲", "县直部门"],
    ["张三", "县新局", None, None, None, "科员", None, "一批", None, "乙"],
    ["张三", "县新局", None, None, "1980-01-20", "科长", "2024-01-01", None, "C2", "乙"],
    ["张三", "县司法局", NUMBERS[1], "13800000002", None, "科长", "2024.01", "一批", None, "甲"],
]


@pytest.fixture
def units():
    make_unit("县司法局", aliases=("司法局",))
    make_unit("县财政局")


def assert_twice_is_once(rows):
    content = book(*rows, header=list(CHOICES))
    first = take(content)
    stored = everything()
    second = take(content)
    assert everything() == stored
    assert (second.added, second.changed, second.units_added) == (0, 0, [])
    assert [r["where"] for r in second.rejected] == [r["where"] for r in first.rejected]
    return first


def test_namesake_of_a_later_row_is_seen_in_the_first_import(units):
    first = assert_twice_is_once(KNOWN)
    assert "intake.row_unsettled" in [code for found in codes(first) for code in found]
    assert {line.name for line in first.verdicts} <= {"张三", "李四"}


@pytest.mark.parametrize("seed", range(60))
def test_any_file_twice_is_the_same_as_once(units, seed):
    chance = random.Random(seed)
    rows = [list(map(chance.choice, CHOICES.values())) for _ in range(chance.randint(2, 7))]
    if chance.random() < 0.5:
        make_person("张三", unit=make_unit("县旧局"), phone="13800000001")
    assert_twice_is_once(rows)


def test_others_in_a_file_with_unsettled_names_are_taken(units):
    first = assert_twice_is_once([*KNOWN, ["王五", "县财政局"]])
    assert str(first.verdicts[-1].verdict) == "added"
    assert Person.objects.filter(name="王五").exists()


@pytest.mark.parametrize("dry_run", [True, False])
def test_database_of_another_key_takes_no_roster(units, dry_run):
    content = book(["张三", NUMBERS[0], "县司法局", None, None])
    SealingKey.objects.all().delete()
    SealingKey.objects.create(fingerprint="another")
    refusals = [
        take(content, dry_run=dry_run, filename="旧.xlsx"),
        stage_upload(actor=SYSTEM, content=content, filename="旧.xlsx", unit=None, now=NOW),
    ]
    assert refusals == [Refusal("intake.foreign_key", {"filename": "旧.xlsx"})] * 2
    assert "YINGZHI_ID_KEY" in explain(refusals[0])
    assert (Person.objects.count(), RosterUpload.objects.count()) == (0, 0)
