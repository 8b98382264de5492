"""A list that a unit sends of its own people: nothing of others is taken from it or told by it."""

import json
from datetime import date

import pytest

from audit.actions import SYSTEM
from rosters.intake.access import get_row_for, get_upload_for, uploads_for
from rosters.intake.actions import choose
from rosters.intake.report import reasons_in_words
from rosters.people.models import Person, Posting
from rosters.roles.rules import Role
from rosters.units.rules import UnitKind
from tests.factories import make_person, make_unit, make_user
from tests.rosters.intake.factories import book, identity_number
from tests.rosters.intake.staged import apply, row, stage, told

pytestmark = pytest.mark.django_db
BORN = date(1980, 1, 15)
MAN, OTHER = identity_number(BORN, 1), identity_number(BORN, 3)
HEADER = ["姓名", "身份证号", "工作单位", "出生年月", "手机号", "执法证号"]


@pytest.fixture
def justice():
    return make_unit("县司法局")


@pytest.fixture
def brigade(justice):
    return make_unit("执法大队", kind=UnitKind.SUBORDINATE, parent=justice)


@pytest.fixture
def finance():
    return make_unit("县财政局")


def test_unit_of_a_row_is_the_sender_or_below_it(justice, brigade, finance):
    upload = stage(
        book(
            ["甲一", None, None],
            ["乙二", None, "执法大队"],
            ["丙三", None, "县财政局"],
            ["丁四", None, "不明单位"],
            header=HEADER[:3],
        ),
        unit=justice,
    )
    assert told(upload) == [
        ("甲一", "added"), ("乙二", "added"), ("丙三", "rejected"), ("丁四", "rejected"),
    ]  # fmt: skip
    codes = {r["code"] for name in ("丙三", "丁四") for r in row(upload, name).reasons}
    assert codes == {"intake.row_not_your_unit"}
    apply(upload)
    assert sorted(Posting.objects.values_list("person__name", "unit__name")) == [
        ("乙二", "执法大队"), ("甲一", "县司法局"),
    ]  # fmt: skip


def test_unit_cannot_bring_in_units(justice):
    header = ["姓名", "工作单位", "单位性质"]
    upload = stage(book(["甲一", "新所", "二级单位"], header=header), unit=justice)
    assert (told(upload), upload.summary["units_added"]) == ([("甲一", "rejected")], [])


@pytest.mark.parametrize(
    "line",
    [
        ["张三", MAN, None, None, None, None],  # the number of somebody of another unit
        ["李四", MAN, None, None, None, None],  # the same under another name
        ["张三", None, None, "1980-01-15", None, None],  # likely the same
        ["张三", None, None, None, "13800138000", None],  # surely the same, by phone
        ["王五", OTHER, None, None, None, "粤A1"],  # their card
        ["赵六", OTHER, None, None, None, None],  # unnumbered namesake of the same birth
    ],
)
def test_nothing_of_other_units_is_told(justice, finance, line):
    make_person(
        "张三", unit=finance, identity_number=MAN, born_on=BORN, phone="13800138000", card="粤A1",
        note="县财政局的秘密",
    )  # fmt: skip
    make_person("赵六", unit=finance, born_on=BORN, note="县财政局的秘密")
    upload = stage(book(line, header=HEADER), unit=justice)
    found = row(upload, line[0])
    assert (found.verdict, found.proposals) == ("rejected", [])
    stored = json.dumps([found.changes, found.reasons, found.proposals], ensure_ascii=False)
    words = stored + reasons_in_words(found) + json.dumps(upload.summary, ensure_ascii=False)
    held = {"张三", "县财政局", "秘密", "1980-01-15", "138****8000"}
    for secret in held - set(filter(None, line)):
        assert secret not in words.replace(str(upload.summary["columns"]), "").replace(
            line[0], ""
        ) or secret in str(upload.summary["columns"])
    apply(upload)
    assert Person.objects.count() == 2
    assert not Posting.objects.filter(unit=justice).exists()


def test_own_people_are_taken_decided_and_changed_as_ever(justice, finance):
    own = make_person("张三", unit=justice, phone="13800138000")
    Posting.objects.create(person=own, unit=finance, primary=False)
    make_person("张三", unit=finance, phone="13700137000")
    upload = stage(book(["张三", 13900139000], header=["姓名", "手机号"]), unit=justice)
    found = row(upload, "张三")
    assert [p[0] for p in found.proposals] == [f"same:{own.pk}", "new", "skip"]
    assert "县司法局" in str(found.proposals) and "县财政局" not in str(found.proposals)
    assert choose(actor=SYSTEM, row=found, choice=f"same:{own.pk}", now=upload.uploaded_at) is None
    apply(upload)
    own.refresh_from_db()
    assert own.phone == "13900139000"


def test_person_who_serves_in_two_units_may_be_listed_by_both(justice, finance):
    person = make_person("张三", unit=finance, identity_number=MAN)
    Posting.objects.create(person=person, unit=justice, primary=False)
    upload = stage(
        book(["张三", MAN, "党组成员"], header=["姓名", "身份证号", "职务"]), unit=justice
    )
    apply(upload)
    assert dict(person.postings.values_list("unit__name", "title")) == {
        "县财政局": "", "县司法局": "党组成员",
    }  # fmt: skip


def test_liaison_sees_the_own_units_uploads_and_the_officer_all(justice, brigade, finance):
    content = book(["甲一", None], header=["姓名", "手机号"])
    own, below, other = (stage(content, unit=unit) for unit in (justice, brigade, finance))
    county = stage(book(["甲一", "县司法局"], header=["姓名", "工作单位"]))
    liaison = make_user(Role.LIAISON, unit=justice)
    officer = make_user(Role.OFFICER)
    assert set(uploads_for(liaison)) == {own, below}
    assert set(uploads_for(officer)) == {own, below, other, county}
    assert get_upload_for(liaison, own.pk) == own
    found = own.rows.get()
    assert get_row_for(liaison, own.pk, found.pk) == found


@pytest.mark.parametrize("roles", [[], [Role.LEADER], [Role.REVIEWER]])
def test_nobody_else_sees_uploads(justice, roles):
    from django.core.exceptions import PermissionDenied

    with pytest.raises(PermissionDenied):
        uploads_for(make_user(*roles))


def test_row_of_another_upload_is_not_found_through_ones_own(justice, finance):
    from django.http import Http404

    content = book(["甲一", None], header=["姓名", "手机号"])
    own, other = stage(content, unit=justice), stage(content, unit=finance)
    liaison = make_user(Role.LIAISON, unit=justice)
    for upload, found in ((other, other.rows.get()), (own, other.rows.get())):
        with pytest.raises(Http404):
            get_row_for(liaison, upload.pk, found.pk)
