"""Undoing an import: every row as it was, or a refusal that names what stands on it."""

from datetime import date, timedelta

import pytest
from django.db import transaction
from hypothesis import given, settings

from audit.models import AuditRecord
from audit.rules import Refusal
from audit.wording import explain
from rosters.intake.models import RosterUpload
from rosters.people.models import Person, Posting
from rosters.units.models import Unit
from tests.factories import NOW, make_person, make_roster, make_unit, make_user
from tests.rosters.intake.factories import book, identity_number
from tests.rosters.intake.staged import apply, stage, stored, undo
from tests.rosters.intake.test_reconciliation import HEADER, ROWS

pytestmark = pytest.mark.django_db
BORN = date(1980, 1, 15)
MAN, OTHER = identity_number(BORN, 1), identity_number(BORN, 3)
ALL = ["姓名", "身份证号", "工作单位", "手机号", "职务", "状态", "学时", "单位性质"]


@pytest.fixture
def justice():
    return make_unit("县司法局")


def test_undoing_restores_every_row_and_leaves_the_upload_as_a_record(justice):
    known = make_person("张三", unit=justice, phone="13800138000", identity_number=MAN)
    before = stored()
    upload = apply(
        stage(
            book(
                ["张三", MAN, "县司法局", 13900139000, "局长", "退休", 60, None],
                ["李四", OTHER, "新镇", None, "科员", None, 40, "乡镇"],
                header=ALL,
            )
        )
    )  # fmt: skip
    assert (Person.objects.count(), Unit.objects.count()) == (2, 2)
    known.refresh_from_db()
    assert (known.phone, known.status) == ("13900139000", "retired")
    assert undo(upload) is None
    assert stored() == before
    assert (upload.state, upload.undone_at, upload.undo) == ("undone", NOW, None)
    assert AuditRecord.objects.get(action="undo_upload").facts["rows"] == 2
    assert undo(upload) == Refusal("intake.undone", {"filename": "名单.xlsx"})


@settings(max_examples=60, deadline=None)
@given(ROWS, ROWS)
def test_undoing_any_import_restores_every_row_exactly(first, second):
    with transaction.atomic():
        make_unit("县司法局")
        make_unit("县财政局")
        earlier = stage(book(*first, header=HEADER))
        if earlier.state == "ready":
            apply(earlier)
        before = stored()
        upload = stage(book(*second, header=HEADER))
        if upload.state == "ready":
            assert apply(upload).state == "applied"
            assert undo(upload) is None
            assert stored() == before
        transaction.set_rollback(True)


def refused(upload):
    answer = undo(upload)
    assert isinstance(answer, Refusal), answer
    assert "名单.xlsx" in explain(answer)
    upload.refresh_from_db()
    assert upload.state == "applied"
    return answer


def one(title="科员", name="张三", number=MAN):
    return book([name, number, "县司法局", None, title])


def test_later_change_of_the_same_field_is_named(justice):
    make_person("张三", unit=justice, identity_number=MAN)
    upload = apply(stage(one("局长")))
    Posting.objects.update(title="书记")
    answer = refused(upload)
    assert (answer.code, answer.facts["who"]) == ("intake.undo_changed", "张三")


def test_later_change_of_another_field_of_a_known_person_does_not_matter(justice):
    make_person("张三", unit=justice, identity_number=MAN)
    upload = apply(stage(one("局长")))
    Person.objects.update(phone="13800138000")
    assert undo(upload) is None
    assert Person.objects.get().phone == "13800138000"
    assert Posting.objects.get().title == ""


def test_later_change_of_an_added_person_is_named(justice):
    upload = apply(stage(one()))
    Person.objects.update(phone="13800138000")
    assert refused(upload).code == "intake.undo_changed"


def test_entry_of_a_frozen_roster_is_named(justice):
    upload = apply(stage(one()))
    make_roster(Person.objects.get())
    answer = refused(upload)
    assert (answer.code, answer.facts["who"]) == ("intake.undo_held", "张三")


def test_login_is_named(justice):
    upload = apply(stage(one()))
    make_user(person=Person.objects.get())
    assert refused(upload).code == "intake.undo_held"


def test_post_in_an_added_unit_is_named(justice):
    header = ["姓名", "身份证号", "工作单位", "单位性质"]
    upload = apply(stage(book(["张三", MAN, "新镇", "乡镇"], header=header)))
    make_person("李四", unit=Unit.objects.get(name="新镇"))
    answer = refused(upload)
    assert (answer.code, answer.facts["who"]) == ("intake.undo_held", "新镇")


def test_later_upload_is_named_and_can_be_undone_first(justice):
    first = apply(stage(one("科员")))
    second = apply(stage(one("局长")))
    RosterUpload.objects.filter(pk=second.pk).update(filename="再报.xlsx")
    assert refused(first).facts["later"] == "再报.xlsx"
    assert undo(second) is None
    assert undo(first) is None
    assert not Person.objects.exists()


def test_undoing_ends_after_thirty_days(justice):
    upload = apply(stage(one()))
    late = NOW + timedelta(days=31)
    assert undo(upload, late) == Refusal("intake.undo_over", {"filename": "名单.xlsx", "days": 30})
    waiting = stage(one())
    assert undo(waiting) == Refusal("intake.not_applied", {"filename": "名单.xlsx"})
