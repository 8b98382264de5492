"""Preparing, issuing and superseding lists; what the bank asks about their lines."""

from datetime import UTC, date, datetime, timedelta

import pytest

from audit.actions import SYSTEM
from audit.queries import history
from audit.rules import Refusal
from questionbank.laws.models import Law
from questionbank.questions.models import Audience
from questionbank.syllabus.actions import (
    begin_syllabus,
    discard_syllabus,
    issue_syllabus,
    save_syllabus,
)
from questionbank.syllabus.models import Syllabus, SyllabusItem
from questionbank.syllabus.queries import digest_of, load_lines, shown_lines
from questionbank.syllabus.rules import Line, LineCoverage
from rosters.cohorts.rules import CohortKind
from tests.questionbank.factories import NOW, cite, make_law_version, make_question
from tests.questionbank.syllabus.factories import (
    TODAY,
    fill,
    issue,
    make_law_text,
    make_line,
    make_syllabus,
)

pytestmark = pytest.mark.django_db
TITLE = "青山县行政执法人员应知应会清单"


def test_a_list_is_prepared_line_by_line_and_issued_for_good():
    law = make_law_text()
    syllabus = make_syllabus(
        make_line(law, articles="1-2", weight=3, must_be_tested=True), make_line(topic="行政处罚")
    )
    lines = [
        Line("中华人民共和国行政处罚法", "1-2", "", 3, True),
        Line("", "", "行政处罚", 1, False),
    ]
    assert (syllabus.number, syllabus.state, load_lines(syllabus)) == (1, "draft", lines)
    assert issue(syllabus) is None
    syllabus.refresh_from_db()
    assert (syllabus.state, syllabus.issued_at, len(syllabus.content_hash)) == ("issued", NOW, 64)
    issued = Refusal("syllabus.issued", {"title": TITLE})
    assert fill(syllabus, title="改") == issued
    assert issue(syllabus) == issued
    assert discard_syllabus(actor=SYSTEM, syllabus=syllabus) == issued
    assert load_lines(syllabus) == lines
    assert [entry.action for entry in history(syllabus)] == [
        "begin_syllabus",
        "save_syllabus",
        "issue_syllabus",
    ]


def test_the_next_list_starts_as_a_copy_and_there_is_one_draft_a_cohort():
    first = make_syllabus(make_line(make_law_text(), articles="2"), issued=True)
    second = begin_syllabus(actor=SYSTEM, cohort=CohortKind.ENFORCEMENT, title="二")
    assert isinstance(second, Syllabus)
    assert (second.number, load_lines(second)) == (2, load_lines(first))
    again = begin_syllabus(actor=SYSTEM, cohort=CohortKind.ENFORCEMENT, title="三")
    assert again == Refusal("syllabus.draft_exists", {"title": "二"})
    other = begin_syllabus(actor=SYSTEM, cohort=CohortKind.FIRST_TIME, title="三")
    assert isinstance(other, Syllabus)
    assert SyllabusItem.objects.filter(syllabus=other).count() == 0


def test_an_empty_list_and_articles_that_no_text_has_are_not_issued():
    empty = make_syllabus()
    refused = issue(empty)
    assert refused == Refusal("syllabus.empty", {"title": TITLE})
    item = make_line(make_law_text(4), articles="9-12")
    fill(empty, item)
    refused = issue(empty)
    facts = {"law": "行政处罚法", "articles": "第九条、第十二条"}
    assert refused == Refusal("syllabus.unknown_articles", facts)
    empty.refresh_from_db()
    assert (empty.state, empty.issued_at) == ("draft", None)


def test_a_range_that_runs_beyond_the_law_is_not_issued():
    law = make_law_text(4)
    syllabus = make_syllabus(make_line(law, articles="1"), make_line(law, articles="2-86"))
    facts = {"law": "行政处罚法", "articles": "第八十六条"}
    assert issue(syllabus) == Refusal("syllabus.unknown_articles", facts)


def test_a_repealed_law_is_not_issued_from_its_last_day_in_the_county():
    law = make_law_text(4)
    Law.objects.update(repealed_on=date(2026, 11, 22))
    syllabus = make_syllabus(make_line(law))
    early = datetime(2026, 11, 21, 16, 30, tzinfo=UTC)  # half past midnight on the 22nd in China
    seen = digest_of(syllabus)
    refused = issue_syllabus(actor=SYSTEM, syllabus=syllabus, seen=seen, now=early)
    assert refused == Refusal("syllabus.repealed", {"law": "行政处罚法"})
    early -= timedelta(hours=1)
    assert issue_syllabus(actor=SYSTEM, syllabus=syllabus, seen=seen, now=early) is None


def test_what_somebody_else_changed_meanwhile_is_neither_replaced_nor_issued():
    law = make_law_text(4)
    syllabus = make_syllabus(make_line(law))
    seen = digest_of(syllabus)
    assert fill(syllabus, make_line(law, articles="2")) is None
    stale = Refusal("syllabus.stale", {"title": TITLE})
    line = make_line(law, articles="3")
    assert stale == save_syllabus(
        actor=SYSTEM, syllabus=syllabus, seen=seen, title="改", items=[line]
    )
    assert issue_syllabus(actor=SYSTEM, syllabus=syllabus, seen=seen, now=NOW) == stale
    assert [line.articles for line in load_lines(syllabus)] == ["2"]


def test_a_draft_can_be_thrown_away():
    syllabus = make_syllabus(make_line(topic="行政处罚"))
    assert discard_syllabus(actor=SYSTEM, syllabus=syllabus) is None
    assert not Syllabus.objects.exists()


def test_lines_tell_which_articles_have_approved_questions_and_which_have_none():
    law = make_law_text(4)
    asked = make_question(citations=[cite(law, "1"), cite(law, "2")])
    make_question(citations=[cite(law, "3")], approved=False)
    tagged = make_question(topics=["听证"])
    syllabus = make_syllabus(
        make_line(law), make_line(law, articles="2-3"), make_line(topic="听证")
    )
    whole, part, topic = shown_lines(syllabus, TODAY)
    assert whole.coverage == LineCoverage({"1": 1, "2": 1}, ("3", "4"), 1)
    assert (part.coverage, part.named) == (LineCoverage({"2": 1}, ("3",), 1), "第二条至第三条")
    assert [article.number for article in part.bare] == ["3"]
    assert (whole.versions, topic.versions) == ((asked.current_id,), (tagged.current_id,))
    assert topic.coverage.questions == 1


def test_questions_for_other_cohorts_do_not_count():
    law = make_law_text(2)
    question = make_question(citations=[cite(law, "1")])
    Audience.objects.create(question=question, cohort=CohortKind.FIRST_TIME)
    syllabus = make_syllabus(make_line(law))
    assert shown_lines(syllabus, TODAY)[0].coverage == LineCoverage({}, ("1", "2"), 0)
    Audience.objects.create(question=question, cohort=CohortKind.ENFORCEMENT)
    assert shown_lines(syllabus, TODAY)[0].coverage == LineCoverage({"1": 1}, ("2",), 1)


def test_a_law_without_a_text_still_counts_its_questions():
    version = make_law_version()
    make_question(citations=[cite(version, "36")])
    (line,) = shown_lines(make_syllabus(make_line(version)), TODAY)
    assert (line.articles, line.coverage) == ((), LineCoverage({"36": 1}, (), 1))


def test_shown_lines_take_the_same_number_of_queries_however_long_the_list(
    django_assert_max_num_queries,
):
    laws = [make_law_text(3, title=f"中华人民共和国第{n}号条例") for n in range(6)]
    for law in laws:
        make_question(citations=[cite(law, "1")])
    syllabus = make_syllabus(*(make_line(law) for law in laws))
    with django_assert_max_num_queries(22):
        shown_lines(syllabus, TODAY)
