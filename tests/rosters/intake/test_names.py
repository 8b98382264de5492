"""Names, telephone and card numbers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit.rules import Refusal
from rosters.intake.rules.names import read_card_number, read_name, read_phone
from rosters.people.rules import pinyin_key


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("张三", ("张三", "")),
        ("张 三", ("张三", "")),
        ("张\u3000三", ("张三", "")),
        (" 欧 阳 锋 ", ("欧阳锋", "")),
        ("张\u200b三\ufeff", ("张三", "")),
        ("张三（女）", ("张三", "女")),
        ("张三(挂职)", ("张三", "挂职")),
        ("张三 （回族）（挂职）", ("张三", "回族；挂职")),
        ("阿依古丽.买买提", ("阿依古丽·买买提", "")),
        ("阿依古丽•买买提", ("阿依古丽·买买提", "")),
        ("阿依古丽 · 买买提", ("阿依古丽·买买提", "")),
        ("阿依古丽．买买提", ("阿依古丽·买买提", "")),
        ("王䶮", ("王䶮", "")),
        ("李𬭎", ("李𬭎", "")),
        ("Ｔｏｍ Ｌｅｅ", ("Tom Lee", "")),
    ],
)
def test_name_is_freed_of_what_is_not_name(written, read):
    assert read_name(written) == read


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("李?", "name_lost"),
        ("李？明", "name_lost"),
        ("13800138000", "name"),
        (5, "name"),
        ("张", "name"),
        ("张三、李四", "name"),
        ("=cmd()", "name"),
        ("长" * 41, "name"),
    ],
)
def test_what_is_no_name_is_refused(written, code):
    refusal = read_name(written)
    assert isinstance(refusal, Refusal)
    assert refusal.code == f"intake.row_{code}"


@pytest.mark.parametrize(
    ("written", "read"),
    [
        (13800138000.0, "13800138000"),
        ("138 0013 8000", "13800138000"),
        ("138-0013-8000", "13800138000"),
        ("+86 13800138000", "13800138000"),
        ("8613800138000", "13800138000"),
        ("１３８００１３８０００", "13800138000"),
        ("13800138000/0793-1234567", "13800138000"),
        ("0793-1234567、13800138000", "13800138000"),
        ("'13800138000", "13800138000"),
        ("0793-1234567", None),
        ("1234567", None),
        ("", None),
    ],
)
def test_mobile_number_is_read_and_landline_left(written, read):
    assert read_phone(written) == read


@pytest.mark.parametrize("written", ["1380013800", "138001380001", "23800138000", "无手机"])
def test_what_is_no_number_is_refused(written):
    assert read_phone(written) == Refusal("intake.row_phone")


@pytest.mark.parametrize(
    ("written", "read"),
    [
        (" 粤A 0001 ", "粤A0001"),
        ("０１２３４５", "012345"),
        (123456.0, "123456"),
        ("'00123", "00123"),
        (None, None),
        (1.2345e17, Refusal("intake.row_card_damaged")),
        ("1.23E+17", Refusal("intake.row_card_damaged")),
        ("A1、A2", Refusal("intake.row_card_several")),
        ("A" * 41, Refusal("intake.row_card_long")),
    ],
)
def test_card_number_is_opaque(written, read):
    assert read_card_number(written) == read


@given(st.text(max_size=50))
def test_reading_a_name_twice_changes_nothing(text):
    read = read_name(text)
    if isinstance(read, tuple):
        assert read_name(read[0]) == (read[0], "")


def test_names_sort_by_their_sound_and_surnames_by_theirs():
    names = ["张三", "单雄信", "李四", "曾国", "阿明", "李三"]
    assert sorted(names, key=pinyin_key) == ["阿明", "李三", "李四", "单雄信", "曾国", "张三"]
