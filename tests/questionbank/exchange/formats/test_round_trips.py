"""What is exported and imported again is the same question in the same version."""

import hashlib
import zipfile
from dataclasses import replace
from datetime import date
from io import BytesIO

import pytest
from django.db import transaction

from audit.actions import SYSTEM
from audit.models import AuditRecord
from audit.rules import Refusal
from questionbank.exchange.actions import import_questions
from questionbank.exchange.exporting.actions import (
    PRINTED,
    ExportedFile,
    ExportFormat,
    export_questions,
)
from questionbank.exchange.exporting.queries import own_code
from questionbank.laws.models import LawVersion
from questionbank.questions.actions import save_version
from questionbank.questions.models import Question, QuestionVersion
from questionbank.questions.queries import content_of, places_of
from questionbank.questions.rules import CasePlace, Content, Difficulty, ItemKind
from rosters.cohorts.rules import CohortKind
from tests.questionbank.factories import NOW, cite, make_law_version

FORMATS = [form for form in ExportFormat if form not in PRINTED]
TODAY = date(2026, 11, 22)
pytestmark = pytest.mark.django_db


def add(kind, stem, key, *options, code=None, **facts):
    names = ("rationale", "difficulty", "material", "weight", "unordered")
    said = {name: facts.pop(name) for name in names if name in facts}
    saved = save_version(
        actor=SYSTEM,
        question=None,
        seen=None,
        code=code,
        content=Content(kind, stem, options, key, **said),
        topics=facts.pop("topics", ()),
        citations=facts.pop("citations", ()),
        source="",
        now=NOW,
        **facts,
    )
    assert not isinstance(saved, Refusal), saved
    return saved[0]


@pytest.fixture
def bank():
    return make_bank()


def make_bank():
    """A question of every kind, with all that a question can say."""
    version = make_law_version()
    make_law_version("中华人民共和国行政复议法", adopted_on=date(2023, 9, 1), effective_on=None)
    quoted = replace(
        cite(version, "36", 1), quote="违法行为在二年内未被发现的，\n不再给予行政处罚。"
    )
    add(
        ItemKind.SINGLE, "违法行为在____年内未被发现的，（　）。\n1. 听证\n2. 复议", "B",
        "=1+1", "@不再处罚", "A. 以上都对", code="XZCF-001", rationale="解析：\n依据：见讲义",
        difficulty=Difficulty.HARD, topics=("行政处罚", "难度：易"),
        citations=(quoted, cite(version, "37.1")),
        cohorts=(CohortKind.NEW_LEADER, CohortKind.ENFORCEMENT),
    )  # fmt: skip
    add(
        ItemKind.MULTIPLE,
        "下列属于行政处罚的有（　）。",
        "ABD",
        "警告",
        "罚款 100%",
        "记过",
        "拘留",
    )
    add(ItemKind.INDEFINITE, "可以申请（　）。", "A", "复议", "诉讼 {甲~乙=丙#丁}", "信访\\申诉")
    add(ItemKind.TRUE_FALSE, "听证免费（√）。", "F", topics=("听证",))
    add(ItemKind.BLANKS, "期限是____。", "六十日/60日/六十天")
    add(
        ItemKind.BLANKS, "公正、____和____。", "公开\n听证；陈述/申辩", unordered=True,
        difficulty=Difficulty.EASY,
    )  # fmt: skip
    add(
        ItemKind.SHORT,
        "简述听证程序。",
        "1. 告知（2分）\n答案：2. 通知（3分）",
        rationale="要点给分",
    )
    for place, (kind, key, options) in enumerate(
        [(ItemKind.SINGLE, "A", ("甲", "乙")), (ItemKind.SHORT, "应当（5分）", ())], 1
    ):
        add(
            kind, f"第{place}问如何处理？", key, *options, code=f"AL-01-{place}", weight=place,
            material="某局查封了一处摊点。\n【问题】\n当事人不服。",
            case=CasePlace("AL-01", place, "某局处罚案"),
        )  # fmt: skip
    return Question.objects.all()


def told(questions):
    """All that a bank says of its questions, by code."""
    return {
        question.code: (
            content_of(question.current),
            frozenset(places_of(question.current)),
            frozenset(question.topics.values_list("name", flat=True)),
            frozenset(question.audiences.values_list("cohort", flat=True)),
            question.case and (question.case.code, question.case_position, question.case.title),
        )
        for question in questions.all()
    }


def exported(form, **filters):
    file = export_questions(actor=SYSTEM, filters=filters, form=form, on=TODAY)
    assert isinstance(file, ExportedFile), file
    return file


def imported(file):
    report = import_questions(
        actor=SYSTEM, content=file.content, filename=file.filename, dry_run=False, now=NOW
    )
    assert not isinstance(report, Refusal), report
    assert (report.unread, report.rejected) == ((), []), [e.why for e in report.rejected]
    return report.counts


@pytest.mark.parametrize("form", FORMATS)
def test_an_export_imported_again_changes_nothing(bank, form):
    ids = set(bank.values_list("pk", flat=True))
    file = exported(form)
    before = told(bank)
    assert file.questions == len(ids) == 9
    assert imported(file) == {
        "added": 0, "changed": 0, "unchanged": 9, "duplicate": 0, "rejected": 0,
    }  # fmt: skip
    assert told(bank) == before
    assert (set(bank.values_list("pk", flat=True)), QuestionVersion.objects.count()) == (ids, 9)


@pytest.mark.parametrize("form", FORMATS)
def test_another_bank_gets_the_same_questions_and_laws(form):
    with transaction.atomic():
        bank = make_bank()
        file, before = exported(form), told(bank)
        before = told(bank)
        transaction.set_rollback(True)
    assert not Question.objects.exists()
    assert imported(file)["added"] == 9
    assert told(Question.objects.all()) == before
    assert list(LawVersion.objects.values_list("law__title", "adopted_on", "effective_on")) == [
        ("中华人民共和国行政处罚法", date(2021, 1, 22), date(2021, 7, 15))
    ]


@pytest.mark.parametrize("form", FORMATS)
def test_a_change_made_in_the_file_is_a_new_version_of_the_same_question(bank, form):
    """Also where the question had no code: the export gave it one."""
    file = exported(form, q="听证免费")
    question = bank.get(current__stem="听证免费（√）。")
    assert question.code == own_code(question.identity)
    content = _with(file, "听证免费", "听证不收费")
    counts = imported(replace(file, content=content))
    assert counts["changed"] == 1
    question.refresh_from_db()
    assert (question.current.number, question.current.stem) == (2, "听证不收费（√）。")


def _with(file, before, after):
    if not file.filename.endswith((".zip", ".xlsx")):
        assert before.encode() in file.content
        return file.content.replace(before.encode(), after.encode())
    stream = BytesIO()
    with zipfile.ZipFile(BytesIO(file.content)) as old, zipfile.ZipFile(stream, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name).replace(before.encode(), after.encode()))
    return stream.getvalue()


def test_an_export_is_recorded_with_its_number_of_questions(bank):
    file = exported(ExportFormat.TEXT, kind=ItemKind.SHORT)
    facts = AuditRecord.objects.get(action="export_questions").facts
    assert facts == {
        "format": "txt",
        "questions": 2,
        "named": 1,
        "digest": hashlib.sha256(file.content).hexdigest(),
    }
    assert file.filename == "题库-2026-11-22.txt"


def test_printed_sheets_name_no_question_and_only_one_of_them_holds_keys(bank):
    questions, answers = exported(ExportFormat.QUESTIONS), exported(ExportFormat.ANSWERS)
    assert bank.filter(code=None).count() == 6
    asked, answered = words_of(questions), words_of(answers)
    assert (asked[0], answered[0]) == ("试题", "参考答案")
    assert "3．第2问如何处理？" not in asked
    assert "2．【简答】第2问如何处理？" in asked
    assert [line for line in asked if line.startswith("A．")] == [
        "A．=1+1",
        "A．警告",
        "A．复议",
        "A．甲",
    ]
    assert {"1．B", "1．ABD", "1．错误", "1．六十日/60日/六十天"} <= set(answered)
    keys = {"1．B", "1．ABD", "1．错误", "解析：要点给分", "1．六十日/60日/六十天"}
    assert keys.isdisjoint(asked)


def words_of(file):
    from docx import Document

    return [paragraph.text for paragraph in Document(BytesIO(file.content)).paragraphs]


def test_cells_that_look_like_formulas_are_texts():
    from openpyxl import load_workbook

    add(ItemKind.SINGLE, "+86 是（　）的区号。", "A", "=1+1", "@乙", "-5")
    sheet = load_workbook(BytesIO(exported(ExportFormat.XLSX).content))["试题"]
    cells = [
        cell for row in sheet for cell in row if str(cell.value or "").startswith(tuple("=@+-"))
    ]
    assert [(cell.value, cell.data_type, cell.quotePrefix) for cell in cells] == [
        ("+86 是（　）的区号。", "s", True),
        ("=1+1", "s", True),
        ("@乙", "s", True),
        ("-5", "s", True),
    ]


def test_nothing_is_exported_from_an_empty_list():
    outcome = export_questions(actor=SYSTEM, filters={}, form=ExportFormat.XLSX, on=TODAY)
    assert outcome == Refusal("exchange.nothing_to_export")
    assert not AuditRecord.objects.exists()


def test_a_text_that_no_cell_holds_is_refused():
    add(ItemKind.SHORT, "简述听证程序。", "应当。" * 11_000)
    outcome = export_questions(actor=SYSTEM, filters={}, form=ExportFormat.XLSX, on=TODAY)
    assert outcome == Refusal("exchange.cell_too_long", {"limit": 32_767})


def test_the_number_of_queries_does_not_grow_with_the_bank(django_assert_max_num_queries):
    for number in range(30):
        add(ItemKind.TRUE_FALSE, f"第{number}条。", "T", topics=(f"专题{number}",))
    with django_assert_max_num_queries(14):
        exported(ExportFormat.GIFT)
