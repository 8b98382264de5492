"""Mending the items of a preview."""

import pytest
from django.urls import reverse
from django.utils import timezone

from audit.actions import SYSTEM
from audit.models import AuditRecord
from audit.rules import Refusal
from questionbank.exchange.actions import apply_import, stage_import
from questionbank.exchange.mending import (
    adopt_lines,
    compare_again,
    drop_item,
    merge_item,
    save_item,
    seen_digest,
    unread_digest,
)
from questionbank.exchange.models import QuestionImport
from questionbank.exchange.queries import preview_counts
from questionbank.questions.models import Question
from questionbank.questions.rules import ItemKind
from rosters.roles.rules import Role
from tests.factories import make_user
from tests.questionbank.factories import NOW, make_question

pytestmark = pytest.mark.django_db

FIRST = "1.期限为（）\nA.甲\nB.乙\n答案：B\n"
SECOND = "2.机关为（）\nA.丙\nB.丁\n答案：A\n"
KEYLESS = "3.缺答案（）\nA.戊\nB.己\n"


def stage(text, actor=SYSTEM):
    staged = stage_import(actor=actor, content=text.encode(), filename="题库.txt", now=NOW)
    assert isinstance(staged, QuestionImport), staged
    return QuestionImport.objects.get(pk=staged.pk)


def verdicts(staged):
    return [str(row.verdict) for row in staged.items.order_by("position")]


def item(staged, place):
    return staged.items.order_by("position")[place]


def mend(action, row, **facts):
    return action(actor=SYSTEM, item=row, seen=seen_digest(row), now=NOW, **facts)


def total(staged):
    counts = preview_counts(staged)
    return sum(counts[name] for name in counts if name not in ("items", "similar"))


def test_items_stand_beside_the_lines_they_were_read_from():
    staged = stage(f"某县题库\n{FIRST}{SECOND}{FIRST}{KEYLESS}")
    assert verdicts(staged) == ["added", "added", "duplicate", "rejected"]
    first = item(staged, 0)
    assert (first.line, first.original) == (2, FIRST.strip())
    assert first.text == "1. 【单选】期限为（　）\nA. 甲\nB. 乙\n答案：B\n难度：中"
    assert staged.unread == [["", 1, "某县题库"]]
    assert preview_counts(staged) == {
        "items": 4, "added": 2, "changed": 0, "unchanged": 0, "duplicate": 1, "rejected": 1,
        "dropped": 0, "similar": 0,
    }  # fmt: skip


def test_a_text_that_is_mended_is_judged_anew():
    staged = stage(KEYLESS)
    row = item(staged, 0)
    assert mend(save_item, row, text=f"{row.text}\n答案：A") is None
    assert (verdicts(staged), item(staged, 0).edited) == (["added"], True)
    (entry,) = AuditRecord.objects.filter(action="mend_import")
    assert entry.facts == {"did": "save", "sheet": "", "line": 1}


def test_an_item_takes_another_type():
    staged = stage(KEYLESS.replace("戊", "戊") + "答案：AB\n")
    row = item(staged, 0)
    mend(save_item, row, text=row.text, kind=ItemKind.SINGLE)
    assert verdicts(staged) == ["rejected"]
    row = item(staged, 0)
    mend(save_item, row, text=row.text, kind=ItemKind.MULTIPLE)
    assert verdicts(staged) == ["added"]


def test_a_text_of_two_items_parts_them_in_place():
    staged = stage(FIRST + KEYLESS + SECOND)
    row = item(staged, 0)
    mend(save_item, row, text=f"{row.text}\n\n2. 新题（）\nA. 庚\nB. 辛\n答案：A")
    rows = list(staged.items.order_by("position"))
    assert [each.position for each in rows] == [1, 2, 3, 4]
    assert verdicts(staged) == ["added", "added", "rejected", "added"]
    assert rows[1].text == "2. 【单选】新题（　）\nA. 庚\nB. 辛\n答案：A\n难度：中"
    assert rows[1].original == rows[0].original


def test_sub_questions_keep_their_case_when_they_are_parted():
    staged = stage("案例：AL-1 甲案\n材料：乙。\n1. 【判断】丙。\n答案：对\n")
    row = item(staged, 0)
    mend(save_item, row, text=f"{row.text}\n\n2. 【判断】丁。\n答案：错")
    assert verdicts(staged) == ["added", "added"]
    apply_import(actor=SYSTEM, upload=QuestionImport.objects.get(), now=NOW)
    assert [(q.case.code, q.case_position) for q in Question.objects.all()] == [
        ("AL-1", 1), ("AL-1", 2),
    ]  # fmt: skip
    assert {q.current.material for q in Question.objects.all()} == {"乙。"}


def test_an_item_is_joined_to_the_one_above():
    text = "一、简答题\n1.简述程序。\n答案：分两步：\n2.立案。\n答案：先立案。\n"
    staged = stage(text)
    assert len(verdicts(staged)) == 2
    row = item(staged, 1)
    assert mend(merge_item, row, text=row.text) is None
    whole = item(staged, 0)
    assert verdicts(staged) == ["added"]
    assert whole.original == "1.简述程序。\n答案：分两步：\n2.立案。\n答案：先立案。"
    assert mend(merge_item, whole, text=whole.text) == Refusal("exchange.nothing_above")


def test_an_item_that_is_left_out_is_nothing_to_the_others():
    staged = stage(FIRST + FIRST)
    assert verdicts(staged) == ["added", "duplicate"]
    mend(drop_item, item(staged, 0), dropped=True)
    assert (verdicts(staged), total(staged)) == (["dropped", "added"], 2)
    mend(drop_item, item(staged, 0), dropped=False)
    assert verdicts(staged) == ["added", "duplicate"]


def test_lines_nobody_understood_become_an_item():
    staged = stage(f"{FIRST}二、说明\n甲局可以处罚。\n（对）\n一、判断题\n1.丙。\n答案：对\n")
    assert [text for _, _, text in staged.unread] == ["甲局可以处罚。", "（对）"]
    facts = {"actor": SYSTEM, "upload": staged, "now": NOW}
    refused = adopt_lines(seen="another", places=[0], **facts)
    assert refused == Refusal("exchange.lines_stale")
    assert adopt_lines(seen=unread_digest(staged), places=[0, 1], **facts) is None
    row = item(staged, 1)
    assert (row.line, row.original) == (6, "甲局可以处罚。\n（对）")
    assert verdicts(staged) == ["added", "added", "added"]
    assert QuestionImport.objects.get().unread == []


@pytest.mark.parametrize(
    ("text", "refusal"),
    [("没有题目", Refusal("exchange.line_not_read", {"text": "没有题目"})),
     ("", Refusal("exchange.not_one_item", {"count": 0})),
     (f"{FIRST}难度：奇", Refusal("exchange.line_not_read", {"text": "难度：奇"}))],
)  # fmt: skip
def test_a_text_with_lines_that_nobody_reads_is_not_saved(text, refusal):
    staged = stage(KEYLESS)
    row = item(staged, 0)
    assert mend(save_item, row, text=text) == refusal
    assert item(staged, 0).text == row.text
    assert not AuditRecord.objects.filter(action="mend_import").exists()


def test_a_second_window_does_not_undo_the_first():
    staged = stage(KEYLESS)
    row = item(staged, 0)
    seen = seen_digest(row)
    mend(save_item, row, text=FIRST)
    for action, facts in ((save_item, {"text": SECOND}), (merge_item, {"text": SECOND}),
                          (drop_item, {"dropped": True})):  # fmt: skip
        refused = action(actor=SYSTEM, item=row, seen=seen, now=NOW, **facts)
        assert refused == Refusal("exchange.item_stale")
    assert item(staged, 0).text == FIRST


def test_nothing_is_changed_once_the_file_is_applied():
    staged = stage(KEYLESS)
    apply_import(actor=SYSTEM, upload=staged, now=NOW)
    row = item(staged, 0)
    assert mend(drop_item, row, dropped=True) == Refusal("exchange.not_open", {"file": "题库.txt"})


def test_what_is_applied_is_what_the_texts_say():
    staged = stage(FIRST + SECOND + KEYLESS + FIRST)
    row = item(staged, 0)
    mend(save_item, row, text=row.text.replace("期限", "时限"))
    mend(drop_item, item(staged, 1), dropped=True)
    staged.refresh_from_db()
    expected = {
        "items": 4, "added": 2, "changed": 0, "unchanged": 0, "duplicate": 0, "rejected": 1,
        "dropped": 1, "edited": 1,
    }  # fmt: skip
    assert apply_import(actor=SYSTEM, upload=staged, now=NOW) == expected
    assert [q.current.stem for q in Question.objects.all()] == ["时限为（　）", "期限为（　）"]
    assert {q.state for q in Question.objects.all()} == {"in_review"}
    assert verdicts(staged) == ["rejected"]
    (entry,) = AuditRecord.objects.filter(action="import_questions")
    assert entry.facts == {"digest": staged.digest, **expected}


def test_a_file_is_applied_once_and_as_it_was_seen():
    staged, again = stage(FIRST), QuestionImport.objects.get()
    mend(save_item, item(staged, 0), text=SECOND)
    QuestionImport.objects.update(touched_at=timezone.now())
    changed = Refusal("exchange.changed_meanwhile", {"file": "题库.txt"})
    assert apply_import(actor=SYSTEM, upload=staged, now=NOW) == changed
    assert not Question.objects.exists()
    fresh = QuestionImport.objects.get()
    assert isinstance(apply_import(actor=SYSTEM, upload=fresh, now=NOW), dict)
    applied = Refusal("exchange.already_applied", {"file": "题库.txt"})
    assert apply_import(actor=SYSTEM, upload=again, now=NOW) == applied
    assert Question.objects.count() == 1


def test_items_like_a_question_of_the_bank_say_so():
    known = make_question(
        stem="当事人对行政处罚决定不服，可以在（　）内申请行政复议。",
        options=("三十日", "六十日", "九十日", "一百二十日"),
    )
    stem = "1.当事人对行政处罚决定不服的，可以在（）内申请行政复议。\n"
    staged = stage(f"{stem}A.三十日\nB.六十日\nC.九十日\nD.一百日\n答案：B\n{SECOND}")
    first, second = staged.items.order_by("position")
    assert (first.similar, second.similar) == (known, None)
    assert 0.9 < first.similarity < 1
    assert preview_counts(staged)["similar"] == 1
    mend(save_item, first, text=FIRST)
    assert item(staged, 0).similar is None


def test_verdicts_are_found_anew_when_the_bank_has_changed():
    staged = stage(FIRST + SECOND)
    make_question(stem="期限为（　）", options=("甲", "乙"), key="B")
    assert verdicts(staged) == ["added", "added"]
    assert compare_again(actor=SYSTEM, upload=staged, now=NOW) is None
    assert verdicts(staged) == ["unchanged", "added"]


# The pages of it.


@pytest.fixture
def officer(client):
    user = make_user(Role.OFFICER)
    client.force_login(user)
    return user


def post(client, staged, row, do, **data):
    address = reverse("exchange:item", args=[staged.pk, row.pk])
    return client.post(address, {"do": do, "seen": seen_digest(row), "text": row.text, **data})


def test_buttons_do_what_they_say_and_lead_back(client, officer):
    staged = stage(FIRST + SECOND + KEYLESS, officer)
    row = item(staged, 2)
    answer = post(
        client, staged, row, "save", text=f"{KEYLESS}答案：A", verdict="rejected", page="1"
    )
    address = reverse("exchange:preview", args=[staged.pk])
    assert answer.url == f"{address}?verdict=rejected&page=1#item-{row.pk}"
    assert verdicts(staged) == ["added"] * 3
    post(client, staged, item(staged, 2), "retype", kind="multiple")
    assert item(staged, 2).text.startswith("3. 【多选】")
    post(client, staged, item(staged, 1), "drop")
    assert verdicts(staged)[1] == "dropped"
    post(client, staged, item(staged, 1), "take_back")
    post(client, staged, item(staged, 1), "merge")
    assert verdicts(staged) == ["rejected", "added"]
    assert item(staged, 0).reason["code"] == "exchange.line_not_read"


def test_a_stale_text_comes_back_with_the_one_that_is_kept(client, officer):
    staged = stage(KEYLESS, officer)
    row = item(staged, 0)
    post(client, staged, row, "save", text=FIRST)
    answer = post(client, staged, row, "save", text=SECOND)
    assert answer.status_code == 409
    assert answer.context["posted"] == SECOND
    assert answer.context["shown"].row.text == FIRST.strip()


def test_a_text_that_cannot_be_saved_comes_back(client, officer):
    staged = stage(KEYLESS, officer)
    row = item(staged, 0)
    for data in ({"text": "没有题目"}, {"text": "长" * 20_001}, {"seen": ""}):
        answer = post(client, staged, row, "save", **data)
        assert answer.status_code == 422
        assert answer.context["problem"]
    assert client.get(reverse("exchange:item", args=[staged.pk, row.pk])).status_code == 200


def test_a_line_is_adopted_on_the_page(client, officer):
    staged = stage(f"甲局可以处罚。\n{FIRST}", officer)
    address = reverse("exchange:lines", args=[staged.pk])
    for data, level in (({}, "error"), ({"line": ["7"]}, "error"), ({"line": ["0"]}, "success")):
        sent = {"seen": unread_digest(staged), **data}
        page = client.post(address, sent, follow=True)
        assert [message.level_tag for message in page.context["messages"]] == [level]
    assert verdicts(staged) == ["rejected", "added"]


def test_the_list_is_filtered_and_its_cost_constant(client, officer, django_assert_num_queries):
    many = "".join(f"{n}.第{n}项为（）\nA.甲\nB.乙\n答案：B\n" for n in range(1, 61))
    few, full = stage(FIRST + KEYLESS, officer), stage(many + KEYLESS, officer)
    page = client.get(reverse("exchange:preview", args=[few.pk]), {"verdict": "rejected"})
    assert [str(row.verdict) for row in page.context["page"]] == ["rejected"]
    page = client.get(reverse("exchange:preview", args=[few.pk]), {"verdict": "nonsense"})
    assert len(page.context["page"]) == 2
    with django_assert_num_queries(10):
        client.get(reverse("exchange:preview", args=[few.pk]))
    with django_assert_num_queries(10):
        page = client.get(reverse("exchange:preview", args=[full.pk]))
    assert len(page.context["page"]) == 50


def test_a_changed_bank_is_pointed_out(client, officer):
    staged = stage(FIRST, officer)
    address = reverse("exchange:preview", args=[staged.pk])
    assert not client.get(address).context["outdated"]
    make_question()
    assert client.get(address).context["outdated"]
    page = client.post(reverse("exchange:compare", args=[staged.pk]), follow=True)
    assert not page.context["outdated"]


def test_items_belong_to_who_uploaded_them(client, officer):
    staged = stage(FIRST)
    row = item(staged, 0)
    assert post(client, staged, row, "drop").status_code == 404
    own = stage(SECOND, officer)
    assert post(client, own, row, "drop").status_code == 404
    assert verdicts(staged) == ["added"]
