"""Dates in every spelling that rosters use."""

from datetime import date, datetime, time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from audit.rules import Refusal
from rosters.intake.rules.dates import FOREVER, DateReading, read_date


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("2021.03", (2021, 3, None)),
        ("2021.3", (2021, 3, None)),
        ("2021.10", (2021, 10, None)),
        ("202103", (2021, 3, None)),
        (202103, (2021, 3, None)),
        (202103.0, (2021, 3, None)),
        ("2021年3月", (2021, 3, None)),
        ("2021 年 3 月", (2021, 3, None)),
        ("二〇二一年三月", (2021, 3, None)),
        ("二○二一年十二月三十一日", (2021, 12, 31)),
        ("二零二一年十月二十日", (2021, 10, 20)),
        ("21.3", (2021, 3, None)),
        ("85.12", (1985, 12, None)),
        (21.3, (2021, 3, None)),
        ("2021-03-15 00:00:00", (2021, 3, 15)),
        ("2021-03-15T08:30:00", (2021, 3, 15)),
        ("2021年3月15日 10:00", (2021, 3, 15)),
        (datetime.fromisoformat("2021-03-15"), (2021, 3, 15)),
        (date(2021, 3, 15), (2021, 3, 15)),
        ("2021/3/15", (2021, 3, 15)),
        ("２０２１．０３．１５", (2021, 3, 15)),
        ("20210315", (2021, 3, 15)),
        (20210315.0, (2021, 3, 15)),
        ("2021.3.15.", (2021, 3, 15)),
        (44256, (2021, 3, 1)),
        (44256.5, (2021, 3, 1)),
        ("44256", (2021, 3, 1)),
        (2021.03, (2021, 3, None)),
        (2021.3, (2021, 3, None)),
        (2021.12, (2021, 12, None)),
        ("2021年", (2021, None, None)),
        (2021, (2021, None, None)),
    ],
)
def test_date_is_read(written, read):
    assert read_date(written, "任现职时间") == DateReading(*read)


def test_serial_of_the_1904_system_is_four_years_later():
    assert read_date(42794, "任现职时间", date1904=True) == DateReading(2021, 3, 1)


@pytest.mark.parametrize(("number", "year"), [(2021.1, 2021), (21.1, 2021), (85.1, 1985)])
def test_number_that_may_be_january_or_october_says_so(number, year):
    read = read_date(number, "任现职时间")
    assert read == DateReading(year, 1, or_month=10)
    assert [read.admits(date(year, m, 9)) for m in (1, 2, 10)] == [True, False, True]


@pytest.mark.parametrize("word", ["长期", "长期有效", "永久", "9999-12-31", date(9999, 12, 31)])
def test_no_end_is_read(word):
    assert read_date(word, "有效期至") == FOREVER


@pytest.mark.parametrize(
    ("written", "last"),
    [
        ("2020-2026", date(2026, 12, 31)),
        ("2020.03-2026.03", date(2026, 3, 31)),
        ("2020年3月至2026年2月", date(2026, 2, 28)),
        ("2020/3/1~2026/3/1", date(2026, 3, 1)),
        ("2020-03-01 — 2026-02-28", date(2026, 2, 28)),
        ("2020-03-2026-03", date(2026, 3, 31)),
    ],
)
def test_range_gives_its_end(written, last):
    assert read_date(written, "有效期至", end_of_range=True).last() == last
    assert isinstance(read_date(written, "任现职时间"), Refusal)


def test_range_without_end_lasts_for_ever():
    assert read_date("2020.3至长期", "有效期至", end_of_range=True) == FOREVER


@pytest.mark.parametrize(
    "written",
    [
        *("2026.13", "202113", "2021.2.30", "2021.0", "1800.3", "2021.3.15.7"),
        *("三月", "15/3/2021", "待定", time(8, 0), True, 2026.13, 2021.315, -5),
    ],
)
def test_what_is_no_date_is_refused_with_column_and_value(written):
    refusal = read_date(written, "任现职时间")
    assert isinstance(refusal, Refusal)
    assert (refusal.code, refusal.facts["column"]) == ("intake.row_date", "任现职时间")


@pytest.mark.parametrize("blank", [None, "", " \u3000"])
def test_blank_cell_holds_no_date(blank):
    assert read_date(blank, "任现职时间") is None


@given(
    st.dates(date(1900, 1, 1), date(2199, 12, 31)),
    st.sampled_from(["%Y-%m-%d", "%Y.%m.%d", "%Y/%m/%d", "%Y年%m月%d日", "%Y%m%d"]),
)
def test_every_day_survives_every_spelling(day, spelling):
    assert read_date(day.strftime(spelling), "x").first() == day


@given(st.dates(date(1930, 1, 1), date(2100, 12, 31)))
def test_every_serial_is_its_day_in_both_systems(day):
    serial = (day - date(1899, 12, 30)).days
    assert read_date(float(serial), "x").first() == day
    if serial - 1462 >= 10_000:
        assert read_date(serial - 1462, "x", date1904=True).first() == day


@given(st.text(max_size=30) | st.floats() | st.integers())
@example(1e-05)
@example(1e-09)
def test_anything_at_all_is_read_or_refused(cell):
    read = read_date(cell, "x", end_of_range=True)
    assert read is None or isinstance(read, DateReading | Refusal)
