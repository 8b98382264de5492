from dataclasses import replace
from datetime import date

import pytest
from django.db import DatabaseError, transaction

from audit.actions import SYSTEM
from audit.queries import history
from audit.rules import Refusal
from questionbank.questions.actions import save_version
from questionbank.questions.models import Question, QuestionVersion
from questionbank.questions.queries import load_versions
from questionbank.questions.rules import Content, ItemKind
from tests.questionbank.factories import NOW, cite, make_law_version, make_question

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 22)
CONTENT = Content(ItemKind.SINGLE, "由（　）管辖。", ("县级以上", "市级以上"), "A")


def save(question=None, content=CONTENT, *, code=None, topics=(), citations=()):
    return save_version(
        actor=SYSTEM, question=question, seen=question and question.current_id, code=code,
        content=content, topics=topics, citations=citations, source="手工", now=NOW,
    )  # fmt: skip


def test_save_version_adds_a_question_with_all_its_parts():
    law = make_law_version()
    question, verdict = save(code="X-1", topics=["处罚", "程序"], citations=[cite(law, "36", 1)])
    version = question.current
    assert verdict == "added"
    assert (question.code, version.number, version.source) == ("X-1", 1, "手工")
    assert [(o.letter, o.text) for o in version.options.all()] == [
        ("A", "县级以上"), ("B", "市级以上")
    ]  # fmt: skip
    assert [c.label for c in version.citations.all()] == ["《行政处罚法》第三十六条第一款"]
    assert [topic.name for topic in question.topics.all()] == ["处罚", "程序"]
    assert [entry.action for entry in history(question)] == ["save_version"]


def test_save_version_keeps_the_old_version_beside_the_new():
    question, _ = save()
    changed, verdict = save(question, replace(CONTENT, key="B"))
    assert (changed, verdict) == (question, "changed")
    assert [(v.number, v.key) for v in question.versions.all()] == [(1, "A"), (2, "B")]
    assert changed.current.number == 2


def test_save_version_refuses_a_change_of_a_version_that_is_no_longer_current():
    question = make_question()
    seen = Question.objects.get()
    save(question, replace(CONTENT, stem="先改的题干（　）"))
    assert save(seen, replace(CONTENT, stem="后改的题干（　）")) == Refusal(
        "questions.stale", {"code": str(question)}
    )
    assert Question.objects.get().current.stem == "先改的题干（　）"


def test_save_version_of_the_same_content_makes_no_version():
    question, _ = save()
    assert save(question)[1] == "unchanged"
    assert QuestionVersion.objects.count() == 1


def test_save_version_with_other_citations_is_a_new_version():
    law = make_law_version()
    question, _ = save(citations=[cite(law, "36")])
    assert save(question, citations=[cite(law, "37")])[1] == "changed"


def test_save_version_replaces_topics():
    question, _ = save(topics=["处罚"])
    assert save(question, topics=["许可"])[1] == "changed"
    assert [topic.name for topic in question.topics.all()] == ["许可"]
    assert question.versions.count() == 1


def test_save_version_refuses_the_text_or_the_code_of_another_question():
    save(code="X-1")
    other = make_question()
    refusal = Refusal("questions.already_there", {"code": "X-1"})
    assert save() == refusal
    assert save(content=replace(CONTENT, stem="另一题"), code="X-1") == refusal
    assert save(other, CONTENT) == refusal
    assert Question.objects.count() == 2


def test_save_version_refuses_an_unsound_question_and_writes_nothing():
    assert save(content=replace(CONTENT, key="D")) == Refusal(
        "questions.key_names_no_option", {"key": "D"}
    )
    assert not Question.objects.exists()


def test_the_database_refuses_to_change_a_version():
    version = make_question().current
    for table in (QuestionVersion.objects.filter(pk=version.pk), version.options.all()):
        with pytest.raises(DatabaseError), transaction.atomic():
            table.delete()
    with pytest.raises(DatabaseError), transaction.atomic():
        QuestionVersion.objects.filter(pk=version.pk).update(key="C")
    assert QuestionVersion.objects.get(pk=version.pk).key == "B"


def test_load_versions_has_options_at_hand(django_assert_num_queries):
    questions = [make_question(), make_question()]
    with django_assert_num_queries(2):
        versions = load_versions([question.current_id for question in questions])
        texts = [len(version.options.all()) for version in versions.values()]
    assert list(versions) == [question.current_id for question in questions]
    assert texts == [4, 4]
