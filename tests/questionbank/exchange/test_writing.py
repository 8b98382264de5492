"""What is written in the dialect reads back the same, whatever its words look like."""

from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from questionbank.exchange.documents import numbered
from questionbank.exchange.rules.blocks import read_blocks
from questionbank.exchange.rules.items import ParsedItem, judge
from questionbank.exchange.rules.lines import Line
from questionbank.exchange.rules.reading import Reading, read_whole
from questionbank.exchange.rules.writing import write_item, write_items, write_raw
from questionbank.laws.rules import LawDeclaration, LawKind, read_citations
from questionbank.questions.rules import (
    LETTERS,
    VERSION_KINDS,
    CasePlace,
    Content,
    Difficulty,
    ItemKind,
    validate,
)
from rosters.cohorts.rules import CohortKind
from tests.questionbank.exchange.test_parser_properties import banklike, pieces
from tests.questionbank.exchange.texts import items, read

LINE = Line(1, "")
plain = st.text(st.sampled_from("行政处罚机关应当依法公开听证期限申请"), min_size=2, max_size=12)
marked = st.lists(pieces.filter(lambda piece: not set(piece) & set("\r\v")), min_size=1, max_size=6)
words = plain | marked.map("".join)
one_line = plain | words.map(lambda text: text.replace("\n", "")[:60])
paragraphs = st.lists(words, min_size=1, max_size=3).map("\n".join)
codes = st.from_regex(r"[A-Z]{2,4}-[0-9]{3}", fullmatch=True)


@st.composite
def contents(draw, said=words):
    kind = draw(st.sampled_from(VERSION_KINDS))
    stem, options = draw(said), ()
    if kind in (ItemKind.SINGLE, ItemKind.MULTIPLE, ItemKind.INDEFINITE):
        options = tuple(draw(st.lists(said, min_size=2, max_size=7)))
        size = 1 if kind is ItemKind.SINGLE else None
        letters = st.sampled_from(LETTERS[: len(options)])
        key = "".join(sorted(draw(st.sets(letters, min_size=1, max_size=size))))
    elif kind is ItemKind.TRUE_FALSE:
        key = draw(st.sampled_from("TF"))
    elif kind is ItemKind.BLANKS:
        stem = f"{draw(plain)}____{draw(said)}"
        key = "\n".join(draw(plain | words) for _ in range(stem.count("____")))
    else:
        key = draw(paragraphs)
    unordered = kind is ItemKind.BLANKS and draw(st.booleans())
    level = draw(st.sampled_from(Difficulty))
    rationale = draw(st.just("") | paragraphs)
    return Content(kind, stem, options, key, rationale, level, unordered=unordered)


@st.composite
def parsed_items(draw):
    content = draw(contents().filter(lambda content: validate(content) is None))
    case = draw(st.none() | st.builds(CasePlace, codes, st.integers(1, 99), st.just("") | plain))
    if case:
        material = draw(paragraphs)
        content = replace(content, material=material, weight=draw(st.integers(1, 9)))
    basis = draw(st.sampled_from(["", "《甲法》第三条第一款", "《甲法》第三条、第四条；见讲义"]))
    cited, rest = read_citations(basis)
    quotes = draw(st.lists(paragraphs, max_size=len(cited)))
    topics = tuple(dict.fromkeys(draw(st.lists(one_line, max_size=2))))
    return ParsedItem(
        LINE,
        case.position if case else draw(st.integers(1, 999)),
        content,
        draw(st.none() | codes),
        tuple(filter(None, topics)),
        basis,
        cited,
        rest,
        tuple(quotes),
        tuple(draw(st.lists(st.sampled_from(CohortKind), unique=True))),
        case,
    )


def placeless(item):
    return replace(item, line=LINE, raw=None)


def read_back(text):
    blocks = read_blocks(numbered(text))
    judged = [judge(raw) for raw in blocks.items]
    assert [entry.unread for entry in judged] == [[]] * len(judged)
    return [entry.item for entry in judged], blocks


@given(parsed_items())
def test_an_item_reads_back_the_same(item):
    (back,), blocks = read_back(write_item(item))
    assert isinstance(back, ParsedItem), (back.reason, write_item(item))
    assert placeless(back) == placeless(item)
    assert (blocks.unread, blocks.headings) == ([], [])


@given(banklike)
def test_what_was_read_from_any_text_is_written_so_that_it_reads_back(text):
    reading = read_whole(read_blocks(numbered(text)))
    for item in reading.parsed if isinstance(reading, Reading) else []:
        if len(item.code or "") > 40:
            continue
        (back,), _ = read_back(write_item(item))
        assert isinstance(back, ParsedItem), (back.reason, write_item(item))
        number = item.case.position if item.case else item.number or 1
        assert placeless(back) == replace(placeless(item), number=number)


def case_code(item):
    return item.case and item.case.code


@given(st.lists(parsed_items(), min_size=1, max_size=5, unique_by=case_code))
def test_a_file_of_items_reads_back_in_order(written):
    declared = LawDeclaration(
        "中华人民共和国甲法", "甲法", LawKind.STATUTE, date(2021, 1, 22), None
    )
    back, blocks = read_back(write_items(written, [declared]))
    assert blocks.unread == []
    assert [law for _, law in blocks.declarations] == [declared]
    assert [replace(placeless(item), number=None) for item in back] == [
        replace(placeless(item), number=None) for item in written
    ]


def test_an_item_is_written_as_its_author_would():
    text = (
        "案例：AL-01 某局处罚案\n材料：甲局查封乙店。\n乙不服。\n\n"
        "2. 【不定项】查封由（　）决定。\nA. 县级以上机关\nB. 所长\n答案：A\n"
        "解析：见法条。\n依据：《甲法》第三条、第四条\n引文：查封应当依法。\n专题：强制、程序\n"
        "对象：领导干部、执法人员\n权重：2\n编号：AL-01-2\n难度：难"
    )
    assert write_item(items(text)[0]) == text


def test_words_that_look_like_marks_stand_behind_a_backslash():
    content = Content(
        ItemKind.SINGLE, "1. 甲\n答案：乙", ("甲 A. 丙 B. 乙", "丁"), "B", "甲\n二、说明"
    )
    assert write_item(ParsedItem(LINE, 7, content)) == (
        "7. 【单选】\\1. 甲\n\\答案：乙\nA. \\甲 A. 丙 B. 乙\nB. 丁\n答案：B\n"
        "解析：\\甲\n\\二、说明\n难度：中"
    )


def test_a_numbered_list_in_an_answer_is_written_plainly_when_it_reads_back():
    content = Content(ItemKind.SHORT, "简述程序。", (), "1. 立案（2分）\n2. 调查（3分）")
    assert "答案：1. 立案（2分）\n2. 调查（3分）\n" in write_item(ParsedItem(LINE, 7, content))


def test_an_unsound_item_is_written_for_a_person_to_mend():
    (rejected,) = read(
        "【X1234】甲（）\nA、乙\nB、（略）\n答案：B\n【解析】丙\n1.丁（）\nA.戊\nB.己\n答案：A"
    ).rejected
    assert write_raw(rejected.raw) == (
        "1. 甲（）\nA. 乙\nB. （略）\n答案：B\n解析：丙\n编号：X1234"
    )


def test_full_width_characters_of_an_answer_are_kept():
    content = Content(ItemKind.SHORT, "简述程序。", (), "立案\n（√）10．调查")
    (back,), _ = read_back(write_item(ParsedItem(LINE, 1, content)))
    assert back.content == content


def test_an_explanation_may_name_another_key_than_its_item_has():
    content = Content(ItemKind.SINGLE, "甲（　）", ("乙", "丙"), "A", "有人说故本题选B。")
    (back,), _ = read_back(write_item(ParsedItem(LINE, 1, content)))
    assert back.content == content
