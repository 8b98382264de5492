from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit.rules import Refusal
from questionbank.laws.rules import LawPlace
from questionbank.questions.rules import (
    BankIndex,
    Content,
    Difficulty,
    Draft,
    ItemKind,
    Known,
    Verdict,
    content_hash,
    identity,
    is_placeholder,
    key_meaning,
    read_letters,
    read_truth,
    validate,
)

SINGLE = Content(ItemKind.SINGLE, "由（　）管辖。", ("县级以上", "市级以上"), "A")


def change(**fields):
    return Content(**{**vars(SINGLE), **fields})


@pytest.mark.parametrize(
    ("text", "letters"),
    [("D。", "D"), ("A B C", "ABC"), ("A、B、C", "ABC"), ("A,B", "AB"), ("ABCD.", "ABCD"),
     ("cab", "ABC"), ("ＡＢ。", "AB"), ("A和C", "AC"), ("甲", ""), ("", ""), ("AT", "")],
)  # fmt: skip
def test_read_letters_takes_keys_with_tails_and_separators(text, letters):
    assert read_letters(text) == letters


@pytest.mark.parametrize("text", ["正确", "正确。", "对", "√", "✓", "T", "true", "是"])
def test_read_truth_knows_the_ways_of_saying_true(text):
    assert read_truth(text) == "T"


@pytest.mark.parametrize("text", ["错误", "错误。", "错", "×", "✗", "F", "false", "否", "不正确"])
def test_read_truth_knows_the_ways_of_saying_false(text):
    assert read_truth(text) == "F"


def test_identity_folds_widths_spaces_punctuation_and_the_order_of_options():
    typed_otherwise = change(stem="由( ) 管辖.", options=("市级 以上", "县级以上；"), key="B")
    assert identity(typed_otherwise) == identity(SINGLE)


@pytest.mark.parametrize(
    "other",
    [{"kind": ItemKind.MULTIPLE}, {"stem": "不由（　）管辖。"}, {"material": "某县公安局……"},
     {"options": ("县级以上", "省级以上")}],
)  # fmt: skip
def test_identity_tells_different_items_apart(other):
    assert identity(change(**other)) != identity(SINGLE)


@given(st.permutations(["甲", "乙", "丙", "丁"]), st.sets(st.sampled_from("甲乙丙丁"), min_size=1))
def test_key_meaning_does_not_depend_on_the_order_of_options(order, right):
    def content(options):
        key = "".join(letter for letter, text in zip("ABCD", options, strict=True) if text in right)
        return Content(ItemKind.MULTIPLE, "选", tuple(options), key)

    assert key_meaning(content(order)) == key_meaning(content("甲乙丙丁"))


def test_content_hash_covers_every_part_and_the_citations_in_any_order():
    first = LawPlace("甲法", date(2021, 1, 22), "1")
    second = LawPlace("甲法", date(2021, 1, 22), "2", 1)
    assert content_hash(SINGLE, [first, second]) == content_hash(SINGLE, [second, first])
    variants = [
        content_hash(SINGLE),
        content_hash(SINGLE, [first]),
        content_hash(Content(SINGLE.kind, SINGLE.stem, SINGLE.options, "B")),
        content_hash(Content(SINGLE.kind, SINGLE.stem, SINGLE.options[::-1], "A")),
        content_hash(Content(SINGLE.kind, SINGLE.stem, SINGLE.options, "A", "因为")),
        content_hash(Content(SINGLE.kind, SINGLE.stem, SINGLE.options, "A", "", Difficulty.HARD)),
        content_hash(SINGLE, [replace(first, quote="公开、公正")]),
        content_hash(change(material="某县公安局……")),
        content_hash(change(weight=2)),
        content_hash(change(unordered=True)),
    ]
    assert len(set(variants)) == len(variants)


@pytest.mark.parametrize("text", ["略", "（选项内容待补充）", "详见教材", "待补充。", "……", "暂无"])
def test_placeholders_are_seen(text):
    assert is_placeholder(text)


@pytest.mark.parametrize("text", ["战略", "待补充材料齐全后受理", "5", "见证人"])
def test_ordinary_texts_are_no_placeholders(text):
    assert not is_placeholder(text)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (change(stem=" 。"), "questions.empty_stem"),
        (change(stem="略"), "questions.placeholder"),
        (change(options=("甲",)), "questions.few_options"),
        (change(options=tuple("甲乙丙丁戊己庚辛壬癸子")), "questions.many_options"),
        (change(options=("略", "乙")), "questions.option_placeholder"),
        (change(options=("甲。", "甲")), "questions.equal_options"),
        (change(key=""), "questions.no_key"),
        (change(key="C"), "questions.key_names_no_option"),
        (change(key="AB"), "questions.several_keys"),
        (Content(ItemKind.TRUE_FALSE, "甲", (), "A"), "questions.key_not_true_false"),
        (Content(ItemKind.TRUE_FALSE, "甲", (), ""), "questions.no_key"),
        (Content(ItemKind.BLANKS, "甲____乙____", (), "一"), "questions.blanks_differ"),
        (Content(ItemKind.BLANKS, "甲", (), "一"), "questions.blanks_differ"),
        (Content(ItemKind.BLANKS, "甲____乙", (), "/"), "questions.placeholder"),
        (Content(ItemKind.BLANKS, "甲____乙____", (), "一\n/"), "questions.no_key"),
    ],
)
def test_validate_refuses_what_cannot_be_asked(content, code):
    refusal = validate(content)
    assert refusal is not None
    assert refusal.code == code


@pytest.mark.parametrize(
    "content",
    [
        SINGLE,
        change(kind=ItemKind.MULTIPLE),
        change(kind=ItemKind.MULTIPLE, key="AB"),
        Content(ItemKind.TRUE_FALSE, "甲", (), "F"),
        Content(ItemKind.BLANKS, "甲____乙____", (), "一/1\n二"),
        Content(ItemKind.SHORT, "简述", (), "要点"),
    ],
)
def test_validate_passes_sound_questions(content):
    assert validate(content) is None


def known(draft, **fields):
    facts = {
        "question_id": 1,
        "code": draft.code,
        "identity": draft.identity,
        "content_hash": draft.content_hash,
        "topics": frozenset(draft.topics),
    }
    return Known(**{**facts, **fields})


DRAFT = Draft(SINGLE, "X-1", ("处罚",))


@pytest.mark.parametrize(
    ("entries", "verdict"),
    [
        ([], Verdict.ADDED),
        ([known(DRAFT)], Verdict.UNCHANGED),
        ([known(DRAFT, content_hash="other")], Verdict.CHANGED),
        ([known(DRAFT, identity="other", content_hash="other")], Verdict.CHANGED),
        ([known(DRAFT, topics=frozenset())], Verdict.CHANGED),
        ([known(DRAFT, code=None)], Verdict.CHANGED),
        ([known(DRAFT, code="Y-9")], Verdict.DUPLICATE),
    ],
)
def test_decide_gives_a_draft_its_verdict(entries, verdict):
    decision = BankIndex(entries).decide(DRAFT)
    assert decision == (verdict, entries[0] if entries else None)


def test_decide_refuses_a_code_on_the_text_of_another_question():
    other = known(DRAFT, question_id=2, code="Y-9")
    index = BankIndex([known(DRAFT, identity="other"), other])
    assert index.decide(DRAFT) == Refusal(
        "questions.text_of_another", {"code": "X-1", "other": "Y-9"}
    )


def test_decide_leaves_topics_alone_when_the_draft_names_none():
    draft = Draft(SINGLE)
    entry = known(draft, code="X-1", topics=frozenset({"处罚"}))
    assert BankIndex([entry]).decide(draft) == (Verdict.UNCHANGED, entry)
