"""Serial, date and masked name as they are printed and shown."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quiz.results.rules import chinese_date, mask_name, serial_text


@pytest.mark.parametrize(
    ("name", "masked"),
    [
        ("张三", "张*"),
        ("张小丽", "张*丽"),
        ("欧阳丽", "欧阳*"),
        ("欧阳小丽", "欧阳*丽"),
        ("欧阳", "欧*"),
        ("王建国华", "王**华"),
        ("买买提·吐尔逊", "买*****逊"),
        ("䶮", "䶮"),
        ("", ""),
    ],
)
def test_masked_name_keeps_the_surname(name, masked):
    assert mask_name(name) == masked


@given(st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF), min_size=2, max_size=8))
def test_masked_name_has_the_length_of_the_name_and_hides_something(name):
    masked = mask_name(name)
    assert len(masked) == len(name) and "*" in masked
    assert all(shown in (there, "*") for shown, there in zip(masked, name, strict=True))


def test_serial_is_written_as_offices_write_it():
    assert serial_text(2026, 1) == "应知〔2026〕0001号"
    assert serial_text(2027, 12345) == "应知〔2027〕12345号"


@pytest.mark.parametrize(
    ("day", "text"),
    [
        (date(2026, 11, 22), "二〇二六年十一月二十二日"),
        (date(2030, 1, 10), "二〇三〇年一月十日"),
        (date(2026, 10, 20), "二〇二六年十月二十日"),
        (date(2026, 12, 31), "二〇二六年十二月三十一日"),
    ],
)
def test_date_under_the_seal_is_in_chinese_numerals(day, text):
    assert chinese_date(day) == text
