"""What must hold for every text: nothing crashes, nothing is lost, nothing is made up."""

from hypothesis import given
from hypothesis import strategies as st

from audit.rules import Refusal
from questionbank.exchange.documents import numbered
from questionbank.exchange.rules.blocks import read_blocks
from questionbank.exchange.rules.keys import is_bare_key
from questionbank.exchange.rules.raw import Blocks
from questionbank.exchange.rules.reading import Reading, read_whole
from questionbank.exchange.rules.tokens import tokenize

pieces = st.sampled_from(
    ["1.", "2、", "10．", "第3题", "A.", "B、", "Ｃ．", "D", "答案：", "【答案】", "解析：",
     "依据：", "难度：", "编号：",
     "参考答案", "参考答案：", "1-3 ABC", "一、1.A 2.B", "故本题选B。", "（一）", "问题：",
     "- 3 -", "试卷二", "《甲法》第三条", "（）", "（B）", "（√）", "____", "一、单选题", "判断题",
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
def test_every_line_is_part_of_an_item_or_listed(text):
    lines = numbered(text)
    said = {line for line in lines if tokenize(line)}
    blocks = read_blocks(lines)
    assert set(lines_of(blocks)) == said
    reading = read_whole(blocks)
    if isinstance(reading, Reading):
        raws = [item.raw for item in (*reading.parsed, *reading.rejected)]
        found = Blocks(raws, blocks.headings, blocks.declarations, reading.unread)
        assert set(lines_of(found)) == said


def is_key_of_its_own(raw):
    return raw.as_key or is_bare_key(raw)


@given(st.text() | banklike)
def test_every_item_is_parsed_or_rejected(text):
    blocks = read_blocks(numbered(text))
    numbered_items = len(blocks.items)
    reading = read_whole(blocks)
    if not isinstance(reading, Refusal):
        entries = numbered_items - reading.items
        assert 0 <= entries <= sum(map(is_key_of_its_own, blocks.items))
        assert set(reading.repeats) <= set(range(len(reading.parsed)))
