"""Results sat elsewhere, from the file to what counts: matched, previewed, applied once."""

import io
import threading
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, connection, transaction
from django.urls import reverse

from audit.models import AuditRecord
from audit.rules import Refusal
from quiz.official.actions import (
    apply_import,
    discard_import,
    forget_old_lists,
    keep_import,
    preview_import,
)
from quiz.official.models import OfficialImport, OfficialResult
from quiz.official.rules import RowVerdict
from quiz.results.actions import issue_certificates, publish_results, void_entry
from quiz.results.models import Outcome
from quiz.results.queries import load_outcomes
from rosters.cohorts.rules import ReleaseKind
from rosters.people.models import Person
from rosters.roles.rules import Role
from tests.factories import NOW, make_person, make_release, make_roster, make_unit, make_user
from tests.quiz.results.factories import (
    make_attempt,
    make_batch,
    make_candidate,
    make_exam,
    make_officer,
)
from tests.rosters.intake.factories import identity_number

pytestmark = pytest.mark.django_db
HEADER = ("姓名", "身份证号", "单位", "成绩", "是否合格", "考试日期")
DAY = "2026-03-01"
NUMBER, OTHER = identity_number(order=1), identity_number(order=3)


def workbook(*rows, header=HEADER):
    import xlsxwriter

    output = io.BytesIO()
    with xlsxwriter.Workbook(output, {"in_memory": True}) as book:
        sheet = book.add_worksheet("成绩")
        for at, row in enumerate([header, *rows]):
            sheet.write_row(at, 0, row)
    return output.getvalue()


@pytest.fixture
def exam():
    """甲 with a number and 乙, 丙 without, in two units; nobody has sat."""
    water, weather = make_unit("县水利局", aliases=("水利局",)), make_unit("县气象局")
    return make_exam(
        make_roster(
            make_person("甲一", unit=water, identity_number=NUMBER),
            make_person("乙二", unit=water),
            make_person("乙二", unit=weather),
            make_person("丙三", unit=weather),
        )
    )


def keep(exam, *rows, actor=None, **changed):
    facts = {
        "actor": actor or make_officer(),
        "exam": exam,
        "title": "公共法律知识考试",
        "source": "省司法厅",
        "document": "赣司函〔2026〕8号",
        "filename": "成绩.xlsx",
        "content": workbook(*rows),
        "now": NOW,
    }
    return keep_import(**facts | changed)


def take(exam, *rows, **changed):
    kept = keep(exam, *rows, **changed)
    assert isinstance(kept, OfficialImport), kept
    return apply_import(actor=make_officer(), kept=kept, now=NOW)


def verdicts(report):
    return [(row.verdict.value, *(reason.code for reason in row.reasons)) for row in report.rows]


def held():
    return list(
        OfficialResult.objects.order_by("entry__number").values_list(
            "entry__number", "passed", "excellent", "score", "sat_on"
        )
    )


def test_rows_are_matched_by_number_then_by_name_and_unit(exam):
    report = take(
        exam,
        ("甲一", NUMBER, "别的单位", 80, "合格", DAY),
        ("乙二", "", "水利局", 95, "优秀", DAY),
        ("乙二", "", "县气象局", 50, "不合格", DAY),
        ("丙三", OTHER, "县气象局", "", "合格", DAY),
    )
    assert verdicts(report) == [("counted",)] * 4
    day = date(2026, 3, 1)
    assert held() == [
        (1, True, False, Decimal(80), day),
        (2, True, True, Decimal(95), day),
        (3, False, False, Decimal(50), day),
        (4, True, False, None, day),
    ]
    kept = OfficialImport.objects.get()
    assert (kept.rows, kept.sealed, kept.applied_at) == (4, None, NOW)
    assert kept.counts == {str(v): 4 if v == "counted" else 0 for v in RowVerdict}
    record = AuditRecord.objects.get(action="import_official_results")
    assert (record.facts["rows"], record.facts["counted"]) == (4, 4)


def test_every_row_has_one_verdict_and_the_line_adds_up(exam):
    report = preview_import(
        kept=keep(
            exam,
            ("甲一", NUMBER, "", 80, "合格", DAY),
            ("甲二", NUMBER, "", 80, "合格", DAY),
            ("乙二", "", "", 80, "合格", DAY),
            ("丁四", "", "县水利局", 80, "合格", DAY),
            ("甲一", OTHER, "县水利局", 80, "合格", DAY),
            ("丙三", "", "县气象局", 80, "", DAY),
            ("丙三", "", "县气象局", "缺考", "", DAY),
        ),
        now=NOW,
    )
    assert verdicts(report) == [
        ("counted",),
        ("rejected", "official.row_name_differs"),
        ("ambiguous", "official.row_without_unit"),
        ("not_listed", "official.row_not_listed"),
        ("not_listed", "official.row_not_listed"),
        ("rejected", "official.row_no_pass_mark"),
        ("rejected", "official.row_not_sat"),
    ]
    assert sum(report.counts.values()) == len(report.rows) == 7
    assert held() == []


def test_a_list_that_contradicts_itself_counts_for_nobody_it_contradicts(exam):
    report = take(
        exam,
        ("甲一", NUMBER, "", 80, "合格", DAY),
        ("甲一", NUMBER, "县水利局", 40, "不合格", DAY),
        ("丙三", "", "县气象局", 80, "合格", DAY),
        ("丙三", "", "县气象局", 80, "合格", DAY),
    )
    twice = ("rejected", "official.row_twice")
    assert verdicts(report) == [twice, twice, ("counted",), ("unchanged",)]
    assert [row[0] for row in held()] == [4]


def test_later_list_adds_and_never_changes(exam):
    take(exam, ("甲一", NUMBER, "", 80, "合格", DAY))
    report = take(
        exam,
        ("甲一", NUMBER, "", 80, "合格", DAY),
        ("丙三", "", "县气象局", 70, "合格", DAY),
        document="赣司函〔2026〕9号",
    )
    assert verdicts(report) == [("unchanged",), ("counted",)]
    before = held()
    kept = keep(exam, ("甲一", NUMBER, "", 40, "不合格", DAY))
    assert verdicts(preview_import(kept=kept, now=NOW)) == [("rejected", "official.row_differs")]
    nothing = apply_import(actor=make_officer(), kept=kept, now=NOW)
    assert nothing == Refusal("official.nothing_counts", {"document": kept.document})
    assert held() == before
    with pytest.raises(DatabaseError), transaction.atomic():
        OfficialResult.objects.update(passed=False)


def test_namesakes_in_one_unit_are_told_apart_by_number_only():
    unit = make_unit("县水利局")
    exam = make_exam(make_roster(make_person("乙二", unit=unit), make_person("乙二", unit=unit)))
    report = preview_import(kept=keep(exam, ("乙二", "", "县水利局", 80, "合格", DAY)), now=NOW)
    assert verdicts(report) == [("ambiguous", "official.row_several")]


def test_who_is_listed_twice_is_found_once(exam):
    first = exam.roster.entries.get(number=1)
    again = make_person("甲一", unit=first.unit, merged_into=first.person)
    exam.roster.entries.create(
        number=5, person=again, unit=first.unit, name="甲一", roster=exam.roster
    )
    row = ("甲一", NUMBER, "", 80, "合格", DAY)
    assert verdicts(preview_import(kept=keep(exam, row), now=NOW)) == [
        ("ambiguous", "official.row_several")
    ]
    make_release(exam.roster.entries.get(number=5), ReleaseKind.DUPLICATE)
    assert verdicts(take(exam, row)) == [("counted",)]
    assert [row[0] for row in held()] == [1]


def test_unit_of_the_day_and_its_successor_are_both_understood(exam):
    old = exam.roster.entries.get(number=4).unit
    old.successor, old.dissolved_on = make_unit("县应急管理局"), date(2026, 10, 1)
    old.save()
    rows = [("丙三", "", name, 80, "合格", DAY) for name in ("县气象局", "县应急管理局")]
    for row in rows:
        assert verdicts(preview_import(kept=keep(exam, row), now=NOW)) == [("counted",)]


def test_who_sat_here_is_left_out(exam):
    batch, entry = make_batch(exam), exam.roster.entries.get(number=1)
    make_attempt(make_candidate(batch, entry), 40)
    kept = keep(exam, ("甲一", NUMBER, "", 80, "合格", DAY))
    assert verdicts(preview_import(kept=kept, now=NOW)) == [("rejected", "official.row_sat_here")]


def test_marks_and_day_of_the_source_serve_rows_without_their_own(exam):
    header = ("姓名", "单位", "考试成绩")
    content = workbook(("乙二", "县水利局", 59), ("丙三", "县气象局", 90), header=header)
    report = take(
        exam,
        content=content,
        sat_on=date(2026, 5, 4),
        pass_mark=Decimal(60),
        excellent_mark=Decimal(90),
    )
    assert verdicts(report) == [("counted",), ("counted",)]
    assert held() == [
        (2, False, False, Decimal(59), date(2026, 5, 4)),
        (4, True, True, Decimal(90), date(2026, 5, 4)),
    ]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "intake.empty"),
        (b"%PDF-1.4", "intake.foreign_type"),
        ("姓名,单位\n甲一,县水利局\n".encode(), "official.no_header"),
        ("姓名,成绩\n".encode(), "official.no_rows"),
    ],
)
def test_what_is_no_list_of_results_is_not_kept(exam, content, code):
    assert keep(exam, content=content).code == code
    assert not OfficialImport.objects.exists()


def test_list_is_kept_sealed_for_a_day_and_can_be_given_up(exam):
    row = ("甲一", NUMBER, "", 80, "合格", DAY)
    kept = keep(exam, row)
    assert NUMBER.encode() not in bytes(kept.sealed)
    assert discard_import(actor=make_officer(), kept=kept) is None
    again = Refusal("official.applied", {"document": kept.document})
    assert discard_import(actor=make_officer(), kept=kept) == again
    keep(exam, row)
    assert forget_old_lists(now=NOW + timedelta(hours=23)) == 0
    assert forget_old_lists(now=NOW + timedelta(hours=24)) == 1
    take(exam, row)
    assert forget_old_lists(now=NOW + timedelta(days=9)) == 0


def test_second_tab_applies_nothing(exam):
    kept = keep(exam, ("甲一", NUMBER, "", 80, "合格", DAY))
    apply_import(actor=make_officer(), kept=kept, now=NOW)
    again = apply_import(actor=make_officer(), kept=kept, now=NOW)
    assert again == Refusal("official.applied", {"document": kept.document})
    assert len(held()) == 1


def test_list_that_was_given_up_in_another_tab_is_not_applied(exam):
    kept = keep(exam, ("甲一", NUMBER, "", 80, "合格", DAY))
    seen = OfficialImport.objects.get(pk=kept.pk)
    discard_import(actor=make_officer(), kept=kept)
    refusal = apply_import(actor=make_officer(), kept=seen, now=NOW)
    assert refusal == Refusal("official.applied", {"document": kept.document})
    assert held() == []


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer at a time")
@pytest.mark.django_db(transaction=True)
def test_two_lists_applied_at_once_count_each_entry_once():
    unit = make_unit("县水利局")
    exam = make_exam(make_roster(make_person("乙二", unit=unit)))
    officer = make_officer()
    lists = [keep(exam, ("乙二", "", "县水利局", n, "合格", DAY)) for n in (80, 90)]
    both, answers = threading.Barrier(2), []

    def run(kept):
        try:
            both.wait(timeout=120)
            answers.append(apply_import(actor=officer, kept=kept, now=NOW))
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(kept,)) for kept in lists]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=180)
    assert sorted(type(answer).__name__ for answer in answers) == ["Refusal", "Report"]
    assert OfficialResult.objects.count() == 1


def test_what_was_sat_elsewhere_is_published_and_certified_by_nobody_here(exam):
    take(
        exam,
        ("甲一", NUMBER, "", 80, "合格", DAY),
        ("乙二", "", "县水利局", 40, "不合格", DAY),
    )
    make_release(exam.roster.entries.get(number=1), ReleaseKind.EXEMPT)
    for number in (3, 4):
        make_release(exam.roster.entries.get(number=number), ReleaseKind.TRANSFERRED)
    publication = publish_results(actor=make_officer(), exam=exam, now=NOW)
    rows = publication.outcomes.order_by("entry__number").values_list(
        "verdict", "score", "official__source__document"
    )
    document = "赣司函〔2026〕8号"
    assert list(rows) == [
        ("passed", Decimal(80), document),
        ("failed", Decimal(40), document),
        ("transferred", None, None),
        ("transferred", None, None),
    ]
    assert issue_certificates(actor=make_officer(), exam=exam, now=NOW) == 0
    late = keep(exam, ("丙三", "", "县气象局", 70, "合格", DAY))
    assert late == Refusal("official.published", {"exam": exam.title})


def test_voided_entry_is_void_whatever_was_achieved_elsewhere(exam):
    take(exam, ("甲一", NUMBER, "", 80, "合格", DAY))
    entry = exam.roster.entries.get(number=1)
    void_entry(actor=make_officer(), exam=exam, entry=entry, reason="替考", now=NOW)
    line = load_outcomes(exam, NOW)[0]
    assert (line.verdict, line.score) == ("void", None)


FORM = {"title": "公共法律知识考试", "source": "省司法厅", "document": "赣司函〔2026〕8号"}


def test_officer_uploads_looks_and_takes_over(client, exam):
    client.force_login(make_officer())
    address = reverse("official:exam", args=[exam.pk])
    assert client.get(address).status_code == 200
    assert client.post(address, FORM).status_code == 422
    content = workbook(
        ("甲一", NUMBER, "", 80, "合格", DAY), ("丁四", "", "县水利局", 80, "合格", DAY)
    )
    sent = client.post(address, FORM | {"file": SimpleUploadedFile("a.xlsx", content)})
    kept = OfficialImport.objects.get()
    preview = reverse("official:import", args=[exam.pk, kept.pk])
    assert sent.url == preview
    page = client.get(preview)
    assert (page.context["total"], page.context["counted"]) == (2, 1)
    assert NUMBER not in page.content.decode()
    shown = client.get(preview, {"verdict": "not_listed"}).context["rows"]
    assert [row.name for row, *_ in shown] == ["丁四"]
    assert client.post(reverse("official:apply", args=[exam.pk, kept.pk])).url == preview
    page = client.get(preview)
    assert [result.entry.number for result in page.context["page"]] == [1]
    listed = client.get(address).context["imports"]
    assert [(row.document, row.rows, row.counted) for row in listed] == [(kept.document, 2, 1)]
    assert client.post(reverse("official:discard", args=[exam.pk, kept.pk])).url == address
    assert OfficialImport.objects.count() == 1


def test_marks_in_the_wrong_order_are_refused(client, exam):
    client.force_login(make_officer())
    content = SimpleUploadedFile("a.xlsx", workbook(("甲一", NUMBER, "", 80, "合格", DAY)))
    form = FORM | {"file": content, "pass_mark": "80", "excellent_mark": "60"}
    response = client.post(reverse("official:exam", args=[exam.pk]), form)
    assert response.status_code == 422
    assert list(response.context["form"].errors) == ["excellent_mark"]


def test_lists_are_for_officers_of_the_county_and_of_their_exam(client, exam):
    kept = keep(exam, ("甲一", NUMBER, "", 80, "合格", DAY))
    another = make_exam(make_roster(make_person(unit=make_unit())))
    client.force_login(make_officer())
    assert client.get(reverse("official:import", args=[another.pk, kept.pk])).status_code == 404
    assert client.get(reverse("official:import", args=[exam.pk, 10**30])).status_code == 404
    client.force_login(make_user(Role.OFFICER, unit=exam.roster.entries.first().unit))
    assert client.get(reverse("official:exam", args=[exam.pk])).status_code == 403


def test_preview_takes_the_same_queries_for_many_rows(exam, django_assert_num_queries):
    unit = make_unit("县司法局")
    big = make_exam(
        make_roster(*(make_person(f"丁{chr(0x4E00 + n)}", unit=unit) for n in range(200)))
    )
    rows = [(person.name, "", "县司法局", 80, "合格", DAY) for person in Person.objects.filter(
        name__startswith="丁")]  # fmt: skip
    few, many = keep(exam, ("甲一", NUMBER, "", 80, "合格", DAY)), keep(big, *rows)
    for kept, counted in ((few, 1), (many, 200)):
        kept = OfficialImport.objects.select_related("exam").get(pk=kept.pk)
        with django_assert_num_queries(5):
            assert preview_import(kept=kept, now=NOW).counts[RowVerdict.COUNTED] == counted


def test_own_result_says_where_it_was_sat(client, exam):
    take(exam, ("甲一", NUMBER, "", 80, "合格", DAY))
    for number in (2, 3, 4):
        make_release(exam.roster.entries.get(number=number))
    publish_results(actor=make_officer(), exam=exam, now=NOW)
    client.force_login(make_user(person=exam.roster.entries.get(number=1).person))
    page = client.get(reverse("results:mine", args=[exam.pk]))
    assert page.context["outcome"].official.source.document == "赣司函〔2026〕8号"
    assert "赣司函〔2026〕8号" in page.content.decode().partition("<main")[2]
    assert Outcome.objects.exclude(official=None).count() == 1
