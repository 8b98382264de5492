"""A file between its upload and its applying: the background, decisions, corrections, columns."""

from datetime import date, timedelta

import pytest

from audit.actions import SYSTEM
from audit.models import AuditRecord
from audit.rules import Refusal
from rosters.intake.actions import (
    change_columns,
    choose,
    choose_gone,
    correct_row,
    forget_old_uploads,
    read_staged,
    refresh,
    stage_upload,
    start_applying,
)
from rosters.intake.models import ColumnMemory, RosterUpload
from rosters.intake.queries import (
    columns_of,
    gone_of,
    has_aged,
    has_stalled,
    is_stale,
    reconciliation,
    rows_of,
)
from rosters.intake.report import reasons_in_words
from rosters.people.models import Person, Posting, StatusChange
from rosters.people.rules import PersonStatus
from tests.factories import NOW, make_person, make_unit
from tests.rosters.intake.factories import book, identity_number
from tests.rosters.intake.staged import apply, read, row, stage, told

pytestmark = pytest.mark.django_db
BORN = date(1980, 1, 15)
MAN, OTHER = identity_number(BORN, 1), identity_number(BORN, 3)
BIRTHS = ["姓名", "出生年月", "工作单位", "手机号"]


@pytest.fixture
def justice():
    return make_unit("县司法局", aliases=("司法局",))


@pytest.fixture
def finance():
    return make_unit("县财政局")


def people():
    return sorted(Person.objects.values_list("name", flat=True))


def test_large_file_waits_is_read_and_is_applied_by_the_worker(justice):
    upload = stage_upload(
        actor=SYSTEM,
        content=book(["张三", MAN, "县司法局", None, None]),
        filename="名单.xlsx",
        unit=None,
        now=NOW,
        at_once=0,
    )
    assert (upload.state, upload.rows.count()) == ("waiting", 0)
    read(upload)
    assert (upload.state, upload.progress, upload.total, told(upload)) == (
        "ready", 1, 1, [("张三", "added")],
    )  # fmt: skip
    assert not read_staged(upload_id=upload.pk, clock=lambda: NOW)
    assert not Person.objects.exists()
    apply(upload)
    assert (upload.state, upload.applied_at, people()) == ("applied", NOW, ["张三"])
    assert row(upload, "张三").person == Person.objects.get()
    again = start_applying(actor=SYSTEM, upload=upload, now=NOW)
    assert again == Refusal("intake.applied", {"filename": "名单.xlsx"})


def test_small_file_is_read_at_once_and_a_bad_one_is_not_kept(justice):
    upload = stage(book(["张三", MAN, "县司法局", None, None]), at_once=1 << 30)
    assert (upload.state, told(upload)) == ("ready", [("张三", "added")])
    refused = stage_upload(actor=SYSTEM, content=b"%PDF-1.7", filename="a.xls", unit=None, now=NOW)
    assert refused == Refusal("intake.foreign_type", {"filename": "a.xls", "kind": "PDF"})
    assert RosterUpload.objects.count() == 1


def test_file_that_cannot_be_read_says_why(justice):
    upload = stage(book())
    assert (upload.state, upload.refusal["code"]) == ("failed", "intake.no_rows")
    assert refresh(actor=SYSTEM, upload=upload, now=NOW) is None
    assert (upload.state, upload.refusal) == ("waiting", None)


def test_stalled_reading_is_taken_up_again(justice):
    upload = stage_upload(
        actor=SYSTEM, content=book(["张三", MAN, "县司法局"]), filename="a.xlsx", unit=None,
        now=NOW, at_once=0,
    )  # fmt: skip
    RosterUpload.objects.update(state="reading", touched_at=NOW)
    upload.refresh_from_db()
    soon, later = NOW + timedelta(minutes=1), NOW + timedelta(minutes=3)
    assert [has_stalled(upload, at) for at in (soon, later)] == [False, True]
    assert not read_staged(upload_id=upload.pk, clock=lambda: soon)
    busy = refresh(actor=SYSTEM, upload=upload, now=soon)
    assert busy == Refusal("intake.busy", {"filename": "a.xlsx"})
    assert read_staged(upload_id=upload.pk, clock=lambda: later)


def test_every_row_has_one_verdict_and_the_sum_is_told(justice):
    make_person("李四", unit=justice, identity_number=OTHER)
    make_person("王五", unit=justice, phone="13800138000")
    header = ["姓名", "身份证号", "工作单位", "手机号", "现任职务"]
    upload = stage(
        book(
            ["张三", MAN, "县司法局", None, None],
            ["李四", OTHER, "县司法局", None, "科长"],
            ["王五", None, "县司法局", 13800138000, None],
            ["王五", None, "县司法局", 13900139000, None],
            ["赵六", "3.6E+17", "县司法局", None, None],
            header=header,
        )
    )
    assert told(upload) == [
        ("张三", "added"), ("李四", "changed"), ("王五", "unchanged"), ("王五", "decision"),
        ("赵六", "rejected"),
    ]  # fmt: skip
    sums = reconciliation(upload)
    assert (sums.rows, sums.added, sums.changed, sums.unchanged, sums.rejected, sums.decision) == (
        5, 1, 1, 1, 1, 1,
    )  # fmt: skip
    assert [r.name for r in rows_of(upload, "rejected")] == ["赵六"]
    assert [r.name for r in rows_of(upload, q="王")] == ["王五", "王五"]
    assert "科长" in str(row(upload, "李四").changes)
    assert reasons_in_words(row(upload, "赵六"))


def test_undecided_row_is_left_out_and_stays_to_be_decided(justice):
    make_person("王五", unit=justice, phone="13800138000")
    upload = apply(
        stage(
            book(
                ["王五", None, "县司法局", 13900139000],
                ["张三", MAN, "县司法局", None],
                header=["姓名", "身份证号", "工作单位", "手机号"],
            )
        )
    )
    assert told(upload) == [("王五", "decision"), ("张三", "added")]
    assert people() == ["张三", "王五"]
    assert Person.objects.get(name="王五").phone == "13800138000"


@pytest.mark.parametrize(
    ("choice", "count", "phones"),
    [("same", 1, ["13900139000"]), ("new", 2, ["13800138000", "13900139000"]),
     ("skip", 1, ["13800138000"])],
)  # fmt: skip
def test_decision_says_who_it_is(justice, choice, count, phones):
    known = make_person("王五", unit=justice, phone="13800138000")
    upload = stage(book(["王五", "县司法局", 13900139000], header=["姓名", "工作单位", "手机号"]))
    choice = f"same:{known.pk}" if choice == "same" else choice
    assert choice in [proposal[0] for proposal in row(upload, "王五").proposals]
    assert choose(actor=SYSTEM, row=row(upload, "王五"), choice=choice, now=NOW) is None
    apply(RosterUpload.objects.get())
    assert Person.objects.count() == count
    assert sorted(Person.objects.values_list("phone", flat=True)) == phones


def test_choice_can_be_taken_back_and_only_what_is_offered_is_taken(justice):
    make_person("王五", unit=justice, phone="13800138000")
    upload = stage(book(["王五", "县司法局", 13900139000], header=["姓名", "工作单位", "手机号"]))
    found = row(upload, "王五")
    assert choose(actor=SYSTEM, row=found, choice="new", now=NOW) is None
    assert (found.verdict, found.choice) == ("added", "new")
    assert choose(actor=SYSTEM, row=found, choice="", now=NOW) is None
    assert (found.verdict, found.choice) == ("decision", "")
    refused = choose(actor=SYSTEM, row=found, choice="same:999999", now=NOW)
    assert refused == Refusal("intake.choice_unknown", {"where": "名单!2"})


def test_person_of_that_name_and_birth_in_another_unit_is_asked_about(justice, finance):
    known = make_person("王五", unit=finance, born_on=BORN)
    upload = stage(book(["王五", "1980.01", "县司法局", None], header=BIRTHS))
    found = row(upload, "王五")
    assert (found.verdict, found.reasons[0]["code"]) == ("decision", "intake.row_elsewhere")
    assert choose(actor=SYSTEM, row=found, choice=f"same:{known.pk}", now=NOW) is None
    assert found.verdict == "changed"
    apply(RosterUpload.objects.get())
    assert sorted(known.postings.values_list("unit__name", "primary")) == [
        ("县司法局", False), ("县财政局", True),
    ]  # fmt: skip
    assert told(stage(book(["王五", "1980.01", "县司法局", None], header=BIRTHS))) == [
        ("王五", "unchanged")
    ]


def test_new_number_of_somebody_known_elsewhere_without_one_is_asked_about(justice, finance):
    known = make_person("王五", unit=finance, born_on=BORN)
    upload = stage(book(["王五", MAN, "县司法局", None, None]))
    found = row(upload, "王五")
    assert (found.verdict, found.reasons[0]["code"]) == (
        "decision",
        "intake.row_elsewhere_unnumbered",
    )
    assert choose(actor=SYSTEM, row=found, choice=f"same:{known.pk}", now=NOW) is None
    apply(RosterUpload.objects.get())
    known.refresh_from_db()
    assert (known.id_masked[-4:], Person.objects.count()) == (MAN[-4:], 1)


@pytest.mark.parametrize(("verb", "name"), [("rename", "张珊"), ("keep", "张三")])
def test_number_known_under_another_spelling_is_asked_about(justice, verb, name):
    known = make_person("张三", unit=justice, identity_number=MAN)
    upload = stage(book(["张珊", MAN, "县司法局", 13800138000, None]))
    found = row(upload, "张珊")
    offered = [proposal[0] for proposal in found.proposals]
    assert offered == [f"rename:{known.pk}", f"keep:{known.pk}", "skip"]
    assert choose(actor=SYSTEM, row=found, choice=f"{verb}:{known.pk}", now=NOW) is None
    apply(RosterUpload.objects.get())
    known.refresh_from_db()
    assert (known.name, known.phone, Person.objects.count()) == (name, "13800138000", 1)


def test_correction_is_sealed_and_typed_over_the_cell_even_of_a_missing_column(justice):
    upload = stage(book(["张三", "3.6E+17"], header=["姓名", "身份证号"]))
    found = row(upload, "张三")
    typed = {"identity": MAN, "unit": "司法局"}
    assert correct_row(actor=SYSTEM, row=found, texts=typed, now=NOW) is None
    assert (found.verdict, found.unit_name) == ("added", "县司法局")
    assert MAN.encode() not in bytes(found.corrections)
    apply(RosterUpload.objects.get())
    assert Posting.objects.get().unit == justice
    facts = AuditRecord.objects.get(action="correct_row").facts
    assert facts == {"row": 1, "columns": ["identity", "unit"]}


def test_column_that_a_person_names_is_remembered_for_the_sender(justice):
    content = book(["张三", "县司法局", "局长"], header=["姓名", "工作单位", "头衔"])
    upload = stage(content, unit=justice)
    assert [(c.label, c.column, c.samples) for c in columns_of(upload)] == [
        ("姓名", "name", ("张三",)), ("工作单位", "unit", ("县司法局",)), ("头衔", "", ("局长",)),
    ]  # fmt: skip
    changed = change_columns(actor=SYSTEM, upload=upload, columns={"头衔": "title"}, now=NOW)
    assert changed is None
    assert ColumnMemory.objects.values_list("unit", "label", "column").get() == (
        justice.pk, "头衔", "title",
    )  # fmt: skip
    apply(RosterUpload.objects.get())
    assert Posting.objects.get().title == "局长"
    later = stage(content, unit=justice)
    assert [(c.column, c.remembered) for c in columns_of(later)][2] == ("title", True)
    assert [c.column for c in columns_of(stage(content))][2] == ""


def test_column_can_be_left_unused(justice):
    upload = stage(book(["张三", "县司法局", "x"], header=["姓名", "工作单位", "性别"]))
    assert told(upload) == [("张三", "rejected")]
    change_columns(actor=SYSTEM, upload=upload, columns={"性别": ""}, now=NOW)
    assert told(upload) == [("张三", "added")]
    unknown = change_columns(actor=SYSTEM, upload=upload, columns={"性别": "shoe"}, now=NOW)
    assert unknown == Refusal("intake.column_unknown", {"column": "shoe"})


def test_file_without_a_header_shows_its_labels_to_be_named(justice):
    content = book(["张三", "县司法局", "科员"], header=["同志", "供职处", "头衔"])
    upload = stage(content)
    assert (upload.state, upload.refusal["code"]) == ("failed", "intake.no_header")
    assert [c.label for c in columns_of(upload)] == ["同志", "供职处", "头衔"]
    named = {"同志": "name", "供职处": "unit", "头衔": "title"}
    assert change_columns(actor=SYSTEM, upload=upload, columns=named, now=NOW) is None
    assert told(read(upload)) == [("张三", "added")]


def test_samples_of_columns_show_no_number_in_full(justice):
    upload = stage(book(["张三", MAN, "县司法局", 13800138000, "局长"]))
    samples = str([c.samples for c in columns_of(upload)])
    assert MAN not in samples and "13800138000" not in samples and "局长" in samples


def test_people_of_the_last_delivery_who_are_missing_are_listed_and_never_ended(justice):
    lines = [["张三", MAN, None], ["李四", OTHER, None], ["王五", None, 13800138000]]
    header = ["姓名", "身份证号", "手机号"]
    apply(stage(book(*lines, header=header), unit=justice))
    upload = stage(book(lines[0], header=header), unit=justice)
    assert [line.person.name for line in gone_of(upload)] == ["李四", "王五"]
    line = gone_of(upload).get(person__name="李四")
    missing = choose_gone(actor=SYSTEM, line=line, status=PersonStatus.RETIRED, since=None, now=NOW)
    assert missing == Refusal("intake.gone_day_missing", {"name": "李四"})
    since = date(2026, 9, 30)
    chosen = choose_gone(actor=SYSTEM, line=line, status=PersonStatus.RETIRED, since=since, now=NOW)
    assert chosen is None
    apply(upload)
    assert sorted(Person.objects.values_list("name", "status", "status_since")) == [
        ("张三", "in_post", None), ("李四", "retired", since), ("王五", "in_post", None),
    ]  # fmt: skip
    assert StatusChange.objects.values_list("person__name", "status", "since").get() == (
        "李四", "retired", since,
    )  # fmt: skip


def test_county_list_only_misses_people_of_the_units_it_speaks_of(justice, finance):
    header = ["姓名", "身份证号", "工作单位"]
    third = identity_number(BORN, 5)
    lines = [["张三", MAN, "县司法局"], ["李四", OTHER, "县司法局"], ["王五", third, "县财政局"]]
    apply(stage(book(*lines, header=header)))
    upload = stage(book(lines[0], header=header))
    assert [line.person.name for line in gone_of(upload)] == ["李四"]


def test_rejected_row_of_somebody_does_not_make_them_gone(justice):
    header = ["姓名", "身份证号"]
    apply(stage(book(["张三", MAN], ["李四", OTHER], header=header), unit=justice))
    upload = stage(book(["张三", MAN], ["李四", "3.6E+17"], header=header), unit=justice)
    assert list(gone_of(upload)) == []


def test_people_who_changed_since_the_preview_send_the_file_back(justice):
    content = book(["张三", MAN, "县司法局", None, "局长"])
    upload = stage(content)
    apply(stage(book(["张三", MAN, "县司法局", None, "科员"])))
    assert has_aged(upload)
    apply(upload)
    assert (upload.state, upload.refusal["code"]) == ("waiting", "intake.people_changed")
    assert Posting.objects.get().title == "科员"
    assert told(read(upload)) == [("张三", "changed")]
    apply(upload)
    assert (upload.state, Posting.objects.get().title) == ("applied", "局长")


def test_change_that_does_not_touch_the_file_does_not_keep_it_from_being_applied(justice):
    upload = stage(book(["张三", MAN, "县司法局", None, "局长"]))
    apply(stage(book(["李四", OTHER, "县司法局", None, "科员"])))
    assert apply(upload).state == "applied"


def test_large_preview_is_marked_old_until_it_is_refreshed(justice, monkeypatch):
    monkeypatch.setattr("rosters.intake.actions.deciding.WEIGHED_AT_ONCE", 0)
    make_person("王五", unit=justice, phone="13800138000")
    upload = stage(book(["王五", "县司法局", 13900139000], header=["姓名", "工作单位", "手机号"]))
    choose(actor=SYSTEM, row=row(upload, "王五"), choice="new", now=NOW)
    upload.refresh_from_db()
    assert (is_stale(upload), told(upload)) == (True, [("王五", "decision")])
    stale = start_applying(actor=SYSTEM, upload=upload, now=NOW)
    assert stale == Refusal("intake.stale", {"filename": "名单.xlsx"})
    assert refresh(actor=SYSTEM, upload=upload, now=NOW) is None
    assert told(read(upload)) == [("王五", "added")]
    assert not is_stale(upload)


def test_rows_keep_their_keys_when_a_preview_is_weighed_again(justice):
    upload = stage(book(["张三", MAN, "县司法局"], ["李四", OTHER, "县司法局"]))
    before = list(upload.rows.values_list("pk", "name"))
    choose(actor=SYSTEM, row=row(upload, "张三"), choice="skip", now=NOW)
    assert list(upload.rows.values_list("pk", "name")) == before
    assert told(upload) == [("张三", "left_out"), ("李四", "added")]


def test_files_that_nobody_touched_for_a_week_are_forgotten_with_their_rows(justice):
    left = stage(book(["张三", MAN, "县司法局"]))
    applied = apply(stage(book(["李四", OTHER, "县司法局"])))
    assert forget_old_uploads(now=NOW + timedelta(days=6)) == 0
    assert forget_old_uploads(now=NOW + timedelta(days=8)) == 2
    assert (left.rows.count(), applied.rows.count()) == (0, 1)
    left.refresh_from_db()
    assert (left.state, left.refusal["code"]) == ("failed", "intake.forgotten")
    assert start_applying(actor=SYSTEM, upload=left, now=NOW) == Refusal(
        "intake.forgotten", {"filename": "名单.xlsx"}
    )
    assert RosterUpload.objects.filter(undo__isnull=False).count() == 1
    forget_old_uploads(now=NOW + timedelta(days=31))
    assert not RosterUpload.objects.filter(undo__isnull=False).exists()
