"""Files into the bank: verdicts, versions, laws, and nothing twice."""

import hashlib
import json
from datetime import date
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import translation

from audit.actions import SYSTEM
from audit.models import AuditRecord
from audit.rules import Refusal
from questionbank.exchange.actions import import_questions
from questionbank.exchange.models import QuestionImport
from questionbank.exchange.report import QuestionsReport
from questionbank.laws.models import Law, LawVersion
from questionbank.laws.rules import LawKind
from questionbank.questions.models import Question, QuestionVersion
from questionbank.questions.queries import places_of
from tests.questionbank.factories import NOW, cite, make_law_version, make_question

pytestmark = pytest.mark.django_db

LAW = (
    "法规：行政处罚法；全称：中华人民共和国行政处罚法；类别：法律；"
    "版本：2021-01-22；施行：2021-07-15\n"
)
FIRST = "1.期限为（）\nA.甲\nB.乙\n答案：B\n"
SECOND = "2.机关为（）\nA.丙\nB.丁\n答案：A\n"


def run(text: str, *, dry_run: bool = False) -> QuestionsReport:
    report = import_questions(
        actor=SYSTEM, content=text.encode(), filename="题库.txt", dry_run=dry_run, now=NOW
    )
    assert isinstance(report, QuestionsReport), report
    return report


def counts(text: str) -> list[int]:
    """added, changed, unchanged, duplicate, rejected"""
    return list(run(text).counts.values())


def reasons(text: str) -> list[Refusal | None]:
    return [entry.reason for entry in run(text).rejected]


def test_a_second_import_of_the_same_file_changes_nothing():
    text = FIRST + SECOND + FIRST
    assert counts(text) == [2, 0, 0, 1, 0]
    assert counts(text) == [0, 0, 2, 1, 0]
    assert (Question.objects.count(), QuestionVersion.objects.count()) == (2, 2)


def test_a_dry_run_reports_and_writes_nothing():
    report = run(LAW + FIRST, dry_run=True)
    assert report.counts["added"] == 1
    assert not Question.objects.exists()
    assert not Law.objects.exists()
    assert not QuestionImport.objects.exists()
    assert not AuditRecord.objects.exists()


def test_other_content_under_the_same_text_is_a_new_version():
    counts(FIRST)
    assert counts(FIRST.replace("答案：B", "答案：A")) == [0, 1, 0, 0, 0]
    question = Question.objects.get()
    assert [version.key for version in question.versions.all()] == ["B", "A"]
    assert question.current.key == "A"


def test_a_code_carries_a_question_through_a_new_wording():
    counts(f"{FIRST}编号：X-1\n")
    assert counts(f"{FIRST.replace('期限', '时限')}编号：X-1\n") == [0, 1, 0, 0, 0]
    question = Question.objects.get()
    assert (question.code, question.current.stem) == ("X-1", "时限为（　）")
    assert counts(FIRST.replace("期限", "时限")) == [0, 0, 1, 0, 0]


def test_a_question_without_code_takes_the_code_of_a_later_file():
    counts(FIRST)
    assert counts(f"{FIRST}编号：X-1\n") == [0, 1, 0, 0, 0]
    assert [(q.code, q.versions.count()) for q in Question.objects.all()] == [("X-1", 1)]


def test_the_same_text_under_another_code_is_a_duplicate():
    counts(f"{FIRST}编号：X-1\n")
    report = run(f"{FIRST}编号：Y-9\n")
    assert [(entry.verdict, entry.reason) for entry in report.verdicts] == [
        ("duplicate", Refusal("exchange.in_bank_as", {"code": "X-1"}))
    ]


def test_codes_and_texts_that_cross_are_rejected():
    text = f"{FIRST}编号：X-1\n{SECOND}编号：X-1\n"
    assert reasons(text) == [Refusal("exchange.code_twice", {"code": "X-1", "line": 1})]
    counts(f"{SECOND}编号：X-2\n")
    assert reasons(f"{SECOND}编号：X-1\n") == [
        Refusal("questions.text_of_another", {"code": "X-1", "other": "X-2"})
    ]
    twice = f"{FIRST.replace('期限', '时限')}编号：X-1\n{FIRST}"
    assert reasons(twice) == [Refusal("exchange.same_question_twice", {"line": 1})]


def test_topics_are_added_and_kept_when_a_file_names_none():
    counts(f"{FIRST}专题：处罚、程序\n")
    assert counts(FIRST) == [0, 0, 1, 0, 0]
    assert counts(f"{FIRST}专题：许可\n") == [0, 1, 0, 0, 0]
    question = Question.objects.get()
    assert [topic.name for topic in question.topics.all()] == ["许可"]
    assert question.versions.count() == 1


def test_declared_laws_are_stored_once_and_cited():
    text = f"{LAW}{FIRST}解析：因为。\n依据：《行政处罚法》第三十六条第一款、第三十七条\n"
    assert counts(text) == [1, 0, 0, 0, 0]
    assert counts(text) == [0, 0, 1, 0, 0]
    (law,) = Law.objects.all()
    assert (law.title, law.short_title, law.kind) == (
        "中华人民共和国行政处罚法", "行政处罚法", LawKind.STATUTE,
    )  # fmt: skip
    (version,) = LawVersion.objects.all()
    assert (version.adopted_on, version.effective_on) == (date(2021, 1, 22), date(2021, 7, 15))
    assert places_of(Question.objects.get().current) == (
        cite(version, "36", 1), cite(version, "37"),
    )  # fmt: skip


def test_a_law_known_by_its_short_title_is_not_stored_twice():
    known = make_law_version()
    text = LAW.replace("中华人民共和国行政处罚法", "行政处罚法（全文）")
    counts(f"{text}{FIRST}依据：《行政处罚法》第三十六条\n")
    assert places_of(Question.objects.get().current) == (cite(known, "36"),)
    assert Law.objects.count() == 1


def test_a_file_that_declares_laws_may_cite_no_unknown_one():
    text = (
        f"{LAW}{FIRST}依据：《行政复议法》第二十条\n{SECOND}依据：《行政处罚法》第三条及实施细则\n"
    )
    assert reasons(text) == [
        Refusal("laws.unknown_law", {"law": "行政复议法"}),
        Refusal("laws.citation_not_understood", {"text": "实施细则"}),
    ]


def test_any_other_file_keeps_an_unknown_basis_in_the_rationale():
    known = make_law_version()
    counts(f"{FIRST}解析：因为。\n依据：《某办法》第二条\n{SECOND}依据：《行政处罚法》第三十六条\n")
    first, second = Question.objects.order_by("pk")
    assert (first.current.rationale, places_of(first.current)) == (
        "因为。\n依据：《某办法》第二条", (),
    )  # fmt: skip
    assert (second.current.rationale, places_of(second.current)) == ("", (cite(known, "36"),))


def test_a_retired_question_stays_retired():
    question = make_question(stem="期限为（　）", options=("甲", "乙"), key="B")
    Question.objects.update(state="retired")
    assert counts(FIRST) == [0, 0, 1, 0, 0]
    question.refresh_from_db()
    assert question.state == "retired"


def test_an_import_leaves_one_audit_record_with_counts_and_digest():
    run(FIRST + FIRST)
    upload = QuestionImport.objects.get()
    digest = hashlib.sha256((FIRST + FIRST).encode()).hexdigest()
    expected = {"items": 2, "added": 1, "changed": 0, "unchanged": 0, "duplicate": 1, "rejected": 0}
    assert (upload.digest, upload.counts, upload.content) == (digest, expected, None)
    (entry,) = AuditRecord.objects.all()
    assert (entry.action, entry.facts) == (
        "import_questions", {"digest": digest, **expected},
    )  # fmt: skip


def test_a_refused_file_leaves_nothing():
    refusal = import_questions(
        actor=SYSTEM, content="关于培训的通知".encode(), filename="题库.txt", dry_run=False, now=NOW
    )
    assert isinstance(refusal, Refusal)
    assert not QuestionImport.objects.exists()
    assert not AuditRecord.objects.exists()


def test_the_cost_of_an_import_does_not_grow_with_its_items(django_assert_max_num_queries):
    def text(start: int, count: int) -> str:
        return LAW + "".join(
            f"{n}.第{n}项为（）\nA.甲\nB.乙\n答案：B\n依据：《行政处罚法》第{n}条\n专题：处罚\n"
            for n in range(start, start + count)
        )

    with django_assert_max_num_queries(44):
        run(text(1, 2))
    with django_assert_max_num_queries(44):
        run(text(100, 200))


def command(*arguments: str) -> tuple[int, str]:
    out = StringIO()
    try:
        with translation.override("en"):
            call_command("import_questions", *arguments, stdout=out, stderr=out)
    except SystemExit as stop:
        return int(stop.code or 0), out.getvalue()
    return 0, out.getvalue()


def test_the_command_prints_the_report_as_json(tmp_path):
    path = tmp_path / "题库.txt"
    path.write_text(f"{FIRST}{FIRST}2.缺答案（）\nA.甲\nB.乙\n", encoding="gb18030")
    status, out = command(str(path), "--json", "--dry-run")
    assert not Question.objects.exists()
    assert (status, json.loads(out)) == (
        0,
        {
            "items": 3, "added": 1, "changed": 0, "unchanged": 0, "duplicates": 1,
            "rejected": [{"where": "line 9", "reason": "No key was found."}],
            "remarks": [],
        },
    )  # fmt: skip
    assert command(str(path), "--json")[0] == 0
    assert Question.objects.count() == 1


def test_the_command_prints_the_sum_rejections_and_unread_lines(tmp_path):
    path = tmp_path / "题库.txt"
    path.write_text(f"某县题库\n{FIRST}2.缺答案（）\nA.甲\nB.乙\n", encoding="utf-8")
    assert command(str(path)) == (
        0,
        "2 items = 1 added + 0 changed + 0 unchanged + 0 duplicates + 1 rejected\n"
        "line 6: No key was found.\n"
        "Not read, line 1: 某县题库\n",
    )


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [("无.txt", None, "exchange.unreadable"), ("空.txt", b"", "exchange.empty"),
     ("通知.txt", "关于培训的通知".encode(), "exchange.no_items"),
     ("答案.txt", b"1.B\n2.C", "exchange.only_answers")],
)  # fmt: skip
def test_the_command_refuses_with_status_2_and_a_named_error(tmp_path, name, content, code):
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content)
    status, out = command(str(path), "--json")
    answer = json.loads(out)
    assert (status, answer["error"], set(answer)) == (2, code, {"error", "message"})
    assert command(str(path)) == (2, f"{answer['message']}\n")


@pytest.mark.parametrize("place", ["第三十六条之12345", f"第{'5' * 5000}条"])
def test_an_article_that_no_statute_has_is_no_citation(place):
    basis = f"依据：《行政处罚法》{place}\n"
    assert counts(f"{FIRST}{basis}") == [1, 0, 0, 0, 0]
    assert Question.objects.get().current.rationale == basis.strip()
    assert [reason.code for reason in reasons(f"{LAW}{SECOND}{basis}")] == [
        "laws.citation_not_understood"
    ]
