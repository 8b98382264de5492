"""What must hold for every text: nothing crashes, nothing is lost, nothing is made up."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from audit.rules import Refusal
from questionbank.exchange.documents import numbered
from questionbank.exchange.rules.blocks import read_blocks
from questionbank.exchange.rules.reading import read_whole
from questionbank.exchange.rules.tokens import tokenize

pieces = st.sampled_from(
    ["1.", "2、", "10．", "第3题", "A.", "B、", "Ｃ．", "D", "答案：", "【答案】", "解析：",
     "依据：", "难度：", "编号：",
     "《甲法》第三条", "（）", "（B）", "（√）", "____", "一、单选题", "判断题",
     "填空题", "简答题", "案例分析题", "第二章 总则",
     "案例：AL-1 甲", "材料：", "【单选】",
     "【不定项】", "引文：", "对象：执法人员", "顺序：不限", "权重：2", "\\",
     "法规：甲；版本：2021-01-22", "甲乙丙", "正确", "ABD", "略",
     " ", "　", "\t", "\n", "\n", "\n", "\r\n", "\v", '"', "2.5", "①"]
)  # fmt: skip
banklike = st.lists(pieces, max_size=60).map("".join)


def words_of(item):
    pieces = [piece for part in item.fields.values() for piece in part]
    pieces += item.stem + [piece for _, part in item.options for piece in part]
    return "".join(piece.text for piece in pieces)


def lines_of(blocks):
    """Every line that the source was taken apart into."""
    lines = blocks.headings + blocks.unread + [line for line, _ in blocks.declarations]
    cases = {id(item.case): item.case for item in blocks.items if item.case}
    lines += [line for case in cases.values() for line in case.lines]
    return lines + [line for item in blocks.items for line in item.lines]


@given(banklike)
def test_no_word_is_lost_or_doubled(text):
    blocks = read_blocks(numbered(text))
    lines = blocks.headings + blocks.unread + [line for line, _ in blocks.declarations]
    cases = {id(item.case): item.case for item in blocks.items if item.case}
    found = "".join(line.text for line in lines) + "".join(map(words_of, blocks.items))
    found += "".join(piece.text for case in cases.values() for piece in case.material)
    assert found.count("丙") == text.count("丙")


@given(st.text() | banklike)
def test_every_line_is_in_exactly_one_place(text):
    lines = numbered(text)
    said = Counter(line for line in lines if tokenize(line))
    assert Counter(lines_of(read_blocks(lines))) == said


@given(st.text() | banklike)
def test_every_item_is_parsed_or_rejected(text):
    blocks = read_blocks(numbered(text))
    numbered_items = len(blocks.items)
    reading = read_whole(blocks)
    if not isinstance(reading, Refusal):
        assert reading.items == numbered_items
        assert set(reading.repeats) <= set(range(len(reading.parsed)))
