"""How question banks look in the offices: the census of the project, one small file for each habit.

Variant 42, the files of other systems, is tested beside its readers.
"""

from datetime import date

import pytest

from audit.rules import Refusal
from questionbank.exchange.documents import read_bank
from questionbank.exchange.rules.reading import Reading
from questionbank.questions.rules import Content, ItemKind
from tests.questionbank.exchange import files
from tests.questionbank.exchange.texts import blanks, multiple, single, truth

P = "\nA.甲\nB.乙\n"
Q = "\nA.甲\nB.乙\nC.丙\nD.丁\n"
TWO = ("甲", "乙")
FOUR = ("甲", "乙", "丙", "丁")


def indefinite(stem, *options, key):
    return Content(ItemKind.INDEFINITE, stem, options, key)


def short(stem, key):
    return Content(ItemKind.SHORT, stem, (), key)


def gbk(text):
    return text.encode("gb18030")


ONE = single("期限为（　）。", *TWO, key="B")
SHEET = ["序号", "类型", "题干", "选项A", "选项B", "选项C", "答案"]
XLS_PAGE = (
    "<html><head><meta charset='utf-8'></head><body><table><tr><th>题干</th><th>选项A</th>"
    "<th>选项B</th><th>答案</th></tr><tr><td>期限为（）。</td><td>甲<br></td><td>乙</td><td>B</td>"
    "</tr></table></body></html>"
)

# id: (content of the file, what its items say)
READ = {
    "v01": ("1、期限为（）。\nA、甲\nB、乙\n答案：B", [ONE]),
    "v02": ("２．期限为（　）。\nＡ．甲　Ｂ．乙\n答案：Ｂ", [ONE]),
    "v03": (f"1.期限为(  )。{P}答案：B\n2.机关为（ ）{P}答案：A",
            [ONE, single("机关为（　）", *TWO, key="A")]),
    "v04": ("1.期限为（）。\nA.甲 B.乙\tC.丙　D.丁\n答案：B",
            [single("期限为（　）。", *FOUR, key="B")]),
    "v05": ("1.期限为（）。\nA．甲　　　B．乙\nC．丙　　　D．丁\n答案：B",
            [single("期限为（　）。", *FOUR, key="B")]),
    "v06": ("1.由（）设定\nA县级以上\nB市级以上\n答案：B",
            [single("由（　）设定", "县级以上", "市级以上", key="B")]),
    "v07": ("1.格式（）\nA.GB/T 9704 B.2.5倍\n答案：A",
            [single("格式（　）", "GB/T 9704", "2.5倍", key="A")]),
    "v08": ("1.正确的是（）\nA.甲\nB.乙在山区发现\n甲，未救助\n答案：A",
            [single("正确的是（　）", "甲", "乙在山区发现甲，未救助", key="A")]),
    "v09": (f"4.由（ B ）实施。{P}5.有( AB )。{P}",
            [single("由（　）实施。", *TWO, key="B"), multiple("有（　）。", *TWO, key="AB")]),
    "v10": ("5、复议期限是（六十日）。\n6、机关是【司法局】。",
            [blanks("复议期限是____。", "六十日"), blanks("机关是____。", "司法局")]),
    "v11": ("\n".join(f"{n}.第{n}（）{P}{mark}" for n, mark in enumerate(
                ["【答案】A", "【答案】:A", "答案；A", "答案A", "参考答案：A", "正确答案: A",
                 "标准答案：A"], 1)),
            [single(f"第{n}（　）", *TWO, key="A") for n in range(1, 8)]),
    "v12": ("\n".join(f"{n}.第{n}（）{P}答案：{key}" for n, key in enumerate(
                ["AB。", "A B", "A、B", "A,B", "ab", "ＡＢ。"], 1)),
            [multiple(f"第{n}（　）", *TWO, key="AB") for n in range(1, 7)]),
    "v13": ("三、判断题\n1.甲。\n答案：错误。\n2.乙。\n答案：√\n3.丙。（×）\n4.丁。\n答案：是",
            [truth("甲。", "F"), truth("乙。", "T"), truth("丙。", "F"), truth("丁。", "T")]),
    "v14": (f"一、单项选择题（每题1分，共40分）\n1.期限为（）。{P}答案：B\n"
            f"二多选题\n1.有（）{P}答案：A\n三、判断题(20题×2分)\n1.甲。\n答案：对",
            [ONE, multiple("有（　）", *TWO, key="A"), truth("甲。", "T")]),
    "v15": (f"[多选] 7.有（）{P}答案：A\n（判断题）8.甲。\n答案：对",
            [multiple("有（　）", *TWO, key="A"), truth("甲。", "T")]),
    "v16": (f"1.期限为（）。{P}答案：B\n【解析】前\n【答案解析】后\n依据：《甲法》第三条", [ONE]),
    "v17": ("1.期限为（）。\nA.甲\nB.乙 【解析】因为。\n答案：B", [ONE]),
    "v18": (f"1.期限为（）。{P}【解析】因为。\n【答案】B", [ONE]),
    "v19": (f"1.期限为（）。{P}解析：A错误。综上所述，本题答案为B。\n2.有（）{P}故本题选A。",
            [ONE, single("有（　）", *TWO, key="A")]),
    "v20": (f"7.期限为（）。{P}解析：见法条，故本题选B。8、许可由（）实施。{P}答案：A",
            [ONE, single("许可由（　）实施。", *TWO, key="A")]),
    "v21": (f"【20200145】期限为（）。{P}答案：B", [ONE]),
    "v22": (f"一、单选题\n1.期限为（）。{P}2.有（）{P}二、多选题\n1.丙（）{Q}三、判断题\n1.丁。\n"
            "2.戊。\n参考答案\n一、1-2 BA\n二、1.ABD\n三、1-2 √×",
            [ONE, single("有（　）", *TWO, key="A"), multiple("丙（　）", *FOUR, key="ABD"),
             truth("丁。", "T"), truth("戊。", "F")]),
    "v24": (f"一、单选题\n1.期限为（）。{P}2.有（）{P}1.又（）{P}二、判断题\n1.丁。\n"
            "答案：\n一、单选题\n1.B 2.A\n1.B\n二、判断题\n1.对",
            [ONE, single("有（　）", *TWO, key="A"), single("又（　）", *TWO, key="B"),
             truth("丁。", "T")]),
    "v27": (f"三、不定项选择题\n1.有（）{P}答案：A\n二、多选题\n1.又（）{P}答案：B",
            [indefinite("有（　）", *TWO, key="A"), multiple("又（　）", *TWO, key="B")]),
    "v28": ("四、填空题\n1.包括____、____。\n答案：养老金；账户金\n"
            "2.期限为（）。\n答案：三十日/30日",
            [blanks("包括____、____。", "养老金\n账户金"), blanks("期限为____。", "三十日/30日")]),
    "v29": ("1.下列：\n①甲；②乙\n正确的是（）\nA.①②  B.①\n答案：A",
            [single("下列：\n①甲；②乙正确的是（　）", "①②", "①", key="A")]),
    "v30": (files.workbook(("题库", [
                [*SHEET[:3], "选项", "答案", "页码", "来源"],
                [1, "单选题", "期限为（）。", "甲|乙", "B", 7, "教材"],
                [2, "判断题", "甲。", "正确\n错误", "A", 8, "教材"],
                [3, "多选题", "有（）", "A.甲;B.乙", "AB", 9, "教材"]])),
            [ONE, truth("甲。", "T"), multiple("有（　）", *TWO, key="AB")]),
    "v31": (files.workbook(
                ("必答题", [SHEET, [1, "单选题", "期限为（）。", "甲", "乙", "", "B"],
                            ["二、问答题"], ["序号", "问题", "参考答案"], [1, "简述程序", "要点"]]),
                ("抢答题", [["题目", "A", "B", "答案"], ["有（）", "甲", "乙", "A"]])),
            [ONE, short("简述程序", "要点"), single("有（　）", *TWO, key="A")]),
    "v32": (files.workbook(("题", [SHEET, [1.0, "单选题", "第几（）", 1.0, 0.05,
                                           date(2021, 1, 2), "B"]])),
            [single("第几（　）", "1", "0.05", "2021-01-02", key="B")]),
    "v33": (gbk('题干,选项A,选项B,答案\r\n"期限为（）。_x000D_",甲,"乙",B\r\n"下列：\n①一\n有（）",'
                "甲,乙,AB\r\n"),
            [ONE, multiple("下列：\n①一有（　）", *TWO, key="AB")]),
    "v34": ("1.期限为（）。\vA.甲\vB.乙\v答案：B", [ONE]),
    "v35": (files.listed(("单选题", 2), ("期限为（）。", 0), ("甲", 1), ("乙", 1),
                         ("答案：B", None), ("有（）", 0), ("甲", 1), ("乙", 1), ("答案：A", None)),
            [ONE, single("有（　）", *TWO, key="A")]),
    "v36": (files.with_text_box("1.期限为（）。", "A.甲", "B.乙", "答案：B"), [ONE]),
    "v37": ("1.期限  为（）。\nA.甲\n某县司法局\n- 1 -\nB.乙\n答案：B\n某县司法局\n- 2 -\n"
            f"2.机关  为（）{P}答案：A\n某县司法局\n- 3 -",
            [ONE, single("机关为（　）", *TWO, key="A")]),
    "v38": (XLS_PAGE.encode(), [ONE]),
    "v40": ("1.對(duì)違(wéi)法行為作出處罰決定的機關應當（）。\n"
            "A.告知當事人權(quán)利\nB.收費\n答案：A",
            [single("对违法行为作出处罚决定的机关应当（　）。", "告知当事人权利", "收费",
                    key="A")]),
    "v41": (files.shown([("1.期限为（）。", "")], [("A.甲 ", ""), ("B.乙", "red")],
                        [("2.有（）", "")], [("A.", ""), ("甲", "red")], [("B.乙", "")]),
            [ONE, single("有（　）", *TWO, key="A")]),
}  # fmt: skip
UNREAD = {"v37": ["某县司法局", "- 1 -", "某县司法局", "- 2 -", "某县司法局", "- 3 -"]}


def bank(content: bytes | str, answers: str | None = None) -> Reading | Refusal:
    content = content if isinstance(content, bytes) else content.encode()
    return read_bank(content, "题库", (answers.encode(), "答案.txt") if answers else None)


def said(reading: Reading | Refusal) -> list[Content]:
    assert isinstance(reading, Reading), reading
    assert reading.rejected == []
    return [
        Content(c.kind, c.stem, c.options, c.key, unordered=c.unordered)
        for c in (item.content for item in reading.parsed)
    ]


@pytest.mark.parametrize("variant", READ)
def test_a_habit_is_understood(variant):
    content, expected = READ[variant]
    reading = bank(content)
    assert said(reading) == expected
    assert [line.text for line in reading.unread] == UNREAD.get(variant, [])


# id: (content of the file, codes of the reasons why its items are held back, how many are sound)
HELD = {
    "v19": (f"1.甲（）{Q}答案：C\n解析：故本题选D。", ["exchange.two_keys"], 0),
    "v22": (f"1.甲（）{P}2.乙（）{P}3.丙（）{P}参考答案\n1-3 AB", ["questions.no_key"] * 3, 0),
    "v24": (f"一、单选题\n1.甲（）{P}1.乙（）{P}2.丙（）{P}参考答案\n一、单选题\n1.A 2.B",
            ["questions.no_key"] * 2, 1),
    "v39": ("1.甲（）\nA.（选项内容待补充）\nB.乙\n答案：B\n2.乙（）\nA.略\nB.丙\n答案：B\n"
            "3.丙。\n答案：详见教材",
            ["questions.option_placeholder"] * 2 + ["questions.placeholder"], 0),
    "v41": (files.shown([("1.甲（）", "")], [("A.甲", "red"), (" B.乙", "bold")],
                        [("2.有（）", "")], [("A.甲", "bold")], [("B.乙", "red")]),
            ["questions.no_key"] * 2, 0),
}  # fmt: skip


@pytest.mark.parametrize("variant", HELD)
def test_what_cannot_be_trusted_is_held_back_with_the_reason(variant):
    content, reasons, sound = HELD[variant]
    reading = bank(content)
    assert isinstance(reading, Reading), reading
    assert [item.reason.code for item in reading.rejected] == reasons
    assert len(reading.parsed) == sound


REFUSED = {
    "v25": ("1、高质量 2、ABC\n3、对\n4.B", "exchange.only_answers"),
    "v38": (files.ole("WordDocument"), "exchange.old_word"),
    "a law": ("\n".join(f"第{n}条　行政机关应当依法。" for n in "一二三四五六"),
              "exchange.looks_like_statute"),
    "a scan": (b"%PDF-1.7", "exchange.looks_like_scan"),
    "pictures": (files.pictured("", ""), "exchange.only_pictures"),
}  # fmt: skip


@pytest.mark.parametrize("variant", REFUSED)
def test_what_is_no_bank_is_refused_with_what_it_seems_to_be(variant, monkeypatch):
    monkeypatch.setenv("PATH", "")  # no office program converts anything here
    content, code = REFUSED[variant]
    refusal = bank(content)
    assert isinstance(refusal, Refusal), refusal
    assert refusal.code == code


KEYLESS = (
    f"试卷一\n一、单选题\n1.甲（）{P}2.乙（）{P}二、多选题\n3.丙（）{Q}"
    f"试卷二\n一、单选题\n1.丁（）{P}二、判断题\n2.戊。"
)


@pytest.mark.parametrize(
    "answers",
    ["1.正确答案： A\n2.正确答案： B\n3.正确答案： ABD\n1.正确答案： B\n2.正确答案： 错误",
     "试卷一\n1-3 A B ABD\n试卷二\n1.B 2.×"],
)  # fmt: skip
def test_v23_keys_stand_in_a_document_of_their_own(answers):
    assert said(bank(KEYLESS, answers)) == [
        single("甲（　）", *TWO, key="A"), single("乙（　）", *TWO, key="B"),
        multiple("丙（　）", *FOUR, key="ABD"), single("丁（　）", *TWO, key="B"),
        truth("戊。", "F"),
    ]  # fmt: skip


def test_v23_keys_that_fit_no_question_are_listed_with_their_document():
    reading = bank(f"1.甲（）{P}2.乙（）{P}", "1.A\n2.B\n3.C\n说明")
    assert said(reading)[0].key == "A"
    left = [(line.sheet, line.number) for line in reading.unread]
    assert left == [("答案.txt", 3), ("答案.txt", 4)]


def test_v23_a_second_document_without_keys_is_refused():
    assert bank(f"1.甲（）{P}", f"1.乙（）{P}") == Refusal(
        "exchange.no_answers", {"file": "答案.txt"}
    )


def test_v26_a_case_and_its_sub_questions():
    text = (
        "七、案例分析题\n（一）某县甲局查封乙店。问题：1. 程序是否合法？ 2. 乙如何救济？\n"
        "答案：1. 不合法。 2. 申请复议。\n（二）丙局收费。\n未出示依据。\n问题：\n"
        "1. 依据为（）\nA.法律\nB.口头\n答案：A\n2. 简述理由。\n答案：法定。"
    )
    reading = bank(text)
    assert isinstance(reading, Reading)
    assert (reading.rejected, reading.unread) == ([], [])
    told = [(item.content.material, item.content.stem, item.content.key) for item in reading.parsed]
    assert told == [
        ("某县甲局查封乙店。", "程序是否合法？", "不合法。"),
        ("某县甲局查封乙店。", "乙如何救济？", "申请复议。"),
        ("丙局收费。\n未出示依据。", "依据为（　）", "A"),
        ("丙局收费。\n未出示依据。", "简述理由。", "法定。"),
    ]
    codes = [item.case and item.case.code for item in reading.parsed]
    assert codes[0] == codes[1] != codes[2] == codes[3]
    assert [item.case and item.case.position for item in reading.parsed] == [1, 2, 1, 2]


def test_v31_a_row_that_numbers_the_columns_is_listed():
    item = [1, "单选题", "期限为（）。", "甲", "乙", "", "B"]
    reading = bank(files.workbook(("题", [["题库"], SHEET, list(range(1, 8)), item])))
    assert said(reading) == [ONE]
    assert [line.number for line in reading.unread] == [1, 3]


def test_v36_tracked_changes_are_read_as_accepted():
    after = ["A.甲", "B.乙", "答案：B"]
    content = files.changed(before="1.期限", deleted="原", inserted="为（）。", after=after)
    assert said(bank(content)) == [ONE]
    assert said(bank(files.joined("1.期限", "为（）。", *after))) == [ONE]


def test_v36_a_picture_is_remarked_on():
    (item,) = bank(files.pictured("1.期限为（）。", "A.甲", "B.乙", "答案：B")).parsed
    assert item.content == ONE
    assert [remark.code for remark in item.remarks] == ["exchange.has_picture"]


def test_v40_and_v41_say_what_was_done():
    assert [r.code for r in bank(READ["v40"][0]).remarks] == [
        "exchange.pinyin_removed", "exchange.made_simplified",
    ]  # fmt: skip
    assert [r.code for item in bank(READ["v41"][0]).parsed for r in item.remarks] == [
        "exchange.key_shown", "exchange.key_shown",
    ]  # fmt: skip


def test_every_variant_has_a_test():
    named = {*READ, *HELD, *REFUSED} | {"v23", "v26"}
    assert {f"v{n:02}" for n in range(1, 42)} <= named
