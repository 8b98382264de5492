"""The form of a question: what is written, checked, refused and kept."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils.html import escape
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from audit.actions import SYSTEM
from audit.rules import Refusal
from audit.wording import explain
from questionbank.questions.actions import retire_question
from questionbank.questions.forms import QuestionForm, question_initial, tidied
from questionbank.questions.models import Question, Topic
from questionbank.questions.queries import content_of, places_of
from questionbank.questions.queries.likeness import alike_in_bank
from questionbank.questions.rules import (
    CHOICE_KINDS,
    LETTERS,
    VERSION_KINDS,
    Content,
    Difficulty,
    ItemKind,
    QuestionState,
    validate,
)
from rosters.roles.rules import Role
from tests.factories import make_user
from tests.questionbank.factories import NOW, cite, make_law_version, make_question

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer(client):
    user = make_user(Role.OFFICER)
    client.force_login(user)
    return user


FORM = {
    "kind": "single", "stem": "由（　）管辖。", "option_A": "县级以上", "option_C": "市级以上",
    "right": ["A"], "rationale": "因为。", "difficulty": "hard", "new_topics": "处罚、程序",
    "cohorts": ["new_leader"], "citation_0": "《行政处罚法》第三十六条第一款", "code": "X-1",
    "do": "review",
}  # fmt: skip
TEXT = {"36": "一年内未被发现的，不再给予处罚。\n前款规定的期限，从行为发生之日起计算。"}


def new(client, **fields):
    return client.post(reverse("questions:new"), {**FORM, **fields})


def edit_url(question):
    return reverse("questions:edit", args=[question.pk])


def said(code, /, **facts):
    return explain(Refusal(code, facts))


def test_a_new_question_is_stored_with_all_its_parts(client, officer):
    version = make_law_version(articles=TEXT)
    make_question(topics=["许可"])
    topic = Topic.objects.get(name="许可")
    answer = new(client, topics=[topic.pk], quote_0="不再给予处罚")
    question = Question.objects.get(code="X-1")
    assert answer.url == reverse("questions:detail", args=[question.pk])
    current = question.current
    assert content_of(current) == Content(
        ItemKind.SINGLE, "由（　）管辖。", ("县级以上", "市级以上"), "A", "因为。", Difficulty.HARD
    )
    assert (question.state, current.author) == (QuestionState.IN_REVIEW, officer)
    assert [topic.name for topic in question.topics.all()] == ["许可", "处罚", "程序"]
    assert [audience.cohort for audience in question.audiences.all()] == ["new_leader"]
    assert places_of(current) == (cite(version, "36", 1, "不再给予处罚"),)


@pytest.mark.parametrize(
    ("fields", "stored"),
    [
        ({"kind": "single", "right": ["C"]}, ("B", False)),
        ({"kind": "multiple", "right": ["C", "A"]}, ("AB", False)),
        ({"kind": "indefinite", "right": ["C"]}, ("B", False)),
        ({"kind": "true_false", "truth": "F"}, ("F", False)),
        ({"kind": "blanks", "stem": "期限为_____。", "blanks": "十日/10日\r\n"},
         ("十日/10日", False)),
        ({"kind": "blanks", "stem": "____和____。", "blanks": "甲\n乙", "unordered": "on"},
         ("甲\n乙", True)),
        ({"kind": "short", "answer": "一（2分）\r\n二（3分）", "unordered": "on"},
         ("一（2分）\n二（3分）", False)),
    ],
)  # fmt: skip
def test_the_key_of_each_kind_is_understood(client, officer, fields, stored):
    answer = new(client, citation_0="", **fields)
    assert answer.status_code == 302
    current = Question.objects.get().current
    assert (current.key, current.unordered) == stored
    assert bool(current.options.count()) == (ItemKind(fields["kind"]) in CHOICE_KINDS)


@pytest.mark.parametrize(
    ("fields", "field", "error"),
    [
        ({"right": []}, "right", ("questions.no_key", {})),
        ({"right": ["B"]}, "right", ("questions.key_names_no_option", {"key": "C"})),
        ({"right": ["A", "C"]}, "right", ("questions.several_keys", {"key": "AB"})),
        ({"option_C": ""}, "option_B", ("questions.few_options", {"count": 1})),
        ({"option_C": "县级 以上。"}, "option_B",
         ("questions.equal_options", {"first": "A", "second": "B"})),
        ({"option_C": "略"}, "option_B", ("questions.option_placeholder", {"letter": "B"})),
        ({"stem": "略"}, "stem", ("questions.placeholder", {"text": "略"})),
        ({"stem": " "}, "stem", ("questions.empty_stem", {})),
        ({"kind": "true_false"}, "truth", ("questions.no_key", {})),
        ({"kind": "blanks", "blanks": "一"}, "blanks",
         ("questions.blanks_differ", {"blanks": 0, "answers": 1})),
        ({"kind": "short", "answer": ""}, "answer", ("questions.no_key", {})),
        ({"citation_0": "《行政复议法》第一条"}, "citation_0",
         ("laws.unknown_law", {"law": "行政复议法"})),
        ({"citation_0": "见教材"}, "citation_0",
         ("laws.citation_not_understood", {"text": "见教材"})),
        ({"citation_0": "《行政处罚法》第三百条"}, "citation_0",
         ("questions.place_not_found", {"place": "《行政处罚法》第三百条"})),
        ({"quote_0": "从行为发生之日"}, "citation_0",
         ("questions.misquoted",
          {"place": "《行政处罚法》第三十六条第一款", "quote": "从行为发生之日"})),
        ({"citation_0": "", "quote_0": "引文"}, "citation_0",
         ("questions.quote_without_place", {})),
        ({"citation_0": "《行政处罚法》第三十六条第一款、第二款", "quote_0": "引文"},
         "citation_0", ("questions.one_place_a_quote", {})),
        ({"citation_1": "《行政处罚法》第三十六条第一款"}, "citation_1",
         ("questions.cited_twice", {})),
        ({"material": "某县城管局处罚一案。"}, "case_code",
         ("questions.material_without_case", {})),
        ({"case_code": "C-1"}, "material", ("questions.case_without_material", {})),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_at_its_field(client, officer, fields, field, error):
    make_law_version(articles=TEXT)
    answer = new(client, **fields)
    code, facts = error
    form = answer.context["form"]
    assert (answer.status_code, form.errors) == (422, {field: [said(code, **facts)]})
    assert form.fields[field].widget.attrs["autofocus"] is True
    assert not Question.objects.exists()


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [({"new_topics": "长" * 61}, "new_topics"), ({"kind": "case"}, "kind"),
     ({"stem": "管\0辖（）"}, "stem"), ({"weight": "0"}, "weight"), ({"right": ["K"]}, None),
     ({"difficulty": ""}, "difficulty"), ({"version": "eins"}, "version")],
)  # fmt: skip
def test_what_no_browser_sends_is_refused_too(client, officer, fields, wrong):
    make_law_version(articles=TEXT)
    answer = new(client, **fields)
    assert answer.status_code == 422
    assert wrong is None or wrong in answer.context["form"].errors
    assert not Question.objects.exists()


def test_a_draft_waits_for_its_author_until_it_is_submitted_unchanged(client, officer):
    make_law_version(articles=TEXT)
    new(client, do="draft")
    question = Question.objects.get()
    assert question.state == QuestionState.DRAFT
    shown = client.get(edit_url(question)).context["form"].initial
    client.post(edit_url(question), {**shown, "do": "review"})
    question.refresh_from_db()
    assert (question.state, question.current.number) == (QuestionState.IN_REVIEW, 1)
    verdicts = question.current.reviews.values_list("verdict", "by")
    assert list(verdicts) == [("submitted", officer.pk)]


def test_a_question_that_is_there_already_is_refused_keeping_what_was_typed(client, officer):
    make_law_version(articles=TEXT)
    new(client)
    answer = new(client, code="X-2", rationale="另有说明")
    form = answer.context["form"]
    assert answer.status_code == 422
    assert form.non_field_errors() == [said("questions.already_there", code="X-1")]
    assert form["rationale"].value() == "另有说明"


def test_editing_makes_a_version_and_the_form_reads_back_what_it_shows(client, officer):
    make_law_version(adopted_on=date(2017, 9, 1), effective_on=date(2018, 1, 1))
    make_law_version(articles=TEXT)
    new(client, citation_0="《行政处罚法》（2017-09-01）第二十九条", quote_0="二年内未被发现")
    question = Question.objects.get()
    shown = client.get(edit_url(question)).context["form"].initial
    assert client.post(edit_url(question), {**shown, "do": "draft"}).status_code == 302
    question.refresh_from_db()
    assert question.current.number == 1

    changed = {**shown, "right": ["B"], "do": "draft"}
    assert client.post(edit_url(question), changed).status_code == 302
    question.refresh_from_db()
    assert (question.current.number, question.current.key) == (2, "B")


def test_the_form_offers_the_citations_as_they_are_under_the_law_of_a_day(client, officer):
    old = make_law_version(
        adopted_on=date(2017, 9, 1), effective_on=date(2018, 1, 1),
        articles={"29": "违法行为在二年内未被发现的，不再给予行政处罚。",
                  "33": "可以当场作出决定。", "50": "旧法独有的规定。"},
    )  # fmt: skip
    make_law_version(articles={
        "36": "违法行为在二年内未被发现的，不再给予行政处罚；涉及金融安全的，延长至五年。",
        "51": "可以当场作出决定。", "52": "全新的内容在这里。",
    })  # fmt: skip
    question = make_question(citations=[
        cite(old, "29", None, "不再给予行政处罚。"), cite(old, "33", None, "当场作出"),
        cite(old, "50"),
    ])  # fmt: skip
    page = client.get(edit_url(question) + "?on=2026-11-22")
    shown = {name: value for name, value in page.context["form"].initial.items()
             if name.startswith(("citation", "quote"))}  # fmt: skip
    title = "《中华人民共和国行政处罚法》"
    assert shown == {
        "citation_0": f"{title}（2021-01-22）第三十六条", "quote_0": "",
        "citation_1": f"{title}（2021-01-22）第五十一条", "quote_1": "当场作出",
        "citation_2": f"{title}（2017-09-01）第五十条", "quote_2": "",
    }  # fmt: skip
    assert client.get(edit_url(question)).context["form"].initial["quote_0"] == "不再给予行政处罚。"


def test_a_change_on_top_of_an_unseen_one_is_refused_once_and_kept(client, officer):
    make_law_version(articles=TEXT)
    new(client)
    question = Question.objects.get()
    shown = client.get(edit_url(question)).context["form"].initial
    client.post(edit_url(question), {**shown, "right": ["B"]})
    answer = client.post(edit_url(question), {**shown, "rationale": "另有说明"})
    form = answer.context["form"]
    assert (answer.status_code, answer.context["stale"]) == (422, True)
    assert form["rationale"].value() == "另有说明"
    assert question.versions.count() == 2

    again = {**shown, "rationale": "另有说明"}
    again |= {name: form[name].value() for name in ("version", "tags")}
    assert client.post(edit_url(question), again).status_code == 302
    question.refresh_from_db()
    assert (question.current.number, question.current.key) == (3, "A")


@pytest.mark.parametrize(
    "other", [{"new_topics": "许可"}, {"cohorts": ["enforcement"]}, {"code": "X-9"}]
)
def test_topics_cohorts_and_codes_are_guarded_against_two_tabs(client, officer, other):
    make_law_version(articles=TEXT)
    new(client)
    question = Question.objects.get()
    shown = client.get(edit_url(question)).context["form"].initial
    assert client.post(edit_url(question), {**shown, **other}).status_code == 302
    answer = client.post(edit_url(question), {**shown, "topics": []})
    assert (answer.status_code, answer.context["stale"]) == (422, True)
    assert question.versions.count() == 1
    assert question.topics.exists()


def preview(client, query="", **fields):
    return client.post(reverse("questions:preview") + query, {**FORM, **fields})


def test_the_preview_shows_the_question_as_the_exam_page_does_and_stores_nothing(client, officer):
    make_law_version(articles=TEXT)
    answer = preview(client, kind="multiple", right=["A", "C"], quote_0="不再给予处罚")
    assert [template.name for template in answer.templates] == [
        "questionbank/questions/_preview.html", "questionbank/questions/_asked.html",
    ]  # fmt: skip
    item = answer.context["asked"]["item"]
    assert (item["kind"], item["several"], item["stem"]) == ("multiple", True, "由（　）管辖。")
    assert [option["text"] for option in item["options"]] == ["县级以上", "市级以上"]
    assert (answer.context["errors"], answer.context["remarks"]) == ([], [])
    assert not Question.objects.exists()


@pytest.mark.parametrize(
    ("fields", "codes"),
    [
        ({"citation_0": ""}, [("questions.no_citation", {})]),
        ({"kind": "multiple", "citation_0": ""},
         [("questions.one_right_option", {"key": "A"}), ("questions.no_citation", {})]),
        ({"citation_0": "《行政处罚法》（2017-09-01）第二十九条"},
         [("questions.not_in_force", {"place": "《行政处罚法》第二十九条"})]),
        ({"citation_0": "《行政处罚法》（2030-01-01）第一条"},
         [("questions.not_yet_in_force", {"place": "《行政处罚法》第一条"})]),
        ({"citation_0": "《行政复议法》第一条"},
         [("questions.text_not_loaded", {"place": "《行政复议法》第一条"})]),
    ],
)  # fmt: skip
def test_the_checks_remark_on_what_hinders_nothing(client, officer, fields, codes):
    make_law_version(
        adopted_on=date(2017, 9, 1), effective_on=date(2018, 1, 1), articles={"29": "二年内。"}
    )
    make_law_version(articles=TEXT)
    make_law_version(
        adopted_on=date(2030, 1, 1), effective_on=date(2030, 7, 1), articles={"1": "新。"}
    )
    make_law_version("中华人民共和国行政复议法", adopted_on=date(2023, 9, 1))
    answer = preview(client, **fields)
    remarks = [said(code, **facts) for code, facts in codes]
    assert (answer.context["errors"], answer.context["remarks"]) == ([], remarks)
    assert all(f"<li>{escape(text)}</li>" in answer.content.decode() for text in remarks)
    assert new(client, **fields).status_code == 302


def test_the_checks_add_the_points_up_and_find_what_is_alike(client, officer):
    one = make_question(stem="行政处罚由违法行为发生地的（　）管辖。", options=("甲乙", "丙丁"))
    make_question(stem="简述行政复议的受理条件与审查期限。", options=("戊", "己"))
    answer = preview(
        client, stem="行政处罚由违法行为的发生地（　）管辖。", option_A="丙丁", option_C="甲乙",
        citation_0="", right=[],
    )  # fmt: skip
    assert [found.question for found in answer.context["alike"]] == [one]
    assert preview(client, f"?question={one.pk}", citation_0="").context["alike"] == []
    answer = preview(client, kind="short", answer="一（2分）\n二（3分）", citation_0="")
    assert answer.context["points_total"] == 5


def test_an_empty_form_is_previewed_without_a_question(client, officer):
    answer = client.post(reverse("questions:preview"))
    assert (answer.status_code, answer.context["asked"]) == (200, None)
    assert said("questions.empty_stem") in answer.context["errors"]


def test_without_script_a_button_shows_the_preview_and_keeps_what_was_typed(client, officer):
    answer = new(client, citation_0="", do="preview", code="X-7")
    assert answer.status_code == 200
    assert answer.context["asked"]["item"]["stem"] == "由（　）管辖。"
    assert answer.context["form"]["code"].value() == "X-7"
    assert not Question.objects.exists()


@pytest.mark.parametrize("role", [Role.REVIEWER, Role.MARKER, Role.LEADER, Role.LIAISON])
def test_only_officers_write_and_preview(client, role):
    question = make_question()
    client.force_login(make_user(role))
    assert new(client).status_code == 403
    assert client.get(edit_url(question)).status_code == 403
    assert preview(client, f"?question={question.pk}").status_code == 403


@pytest.mark.parametrize("number", ["999", "9" * 5000])
def test_a_preview_of_an_unknown_question_is_not_found(client, officer, number):
    assert preview(client, f"?question={number}").status_code == 404
    assert preview(client, f"?case={number}").status_code == 404


words = st.text("甲乙丙丁ABC0123，。", min_size=1, max_size=8).filter(
    lambda text: any(char.isalnum() for char in text)
)


@st.composite
def contents(draw):
    """Sound questions of every kind."""
    kind = draw(st.sampled_from(VERSION_KINDS))
    stem = draw(words)
    options: tuple[str, ...] = ()
    if kind in CHOICE_KINDS:
        options = tuple(draw(st.lists(words, min_size=2, max_size=10, unique=True)))
        most = 1 if kind is ItemKind.SINGLE else len(options)
        letters = st.sets(st.sampled_from(LETTERS[: len(options)]), min_size=1, max_size=most)
        key = "".join(sorted(draw(letters)))
    elif kind is ItemKind.TRUE_FALSE:
        key = draw(st.sampled_from("TF"))
    elif kind is ItemKind.BLANKS:
        answers = draw(st.lists(words, min_size=1, max_size=4))
        stem += "____和".join([""] * (len(answers) + 1))
        key = "\n".join(answers)
    else:
        key = "\n".join(draw(st.lists(words, min_size=1, max_size=4)))
    unordered = kind is ItemKind.BLANKS and draw(st.booleans())
    return Content(
        kind, stem, options, key, draw(words), draw(st.sampled_from(Difficulty)),
        unordered=unordered,
    )  # fmt: skip


class RoundTrip(TestCase):
    @given(contents().filter(lambda content: validate(content) is None))
    def test_the_form_says_what_the_question_says(self, content):
        question = make_question(
            content.kind, stem=content.stem, options=content.options, key=content.key,
            rationale=content.rationale, difficulty=content.difficulty,
        )  # fmt: skip
        shown = {**question_initial(question), "unordered": content.unordered}
        form = QuestionForm(tidied(_query(shown)))
        assert form.is_valid(), form.errors
        assert form.content == content


def _query(values):
    from django.http import QueryDict

    data = QueryDict(mutable=True)
    for name, value in values.items():
        if isinstance(value, list):
            data.setlist(name, value)
        elif value is not False:
            data[name] = str(value)
    return data


def test_what_is_alike_is_found_in_one_query_and_follows_the_bank(django_assert_num_queries):
    one = make_question(stem="行政处罚由违法行为发生地的（　）管辖。", options=("甲乙", "丙丁"))
    content = content_of(one.current)
    assert [pair.second for pair in alike_in_bank(content)] == [one.pk]
    with django_assert_num_queries(1):
        assert alike_in_bank(content, besides=one.pk) == []
    other = make_question(stem="行政处罚由违法行为发生地（　）管辖。", options=("甲乙", "丙丁"))
    assert [pair.second for pair in alike_in_bank(content)] == [one.pk, other.pk]
    retire_question(actor=SYSTEM, question=other, reason="重复", now=NOW)
    assert [pair.second for pair in alike_in_bank(content)] == [one.pk]
