"""Importing: who a row is about, what it changes, and that a second time changes nothing."""

from datetime import date

import pytest

from audit.models import AuditRecord
from audit.rules import Refusal
from rosters.intake.models import RosterUpload
from rosters.people.models import Credential, Person, Posting, Recruitment
from rosters.people.sealing import lookup, unseal
from rosters.units.models import Unit
from tests.factories import make_person, make_unit
from tests.rosters.intake.factories import (
    book,
    codes,
    identity_number,
    old_number,
    sheets,
    take,
    verdicts,
)

pytestmark = pytest.mark.django_db
BORN = date(1980, 1, 15)
MAN, WOMAN = identity_number(BORN, 1), identity_number(BORN, 2)
FULL = [
    *("姓名", "性别", "出生年月", "身份证号", "工作单位", "手机号", "人员状态", "备注"),
    *("现任职务", "职级", "任现职时间", "任命文号", "编制类型", "录用时间", "批次", "试用期满"),
    *("执法证号", "证件类型", "执法领域", "执法区域", "发证日期", "有效期至", "证件状态"),
]


@pytest.fixture
def justice():
    return make_unit("县司法局", aliases=("司法局",))


@pytest.fixture
def finance():
    return make_unit("县财政局")


def everything():
    """Every stored fact of every person, without keys."""
    return {
        (p.name, p.id_lookup): (
            (p.sex, p.born_on, p.phone, p.status, p.note, p.pinyin),
            sorted(
                (t.unit.name, t.title, t.rank, str(t.appointed_on), t.document, t.primary)
                for t in p.postings.all()
            ),
            [
                (r.hired_on, r.intake, r.probation_until)
                for r in Recruitment.objects.filter(person=p)
            ],
            sorted((c.number, c.kind, str(c.valid_to), c.status) for c in p.credentials.all()),
        )
        for p in Person.objects.all()
    }


def test_full_row_fills_person_posting_recruitment_and_card(justice):
    report = take(
        book(
            [
                *("张　三（挂职）", "男", "1980.01", MAN, "司法局", 13800138000, "借调", "骨干"),
                *("副局长", "副处级", "2021年3月", "县委〔2021〕5号", "行政"),
                *("2020.8", "2020年省考", "2021-08"),
                *("粤A1", "全国统一", "司法行政", "本县", "2021-05-01", "2020-2026", "有效"),
            ],
            header=FULL,
        )
    )  # fmt: skip
    assert report.as_json() == {
        "rows": 1, "added": 1, "changed": 0, "unchanged": 0, "rejected": [], "units_added": [],
    }  # fmt: skip
    person = Person.objects.get()
    assert (person.name, person.sex, person.born_on, person.phone, person.status) == (
        "张三", "male", BORN, "13800138000", "seconded",
    )  # fmt: skip
    assert (person.note, person.pinyin) == ("挂职；骨干", "zhang1 san1")
    assert (unseal(bytes(person.id_sealed)), person.id_lookup) == (MAN, lookup(MAN))
    posting = Posting.objects.values(
        "unit__name", "title", "rank", "appointed_on", "document", "establishment", "primary"
    ).get()
    assert posting == {
        "unit__name": "县司法局",
        "title": "副局长",
        "rank": "副处级",
        "appointed_on": date(2021, 3, 1),
        "document": "县委〔2021〕5号",
        "establishment": "行政",
        "primary": True,
    }
    assert Recruitment.objects.values("hired_on", "intake", "probation_until").get() == {
        "hired_on": date(2020, 8, 1),
        "intake": "2020年省考",
        "probation_until": date(2021, 8, 1),
    }
    card = Credential.objects.values(
        "number", "kind", "field", "area", "issued_on", "valid_to", "status"
    ).get()
    assert card == {
        "number": "粤A1",
        "kind": "全国统一",
        "field": "司法行政",
        "area": "本县",
        "issued_on": date(2021, 5, 1),
        "valid_to": date(2026, 12, 31),
        "status": "valid",
    }


def test_same_file_again_changes_nothing_and_each_time_leaves_one_record(justice, finance):
    content = book(
        ["张三", MAN, "县司法局", 13800138000, "局长"],
        ["张三", MAN, "县财政局", None, "党组成员"],
        ["李四", None, "县司法局", 13900139000, None],
        ["李四", None, "县司法局", 13700137000, None],
        ["王五", "3.6E+17", "县司法局", None, None],
        ["张三", MAN, "县司法局", None, None],
    )
    first = take(content)
    assert verdicts(first) == [
        ("2", "added"), ("3", "changed"), ("4", "added"), ("5", "rejected"), ("6", "rejected"),
        ("7", "unchanged"),
    ]  # fmt: skip
    stored = everything()
    again = take(content)
    assert verdicts(again) == [(at, "rejected" if at in "56" else "unchanged") for at in "234567"]
    assert everything() == stored
    facts = [r.facts for r in AuditRecord.objects.filter(action="import_people")]
    digest = RosterUpload.objects.values_list("digest", flat=True)[0]
    assert facts == [
        {"rows": 6, "added": 2, "changed": 1, "unchanged": 1, "rejected": 2, "decision": 0,
         "left_out": 0, "units_added": 0, "digest": digest},
        {"rows": 6, "added": 0, "changed": 0, "unchanged": 4, "rejected": 2, "decision": 0,
         "left_out": 0, "units_added": 0, "digest": digest},
    ]  # fmt: skip


def test_dry_run_says_the_same_and_writes_nothing(justice):
    content = book(["张三", MAN, "县司法局", None, None])
    assert take(content, dry_run=True).as_json() == take(content).as_json()
    assert Person.objects.count() == 1
    before = everything()
    take(book(["张三", MAN, "县司法局", 13800138000, "局长"]), dry_run=True)
    assert everything() == before
    assert AuditRecord.objects.count() == RosterUpload.objects.count() == 1


def test_person_in_two_units_has_one_primary_posting(justice, finance):
    report = take(
        book(["张三", MAN, "县司法局", None, "局长"], ["张三", MAN, "县财政局", None, "委员"])
    )
    assert [str(line.verdict) for line in report.verdicts] == ["added", "changed"]
    assert list(Posting.objects.values_list("person__name", "unit__name", "primary")) == [
        ("张三", "县司法局", True),
        ("张三", "县财政局", False),
    ]


def test_one_name_with_two_numbers_is_two_people(justice):
    take(book(["张三", MAN, "县司法局", None, None], ["张三", WOMAN, "县司法局", None, None]))
    assert sorted(Person.objects.values_list("name", "sex")) == [
        ("张三", "female"),
        ("张三", "male"),
    ]


def test_new_fact_is_shown_old_to_new_and_an_empty_cell_erases_nothing(justice):
    take(book(["张三", MAN, "县司法局", 13800138000, "科长"]))
    report = take(book(["张三", MAN, None, None, "局长"]))
    (line,) = report.verdicts
    assert [(c.old, c.new) for c in line.changes] == [("科长", "局长")]
    assert Person.objects.get().phone == "13800138000"
    assert Posting.objects.get().title == "局长"


def test_number_gained_later_belongs_to_the_known_person_and_is_shown_masked(justice):
    make_person("张三", unit=justice, phone="13800138000")
    report = take(book(["张三", MAN, "县司法局", None, None]))
    shown = [c.new for line in report.verdicts for c in line.changes]
    assert MAN[:4] + "**********" + MAN[-4:] in shown
    assert not any(MAN in text for text in shown)
    assert Person.objects.get().id_lookup == lookup(MAN)


def test_old_number_finds_the_person_of_the_new_one(justice):
    take(book(["张三", MAN, "县司法局", None, None]))
    assert verdicts(take(book(["张三", old_number(BORN, 1), "县司法局", None, None]))) == [
        ("2", "unchanged")
    ]


def test_row_without_number_is_matched_by_name_unit_phone_and_birth(justice, finance):
    known = make_person("张三", unit=justice, phone="13800138000", born_on=BORN)
    rows = (
        ["张三", None, "司法局", None, "甲"],
        ["张三", None, "县财政局", 13800138000, "乙"],
        ["张三", None, "县财政局", 13900139000, "丙"],
    )
    report = take(book(*rows))
    assert [str(line.verdict) for line in report.verdicts] == ["changed", "changed", "rejected"]
    assert codes(report) == [["intake.row_phone_differs"]]
    assert {p.unit.name: p.title for p in known.postings.all()} == {
        "县司法局": "甲",
        "县财政局": "乙",
    }


def test_namesakes_of_other_birth_are_other_people_and_doubt_is_refused(justice):
    header = ["姓名", "出生年月", "工作单位"]
    take(book(["张三", "1980.01", "县司法局"], ["张三", "1985.02", "县司法局"], header=header))
    assert Person.objects.count() == 2
    report = take(book(["张三", None, "县司法局"], header=header))
    assert codes(report) == [["intake.row_same_name"]]


def test_row_that_contradicts_an_earlier_one_is_refused_and_names_it(justice):
    report = take(
        book(["张三", MAN, "县司法局", None, "局长"], ["张三", MAN, "县司法局", None, "科员"])
    )
    (reason,) = report.verdicts[1].reasons
    assert (reason.code, reason.facts["where"], reason.facts["said"], reason.facts["value"]) == (
        "intake.row_contradicts",
        "名单!2",
        "局长",
        "科员",
    )
    assert Posting.objects.get().title == "局长"


def test_differing_notes_are_no_contradiction(justice, finance):
    header = ["姓名", "身份证号", "工作单位", "备注"]
    content = book(["张三", MAN, "县司法局", "甲"], ["张三", MAN, "县财政局", "乙"], header=header)
    take(content)
    assert Person.objects.get().note == "甲"
    assert verdicts(take(content)) == [("2", "unchanged"), ("3", "unchanged")]


def test_unknown_unit_is_refused_with_the_nearest_names(justice):
    (line,) = take(book(["张三", MAN, "县司法厅", None, None])).verdicts
    (reason,) = line.reasons
    assert (reason.code, reason.facts) == (
        "intake.row_unit_unknown_near",
        {"unit": "县司法厅", "nearest": "县司法局"},
    )
    assert not Person.objects.exists()


def test_kind_column_adds_units_in_the_order_of_the_file(justice):
    header = ["姓名", "工作单位", "单位性质"]
    content = book(
        ["张三", "青山镇", "乡镇"],
        ["李四", "县 财政局", "政府工作部门"],
        ["王五", "县税务局", "中央省垂直管理部门"],
        ["赵六", "执法大队", "二级单位"],
        ["钱七", "青山镇", "乡镇（街道）"],
        ["孙八", "某局", "不详"],
        ["周九", "坏局", "政府部门"],
        header=header,
    )
    report = take(content)
    assert report.units_added == ["青山镇", "县财政局", "县税务局", "执法大队", "坏局"]
    assert list(Unit.objects.exclude(pk=justice.pk).values_list("name", "kind")) == [
        ("青山镇", "township"),
        ("县财政局", "department"),
        ("县税务局", "vertical"),
        ("执法大队", "subordinate"),
        ("坏局", "department"),
    ]
    assert codes(report) == [["intake.row_unit_unknown"]]
    assert take(content).units_added == []


def test_rejected_row_adds_no_unit():
    header = ["姓名", "身份证号", "工作单位", "单位性质"]
    report = take(book(["张三", "3.6E+17", "青山镇", "乡镇"], header=header))
    assert (report.units_added, Unit.objects.count()) == ([], 0)


def test_unit_comes_from_the_line_above_or_from_the_name_of_the_sheet(justice, finance):
    take(
        sheets(
            {
                "Sheet1": [["填报单位：县司法局"], ["姓名", "性别"], ["张三", "男"]],
                "县财政局": [["姓名", "性别"], ["李四", "女"]],
            }
        )
    )
    assert sorted(Posting.objects.values_list("person__name", "unit__name")) == [
        ("张三", "县司法局"),
        ("李四", "县财政局"),
    ]


@pytest.mark.parametrize(
    ("header", "cells", "code"),
    [
        ("姓名 身份证号", [None, MAN], "name_missing"),
        ("姓名 身份证号 性别", ["张三", MAN, "女"], "sex_differs"),
        ("姓名 身份证号 出生年月", ["张三", MAN, "1981.01"], "birth_differs"),
        ("姓名 身份证号", ["张三", float(MAN[:17] + "0")], "id_damaged"),
        ("姓名 任现职时间", ["张三", "2026.13"], "date"),
        ("姓名 任现职时间", ["张三", "长期"], "date"),
        ("姓名 任现职时间", ["张三", 2021.1], "date_ambiguous"),
        ("姓名 执法证号 有效期至", ["张三", "A1", 2021.1], "date_ambiguous"),
        ("姓名 任现职时间", ["张三", 2021], "date_month"),
        ("姓名 性别", ["张三", "不明"], "word"),
        ("姓名 人员状态", ["张三", "出差"], "word"),
        ("姓名 职务", ["张三", "长" * 101], "long"),
        ("姓名 批次", ["张三", "2020年"], "hired_missing"),
        ("姓名 录用时间/批次", ["张三", "省考"], "hired_missing"),
        ("姓名 有效期至", ["张三", "2026.3"], "card_missing"),
        ("姓名 执法证号", ["张三", "A1、A2"], "card_several"),
        ("姓名 手机号", ["张三", "138"], "phone"),
        ("姓名 手机号", ["李?", None], "name_lost"),
    ],
)
def test_row_is_rejected_with_its_reason(justice, header, cells, code):
    report = take(book(["县司法局", *cells], header=["工作单位", *header.split()]))
    assert codes(report) == [[f"intake.row_{code}"]]
    assert all(line["reason"] and line["where"] == "名单!2" for line in report.rejected)
    assert not Person.objects.exists()


def test_row_without_unit_is_rejected():
    report = take(book(["张三", None], header=["姓名", "工作单位"]))
    assert codes(report) == [["intake.row_unit_missing"]]


def test_sex_reason_names_both(justice):
    header = ["姓名", "身份证号", "性别", "工作单位"]
    (line,) = take(book(["张三", MAN, "女", "县司法局"], header=header)).verdicts
    assert line.reasons == (Refusal("intake.row_sex_differs", {"given": "女", "number": "男"}),)


def test_all_reasons_against_a_row_are_given_at_once(justice):
    header = ["姓名", "身份证号", "工作单位", "任现职时间"]
    report = take(book(["张三", "3.6E+17", "县司法局", "2026.13"], header=header))
    assert codes(report) == [["intake.row_id_damaged", "intake.row_date"]]


def test_number_of_somebody_else_is_refused_with_both_names(justice):
    take(book(["张三", MAN, "县司法局", None, None]))
    (line,) = take(book(["张珊", MAN, "县司法局", None, None])).verdicts
    assert line.reasons == (Refusal("intake.row_name_differs", {"held": "张三", "given": "张珊"}),)


def test_number_in_the_phone_column_is_put_right(justice):
    take(book(["张三", None, "县司法局", MAN, None]))
    assert list(Person.objects.values_list("id_lookup", "phone")) == [(lookup(MAN), "")]


def test_card_of_somebody_else_is_refused_and_two_cards_of_one_are_kept(justice):
    header = ["姓名", "身份证号", "工作单位", "执法证号", "有效期至"]
    report = take(
        book(
            ["张三", MAN, "县司法局", "粤A1", "2026-03-01"],
            ["张三", MAN, "县司法局", "粤A2", "长期"],
            ["李四", WOMAN, "县司法局", "粤A1", None],
            header=header,
        )
    )
    assert [str(line.verdict) for line in report.verdicts] == ["added", "changed", "rejected"]
    assert codes(report) == [["intake.row_card_held"]]
    assert list(Credential.objects.order_by("number").values_list("number", "valid_to")) == [
        ("粤A1", date(2026, 3, 1)),
        ("粤A2", None),
    ]
    assert verdicts(take(book(["张三", MAN, "县司法局", "粤A1", "长期"], header=header))) == [
        ("2", "changed")
    ]
    assert Credential.objects.get(number="粤A1").valid_to is None


def test_new_leader_who_holds_a_card_is_one_person_in_both_files(justice):
    take(book(["张三", MAN, "县司法局", None, "副局长"]))
    take(
        book(["张三", MAN, "县司法局", "粤A1"], header=["姓名", "身份证号", "工作单位", "执法证号"])
    )
    person = Person.objects.get()
    assert (person.postings.get().title, person.credentials.get().number) == ("副局长", "粤A1")


def test_identity_numbers_never_appear_in_the_report(justice):
    report = take(
        book(["张三", MAN, "县司法局", None, None], ["李四", MAN, "县司法局", None, None])
    )
    assert MAN not in str(report.as_json())
    assert codes(report) == [["intake.row_name_differs"]]


def test_import_of_many_costs_no_query_a_row(justice, django_assert_max_num_queries):
    rows = [[f"张{chr(0x4E00 + n)}", identity_number(BORN, n + 1), "县司法局"] for n in range(300)]
    content = book(*rows, header=["姓名", "身份证号", "工作单位"])
    with django_assert_max_num_queries(35):
        assert take(content).added == 300
    with django_assert_max_num_queries(25):
        assert take(content).unchanged == 300
