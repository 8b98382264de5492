"""The text form of a bulletin, its tables and its accounting, without a database."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quiz.coverage.bulletins.rules import (
    Block,
    BlockKind,
    Table,
    adds_up,
    column_shares,
    content_hash,
    parse,
    table,
    tables_of,
    unknown_tables,
)
from quiz.coverage.bulletins.sheet import signature_indents

NOBODY = {
    "absent": 0, "deferred": 0, "exempt": 0, "transferred": 0, "left": 0, "duplicate": 0,
    "pending": 0,
}  # fmt: skip


def row(name, sat, absent=0, **more):
    counts = {"must_sit": sat + absent, "sat": sat, "expected": sat + absent}
    states = {"sat": sat} | NOBODY | {"absent": absent}
    return {"name": name, "states": states, "participation": "—"} | counts | more


def figures(**more):
    units = [row("白水镇", 2, rank=1), row("黑水镇", 1, 1, rank=2), row("空镇", 0, rank=None)]
    return {
        "published": False,
        "total": row("全县", 3, 1),
        "cohorts": [row("行政执法人员", 3, 1)],
        "kinds": [{"kind": "township", "label": "乡镇（街道）", "units": units}],
        "names": None,
    } | more


def test_each_line_is_a_block():
    body = """
现将情况通报如下：
一、总体情况

（一）乡镇（街道）。共2个单位。
(二)县直部门
1．正文
[表:总体]
［附件：乡镇（街道）］
抄送：县委办公室。
"""
    assert parse(body) == [
        Block(BlockKind.PARAGRAPH, "现将情况通报如下："),
        Block(BlockKind.HEADING, "一、总体情况"),
        Block(BlockKind.SUBHEADING, "（一）乡镇（街道）。", "共2个单位。"),
        Block(BlockKind.SUBHEADING, "(二)县直部门"),
        Block(BlockKind.PARAGRAPH, "1．正文"),
        Block(BlockKind.TABLE, "总体"),
        Block(BlockKind.ANNEX, "乡镇（街道）"),
        Block(BlockKind.COPIES, "县委办公室。"),
    ]


@pytest.mark.parametrize("line", ["一总体", "见［表：总体］", "（1）甲", "抄送县委", "［表］"])
def test_what_only_looks_like_a_mark_is_a_paragraph(line):
    assert parse(line) == [Block(BlockKind.PARAGRAPH, line)]


@given(st.text())
def test_no_word_of_a_text_is_lost(body):
    kept = [block for block in parse(body) if block.kind is BlockKind.PARAGRAPH]
    marked = [block for block in parse(body) if block.kind is not BlockKind.PARAGRAPH]
    assert len(kept) + len(marked) == len([line for line in body.splitlines() if line.strip()])
    assert all(block.text in body for block in kept)


def test_units_are_listed_by_rank_with_the_states_that_somebody_is_in():
    assert table(figures(), "乡镇（街道）") == Table(
        "乡镇（街道）考试情况",
        ("名次", "单位", "应考", "实考", "缺考", "参考率"),
        (
            ("1", "白水镇", "2", "2", "0", "—"),
            ("2", "黑水镇", "2", "1", "1", "—"),
            ("—", "空镇", "0", "0", "0", "—"),
        ),
        wide=1,
    )


def test_names_are_a_table_only_when_they_were_taken():
    named = figures(names=[{"unit": "黑水镇", "names": ["张三", "李四"]}])
    assert tables_of(figures()) == ["总体", "考核对象", "乡镇（街道）"]
    assert tables_of(named) == ["总体", "考核对象", "乡镇（街道）", "缺考人员"]
    assert table(named, "缺考人员").rows == (("黑水镇", "2", "张三、李四"),)
    assert unknown_tables("［附件：缺考人员］\n［表：总体］", figures()) == ["缺考人员"]
    assert unknown_tables("［附件：缺考人员］\n［表：总体］", named) == []


def test_a_row_or_a_county_that_does_not_add_up_is_noticed():
    assert adds_up(figures())
    wrong_row = row("全县", 3, 1) | {"must_sit": 5}
    assert not adds_up(figures(total=wrong_row))
    assert not adds_up(figures(total=row("全县", 4)))


def test_the_hash_covers_texts_day_and_figures():
    texts, day = {"title": "甲", "body": "乙"}, date(2026, 11, 22)
    hashes = {
        content_hash(1, texts, day, figures()),
        content_hash(2, texts, day, figures()),
        content_hash(1, texts | {"body": "丙"}, day, figures()),
        content_hash(1, texts, date(2026, 11, 23), figures()),
        content_hash(1, texts, day, figures(published=True)),
    }
    assert len(hashes) == 5
    assert content_hash(1, dict(texts), day, figures()) in hashes


@given(st.lists(st.lists(st.text(max_size=30), min_size=3, max_size=3), max_size=4))
def test_columns_share_the_width(rows):
    shares = column_shares(Table("甲", ("名次", "单位", "参考率"), tuple(map(tuple, rows)), wide=1))
    assert len(shares) == 3
    assert sum(shares) == pytest.approx(1)
    assert min(shares) > 0.05


def test_issuer_and_day_are_centred_on_each_other():
    day = "2026年11月22日"  # 4.0 + 3 = 7 characters wide
    assert signature_indents("司法局", day) == (6.0, 4)
    long = "某县法治政府建设示范创建工作领导小组"
    assert signature_indents(long, day) == (2, 2 + (len(long) - 7) / 2)
