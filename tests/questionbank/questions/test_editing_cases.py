"""A case: its first question, its material for all, the order and weights of its parts."""

from dataclasses import replace

import pytest
from django.urls import reverse

from audit.actions import SYSTEM
from audit.queries import history
from audit.rules import Refusal
from audit.wording import explain
from questionbank.questions.actions import (
    CasePart,
    approve_questions,
    retire_question,
    save_case,
    save_version,
)
from questionbank.questions.models import Case, Question
from questionbank.questions.queries import case_sheet, content_of, load_pool
from questionbank.questions.rules import CasePlace, ItemKind, QuestionState
from rosters.roles.rules import Role
from tests.factories import make_user
from tests.questionbank.factories import NOW, make_question

pytestmark = pytest.mark.django_db
MATERIAL = "某县城管局对甲作出罚款决定。"


@pytest.fixture
def officer(client):
    user = make_user(Role.OFFICER)
    client.force_login(user)
    return user


def make_case(count=3, code="C-1", **fields):
    for position in range(1, count + 1):
        place = CasePlace(code, position, "处罚案")
        make_question(case=place, material=MATERIAL, code=f"{code}-{position}", **fields)
    return Case.objects.get(code=code)


def parts_of(case):
    return [
        (part.code, part.case_position, part.current.material, part.current.weight)
        for part in case_sheet(case).parts
    ]


def save(case, *parts, seen=None, title="处罚案", material=MATERIAL, submit=True):
    pks = dict(Question.objects.values_list("code", "pk"))
    return save_case(
        actor=SYSTEM, case=case, seen=seen or case_sheet(case).seen, title=title,
        material=material, parts=[CasePart(pks[code], weight) for code, weight in parts],
        submit=submit, now=NOW,
    )  # fmt: skip


def test_save_case_gives_all_sub_questions_the_material_the_order_and_the_weights():
    case = make_case()
    assert save(case, ("C-1-3", 2), ("C-1-1", 1), ("C-1-2", 1), title="新名", material="新材料。")
    case.refresh_from_db()
    assert case.title == "新名"
    assert parts_of(case) == [
        ("C-1-3", 1, "新材料。", 2), ("C-1-1", 2, "新材料。", 1), ("C-1-2", 3, "新材料。", 1),
    ]  # fmt: skip
    versions = Question.objects.values_list("current__number", "state")
    assert list(versions) == [(2, QuestionState.IN_REVIEW)] * 3
    assert [entry.action for entry in history(case)] == ["save_case"]


def test_save_case_that_only_moves_makes_no_versions():
    case = make_case()
    save(case, ("C-1-2", 1), ("C-1-3", 1), ("C-1-1", 1))
    assert [code for code, *_ in parts_of(case)] == ["C-1-2", "C-1-3", "C-1-1"]
    assert set(Question.objects.values_list("current__number", "state")) == {
        (1, QuestionState.APPROVED)
    }


def test_what_is_taken_out_stands_alone_and_what_comes_in_gets_the_material():
    case = make_case()
    make_question(ItemKind.TRUE_FALSE, code="X-1")
    save(case, ("C-1-1", 1), ("X-1", 3))
    assert parts_of(case) == [("C-1-1", 1, MATERIAL, 1), ("X-1", 2, MATERIAL, 3)]
    left = Question.objects.get(code="C-1-2")
    assert (left.case, left.case_position, left.current.material) == (None, None, "")


def test_a_case_is_asked_again_once_all_its_parts_are_approved():
    case = make_case(2)
    save(case, ("C-1-1", 1), ("C-1-2", 1), material="新材料。")
    waiting = Question.objects.order_by("pk")
    today = NOW.date()

    def asked():
        kinds = [item.kind for item in load_pool(today, today)]
        return kinds == [ItemKind.CASE]

    assert asked()  # with the old material
    approve_questions(actor=SYSTEM, questions=waiting[:1], now=NOW)
    assert not asked()
    approve_questions(actor=SYSTEM, questions=waiting[1:], now=NOW)
    assert asked()


def test_retired_sub_questions_keep_their_case_behind_the_others():
    case = make_case()
    first = Question.objects.get(code="C-1-1")
    retire_question(actor=SYSTEM, question=first, reason="重复", now=NOW)
    assert [code for code, *_ in parts_of(case)] == ["C-1-2", "C-1-3"]
    save(case, ("C-1-3", 1), material="新材料。")
    first.refresh_from_db()
    assert (first.case, first.case_position, first.state) == (case, 2, QuestionState.RETIRED)
    assert first.current.number == 1


@pytest.mark.parametrize(
    ("parts", "fields", "code"),
    [
        ([], {}, "questions.case_empty"),
        ([("C-1-1", 1)], {"material": " "}, "questions.case_without_material"),
        ([("C-1-1", 1)], {"seen": "other"}, "questions.case_stale"),
        ([("C-1-1", 1), ("C-2-1", 1)], {}, "questions.in_another_case"),
        ([("C-1-1", 1), ("X-1", 1)], {}, "questions.retired"),
    ],
)
def test_save_case_refuses_and_changes_nothing(parts, fields, code):
    case = make_case(2)
    make_case(1, "C-2")
    retired = make_question(code="X-1")
    retire_question(actor=SYSTEM, question=retired, reason="重复", now=NOW)
    before = parts_of(case)
    refused = save(case, *parts, **fields)
    assert isinstance(refused, Refusal)
    assert refused.code == code
    assert parts_of(case) == before
    assert not history(case)


def test_a_question_without_its_material_must_not_be_one_that_is_there():
    case = make_case(2)
    part = Question.objects.get(code="C-1-2")
    alone = replace(content_of(part.current), material="")
    made = save_version(
        actor=SYSTEM, question=None, seen=None, code="X-1", content=alone, topics=(),
        citations=(), source="", now=NOW,
    )  # fmt: skip
    assert isinstance(made, tuple)
    assert save(case, ("C-1-1", 1)) == Refusal("questions.already_there", {"code": "X-1"})


def test_a_case_whose_parts_are_all_retired_keeps_its_material():
    case = make_case(1)
    (part,) = Question.objects.all()
    retire_question(actor=SYSTEM, question=part, reason="重复", now=NOW)
    sheet = case_sheet(case)
    assert (sheet.parts, sheet.material) == ((), MATERIAL)


def test_two_sub_questions_cannot_take_one_place():
    """As when two officers add one at the same moment."""
    make_case(1)
    content = replace(content_of(Question.objects.get().current), stem="另一问（　）。")
    saved = save_version(
        actor=SYSTEM, question=None, seen=None, code="X-1", content=content, topics=(),
        citations=(), source="", now=NOW, case=CasePlace("C-1", 1, "处罚案"),
    )  # fmt: skip
    assert saved == Refusal("questions.case_stale", {"code": "C-1"})


FORM = {
    "kind": "true_false", "truth": "T", "stem": "该决定应当告知权利。", "difficulty": "easy",
    "do": "review",
}  # fmt: skip


def test_the_form_begins_a_case_and_adds_to_it(client, officer):
    begun = {"case_code": "C-9", "case_title": "处罚案", "material": MATERIAL, "weight": "2"}
    assert client.post(reverse("questions:new"), {**FORM, **begun}).status_code == 302
    case = Case.objects.get()
    assert case.title == "处罚案"
    add = reverse("questions:new") + f"?case={case.pk}"
    assert "material" not in client.get(add).context["form"].fields
    assert client.post(add, {**FORM, "stem": "该决定应当公开。"}).status_code == 302
    assert parts_of(case) == [(None, 1, MATERIAL, 2), (None, 2, MATERIAL, 1)]
    answer = client.post(reverse("questions:new"), {**FORM, **begun, "stem": "第三问"})
    assert answer.context["form"].errors == {
        "case_code": [explain(Refusal("questions.case_is_there", {"code": "C-9"}))]
    }


def test_editing_a_sub_question_keeps_its_place_and_material(client, officer):
    case = make_case(2)
    question = Question.objects.get(code="C-1-2")
    url = reverse("questions:edit", args=[question.pk])
    page = client.get(url)
    assert page.context["case"] == case
    shown = page.context["form"].initial
    assert client.post(url, {**shown, "rationale": "因为", "weight": "3"}).status_code == 302
    assert parts_of(case)[1] == ("C-1-2", 2, MATERIAL, 3)
    preview = client.post(reverse("questions:preview") + f"?question={question.pk}", shown)
    assert preview.context["asked"]["item"]["case"]["material"] == MATERIAL
    case.refresh_from_db()
    assert case.title == "处罚案"


def case_page(client, case, **changes):
    url = reverse("questions:case", args=[case.pk])
    shown = client.get(url).context["form"].initial
    return client.post(url, {**shown, "do": "review", **changes})


def test_the_page_of_a_case_reorders_removes_adds_and_edits_the_material(client, officer):
    case = make_case(3)
    make_question(code="X-1")
    first, second, third = (part.pk for part in case_sheet(case).parts)
    changes = {f"place_{third}": "1", f"place_{first}": "2", f"weight_{third}": "4",
               f"leave_{second}": "on", "added": "X-1", "material": "新材料。"}  # fmt: skip
    answer = case_page(client, case, **changes)
    assert answer.url == reverse("questions:case", args=[case.pk])
    assert parts_of(case) == [
        ("C-1-3", 1, "新材料。", 4), ("C-1-1", 2, "新材料。", 1), ("X-1", 3, "新材料。", 1),
    ]  # fmt: skip


def test_a_question_without_a_code_comes_in_by_its_number(client, officer):
    case = make_case(1)
    question = make_question()
    case_page(client, case, added=f"#{question.pk}")
    assert [part.pk for part in case_sheet(case).parts][1:] == [question.pk]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"material": " "}, "material"),
        ({"added": "X-9"}, "added"),
        ({"title": "长" * 121}, "title"),
    ],
)
def test_what_is_wrong_with_a_case_is_said_at_its_field(client, officer, changes, field):
    case = make_case(2)
    answer = case_page(client, case, **changes)
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, [field])


def test_a_case_that_changed_meanwhile_is_refused_once_keeping_what_was_typed(client, officer):
    case = make_case(2)
    url = reverse("questions:case", args=[case.pk])
    shown = client.get(url).context["form"].initial
    make_question(case=CasePlace("C-1", 3, "处罚案"), material=MATERIAL, code="C-1-3")
    answer = client.post(url, {**shown, "material": "我的材料。"})
    form = answer.context["form"]
    stale = explain(Refusal("questions.case_stale", {"code": "C-1"}))
    assert (answer.status_code, form.errors) == (422, {"__all__": [stale]})
    assert form["material"].value() == "我的材料。"
    again = {name: form[name].value() for name in form.fields if form[name].value()}
    assert client.post(url, again).status_code == 302
    assert [part[2] for part in parts_of(case)] == ["我的材料。"] * 3


@pytest.mark.parametrize("role", [Role.REVIEWER, Role.MARKER, Role.LEADER, Role.LIAISON])
def test_only_officers_open_a_case(client, role):
    case = make_case(1)
    client.force_login(make_user(role))
    assert client.get(reverse("questions:case", args=[case.pk])).status_code == 403


def test_an_unknown_case_is_not_found(client, officer):
    assert client.get(reverse("questions:case", args=[999])).status_code == 404
    assert client.get(reverse("questions:new") + "?case=999").status_code == 404
