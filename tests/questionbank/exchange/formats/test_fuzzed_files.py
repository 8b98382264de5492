"""Whatever stands in a file: a refusal or a reading comes out, and every item of it is told."""

import zipfile
from io import BytesIO

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from audit.rules import Refusal
from questionbank.exchange.documents import read_document
from questionbank.exchange.formats.gift_writing import write_gift
from questionbank.exchange.formats.markup import html_text
from questionbank.exchange.formats.moodle_writing import write_moodle
from questionbank.exchange.formats.qti_writing import write_qti
from questionbank.exchange.rules.items import ParsedItem
from questionbank.exchange.rules.lines import Line
from questionbank.exchange.rules.reading import Reading, read_whole
from questionbank.questions.rules import Content, ItemKind

BANK = [
    ParsedItem(Line(n, ""), n, content, f"A-{n}", ("听证",))
    for n, content in enumerate(
        [
            Content(ItemKind.SINGLE, "谁管辖（　）？", ("县级", "乡级"), "A", "说明"),
            Content(ItemKind.MULTIPLE, "哪些是处罚？", ("警告", "罚款", "记过"), "AB"),
            Content(ItemKind.TRUE_FALSE, "听证免费。", (), "T"),
            Content(ItemKind.BLANKS, "向____在____内申请。", (), "上级/县级\n六十日"),
            Content(ItemKind.SHORT, "简述听证。", (), "告知\n通知"),
        ],
        1,
    )
]
FILES = {"gift": write_gift(BANK).encode(), "xml": write_moodle(BANK), "zip": write_qti(BANK)}
MARKS = [
    b"<", b">", b"&", b"&amp;", b"&#0;", b"&x;", b"<![CDATA[", b"]]>", b"<!DOCTYPE a>", b"\0",
    b"\xff",
    b"{", b"}", b"~", b"=", b"%", b"#", b"####", b"->", b"\\", b"::", b"//", b"[html]", b"[id:]",
    b"$CATEGORY:", b"\n\n", b"<text/>", b"<question/>", b'<answer fraction="x"/>', b"{1:SA:=}",
    "依据：".encode(), "权重：0".encode(), "案例：A".encode(), "案例序号：3".encode(), b"<p/>",
]  # fmt: skip


def outcome(content, filename="bank"):
    blocks = read_document(content, filename)
    reading = blocks if isinstance(blocks, Refusal) else read_whole(blocks)
    assert isinstance(reading, Refusal | Reading)
    return reading


@st.composite
def mutated(draw, forms=("gift", "xml", "zip")):
    """A valid file with a few places cut, doubled, overwritten or filled with marks."""
    content = bytearray(FILES[draw(st.sampled_from(forms))])
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(content)))
        end = min(len(content), start + draw(st.integers(0, 60)))
        part = bytes(content[start:end])
        content[start:end] = draw(
            st.sampled_from([b"", part * 2]) | st.sampled_from(MARKS) | st.binary(max_size=6)
        )
    return bytes(content)


@given(mutated())
def test_mutated_files_are_read_or_refused(content):
    outcome(content)


@given(st.sampled_from([b"", b"<?xml version='1.0'?>", b"<quiz>", b"::"]), st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(head, content):
    outcome(head + content)


@given(mutated(("gift", "xml")))
def test_mutated_members_of_a_package_are_read_or_refused(content):
    stream = BytesIO()
    with zipfile.ZipFile(BytesIO(FILES["zip"])) as old, zipfile.ZipFile(stream, "w") as new:
        for place, name in enumerate(old.namelist()):
            new.writestr(name, content if place == 2 else old.read(name))
    reading = outcome(stream.getvalue(), "bank.zip")
    assert isinstance(reading, Reading)
    assert (len(reading.parsed), len(reading.rejected)) == (4, 1)


pieces = st.sampled_from(
    [mark.decode() for mark in MARKS if mark not in (b"\xff", b"\0")]
) | st.text(st.sampled_from("甲乙丙TF一\n 　%50"), max_size=6)


@given(st.lists(pieces, max_size=40).map("".join))
@example("{T}")
@example("{=%50%}")
@example("{~}")
@example("::{}::{}")
def test_any_gift_is_read_or_refused(text):
    outcome(f"听证免费。{{T}}\n\n{text}\n".encode())


def element(name, children, **attributes):
    said = "".join(f' {key}="{value}"' for key, value in attributes.items())
    return f"<{name}{said}>{''.join(children)}</{name}>"


texts = st.sampled_from(["", "甲", "____", "100", "&lt;p&gt;乙", "{1:SA:=丙}", "false", "案例：A"])
QUIZ = [
    "text", "answer", "questiontext", "name", "single", "tags", "tag", "idnumber", "graderinfo",
    "tolerance", "generalfeedback", "file", "feedback",
]  # fmt: skip
names = st.sampled_from(QUIZ)
trees = st.recursive(
    texts,
    lambda inner: st.builds(
        lambda name, children, worth: element(name, children, fraction=worth),
        names, st.lists(inner, max_size=4), st.sampled_from(["0", "100", "50", "x", "nan", "inf"]),
    ),
    max_leaves=12,
)  # fmt: skip
kinds = st.sampled_from(
    ["multichoice", "truefalse", "shortanswer", "numerical", "essay", "cloze", "matching", ""]
)


@given(st.lists(st.tuples(kinds, st.lists(trees, max_size=5)), min_size=1, max_size=4))
def test_every_question_of_any_quiz_is_told(questions):
    written = [element("question", children, type=kind) for kind, children in questions]
    reading = outcome(element("quiz", written).encode())
    if isinstance(reading, Reading):
        assert reading.items == len(questions)
    else:
        assert reading.code == "exchange.only_answers"


QTI = [
    "responseDeclaration", "correctResponse", "value", "mapping", "mapEntry", "itemBody", "p",
    "div", "choiceInteraction", "prompt", "simpleChoice", "textEntryInteraction", "img",
    "rubricBlock", "extendedTextInteraction", "contentBody", "modalFeedback",
]  # fmt: skip
parts = st.sampled_from(QTI)
bodies = st.recursive(
    st.sampled_from(["", "甲", " 乙 "]),
    lambda inner: st.builds(
        lambda name, children, word: element(
            name, children, identifier=word, responseIdentifier=word, mapKey=word,
            mappedValue=word, view=word,
        ),
        parts, st.lists(inner, max_size=4), st.sampled_from(["R", "A", "1", "nan", "author"]),
    ),
    max_leaves=14,
)  # fmt: skip


@given(st.lists(bodies, max_size=5), st.sampled_from(["", ' toolName="Yingzhi"']))
def test_any_qti_item_is_told(body, ours):
    inner = "".join(body)
    reading = outcome(f'<assessmentItem title="题"{ours}>{inner}</assessmentItem>'.encode())
    assert not isinstance(reading, Reading) or reading.items == 1


@given(st.text(max_size=80) | st.lists(pieces, max_size=20).map("".join))
def test_text_of_any_html_holds_no_tag_and_no_script(source):
    text = html_text(f"<p>{source}</p><script>alert(1)</script><style>p{{}}</style>")
    assert "alert(1)" not in text
    again = text.replace("&", "&amp;").replace("<", "&lt;").replace("\n", "<br>")
    assert html_text(again) == text


@pytest.mark.parametrize("form", FILES)
def test_the_files_that_are_mutated_are_sound(form):
    reading = outcome(FILES[form], f"bank.{form}")
    assert (len(reading.parsed), reading.rejected) == (5, [])
