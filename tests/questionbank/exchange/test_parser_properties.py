"""What must hold for every text: nothing crashes, nothing is lost, what is rendered reads back."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from audit.rules import Refusal
from questionbank.exchange.documents import numbered
from questionbank.exchange.rules.blocks import read_blocks
from questionbank.exchange.rules.reading import read_whole
from questionbank.questions.rules import LETTERS, Content, Difficulty, ItemKind

pieces = st.sampled_from(
    ["1.", "2、", "10．", "第3题", "A.", "B、", "Ｃ．", "D", "答案：", "【答案】", "解析：",
     "依据：", "难度：", "编号：",
     "《甲法》第三条", "（）", "（B）", "（√）", "____", "一、单选题", "判断题",
     "填空题", "简答题", "第二章 总则", "法规：甲；版本：2021-01-22", "甲乙丙", "正确", "ABD", "略",
     " ", "　", "\t", "\n", "\n", "\n", "\r\n", "\v", '"', "2.5", "①"]
)  # fmt: skip
banklike = st.lists(pieces, max_size=60).map("".join)


def words_of(item):
    fields = [text for entries in item.fields.values() for _, text in entries]
    return "".join([*item.stem, *(text for _, text in item.options), *fields])


@given(banklike)
def test_no_word_is_lost_or_doubled(text):
    blocks = read_blocks(numbered(text))
    lines = blocks.headings + blocks.unread + [line for line, _ in blocks.declarations]
    found = "".join(line.text for line in lines) + "".join(map(words_of, blocks.items))
    assert found.count("丙") == text.count("丙")


@given(st.text() | banklike)
def test_no_line_is_invented_or_claimed_twice(text):
    blocks = read_blocks(numbered(text))
    claimed = blocks.headings + blocks.unread + [line for line, _ in blocks.declarations]
    claimed += [item.line for item in blocks.items]
    assert not Counter(claimed) - Counter(numbered(text))


@given(st.text() | banklike)
def test_every_item_is_parsed_or_rejected(text):
    blocks = read_blocks(numbered(text))
    numbered_items = len(blocks.items)
    reading = read_whole(blocks)
    if not isinstance(reading, Refusal):
        assert reading.items == numbered_items
        assert set(reading.repeats) <= set(range(len(reading.parsed)))


words = st.text(st.sampled_from("行政处罚机关应当依法公开听证期限申请"), min_size=2, max_size=12)


@st.composite
def sound_contents(draw):
    kind = draw(st.sampled_from(list(HEADINGS)))
    stem = f"{draw(words)}（　）{draw(words)}。"
    options: tuple[str, ...] = ()
    if kind in (ItemKind.SINGLE, ItemKind.MULTIPLE):
        options = tuple(draw(st.lists(words, min_size=2, max_size=7, unique=True)))
        size = 1 if kind is ItemKind.SINGLE else None
        letters = st.sampled_from(LETTERS[: len(options)])
        key = "".join(sorted(draw(st.sets(letters, min_size=1, max_size=size))))
    elif kind is ItemKind.TRUE_FALSE:
        key = draw(st.sampled_from("TF"))
    elif kind is ItemKind.BLANKS:
        stem = f"{draw(words)}____{draw(words)}____。"
        key = f"{draw(words)}/{draw(words)}\n{draw(words)}"
    else:
        key = f"{draw(words)}（2分）；\n{draw(words)}（3分）"
    return Content(kind, stem, options, key, draw(words), draw(st.sampled_from(Difficulty)))


HEADINGS = {
    ItemKind.SINGLE: "一、单项选择题", ItemKind.MULTIPLE: "二、多项选择题",
    ItemKind.TRUE_FALSE: "三、判断题", ItemKind.BLANKS: "四、填空题", ItemKind.SHORT: "五、简答题",
}  # fmt: skip
LEVELS = {Difficulty.EASY: "易", Difficulty.MEDIUM: "中", Difficulty.HARD: "难"}


def render(content, number):
    key = {"T": "正确", "F": "错误"}.get(content.key, content.key)
    if content.kind in (ItemKind.SINGLE, ItemKind.MULTIPLE):
        key = content.key
    if content.kind is ItemKind.BLANKS:
        key = key.replace("\n", "；")
    options = "".join(
        f"{letter}. {text}\n" for letter, text in zip(LETTERS, content.options, strict=False)
    )
    return (
        f"{HEADINGS[content.kind]}\n\n{number}. {content.stem}\n{options}答案：{key}\n"
        f"解析：{content.rationale}\n难度：{LEVELS[content.difficulty]}\n编号：X-{number}\n"
    )


@given(st.lists(sound_contents(), min_size=1, max_size=5, unique_by=lambda content: content.stem))
def test_what_is_rendered_reads_back(written):
    text = "\n".join(render(content, number) for number, content in enumerate(written, 1))
    reading = read_whole(read_blocks(numbered(text)))
    assert not isinstance(reading, Refusal)
    assert [item.content for item in reading.parsed] == written
    assert [item.code for item in reading.parsed] == [f"X-{n}" for n in range(1, len(written) + 1)]
    assert (reading.rejected, reading.unread) == ([], [])
