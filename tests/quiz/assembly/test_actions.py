"""Exams are created, planned and locked; what is drawn never changes; two tabs cannot collide."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from django.db import DatabaseError, transaction

from audit.queries import history
from audit.rules import Refusal
from questionbank.questions.models import Case, Family, Question
from questionbank.questions.queries import load_pool
from questionbank.questions.rules import ItemKind
from quiz.assembly.actions import (
    create_exam,
    lock_exam,
    save_plan,
    update_exam,
)
from quiz.assembly.models import Exam, Paper, PaperItem
from quiz.assembly.queries import load_cells, load_kept_last, load_paper, load_rules
from quiz.assembly.rules import PRESETS, ExamRules
from quiz.drawing.models import Draw
from tests.factories import NOW, make_person, make_release, make_roster, make_user
from tests.quiz.factories import (
    EXAM_DAYS,
    SEED,
    make_case,
    make_cell,
    make_exam,
    make_locked_exam,
    make_pool,
    make_question,
)

pytestmark = pytest.mark.django_db


def lock(exam, seed=SEED):
    return lock_exam(actor=make_user(), exam=exam, seed=seed, now=NOW)


def papers(exam):
    return [
        (paper.entry.number, paper.sequence,
         [(i.slot, i.version_id, i.marks, i.option_order) for i in paper.items.all()])
        for paper in exam.papers.order_by("entry__number", "sequence")
    ]  # fmt: skip


@pytest.mark.parametrize("preset", PRESETS)
def test_create_exam_takes_rules_and_cells_of_the_preset(preset):
    user, roster = make_user(), make_roster(make_person())
    exam = create_exam(actor=user, title="年度考试", roster=roster, preset=preset, **EXAM_DAYS)
    exam.refresh_from_db()
    assert load_rules(exam) == PRESETS[preset].rules
    assert load_cells(exam) == list(PRESETS[preset].cells)
    assert (exam.state, exam.created_by) == ("draft", user)
    assert [(r.action, r.facts) for r in history(exam)] == [("create_exam", {"preset": preset})]


def test_create_exam_refuses_a_title_twice():
    exam = make_exam()
    again = create_exam(actor=make_user(), title=exam.title, roster=exam.roster, **EXAM_DAYS)
    assert again == Refusal("assembly.title_taken", {"title": exam.title})
    assert Exam.objects.count() == 1


def test_create_exam_refuses_days_that_run_backward():
    days = {"starts_on": date(2026, 12, 2), "ends_on": date(2026, 12, 1)}
    exam = create_exam(actor=make_user(), title="年度考试", roster=make_roster(), **days)
    facts = {"first": days["starts_on"], "last": days["ends_on"]}
    assert exam == Refusal("assembly.days_backward", facts)
    assert not Exam.objects.exists()


def test_save_plan_changes_the_days_of_a_draft_or_refuses_them():
    make_pool()
    exam = make_exam()
    cells, days = load_cells(exam), (date(2026, 12, 1), date(2026, 12, 3))
    plan = {"actor": make_user(), "exam": exam, "rules": ExamRules(), "cells": cells}
    assert save_plan(**plan, days=days) is None
    assert (exam.starts_on, exam.ends_on) == days
    facts = {"first": days[1], "last": days[0]}
    assert save_plan(**plan, days=days[::-1]) == Refusal("assembly.days_backward", facts)
    assert save_plan(**plan) is None
    assert (exam.starts_on, exam.ends_on) == days


def test_update_exam_changes_rules_and_title_only():
    make_pool()
    exam = make_exam()
    cells = load_cells(exam)
    rules = replace(ExamRules(), minutes=45, cut_score=Decimal(70), pledge="本人承诺。")
    assert update_exam(actor=make_user(), exam=exam, rules=rules, title="新名称") is None
    assert (exam.title, load_rules(exam), load_cells(exam)) == ("新名称", rules, cells)


def test_update_exam_refuses_another_exams_title():
    make_pool()
    taken, exam = make_exam(), make_exam()
    refusal = update_exam(actor=make_user(), exam=exam, rules=ExamRules(), title=taken.title)
    assert refusal == Refusal("assembly.title_taken", {"title": taken.title})


def test_a_case_is_drawn_whole_and_one_of_a_family():
    parts = make_case(ItemKind.SINGLE, ItemKind.INDEFINITE, ItemKind.SHORT, weights=[1, 1, 2])
    family = Family.objects.create()
    variants = [make_question(), make_question()]
    Question.objects.filter(versions__in=variants).update(family=family)
    other = make_question()
    exam = make_exam(people=6, cells=[(ItemKind.SINGLE, 2, 40), (ItemKind.CASE, 1, 20)])
    assert not isinstance(lock(exam), Refusal)
    for _, _, items in papers(exam):
        versions = [version for _, version, _, _ in items]
        assert other.pk in versions[:2] and len({v.pk for v in variants} & set(versions)) == 1
        assert versions[2:] == [part.pk for part in parts]
        assert [marks for _, _, marks, _ in items] == [40, 40, 5, 5, 10]
        assert [len(order) for *_, order in items] == [4, 4, 4, 4, 0]


def test_kept_last_is_read_of_the_pool_alone():
    names = ["甲", "乙", "以上都对"]
    asked, other = make_question(options=names), make_question(options=names)
    case = Case.objects.create(code="案")
    make_question(ItemKind.SHORT, place=(case, 1), material="案情。")
    part = make_question(place=(case, 2), material="案情。", options=["一", "二", "以上都不对"])
    pool = [i for i in load_pool(*EXAM_DAYS.values()) if i.version_id != other.pk]
    assert load_kept_last(pool) == {asked.pk: "C", part.pk: "C"}


def test_save_plan_replaces_cells():
    make_pool()
    exam = make_exam()
    cells = [make_cell(count=4, marks=20), make_cell(ItemKind.BLANKS, 1, 20, position=2)]
    assert save_plan(actor=make_user(), rules=ExamRules(), exam=exam, cells=cells) is None
    assert load_cells(exam) == cells
    assert [r.action for r in history(exam)] == ["save_blueprint"]


def test_save_plan_refuses_what_the_bank_cannot_fill_and_changes_nothing():
    make_pool(single=3)
    exam = make_exam()
    before = load_cells(exam)
    refusal = save_plan(
        actor=make_user(), rules=ExamRules(), exam=exam, cells=[make_cell(count=5, marks=20)]
    )
    assert refusal == Refusal(
        "assembly.bank_short",
        {"position": 1, "needed": 5, "available": 3, "missing": 2, "cells": "1"},
    )
    assert load_cells(exam) == before
    assert not history(exam).exists()


def test_save_plan_refuses_to_empty_the_blueprint():
    exam = make_exam()
    refusal = save_plan(actor=make_user(), exam=exam, rules=load_rules(exam), cells=())
    assert refusal == Refusal("assembly.blueprint_empty", {"title": exam.title})
    assert exam.cells.count() == 3


def test_save_plan_refuses_scores_above_the_total():
    make_pool()
    exam = make_exam()
    refusal = save_plan(
        actor=make_user(), exam=exam, rules=ExamRules(minutes=30), cells=[make_cell(marks=40)]
    )
    assert refusal == Refusal("assembly.total_marks", {"total": 80, "excellent": 90})
    exam.refresh_from_db()
    assert exam.minutes == 60


def test_save_after_the_lock_in_another_tab_changes_nothing():
    exam = make_locked_exam()
    stale = Exam.objects.get(pk=exam.pk)
    stale.state = "draft"
    refusal = save_plan(
        actor=make_user(), rules=ExamRules(), exam=stale, cells=[make_cell(count=5, marks=20)]
    )
    assert refusal == Refusal("assembly.locked", {"title": exam.title})
    assert len(load_cells(exam)) == 3


def test_lock_draws_every_attempt_of_everybody_who_must_sit():
    make_pool()
    roster = make_roster(*(make_person() for _ in range(4)))
    make_release(roster.entries.get(number=2))
    exam = make_exam(roster, attempts=2)
    draw = lock(exam)
    assert [paper[:2] for paper in papers(exam)] == [
        (number, sequence) for number in (1, 3, 4) for sequence in (1, 2)
    ]
    assert (exam.state, exam.draw, exam.locked_at) == ("locked", draw, NOW)
    assert (draw.algorithm, draw.seed) == ("hmac-sha256-order/2", SEED.hex())
    assert [r.facts for r in history(exam)] == [
        {"seed": draw.seed, "inputs": draw.inputs_hash, "result": draw.result_hash}
    ]


def test_the_same_seed_and_inputs_give_the_same_papers():
    make_pool()
    roster = make_roster(*(make_person() for _ in range(3)))
    first, second, other = (make_exam(roster) for _ in range(3))
    draws = [lock(first), lock(second), lock(other, SEED[::-1])]
    assert papers(first) == papers(second) != papers(other)
    assert draws[0].result_hash == draws[1].result_hash != draws[2].result_hash
    assert len({draw.inputs_hash for draw in draws}) == 1


def test_lock_without_a_seed_makes_a_new_one():
    make_pool()
    roster = make_roster(make_person())
    seeds = {lock(make_exam(roster), None).seed for _ in range(2)}
    assert len(seeds) == 2


def test_a_second_lock_is_refused_and_keeps_the_papers():
    make_pool()
    exam = make_exam()
    other_tab = Exam.objects.get(pk=exam.pk)
    lock(exam)
    before = papers(exam)
    assert lock(other_tab, SEED[::-1]) == Refusal("assembly.locked", {"title": exam.title})
    assert papers(exam) == before
    assert Draw.objects.count() == 1


def refused_lock(exam):
    refusal = lock(exam)
    exam.refresh_from_db()
    assert (exam.state, exam.locked_at, exam.draw) == ("draft", None, None)
    assert not Paper.objects.exists()
    assert not history(exam).exists()
    return refusal


def test_lock_refuses_an_empty_blueprint():
    exam = make_exam(cells=())
    assert refused_lock(exam) == Refusal("assembly.blueprint_empty", {"title": exam.title})


def test_lock_refuses_a_roster_with_nobody_to_examine():
    make_pool()
    exam = make_exam(people=1)
    make_release(exam.roster.entries.get())
    assert refused_lock(exam) == Refusal("assembly.nobody", {"roster": exam.roster.name})


def test_lock_refuses_when_the_bank_has_become_too_small():
    make_pool(single=3, multiple=1, true_false=1)
    exam = make_exam()
    Question.objects.filter(current__kind="multiple").update(state="retired")
    assert refused_lock(exam) == Refusal(
        "assembly.bank_short",
        {"position": 2, "needed": 1, "available": 0, "missing": 1, "cells": "2"},
    )


def test_the_database_refuses_to_change_papers():
    paper = make_locked_exam().papers.first()
    for change in (
        lambda: Paper.objects.filter(pk=paper.pk).update(content_hash="0" * 64),
        lambda: PaperItem.objects.filter(paper=paper).update(marks=1),
        lambda: PaperItem.objects.filter(paper=paper).delete(),
        lambda: Draw.objects.update(seed="0" * 64),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


def test_lock_takes_a_constant_number_of_queries(django_assert_max_num_queries):
    make_pool()
    few, many = make_exam(people=1), make_exam(people=30)
    actor = make_user()
    for exam in (few, many):
        with django_assert_max_num_queries(35):
            lock_exam(actor=actor, exam=exam, seed=SEED, now=NOW)


def test_load_paper_shows_options_in_drawn_order(django_assert_num_queries):
    make_question(options=["甲", "乙", "丙", "以上都对"])
    exam = make_locked_exam(cells=[(ItemKind.SINGLE, 1, 100)], people=1)
    row = PaperItem.objects.get()
    paper = exam.papers.get()
    with django_assert_num_queries(3):
        shown = load_paper(paper.pk)
    texts = dict(zip("ABCD", ["甲", "乙", "丙", "以上都对"], strict=True))
    assert [(o.letter, o.shown, o.text) for o in shown.items[0].options] == [
        (letter, place, texts[letter])
        for letter, place in zip(row.option_order, "ABCD", strict=True)
    ]
    assert row.option_order[-1] == "D"
    assert (shown.items[0].slot, shown.items[0].marks) == (1, 100)


def test_load_paper_of_an_unknown_id():
    assert load_paper(1) is None
