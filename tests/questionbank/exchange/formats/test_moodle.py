"""Moodle XML as Moodle writes it."""

import pytest

from audit.rules import Refusal
from questionbank.exchange.rules.lines import Line
from questionbank.questions.rules import ItemKind
from tests.questionbank.exchange.formats.readers import items, outcome, read, reasons
from tests.questionbank.exchange.texts import blanks, multiple, single, truth


def question(kind, text, *parts, form="html", name="题"):
    return (
        f'<question type="{kind}"><name><text>{name}</text></name>'
        f'<questiontext format="{form}"><text><![CDATA[{text}]]></text></questiontext>'
        f"{''.join(parts)}</question>"
    )


def answer(text, fraction, extra=""):
    return (
        f'<answer fraction="{fraction}" format="html"><text><![CDATA[{text}]]></text>'
        f"<feedback><text>评语</text></feedback>{extra}</answer>"
    )


def quiz(*questions):
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<quiz>{chr(10).join(questions)}</quiz>'


RANGE = "<tolerance>1</tolerance>"


def several(value):
    return f"<single>{value}</single>"


@pytest.mark.parametrize(
    ("source", "content"),
    [
        (
            question("multichoice", "<p>谁&nbsp;管辖？</p>", several("true"),
                     answer("<p>乡级</p>", 0), answer("<p>县级</p>", 100)),
            single("谁 管辖？", "乡级", "县级", key="B"),
        ),
        (
            question("multichoice", "<p>哪些<br>是处罚？</p><script>x()</script>", several("false"),
                     answer("警告", 50), answer("记过", -100), answer("罚款 &lt;上限&gt;", 50)),
            multiple("哪些\n是处罚？", "警告", "记过", "罚款 <上限>", key="AC"),
        ),
        (
            question("truefalse", "听证免费。", answer("true", 100), answer("false", 0)),
            truth("听证免费。", "T"),
        ),
        (
            question("multichoice", "听证免费。", several("true"),
                     answer("正确", 0), answer("错误", 100)),
            truth("听证免费。", "F"),
        ),
        (
            question("shortanswer", "期限是多少日？", answer("六十日", 100), answer("60日", 100)),
            blanks("期限是多少日？ ____", "六十日/60日"),
        ),
        (
            question("numerical", "期限是____日。", answer("60", 100, "<tolerance>0</tolerance>")),
            blanks("期限是____日。", "60"),
        ),
        (
            question("cloze", "<p>在{1:SA:=六十日~%100%60日#对}内向{2:SA:=上级\\}局}申请。</p>"),
            blanks("在____内向____申请。", "六十日/60日\n上级}局"),
        ),
    ],
)  # fmt: skip
def test_moodle_question(source, content):
    reading = read(quiz(source))
    assert (reading.rejected, reading.unread) == ([], [])
    assert [item.content for item in reading.parsed] == [content]


def test_moodle_essay_has_its_key_in_the_notes_for_graders():
    key = "<![CDATA[<p>告知（2分）</p><p>通知（3分）</p>]]>"
    notes = f'<graderinfo format="html"><text>{key}</text></graderinfo>'
    (item,) = items(quiz(question("essay", "简述听证。", notes)))
    assert (item.content.kind, item.content.key) == (ItemKind.SHORT, "告知（2分）\n通知（3分）")
    assert reasons(read(quiz(question("essay", "简述听证。")))) == [("questions.no_key", {})]


def test_moodle_choice_of_several_with_one_right_option_is_indefinite():
    (item,) = items(
        quiz(
            question("multichoice", "哪些？", several("false"), answer("甲", 100), answer("乙", 0))
        )
    )
    assert (item.content.kind, item.content.key) == (ItemKind.INDEFINITE, "A")


def test_moodle_category_is_the_topic_of_what_has_no_tags():
    path = "<category><text>$course$/top/行政//许可</text></category>"
    category = f'<question type="category">{path}</question>'
    told = "<generalfeedback><text>说明。\n依据：《行政许可法》第八条</text></generalfeedback>"
    tags = "<tags><tag><text>听证</text></tag><tag><text>难度：难</text></tag></tags>"
    right = answer("true", 100)
    first, second = items(
        quiz(
            category,
            question("truefalse", "甲事免费。", right, told, "<idnumber>XK-1</idnumber>"),
            question("truefalse", "乙事免费。", right, tags),
        )
    )
    assert (first.code, first.topics) == ("XK-1", ("行政/许可",))
    assert (first.content.rationale, first.basis) == ("说明。", "《行政许可法》第八条")
    assert (second.topics, second.content.difficulty) == (("听证",), "hard")


@pytest.mark.parametrize(
    ("source", "type_"),
    [
        (question("matching", "连线。"), "matching"),
        (question("gapselect", "选[[1]]。"), "gapselect"),
        (question("cloze", "选{1:MULTICHOICE:=甲~乙}。"), "MULTICHOICE"),
        (question("cloze", "约{1:NUMERICAL:=60:5}日。"), "NUMERICAL"),
        (question("cloze", "没有空。"), "cloze"),
        (question("shortanswer", "是谁？", answer("县*局", 100)), "shortanswer *"),
        (question("numerical", "几日？", answer("60", 100, RANGE)), "numerical ±"),
        ("<question><name><text>题</text></name></question>", "?"),
    ],
)  # fmt: skip
def test_moodle_question_that_has_no_like_is_rejected(source, type_):
    reading = read(quiz(question("truefalse", "听证免费。", answer("true", 100)), source))
    assert len(reading.parsed) == 1
    assert reasons(reading) == [("exchange.type_not_taken", {"type": type_})]


def test_moodle_pictures_descriptions_and_answers_of_less_worth_are_told():
    picture = '<file name="map.png" encoding="base64">iVBORw0KGgo=</file>'
    reading = read(
        quiz(
            question("description", "<p>以下各题看图。</p>"),
            question(
                "truefalse", '图<img src="@@PLUGINFILE@@/map.png">对。', answer("true", 100)
            ).replace("</questiontext>", f"{picture}</questiontext>"),
            question("shortanswer", "几日？", answer("六", 100), answer("七", 50), answer("*", 0)),
        )
    )
    assert [item.content.stem for item in reading.parsed] == ["图对。", "几日？ ____"]
    assert reading.unread == [Line(2, "以下各题看图。"), Line(3, "map.png"), Line(4, "50 %: 七")]


def test_questions_on_one_line_are_told_apart():
    source = quiz(*(question("truefalse", f"第{n}题。", answer("true", 100)) for n in range(3)))
    reading = read(source.replace("\n", ""))
    assert [item.line.number for item in reading.parsed] == [1, 2, 3]


BOMB = '<!DOCTYPE quiz [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>'
FILE = '<!DOCTYPE quiz [<!ENTITY a SYSTEM "file:///etc/passwd">]>'


@pytest.mark.parametrize(
    "source",
    [
        f'<?xml version="1.0"?>{BOMB}<quiz><question><text>&b;</text></question></quiz>',
        f'<?xml version="1.0"?>{FILE}<quiz><question><text>&a;</text></question></quiz>',
        '<?xml version="1.0"?><!DOCTYPE quiz SYSTEM "http://example.org/x.dtd"><quiz></quiz>',
        "<quiz><question></quiz>",
        "<quiz>" + "<a>" * 150 + "</a>" * 150 + "</quiz>",
        "<quiz>" + "<a>" * 5000 + "</a>" * 5000 + "</quiz>",
    ],
)  # fmt: skip
def test_xml_that_is_unsound_or_brings_entities_is_refused(source):
    assert outcome(source, "a.xml") == Refusal("exchange.xml_unsafe", {"file": "a.xml"})


@pytest.mark.parametrize(
    ("source", "type_"),
    [
        ("<?xml version='1.0'?><questestinterop/>", "QTI 1.2"),
        ("<?xml version='1.0'?><manifest/>", "imsmanifest.xml"),
        ("<?xml version='1.0'?><feed/>", "XML, feed"),
    ],
)
def test_other_xml_is_named(source, type_):
    expected = Refusal("exchange.wrong_type", {"file": "a.xml", "type": type_})
    assert outcome(source, "a.xml") == expected
